"""The flow of people: how many went from whom to whom, and who they are."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.components.compare.charts import Chart
from app.components.compare.matrix import ROW, Entry, matrix
from app.components.manner import row, table
from app.components.palette import Palette
from app.links import event_link, profile_link
from app.markup import Html, element, number
from kg.views.compare.shapes import MoveRow
from kg.views.spelt import spelt_date

ELSEWHERE, UNTOLD = "elsewhere", "not told"


def flow_chart(companies: Sequence[str], moves: Sequence[MoveRow], colours: Palette) -> Chart | None:
    """From rows to columns, with what comes from and goes to others; `None` where nobody moved."""
    cells: dict[tuple[str, str], list[MoveRow]] = {}
    for move in done(moves):
        cells.setdefault((_side(move.origin, companies), _side(move.target, companies)), []).append(move)
    if not cells:
        return None
    most = max(map(len, cells.values()))
    places = [*companies, ELSEWHERE, UNTOLD]
    entries = [
        Entry(origin, target, str(len(own)), len(own) / most, f"{origin} → {target}: {_names(own)}")
        for (origin, target), own in cells.items()
    ]
    between = {pair: own for pair, own in cells.items() if set(pair) <= set(companies)}
    told = "; ".join(f"{origin} to {target} {number(len(own), 'person', 'people')}" for (origin, target), own in between.items())
    return Chart(
        name="people",
        title="Flow of people: from row to column",
        spec=matrix(places, places, entries, "to →", colours),
        height=ROW * len(places),
        alt=f"Flow of people between the companies: {told or 'none is told'}. All moves follow as a table.",
        figures=[_figure(move) for move in moves],
        notes=(_note(moves),),
    )


def done(moves: Iterable[MoveRow]) -> list[MoveRow]:
    """Moves told as done; rumours and plans stand in the list alone."""
    return [move for move in moves if move.happened]


def _note(moves: Sequence[MoveRow]) -> str:
    pending = len(moves) - len(done(moves))
    left_out = f" {number(pending, 'move')} told as rumour or plan: in the list, not in the numbers." if pending else ""
    return f"A departure and the hire it led to count once. “{UNTOLD}”: no source says from where, or whereto.{left_out}"


def _side(name: str | None, companies: Sequence[str]) -> str:
    if name is None:
        return UNTOLD
    return name if name in companies else ELSEWHERE


def _names(moves: Sequence[MoveRow]) -> str:
    names = [move.person for move in moves]
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")


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
