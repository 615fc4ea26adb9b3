"""The indexes of a snapshot: in memory for the last few, and beside the snapshot on disk where making them takes seconds."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock

from kg.store import EmbeddedSnapshot
from kg.views.graph import Graph
from kg.views.search.content import Content, content_of
from kg.views.search.words import WordIndex

LARGE = 50_000
"""Events from which on the indexes are kept on disk: fewer are indexed in half a second, which a process takes to start."""
NAME = "search-1"
"""What they are kept as. The number is to be raised whenever the same snapshot would give other indexes."""

_MOST = 3


@dataclass(frozen=True)
class Searched:
    """What is searched of one snapshot, with its indexes: `names` are entities, then publishers."""

    content: Content
    names: WordIndex
    titles: WordIndex
    said: WordIndex


_kept: OrderedDict[str, Searched] = OrderedDict()
_lock = Lock()


def searched(graph: Graph) -> Searched:
    """The indexes of a snapshot, made when it is first searched: some ten seconds, once, where there are a million events."""
    with _lock:
        if graph.id not in _kept:
            _kept[graph.id] = _found_or_made(graph)
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
        _kept.move_to_end(graph.id)
        return _kept[graph.id]


def _found_or_made(graph: Graph) -> Searched:
    content = content_of(graph)
    snapshot = graph.reader
    if content.table.n >= LARGE and isinstance(snapshot, EmbeddedSnapshot):
        place = snapshot.traces.kept(snapshot.id) / NAME
        if not place.is_dir():
            _make_elsewhere(snapshot)
        try:
            return Searched(content, **{name: WordIndex.at(place / name) for name in content.entries()})
        except (OSError, ValueError):  # there is no room to keep them, or they are broken
            shutil.rmtree(place, ignore_errors=True)
    return Searched(content, **{name: WordIndex.of(entries) for name, entries in content.entries().items()})


def _make_elsewhere(snapshot: EmbeddedSnapshot) -> None:
    """Make the indexes in a process of their own, so that pages are not held up. Whether it could shows on the disk."""
    command = [sys.executable, "-m", "kg.views.search.fill", str(snapshot.path)]
    subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
