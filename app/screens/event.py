"""Event: what we believe of it and why, every claim with who makes it, and how it came together."""

from __future__ import annotations

import streamlit as st

from app import state
from app.components.details import claims_table
from app.components.event.claims import all_claims
from app.components.event.deciding import deciding
from app.components.event.parts import (
    belief,
    card_list,
    changes_list,
    dates_strip,
    ids_line,
    kicker,
    related_list,
    reports_table,
    standing_line,
)
from app.components.palette import palette
from app.components.positions import positions, readable
from app.controls import Controls, Field
from app.frame import Page
from app.links import link
from app.markup import Html, draw, element, message
from kg.errors import UnknownName
from kg.terms import local_name
from kg.views.events import event_detail, find_event
from kg.views.files import rows_as_csv
from kg.views.history import event_history
from kg.views.relations import card_sentences, related_events
from kg.views.shapes import EventDetail


def show() -> None:
    """Draw the page."""
    page = Page("event", [Field("id")])
    given = page.controls.text("id")
    if not given:
        page.head("Event", "No event is chosen")
        message("Choose an event on the timeline, or look for it with / above.", "note")
        draw(element("p", link("timeline", "Open the timeline")))
        page.foot()
        return
    try:
        event = state.ask(find_event, given)
    except UnknownName as error:
        page.head("Event", "Not in this store")
        message(str(error).partition(";")[0] + ".", "warning")
        draw(element("p", link("timeline", "Open the timeline")))
        page.foot()
        return
    _forget_other(page.controls)
    _event(page, event)


def _forget_other(controls: Controls) -> None:
    """What was planned and said belongs to the event in the link."""
    if st.session_state.get(controls.key("of")) == controls.text("id"):
        return
    st.session_state[controls.key("of")] = controls.text("id")
    for name, empty in (("plan", None), ("outcome", None), ("other", None), ("report", None), ("search", "")):
        st.session_state[controls.key(name)] = empty


def _event(page: Page, event: str) -> None:
    graph, ontology = state.graph(), state.graph().ontology
    detail = state.ask(event_detail, event)
    history = state.ask(event_history, event)
    related = state.ask(related_events, event)
    sentences = state.ask(card_sentences, event)
    page.head(detail.event.title, standing_line(detail, ontology), kicker(detail.event, ontology, palette()))
    cards = frozenset(said.source.id for said in sentences)
    if detail.disputes:
        draw(element("div", [_dispute(detail, place, cards) for place in range(len(detail.disputes))], class_="el-hero"))
    draw(
        element(
            "div",
            _section("What we believe", belief(detail, ontology)),
            element(
                "div",
                _section("When", dates_strip(detail)),
                _section("In news cards", card_list(sentences, ontology)) if sentences else None,
                _section("Related events", related_list(related, ontology, palette())) if related else None,
            ),
            class_="el-pair-grid",
        )
    )
    draw(_section("Every claim", all_claims(detail.claims, ontology)))
    _download(page.controls, detail)
    draw(_section("Reports it is made of", reports_table(history, ontology)))
    draw(_section("What was believed when", changes_list(history.changes)))
    draw(element("h2", "Same or different", class_="el-heading"))
    deciding(page.controls, history)
    draw(ids_line(history))
    page.foot(
        ("Every claim about this event", graph.sparql("event/claims", event=event)),
        ("Disputes about it", graph.sparql("dispute/all", event=[event])),
        ("Its sources", graph.sparql("timeline/sources", event=[event])),
        ("Related events", graph.sparql("event/related", event=event)),
        ("What news cards say of it", graph.sparql("event/passages", event=event)),
        result=detail,
    )


def _dispute(detail: EventDetail, place: int, cards: frozenset[str]) -> Html:
    """One dispute with its reason as the first thing to read."""
    dispute = detail.disputes[place]
    return element(
        "section",
        element("h2", f"The {readable(dispute.property)} is disputed"),
        element("p", dispute.reason, class_="el-reason-first"),
        positions(dispute, state.graph().ontology, cards),
        class_="el-dispute el-against" if dispute.machine else "el-dispute",
    )


def _section(title: str, content: Html) -> Html:
    return element("section", element("h2", title, class_="el-heading"), content, class_="el-part")


def _download(controls: Controls, detail: EventDetail) -> None:
    st.download_button(
        "Claims as CSV",
        lambda: rows_as_csv(claims_table(detail.claims)),
        f"claims-{local_name(detail.event.id)}.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
        type="tertiary",
        key=controls.key("csv"),
    )


show()
