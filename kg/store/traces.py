"""What a store keeps beside its snapshots: notes of what a commit changed, and what was worked out of a snapshot.

    store/
      kept/<id>/          whatever readers worked out of that snapshot and want to find again
      changes/<id>        the snapshot that it was made from, then the terms in the changed statements, one a line

All of it can be lost without harm. A note is true for ever, as ids name content; without one, readers work anew.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Collection, Iterable
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from pyoxigraph import NamedNode, Quad

MOST_TERMS = 20_000
"""A commit that touches more than this is not noted: working anew is sooner done."""
_LONGEST_WAY = 100
"""Commits that are followed back."""


class Touched:
    """The subjects and objects of changed statements, as long as they are few."""

    def __init__(self) -> None:
        self._terms: set[str] | None = set()

    def add(self, quads: Iterable[Quad]) -> None:
        if self._terms is None:
            return
        for quad in quads:
            self._terms.update(term.value for term in (quad.subject, quad.object) if isinstance(term, NamedNode))
        if len(self._terms) > MOST_TERMS:
            self._terms = None

    @property
    def terms(self) -> frozenset[str] | None:
        """`None` where they are too many."""
        return None if self._terms is None else frozenset(self._terms)


class Traces:
    """The traces in the folder of one store."""

    FOLDERS = ("kept", "changes")

    def __init__(self, root: Path) -> None:
        self._kept = root / "kept"
        self._changes = root / "changes"

    def kept(self, snapshot_id: str) -> Path:
        """The folder for what is worked out of a snapshot. It need not be there; who fills it makes it."""
        return self._kept / snapshot_id

    def keep(self, snapshot_id: str, name: str, fill: Callable[[Path], None]) -> Path | None:
        """A folder with what `fill` works out, made whole or not at all; `None` where the disk is full or closed.

        What is there under this name already is replaced: it is broken, or it is the same.
        """
        place = self.kept(snapshot_id) / name
        half = place.with_name(f".{uuid4().hex}")
        try:
            half.mkdir(parents=True)
            fill(half)
            if place.is_dir():
                shutil.rmtree(place)
            place.unlink(missing_ok=True)
            half.rename(place)
        except OSError:
            shutil.rmtree(half, ignore_errors=True)
            return place if place.is_dir() else None  # another process may have made it meanwhile
        return place

    def note(self, snapshot_id: str, base: str, terms: frozenset[str] | None) -> None:
        """Say from which snapshot this one was made, and what changed. Disks that are full or closed do no harm."""
        if terms is None:
            return
        with suppress(OSError):
            self._changes.mkdir(exist_ok=True)
            half = self._changes / f".{uuid4().hex}"
            half.write_text("\n".join([base, *sorted(terms)]), encoding="utf-8")
            half.replace(self._changes / snapshot_id)

    def way_back(self, snapshot_id: str, name: str) -> tuple[str, frozenset[str]] | None:
        """The nearest earlier snapshot for which something of this name is kept, and all terms touched since."""
        touched: set[str] = set()
        for earlier, terms in self._earlier(snapshot_id):
            touched |= terms
            if len(touched) > MOST_TERMS:
                return None
            if (self.kept(earlier) / name).exists():
                return earlier, frozenset(touched)
        return None

    def collect(self, newest: str, living: Collection[str]) -> None:
        """Delete what belongs to snapshots that are gone, but for the last of each name that can still be built upon."""
        staying = {newest, *living}
        noted = {newest}
        missing = {name for folder in _entries(self._kept) for name in self._names(folder.name)} - self._names(newest)
        for earlier, _ in self._earlier(newest):
            if not self._names(earlier).isdisjoint(missing):
                staying.add(earlier)
                missing -= self._names(earlier)
                if not missing:
                    break
            noted.add(earlier)
        for folder in _entries(self._kept):
            if folder.name not in staying:
                shutil.rmtree(folder, ignore_errors=True)
        for file in _entries(self._changes):
            if file.name not in noted | set(living):
                file.unlink(missing_ok=True)

    def _names(self, snapshot_id: str) -> set[str]:
        """What is kept of a snapshot, and whole."""
        return {entry.name for entry in _entries(self.kept(snapshot_id)) if not entry.name.startswith(".")}

    def _earlier(self, snapshot_id: str) -> Iterable[tuple[str, set[str]]]:
        """Snapshots before this one, each with the terms of the step that led on from it."""
        seen = {snapshot_id}
        for _ in range(_LONGEST_WAY):
            try:
                base, *terms = (self._changes / snapshot_id).read_text(encoding="utf-8").split("\n")
            except (OSError, UnicodeDecodeError):
                return
            if base in seen:  # an undo leads back to what was there before
                return
            seen.add(base)
            snapshot_id = base
            yield base, set(terms)


def _entries(folder: Path) -> list[Path]:
    return list(folder.iterdir()) if folder.is_dir() else []
