"""The shapes refuse each bad example for its reason alone, and take the good ones."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, parse

from kg.ontology import Ontology, load_ontology
from kg.reference import EXAMPLE
from kg.terms import EL, RDFS, SKOS, turtle_prologue
from kg.validate import violations

EXAMPLES = Path(__file__).parent / "examples"


def quads_of(path: Path) -> list[Quad]:
    return list(parse(turtle_prologue() + path.read_text(encoding="utf-8"), format=RdfFormat.TURTLE))


def is_believed(path: Path) -> bool:
    (graph,) = re.findall(r"^# graph: (source|believed)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return bool(graph == "believed")


def files(folder: str) -> list[Path]:
    return sorted((EXAMPLES / folder).glob("*.ttl"))


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


@pytest.mark.parametrize("path", files("bad"), ids=lambda path: path.stem)
def test_bad_example_is_refused_for_its_reason(path: Path, ontology: Ontology) -> None:
    expected = set(re.findall(r"^# expect: (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE))
    assert expected
    found = violations(quads_of(path), ontology, believed=is_believed(path))
    assert {violation.message for violation in found} == expected


@pytest.mark.parametrize("path", files("good"), ids=lambda path: path.stem)
def test_good_example_is_taken(path: Path, ontology: Ontology) -> None:
    assert violations(quads_of(path), ontology, believed=is_believed(path)) == []


@pytest.mark.parametrize("path", files("bad"), ids=lambda path: path.stem)
def test_what_only_the_default_graph_must_be_is_not_asked_of_sources(path: Path, ontology: Ontology) -> None:
    found = violations(quads_of(path), ontology, believed=False)
    assert not [violation for violation in found if "believed" in violation.message]


def test_a_violation_says_where_and_what_was_found(ontology: Ontology) -> None:
    (violation,) = violations(quads_of(EXAMPLES / "bad" / "entity-with-script-link.ttl"), ontology, believed=False)
    assert violation.focus == "https://example.org/acme"
    assert violation.path == "schema:url"
    assert violation.value == "javascript:alert(1)"
    assert "\n" not in str(violation)


def test_triple_terms_are_refused_not_lost(ontology: Ontology) -> None:
    quads = quads_of(EXAMPLES / "good" / "source-by-hand.ttl")
    quoted = Triple(quads[0].subject, quads[0].predicate, quads[0].object)
    found = violations([*quads, Quad(EL.Hire, RDFS.seeAlso, quoted, DefaultGraph())], ontology, believed=False)
    assert any("triple terms" in violation.message for violation in found)


def test_order_of_quads_does_not_matter(ontology: Ontology) -> None:
    quads = [quad for path in files("bad")[:5] for quad in quads_of(path)]
    assert violations(quads, ontology, believed=False) == violations(reversed(quads), ontology, believed=False)


def test_a_kind_of_ones_own_is_validated_with_no_shacl(ontology: Ontology) -> None:
    own = Ontology((*ontology.files, EXAMPLE))
    award = quads_of(EXAMPLES / "award-data.ttl")
    assert violations(award, own, believed=False) == violations(award, own, believed=True) == []
    unknown = {violation.message for violation in violations(award, ontology, believed=False)}
    assert "an event is of exactly one event kind, such as el:Hire or el:Founding" in unknown
    without_giver = [quad for quad in award if quad.predicate.value != "https://example.org/events#giver"]
    needed = {violation.message for violation in violations(without_giver, own, believed=True)}
    assert needed == {"<https://example.org/events#Award> needs at least 1 <https://example.org/events#giver>"}


def test_what_is_declared_elsewhere_is_leant_on_but_not_checked(ontology: Ontology) -> None:
    given = quads_of(EXAMPLES / "good" / "source-by-hand.ttl")
    event = [quad for quad in given if quad.subject == given[0].subject]
    others = [quad for quad in given if quad.subject != given[0].subject]
    assert {violation.path for violation in violations(event, ontology, believed=False)} == {"el:organization", "el:person"}
    assert violations(event, ontology, believed=False, declared=others) == []
    nameless = [quad for quad in others if quad.predicate != SKOS.prefLabel]
    assert violations(event, ontology, believed=False, declared=nameless) == []
