"""The part of a rebuild that concerns events: which reports are clustered anew, and what each event becomes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import describe, journal
from kg.graph.decided import Decisions
from kg.graph.entities import Entities
from kg.graph.journal import DEFAULT, graph_iri, record_iri, source_iri
from kg.graph.questions import question_quads, questions_about
from kg.graph.reports import as_reports, report_of
from kg.graph.working import Working, things
from kg.records import EventRecord, Record
from kg.resolve.beliefs import believe
from kg.resolve.events import Report, block_keys, doubts_between, grouped, parts, related
from kg.store.base import GraphName, Reader
from kg.terms import DCTERMS, EL, IDS

_MONEY = IDS + "money/"
"""Where amounts of our own making are; what else a file puts in an amount's place is not ours to remove."""


class Events:
    """The reports that a change can move from one event to another: whole components of related reports."""

    def __init__(self, working: Working, entities: Entities, decisions: Decisions) -> None:
        self._working = working
        self._graph = working.graph
        self._entities = entities
        self._decisions = decisions
        working.derive_again(self._companions([*working.dirty.values(), *working.lost.values()]))
        self._old_events: set[NamedNode] = set()
        self._records: dict[NamedNode, EventRecord] = {}
        self._reports: dict[NamedNode, Report] = {}  # anchors only, by their record

    def derive(self, progress: Callable[[str], None]) -> None:
        homeless = self._take({iri: record for iri, record in self._working.dirty.items() if isinstance(record, EventRecord)})
        tied = self._decisions.of_records()
        self._reach_what_was_tied_before()
        self._reach_what_is_related(tied)
        reports = list(self._reports.values())
        report_of = {record_iri(told.record): report.record.id for report in reports for told in report.all}
        decided = self._decisions.decided(report_of)
        together = parts(reports, decided)
        new: set[Quad] = set()
        for record in homeless:
            new |= describe.record_quads(record, None, self._entities.map_of(record), self._working.ontology)
            new |= self._entities.joining_quads(record)
        for place, part in enumerate(together):
            if place % 50 == 0:
                progress(f"joining reports: {place:,} of {len(together):,} groups")
            groups = grouped(part, decided)
            for group in groups:
                new |= self._event(group)
            event_of = {report.record.id: _event_of(group) for group in groups for report in group}
            for doubt in doubts_between(groups, decided):
                new |= question_quads(doubt, event_of)
        self._working.replace((quad for event in self._old_events for quad in quads_of_event(self._graph, event)), new)

    # --- what is clustered anew ---------------------------------------------------------------------------------------

    def _take(self, records: Mapping[NamedNode, EventRecord]) -> list[EventRecord]:
        """Add these to what is clustered anew; return undated records that would add to one that is not there."""
        fresh = {iri: record for iri, record in records.items() if iri not in self._records}
        self._records.update(fresh)
        reports, homeless = as_reports(fresh.values(), self._entities.entity, self._working.ontology)
        self._reports.update((record_iri(report.record), report) for report in reports)
        return homeless

    def _take_events_of(self, records: Iterable[NamedNode]) -> None:
        """Add every staying record of the events that these records speak of before the change."""
        events = {event for iri in records for event in things(self._graph.quads(iri, EL.describes, None))}
        for event in events - self._old_events:
            self._old_events.add(event)
            told = journal.records_describing(self._graph, event)
            self._take({iri: record for iri, record in told if isinstance(record, EventRecord) and self._working.stays(iri)})

    def _reach_what_was_tied_before(self) -> None:
        """Events that a changed record spoke of or could have been part of, and those whose decisions change."""
        moving = {**self._working.dirty, **self._working.lost}
        changing = [iri for iri, record in moving.items() if isinstance(record, EventRecord)]
        self._take_events_of(changing)
        keys = {quad.object for iri in changing for quad in self._graph.quads(iri, EL.blockKey, None)}
        for key in keys:
            if isinstance(key, Literal):
                self._take_events_of(self._staying_under(key.value))
        self._take_events_of(self._decisions.records_changing())

    def _reach_what_is_related(self, tied: Mapping[NamedNode, set[NamedNode]]) -> None:
        """Go on until no report outside is related, or tied by a decision, to one inside."""
        seen: dict[NamedNode, Report] = {}
        done: set[NamedNode] = set()
        while waiting := [iri for iri in self._records if iri not in done]:
            for iri in waiting:
                done.add(iri)
                self._take_events_of(other for other in tied.get(iri, ()) if other not in self._records)
                report = self._reports.get(iri)
                for key in block_keys(report) if report is not None else ():
                    for other in self._staying_under(key):
                        if other in self._records or report is None:
                            continue
                        if other not in seen:
                            seen[other] = self._report_at(other)
                        if related(report, seen[other]):
                            self._take_events_of([other])

    def _staying_under(self, key: str) -> list[NamedNode]:
        found = self._graph.quads(None, EL.blockKey, Literal(key))
        return [quad.subject for quad in found if isinstance(quad.subject, NamedNode) and self._working.stays(quad.subject)]

    def _report_at(self, iri: NamedNode) -> Report:
        record = journal.record_at(self._graph, iri)
        assert isinstance(record, EventRecord)  # only reports have block keys
        return report_of(record, self._entities.entity, self._working.ontology)

    def _companions(self, changed: Iterable[Record]) -> Iterator[tuple[NamedNode, Record]]:
        """Reports of the same sources that add to one of these, or that one of these adds to."""
        shared: dict[NamedNode, set[str]] = {}
        for record in changed:
            if isinstance(record, EventRecord) and (name := record.same_as or record.local_id):
                shared.setdefault(source_iri(record.source), set()).add(name)
        for source, names in shared.items():
            for quad in list(self._graph.quads(None, EL.source, source, DEFAULT)):
                assert isinstance(quad.subject, NamedNode)
                for record in self._working.stored_in(quad.subject):
                    if isinstance(record, EventRecord) and (record.same_as or record.local_id) in names:
                        yield record_iri(record), record

    # --- events -------------------------------------------------------------------------------------------------------

    def _event(self, group: list[Report]) -> set[Quad]:
        """One event: as believed, and as each of its records tells it."""
        ontology = self._working.ontology
        told = [report.record for report in group for report in report.all]
        event = _event_of(group)
        quads = describe.belief_quads(event, believe(group, ontology.text_roles), told, ontology)
        for record in told:
            entity_of = self._entities.map_of(record)
            quads |= describe.record_quads(record, event, entity_of, ontology) | self._entities.joining_quads(record)
            quads |= describe.event_quads(event, record, ontology.kind(record.kind), entity_of, ontology)
        for report in group:
            node, graph = record_iri(report.record), graph_iri(report.record)
            quads |= {Quad(node, EL.blockKey, Literal(key), graph) for key in block_keys(report)}
        return quads


def _event_of(group: Iterable[Report]) -> NamedNode:
    """The event of these reports: of the names that their records would give it, the smallest."""
    told = (report.record for reported in group for report in reported.all)
    return min(map(describe.event_iri_of, told), key=lambda iri: iri.value)


def quads_of_event(reader: Reader, event: NamedNode) -> Iterator[Quad]:
    """All that was derived of an event: in every graph, with its money, disputes, other names and records' nodes."""
    for node in _owned_by(reader, event, None):
        yield from reader.quads(node, None, None)
    yield from reader.quads(None, DCTERMS.isReplacedBy, event, DEFAULT)
    for quad in reader.quads(None, EL.describes, event):
        yield from reader.quads(quad.subject, None, None, quad.graph_name)


def beliefs_of_event(reader: Reader, event: NamedNode) -> Iterator[Quad]:
    """The part of it that is in the default graph, its other names apart."""
    for node in _owned_by(reader, event, DEFAULT):
        yield from reader.quads(node, None, None, DEFAULT)


def _owned_by(reader: Reader, event: NamedNode, graph: GraphName | None) -> Iterator[NamedNode]:
    """The event, its disputes with their positions, questions about it, and its money in a graph or in all."""
    yield event
    yield from questions_about(reader, event)
    for quad in reader.quads(event, None, None, graph):
        if (
            quad.predicate in (EL.amount, EL.valuation)
            and isinstance(quad.object, NamedNode)
            and quad.object.value.startswith(_MONEY)
        ):
            yield quad.object
    for quad in reader.quads(None, EL.event, event, DEFAULT):
        if isinstance(quad.subject, NamedNode):
            yield quad.subject
            yield from things(reader.quads(quad.subject, EL.hasPosition, None, DEFAULT))
