"""Ingest: what comes in is stored once, a changed version replaces its own, and nothing else is touched."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import BadInput
from kg.ingest.base import Input
from kg.pipeline import Outcome
from kg.store import EmbeddedStore
from kg.views.events import list_events
from kg.views.graph import open_graph

HEAD = "row_id,kind,date,title,organisation,source_url\n"
ONE = "1,Hire,2024,One,Acme,https://a.example/1\n"
TWO = "2,Hire,2025,Two,Beta,https://a.example/2\n"
BAD = "2,Hire,2024-13,Two,Beta,https://a.example/2\n"


def table(text: str, key: str = "facts") -> Input:
    return Input(f"{key}.csv", text.encode(), key)


def put(store: EmbeddedStore, *inputs: Input) -> Outcome:
    return pipeline.ingest(store, inputs)


def titles(store: EmbeddedStore) -> list[str]:
    return [row.title for row in list_events(open_graph(store.snapshot()))]


def test_the_same_bytes_change_nothing(empty_store: EmbeddedStore) -> None:
    first = put(empty_store, table(HEAD + ONE))
    again = put(empty_store, table(HEAD + ONE))
    elsewhere = put(empty_store, table(HEAD + ONE, "elsewhere"))
    assert first.changed
    assert [read.unchanged for outcome in (again, elsewhere) for read in outcome.documents] == [True, True]
    assert {first.snapshot, again.snapshot, elsewhere.snapshot} == {empty_store.snapshot().id}


def test_the_same_bytes_twice_in_one_run_are_read_once(empty_store: EmbeddedStore, tmp_path: Path) -> None:
    together = put(empty_store, table(HEAD + ONE), table(HEAD + ONE, "copy"))
    assert [read.unchanged for read in together.documents] == [False, True]
    assert put(EmbeddedStore(tmp_path / "other"), table(HEAD + ONE)).snapshot == together.snapshot


def test_every_process_gives_the_same_snapshot(tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text(HEAD + ONE)
    code = "import sys; from pathlib import Path; from kg import pipeline; from kg.store import EmbeddedStore; " \
        "print(pipeline.ingest(EmbeddedStore(Path(sys.argv[1])), [pipeline.open_input(Path(sys.argv[2]))]).snapshot)"  # fmt: skip
    found = {
        subprocess.check_output(
            [sys.executable, "-c", code, str(tmp_path / f"store-{seed}"), str(tmp_path / "facts.csv")],
            env={**os.environ, "PYTHONHASHSEED": seed},
        )
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_a_changed_version_replaces_its_own_statements_only(empty_store: EmbeddedStore) -> None:
    put(empty_store, table(HEAD + ONE + TWO), table(HEAD + ONE.replace("One", "Other"), "other"))
    outcome = put(empty_store, table(HEAD + TWO.replace("Two", "Changed")))
    assert (outcome.gained, outcome.lost) == (1, 2)
    assert titles(empty_store) == ["Other", "Changed"]


def test_going_back_to_an_earlier_version_gives_its_snapshot(empty_store: EmbeddedStore) -> None:
    first = put(empty_store, table(HEAD + ONE)).snapshot
    put(empty_store, table(HEAD + TWO))
    assert put(empty_store, table(HEAD + ONE)).snapshot == first


def test_a_version_with_refused_rows_loses_nothing(empty_store: EmbeddedStore) -> None:
    put(empty_store, table(HEAD + ONE + TWO))
    outcome = put(empty_store, table(HEAD + ONE.replace("One", "Mended") + BAD))
    assert len(outcome.refusals) == 1
    assert titles(empty_store) == ["Mended", "Two"]


def test_refused_rows_are_told_each_time(empty_store: EmbeddedStore) -> None:
    outcomes = [put(empty_store, table(HEAD + ONE + BAD)) for _ in range(2)]
    assert [len(outcome.refusals) for outcome in outcomes] == [1, 1]
    assert outcomes[0].snapshot == outcomes[1].snapshot


def test_a_version_that_cannot_be_read_loses_nothing(empty_store: EmbeddedStore) -> None:
    before = put(empty_store, table(HEAD + ONE)).snapshot
    for text in ("", HEAD, HEAD + BAD, "kind,date\n", "\0"):
        assert put(empty_store, table(text)).snapshot == before
    assert titles(empty_store) == ["One"]


def test_one_bad_file_does_not_keep_the_others_out(empty_store: EmbeddedStore) -> None:
    outcome = put(empty_store, table("", "empty"), table(HEAD + ONE))
    assert [str(error) for error in outcome.failed] == ["empty.csv: is empty; give a file with something in it"]
    assert titles(empty_store) == ["One"]


def test_a_dry_run_stores_nothing_and_shows_everything(empty_store: EmbeddedStore) -> None:
    before = empty_store.snapshot().id
    seen: list[str] = []
    outcome = pipeline.ingest(
        empty_store,
        [table(HEAD + ONE)],
        dry_run=True,
        inspect=lambda reader, _: seen.extend(row.title for row in list_events(open_graph(reader))),
    )
    assert seen == ["One"]
    assert not outcome.committed
    assert empty_store.snapshot().id == before
    assert put(empty_store, table(HEAD + ONE)).snapshot == outcome.snapshot


def test_a_folder_is_taken_in_file_by_file(empty_store: EmbeddedStore, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    (folder / "deep").mkdir(parents=True)
    (folder / "b.csv").write_text(HEAD + TWO)
    (folder / "deep" / "a.csv").write_text(HEAD + ONE)
    (folder / "picture.png").write_bytes(b"\x89PNG")
    files = pipeline.files_in(folder)
    assert [file.name for file in files] == ["b.csv", "a.csv"]
    put(empty_store, *map(pipeline.open_input, files))
    assert titles(empty_store) == ["One", "Two"]


def test_what_is_too_large_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "LARGEST_FILE", 2**20)
    with pytest.raises(BadInput, match="is larger than 1 MB; split it"):
        pipeline.open_input(Path("/dev/zero"))


def test_the_sample_is_taken_in_without_a_refusal(sample_store: EmbeddedStore) -> None:
    outcome = pipeline.ingest(sample_store, pipeline.sample_inputs(), dry_run=True)
    assert all(read.unchanged for read in outcome.documents)
    assert not outcome.changed


def test_messages_and_graph_hold_no_path_of_this_machine(empty_store: EmbeddedStore, tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text(HEAD + ONE)
    put(empty_store, pipeline.open_input(tmp_path / "facts.csv"))
    assert not [quad for quad in empty_store.snapshot().quads() if str(tmp_path) in str(quad)]
