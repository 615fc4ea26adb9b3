"""Launch cadence: a dot for each gap between two launches, and the median."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.components.compare.charts import Chart, Figures, LazyFigures, Spec, label_expression, series
from app.components.palette import Palette
from app.markup import number
from kg.views.compare.shapes import CadenceRow, CoverageRow, GapRow

_ROW = 46
_APART = 300
"""Gaps of a company up to which each has a dot of its own."""
_DOT, _LARGER = 46, 4
"""Area of a dot, and by how much of it that for the most gaps is larger."""
_GOLDEN = 0.618
"""Turns that spread dots of one row without a pattern, always alike."""


def cadence_chart(rows: Sequence[CadenceRow], coverage: Sequence[CoverageRow], colours: Palette) -> Chart | None:
    """Days between launches, company by company; `None` where no company has two that are dated well enough."""
    if not any(row.gaps for row in rows):
        return None
    tints = series(colours)
    gaps = [gap for place, row in enumerate(rows) if row.gaps for gap in _gaps(place, row, tints[place])]
    medians = [_median(place, row, tints[place]) for place, row in enumerate(rows) if row.gaps]
    return Chart(
        name="launch-cadence",
        title="Launch cadence: days between one launch and the next",
        spec=_layers(gaps, medians, [row.company for row in rows], colours),
        height=_ROW * len(rows) + 30,
        alt=f"Days between launches: {'; '.join(map(said, rows))}. The figures follow as a table.",
        figures=LazyFigures([(row.company, gap) for row in rows for gap in row.gaps], _figure),
        notes=tuple(_notes(rows, coverage)),
    )


def said(row: CadenceRow) -> str:
    """`Acme 12 launches, median gap 30 to 61 days`."""
    launches = number(row.launches, "launch", "launches")
    if row.median_least is None or row.median_most is None:
        return f"{row.company} {launches}, no gap known"
    return f"{row.company} {launches}, median gap {_span(row.median_least, row.median_most)} days"


def _notes(rows: Sequence[CadenceRow], coverage: Sequence[CoverageRow]) -> Iterable[str]:
    yield "A dot is a gap known to the day; a bar one between dates known to the month, from the least to the most it can be."
    if many := [row.company for row in rows if len(row.gaps) > _APART]:
        yield f"The gaps of one length share a dot, which is larger the more they are: {', '.join(many)}."
    if vague := [row for row in rows if row.vague]:
        told = ", ".join(f"{row.company} {row.vague} of {row.launches}" for row in vague)
        yield f"Launches known to the year only are in no gap, so gaps may be shorter than shown: {told}."
    years = {row.company: sum(told.thin for told in coverage if told.company == row.company) for row in rows}
    if any(years.values()):
        thin = ", ".join(f"{company} {number(many, 'year')}" for company, many in years.items() if many)
        yield f"Years with fewer than three sources may hide launches: {thin}."


def _span(least: float, most: float) -> str:
    return f"{least:,.0f}" if least == most else f"{least:,.0f} to {most:,.0f}"


def _gaps(place: int, row: CadenceRow, tint: str) -> Iterable[dict[str, object]]:
    dots = _dots(row)
    most = max(map(len, dots))
    for turn, (gap, *others) in enumerate(dots):
        aside = ((turn * _GOLDEN) % 1 - 0.5) * 0.5
        more = f" and {number(len(others), 'other gap')}" if others else ""
        yield {
            "least": gap.least, "most": gap.most, "middle": (gap.least + gap.most) / 2, "row": place + 0.5 + aside,
            "exact": gap.least == gap.most, "colour": tint, "size": _DOT * (1 + _LARGER * len(others) / most),
            "tip": f"{row.company}, {_span(gap.least, gap.most)} days: {_named(gap)}{more}",
        }  # fmt: skip


def _dots(row: CadenceRow) -> list[list[GapRow]]:
    """The gaps that share a dot: those of one length where there are too many to stand apart."""
    if len(row.gaps) <= _APART:
        return [[gap] for gap in row.gaps]
    alike: dict[tuple[int, int], list[GapRow]] = {}
    for gap in row.gaps:
        alike.setdefault((gap.least, gap.most), []).append(gap)
    return list(alike.values())


def _named(gap: GapRow) -> str:
    return f"{gap.before.title} ({gap.before.date}) → {gap.after.title} ({gap.after.date})"


def _median(place: int, row: CadenceRow, tint: str) -> dict[str, object]:
    assert row.median_least is not None  # only rows with gaps come here
    assert row.median_most is not None
    return {
        "least": row.median_least, "most": row.median_most, "up": place + 0.12, "down": place + 0.88, "colour": tint,
        "text": f"median {_span(row.median_least, row.median_most)}", "tip": said(row),
    }  # fmt: skip


def _layers(gaps: Figures, medians: Figures, names: Sequence[str], colours: Palette) -> Spec:
    x = {
        "type": "quantitative", "scale": {"type": "sqrt", "zero": True},
        "axis": {"title": "days, on a scale of square roots", "grid": True, "tickCount": 8, "domain": False, "ticks": False},
    }  # fmt: skip
    y = {
        "type": "quantitative", "scale": {"domain": [0, len(names)], "reverse": True, "nice": False},
        "axis": {
            "values": [place + 0.5 for place in range(len(names))], "labelExpr": label_expression(names),
            "title": None, "grid": False, "ticks": False, "domain": False, "labelPadding": 8,
        },
    }  # fmt: skip
    colour = {"field": "colour", "type": "nominal", "scale": None}
    tip = {"field": "tip", "type": "nominal"}
    shared = {"color": colour, "tooltip": tip, "description": tip}
    bars = {
        "transform": [{"filter": "!datum.exact"}],
        "mark": {"type": "rule", "strokeWidth": 4, "opacity": 0.4, "strokeCap": "round"},
        "encoding": {"x": {**x, "field": "least"}, "x2": {"field": "most"}, "y": {**y, "field": "row"}, **shared},
    }
    dots = {
        "transform": [{"filter": "datum.exact"}],
        "mark": {"type": "circle", "opacity": 0.75},
        "encoding": {
            "x": {**x, "field": "middle"}, "y": {**y, "field": "row"}, "size": {"field": "size", "scale": None}, **shared,
        },
    }  # fmt: skip
    middle = {
        "mark": {"type": "rect", "opacity": 0.3, "stroke": colours.ink, "strokeWidth": 1.2},
        "encoding": {
            "x": {**x, "field": "least"}, "x2": {"field": "most"}, "y": {**y, "field": "up"}, "y2": {"field": "down"}, **shared,
        },
    }  # fmt: skip
    written = {
        "mark": {"type": "text", "align": "left", "dx": 4, "dy": -2, "baseline": "bottom", "fontSize": 11, "aria": False,
                 "color": colours.soft},
        "encoding": {"x": {**x, "field": "most"}, "y": {**y, "field": "up"}, "text": {"field": "text"}},
    }  # fmt: skip
    return {
        "layer": [
            {"data": {"values": list(gaps)}, "layer": [bars, dots]},
            {"data": {"values": list(medians)}, "layer": [middle, written]},
        ]
    }


def _figure(told: tuple[str, GapRow]) -> dict[str, object]:
    company, gap = told
    return {
        "company": company, "days at least": gap.least, "days at most": gap.most,
        "from": gap.before.title, "from date": gap.before.date, "to": gap.after.title, "to date": gap.after.date,
    }  # fmt: skip
