"""`kg map`: proposed, checked, listed; and `kg ingest --mapping`."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

Run = Callable[..., Any]
EXAMPLES = Path(__file__).parents[1] / "ingest" / "examples" / "mapped"
ROUNDS, ROUNDS_MAPPING = EXAMPLES / "funding-list" / "rounds.csv", EXAMPLES / "funding-list" / "mapping.toml"


def test_a_proposed_mapping_passes_its_check(kg: Run, tmp_path: Path) -> None:
    target = tmp_path / "rounds.toml"
    made = kg("map", "init", ROUNDS, "-o", target)
    assert made.status == 0
    assert "next: kg map check" in made.err
    again = kg("map", "init", ROUNDS, "-o", target)
    assert again.status == 2
    assert "is there already" in again.err
    checked = kg("map", "check", ROUNDS, "--mapping", target)
    assert checked.status == 0
    assert "kind          Investment" in checked.out


def test_a_check_groups_refused_rows_by_reason(kg: Run) -> None:
    found = kg("map", "check", ROUNDS, "--mapping", ROUNDS_MAPPING, "--format", "json").json
    assert found["refused"] == sum(reason["count"] for reason in found["reasons"]) == 4
    assert found["counts"] == {"events": 9, "entities": 1}
    assert all(reason["lines"] and reason["remedy"] for reason in found["reasons"])
    table = kg("map", "check", ROUNDS, "--mapping", ROUNDS_MAPPING)
    assert "1 × has 10 cells where the header names 9" in table.out
    assert "line 10:" in table.out


def test_a_check_that_keeps_nothing_is_bad_input(kg: Run, tmp_path: Path) -> None:
    table = tmp_path / "t.csv"
    table.write_text("Startup Name,Sr No\nAcme,1\n")
    assert kg("map", "check", table, "--mapping", ROUNDS_MAPPING).status == 2
    assert kg("map", "check", tmp_path / "none.csv").status == 2
    assert "ship" in kg("map", "check", ROUNDS, "--mapping", "no-such").err


def test_a_table_without_a_mapping_is_told_how_to_get_one(kg: Run) -> None:
    told = kg("ingest", ROUNDS)
    assert told.status == 2
    assert "kg map init" in told.err


def test_a_changed_mapping_is_read_again_and_the_same_is_not(kg: Run, tmp_path: Path) -> None:
    table, mapping = tmp_path / "t.csv", tmp_path / "m.toml"
    table.write_text("Company,Date\nAcme,2024\n")
    mapping.write_text('title = "T"\n[[event]]\nkind = "Founding"\norganisation = "{Company}"\ndate = "{Date}"\n')
    assert kg("ingest", table, "--mapping", mapping, "--format", "json").json["counts"] == {"events": 1}
    assert kg("ingest", table, "--mapping", mapping, "--format", "json").json["documents"][0]["unchanged"]
    mapping.write_text(mapping.read_text() + 'title = "Acme begins"\n')
    again = kg("ingest", table, "--mapping", mapping, "--format", "json").json
    assert (again["gained"], again["lost"]) == (1, 1)


def test_what_ships_is_listed(kg: Run) -> None:
    assert {"epoch-notable-models", "aiwatch-leadership"} <= {row["name"] for row in kg("map", "list", "--format", "json").json}
    assert "Acquisition" in {row["kind"] for row in kg("map", "kinds", "--format", "json").json}
    assert json.loads(kg("map", "schema").out)["title"] == "TableMapping"
