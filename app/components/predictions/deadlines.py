"""Deadlines over time: each prediction a bar as wide as its deadline is vague, or where there are many, a count by quarter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.components.predictions.board import LABELS, STATES, sign
from app.links import link
from app.markup import Html, element, number
from kg.terms import local_name
from kg.views.shapes import PredictionRow

ROWS = 16
"""Predictions that have a row of their own; more of them are counted by quarter."""


@dataclass(frozen=True)
class _Scale:
    """Days as parts of a hundred of the strip's width."""

    first: date
    last: date

    def at(self, day: date) -> float:
        return 100 * (day - self.first).days / max(1, (self.last - self.first).days)


def deadlines(found: Sequence[PredictionRow], today: date) -> Html | None:
    """The strip of these predictions' deadlines; `None` where none has one. Those without are left to the board."""
    dated = sorted((row for row in found if row.due_by), key=lambda row: (row.due_by or today, row.due_from or today, row.id))
    if not dated:
        return None
    days = [day for row in dated for day in (row.due_from, row.due_by) if day] + [today]
    scale = _Scale(date(min(days).year, 1, 1), date(max(days).year + 1, 1, 1))
    rows = [_row(row, scale, today) for row in dated] if len(dated) <= ROWS else [_quarters(dated, scale, today)]
    return element(
        "section",
        element("h2", "Deadlines", element("small", f" {number(len(dated), 'prediction')} with one"), class_="el-heading"),
        element("div", _axis(scale, today), rows, class_="el-deadlines"),
    )


def _axis(scale: _Scale, today: date) -> Html:
    years = range(scale.first.year, scale.last.year)
    step = max(1, len(years) // 12)
    ticks = [
        element("span", str(year), style=f"left:{scale.at(date(year, 1, 1)):.2f}%", class_="el-tick") for year in years[::step]
    ]
    now = _now(scale, today, element("b", "today"))
    return element("div", element("span"), element("div", ticks, now, class_="el-track"), class_="el-axis", aria_hidden="true")


def _now(scale: _Scale, today: date, word: Html | None = None) -> Html:
    return element("span", word, style=f"left:{scale.at(today):.2f}%", class_="el-today")


def _row(row: PredictionRow, scale: _Scale, today: date) -> Html:
    last = row.due_by or scale.last
    begin = scale.at(row.due_from or scale.first)
    width = max(0.4, scale.at(last + timedelta(days=1)) - begin)
    told = f"due {row.deadline}, {LABELS[row.status]}"
    bar = element("span", style=f"left:{begin:.2f}%;width:{width:.2f}%", class_=f"el-due el-state-{row.status}")
    return element(
        "div",
        element("p", sign(row.status), " ", link("predictions", row.statement, id=local_name(row.id))),
        element("div", bar, _now(scale, today), class_="el-track", role="img", aria_label=told),
        class_="el-deadline",
    )


def _quarters(dated: Sequence[PredictionRow], scale: _Scale, today: date) -> Html:
    """A column for each quarter with the last days in it, stacked by state."""
    counted: dict[date, Counter[str]] = {}
    for row in dated:
        if row.due_by:
            counted.setdefault(_quarter(row.due_by), Counter())[row.status] += 1
    most = max(sum(states.values()) for states in counted.values())
    columns = [_column(begin, states, scale, most) for begin, states in sorted(counted.items())]
    return element(
        "div",
        element("p", f"Predictions by the quarter of their last day; the highest column is {most:,}.", class_="el-note"),
        element("div", columns, _now(scale, today), class_="el-track el-columns"),
        class_="el-deadline",
    )


def _column(begin: date, states: Counter[str], scale: _Scale, most: int) -> Html:
    width = scale.at(begin + timedelta(days=91)) - scale.at(begin)
    told = ", ".join(f"{states[state]} {LABELS[state]}" for state in STATES if states[state])
    name = f"{begin.year} Q{(begin.month + 2) // 3}: {told}"
    parts = [
        element("i", style=f"height:{100 * states[state] / most:.1f}%", class_=f"el-state-{state}")
        for state in STATES
        if states[state]
    ]
    place = f"left:{scale.at(begin):.2f}%;width:{width * 0.85:.2f}%"
    return element("span", parts, style=place, role="img", aria_label=name, title=name)


def _quarter(day: date) -> date:
    return date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
