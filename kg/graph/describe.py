"""Triples from records: the one place that makes them.

Each function gives all quads of one thing, so that a rebuild can replace what it gave before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime
from decimal import Decimal

from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, parse

from kg.dates import Moment
from kg.graph.expected import expectation_terms
from kg.graph.journal import DEFAULT, dumped, graph_iri, record_iri, source_iri
from kg.money import Money
from kg.ontology import EventKind, Ontology
from kg.records import (
    CLASS_OF,
    ClaimRecord,
    DecisionRecord,
    EntityRecord,
    EventRecord,
    PassageRecord,
    PredictionRecord,
    Record,
    Reference,
    SourceRecord,
    TripleRecord,
)
from kg.resolve.beliefs import TERM_OF, AnyStand, Belief, Dispute
from kg.resolve.entities import Mention, entity_iri, type_in_range
from kg.resolve.milestones import milestone_of
from kg.resolve.names import clearest
from kg.terms import DCTERMS, EDTF, EL, IDS, RDF, RDFS, SCHEMA, SKOS, XSD, mint

EntityOf = Mapping[Mention, NamedNode]
Graph = NamedNode | DefaultGraph


def event_iri_of(record: EventRecord) -> NamedNode:
    """The event that this record would name if it stood alone."""
    return NamedNode(f"{IDS}event/{record.id}")


# --- in the statement graphs: what sources say -----------------------------------------------------------------------


def record_quads(record: Record, thing: NamedNode | None, entity_of: EntityOf, ontology: Ontology) -> set[Quad]:
    """The record's own node, with what it says where it is a claim, a prediction, a passage or a bare triple.

    `thing` is the event or entity that it was resolved to speak of.
    """
    node, graph = record_iri(record), graph_iri(record)
    quads = {Quad(node, RDF.type, EL.Record, graph), Quad(node, EL.content, dumped(record), graph)}
    if record.local_id:
        quads.add(Quad(node, EL.recordId, Literal(record.local_id), graph))
    if thing is not None:
        quads.add(Quad(node, EL.describes, thing, graph))
    quads |= _day_quads(node, EL.known, record.source.known, graph)
    if record.source.published is not None:
        quads.add(Quad(node, EL.published, _edtf(record.source.published), graph))
    quads |= {Quad(node, EL.mentions, entity, graph) for entity in entity_of.values()}
    if isinstance(record, ClaimRecord):
        quads |= _claim_quads(record, node, graph, entity_of)
    elif isinstance(record, PredictionRecord):
        quads |= _prediction_quads(record, node, graph, entity_of, ontology)
    elif isinstance(record, PassageRecord):
        quads |= _passage_quads(record, node, graph, ontology)
    elif isinstance(record, TripleRecord):
        quads |= triple_quads(record)
    elif isinstance(record, DecisionRecord):
        quads |= _decision_quads(record, node, graph)
    return quads


def triple_quads(record: TripleRecord) -> set[Quad]:
    """The triple that the record holds, in its source's graph."""
    line = f"{record.subject} {record.predicate} {record.object} ."
    return {
        Quad(quad.subject, quad.predicate, quad.object, graph_iri(record)) for quad in parse(line, format=RdfFormat.N_TRIPLES)
    }


def _claim_quads(record: ClaimRecord, node: NamedNode, graph: NamedNode, entity_of: EntityOf) -> set[Quad]:
    quads = {
        Quad(node, RDF.type, EL.FeatureClaim, graph),
        Quad(node, EL.about, entity_of[Mention(record.about, record.about_type)], graph),
        Quad(node, EL.feature, Literal(record.feature), graph),
        Quad(node, EL.value, Literal(record.value), graph),
    }
    if record.date is not None:
        quads |= _moment_quads(node, record.date, graph, EL.date, EL.begin, EL.end)
    return quads | _texts(node, graph, {EL.qualifier: record.qualifier, EL.inContextOf: record.context})


def _prediction_quads(
    record: PredictionRecord, node: NamedNode, graph: NamedNode, entity_of: EntityOf, ontology: Ontology
) -> set[Quad]:
    quads = {Quad(node, RDF.type, EL.Prediction, graph), Quad(node, SCHEMA.text, Literal(record.text), graph)}
    quads |= {Quad(node, EL.about, entity_of[Mention(name, "organization")], graph) for name in record.about}
    if record.deadline is not None:
        quads |= _moment_quads(node, record.deadline, graph, EL.deadline, EL.deadlineBegin, EL.deadlineEnd)
    for predicate, value in expectation_terms(record, entity_of, ontology):
        quads.add(Quad(node, predicate, value, graph))
    if record.local_id:
        quads.add(Quad(node, EL.standsAt, place_iri(record.source.key, record.local_id), graph))
    texts = {EL.rationale: record.rationale, EL.horizon: record.horizon, SCHEMA.author: record.author}
    return quads | _texts(node, graph, texts)


def _decision_quads(record: DecisionRecord, node: NamedNode, graph: NamedNode) -> set[Quad]:
    other_side = EL.evidence if record.about == "prediction" else EL.comparedWith
    quads = {
        Quad(node, RDF.type, EL.Decision, graph),
        Quad(node, EL.verdict, Literal(record.verdict), graph),
        Quad(node, EL.decidedBy, Literal(record.who), graph),
        Quad(node, EL.decidedOn, Literal(_second(record.when), datatype=XSD.dateTime), graph),
    }
    for predicate, references in ((EL.decidesOn, record.left), (other_side, record.right)):
        quads |= {Quad(node, predicate, decided_iri(record, reference), graph) for reference in references}
    if record.about == "prediction":
        places = (place_iri(reference.source, reference.local_id) for reference in record.left if reference.local_id)
        quads |= {Quad(node, EL.decidesOn, place, graph) for place in places}
    return quads | _texts(node, graph, {RDFS.comment: record.why})


def place_iri(source_key: str, local_id: str) -> NamedNode:
    """The place of a record in its source, which a new version of the source keeps where the record's own name changes."""
    return mint("place-in-source", source_key, local_id)


def _second(when: datetime) -> str:
    """The second in universal time, in the one form that a store gives back as it took it."""
    return when.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def decided_iri(decision: DecisionRecord, reference: Reference) -> NamedNode:
    """What a reference of a decision points at: a record, or the entity that a name key would be if it stood alone."""
    if decision.about == "entity":
        return entity_iri(reference.id)
    path = "prediction" if decision.about == "prediction" and reference in decision.left else "report"
    return NamedNode(f"{IDS}{path}/{reference.id}")


def _passage_quads(record: PassageRecord, node: NamedNode, graph: NamedNode, ontology: Ontology) -> set[Quad]:
    section = ontology.section(record.section)
    quads = {
        Quad(node, RDF.type, EL.Takeaway if section.iri == EL.KeyTakeaways else EL.Passage, graph),
        Quad(node, EL.section, section.iri, graph),
        Quad(node, SCHEMA.text, Literal(record.text), graph),
        Quad(node, EL.sequence, Literal(record.sequence), graph),
    }
    return quads | _texts(node, graph, {EL.heading: record.heading})


def event_quads(event: NamedNode, record: EventRecord, kind: EventKind, entity_of: EntityOf, ontology: Ontology) -> set[Quad]:
    """What one record says of an event, in the graph of its source."""
    graph = graph_iri(record)
    quads = {Quad(event, RDF.type, kind.iri, graph), Quad(event, RDFS.label, Literal(record.title), graph)}
    roles = [("organisation", entity_of[Mention(record.organisation, "organization")].value)]
    for participant in record.participants:
        roles.append((participant.role, _filler(participant.role, participant.name, entity_of, ontology)))
    quads |= _role_quads(event, roles, kind, graph, ontology)
    if record.date is not None:
        quads |= _moment_quads(event, record.date, graph, EL.date, EL.begin, EL.end)
        if (milestone := milestone_of(record, kind)) is not None:
            quads.add(Quad(event, milestone.iri, _edtf(record.date), graph))
    for name, money in (("amount", record.amount), ("valuation", record.valuation)):
        if money is not None:
            quads |= _money_quads(event, getattr(EL, name), money, mint("money", record.id, name), graph)
    return quads | _texts(event, graph, {EL.round: record.round, EL.note: record.note})


def naming_quads(entity: NamedNode, record: EntityRecord) -> set[Quad]:
    """What an entity record says, in the graph of its source."""
    graph = graph_iri(record)
    quads = {Quad(entity, RDF.type, CLASS_OF[record.type], graph), Quad(entity, SKOS.prefLabel, Literal(record.name), graph)}
    quads |= {Quad(entity, SKOS.altLabel, Literal(alias), graph) for alias in record.aliases}
    return quads | _address_quads(entity, [record], graph)


# --- in the default graph: what we believe ----------------------------------------------------------------------------


def belief_quads(event: NamedNode, belief: Belief, members: Iterable[EventRecord], ontology: Ontology) -> set[Quad]:
    """The event as we believe it, its disputes, and the names it would have had if its records stood alone."""
    status = ontology.statement_kind(belief.strongest.record.statement)
    quads = {
        Quad(event, RDF.type, belief.kind.iri, DEFAULT),
        Quad(event, RDF.type, EL.Event, DEFAULT),
        Quad(event, RDFS.label, Literal(belief.title), DEFAULT),
        Quad(event, EL.status, status.iri, DEFAULT),
    }
    roles = [("organisation", belief.organisation), *belief.roles]
    quads |= _role_quads(event, roles, belief.kind, DEFAULT, ontology)
    text_roles = {role.name for role in ontology.roles if role.is_text}
    quads |= {Quad(event, EL.participant, NamedNode(value), DEFAULT) for name, value in roles if name not in text_roles}
    if belief.date is not None:
        quads |= _moment_quads(event, belief.date, DEFAULT, EL.date, EL.begin, EL.end)
    quads |= {Quad(event, milestone.iri, _edtf(moment), DEFAULT) for milestone, moment in belief.named_dates}
    for name, money in (("amount", belief.amount), ("valuation", belief.valuation)):
        if money is not None:
            quads |= _money_quads(event, getattr(EL, name), money, mint("money", event.value, name), DEFAULT)
    quads |= _texts(event, DEFAULT, {EL.round: belief.round})
    for dispute in belief.disputes:
        quads |= _dispute_quads(event, dispute, ontology)
    others = (event_iri_of(record) for record in members)
    quads |= {Quad(other, DCTERMS.isReplacedBy, event, DEFAULT) for other in others if other != event}
    return quads


def _dispute_quads(event: NamedNode, dispute: Dispute, ontology: Ontology) -> set[Quad]:
    node = mint("dispute", event.value, dispute.about)
    quads = {
        Quad(node, RDF.type, EL.Dispute, DEFAULT),
        Quad(node, EL.event, event, DEFAULT),
        Quad(node, EL.property, _property(dispute.about, ontology), DEFAULT),
        Quad(node, EL.wonBy, TERM_OF[dispute.won_by], DEFAULT),
        *_day_quads(node, EL.since, dispute.since, DEFAULT),
    }
    for place, stand in enumerate(dispute.stands):
        position = mint("position", event.value, dispute.about, str(place))
        quads |= {
            Quad(node, EL.hasPosition, position, DEFAULT),
            Quad(position, RDF.type, EL.Position, DEFAULT),
            Quad(position, EL.believed, Literal(place == 0), DEFAULT),
            Quad(position, EL.publishers, Literal(stand.publishers), DEFAULT),
            *_day_quads(position, EL.since, stand.since, DEFAULT),
            *(Quad(position, EL.value, value, DEFAULT) for value in _disputed_values(stand)),
            *(Quad(position, EL.heldBy, graph_iri(holder.record), DEFAULT) for holder in stand.holders),
        }
    return quads


def _property(name: str, ontology: Ontology) -> NamedNode:
    """The property that a dispute calls by the name of a role, of a milestone, or by its own."""
    named = {milestone.name: milestone.iri for milestone in ontology.milestones}
    named |= {role.name: role.iri for role in ontology.roles}
    term: NamedNode = RDF.type if name == "kind" else named.get(name) or getattr(EL, name)
    return term


def _disputed_values(stand: AnyStand) -> list[NamedNode | Literal]:
    if isinstance(stand.value, Moment):
        return [_edtf(stand.value)]
    if isinstance(stand.value, frozenset):
        return [NamedNode(value) for value in stand.value]
    return [Literal(str(stand.value))]


def entity_quads(entity: NamedNode, names: frozenset[Mention], described: Iterable[EntityRecord]) -> set[Quad]:
    """An entity with all its names, from every mention and every record that describes it."""
    declared = sorted(described, key=lambda record: (record.name, record.id))
    labels = frozenset(mention.name for mention in names)
    preferred = declared[0].name if declared else clearest(labels)
    quads = {Quad(entity, RDF.type, EL.Entity, DEFAULT), Quad(entity, SKOS.prefLabel, Literal(preferred), DEFAULT)}
    quads |= {Quad(entity, RDF.type, CLASS_OF[mention.type], DEFAULT) for mention in names}
    quads |= {Quad(entity, SKOS.altLabel, Literal(label), DEFAULT) for label in labels if label != preferred}
    quads |= {Quad(entity, EL.nameKey, Literal(mention.key), DEFAULT) for mention in names}
    return quads | _address_quads(entity, declared, DEFAULT)


def _address_quads(entity: NamedNode, records: Iterable[EntityRecord], graph: Graph) -> set[Quad]:
    quads: set[Quad] = set()
    for record in records:
        quads |= _texts(entity, graph, {SCHEMA.description: record.description})
        if record.url:
            quads.add(Quad(entity, SCHEMA.url, Literal(record.url, datatype=XSD.anyURI), graph))
        quads |= {Quad(entity, SCHEMA.sameAs, Literal(url, datatype=XSD.anyURI), graph) for url in record.same_as}
    return quads


def source_quads(records: Iterable[SourceRecord], graphs: Mapping[NamedNode, NamedNode]) -> set[Quad]:
    """One source from all records of it, and its statement graphs with the kind of each."""
    told = sorted(records, key=lambda record: record.fingerprint())
    node = source_iri(told[0])
    quads = {Quad(node, RDF.type, EL.Source, DEFAULT)}
    if any(record.card for record in told):
        quads.add(Quad(node, RDF.type, EL.NewsCard, DEFAULT))
    quads |= _texts(node, DEFAULT, {
        SCHEMA.name: _least(record.title for record in told),
        EL.freshness: _least(record.freshness for record in told),
    })  # fmt: skip
    for url in filter(None, [_least(record.url or "" for record in told)]):
        quads.add(Quad(node, SCHEMA.url, Literal(url, datatype=XSD.anyURI), DEFAULT))
    for name in filter(None, [_least(record.publisher for record in told)]):
        quads |= _named(node, SCHEMA.publisher, mint("publisher", name), name, EL.Publisher)
    for name in filter(None, [_least(record.original for record in told)]):
        quads |= _named(node, EL.originalSource, mint("publisher", name), name, EL.Publisher)
    for url in filter(None, [_least(record.original_url or "" for record in told)]):
        quads.add(Quad(node, SCHEMA.isBasedOn, Literal(url, datatype=XSD.anyURI), DEFAULT))
    for name in sorted({name for record in told for name in record.audiences}):
        quads |= _named(node, EL.audience, mint("audience", name), name, EL.Audience)
    if published := min(
        (record.published for record in told if record.published),
        key=lambda moment: (moment.days or 0, moment.edtf),
        default=None,
    ):
        quads |= _moment_quads(node, published, DEFAULT, EL.published, EL.publishedBegin, EL.publishedEnd)
    if retrieved := min((record.retrieved for record in told if record.retrieved), default=None):
        quads.add(Quad(node, EL.retrieved, Literal(retrieved.isoformat(), datatype=XSD.date), DEFAULT))
    for graph, kind in graphs.items():
        quads |= {
            Quad(graph, RDF.type, EL.StatementGraph, DEFAULT),
            Quad(graph, EL.source, node, DEFAULT),
            Quad(graph, EL.statementKind, kind, DEFAULT),
        }
    return quads


# --- parts -------------------------------------------------------------------------------------------------------------


def _filler(role: str, name: str, entity_of: EntityOf, ontology: Ontology) -> str:
    found = ontology.role(role)
    return name if found.is_text else entity_of[Mention(name, type_in_range(found.range))].value


def _role_quads(
    event: NamedNode, roles: Iterable[tuple[str, str]], kind: EventKind, graph: Graph, ontology: Ontology
) -> set[Quad]:
    """The roles, and the principal organisation in the role that this kind gives it where nobody else fills that."""
    quads: set[Quad] = set()
    filled: set[NamedNode] = set()
    in_roles: set[str] = set()
    principal: NamedNode | None = None
    for name, value in roles:
        role = ontology.role(name)
        quads.add(Quad(event, role.iri, Literal(value) if role.is_text else NamedNode(value), graph))
        if name == "organisation":
            principal = NamedNode(value)
        else:
            filled.add(role.iri)
            in_roles.add(value)
    if principal is not None and kind.principal is not None and kind.principal not in filled and principal.value not in in_roles:
        quads.add(Quad(event, kind.principal, principal, graph))
    return quads


def _moment_quads(
    node: NamedNode, moment: Moment, graph: Graph, whole: NamedNode, first: NamedNode, last: NamedNode
) -> set[Quad]:
    quads = {Quad(node, whole, _edtf(moment), graph)}
    if moment.begin:
        quads.add(Quad(node, first, Literal(moment.begin.isoformat(), datatype=XSD.date), graph))
    if moment.end:
        quads.add(Quad(node, last, Literal(moment.end.isoformat(), datatype=XSD.date), graph))
    return quads


def _edtf(moment: Moment) -> Literal:
    return Literal(moment.edtf, datatype=EDTF)


def _day_quads(node: NamedNode, predicate: NamedNode, day: date | None, graph: Graph) -> set[Quad]:
    return {Quad(node, predicate, Literal(day.isoformat(), datatype=XSD.date), graph)} if day else set()


def _money_quads(event: NamedNode, about: NamedNode, money: Money, node: NamedNode, graph: Graph) -> set[Quad]:
    quads = {Quad(event, about, node, graph), Quad(node, RDF.type, SCHEMA.MonetaryAmount, graph)}
    for figure, term in ((money.value, SCHEMA.value), (money.minimum, SCHEMA.minValue), (money.maximum, SCHEMA.maxValue)):
        if figure is not None:
            quads.add(Quad(node, term, decimal(figure), graph))
    return quads | _texts(node, graph, {
        SCHEMA.currency: money.currency or "", EL.moneyQualifier: money.qualifier or "", EL.wording: money.text,
    })  # fmt: skip


def decimal(figure: Decimal) -> Literal:
    """The figure in the one form that a store gives back as it took it: 400.5, not 400.50."""
    return Literal(format(figure.normalize() + 0, "f"), datatype=XSD.decimal)


def _texts(node: NamedNode, graph: Graph, texts: Mapping[NamedNode, str]) -> set[Quad]:
    return {Quad(node, predicate, Literal(text), graph) for predicate, text in texts.items() if text}


def _named(node: NamedNode, predicate: NamedNode, target: NamedNode, name: str, cls: NamedNode) -> set[Quad]:
    return {
        Quad(node, predicate, target, DEFAULT),
        Quad(target, RDF.type, cls, DEFAULT),
        Quad(target, SKOS.prefLabel, Literal(name), DEFAULT),
    }


def _least(texts: Iterable[str]) -> str:
    """The first non-empty text in order: any fixed choice serves, as long as the order of records does not matter."""
    return min(filter(None, texts), default="")
