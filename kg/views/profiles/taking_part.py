"""What an entity takes part in, in which role, with whom and who tells it: counted on the projection, however much it is."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg.views.graph import Graph, expand
from kg.views.profiles.shapes import CounterpartRow, PublisherRow
from kg.views.projection import DISPUTED, OPEN_BEGIN, OPEN_END, Projection, Rows, pairs, projection


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
        fitting = np.isin(self.table.part_role[self._pairs], _places(self.table.roles, roles))
        found: Rows = np.unique(self.table.part_row[self._pairs[fitting]])
        return found[np.isin(self.table.kind[found], _places(self.table.kinds, kinds))] if kinds else found

    def own(self, kinds: Sequence[str]) -> Rows:
        """Events of these kinds of which it is the principal organisation."""
        among = self.among(("organisation",), kinds)
        found: Rows = among[self.table.organisation[among] == self.place]
        return found

    def without(self, rows: Rows, roles: Sequence[str]) -> Rows:
        """Those of these events in which nobody and nothing has one of these roles."""
        filled = self.table.part_row[self.table.in_roles(roles) & self._inside(rows)[self.table.part_row]]
        return rows[np.isin(rows, filled, invert=True)]

    def years(self, rows: Rows) -> list[tuple[int, int]]:
        """How many of these events began in each year; those with an open begin are left out."""
        counted = self.table.counts(rows, ("year",))
        return [(year, count.events) for count in counted if isinstance(year := count.keys[0], int)]

    def span(self) -> tuple[int | None, int | None]:
        """Years of the first and the last day that its dates name."""
        begins, ends = self.table.begin[self.rows], self.table.end[self.rows]
        days = np.where(begins == OPEN_BEGIN, ends, begins)
        known = days[days != OPEN_END]
        first, last = _years(np.array([known.min(), known.max()])) if len(known) else (None, None)
        return first, last

    def counterparts(self, own: Sequence[str], roles: Sequence[str]) -> list[CounterpartRow]:
        """Others in one of these roles, in events where the entity has one of its own; the most frequent first."""
        table = self.table
        among = self._inside(self.among(own))[table.part_row] & table.in_roles(roles) & (table.part_entity != self.place)
        who, rows = pairs(table.part_entity[among], table.part_row[among])
        others, begins, counts = np.unique(who, return_index=True, return_counts=True)
        if not len(others):
            return []
        days = table.begin[rows]
        first = np.minimum.reduceat(np.where(days == OPEN_BEGIN, OPEN_END, days), begins)
        last = np.maximum.reduceat(days, begins)
        named = table.entities.select(["id", "name"]).take(pa.array(others)).to_pydict()
        columns = (named["id"], named["name"], counts.tolist(), _years(first), _years(last))
        found = [
            CounterpartRow(name=name, id=expand(short, "agent"), events=events, first=since, last=until)
            for short, name, events, since, until in zip(*columns, strict=True)
        ]
        return sorted(found, key=lambda row: (-row.events, row.name, row.id))

    def publishers(self) -> list[PublisherRow]:
        """Who tells of its events, in what manner: those with most events first."""
        table = self.table
        told = np.flatnonzero(self._inside(self.rows)[table.source_row])
        publisher = table.sources["publisher"].take(pa.array(table.source[told])).combine_chunks().dictionary_encode()
        who = publisher.indices.fill_null(len(publisher.dictionary)).to_numpy(zero_copy_only=False)
        names: list[str | None] = [*publisher.dictionary.to_pylist(), None]
        ways = len(table.statuses)
        teller = who * ways + table.source_statement[told]
        sources, events = (
            np.bincount(pairs(teller, column[told])[0], minlength=len(names) * ways)
            for column in (table.source, table.source_row)
        )
        found = [
            PublisherRow(
                name=names[one // ways],
                statement=table.statuses[one % ways],
                sources=int(sources[one]),
                events=int(events[one]),
            )
            for one in np.flatnonzero(events).tolist()
        ]
        return sorted(found, key=lambda row: (-row.events, -row.sources, row.name or "", row.statement))

    def _inside(self, rows: Rows) -> npt.NDArray[np.bool_]:
        """For each event of the projection whether it is one of these."""
        found = np.zeros(self.table.n, bool)
        found[rows] = True
        return found


def taken_part(graph: Graph, entity: str) -> TakenPart:
    """The events of an entity, by its IRI."""
    table = projection(graph)
    return TakenPart(table, next(iter(table.places([entity]).tolist()), -1))


def _places(known: Sequence[str], names: Collection[str]) -> list[int]:
    return [place for place, name in enumerate(known) if name in names]


def _years(days: npt.NDArray[np.int32]) -> list[int | None]:
    """The year of each day; `None` where it is open."""
    years = days.astype("datetime64[D]").astype("datetime64[Y]").astype(np.int64) + 1970
    unknown = np.isin(days, (OPEN_BEGIN, OPEN_END))
    return [None if open_ended else year for year, open_ended in zip(years.tolist(), unknown.tolist(), strict=True)]
