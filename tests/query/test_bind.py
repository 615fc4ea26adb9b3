"""Values come back from the engine as they were given, and bad ones are refused."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, QuerySolutions, Store

from kg.errors import BadQuery
from kg.query.bind import bind
from kg.query.catalogue import Query, load_catalogue, parse_query
from kg.query.parameters import Given, Kind, Parameter
from kg.terms import EL, XSD

CATALOGUE = load_catalogue(Path(__file__).parent / "examples" / "catalogue")
HOSTILE = st.text(alphabet=st.sampled_from("\"'\\{}<>#?$_u0053UNDEF SERVICE.;@^\n\r\t\0é\U0001f600")) | st.text()


def _echo(kind: Kind, multiple: bool = True) -> Query:
    header = ['title = "Echo"', 'description = "Gives back."', 'returns = "rows"', "[params.x]", 'description = "Any."']
    lines = [f"#+ {line}" for line in [*header, f'type = "{kind}"', f"multiple = {str(multiple).lower()}"]]
    inner = "SELECT (?_x AS ?y) WHERE { VALUES ?_x { UNDEF } }"
    body = f"SELECT ?_x ?y WHERE {{ VALUES ?_x {{ UNDEF }} {{ {inner} }} FILTER(!BOUND(?_x) || ?_x = ?y) }}"
    return parse_query("\n".join([*lines, body]), "echo", "echo.rq")


ECHO: dict[Kind, Query] = {kind: _echo(kind) for kind in ("iri", "string", "integer", "decimal", "boolean", "date", "text")}


def _returned(kind: Kind, value: Given) -> list[object]:
    found = Store().query(bind(ECHO[kind], {"x": value}))
    assert isinstance(found, QuerySolutions)
    rows = [(row[0], row[1]) for row in found]
    assert all(first == second for first, second in rows)
    return [first for first, _ in rows]


@given(HOSTILE)
def test_any_text_comes_back_unchanged(text: str) -> None:
    assert _returned("string", text) == [Literal(text)]
    assert _returned("text", text) == [Literal(text)]


@given(st.lists(HOSTILE, min_size=1, unique=True))
def test_several_texts_come_back_in_order(texts: list[str]) -> None:
    assert _returned("string", texts) == [Literal(text) for text in texts]


@given(HOSTILE)
def test_an_iri_is_taken_exactly_where_the_engine_knows_it_as_one(text: str) -> None:
    iri = f"http://example.org/{text}"
    try:
        term = NamedNode(iri)
    except ValueError:
        with pytest.raises(BadQuery, match=r"^query echo, parameter 'x' cannot be [^\n]*; give an absolute IRI[^\n]*$"):
            bind(ECHO["iri"], {"x": iri})
    else:
        assert not set(text) & set('<>"{}|^`\\ \n\r\t\0')
        assert _returned("iri", iri) == [term]


@given(st.integers(-(2**63), 2**63 - 1))
def test_integers(number: int) -> None:
    assert _returned("integer", str(number)) == _returned("integer", number) == [Literal(str(number), datatype=XSD.integer)]


@given(st.decimals(-(10**9), 10**9, places=6))
def test_decimals(number: Decimal) -> None:
    (found,) = _returned("decimal", str(number) if "E" not in str(number) else number)
    assert isinstance(found, Literal)
    assert found.datatype == XSD.decimal
    assert Decimal(found.value) == number


@given(st.dates())
def test_dates(day: date) -> None:
    assert _returned("date", day.isoformat()) == _returned("date", day) == [Literal(day.isoformat(), datatype=XSD.date)]


@pytest.mark.parametrize(("word", "truth"), [("true", True), ("No", False), ("1", True), (False, False)])
def test_booleans(word: str | bool, truth: bool) -> None:
    assert _returned("boolean", word) == [Literal(truth)]


def test_prefixed_names_are_expanded() -> None:
    assert _returned("iri", ["el:Hire", EL.Hire, EL.Founding.value]) == [EL.Hire, EL.Founding]


@pytest.mark.parametrize(
    ("kind", "value", "remedy"),
    [
        ("iri", "Hire", "give an absolute IRI"),
        ("iri", "http://a b", "give an absolute IRI"),
        ("iri", "el:Hire> } DROP", "give an absolute IRI"),
        ("iri", 5, "give an absolute IRI"),
        ("integer", "1.5", "give a whole number"),
        ("integer", "9223372036854775808", "give a whole number"),
        ("integer", "1" * 9999, "give a whole number"),
        ("integer", True, "give a whole number"),
        ("integer", "١", "give a whole number"),
        ("decimal", "1e5", "give a number"),
        ("decimal", "NaN", "give a number"),
        ("decimal", float("inf"), "give a number"),
        ("boolean", "maybe", "give true or false"),
        ("date", "2024-13-01", "give a day as YYYY-MM-DD"),
        ("date", "2024-02-30", "give a day as YYYY-MM-DD"),
        ("date", "20240101", "give a day as YYYY-MM-DD"),
        ("date", "2024", "give a day as YYYY-MM-DD"),
        ("string", "\ud800", "give text"),
        ("string", 3, "give text"),
    ],
)
def test_values_of_the_wrong_type_are_refused(kind: Kind, value: Given, remedy: str) -> None:
    with pytest.raises(BadQuery, match=f"^query echo, parameter 'x' cannot be .*; {remedy}") as caught:
        bind(ECHO[kind], {"x": value})
    assert "\n" not in str(caught.value)
    assert len(str(caught.value)) < 250


@pytest.mark.parametrize("nothing", [None, [], [None]])
def test_nothing_given_constrains_nothing(nothing: Sequence[None] | None) -> None:
    assert bind(ECHO["iri"], {"x": nothing}).endswith(ECHO["iri"].text)


def test_one_value_where_one_is_taken() -> None:
    single = _echo("string", multiple=False)
    assert bind(single, {"x": ["a"]}) == bind(single, {"x": "a"})
    with pytest.raises(BadQuery, match="takes one value, not 2"):
        bind(single, {"x": ["a", "b"]})


def test_default_counts_where_nothing_is_said() -> None:
    events = CATALOGUE["timeline/events"]
    one = 'VALUES ?_at_least { "1"^^<http://www.w3.org/2001/XMLSchema#integer> }'
    assert one in bind(events, {})
    assert one not in bind(events, {"at_least": None})


def test_choices_hold() -> None:
    events = CATALOGUE["timeline/events"]
    assert f"VALUES ?_kind {{ {EL.Hire} {EL.Founding} }}" in bind(events, {"kind": ["el:Hire", EL.Founding.value]})
    with pytest.raises(BadQuery, match="choose from el:Hire, el:Founding"):
        bind(events, {"kind": "el:Departure"})


def test_only_declared_parameters_are_filled() -> None:
    text = bind(CATALOGUE["timeline/events"], {"from": "2024-01-01"})
    assert text.count('"2024-01-01"^^<http://www.w3.org/2001/XMLSchema#date>') == 1
    assert "# VALUES ?_kind { UNDEF } in a comment" in text
    assert 'STR(?event) != "VALUES ?_from { UNDEF }"' in text


def test_unknown_parameter_lists_the_known() -> None:
    with pytest.raises(BadQuery, match="has no parameter 'kinds'; it has: kind, from, at_least"):
        bind(CATALOGUE["timeline/events"], {"kinds": "el:Hire"})


def test_required_parameter_is_asked_for() -> None:
    with pytest.raises(BadQuery, match="entity/named needs parameter 'name': The label"):
        bind(CATALOGUE["entity/named"], {"name": None})


def test_a_default_must_fit() -> None:
    with pytest.raises(ValueError, match="give true or false"):
        Parameter(name="x", type="boolean", description="A", default="maybe")
