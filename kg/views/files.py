"""Rows as files to take away: CSV and JSON. Many rows come piece by piece, so that no file is held whole."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence

from kg.views.flat import DISPUTE_COLUMNS, EVENT_COLUMNS, dispute_cells, event_cells
from kg.views.shapes import DisputeRow, EventRow, as_json

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


def events_as_csv(events: Sequence[EventRow], *, head: bool = True) -> str:
    """The columns of `kg events --format csv`, with texts that no spreadsheet takes for formulas. Without `head`, rows alone."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(EVENT_COLUMNS)
    writer.writerows([_harmless(cell) for cell in event_cells(event)] for event in events)
    return out.getvalue()


def events_as_json(events: Sequence[EventRow]) -> str:
    """What `kg events --format json` prints."""
    return json.dumps(as_json(list(events)), ensure_ascii=False, indent=2)


def disputes_as_csv(disputes: Sequence[DisputeRow]) -> str:
    """A line for each position."""
    lines = (cells for dispute in disputes for cells in dispute_cells(dispute))
    return rows_as_csv([dict(zip(DISPUTE_COLUMNS, cells, strict=True)) for cells in lines])


def disputes_as_json(disputes: Sequence[DisputeRow]) -> str:
    """What `kg disputes --format json` prints."""
    return json.dumps(as_json(list(disputes)), ensure_ascii=False, indent=2)


def rows_as_csv(rows: Sequence[dict[str, object]]) -> str:
    """Any rows that share their columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _harmless(cell) for column, cell in row.items()} for row in rows)
    return out.getvalue()


def csv_pieces(pieces: Iterable[Sequence[EventRow]]) -> Iterator[str]:
    """`events_as_csv` of many events, piece by piece."""
    yield events_as_csv([])
    for piece in pieces:
        yield events_as_csv(piece, head=False)


def json_pieces(pieces: Iterable[Sequence[EventRow]]) -> Iterator[str]:
    """`events_as_json` of many events, piece by piece."""
    before = "[\n"
    for piece in filter(None, pieces):
        yield before + events_as_json(piece)[2:-2]
        before = ",\n"
    yield "[]" if before == "[\n" else "\n]"


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
