"""Resolution on the sample facts keeps its quality: floors a little below what `make bench` prints."""

from __future__ import annotations

import pytest

from kg.resolve.events import Decided, Report, cluster, doubts
from tests.bench.resolution import Score, fact_reports, grouping, scores, true_grouping


@pytest.fixture(scope="module")
def reports() -> list[Report]:
    return fact_reports()


@pytest.fixture(scope="module")
def found(reports: list[Report]) -> dict[str, Score]:
    return scores(grouping(cluster(reports)))


@pytest.mark.parametrize(
    ("part", "precision", "recall", "b_cubed"),
    [("all", 0.98, 0.93, 0.97), ("tuned", 0.98, 0.95, 0.98), ("untouched", 0.98, 0.87, 0.95)],
)
def test_floors(found: dict[str, Score], part: str, precision: float, recall: float, b_cubed: float) -> None:
    figures = found[part]
    assert figures.precision >= precision
    assert figures.recall >= recall
    assert figures.b_cubed >= b_cubed


def test_questions_are_few_and_many_of_them_are_worth_asking(reports: list[Report]) -> None:
    true = true_grouping()
    asked = doubts(reports)
    assert 10 < len(asked) < len(reports) / 4
    ones = [true[doubt.one.record.local_id] == true[doubt.other.record.local_id] for doubt in asked]
    assert sum(ones) >= len(ones) / 8


def test_an_answered_question_is_not_asked_again(reports: list[Report]) -> None:
    first = doubts(reports)[0]
    low, high = sorted((first.one.record.id, first.other.record.id))
    again = doubts(reports, Decided(different=frozenset({(low, high)})))
    assert {(doubt.one.record.id, doubt.other.record.id) for doubt in again}.isdisjoint({(low, high), (high, low)})
