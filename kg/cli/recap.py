"""Commands that tell and find: recap, search."""

from __future__ import annotations

import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import Format, FormatOption, KnownOption, StoreOption, graph_at, print_json, print_rows, say
from kg.cli.show import OrgOption
from kg.errors import BadInput
from kg.views.periods import Period, between, read_period

if TYPE_CHECKING:
    from kg.views.recap import Recap


class Form(StrEnum):
    """How a recap is written."""

    markdown = "markdown"
    html = "html"
    atom = "atom"
    json = "json"


def register(app: typer.Typer) -> None:
    for command in (recap, search):
        app.command()(command)


def recap(
    time: Annotated[str, typer.Argument(metavar="TIME", help="2026-W15, 2026-04 or a day; without it, the newest week.")] = "",
    org: OrgOption = [],
    kind: Annotated[list[str], typer.Option("--kind", metavar="KIND", help="Event kind, such as Hire.")] = [],
    text: Annotated[str, typer.Option("--text", help="Letters in a title or a participant's name.")] = "",
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="First day, instead of TIME.")] = "",
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="Last day, instead of TIME.")] = "",
    form: Annotated[Form, typer.Option("--format", help="How to write it.")] = Form.markdown,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Write it into a file.", show_default=False, dir_okay=False)
    ] = None,
    address: Annotated[
        str, typer.Option("--app", metavar="URL", help="Address of the app, for links to its pages.", show_default=False)
    ] = "",
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Tell what happened in a week, a month or any other time, with sources, disputes and predictions.

    kg recap 2026-W15
    kg recap 2026-04 --org Anthropic --format html --out april.html
    """
    from kg.views.recap import RecapFilter, newest_week  # slow to import: templates, feeds and columns
    from kg.views.recap import recap as tell

    graph = graph_at(store, known)
    companies, kinds = tuple(org), tuple(kind)
    period = _period(time, from_, to) or newest_week(graph, date.today(), companies, kinds, text)
    told = tell(graph, RecapFilter(begin=period.begin, end=period.end, organisations=companies, kinds=kinds, text=text))
    if form is Form.json and out is None:
        print_json(told)
        return
    written = _written(told, form, f"{address.rstrip('/')}/" if address else "")
    if out is None:
        sys.stdout.write(written)
    else:
        out.write_text(written, encoding="utf-8")
        say(f"kg: {told.title} is in {out}")


def _period(time: str, first: str, last: str) -> Period | None:
    if not time and not first and not last:
        return None
    if time and (first or last):
        raise BadInput("give either TIME or --from and --to")
    if time:
        return read_period(time)
    if not (first and last):
        raise BadInput("--from and --to belong together; give both")
    return between(first, last)


def _written(told: Recap, form: Form, home: str) -> str:
    from kg.views.recap import as_atom, as_html, as_markdown

    match form:
        case Form.markdown:
            return as_markdown(told, home)
        case Form.html:
            return as_html(told, home)
        case Form.atom:
            return as_atom(told, home).decode()
        case Form.json:
            return told.model_dump_json(indent=2) + "\n"


def search(
    query: Annotated[str, typer.Argument(metavar="TEXT", help="Words of a name, a title or a text.")],
    limit: Annotated[int, typer.Option("--limit", min=1, max=1000, metavar="N", help="At most so many of each group.")] = 10,
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Find names, events, texts and publishers. Slips of the pen are forgiven where nothing fits.

    kg search "eric boyd"
    """
    from kg.views.search import search as find  # slow to import: the index

    found = find(graph_at(store, known), query, limit)
    if form is Format.json:
        print_json(found)
        return
    columns = ("type", "text", "date", "beside", "id")
    rows = [
        (hit.sort, hit.text, hit.date, hit.matched or hit.detail, hit.id) for group in found.groups for hit in group.hits
    ]
    print_rows(form, columns, rows)
    if form is Format.table:
        typer.echo(f"{found.total} hits{', spelt nearly so' if found.near else ''}")
