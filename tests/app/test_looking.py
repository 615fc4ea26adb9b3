"""Review while names that are alike are looked for: events are asked about meanwhile, and names join without a click."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from threading import Event

import pytest

from app.components.review import looking as looking_module
from app.components.review.looking import Looking
from kg import pipeline
from kg.resolve.candidates import COMPARING, Progress
from kg.store import EmbeddedSnapshot, EmbeddedStore
from kg.views.alike import kept
from kg.views.graph import Graph, open_graph
from kg.views.review import questions
from tests.app.conftest import OpenPage
from tests.app.seen import fine, messages, said

DOUBTFUL = Path(__file__).parents[1] / "views" / "examples" / "doubtful.csv"


@pytest.fixture
def doubtful(tmp_path: Path) -> Path:
    place = tmp_path / "store"
    pipeline.ingest(EmbeddedStore(place), [pipeline.open_input(DOUBTFUL, key="doubtful.csv")])
    return place


@pytest.fixture
def end(monkeypatch: pytest.MonkeyPatch) -> Iterator[Event]:
    """Names count as many, and are compared to 40 % until this is set."""
    over = Event()

    def wait(_: EmbeddedSnapshot, tell: Progress) -> None:
        tell(COMPARING, 0.4)
        over.wait(30)

    kept._held.clear()
    monkeypatch.setattr(kept, "MANY", 0)
    monkeypatch.setattr(kept, "_make_elsewhere", wait)
    yield over
    over.set()
    kept._held.clear()


def graph_of(store: Path) -> Graph:
    return open_graph(EmbeddedStore(store).snapshot())


def test_events_are_asked_about_while_names_are_looked_for(doubtful: Path, open_page: OpenPage, end: Event) -> None:
    about_events = list(questions(graph_of(doubtful), names=False))
    app = fine(open_page(doubtful, "review"))
    assert "Looking for names that are alike (step 4 of 4, comparing names: 40 %)" in said(app)
    assert f"1 of {len(about_events)}" in said(app)
    shown = said(app).split('id="review-question"')[1].split("</article>")[0]

    end.set()
    kept.names_in_doubt(graph_of(doubtful))
    app = fine(app.run())
    assert "Looking for names" not in said(app)
    assert f"1 of {len(list(questions(graph_of(doubtful))))}" in said(app)
    assert shown in said(app)


def test_nothing_is_called_decided_while_names_are_looked_for(doubtful: Path, open_page: OpenPage, end: Event) -> None:
    app = fine(open_page(doubtful, "review", about="names"))
    assert "Looking for names that are alike" in said(app)
    assert messages(app, "note") == []
    end.set()
    kept.names_in_doubt(graph_of(doubtful))
    assert "Do these names mean one thing?" in said(fine(app.run()))


def test_events_alone_wait_for_no_names(doubtful: Path, open_page: OpenPage, end: Event) -> None:
    assert "Looking for names" not in said(fine(open_page(doubtful, "review", about="events")))
    assert not end.is_set()


def test_a_look_that_fails_is_over(doubtful: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("threading.excepthook", lambda _: None)
    monkeypatch.setattr(looking_module, "names_in_doubt", fail)
    assert Looking(graph_of(doubtful)).over_within(5)
