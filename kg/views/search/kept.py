"""What is searched of a snapshot: names, titles and texts with their words, made once and kept for the last few snapshots."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from threading import Lock

import numpy as np
import pyarrow as pa

from kg.resolve.names import pressed
from kg.views.graph import Graph
from kg.views.projection import DISPUTED, Projection, projection
from kg.views.projection.ask import CODE, TEXT, ask
from kg.views.search.words import WordIndex

_MOST = 3


@dataclass(frozen=True)
class Searched:
    """The indexes of one snapshot. A number stands for a row of `table.entities`, of `table` itself, or of the two tables."""

    table: Projection
    publishers: pa.Table
    texts: pa.Table
    aliases: Sequence[Sequence[str]]
    """For each entity its names in small letters."""
    weights: Sequence[int]
    """For each entity the number of parts it takes in events."""
    names: WordIndex
    """Entities, then publishers."""
    titles: WordIndex
    said: WordIndex


_kept: OrderedDict[str, Searched] = OrderedDict()
_lock = Lock()


def searched(graph: Graph) -> Searched:
    """The indexes of a snapshot, made when it is first searched: seconds where there are a million events."""
    with _lock:
        if graph.id not in _kept:
            _kept[graph.id] = _made(graph)
            while len(_kept) > _MOST:
                _kept.popitem(last=False)
        _kept.move_to_end(graph.id)
        return _kept[graph.id]


def _made(graph: Graph) -> Searched:
    table = projection(graph)
    publishers = ask(graph, "source/names", {"publisher": TEXT, "name": TEXT})
    texts = ask(graph, "search/texts", {"sort": CODE, "id": TEXT, "text": TEXT, "source": TEXT, "about": TEXT})
    aliases = _grouped(table.columns.names["entity"], table.columns.names["folded"], len(table.entities))
    weights = np.bincount(table.part_entity, minlength=len(table.entities)).tolist()
    return Searched(
        table=table,
        publishers=publishers,
        texts=texts,
        aliases=aliases,
        weights=weights,
        names=WordIndex([*_entities(aliases, weights), *_publishers(publishers)]),
        titles=WordIndex(_titles(table)),
        said=WordIndex((1, (text,), ()) for text in texts["text"].to_pylist()),
    )


def _entities(aliases: Sequence[Sequence[str]], weights: Sequence[int]) -> Iterator[tuple[int, Sequence[str], Sequence[str]]]:
    for names, weight in zip(aliases, weights, strict=True):
        yield weight, names, [key for name in names if (key := pressed(name))]


def _publishers(publishers: pa.Table) -> Iterator[tuple[int, Sequence[str], Sequence[str]]]:
    for name in publishers["name"].to_pylist():
        yield 0, (name,), (pressed(name),)


def _titles(table: Projection) -> Iterator[tuple[int, Sequence[str], Sequence[str]]]:
    """What more sources tell, and what they contradict one another about, comes first; of equals the later event."""
    others = _grouped(table.columns.titles["row"], table.columns.titles["folded"], table.n)
    weights = table.told_by.astype(int) * 2 + (table.flags & DISPUTED != 0)
    for title, told, weight in zip(table.title.to_pylist(), others, weights.tolist(), strict=True):
        yield weight, (title, *told), ()


def _grouped(places: pa.ChunkedArray, texts: pa.ChunkedArray, count: int) -> list[list[str]]:
    """For each place its texts."""
    found: list[list[str]] = [[] for _ in range(count)]
    for place, text in zip(places.to_pylist(), texts.to_pylist(), strict=True):
        found[place].append(text)
    return found
