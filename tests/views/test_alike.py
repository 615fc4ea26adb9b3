"""Names in doubt of a snapshot: the same whether they are made here, in a process of their own, or from an earlier snapshot."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.decisions import decide, undo
from kg.errors import BadInput
from kg.ingest.base import Input
from kg.resolve.candidates import STEPS, Compared, compared
from kg.store import EmbeddedSnapshot, EmbeddedStore
from kg.views.alike import are_at_hand, kept, names_in_doubt
from kg.views.alike.disk import NAME, load, save
from kg.views.alike.named import NamesReader, declared
from kg.views.graph import Graph, open_graph
from tests.resolve.test_compared import plainly

EXAMPLES = Path(__file__).parent / "examples"
HEAD, *FACTS = (EXAMPLES / "facts.csv").read_text(encoding="utf-8").splitlines()
LIVES_HEAD, *LIVES = (EXAMPLES / "lives.csv").read_text(encoding="utf-8").splitlines()
DOUBT_HEAD, *DOUBTS = (EXAMPLES / "doubtful.csv").read_text(encoding="utf-8").splitlines()


@pytest.fixture(autouse=True)
def nothing_held() -> Iterator[None]:
    kept._held.clear()
    yield
    kept._held.clear()


@pytest.fixture
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few, the names count as many."""
    monkeypatch.setattr(kept, "MANY", 0)


def anew(graph: Graph) -> Compared:
    return compared(NamesReader(graph.reader).entities(declared(graph.reader)))


def folder_of(graph: Graph) -> Path:
    assert isinstance(graph.reader, EmbeddedSnapshot)
    return graph.reader.traces.kept(graph.id) / NAME


def put(store: EmbeddedStore, key: str, head: str, rows: list[str]) -> None:
    pipeline.ingest(store, [Input(key, "\n".join([head, *rows, ""]).encode(), key)])


def test_the_doubts_of_the_sample_are_those_of_the_plain_definition(sample_store: EmbeddedStore) -> None:
    graph = open_graph(sample_store.snapshot())
    expected = plainly(NamesReader(graph.reader).entities(declared(graph.reader)))
    assert len(expected) > 10
    assert list(names_in_doubt(graph)) == expected


def test_few_entities_are_read_as_among_all(sample_store: EmbeddedStore) -> None:
    reader = sample_store.snapshot()
    told = declared(reader)
    every = {entity.id: entity for entity in NamesReader(reader).entities(told)}
    some = sorted(every)[::7]
    few = NamesReader(reader, [*some, "https://example.org/nothing"]).entities(told)
    assert {entity.id: entity for entity in few} == {iri: every[iri] for iri in some}


@pytest.mark.usefixtures("many")
def test_many_names_are_compared_elsewhere_and_found_again(doubtful: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[str] = []
    expected = list(anew(doubtful).name_doubts())
    assert expected
    assert not are_at_hand(doubtful)
    assert list(names_in_doubt(doubtful, lambda step, _: heard.append(step))) == expected
    assert list(dict.fromkeys(heard)) == list(STEPS)
    assert are_at_hand(doubtful)

    kept._held.clear()
    monkeypatch.setattr(kept, "_make_elsewhere", None)
    assert list(names_in_doubt(doubtful)) == expected


@pytest.mark.usefixtures("many")
def test_what_is_broken_or_cannot_be_kept_is_made_anew(empty_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    put(empty_store, "doubtful.csv", DOUBT_HEAD, DOUBTS)
    graph = open_graph(empty_store.snapshot())
    expected = list(names_in_doubt(graph))
    doubts = folder_of(graph) / "doubts.arrow"
    doubts.write_bytes(doubts.read_bytes()[:-20])
    kept._held.clear()
    monkeypatch.setattr(kept, "_make_elsewhere", lambda *_: None)
    assert load(folder_of(graph)) is None
    assert list(names_in_doubt(graph)) == expected


def step(store: EmbeddedStore, draw: st.DataObject) -> None:
    """Something that people do to a store."""
    match draw.draw(st.sampled_from(("facts", "lives", "doubts", "card", "decide", "undo")), label="step"):
        case "facts":
            put(store, "facts.csv", HEAD, draw.draw(st.lists(st.sampled_from(FACTS), min_size=1, unique=True)))
        case "lives":
            put(store, "lives.csv", LIVES_HEAD, draw.draw(st.lists(st.sampled_from(LIVES), min_size=1, unique=True)))
        case "doubts":
            put(store, "doubtful.csv", DOUBT_HEAD, draw.draw(st.lists(st.sampled_from(DOUBTS), min_size=1, unique=True)))
        case "card":
            pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "card-records.nq", key="card")])
        case "decide":
            entities = sorted(min(e.names) for e in NamesReader(store.snapshot()).entities({}) if e.type == "organization")
            if len(entities) > 1:
                pair = draw.draw(st.lists(st.sampled_from(entities), min_size=2, max_size=2, unique=True))
                with suppress(BadInput):  # where there is nothing to decide
                    decide(store, draw.draw(st.sampled_from(("same", "different"))), pair, who="Ann", why="")
        case "undo":
            with suppress(BadInput):  # where there is nothing to undo
                undo(store)


@settings(max_examples=10)
@given(draw=st.data())
def test_any_history_leads_to_the_same_doubts(draw: st.DataObject) -> None:
    with TemporaryDirectory() as folder:
        store = EmbeddedStore(Path(folder) / "store")
        for _ in range(draw.draw(st.integers(2, 5))):
            step(store, draw)
            if draw.draw(st.booleans(), label="look"):
                graph = open_graph(store.snapshot())
                made = kept.made(graph.reader, lambda *_: None)
                assert made.tables() == anew(graph).tables()
                store.snapshot().traces.keep(graph.id, NAME, partial(save, made))


def test_one_more_row_reads_no_other_names(empty_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    put(empty_store, "facts.csv", HEAD, FACTS[:-1])
    before = empty_store.snapshot()
    before.traces.keep(before.id, NAME, partial(save, kept.made(before, lambda *_: None)))
    put(empty_store, "facts.csv", HEAD, FACTS)
    expected = anew(open_graph(empty_store.snapshot()))
    monkeypatch.setattr(kept, "compared", None)
    assert kept.made(empty_store.snapshot(), lambda *_: None).tables() == expected.tables()
