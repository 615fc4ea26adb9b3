"""Recaps: what happened in a week, a month or any other time, who says so, what is disputed, and what was foretold."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta

import numpy as np

from kg.dates import Moment
from kg.ingest.mapping.templates import listed
from kg.views.changes import reports_of
from kg.views.disputes import list_disputes
from kg.views.entities import entity_row, find_entities
from kg.views.events import EventFilter, events_by_id
from kg.views.graph import Graph
from kg.views.periods import Period, week_of
from kg.views.predictions import list_predictions
from kg.views.projection import BEGIN_OPEN, DISPUTED, END_OPEN, HAS_AMOUNT, Rows, day_number, projection
from kg.views.recap.shapes import Recap, RecapCompany, RecapFilter, RecapGroup, RecapRow, VoiceRow
from kg.views.shapes import DisputeRow, EventRow, PredictionRow, SourceRow

MOST = 250
"""Events that one recap tells; of more, the most important."""
_MOST_PERHAPS = 20
_WIDEST = 13
"""Times a period: a date that is wider says nothing about it. A week's recap has quarters, a month's has years."""
_DAY = timedelta(days=1)


def recap(graph: Graph, wanted: RecapFilter) -> Recap:
    """What happened in a period, grouped by kind and company, the most important first. Raises BadInput.

    An event happened in the period where the whole of its date lies in it. Where the date is wider, of a month or a year,
    the event may have happened in it, and is told apart.
    """
    inside, around = _chosen(graph, wanted)
    shown, perhaps = _first(graph, inside, MOST), _first(graph, around, _MOST_PERHAPS)
    rows = {row.event.id: row for row in _rows(graph, [*shown, *perhaps])}
    told = [rows[event] for event in shown if event in rows]
    made, due = _predictions(graph, wanted)
    return Recap(
        wanted=wanted,
        about=_about(graph, wanted),
        groups=tuple(_groups(graph, told)),
        left_out=len(inside) - len(shown),
        perhaps=tuple(rows[event] for event in perhaps if event in rows),
        perhaps_left_out=len(around) - len(perhaps),
        made=made,
        due=due,
        events=len(inside),
        disputed=int(np.count_nonzero(projection(graph).flags[inside] & DISPUTED)),
        sources=len({source.id for row in told for source in row.event.sources}),
    )


def newest_week(
    graph: Graph, today: date, organisations: tuple[str, ...] = (), kinds: tuple[str, ...] = (), text: str = ""
) -> Period:
    """The last week by today in which something of this is known to have happened; this week where there is nothing."""
    table = projection(graph)
    rows = table.select(EventFilter(organisations=organisations, kinds=kinds, text=text))
    begin, end = table.begin[rows].astype(np.int64), table.end[rows].astype(np.int64)
    precise = begin[(end - begin < 7) & (end <= day_number(today))]
    return week_of(date(1970, 1, 1) + int(precise.max()) * _DAY) if len(precise) else week_of(today)


def events_filter(wanted: RecapFilter) -> EventFilter:
    """The events that happened, or may have happened, in the period of a recap."""
    return EventFilter(
        organisations=wanted.organisations,
        kinds=wanted.kinds,
        text=wanted.text,
        begin=wanted.begin.isoformat(),
        end=wanted.end.isoformat(),
    )


# --- which events -----------------------------------------------------------------------------------------------------


def _chosen(graph: Graph, wanted: RecapFilter) -> tuple[Rows, Rows]:
    """The events that happened in the period, and those that may have."""
    table = projection(graph)
    rows = table.select(events_filter(wanted))
    begin, end = table.begin[rows].astype(np.int64), table.end[rows].astype(np.int64)
    inside = (begin >= day_number(wanted.begin)) & (end <= day_number(wanted.end))
    closed = table.flags[rows] & (BEGIN_OPEN | END_OPEN) == 0
    return rows[inside], rows[~inside & closed & (end - begin <= _WIDEST * wanted.period.days)]


def _first(graph: Graph, rows: Rows, count: int) -> list[str]:
    """IRIs of the most important of these events, the most important first."""
    table = projection(graph)
    weightless = (table.flags[rows] & HAS_AMOUNT) == 0
    order = np.lexsort((rows, weightless, -table.told_by[rows].astype(np.int32)))[:count]
    return table.iris(rows[order])


def _importance(row: RecapRow) -> tuple[int, bool, str, float, date]:
    """Sorts what more sources tell first, then greater amounts; those of different currencies are not compared."""
    money = row.event.amount.money if row.event.amount else None
    figure = (money.maximum or money.value or money.minimum) if money else None
    return (
        -row.event.told_by,
        figure is None,
        (money.currency or "") if money else "",
        -float(figure or 0),
        row.event.begin or date.max,
    )


def _groups(graph: Graph, rows: Sequence[RecapRow]) -> Iterable[RecapGroup]:
    kinds: dict[str, list[RecapRow]] = {}
    for row in sorted(rows, key=lambda row: (_importance(row), row.event.title, row.event.id)):
        kinds.setdefault(row.event.kind, []).append(row)
    for name in sorted(kinds, key=lambda name: graph.ontology.kind(name).order):
        companies: dict[str, list[RecapRow]] = {}
        for row in kinds[name]:
            companies.setdefault(row.event.organisation_ids[0], []).append(row)
        yield RecapGroup(
            kind=name,
            label=graph.ontology.kind(name).plural,
            companies=tuple(
                RecapCompany(id=company, name=own[0].event.organisations[0], rows=tuple(own))
                for company, own in companies.items()
            ),
        )


# --- what is told of them ---------------------------------------------------------------------------------------------


def _rows(graph: Graph, events: Sequence[str]) -> list[RecapRow]:
    told = events_by_id(graph, events)
    disputes: dict[str, list[DisputeRow]] = {}
    if disputed := [row.id for row in told if row.disputed]:
        for dispute in list_disputes(graph, event=disputed):
            disputes.setdefault(dispute.event, []).append(dispute)
    days = {row["event"]: row["last"] for row in reports_of(graph, events) if row["reports"] > row["undated"]}
    return [_row(graph, row, disputes.get(row.id, ()), days.get(row.id)) for row in told]


def _row(graph: Graph, event: EventRow, disputes: Sequence[DisputeRow], known: date | None) -> RecapRow:
    return RecapRow(
        event=event,
        status=remark_on(graph, event.status),
        voices=tuple(_voices(graph, event.sources)),
        disputes=tuple(in_a_sentence(dispute) for dispute in disputes),
        known=known,
    )


def _voices(graph: Graph, sources: Sequence[SourceRow]) -> Iterable[VoiceRow]:
    """Each publisher once for each manner in which it speaks, the strongest manner first."""
    ranked = {kind.name: place for place, kind in enumerate(graph.ontology.statement_kinds)}
    named: dict[tuple[str, str], list[SourceRow]] = {}
    for source in sorted(sources, key=lambda source: ranked[source.statement]):
        named.setdefault((source.name, remark_on(graph, source.statement)), []).append(source)
    for (name, remark), same in named.items():
        yield VoiceRow(name=name, url=next((source.url for source in same if source.url), None), remark=remark, pages=len(same))


def remark_on(graph: Graph, statement: str) -> str:
    """The manner of a statement in words; none for what is plainly reported, the manner that one expects."""
    kind = graph.ontology.statement_kind(statement)
    return "" if kind.name == "reported" else kind.label


def in_a_sentence(dispute: DisputeRow) -> str:
    """The person is disputed: Ann Lee is believed, reported by …"""
    return f"The {dispute.property.replace('_', ' ')} is disputed: {dispute.reason}"


def known_by(source: SourceRow) -> date | None:
    """The day by which a source could be read for sure: the last that its publication date allows, else that of reading it."""
    return (Moment.parse(source.published).end if source.published else None) or source.retrieved


# --- predictions ------------------------------------------------------------------------------------------------------


def _predictions(graph: Graph, wanted: RecapFilter) -> tuple[tuple[PredictionRow, ...], tuple[PredictionRow, ...]]:
    """Those made in the period and those due in it, as they stood on the day after. A recap of some kinds has none."""
    if wanted.kinds:
        return (), ()
    about = [iri for name in wanted.organisations for iri in find_entities(graph, name)]
    stood = [
        row for row in list_predictions(graph, wanted.end + _DAY, org=about) if wanted.text.casefold() in row.statement.casefold()
    ]
    made = (row for row in stood if (known := known_by(row.source)) and known in wanted.period)
    return tuple(made), tuple(row for row in stood if row.due_by and row.due_by in wanted.period)


# --- what it is about -------------------------------------------------------------------------------------------------


def _about(graph: Graph, wanted: RecapFilter) -> str:
    companies = [entity_row(graph, iri).name for name in wanted.organisations for iri in find_entities(graph, name)]
    kinds = [graph.ontology.kind(name).plural for name in wanted.kinds]
    parts = [listed(list(dict.fromkeys(companies))), listed(kinds).lower(), f"“{wanted.text}”" if wanted.text else ""]
    return ", ".join(filter(None, parts))
