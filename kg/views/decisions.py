"""Decisions: what people said is the same thing or not, oldest first, and what they are about now."""

from __future__ import annotations

from collections.abc import Iterable

from pyoxigraph import Literal, NamedNode

from kg.errors import UnknownName
from kg.graph import journal
from kg.graph.describe import decided_iri
from kg.records import DecisionRecord, EntityType, EventRecord, PredictionRecord, Reference
from kg.resolve.entities import Mention
from kg.resolve.names import clearest
from kg.store import Reader
from kg.terms import EL, SKOS, local_name
from kg.views.graph import Graph
from kg.views.shapes import DecisionRow, SideRow


def list_decisions(graph: Graph) -> list[DecisionRow]:
    """Every decision that stands, oldest first."""
    return [decision_row(graph.reader, decision) for decision in standing_decisions(graph.reader)]


def standing_decisions(reader: Reader) -> list[DecisionRecord]:
    """The decisions in the graph, oldest first."""
    found = [record for record in journal.records_in_graph(reader, journal.DECISIONS) if isinstance(record, DecisionRecord)]
    return sorted(found, key=lambda decision: (decision.when, decision.id))


def find_decision(reader: Reader, reference: str = "") -> DecisionRecord:
    """The decision whose id begins so, or the last one. Raises UnknownName."""
    standing = standing_decisions(reader)
    wanted = reference.strip().rsplit("/", 1)[-1]
    fitting = [decision for decision in standing if decision.id.startswith(wanted)] if wanted else standing[-1:]
    if len(fitting) == 1:
        return fitting[0]
    if not standing:
        raise UnknownName("there is no decision in this store; kg review lists what could be decided")
    problem = f"fits {len(fitting)} decisions" if fitting else "is no decision in this store"
    raise UnknownName(f"'{reference}' {problem}; kg decisions lists them")


def decisions_on(reader: Reader, reports: Iterable[NamedNode]) -> list[DecisionRecord]:
    """The decisions about events that name one of these reports, oldest first."""
    wanted = set(reports)
    return [
        decision
        for decision in standing_decisions(reader)
        if decision.about == "event" and not wanted.isdisjoint(records_named(reader, decision, (*decision.left, *decision.right)))
    ]


def records_named(reader: Reader, decision: DecisionRecord, side: Iterable[Reference]) -> frozenset[NamedNode]:
    """The records in the graph that a side points at: each itself, or what its source says under the same id now."""
    return frozenset(record for reference in side for record in _records_at(reader, decided_iri(decision, reference), reference))


def _records_at(reader: Reader, exact: NamedNode, reference: Reference) -> list[NamedNode]:
    if next(iter(reader.quads(exact, EL.content, None)), None) is not None:
        return [exact]
    if not reference.local_id:
        return []
    alike = (quad.subject for quad in reader.quads(None, EL.recordId, Literal(reference.local_id)))
    return [iri for iri in alike if isinstance(iri, NamedNode) and _succeeds(reader, iri, exact, reference.source)]


def _succeeds(reader: Reader, iri: NamedNode, gone: NamedNode, source: str) -> bool:
    """Whether a record of the same id is of the kind and source of the one that is gone."""
    alike = iri.value.rpartition("/")[0] == gone.value.rpartition("/")[0]
    record = journal.record_at(reader, iri) if alike else None
    return record is not None and record.source.key == source


def events_of(reader: Reader, reports: Iterable[NamedNode]) -> frozenset[NamedNode]:
    """The events that these reports speak of."""
    described = (quad.object for report in reports for quad in reader.quads(report, EL.describes, None))
    return frozenset(event for event in described if isinstance(event, NamedNode))


def entities_of(reader: Reader, references: Iterable[Reference]) -> frozenset[NamedNode]:
    """The entities that the name keys of these stand for."""
    named = (reader.quads(None, EL.nameKey, Literal(reference.id), journal.DEFAULT) for reference in references)
    return frozenset(quad.subject for quads in named for quad in quads if isinstance(quad.subject, NamedNode))


def entity_name(reader: Reader, entity: NamedNode) -> str:
    """What the entity is called; its IRI where it has no name."""
    names = reader.quads(entity, SKOS.prefLabel, None, journal.DEFAULT)
    return next((quad.object.value for quad in names if isinstance(quad.object, Literal)), entity.value)


def decision_row(reader: Reader, decision: DecisionRecord) -> DecisionRow:
    """The decision with what its two sides are now."""
    left, right = (_side_rows(reader, decision, side) for side in (decision.left, decision.right))
    return DecisionRow(
        id=decision.id,
        about=decision.about,
        verdict=decision.verdict,
        left=left,
        right=right,
        things=len({row.id for row in (*left, *right) if row.id}),
        who=decision.who,
        when=decision.when,
        why=decision.why,
    )


def _side_rows(reader: Reader, decision: DecisionRecord, side: tuple[Reference, ...]) -> tuple[SideRow, ...]:
    if not side:
        return ()
    if decision.about == "entity":
        rows = _entity_rows(reader, side)
    elif decision.about == "prediction" and side is decision.left:
        rows = _prediction_rows(reader, records_named(reader, decision, side))
    else:
        rows = _event_rows(reader, records_named(reader, decision, side))
    gone = SideRow(id=None, short="", name=f"{len(side)} no longer in the graph", members=0)
    return tuple(sorted(rows, key=lambda row: (row.name, row.id or ""))) or (gone,)


def _event_rows(reader: Reader, reports: frozenset[NamedNode]) -> list[SideRow]:
    """An event for each that these reports speak of, called as the first of them calls it."""
    told: dict[str, list[NamedNode]] = {}
    for report in sorted(reports, key=str):
        for event in events_of(reader, [report]):
            told.setdefault(event.value, []).append(report)
    return [
        SideRow(id=event, short=short_id(event), name=_title(reader, own[0]), members=len(own)) for event, own in told.items()
    ]


def _title(reader: Reader, report: NamedNode) -> str:
    record = journal.record_at(reader, report)
    return record.title if isinstance(record, EventRecord) else ""


def _entity_rows(reader: Reader, side: tuple[Reference, ...]) -> list[SideRow]:
    """An entity for each that these names stand for, called as the side calls it."""
    told: dict[NamedNode, list[str]] = {}
    for key in sorted(reference.id for reference in side):
        for entity in entities_of(reader, [Reference(id=key)]):
            told.setdefault(entity, []).append(key)
    return [
        SideRow(id=entity.value, short=keys[0], name=_called(reader, entity, keys), members=len(keys))
        for entity, keys in told.items()
    ]


def _called(reader: Reader, entity: NamedNode, keys: list[str]) -> str:
    """The clearest of an entity's names that have one of these keys."""
    labels = {quad.object.value for predicate in (SKOS.prefLabel, SKOS.altLabel)
              for quad in reader.quads(entity, predicate, None, journal.DEFAULT) if isinstance(quad.object, Literal)}  # fmt: skip
    kinds: tuple[EntityType, ...] = ("agent", "model", "place")
    fitting = frozenset(label for label in labels if any(Mention(label, kind).key in keys for kind in kinds))
    return clearest(fitting or frozenset({entity_name(reader, entity)}))


def _prediction_rows(reader: Reader, predictions: frozenset[NamedNode]) -> list[SideRow]:
    told = {iri: journal.record_at(reader, iri) for iri in predictions}
    return [
        SideRow(id=iri.value, short=short_id(iri.value), name=said.text, members=1)
        for iri, said in told.items()
        if isinstance(said, PredictionRecord)
    ]


def short_id(event: str) -> str:
    """The beginning of an event's id, long enough for hundreds of thousands of them."""
    return local_name(event)[:8]
