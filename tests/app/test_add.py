"""Add: what a preview shows, what a commit does, the way back, and the form for one event."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from filelock import FileLock
from streamlit.testing.v1 import AppTest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.cards.page import list_cards, show_card
from kg.views.events import EventFilter, list_events
from kg.views.graph import Graph, open_graph
from kg.views.shapes import EventRow
from tests.app.conftest import CARD, EXAMPLES, OpenPage
from tests.app.seen import fine, link, messages, said


def paste(app: AppTest, name: str, turn: int = 0) -> AppTest:
    app.text_area(key=f"add_text_{turn}").set_value((EXAMPLES / name).read_text(encoding="utf-8")).run()
    return app.button(key="add_look").click().run()


def commit(app: AppTest) -> AppTest:
    return fine(app.button(key="add_commit").click().run(timeout=120))


def graph_of(store: Path) -> Graph:
    return open_graph(EmbeddedStore(store).snapshot())


def has_button(app: AppTest, key: str) -> bool:
    return any(button.key == key for button in app.button)


# --- preview ---


def test_a_preview_tells_what_would_be_stored_and_stores_nothing(own_store: Path, open_page: OpenPage) -> None:
    before = EmbeddedStore(own_store).current_id()
    app = fine(paste(open_page(own_store, "add"), "pasted.csv"))
    assert "2 events; 1 refused" in messages(app, "success")[0]
    assert "New events: 2" in said(app)
    assert "Events: 2 new, 0 that others tell already" in said(app)
    refused = app.dataframe[0].value
    assert list(refused["field"]) == ["date"]
    assert list(refused["line"]) == ["4"]
    assert EmbeddedStore(own_store).current_id() == before


def test_what_others_tell_already_is_joined_and_newly_disputed(own_store: Path, open_page: OpenPage) -> None:
    text = said(paste(open_page(own_store, "add"), "joins.csv"))
    assert "Become disputed: 1" in text
    assert "disputed from now on: person" in text
    assert "sources already" in text


def test_a_text_changed_after_the_preview_cannot_be_committed_unseen(own_store: Path, open_page: OpenPage) -> None:
    app = paste(open_page(own_store, "add"), "pasted.csv")
    app.text_area(key="add_text_0").set_value((EXAMPLES / "joins.csv").read_text(encoding="utf-8")).run()
    assert "preview it again" in messages(app, "note")[0]
    assert not has_button(app, "add_commit")


def test_a_preview_of_a_store_that_others_changed_is_to_be_made_again(own_store: Path, open_page: OpenPage) -> None:
    app = paste(open_page(own_store, "add"), "pasted.csv")
    pipeline.ingest(EmbeddedStore(own_store), [pipeline.open_input(EXAMPLES / "joins.csv")])
    app = fine(app.run())
    assert any("Others have written" in told for told in messages(app, "note"))
    assert not has_button(app, "add_commit")


@pytest.mark.parametrize("text", ["hello", "\x00\x01\x02", "<script>alert(1)</script>" * 50, "@prefix broken"])
def test_what_cannot_be_read_is_one_line(text: str, own_store: Path, open_page: OpenPage) -> None:
    app = open_page(own_store, "add")
    app.text_area(key="add_text_0").set_value(text).run()
    app.button(key="add_look").click().run()
    assert not app.exception
    assert len(messages(app, "error")) == 1
    assert "<script>" not in said(app)


def test_a_table_of_its_own_sort_gets_a_mapping(own_store: Path, open_page: OpenPage) -> None:
    app = paste(open_page(own_store, "add"), "rounds.csv")
    (proposed,) = (area for area in app.text_area if area.label == "Mapping (TOML)")
    assert 'kind = "Investment"' in str(proposed.value)
    (use,) = (button for button in app.button if button.label == "Use this mapping")
    app = fine(use.click().run())
    assert "read as mapped table: 2 events" in messages(app, "success")[0]
    assert "New events: 2" in said(app)


def test_a_mapping_that_cannot_be_read_is_one_line(own_store: Path, open_page: OpenPage) -> None:
    app = paste(open_page(own_store, "add"), "rounds.csv")
    (proposed,) = (area for area in app.text_area if area.label == "Mapping (TOML)")
    proposed.set_value("[[event]]\nkind = 'Wedding").run()
    (use,) = (button for button in app.button if button.label == "Use this mapping")
    app = use.click().run()
    assert not app.exception
    assert len(messages(app, "error")) == 1


# --- commit and undo ---


def test_a_commit_publishes_clears_and_links_to_the_events(own_store: Path, open_page: OpenPage) -> None:
    before = EmbeddedStore(own_store).current_id()
    app = commit(paste(open_page(own_store, "add", publisher="Somebody"), "pasted.csv"))
    assert EmbeddedStore(own_store).current_id() != before
    assert "Committed: 2 events; 1 row refused" in messages(app, "success")[0]
    assert app.text_area(key="add_text_1").value == ""
    assert app.text_input(key="add_publisher").value == ""
    [event] = list_events(graph_of(own_store), EventFilter(text="Jane Roe"))
    assert event.id.rsplit("/", 1)[-1] in said(app)
    assert not has_button(app, "add_commit")


def test_undo_gives_the_very_snapshot_of_before(own_store: Path, open_page: OpenPage) -> None:
    store = EmbeddedStore(own_store)
    before = store.current_id()
    app = commit(paste(open_page(own_store, "add"), "joins.csv"))
    assert "exactly what it was" in said(app)
    app = fine(app.button(key="add_undo").click().run(timeout=120))
    assert "Undone" in messages(app, "success")[0]
    assert store.current_id() == before
    assert not has_button(app, "add_undo")


def test_undo_says_so_when_others_have_written_and_keeps_theirs(own_store: Path, open_page: OpenPage) -> None:
    app = commit(paste(open_page(own_store, "add"), "joins.csv"))
    pipeline.ingest(EmbeddedStore(own_store), [pipeline.open_input(EXAMPLES / "pasted.csv")])
    app = fine(app.run())
    assert "all that they wrote stays" in said(app)
    fine(app.button(key="add_undo").click().run(timeout=120))
    graph = graph_of(own_store)
    assert list_events(graph, EventFilter(text="Jane Roe"))
    assert not list_events(graph, EventFilter(text="Some Other Person"))


def test_a_busy_store_is_one_line_and_loses_nothing(
    own_store: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = paste(open_page(own_store, "add"), "pasted.csv")
    transaction = EmbeddedStore.transaction
    monkeypatch.setattr(EmbeddedStore, "transaction", lambda self, _=10.0: transaction(self, 0.05))
    with FileLock(own_store / "write.lock"):
        app = app.button(key="add_commit").click().run(timeout=60)
    assert not app.exception
    (told,) = messages(app, "error")
    assert "is writing; try again" in told
    assert app.text_area(key="add_text_0").value
    commit(app)


def test_a_card_is_linked_to_its_page(own_store: Path, open_page: OpenPage) -> None:
    app = open_page(own_store, "add", retrieved="2026-04-20")
    app.text_area(key="add_text_0").set_value(CARD.read_text(encoding="utf-8")).run()
    app = commit(app.button(key="add_look").click().run())
    graph = graph_of(own_store)
    card = next(card for card in list_cards(graph) if card.id.rsplit("/", 1)[-1] in said(app))
    assert any(sentence.contradicted for sentence in show_card(graph, card.id, date(2026, 5, 1)).takeaways)


# --- one event ---


def form(name: str) -> str:
    return f"add_form_0_{name}"


def filled(store: Path, open_page: OpenPage) -> AppTest:
    app = open_page(store, "add", way="event", publisher="The Daily", url="https://daily.example/9", published="2026-05-02")
    app.selectbox(key=form("kind")).set_value("Acquisition").run()
    app.text_input(key=form("title")).set_value("Two labs come together").run()
    app.selectbox(key=form("organisation")).set_value("Wiz").run()
    app.text_input(key=form("date")).set_value("April 2026").run()
    return app


def added(store: Path, title: str) -> EventRow:
    [event] = list_events(graph_of(store), EventFilter(text=title))
    return event


def test_the_form_says_what_is_needed(own_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(own_store, "add", way="event"))
    assert "Still needed: title, organisation, date." in messages(app, "note")[0]
    app = fine(app.button(key="add_look").click().run())
    assert "Still needed: title, organisation, date." in messages(app, "note")[0]
    assert "What it would change" not in str(app)


def test_without_anything_to_look_at_it_says_so(own_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(own_store, "add"))
    app = fine(app.button(key="add_look").click().run())
    assert "There is nothing to look at yet: paste a text or choose a file." in messages(app, "note")[-1]


def test_the_form_follows_the_kind(own_store: Path, open_page: OpenPage) -> None:
    app = filled(own_store, open_page)
    labels = {box.label for box in (*app.selectbox, *app.multiselect, *app.text_input)}
    assert {"Acquired company", "What the date is of", "Amount"} <= {label.partition(",")[0] for label in labels}
    app.selectbox(key=form("kind")).set_value("ModelLaunch").run()
    labels = {box.label for box in (*app.selectbox, *app.multiselect, *app.text_input)}
    assert "Ai model" in {label.partition(",")[0] for label in labels}
    assert "Amount" not in labels


def test_an_event_of_the_form_is_stored_as_it_was_told(own_store: Path, open_page: OpenPage) -> None:
    app = filled(own_store, open_page)
    app.multiselect(key=form("Acquisition_acquired")).set_value(["Vercept"]).run()
    app.selectbox(key=form("milestone_Acquisition")).set_value("completed").run()
    app.text_input(key=form("amount")).set_value("1.25bn").run()
    app.selectbox(key=form("limit")).set_value("up to").run()
    app = commit(app.button(key="add_look").click().run())
    event = added(own_store, "come together")
    assert (event.kind, event.date, str(event.amount)) == ("Acquisition", "2026-04", "up to 1.25bn USD")
    assert event.named("acquired") == ("Vercept",)
    assert [(named.name, named.date) for named in event.named_dates] == [("completed", "2026-04")]
    [source] = event.sources
    assert (source.publisher, source.url, source.published) == ("The Daily", "https://daily.example/9", "2026-05-02")
    assert link(app) == {"way": ["event"]}


@pytest.mark.parametrize(("field", "text", "word"), [("date", "soon", "Date"), ("amount", "a lot", "Amount")])
def test_what_a_field_cannot_read_is_told_beside_it(
    field: str, text: str, word: str, own_store: Path, open_page: OpenPage
) -> None:
    app = filled(own_store, open_page)
    app = app.text_input(key=form(field)).set_value(text).run()
    assert not app.exception
    (told,) = messages(app, "error")
    assert f">{word}: " in told
