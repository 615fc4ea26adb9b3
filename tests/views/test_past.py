"""The past: the days that make a difference, what no day can be told of, and predictions as they stood."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from pyoxigraph import Literal, Quad

from kg import pipeline
from kg.store import EmbeddedStore
from kg.terms import EL
from kg.views.disputes import list_disputes
from kg.views.events import list_events
from kg.views.graph import Graph, as_known_on, open_graph
from kg.views.past import known_days, left_out, undated_reports
from kg.views.predictions import list_predictions, score_predictions
from kg.views.review import questions

EXAMPLES = Path(__file__).parent / "examples"
LAST = date(2027, 6, 1)


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """Listings that are told one after the other, and predictions with an event that meets one of them."""
    made = EmbeddedStore(tmp_path_factory.mktemp("dated") / "store")
    names = ("doubtful.csv", "predictions/forecast.md", "predictions/reported.csv")
    pipeline.ingest(made, [pipeline.open_input(EXAMPLES / name, key=name) for name in names])
    return made


def past(store: EmbeddedStore, day: date) -> Graph:
    return open_graph(as_known_on(store, day))


def quads(graph: Graph) -> set[Quad]:
    return set(graph.reader.quads(None, None, None))


def test_known_days_are_those_of_the_records(sample: Graph) -> None:
    days = known_days(sample)
    told = {quad.object.value for quad in sample.reader.quads(None, EL.known, None) if isinstance(quad.object, Literal)}
    assert [day.isoformat() for day, _ in days] == sorted(told)
    assert all(sources > 0 for _, sources in days)


def test_nothing_changes_between_two_known_days(store: EmbeddedStore) -> None:
    days = [day for day, _ in known_days(open_graph(store.snapshot()))]
    assert len(days) > 4
    for first, second in pairwise(days):
        assert quads(past(store, first)) == quads(past(store, second - timedelta(1)))
        assert quads(past(store, first)) != quads(past(store, second))


def test_before_the_first_day_nothing_is_known(store: EmbeddedStore) -> None:
    first, _ = known_days(open_graph(store.snapshot()))[0]
    nothing = past(store, first - timedelta(1))
    assert not any([list_events(nothing), list_disputes(nothing), list(questions(nothing)), known_days(nothing)])


def test_undated_reports_are_counted_and_told(sample: Graph, doubtful: Graph) -> None:
    known = {quad.subject for quad in sample.reader.quads(None, EL.known, None)}
    reports = {quad.subject for quad in sample.reader.quads(None, EL.blockKey, None)}
    assert undated_reports(sample) == len(reports - known) > 1
    assert left_out(sample).startswith(f"{undated_reports(sample):,} reports are left out: their sources")
    assert (undated_reports(doubtful), left_out(doubtful)) == (0, "")


def test_one_undated_report_is_told_as_one(small: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kg.views.past.undated_reports", lambda _: 1)
    assert left_out(small).startswith("1 report is left out: its source tells neither")


# --- predictions ---------------------------------------------------------------------------------------------------------


def test_evidence_counts_from_the_day_on_which_it_was_known(store: EmbeddedStore) -> None:
    """The event of 20 June was told on 2 July: on the day before, nobody could know that the prediction had come true."""
    [met] = [row for row in list_predictions(open_graph(store.snapshot()), LAST) if row.status == "proposed"]
    for day, state in ((date(2026, 7, 1), "open"), (date(2026, 7, 2), "proposed")):
        graph = past(store, day)
        assert [row.status for row in list_predictions(graph, day) if row.id == met.id] == [state]
        assert sum(score.proposed for score in score_predictions(graph, day)) == (state == "proposed")
    [unseen] = [row for row in list_predictions(past(store, date(2026, 7, 1)), LAST) if row.id == met.id]
    assert unseen.evidence == ()
    assert unseen.status in ("open", "overdue")


def test_a_prediction_is_there_from_the_day_of_its_source(store: EmbeddedStore) -> None:
    rows = list_predictions(open_graph(store.snapshot()), LAST)
    published = date.fromisoformat(rows[0].source.published or "")
    assert list_predictions(past(store, published - timedelta(1)), published) == []
    assert {row.id for row in list_predictions(past(store, published), published)} == {row.id for row in rows}
