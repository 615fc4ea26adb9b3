"""Compared names at hand: in memory for the last few snapshots, and on disk beside the snapshot where names are many."""

from __future__ import annotations

import subprocess
import sys
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from itertools import islice
from threading import Lock

import pyarrow.compute as pc

from kg.graph.journal import DEFAULT
from kg.resolve.candidates import Compared, NameDoubt, Progress, compared, compared_again
from kg.store import EmbeddedSnapshot, Reader
from kg.terms import EL
from kg.views.alike.disk import NAME, load
from kg.views.alike.named import NamesReader, declared
from kg.views.graph import Graph

MANY = 2_000
"""Names from which on a process of its own compares them: fewer are compared in half a second, which a process takes to start."""

_MOST = 3
_held: OrderedDict[str, Compared] = OrderedDict()
_lock = Lock()
_making = Lock()


def names_in_doubt(graph: Graph, tell: Progress = lambda *_: None) -> Iterator[NameDoubt]:
    """Pairs of entities that may be one by their names, the most valuable first. `tell` hears how far it is."""
    if (found := _held_as(graph.id)) is None:
        with _making:  # two pages that open at once make it once, and nobody waits for what is there
            found = _held_as(graph.id) or _hold(graph.id, _found_or_made(graph.reader, tell))
    return found.name_doubts()


def are_at_hand(graph: Graph) -> bool:
    """Whether `names_in_doubt` takes a second at most, as the names are compared already or few."""
    return _held_as(graph.id) is not None or not _are_many(graph.reader)


def made(reader: Reader, tell: Progress) -> Compared:
    """The names compared: from what is kept of an earlier snapshot, or anew."""
    return _from_earlier(reader, tell) or compared(NamesReader(reader).entities(declared(reader), tell), tell)


def _found_or_made(reader: Reader, tell: Progress) -> Compared:
    if not isinstance(reader, EmbeddedSnapshot) or not _are_many(reader):
        return made(reader, tell)
    place = reader.traces.kept(reader.id) / NAME
    if (found := load(place)) is not None:
        return found
    _make_elsewhere(reader, tell)
    return load(place) or made(reader, tell)  # where there is no room to keep it


def _make_elsewhere(snapshot: EmbeddedSnapshot, tell: Progress) -> None:
    """Compare names in a process of their own, so that pages are not held up. Whether it could shows on the disk."""
    command = [sys.executable, "-m", "kg.views.alike.fill", str(snapshot.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        for line in process.stdout or ():
            part, _, what = line.strip().partition(" ")
            tell(what, float(part))


def _from_earlier(reader: Reader, tell: Progress) -> Compared | None:
    if not isinstance(reader, EmbeddedSnapshot) or (way := reader.traces.way_back(reader.id, NAME)) is None:
        return None
    snapshot, touched = way
    if (earlier := load(reader.traces.kept(snapshot) / NAME)) is None:
        return None
    declared_now = declared(reader)
    touched |= _declared_otherwise(earlier, declared_now)
    fresh = NamesReader(reader, touched).entities(declared_now)
    return compared_again(earlier, fresh, touched - {entity.id for entity in fresh}, tell)


def _declared_otherwise(earlier: Compared, now: Mapping[str, frozenset[str]]) -> frozenset[str]:
    """Ids of entities that are declared to be others than before."""
    some = earlier.entities.filter(pc.greater(pc.list_value_length(earlier.entities["declared"]), 0))
    before = {row["id"]: frozenset(row["declared"]) for row in some.select(["id", "declared"]).to_pylist()}
    return frozenset(entity for entity in before.keys() | now.keys() if before.get(entity) != now.get(entity))


def _are_many(reader: Reader) -> bool:
    return next(islice(reader.quads(None, EL.nameKey, None, DEFAULT), MANY, None), None) is not None


def _held_as(snapshot: str) -> Compared | None:
    with _lock:
        if snapshot in _held:
            _held.move_to_end(snapshot)
        return _held.get(snapshot)


def _hold(snapshot: str, found: Compared) -> Compared:
    with _lock:
        _held[snapshot] = found
        while len(_held) > _MOST:
            _held.popitem(last=False)
    return found
