"""The events of a filter as a whole and by window: how many there are, and the rows of a table beside a timeline.

Read from the projection, so that a million events are counted in milliseconds and only the rows that are shown are made.
"""

from __future__ import annotations

import hashlib

import numpy as np
import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from kg.terms import EL
from kg.views.events import EventFilter, money_row
from kg.views.graph import Graph
from kg.views.projection import DISPUTED, Projection, Rows, projection
from kg.views.projection.marks import who
from kg.views.shapes import MoneyRow


class Chosen(BaseModel):
    """The events of a filter in figures. `content` is a digest that changes whenever one of them does."""

    model_config = ConfigDict(frozen=True)

    events: int
    organisations: int
    sources: int
    disputed: int
    content: str


class ChosenRow(BaseModel):
    """One event as a table shows it. `date` is EDTF, empty where none is known."""

    model_config = ConfigDict(frozen=True)

    id: str
    date: str
    organisations: str
    """Names of those that take part, the principal one first."""
    kind: str
    title: str
    amount: MoneyRow | None
    status: str
    disputed: bool
    told_by: int


class Window(BaseModel):
    """Rows of a window, the latest first, and of how many they are the first."""

    model_config = ConfigDict(frozen=True)

    rows: tuple[ChosenRow, ...]
    events: int


def chosen(graph: Graph, wanted: EventFilter) -> Chosen:
    """The events of a filter in figures. Raises BadInput for a filter that names something unknown."""
    table = projection(graph)
    rows = table.select(wanted)
    inside = np.zeros(table.n, bool)
    inside[rows] = True
    return Chosen(
        events=len(rows),
        organisations=_distinct(table.organisation[rows]),
        sources=_distinct(table.source[inside[table.source_row]]),
        disputed=int(np.count_nonzero(table.flags[rows] & DISPUTED)),
        content=_content(table, rows),
    )


def window_rows(
    graph: Graph, wanted: EventFilter, begin: int | None, end: int | None, hidden: tuple[str, ...] = (), most: int = 500
) -> Window:
    """Events of a filter that may have happened from one day to another, without the kinds and statement kinds in `hidden`.

    Days count from 1970-01-01 and are inclusive; `None` leaves that side open.
    """
    table = projection(graph)
    rows = table.select(wanted)
    keep = np.ones(len(rows), bool)
    if begin is not None:
        keep &= table.end[rows] >= begin
    if end is not None:
        keep &= table.begin[rows] <= end
    for names, codes in ((table.kinds, table.kind), (table.statuses, table.status)):
        aside = [place for place, name in enumerate(names) if name in hidden]
        if aside:
            keep &= ~np.isin(codes[rows], aside)
    rows = rows[keep]
    return Window(rows=tuple(_rows(graph, table, rows[: -most - 1 : -1])), events=len(rows))


def busiest_organisations(graph: Graph, most: int) -> list[str]:
    """Names of the organisations that own the most events, the busiest first, those of one size by name."""
    table = projection(graph)
    numbers = np.bincount(table.organisation, minlength=len(table.entities))
    order = np.argsort(-numbers, kind="stable")[:most]
    order = order[numbers[order] > 0]
    names = table.entities["name"].take(pa.array(order)).to_pylist()
    return [name for _, name in sorted(zip(-numbers[order], names, strict=True))]


def _rows(graph: Graph, table: Projection, rows: Rows) -> list[ChosenRow]:
    if not len(rows):
        return []
    at = pa.array(rows)
    iris = table.iris(rows)
    told = graph.rows("timeline/amounts", event=iris)
    amounts = {row["event"]: money_row(row) for row in told if row["property"] == EL.amount.value}
    words = zip(table.id.take(at).to_pylist(), table.date.take(at).to_pylist(), table.title.take(at).to_pylist(), strict=True)
    return [
        ChosenRow(
            id=short,
            date=date or "",
            organisations=names,
            kind=table.kinds[table.kind[row]],
            title=title,
            amount=amounts.get(iri),
            status=table.statuses[table.status[row]],
            disputed=bool(table.flags[row] & DISPUTED),
            told_by=int(table.told_by[row]),
        )
        for row, iri, names, (short, date, title) in zip(rows, iris, who(table, rows).to_pylist(), words, strict=True)
    ]


def _distinct(places: Rows) -> int:
    return int(np.count_nonzero(np.bincount(places)))


def _content(table: Projection, rows: Rows) -> str:
    """A digest of everything about these events that a timeline shows."""
    digest = hashlib.blake2b(digest_size=16)
    for column in (table.begin, table.end, table.kind, table.status, table.flags, table.told_by):
        digest.update(column[rows].tobytes())
    names = (*table.kinds, *table.statuses)
    digest.update("\0".join(names).encode())
    for text in (table.id, table.title):
        _, *pieces = text.take(pa.array(rows)).buffers()  # the first tells nulls, of which there are none
        for piece in pieces:
            if piece is not None:
                digest.update(piece)
    return digest.hexdigest()
