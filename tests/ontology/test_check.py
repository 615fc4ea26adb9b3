"""The check of a whole store looks at what is believed and at what sources say, each by its own rules."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, parse

from kg.ontology import load_ontology
from kg.store import EmbeddedStore
from kg.terms import EL, ORG, RDF, SKOS, turtle_prologue
from kg.validate import Violation, check

EXAMPLES = Path(__file__).parent / "examples"
GRAPH = NamedNode("https://example.org/g1")


def quads_of(name: str, graph: NamedNode | None = None) -> list[Quad]:
    text = turtle_prologue() + (EXAMPLES / name).read_text("utf-8")
    parsed = parse(text, format=RdfFormat.TURTLE)
    return [Quad(quad.subject, quad.predicate, quad.object, graph or DefaultGraph()) for quad in parsed]


def faults(folder: Path, quads: list[Quad]) -> list[Violation]:
    store = EmbeddedStore(folder / "store")
    with store.transaction() as transaction:
        transaction.apply([], quads)
        transaction.commit()
    return check(store.snapshot(), load_ontology())


def test_a_sound_store_has_no_faults(tmp_path: Path) -> None:
    assert faults(tmp_path, quads_of("good/believed.ttl") + quads_of("good/source-by-hand.ttl", GRAPH)) == []


def test_sources_may_refer_to_entities_that_the_default_graph_declares(tmp_path: Path) -> None:
    told = quads_of("good/source-by-hand.ttl", GRAPH)
    said = [quad for quad in told if quad.predicate != SKOS.prefLabel and quad.object != ORG.Organization]
    assert faults(tmp_path, quads_of("good/believed.ttl") + said) == []


def test_a_fault_in_a_source_is_not_hidden_by_what_is_believed(tmp_path: Path) -> None:
    said = [quad for quad in quads_of("good/source-by-hand.ttl", GRAPH) if quad.predicate != EL.date]
    (fault,) = faults(tmp_path, quads_of("good/believed.ttl") + said)
    assert fault.path == "el:date"


def test_a_fault_in_what_is_believed_is_not_hidden_by_a_source(tmp_path: Path) -> None:
    believed = [quad for quad in quads_of("good/believed.ttl") if quad.predicate != EL.status]
    (fault,) = faults(tmp_path, believed + quads_of("good/source-by-hand.ttl", GRAPH))
    assert fault.path == "el:status"


def test_an_event_without_a_kind_is_not_hidden_by_what_is_believed(tmp_path: Path) -> None:
    told = quads_of("good/source-by-hand.ttl", GRAPH)
    said = [quad for quad in told if not (quad.predicate == RDF.type and quad.object == EL.Hire)]
    (fault,) = faults(tmp_path, quads_of("good/believed.ttl") + said)
    assert fault.path == "rdf:type"
