"""Rows of an answer as a chart: what stands along it, what is measured, and what tells its lines or bars apart."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import streamlit as st
from pyoxigraph import NamedNode

from app.components.sparql.terms import Plain, plain
from app.controls import Controls, Field
from app.markup import draw, element, number
from kg.errors import BadQuery
from kg.query.results import Term

FORMS = {"bars": "bar", "lines": "line", "points": "point"}
MOST = 5_000
"""Rows that one chart draws."""
MOST_BARS = 60
"""Names along one axis that can still be read."""
NONE = "(none)"

Rows = Sequence[dict[str, Term]]


def _form(text: str) -> str:
    if text not in FORMS:
        raise BadQuery(f"'{text[:20]}' is not a form; choose from {', '.join(FORMS)}")
    return text


CHART_FIELDS = (Field("x"), Field("y"), Field("series"), Field("form", "", _form))
"""What a link carries of a chart."""


def is_chart(rows: Rows, columns: Sequence[str]) -> bool:
    """Whether there is something to measure: a column of figures beside another."""
    return len(columns) > 1 and any(_measure(rows, column) == "quantitative" for column in columns)


def chart_of(controls: Controls, rows: Rows, columns: Sequence[str]) -> None:
    """Draw the chart with its choices."""
    measures = {column: _measure(rows, column) for column in columns}
    figures = [column for column in columns if measures[column] == "quantitative"]
    y = controls.text("y") if controls.text("y") in figures else figures[-1]
    others = [column for column in columns if column != y]
    x = controls.text("x") if controls.text("x") in others else _along(others, measures, rows)
    form = controls.text("form") or ("bars" if measures[x] == "nominal" else "lines" if measures[x] == "temporal" else "points")
    with st.container(horizontal=True, vertical_alignment="bottom"):
        x = _choose(controls, "Along", "x", others, x)
        y = _choose(controls, "Measured", "y", figures, y)
        series = _choose(controls, "Told apart", "series", [NONE, *(column for column in others if column != x)], NONE)
        form = _choose(controls, "Form", "form", list(FORMS), form)
    apart = "" if series == NONE else series
    drawn = _drawn(rows[:MOST], x, y, apart)
    if form == "bars" and measures[x] == "nominal":
        named = set(list(dict.fromkeys(point[x] for point in drawn))[:MOST_BARS])
        drawn = [point for point in drawn if point[x] in named]
    spec = _spec(x, y, apart, form, measures, len({point[x] for point in drawn}))
    alt = f"{form.capitalize()}: {y} along {x}{f', told apart by {apart}' if apart else ''}, {number(len(drawn), 'point')}"
    st.vega_lite_chart(drawn, spec, width="stretch", alt=alt, key=controls.key("chart"))
    left_out = len(rows) - len(drawn)
    if left_out:
        told = f"{number(left_out, 'row')} not drawn: without a figure, beyond the first {MOST_BARS} names or {MOST:,} rows."
        draw(element("p", told, class_="el-note"))


def _choose(controls: Controls, label: str, name: str, options: list[str], now: str) -> str:
    key = controls.key(name)
    if st.session_state.get(key) not in options:
        controls.set(name, now if now in options else options[0])
    return str(st.selectbox(label, options, key=key, width=180))


def _measure(rows: Rows, column: str) -> str:
    values = [value for row in rows[:MOST] if (value := plain(row.get(column))) is not None]
    for kind, name in ((float, "quantitative"), (date, "temporal")):
        if values and all(isinstance(value, kind) for value in values):
            return name
    return "nominal"


def _along(columns: list[str], measures: dict[str, str], rows: Rows) -> str:
    """Time where there is some, else names, else ids, else figures."""

    def rank(column: str) -> int:
        ids = isinstance(rows[0].get(column), NamedNode)
        return ("temporal", "nominal", "quantitative").index(measures[column]) * 2 + ids

    return min(columns, key=rank)


def _drawn(rows: Rows, x: str, y: str, series: str) -> list[dict[str, Plain]]:
    wanted = [column for column in (x, y, series) if column]
    points = [{column: plain(row.get(column)) for column in wanted} for row in rows]
    return [point for point in points if point[y] is not None and point[x] is not None]


def _spec(x: str, y: str, series: str, form: str, measures: dict[str, str], names: int) -> dict[str, Any]:
    along: dict[str, Any] = {"field": x, "type": measures[x], "title": x}
    measured: dict[str, Any] = {"field": y, "type": "quantitative", "title": y}
    height = 380
    if measures[x] == "nominal":
        along["sort"] = None  # the query's own order
    encoding = {"x": along, "y": measured}
    if form == "bars" and measures[x] == "nominal":  # names are read from left to right
        encoding = {"y": {**along, "axis": {"labelLimit": 260}}, "x": measured}
        height = max(120, 22 * names)
    if series:
        encoding["color"] = {"field": series, "type": "nominal", "title": series}
    encoding["tooltip"] = [{"field": column, "title": column} for column in (x, y, series) if column]  # type: ignore[assignment]
    return {"mark": {"type": FORMS[form], **({"point": True} if form == "lines" else {})}, "encoding": encoding, "height": height}
