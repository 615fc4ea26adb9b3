"""Review at the command line: what is asked, decided, taken back and told; what goes out and comes back."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer

from kg.store import EmbeddedStore
from tests.cli.conftest import Run

DEALS = Path(__file__).parents[1] / "pipeline" / "examples" / "decisions" / "deals.csv"


@pytest.fixture
def deals(kg: Run) -> Run:
    """Runs `kg` on a store with a few deals, which the test may change."""
    assert kg("ingest", DEALS).status == 0
    return kg


@pytest.fixture
def changeable_sample(kg: Run, sample_store: EmbeddedStore, tmp_path: Path) -> Run:
    """Runs `kg` on a copy of the sample store."""
    sample_store.backup(tmp_path / "kg-store")
    return kg


def report_ids(kg: Run) -> dict[str, str]:
    """Row id to the id of its report."""
    return {row["record"]: row["id"] for row in kg("records", "--format", "json").json}


def row_events(kg: Run) -> dict[str, str]:
    """Row id to the event that it was resolved to."""
    rows = csv.DictReader(io.StringIO(kg("records", "--format", "csv").out))
    return {row["record"]: row["event"] for row in rows}


# --- records -----------------------------------------------------------------------------------------------------------


def test_records_are_listed_with_their_own_ids_and_events(deals: Run) -> None:
    rows = list(csv.reader(io.StringIO(deals("records", "--format", "csv").out)))
    assert rows[0][:3] == ["record", "source", "event"]
    assert {"kind", "date", "title", "publisher", "document"} < set(rows[0])
    told = {row[0]: (row[1], row[2]) for row in rows[1:]}
    assert set(told) == {"buy-1", "buy-2", "hire-1", "hire-2", "fund-1", "fund-2"}
    assert told["buy-1"][0] == "https://daily.example/1"
    assert told["buy-1"][1] == told["buy-2"][1] != told["hire-1"][1]
    assert {event for _, event in told.values()} == {row["id"] for row in deals("events", "--format", "json").json}


def test_records_of_a_card_that_are_no_events_name_none(on_sample: Run) -> None:
    rows = on_sample("records", "--format", "json").json
    assert {row["type"] for row in rows} >= {"event", "claim", "passage", "prediction", "entity"}
    assert all((row["event"] is not None) == (row["type"] == "event") for row in rows)
    assert all(row["record"] and row["source"] for row in rows)


# --- deciding -----------------------------------------------------------------------------------------------------------


def test_a_decision_is_made_listed_and_taken_back(deals: Run, tmp_path: Path) -> None:
    deals("export", tmp_path / "before.nq")
    ids = report_ids(deals)
    made = deals("same", ids["hire-1"][:8], ids["hire-2"][:8], "--why", "one move", "--by", "Ann")
    assert "events: 2 became 1" in made.out
    assert row_events(deals)["hire-1"] == row_events(deals)["hire-2"]
    [row] = deals("decisions", "--format", "json").json
    assert (row["verdict"], row["about"], row["who"], row["why"], row["things"]) == ("same", "event", "Ann", "one move", 1)
    assert "one move" in deals("decisions").out
    assert "events: 1 became 2" in deals("undo").out
    deals("export", tmp_path / "after.nq")
    assert (tmp_path / "after.nq").read_bytes() == (tmp_path / "before.nq").read_bytes()
    assert deals("decisions", "--format", "json").json == []


def test_the_decider_is_known_without_being_asked(deals: Run) -> None:
    deals("different", "Gamma", "Gamma Labs")
    [row] = deals("decisions", "--format", "json").json
    assert row["who"]


@pytest.mark.parametrize("name", ["graph.trig", "graph.nq", "graph.jsonld"])
def test_decisions_go_out_and_come_back(deals: Run, tmp_path: Path, name: str) -> None:
    ids = report_ids(deals)
    deals("same", ids["hire-1"], ids["hire-2"], "--by", "Ann")
    deals("same", "Gamma", "Gamma Labs", "--by", "Ann")
    deals("export", tmp_path / name)
    assert deals("restore", tmp_path / name, "--store", tmp_path / "restored").status == 0
    assert EmbeddedStore(tmp_path / "restored").snapshot().id == EmbeddedStore(tmp_path / "kg-store").snapshot().id
    assert deals("ingest", tmp_path / name, "--store", tmp_path / "ingested").status == 0
    for place in ("restored", "ingested"):
        assert deals("export", "--store", tmp_path / place, "--format", "turtle").out == deals("export", "--format", "turtle").out
        assert len(deals("decisions", "--store", tmp_path / place, "--format", "json").json) == 2
        assert "2 became 1" not in deals("undo", "--store", tmp_path / place).out
        assert len(deals("decisions", "--store", tmp_path / place, "--format", "json").json) == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["same", "Acme"], "two things"),
        (["same", "Acme", "Acme Inc"], "one name but for case"),
        (["same", "Acme", "Ann Leigh"], "did you mean Ann Lee"),
        (["different", "Acme", "ffffffff"], "is no event in this store"),
        (["undo"], "there is no decision"),
        (["undo", "ffff"], "there is no decision"),
        (["history", "ffffffff"], "is no event"),
        (["review", "--kind", "colours"], "--kind"),
        (["review", "--answer"], "terminal"),
    ],
)
def test_bad_input_is_told_in_one_line_with_status_2(deals: Run, words: list[str], said: str) -> None:
    answer = deals(*words)
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert said in answer.err


@pytest.mark.parametrize("words", [["review"], ["same", "A", "B"], ["different", "A", "B"], ["undo"], ["decisions"], ["records"]])
def test_no_store_is_told(kg: Run, words: list[str]) -> None:
    assert "there is no store yet" in kg(*words).err


# --- asking -------------------------------------------------------------------------------------------------------------


def test_questions_come_with_reasons_most_valuable_first(on_sample: Run) -> None:
    found = on_sample("review", "--format", "json", "--limit", "30").json
    assert {question["about"] for question in found} == {"event", "entity"}
    assert [question["worth"] for question in found] == sorted((question["worth"] for question in found), reverse=True)
    assert all(question["speaks_for"] for question in found)
    assert [
        question["about"] for question in on_sample("review", "--kind", "names", "--limit", "3", "--format", "json").json
    ] == ["entity"] * 3
    rows = list(csv.DictReader(io.StringIO(on_sample("review", "--kind", "events", "--limit", "2", "--format", "csv").out)))
    told = on_sample("review", "--kind", "events", "--limit", "2").out
    assert len(rows) == 2
    assert all(row["left"] in told and row["right"] in told for row in rows)


def test_short_ids_of_questions_are_what_other_commands_take(changeable_sample: Run) -> None:
    for kind in ("events", "names"):
        [question] = changeable_sample("review", "--kind", kind, "--limit", "1", "--format", "json").json
        sides = (question["left"]["short"], question["right"]["short"])
        assert changeable_sample("different", *sides).status == 0
        [following] = changeable_sample("review", "--kind", kind, "--limit", "1", "--format", "json").json
        assert (following["left"]["short"], following["right"]["short"]) != sides


def test_questions_are_answered_with_one_key_each(changeable_sample: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = changeable_sample("review", "--kind", "names", "--limit", "3", "--format", "json").json
    press(monkeypatch, "d?kduudq")
    answer = changeable_sample("review", "--kind", "names", "--answer", "--by", "Ann")
    assert (answer.status, answer.err) == (0, "")
    assert "1 decided; kg decisions lists them" in answer.out
    [decision] = changeable_sample("decisions", "--format", "json").json
    assert (decision["verdict"], decision["who"]) == ("different", "Ann")
    assert [decision["left"][0]["short"], decision["right"][0]["short"]] == [
        asked[0][side]["short"] for side in ("left", "right")
    ]


def press(monkeypatch: pytest.MonkeyPatch, keys: str) -> None:
    """A terminal on which somebody presses these keys."""
    waiting: Iterator[str] = iter(keys)
    monkeypatch.setattr(typer, "getchar", lambda: next(waiting))
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)


# --- history ------------------------------------------------------------------------------------------------------------


def test_the_history_tells_reports_reasons_and_decisions(deals: Run) -> None:
    ids = report_ids(deals)
    deals("same", ids["buy-1"], ids["hire-1"], "--by", "Ann", "--why", "paid in kind")
    told = deals("history", ids["buy-2"], "--format", "json").json
    assert [report["record"] for report in told["reports"]] == ["hire-1", "buy-1", "buy-2"]
    hire, first, second = told["reports"]
    [decision] = told["decisions"]
    assert (hire["joined_to"], hire["known"]) == (None, "2022-01-11")
    assert (first["joined_to"], first["joined"]) == (ids["hire-1"], [f"decision {decision['id'][:8]}"])
    assert (second["joined_to"], bool(second["joined"])) == (ids["buy-1"], True)
    assert {one.rsplit("/", 1)[-1] for one in (*told["earlier_ids"], told["event"]["id"])} == {
        ids[row] for row in ("buy-1", "buy-2", "hire-1")
    }
    changes = [(change["on"], change["change"], change["property"]) for change in told["changes"]]
    assert ("2022-01-11", "first known", "date") in changes
    assert ("2024-03-06", "disputed", "date") in changes
    people = deals("history", ids["buy-2"]).out
    assert "paid in kind" in people
    assert deals("history", ids["buy-2"], "--format", "csv").out.count("\n") == 4
