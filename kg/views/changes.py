"""What changed since a day: events told for the first time, further reports of known ones, and what is believed otherwise.

The time is record time: the day by which a source could be read for sure. When something was taken into a store is not in
the graph, so that the same sources give the same graph whenever they come.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Literal

import numpy as np
import numpy.typing as npt
from pydantic import BaseModel, ConfigDict

from kg.views.events import events_by_id
from kg.views.graph import Graph, Row
from kg.views.history import event_history
from kg.views.projection import OPEN_END, day_number, projection
from kg.views.shapes import ChangeRow, EventRow

MOST = 24
"""Events that are looked into; of the others the number is told."""
_NEVER = np.iinfo(np.int32).min
_EPOCH = date(1970, 1, 1)


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class ChangedRow(_Row):
    """An event that some source told of since a day: `new`, or `joined` to what was told before."""

    event: EventRow
    news: Literal["new", "joined"]
    known: date
    """The last day on which a source of it could be read for the first time."""
    changes: tuple[ChangeRow, ...]
    """What is believed otherwise since, what is disputed, and what is settled, oldest first. Of a new event only disputes."""


class Changes(_Row):
    """What changed since a day, the newest first."""

    since: date
    rows: tuple[ChangedRow, ...]
    events: int
    """How many events changed; `rows` has the newest of them."""
    newest: date | None
    """The last day on which anything became known; `None` where no source is dated."""


def what_changed(graph: Graph, since: date, most: int = MOST) -> Changes:
    """What became known on a day or later. Reports without a date are in none of it."""
    table, days = projection(graph), _last_known(graph)
    touched = np.flatnonzero(days >= day_number(since))
    shown = touched[np.lexsort((touched, -days[touched].astype(np.int64)))][:most].astype(np.int32)
    iris = table.iris(shown)
    events = {row.id: row for row in events_by_id(graph, iris)}
    told = {row["event"]: row for row in reports_of(graph, iris)}
    rows = []
    for iri, row in zip(iris, shown.tolist(), strict=True):
        is_new = told[iri]["first"] >= since and not told[iri]["undated"]
        changes = _changes(graph, iri, since, is_new)
        rows.append(ChangedRow(event=events[iri], news="new" if is_new else "joined", known=day_of(days[row]), changes=changes))
    return Changes(since=since, rows=tuple(rows), events=len(touched), newest=day_of(days.max()) if _any(days) else None)


def day_of_last_news(graph: Graph, days: int) -> date | None:
    """The day since which sources told of events on so many different days; `None` where no source is dated."""
    known = projection(graph).source_known
    every = np.unique(known[known != OPEN_END])
    return day_of(every[-min(days, len(every))]) if len(every) else None


def day_of(number: np.integer) -> date:
    """The day of that many days since 1970-01-01."""
    return _EPOCH + timedelta(days=int(number))


def _last_known(graph: Graph) -> npt.NDArray[np.int32]:
    """For each event the last day on which a source of it could be read; the least number where none is dated."""
    table = projection(graph)
    days = np.full(table.n, _NEVER, np.int32)
    dated = table.source_known != OPEN_END
    np.maximum.at(days, table.source_row[dated], table.source_known[dated])
    return days


def _any(days: npt.NDArray[np.int32]) -> bool:
    return bool((days != _NEVER).any())


def reports_of(graph: Graph, events: Sequence[str]) -> list[Row]:
    """Rows of changes/reports for these events."""
    return graph.rows("changes/reports", event=list(events)) if events else []


def _changes(graph: Graph, event: str, since: date, is_new: bool) -> tuple[ChangeRow, ...]:
    """That a property is told for the first time is no change of belief."""
    wanted = {"disputed", "settled"} if is_new else {"changed", "disputed", "settled"}
    told = event_history(graph, event).changes
    return tuple(change for change in told if change.on and change.on >= since and change.change in wanted)
