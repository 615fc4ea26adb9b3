"""The flow of people: how many went from whom to whom, and who they are."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from app.components.compare.charts import Chart, LazyFigures
from app.components.compare.matrix import ROW, Entry, matrix
from app.components.manner import row, table
from app.components.palette import Palette
from app.links import event_link, profile_link
from app.markup import Html, element, number
from kg.views.compare.people import ELSEWHERE, UNTOLD
from kg.views.compare.shapes import Flow, FlowRow, MoveRow
from kg.views.spelt import spelt_date


def flow_chart(companies: Sequence[str], flow: Flow, every: Callable[[], Sequence[MoveRow]], colours: Palette) -> Chart | None:
    """From rows to columns, with what comes from and goes to others; `None` where nobody moved. `every` gives all moves."""
    if not flow.rows:
        return None
    most = max(cell.people for cell in flow.rows)
    places = [*companies, ELSEWHERE, UNTOLD]
    entries = [Entry(cell.origin, cell.target, str(cell.people), cell.people / most, _tip(cell)) for cell in flow.rows]
    between = [cell for cell in flow.rows if {cell.origin, cell.target} <= set(companies)]
    told = "; ".join(f"{cell.origin} to {cell.target} {number(cell.people, 'person', 'people')}" for cell in between)
    return Chart(
        name="people",
        title="Flow of people: from row to column",
        spec=matrix(places, places, entries, "to →", colours),
        height=ROW * len(places),
        alt=f"Flow of people between the companies: {told or 'none is told'}. All moves follow as a table.",
        figures=LazyFigures(flow.first, _figure, flow.moves, every),
        notes=(_note(flow),),
    )


def _note(flow: Flow) -> str:
    left_out = f" {number(flow.pending, 'move')} told as rumour or plan: in the list, not in the numbers." if flow.pending else ""
    return f"A departure and the hire it led to count once. “{UNTOLD}”: no source says from where, or whereto.{left_out}"


def _tip(cell: FlowRow) -> str:
    more = cell.people - len(cell.named)
    return f"{cell.origin} → {cell.target}: {', '.join(cell.named)}{f' and {more} more' if more else ''}"


def moves_table(moves: Sequence[MoveRow]) -> Html:
    """Everybody who moved, the newest first."""
    columns = ("Person", "Date", "From", "To", "Told as")
    return table("Who moved, the newest first", columns, [_move(move) for move in reversed(moves)])


def _move(move: MoveRow) -> Html:
    mark = element("i", "?", class_="el-dispute-badge", title="sources disagree") if move.disputed else None
    unsure = None if move.happened else element("em", " (rumour or plan)")
    dates = dict.fromkeys(spelt_date(event.date) if event.date else "no date" for event in move.events)
    return row(
        [profile_link(move.person_id, move.person), " ", mark, unsure],
        " / ".join(dates),
        profile_link(move.origin_id, move.origin) if move.origin else UNTOLD,
        profile_link(move.target_id, move.target) if move.target else UNTOLD,
        element("small", [element("div", event_link(event.id, event.title)) for event in move.events]),
    )


def _figure(move: MoveRow) -> dict[str, object]:
    return {
        "person": move.person, "from": move.origin, "to": move.target,
        "dates": "; ".join(event.date or "" for event in move.events), "told as": "; ".join(event.title for event in move.events),
        "done": move.happened, "disputed": move.disputed,
    }  # fmt: skip
