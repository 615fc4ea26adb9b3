"""Brings the graph in line with a changed set of records, touching only what the change touches.

The graph is a function of the records. It falls into parts that do not overlap: each record's own node, each entity,
each source, and each block of events (one kind, one principal organisation), whose reports are clustered together.
A change names the parts it touches; each is derived again, whole, and the difference is applied. A property test
holds the result equal to deriving everything from nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from dataclasses import dataclass, field, replace

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import describe, journal
from kg.graph.journal import DEFAULT, graph_iri, record_iri, source_iri
from kg.ontology import EventKind, Ontology
from kg.records import CLASS_OF, EntityRecord, EventRecord, Record, SourceRecord, TripleRecord
from kg.resolve.beliefs import believe
from kg.resolve.entities import Mention, entity_iri, mentions, type_in_range, unite
from kg.resolve.events import Report, cluster, resolved
from kg.store.base import Transaction
from kg.terms import DCTERMS, EL, IDS, RDF, SCHEMA, SKOS

Block = tuple[str, NamedNode]
"""Kind name and principal organisation."""

_MONEY = IDS + "money/"
"""Where amounts of our own making are; what else a file puts in an amount's place is not ours to remove."""


@dataclass
class Change:
    """Records that a store gains and loses, and what was said of the documents they came in."""

    gained: dict[NamedNode, Record] = field(default_factory=dict)
    lost: dict[NamedNode, Record] = field(default_factory=dict)


def replace_document(
    transaction: Transaction, document_id: str, label: str, digest: str, records: Iterable[Record], *, complete: bool
) -> Change:
    """Make these the records of a document, and tell which of them the graph gains and loses by that.

    A record that another document holds as well is not lost. Where the document could not be read completely, a record
    that is missing now may be one that was refused: it stays, unless a new one has its own id. The documents' list is
    written; the rest is `rebuild`'s.
    """
    document = journal.document_iri(document_id)
    wanted = {record_iri(record): record for record in records}
    before = journal.records_in(transaction, document)
    if not complete:
        renewed = {record.local_id for record in wanted.values() if record.local_id}
        for iri in before - wanted.keys():
            kept = journal.record_at(transaction, iri)
            if kept is not None and kept.local_id not in renewed:
                wanted[iri] = kept
    change = Change()
    for iri, record in wanted.items():
        if iri not in before and not journal.holders_of(transaction, iri):
            change.gained[iri] = record
    for iri in before - wanted.keys():
        if journal.holders_of(transaction, iri) == {document} and (old := journal.record_at(transaction, iri)) is not None:
            change.lost[iri] = old
    entry = journal.document_quads(document, label, digest, set(wanted)) if wanted else set()
    transaction.apply(list(transaction.quads(document, None, None, journal.DOCUMENTS)), entry)
    return change


def rebuild(
    transaction: Transaction, change: Change, ontology: Ontology, progress: Callable[[str], None] = lambda _: None
) -> None:
    """Derive again what the change touches. `progress` is told now and then how far it is."""
    if change.gained or change.lost:
        _Rebuild(transaction, change, ontology).run(progress)


class _Rebuild:
    """One run: the records in play, the parts they touch, and the quads that come and go."""

    def __init__(self, transaction: Transaction, change: Change, ontology: Ontology) -> None:
        self._graph = transaction
        self._ontology = ontology
        self._text_roles = frozenset(role.name for role in ontology.roles if role.is_text)
        self._gained = change.gained
        self._lost = change.lost
        self._moved: dict[str, NamedNode] = {}  # name key -> entity, where this change decides it anew
        self._entities: dict[Mention, NamedNode] = {}
        self._stored: dict[NamedNode, list[Record]] = {}  # statement graph -> its records before the change
        self._removed: list[Quad] = []
        self._added: set[Quad] = set()

    def run(self, progress: Callable[[str], None]) -> None:
        self._unite_names()
        dirty = self._records_to_derive_again()
        touched_entities = self._entities_of(self._lost.values()) | self._old_entities_of(dirty)
        blocks = self._blocks_of(dirty)
        self._forget_records(dirty)
        for record in dirty.values():
            if not isinstance(record, EventRecord):
                thing = self._entity(Mention(record.name, record.type)) if isinstance(record, EntityRecord) else None
                self._added |= describe.record_quads(record, thing, self._entity_map(record), self._ontology)
        for place, (block, reports) in enumerate(blocks.items()):
            if place % 50 == 0:
                progress(f"joining reports: {place:,} of {len(blocks):,} groups")
            self._derive_block(block, reports)
        progress(f"describing {len(dirty):,} records and what they name")
        self._derive_namings(dirty)
        self._derive_entities(touched_entities | self._entities_of(dirty.values()), dirty)
        self._derive_sources(dirty)
        self._graph.apply(self._removed, self._added | self._still_told())

    # --- entities -----------------------------------------------------------------------------------------------------

    def _unite_names(self) -> None:
        """Decide anew which keys are one, where a gained or lost record says something of it."""
        arriving = [record for record in self._gained.values() if isinstance(record, EntityRecord)]
        leaving = {iri: record for iri, record in self._lost.items() if isinstance(record, EntityRecord)}
        keys = {mention.key for record in (*arriving, *leaving.values()) for mention in mentions(record, self._ontology)}
        if not keys:
            return
        known = {entity for key in keys if (entity := self._known_entity(key)) is not None}
        for entity in known:
            keys |= {
                quad.object.value
                for quad in self._graph.quads(entity, EL.nameKey, None, DEFAULT)
                if isinstance(quad.object, Literal)
            }
        declared = {iri: record for entity in known for iri, record in journal.records_describing(self._graph, entity)}
        staying = [record for iri, record in declared.items() if iri not in leaving and isinstance(record, EntityRecord)]
        standing = unite([*staying, *arriving])
        self._moved = {key: entity_iri(standing.get(key, key)) for key in keys}

    def _known_entity(self, key: str) -> NamedNode | None:
        found = self._graph.quads(None, EL.nameKey, Literal(key), DEFAULT)
        return next((quad.subject for quad in found if isinstance(quad.subject, NamedNode)), None)

    def _entity(self, mention: Mention) -> NamedNode:
        found = self._entities.get(mention)
        if found is None:
            key = mention.key
            found = self._moved.get(key) or self._known_entity(key) or entity_iri(key)
            self._entities[mention] = found
        return found

    def _entity_map(self, record: Record) -> dict[Mention, NamedNode]:
        return {mention: self._entity(mention) for mention in mentions(record, self._ontology)}

    def _entities_of(self, records: Iterable[Record]) -> set[NamedNode]:
        return {self._entity(mention) for record in records for mention in mentions(record, self._ontology)}

    def _old_entities_of(self, dirty: dict[NamedNode, Record]) -> set[NamedNode]:
        """Entities that these records named before this change, as far as they were in the graph."""
        found: set[NamedNode] = set()
        for iri in (*dirty, *self._lost):
            found |= {quad.object for quad in self._graph.quads(iri, EL.mentions, None) if isinstance(quad.object, NamedNode)}
        return found

    def _derive_entities(self, touched: set[NamedNode], dirty: dict[NamedNode, Record]) -> None:
        fresh: dict[NamedNode, set[Mention]] = {}
        for record in dirty.values():
            for mention, entity in self._entity_map(record).items():
                fresh.setdefault(entity, set()).add(mention)
        declared = self._namings_among(dirty)
        shrinking = self._old_entities_of({iri: record for iri, record in dirty.items() if iri not in self._gained})
        for entity in touched:
            names = set(fresh.get(entity, ()))
            if entity in shrinking:
                names |= self._names_from_records(entity, dirty)
            else:
                names |= self._names_in_graph(entity)
            described = [*self._namings_staying(entity, dirty), *declared.get(entity, ())]
            old = list(self._graph.quads(entity, None, None, DEFAULT))
            new = describe.entity_quads(entity, frozenset(names), described) if names else set()
            self._replace(old, new)

    def _names_in_graph(self, entity: NamedNode) -> set[Mention]:
        """The names an entity has, typed by its classes: enough to derive it again where names only come in."""
        classes = {quad.object for quad in self._graph.quads(entity, RDF.type, None, DEFAULT)}
        types = [kind for kind, cls in CLASS_OF.items() if cls in classes]
        labels = [
            quad.object.value
            for predicate in (SKOS.prefLabel, SKOS.altLabel)
            for quad in self._graph.quads(entity, predicate, None, DEFAULT)
            if isinstance(quad.object, Literal)
        ]
        return {Mention(label, kind) for label in labels for kind in types}

    def _names_from_records(self, entity: NamedNode, dirty: dict[NamedNode, Record]) -> set[Mention]:
        found: set[Mention] = set()
        for iri, record in journal.records_mentioning(self._graph, entity):
            if iri not in self._lost and iri not in dirty:
                found |= {mention for mention in mentions(record, self._ontology) if self._entity(mention) == entity}
        return found

    def _namings_staying(self, entity: NamedNode, dirty: dict[NamedNode, Record]) -> Iterator[EntityRecord]:
        """Entity records of this entity that the change leaves as they are."""
        for iri, record in journal.records_describing(self._graph, entity):
            if iri not in self._lost and iri not in dirty and isinstance(record, EntityRecord):
                yield record

    def _namings_among(self, dirty: dict[NamedNode, Record]) -> dict[NamedNode, list[EntityRecord]]:
        """Entity records that are derived again, by entity."""
        found: dict[NamedNode, list[EntityRecord]] = {}
        for record in dirty.values():
            if isinstance(record, EntityRecord):
                found.setdefault(self._entity(Mention(record.name, record.type)), []).append(record)
        return found

    def _derive_namings(self, dirty: dict[NamedNode, Record]) -> None:
        """What entity records say in their own sources' graphs."""
        concerned = [record for record in (*dirty.values(), *self._lost.values()) if isinstance(record, EntityRecord)]
        declared = self._namings_among(dirty)
        for graph in {graph_iri(record) for record in concerned}:
            entities = {self._entity(Mention(record.name, record.type)) for record in concerned if graph_iri(record) == graph}
            entities |= self._old_entities_of({record_iri(record): record for record in concerned})
            for entity in entities:
                all_of_it = (*self._namings_staying(entity, dirty), *declared.get(entity, ()))
                said = [record for record in all_of_it if graph_iri(record) == graph]
                new = {quad for record in said for quad in describe.naming_quads(entity, record)}
                self._replace(self._graph.quads(entity, None, None, graph), new)

    # --- events -------------------------------------------------------------------------------------------------------

    def _blocks_of(self, dirty: dict[NamedNode, Record]) -> dict[Block, dict[NamedNode, EventRecord]]:
        """Every block that gains or loses a report, with all its records after the change."""
        events = {iri: record for iri, record in dirty.items() if isinstance(record, EventRecord)}
        blocks: dict[Block, dict[NamedNode, EventRecord]] = {}
        for iri in (*events, *self._lost):
            if (old := self._block_in_graph(iri)) is not None:
                blocks.setdefault(old, {})
        anchors = _anchors(events.values())
        placed = {iri: self._block_of(record, anchors) for iri, record in events.items()}
        for block in placed.values():
            blocks.setdefault(block, {})
        for block, members in blocks.items():
            for event in self._events_in(block):
                for iri, record in journal.records_describing(self._graph, event):
                    if iri not in events and iri not in self._lost and isinstance(record, EventRecord):
                        members[iri] = record
        for iri, block in placed.items():
            blocks[block][iri] = events[iri]
        return blocks

    def _block_of(self, record: EventRecord, anchors: Mapping[tuple[str, str], EventRecord]) -> Block:
        """By kind and organisation; a record that says more of another's event is in that one's block."""
        told = anchors.get((record.source.key, record.same_as), record) if record.same_as else record
        return told.kind, self._entity(Mention(told.organisation, "organization"))

    def _block_in_graph(self, iri: NamedNode) -> Block | None:
        for described in self._graph.quads(iri, EL.describes, None):
            event = described.object
            if not isinstance(event, NamedNode):
                continue
            kinds = {kind.iri: kind.name for kind in self._ontology.kinds}
            classes = {quad.object for quad in self._graph.quads(event, RDF.type, None, DEFAULT)}
            types = [name for iri, name in kinds.items() if iri in classes]
            owners = [quad.object for quad in self._graph.quads(event, EL.organization, None, DEFAULT)]
            if types and owners and isinstance(owners[0], NamedNode):
                return types[0], owners[0]
        return None

    def _events_in(self, block: Block) -> list[NamedNode]:
        kind = self._ontology.kind(block[0]).iri
        events = [quad.subject for quad in self._graph.quads(None, EL.organization, block[1], DEFAULT)]
        return [
            event
            for event in events
            if isinstance(event, NamedNode) and next(self._graph.quads(event, RDF.type, kind, DEFAULT), None) is not None
        ]

    def _derive_block(self, block: Block, records: dict[NamedNode, EventRecord]) -> None:
        kind = self._ontology.kind(block[0])
        old = [quad for event in self._events_in(block) for quad in self._event_quads_in_graph(event)]
        new: set[Quad] = set()
        reports, homeless = self._reports(records.values())
        for group in cluster(reports, kind):
            new |= self._event(group, kind, block[1])
        for record in homeless:
            new |= describe.record_quads(record, None, self._entity_map(record), self._ontology)
        self._replace(old, new)

    def _reports(self, records: Iterable[EventRecord]) -> tuple[list[Report], list[EventRecord]]:
        """Reports with what their own sources add to them, and undated records that would add to one that is not there."""
        told = list(records)
        anchors = _anchors(told)
        further: dict[str, list[Report]] = {}
        alone: list[EventRecord] = []
        homeless: list[EventRecord] = []
        for record in sorted(told, key=lambda record: record.id):
            home = anchors.get((record.source.key, record.same_as)) if record.same_as else None
            if home is not None:
                further.setdefault(home.id, []).append(self._report(record))
            elif record.date is not None:
                alone.append(record)
            else:
                homeless.append(record)
        return [replace(self._report(record), further=tuple(further.get(record.id, ()))) for record in alone], homeless

    def _report(self, record: EventRecord) -> Report:
        entity_of = {
            (part.role, part.name): self._entity(Mention(part.name, type_in_range(self._ontology.role(part.role).range)))
            for part in record.participants
            if part.role not in self._text_roles
        }
        return resolved(record, entity_of, self._ontology.statement_kind(record.statement).tier, self._text_roles)

    def _event(self, group: list[Report], kind: EventKind, organisation: NamedNode) -> set[Quad]:
        """One event: as believed, and as each of its records tells it."""
        told = [report.record for report in group for report in report.all]
        event = min((describe.event_iri_of(record) for record in told), key=lambda iri: iri.value)
        quads = describe.belief_quads(event, organisation, believe(group, kind, self._text_roles), kind, told, self._ontology)
        for record in told:
            entity_of = self._entity_map(record)
            quads |= describe.record_quads(record, event, entity_of, self._ontology)
            quads |= describe.event_quads(event, record, kind, entity_of, self._ontology)
        return quads

    def _event_quads_in_graph(self, event: NamedNode) -> Iterator[Quad]:
        """All that was derived of an event: in every graph, with its money, disputes, other names and records' nodes."""
        owned = [event]
        for quad in self._graph.quads(event, None, None):
            if (
                quad.predicate in (EL.amount, EL.valuation)
                and isinstance(quad.object, NamedNode)
                and quad.object.value.startswith(_MONEY)
            ):
                owned.append(quad.object)
        for quad in self._graph.quads(None, EL.event, event, DEFAULT):
            if isinstance(quad.subject, NamedNode):
                owned.append(quad.subject)
                positions = self._graph.quads(quad.subject, EL.hasPosition, None, DEFAULT)
                owned.extend(place.object for place in positions if isinstance(place.object, NamedNode))
        for node in owned:
            yield from self._graph.quads(node, None, None)
        yield from self._graph.quads(None, DCTERMS.isReplacedBy, event, DEFAULT)
        for quad in self._graph.quads(None, EL.describes, event):
            yield from self._graph.quads(quad.subject, None, None, quad.graph_name)

    # --- records and sources ---------------------------------------------------------------------------------------------

    def _records_to_derive_again(self) -> dict[NamedNode, Record]:
        """What comes in, what names an entity that this change moves to another IRI, and what leans on either."""
        dirty = dict(self._gained)
        for key, target in self._moved.items():
            before = self._known_entity(key)
            if before is not None and before != target:
                self._add_staying(dirty, journal.records_mentioning(self._graph, before))
        for lost in self._lost.values():  # the same triple may be told by a record that this one's subject comes from
            if isinstance(lost, TripleRecord) and lost.subject.startswith("<"):
                self._add_staying(dirty, journal.records_describing(self._graph, NamedNode(lost.subject[1:-1])))
        self._add_staying(dirty, self._companions([*dirty.values(), *self._lost.values()]))
        return dirty

    def _add_staying(self, dirty: dict[NamedNode, Record], found: Iterable[tuple[NamedNode, Record]]) -> None:
        for iri, record in found:
            if iri not in self._lost:
                dirty.setdefault(iri, record)

    def _companions(self, changed: Iterable[Record]) -> Iterator[tuple[NamedNode, Record]]:
        """Reports of the same sources that add to one of these, or that one of these adds to."""
        shared: dict[NamedNode, set[str]] = {}
        for record in changed:
            if isinstance(record, EventRecord) and (name := record.same_as or record.local_id):
                shared.setdefault(source_iri(record.source), set()).add(name)
        for source, names in shared.items():
            for record in self._records_staying(source):
                if isinstance(record, EventRecord) and (record.same_as or record.local_id) in names:
                    yield record_iri(record), record

    def _forget_records(self, dirty: dict[NamedNode, Record]) -> None:
        for iri, record in {**dirty, **self._lost}.items():
            graph = graph_iri(record)
            self._removed.extend(self._graph.quads(iri, None, None, graph))
            if record.record == "triple":
                self._removed.extend(describe.triple_quads(record))

    def _derive_sources(self, dirty: dict[NamedNode, Record]) -> None:
        arriving: dict[NamedNode, list[Record]] = {source_iri(record.source): [] for record in self._lost.values()}
        for record in dirty.values():
            arriving.setdefault(source_iri(record.source), []).append(record)
        for source, records in arriving.items():
            self._derive_source(source, records, arriving.keys())

    def _derive_source(self, source: NamedNode, arriving: list[Record], touched: Set[NamedNode]) -> None:
        told: dict[str, SourceRecord] = {}
        graphs: dict[NamedNode, NamedNode] = {}
        for record in (*arriving, *self._records_staying(source)):
            told.setdefault(record.source.fingerprint(), record.source)
            graphs[graph_iri(record)] = self._ontology.statement_kind(record.statement).iri
        old = list(self._graph.quads(source, None, None, DEFAULT))
        for quad in list(self._graph.quads(None, EL.source, source, DEFAULT)):
            old.extend(self._graph.quads(quad.subject, None, None, DEFAULT))
        for quad in list(old):
            if quad.predicate in (SCHEMA.publisher, EL.originalSource, EL.audience) and isinstance(quad.object, NamedNode):
                others = self._graph.quads(None, None, quad.object, DEFAULT)
                if all(other.subject in touched for other in others):  # those derive what they name again
                    old.extend(self._graph.quads(quad.object, None, None, DEFAULT))
        self._replace(old, describe.source_quads(told.values(), graphs) if told else set())

    def _records_staying(self, source: NamedNode) -> Iterator[Record]:
        for quad in list(self._graph.quads(None, EL.source, source, DEFAULT)):
            assert isinstance(quad.subject, NamedNode)
            yield from (record for record in self._stored_in(quad.subject) if record_iri(record) not in self._lost)

    def _stored_in(self, graph: NamedNode) -> list[Record]:
        if graph not in self._stored:
            self._stored[graph] = list(journal.records_in_graph(self._graph, graph))
        return self._stored[graph]

    def _still_told(self) -> set[Quad]:
        """Removed quads of statement graphs that some triple record, which stays, tells as well."""
        going: dict[NamedNode, set[Quad]] = {}
        for quad in self._removed:
            if isinstance(quad.graph_name, NamedNode) and quad not in self._added:
                going.setdefault(quad.graph_name, set()).add(quad)
        told: set[Quad] = set()
        for graph, quads in going.items():
            for record in self._stored_in(graph):
                if isinstance(record, TripleRecord) and record_iri(record) not in self._lost:
                    told |= describe.triple_quads(record) & quads
        return told

    def _replace(self, old: Iterable[Quad], new: set[Quad]) -> None:
        self._removed.extend(old)
        self._added |= new


def _anchors(records: Iterable[EventRecord]) -> dict[tuple[str, str], EventRecord]:
    """By source and local id, the report that others of its source may add to; the smallest id where two share one."""
    found: dict[tuple[str, str], EventRecord] = {}
    for record in records:
        if record.local_id and not record.same_as:
            place = record.source.key, record.local_id
            found[place] = min(record, found.get(place, record), key=lambda one: one.id)
    return found
