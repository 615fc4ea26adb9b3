"""`kg predictions`: states, what was asked of the graph, scores, and a person's word."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

from tests.cli.conftest import Run

EXAMPLES = Path(__file__).parents[1] / "views" / "examples" / "predictions"
DAY = ("--on", "2026-12-31")


@pytest.fixture
def filled(kg: Run) -> Run:
    assert kg("ingest", EXAMPLES / "forecast.md", EXAMPLES / "events.csv").status == 0
    return kg


def test_the_list_tells_states_in_words(filled: Run) -> None:
    answer = filled("predictions", *DAY)
    assert answer.status == 0
    for label in ("came true (proposed)", "came late", "overdue without evidence", "cannot be checked", "open"):
        assert label in answer.out


def test_only_some_states_and_companies(filled: Run) -> None:
    found = filled("predictions", *DAY, "--state", "overdue", "--format", "json").json
    assert {row["statement"].split()[0] for row in found} == {"Talvora", "Brightmoor"}
    found = filled("predictions", *DAY, "--org", "Ondrel", "--format", "json").json
    assert [row["status"] for row in found] == ["late", "open"]


def test_a_check_shows_the_ask_its_answer_and_the_event(filled: Run) -> None:
    shown = filled("predictions", *DAY, "--check", "--state", "proposed", "--org", "Talvora").out
    assert shown.count("ASK {") == 1
    assert "=> yes" in shown
    assert "meets: 2026-09-09 Talvora and Quillon announce a partnership" in shown
    found = filled("predictions", *DAY, "--check", "--format", "json", "--org", "Talvora").json
    assert [(row["status"], row["answer"]) for row in found] == [("overdue", False), ("proposed", True)]


def test_scores_in_every_form(filled: Run) -> None:
    [row] = csv.DictReader(io.StringIO(filled("predictions", "--score", *DAY, "--format", "csv").out))
    assert (row["source"], row["predictions"], row["due"], row["proposed"], row["uncheckable"]) == (
        "The Foresight Desk", "9", "3", "2", "1",
    )  # fmt: skip
    assert filled("predictions", "--score", *DAY, "--format", "json").json[0]["overdue"] == 2
    assert "The Foresight Desk" in filled("predictions", "--score", *DAY).out


def test_a_person_decides_and_takes_it_back(filled: Run) -> None:
    [row] = filled("predictions", *DAY, "--state", "late", "--format", "json").json
    told = filled("predictions", "refute", row["id"], "--event", row["evidence"][0]["event"], "--why", "too late", "--by", "Jo")
    assert told.status == 0, told.err
    [after] = filled("predictions", "--on", "2100-01-01", "--state", "refuted", "--format", "json").json
    assert (after["verdict"]["who"], after["verdict"]["why"]) == ("Jo", "too late")
    assert filled("undo").status == 0
    assert filled("predictions", "--on", "2100-01-01", "--state", "refuted", "--format", "json").json == []


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (["predictions", "--state", "false"], "--state"),
        (["predictions", "--on", "soon"], "--on"),
        (["predictions", "confirm", "zzzz", "--by", "Jo"], "zzzz"),
        (["predictions", "withdraw", "", "--by", "Jo"], "''"),
    ],
)
def test_bad_words_are_told_in_one_line(filled: Run, words: list[str], named: str) -> None:
    answer = filled(*words)
    assert answer.status == 2
    assert named in answer.err
    assert answer.err.count("\n") == 1
