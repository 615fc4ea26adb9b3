"""Taking back what an ingest wrote: the store is what it was, to the last quad, and what others wrote stays."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.ingest.base import Input
from kg.store import EmbeddedStore, Reader
from kg.views.events import list_events
from kg.views.graph import open_graph

HEAD = "row_id,kind,date,title,organisation,participants,amount,currency,statement_kind,source_url,source_name,source_date\n"
FIRST = "1,Hire,2026-04,Acme hires Ann Lee,Acme,person=Ann Lee; employer_from=Gamma,,,reported,https://daily.example/1,Daily,\n"
OTHER = "1,Hire,2026-04,Acme hires Bob Ray,Acme,person=Bob Ray; employer_from=Gamma,,,reported,https://weekly.example/1,Weekly,\n"
LATER = "2,Hire,2026-04-06,Acme hires Ann Lee from Gamma,Acme,person=Ann Lee,,,reported,https://hourly.example/1,Hourly,\n"
BAD = "3,Wedding,2026,Acme weds,Acme,,,,reported,https://weekly.example/2,Weekly,\n"


def table(*rows: str, key: str) -> Input:
    return Input(f"{key}.csv", (HEAD + "".join(rows)).encode(), key)


@pytest.fixture
def store(empty_store: EmbeddedStore) -> EmbeddedStore:
    pipeline.ingest(empty_store, [table(FIRST, key="first")])
    return empty_store


@pytest.mark.parametrize(
    "inputs",
    [
        [table(OTHER, key="other")],
        [table(OTHER, BAD, key="other")],
        [table(OTHER, key="first")],
        [table(LATER, OTHER, key="first"), table(FIRST, key="second")],
        [table(OTHER, key="twice"), table(LATER, key="twice")],
    ],
    ids=["new", "with a refused row", "a changed version", "two documents", "one document twice"],
)
def test_the_snapshot_is_the_one_of_before(store: EmbeddedStore, inputs: list[Input]) -> None:
    before = store.current_id()
    outcome = pipeline.ingest(store, inputs, reversible=True)
    assert store.current_id() == outcome.snapshot != before
    undone = pipeline.undo(store, outcome)
    assert (undone.snapshot, undone.left) == (before, ())
    assert store.current_id() == before


def test_the_samples_can_be_taken_back_whole(store: EmbeddedStore) -> None:
    before = store.current_id()
    cards = [card for card in pipeline.sample_inputs() if "cards/" in card.key]
    pipeline.undo(store, pipeline.ingest(store, cards, reversible=True))
    assert store.current_id() == before


@settings(max_examples=10)
@given(data=st.data())
def test_any_ingest_can_be_taken_back(data: st.DataObject, tmp_path_factory: pytest.TempPathFactory) -> None:
    """Whatever was there, whatever comes, and in whatever documents."""
    rows = st.lists(st.sampled_from((FIRST, OTHER, LATER, BAD)), min_size=1, max_size=3)
    one = st.builds(lambda told, key: table(*told, key=key), rows, st.sampled_from(("a", "b")))
    inputs = st.lists(one, min_size=1, max_size=3)
    store = EmbeddedStore(tmp_path_factory.mktemp("undo") / "store")
    pipeline.ingest(store, data.draw(inputs))
    before = store.current_id()
    assert pipeline.undo(store, pipeline.ingest(store, data.draw(inputs), reversible=True)).left == ()
    assert store.current_id() == before


def test_what_others_wrote_since_stays(store: EmbeddedStore) -> None:
    alone = EmbeddedStore(store.root.with_name("alone"))
    pipeline.ingest(alone, [table(FIRST, key="first"), table(LATER, key="theirs")])
    outcome = pipeline.ingest(store, [table(OTHER, key="mine")], reversible=True)
    pipeline.ingest(store, [table(LATER, key="theirs")])
    assert pipeline.undo(store, outcome).left == ()
    assert store.current_id() == alone.current_id()


def test_a_document_that_was_written_again_is_left_alone(store: EmbeddedStore) -> None:
    mine = table(OTHER, key="mine")
    outcome = pipeline.ingest(store, [mine], reversible=True)
    pipeline.ingest(store, [replace(mine, data=(HEAD + LATER).encode())])
    theirs = store.current_id()
    assert pipeline.undo(store, outcome).left == ("mine.csv",)
    assert store.current_id() == theirs


def test_taking_back_twice_changes_nothing_more(store: EmbeddedStore) -> None:
    outcome = pipeline.ingest(store, [table(OTHER, key="mine")], reversible=True)
    once = pipeline.undo(store, outcome)
    again = pipeline.undo(store, outcome)
    assert again.snapshot == once.snapshot
    assert again.left == ("mine.csv",)


def test_a_look_names_every_event_that_is_concerned(store: EmbeddedStore) -> None:
    """An event that a changed version no longer tells of is one of them."""
    seen: list[tuple[str, ...]] = []

    def look(_: Reader, events: tuple[str, ...]) -> None:
        seen.append(events)

    gone = {row.id for row in list_events(open_graph(store.snapshot()))}
    pipeline.ingest(store, [table(OTHER.replace("2026-04", "2020-01"), key="first")], dry_run=True, inspect=look)
    assert gone < set(seen[0])
    assert len(seen[0]) == 2
