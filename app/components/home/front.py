"""The parts of the front page: newest events, fresh disputes, predictions that fall due, and where nobody looked twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.components.manner import table
from app.components.palette import Palette, text_glyph
from app.links import event_link, link, profile_link
from app.markup import Content, Html, element, joined, number
from kg.ontology import Ontology
from kg.terms import local_name
from kg.views.front import MonthRow, ThinRow, Totals
from kg.views.shapes import DisputeRow, EventRow, PositionRow, PredictionRow
from kg.views.spelt import spelt_date, spelt_day


def counts_line(found: Totals) -> Html:
    """319 events of 116 companies, told by 464 sources; 45 events are disputed."""
    disputed = link("timeline", number(found.disputed, "event"), disputed="1")
    return element(
        "span",
        link("timeline", number(found.events, "event")),
        ", ",
        link("profile", number(found.companies, "company", "companies")),
        f", {number(found.people, 'person', 'people')} and {number(found.models, 'model')}, told by ",
        link("sources", number(found.sources, "source")),
        *(("; ", disputed, " disputed") if found.disputed else ()),
    )


def part(title: str, *content: Content, more: Html | None = None) -> Html:
    """A section with its heading, and at the heading's right where to read on."""
    return element("section", element("header", element("h2", title), more), *content, class_="el-front-part")


def newest(events: Sequence[EventRow], ontology: Ontology, colours: Palette) -> Html:
    return element("ul", [_event(event, ontology, colours) for event in events], class_="el-briefs")


def _event(event: EventRow, ontology: Ontology, colours: Palette) -> Html:
    kind = ontology.kind(event.kind)
    glyph = element("span", text_glyph(kind.glyph), class_="el-glyph", style=f"color:{colours.kind(kind)}", title=kind.label)
    manner = ontology.statement_kind(event.status).label
    beside: list[Html | str] = [spelt_date(event.date), profile_link(event.organisation_ids[0], event.organisations[0])]
    beside += [str(event.amount)] if event.amount else []
    beside += [*([manner] if event.status != "reported" else []), number(event.told_by, "source")]
    badge = element("i", "?", class_="el-dispute-badge", title="disputed") if event.disputed else None
    return element(
        "li", glyph, " ", event_link(event.id, event.title), " ", badge, element("p", joined(" · ", beside), class_="el-beside")
    )


# --- disputes ---------------------------------------------------------------------------------------------------------


def disputes(found: Sequence[DisputeRow]) -> Html:
    """Each dispute with its positions, one line each."""
    return element("ul", [_dispute(dispute) for dispute in found], class_="el-briefs")


def _dispute(dispute: DisputeRow) -> Html:
    since = f"disputed since {spelt_day(dispute.since)}" if dispute.since else "nobody dates the dispute"
    return element(
        "li",
        event_link(dispute.event, dispute.title),
        element("p", f"{dispute.property.replace('_', ' ').capitalize()}, {since}", class_="el-beside"),
        element("ul", [_position(position) for position in dispute.positions[:2]], class_="el-sides"),
        element("p", f"and {number(len(dispute.positions) - 2, 'other value')}", class_="el-beside")
        if len(dispute.positions) > 2
        else None,
    )


def _position(position: PositionRow) -> Html:
    names = list(dict.fromkeys(source.name for source in position.held_by))
    held = f"{names[0]} and {len(names) - 1:,} more" if len(names) > 1 else names[0]
    believed = element("small", "believed", class_="el-believed") if position.believed else None
    return element("li", element("b", position.value), " ", believed, " ", element("small", held))


# --- predictions ------------------------------------------------------------------------------------------------------


def predictions(found: Sequence[PredictionRow], today: date) -> Html:
    return element("ul", [_prediction(row, today) for row in found], class_="el-briefs")


def _prediction(row: PredictionRow, today: date) -> Html:
    return element(
        "li",
        link("predictions", row.statement, id=local_name(row.id)),
        element("p", joined(" · ", [_when(row, today), row.source.name]), class_="el-beside"),
    )


def _when(row: PredictionRow, today: date) -> str:
    if row.due_by is None:
        return "no deadline"
    days = (row.due_by - today).days
    if days < 0:
        return f"overdue since {spelt_day(row.due_by)}, no evidence yet"
    return "due today" if days == 0 else f"due in {number(days, 'day')}, by {spelt_date(row.deadline)}"


# --- coverage ---------------------------------------------------------------------------------------------------------


def months(found: Sequence[MonthRow]) -> Html:
    """Sources by month as bars, each with its number in words for those who cannot see them."""
    most = max((row.sources for row in found), default=0) or 1
    bars = [
        element(
            "li",
            element("span", style=f"height:{max(100 * row.sources / most, 1 if row.sources else 0):.1f}%", aria_hidden="true"),
            element("small", row.month[:4] if row.month.endswith("-01") or place == 0 else "", aria_hidden="true"),
            element("span", f"{spelt_date(row.month)}: {number(row.sources, 'source')}", class_="el-unseen-text"),
            title=f"{spelt_date(row.month)}: {number(row.sources, 'source')}",
        )
        for place, row in enumerate(found)
    ]
    return element("ol", bars, class_="el-months", aria_label="Sources by the month in which they could be read")


def thin(found: Sequence[ThinRow]) -> Html:
    """Companies most of whose events one source alone tells."""
    rows = [
        element(
            "tr",
            element("th", profile_link(row.id, row.name), scope="row"),
            element("td", f"{row.events - row.confirmed:,} of {row.events:,}", class_="el-figure"),
            element("td", spelt_day(row.last) if row.last else "unknown", class_="el-figure"),
        )
        for row in found
    ]
    columns = ("Company", "One source only", "Last event")
    return table("Companies most of whose events one source alone tells", columns, rows, figures=columns[1:])
