"""`kg query` and `kg queries`."""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.common import Format, FormatOption, KnownOption, StoreOption, print_json, print_rows, say, snapshot_at
from kg.errors import BadInput
from kg.query.catalogue import Query, load_catalogue
from kg.query.results import GRAPH_FORMATS, ROW_FORMATS
from kg.query.runner import Limits, run_query
from kg.views.fill_in import fill_in
from kg.views.graph import Graph, open_graph, plain


def register(app: typer.Typer) -> None:
    app.command()(query)
    app.command()(queries)


def query(
    asked: Annotated[
        str,
        typer.Argument(metavar="NAME|FILE|-", help="A query of the catalogue, a file, - for standard input, or the text itself."),
    ],
    param: Annotated[
        list[str],
        typer.Option("--param", "-p", metavar="NAME=VALUE", help="A parameter of a catalogue query; repeat for several."),
    ] = [],
    form: Annotated[
        str, typer.Option("--format", help="table, json, csv, tsv, xml; for graphs turtle, trig, ntriples, jsonld.")
    ] = "table",
    seconds: Annotated[float, typer.Option("--timeout", min=0.1, metavar="SECONDS", help="End the query after so long.")] = 30.0,
    rows: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="Give at most so many rows.")] = 100_000,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Ask the graph in SPARQL: SELECT, ASK, CONSTRUCT or DESCRIBE. Prefixes such as el: are understood.

    JSON, CSV, TSV and XML are the W3C result formats. Queries only read, ask no other server, and end at the limits.

        kg query timeline/events --param org=Anthropic --param kind=el:Hire
        kg query "SELECT ?kind (COUNT(*) AS ?n) { ?e a ?kind } GROUP BY ?kind"
    """
    given = _pairs(param)
    [*_, day] = [known, *given.pop(_KNOWN, [])]
    snapshot = snapshot_at(store, day)
    graph = open_graph(snapshot)
    text = _text(asked, given, graph)
    wanted = None if form == "table" else form
    if wanted is not None and wanted not in ROW_FORMATS and wanted not in GRAPH_FORMATS:
        raise BadInput(f"--format: there is no '{form}'; choose from table, {', '.join([*ROW_FORMATS, *GRAPH_FORMATS])}")
    result = run_query(text, store_path=snapshot.path, limits=Limits(seconds=seconds, rows=rows), format=wanted)
    if result.truncated:
        say(f"kg: there is more: these are the first {result.count}; raise --limit for the rest")
    if not result.count and result.kind != "boolean":
        from kg.views.vocabulary import unknown_terms  # slow to import, and seldom needed

        for term, near in unknown_terms(text, graph.ontology):
            say(f"kg: {term} is no term of the vocabulary; {near} is spelt most like it")
    if wanted is not None or result.kind == "graph":
        sys.stdout.buffer.write(result.body)
        if not result.body.endswith(b"\n"):
            sys.stdout.buffer.write(b"\n")
    elif result.kind == "boolean":
        typer.echo("yes" if result.answer() else "no")
    else:
        found = ([plain(row[column]) if column in row else "" for column in result.columns] for row in result.rows())
        print_rows(Format.table, result.columns, found)


_KNOWN = "as-known-on"
"""A parameter that every query has: it chooses the graph that is asked."""
_DESCRIBES = re.compile(r"\s*(?:(?:PREFIX|BASE)\s.*)?\bDESCRIBE\s", re.IGNORECASE | re.DOTALL)
"""The one form of query that needs no braces."""


def _text(asked: str, given: dict[str, list[str]], graph: Graph) -> str:
    catalogue = load_catalogue()
    if asked in catalogue:
        return fill_in(graph, catalogue.get(asked), given)
    if given:
        raise BadInput("--param is for queries of the catalogue; write the value into your own query")
    if asked == "-":
        return sys.stdin.read()
    if "{" in asked or _DESCRIBES.match(asked):
        return asked
    path = Path(asked)
    if path.is_file():
        try:
            return path.read_text(encoding="utf-8")
        except UnicodeDecodeError as error:
            raise BadInput(f"{path}: is not UTF-8 text; save the query as UTF-8") from error
    return catalogue.get(asked).text  # raises, naming the queries that come near


def _pairs(given: list[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for pair in given:
        name, sign, value = pair.partition("=")
        if not sign:
            raise BadInput(f"--param: '{pair}' is not NAME=VALUE; write --param org=Anthropic")
        found.setdefault(name.strip(), []).append(value)
    return found


def queries(form: FormatOption = Format.table) -> None:
    """List the queries of the catalogue with their parameters."""
    listed = load_catalogue().values()
    if form is Format.json:
        print_json([
            {
                "name": query.name, "title": query.title, "description": query.description, "returns": query.returns,
                "parameters": [parameter.model_dump(mode="json") for parameter in query.parameters.values()],
            }
            for query in listed
        ])  # fmt: skip
        return
    cells = ((query.name, query.title, " ".join(_signature(query)), query.description) for query in listed)
    print_rows(form, ("name", "title", "parameters", "description"), cells)


def _signature(query: Query) -> list[str]:
    return [
        f"{name}{'…' if parameter.multiple else ''}{'!' if parameter.required else ''}"
        for name, parameter in query.parameters.items()
    ]
