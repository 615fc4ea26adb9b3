"""Every claim about an event as a table: property, value, whether it is believed, and all who say so."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.components.manner import sign, table
from app.components.positions import readable
from app.markup import Html, element, opening, web_link
from kg.ontology import Ontology
from kg.views.shapes import ClaimRow
from kg.views.spelt import spelt_date, spelt_day

_FIRST = ("kind", "organisation", "date")
"""Properties that stand at the beginning; the contested ones stand before them, the others follow by name."""
_WORDS = ("title", "note")
"""Properties that are wordings: they differ from source to source and contradict nothing."""
_SHOWN = 3
"""Claimants of a value that are shown at once; the others unfold."""


def all_claims(claims: Sequence[ClaimRow], ontology: Ontology) -> Html:
    """Values by property, each with who claims it, in what manner and when. Wordings unfold below."""
    facts = [claim for claim in claims if claim.property not in _WORDS]
    words = [claim for claim in claims if claim.property in _WORDS]
    return element(
        "div",
        _table("What sources claim", facts, ontology),
        _folded("In what words they tell it", _table("Wordings", words, ontology)) if words else None,
        class_="el-claim-table",
    )


def _folded(title: str, content: Html) -> Html:
    return element("details", element("summary", title), content)


def _table(caption: str, claims: Sequence[ClaimRow], ontology: Ontology) -> Html:
    rows = [row for name, of in _by_property(claims) for row in _property(name, of, ontology)]
    return table(caption, ("Property", "Value", "Standing", "Who says so, in what manner, and when"), rows, hidden=True)


def _by_property(claims: Iterable[ClaimRow]) -> list[tuple[str, list[ClaimRow]]]:
    found: dict[str, list[ClaimRow]] = {}
    for claim in claims:
        found.setdefault(claim.property, []).append(claim)
    return sorted(found.items(), key=lambda item: (not _contested(item[1]), item[0] not in _FIRST, item[0]))


def _contested(claims: Iterable[ClaimRow]) -> bool:
    return any(claim.disputed for claim in claims)


def _property(name: str, claims: Sequence[ClaimRow], ontology: Ontology) -> list[Html]:
    """A row for each value, the believed ones first; the property's name spans them."""
    values: dict[str, list[ClaimRow]] = {}
    for claim in sorted(claims, key=lambda claim: not claim.believed):
        values.setdefault(claim.value, []).append(claim)
    head = element("th", opening(readable(name)), scope="rowgroup", rowspan=len(values))
    return [
        element(
            "tr",
            head if place == 0 else None,
            element("td", _value(name, value, same[0]), class_="el-claim-value"),
            element("td", _standing(same[0])),
            element("td", _claimants(same, ontology)),
            class_="el-contested" if same[0].disputed else None,
        )
        for place, (value, same) in enumerate(values.items())
    ]


def _value(name: str, value: str, claim: ClaimRow) -> Html:
    shown = spelt_date(value) if name == "date" else value
    return element("span", shown, class_=None if claim.believed else "el-unbelieved")


def _standing(claim: ClaimRow) -> Html | None:
    """Believed or contested, in words: undisputed values need none."""
    if not claim.disputed:
        return None
    if claim.believed:
        return element("span", "believed", class_="el-believed")
    return element("span", "contested", class_="el-not-believed")


def _claimants(claims: Sequence[ClaimRow], ontology: Ontology) -> Html:
    lines = [element("li", _claimant(claim, ontology)) for claim in claims]
    more = lines[_SHOWN:]
    folded = _folded(f"{len(more)} more", element("ul", more)) if more else None
    return element("div", element("ul", lines[:_SHOWN]), folded, class_="el-claimants")


def _claimant(claim: ClaimRow, ontology: Ontology) -> list[Html]:
    """● Reuters · reported · 3 June 2026"""
    name = claim.publisher or claim.title or claim.url or claim.source
    return [
        sign(claim.statement, ontology),
        element("span", " ", web_link(name, claim.url)),
        element("small", f" · {ontology.statement_kind(claim.statement).label} · {_told(claim)}"),
    ]


def _told(claim: ClaimRow) -> str:
    if claim.published:
        return spelt_date(claim.published)
    return f"read {spelt_day(claim.retrieved)}" if claim.retrieved else "undated"
