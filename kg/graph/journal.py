"""The records inside the graph: which there are, which document holds them, what they speak of.

Every record is a node in its source's statement graph with its whole content as JSON. All other triples follow from
the records, so that nothing read is ever lost and everything derived can be derived again.
"""

from __future__ import annotations

import json
from collections.abc import Iterator

from pydantic import TypeAdapter
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad

from kg.records import DecisionRecord, Record, SourceRecord
from kg.store.base import Reader
from kg.terms import EL, IDS, RDF, RDFS, XSD, digest, mint

DEFAULT = DefaultGraph()
DOCUMENTS = NamedNode(IDS + "graph/documents")
"""The named graph that lists documents and the records they hold: bookkeeping, apart from what is known."""
DECISIONS = NamedNode(IDS + "graph/decisions")
"""The named graph of what people decided."""

_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_PATH_OF = {
    "entity": "naming",
    "event": "report",
    "claim": "claim",
    "prediction": "prediction",
    "passage": "passage",
    "triple": "triple",
    "decision": "decision",
}


def record_iri(record: Record) -> NamedNode:
    """`…/id/report/<content digest>` for an event record; other kinds have other paths."""
    return NamedNode(f"{IDS}{_PATH_OF[record.record]}/{record.id}")


def report_iri(record_id: str) -> NamedNode:
    """The node of the event record with this id."""
    return NamedNode(f"{IDS}{_PATH_OF['event']}/{record_id}")


def source_iri(source: SourceRecord) -> NamedNode:
    return mint("source", source.key)


def graph_iri(record: Record) -> NamedNode:
    """The named graph of all that this record's source says in this manner; what people decide has one of its own."""
    if isinstance(record, DecisionRecord):
        return DECISIONS
    return NamedNode(f"{IDS}graph/{digest([record.source.key])}/{record.statement}")


def document_iri(document_id: str) -> NamedNode:
    return NamedNode(f"{IDS}document/{document_id}")


def dumped(record: Record) -> Literal:
    """The record as a JSON literal. Its kind is written although it is the class's default: loading needs it."""
    fields = {"record": record.record, **record.model_dump(mode="json", exclude_defaults=True)}
    return Literal(json.dumps(fields, ensure_ascii=False, separators=(",", ":"), sort_keys=True), datatype=RDF.JSON)


def loaded(content: str) -> Record:
    """The record of a JSON literal."""
    return _RECORD.validate_json(content)


def records_in(reader: Reader, document: NamedNode) -> set[NamedNode]:
    """Records that a document holds."""
    held = reader.quads(document, EL.contains, None, DOCUMENTS)
    return {quad.object for quad in held if isinstance(quad.object, NamedNode)}


def holders_of(reader: Reader, record: NamedNode) -> set[NamedNode]:
    """Documents that hold a record."""
    return {quad.subject for quad in reader.quads(None, EL.contains, record, DOCUMENTS) if isinstance(quad.subject, NamedNode)}


def document_digest(reader: Reader, document: NamedNode) -> str | None:
    """Digest of the bytes that the document was last read from."""
    return next(
        (quad.object.value for quad in reader.quads(document, EL.digest, None, DOCUMENTS) if isinstance(quad.object, Literal)),
        None,
    )


def record_at(reader: Reader, iri: NamedNode) -> Record | None:
    """The record that a node holds."""
    contents = (quad.object for quad in reader.quads(iri, EL.content, None))
    return next((loaded(content.value) for content in contents if isinstance(content, Literal)), None)


def records_describing(reader: Reader, thing: NamedNode) -> Iterator[tuple[NamedNode, Record]]:
    """Records that were resolved to speak of an event or entity."""
    yield from _records(reader, EL.describes, thing)


def records_mentioning(reader: Reader, entity: NamedNode) -> Iterator[tuple[NamedNode, Record]]:
    """Records that name an entity."""
    yield from _records(reader, EL.mentions, entity)


def records_in_graph(reader: Reader, graph: NamedNode) -> Iterator[Record]:
    """Every record of a statement graph."""
    for quad in reader.quads(None, EL.content, None, graph):
        if isinstance(quad.object, Literal):
            yield loaded(quad.object.value)


def _records(reader: Reader, predicate: NamedNode, thing: NamedNode) -> Iterator[tuple[NamedNode, Record]]:
    for quad in list(reader.quads(None, predicate, thing)):
        if isinstance(quad.subject, NamedNode) and (record := record_at(reader, quad.subject)) is not None:
            yield quad.subject, record


def document_quads(document: NamedNode, label: str, bytes_digest: str, records: set[NamedNode]) -> set[Quad]:
    """The entry of a document."""
    return {
        Quad(document, RDF.type, EL.Document, DOCUMENTS),
        Quad(document, RDFS.label, Literal(label), DOCUMENTS),
        Quad(document, EL.digest, Literal(bytes_digest, datatype=XSD.string), DOCUMENTS),
        *(Quad(document, EL.contains, record, DOCUMENTS) for record in records),
    }
