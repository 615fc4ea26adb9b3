"""Brings the graph in line with a changed set of records, touching only what the change touches.

The graph is a function of the records. It falls into parts: each record's own node, each entity, each source, and each
component of related reports, which are clustered together. A change names the parts it touches; each is derived again,
whole, and the difference is applied. A property test holds the result equal to deriving everything from nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from pyoxigraph import NamedNode

from kg.graph import describe, journal
from kg.graph.decided import Decisions
from kg.graph.entities import Entities
from kg.graph.events import Events
from kg.graph.journal import graph_iri, record_iri
from kg.graph.sources import derive_sources
from kg.graph.working import Change, Working
from kg.ontology import Ontology
from kg.records import EntityRecord, EventRecord, Record, TripleRecord
from kg.resolve.entities import Mention
from kg.store.base import Transaction


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
    if not change.gained and not change.lost:
        return
    working = Working(transaction, change, ontology)
    _derive_subjects_of_lost_triples(working)
    decisions = Decisions(working)
    entities = Entities(working, decisions)
    events = Events(working, entities, decisions)
    _forget_records(working)
    _derive_other_records(working, entities)
    events.derive(progress)
    progress(f"describing {len(working.dirty):,} records and what they name")
    entities.derive()
    derive_sources(working)
    working.apply()


def _derive_subjects_of_lost_triples(working: Working) -> None:
    """The same triple may be told by a record that its subject comes from."""
    for lost in working.lost.values():
        if isinstance(lost, TripleRecord) and lost.subject.startswith("<"):
            working.derive_again(journal.records_describing(working.graph, NamedNode(lost.subject[1:-1])))


def _forget_records(working: Working) -> None:
    for iri, record in {**working.dirty, **working.lost}.items():
        working.replace(working.graph.quads(iri, None, None, graph_iri(record)), ())
        if isinstance(record, TripleRecord):
            working.replace(describe.triple_quads(record), ())


def _derive_other_records(working: Working, entities: Entities) -> None:
    """Records that are no reports: those stand with their events."""
    for record in working.dirty.values():
        if not isinstance(record, EventRecord):
            thing = entities.entity(Mention(record.name, record.type)) if isinstance(record, EntityRecord) else None
            new = describe.record_quads(record, thing, entities.map_of(record), working.ontology)
            working.replace((), new | entities.joining_quads(record))


__all__ = ["Change", "rebuild", "replace_document"]
