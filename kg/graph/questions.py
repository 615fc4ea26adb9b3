"""Questions as triples: two events that may be one, with the two reports that speak most for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from pyoxigraph import NamedNode, Quad

from kg.graph.describe import decimal
from kg.graph.journal import DEFAULT, record_iri
from kg.resolve.events import Doubt
from kg.store.base import Reader
from kg.terms import EL, RDF, mint


def question_quads(doubt: Doubt, event_of: Mapping[str, NamedNode]) -> set[Quad]:
    """A question about the events of the two reports; `event_of` has the event of each report's id."""
    one, other = sorted((event_of[report.record.id] for report in (doubt.one, doubt.other)), key=str)
    node = question_iri(one, other)
    return {
        Quad(node, RDF.type, EL.Question, DEFAULT),
        Quad(node, EL.between, one, DEFAULT),
        Quad(node, EL.between, other, DEFAULT),
        Quad(node, EL.mostAlike, record_iri(doubt.one.record), DEFAULT),
        Quad(node, EL.mostAlike, record_iri(doubt.other.record), DEFAULT),
        Quad(node, EL.likeness, decimal(Decimal(f"{doubt.score:.4f}")), DEFAULT),
        Quad(node, EL.worth, decimal(Decimal(f"{doubt.value:.4f}")), DEFAULT),
    }


def question_iri(one: NamedNode, other: NamedNode) -> NamedNode:
    """The question whether these two events are one, named alike from either side."""
    return mint("question", *(event.value for event in sorted((one, other), key=str)))


def questions_about(reader: Reader, event: NamedNode) -> Iterator[NamedNode]:
    """The questions in the graph that concern an event."""
    found = reader.quads(None, EL.between, event, DEFAULT)
    return (quad.subject for quad in found if isinstance(quad.subject, NamedNode))
