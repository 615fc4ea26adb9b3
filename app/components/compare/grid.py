"""Grids of years: rows of cells on a common axis, drawn in Vega-Lite, with what nobody looked at hatched.

Rows lie on a scale of whole numbers from the top, years on one of years: 2024.25 is the first of April 2024.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from app.components.compare.charts import Spec, label_expression
from app.components.palette import Palette

ROW = 22
"""Pixels of a row."""


@dataclass(frozen=True)
class Line:
    """One row: a heading, or a company's."""

    label: str
    heading: bool = False


@dataclass(frozen=True)
class Cell:
    """A box from one point in years to another, in row `row`, with `text` in it. `share` from 0 to 1 tints it."""

    row: int
    begin: float
    end: float
    text: str
    colour: str
    share: float
    tip: str
    rail: bool = False
    """Drawn as a rail below the boxes: what is known to the whole width and no better."""


@dataclass(frozen=True)
class Gap:
    """A year of a row about which nobody, or hardly anybody, speaks."""

    row: int
    year: int
    seen: Literal["thin", "none"]


def grid(
    lines: Sequence[Line], years: Sequence[int], cells: Iterable[Cell], gaps: Iterable[Gap], colours: Palette, *, whole: bool
) -> Spec:
    """The layers of a grid; years run from left to right and stand above it, and after them `whole`, what all make together."""
    boxes = list(cells)
    columns = [*years, years[-1] + 1] if whole else years
    x = {
        "field": "begin",
        "type": "quantitative",
        "scale": {"domain": [years[0], columns[-1] + 1], "nice": False, "zero": False},
        "axis": {
            "orient": "top",
            "values": [year + 0.5 for year in columns],
            "labelExpr": f"floor(datum.value) > {years[-1]} ? 'all' : format(floor(datum.value), 'd')",
            "title": None, "grid": False, "ticks": False, "domain": False, "labelOverlap": True,
        },
    }  # fmt: skip
    y = {
        "field": "top",
        "type": "quantitative",
        "scale": {"domain": [0, len(lines)], "reverse": True, "nice": False},
        "axis": {
            "values": [place + 0.5 for place in range(len(lines))],
            "labelExpr": label_expression([line.label for line in lines]),
            "labelFontWeight": {"condition": {"test": _headings(lines), "value": 700}, "value": 400},
            "title": None, "grid": False, "ticks": False, "domain": False, "labelOverlap": False, "labelPadding": 8,
        },
    }  # fmt: skip
    return {
        "encoding": {"x": x, "y": y},
        "layer": [_hatching(gaps, colours), _years(lines, years), *_boxes(boxes, colours), *_rails(boxes, colours)],
    }


def _headings(lines: Sequence[Line]) -> str:
    return f"indexof({[place for place, line in enumerate(lines) if line.heading]}, floor(datum.value)) >= 0"


def _years(lines: Sequence[Line], years: Sequence[int]) -> Spec:
    values = [{"begin": year, "top": 0, "bottom": len(lines)} for year in (*years, years[-1] + 1)]
    return {"data": {"values": values}, "mark": {"type": "rule", "strokeWidth": 1}, "encoding": {"y2": {"field": "bottom"}}}


def _hatching(gaps: Iterable[Gap], colours: Palette) -> Spec:
    """Boxes with slanting stripes: close ones for a year that nobody speaks of, wide ones for a year of few sources."""
    values = [
        {
            "begin": gap.year, "end": gap.year + 1, "top": gap.row + 0.06, "bottom": gap.row + 0.94, "seen": gap.seen,
            "tip": _told(gap),
        }
        for gap in gaps
    ]  # fmt: skip
    layers = [
        {
            "transform": [{"filter": f"datum.seen == '{seen}'"}],
            "mark": {"type": "rect", "color": _stripes(many, width, colours)},
            "encoding": {
                "x2": {"field": "end"}, "y2": {"field": "bottom"}, "tooltip": {"field": "tip", "type": "nominal"},
            },
        }
        for seen, many, width in (("none", 9, 0.3), ("thin", 3, 0.12))
    ]  # fmt: skip
    return {"data": {"values": values}, "layer": layers}


def _stripes(many: int, width: float, colours: Palette) -> Spec:
    """A fill of stripes, made of a gradient with hard stops: Vega has no patterns."""
    stops = []
    for place in range(many):
        first, last = place / many, (place + width) / many
        turns = ((first, colours.line), (last, colours.line), (last, colours.paper), ((place + 1) / many, colours.paper))
        stops += [{"offset": offset, "color": colour} for offset, colour in turns]
    return {"gradient": "linear", "x1": 0, "y1": 0, "x2": 1, "y2": 0.35, "stops": stops}


def _told(gap: Gap) -> str:
    return f"{gap.year}: {'no source speaks of this year' if gap.seen == 'none' else 'fewer than three sources'}"


def _boxes(cells: Sequence[Cell], colours: Palette) -> list[Spec]:
    bottom = 0.62 if any(cell.rail for cell in cells) else 0.94
    values = [
        {
            "begin": cell.begin, "end": cell.end, "middle": (cell.begin + cell.end) / 2, "colour": cell.colour,
            "top": cell.row + 0.06, "bottom": cell.row + bottom, "centre": cell.row + (0.06 + bottom) / 2, "text": cell.text,
            "tip": cell.tip,
            "share": cell.share and 0.1 + 0.35 * cell.share,
        }
        for cell in cells if not cell.rail
    ]  # fmt: skip
    tip = {"field": "tip", "type": "nominal"}
    box = {
        "mark": {"type": "rect", "cornerRadius": 2},
        "encoding": {
            "x2": {"field": "end"}, "y2": {"field": "bottom"}, "tooltip": tip, "description": tip,
            "color": {"field": "colour", "type": "nominal", "scale": None},
            "opacity": {"field": "share", "type": "quantitative", "scale": None},
        },
    }  # fmt: skip
    written = {
        "mark": {"type": "text", "fontSize": 11.5, "color": colours.ink, "baseline": "middle", "aria": False},
        "encoding": {"x": {"field": "middle"}, "y": {"field": "centre"}, "text": {"field": "text"}, "tooltip": tip},
    }
    return [{"data": {"values": values}, "layer": [box, written]}]


def _rails(cells: Sequence[Cell], colours: Palette) -> list[Spec]:
    values = [
        {
            "begin": cell.begin + 0.04, "end": cell.end - 0.04, "middle": (cell.begin + cell.end) / 2, "colour": cell.colour,
            "top": cell.row + 0.81, "text": cell.text, "tip": cell.tip, "up": cell.row + 0.7, "down": cell.row + 0.92,
        }
        for cell in cells if cell.rail
    ]  # fmt: skip
    if not values:
        return []
    tip = {"field": "tip", "type": "nominal"}
    colour = {"field": "colour", "type": "nominal", "scale": None}
    rail = {"mark": {"type": "rule", "strokeWidth": 1.6}, "encoding": {"x2": {"field": "end"}, "color": colour, "tooltip": tip}}
    ends = [
        {
            "mark": {"type": "rule", "strokeWidth": 1.6, "aria": False},
            "encoding": {"x": {"field": side}, "y": {"field": "up"}, "y2": {"field": "down"}, "color": colour},
        }
        for side in ("begin", "end")
    ]
    letters = {"type": "text", "fontSize": 11, "color": colours.ink, "baseline": "middle", "aria": False}
    halo = {"stroke": colours.paper, "strokeWidth": 5, "strokeJoin": "round"}
    written = [
        {"mark": mark, "encoding": {"x": {"field": "middle"}, "text": {"field": "text"}}} for mark in (letters | halo, letters)
    ]
    return [{"data": {"values": values}, "layer": [rail, *ends, *written]}]
