"""The history of an event: which reports it was made of, what tied each to the others, and what was believed when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import groupby
from typing import TypeAlias

from pyoxigraph import NamedNode

from kg.graph import journal
from kg.graph.reports import as_reports, names_in
from kg.records import DecisionRecord, EventRecord, SourceRecord
from kg.resolve.beliefs import Belief, believe
from kg.resolve.events import Report
from kg.resolve.evidence import compare
from kg.terms import IDS
from kg.views.decisions import decision_row, decisions_on, entity_name, records_named
from kg.views.events import events_by_id, find_event
from kg.views.graph import Graph
from kg.views.shapes import Change, ChangeRow, EventHistory, ReportRow, SourceRow

_UNDATED = date.max
"""Sorts sources that are not known to be there on any day after all others."""


def event_history(graph: Graph, reference: str) -> EventHistory:
    """How the event of this id, or of an earlier one, came to be what it is. Raises UnknownName."""
    event = find_event(graph, reference)
    [row] = events_by_id(graph, [event])
    described = (record for _, record in journal.records_describing(graph.reader, NamedNode(event)))
    records = [record for record in described if isinstance(record, EventRecord)]
    reports, _ = as_reports(records, names_in(graph.reader), graph.ontology)
    reports.sort(key=lambda report: (_known(report), report.tier, report.record.title, report.record.id))
    decisions = decisions_on(graph.reader, map(journal.record_iri, records))
    return EventHistory(
        event=row,
        earlier_ids=tuple(found["id"] for found in graph.rows("review/ids", event=[event]) if found["id"] != event),
        reports=tuple(_report_rows(graph, reports, decisions)),
        changes=tuple(_changes(graph, reports)),
        decisions=tuple(decision_row(graph.reader, decision) for decision in decisions),
    )


def _known(report: Report) -> date:
    """The day by which its source was there."""
    return report.record.source.known or _UNDATED


# --- what tied the reports together -----------------------------------------------------------------------------------


def _report_rows(graph: Graph, reports: Sequence[Report], decisions: Sequence[DecisionRecord]) -> Iterator[ReportRow]:
    joining = [decision for decision in decisions if decision.verdict == "same"]
    sides = {one.id: [records_named(graph.reader, one, side) for side in (one.left, one.right)] for one in joining}
    for place, report in enumerate(reports):
        home, reasons = _tie(report, reports[:place], sides)
        yield report_row(report.record, home, reasons)
        for further in report.further:
            yield report_row(further.record, report, ["its source says that it adds to this report"])


def _tie(
    report: Report, earlier: Sequence[Report], decided: Mapping[str, list[frozenset[NamedNode]]]
) -> tuple[Report | None, list[str]]:
    """The earlier report that most ties this one to the event, and the reasons.

    A decision is the reason for the first report of one of its sides, where the other side is there already.
    """
    for decision, sides in decided.items():
        for own, across in (sides, sides[::-1]):
            if journal.record_iri(report.record) in own and not _among(earlier, own) and (met := _among(earlier, across)):
                return met[0], [f"decision {decision[:8]}"]
    compared = [(other, evidence) for other in earlier if (evidence := compare(report, other)) is not None]
    if not compared:
        return None, []
    other, evidence = max(compared, key=lambda pair: pair[1].score)  # of equals the earliest
    return other, evidence.texts()


def _among(reports: Sequence[Report], records: frozenset[NamedNode]) -> list[Report]:
    return [report for report in reports if journal.record_iri(report.record) in records]


def report_row(record: EventRecord, home: Report | None = None, reasons: Sequence[str] = ()) -> ReportRow:
    """The record with what ties it to an earlier report of its event, `home`."""
    return ReportRow(
        id=record.id,
        record=record.local_id or record.id,
        source=_source_row(record.source, record.statement),
        known=record.source.known,
        kind=record.kind,
        date=str(record.date) if record.date else None,
        title=record.title,
        joined_to=home.record.id if home else None,
        joined=tuple(reasons),
    )


def _source_row(source: SourceRecord, statement: str) -> SourceRow:
    return SourceRow(
        id=journal.source_iri(source).value,
        statement=statement,
        publisher=source.publisher or None,
        title=source.title or None,
        url=source.url,
        published=str(source.published) if source.published else None,
        retrieved=source.retrieved,
    )


# --- what was believed when -------------------------------------------------------------------------------------------


def _changes(graph: Graph, reports: Sequence[Report]) -> Iterator[ChangeRow]:
    """The belief after each day on which sources appeared, as far as it differs from the one before."""
    known: list[Report] = []
    values: dict[str, str] = {}
    disputed: dict[str, str] = {}
    for day, fresh in groupby(reports, _known):
        arriving = list(fresh)
        known += arriving
        belief = believe(known, graph.ontology.text_roles)
        values_now, disputed_now = _values(graph, belief), _disputed(graph, belief)
        differences = [*_differences(values, values_now), *_disputes_changed(disputed, disputed_now)]
        publishers = tuple(dict.fromkeys(source.publisher or source.title or source.key for source in _sources(arriving)))
        for change, name, value, before in differences:
            yield ChangeRow(
                on=None if day == _UNDATED else day,
                change="first known" if len(known) == len(arriving) and change == "told" else change,
                property=name,
                value=value,
                before=before,
                publishers=publishers,
            )
        values, disputed = values_now, disputed_now


def _sources(reports: Iterable[Report]) -> Iterator[SourceRecord]:
    return (report.record.source for report in reports)


def _values(graph: Graph, belief: Belief) -> dict[str, str]:
    """What is believed, by property, the title apart: it changes with every better report."""
    roles = groupby(sorted(belief.roles), lambda pair: pair[0])
    told: dict[str, object] = {
        "kind": belief.kind.name,
        "organisation": frozenset({belief.organisation}),
        "date": belief.date,
        **{f"date {stone.name}": moment for stone, moment in belief.named_dates},
        "amount": belief.amount,
        "valuation": belief.valuation,
        "round": belief.round,
        **{name: frozenset(value for _, value in pairs) for name, pairs in roles},
    }
    return {name: shown_value(graph, value) for name, value in told.items() if value}


def _disputed(graph: Graph, belief: Belief) -> dict[str, str]:
    return {dispute.about: " / ".join(shown_value(graph, stand.value) for stand in dispute.stands) for dispute in belief.disputes}


def shown_value(graph: Graph, value: object) -> str:
    """A believed or disputed value as text: the names of entities, the local name of a kind, a date or sum as it is."""
    if isinstance(value, frozenset):
        return ", ".join(sorted(_named(graph, one) for one in value))
    return str(value)


def _named(graph: Graph, value: str) -> str:
    """The name of an entity, the local name of a kind, or a text as it is."""
    if value.startswith(IDS):
        return entity_name(graph.reader, NamedNode(value))
    return next((kind.name for kind in graph.ontology.kinds if kind.iri.value == value), value)


Difference: TypeAlias = tuple[Change, str, str, str | None]
"""What happened, to which property, its value now and its value before."""


def _differences(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for name in (*now, *(name for name in before if name not in now)):
        if before.get(name) != now.get(name):
            yield "changed" if name in before else "told", name, now.get(name, ""), before.get(name)


def _disputes_changed(before: Mapping[str, str], now: Mapping[str, str]) -> Iterator[Difference]:
    for name in (*now, *(name for name in before if name not in now)):
        if before.get(name) != now.get(name):
            yield "disputed" if name in now else "settled", name, now.get(name, ""), before.get(name)
