"""Timeline: what happened, company by company, and who says so."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from functools import partial

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import state
from app.components.details import claims_table, details
from app.components.layout import Drawing, arrange, lanes_by_company, lanes_of
from app.components.legend import legend
from app.components.palette import palette
from app.components.query import query_behind
from app.components.swimlanes import draw_timeline, legend_of
from app.components.tables import event_table, events_as_csv, events_as_json
from app.controls import Controls, Field
from app.markup import draw, element, message, number
from kg.dates import Moment, read_date
from kg.errors import BadDate, UnknownName
from kg.terms import digest
from kg.views.entities import entity_row, find_entities
from kg.views.events import EventFilter, events_sparql
from kg.views.shapes import EventRow

LANES = ("4", "8", "12", "20", "40")
PLOT_WIDTH = 760
"""Pixels for which marks are laid out; the browser stretches them to what it has."""


def show() -> None:
    """Draw the page."""
    ontology = state.graph().ontology
    controls = Controls(
        "timeline",
        [
            Field("org", [], _known_entity),
            Field("kind", [], lambda name: ontology.kind(name).name),
            Field("status", [], lambda name: ontology.statement_kind(name).name),
            Field("from"),
            Field("to"),
            Field("text"),
            Field("disputed", False),
            Field("lanes", "8", _known_number_of_lanes),
            Field("whole", False),
            Field("event", "", _known_event),
        ],
    )
    masthead = st.container()
    controls.show_problems()
    wanted = _filters(controls)
    controls.write_address()
    events = state.events(wanted)
    _masthead(masthead, events, wanted)
    if not events:
        controls.set("whole", controls.on("whole"))  # its toggle is not drawn; forgotten, it would look like a page just opened
        message("No event fits these filters. Take one away, or widen the dates.", "note")
    else:
        _timeline(controls, events)
        _table(controls, events, wanted)
    query_behind(("Events as filtered above", events_sparql(state.graph(), wanted)))


# --- values of the link ---


def _known_entity(name: str) -> str:
    find_entities(state.graph(), name)
    return name


def _known_number_of_lanes(text: str) -> str:
    if text not in LANES:
        raise UnknownName(f"'{text[:20]}' is not a number of lanes; choose from {', '.join(LANES)}")
    return text


def _known_event(reference: str) -> str:
    return state.detail(reference).event.id.rsplit("/", 1)[-1]


# --- controls ---


def _filters(controls: Controls) -> EventFilter:
    """Draw the filters and read them. A date that cannot be read is told under its field and left out."""
    ontology = state.graph().ontology
    first = st.columns([5, 4, 4], gap="small")
    names = [name for _, name, _ in state.organisations()]
    organisations = [*names, *(name for name in controls.texts("org") if name not in names)]
    first[0].multiselect(
        "Companies", organisations, key=controls.key("org"), placeholder="All companies", accept_new_options=True
    )
    kinds = {kind.name: f"{kind.glyph} {kind.plural}" for kind in ontology.kinds}
    first[1].multiselect(
        "Kinds", list(kinds), format_func=lambda name: kinds[name], key=controls.key("kind"), placeholder="All kinds"
    )
    manners = {kind.name: kind.label for kind in ontology.statement_kinds}
    first[2].multiselect(
        "Said as", list(manners), format_func=lambda name: manners[name], key=controls.key("status"), placeholder="Any manner"
    )
    second = st.columns([2, 2, 4, 2, 2.2], gap="small", vertical_alignment="bottom")
    begin = _date_field(controls, second[0], "From", "from", "2023")
    end = _date_field(controls, second[1], "To", "to", "2024-05")
    second[2].text_input("Text", key=controls.key("text"), placeholder="in a title or a name", icon=":material/search:")
    second[3].selectbox("Lanes", LANES, key=controls.key("lanes"), disabled=bool(controls.texts("org")))
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


def _date_field(controls: Controls, column: DeltaGenerator, label: str, name: str, example: str) -> str:
    with column:
        st.text_input(
            label,
            key=controls.key(name),
            placeholder=example,
            help="A date as precise as you like: 2023, 2024-05, 2024-05-17 or Q3 2024",
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
            known.append(_known_entity(name))
        except UnknownName as error:
            message(f"{error}; it was left out", "warning")
    return known


# --- the page's parts ---


def _masthead(place: DeltaGenerator, events: Sequence[EventRow], wanted: EventFilter) -> None:
    disputed = sum(event.disputed for event in events)
    sources = len({source.id for event in events for source in event.sources})
    companies = len({event.organisation_ids[0] for event in events})
    chosen = "chosen " if wanted != EventFilter() else ""
    line = (
        f"{number(len(events), f'{chosen}event')} of {number(companies, 'company', 'companies')}, "
        f"told by {number(sources, 'source')}; {disputed:,} disputed"
    )
    with place:
        draw(element("header", element("h1", "Timeline"), element("p", line), class_="el-masthead"))


def _timeline(controls: Controls, events: Sequence[EventRow]) -> None:
    graph = state.graph()
    chosen = {
        iri: entity_row(graph, iri).name for name in _quietly_known(controls.texts("org")) for iri in find_entities(graph, name)
    }
    hidden_lanes = hidden_events = 0
    if chosen:
        lanes = lanes_of(events, chosen)
    else:
        lanes, hidden_lanes, hidden_events = lanes_by_company(events, int(controls.text("lanes")))
    today = datetime.datetime.now(tz=datetime.UTC).date()
    drawing = arrange(lanes, today, PLOT_WIDTH, whole=controls.on("whole"))
    draw(legend(graph.ontology, *legend_of(drawing), palette()))
    with st.container(key="timeline_split"):
        left, right = st.columns([7, 3], gap="medium")
    with left:
        draw_timeline(
            drawing,
            graph.ontology,
            today,
            key=controls.key(f"chart_{st.session_state.get(controls.key('view'), 0)}"),
            selected=_iri(st.session_state.setdefault(controls.key("marked"), controls.text("event"))),
            on_pick=lambda iri: controls.set("event", iri.rsplit("/", 1)[-1]),
        )
        _below_chart(controls, drawing, hidden_lanes, hidden_events)
    with right:
        _panel(controls, max(drawing.height, 480))


def _quietly_known(names: Sequence[str]) -> list[str]:
    """The known ones; that others are not was told with the filters."""
    found = []
    for name in names:
        try:
            found.append(_known_entity(name))
        except UnknownName:
            continue
    return found


def _below_chart(controls: Controls, drawing: Drawing, hidden_lanes: int, hidden_events: int) -> None:
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        st.toggle("All years", key=controls.key("whole"))
        st.button(
            "Reset view",
            key=controls.key("reset"),
            icon=":material/fit_width:",
            type="tertiary",
            on_click=_reset_view,
            args=(controls,),
        )
        hints = ["Drag to pan, Ctrl + wheel to zoom, click a mark for its claims."]
        if drawing.earlier:
            hints.append(f"{number(drawing.earlier, 'earlier event')} to the left.")
        if hidden_lanes:
            companies = number(hidden_lanes, "more company", "more companies")
            hints.append(f"And {companies} with {number(hidden_events, 'event')}, in the table below.")
        draw(element("p", " ".join(hints), class_="el-note"))


def _reset_view(controls: Controls) -> None:
    st.session_state[controls.key("view")] = st.session_state.get(controls.key("view"), 0) + 1


def _panel(controls: Controls, height: int) -> None:
    if not controls.text("event"):
        draw(element("p", "Click a mark, or a row of the table, to read who says what about it.", class_="el-note"))
        return
    graph = state.graph()
    detail = state.detail(controls.text("event"))
    with st.container(border=True, height=height):
        draw(details(detail, graph.ontology, palette()))
        with st.expander("Claims as a table"):
            st.dataframe(
                claims_table(detail.claims),
                hide_index=True,
                width="stretch",
                column_config={"address": st.column_config.LinkColumn("address", validate=r"^https?://")},
            )
        st.button("Close", key=controls.key("close"), type="tertiary", on_click=controls.set, args=("event", ""))
    query_behind(("Every claim about this event", graph.sparql("event/claims", event=detail.event.id)))


def _iri(event: str) -> str:
    return state.detail(event).event.id if event else ""


def _table(controls: Controls, events: Sequence[EventRow], wanted: EventFilter) -> None:
    """The same events as rows: for reading, for the keyboard, and to take away."""
    rows = list(reversed(events))
    key = controls.key(f"table_{digest([state.snapshot_id(), wanted.model_dump_json()])}")  # other rows, another selection

    def picked() -> None:
        chosen = st.session_state[key].selection.rows
        event = rows[chosen[0]].id.rsplit("/", 1)[-1] if chosen and chosen[0] < len(rows) else ""
        controls.set("event", event)
        controls.set("marked", event)

    with st.container(horizontal=True, vertical_alignment="bottom", horizontal_alignment="distribute"):
        draw(element("h2", f"All {len(events):,} as a table", class_="el-heading"))
        with st.container(horizontal=True, width="content"):
            for form, mime, written in (("CSV", "text/csv", events_as_csv), ("JSON", "application/json", events_as_json)):
                st.download_button(
                    form,
                    partial(written, events),
                    f"events.{form.lower()}",
                    mime,
                    on_click="ignore",
                    icon=":material/download:",
                    key=controls.key(form.lower()),
                )
    st.dataframe(
        event_table(rows, state.graph().ontology),
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(rows), 420),
        key=key,
        on_select=picked,
        selection_mode="single-row",
        column_config={
            "Date": st.column_config.TextColumn(width=100),
            "Company": st.column_config.TextColumn(width=170),
            "Kind": st.column_config.TextColumn(width=140),
            "Event": st.column_config.TextColumn(width=460),
            "Amount": st.column_config.TextColumn(width=100),
            "Disputed": st.column_config.TextColumn(width=75),
            "Sources": st.column_config.NumberColumn(width=70),
            "First source": st.column_config.LinkColumn(display_text=r"^https?://(?:www\.)?([^/]+)"),
        },
    )


show()
