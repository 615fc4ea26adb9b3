"""Exports and backups: what goes out comes back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.paths import SAMPLES
from kg.store import EmbeddedStore
from tests.cli.conftest import Answer, Run

WHOLE = {"trig": ".trig", "nquads": ".nq", "jsonld": ".jsonld"}


def events(kg: Run, store: Path) -> list[dict[str, Any]]:
    found = json.loads(kg("events", "--store", store, "--format", "json").out)
    assert isinstance(found, list)
    return found


def export(kg: Run, store: EmbeddedStore, target: Path) -> Answer:
    answer = kg("export", target, "--store", store.root)
    assert answer.status == 0, answer.err
    return answer


@pytest.mark.parametrize("name", sorted(WHOLE))
def test_whole_exports_are_restored_to_the_same_snapshot(kg: Run, sample_store: EmbeddedStore, tmp_path: Path, name: str) -> None:
    target = tmp_path / f"graph{WHOLE[name]}"
    export(kg, sample_store, target)
    assert kg("restore", target, "--store", tmp_path / "again").status == 0
    assert EmbeddedStore(tmp_path / "again").snapshot().id == sample_store.snapshot().id


@pytest.mark.parametrize("suffix", [".trig", ".nq", ".jsonld", ".ttl", ".csv"])
def test_exporting_twice_gives_the_same_bytes(kg: Run, sample_store: EmbeddedStore, tmp_path: Path, suffix: str) -> None:
    for name in ("one", "two"):
        export(kg, sample_store, tmp_path / (name + suffix))
    assert (tmp_path / f"one{suffix}").read_bytes() == (tmp_path / f"two{suffix}").read_bytes()


def essence(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["kind"], row["date"], row["title"], tuple(sorted(row["organisations"]))


@pytest.mark.parametrize("suffix", [".ttl", ".csv", ".trig"])
def test_exports_are_ingested_as_the_same_events(kg: Run, sample_store: EmbeddedStore, tmp_path: Path, suffix: str) -> None:
    target = tmp_path / f"graph{suffix}"
    export(kg, sample_store, target)
    if suffix == ".csv":  # a table has no place for other names of companies
        kg("ingest", SAMPLES / "organisations.ttl", "--store", tmp_path / "again")
    answer = kg("ingest", target, "--store", tmp_path / "again", "--format", "json")
    assert answer.json["refused"] == 0
    assert kg("check", "--store", tmp_path / "again").status == 0
    before, after = events(kg, sample_store.root), events(kg, tmp_path / "again")
    assert sorted(map(essence, after)) == sorted(map(essence, before))


def test_the_default_is_trig_on_standard_output(kg: Run, sample_store: EmbeddedStore, tmp_path: Path) -> None:
    export(kg, sample_store, tmp_path / "graph.trig")
    assert kg("export", "--store", sample_store.root).out == (tmp_path / "graph.trig").read_text(encoding="utf-8")


def test_backups_go_out_and_come_back(kg: Run, sample_store: EmbeddedStore, tmp_path: Path) -> None:
    assert kg("backup", tmp_path / "saved", "--store", sample_store.root).status == 0
    assert kg("restore", tmp_path / "saved", "--store", tmp_path / "again").status == 0
    assert EmbeddedStore(tmp_path / "again").snapshot().id == sample_store.snapshot().id


@pytest.mark.parametrize(
    ("name", "text"),
    [("graph.trig", "<http://a/> <http://b/> 1 ."), ("empty.nq", ""), ("broken.trig", "<http://a/> <"), ("notes.txt", "hello")],
)
def test_what_is_no_whole_export_replaces_nothing(kg: Run, tmp_path: Path, name: str, text: str) -> None:
    (tmp_path / name).write_text(text)
    (tmp_path / "facts.csv").write_text("kind,date,title,organisation\nHire,2024,T,Acme\n")
    kg("ingest", tmp_path / "facts.csv", "--store", tmp_path / "kept")
    answer = kg("restore", tmp_path / name, "--store", tmp_path / "kept")
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert len(events(kg, tmp_path / "kept")) == 1
