"""Commands that keep the graph: export, backup, restore, check."""

from __future__ import annotations

import csv
import io
import sys
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from pyoxigraph import DefaultGraph, Quad, RdfFormat, parse, serialize

from kg.cli.common import (
    Format,
    FormatOption,
    StoreOption,
    existing_store,
    graph_at,
    print_json,
    print_rows,
    progress,
    say,
    store_at,
)
from kg.errors import BadInput
from kg.graph.table import statement_rows
from kg.query.worker import with_prefixes_in_use
from kg.store import Snapshot
from kg.terms import EL, prefixes


class Export(StrEnum):
    """What the graph is written as."""

    trig = "trig"
    nquads = "nquads"
    turtle = "turtle"
    jsonld = "jsonld"
    csv = "csv"


_FORMATS = {Export.nquads: RdfFormat.N_QUADS, Export.jsonld: RdfFormat.JSON_LD}
_BY_SUFFIX = {
    ".trig": Export.trig,
    ".nq": Export.nquads,
    ".nquads": Export.nquads,
    ".ttl": Export.turtle,
    ".jsonld": Export.jsonld,
    ".json": Export.jsonld,
    ".csv": Export.csv,
}
_WHOLE = {
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".nquads": RdfFormat.N_QUADS,
    ".jsonld": RdfFormat.JSON_LD,
    ".json": RdfFormat.JSON_LD,
}


def register(app: typer.Typer) -> None:
    for command in (export, backup, restore, check):
        app.command()(command)


def export(
    target: Annotated[
        Path | None,
        typer.Argument(metavar="FILE", help="Where to write; standard output where none is given.", show_default=False),
    ] = None,
    form: Annotated[
        Export | None, typer.Option("--format", help="Default: by the file's name, else trig.", show_default=False)
    ] = None,
    store: StoreOption = None,
) -> None:
    """Write the graph to a file.

    trig, nquads and jsonld hold everything and can be restored; turtle holds what we believe; csv is the facts table:
    one row for each dated statement of a source.
    """
    chosen = form or (_BY_SUFFIX.get(target.suffix.lower()) if target else None) or Export.trig
    snapshot = existing_store(store).snapshot()
    data = _table(snapshot) if chosen is Export.csv else _rdf(snapshot, chosen)
    if target is None:
        sys.stdout.buffer.write(data)
        return
    half = target.with_name(target.name + ".partial")
    half.write_bytes(data)
    half.replace(target)
    say(f"{target}: {len(data):,} bytes of {chosen.value}, snapshot {snapshot.id}")


def _rdf(snapshot: Snapshot, chosen: Export) -> bytes:
    quads = sorted(snapshot.quads(), key=_order)
    if chosen is Export.turtle:
        quads = [quad for quad in quads if quad.graph_name == DefaultGraph()]
        return with_prefixes_in_use(
            serialize((quad.triple for quad in quads), format=RdfFormat.TURTLE, prefixes=prefixes()) or b""
        )
    if chosen is Export.trig:
        return with_prefixes_in_use(serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes()) or b"")
    return serialize(quads, format=_FORMATS[chosen]) or b""


def _order(quad: Quad) -> tuple[str, str, str, str]:
    return str(quad.graph_name), str(quad.subject), str(quad.predicate), str(quad.object)


def _table(snapshot: Snapshot) -> bytes:
    out = io.StringIO()
    columns, rows, undated = statement_rows(snapshot)
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(rows)
    if undated:
        say(f"kg: {undated} statements without a date of their own are not in the table; trig holds them")
    return out.getvalue().encode("utf-8")


def backup(
    target: Annotated[Path, typer.Argument(metavar="FOLDER", help="A folder that does not exist yet.")],
    store: StoreOption = None,
) -> None:
    """Copy the newest state into a folder, which is itself a store."""
    existing_store(store).backup(target)
    say(f"{target}: a copy of {store_at(store).current_id()}")


def restore(
    source: Annotated[Path, typer.Argument(metavar="FOLDER|FILE", help="A backup, or an export in trig, nquads or jsonld.")],
    store: StoreOption = None,
) -> None:
    """Make a backup or a whole export the newest state. What was there before is replaced."""
    into = store_at(store)
    if source.is_dir():
        snapshot = into.restore(source)
    elif source.suffix.lower() in _WHOLE and source.is_file():
        try:
            quads = list(parse(path=str(source), format=_WHOLE[source.suffix.lower()]))
        except SyntaxError as error:
            raise BadInput(f"{source}:{error.lineno or 1}: {error.msg}; give a file that kg export wrote") from error
        if not any(quad.predicate == EL.content for quad in quads):
            raise BadInput(f"{source}: holds no records, so it is no whole export; take it in with kg ingest")
        with into.transaction() as transaction:
            transaction.apply(list(transaction.quads()), quads)
            snapshot = transaction.commit()
    else:
        raise BadInput(f"{source}: is no backup and no export in trig, nquads or jsonld; give one of those")
    say(f"{into.root}: restored to {snapshot}")


def check(form: FormatOption = Format.table, store: StoreOption = None) -> None:
    """Check the whole store against the SHACL shapes. Status 1 where something breaks them."""
    from kg.validate import check as check_store  # SHACL is slow to import, and no other command needs it

    graph = graph_at(store)
    with progress() as doing:
        doing("checking every statement against the shapes")
        found = check_store(graph.reader, graph.ontology)
    if form is Format.json:
        print_json([{"focus": one.focus, "path": one.path, "message": one.message, "value": one.value} for one in found])
    elif found or form is Format.csv:
        print_rows(form, ("focus", "path", "message", "value"), ((one.focus, one.path, one.message, one.value) for one in found))
    else:
        typer.echo("the store conforms to the shapes")
    if found:
        raise typer.Exit(1)
