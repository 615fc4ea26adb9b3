"""The projection as views use it: all events of a snapshot, chosen and counted without asking the graph."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, Literal, NamedTuple, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.terms import local_name
from kg.views.events import EventFilter
from kg.views.graph import expand
from kg.views.projection.columns import BEGIN_OPEN, DISPUTED, END_OPEN
from kg.views.projection.table import Rows, Table

By: TypeAlias = Literal["kind", "status", "organisation", "year", "quarter"]

_EPOCH = date(1970, 1, 1).toordinal()


class Count(NamedTuple):
    """How many events share these keys: `Count(("Hire", 2024), 12)`."""

    keys: tuple[str | int | None, ...]
    events: int


class Looked(NamedTuple):
    """How many events an organisation has in a year, and how many sources tell them: without any, nobody looked."""

    organisation: str
    year: int
    events: int
    sources: int


@dataclass(frozen=True, eq=False)
class Projection(Table):
    """All events of one snapshot: which of them fit a filter, and how many share what."""

    # --- choosing -----------------------------------------------------------------------------------------------------------

    def select(self, wanted: EventFilter = EventFilter()) -> Rows:
        """The events that timeline/events gives for this filter, in its order. Raises BadInput and UnknownName as that does."""
        given = wanted.parameters(self.graph)
        keep = np.ones(self.n, bool)
        if given["kind"]:
            keep &= self._coded("kind", given["kind"])[self.kind]
        if given["status"]:
            keep &= self._coded("status", given["status"])[self.status]
        if given["from"] is not None:
            keep &= self.end >= day_number(given["from"])
        if given["to"] is not None:
            keep &= self.begin <= day_number(given["to"])
        if given["disputed"] is not None:
            keep &= (self.flags & DISPUTED != 0) == given["disputed"]
        if given["org"]:
            keep &= self._with_part(self.places(given["org"]))
        if given["text"]:
            keep &= self._with_text(given["text"].lower())
        return np.flatnonzero(keep).astype(np.int32)

    def taking_part(self, entities: Iterable[str], roles: Sequence[str] = ()) -> Rows:
        """Events in which one of these entities takes part, by IRI; in one of these roles where some are given."""
        chosen = self.in_roles(roles) if roles else None
        return np.flatnonzero(self._with_part(self.places(entities), chosen)).astype(np.int32)

    def rows_of(self, events: Iterable[str]) -> Rows:
        """Rows of events by IRI or short id, ascending; those that are no events here are left out."""
        ids = [local_name(event) if event == expand(local_name(event), "event") else event for event in events]
        found = pc.index_in(self.id, value_set=pa.array(ids, pa.string()))
        return np.flatnonzero(found.is_valid().to_numpy(zero_copy_only=False)).astype(np.int32)

    def newest(self, count: int, until: date) -> Rows:
        """The last events that had begun by a day, the newest first. Those with an open begin are left out."""
        begun = np.flatnonzero((self.begin <= day_number(until)) & (self.flags & BEGIN_OPEN == 0))
        return begun[: -count - 1 : -1].astype(np.int32)

    @cached_property
    def weight(self) -> npt.NDArray[np.uint8]:
        """How much each event deserves a label, 0 to 255: many sources, a strong status, much money, a dispute."""
        money = pc.max_element_wise(*(self.columns.events[name] for name in ("value", "minimum", "maximum")))
        amount = np.maximum(pc.fill_null(money, 1.0).to_numpy(), 1.0)
        told = 30 * np.log2(1 + self.told_by.astype(np.float32))
        wealth = 9 * np.maximum(np.log10(amount) - 5, 0)
        weakness = 6 * self.status.astype(np.float32)
        worth = 30 + told + wealth - weakness + 25 * (self.flags & DISPUTED != 0)
        return np.asarray(np.clip(worth, 0, 255), np.uint8)

    # --- counting -------------------------------------------------------------------------------------------------------------

    def counts(self, rows: Rows, by: Sequence[By]) -> list[Count]:
        """How many events share each combination of keys, in the order of the codes; combinations without any are left out.

        `kind` and `status` are names, `organisation` the IRI of the principal one. `year` is that of the begin. `quarter`,
        `2024-Q3`, is that in which the whole date lies. Both are `None` where the date does not tell.
        """
        if not len(rows):
            return []
        cell = np.zeros(len(rows), np.int64)
        values = []
        for name in by:  # one number for each combination, in the order of the combinations
            known, place = np.unique(self._key(name)[rows], return_inverse=True)
            values.append([self._named(name, code) for code in known])
            cell = cell * len(known) + place
        found, numbers = np.unique(cell, return_counts=True)
        places = np.unravel_index(found, [len(known) for known in values])
        keys = zip(*([known[place] for place in column] for known, column in zip(values, places, strict=True)), strict=True)
        return [Count(key, int(number)) for key, number in zip(keys, numbers, strict=True)]

    def coverage(self, rows: Rows) -> list[Looked]:
        """For each organisation and year of begin: events that belong to it, and the distinct sources that tell them.

        Equal to overview/coverage for all rows. Events with an open begin are left out.
        """
        chosen = np.zeros(self.n, bool)
        chosen[rows] = True
        chosen &= self.flags & BEGIN_OPEN == 0
        told = chosen[self.source_row]
        row, source = self.source_row[told], self.source[told]
        cell = self.organisation.astype(np.int64) << 32 | self._key("year").astype(np.int64) & 0xFFFFFFFF
        cells, events = np.unique(cell[np.unique(row)], return_counts=True)
        place = np.searchsorted(cells, cell[row])
        heard = np.unique(place.astype(np.int64) << 32 | source)
        sources = np.bincount(heard >> 32, minlength=len(cells))
        years = cells.astype(np.int32)  # the lower half
        return [
            Looked(self.entity_iri(organisation), 1970 + int(year), int(count), int(number))
            for organisation, year, count, number in zip(cells >> 32, years, events, sources, strict=True)
        ]

    # --- parts ------------------------------------------------------------------------------------------------------------------

    def _coded(self, name: str, iris: Iterable[object]) -> npt.NDArray[np.bool_]:
        """For each code whether it stands for one of these terms."""
        wanted = {getattr(iri, "value", iri) for iri in iris}
        return np.array([iri in wanted for iri in self.columns.coded(name).to_pylist()])

    def _with_part(self, places: npt.NDArray[np.int32], chosen: npt.NDArray[np.bool_] | None = None) -> npt.NDArray[np.bool_]:
        """For each event whether one of these entities takes part, by one of the chosen parts."""
        taking = np.zeros(len(self.entities), bool)
        taking[places] = True
        hit = taking[self.part_entity] if chosen is None else taking[self.part_entity] & chosen
        found = np.zeros(self.n, bool)
        found[self.part_row[hit]] = True
        return found

    def _with_text(self, letters: str) -> npt.NDArray[np.bool_]:
        """For each event whether a title that is believed or told, or a participant's name, contains these letters."""
        found: npt.NDArray[np.bool_] = _contains(self.columns.events["folded"], letters)
        found = found | self._with_part(self.columns.names["entity"].to_numpy()[_contains(self.columns.names["folded"], letters)])
        found[self.columns.titles["row"].to_numpy()[_contains(self.columns.titles["folded"], letters)]] = True
        return found

    def _key(self, name: By) -> npt.NDArray[np.int32]:
        """A code for each event; the least int32 where there is none."""
        if name == "kind" or name == "status" or name == "organisation":  # noqa: PLR1714 - so that the type is known
            column: npt.NDArray[Any] = getattr(self, name)
            return column.astype(np.int32)
        unit = "Y" if name == "year" else "M"
        first = self.begin.astype("datetime64[D]").astype(f"datetime64[{unit}]").astype(np.int32)
        none = self.flags & BEGIN_OPEN != 0
        if name == "quarter":
            last = self.end.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)
            none = none | (self.flags & END_OPEN != 0) | (first // 3 != last // 3)
            first = first // 3
        return np.where(none, np.iinfo(np.int32).min, first)

    def _named(self, name: By, code: np.int32) -> str | int | None:
        if name == "kind":
            return self.kinds[code]
        if name == "status":
            return self.statuses[code]
        if name == "organisation":
            return self.entity_iri(int(code))
        if code == np.iinfo(np.int32).min:
            return None
        return 1970 + int(code) if name == "year" else f"{1970 + int(code) // 4}-Q{int(code) % 4 + 1}"


def day_number(day: date) -> int:
    """Days since 1970-01-01."""
    return day.toordinal() - _EPOCH


def _contains(texts: pa.ChunkedArray, letters: str) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.match_substring(texts, letters).to_numpy(zero_copy_only=False), bool)
