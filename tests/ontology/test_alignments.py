"""What the ontology borrows from other vocabularies exists there, and alignments define nothing of ours."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode, Quad, RdfFormat, parse
from rdflib import namespace as published

from kg.ontology import load_ontology
from kg.paths import ONTOLOGY
from kg.terms import EL, prefixes, turtle_prologue
from kg.terms import ORG as OUR_ORG
from kg.terms import PROV as OUR_PROV
from kg.terms import SCHEMA as OUR_SCHEMA

FILES = ("alignments.ttl", "core.ttl", "events.ttl", "shapes.ttl")
PUBLISHED = {
    "dcterms": published.DCTERMS, "org": published.ORG, "owl": published.OWL, "prov": published.PROV, "rdf": published.RDF,
    "rdfs": published.RDFS, "schema": published.SDO, "sh": published.SH, "skos": published.SKOS, "time": published.TIME,
    "xsd": published.XSD,
}  # fmt: skip
SEM = {
    line.strip()
    for line in (Path(__file__).parent / "sem-terms.txt").read_text("utf-8").splitlines()
    if line.strip() and not line.startswith("#")
}
OURS = {"el", "id", "shape"}


def quads_of(name: str) -> list[Quad]:
    text = turtle_prologue() + (ONTOLOGY / name).read_text("utf-8")
    return list(parse(text, format=RdfFormat.TURTLE, base_iri="https://example.org/"))


def terms_of(name: str) -> set[NamedNode]:
    terms = (term for quad in quads_of(name) for term in (quad.subject, quad.predicate, quad.object))
    return {term for term in terms if isinstance(term, NamedNode)}


def exists(term: NamedNode) -> bool:
    for prefix, namespace in prefixes().items():
        if term.value.startswith(namespace):
            local = term.value.removeprefix(namespace)
            if prefix in OURS:
                return True
            if prefix == "sem":
                return local in SEM
            if prefix == "edtf":
                return local == "EDTF"
            return local in PUBLISHED[prefix]
    return not term.value.startswith("http://www.w3.org/")


@pytest.mark.parametrize("name", FILES)
def test_every_borrowed_term_exists_in_its_vocabulary(name: str) -> None:
    assert sorted(term.value for term in terms_of(name) if not exists(term)) == []


@pytest.mark.parametrize("name", ["schema:FundingRound", "sem:errorMargin", "prov:hadSource", "time:starts", "org:Merger"])
def test_a_made_up_term_is_noticed(name: str) -> None:
    prefix, _, local = name.partition(":")
    assert not exists(NamedNode(prefixes()[prefix] + local))


def test_rdflib_means_the_same_namespaces() -> None:
    for prefix, vocabulary in PUBLISHED.items():
        assert str(vocabulary._NS) == prefixes()[prefix]


@pytest.mark.parametrize("name", ["alignments.ttl", "shapes.ttl"])
def test_alignments_and_shapes_define_none_of_our_terms(name: str) -> None:
    """A subject here would pass for a defined term in `kg.terms.EL`."""
    defined = {quad.subject for file in ("core.ttl", "events.ttl") for quad in quads_of(file)}
    subjects = {quad.subject for quad in quads_of(name) if not isinstance(quad.subject, BlankNode)}
    assert {subject for subject in subjects if subject in EL} <= defined


@pytest.mark.parametrize("prefix", ["sem", "org", "prov", "schema", "skos", "time"])
def test_each_vocabulary_is_aligned_to(prefix: str) -> None:
    assert any(
        quad.subject in EL and isinstance(quad.object, NamedNode) and quad.object.value.startswith(prefixes()[prefix])
        for quad in quads_of("alignments.ttl")
    )


def test_agents_are_people_and_organisations() -> None:
    ontology = load_ontology()
    assert ontology.covers(OUR_PROV.Agent, OUR_SCHEMA.Person)
    assert ontology.covers(OUR_PROV.Agent, OUR_ORG.Organization)
    assert ontology.covers(EL.Entity, OUR_PROV.Agent)
    assert not ontology.covers(OUR_SCHEMA.Person, OUR_ORG.Organization)
    assert not ontology.covers(OUR_PROV.Agent, EL.AIModel)
