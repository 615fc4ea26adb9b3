"""`kg map`: mappings of tables, proposed, checked and listed."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.common import Format, FormatOption, print_json, print_rows, say
from kg.errors import BadInput, Refusal
from kg.ingest.base import Batch, Context, Input
from kg.ingest.mapping.model import read_mapping
from kg.ingest.mapping.reference import schema
from kg.ingest.mapping.shipped import mapping_named, shipped_mappings, with_mapping
from kg.ontology import load_ontology
from kg.records import ClaimRecord, EntityRecord, EventRecord, PassageRecord, Record

_EXAMPLES = 3
"""Refused rows that are shown for each reason."""

FileArgument = Annotated[str, typer.Argument(metavar="FILE", help="A CSV, TSV, JSON, JSON Lines, YAML or Parquet file.")]

app = typer.Typer(no_args_is_help=True, help="Mappings: how the rows of any table become records. docs/mapping.md is the guide.")


def register(parent: typer.Typer) -> None:
    parent.add_typer(app, name="map")


@app.command()
def init(
    file: FileArgument,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write it here; default: print it.", show_default=False)
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="Write over a file that is there.")] = False,
) -> None:
    """Propose a mapping from a file's columns and a sample of its values.

    Every guess has its evidence beside it. FILL IN marks what only a person can tell, CHECK what may be otherwise.

        kg map init rounds.csv -o rounds.toml
    """
    from kg.ingest.mapping.propose import propose  # slow to import, and only this needs it

    given = _opened(file)
    text = propose(given.data, given.name, load_ontology())
    if output is None:
        sys.stdout.write(text)
    elif output.exists() and not force:
        raise BadInput(f"{output}: is there already; choose another name, or write over it with --force")
    else:
        output.write_text(text, "utf-8")
    mapping = read_mapping(text.encode(), str(output or "the proposed mapping"))
    batch = _read(replace(given, mapping=mapping))
    open_points = text.count("FILL IN:") + text.count("CHECK:")
    say(f"with it, {file} gives {_counted(batch)}; {open_points} points to look at are marked FILL IN or CHECK")
    say(f"next: kg map check {file} --mapping {output or 'FILE'}")


@app.command()
def check(
    file: FileArgument,
    mapping: Annotated[
        str, typer.Option(metavar="FILE", help="The mapping, or the name of one that ships; default: the one that fits.")
    ] = "",
    first: Annotated[int, typer.Option(min=0, help="How many records of each sort are shown.")] = 3,
    form: FormatOption = Format.table,
) -> None:
    """Show the first records that a file gives, and every reason for which rows would be refused. Nothing is stored.

    kg map check rounds.csv --mapping rounds.toml
    kg map check rounds.csv --mapping rounds.toml --format json
    """
    given = _opened(file)
    if mapping:
        given = replace(given, mapping=mapping_named(mapping))
    batch = _read(with_mapping(given))
    reasons = _reasons(batch.refusals)
    if form is Format.json:
        print_json(_summary(batch, reasons, first))
    elif form is Format.csv:
        print_rows(form, ("count", "field", "problem", "remedy", "lines"), [reason.row() for reason in reasons])
    else:
        _tell(batch, reasons, first)
    if batch.refusals and not batch.records:
        raise typer.Exit(2)


@app.command("list")
def list_shipped(form: FormatOption = Format.table) -> None:
    """List the mappings that ship, and the columns by which a file is known to be meant."""
    rows = [
        (name, mapping.title, ", ".join(mapping.recognise.columns if mapping.recognise else ()), mapping.notice)
        for name, mapping in sorted(shipped_mappings().items())
    ]
    if form is Format.json:
        print_json([dict(zip(("name", "title", "columns", "notice"), row, strict=True)) for row in rows])
    else:
        print_rows(form, ("name", "title", "columns", "notice"), rows)


@app.command()
def kinds(form: FormatOption = Format.table) -> None:
    """List the kinds of event and the roles of each, as a mapping names them."""
    rows = [
        (kind.name, kind.comment, ", ".join(use.role.name for use in kind.roles), ", ".join(sorted(kind.properties)))
        for kind in load_ontology().kinds
    ]
    if form is Format.json:
        print_json([dict(zip(("kind", "meaning", "roles", "also"), row, strict=True)) for row in rows])
    else:
        print_rows(form, ("kind", "meaning", "roles", "also"), rows)


@app.command("schema")
def print_schema() -> None:
    """Print the JSON Schema of mappings, by which editors complete and check them."""
    sys.stdout.write(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n")


# --- reading -----------------------------------------------------------------------------------------------------------------


def _opened(file: str) -> Input:
    from kg import pipeline  # slow to import: all the adapters

    return pipeline.open_input(Path(file))


def _read(given: Input) -> Batch:
    from kg import pipeline

    return pipeline.adapter_for(given).read(given, Context(load_ontology(), pipeline.shipped_lexicon()))


def _counted(batch: Batch) -> str:
    from kg import pipeline

    told = pipeline.counts_told(dict(sorted(pipeline.counts_of(batch).items())))
    return f"{told or 'no records'} and {len(batch.refusals)} refused"


# --- what is shown -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Reason:
    """Refusals that say the same of the same field."""

    field: str
    problem: str
    remedy: str
    refusals: tuple[Refusal, ...]

    def row(self) -> tuple[object, ...]:
        lines = " ".join(str(refusal.line) for refusal in self.refusals[:20])
        return len(self.refusals), self.field, self.problem, self.remedy, lines


def _reasons(refusals: Sequence[Refusal]) -> list[_Reason]:
    """Refusals by reason, the most frequent first. What stands in quotes differs from row to row and makes no other reason."""
    groups: dict[tuple[str, str], list[Refusal]] = {}
    for refusal in refusals:
        groups.setdefault((refusal.field, _without_quoted(refusal.problem)), []).append(refusal)
    found = [
        _Reason(field, problem if len(group) > 1 else group[0].problem, group[0].remedy, tuple(group))
        for (field, problem), group in groups.items()
    ]
    return sorted(found, key=lambda reason: -len(reason.refusals))


def _without_quoted(problem: str) -> str:
    """The problem with `…` for each quoted value: `'…' is implausible`."""
    parts = problem.split("'")
    return "'".join("…" if place % 2 and place < len(parts) - 1 else part for place, part in enumerate(parts))


def _tell(batch: Batch, reasons: Sequence[_Reason], first: int) -> None:
    for note in batch.notes:
        typer.echo(f"note: {note}")
    typer.echo(f"{batch.label} gives {_counted(batch)}")
    for records in _first_of_each(batch.records, first):
        for record in records:
            typer.echo("")
            for name, value in _shown(record).items():
                typer.echo(f"  {name:<14}{value}")
    if reasons:
        typer.echo("\nRefused:")
    for reason in reasons:
        typer.echo(f"\n{len(reason.refusals):>6} × {reason.field + ': ' if reason.field else ''}{reason.problem}")
        typer.echo(f"         remedy: {reason.remedy}")
        for refusal in reason.refusals[:_EXAMPLES]:
            typer.echo(f"         line {refusal.line}: {refusal.problem}")
            typer.echo(f"           {refusal.text[:160]}")


def _first_of_each(records: Sequence[Record], first: int) -> list[list[Record]]:
    """The first records of each sort: of events by kind, of claims by feature."""
    groups: dict[tuple[str, str], list[Record]] = {}
    for record in records:
        part = record.kind if isinstance(record, EventRecord) else record.feature if isinstance(record, ClaimRecord) else ""
        group = groups.setdefault((record.record, part), [])
        if len(group) < first:
            group.append(record)
    return [group for group in groups.values() if group]


def _shown(record: Record) -> dict[str, object]:
    """A record as its reader sees it: names and values, nothing empty."""
    fields: dict[str, object] = {"record": record.local_id or record.record}
    if isinstance(record, EventRecord):
        fields |= {"kind": record.kind, "title": record.title, "date": record.date, "organisation": record.organisation}
        for part in record.participants:
            fields[part.role] = f"{fields[part.role]}; {part.name}" if part.role in fields else part.name
        fields |= {"amount": record.amount, "valuation": record.valuation, "round": record.round, "note": record.note}
    elif isinstance(record, EntityRecord):
        fields |= {"type": record.type, "name": record.name, "aliases": "; ".join(record.aliases), "url": record.url}
    elif isinstance(record, ClaimRecord):
        fields |= {"about": f"{record.about} ({record.about_type})", "feature": record.feature, "value": record.value}
        fields |= {"qualifier": record.qualifier, "context": record.context, "date": record.date}
    elif isinstance(record, PassageRecord):
        fields |= {"text": record.text, "heading": record.heading}
    source = record.source
    said = " ".join(filter(None, (source.publisher, source.title, source.url, str(source.published or ""))))
    return {name: value for name, value in fields.items() if value not in (None, "")} | {"source": f"{said} ({record.statement})"}


def _summary(batch: Batch, reasons: Sequence[_Reason], first: int) -> dict[str, Any]:
    from kg import pipeline

    return {
        "file": batch.label,
        "counts": pipeline.counts_of(batch),
        "refused": len(batch.refusals),
        "notes": list(batch.notes),
        "first": [
            record.model_dump(mode="json", exclude_defaults=True)
            for group in _first_of_each(batch.records, first)
            for record in group
        ],
        "reasons": [
            {
                "count": len(reason.refusals),
                "field": reason.field,
                "problem": reason.problem,
                "remedy": reason.remedy,
                "lines": [refusal.line for refusal in reason.refusals],
                "examples": [refusal.text for refusal in reason.refusals[:_EXAMPLES]],
            }
            for reason in reasons
        ],
    }
