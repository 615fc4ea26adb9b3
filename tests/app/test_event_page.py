"""The event's page: what is believed and why, every claim, and decisions that are foreseen, made once and taken back."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.terms import local_name
from kg.views.decisions import list_decisions
from kg.views.events import EventFilter, list_events
from kg.views.graph import Graph, open_graph
from kg.views.history import event_history
from kg.views.shapes import EventRow
from tests.app.conftest import CARD, OpenPage
from tests.app.seen import fine, messages, said


def graph_of(store: Path) -> Graph:
    return open_graph(EmbeddedStore(store).snapshot())


def titled(store: Path, words: str) -> EventRow:
    return list_events(graph_of(store), EventFilter(text=words))[0]


@pytest.fixture
def with_card(own_store: Path) -> Path:
    pipeline.ingest(EmbeddedStore(own_store), [pipeline.open_input(CARD)])
    return own_store


def test_a_contradicted_card_shows_who_says_what(with_card: Path, open_page: OpenPage) -> None:
    [hire] = [
        row
        for row in list_events(graph_of(with_card), EventFilter(kinds=("Hire",), disputed=True))
        if any(dispute for dispute in row.sources if dispute.statement == "machine-generated")
        and any(source.statement == "reported" for source in row.sources)
    ][:1]
    html = said(fine(open_page(with_card, "event", id=local_name(hire.id))))
    assert html.index("is disputed</h2>") < html.index("is believed") < html.index("What we believe")
    assert "claimed in machine-generated text" in html
    assert ">contested</span>" in html
    assert "In news cards" in html
    assert "/card?id=" in html


def test_an_earlier_id_and_the_beginning_of_one_lead_here(sample_store: Path, open_page: OpenPage) -> None:
    event = titled(sample_store, "OpenAI")
    app = fine(open_page(sample_store, "event", id=local_name(event.id)[:12]))
    assert event.title.split("'")[0] in said(app).replace("&#x27;", "'")


@pytest.mark.parametrize("reference", ["ffffffffffffffffffff", "no id at all", "<script>"])
def test_what_is_no_event_is_told_in_a_line(reference: str, sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "event", id=reference)
    assert not app.exception
    assert len(messages(app, "warning")) == 1
    assert "<script>" not in said(app)


def test_without_an_id_it_says_what_to_do(sample_store: Path, open_page: OpenPage) -> None:
    assert "Choose an event" in said(fine(open_page(sample_store, "event")))


def test_two_events_are_joined_once_and_parted_again(own_store: Path, open_page: OpenPage) -> None:
    one, other = list_events(graph_of(own_store), EventFilter(organisations=("OpenAI",), kinds=("Investment",)))[:2]
    app = fine(open_page(own_store, "event", id=local_name(one.id)))
    app.selectbox(key="event_other").select(other.id).run()
    app = fine(app.button(key="event_preview_same").click().run())
    assert not list_decisions(graph_of(own_store))
    app.text_input(key="event_who").set_value("Ann Lee")
    app.text_input(key="event_why").set_value("one round")
    app = app.button(key="event_commit").click().run()
    assert not app.exception
    [decision] = list_decisions(graph_of(own_store))
    assert (decision.who, decision.why, decision.things) == ("Ann Lee", "one round", 1)
    assert "2 events became 1" in messages(app, "success")[0]
    assert not [button for button in app.button if button.key == "event_commit"]
    app = fine(app.button(key="event_undo").click().run())
    assert not list_decisions(graph_of(own_store))
    assert {row.id for row in list_events(graph_of(own_store))} >= {one.id, other.id}


def test_who_decides_must_be_told(own_store: Path, open_page: OpenPage) -> None:
    one, other = list_events(graph_of(own_store), EventFilter(organisations=("OpenAI",), kinds=("Investment",)))[:2]
    app = open_page(own_store, "event", id=local_name(one.id))
    app.selectbox(key="event_other").select(other.id).run()
    app.button(key="event_preview_same").click().run()
    app = app.button(key="event_commit").click().run()
    assert "who decides" in messages(app, "error")[0]
    assert not list_decisions(graph_of(own_store))
    assert [button for button in app.button if button.key == "event_commit"]


def test_a_report_is_parted_from_its_event(own_store: Path, open_page: OpenPage) -> None:
    event = next(row for row in list_events(graph_of(own_store)) if row.told_by == 2 and not row.disputed)
    app = fine(open_page(own_store, "event", id=local_name(event.id)))
    report = event_history(graph_of(own_store), event.id).reports[1]
    app.selectbox(key="event_report").select(report.id).run()
    app.button(key="event_preview_different").click().run()
    app.text_input(key="event_who").set_value("Ann Lee")
    app = fine(app.button(key="event_commit").click().run())
    assert "1 event became 2" in messages(app, "success")[0]
    assert len(list_decisions(graph_of(own_store))) == 1


def test_while_another_writes_nothing_is_lost(own_store: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.components.event.deciding._PATIENCE", 0.1)
    one, other = list_events(graph_of(own_store), EventFilter(organisations=("OpenAI",), kinds=("Investment",)))[:2]
    app = open_page(own_store, "event", id=local_name(one.id))
    app.selectbox(key="event_other").select(other.id).run()
    app.button(key="event_preview_same").click().run()
    app.text_input(key="event_who").set_value("Ann Lee")
    with EmbeddedStore(own_store).transaction():
        app = app.button(key="event_commit").click().run()
    assert "Nothing was written" in messages(app, "error")[0]
    app = fine(app.button(key="event_commit").click().run())
    assert len(list_decisions(graph_of(own_store))) == 1


def test_on_an_earlier_day_nothing_is_decided(sample_store: Path, open_page: OpenPage) -> None:
    event = titled(sample_store, "OpenAI")
    app = open_page(sample_store, "event", id=local_name(event.id), known="2026-06-30")
    assert not app.exception
    assert not [box for box in app.selectbox if box.key == "event_other"]
