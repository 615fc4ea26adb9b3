"""Profile: one company, person, model or investor, section by section with the query behind each; without one, all of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from itertools import groupby
from typing import cast

import streamlit as st

from app import state
from app.components.details import details
from app.components.palette import palette
from app.components.profile import facts
from app.components.profile.directory import PAGE, TITLES, directory_table, pages, sorts
from app.components.profile.sections import NARROW, UNFOLDING, contents, drawn, sections_of
from app.components.timeline import Arrangement, timeline
from app.controls import Field
from app.frame import Page
from app.known import known_event
from app.links import link, profile_link
from app.markup import draw, element, joined, message, number, opening
from kg.errors import BadInput, UnknownName
from kg.views.entities import entity_row
from kg.views.events import event_detail
from kg.views.profiles.directory import SORTS, count_sorts, directory, entities_called
from kg.views.profiles.page import profile
from kg.views.profiles.shapes import Profile, Sort

HEIGHT = 380
"""Pixels of the timeline."""


def show() -> None:
    """Draw the page."""
    page = Page(
        "profile",
        [
            Field("id"),
            Field("all", [], _known_section, len(UNFOLDING)),
            Field("sort", "company", _known_sort),
            Field("text"),
            Field("page", "1", _page_number),
            Field("event", "", known_event),
        ],
    )
    wanted = page.controls.text("id")
    if not wanted:
        _directory(page)
        return
    try:
        found = state.ask(entities_called, wanted)
    except UnknownName as error:
        _unknown(page, wanted, error.near)
        return
    if len(found) == 1:
        _profile(page, found[0])
    else:
        _several(page, wanted, found)


# --- values of the link -----------------------------------------------------------------------------------------------


def _known_section(name: str) -> str:
    if name not in UNFOLDING:
        raise BadInput(f"'{name[:40]}' is no section that can be unfolded")
    return name


def _known_sort(name: str) -> str:
    if name not in SORTS:
        raise BadInput(f"'{name[:40]}' is none of {', '.join(SORTS)}")
    return name


def _page_number(text: str) -> str:
    if not text.isdecimal() or not 1 <= int(text) < 1_000_000:
        raise BadInput(f"'{text[:20]}' is no page of the list; the first is 1")
    return text


# --- without one ------------------------------------------------------------------------------------------------------


def _directory(page: Page) -> None:
    page.head("Profiles", "Companies, people, models and investors, by how much is told of them")
    chosen, graph = cast(Sort, page.controls.text("sort")), state.graph()
    key = page.controls.key("text")
    st.text_input("Find a name", key=key, placeholder="Letters of a name", on_change=_first_page, args=(page,))
    text = page.controls.text("text")
    draw(sorts(state.ask(count_sorts), chosen, text))
    place = int(page.controls.text("page") or 1)
    found = state.ask(directory, chosen, text, (place - 1) * PAGE, PAGE)
    if found.entities:
        draw(directory_table(found))
        if (onward := pages(found, place, text)) is not None:
            draw(onward)
    elif text:
        message(f"No name among {TITLES[chosen].lower()} holds “{text}”. Try fewer letters, or another list.", "note")
    else:
        message("Nothing of this sort is known.", "note")
    page.foot(("Names in the graph", graph.sparql("entity/by-name", text=text or None)), result=found)


def _first_page(page: Page) -> None:
    page.controls.set("page", "1")


def _unknown(page: Page, wanted: str, near: Sequence[str]) -> None:
    page.head("Not in this store", f"Nothing is called “{wanted}”")
    if near:
        draw(element("p", "Did you mean ", joined(", ", [link("profile", name, id=name) for name in near]), "?"))
    draw(element("p", link("profile", "Open the directory")))
    page.foot()


def _several(page: Page, wanted: str, found: Sequence[str]) -> None:
    page.head(wanted, "Several things have this name")
    rows = [state.ask(entity_row, iri) for iri in found]
    items = [element("li", profile_link(row.id, row.name), f" – {facts.what_it_is(row)}") for row in rows]
    draw(element("ul", items, class_="el-list"))
    page.foot(result=rows)


# --- a profile --------------------------------------------------------------------------------------------------------


def _profile(page: Page, iri: str) -> None:
    graph = state.graph()
    today = state.known_on() or datetime.datetime.now(tz=datetime.UTC).date()
    whole = page.controls.texts("all")
    found = state.ask(profile, iri, today, tuple(whole))
    entity = found.entity
    what = facts.what_it_is(entity, invests=found.part("money-out").total > 0, works=bool(found.career))
    page.head(entity.name, facts.names_line(entity), opening(what))
    if entity.description:
        draw(element("p", entity.description, class_="el-description"))
    sections = [section for section in sections_of(found, today, whole) if section.total]
    onward = link("timeline", "Open them on the timeline", org=[iri]) if found.total else None
    draw(element("p", _counted(found), " ", onward, class_="el-note"))
    if sections:
        draw(contents(sections))
    else:
        message("It is named, and nothing more is told of it.", "note")
    for section in sections:
        if section.name == "facts":
            draw(drawn(section, iri, whole))
    if found.total:
        _timeline(page, iri)
    below = [section for section in sections if section.name != "facts"]
    for beside, group in groupby(below, key=lambda section: section.name in NARROW):
        parts = [drawn(section, iri, whole) for section in group]
        draw(element("div", parts, class_="el-pair-grid" if beside else None))
    page.foot(
        ("What it is", graph.sparql("entity/profile", entity=iri)),
        ("Its events, and in which role", graph.sparql("entity/events", entity=iri)),
        *((section.title, graph.sparql(section.query, **section.parameters)) for section in sections),
        result=found,
    )


@st.fragment
def _timeline(page: Page, iri: str) -> None:
    """Its events as kinds over time; a mark that is chosen tells who says what below."""
    controls, graph = page.controls, state.graph()
    chosen = controls.text("event")
    timeline(
        controls.key("timeline"),
        snapshot=graph.id,
        filter={"org": [iri]},
        lanes="kind",
        arrangement=Arrangement(event=chosen),
        title="Its events by kind",
        height=HEIGHT,
        compact=True,
        on_event=lambda event: controls.set("event", event),
    )
    if chosen:
        with st.container(border=True):
            draw(details(state.ask(event_detail, chosen), graph.ontology, palette()))


def _counted(found: Profile) -> str:
    if not found.total:
        return "It takes part in no event."
    years = f", {found.first} to {found.last}" if found.first != found.last else f", {found.first}"
    disputed = f"; sources disagree about {found.disputed:,} of them" if found.disputed else ""
    return f"{number(found.total, 'event')}{years if found.first else ''}{disputed}."


show()
