"""The store on disk: what its folder holds, loses and refuses."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kg.errors import BadInput, StoreDamaged
from kg.store import EmbeddedStore
from kg.store.base import Draft


def fact(number: int) -> Quad:
    node = NamedNode(f"http://example.org/{number}")
    return Quad(node, node, Literal(str(number)))


def write(store: EmbeddedStore, *added: Quad, removed: tuple[Quad, ...] = ()) -> str:
    with store.transaction() as transaction:
        transaction.apply(removed, added)
        return transaction.commit()


def snapshots(store: EmbeddedStore) -> set[str]:
    return {entry.name for entry in (store.root / "snapshots").iterdir() if entry.is_dir()}


def test_snapshots_that_nobody_reads_are_collected(empty_store: EmbeddedStore) -> None:
    for number in range(5):
        last = write(empty_store, fact(number))
    assert snapshots(empty_store) == {last}


def test_snapshots_in_use_are_kept(empty_store: EmbeddedStore) -> None:
    first = write(empty_store, fact(1))
    reader = EmbeddedStore(empty_store.root).snapshot()
    second = write(empty_store, fact(2))
    assert snapshots(empty_store) == {first, second}
    assert set(reader.quads()) == {fact(1)}
    del reader
    third = write(empty_store, fact(3))
    assert snapshots(empty_store) == {third}


def test_content_that_was_there_before_is_published_whole(empty_store: EmbeddedStore) -> None:
    first = write(empty_store, fact(1))
    write(empty_store, fact(2))
    assert write(empty_store, removed=(fact(2),)) == first
    assert set(empty_store.snapshot().quads()) == {fact(1)}


def test_a_half_deleted_snapshot_is_never_taken_for_a_whole_one(
    empty_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A writer is killed while it deletes the snapshot of {1}; then {1} is written again."""
    first = write(empty_store, fact(1))

    delete = shutil.rmtree

    def killed(folder: Path, **_: object) -> None:
        if not folder.name.startswith(first):
            delete(folder, ignore_errors=True)
            return
        (folder / "CURRENT").unlink()
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(shutil, "rmtree", killed)
        with pytest.raises(KeyboardInterrupt):
            write(empty_store, fact(2), removed=(fact(1),))
    assert write(empty_store, fact(1), removed=(fact(2),)) == first
    assert set(empty_store.snapshot().quads()) == {fact(1)}
    assert snapshots(empty_store) == {first}


def test_what_a_killed_writer_left_is_cleared_away(empty_store: EmbeddedStore) -> None:
    write(empty_store, fact(1))
    (empty_store.root / "staging" / "left").mkdir(parents=True, exist_ok=True)
    (empty_store.root / "writer").write_text("1")
    write(empty_store, fact(2))
    assert not list((empty_store.root / "staging").iterdir())


@pytest.mark.parametrize("content", ["file.txt", "folder/"])
def test_a_folder_of_something_else_is_not_touched(tmp_path: Path, content: str) -> None:
    place = tmp_path / content
    place.mkdir() if content.endswith("/") else place.write_text("mine")
    with pytest.raises(BadInput, match="is not an Eventline store; name an empty or new folder"):
        EmbeddedStore(tmp_path)
    assert [entry.name for entry in tmp_path.iterdir()] == [content.rstrip("/")]


def test_a_file_is_no_store(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(BadInput, match="is not an Eventline store"):
        EmbeddedStore(tmp_path / "file")


def test_another_version_is_refused(empty_store: EmbeddedStore) -> None:
    (empty_store.root / "format").write_text("eventline store 99\n")
    with pytest.raises(StoreDamaged, match="written by another version"):
        EmbeddedStore(empty_store.root)


@pytest.mark.parametrize("damage", ["current", "snapshots", "snapshots/*/CURRENT", "snapshots/*/MANIFEST-*"])
def test_a_damaged_store_says_so(empty_store: EmbeddedStore, damage: str) -> None:
    write(empty_store, fact(1))
    for place in list(empty_store.root.glob(damage)):
        shutil.rmtree(place) if place.is_dir() else place.unlink()
    with pytest.raises(StoreDamaged, match="restore a backup"):
        EmbeddedStore(empty_store.root).snapshot()


def test_a_damaged_backup_is_not_restored(empty_store: EmbeddedStore, tmp_path: Path) -> None:
    before = write(empty_store, fact(1))
    empty_store.backup(tmp_path / "saved")
    for place in (tmp_path / "saved").glob("snapshots/*/*.sst"):
        place.unlink()  # it is one file with the store's own
        place.write_bytes(b"")
    with pytest.raises(StoreDamaged):
        empty_store.restore(tmp_path / "saved")
    assert empty_store.snapshot().id == before


# --- states derived from a snapshot -----------------------------------------------------------------------------------------


def test_a_derived_state_is_made_once_and_changes_nothing(empty_store: EmbeddedStore) -> None:
    base = write(empty_store, fact(1), fact(2))
    made: list[int] = []

    def change(draft: Draft) -> None:
        made.append(1)
        draft.apply([fact(1)], [fact(3)])

    for _ in range(2):
        derived = empty_store.derived("look", change)
        assert set(derived.quads()) == {fact(2), fact(3)}
        assert set(Oxigraph.read_only(str(derived.path))) == {fact(2), fact(3)}  # as a query worker opens it
    assert len(made) == 1
    assert empty_store.current_id() == base
    assert set(empty_store.snapshot().quads()) == {fact(1), fact(2)}


def test_a_derived_state_goes_with_the_snapshot_unless_somebody_reads_it(empty_store: EmbeddedStore) -> None:
    write(empty_store, fact(1))
    derived = empty_store.derived("look", lambda draft: draft.apply([], [fact(2)]))
    second = write(empty_store, fact(3))
    assert snapshots(empty_store) == {second, derived.path.name}
    assert set(derived.quads()) == {fact(1), fact(2)}
    del derived
    third = write(empty_store, fact(4))
    assert snapshots(empty_store) == {third}


def test_a_derived_state_that_fails_leaves_nothing_to_be_found(empty_store: EmbeddedStore) -> None:
    write(empty_store, fact(1))

    def fail(_: Draft) -> None:
        raise BadInput("no")

    with pytest.raises(BadInput):
        empty_store.derived("look", fail)
    assert set(empty_store.derived("look", lambda draft: draft.apply([fact(1)], [])).quads()) == set()


def test_much_can_be_taken_out_of_a_derived_state(empty_store: EmbeddedStore) -> None:
    many = [fact(number) for number in range(10_050)]
    write(empty_store, *many)
    derived = empty_store.derived("look", lambda draft: draft.apply(many[5:], [fact(-1)]))
    assert set(derived.quads()) == {*many[:5], fact(-1)}
