"""What a query can name: every term with what it is, and entities by their names."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.ontology import Ontology, load_ontology
from kg.query.catalogue import load_catalogue
from kg.query.guard import check_readonly
from kg.views.graph import Graph
from kg.views.vocabulary import find_named, list_terms, unknown_terms

KIND = """
el:Picnic a el:EventKind ; rdfs:subClassOf el:Event ; rdfs:label "picnic"@en ; rdfs:comment "A meal outdoors."@en ;
    el:plural "picnics"@en ; el:glyph "P" ; el:colourLight "#333333" ; el:colourDark "#cccccc" .
"""


def test_terms_have_their_sort_label_and_comment() -> None:
    rows = {row.name: row for row in list_terms(load_ontology())}
    assert (rows["el:Hire"].sort, rows["el:Hire"].label) == ("event kind", "hire")
    assert rows["el:Hire"].comment
    assert rows["el:employerFrom"].label == "former employer"
    assert rows["el:Rumour"].sort == "statement kind"
    assert [rows[name].sort for name in ("schema:publisher", "rdf:type", "schema:Person", "schema:Place")] == [
        "property",
        "property",
        "class",
        "class",
    ]


def test_every_kind_and_role_is_there_and_every_name_can_be_written() -> None:
    ontology = load_ontology()
    rows = {row.name: row for row in list_terms(ontology)}
    assert {f"el:{kind.name}" for kind in ontology.kinds} <= rows.keys()
    assert len(rows) == len(list_terms(ontology))
    check_readonly("SELECT ?x { VALUES ?x { " + " ".join(rows) + " } }")


def test_a_kind_of_ones_own_is_offered(tmp_path: Path) -> None:
    own = tmp_path / "own.ttl"
    own.write_text(KIND, encoding="utf-8")
    rows = {row.name: row for row in list_terms(Ontology((*load_ontology().files, own)))}
    assert (rows["el:Picnic"].sort, rows["el:Picnic"].comment) == ("event kind", "A meal outdoors.")


@pytest.mark.parametrize("text", ["ac", "ACME", " acme "])
def test_entities_are_found_in_any_case(small: Graph, text: str) -> None:
    assert find_named(small, text)[0].name == "Acme"


def test_at_most_so_many_are_given_and_each_once(small: Graph) -> None:
    everything = find_named(small, "a", most=1000)
    assert len({row.iri for row in everything}) == len(everything) > 2
    assert find_named(small, "a", most=2) == everything[:2]


def test_terms_that_are_misspelt_are_told_with_the_nearest() -> None:
    text = 'SELECT * { ?e a el:Hyre ; el:persn ?who ; rdfs:label "el:nothing" } # el:nothing'
    assert unknown_terms(text, load_ontology()) == [("el:Hyre", "el:Hire"), ("el:persn", "el:person")]


def test_the_catalogue_has_no_unknown_term() -> None:
    ontology = load_ontology()
    assert {query.name: found for query in load_catalogue().values() if (found := unknown_terms(query.text, ontology))} == {}
