"""A projection that was brought up to date is the one that would be built anew, whatever happened in between."""

from __future__ import annotations

import shutil
from contextlib import suppress
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.decisions import decide, undo
from kg.errors import BadInput
from kg.ingest.base import Input
from kg.store import EmbeddedStore
from kg.views.graph import Graph, as_known_on, open_graph
from kg.views.projection.build import build
from kg.views.projection.disk import load
from kg.views.projection.kept import columns_of
from kg.views.projection.update import updated
from kg.views.records import list_records

EXAMPLES = Path(__file__).parent / "examples"
HEAD, *FACTS = (EXAMPLES / "facts.csv").read_text(encoding="utf-8").splitlines()
DEALS_HEAD, *DEALS = (EXAMPLES / "deals.csv").read_text(encoding="utf-8").splitlines()


def put(store: EmbeddedStore, rows: list[str], key: str = "facts.csv", head: str = HEAD) -> Graph:
    pipeline.ingest(store, [Input(key, "\n".join([head, *rows, ""]).encode(), key)])
    return open_graph(store.snapshot())


def kept_names(graph: Graph) -> list[str]:
    folder = graph.reader.traces.kept(graph.id)  # type: ignore[attr-defined]  # of a store on disk
    return sorted(entry.name for entry in folder.iterdir()) if folder.is_dir() else []


def step(store: EmbeddedStore, draw: st.DataObject) -> None:
    """Something that people do to a store."""
    match draw.draw(st.sampled_from(("facts", "deals", "card", "decide", "undo")), label="step"):
        case "facts":
            put(store, draw.draw(st.lists(st.sampled_from(FACTS), min_size=1, unique=True)))
        case "deals":
            put(store, draw.draw(st.lists(st.sampled_from(DEALS), min_size=1, unique=True)), "deals.csv", DEALS_HEAD)
        case "card":
            pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "card-records.nq", key="card")])
        case "decide":
            events = sorted({row.id for row in list_records(open_graph(store.snapshot())) if row.event})
            if len(events) > 1:
                pair = draw.draw(st.lists(st.sampled_from(events), min_size=2, max_size=2, unique=True))
                with suppress(BadInput):  # where there is nothing to decide
                    decide(store, draw.draw(st.sampled_from(("same", "different"))), pair, who="Ann", why="")
        case "undo":
            with suppress(BadInput):  # where there is nothing to undo
                undo(store)


@settings(max_examples=6)
@given(draw=st.data())
def test_any_history_leads_to_the_same_columns(draw: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder) / "store")
        for _ in range(draw.draw(st.integers(2, 4))):
            step(store, draw)
            if draw.draw(st.booleans(), label="look"):
                graph = open_graph(store.snapshot())
                assert columns_of(graph).same_as(build(graph))


def test_one_more_row_asks_for_the_touched_events_alone(empty_store: EmbeddedStore) -> None:
    earlier = put(empty_store, FACTS[:-1])
    before = columns_of(earlier)
    [name] = kept_names(earlier)
    graph = put(empty_store, FACTS)
    way = graph.reader.traces.way_back(graph.id, name)  # type: ignore[attr-defined]  # of a store on disk
    assert way is not None
    assert way[0] == earlier.id
    found = updated(before, graph, way[1])
    assert found is not None
    assert found.same_as(build(graph))
    assert not found.same_as(before)


def test_a_killed_writer_leaves_nothing_wrong(empty_store: EmbeddedStore) -> None:
    graph = put(empty_store, FACTS[:2])
    columns_of(graph)
    with empty_store.transaction() as transaction:  # which changes something and never commits
        transaction.apply(list(transaction.quads())[:5], [])
    half = empty_store.root / "kept" / graph.id / ".half"
    half.mkdir()  # of a reader that was killed while it wrote
    after = put(empty_store, FACTS)
    assert columns_of(after).same_as(build(after))


def test_what_is_kept_is_found_by_the_next_process(empty_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = put(empty_store, FACTS)
    first = columns_of(graph)
    monkeypatch.setattr("kg.views.projection.kept.build", None)
    again = open_graph(EmbeddedStore(empty_store.root).snapshot())
    assert columns_of(again).same_as(first)


@pytest.mark.parametrize("harm", ["cut", "flip", "list", "missing", "foreign"])
def test_what_is_broken_is_built_anew(empty_store: EmbeddedStore, harm: str) -> None:
    graph = put(empty_store, FACTS)
    first = build(graph)
    columns_of(graph)
    [name] = kept_names(graph)
    place = graph.reader.traces.kept(graph.id) / name  # type: ignore[attr-defined]
    events = place / "events.arrow"
    data = events.read_bytes()
    match harm:
        case "cut":
            events.write_bytes(data[: len(data) // 2])
        case "flip":
            middle = len(data) // 2
            events.write_bytes(data[:middle] + bytes([data[middle] ^ 255]) + data[middle + 1 :])
        case "list":
            (place / "whole.json").write_text("[]")
        case "missing":
            (place / "parts.arrow").unlink()
        case "foreign":
            shutil.rmtree(place)
            place.write_text("somebody else's")
    assert columns_of(graph).same_as(first)
    assert load(place) is not None


def test_without_notes_it_is_built_anew(empty_store: EmbeddedStore) -> None:
    columns_of(put(empty_store, FACTS[:2]))
    graph = put(empty_store, FACTS)
    shutil.rmtree(empty_store.root / "changes")
    assert columns_of(graph).same_as(build(graph))


def test_a_store_that_cannot_be_written_to_is_read_all_the_same(empty_store: EmbeddedStore) -> None:
    graph = put(empty_store, FACTS)
    (empty_store.root / "kept").write_text("no folder")  # root itself may write anywhere
    assert columns_of(graph).same_as(build(graph))


def test_it_goes_with_its_snapshot(empty_store: EmbeddedStore) -> None:
    for number in range(1, 5):
        columns_of(put(empty_store, FACTS[:number]))
    living = {folder.name for folder in (empty_store.root / "snapshots").iterdir() if folder.is_dir()}
    kept = {folder.name for folder in (empty_store.root / "kept").iterdir()}
    assert empty_store.current_id() in kept
    assert len(kept - living) <= 1  # the last one may be what the next is made from


def test_a_past_day_has_its_own(empty_store: EmbeddedStore) -> None:
    put(empty_store, FACTS)
    past = open_graph(as_known_on(empty_store, date(2024, 12, 31)))
    assert columns_of(past).same_as(build(past))
    assert kept_names(past)
