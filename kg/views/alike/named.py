"""Entities with what their likeness is judged by: all in the graph, or a few."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph.journal import DEFAULT
from kg.records import CLASS_OF, EntityType
from kg.resolve.brackets import outside_of
from kg.resolve.candidates import READING, NamedEntity, Progress
from kg.store import Reader
from kg.terms import EL, RDF, SCHEMA, SKOS

_NOTHING: frozenset[str] = frozenset()


class NamesReader:
    """Reads entities from a graph: every one of it, or those of some IRIs that are entities."""

    def __init__(self, reader: Reader, only: Collection[str] | None = None) -> None:
        self._reader = reader
        self._only = None if only is None else [NamedNode(iri) for iri in only]

    def entities(self, declared: Mapping[str, frozenset[str]], tell: Progress = lambda *_: None) -> list[NamedEntity]:
        """Each with its names, its addresses, how many records mention it, and those that it is declared to be."""
        types = self._types()
        tell(READING, 0.25)
        names = self._texts(types, SKOS.prefLabel, SKOS.altLabel)
        tell(READING, 0.5)
        addresses = self._texts(types, SCHEMA.url, SCHEMA.sameAs)
        tell(READING, 0.75)
        mentions = self._mentions()
        return [
            NamedEntity(
                id=entity.value,
                type=kind,
                names=frozenset(names[entity]),
                count=mentions[entity],
                addresses=frozenset(addresses[entity]),
                declared=declared.get(entity.value, _NOTHING),
            )
            for entity, kind in types.items()
        ]

    def _types(self) -> dict[NamedNode, EntityType]:
        """What each entity is; an agent only where nothing narrower is told."""
        found: dict[NamedNode, EntityType] = {}
        for kind, cls in sorted(CLASS_OF.items(), key=lambda item: item[0] == "agent"):
            for quad in self._about(RDF.type, cls):
                if isinstance(quad.subject, NamedNode):
                    found.setdefault(quad.subject, kind)
        return found

    def _texts(self, entities: Collection[NamedNode], *predicates: NamedNode) -> dict[NamedNode, set[str]]:
        found: dict[NamedNode, set[str]] = defaultdict(set)
        for predicate in predicates:
            for quad in self._about(predicate):
                if isinstance(quad.subject, NamedNode) and isinstance(quad.object, Literal) and quad.subject in entities:
                    found[quad.subject].add(quad.object.value)
        return found

    def _mentions(self) -> Counter[object]:
        asked = (None,) if self._only is None else self._only
        return Counter(quad.object for entity in asked for quad in self._reader.quads(None, EL.mentions, entity))

    def _about(self, predicate: NamedNode, value: NamedNode | None = None) -> Iterator[Quad]:
        """What we believe of the entities."""
        for entity in (None,) if self._only is None else self._only:
            yield from self._reader.quads(entity, predicate, value, DEFAULT)


def declared(reader: Reader) -> dict[str, frozenset[str]]:
    """Entity to those that a record declares to be the same, where they were not joined."""
    entities: dict[str, str | None] = {}
    found: dict[str, frozenset[str]] = {}
    for quad in reader.quads(None, EL.joinsNames, None):
        keys = quad.object.value.split() if isinstance(quad.object, Literal) else []
        plain = [key for key in keys if outside_of(key) is None]
        entities |= {key: _entity_called(reader, key) for key in plain if key not in entities}
        joined = {entity for key in plain if (entity := entities[key]) is not None}
        for entity in joined if len(joined) > 1 else ():
            found[entity] = found.get(entity, _NOTHING) | joined - {entity}
    return found


def _entity_called(reader: Reader, key: str) -> str | None:
    named = (quad.subject for quad in reader.quads(None, EL.nameKey, Literal(key), DEFAULT))
    return next((entity.value for entity in named if isinstance(entity, NamedNode)), None)
