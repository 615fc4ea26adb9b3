"""News cards in a list, the newest first, with how often others contradict each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from app.components.card.page import byline
from app.links import card_link
from app.markup import Html, element, number
from kg.views.cards.shapes import CardSummary


def card_list(cards: Sequence[CardSummary], on: date) -> Html:
    """One line of a headline and one of its origin for each card."""
    return element("ol", [element("li", _card(card, on), class_="el-card-item") for card in cards], class_="el-plain")


def _card(card: CardSummary, on: date) -> Html:
    lost = f"✕ not believed in {number(card.contradicted, 'dispute')}"
    mark = element("span", lost, class_="el-flag") if card.contradicted else None
    return element(
        "div",
        element("h2", card_link(card.id, card.title)),
        element("p", byline(card, on), class_="el-soft"),
        mark,
    )
