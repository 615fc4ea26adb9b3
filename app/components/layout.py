"""Where marks stand on a timeline: lanes, rows within lanes, and the window of time. Pure geometry.

Times are milliseconds since 1970-01-01 UTC, as Vega counts them; an event's end is the first moment after its last day.
Heights are pixels from the top.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kg.views.shapes import EventRow

DAY = 86_400_000
ROW = 23
"""Pixels from one row of marks to the next."""
MARGIN = 9
"""Pixels above the first and below the last row of a lane."""
GLYPH = 20
"""Pixels that a mark takes on the axis."""
_OPEN_DAYS = 365
"""How far an open end is drawn where today tells nothing."""

Interval: TypeAlias = tuple[float, float]


@dataclass(frozen=True)
class Mark:
    """One event in one lane. A date of a day is a point; any other is a rail from `begin` to `end`."""

    event: EventRow
    begin: int
    end: int
    row: int
    """Counted from the top of its lane."""
    label: str
    """The title, for a label beside the mark where there is room."""
    free_until: int | None
    """Begin of the next mark in its row, up to which a label may reach; `None` where none follows."""

    @property
    def centre(self) -> int:
        return (self.begin + self.end) // 2

    @property
    def is_point(self) -> bool:
        return self.end - self.begin <= DAY


@dataclass(frozen=True)
class Lane:
    """One company's strip of the timeline."""

    name: str
    top: int
    rows: int
    marks: tuple[Mark, ...]

    @property
    def height(self) -> int:
        return self.rows * ROW + 2 * MARGIN

    def y(self, row: int) -> float:
        """The middle of a row."""
        return self.top + MARGIN + (row + 0.5) * ROW


@dataclass(frozen=True)
class Drawing:
    """A timeline ready to be drawn in `window`, which may leave events out at its sides."""

    lanes: tuple[Lane, ...]
    window: tuple[int, int]
    earlier: int = 0
    later: int = 0

    @property
    def height(self) -> int:
        return sum(lane.height for lane in self.lanes)


def arrange(lanes: Mapping[str, Sequence[EventRow]], today: datetime.date, width: int, *, whole: bool = False) -> Drawing:
    """Events of each named lane, put into rows so that marks do not overlap at a plot `width` pixels wide.

    Without `whole`, a sparse beginning is left outside the window.
    """
    spans = {event.id: span(event, today) for events in lanes.values() for event in events}
    window = padded(extent(spans.values(), today) if whole else busy_window(list(spans.values()), today))
    per_pixel = (window[1] - window[0]) / width
    drawn, top = [], 0
    for name, events in lanes.items():
        marks = _placed(name, events, spans, per_pixel)
        lane = Lane(name, top, max((mark.row + 1 for mark in marks), default=1), tuple(marks))
        drawn.append(lane)
        top += lane.height
    earlier = sum(1 for _, end in spans.values() if end <= window[0])
    later = sum(1 for begin, _ in spans.values() if begin >= window[1])
    return Drawing(tuple(drawn), window, earlier, later)


def lanes_by_company(events: Sequence[EventRow], most: int) -> tuple[dict[str, list[EventRow]], int, int]:
    """The busiest companies with the events that belong to them, then how many companies and events are left out."""
    owned: dict[str, list[EventRow]] = {}
    names: dict[str, str] = {}
    for event in events:
        owned.setdefault(event.organisation_ids[0], []).append(event)
        names[event.organisation_ids[0]] = event.organisations[0]
    ranked = sorted(owned, key=lambda owner: (-len(owned[owner]), names[owner]))
    left = ranked[most:]
    return {names[owner]: owned[owner] for owner in ranked[:most]}, len(left), sum(len(owned[owner]) for owner in left)


def lanes_of(events: Iterable[EventRow], chosen: Mapping[str, str]) -> dict[str, list[EventRow]]:
    """A lane for each chosen entity (id to name), with every event that it takes part in."""
    found: dict[str, list[EventRow]] = {name: [] for name in chosen.values()}
    for event in events:
        involved = {*event.organisation_ids, *(participant.id for participant in event.participants)}
        for entity, name in chosen.items():
            if entity in involved:
                found[name].append(event)
    return found


def span(event: EventRow, today: datetime.date) -> tuple[int, int]:
    """First moment of the event's first day and first moment after its last; open ends reach to today or a year on."""
    first, last = event.begin, event.end
    if first is None and last is None:
        first = last = today
    if last is None and first is not None:
        last = max(today, first + datetime.timedelta(days=_OPEN_DAYS))
    if first is None and last is not None:
        first = last - datetime.timedelta(days=_OPEN_DAYS)
    assert first is not None
    assert last is not None
    return moment(first), moment(last) + DAY


def moment(day: datetime.date) -> int:
    """Midnight UTC at the beginning of a day."""
    return (day - datetime.date(1970, 1, 1)).days * DAY


def extent(spans: Iterable[Interval], today: datetime.date) -> Interval:
    """From the first begin to the last end; the year around today where there is nothing."""
    known = list(spans)
    if not known:
        return moment(today) - 183 * DAY, moment(today) + 183 * DAY
    return min(begin for begin, _ in known), max(end for _, end in known)


def busy_window(spans: Sequence[Interval], today: datetime.date) -> Interval:
    """The extent without a sparse beginning: at most a twelfth of the events, where that frees a third of the width."""
    first, last = extent(spans, today)
    if len(spans) < 12:
        return first, last
    middles = sorted((begin + end) / 2 for begin, end in spans)
    start = _start_of_year(middles[len(middles) // 12])
    return (start, last) if last - start < (last - first) * 2 / 3 else (first, last)


def _start_of_year(when: float) -> int:
    year = (datetime.date(1970, 1, 1) + datetime.timedelta(days=when // DAY)).year
    return moment(datetime.date(year, 1, 1))


def padded(window: Interval) -> tuple[int, int]:
    """A window with air at both sides, a fiftieth of its width and a week at least."""
    air = max(7 * DAY, (window[1] - window[0]) / 50)
    return int(window[0] - air), int(window[1] + air)


def pack(intervals: Sequence[Interval]) -> list[int]:
    """A row for each interval such that those of one row do not overlap; as few rows as there can be, the upper first.

    >>> pack([(0, 3), (1, 2), (3, 5)])
    [0, 1, 0]
    """
    rows: list[float] = []
    found = [0] * len(intervals)
    for index in sorted(range(len(intervals)), key=lambda place: intervals[place]):
        begin, end = intervals[index]
        row = next((number for number, taken in enumerate(rows) if taken <= begin), len(rows))
        if row == len(rows):
            rows.append(end)
        rows[row] = end
        found[index] = row
    return found


def _placed(lane: str, events: Sequence[EventRow], spans: Mapping[str, tuple[int, int]], per_pixel: float) -> list[Mark]:
    """Marks of a lane: short dates in the upper rows, long rails in rows of their own below."""
    short = [event for event in events if spans[event.id][1] - spans[event.id][0] <= 31 * DAY]
    long = [event for event in events if event not in short]
    marks: list[Mark] = []
    for group in (short, long):
        first = max((mark.row + 1 for mark in marks), default=0)
        rows = pack([_footprint(spans[event.id], GLYPH / 2 * per_pixel) for event in group])
        for event, row in zip(group, rows, strict=True):
            begin, end = spans[event.id]
            after = [
                spans[other.id][0] for other, at in zip(group, rows, strict=True) if at == row and spans[other.id] > (begin, end)
            ]
            marks.append(Mark(event, begin, end, first + row, _said(event, lane), min(after, default=None)))
    return marks


def _footprint(when: Interval, half: float) -> Interval:
    middle = (when[0] + when[1]) / 2
    return min(when[0], middle - half), max(when[1], middle + half)


def _said(event: EventRow, lane: str) -> str:
    """The title, without the lane's name where it begins with it."""
    rest = event.title.removeprefix(f"{lane} ")
    return rest[:1].upper() + rest[1:]
