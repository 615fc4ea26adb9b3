"""Sources: who publishes what, how fast, how often others contradict it, and how its predictions fared."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime

import streamlit as st

from app import state
from app.components.pager import PAGE_FIELD, part_of, turn_pages
from app.components.palette import palette
from app.components.publishers import documents_table, key, publisher_facts, publisher_parts, publishers_table
from app.controls import Controls, Field
from app.frame import Page
from app.links import link
from app.markup import draw, message, number
from kg.errors import UnknownName
from kg.resolve.names import pressed
from kg.terms import EL, IDS
from kg.views.projection import projection
from kg.views.publishers import (
    PublisherRow,
    StandingRow,
    find_publisher,
    foretold_by,
    list_documents,
    list_publishers,
    list_standings,
    publisher_detail,
)
from kg.views.shapes import LagRow
from kg.views.sources import list_lags

SHOWN = 40
"""Publishers on one part of the list."""
COUNTED_AT_ONCE = 50_000
"""Events up to which lags are counted unasked; beyond, what reads every report waits until it is wanted."""


def _events(row: PublisherRow, _standing: StandingRow, _lag: LagRow | None) -> float:
    return -row.events


def _contradicted(row: PublisherRow, standing: StandingRow, _lag: LagRow | None) -> float:
    return -standing.contested / row.shared if row.shared else 1


def _not_believed(_row: PublisherRow, standing: StandingRow, _lag: LagRow | None) -> float:
    return -standing.overruled


def _first(_row: PublisherRow, standing: StandingRow, _lag: LagRow | None) -> float:
    return -standing.first


def _fastest(_row: PublisherRow, _standing: StandingRow, lag: LagRow | None) -> float:
    return lag.mean if lag else float("inf")


ORDERS: dict[str, tuple[str, Callable[[PublisherRow, StandingRow, LagRow | None], float]]] = {
    "events": ("most events", _events),
    "contradicted": ("most often contradicted", _contradicted),
    "overruled": ("most often not believed", _not_believed),
    "first": ("most often first", _first),
    "lag": ("fastest", _fastest),
}
"""What the list can be put in the order of. Those of equal standing follow by their events."""


def show() -> None:
    """Draw the list of publishers, or the page of one."""
    page = Page(
        "sources",
        [
            Field("id", "", _known_publisher),
            Field("text"),
            Field("order", "events", _known_order),
            Field("all", False),
            Field("documents", False),
            PAGE_FIELD,
        ],
    )
    if page.controls.text("id"):
        _one(page)
    else:
        _list(page)


def _known_publisher(reference: str) -> str:
    return find_publisher(state.graph(), reference).removeprefix(IDS)


def _known_order(name: str) -> str:
    if name not in ORDERS:
        raise UnknownName(f"'{name[:20]}' is no order; choose from {', '.join(ORDERS)}")
    return name


# --- the list ---------------------------------------------------------------------------------------------------------


def _list(page: Page) -> None:
    controls, graph = page.controls, state.graph()
    every = state.ask(list_publishers)
    sources = len(projection(graph).sources)
    page.head("Sources", f"{number(sources, 'source')} by {number(len(every), 'publisher')}")
    if not every:
        message("No source names its publisher. Cards and tables with source names do.", "note")
        page.foot(("Sources", graph.sparql("source/all")), result=[])
        return
    wanted = _controls(controls)
    standings, lags = state.ask(list_standings), _lags(controls)
    shown = _ordered(controls, [row for row in every if pressed(wanted) in pressed(row.name)], standings, lags)
    if not shown:
        message(f"No publisher has “{wanted}” in its name.", "note")
    on = state.known_on() or datetime.now(tz=UTC).date()
    part = shown[part_of(controls, len(shown), SHOWN)]
    if part:
        draw(publishers_table(part, standings, lags, state.ask(foretold_by, on), graph.ontology))
        turn_pages(controls, len(shown), SHOWN)
        draw(key())
    _documents(controls)
    page.foot(
        ("Publishers in disputes", graph.sparql("source/positions")),
        ("Days from an event to its telling", graph.sparql("source/lag")),
        ("Sources with their publishers", graph.sparql("source/all")),
        result=part,
    )


def _controls(controls: Controls) -> str:
    """Draw the filter and the order, and read what is looked for."""
    columns = st.columns([4, 3, 4], gap="small", vertical_alignment="bottom")
    columns[0].text_input("Publisher", key=controls.key("text"), placeholder="part of its name", icon=":material/search:")
    columns[1].selectbox("Order", list(ORDERS), format_func=lambda name: ORDERS[name][0], key=controls.key("order"))
    return controls.text("text").strip()


def _lags(controls: Controls) -> dict[str, LagRow] | None:
    """How long publishers take to tell; where the graph is large, only when a person wants it."""
    if projection(state.graph()).n > COUNTED_AT_ONCE:
        st.toggle("Count the days from event to telling; it reads every report", key=controls.key("all"))
        if not controls.on("all"):
            return None
    with st.spinner("Reading every report", show_time=False):
        return {lag.publisher_id: lag for lag in state.ask(list_lags)}


def _ordered(
    controls: Controls, rows: Sequence[PublisherRow], standings: Mapping[str, StandingRow], lags: dict[str, LagRow] | None
) -> list[PublisherRow]:
    by = ORDERS[controls.text("order")][1]
    return sorted(rows, key=lambda row: (by(row, standings[row.id], (lags or {}).get(row.id)), -row.events))


def _documents(controls: Controls) -> None:
    st.toggle("Documents that these came in", key=controls.key("documents"))
    if controls.on("documents"):
        draw(documents_table(state.ask(list_documents)))


# --- one publisher ----------------------------------------------------------------------------------------------------


def _one(page: Page) -> None:
    graph = state.graph()
    on = state.known_on() or datetime.now(tz=UTC).date()
    detail = state.ask(publisher_detail, page.controls.text("id"), on)
    one = detail.publisher
    page.head(one.name, f"Publisher of {number(one.sources, 'source')}", link("sources", "Sources"))
    cards = frozenset(row.source.id for row in detail.sources if graph.is_a(row.source.id, EL.NewsCard))
    draw(publisher_facts(detail, graph.ontology))
    draw(publisher_parts(detail, graph.ontology, palette(), cards))
    page.foot(
        ("Its sources", graph.sparql("source/pages", publisher=one.id)),
        ("Its positions in disputes", graph.sparql("source/positions", publisher=[one.id])),
        ("Days from an event to its telling", graph.sparql("source/lag", publisher=[one.id])),
        result=detail,
    )


show()
