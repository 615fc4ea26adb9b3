"""Predictions: what sources say will happen, and whether its time has come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.views.events import source_row
from kg.views.graph import Graph, Row, grouped
from kg.views.shapes import PredictionRow


def list_predictions(graph: Graph, on: date, *, org: Sequence[str] = ()) -> list[PredictionRow]:
    """Every prediction with its state on a day, the nearest deadline first.

    `overdue` means that the last day of the deadline has passed without evidence in the graph, never that it is false.
    """
    found = graph.rows("prediction/all", org=list(org))
    return [_prediction(graph, rows, on) for rows in grouped(found, "prediction").values()]


def _prediction(graph: Graph, rows: list[Row], on: date) -> PredictionRow:
    first = rows[0]
    return PredictionRow(
        id=first["prediction"],
        statement=first["text"],
        about=tuple(dict.fromkeys(row["aboutName"] for row in rows if "aboutName" in row)),
        rationale=first.get("rationale"),
        horizon=first.get("horizon"),
        deadline=first.get("deadline"),
        status=_state(first, on),
        source=source_row(graph, first),
    )


def _state(row: Row, on: date) -> str:
    if "deadline" not in row:
        return "undated"
    return "overdue" if "deadlineEnd" in row and row["deadlineEnd"] < on else "open"
