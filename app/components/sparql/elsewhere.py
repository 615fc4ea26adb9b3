"""How to run a query without this page: on the command line, over HTTP, and in Python."""

from __future__ import annotations

import shlex
from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

import streamlit as st

from app import state
from app.links import base
from app.markup import draw, element
from kg.query.guard import with_prologue
from kg.store import EmbeddedSnapshot

ENDPOINT = "eventline/sparql"
"""Where the app answers the SPARQL 1.1 Protocol, below its own address."""
HEIGHT = 380
"""Pixels of the list; what is longer scrolls."""


def ways_elsewhere(text: str, name: str, given: Mapping[str, Sequence[str]]) -> None:
    """Code for a text. `name` and `given` tell the catalogue query that it was made of, "" for none."""
    with st.container(height=HEIGHT, border=False):
        for title, remark, code, language in (
            ("Command line", "On this machine, with limits; ends with Ctrl+C.", as_command(text, name, given), "bash"),
            (
                "HTTP",
                "The app answers the SPARQL 1.1 Protocol while it runs, on what is known now.",
                as_curl(text, _origin() + ENDPOINT),
                "bash",
            ),
            ("Python", "With our library and the same limits; the terms are pyoxigraph's.", as_python(text), "python"),
            (
                "Python with pyoxigraph alone",
                "On the files of the snapshot that is shown, without limits.",
                _on_files(text),
                "python",
            ),
            ("Python with rdflib", "On what kg export graph.trig writes; slower, without limits.", as_rdflib(text), "python"),
        ):
            draw(element("div", element("h3", title), element("p", remark, class_="el-note"), class_="el-elsewhere"))
            st.code(code, language=language, wrap_lines=True, height="content")


def as_command(text: str, name: str, given: Mapping[str, Sequence[str]]) -> str:
    """`kg query` with the query of the catalogue, or with the text."""
    known = [f"--as-known-on {day}"] if (day := state.known_on()) else []
    store = [f"--store {shlex.quote(str(state.store().root))}"]
    if name:
        values = [f"--param {shlex.quote(f'{key}={value}')}" for key, texts in given.items() for value in texts]
        return " ".join(["kg query", shlex.quote(name), *values, *known, *store])
    return " ".join(["kg query", *known, *store, shlex.quote(text)])


def as_curl(text: str, endpoint: str) -> str:
    """curl, with our prefixes understood by the server."""
    return f"curl --header 'Accept: text/csv' \\\n  --data-urlencode query={shlex.quote(text)} \\\n  {shlex.quote(endpoint)}"


def as_python(text: str) -> str:
    """Our own library, on the newest state."""
    return f"""\
from pathlib import Path

from kg.query.runner import Limits, run_query
from kg.store import EmbeddedStore

query = {_quoted(text)}
snapshot = EmbeddedStore(Path({str(state.store().root)!r})).snapshot()
result = run_query(query, store_path=snapshot.path, limits=Limits(seconds=30, rows=1_000))
for row in result.rows():
    print({{name: term.value for name, term in row.items()}})
"""


def as_pyoxigraph(text: str, folder: str) -> str:
    """pyoxigraph on the folder of a snapshot."""
    return f"""\
from pyoxigraph import Store

query = {_quoted(with_prologue(text))}
for row in Store.read_only({folder!r}).query(query):
    print(row)
"""


def as_rdflib(text: str) -> str:
    """rdflib on an exported file."""
    return f"""\
from rdflib import Dataset

query = {_quoted(with_prologue(text))}
graph = Dataset()
graph.parse("graph.trig")
for row in graph.query(query):
    print(row)
"""


def _on_files(text: str) -> str:
    snapshot = state.graph().reader
    assert isinstance(snapshot, EmbeddedSnapshot)
    return as_pyoxigraph(text, str(snapshot.path))


def _origin() -> str:
    """The app's own address, as the person's browser knows it."""
    parts = urlsplit(str(st.context.url or "http://localhost:8501"))
    return f"{parts.scheme}://{parts.netloc}{base()}"


def _quoted(text: str) -> str:
    """A text as a Python literal, over several lines where it has some."""
    return repr(text) if '"""' in text or "\\" in text or text.endswith('"') else f'"""\n{text.strip()}\n"""'
