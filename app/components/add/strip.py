"""A strip of time with a lane for each group of events; each mark is as wide as its date is imprecise."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.markup import Html, element, number
from kg.views.shapes import EventRow
from kg.views.spelt import spelt_date

_MOST = 400
"""Marks of a lane; of more, every nth is drawn."""
_TICKS = 8

Lane = tuple[str, Sequence[EventRow]]
Span = tuple[date, date]


def strip(lanes: Sequence[Lane]) -> Html | None:
    """The strip; nothing where no event is dated. The list beside it tells the same in words."""
    spans = [(name, [(event, span) for event in events if (span := _span(event))]) for name, events in lanes]
    every = [span for _, marks in spans for _, span in marks]
    if not every:
        return None
    first, last = min(span[0] for span in every).year, max(span[1] for span in every).year
    scale = _Scale(first, last)
    axis = element("div", scale.ticks(), class_="el-strip-axis")
    return element(
        "div",
        [_lane(name, marks, scale) for name, marks in spans if marks],
        element("div", element("span"), axis, class_="el-strip-lane"),
        class_="el-strip",
        role="img",
        aria_label=f"{number(len(every), 'event')} from {first} to {last}",
    )


class _Scale:
    """Days to places between 0 and 100, over whole years."""

    def __init__(self, first: int, last: int) -> None:
        self._first, self._years = first, last - first + 1
        self._begin = date(first, 1, 1).toordinal()
        self._days = date(last, 12, 31).toordinal() + 1 - self._begin

    def place(self, span: Span) -> tuple[float, float]:
        """Left edge and width."""
        begin, end = (day.toordinal() - self._begin for day in span)
        return 100 * begin / self._days, 100 * (end + 1 - begin) / self._days

    def ticks(self) -> list[Html]:
        step = max(1, -(-self._years // _TICKS))
        years = range(self._first, self._first + self._years, step)
        return [element("span", str(year), style=f"left:{self.place((date(year, 1, 1),) * 2)[0]:.2f}%") for year in years]


def _lane(name: str, marks: Sequence[tuple[EventRow, Span]], scale: _Scale) -> Html:
    thinned = marks[:: -(-len(marks) // _MOST)]
    drawn = []
    for event, span in thinned:
        left, width = scale.place(span)
        told = f"{spelt_date(event.date)}: {event.title}"
        wide = "el-strip-mark" if (span[1] - span[0]).days else "el-strip-mark el-strip-day"
        drawn.append(element("i", title=told, style=f"left:{left:.3f}%;width:{width:.3f}%", class_=wide))
    return element("div", element("span", name), element("div", drawn, class_="el-strip-track"), class_="el-strip-lane")


def _span(event: EventRow) -> Span | None:
    """First and last day; `None` where neither is known."""
    begin, end = event.begin or event.end, event.end or event.begin
    return (begin, end) if begin and end else None
