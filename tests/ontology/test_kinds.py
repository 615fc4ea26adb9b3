"""The event kinds are complete, and can be told apart by glyph and read in both colour schemes."""

from __future__ import annotations

import pytest

from kg.ontology import EventKind, load_ontology
from kg.terms import EL

ASKED = (
    "Founding", "ModelLaunch", "ProductLaunch", "Investment", "Acquisition", "Hire", "Departure", "Partnership", "Infrastructure",
    "Legal", "Policy", "Research", "IPO", "Rebrand", "Shutdown", "Other",
)  # fmt: skip
KINDS = load_ontology().kinds
BACKGROUNDS = {"light": "#ffffff", "dark": "#0e1117"}


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it, 0 for black to 1 for white."""
    channels = (int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5))
    red, green, blue = (value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4 for value in channels)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def test_contrast_is_computed_as_wcag_does() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


def test_every_kind_asked_for_is_there() -> None:
    assert set(ASKED) <= {kind.name for kind in KINDS}


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_a_kind_is_complete(kind: EventKind) -> None:
    assert kind.label
    assert kind.plural
    assert kind.comment.endswith(".")
    assert kind.roles
    assert kind.triggers or kind.name == "Other"
    organisation = kind.role("organisation")
    assert organisation is not None
    assert (organisation.minimum, organisation.maximum) == (1, 1)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.name)
def test_colours_are_legible(kind: EventKind) -> None:
    assert contrast(kind.colour_light, BACKGROUNDS["light"]) >= 3
    assert contrast(kind.colour_dark, BACKGROUNDS["dark"]) >= 3


@pytest.mark.parametrize("attribute", ["glyph", "label", "plural", "order", "colour_light", "colour_dark"])
def test_kinds_differ(attribute: str) -> None:
    values = [getattr(kind, attribute) for kind in KINDS]
    assert len(set(values)) == len(values)


def test_investments_and_hires_have_the_roles_of_their_stories() -> None:
    named = {kind.name: {use.role.name for use in kind.roles} | kind.properties for kind in KINDS}
    assert {"investor", "lead_investor", "amount", "valuation", "round"} <= named["Investment"]
    assert {"person", "employer_to", "employer_from", "position"} <= named["Hire"]
    assert next(kind for kind in KINDS if kind.name == "Investment").principal == EL.recipient
