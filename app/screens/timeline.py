"""Timeline: what happened, lane by lane, and who says so."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import get_args

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import state
from app.components.panel import event_panel
from app.components.timeline import Arrangement, filter_in_address, timeline
from app.components.window_table import window_table
from app.controls import Controls, Field
from app.frame import Page
from app.known import known_entity, known_event
from app.markup import message, number
from kg.dates import Moment, read_date
from kg.errors import BadDate, BadInput, UnknownName
from kg.views.chosen import Chosen, chosen
from kg.views.events import EventFilter, events_sparql
from kg.views.projection.lanes import LaneBy, lane_by

LANES = {name: f"A lane for each {name}" for name in get_args(LaneBy)}
MOST = ("6", "12", "20", "40", "100")


def show() -> None:
    """Draw the page."""
    ontology = state.graph().ontology
    page = Page(
        "timeline",
        [
            Field("org", [], known_entity),
            Field("kind", [], lambda name: ontology.kind(name).name),
            Field("status", [], lambda name: ontology.statement_kind(name).name),
            Field("from"),
            Field("to"),
            Field("text"),
            Field("disputed", False),
            Field("lanes", "company", lane_by),
            Field("most", "12", _known_number_of_lanes),
            Field("event", "", known_event),
            Field("view", "", _known_window),
            Field("order", []),
            Field("fold", []),
            Field("hide", []),
        ],
    )
    masthead = st.container()
    wanted = _filters(page.controls)
    found = state.ask(chosen, wanted)
    with masthead:
        page.head("Timeline", _line(found, wanted))
    if found.events:
        _explore(page, wanted, found)
    else:
        message("No event fits these filters. Take one away, or widen the dates.", "note")
        page.foot(("Events as filtered above", events_sparql(state.graph(), wanted)), result=found.content)


# --- values of the link ---


def _known_number_of_lanes(text: str) -> str:
    if text not in MOST:
        raise UnknownName(f"'{text[:20]}' is not a number of lanes; choose from {', '.join(MOST)}")
    return text


def _known_window(text: str) -> str:
    """Two dates with a slash between, the second not before the first."""
    begin, _, end = text.partition("/")
    first, last = Moment.parse(begin).begin, Moment.parse(end).end
    if first is None or last is None or first > last:
        raise BadInput(f"'{text[:40]}' is no window; write it as 2023-01-01/2024-06-30")
    return text


# --- controls ---


def _filters(controls: Controls) -> EventFilter:
    """Draw the filters and read them. A date that cannot be read is told under its field and left out."""
    ontology = state.graph().ontology
    names = state.organisations()
    organisations = [*names, *(name for name in controls.texts("org") if name not in names)]
    kinds = {kind.name: f"{kind.glyph} {kind.plural}" for kind in ontology.kinds}
    manners = {kind.name: kind.label for kind in ontology.statement_kinds}
    first = st.columns([4, 4, 3, 3], gap="small")
    _several(controls, first[0], "Companies", "org", {name: name for name in organisations}, "All companies", typed=True)
    _several(controls, first[1], "Kinds", "kind", kinds, "All kinds")
    _several(controls, first[2], "Said as", "status", manners, "Said in any manner")
    first[3].text_input(
        "Text",
        key=controls.key("text"),
        placeholder="Text in a title or a name",
        icon=":material/search:",
        label_visibility="collapsed",
    )
    second = st.columns([3, 3, 3, 3, 2], gap="small", vertical_alignment="center")
    begin = _date_field(controls, second[0], "From", "from", "2023")
    end = _date_field(controls, second[1], "To", "to", "2024-05")
    _one(controls, second[2], "A lane for each", "lanes", LANES)
    _one(controls, second[3], "Lanes at most", "most", {most: f"{most} lanes at most" for most in MOST})
    second[4].toggle("Disputed", key=controls.key("disputed"))
    return EventFilter(
        organisations=tuple(_those_known(controls.texts("org"))),
        kinds=tuple(controls.texts("kind")),
        statuses=tuple(controls.texts("status")),
        begin=begin,
        end=end,
        text=controls.text("text"),
        disputed=True if controls.on("disputed") else None,
    )


def _several(
    controls: Controls,
    column: DeltaGenerator,
    label: str,
    name: str,
    offered: Mapping[str, str],
    nothing: str,
    *,
    typed: bool = False,
) -> None:
    column.multiselect(
        label,
        list(offered),
        format_func=lambda value: offered.get(value, value),
        key=controls.key(name),
        placeholder=nothing,
        accept_new_options=typed,
        label_visibility="collapsed",
    )


def _one(controls: Controls, column: DeltaGenerator, label: str, name: str, offered: Mapping[str, str]) -> None:
    column.selectbox(
        label, list(offered), format_func=lambda value: offered[value], key=controls.key(name), label_visibility="collapsed"
    )


def _date_field(controls: Controls, column: DeltaGenerator, label: str, name: str, example: str) -> str:
    with column:
        st.text_input(
            f"{label}: a date as precise as you like, such as 2023, 2024-05, 2024-05-17 or Q3 2024",
            key=controls.key(name),
            placeholder=f"{label}, such as {example}",
            label_visibility="collapsed",
        )
        text = controls.text(name)
        try:
            if text.strip():
                Moment.parse(read_date(text))
        except BadDate as error:
            message(str(error))
            return ""
    return text


def _those_known(names: Sequence[str]) -> list[str]:
    """The names that the graph knows; the others are told and left out."""
    known = []
    for name in names:
        try:
            known.append(known_entity(name))
        except UnknownName as error:
            message(f"{error}; it was left out", "warning")
    return known


# --- the page's parts ---


def _line(found: Chosen, wanted: EventFilter) -> str:
    chosen_ones = "chosen " if wanted != EventFilter() else ""
    return (
        f"{number(found.events, f'{chosen_ones}event')} of {number(found.organisations, 'company', 'companies')}, "
        f"told by {number(found.sources, 'source')}; {found.disputed:,} disputed"
    )


@st.fragment
def _explore(page: Page, wanted: EventFilter, found: Chosen) -> None:
    """Timeline, details and table: what changes with each click and zoom step runs alone."""
    controls = page.controls
    graph = state.graph()
    with st.container(key="timeline_split"):
        left, right = st.columns([7, 3], gap="medium")
    with left:
        timeline(
            controls.key("chart"),
            snapshot=graph.id,
            filter=filter_in_address(wanted),
            lanes=controls.text("lanes"),
            most=int(controls.text("most")),
            arrangement=_arrangement(controls),
            title="Timeline",
            on_event=lambda event: controls.set("event", event),
            on_arrangement=lambda arranged: _arranged(controls, arranged),
        )
    with right:
        if controls.text("event"):
            event_panel(controls)
    window_table(controls, wanted)
    page.foot(("Events as filtered above", events_sparql(graph, wanted)), result=found.content)


def _arrangement(controls: Controls) -> Arrangement:
    return Arrangement(
        event=controls.text("event"),
        view=controls.text("view"),
        order=tuple(controls.texts("order")),
        collapsed=tuple(controls.texts("fold")),
        hidden=tuple(controls.texts("hide")),
    )


def _arranged(controls: Controls, arranged: Arrangement) -> None:
    controls.set("view", arranged.view)
    controls.set("order", list(arranged.order))
    controls.set("fold", list(arranged.collapsed))
    controls.set("hide", list(arranged.hidden))


show()
