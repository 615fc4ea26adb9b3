"""Events as rows of a table, and as files to take away."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence

from app.components.palette import text_glyph
from kg.ontology import Ontology
from kg.views.flat import EVENT_COLUMNS, event_cells
from kg.views.shapes import EventRow, as_json

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""What a spreadsheet would take for the beginning of a formula."""


def event_table(events: Sequence[EventRow], ontology: Ontology) -> list[dict[str, object]]:
    """One row per event as people read it; dates as they were written."""
    return [
        {
            "Date": event.date,
            "Company": ", ".join(event.organisations[:3]),
            "Kind": f"{text_glyph(ontology.kind(event.kind).glyph)} {ontology.kind(event.kind).label}",
            "Event": event.title,
            "Amount": str(event.amount) if event.amount else "",
            "Said": ontology.statement_kind(event.status).label,
            "Disputed": "?" if event.disputed else "",
            "Sources": event.told_by,
            "First source": next((source.url for source in event.sources if source.url), None),
        }
        for event in events
    ]


def events_as_csv(events: Sequence[EventRow]) -> str:
    """The columns of `kg events --format csv`, with texts that no spreadsheet takes for formulas."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(EVENT_COLUMNS)
    writer.writerows([_harmless(cell) for cell in event_cells(event)] for event in events)
    return out.getvalue()


def events_as_json(events: Sequence[EventRow]) -> str:
    """What `kg events --format json` prints."""
    return json.dumps(as_json(list(events)), ensure_ascii=False, indent=2)


def rows_as_csv(rows: Sequence[dict[str, object]]) -> str:
    """Any rows that share their columns."""
    out = io.StringIO()
    writer = csv.DictWriter(out, fieldnames=list(rows[0]) if rows else [], lineterminator="\n")
    writer.writeheader()
    writer.writerows({column: _harmless(cell) for column, cell in row.items()} for row in rows)
    return out.getvalue()


def _harmless(cell: object) -> object:
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_FORMULA) else cell
