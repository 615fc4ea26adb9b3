"""Records: every statement as it was read, with the event that it was resolved to speak of."""

from __future__ import annotations

import json
from typing import Any

from kg.terms import local_name
from kg.views.graph import Graph, Row, grouped
from kg.views.shapes import RecordRow

_TITLE_OF = {"event": "title", "entity": "name", "claim": "feature", "prediction": "text", "passage": "text", "triple": "subject"}
"""Kind of record to the field that says most briefly what it is about. A decision is no record of a source."""


def list_records(graph: Graph) -> list[RecordRow]:
    """Every record of a source, in the order of sources and of the records' own ids there."""
    rows = (_record(told) for told in grouped(graph.rows("review/records"), "record").values())
    return sorted(filter(None, rows), key=lambda row: (row.source, row.type, row.record, row.id))


def _record(rows: list[Row]) -> RecordRow | None:
    """One record from its rows, one for each document that holds it; `None` for a decision."""
    content: dict[str, Any] = json.loads(rows[0]["content"])
    if content["record"] not in _TITLE_OF:
        return None
    source = content["source"]
    own = local_name(rows[0]["record"])
    return RecordRow(
        id=own,
        record=content.get("local_id") or own,
        source=source.get("url") or source["key"],
        event=rows[0].get("event"),
        type=content["record"],
        kind=content.get("kind"),
        date=(content.get("date") or {}).get("edtf"),
        title=content[_TITLE_OF[content["record"]]],
        statement=content["statement"],
        publisher=source.get("publisher"),
        document="; ".join(dict.fromkeys(row["document"] for row in rows if "document" in row)),
    )
