"""`kg ingest`."""

from __future__ import annotations

import csv
import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from kg.cli.common import Format, StoreOption, day_option, moment_option, print_json, progress, say, store_at
from kg.errors import BadInput, Refusal
from kg.ingest.base import Input
from kg.ingest.mapping.shipped import mapping_named
from kg.records import web_address
from kg.views.spelt import counted

if TYPE_CHECKING:
    from kg import pipeline


def register(app: typer.Typer) -> None:
    app.command()(ingest)


def ingest(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files or folders; - reads standard input.")],
    publisher: Annotated[str, typer.Option(help="Who publishes it, where the file does not say.")] = "",
    url: Annotated[str, typer.Option(help="Its address on the web, where the file does not say.")] = "",
    published: Annotated[str, typer.Option(metavar="DATE", help="When it was published, such as 2026-04 or 2026-04-08.")] = "",
    retrieved: Annotated[
        str, typer.Option(metavar="DATE", help="The day it was read. 'Within 18 months' counts from here.")
    ] = "",
    name: Annotated[
        str, typer.Option("--as", metavar="NAME", help="What a changed version shares with this one; default: its path.")
    ] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be stored, and store nothing.")] = False,
    mapping: Annotated[
        str, typer.Option(metavar="FILE", help="How its rows become records; see docs/mapping.md. Known tables need none.")
    ] = "",
    rejects: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write refused rows to this CSV file.", show_default=False)
    ] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print the summary.")] = Format.table,
    store: StoreOption = None,
) -> None:
    """Take in news cards, facts tables (CSV, JSON Lines), any other table by a mapping, and RDF.

    Good rows are kept and bad ones refused one by one, with file, line, field and remedy. The same file again changes
    nothing; a changed version replaces what its earlier one said, and only that.

        kg ingest card.txt --retrieved 2026-04-08
        kg ingest facts.csv --rejects refused.csv
        kg ingest rounds.csv --mapping rounds.toml
        kg ingest graph.ttl --publisher "Our desk" --dry-run
    """
    from kg import pipeline  # slow to import: all the adapters

    if url:
        try:
            web_address(url)
        except ValueError as error:
            raise BadInput(f"--url: '{url}' {error}") from error
    said: dict[str, Any] = {"publisher": publisher, "url": url, "published": moment_option(published, "--published"),
            "retrieved": day_option(retrieved, "--retrieved"),
            "mapping": mapping_named(mapping) if mapping else None}  # fmt: skip
    inputs: list[Input] = []
    unreadable: list[BadInput] = []
    for path in paths:
        try:
            inputs.extend(_inputs(path, name, said))
        except BadInput as error:
            unreadable.append(error)
    if unreadable and not inputs:
        raise unreadable[0]
    if name and len(inputs) > 1:
        raise BadInput(f"--as: {len(inputs)} files cannot share the name '{name}'; ingest them one by one")
    with progress() as doing:
        outcome = pipeline.ingest(store_at(store), inputs, dry_run=dry_run, progress=doing)
    failures = [*unreadable, *outcome.failed]
    if rejects is not None:
        _write_refusals(rejects, outcome.refusals)
    if form is Format.json:
        print_json(_summary(outcome, failures))
    elif form is Format.csv:
        _write_counts(outcome)
    else:
        _tell(outcome, rejects)
    for failure in failures:
        say(f"kg: {failure}")
    nothing_good = bool(outcome.refusals) and not any(read.batch.records for read in outcome.documents if read.batch)
    if failures or (nothing_good and not any(read.unchanged for read in outcome.documents)):
        raise typer.Exit(2)


def _inputs(path: str, name: str, said: dict[str, Any]) -> list[Input]:
    from kg import pipeline

    if path == "-":
        return [Input("standard input", pipeline.read_all(sys.stdin.buffer, "standard input"), name or "standard input", **said)]
    files = pipeline.files_in(Path(path))
    if not files:
        raise BadInput(f"{path}: holds no file that can be taken in; name files or another folder")
    told = {option: value for option, value in said.items() if option != "mapping"}
    return [replace(pipeline.open_input(file, key=name, **told), mapping=said.get("mapping")) for file in files]


def _summary(outcome: pipeline.Outcome, failures: list[BadInput]) -> dict[str, object]:
    from kg import pipeline

    return {
        "snapshot": outcome.snapshot,
        "changed": outcome.changed,
        "committed": outcome.committed,
        "counts": outcome.counts(),
        "refused": len(outcome.refusals),
        "gained": outcome.gained,
        "lost": outcome.lost,
        "events": list(outcome.events),
        "documents": [
            {
                "path": read.given.name,
                "read_as": read.adapter,
                "unchanged": read.unchanged,
                "label": read.batch.label if read.batch else None,
                "counts": pipeline.counts_of(read.batch) if read.batch else {},
                "refused": [_refusal_fields(refusal) for refusal in read.batch.refusals] if read.batch else [],
                "notes": list(read.batch.notes) if read.batch else [],
                "error": str(read.error) if read.error else None,
            }
            for read in outcome.documents
        ],
        "errors": [str(failure) for failure in failures],
    }


def _refusal_fields(refusal: Refusal) -> dict[str, object]:
    return {"path": refusal.path, "line": refusal.line, "field": refusal.field, "problem": refusal.problem,
            "remedy": refusal.remedy, "text": refusal.text}  # fmt: skip


def _tell(outcome: pipeline.Outcome, rejects: Path | None) -> None:
    from kg import pipeline

    for read in outcome.documents:
        if read.unchanged:
            typer.echo(f"{read.given.name}: unchanged, not read again")
        elif read.batch is not None:
            held = pipeline.counts_told(dict(sorted(pipeline.counts_of(read.batch).items())))
            refused = f"; {len(read.batch.refusals)} refused" if read.batch.refusals else ""
            typer.echo(f"{read.given.name}: {read.adapter}: {held or 'nothing'}{refused}")
            for note in read.batch.notes:
                typer.echo(f"  note: {note}")
    for refusal in outcome.refusals[:20]:
        say(f"refused {refusal}")
    if len(outcome.refusals) > 20 and rejects is None:
        say(f"and {len(outcome.refusals) - 20} more; --rejects FILE writes them all to a file")
    state = "nothing changed" if not outcome.changed else f"{counted(outcome.gained, 'record')} in, {outcome.lost:,} out"
    typer.echo(f"{state}; snapshot {outcome.snapshot}{'' if outcome.committed else ' (dry run: not stored)'}")


def _write_counts(outcome: pipeline.Outcome) -> None:
    writer = csv.writer(sys.stdout, lineterminator="\n")
    writer.writerow(("path", "read_as", "records", "refused"))
    for read in outcome.documents:
        batch = read.batch
        writer.writerow((read.given.name, read.adapter, len(batch.records) if batch else 0, len(batch.refusals) if batch else 0))


def _write_refusals(target: Path, refusals: tuple[Refusal, ...]) -> None:
    with target.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(("path", "line", "field", "problem", "remedy", "text"))
        writer.writerows((r.path, r.line, r.field, r.problem, r.remedy, r.text) for r in refusals)
