"""A change of the timeline before it is made: events grouped by what would happen to them, and where in time they lie."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from app.components.add.strip import strip
from app.components.card.sentence import property_label
from app.components.palette import text_glyph
from app.links import event_link
from app.markup import Content, Html, element, joined, number
from kg.ontology import Ontology
from kg.views.shapes import EventRow, Preview, PreviewRow
from kg.views.spelt import spelt_date

_SHOWN = 25
"""Events of a group that are shown at once; up to `_UNFOLDED` more unfold."""
_UNFOLDED = 200
_LONGEST = 90
"""Letters of a value that are shown of a change."""


@dataclass(frozen=True)
class Group:
    """Events to which the same happens. Each event stands in the first group that it fits."""

    sign: str
    heading: str
    fits: Callable[[PreviewRow], bool]


GROUPS = (
    Group("+", "New events", lambda row: row.effect == "new" and not row.newly_disputed),
    Group("≠", "Become disputed", lambda row: bool(row.newly_disputed)),
    Group("=", "Are disputed no longer", lambda row: bool(row.settled)),
    Group("→", "Are believed otherwise", lambda row: bool(row.changed)),
    Group("✓", "Are told by other sources than now", lambda row: row.effect != "unchanged"),
)
"""In the order in which they are shown and tried."""
_LOST = "Are told by nobody any more"


def diff(preview: Preview, ontology: Ontology) -> Html:
    """The whole change. Events that are there already are links to their pages."""
    grouped = grouped_rows(preview)
    lanes = [(group.heading, [row.event for row in rows]) for group, rows in grouped if rows]
    sections = [_section(group.sign, group.heading, [_line(row, ontology) for row in rows]) for group, rows in grouped if rows]
    if preview.lost:
        lanes.append((_LOST, list(preview.lost)))
        sections.append(_section("−", _LOST, [element("li", _event(event, ontology, linked=True)) for event in preview.lost]))
    return element("div", strip(lanes), sections, _rest(preview), class_="el-diff")


def grouped_rows(preview: Preview) -> list[tuple[Group, list[PreviewRow]]]:
    """Every group with its events."""
    found: dict[str, list[PreviewRow]] = {group.heading: [] for group in GROUPS}
    for row in preview.rows:
        found[next(group.heading for group in GROUPS if group.fits(row))].append(row)
    return [(group, found[group.heading]) for group in GROUPS]


def summary(preview: Preview) -> str:
    """The change in one line: 2 new, 1 joined, 1 disputed."""
    new = sum(row.effect == "new" for row in preview.rows)
    told = [
        f"{new:,} new",
        f"{len(preview.rows) - new:,} that others tell already",
        f"{sum(bool(row.newly_disputed) for row in preview.rows):,} newly disputed",
        f"{len(preview.lost):,} lost",
    ]
    return "Events: " + ", ".join(told[:2] + [text for text in told[2:] if not text.startswith("0 ")])


def _rest(preview: Preview) -> Html | None:
    told = []
    if preview.unchanged:
        told.append(f"{number(preview.unchanged, 'event')} would stay as they are.")
    if preview.left_out:
        told.append(f"{number(preview.left_out, 'more event')} are touched and not shown here.")
    return element("p", " ".join(told), class_="el-note") if told else None


# --- one group ---


def _section(sign: str, heading: str, lines: Sequence[Html]) -> Html:
    shown, folded = lines[:_SHOWN], lines[_SHOWN : _SHOWN + _UNFOLDED]
    more = len(lines) - len(shown) - len(folded)
    further = element("details", element("summary", f"{len(folded)} more"), element("ul", folded, class_="el-plain"))
    return element(
        "section",
        element("h3", element("span", sign, class_="el-effect", aria_hidden="true"), f" {heading}: {len(lines):,}"),
        element("ul", shown, class_="el-plain"),
        further if folded else None,
        element("p", f"and {more:,} more", class_="el-note") if more else None,
    )


def _line(row: PreviewRow, ontology: Ontology) -> Html:
    joins = f"told by {number(row.told_by, 'source')} already" if row.effect == "joins" else ""
    told = [
        joins or ("new" if row.newly_disputed else ""),
        f"becomes one with “{'”, “'.join(row.takes_in)}”" if row.takes_in else "",
        _properties("disputed from now on: ", row.newly_disputed, ontology),
        _properties("no longer disputed: ", row.settled, ontology),
    ]
    return element(
        "li",
        _event(row.event, ontology, linked=row.effect != "new"),
        element("p", "; ".join(filter(None, told)), class_="el-soft") if any(told) else None,
        element("ul", [_change(one.property, one.before, one.after, ontology) for one in row.changed]) if row.changed else None,
    )


def _properties(before: str, names: Sequence[str], ontology: Ontology) -> str:
    return before + ", ".join(property_label(name, ontology) for name in names) if names else ""


def _change(name: str, before: str | None, after: str | None, ontology: Ontology) -> Html:
    """person: Ann Lee → Bob Ray"""
    return element(
        "li",
        f"{property_label(name, ontology)}: ",
        element("del", _short(before)) if before else "not known",
        " → ",
        element("ins", _short(after)) if after else "not known",
    )


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _event(event: EventRow, ontology: Ontology, *, linked: bool) -> Html:
    kind = ontology.kind(event.kind)
    title: Content = event_link(event.id, event.title) if linked else event.title
    facts = [spelt_date(event.date), kind.label, ", ".join(event.organisations[:4])]
    if event.amount:
        facts.append(str(event.amount))
    return element(
        "p",
        element("span", text_glyph(kind.glyph), class_="el-glyph", aria_hidden="true"),
        " ",
        element("b", title),
        element("span", " – ", joined(" · ", facts), class_="el-soft"),
    )

