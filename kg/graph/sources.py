"""The part of a rebuild that concerns sources: their descriptions, publishers and statement graphs."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set

from pyoxigraph import NamedNode

from kg.graph import describe
from kg.graph.journal import DEFAULT, graph_iri, record_iri, source_iri
from kg.graph.working import Working
from kg.records import DecisionRecord, Record, SourceRecord
from kg.terms import EL, SCHEMA


def derive_sources(working: Working) -> None:
    """Describe again every source that a record of the change comes from."""
    arriving: dict[NamedNode, list[Record]] = {source_iri(record.source): [] for record in _of_sources(working.lost.values())}
    for record in _of_sources(working.dirty.values()):
        arriving.setdefault(source_iri(record.source), []).append(record)
    for source, records in arriving.items():
        _derive_source(working, source, records, arriving.keys())


def _of_sources(records: Iterable[Record]) -> Iterator[Record]:
    return (record for record in records if not isinstance(record, DecisionRecord))


def _derive_source(working: Working, source: NamedNode, arriving: list[Record], touched: Set[NamedNode]) -> None:
    told: dict[str, SourceRecord] = {}
    graphs: dict[NamedNode, NamedNode] = {}
    for record in (*arriving, *_staying(working, source)):
        told.setdefault(record.source.fingerprint(), record.source)
        graphs[graph_iri(record)] = working.ontology.statement_kind(record.statement).iri
    old = list(working.graph.quads(source, None, None, DEFAULT))
    for quad in list(working.graph.quads(None, EL.source, source, DEFAULT)):
        old.extend(working.graph.quads(quad.subject, None, None, DEFAULT))
    for quad in list(old):
        if quad.predicate in (SCHEMA.publisher, EL.originalSource, EL.audience) and isinstance(quad.object, NamedNode):
            others = working.graph.quads(None, None, quad.object, DEFAULT)
            if all(other.subject in touched for other in others):  # those derive what they name again
                old.extend(working.graph.quads(quad.object, None, None, DEFAULT))
    working.replace(old, describe.source_quads(told.values(), graphs) if told else set())


def _staying(working: Working, source: NamedNode) -> Iterator[Record]:
    for quad in list(working.graph.quads(None, EL.source, source, DEFAULT)):
        assert isinstance(quad.subject, NamedNode)
        yield from (record for record in working.stored_in(quad.subject) if record_iri(record) not in working.lost)
