"""What a store keeps beside its snapshots: true as long as it is there, and no loss when it is gone."""

from __future__ import annotations

import shutil

from pyoxigraph import Literal, NamedNode, Quad

from kg.store import EmbeddedStore
from kg.store.traces import MOST_TERMS, Traces

NAME = "worked-out"


def fact(number: int) -> Quad:
    node = NamedNode(f"http://example.org/{number}")
    return Quad(node, node, Literal(str(number)))


def write(store: EmbeddedStore, *added: Quad, removed: tuple[Quad, ...] = ()) -> str:
    with store.transaction() as transaction:
        transaction.apply(removed, added)
        return transaction.commit()


def work_out(store: EmbeddedStore, snapshot: str) -> None:
    (Traces(store.root).kept(snapshot) / NAME).mkdir(parents=True)


def test_the_way_back_leads_to_the_last_that_was_worked_out(empty_store: EmbeddedStore) -> None:
    traces = Traces(empty_store.root)
    first = write(empty_store, fact(1))
    assert traces.way_back(first, NAME) is None
    work_out(empty_store, first)
    write(empty_store, fact(2))
    third = write(empty_store, fact(3), removed=(fact(1),))
    assert traces.way_back(third, NAME) == (first, frozenset(f"http://example.org/{number}" for number in (1, 2, 3)))
    assert traces.way_back(third, "another") is None


def test_what_was_worked_out_stays_until_something_newer_is(empty_store: EmbeddedStore) -> None:
    kept = empty_store.root / "kept"
    first = write(empty_store, fact(1))
    work_out(empty_store, first)
    second = write(empty_store, fact(2))
    third = write(empty_store, fact(3))
    assert [folder.name for folder in kept.iterdir()] == [first]
    work_out(empty_store, third)
    fourth = write(empty_store, fact(4))
    assert [folder.name for folder in kept.iterdir()] == [third]
    assert {file.name for file in (empty_store.root / "changes").iterdir()} == {fourth}
    assert second not in {folder.name for folder in (empty_store.root / "snapshots").iterdir()}


def test_the_last_of_each_name_stays(empty_store: EmbeddedStore) -> None:
    traces = Traces(empty_store.root)
    first = write(empty_store, fact(1))
    (traces.kept(first) / "seldom").mkdir(parents=True)
    work_out(empty_store, first)
    second = write(empty_store, fact(2))
    work_out(empty_store, second)
    (traces.kept(second) / ".half").mkdir()
    third = write(empty_store, fact(3))
    touched = {number: f"http://example.org/{number}" for number in (2, 3)}
    assert traces.way_back(third, NAME) == (second, frozenset({touched[3]}))
    assert traces.way_back(third, "seldom") == (first, frozenset(touched.values()))
    work_out(empty_store, third)
    (traces.kept(third) / "seldom").mkdir()
    write(empty_store, fact(4))
    assert [folder.name for folder in (empty_store.root / "kept").iterdir()] == [third]


def test_what_a_reader_holds_keeps_its_traces(empty_store: EmbeddedStore) -> None:
    first = write(empty_store, fact(1))
    held = empty_store.snapshot()
    work_out(empty_store, first)
    work_out(empty_store, write(empty_store, fact(2)))
    write(empty_store, fact(3))
    assert held.traces.kept(held.id).is_dir()


def test_a_large_change_is_not_noted(empty_store: EmbeddedStore) -> None:
    first = write(empty_store, fact(-1))
    work_out(empty_store, first)
    many = write(empty_store, *(fact(number) for number in range(MOST_TERMS + 1)))
    assert Traces(empty_store.root).way_back(many, NAME) is None


def test_an_undo_leads_back_without_going_in_circles(empty_store: EmbeddedStore) -> None:
    first = write(empty_store, fact(1))
    write(empty_store, fact(2))
    assert write(empty_store, removed=(fact(2),)) == first
    assert Traces(empty_store.root).way_back(first, NAME) is None


def test_traces_may_be_lost(empty_store: EmbeddedStore) -> None:
    write(empty_store, fact(1))
    for folder in Traces.FOLDERS:
        shutil.rmtree(empty_store.root / folder, ignore_errors=True)
    second = write(empty_store, fact(2))
    assert empty_store.snapshot().id == second
    assert EmbeddedStore(empty_store.root).current_id() == second


def test_another_look_is_opened_by_its_id_as_long_as_its_snapshot_is_the_newest(empty_store: EmbeddedStore) -> None:
    write(empty_store, fact(1))
    look = empty_store.derived("without", lambda draft: draft.apply([fact(1)], []))
    opened = empty_store.opened(look.id)
    assert opened is not None
    assert len(opened) == 0
    newest = empty_store.opened(empty_store.current_id())
    assert newest is not None
    assert len(newest) == 1
    for stranger in ("", "..", look.id + "/..", look.id + "x", "0" * 32):
        assert empty_store.opened(stranger) is None
    write(empty_store, fact(2))
    assert empty_store.opened(look.id) is None


def test_a_snapshot_is_there_even_where_it_is_empty(empty_store: EmbeddedStore) -> None:
    assert empty_store.snapshot()
    assert empty_store.opened(empty_store.current_id())
