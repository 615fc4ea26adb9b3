"""When a source told of an event: its own date is that of the first thing it tells, which may be years before."""

from __future__ import annotations

from collections.abc import Iterable

from kg.views.graph import Graph, Row


def dated_by_report(graph: Graph, rows: Iterable[Row]) -> list[Row]:
    """Rows with event, source, statement and `published`, which becomes the date of that source's report of that event.

    Where a source reports an event more than once, the first report counts; where its reports have no date, its own stays.
    """
    told = list(rows)
    own: dict[tuple[str, str, str], str] = {}
    for report in graph.rows_for("timeline/published", event=list(dict.fromkeys(row["event"] for row in told))):
        own.setdefault(_key(report), report["published"])
    return [row | {"published": own[_key(row)]} if _key(row) in own else row for row in told]


def _key(row: Row) -> tuple[str, str, str]:
    return row["event"], row["source"], row["statement"]
