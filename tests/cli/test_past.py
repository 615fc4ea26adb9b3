"""`--as-known-on`: every command that shows the graph can show it as it was known on a day."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.cli.conftest import Run


def titles(rows: Any) -> set[str]:
    return {row["title"] for row in rows}


def test_events_of_the_future_are_not_known(on_sample: Run) -> None:
    then = on_sample("events", "--as-known-on", "2025-06-01", "--format", "json")
    assert then.json
    assert all(source["published"] <= "2025-06-01" for row in then.json for source in row["sources"])
    assert "reports are left out: their sources tell neither when they were published" in then.err
    assert then.err.count("\n") == 1


def test_belief_and_dispute_are_those_of_the_day(on_sample: Run) -> None:
    def disputed(day: str) -> Any:
        found = on_sample("disputes", "--org", "OpenAI", "--as-known-on", day, "--format", "json").json
        return [row for row in found if row["property"] == "amount" and row["date"] and row["date"].startswith("2024-")]

    assert disputed("2024-10-01") == []
    [dispute] = disputed("2024-10-31")
    assert [position["value"] for position in dispute["positions"]] == ["6.6bn USD", "6.5bn USD"]
    assert dispute["since"] == "2024-10-02"


@pytest.mark.parametrize(
    "words",
    [("query", "timeline/events", "--param", "as-known-on=2020"), ("query", "timeline/events", "--as-known-on", "2020-12-31")],
)
def test_queries_take_it_as_option_and_as_parameter(on_sample: Run, words: tuple[str, ...]) -> None:
    found = json.loads(on_sample(*words, "--format", "json").out)["results"]["bindings"]
    assert found
    assert all(row["begin"]["value"] < "2021" for row in found if "begin" in row)


@pytest.mark.parametrize("command", [("compare", "Google", "OpenAI"), ("entity", "Google"), ("sources",), ("stats",)])
def test_other_commands_take_it(on_sample: Run, command: tuple[str, ...]) -> None:
    then = on_sample(*command, "--as-known-on", "2025-01-01", "--format", "json")
    assert then.json
    assert then.json != on_sample(*command, "--format", "json").json


def test_an_event_is_found_by_its_id_of_today(on_sample: Run) -> None:
    [row] = on_sample("events", "--org", "DeepMind", "--kind", "Acquisition", "--format", "json").json
    then = on_sample("event", row["id"], "--as-known-on", "2014-01-31", "--format", "json").json
    assert then["id"] == row["id"]
    assert 0 < len(then["sources"]) < len(row["sources"])


def test_predictions_stand_as_they_stood(on_sample: Run) -> None:
    now = on_sample("predictions", "--format", "json").json
    assert now
    assert on_sample("predictions", "--as-known-on", "2010-01-01", "--format", "json").json == []
    assert on_sample("predictions", "--score", "--as-known-on", "2010-01-01", "--format", "json").json == []


@pytest.mark.parametrize("command", ["review", "records"])
def test_lists_of_review_take_it(on_sample: Run, command: str) -> None:
    then, now = (on_sample(command, *more, "--format", "json").json for more in (("--as-known-on", "2024-01-01"), ()))
    assert 0 < len(then) < len(now) or (command == "review" and then != now)


def test_the_history_ends_on_the_day(on_sample: Run) -> None:
    [row] = on_sample("events", "--org", "DeepMind", "--kind", "Acquisition", "--format", "json").json
    now = on_sample("history", row["id"], "--format", "json").json
    then = on_sample("history", row["id"], "--as-known-on", "2014-01-31", "--format", "json").json
    assert then["event"]["id"] == now["event"]["id"]
    assert 0 < len(then["reports"]) < len(now["reports"])
    assert all(report["known"] <= "2014-01-31" for report in then["reports"])


def test_nothing_is_decided_in_the_past(on_sample: Run) -> None:
    answer = on_sample("review", "--answer", "--as-known-on", "2024-01-01")
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "leave out --as-known-on" in answer.err


def test_the_entity_stands_on_the_day(on_sample: Run) -> None:
    then = on_sample("entity", "Microsoft", "--as-known-on", "2024-01-01", "--format", "json").json
    assert then["predictions"] == []


def test_what_is_no_day_is_refused(on_sample: Run) -> None:
    for text, told in (("soon", "--as-known-on"), ("2024/..", "has no last day")):
        answer = on_sample("events", "--as-known-on", text)
        assert answer.status == 2
        assert told in answer.err


def test_lags_are_listed(on_sample: Run) -> None:
    found = on_sample("sources", "--lag", "--format", "json").json
    assert {"publisher", "reports", "mean", "within_week"} <= found[0].keys()
    assert "within_week" in on_sample("sources", "--lag", "--format", "csv").out.splitlines()[0]
