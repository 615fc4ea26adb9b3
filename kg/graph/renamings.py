"""The part of a rebuild that concerns new names: whether the name was another thing's before."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import journal
from kg.graph.journal import DEFAULT, graph_iri, record_iri
from kg.graph.working import Working
from kg.records import Record
from kg.resolve.entities import Renaming, mentions, renaming, uses_too_early
from kg.terms import EL


class Renamings:
    """Reports that something was renamed, after the change. One joins no names where the new name was in use before."""

    def __init__(self, working: Working) -> None:
        self._working = working

    def quads(self, record: Record) -> set[Quad]:
        """By this, records that use a new name find the report of it."""
        told = renaming(record, self._working.ontology)
        return set() if told is None else {Quad(record_iri(record), EL.renamedTo, Literal(told.new.key), graph_iri(record))}

    def contested(self, record: Record) -> frozenset[str]:
        """The name keys that the record would join, were the new name not in use before; none where they are one."""
        told = renaming(record, self._working.ontology)
        if told is None or not any(self._uses_too_early(other, told) for other in self._naming(told.new.key)):
            return frozenset()
        return frozenset(mention.key for mention in told.names)

    def touched(self) -> set[str]:
        """New names whose earlier use begins or ends with what comes or goes."""
        found: set[str] = set()
        for record in (*self._working.gained.values(), *self._working.lost.values()):
            for mention in mentions(record, self._working.ontology) if self._in_graph else ():
                if any(self._uses_too_early(record, told) for told in self._in_graph.get(mention.key, ())):
                    found.add(mention.key)
        return found

    def _uses_too_early(self, record: Record, told: Renaming) -> bool:
        return uses_too_early(record, told, self._working.ontology)

    @cached_property
    def _in_graph(self) -> dict[str, list[Renaming]]:
        """By the key of the new name, what was told before the change."""
        found: dict[str, list[Renaming]] = {}
        for quad in list(self._working.graph.quads(None, EL.renamedTo, None)):
            assert isinstance(quad.subject, NamedNode)
            record = journal.record_at(self._working.graph, quad.subject)
            if record is not None and (told := renaming(record, self._working.ontology)) is not None:
                found.setdefault(told.new.key, []).append(told)
        return found

    @cached_property
    def _gained_by_key(self) -> dict[str, list[Record]]:
        found: dict[str, list[Record]] = {}
        for record in self._working.gained.values():
            for mention in mentions(record, self._working.ontology):
                found.setdefault(mention.key, []).append(record)
        return found

    def _naming(self, key: str) -> Iterator[Record]:
        """Every record after the change that may use this name."""
        yield from self._gained_by_key.get(key, ())
        named = self._working.graph.quads(None, EL.nameKey, Literal(key), DEFAULT)
        for entity in {quad.subject for quad in named if isinstance(quad.subject, NamedNode)}:
            for iri, record in journal.records_mentioning(self._working.graph, entity):
                if iri not in self._working.lost:
                    yield record
