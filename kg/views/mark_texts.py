"""What marks of a timeline are, in words: read off the projection, since a browser asks for some at each step of a zoom."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from kg.views.events import events_by_id
from kg.views.graph import Graph
from kg.views.projection import DISPUTED, Projection, Rows, projection
from kg.views.projection.marks import who


class MarkText(BaseModel):
    """One event in words. `row` is its place in the projection, `date` is EDTF, empty where none is known."""

    model_config = ConfigDict(frozen=True)

    row: int
    id: str
    title: str
    date: str
    who: str
    """Names of the organisations that take part, the principal one first."""
    kind: str
    status: str
    disputed: bool
    sources: tuple[str, ...]
    """What its sources are called, each name once, by manner and name."""
    told_by: int


def mark_texts(graph: Graph, rows: Rows) -> list[MarkText]:
    """The events of these rows, which are ascending and differ."""
    table = projection(graph)
    at = pa.array(rows)
    words = zip(table.id.take(at).to_pylist(), table.title.take(at).to_pylist(), table.date.take(at).to_pylist(), strict=True)
    return [
        MarkText(
            row=row,
            id=short,
            title=title,
            date=date or "",
            who=names,
            kind=table.kinds[table.kind[row]],
            status=table.statuses[table.status[row]],
            disputed=bool(table.flags[row] & DISPUTED),
            sources=sources,
            told_by=int(table.told_by[row]),
        )
        for row, (short, title, date), names, sources in zip(
            rows.tolist(), words, who(table, rows).to_pylist(), _names_of_sources(table, rows), strict=True
        )
    ]


def _names_of_sources(table: Projection, rows: Rows) -> list[tuple[str, ...]]:
    """For each event what its sources are called, in the order of timeline/sources."""
    order = np.argsort(np.argsort(table.columns.coded("status").to_pylist()))  # the query orders manners by their IRIs
    found: list[tuple[str, ...] | None] = []
    for row in rows.tolist():
        part = slice(int(table.source_offsets[row]), int(table.source_offsets[row + 1]))
        publishers = table.sources["publisher"].take(pa.array(table.source[part])).to_pylist()
        told = sorted(zip(order[table.source_statement[part]].tolist(), publishers, strict=True)) if all(publishers) else None
        found.append(tuple(dict.fromkeys(name for _, name in told)) if told else None)
    asked = _asked(table, [row for row, names in zip(rows.tolist(), found, strict=True) if names is None])
    return [asked[row] if names is None else names for row, names in zip(rows.tolist(), found, strict=True)]


def _asked(table: Projection, rows: Sequence[int]) -> dict[int, tuple[str, ...]]:
    """The same asked of the graph, for events with a source that names no publisher and goes by its title or address."""
    events = events_by_id(table.graph, table.iris(np.array(rows, np.int32))) if rows else []
    return {row: tuple(dict.fromkeys(one.name for one in event.sources)) for row, event in zip(rows, events, strict=True)}
