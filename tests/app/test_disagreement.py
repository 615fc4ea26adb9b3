"""Disputes, predictions and review as pages: what they show, what a link does, what is written and taken back."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from kg import pipeline
from kg.decisions import decide
from kg.errors import StoreBusy
from kg.store import EmbeddedStore
from kg.views.decisions import list_decisions
from kg.views.dispute_index import DisputeFilter, index_disputes
from kg.views.disputes import list_disputes
from kg.views.files import disputes_as_csv, disputes_as_json
from kg.views.graph import Graph, open_graph
from kg.views.review import questions
from tests.app.conftest import EXAMPLES, OpenPage
from tests.app.seen import fine, link, messages, said

VIEWS = Path(__file__).parents[1] / "views" / "examples"
PAGES = ("disputes", "predictions", "review")


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small store with disputes, predictions and doubts. Not to be written to."""
    place = tmp_path_factory.mktemp("told") / "store"
    names = ("facts.csv", "card-records.nq", "doubtful.csv", "predictions/forecast.md", "predictions/events.csv")
    pipeline.ingest(EmbeddedStore(place), [pipeline.open_input(VIEWS / name, key=name) for name in names])
    return place


@pytest.fixture
def own(told: Path, tmp_path: Path) -> Path:
    place = tmp_path / "store"
    EmbeddedStore(told).backup(place)
    return place


def graph_of(store: Path) -> Graph:
    return open_graph(EmbeddedStore(store).snapshot())


def button(app: AppTest, key: str) -> Any:
    """The button whose key begins so."""
    return next(one for one in app.button if (one.key or "").startswith(key))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("known", ["", "2024-05-15", "1990-01-01"])
def test_every_page_opens_on_any_day(told: Path, open_page: OpenPage, page: str, known: str) -> None:
    assert "<h1" in said(fine(open_page(told, page, **({"known": known} if known else {}))))


@pytest.mark.parametrize("page", PAGES)
def test_hostile_texts_stay_text(own: Path, open_page: OpenPage, page: str) -> None:
    pipeline.ingest(EmbeddedStore(own), [pipeline.open_input(EXAMPLES / "hostile.csv")])
    text = said(fine(open_page(own, page)))
    for tag in ("<script>alert", "<img", "<iframe", "<b>News"):
        assert tag not in text


# --- disputes ---


def test_positions_stand_side_by_side_with_the_reason(told: Path, open_page: OpenPage) -> None:
    text = said(fine(open_page(told, "disputes", property="person")))
    assert text.count('class="el-position-value"') == 2
    assert text.index("Ann Lee</p>") < text.index("Bob Ray</p>")
    assert "Ann Lee is believed: reported by one publisher alone" in text
    assert "Machine-written text against reports" in text
    assert "/event?id=" in text
    assert "open the card" in text


def test_filters_of_the_link_leave_what_they_name(sample_store: Path, open_page: OpenPage) -> None:
    wanted = DisputeFilter(organisations=("OpenAI",), properties=("amount",))
    number = len(index_disputes(graph_of(sample_store), wanted))
    app = fine(open_page(sample_store, "disputes", org="OpenAI", property="amount"))
    assert f">{number} disputes</h2>" in said(app)
    assert said(app).count('class="el-kicker"') == number
    assert any("?_property { <" in code.value for code in app.code)


def test_many_disputes_come_in_parts(sample_store: Path, open_page: OpenPage) -> None:
    many = len(index_disputes(graph_of(sample_store)))
    app = fine(open_page(sample_store, "disputes"))
    assert f"{many} disputes, 1 to 20" in said(app)
    app = fine(button(app, "disputes_next").click().run())
    assert f"{many} disputes, 21 to 40" in said(app)
    assert link(app) == {"page": ["2"]}
    app = fine(app.multiselect(key="disputes_property").set_value(["date"]).run())
    assert "page" not in link(app)


def test_the_machine_filter_is_a_switch(told: Path, open_page: OpenPage) -> None:
    app = open_page(told, "disputes")
    app = fine(app.toggle(key="disputes_machine").set_value(True).run())
    assert link(app) == {"machine": ["1"]}
    assert said(app).count('class="el-machine"') == said(app).count("el-against")


def test_nothing_that_fits_is_told(told: Path, open_page: OpenPage) -> None:
    assert "No dispute fits" in messages(fine(open_page(told, "disputes", property="round")), "note")[0]


@pytest.mark.parametrize(
    ("page", "name", "value"),
    [("disputes", "property", "colour"), ("disputes", "rule", "loudness"), ("disputes", "since", "soon"),
     ("disputes", "page", "minus one"), ("predictions", "state", "maybe"), ("predictions", "id", "ffffffff"),
     ("predictions", "due", "31"), ("review", "about", "colours"), ("review", "org", "Nobody Inc")],
)  # fmt: skip
def test_a_bad_value_is_one_line_and_left_out(told: Path, open_page: OpenPage, page: str, name: str, value: str) -> None:
    app = fine(open_page(told, page, **{name: value}))
    assert len(messages(app, "warning")) == 1
    assert name not in link(app)


def test_files_hold_a_line_for_each_position(told: Path) -> None:
    rows = list_disputes(graph_of(told))
    lines = list(csv.DictReader(io.StringIO(disputes_as_csv(rows))))
    assert len(lines) == sum(len(row.positions) for row in rows)
    assert {line["believed"] for line in lines} == {"true", "false"}
    assert [row["id"] for row in json.loads(disputes_as_json(rows))] == [row.id for row in rows]


# --- predictions ---


def test_the_board_has_a_column_for_each_state(told: Path, open_page: OpenPage) -> None:
    text = said(fine(open_page(told, "predictions", known="2026-04-09")))
    assert "as they stand on 2026-04-09" in text
    for heading in ("Open", "Cannot be checked"):
        assert f"> {heading}<small>" in text
    assert "none came late" in text
    assert "Falling due: " in text


def test_a_prediction_opens_with_its_evidence_and_its_question(told: Path, open_page: OpenPage) -> None:
    app = fine(open_page(told, "predictions", state="proposed"))
    first = said(app).split("/predictions?id=", 1)[1][:20]
    app = fine(open_page(told, "predictions", id=first))
    assert "meets it" in said(app)
    assert any(code.value.startswith("ASK") for code in app.code)
    assert "The answer on" in said(app)
    assert "is yes" in said(app)


def test_a_word_is_given_shown_and_taken_back(own: Path, open_page: OpenPage) -> None:
    before = EmbeddedStore(own).current_id()
    first = said(open_page(own, "predictions", state="proposed")).split("/predictions?id=", 1)[1][:20]
    app = open_page(own, "predictions", id=first)
    assert button(app, "predictions_came-true").disabled
    app.text_input(key="person_field").set_value("Ann").run()
    app.text_input(key="predictions_why").set_value("seen with my own eyes").run()
    app = fine(button(app, "predictions_came-true").click().run())
    assert "Recorded as decision" in messages(app, "success")[0]
    assert "came true, says Ann" in said(app)
    assert "seen with my own eyes" in said(app)
    app = fine(button(app, "predictions_undo").click().run())
    assert "is taken back" in messages(app, "success")[0]
    assert EmbeddedStore(own).current_id() == before


def test_nothing_is_decided_in_the_past(told: Path, open_page: OpenPage) -> None:
    first = said(open_page(told, "predictions", state="uncheckable")).split("/predictions?id=", 1)[1][:20]
    app = fine(open_page(told, "predictions", id=first, known="2026-08-01"))
    assert "decisions are made today" in said(app)
    assert not [one for one in app.button if one.key == "predictions_refuted"]
    app = fine(open_page(told, "review", known="2026-08-01"))
    assert all(one.disabled for one in app.button if (one.key or "").startswith(("review_same", "review_different")))


# --- review ---


def reviewing(open_page: OpenPage, store: Path, **values: str) -> AppTest:
    app = open_page(store, "review", **values)
    return fine(app.text_input(key="person_field").set_value("Ann").run())


def test_no_answer_without_a_name(told: Path, open_page: OpenPage) -> None:
    app = fine(open_page(told, "review"))
    assert button(app, "review_same").disabled
    assert "Tell your name" in messages(app, "note")[0]


def test_answers_are_written_one_by_one_and_taken_back(own: Path, open_page: OpenPage) -> None:
    asked = list(questions(graph_of(own)))
    before = EmbeddedStore(own).current_id()
    app = reviewing(open_page, own)
    assert f"1 of {len(asked)}" in said(app)
    app = fine(button(app, "review_different").click().run())
    [decision] = list_decisions(graph_of(own))
    assert (decision.verdict, decision.who) == ("different", "Ann")
    assert "Recorded: " in messages(app, "success")[0]
    assert f"2 of {len(asked)}" in said(app)
    app = fine(button(app, f"review_undo_{decision.id[:8]}_last").click().run())
    assert list_decisions(graph_of(own)) == []
    assert EmbeddedStore(own).current_id() == before
    assert f"1 of {len(asked)}" in said(app)


def test_a_stream_of_answers_ends(own: Path, open_page: OpenPage) -> None:
    app = reviewing(open_page, own)
    many = len(list(questions(graph_of(own))))
    for word in ["later", *["different"] * many]:
        app = fine(button(app, f"review_{word}").click().run())
    assert "of this round are decided" in said(app)
    assert len(list_decisions(graph_of(own))) == many
    assert list(questions(graph_of(own))) == []


def test_a_question_that_somebody_else_settled_is_passed_over(own: Path, open_page: OpenPage) -> None:
    app = reviewing(open_page, own, about="events")
    pipeline.ingest(EmbeddedStore(own), [pipeline.open_input(EXAMPLES / "pasted.csv")])
    assert "1 of 1" in said(fine(app.run()))
    [question] = list(questions(graph_of(own), names=False))
    decide(EmbeddedStore(own), "different", (question.left.id or "", question.right.id or ""), who="Bob")
    assert "1 settled by other answers" in said(fine(app.run()))


def test_a_busy_store_is_told_and_nothing_is_lost(own: Path, open_page: OpenPage, monkeypatch: pytest.MonkeyPatch) -> None:
    def busy(*_: object, **__: object) -> None:
        raise StoreBusy("process 7 is writing; try again when it has finished")

    app = reviewing(open_page, own)
    shown = said(app).split('id="review-question"')[1]
    monkeypatch.setattr(EmbeddedStore, "transaction", busy)
    app = button(app, "review_same").click().run()
    assert "Not recorded: process 7 is writing" in messages(app, "error")[0]
    assert said(app).split('id="review-question"')[1] == shown


def test_a_decision_of_the_list_is_taken_back(own: Path, open_page: OpenPage) -> None:
    app = reviewing(open_page, own)
    app = fine(button(app, "review_same").click().run())
    [decision] = list_decisions(graph_of(own))
    app = fine(button(app, f"review_undo_{decision.id}").click().run())
    assert list_decisions(graph_of(own)) == []
    assert "No decision was taken yet" in said(app)
