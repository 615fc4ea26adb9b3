"""Validation: what is wrong with a graph in our vocabulary, one line for each fault.

The rules are SHACL: those of ontology/shapes.ttl, and for each role what the ontology declares of it, so that a kind from
a user's own Turtle file is checked without a line of SHACL. Three things that SHACL cannot say are checked beside it, by
the same code that reads records: that dates and currencies exist, and that each of our terms is one of the ontology.
"""

from __future__ import annotations

import logging
import warnings
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import chain
from typing import TypeAlias

import pyoxigraph as ox
import pyshacl
from rdflib import BNode, Graph, Literal, URIRef
from rdflib.collection import Collection
from rdflib.namespace import RDF as RDF_
from rdflib.namespace import SH
from rdflib.term import Node

from kg.dates import Moment
from kg.errors import BadDate, BadMoney
from kg.money import check_currency
from kg.ontology import EventKind, Ontology, Role
from kg.paths import ONTOLOGY
from kg.records import LONGEST_NAME
from kg.store.base import Reader
from kg.terms import EDTF, EL, RDF, RDFS, SCHEMA, SKOS, XSD, prefixed, prefixes, turtle_prologue

_BELIEVED = URIRef(prefixes()["shape"] + "believed")

logging.getLogger("rdflib.term").setLevel(logging.ERROR)  # it logs a traceback for "2024-13"^^xsd:date, which we report


@dataclass(frozen=True, order=True)
class Violation:
    """One fault of one node: `…/event/1` has an el:date "2024-13", which is not an EDTF date."""

    focus: str
    """IRI of the node, `_:name` for a blank node."""
    path: str
    """The property at fault as a prefixed name, `el:date`; empty where the node itself is."""
    message: str
    """What is wrong, in one line."""
    value: str = ""
    """The offending value in one line of at most 200 characters; empty where something is missing."""

    def __str__(self) -> str:
        found = f"; found '{self.value}'" if self.value else ""
        return f"{self.focus}: {self.message}{found}"


def violations(
    quads: Iterable[ox.Quad], ontology: Ontology, *, believed: bool, declared: Iterable[ox.Quad] = ()
) -> list[Violation]:
    """Every fault of the given quads, sorted; the names of their graphs are not looked at.

    `believed` says that they are the default graph, where a property with one value has one; otherwise they are one or
    more source graphs, where records may differ. What a node refers to, such as its participants with their classes,
    is among the quads or in `declared`, which is not itself checked.
    """
    given = list(quads)
    found = {*_unknown_terms(given, ontology), *_impossible_values(given), *_unlike_their_date(given), *_incomparable(given)}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # of rdflib about odd literals, which the shapes judge
        data = _graph(chain(given, declared))
        _add_vocabulary(data, ontology)
        conforms, report, _ = pyshacl.validate(data, shacl_graph=_shapes(ontology, believed), inplace=True)
    if not conforms:
        checked = {_name(quad.subject) for quad in given}
        found.update(violation for violation in _reported(report) if violation.focus in checked)
    return sorted(found)


def check(reader: Reader, ontology: Ontology) -> list[Violation]:
    """Every fault of a whole store: of what is believed, and of what sources say."""
    believed = list(reader.quads(graph=ox.DefaultGraph()))
    said = [quad for quad in reader.quads() if quad.graph_name != ox.DefaultGraph()]
    entities = {quad.subject for quad in believed if quad.predicate == SKOS.prefLabel}
    declared = [quad for quad in believed if quad.subject in entities and quad.predicate in (RDF.type, SKOS.prefLabel)]
    return sorted({
        *violations(believed, ontology, believed=True),
        *violations(_one_kind_each(said, ontology), ontology, believed=False, declared=declared),
    })  # fmt: skip


def _one_kind_each(said: Iterable[ox.Quad], ontology: Ontology) -> Iterator[ox.Quad]:
    """What sources say, without the further kinds that other sources give an event: in that they may differ."""
    kinds = {kind.iri for kind in ontology.kinds}
    told_in: dict[object, object] = {}
    for quad in said:
        is_kind = quad.predicate == RDF.type and quad.object in kinds
        if not is_kind or told_in.setdefault(quad.subject, quad.graph_name) == quad.graph_name:
            yield quad


# --- What SHACL cannot say ------------------------------------------------------------------------------------------------


def _unknown_terms(quads: list[ox.Quad], ontology: Ontology) -> Iterator[Violation]:
    """Misspelt terms of ours, and attempts to define one within data."""
    known = {quad.subject for quad in ontology.triples()}
    for quad in quads:
        if quad.subject in EL:
            yield _violation(quad, "data may not describe a term of the ontology; EVENTLINE_ONTOLOGY names files that do")
        if quad.predicate in EL and quad.predicate not in known:
            yield _violation(quad, f"{prefixed(quad.predicate)} is not a term of the ontology")
        if quad.predicate == RDF.type and quad.object in EL and quad.object not in known:
            yield _violation(quad, "its class is not one of the ontology")
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple):
            yield _violation(quad, "statements about statements (RDF 1.2 triple terms) are not kept; name a graph instead")


def _impossible_values(quads: list[ox.Quad]) -> Iterator[Violation]:
    """Dates and currencies that the record side refuses too."""
    for quad in quads:
        if not isinstance(quad.object, ox.Literal):
            continue
        try:
            if quad.object.datatype == EDTF:
                Moment.parse(quad.object.value)
            elif quad.predicate == SCHEMA.currency:
                check_currency(quad.object.value)
        except (BadDate, BadMoney) as error:
            yield _violation(quad, str(error))


_BOUNDS = {EL.begin: (EL.date, "begin"), EL.end: (EL.date, "end"),
           EL.deadlineBegin: (EL.deadline, "begin"), EL.deadlineEnd: (EL.deadline, "end"),
           EL.publishedBegin: (EL.published, "begin"), EL.publishedEnd: (EL.published, "end")}  # fmt: skip


def _unlike_their_date(quads: list[ox.Quad]) -> Iterator[Violation]:
    """First and last days that no date of the same node gives."""
    dates: dict[tuple[object, ox.NamedNode], list[Moment]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.object, ox.Literal) and quad.object.datatype == EDTF:
            try:
                dates[quad.subject, quad.predicate].append(Moment.parse(quad.object.value))
            except BadDate:
                continue  # reported as an impossible value
    for quad in quads:
        if quad.predicate in _BOUNDS and isinstance(quad.object, ox.Literal):
            of, side = _BOUNDS[quad.predicate]
            told = dates.get((quad.subject, of), [])
            if told and quad.object.value not in {str(getattr(moment, side)) for moment in told}:
                written = ", ".join(moment.edtf for moment in told)
                message = f"{prefixed(quad.predicate)} does not follow from {prefixed(of)} {written}; leave it out or correct it"
                yield _violation(quad, message)


_NUMBERS = frozenset({XSD.decimal, XSD.integer, XSD.double, XSD.float, XSD.int, XSD.long, XSD.nonNegativeInteger})
_FIGURES = frozenset({SCHEMA.value, SCHEMA.minValue, SCHEMA.maxValue})


def _is_incomparable(quad: ox.Quad) -> bool:
    """Whether the shapes compare this and it is no sound value: pyshacl then gives up on the whole graph."""
    if quad.predicate not in _BOUNDS and quad.predicate not in _FIGURES:
        return False
    if not isinstance(quad.object, ox.Literal):
        return True
    try:
        if quad.predicate in _FIGURES:
            return quad.object.datatype not in _NUMBERS or not Decimal(quad.object.value).is_finite()
        return quad.object.datatype != XSD.date or not date.fromisoformat(quad.object.value)
    except (ValueError, InvalidOperation):
        return True


def _incomparable(quads: list[ox.Quad]) -> Iterator[Violation]:
    for quad in filter(_is_incomparable, quads):
        yield _violation(quad, f"{prefixed(quad.predicate)} is {'a figure' if quad.predicate in _FIGURES else 'an xsd:date'}")


def _violation(quad: ox.Quad, message: str) -> Violation:
    value = quad.object.value if isinstance(quad.object, ox.NamedNode | ox.Literal) else str(quad.object)
    return Violation(_name(quad.subject), prefixed(quad.predicate), _one_line(message), _one_line(value))


def _one_line(text: str) -> str:
    folded = " ".join(text[:1000].split())
    return folded if len(folded) <= 200 else folded[:199] + "…"


def _name(subject: ox.NamedNode | ox.BlankNode | ox.Triple) -> str:
    """The IRI, or `_:name` of a blank node."""
    return subject.value if isinstance(subject, ox.NamedNode) else str(subject)


# --- Shapes ---------------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=16)
def _shapes(ontology: Ontology, believed: bool) -> Graph:
    shapes = Graph()
    shapes.parse(data=turtle_prologue() + (ONTOLOGY / "shapes.ttl").read_text(encoding="utf-8"), format="turtle")
    for role in ontology.roles:
        _add_role_shape(shapes, role)
    if believed:
        for kind in ontology.kinds:
            _add_minima(shapes, kind)
    else:
        for shape in list(shapes.subjects(SH.group, _BELIEVED)):
            shapes.remove((shape, None, None))
            shapes.remove((None, SH.property, shape))
    _give_targets_to_properties(shapes)
    return shapes


def _give_targets_to_properties(shapes: Graph) -> None:
    """Turn `node shape with target -> property shape` into a property shape with that target, which means the same.

    pyshacl then looks at all nodes of a property at once rather than node by node, in a quarter of the time.
    """
    for node, shape in list(shapes.subject_objects(SH.property)):
        for target in (SH.targetClass, SH.targetSubjectsOf):
            for of in shapes.objects(node, target):
                shapes.add((shape, target, of))
        shapes.add((shape, RDF_.type, SH.PropertyShape))
        shapes.remove((node, SH.property, shape))


def _add_role_shape(shapes: Graph, role: Role) -> None:
    """What may fill the role, in whatever event: a role that the kind does not declare is kept, as records keep it."""
    node = _node_shape(shapes, SH.targetSubjectsOf, role.iri)
    if role.is_text:
        filler = _property_shape(shapes, node, role.iri, f"{prefixed(role.iri)} is text of 1 to {LONGEST_NAME} characters")
        shapes.add((filler, SH.nodeKind, SH.Literal))
        shapes.add((filler, SH.minLength, Literal(1)))
        shapes.add((filler, SH.maxLength, Literal(LONGEST_NAME)))
    else:
        message = f"{prefixed(role.iri)} is of class {prefixed(role.range)}, declared beside it"
        filler = _property_shape(shapes, node, role.iri, message)
        shapes.add((filler, SH["class"], URIRef(role.range.value)))
        shapes.add((filler, SH.nodeKind, SH.IRI))


def _add_minima(shapes: Graph, kind: EventKind) -> None:
    """How many participants a complete description names: asked of what is believed, not of each record."""
    needed = [use for use in kind.roles if use.minimum > 0 and use.role.iri != EL.organization]
    if needed:
        node = _node_shape(shapes, SH.targetClass, kind.iri)
        for use in needed:
            message = f"{prefixed(kind.iri)} needs at least {use.minimum} {prefixed(use.role.iri)}"
            shapes.add((_property_shape(shapes, node, use.role.iri, message), SH.minCount, Literal(use.minimum)))


def _node_shape(shapes: Graph, target: URIRef, of: ox.NamedNode) -> BNode:
    node = BNode()
    shapes.add((node, RDF_.type, SH.NodeShape))
    shapes.add((node, target, URIRef(of.value)))
    return node


def _property_shape(shapes: Graph, node: BNode, path: ox.NamedNode, message: str) -> BNode:
    shape = BNode()
    shapes.add((node, SH.property, shape))
    shapes.add((shape, SH.path, URIRef(path.value)))
    shapes.add((shape, SH.message, Literal(message)))
    return shape


# --- Between pyoxigraph and rdflib ------------------------------------------------------------------------------------------

_Term: TypeAlias = ox.NamedNode | ox.BlankNode | ox.Literal


def _graph(quads: Iterable[ox.Quad]) -> Graph:
    """The triples as an rdflib graph. JSON texts are left empty: nothing looks into them here, and they are long."""
    graph = Graph()
    add, term = graph.store.add, _converter()
    for quad in quads:
        if isinstance(quad.subject, ox.Triple) or isinstance(quad.object, ox.Triple) or _is_incomparable(quad):
            continue  # each is reported by a rule of our own
        add((term(quad.subject), term(quad.predicate), term(quad.object)), graph)
    return graph


def _converter() -> Callable[[_Term], Node]:
    """Turns terms into rdflib's, each once: predicates, classes and entities come again and again."""
    seen: dict[_Term, Node] = {}
    json = RDF.JSON

    def convert(term: _Term) -> Node:
        found = seen.get(term)
        if found is None:
            if isinstance(term, ox.NamedNode):
                found = URIRef(term.value)
            elif isinstance(term, ox.BlankNode):
                found = BNode(term.value)
            elif term.language:
                found = Literal(term.value, lang=term.language)
            else:
                text = "{}" if term.datatype == json else term.value
                found = Literal(text, datatype=URIRef(term.datatype.value), normalize=False)
            seen[term] = found
        return found

    return convert


def _add_vocabulary(data: Graph, ontology: Ontology) -> None:
    """What sh:class needs: the class hierarchy, and which things of the ontology are kinds of any sort."""
    wanted = {EL.Criterion, EL.EventKind, EL.StatementKind, EL.Section}
    for triple in _graph(
        quad
        for quad in ontology.triples()
        if quad.predicate == RDFS.subClassOf or (quad.predicate == RDF.type and quad.object in wanted)
    ):
        data.add(triple)


def _reported(report: Graph) -> Iterator[Violation]:
    for result in report.subjects(RDF_.type, SH.ValidationResult):
        focus = report.value(result, SH.focusNode)
        path = report.value(result, SH.resultPath)
        yield Violation(
            focus=f"_:{focus}" if isinstance(focus, BNode) else str(focus),
            path=_path_name(report, path),
            message=str(report.value(result, SH.resultMessage)),
            value=_one_line(str(report.value(result, SH.value) or "")),
        )


def _path_name(report: Graph, path: Node | None) -> str:
    if path is None:
        return ""
    if isinstance(path, URIRef):
        return prefixed(str(path))
    alternatives = report.value(path, SH.alternativePath)
    return " or ".join(prefixed(str(one)) for one in Collection(report, alternatives)) if alternatives else ""
