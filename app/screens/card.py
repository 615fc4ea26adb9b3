"""Card: a news card with the status of each sentence, or the list of all cards."""

from __future__ import annotations

from datetime import UTC, date, datetime

import streamlit as st

from app import state
from app.components.card.listing import card_list
from app.components.card.page import byline, card_page, marked
from app.controls import Field
from app.frame import Page
from app.links import link
from app.markup import draw, element, joined, message, number
from kg.errors import UnknownName
from kg.views.cards.page import list_cards, show_card
from kg.views.cards.shapes import CardRow
from kg.views.graph import Graph

_STEP = 50
"""Cards of the list that are drawn at first, and with each wish for more."""


def show() -> None:
    """Draw the page."""
    page = Page("card", [Field("id"), Field("text")])
    on = state.known_on() or datetime.now(UTC).date()
    reference = page.controls.text("id")
    if reference:
        _show_card(page, reference, on)
    else:
        _show_list(page, on)


# --- one card ---


def _show_card(page: Page, reference: str, on: date) -> None:
    try:
        card = state.ask(show_card, reference, on)
    except UnknownName as error:
        page.head("Card")
        message(str(error))
        draw(element("p", link("card", "All cards")))
        page.foot()
        return
    count = marked(card)
    flag = element("b", f"✕ {number(count, 'place')} contradicted", class_="el-flag") if count else "nothing contradicted"
    page.head(card.headline.text, joined(" · ", [element("span", byline(card.summary, on)), flag]), link("card", "News card"))
    graph = state.graph()
    draw(card_page(card, graph.ontology))
    page.foot(*_queries(graph, card), result=card)


def _queries(graph: Graph, card: CardRow) -> list[tuple[str, str]]:
    events = dict.fromkeys(basis.event for sentence in card.sentences for basis in sentence.basis)
    heads = (head for table in card.tables for head in (*table.columns, *(row[0] for row in table.rows)))
    companies = dict.fromkeys(head.id for head in heads if head.id)
    found = [
        ("The card's texts", graph.sparql("card/passages", source=[card.summary.id])),
        ("What was read from them", graph.sparql("card/records", source=card.summary.id)),
    ]
    if events:
        found.append(("What is disputed about its events", graph.sparql("dispute/all", event=list(events))))
    if companies:
        found.append(("What sources say of the companies compared", graph.sparql("compare/features", org=list(companies))))
    return found


# --- all cards ---


def _show_list(page: Page, on: date) -> None:
    cards = state.ask(list_cards)
    page.head("Cards", f"{number(len(cards), 'news card')}, the newest first. Each opens with what others say of its sentences.")
    controls = page.controls
    if cards:
        st.text_input("Find in headlines and publishers", key=controls.key("text"), placeholder="Acme hires")
    wanted = controls.text("text").casefold().split()
    found = [card for card in cards if all(word in f"{card.title} {card.publisher or ''}".casefold() for word in wanted)]
    shown = st.session_state.setdefault(controls.key("shown"), _STEP)
    if found:
        draw(card_list(found[:shown], on))
    elif cards:
        message("No card has these words in its headline or publisher.", "note")
    elif state.known_on():
        message("No news card was known by then. Leave the day to see those of later.", "note")
    else:
        message("There is no news card in this store yet; paste one on the page Add.", "note")
        draw(element("p", link("add", "Add a card")))
    if len(found) > shown and st.button(f"Show {min(_STEP, len(found) - shown)} more of {len(found) - shown:,}"):
        st.session_state[controls.key("shown")] = shown + _STEP
        st.rerun()
    page.foot(("All cards", state.graph().sparql("card/cards")), result=found)


show()
