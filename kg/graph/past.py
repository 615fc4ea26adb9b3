"""The graph as it was known on a day: less what was published later, and believed anew without it.

Which reports tell one event, and which names are one, is timeless: events and entities keep the ids that they have today.
What was believed of them and what was disputed is derived again from the records that could be read by that day. Questions
whether two events are one are today's; those about an event that looks different then are left out.
"""

from __future__ import annotations

from datetime import date

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import describe, journal
from kg.graph.events import beliefs_of_event
from kg.graph.journal import DECISIONS, DEFAULT, DOCUMENTS
from kg.graph.reports import as_reports, names_in
from kg.graph.working import things
from kg.ontology import Ontology
from kg.records import DecisionRecord, EntityRecord, EventRecord, Record, TripleRecord
from kg.resolve.beliefs import believe
from kg.resolve.entities import mentions
from kg.store.base import Draft, Reader, Subject
from kg.terms import DCTERMS, EL, RDF


def forget_later(draft: Draft, day: date, ontology: Ontology) -> None:
    """Take out of the graph what could not be read for sure by the end of this day, and believe the rest anew."""
    _Past(draft, day, ontology).derive()


def _known(reader: Reader, day: date) -> set[Subject]:
    """Records that could be read for sure by the end of the day."""
    found = reader.quads(None, EL.known, None)
    return {quad.subject for quad in found if isinstance(quad.object, Literal) and quad.object.value <= day.isoformat()}


class _Past:
    """One look back: the records that come later, and what hangs on them."""

    def __init__(self, draft: Draft, day: date, ontology: Ontology) -> None:
        self._graph = draft
        self._ontology = ontology
        self._entity_of = names_in(draft)
        in_time = _known(draft, day)
        self._later: dict[NamedNode, set[NamedNode]] = {}  # statement graph -> its records that come later
        self._staying: dict[NamedNode, set[NamedNode]] = {}  # statement graph -> its others
        for quad in draft.quads(None, RDF.type, EL.Record):
            if isinstance(quad.subject, NamedNode) and isinstance(quad.graph_name, NamedNode):
                stays = self._holds_then(quad.subject, day) if quad.graph_name == DECISIONS else quad.subject in in_time
                side = self._staying if stays else self._later
                side.setdefault(quad.graph_name, set()).add(quad.subject)
        self._lost = {record for records in self._later.values() for record in records}
        self._removed: list[Quad] = []
        self._added: set[Quad] = set()

    def _holds_then(self, decision: NamedNode, day: date) -> bool:
        """What a person said of identity holds for all times; that a prediction came true, from then on."""
        record = journal.record_at(self._graph, decision)
        return not (isinstance(record, DecisionRecord) and record.about == "prediction" and record.when.date() > day)

    def derive(self) -> None:
        for thing in self._objects(EL.describes):
            if next(self._graph.quads(thing, RDF.type, EL.Event, DEFAULT), None) is not None:
                self._derive_belief(thing)
        for graph in self._later:
            self._derive_graph(graph)
        for entity in self._objects(EL.mentions):
            if not any(quad.subject not in self._lost for quad in self._graph.quads(None, EL.mentions, entity)):
                self._removed.extend(self._graph.quads(entity, None, None, DEFAULT))
        self._derive_sources()
        self._derive_documents()
        self._graph.apply(self._removed, self._added)

    def _objects(self, predicate: NamedNode) -> set[NamedNode]:
        """What the later records speak of, or mention."""
        return {thing for record in self._lost for thing in things(self._graph.quads(record, predicate, None))}

    def _record(self, iri: Subject) -> Record | None:
        return journal.record_at(self._graph, iri) if isinstance(iri, NamedNode) else None

    # --- what sources say ---------------------------------------------------------------------------------------------

    def _derive_graph(self, graph: NamedNode) -> None:
        """A feed tells of each day in one graph: what its earlier records say is said again."""
        self._removed.extend(self._graph.quads(None, None, None, graph))
        for iri in self._staying.get(graph, ()):
            self._added.update(self._graph.quads(iri, None, None, graph))
            record = self._record(iri)
            for thing in things(self._graph.quads(iri, EL.describes, None, graph)):
                self._added |= self._said_of(thing, record)
            if isinstance(record, TripleRecord):
                self._added |= describe.triple_quads(record)

    def _said_of(self, thing: NamedNode, record: Record | None) -> set[Quad]:
        if isinstance(record, EventRecord):
            entity_of = {mention: self._entity_of(mention) for mention in mentions(record, self._ontology)}
            return describe.event_quads(thing, record, self._ontology.kind(record.kind), entity_of, self._ontology)
        return describe.naming_quads(thing, record) if isinstance(record, EntityRecord) else set()

    # --- what we believe ----------------------------------------------------------------------------------------------

    def _derive_belief(self, event: NamedNode) -> None:
        """The earlier names of an event lead to it as long as any report of it is known."""
        self._removed.extend(beliefs_of_event(self._graph, event))
        staying = {quad.subject for quad in self._graph.quads(None, EL.describes, event)} - self._lost
        told = [record for iri in staying if isinstance(record := self._record(iri), EventRecord)]
        reports, homeless = as_reports(told, self._entity_of, self._ontology)
        for record in homeless:
            self._lose(journal.record_iri(record), journal.graph_iri(record))
        if reports:
            belief = believe(reports, self._ontology.text_roles)
            told = [part.record for report in reports for part in report.all]
            self._added |= describe.belief_quads(event, belief, told, self._ontology)
        else:
            self._removed.extend(self._graph.quads(None, DCTERMS.isReplacedBy, event, DEFAULT))

    def _lose(self, record: NamedNode, graph: NamedNode) -> None:
        """It says more of what nobody says yet."""
        self._lost.add(record)
        self._later.setdefault(graph, set()).add(record)
        self._staying[graph].discard(record)

    def _derive_sources(self) -> None:
        """Statement graphs and sources that say nothing yet are not there, nor whom they alone name."""
        empty = {graph for graph in self._later if not self._staying.get(graph)}
        silent = {
            source
            for graph in empty
            for source in things(self._graph.quads(graph, EL.source, None, DEFAULT))
            if all(quad.subject in empty for quad in self._graph.quads(None, EL.source, source, DEFAULT))
        }
        for node in (*empty, *silent):
            self._removed.extend(self._graph.quads(node, None, None, DEFAULT))
        named = {thing for source in silent for thing in things(self._graph.quads(source, None, None, DEFAULT))}
        for thing in named:
            if all(quad.subject in silent for quad in self._graph.quads(None, None, thing, DEFAULT)):
                self._removed.extend(self._graph.quads(thing, None, None, DEFAULT))

    def _derive_documents(self) -> None:
        emptied: set[NamedNode] = set()
        for record in self._lost:
            self._removed.extend(self._graph.quads(record, None, None, DEFAULT))
            for quad in self._graph.quads(None, EL.contains, record, DOCUMENTS):
                self._removed.append(quad)
                if isinstance(quad.subject, NamedNode):
                    emptied.add(quad.subject)
        for document in emptied:
            held = self._graph.quads(document, EL.contains, None, DOCUMENTS)
            if all(quad.object in self._lost for quad in held):
                self._removed.extend(self._graph.quads(document, None, None, DOCUMENTS))
