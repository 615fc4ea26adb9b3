"""What an entity takes part in, in which role, with whom and who tells it: counted on the projection, however much it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg.views.graph import Graph
from kg.views.profiles.shapes import CounterpartRow, PublisherRow
from kg.views.projection import DISPUTED, OPEN_BEGIN, OPEN_END, Projection, Rows, projection

_EPOCH = np.datetime64("1970-01-01")


@dataclass(frozen=True, eq=False)
class TakenPart:
    """The events of one entity as rows of the projection, in the order of time, with its roles in each."""

    table: Projection
    place: int
    """Of the entity, within the projection's entities; -1 for what takes part in nothing."""

    @cached_property
    def _pairs(self) -> npt.NDArray[np.int64]:
        """Places of its parts within the projection's."""
        return np.flatnonzero(self.table.part_entity == self.place)

    @cached_property
    def rows(self) -> Rows:
        """Every event, each once."""
        return np.unique(self.table.part_row[self._pairs])

    @cached_property
    def disputed(self) -> Rows:
        """Those about which sources disagree."""
        found: Rows = self.rows[(self.table.flags[self.rows] & DISPUTED) != 0]
        return found

    def among(self, roles: Sequence[str], kinds: Sequence[str] = ()) -> Rows:
        """Events in which it has one of these roles; of these kinds alone where some are given."""
        fitting = np.isin(self.table.part_role[self._pairs], self._codes(roles))
        found: Rows = np.unique(self.table.part_row[self._pairs[fitting]])
        return found[np.isin(self.table.kind[found], _places(self.table.kinds, kinds))] if kinds else found

    def years(self, rows: Rows) -> list[tuple[int, int]]:
        """How many of these events began in each year; those with an open begin are left out."""
        counted = self.table.counts(rows, ("year",))
        return [(year, count.events) for count in counted if isinstance(year := count.keys[0], int)]

    def span(self) -> tuple[int | None, int | None]:
        """Years of the first and the last day that its dates name."""
        begins, ends = self.table.begin[self.rows], self.table.end[self.rows]
        days = np.where(begins == OPEN_BEGIN, ends, begins)
        known = days[days != OPEN_END]
        return (_year(known.min()), _year(known.max())) if len(known) else (None, None)

    def counterparts(self, own: Sequence[str], roles: Sequence[str]) -> list[CounterpartRow]:
        """Others in one of these roles, in events where the entity has one of its own; the most frequent first."""
        table = self.table
        among = np.isin(table.part_row, self.among(own)) & np.isin(table.part_role, self._codes(roles))
        among &= table.part_entity != self.place
        pairs = np.unique(np.stack([table.part_entity[among], table.part_row[among]]), axis=1)
        others, begins, counts = np.unique(pairs[0], return_index=True, return_counts=True)
        names = table.entities["name"].take(pa.array(others)).to_pylist()
        found = [
            self._counterpart(int(other), name, pairs[1][begin : begin + count])
            for other, name, begin, count in zip(others, names, begins, counts, strict=True)
        ]
        return sorted(found, key=lambda row: (-row.events, row.name, row.id))

    def _counterpart(self, other: int, name: str, rows: Rows) -> CounterpartRow:
        days = self.table.begin[rows]
        known = days[days != OPEN_BEGIN]
        return CounterpartRow(
            name=name,
            id=self.table.entity_iri(other),
            events=len(rows),
            first=_year(known.min()) if len(known) else None,
            last=_year(known.max()) if len(known) else None,
        )

    def publishers(self) -> list[PublisherRow]:
        """Who tells of its events, in what manner: those with most events first."""
        table = self.table
        told = np.flatnonzero(np.isin(table.source_row, self.rows))
        publisher = table.sources["publisher"].combine_chunks().dictionary_encode()
        named = publisher.indices.fill_null(-1).to_numpy(zero_copy_only=False)[table.source[told]]
        names: list[str | None] = [*publisher.dictionary.to_pylist(), None]
        groups = np.stack([named, table.source_statement[told]])
        found = [
            PublisherRow(
                name=names[who],
                statement=table.statuses[how],
                sources=len(np.unique(table.source[told[same]])),
                events=len(np.unique(table.source_row[told[same]])),
            )
            for (who, how), same in _groups(groups)
        ]
        return sorted(found, key=lambda row: (-row.events, -row.sources, row.name or "", row.statement))

    def _codes(self, roles: Sequence[str]) -> list[int]:
        return _places(self.table.roles, roles)


def taken_part(graph: Graph, entity: str) -> TakenPart:
    """The events of an entity, by its IRI."""
    table = projection(graph)
    return TakenPart(table, next(iter(table.places([entity]).tolist()), -1))


def _groups(keys: npt.NDArray[Any]) -> list[tuple[tuple[int, int], npt.NDArray[np.int64]]]:
    """Each different column of two keys, with the places where it stands."""
    if not keys.shape[1]:
        return []
    order = np.lexsort(keys)
    ordered = keys[:, order]
    begins = np.flatnonzero(np.append([True], (ordered[:, 1:] != ordered[:, :-1]).any(axis=0)))
    return [
        ((int(ordered[0, begin]), int(ordered[1, begin])), part)
        for begin, part in zip(begins, np.split(order, begins[1:]), strict=True)
    ]


def _places(known: Sequence[str], names: Collection[str]) -> list[int]:
    return [place for place, name in enumerate(known) if name in names]


def _year(days: np.int32) -> int:
    return int((_EPOCH + np.timedelta64(int(days), "D")).astype("datetime64[Y]").astype(int)) + 1970
