"""What becomes of predictions: their states, the evidence, a person's word, and the score of a source."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from kg import pipeline
from kg.decisions import undo
from kg.errors import BadInput, UnknownName
from kg.query.guard import check_readonly, with_prologue
from kg.query.runner import run_query
from kg.store import EmbeddedStore
from kg.verdicts import judge
from kg.views.graph import Graph, open_graph
from kg.views.predictions import find_prediction, list_predictions, score_predictions
from kg.views.shapes import PredictionRow

EXAMPLES = Path(__file__).parent / "examples" / "predictions"
DAYS = (date(2026, 4, 9), date(2026, 8, 1), date(2026, 12, 31), date(2027, 6, 1))


def take_in(store: EmbeddedStore, *names: str) -> Graph:
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / name, key=name) for name in names])
    return open_graph(store.snapshot())


@pytest.fixture
def store(tmp_path: Path) -> EmbeddedStore:
    made = EmbeddedStore(tmp_path / "store")
    take_in(made, "forecast.md", "events.csv")
    return made


def rows(graph: Graph, on: date) -> dict[str, PredictionRow]:
    """Predictions by the word that tells them apart."""
    told = ("public", "Heron", "data center", "billion", "partner", "scientist", "Sparrow", "Trust", "robotics")
    return {next(word for word in told if word in row.statement): row for row in list_predictions(graph, on)}


@pytest.mark.parametrize(
    ("word", "states"),
    [
        ("robotics", ["open", "open", "proposed", "proposed"]),
        ("public", ["open", "open", "late", "late"]),
        ("Heron", ["open", "overdue", "overdue", "overdue"]),
        ("data center", ["open", "overdue", "overdue", "overdue"]),
        ("billion", ["open", "open", "open", "overdue"]),
        ("partner", ["open", "open", "proposed", "proposed"]),
        ("scientist", ["open", "open", "open", "overdue"]),
        ("Sparrow", ["open", "open", "open", "overdue"]),
        ("Trust", ["uncheckable"] * 4),
    ],
)
def test_states_in_the_course_of_time(foretold: Graph, word: str, states: list[str]) -> None:
    assert [rows(foretold, day)[word].status for day in DAYS] == states


def test_evidence_comes_after_the_prediction_and_from_somebody_else(foretold: Graph) -> None:
    evidence = {
        word: [(event.title, event.relation) for event in row.evidence] for word, row in rows(foretold, DAYS[-1]).items()
    }
    assert evidence["robotics"] == [("Quillon buys the robotics firm Corvane", "meets"), ("Quillon buys Lexley", "candidate")]
    assert evidence["scientist"] == [("Ondrel said to hire Ines Carvalho as chief scientist", "candidate")]
    assert evidence["Heron"] == evidence["data center"] == evidence["billion"] == evidence["Sparrow"] == []


def test_an_event_of_the_month_of_the_prediction_is_a_candidate(store: EmbeddedStore) -> None:
    graph = take_in(store, "vague.csv")
    found = rows(graph, DAYS[-1])
    assert [(event.title, event.relation) for event in found["billion"].evidence] == [
        ("Zephyrine raises $3 billion some time in April", "candidate")
    ]
    assert found["billion"].status == "overdue"


def test_the_ask_says_the_same_as_the_catalogue_and_is_safe(store: EmbeddedStore) -> None:
    graph = open_graph(store.snapshot())
    asked = [row for row in list_predictions(graph, DAYS[-1]) if row.ask]
    assert len(asked) == 8
    for row in asked:
        assert row.ask is not None
        check_readonly(row.ask)
        answer = bool(graph.reader.query(with_prologue(row.ask)))
        assert answer is any(event.relation == "meets" for event in row.evidence), row.statement
    met = next(row.ask for row in asked if row.status == "proposed")
    assert run_query(met or "", store_path=store.snapshot().path, format="json").answer()


@pytest.mark.parametrize("day", DAYS)
def test_the_score_counts_what_the_list_tells(store: EmbeddedStore, day: date) -> None:
    prediction = rows(open_graph(store.snapshot()), DAYS[-1])["Sparrow"].id
    judge(store, "withdrawn", prediction, who="Jo", when=datetime(2026, 7, 1, tzinfo=UTC))
    graph = open_graph(store.snapshot())
    listed = list_predictions(graph, day)
    states = Counter(row.status.replace("-", "_") for row in listed)
    [score] = score_predictions(graph, day)
    counted = score.model_dump(exclude={"source", "predictions", "due"})
    assert {state: number for state, number in counted.items() if number} == states
    assert score.predictions == len(listed) == 9
    assert score.due == {DAYS[0]: 0, DAYS[1]: 2, DAYS[2]: 3, DAYS[3]: 9}[day]


def test_a_word_counts_from_its_day_on_and_can_be_taken_back(store: EmbeddedStore) -> None:
    before = open_graph(store.snapshot())
    prediction = rows(before, DAYS[2])["partner"]
    decision = judge(store, "came-true", prediction.id, who="Jo", why="both say so", when=datetime(2026, 11, 1, tzinfo=UTC))
    after = open_graph(store.snapshot())
    row = rows(after, DAYS[2])["partner"]
    assert row.status == "came-true"
    assert row.verdict is not None
    assert (row.verdict.who, row.verdict.why, row.verdict.events) == ("Jo", "both say so", (prediction.evidence[0].event,))
    assert rows(after, date(2026, 10, 1))["partner"].status == "proposed"
    undo(store, decision.id)
    assert set(store.snapshot().quads(None, None, None)) == set(before.reader.quads(None, None, None))


def test_the_last_word_counts(store: EmbeddedStore) -> None:
    prediction = rows(open_graph(store.snapshot()), DAYS[2])["public"].id
    judge(store, "refuted", prediction, who="Jo", when=datetime(2026, 11, 1, tzinfo=UTC))
    judge(store, "withdrawn", prediction, who="Al", when=datetime(2026, 11, 2, tzinfo=UTC))
    graph = open_graph(store.snapshot())
    assert rows(graph, DAYS[2])["public"].status == "withdrawn"
    assert score_predictions(graph, DAYS[2])[0].withdrawn == 1


def test_a_word_outlives_a_new_version_of_the_source(store: EmbeddedStore, tmp_path: Path) -> None:
    prediction = rows(open_graph(store.snapshot()), DAYS[2])["public"].id
    judge(store, "refuted", prediction, who="Jo", when=datetime(2026, 11, 1, tzinfo=UTC))
    renewed = tmp_path / "forecast.md"
    renewed.write_text((EXAMPLES / "forecast.md").read_text("utf-8").replace("collected in 1h", "collected in 9h"), "utf-8")
    pipeline.ingest(store, [pipeline.open_input(renewed, key="forecast.md")])
    graph = open_graph(store.snapshot())
    row = rows(graph, DAYS[2])["public"]
    assert row.id != prediction
    assert row.status == "refuted"
    assert score_predictions(graph, DAYS[2])[0].refuted == 1


def test_what_came_true_needs_an_event(store: EmbeddedStore) -> None:
    graph = open_graph(store.snapshot())
    with pytest.raises(BadInput, match="--event"):
        judge(store, "came-true", rows(graph, DAYS[2])["Sparrow"].id, who="Jo", when=datetime(2026, 11, 1, tzinfo=UTC))


def test_predictions_are_found_by_the_beginning_of_their_id(foretold: Graph) -> None:
    iri = list_predictions(foretold, DAYS[0])[0].id
    assert find_prediction(foretold, iri) == find_prediction(foretold, iri.rsplit("/", 1)[-1][:10]) == iri
    for wrong in ("", "zzzz"):
        with pytest.raises(UnknownName):
            find_prediction(foretold, wrong)
