"""What commands share: the store option, output in a table, JSON or CSV, and reading of dates."""

from __future__ import annotations

import csv
import io
import json
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table
from rich.text import Text

from kg.dates import Moment, read_date
from kg.errors import BadInput
from kg.paths import default_store
from kg.store import EmbeddedSnapshot, EmbeddedStore
from kg.views.graph import Graph, as_known_on, open_graph
from kg.views.past import left_out
from kg.views.shapes import as_json


class Format(StrEnum):
    """How rows are printed."""

    table = "table"
    json = "json"
    csv = "csv"


StoreOption = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="PATH",
        help="Folder of the store. Default: EVENTLINE_STORE, else your data folder.",
        show_default=False,
    ),
]
KnownOption = Annotated[
    str | None,
    typer.Option("--as-known-on", metavar="DATE", help="Only what could be known by the end of this day.", show_default=False),
]
FormatOption = Annotated[Format, typer.Option("--format", help="How to print.")]


def store_at(path: Path | None) -> EmbeddedStore:
    """The store, made if it is not there yet."""
    return EmbeddedStore(path or default_store())


def graph_at(path: Path | None, known: str | None = None) -> Graph:
    """The graph of a store that is there, as it is or as it was known on a day. Raises BadInput where there is no store."""
    return open_graph(snapshot_at(path, known))


def snapshot_at(path: Path | None, known: str | None) -> EmbeddedSnapshot:
    """The state behind `graph_at`. What no day can be told of is left out of the past, and its number is said."""
    store = existing_store(path)
    day = known_day(known)
    if day is None:
        return store.snapshot()
    if omitted := left_out(open_graph(store.snapshot())):
        say(f"kg: {omitted}")
    return as_known_on(store, day)


def known_day(known: str | None) -> date | None:
    """The last day of the date given with --as-known-on. Raises BadInput where it has none."""
    moment = moment_option(known, "--as-known-on")
    if moment is not None and moment.end is None:
        raise BadInput(f"--as-known-on: '{known}' has no last day; write it as 2026-04-08")
    return moment.end if moment else None


def existing_store(path: Path | None) -> EmbeddedStore:
    """A store that is there. Raises BadInput where none is."""
    place = path or default_store()
    if not (place / "format").is_file():
        raise BadInput(f"{place}: there is no store yet; make one with kg ingest PATH, or with the sample data by kg run")
    return EmbeddedStore(place)


def print_json(value: Any) -> None:
    """Indented JSON with every letter as it is."""
    sys.stdout.write(json.dumps(as_json(value), ensure_ascii=False, indent=2) + "\n")


def print_rows(form: Format, columns: Sequence[str], rows: Iterable[Sequence[object]], title: str = "") -> None:
    """Rows as a table for people or as CSV. Text from sources stays text: no markup is read in it."""
    if form is Format.csv:
        out = io.StringIO()
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(rows)
        sys.stdout.write(out.getvalue())
        return
    table = Table(*columns, title=title or None, box=None, pad_edge=False, header_style="bold", title_justify="left")
    for row in rows:
        table.add_row(*(Text("" if cell is None else str(cell)) for cell in row))
    console().print(table)


def console() -> Console:
    """Standard output as wide as the terminal, or 180 columns where it is none."""
    return Console(highlight=False, width=None if sys.stdout.isatty() else 180, soft_wrap=False)


def say(line: str) -> None:
    """A line for the person, apart from the output."""
    print(line, file=sys.stderr)


@contextmanager
def progress() -> Iterator[Callable[[str], None]]:
    """A spinner that names what is being done, on a terminal's standard error; silent elsewhere."""
    out = Console(stderr=True)
    if not out.is_terminal:
        yield lambda _: None
        return
    with Progress(
        SpinnerColumn(), TextColumn("{task.description}", markup=False), TimeElapsedColumn(), console=out, transient=True
    ) as bar:
        task = bar.add_task("starting")
        yield lambda doing: bar.update(task, description=doing)


def moment_option(text: str | None, option: str) -> Moment | None:
    """The date given with an option. Raises BadInput naming it."""
    if not text:
        return None
    try:
        return Moment.parse(read_date(text))
    except BadInput as error:
        raise BadInput(f"{option}: {error}") from error


def day_option(text: str | None, option: str) -> date | None:
    """The day given with an option. Raises BadInput where it is no single day."""
    moment = moment_option(text, option)
    if moment is None:
        return None
    if moment.begin is None or moment.begin != moment.end:
        raise BadInput(f"{option}: '{text}' is not a day; write it as 2026-04-08")
    return moment.begin
