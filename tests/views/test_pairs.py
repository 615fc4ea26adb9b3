"""Questions as a person answers them: asked again after other answers, and side by side."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.decisions import decide, undo
from kg.store import EmbeddedStore
from kg.views.entities import find_entities
from kg.views.events import list_events
from kg.views.graph import Graph, open_graph
from kg.views.pairs import pair
from kg.views.review import asked_again, most_valuable, questions
from kg.views.shapes import QuestionRow

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    made = EmbeddedStore(tmp_path / "store")
    pipeline.ingest(made, [pipeline.open_input(EXAMPLES / "doubtful.csv", key="doubtful.csv")])
    return made


def now(store: EmbeddedStore) -> Graph:
    return open_graph(store.snapshot())


def asked(graph: Graph) -> dict[str, QuestionRow]:
    return {question.about: question for question in questions(graph)}


def given(question: QuestionRow) -> tuple[str, str]:
    if question.about == "event":
        return question.left.id or "", question.right.id or ""
    return question.left.short, question.right.short


def test_questions_are_asked_of_some_companies_alone(doubtful: Graph) -> None:
    assert {question.about for question in questions(doubtful, org=find_entities(doubtful, "Northwind"))} == {"event", "entity"}
    assert list(questions(doubtful, org=find_entities(doubtful, "Harbour Fund"))) == []
    [name] = questions(doubtful, org=find_entities(doubtful, "Northwind DeepGrid"))
    assert name.about == "entity"


def test_the_most_valuable_come_first_and_no_more_than_asked_for(sample: Graph) -> None:
    every = list(questions(sample))
    assert most_valuable(sample, 5) == every[:5]
    assert most_valuable(sample, 5, names=False) == [question for question in every if question.about == "event"][:5]


def test_nothing_changed_a_question_is_the_same_again(sample: Graph) -> None:
    every = list(questions(sample))
    assert [asked_again(sample, question) for question in every] == every


@pytest.mark.parametrize("about", ["event", "entity"])
@pytest.mark.parametrize("verdict", ["same", "different"])
def test_an_answered_question_is_none_until_the_answer_is_taken_back(store: EmbeddedStore, about: str, verdict: str) -> None:
    question = asked(now(store))[about]
    effect = decide(store, "same" if verdict == "same" else "different", given(question), who="Ann")
    assert asked_again(now(store), question) is None
    undo(store, effect.decision.id)
    assert asked_again(now(store), question) == question


def test_a_question_follows_its_names_into_what_they_stand_for_now(store: EmbeddedStore) -> None:
    question = asked(now(store))["entity"]
    decide(store, "same", ("Northwind", "Harbour Fund"), who="Ann")
    again = asked_again(now(store), question)
    assert again is not None
    assert {again.left.id, again.right.id} == {find_entities(now(store), name)[0] for name in ("Northwind", "Northwind DeepGrid")}


def test_two_events_stand_aspect_by_aspect(doubtful: Graph) -> None:
    shown = pair(doubtful, asked(doubtful)["event"])
    aspects = {aspect.name: aspect for aspect in shown.aspects}
    assert {name: aspect.same for name, aspect in aspects.items()} == {
        "kind": True, "date": False, "organisation": True, "person": None, "amount": False, "manner": False,
    }  # fmt: skip
    trading, digest = sorted((shown.left, shown.right), key=lambda side: side.members, reverse=True)
    assert (trading.members, digest.members) == (2, 1)
    assert [report.source.name for report in trading.reports] == ["Daily", "Weekly"]
    assert [str(report.known) for report in digest.reports] == ["2024-06-06"]
    events = {event.id: event.title for event in list_events(doubtful)}
    assert trading.name == events[trading.id]


def test_two_names_stand_with_their_events(doubtful: Graph) -> None:
    shown = pair(doubtful, asked(doubtful)["entity"])
    sides = {side.name: side for side in (shown.left, shown.right)}
    assert sides["Northwind"].event_count == 2
    assert [event.date for event in sides["Northwind"].events] == ["2024-06-05", "2024-05-13"]
    assert [event.title for event in sides["Northwind DeepGrid"].events] == ["Northwind DeepGrid raises 40 million dollars"]
    assert {aspect.name: aspect.same for aspect in shown.aspects} == {"is a": True}


def test_every_question_of_the_sample_can_be_shown(sample: Graph) -> None:
    for question in questions(sample):
        shown = pair(sample, question)
        assert {shown.left.id, shown.right.id} == {question.left.id, question.right.id}
        assert all(aspect.same is None or (aspect.left and aspect.right) for aspect in shown.aspects)
