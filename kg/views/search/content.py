"""What is searched of a snapshot: names, titles and texts, each thing with its weight, its texts and its keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import pyarrow as pa

from kg.resolve.names import pressed
from kg.views.graph import Graph
from kg.views.projection import DISPUTED, Projection, projection
from kg.views.projection.ask import CODE, TEXT, ask

Entries: TypeAlias = Iterator[tuple[int, Sequence[str], Sequence[str]]]
"""Of each thing its weight, its texts, and the keys by which it is found too."""


@dataclass(frozen=True)
class Content:
    """A number stands for an entity and then a publisher (`names`), for an event (`titles`), or for a row of `texts`."""

    table: Projection
    publishers: pa.Table
    texts: pa.Table
    aliases: Sequence[Sequence[str]]
    """For each entity its names in small letters."""
    weights: Sequence[int]
    """For each entity the number of parts it takes in events."""

    def entries(self) -> dict[str, Entries]:
        """What is indexed, by the name of the index: `names`, `titles`, `said`."""
        said = self.texts["text"].to_pylist()
        return {"names": self._names(), "titles": self._titles(), "said": ((1, (text,), ()) for text in said)}

    def _names(self) -> Entries:
        for names, weight in zip(self.aliases, self.weights, strict=True):
            yield weight, names, [key for name in names if (key := pressed(name))]
        for name in self.publishers["name"].to_pylist():
            yield 0, (name,), (pressed(name),)

    def _titles(self) -> Entries:
        """What more sources tell, and what they contradict one another about, comes first; of equals the later event."""
        table = self.table
        others = _grouped(table.columns.titles["row"], table.columns.titles["folded"], table.n)
        weights = table.told_by.astype(int) * 2 + (table.flags & DISPUTED != 0)
        for title, told, weight in zip(table.title.to_pylist(), others, weights.tolist(), strict=True):
            yield weight, (title, *told), ()


def content_of(graph: Graph) -> Content:
    """The names, titles and texts of a snapshot."""
    table = projection(graph)
    return Content(
        table=table,
        publishers=ask(graph, "source/names", {"publisher": TEXT, "name": TEXT}),
        texts=ask(graph, "search/texts", {"sort": CODE, "id": TEXT, "text": TEXT, "source": TEXT, "about": TEXT}),
        aliases=_grouped(table.columns.names["entity"], table.columns.names["folded"], len(table.entities)),
        weights=np.bincount(table.part_entity, minlength=len(table.entities)).tolist(),
    )


def _grouped(places: pa.ChunkedArray, texts: pa.ChunkedArray, count: int) -> list[list[str]]:
    """For each place its texts."""
    found: list[list[str]] = [[] for _ in range(count)]
    for place, text in zip(places.to_pylist(), texts.to_pylist(), strict=True):
        found[place].append(text)
    return found
