"""Commands of review: review, same, different, undo, decisions, history, records."""

from __future__ import annotations

import getpass
import shutil
import subprocess
import sys
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.common import (
    Format,
    FormatOption,
    KnownOption,
    StoreOption,
    console,
    existing_store,
    graph_at,
    print_json,
    print_rows,
    progress,
    snapshot_at,
)
from kg.errors import BadInput
from kg.store import EmbeddedStore
from kg.views.alike import names_in_doubt
from kg.views.decisions import list_decisions
from kg.views.graph import open_graph
from kg.views.history import event_history
from kg.views.records import list_records
from kg.views.review import questions
from kg.views.shapes import ChangeRow, QuestionRow, ReportRow, SideRow
from kg.views.spelt import counted

if TYPE_CHECKING:
    from kg.decisions import Effect

WhyOption = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for those who read the decision later.")]
ByOption = Annotated[
    str, typer.Option("--by", metavar="NAME", help="Who decides. Default: your name in git, else your login.", show_default=False)
]


class Kind(StrEnum):
    """What questions are about."""

    events = "events"
    names = "names"


def register(app: typer.Typer) -> None:
    for command in (review, same, different, undo, decisions, history, records):
        app.command()(command)


# --- asking -----------------------------------------------------------------------------------------------------------


def review(
    kind: Annotated[Kind | None, typer.Option("--kind", help="Only these; default: both.", show_default=False)] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, metavar="N", help="At most so many.")] = 20,
    answer: Annotated[bool, typer.Option("--answer", help="Answer them here, one key for each.")] = False,
    by: ByOption = "",
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """List pairs of events and of names that may be one, the most valuable answer first.

    Answer with kg same or kg different, or all of them at the keyboard with --answer.
    """
    if answer and known:
        raise BadInput("--answer decides for all that is known now; leave out --as-known-on")
    graph = open_graph(snapshot_at(store, known))
    if kind is not Kind.events:
        with progress() as tell:
            names_in_doubt(graph, lambda doing, part: tell(f"{doing}, {part:.0%}"))
    asked = questions(graph, events=kind is not Kind.names, names=kind is not Kind.events)
    if answer:
        _answer(existing_store(store), list(asked), by or own_name())
        return
    found = list(islice(asked, limit))
    if form is Format.json:
        print_json(found)
    elif form is Format.csv:
        print_rows(form, _QUESTION_COLUMNS, map(_question_cells, found))
    else:
        for number, question in enumerate(found, start=1):
            _show(question, f"{number}.")
        remedy = "answer with kg same A B or kg different A B"
        typer.echo(f"{counted(len(found), 'question')}; {remedy}" if found else "nothing to decide")


_QUESTION_COLUMNS = (
    "about", "left", "left_name", "left_date", "left_records", "right", "right_name", "right_date", "right_records", "likeness",
    "worth", "for", "against",
)  # fmt: skip


def _question_cells(question: QuestionRow) -> tuple[object, ...]:
    sides = (cell for side in (question.left, question.right) for cell in (side.short, side.name, side.date, side.members))
    reasons = ("; ".join(question.speaks_for), "; ".join(question.speaks_against))
    return (question.about, *sides, f"{question.likeness:.2f}", f"{question.worth:.2f}", *reasons)


def _show(question: QuestionRow, head: str) -> None:
    out = console()
    noun = "report" if question.about == "event" else "record"
    for mark, side in ((head, question.left), ("", question.right)):
        out.print(f"{mark:<4}{side.short}  {side.date or ''}  {side.name}  ({counted(side.members, noun)})", markup=False)
    for label, reasons in (("for", question.speaks_for), ("against", question.speaks_against)):
        if reasons:
            out.print(f"    {label}: {'; '.join(reasons)}", markup=False)


def _answer(store: EmbeddedStore, asked: list[QuestionRow], who: str) -> None:
    """Ask one question after the other. Raises BadInput where nobody can press a key."""
    from kg.decisions import decide  # slow to import: everything that writes
    from kg.decisions import undo as take_back

    if not sys.stdin.isatty():
        raise BadInput("--answer reads keys from a terminal; without one, answer with kg same A B or kg different A B")
    made: list[tuple[int, str]] = []  # place of the question, and the decision on it
    place = 0
    while place < len(asked):
        question = asked[place]
        _show(question, f"{place + 1}.")
        typer.echo(f"{len(made)} of {len(asked)} decided. s same, d different, k skip, u undo, q quit: ", nl=False)
        key = typer.getchar().casefold()
        typer.echo(key)
        if key == "q":
            break
        if key == "u" and made:
            place, decision = made.pop()
            take_back(store, decision)
        elif key == "k":
            place += 1
        elif key in ("s", "d"):
            try:
                sides = (question.left.short, question.right.short)
                effect = decide(store, "same" if key == "s" else "different", sides, who=who)
            except BadInput as error:  # an earlier answer settled this one as well
                typer.echo(f"  {error}")
            else:
                made.append((place, effect.decision.id))
            place += 1
    typer.echo(f"{len(made)} decided; kg decisions lists them")


# --- deciding ---------------------------------------------------------------------------------------------------------


def same(
    things: Annotated[list[str], typer.Argument(metavar="A B...", help="Ids of events, or names of companies, people, models.")],
    why: WhyOption = "",
    by: ByOption = "",
    store: StoreOption = None,
) -> None:
    """Decide that events, or names, are the same thing. The decision outlives re-ingest; kg undo takes it back.

    kg same 1a2b3c4d 5e6f7a8b --why "one deal, told with two dates"
    kg same "Mistral" "Mistral AI"
    """
    from kg.decisions import decide  # slow to import: everything that writes

    _tell(decide(existing_store(store), "same", things, who=by or own_name(), why=why))


def different(
    one: Annotated[str, typer.Argument(metavar="A", help="Id of an event, or name of a company, person or model.")],
    other: Annotated[str, typer.Argument(metavar="B", help="Another of the same sort.")],
    why: WhyOption = "",
    by: ByOption = "",
    store: StoreOption = None,
) -> None:
    """Decide that two events, or two names, are different things.

    Of one event, ids of two of its reports (kg history) can be given: these two will be kept apart.
    """
    from kg.decisions import decide  # slow to import: everything that writes

    _tell(decide(existing_store(store), "different", [one, other], who=by or own_name(), why=why))


def undo(
    reference: Annotated[str, typer.Argument(metavar="[ID]", help="A decision's id; without one, the last decision.")] = "",
    store: StoreOption = None,
) -> None:
    """Take a decision back: the graph is as if it had never been made."""
    from kg.decisions import undo as take_back  # slow to import: everything that writes

    _tell(take_back(existing_store(store), reference), taken_back=True)


def _tell(effect: Effect, taken_back: bool = False) -> None:
    decision = effect.decision
    done, remedy = ("taken back", "") if taken_back else ("recorded", f"; kg undo {decision.id[:8]} takes it back")
    typer.echo(f"{done}: decision {decision.id[:8]}, {decision.verdict}")
    if decision.about == "entity":
        typer.echo(f"  entities: {_change(effect.things)}")
    if decision.about != "prediction":
        typer.echo(f"  events: {_change(effect.events)}")
    typer.echo(f"snapshot {effect.snapshot}{remedy}")


def _change(numbers: tuple[int, int]) -> str:
    before, after = numbers
    return f"{before} became {after}" if before != after else f"{after} as before"


def own_name() -> str:
    """Who is at the keyboard, by git or by the system. Raises BadInput where neither knows."""
    if git := shutil.which("git"):
        told = subprocess.run([git, "config", "user.name"], capture_output=True, text=True, check=False).stdout.strip()
        if told:
            return told
    try:
        return getpass.getuser()
    except (OSError, KeyError):
        raise BadInput("--by: neither git nor the system knows your name; give it") from None


# --- looking back -----------------------------------------------------------------------------------------------------


def decisions(form: FormatOption = Format.table, store: StoreOption = None) -> None:
    """List decisions, oldest first: who decided what, when and why, and how many things its sides are now."""
    found = list_decisions(graph_at(store))
    if form is Format.json:
        print_json(found)
        return
    short = form is Format.table
    cells = (
        (
            row.id[:8] if short else row.id,
            row.about,
            row.verdict,
            _sides(row.left),
            _sides(row.right),
            row.things,
            row.who,
            row.when.isoformat(" ", "minutes") if short else row.when.isoformat(),
            row.why,
        )
        for row in found
    )
    print_rows(form, ("id", "about", "verdict", "left", "right", "now", "by", "on", "why"), cells)


def _sides(sides: tuple[SideRow, ...]) -> str:
    return "; ".join(f"{side.name} ({side.members})" if side.members else side.name for side in sides)


def history(
    reference: Annotated[str, typer.Argument(metavar="ID", help="Id of an event, an earlier one, or the beginning of one.")],
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Tell how an event came to be what it is: its reports, what joined them, and what was believed when."""
    told = event_history(graph_at(store, known), reference)
    if form is Format.json:
        print_json(told)
        return
    columns = ("known", "statement", "publisher", "kind", "date", "title", "id", "joined to", "because")
    if form is Format.csv:
        print_rows(form, columns, map(_report_cells, told.reports))
        return
    out = console()
    out.print(told.event.title, style="bold", markup=False)
    print_rows(form, columns, (_shortened(row) for row in told.reports), "\nReports, in the order in which they were known")
    print_rows(form, ("on", "what", "property", "value", "before", "publishers"), map(_change_cells, told.changes), "\nBelief")
    for decision in told.decisions:
        decided = f"Decision {decision.id[:8]}, {decision.verdict}, by {decision.who} on {decision.when.date()}"
        out.print(f"{decided}: {decision.why}" if decision.why else decided, markup=False)
    if told.earlier_ids:
        out.print(f"Earlier ids: {', '.join(one.rsplit('/', 1)[-1] for one in told.earlier_ids)}", markup=False)
    out.print(told.event.id, markup=False)


def _report_cells(row: ReportRow) -> tuple[object, ...]:
    source = row.source
    return (row.known, source.statement, source.name, row.kind, row.date, row.title, row.id, row.joined_to, "; ".join(row.joined))


def _shortened(row: ReportRow) -> tuple[object, ...]:
    *most, own, home, reasons = _report_cells(row)
    return (*most, str(own)[:8], str(home)[:8] if home else "", reasons)


def _change_cells(row: ChangeRow) -> tuple[object, ...]:
    return row.on or "undated", row.change, row.property, row.value, row.before, ", ".join(row.publishers)


def records(form: FormatOption = Format.table, known: KnownOption = None, store: StoreOption = None) -> None:
    """List every record: its own id in its source, the source, and the event that it was resolved to speak of."""
    found = list_records(graph_at(store, known))
    if form is Format.json:
        print_json(found)
        return
    columns = ("record", "source", "event", "type", "kind", "date", "title", "statement", "publisher", "document", "id")
    print_rows(form, columns, ([getattr(row, column) for column in columns] for row in found))
