"""Commands of predictions: what became of them, the score of each source, and a person's word."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, get_args

import typer

from kg.cli.common import (
    Format,
    FormatOption,
    KnownOption,
    StoreOption,
    console,
    day_option,
    existing_store,
    known_day,
    print_json,
    print_rows,
    progress,
    snapshot_at,
)
from kg.cli.review import ByOption, WhyOption, own_name
from kg.cli.show import OrgOption
from kg.errors import BadInput, BadQuery, LimitExceeded
from kg.query.runner import run_query
from kg.views.entities import find_entities
from kg.views.graph import open_graph
from kg.views.predictions import list_predictions, score_predictions
from kg.views.shapes import PredictionRow, PredictionState, ScoreRow, as_json

if TYPE_CHECKING:
    from kg.verdicts import Verdict

_LABELS: dict[PredictionState, str] = {
    "open": "open", "proposed": "came true (proposed)", "came-true": "came true (confirmed)", "late": "came late",
    "overdue": "overdue without evidence", "refuted": "refuted", "withdrawn": "withdrawn", "uncheckable": "cannot be checked",
}  # fmt: skip
_COUNTS = (
    "predictions", "due", "came_true", "proposed", "late", "overdue", "refuted", "withdrawn", "open", "uncheckable",
)  # fmt: skip

IdArgument = Annotated[str, typer.Argument(metavar="ID", help="Id of a prediction, or the beginning of one.")]
EventOption = Annotated[
    str, typer.Option("--event", metavar="ID", help="Id of the event that is the evidence.", show_default=False)
]

predictions = typer.Typer(rich_markup_mode=None)


def register(app: typer.Typer) -> None:
    app.add_typer(predictions, name="predictions")


@predictions.callback(invoke_without_command=True)
def list_them(
    context: typer.Context,
    org: OrgOption = [],
    state: Annotated[
        list[str], typer.Option("--state", metavar="STATE", help="Only these: " + ", ".join(get_args(PredictionState)) + ".")
    ] = [],
    on: Annotated[
        str, typer.Option("--on", metavar="DATE", help="The day from which one looks back; default: as known on, else today.")
    ] = "",
    check: Annotated[bool, typer.Option("--check", help="Ask the graph again: each ASK, its answer, the events.")] = False,
    score: Annotated[bool, typer.Option("--score", help="Count what became of the predictions of each source.")] = False,
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """List predictions with their deadlines and what became of them, the nearest deadline first.

    kg predictions --state overdue
    kg predictions --check --org Anthropic
    kg predictions confirm 1a2b3c4d --event 5e6f7a8b --why "the company says so"
    """
    if context.invoked_subcommand is not None:
        return
    if unknown := sorted(set(state) - set(get_args(PredictionState))):
        raise BadInput(f"--state: '{unknown[0]}' is no state; choose from {', '.join(get_args(PredictionState))}")
    day = day_option(on, "--on") or known_day(known) or date.today()
    snapshot = snapshot_at(store, known)
    graph = open_graph(snapshot)
    if score:
        _print_scores(score_predictions(graph, day), form)
        return
    about = [iri for name in org for iri in find_entities(graph, name)]
    found = [row for row in list_predictions(graph, day, org=about) if not state or row.status in state]
    answers: dict[str, bool | None] = {}
    if check:
        with progress() as tell:
            for row in found:
                tell(row.statement[:60])
                answers[row.id] = _answer(row, snapshot.path)
    _print_predictions(found, answers if check else None, form)


def _answer(row: PredictionRow, path: Path) -> bool | None:
    """Yes or no of the prediction's ASK; `None` where it has none, or none that can be answered.

    It is run like anybody's query: what stands in a graph may have come from anywhere.
    """
    if row.ask is None:
        return None
    try:
        return run_query(row.ask, store_path=path, format="json").answer()
    except (BadQuery, LimitExceeded):
        return None


def _print_predictions(found: list[PredictionRow], answers: Mapping[str, bool | None] | None, form: Format) -> None:
    if form is Format.json:
        rows = [as_json(row) for row in found]
        print_json(rows if answers is None else [row | {"answer": answers[row["id"]]} for row in rows])
        return
    if form is Format.table and answers is not None:
        for row in found:
            _print_checked(row, answers[row.id])
        return
    columns = ("deadline", "status", "prediction", "about", "horizon", "source", "statement", "id")
    print_rows(form, columns, (_cells(row, short=form is Format.table) for row in found))


def _cells(row: PredictionRow, *, short: bool) -> tuple[object, ...]:
    shown = row.id.rsplit("/", 1)[-1][:8] if short else row.id
    status = _LABELS[row.status] if short else row.status
    return row.deadline, status, row.statement, ", ".join(row.about), row.horizon, row.source.name, row.source.statement, shown


def _print_checked(row: PredictionRow, answer: bool | None) -> None:
    out = console()
    out.print(row.statement, style="bold", markup=False)
    out.print(f"{_LABELS[row.status]} · deadline {row.deadline or 'not given'} · {row.source.name} · {row.id}", markup=False)
    if row.verdict:
        why = f": {row.verdict.why}" if row.verdict.why else ""
        out.print(f"{row.verdict.verdict}, says {row.verdict.who} on {row.verdict.when.date()}{why}", markup=False)
    for event in row.evidence:
        short = event.event.rsplit("/", 1)[-1][:8]
        out.print(f"  {event.relation}: {event.date or 'undated'} {event.title} ({short})", markup=False)
    if row.ask:
        told = {True: "yes", False: "no", None: "it cannot be answered"}[answer]
        out.print(f"{row.ask}\n=> {told}\n", markup=False)
    else:
        out.print("Its wording gives nothing that could be looked for.\n", markup=False)


def _print_scores(found: list[ScoreRow], form: Format) -> None:
    if form is Format.json:
        print_json(found)
        return
    cells = ((row.source.name, row.source.statement, *(getattr(row, name) for name in _COUNTS)) for row in found)
    print_rows(form, ("source", "statement", *_COUNTS), cells)


# --- a person's word --------------------------------------------------------------------------------------------------------


@predictions.command()
def confirm(
    prediction: IdArgument, event: EventOption = "", why: WhyOption = "", by: ByOption = "", store: StoreOption = None
) -> None:
    """Decide that a prediction came true. Without --event, the events that meet it are the evidence."""
    _judge("came-true", prediction, event, why, by, store)


@predictions.command()
def refute(
    prediction: IdArgument, event: EventOption = "", why: WhyOption = "", by: ByOption = "", store: StoreOption = None
) -> None:
    """Decide that a prediction was wrong, by the event that excludes it."""
    _judge("refuted", prediction, event, why, by, store)


@predictions.command()
def withdraw(prediction: IdArgument, why: WhyOption = "", by: ByOption = "", store: StoreOption = None) -> None:
    """Decide that a prediction was taken back by whoever made it."""
    _judge("withdrawn", prediction, "", why, by, store)


def _judge(verdict: Verdict, prediction: str, event: str, why: str, by: str, store: Path | None) -> None:
    from kg.verdicts import judge  # slow to import: everything that writes

    decision = judge(existing_store(store), verdict, prediction, event=event, who=by or own_name(), why=why)
    typer.echo(f"recorded: decision {decision.id[:8]}, {verdict}; kg undo {decision.id[:8]} takes it back")
