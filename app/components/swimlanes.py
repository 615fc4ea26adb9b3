"""The timeline's drawing: a swimlane per company as a Vega-Lite chart, and what is clicked in it.

`draw_timeline` is all that pages know of it, so that another drawing can take its place.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

import streamlit as st

from app.components.layout import GLYPH, Drawing, Lane, Mark, moment
from app.components.palette import Palette, look, palette, text_glyph
from kg.ontology import Ontology

HEAD = 148
"""Pixels for the names of lanes."""
FONT = '"Source Sans", "Source Sans Pro", "Helvetica Neue", Arial, sans-serif'
_LEAST_ROOM, _MOST_ROOM = 75, 260
"""Pixels within which a label is worth reading."""
_Part: TypeAlias = dict[str, Any]
"""A piece of a Vega-Lite specification."""
_DISC = {"circle": 300, "square": 270, "diamond": 400}
"""Areas at which the shapes look equally large."""


def draw_timeline(
    drawing: Drawing,
    ontology: Ontology,
    today: datetime.date,
    *,
    key: str,
    selected: str = "",
    on_pick: Callable[[str], None] | None = None,
) -> None:
    """Show the drawing. A click calls `on_pick` with the event's IRI, or with "" where it hit none."""
    spec = timeline_spec(drawing, ontology, today, palette(), selected)
    number = sum(len(lane.marks) for lane in drawing.lanes)
    described = f"Timeline of {number} events in {len(drawing.lanes)} lanes."
    if on_pick is None:
        st.vega_lite_chart(spec=spec, width="stretch", theme=None, key=key, alt=described)
        return

    def picked() -> None:
        points = st.session_state[key].selection.get("pick", [])
        on_pick(next((str(point["id"]) for point in points if point.get("id")), ""))

    st.vega_lite_chart(spec=spec, width="stretch", theme=None, key=key, on_select=picked, selection_mode=["pick"], alt=described)


def timeline_spec(drawing: Drawing, ontology: Ontology, today: datetime.date, colours: Palette, selected: str = "") -> _Part:
    """The drawing as a Vega-Lite specification: pure, without Streamlit."""
    marks = [_row(lane, mark, ontology, colours) for lane in drawing.lanes for mark in lane.marks]
    lanes = [_lane_row(lane, number) for number, lane in enumerate(drawing.lanes)]
    axes = _Axes(drawing, colours)
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v6.json",
        "height": drawing.height,
        "autosize": {"type": "fit-x", "contains": "padding"},
        "padding": {"left": 4, "right": 12, "top": 2, "bottom": 2},
        "datasets": {"marks": marks, "lanes": lanes, "today": [{"day": moment(today), "label": "today"}]},
        "layer": [
            *_ground(axes),
            *_rails(axes),
            *_labels(axes),
            *_discs(axes, selected),
            *_heads(axes),
        ],
        "config": {
            "background": "transparent",
            "font": FONT,
            "view": {"stroke": None},
            "axis": {"labelFont": FONT, "titleFont": FONT},
            "text": {"font": FONT},
        },
    }


# --- data ---


def _row(lane: Lane, mark: Mark, ontology: Ontology, colours: Palette) -> _Part:
    event = mark.event
    kind, manner = ontology.kind(event.kind), ontology.statement_kind(event.status)
    shown = look(manner)
    colour = colours.kind(kind)
    y = lane.y(mark.row)
    return {
        "id": event.id,
        "begin": mark.begin,
        "end": mark.end,
        "centre": mark.centre,
        "y": y,
        "above": y - 4,
        "below": y + 4,
        "rail": not mark.is_point,
        "opens": event.begin is None,
        "stays": event.end is None,
        "disputed": event.disputed,
        "shape": shown.shape,
        "size": _DISC[shown.shape],
        "colour": colour,
        "fill": {"full": colour, "tint": _mixed(colour, colours.paper, 0.22), "none": colours.paper}[shown.fill],
        "dash": list(shown.dash or (1, 0)),
        "glyph": text_glyph(kind.glyph),
        "glyphColour": _on(colour) if shown.fill == "full" else colour,
        "label": mark.label,
        "until": mark.free_until,
        "Event": event.title,
        "Date": event.date or "unknown",
        "Kind": kind.label,
        "Said": f"{manner.label}{', disputed' if event.disputed else ''}",
        "Sources": _sources(mark),
    }


def _sources(mark: Mark) -> str:
    names = list(dict.fromkeys(source.name for source in mark.event.sources))
    more = f" and {len(names) - 3} more" if len(names) > 3 else ""
    return f"{mark.event.told_by}: {', '.join(names[:3])}{more}"


def _lane_row(lane: Lane, number: int) -> _Part:
    events = len(lane.marks)
    return {
        "name": lane.name,
        "count": "1 event" if events == 1 else f"{events} events",
        "top": lane.top,
        "bottom": lane.top + lane.height,
        "headline": lane.top + 17,
        "subline": lane.top + 33,
        "odd": number % 2 == 1,
    }


def _mixed(colour: str, ground: str, share: float) -> str:
    """`share` of the colour on the ground, opaque, so that nothing shines through."""
    pairs = zip(_channels(colour), _channels(ground), strict=True)
    return "#" + "".join(f"{round(over * share + under * (1 - share)):02x}" for over, under in pairs)


def _on(colour: str) -> str:
    """Black or white, whichever is read more easily on the colour."""
    red, green, blue = (channel / 255 for channel in _channels(colour))
    return "#ffffff" if 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2 < 0.3 else "#101214"


def _channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


# --- encodings ---


@dataclass(frozen=True)
class _Axes:
    """The two axes that every layer shares; each layer states them in full, or Vega-Lite widens the window to its data."""

    drawing: Drawing
    colours: Palette

    def when(self, field: str) -> _Part:
        """A time."""
        axis = {
            "orient": "top",
            "title": None,
            "domain": False,
            "ticks": False,
            "grid": True,
            "gridColor": self.colours.line,
            "labelFontSize": 12,
            "labelColor": self.colours.soft,
            "labelPadding": 6,
            "labelOverlap": True,
            "tickCount": {"expr": "max(3, floor(width / 110))"},
        }
        return {
            "field": field,
            "type": "temporal",
            "scale": {"type": "utc", "domain": list(self.drawing.window), "nice": False},
            "axis": axis,
        }

    def at(self, field: str) -> _Part:
        """A height, in pixels already. The axis draws nothing and keeps room for the names of lanes."""
        axis = {
            "labels": False,
            "ticks": False,
            "domain": False,
            "grid": False,
            "title": None,
            "minExtent": HEAD,
            "maxExtent": HEAD,
        }
        scale = {"domain": [0, self.drawing.height], "reverse": True, "nice": False, "zero": False}
        return {"field": field, "type": "quantitative", "scale": scale, "axis": axis}


def _kept(field: str) -> _Part:
    """A value of the data taken as it is: a colour, a shape, a size."""
    return {"field": field, "type": "nominal", "scale": None, "legend": None}


_TOOLTIP = [{"field": name, "type": "nominal"} for name in ("Event", "Date", "Kind", "Said", "Sources")]


# --- layers, from the ground up ---


def _ground(axes: _Axes) -> list[_Part]:
    """Bands and separators of lanes, and today."""
    bands = {
        "data": {"name": "lanes"},
        "transform": [{"filter": "datum.odd"}],
        "mark": {"type": "rect", "color": axes.colours.ink, "opacity": 0.035, "tooltip": None, "clip": False},
        "encoding": {"x": {"value": -HEAD}, "x2": {"value": "width"}, "y": axes.at("top"), "y2": {"field": "bottom"}},
    }
    separators = {
        "data": {"name": "lanes"},
        "mark": {"type": "rule", "color": axes.colours.line, "strokeWidth": 1, "tooltip": None, "clip": False},
        "encoding": {"x": {"value": -HEAD}, "x2": {"value": "width"}, "y": axes.at("bottom")},
    }
    line = {
        "data": {"name": "today"},
        "mark": {
            "type": "rule",
            "color": axes.colours.alarm,
            "strokeWidth": 1,
            "strokeDash": [4, 3],
            "clip": True,
            "tooltip": None,
        },
        "encoding": {"x": axes.when("day"), "y": {"value": 0}, "y2": {"value": "height"}},
    }
    word = {
        "data": {"name": "today"},
        "mark": {
            "type": "text",
            "color": axes.colours.alarm,
            "align": "right",
            "baseline": "top",
            "dx": -4,
            "dy": 3,
            "fontSize": 11,
            "clip": True,
            "tooltip": None,
        },
        "encoding": {"x": axes.when("day"), "y": {"value": 0}, "text": {"field": "label"}},
    }
    return [bands, separators, line, word]


def _rails(axes: _Axes) -> list[_Part]:
    """Dates wider than a day at their true width, thin and bracketed; an open end has an arrow and no bracket."""
    rail: _Part = {"data": {"name": "marks"}, "encoding": {"color": _kept("colour"), "tooltip": _TOOLTIP}}

    def bracket(at: str, unless: str) -> _Part:
        return rail | {
            "transform": [{"filter": f"datum.rail && !datum.{unless}"}],
            "mark": {"type": "rule", "strokeWidth": 1.5, "clip": True, "opacity": 0.75},
            "encoding": rail["encoding"] | {"x": axes.when(at), "y": axes.at("above"), "y2": {"field": "below"}},
        }

    def arrow(at: str, when: str, sign: str, align: str) -> _Part:
        return rail | {
            "transform": [{"filter": f"datum.{when}"}],
            "mark": {"type": "text", "text": sign, "fontSize": 15, "align": align, "baseline": "middle", "clip": True},
            "encoding": rail["encoding"] | {"x": axes.when(at), "y": axes.at("y")},
        }

    return [
        rail
        | {
            "transform": [{"filter": "datum.rail"}],
            "mark": {"type": "rule", "strokeWidth": 3, "opacity": 0.5, "clip": True},
            "encoding": rail["encoding"]
            | {"x": axes.when("begin"), "x2": {"field": "end"}, "y": axes.at("y"), "strokeDash": _kept("dash")},
        },
        bracket("begin", "opens"),
        bracket("end", "stays"),
        arrow("begin", "opens", "◂", "right"),
        arrow("end", "stays", "▸", "left"),
    ]


def _labels(axes: _Axes) -> list[_Part]:
    """Titles beside marks, on a halo of paper, cut to the room that the present zoom leaves; none where that is little."""
    room = f"(datum.until === null ? width : min(width, scale('x', datum.until))) - scale('x', datum.centre) - {GLYPH + 6}"
    place = {
        "x": axes.when("centre"),
        "y": axes.at("y"),
        "text": {"field": "label"},
        "tooltip": _TOOLTIP,
        "opacity": {"condition": {"test": f"scale('x', datum.centre) >= 0 && {room} > {_LEAST_ROOM}", "value": 1}, "value": 0},
    }
    mark: _Part = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "dx": 13,
        "fontSize": 11.5,
        "limit": {"expr": f"min({_MOST_ROOM}, {room})"},
        "clip": True,
    }
    common: _Part = {"data": {"name": "marks"}, "encoding": place}
    return [
        common
        | {"mark": mark | {"stroke": axes.colours.paper, "strokeWidth": 4, "strokeJoin": "round", "color": axes.colours.paper}},
        common | {"mark": mark | {"color": axes.colours.ink}},
    ]


def _discs(axes: _Axes, selected: str) -> list[_Part]:
    """The marks themselves: outline and fill tell who speaks, colour and glyph tell what happened."""
    centre: _Part = {"x": axes.when("centre"), "y": axes.at("y"), "tooltip": _TOOLTIP}
    marks: _Part = {"data": {"name": "marks"}}
    picked: _Part = {"name": "pick", "select": {"type": "point", "fields": ["id"], "on": "click", "clear": False}}
    zoom = {
        "name": "zoom",
        "select": {"type": "interval", "encodings": ["x"], "zoom": "wheel![event.ctrlKey || event.metaKey]"},
        "bind": "scales",
    }
    if selected:
        picked["value"] = [{"id": selected}]
    ring: _Part = {
        "mark": {
            "type": "point",
            "shape": "circle",
            "size": 760,
            "filled": False,
            "stroke": axes.colours.ink,
            "strokeWidth": 2.5,
            "clip": True,
        },
        "encoding": centre | {"opacity": {"condition": {"param": "pick", "empty": False, "value": 1}, "value": 0}},
    }
    disc: _Part = {
        "params": [picked, zoom],
        "mark": {"type": "point", "strokeWidth": 1.8, "opacity": 1, "clip": True, "cursor": "pointer"},
        "encoding": centre
        | {
            "shape": _kept("shape"),
            "size": _kept("size") | {"type": "quantitative"},
            "fill": _kept("fill"),
            "stroke": _kept("colour"),
            "strokeDash": _kept("dash"),
        },
    }
    glyph = {
        "mark": {"type": "text", "fontSize": 11, "baseline": "middle", "align": "center", "clip": True, "cursor": "pointer"},
        "encoding": centre | {"text": {"field": "glyph"}, "color": _kept("glyphColour")},
    }
    only_disputed: _Part = {"transform": [{"filter": "datum.disputed"}]}
    badge = {
        "mark": {
            "type": "point",
            "shape": "circle",
            "filled": True,
            "size": 110,
            "color": axes.colours.alarm,
            "stroke": axes.colours.paper,
            "strokeWidth": 1.2,
            "opacity": 1,
            "xOffset": 8,
            "yOffset": -8,
            "clip": True,
            "cursor": "pointer",
        },
        "encoding": centre,
    }
    question = {
        "mark": {
            "type": "text",
            "text": "?",
            "fontSize": 9,
            "fontWeight": "bold",
            "baseline": "middle",
            "align": "center",
            "color": axes.colours.paper,
            "dx": 8,
            "dy": -7.5,
            "clip": True,
            "cursor": "pointer",
        },
        "encoding": centre,
    }
    return [marks | ring, marks | disc, marks | glyph, marks | only_disputed | badge, marks | only_disputed | question]


def _heads(axes: _Axes) -> list[_Part]:
    """Names of lanes in the room left of the plot."""

    def head(text: str, at: str, **style: Any) -> _Part:
        return {
            "data": {"name": "lanes"},
            "mark": {"type": "text", "align": "left", "baseline": "middle", "limit": HEAD - 16, "clip": False} | style,
            "encoding": {"x": {"value": 8 - HEAD}, "y": axes.at(at), "text": {"field": text}, "tooltip": {"field": "name"}},
        }

    return [
        head("name", "headline", fontSize=13, fontWeight=600, color=axes.colours.ink),
        head("count", "subline", fontSize=11, color=axes.colours.soft),
    ]


def legend_of(drawing: Drawing) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """Kinds and manners that are in the drawing, each with how many marks have it, the most frequent first."""
    kinds: dict[str, int] = {}
    manners: dict[str, int] = {}
    for lane in drawing.lanes:
        for mark in lane.marks:
            kinds[mark.event.kind] = kinds.get(mark.event.kind, 0) + 1
            manners[mark.event.status] = manners.get(mark.event.status, 0) + 1
    return _ranked(kinds), _ranked(manners)


def _ranked(counted: dict[str, int]) -> list[tuple[str, int]]:
    return sorted(counted.items(), key=lambda item: (-item[1], item[0]))
