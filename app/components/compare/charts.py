"""Charts in Vega-Lite: one look for all, a text for those who do not see them, their figures as a table, and files to keep."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, TypeAlias, TypeVar, overload

import streamlit as st

from app.components.palette import Palette
from app.markup import Html, draw, element, number
from kg.views.files import rows_as_csv

Spec: TypeAlias = dict[str, Any]
"""A view or layers of Vega-Lite, without size and look."""
Figures: TypeAlias = Sequence[Mapping[str, object]]
"""Rows that share their columns: what a chart shows, for its table and its CSV file."""
_Row = TypeVar("_Row")

FONT = '"Source Sans", "Source Sans Pro", "Helvetica Neue", Arial, sans-serif'
_WIDE = 1000
"""Pixels of a picture that is taken away."""
_SHOWN = 100
"""Rows of a table on the page; the file has all."""
_LINE = 19
"""Pixels of a line in the picture of a table."""
_LETTER, _BETWEEN, _LONGEST = 6, 14, 56
"""Pixels of a letter and between columns, and letters of a text that is not cut, in the picture of a table."""
_SERIES_LIGHT = ("#0a66a8", "#b3440b", "#1a7340", "#7b3fa0", "#8a6100", "#a01f4d")
_SERIES_DARK = ("#58b6f5", "#ff9a5c", "#56d68a", "#c99bf0", "#f0b429", "#ff85ad")


@dataclass(frozen=True)
class Chart:
    """One drawing: `name` is that of its files, `alt` says in words what it shows, `figures` are what it is drawn from."""

    name: str
    title: str
    spec: Spec
    height: int
    alt: str
    figures: Figures
    notes: Sequence[str] = ()
    """What must be known to read it; it stands under the title of a picture that is taken away."""
    around: Sequence[str] = ()
    """What the page says around it, and only a picture must repeat."""
    width: int = _WIDE
    """Pixels of a picture that is taken away; a page gives it what room it has."""


class LazyFigures(Sequence[Mapping[str, object]], Generic[_Row]):
    """Figures that are made when they are read: the page shows the first of thousands, and only their file needs all.

    Where the `first` rows are not all, `every` gives the `total`.
    """

    def __init__(
        self,
        first: Sequence[_Row],
        figure: Callable[[_Row], Mapping[str, object]],
        total: int | None = None,
        every: Callable[[], Sequence[_Row]] | None = None,
    ) -> None:
        self._first, self._figure = first, figure
        self._total = len(first) if total is None else total
        self._every = every or (lambda: first)

    def __len__(self) -> int:
        return self._total

    def __iter__(self) -> Iterator[Mapping[str, object]]:
        return map(self._figure, self._rows(self._total))

    @overload
    def __getitem__(self, place: int) -> Mapping[str, object]: ...

    @overload
    def __getitem__(self, place: slice) -> Figures: ...

    def __getitem__(self, place: int | slice) -> Mapping[str, object] | Figures:
        if isinstance(place, slice):
            return LazyFigures(self._rows(place.indices(self._total)[1])[place], self._figure)
        return self._figure(self._rows(range(self._total)[place] + 1)[place])

    def _rows(self, upto: int) -> Sequence[_Row]:
        """Rows of which the first so many are there."""
        return self._first if upto <= len(self._first) else self._every()


def series(colours: Palette) -> tuple[str, ...]:
    """Six colours for six companies, told apart on this theme's paper."""
    return _SERIES_DARK if colours.dark else _SERIES_LIGHT


def label_expression(labels: Sequence[str]) -> str:
    """The expression by which an axis of whole numbers names its places."""
    return f"{json.dumps(list(labels))}[floor(datum.value)]"


def draw_chart(chart: Chart, colours: Palette, source: str) -> None:
    """The chart, and below it its files and its figures. `source` is the line that a picture carries with it."""
    size = {"width": "container", "height": chart.height, "autosize": {"type": "fit-x", "contains": "padding"}}
    shown = chart.spec | size | {"config": look_of(colours)}
    st.vega_lite_chart(shown, theme=None, width="stretch", alt=chart.alt, key=f"chart_{chart.name}")
    with st.container(horizontal=True, vertical_alignment="center", key=f"files_{chart.name}"):
        _files(chart, colours, source)
        with st.popover("Figures", icon=":material/table:", type="tertiary", key=f"figures_{chart.name}"):
            draw(figures_table(chart.title, chart.figures))


def _files(chart: Chart, colours: Palette, source: str) -> None:
    _file(f"{chart.name}.svg", partial(picture, chart, colours, source, "svg"), "image/svg+xml")
    _file(f"{chart.name}.png", partial(picture, chart, colours, source, "png"), "image/png")
    _file(f"{chart.name}.csv", partial(_csv, chart.figures), "text/csv")


def _csv(figures: Figures) -> str:
    return rows_as_csv([dict(row) for row in figures])


def _file(name: str, make: Callable[[], str | bytes], mime: str) -> None:
    st.download_button(
        name, make, file_name=name, mime=mime, type="tertiary", icon=":material/download:", on_click="ignore", key=f"file_{name}"
    )


def file_buttons(table: Chart, colours: Palette, source: str) -> None:
    """A table of the page as files."""
    with st.container(horizontal=True, vertical_alignment="center", key=f"files_{table.name}"):
        _files(table, colours, source)


def figures_table(caption: str, figures: Figures) -> Html:
    """The figures of a chart as a table with its caption."""
    columns = list(figures[0]) if figures else []
    rows = [element("tr", [element("td", _written(row[column])) for column in columns]) for row in figures[:_SHOWN]]
    more = len(figures) - _SHOWN
    table = element(
        "table",
        element("caption", caption),
        element("thead", element("tr", [element("th", column, scope="col") for column in columns])),
        element("tbody", rows),
        class_="el-table",
    )
    rest = element("p", f"{number(more, 'more row')} in the CSV file.", class_="el-note") if more > 0 else None
    return element("div", table, rest, class_="el-scroll", tabindex=0, role="region", aria_label=caption)


def _written(value: object) -> str:
    if value is None:
        return ""
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10_000 else str(value)


def table_chart(name: str, title: str, figures: Figures, columns: Sequence[str], colours: Palette) -> Chart:
    """These columns of a table as a drawing, for a picture of it: long texts are cut."""
    shown = figures[:_SHOWN]
    widths = [max([len(column), *(len(_written(row[column])) for row in shown)]) for column in columns]
    pixels = [_LETTER * min(width, _LONGEST) + _BETWEEN for width in widths]
    layers: list[Spec] = []
    for place, column in enumerate(columns):
        values: list[dict[str, object]] = [{"row": -1, "text": column, "head": True}]
        values += [{"row": row, "text": _written(told[column]), "head": False} for row, told in enumerate(shown)]
        layers.append(_column(values, sum(pixels[:place]), pixels[place] - _BETWEEN, len(shown), colours))
    return Chart(name, title, {"layer": layers}, _LINE * (len(shown) + 1), title, figures, width=sum(pixels))


def _column(values: Sequence[Mapping[str, object]], start: int, width: int, rows: int, colours: Palette) -> Spec:
    return {
        "data": {"values": values},
        "mark": {"type": "text", "align": "left", "limit": width, "fontSize": 11},
        "encoding": {
            "x": {"value": start},
            "y": {"field": "row", "type": "quantitative", "axis": None, "scale": {"domain": [-1.5, rows - 0.5], "reverse": True}},
            "text": {"field": "text"},
            "color": {"condition": {"test": "datum.head", "value": colours.soft}, "value": colours.ink},
        },
    }


def picture(chart: Chart, colours: Palette, source: str, form: str) -> bytes:
    """The chart as an SVG or PNG file with its title, what must be known to read it, and where it comes from."""
    import vl_convert  # brings a JavaScript engine: only for who takes a picture

    told = [*chart.notes, *chart.around, source]
    head = {"text": chart.title, "subtitle": told, "anchor": "start", "frame": "group", "offset": 14}
    whole = chart.spec | {"title": head, "width": chart.width, "height": chart.height, "config": look_of(colours), "padding": 18}
    if form == "svg":
        return vl_convert.vegalite_to_svg(whole, allowed_base_urls=[]).encode()
    return vl_convert.vegalite_to_png(whole, scale=2, allowed_base_urls=[])


def look_of(colours: Palette) -> Spec:
    """Type, ink and lines of this theme, as a Vega-Lite config."""
    text = {"font": FONT, "color": colours.ink}
    return {
        "background": colours.paper,
        "font": FONT,
        "view": {"stroke": None},
        "title": {**text, "fontSize": 16, "fontWeight": 650, "subtitleColor": colours.soft, "subtitleFontSize": 12},
        "text": {**text, "fontSize": 12},
        "axis": {
            "labelColor": colours.ink,
            "labelFontSize": 12,
            "labelLimit": 260,
            "titleColor": colours.soft,
            "titleFontSize": 12,
            "titleFontWeight": "normal",
            "domainColor": colours.line,
            "gridColor": colours.line,
            "tickColor": colours.line,
        },
        "rule": {"color": colours.line},
        "legend": {"labelColor": colours.ink, "titleColor": colours.soft, "labelFontSize": 12},
    }
