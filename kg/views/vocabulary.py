"""What a query can name: the terms of the ontology and those it borrows, and the entities of a graph by name."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict
from pyoxigraph import Literal, NamedNode, RdfFormat, parse
from rapidfuzz import fuzz, process

from kg.ontology import Ontology
from kg.paths import ONTOLOGY
from kg.query.lexis import tokens
from kg.terms import EL, OWL, RDF, RDFS, SKOS, local_name, prefixed, turtle_prologue
from kg.views.graph import Graph, expand
from kg.views.projection import projection
from kg.views.projection.ask import folded

_SORTS = {
    EL.EventKind: "event kind",
    EL.StatementKind: "statement kind",
    OWL.Class: "class",
    OWL.ObjectProperty: "property",
    OWL.DatatypeProperty: "property",
    SKOS.Concept: "concept",
}
"""Class of a term to what it is called; where a term is of several, the first counts."""


class TermRow(BaseModel):
    """A term as a query writes it: `el:Hire`, an event kind, labelled "hire"."""

    model_config = ConfigDict(frozen=True)

    name: str
    sort: str
    label: str
    comment: str = ""


class NamedRow(BaseModel):
    """An entity found by name. `sort` is the local name of its narrowest classes: "Organization"."""

    model_config = ConfigDict(frozen=True)

    iri: str
    name: str
    sort: str


@lru_cache(maxsize=8)
def list_terms(ontology: Ontology) -> tuple[TermRow, ...]:
    """Every term of the ontology, and the properties and classes of other vocabularies that the graph uses, by name."""
    facts: dict[NamedNode, dict[NamedNode, list[object]]] = {}
    for quad in ontology.triples():
        if isinstance(quad.subject, NamedNode):
            facts.setdefault(quad.subject, {}).setdefault(quad.predicate, []).append(quad.object)
    own = {term: row for term, about in facts.items() if (row := _own_term(term, about))}
    borrowed = {term: row for term, row in _borrowed_terms() if term not in own}
    return tuple(sorted([*own.values(), *borrowed.values()], key=lambda row: row.name))


def unknown_terms(text: str, ontology: Ontology) -> list[tuple[str, str]]:
    """Terms of ours in a query that the ontology does not have, each with the known one that is spelt most like it.

    >>> from kg.ontology import load_ontology
    >>> unknown_terms("SELECT * { ?event a el:Hyre ; el:person ?who }", load_ontology())
    [('el:Hyre', 'el:Hire')]
    """
    known = [row.name for row in list_terms(ontology)]
    ours = f"{prefixed(EL.Event).partition(':')[0]}:"
    written = dict.fromkeys(token.text for token in tokens(text) if token.kind == "word" and token.text.startswith(ours))
    return [(term, process.extractOne(term, known, scorer=fuzz.ratio)[0]) for term in written if term not in known]


def find_named(graph: Graph, text: str, most: int = 20) -> list[NamedRow]:
    """The entities with these letters in one of their names, in any case: those that begin with them first, then short ones."""
    letters = folded(pa.array([text.strip()]))[0].as_py()
    if not letters:
        return []
    seen = projection(graph)
    names = seen.columns.names
    hits = names.filter(pc.match_substring(names["folded"], letters))
    ranked = hits.append_column("rank", pc.if_else(pc.starts_with(hits["folded"], letters), 0, 1)).append_column(
        "length", pc.utf8_length(hits["folded"])
    )
    ordered = ranked.sort_by([("rank", "ascending"), ("length", "ascending"), ("folded", "ascending"), ("entity", "ascending")])
    places = dict.fromkeys(ordered["entity"].slice(0, most * 4).to_pylist())  # an entity has few names; each counts once
    found = seen.entities.take(pa.array(list(places)[:most], pa.int32())).to_pylist()
    return [NamedRow(iri=expand(row["id"], ""), name=row["name"], sort=_sort(row["types"])) for row in found]


def _sort(types: list[str]) -> str:
    return ", ".join(name for name in types if name not in ("Entity", "Agent")) or "Agent"


def _own_term(term: NamedNode, about: dict[NamedNode, list[object]]) -> TermRow | None:
    classes = about.get(RDF.type, [])
    sort = next((name for cls, name in _SORTS.items() if cls in classes), "class" if RDFS.subClassOf in about else None)
    if sort is None:
        return None
    label = _text(about, RDFS.label) or _text(about, SKOS.prefLabel) or local_name(term)
    comment = _text(about, RDFS.comment) or _text(about, SKOS.definition)
    return TermRow(name=prefixed(term), sort=sort, label=label, comment=comment)


def _text(about: dict[NamedNode, list[object]], predicate: NamedNode) -> str:
    texts = [term for term in about.get(predicate, ()) if isinstance(term, Literal) and term.language in (None, "en")]
    return texts[0].value if texts else ""


def _borrowed_terms() -> Iterator[tuple[NamedNode, TermRow]]:
    """What the shapes allow in the graph beside our own terms: they name every property and every class."""
    text = turtle_prologue() + (ONTOLOGY / "shapes.ttl").read_text(encoding="utf-8")
    quads = list(parse(text, format=RdfFormat.TURTLE))
    yield RDF.type, TermRow(name="rdf:type", sort="property", label="type", comment="The class of something. Also written a.")
    for quad in quads:
        sort = _BORROWED.get(local_name(quad.predicate))
        if sort and isinstance(quad.object, NamedNode) and quad.object != RDF.type:
            yield quad.object, TermRow(name=prefixed(quad.object), sort=sort, label=local_name(quad.object))


_BORROWED = {"path": "property", "targetClass": "class", "class": "class"}
"""Local names of SHACL's predicates that point at terms, to what these are."""
