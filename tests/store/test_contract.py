"""What every store keeps to, whichever it is."""

from __future__ import annotations

import multiprocessing
import tempfile
import threading
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, QueryBoolean

from kg.errors import BadInput, StoreBusy
from kg.store import EmbeddedStore, Store

Make = Callable[[Path], Store]
STORES: dict[str, Make] = {"embedded": EmbeddedStore}


@pytest.fixture(params=sorted(STORES))
def make(request: pytest.FixtureRequest) -> Make:
    return STORES[request.param]


@pytest.fixture
def store(make: Make, tmp_path: Path) -> Store:
    return make(tmp_path / "store")


def fact(number: int, graph: str = "") -> Quad:
    node = NamedNode(f"http://example.org/{number}")
    return Quad(node, node, Literal(str(number)), NamedNode(f"http://example.org/{graph}") if graph else DefaultGraph())


def write(store: Store, *added: Quad, removed: tuple[Quad, ...] = ()) -> str:
    with store.transaction() as transaction:
        transaction.apply(removed, added)
        return transaction.commit()


def content(store: Store) -> set[Quad]:
    return set(store.snapshot().quads())


def test_a_new_store_is_empty(store: Store) -> None:
    assert len(store.snapshot()) == 0
    assert content(store) == set()


def test_what_is_committed_is_there(store: Store) -> None:
    committed = write(store, fact(1), fact(2, "g"))
    assert content(store) == {fact(1), fact(2, "g")}
    assert store.snapshot().id == committed
    assert set(store.snapshot().quads(graph=DefaultGraph())) == {fact(1)}
    answer = store.snapshot().query("ASK { GRAPH ?g { ?s ?p '2' } }")
    assert isinstance(answer, QueryBoolean)
    assert bool(answer)


def test_a_snapshot_never_changes(store: Store) -> None:
    write(store, fact(1))
    before = store.snapshot()
    for number in range(2, 8):
        write(store, fact(number), removed=(fact(number - 1),))
    assert set(before.quads()) == {fact(1)}
    assert store.snapshot().id != before.id
    assert content(store) == {fact(7)}


def test_readers_do_not_wait_for_a_writer(store: Store) -> None:
    write(store, fact(1))
    with store.transaction() as transaction:
        transaction.apply((), [fact(2)])
        assert set(transaction.quads()) == {fact(1), fact(2)}
        assert content(store) == {fact(1)}


def test_a_transaction_that_is_not_committed_leaves_nothing(store: Store) -> None:
    before = write(store, fact(1))
    with store.transaction() as transaction:
        transaction.apply([fact(1)], [fact(2)])
        assert transaction.id != before
    with suppress(KeyError), store.transaction() as transaction:
        transaction.apply([fact(1)], [fact(3)])
        raise KeyError
    assert store.snapshot().id == before
    assert content(store) == {fact(1)}


def test_what_goes_and_comes_back_stays(store: Store) -> None:
    before = write(store, fact(1), fact(2))
    assert write(store, fact(1), removed=(fact(1), fact(9))) == before
    assert content(store) == {fact(1), fact(2)}


def test_a_commit_without_changes_publishes_nothing_new(store: Store) -> None:
    before = write(store, fact(1))
    assert write(store) == before


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(0, 6), max_size=8), st.randoms(use_true_random=False), st.integers(0, 8))
@pytest.mark.parametrize("name", sorted(STORES))
def test_the_id_names_the_content(name: str, numbers: list[int], random: object, cut: int) -> None:
    """Whatever order the quads come in, in however many commits, with whatever came and went in between."""
    shuffled = list(numbers)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    with tempfile.TemporaryDirectory(prefix="kg-") as folder:
        one, other = STORES[name](Path(folder) / "one"), STORES[name](Path(folder) / "other")
        write(one, *map(fact, numbers))
        write(other, *map(fact, shuffled[:cut]), fact(99))
        write(other, *map(fact, shuffled[cut:]), removed=(fact(99),))
        assert content(one) == content(other)
        assert one.snapshot().id == other.snapshot().id
        write(other, fact(100))
        assert one.snapshot().id != other.snapshot().id


def test_a_second_writer_is_told_to_wait(store: Store) -> None:
    with store.transaction(), pytest.raises(StoreBusy, match="is writing; try again"), store.transaction(wait=0.05):
        pass
    write(store, fact(1))


def _hold(path: Path, ready: threading.Event, done: threading.Event) -> None:
    with EmbeddedStore(path).transaction():
        ready.set()
        done.wait(20)


def test_a_second_process_is_told_who_writes(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    ready, done = context.Event(), context.Event()
    writer = context.Process(target=_hold, args=(tmp_path / "store", ready, done))
    writer.start()
    try:
        assert ready.wait(30)
        with (
            pytest.raises(StoreBusy, match=f"process {writer.pid} is writing"),
            EmbeddedStore(tmp_path / "store").transaction(wait=0.1),
        ):
            pass
    finally:
        done.set()
        writer.join(20)


def test_writers_take_turns(make: Make, tmp_path: Path) -> None:
    make(tmp_path / "store")
    threads = [
        threading.Thread(target=lambda number=number: write(make(tmp_path / "store"), fact(number))) for number in range(6)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert content(make(tmp_path / "store")) == {fact(number) for number in range(6)}


def test_a_backup_is_a_store_and_can_be_restored(make: Make, store: Store, tmp_path: Path) -> None:
    saved = write(store, fact(1), fact(2, "g"))
    store.backup(tmp_path / "saved")
    write(store, fact(3))
    assert content(make(tmp_path / "saved")) == {fact(1), fact(2, "g")}
    assert store.restore(tmp_path / "saved") == saved
    assert content(store) == {fact(1), fact(2, "g")}
    write(store, fact(4))
    assert content(make(tmp_path / "saved")) == {fact(1), fact(2, "g")}


def test_a_backup_overwrites_nothing(store: Store, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="exists already"):
        store.backup(tmp_path)


def test_only_backups_are_restored(store: Store, tmp_path: Path) -> None:
    before = write(store, fact(1))
    (tmp_path / "other").mkdir()
    with pytest.raises(BadInput, match="is not a backup"):
        store.restore(tmp_path / "other")
    assert store.snapshot().id == before
