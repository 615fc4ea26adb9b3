"""Disputes: where sources contradict one another, who holds what, and why one value is believed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from app import state
from app.components.pager import PAGE_FIELD, part_of, turn_pages
from app.components.positions import MACHINE, RULES, dispute_article, dispute_summary, readable, summary_line
from app.controls import Field
from app.frame import Page
from app.known import known_entity
from app.markup import draw, element, message, number
from kg.dates import Moment, read_date
from kg.errors import BadInput
from kg.terms import EL
from kg.views.dispute_index import (
    DisputeEntry,
    DisputeFilter,
    HolderRow,
    count_by_property,
    index_disputes,
    index_sparql,
    list_holders,
    property_iri,
    rule_named,
)
from kg.views.disputes import list_disputes
from kg.views.files import disputes_as_csv, disputes_as_json
from kg.views.graph import Graph
from kg.views.shapes import DisputeRow

SHOWN = 20
"""Disputes on one page of the list."""


def show() -> None:
    """Draw the page."""
    ontology = state.graph().ontology
    page = Page(
        "disputes",
        [
            Field("org", [], known_entity),
            Field("kind", [], lambda name: ontology.kind(name).name),
            Field("property", [], _known_property),
            Field("publisher", []),
            Field("rule", [], lambda name: rule_named(name).value),
            Field("since", "", _known_date),
            Field("machine", False),
            PAGE_FIELD,
        ],
    )
    every = state.ask(index_disputes, DisputeFilter())
    page.head("Disputes", summary_line(len(every), sum(entry.machine for entry in every)))
    if not every:
        message("No source contradicts another in what is known. Add more sources on the same companies.", "note")
        page.foot(("Disputes", index_sparql(state.graph(), DisputeFilter())), result=[])
        return
    wanted = _filters(page, every)
    found = state.ask(index_disputes, wanted)
    if not found:
        message("No dispute fits these filters. Take one away, or choose an earlier day.", "note")
    else:
        controls = page.controls
        several = {name: controls.texts(name) for name in ("org", "kind", "property", "publisher", "rule")}
        summary = dispute_summary(
            count_by_property(found), **several, since=controls.text("since"), machine=controls.on("machine")
        )
        draw(summary)
        _list(page, found)
    page.foot(("Disputes as filtered above", index_sparql(state.graph(), wanted)), result=found)


# --- values of the link ---


def _known_property(name: str) -> str:
    property_iri(state.graph(), name)
    return name


def _known_date(text: str) -> str:
    Moment.parse(read_date(text))
    return text


# --- controls ---


def _filters(page: Page, every: Sequence[DisputeEntry]) -> DisputeFilter:
    """Draw the filters and read them."""
    controls, ontology = page.controls, state.graph().ontology
    holders = [holder.name for holder in _holders()]
    kinds = {kind.name: kind.plural for kind in ontology.kinds}
    properties = list(dict.fromkeys([*(row.property for row in count_by_property(every)), *controls.texts("property")]))
    names = list(dict.fromkeys([*state.organisations(), *controls.texts("org")]))
    controls.set("publisher", [name for name in controls.texts("publisher") if name in holders])
    with st.container(horizontal=True, vertical_alignment="bottom"):
        for label, name, choices, called, anything in (
            ("Companies", "org", names, str, "All companies"),
            ("Kinds", "kind", list(kinds), kinds.__getitem__, "All kinds"),
            ("About", "property", properties, readable, "Any property"),
            ("Held by", "publisher", list(dict.fromkeys(holders)), str, "Anybody"),
            ("Decided by", "rule", list(RULES), RULES.__getitem__, "Any rule"),
        ):
            st.multiselect(
                label, choices, format_func=called, key=controls.key(name), placeholder=anything, on_change=_first_page, width=176
            )
        st.text_input("Since", key=controls.key("since"), placeholder="2024-05", on_change=_first_page, width=100)
        st.toggle(MACHINE, key=controls.key("machine"), on_change=_first_page)
    return DisputeFilter(
        organisations=tuple(controls.texts("org")),
        kinds=tuple(controls.texts("kind")),
        properties=tuple(controls.texts("property")),
        publishers=tuple(controls.texts("publisher")),
        rules=tuple(controls.texts("rule")),
        since=_since(controls.text("since")),
        machine=True if controls.on("machine") else None,
    )


def _holders() -> list[HolderRow]:
    return state.ask(list_holders)


def _since(text: str) -> str:
    """The date; nothing where it cannot be read, which is told."""
    try:
        return _known_date(text) if text.strip() else ""
    except BadInput as error:
        message(f"Since: {error}")
        return ""


def _first_page() -> None:
    st.session_state["disputes_page"] = "1"


# --- the list ---


def _list(page: Page, found: Sequence[DisputeEntry]) -> None:
    """One page of the disputes, and all of them as files."""
    part = part_of(page.controls, len(found), SHOWN)
    ids = tuple(entry.id for entry in found[part])
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        shown_of_all = "" if len(ids) == len(found) else f", {part.start + 1:,} to {part.start + len(ids):,}"
        draw(element("h2", f"{number(len(found), 'dispute')}{shown_of_all}", class_="el-heading"))
        with st.container(horizontal=True, width="content"):
            _downloads(page, found)
    graph = state.graph()
    shown: list[DisputeRow] = state.ask(list_disputes, ids=ids)
    sources = {holder.id for dispute in shown for position in dispute.positions for holder in position.held_by}
    cards = frozenset(source for source in sources if graph.is_a(source, EL.NewsCard))
    draw(element("div", [dispute_article(dispute, graph.ontology, cards) for dispute in shown], class_="el-disputes"))
    turn_pages(page.controls, len(found), SHOWN)


def _downloads(page: Page, found: Sequence[DisputeEntry]) -> None:
    """All that the filters leave as files, which are made when they are asked for."""
    graph, ids = state.graph(), [entry.id for entry in found]
    files: tuple[tuple[str, Callable[[Sequence[DisputeRow]], str], str], ...] = (
        ("CSV", disputes_as_csv, "text/csv"),
        ("JSON", disputes_as_json, "application/json"),
    )
    for label, written, media in files:
        st.download_button(
            label, partial(_file, written, graph, ids), f"disputes.{label.lower()}", media, on_click="ignore",
            icon=":material/download:", key=page.controls.key(label.lower()),
        )  # fmt: skip


def _file(written: Callable[[Sequence[DisputeRow]], str], graph: Graph, ids: list[str]) -> str:
    return written(list_disputes(graph, ids=ids))


show()
