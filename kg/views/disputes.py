"""Disputes: where sources contradict one another."""

from __future__ import annotations

from collections.abc import Sequence

from kg.views.graph import Graph, Row, grouped, property_name
from kg.views.shapes import DisputeRow, PositionRow, SourceRow


def list_disputes(graph: Graph, *, event: Sequence[str] = (), org: Sequence[str] = ()) -> list[DisputeRow]:
    """Every dispute with its positions and their holders, the believed position first."""
    found = []
    for dispute, rows in grouped(graph.rows("dispute/all", event=list(event), org=list(org)), "dispute").items():
        first = rows[0]
        positions = [_position(graph, held) for held in grouped(rows, "position").values()]
        found.append(
            DisputeRow(
                id=dispute,
                event=first["event"],
                title=first["title"],
                date=first.get("date"),
                property=property_name(first["property"], graph.ontology),
                positions=tuple(sorted(positions, key=lambda position: (not position.believed, position.value))),
            )
        )
    return found


def _position(graph: Graph, rows: list[Row]) -> PositionRow:
    values = sorted({str(row.get("name") or row["value"]) for row in rows})
    holders = {
        (row["source"], row["statement"]): SourceRow(
            id=row["source"],
            statement=graph.ontology.statement_kind(row["statement"]).name,
            publisher=row.get("publisher"),
            url=row.get("url"),
            published=row.get("published"),
        )
        for row in rows
    }
    return PositionRow(value=", ".join(values), believed=rows[0]["believed"], held_by=tuple(holders.values()))
