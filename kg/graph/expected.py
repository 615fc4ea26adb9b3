"""What a prediction expects, as terms: for catalogue queries that look for all predictions' events at once, and as one ASK.

The ASK says the same as kg/queries/prediction/evidence.rq says of a row that "meets": a test holds the two equal. It is
true where a source other than the prediction's own tells, neither as a rumour nor as a projection, of an event that began
after the prediction was made, was over by the deadline, and has all that the prediction expects of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from pyoxigraph import Literal, NamedNode

from kg.graph.journal import source_iri
from kg.ontology import Ontology
from kg.records import Expectation, Participant, PredictionRecord
from kg.resolve.entities import Mention, type_in_range
from kg.terms import EL, XSD, prefixed

EntityOf = Mapping[Mention, NamedNode]
Term = NamedNode | Literal

_TOLD = """\
  FILTER EXISTS {{
    GRAPH ?told {{ ?record el:describes ?event }}
    FILTER NOT EXISTS {{ ?told el:source {source} }}
    FILTER NOT EXISTS {{ ?told el:statementKind el:Projection }}
    FILTER NOT EXISTS {{ ?told el:statementKind el:Rumour }}
  }}"""
_WORDED = """\
  FILTER EXISTS {{
    VALUES ?word {{ {words} }}
    {{ GRAPH ?any {{ ?event rdfs:label ?text }} }} UNION {{ ?event el:participant / (skos:prefLabel | skos:altLabel) ?text }}
    BIND(CONCAT(" ", REPLACE(LCASE(?text), "[^\\\\p{{L}}\\\\p{{N}}]+", " "), " ") AS ?plain)
    FILTER(CONTAINS(?plain, CONCAT(" ", ?word, " ")){plural})
  }}"""
_PLURAL = ' || CONTAINS(?plain, CONCAT(" ", ?word, "s "))'
_PAID = """\
  FILTER EXISTS {{
    ?event el:amount ?amount .
    ?amount schema:currency {currency} ; schema:value | schema:maxValue ?figure .
    FILTER(?figure >= {least})
  }}"""


def expectation_terms(record: PredictionRecord, entity_of: EntityOf, ontology: Ontology) -> Iterator[tuple[NamedNode, Term]]:
    """Predicates and values that say what the prediction expects; none where it expects nothing that can be checked."""
    if record.expectation is None:
        return
    yield from _triples(record.expectation, entity_of, ontology)
    yield EL.ask, Literal(ask(record, record.expectation, entity_of, ontology))


def _triples(expected: Expectation, entity_of: EntityOf, ontology: Ontology) -> Iterator[tuple[NamedNode, Term]]:
    for name in expected.kinds:
        yield EL.expects, ontology.kind(name).iri
    if expected.organisation:
        yield EL.expectsOrganization, entity_of[Mention(expected.organisation, "organization")]
    for predicate, parts in ((EL.expectsCounterpart, expected.counterparts), (EL.expectsParticipant, expected.participants)):
        for part in parts:
            yield predicate, _entity(part, entity_of, ontology)
    for predicate, texts in ((EL.expectsName, expected.names), (EL.expectsWord, expected.words)):
        for text in texts:
            yield predicate, Literal(text)
    if expected.round:
        yield EL.expectsRound, Literal(expected.round)
    if (sum_ := _least(expected)) is not None:
        yield EL.expectsAmount, sum_[0]
        yield EL.expectsCurrency, sum_[1]


def ask(record: PredictionRecord, expected: Expectation, entity_of: EntityOf, ontology: Ontology) -> str:
    """The expectation as a query that a person can read and run. Every value enters it as a serialised term."""
    kinds = [prefixed(ontology.kind(name).iri) for name in expected.kinds]
    lines = ["ASK {", *_kind_lines(kinds)]
    if expected.organisation:
        lines.append(f"  ?event el:organization {entity_of[Mention(expected.organisation, 'organization')]} .")
    for part in expected.counterparts:
        entity = _entity(part, entity_of, ontology)
        lines.append(f"  ?event el:participant {entity} . FILTER NOT EXISTS {{ ?event el:organization {entity} }}")
    lines += [f"  ?event el:participant {_entity(part, entity_of, ontology)} ." for part in expected.participants]
    lines += _time_lines(record)
    lines.append(_TOLD.format(source=source_iri(record.source)))
    lines += [_WORDED.format(words=Literal(name), plural="") for name in expected.names]
    if expected.words:
        lines.append(_WORDED.format(words=" ".join(str(Literal(word)) for word in expected.words), plural=_PLURAL))
    if expected.round:
        lines.append(f"  ?event el:round ?round . FILTER(LCASE(?round) = LCASE({Literal(expected.round)}))")
    if (sum_ := _least(expected)) is not None:
        lines.append(_PAID.format(least=sum_[0], currency=sum_[1]))
    return "\n".join([*lines, "}"])


def _kind_lines(kinds: list[str]) -> list[str]:
    if len(kinds) == 1:
        return [f"  ?event a el:Event , {kinds[0]} ; el:begin ?begin ; el:end ?end ."]
    return [f"  VALUES ?kind {{ {' '.join(kinds)} }}", "  ?event a el:Event , ?kind ; el:begin ?begin ; el:end ?end ."]


def _time_lines(record: PredictionRecord) -> Iterator[str]:
    """When the event must fall; never, where nobody knows when the prediction was made."""
    made = record.source.published.end if record.source.published else record.source.retrieved
    yield f"  FILTER(?begin > {_day(made)})" if made else "  FILTER(false)  # nobody knows when the prediction was made"
    if record.deadline and record.deadline.end:
        yield f"  FILTER(?end <= {_day(record.deadline.end)})"


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), datatype=XSD.date)


def _entity(part: Participant, entity_of: EntityOf, ontology: Ontology) -> NamedNode:
    return entity_of[Mention(part.name, type_in_range(ontology.role(part.role).range))]


def _least(expected: Expectation) -> tuple[Literal, Literal] | None:
    """The figure that must be reached, with what its wording leaves open taken off, and its currency."""
    span = expected.amount.span() if expected.amount else None
    if span is None or expected.amount is None or expected.amount.currency is None:
        return None
    return Literal(f"{span[0]:f}", datatype=XSD.decimal), Literal(expected.amount.currency)
