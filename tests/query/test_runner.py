"""People's queries run apart, give every format, and end at their limits."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from pyoxigraph import BaseDirection, BlankNode, Literal, NamedNode, Quad, Store, Triple

from kg.errors import BadQuery, EventlineError, LimitExceeded, StoreDamaged
from kg.query.guard import with_prologue
from kg.query.results import GRAPH_FORMATS, ROW_FORMATS, Term, media_type
from kg.query.runner import Limits, run_query, start_query
from kg.terms import EL, RDF, RDFS, XSD

ALL = "SELECT ?s ?p ?o WHERE { ?s ?p ?o } ORDER BY ?s ?o"
CROSS_JOIN = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ODD: list[Term] = [
    Literal('tab\t "quoted"\r\n\\u0041 \0 é'),
    Literal("Zürich", language="de"),
    Literal("שלום", language="he", direction=BaseDirection.RTL),
    Literal("1.5", datatype=XSD.decimal),
    Literal("x", datatype=NamedNode("http://example.org/é")),
    Literal(""),
    BlankNode("b1"),
    Triple(EL.Hire, RDFS.label, Triple(EL.Hire, RDFS.label, Literal("a\tb"))),
]


@pytest.fixture(scope="module")
def store_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store on disk: 300 labelled hires, and one thing with odd values."""
    path = tmp_path_factory.mktemp("query") / "store"
    store = Store(path)
    for number in range(300):
        hire = NamedNode(f"http://example.org/hire/{number}")
        store.extend([Quad(hire, RDF.type, EL.Hire), Quad(hire, RDFS.label, Literal(f"Hire {number}"))])
    store.extend(Quad(EL.Hire, RDFS.comment, value) for value in ODD)
    store.flush()
    return path


@pytest.mark.parametrize("name", ["json", "tsv"])
def test_terms_of_every_kind_come_back(store_path: Path, name: str) -> None:
    result = run_query("SELECT ?o ?none { el:Hire rdfs:comment ?o }", store_path=store_path, format=name)
    assert result.columns == ("o", "none")
    assert result.count == len(ODD)
    values = [row["o"] for row in result.rows()]
    assert {value for value in values if not isinstance(value, BlankNode)} == {v for v in ODD if not isinstance(v, BlankNode)}
    assert sum(isinstance(value, BlankNode) for value in values) == 1


def test_formats_are_those_of_the_w3c(store_path: Path) -> None:
    query = "SELECT ?s ?label ?none { ?s rdfs:label ?label } ORDER BY ?s LIMIT 2"
    as_json = run_query(query, store_path=store_path)
    assert as_json.media_type == "application/sparql-results+json"
    document = json.loads(as_json.body)
    assert document["head"]["vars"] == ["s", "label", "none"]
    assert document["results"]["bindings"][0]["label"] == {"type": "literal", "value": "Hire 0"}
    as_csv = run_query(query, store_path=store_path, format="csv")
    rows = list(csv.reader(io.StringIO(as_csv.body.decode())))
    assert rows == [
        ["s", "label", "none"],
        ["http://example.org/hire/0", "Hire 0", ""],
        ["http://example.org/hire/1", "Hire 1", ""],
    ]
    with pytest.raises(BadQuery, match="terms cannot be read back from csv; ask for json"):
        as_csv.rows()
    as_tsv = run_query(query, store_path=store_path, format="tsv")
    assert as_tsv.body.splitlines()[0] == b"?s\t?label\t?none"


@pytest.mark.parametrize("name", sorted(ROW_FORMATS))
def test_ask(store_path: Path, name: str) -> None:
    result = run_query("ASK { ?s a el:Hire }", store_path=store_path, format=name)
    assert (result.kind, result.columns, result.truncated) == ("boolean", (), False)
    assert b"true" in result.body
    if name != "csv":
        assert result.answer() is True
        with pytest.raises(BadQuery, match="has no rows"):
            result.rows()


@pytest.mark.parametrize("name", sorted(GRAPH_FORMATS))
@pytest.mark.parametrize("query", ["CONSTRUCT { ?s rdfs:label ?l } WHERE { ?s rdfs:label ?l }", "DESCRIBE ?s { ?s a el:Hire }"])
def test_graphs(store_path: Path, name: str, query: str) -> None:
    result = run_query(query, store_path=store_path, format=name)
    assert (result.kind, result.columns) == ("graph", ("subject", "predicate", "object"))
    assert result.count == len(result.rows()) >= 300
    assert {
        "subject": NamedNode("http://example.org/hire/7"),
        "predicate": RDFS.label,
        "object": Literal("Hire 7"),
    } in result.rows()


def test_turtle_is_the_same_each_time(store_path: Path) -> None:
    query = "CONSTRUCT { ?s a el:Hire ; skos:note 1 ; org:x 2 } WHERE { ?s rdfs:label 'Hire 7' }"
    first, second = (run_query(query, store_path=store_path).body for _ in range(2))
    assert first == second
    assert [line.split()[1] for line in first.splitlines() if line.startswith(b"@prefix")] == [b"el:", b"org:", b"skos:"]


def test_a_format_that_does_not_fit_is_refused(store_path: Path) -> None:
    with pytest.raises(BadQuery, match="answered in json, csv, tsv, xml, not in turtle"):
        run_query(ALL, store_path=store_path, format="turtle")
    with pytest.raises(BadQuery, match="there is no format 'pdf'"):
        run_query(ALL, store_path=store_path, format="pdf")
    assert media_type("turtle") == "text/turtle"


@pytest.mark.parametrize("query", [ALL, "CONSTRUCT WHERE { ?s ?p ?o }"])
def test_row_limit_keeps_the_first(store_path: Path, query: str) -> None:
    every = run_query(query, store_path=store_path)
    some = run_query(query, store_path=store_path, limits=Limits(rows=5))
    exact = run_query(query, store_path=store_path, limits=Limits(rows=every.count))
    assert (every.count, every.truncated) == (608, False)
    assert (some.count, some.truncated) == (5, True)
    assert (exact.count, exact.truncated) == (608, False)
    assert len(some.rows()) == 5
    if query == ALL:
        assert some.rows()[1:] == every.rows()[1:5]  # the first subject may be a blank node, which has no lasting name


def test_time_limit(store_path: Path) -> None:
    with pytest.raises(LimitExceeded, match=r"took more than 0\.5 seconds"):
        run_query(CROSS_JOIN, store_path=store_path, limits=Limits(seconds=0.5))


def test_time_limit_holds_for_text_that_keeps_the_parser_busy(store_path: Path) -> None:
    with pytest.raises(LimitExceeded, match="took more than 1 seconds"):
        run_query("SELECT * { FILTER(" + "!(" * 50, store_path=store_path, limits=Limits(seconds=1))


def test_memory_limit(store_path: Path) -> None:
    greedy = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?i LIMIT 3"
    with pytest.raises(LimitExceeded, match="needs more than 1 GiB of memory"):
        run_query(greedy, store_path=store_path, limits=Limits(memory=1 << 30, seconds=60))


def test_a_query_that_ends_the_engine_is_told_in_a_line(store_path: Path) -> None:
    with pytest.raises(EventlineError, match="the query ended the engine") as caught:
        run_query("SELECT * { FILTER(" + "1 + " * 50_000 + "1) }", store_path=store_path)
    assert "\n" not in str(caught.value)


def test_cancel_from_another_thread(store_path: Path) -> None:
    running = start_query(CROSS_JOIN, store_path=store_path)
    threading.Timer(0.3, running.cancel).start()
    with pytest.raises(EventlineError, match="was cancelled"):
        running.result()


def test_leaving_after_the_answer_changes_nothing(store_path: Path) -> None:
    with start_query(ALL, store_path=store_path) as running:
        result = running.result()
    assert result.count == 608


def test_leaving_ends_the_process(store_path: Path) -> None:
    with start_query(CROSS_JOIN, store_path=store_path) as running:
        process = running._process
        assert process.poll() is None
    assert process.poll() is not None


@pytest.mark.parametrize(
    ("query", "reason"),
    [
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "line 1, column 12: SERVICE asks another server"),
        ("DROP ALL", "this is an update"),
        ("SELECT * {\n  ?s ?p o\n}", "line 2, column 9"),
        (with_prologue("SELECT * {\n  ?s ?p o\n}"), "line 2, column 9"),
    ],
)
def test_what_the_guard_refuses_does_not_run(store_path: Path, query: str, reason: str) -> None:
    with pytest.raises(BadQuery, match=reason):
        run_query(query, store_path=store_path)


def test_an_error_carries_its_place(store_path: Path) -> None:
    with pytest.raises(BadQuery) as told:
        run_query("SELECT ?x {\n  ?x a nope:Thing\n}", store_path=store_path)
    assert (told.value.line, told.value.column) == (2, 8)
    assert str(told.value) == f"query, line 2, column 8: {told.value.reason}"


def test_the_first_rows_are_read_without_the_others(store_path: Path) -> None:
    result = run_query(ALL, store_path=store_path)
    assert result.first(2) == result.rows()[:2]
    assert result.first(10**6) == result.rows()


def test_no_store(tmp_path: Path) -> None:
    with pytest.raises(StoreDamaged, match="the store cannot be opened"):
        run_query(ALL, store_path=tmp_path / "nothing")


def test_worker_imports_little() -> None:
    heavy = "{'pydantic', 'rdflib', 'kg.terms', 'kg.ontology', 'importlib.metadata', 'streamlit'}"
    script = f"import sys, kg.query.worker; print(sorted({heavy} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout == "[]\n"
