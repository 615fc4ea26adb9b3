"""Documents as the store holds them, so that what an ingest replaced can be put back exactly as it was."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from pyoxigraph import DefaultGraph, Literal, NamedNode

from kg.graph import journal
from kg.graph.rebuild import rebuild, replace_document
from kg.ontology import Ontology
from kg.records import Record
from kg.store.base import Reader, Transaction
from kg.store.watched import Watched
from kg.terms import EL, IDS, RDFS, digest


@dataclass(frozen=True)
class Kept:
    """A document in one state: its label, the digest of what it was read from, and its records in no special order."""

    id: str
    label: str
    digest: str
    records: tuple[Record, ...] = ()


def document_in(reader: Reader, document_id: str) -> Kept:
    """The state of a document; one without records where the store does not hold it."""
    document = journal.document_iri(document_id)
    labels = reader.quads(document, RDFS.label, None, journal.DOCUMENTS)
    label = next((quad.object.value for quad in labels if isinstance(quad.object, Literal)), "")
    held = (journal.record_at(reader, iri) for iri in sorted(journal.records_in(reader, document), key=str))
    records = tuple(record for record in held if record is not None)
    return Kept(document_id, label, journal.document_digest(reader, document) or "", records)


def state_of(reader: Reader, document_id: str) -> str:
    """What names a document's state: equal states hold the same records, read from the same bytes."""
    entry = reader.quads(journal.document_iri(document_id), None, None, journal.DOCUMENTS)
    return digest(sorted(map(str, entry)))


def put_back(transaction: Transaction, kept: Kept, ontology: Ontology, progress: Callable[[str], None] = lambda _: None) -> None:
    """Bring a document back into an earlier state, and derive what follows from it."""
    change = replace_document(transaction, kept.id, kept.label, kept.digest, kept.records, complete=True)
    rebuild(transaction, change, ontology, progress)


def touched_events(watched: Watched) -> list[str]:
    """IRIs of the events, of before or of now, that the watched changes concern: their description or who speaks of them."""
    found = set()
    for quad in watched.changed:
        if quad.predicate == EL.describes and isinstance(quad.object, NamedNode):
            found.add(quad.object.value)
        elif isinstance(quad.graph_name, DefaultGraph) and isinstance(quad.subject, NamedNode):
            found.add(quad.subject.value)
    return sorted(iri for iri in found if iri.startswith(f"{IDS}event/"))
