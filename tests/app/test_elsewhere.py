"""The code that runs a query elsewhere runs, and gives what the page gives."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterator
from contextlib import redirect_stdout, suppress
from io import StringIO
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import state
from app.components.sparql.elsewhere import as_command, as_curl, as_pyoxigraph, as_python, as_rdflib
from app.routes import sparql, terms
from kg.cli import main
from kg.store import EmbeddedStore

QUERY = """SELECT ?name {
  ?who a org:Organization ; skos:prefLabel ?name
  FILTER(?name = "OpenAI")
}"""
QUOTES = "SELECT ('it''s \"\"\" \\\\' AS ?name) {}".replace("''", "\\'")


@pytest.fixture(scope="module")
def store(sample_store: Path) -> Iterator[EmbeddedStore]:
    opened = EmbeddedStore(sample_store)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "store", lambda: opened)
        yield opened


@pytest.fixture(scope="module")
def server(store: EmbeddedStore) -> TestClient:
    assert state.store() is store
    return TestClient(Starlette(routes=[*sparql.ROUTES, *terms.ROUTES]))


def printed(code: str) -> str:
    with redirect_stdout(StringIO()) as out:
        exec(compile(code, "elsewhere", "exec"), {})
    return out.getvalue()


@pytest.mark.parametrize("query", [QUERY, QUOTES])
def test_python_with_our_library(store: EmbeddedStore, query: str) -> None:
    assert store.root.exists()
    assert "{'name': " in printed(as_python(query))


@pytest.mark.parametrize("query", [QUERY, QUOTES])
def test_python_with_pyoxigraph(store: EmbeddedStore, query: str) -> None:
    assert "name=" in printed(as_pyoxigraph(query, str(store.snapshot().path)))


def test_python_with_rdflib(store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "graph.trig").write_text("@prefix el: <urn:none:> . <urn:a> <urn:b> <urn:c> .")
    assert "urn:a" in printed(as_rdflib("SELECT ?s { ?s ?p ?o }"))
    assert store.root.exists()


@pytest.mark.parametrize(
    ("text", "name", "given", "told"),
    [(QUERY, "", {}, "OpenAI"), ("", "entity/by-name", {"text": ["openai"]}, "OpenAI"), (QUOTES, "", {}, '"""')],
)
def test_the_command_line(
    store: EmbeddedStore,
    text: str,
    name: str,
    given: dict[str, list[str]],
    told: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    program, *arguments = shlex.split(as_command(text, name, given))
    assert program == "kg"
    assert str(store.root) in arguments
    monkeypatch.setattr(sys, "argv", ["kg", *arguments, "--format", "csv"])
    with suppress(SystemExit):
        main()
    assert told in capsys.readouterr().out.replace('""', '"')


def test_curl_asks_the_endpoint(server: TestClient) -> None:
    words = shlex.split(as_curl(QUERY, "http://testserver/sparql").replace("\\\n", " "))
    assert words[0] == "curl"
    accept, query = words[2].partition(": ")[2], words[4].removeprefix("query=")
    answer = server.post(words[-1], data={"query": query}, headers={"Accept": accept})
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.splitlines() == ["name", "OpenAI"]


@pytest.mark.parametrize(
    ("accept", "query", "media"),
    [
        ("*/*", "ASK {}", "application/sparql-results+json"),
        ("text/html, application/sparql-results+xml;q=0.9", "ASK {}", "application/sparql-results+xml"),
        ("text/turtle", "ASK {}", "application/sparql-results+json"),
        ("", "CONSTRUCT WHERE { ?s a el:Hire }", "text/turtle"),
        ("application/n-triples", "CONSTRUCT WHERE { ?s a el:Hire }", "application/n-triples"),
    ],
)
def test_the_endpoint_answers_in_the_format_that_is_asked_for(server: TestClient, accept: str, query: str, media: str) -> None:
    answer = server.get("/sparql", params={"query": query}, headers={"Accept": accept})
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith(media)


def test_the_endpoint_takes_a_query_as_the_body(server: TestClient) -> None:
    answer = server.post("/sparql", content="ASK { ?e a el:Event }", headers={"Content-Type": "application/sparql-query"})
    assert answer.json()["boolean"] is True


@pytest.mark.parametrize(("query", "told"), [("", "has no query"), ("SELEC", "line 1"), ("CLEAR ALL", "is an update")])
def test_the_endpoint_tells_what_is_wrong_in_one_line(server: TestClient, query: str, told: str) -> None:
    answer = server.get("/sparql", params={"query": query})
    assert answer.status_code == 400
    assert told in answer.text
    assert answer.text.count("\n") == 1


# --- what the editor completes with ---


def test_the_vocabulary_is_served_to_be_kept(server: TestClient) -> None:
    address = terms.vocabulary_address().removeprefix("/eventline")
    answer = server.get(address)
    assert "immutable" in answer.headers["cache-control"]
    assert answer.json()["prefixes"]["el"].endswith("ns#")
    assert {"el:Hire", "el:person", "el:Rumour", "skos:prefLabel"} <= {term["name"] for term in answer.json()["terms"]}


@pytest.mark.parametrize("text", ["anthrop", "ANTHROP", "anthropic"])
def test_entities_are_found_by_the_letters_of_their_names(server: TestClient, text: str) -> None:
    first = server.get("/entities", params={"text": text}).json()[0]
    assert (first["name"], first["sort"]) == ("Anthropic", "Organization")
    assert first["iri"].endswith("/id/agent/anthropic")


@pytest.mark.parametrize("text", ["", " ", "zzzz nobody", "%", ".*", "\u0000"])
def test_letters_that_no_name_has_find_nothing(server: TestClient, text: str) -> None:
    assert server.get("/entities", params={"text": text}).json() == []
