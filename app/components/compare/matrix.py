"""Matrices: numbers of things between rows and columns, tinted, in Vega-Lite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from app.components.compare.charts import Spec
from app.components.palette import Palette

ROW = 30
"""Pixels of a row."""


@dataclass(frozen=True)
class Entry:
    """What stands in one cell: `text`, tinted by `share` from 0 to 1, with `tip` told of it."""

    row: str
    column: str
    text: str
    share: float
    tip: str


def matrix(rows: Sequence[str], columns: Sequence[str], entries: Sequence[Entry], title: str, colours: Palette) -> Spec:
    """The layers of a matrix whose columns are named above it; `title` says what runs from rows to columns."""
    values = [
        {"row": entry.row, "column": entry.column, "text": entry.text, "share": 0.1 + 0.35 * entry.share, "tip": entry.tip}
        for entry in entries
    ]
    plain = {"title": None, "ticks": False, "domain": False, "labelPadding": 8}
    x = {
        "field": "column", "type": "nominal", "scale": {"domain": list(columns), "paddingInner": 0.06},
        "axis": {**plain, "orient": "top", "labelAngle": 0, "labelLimit": 150, "title": title, "titleAnchor": "start"},
    }  # fmt: skip
    y = {"field": "row", "type": "nominal", "scale": {"domain": list(rows), "paddingInner": 0.1}, "axis": plain}
    tip = {"field": "tip", "type": "nominal"}
    share = {"field": "share", "type": "quantitative", "scale": None}
    empty = [{"row": row, "column": column} for row in rows for column in columns]
    ground = {"data": {"values": empty}, "mark": {"type": "rect", "color": colours.line, "opacity": 0.25, "aria": False}}
    box = {
        "mark": {"type": "rect", "color": colours.accent, "cornerRadius": 2},
        "encoding": {"opacity": share, "tooltip": tip, "description": tip},
    }
    written = {
        "mark": {"type": "text", "color": colours.ink, "fontWeight": 600, "aria": False},
        "encoding": {"text": {"field": "text"}, "tooltip": tip},
    }
    return {"encoding": {"x": x, "y": y}, "layer": [ground, {"data": {"values": values}, "layer": [box, written]}]}
