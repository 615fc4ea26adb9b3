"""The part of a rebuild that concerns entities: which names are one, and what each entity is described by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from itertools import product

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import describe, journal
from kg.graph.decided import Decisions
from kg.graph.journal import DEFAULT, graph_iri, record_iri
from kg.graph.renamings import Renamings
from kg.graph.reports import known
from kg.graph.working import Working, things
from kg.records import CLASS_OF, EntityRecord, Record
from kg.resolve.entities import Mention, entity_iri, joined_names, joinings, mentions, unite
from kg.terms import EL, RDF, SKOS


class Entities:
    """Which entity each name stands for after the change, and the entities whose description the change touches."""

    def __init__(self, working: Working, decisions: Decisions) -> None:
        self._working = working
        self._graph = working.graph
        self._entities: dict[Mention, NamedNode] = {}
        self._renamings = Renamings(working)
        self._moved = self._united(decisions)
        for key, target in self._moved.items():
            before = known(self._graph, key)
            if before is not None and before != target:
                working.derive_again(journal.records_mentioning(self._graph, before))

    def entity(self, mention: Mention) -> NamedNode:
        found = self._entities.get(mention)
        if found is None:
            key = mention.key
            found = self._moved.get(key) or known(self._graph, key) or entity_iri(key)
            self._entities[mention] = found
        return found

    def map_of(self, record: Record) -> Mapping[Mention, NamedNode]:
        """Every name in a record with the entity it stands for."""
        return {mention: self.entity(mention) for mention in self._names(record)}

    def joining_quads(self, record: Record) -> set[Quad]:
        """The sets of name keys that the record declares to be one, and each key: by it, all that joins a name is found."""
        node, graph, sets = record_iri(record), graph_iri(record), self._joined(record)
        return {
            *(Quad(node, EL.joinsName, Literal(key), graph) for joined in sets for key in joined),
            *(Quad(node, EL.joinsNames, Literal(" ".join(sorted(joined))), graph) for joined in sets),
            *self._renamings.quads(record),
        }

    def derive(self) -> None:
        """Describe again every entity that the change touches. Call it when all records to derive again are known."""
        dirty = self._working.dirty
        touched = self._of(self._working.lost.values()) | self._before((*dirty, *self._working.lost)) | self._of(dirty.values())
        self._derive_namings()
        self._derive_entities(touched)

    # --- which names are one ------------------------------------------------------------------------------------------

    def _united(self, decisions: Decisions) -> dict[str, NamedNode]:
        """Decide anew which keys are one, where a record or decision that comes or goes says something of it."""
        arriving = {joined for record in self._working.gained.values() for joined in self._joined(record)}
        leaving = {joined for record in self._working.lost.values() for joined in self._joined(record)}
        verdicts = list(decisions.of_names())
        together = [left | right for verdict, left, right in verdicts if verdict == "same"]
        keys = {key for joined in arriving | leaving for key in joined} | decisions.names_changing() | self._renamings.touched()
        keys |= self._arriving_among({key for joined in together for key in joined})
        if not keys:
            return {}
        declared: dict[str, set[frozenset[str]]] = {}
        for joined in (*self._told_by_arriving(), *together):
            for key in joined:
                declared.setdefault(key, set()).add(joined)
        reached: set[str] = set()
        sets: set[frozenset[str]] = set()
        while keys:
            key = keys.pop()
            reached.add(key)
            told = {*((joined, True) for joined in declared.get(key, ())), *self._joined_in_graph(key)}
            sets |= {joined for joined, holds in told if holds}
            keys |= {other for joined, _ in told for other in joined} - reached
        apart = {
            frozenset(pair)
            for verdict, left, right in verdicts
            if verdict == "different"
            for pair in product(left & reached, right & reached)
        }
        standing = unite(sets, apart)
        return {key: entity_iri(standing.get(key, key)) for key in reached}

    def _arriving_among(self, keys: set[str]) -> set[str]:
        """Those of the keys that come in with a record: a decision may be older than what it is about."""
        if not keys:
            return set()
        return {mention.key for record in self._working.gained.values() for mention in self._names(record)} & keys

    def _joined(self, record: Record) -> set[frozenset[str]]:
        sets = joinings(record, self._working.ontology)
        return {frozenset(mention.key for mention in joined) for joined in sets}

    def _told_by_arriving(self) -> Iterator[frozenset[str]]:
        for record in self._working.gained.values():
            if joined := self._joined(record):
                yield from joined - {self._renamings.contested(record)}

    def _joined_in_graph(self, key: str) -> Iterator[tuple[frozenset[str], bool]]:
        """The sets of keys that hold this one, by records that stay, and whether each holds."""
        for quad in list(self._graph.quads(None, EL.joinsName, Literal(key))):
            if isinstance(quad.subject, NamedNode) and quad.subject not in self._working.lost:
                contested = self._contested_in_graph(quad.subject)
                for told in self._graph.quads(quad.subject, EL.joinsNames, None):
                    joined = frozenset(told.object.value.split()) if isinstance(told.object, Literal) else frozenset()
                    if key in joined:
                        yield joined, joined != contested

    def _contested_in_graph(self, iri: NamedNode) -> frozenset[str]:
        """The set of keys that a report of a new name would join, where that name was in use before."""
        if next(self._graph.quads(iri, EL.renamedTo, None), None) is None:
            return frozenset()
        record = journal.record_at(self._graph, iri)
        return frozenset() if record is None else self._renamings.contested(record)

    # --- what describes them ------------------------------------------------------------------------------------------

    def _names(self, record: Record) -> frozenset[Mention]:
        return mentions(record, self._working.ontology) | joined_names(record, self._working.ontology)

    def _of(self, records: Iterable[Record]) -> set[NamedNode]:
        return {self.entity(mention) for record in records for mention in self._names(record)}

    def _before(self, records: Iterable[NamedNode]) -> set[NamedNode]:
        """Entities that these records named before this change, as far as they were in the graph."""
        return {thing for iri in records for thing in things(self._graph.quads(iri, EL.mentions, None))}

    def _derive_entities(self, touched: set[NamedNode]) -> None:
        fresh: dict[NamedNode, set[Mention]] = {}
        for record in self._working.dirty.values():
            for mention, entity in self.map_of(record).items():
                fresh.setdefault(entity, set()).add(mention)
        declared = self._namings_among_dirty()
        coming = self._working.gained
        shrinking = self._before((*(iri for iri in self._working.dirty if iri not in coming), *self._working.lost))
        for entity in touched:
            names = set(fresh.get(entity, ()))
            names |= self._names_from_records(entity) if entity in shrinking else self._names_in_graph(entity)
            described = [*self._namings_staying(entity), *declared.get(entity, ())]
            new = describe.entity_quads(entity, frozenset(names), described) if names else set()
            self._working.replace(self._graph.quads(entity, None, None, DEFAULT), new)

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

    def _names_from_records(self, entity: NamedNode) -> set[Mention]:
        found: set[Mention] = set()
        for iri, record in journal.records_mentioning(self._graph, entity):
            if self._working.stays(iri):
                found |= {mention for mention in self._names(record) if self.entity(mention) == entity}
        return found

    def _namings_staying(self, entity: NamedNode) -> Iterator[EntityRecord]:
        """Entity records of this entity that the change leaves as they are."""
        for iri, record in journal.records_describing(self._graph, entity):
            if self._working.stays(iri) and isinstance(record, EntityRecord):
                yield record

    def _namings_among_dirty(self) -> dict[NamedNode, list[EntityRecord]]:
        """Entity records that are derived again, by entity."""
        found: dict[NamedNode, list[EntityRecord]] = {}
        for record in self._working.dirty.values():
            if isinstance(record, EntityRecord):
                found.setdefault(self.entity(Mention(record.name, record.type)), []).append(record)
        return found

    def _derive_namings(self) -> None:
        """What entity records say in their own sources' graphs."""
        changing = (*self._working.dirty.values(), *self._working.lost.values())
        concerned = [record for record in changing if isinstance(record, EntityRecord)]
        declared = self._namings_among_dirty()
        before = self._before(record_iri(record) for record in concerned)
        for graph in {graph_iri(record) for record in concerned}:
            here = {self.entity(Mention(record.name, record.type)) for record in concerned if graph_iri(record) == graph}
            for entity in here | before:
                all_of_it = (*self._namings_staying(entity), *declared.get(entity, ()))
                said = [record for record in all_of_it if graph_iri(record) == graph]
                new = {quad for record in said for quad in describe.naming_quads(entity, record)}
                self._working.replace(self._graph.quads(entity, None, None, graph), new)
