"""Swimlanes: which lane each event of a choice belongs to, and which lanes are busy enough to be shown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import BadInput
from kg.terms import IDS
from kg.views.entities import find_entities
from kg.views.events import EventFilter
from kg.views.projection.columns import BEGIN_OPEN
from kg.views.projection.model import Projection
from kg.views.projection.table import Rows, pairs

LaneBy: TypeAlias = Literal["company", "kind", "person", "investor", "model"]

MOST_LANES = 1000
_INVESTORS = ("investor", "lead_investor")
_CLASS = {"person": "Person", "model": "AIModel"}
"""Local name of the class whose members have a lane each."""


@dataclass(frozen=True)
class Lane:
    """One strip: its id is an entity's below the ids namespace (`agent/xai`), or the name of a kind."""

    id: str
    name: str
    events: int
    is_entity: bool


@dataclass(frozen=True)
class Lanes:
    """The lanes shown, and the marks in them: sorted by lane, then by begin.

    An event that belongs to several lanes has a mark in each; `left_lanes` and `left_events` count what is not shown.
    """

    lanes: tuple[Lane, ...]
    row: Rows
    lane: npt.NDArray[np.uint16]
    events: int
    """Distinct events among the marks."""
    left_lanes: int
    left_events: int


def lane_by(text: str) -> LaneBy:
    """Raises BadInput for a word that names no lanes."""
    for known in get_args(LaneBy):
        if text == known:
            return known  # type: ignore[no-any-return]  # get_args tells no types
    raise BadInput(f"lanes: '{text[:40]}' is no way to make lanes; choose from {', '.join(get_args(LaneBy))}")


def arrange(table: Projection, rows: Rows, by: LaneBy, most: int, wanted: EventFilter = EventFilter()) -> Lanes:
    """The busiest `most` lanes of these events, the busiest first, those of one size by name.

    Companies have the events that are their own. Where the filter names organisations, these are the lanes, in its
    order, each with all events that it takes part in.
    """
    if by == "company" and wanted.organisations:
        chosen = [table.places(find_entities(table.graph, name)) for name in wanted.organisations]
        return _named(table, rows, list(dict.fromkeys(int(place) for places in chosen for place in places))[:most])
    row, key = _belonging(table, rows, by)
    numbers = np.bincount(key, minlength=1)
    order = _busiest(table, numbers, by, most)
    return _shown(table, row, key, order, numbers, by, len(rows))


def _named(table: Projection, rows: Rows, chosen: list[int]) -> Lanes:
    taking = np.zeros(len(table.entities), bool)
    taking[chosen] = True
    row, key = _parts(table, rows, taking[table.part_entity])
    order = np.array(chosen, np.int64)
    return _shown(table, row, key, order, np.bincount(key, minlength=len(table.entities)), "company", len(rows))


def _belonging(table: Projection, rows: Rows, by: LaneBy) -> tuple[Rows, npt.NDArray[np.int32]]:
    """Pairs of an event and the entity or kind in whose lane it stands, by row."""
    if by == "company":
        return rows, table.organisation[rows]
    if by == "kind":
        return rows, table.kind[rows].astype(np.int32)
    if by == "investor":
        return _parts(table, rows, table.in_roles(_INVESTORS))
    return _parts(table, rows, table.of_class(_CLASS[by])[table.part_entity])


def _parts(table: Projection, rows: Rows, parts: npt.NDArray[np.bool_]) -> tuple[Rows, npt.NDArray[np.int32]]:
    """Events of `rows` with the entities of these parts, each pair once."""
    inside = np.zeros(table.n, bool)
    inside[rows] = True
    parts = parts & inside[table.part_row]
    row, entity = pairs(table.part_row[parts], table.part_entity[parts])
    return row.astype(np.int32), entity.astype(np.int32)


def _busiest(table: Projection, numbers: npt.NDArray[np.int64], by: LaneBy, most: int) -> npt.NDArray[np.int64]:
    """Codes of lanes, most events first; only those that could be among the first `most` are put in order of their names."""
    busy = np.flatnonzero(numbers)
    if len(busy) > most:
        least = np.partition(numbers[busy], len(busy) - most)[len(busy) - most]
        busy = busy[numbers[busy] >= least]
    if by == "kind":
        return np.asarray(busy[np.argsort(-numbers[busy], kind="stable")][:most])
    names = table.entities["name"].take(pa.array(busy))
    keys = pa.table({"events": pa.array(-numbers[busy]), "name": names, "place": pa.array(busy)})
    order = pc.sort_indices(keys, sort_keys=[(name, "ascending") for name in keys.column_names])
    first: npt.NDArray[np.int64] = busy[order.to_numpy()][:most]
    return first


def _shown(
    table: Projection,
    row: Rows,
    key: npt.NDArray[np.int32],
    order: npt.NDArray[np.int64],
    numbers: npt.NDArray[np.int64],
    by: LaneBy,
    chosen: int,
) -> Lanes:
    place = np.full(max(len(numbers), 1), len(order), np.uint16)
    place[order] = np.arange(len(order), dtype=np.uint16)
    lane = place[key]
    inside = lane < len(order)
    row, lane = row[inside], lane[inside]
    open_first = np.argsort(table.flags[row] & BEGIN_OPEN == 0, kind="stable")  # the order of time goes by their end
    row, lane = row[open_first], lane[open_first]
    by_lane = np.argsort(lane, kind="stable")
    row, lane = row[by_lane], lane[by_lane]
    seen = np.zeros(table.n, bool)
    seen[row] = True
    events = int(np.count_nonzero(seen))
    left = int(np.count_nonzero(numbers)) - len(order)
    return Lanes(_lanes(table, order, numbers, by), row, lane, events, left, chosen - events)


def _lanes(table: Projection, order: npt.NDArray[np.int64], numbers: npt.NDArray[np.int64], by: LaneBy) -> tuple[Lane, ...]:
    events = [int(number) for number in numbers[order]]
    if by == "kind":
        return tuple(Lane(table.kinds[code], table.kinds[code], count, False) for code, count in zip(order, events, strict=True))
    entities = table.entities.select(["id", "name"]).take(pa.array(order)).to_pylist()
    return tuple(Lane(one["id"].removeprefix(IDS), one["name"], count, True) for one, count in zip(entities, events, strict=True))
