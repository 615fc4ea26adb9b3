"""Card: the contradiction at the sentence, the list, and what a bad link gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg import pipeline
from kg.ingest.base import Input
from kg.store import EmbeddedStore
from kg.terms import local_name
from kg.views.cards.page import list_cards
from kg.views.graph import open_graph
from tests.app.conftest import CARD, OpenPage, go
from tests.app.seen import fine, messages, said


@pytest.fixture(scope="module")
def with_card(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample with a card that names somebody else than every other source. Not to be written to."""
    place = tmp_path_factory.mktemp("card") / "store"
    EmbeddedStore(sample_store).backup(place)
    pipeline.ingest(EmbeddedStore(place), [pipeline.open_input(CARD)])
    return place


def id_of(store: Path, word: str) -> str:
    [card] = [card for card in list_cards(open_graph(EmbeddedStore(store).snapshot())) if word in card.title]
    return local_name(card.id)


def test_a_contradiction_stands_at_the_sentence(with_card: Path, open_page: OpenPage) -> None:
    text = said(fine(open_page(with_card, "card", id=id_of(with_card, "Azure"))))
    takeaway, after = text.index("The new hire is identified as"), text.index("depend less on rented")
    assert takeaway < text.index("Independent reports name someone else") < after
    assert takeaway < text.index("Eric Boyd", takeaway) < after
    assert takeaway < text.index("Who says what about the person") < after
    assert text.count("✕ Contradicted") == 1
    for heading in ("TL;DR", "Key takeaways", "Compared with competitors", "Future implications", "Timeline", "About this card"):
        assert f">{heading}</h2>" in text


def test_the_list_names_every_card_and_filters(with_card: Path, open_page: OpenPage) -> None:
    text = said(fine(open_page(with_card, "card")))
    assert "4 news cards" in text
    assert "not believed in 1 dispute" in text
    filtered = said(fine(open_page(with_card, "card", text="mosaicml")))
    assert "Databricks Acquires" in filtered
    assert "Mistral AI raises" not in filtered


@pytest.mark.parametrize("reference", ["nothing", "<script>", "0" * 20])
def test_an_unknown_card_is_one_line(reference: str, with_card: Path, open_page: OpenPage) -> None:
    app = open_page(with_card, "card", id=reference)
    assert not app.exception
    assert len(messages(app, "error")) == 1
    assert "<script>" not in said(app)


def test_a_card_that_was_not_there_yet_is_told(with_card: Path, open_page: OpenPage) -> None:
    app = open_page(with_card, "card", id=id_of(with_card, "Azure"), known="2001-01-01")
    assert not app.exception
    assert "is no news card" in said(app)


def test_a_store_without_cards_says_so(tmp_path: Path, open_page: OpenPage) -> None:
    store = EmbeddedStore(tmp_path / "store")
    row = b'{"kind": "Founding", "date": "2020", "title": "Acme is founded", "organisation": "Acme"}'
    pipeline.ingest(store, [Input("one.jsonl", row, "one")])
    assert "There is no news card" in messages(fine(open_page(store.root, "card")), "note")[0]


def test_hostile_texts_stay_text(tmp_path: Path, open_page: OpenPage) -> None:
    hostile = "Why It Matters\n<img src=x onerror=alert(1)> $x$ [a](javascript:alert(1)) "
    text = CARD.read_text("utf-8").replace("Why It Matters\n", hostile)
    text = text.replace("Planned |", "<script>alert(2)</script> |")
    store = EmbeddedStore(tmp_path / "store")
    pipeline.ingest(store, [Input("card.txt", text.encode(), "card")])
    shown = said(fine(open_page(store.root, "card", id=id_of(store.root, "Azure"))))
    assert "&lt;img src=x" in shown
    assert "&lt;script&gt;alert(2)" in shown
    assert "<img" not in shown
    assert 'href="javascript' not in shown


@pytest.mark.browser
def test_from_the_sentence_to_who_says_what(page: Page, address: str, shared_store: Path) -> None:
    """By keyboard: from the contradicted takeaway to the event, where both positions are told."""
    go(page, address, "card", id=id_of(shared_store, "Azure"))
    takeaway = page.locator("li", has_text="The new hire is identified as")
    note = takeaway.get_by_role("note", name="Contradicted: person")
    expect(note).to_contain_text("Eric Boyd")
    note.get_by_role("link", name="Who says what about the person").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/event?id=*")
    expect(page.get_by_text("Eric Boyd").first).to_be_visible()
    expect(page.get_by_text("Pavan Davuluri").first).to_be_visible()
