"""Sources: who is in the graph, with how much to say, and what their texts are."""

from __future__ import annotations

from collections.abc import Sequence

from kg.views.events import source_row
from kg.views.graph import Graph
from kg.views.shapes import LagRow, SourceSummary


def list_sources(graph: Graph) -> list[SourceSummary]:
    """Every source, once for each manner in which it speaks."""
    return [
        SourceSummary(source=source_row(graph, row), records=row["records"], events=row["events"])
        for row in graph.rows("source/all")
    ]


def list_lags(graph: Graph, *, org: Sequence[str] = (), publisher: Sequence[str] = ()) -> list[LagRow]:
    """How fast each publisher tells of events, those with the most reports first."""
    return [
        LagRow(
            publisher=row["name"],
            publisher_id=row["publisher"],
            reports=row["reports"],
            mean=round(float(row["mean"]), 1),
            least=int(row["least"]),
            most=int(row["most"]),
            before=row["before"],
            within_day=row["withinDay"],
            within_week=row["withinWeek"],
            within_month=row["withinMonth"],
        )
        for row in graph.rows("source/lag", org=list(org), publisher=list(publisher))
    ]
