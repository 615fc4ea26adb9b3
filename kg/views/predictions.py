"""Predictions: what sources say will happen, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from kg.errors import UnknownName
from kg.views.decisions import events_of, records_named, standing_decisions
from kg.views.events import source_row
from kg.views.graph import Graph, Row, expand, grouped
from kg.views.shapes import EvidenceRow, PredictionRow, PredictionState, ScoreRow, VerdictRow


def list_predictions(graph: Graph, on: date, *, org: Sequence[str] = (), source: Sequence[str] = ()) -> list[PredictionRow]:
    """Every prediction with its state on a day, the nearest deadline first; only those about `org`, or told by `source`.

    A person's word comes first, the last one of that day. Else the state is told by what the graph holds: `overdue` means
    that the last day of the deadline has passed without evidence, never that the prediction is false.
    """
    found = grouped(graph.rows("prediction/all", org=list(org), source=list(source)), "prediction")
    if not found:
        return []
    only = list(found) if org or source else []
    evidence = grouped(graph.rows("prediction/evidence", on=on, prediction=only), "prediction")
    verdicts = _verdicts(graph, on)
    return [_prediction(graph, rows, evidence.get(iri, []), verdicts.get(iri), on) for iri, rows in found.items()]


def find_prediction(graph: Graph, reference: str) -> str:
    """The IRI of the prediction whose id begins so. Raises UnknownName."""
    wanted = expand(reference.strip(), "prediction")
    fitting = {row["prediction"] for row in graph.rows("prediction/all") if row["prediction"].startswith(wanted)}
    if len(fitting) == 1 and reference.strip():
        return str(fitting.pop())
    problem = f"fits {len(fitting)} predictions" if fitting else "is no prediction in this store"
    raise UnknownName(f"'{reference}' {problem}; kg predictions lists their ids")


def due_within(found: Sequence[PredictionRow], on: date, days: int) -> list[PredictionRow]:
    """Open predictions whose last day comes within so many days after a day, or on it, the nearest first."""
    waiting = [row for row in found if row.status == "open" and row.due_by is not None]
    near = [row for row in waiting if row.due_by is not None and 0 <= (row.due_by - on).days <= days]
    return sorted(near, key=lambda row: (row.due_by or on, row.statement, row.id))


def score_predictions(graph: Graph, on: date) -> list[ScoreRow]:
    """What became of each source's predictions by a day, those with most due first."""
    counts = ("predictions", "due", "proposed", "late", "overdue", "refuted", "withdrawn", "open", "uncheckable")
    return [
        ScoreRow(source=source_row(graph, row), came_true=row["cameTrue"], **{name: row[name] for name in counts})
        for row in graph.rows("prediction/score", on=on)
    ]


def resolved(row: ScoreRow) -> int:
    """How many of a source's predictions have an end: true, true by the graph, late, overdue or refuted."""
    return row.came_true + row.proposed + row.late + row.overdue + row.refuted


def _verdicts(graph: Graph, on: date) -> dict[str, VerdictRow]:
    """Prediction to the last word on it by the end of a day."""
    found: dict[str, VerdictRow] = {}
    for decision in standing_decisions(graph.reader):
        if decision.verdict == "same" or decision.verdict == "different":  # noqa: PLR1714 - so that the type is known
            continue
        if decision.when.date() > on:
            continue
        events = events_of(graph.reader, records_named(graph.reader, decision, decision.right))
        verdict = VerdictRow(
            decision=decision.id,
            verdict=decision.verdict,
            who=decision.who,
            when=decision.when,
            why=decision.why,
            events=tuple(sorted(event.value for event in events)),
        )
        found |= {prediction.value: verdict for prediction in records_named(graph.reader, decision, decision.left)}
    return found


def _prediction(graph: Graph, rows: list[Row], evidence: list[Row], verdict: VerdictRow | None, on: date) -> PredictionRow:
    first = rows[0]
    events = tuple(
        EvidenceRow(event=row["event"], title=row["title"], date=row.get("date"), relation=row["relation"]) for row in evidence
    )
    about = {row["about"]: row["aboutName"] for row in rows if "aboutName" in row}
    return PredictionRow(
        id=first["prediction"],
        statement=first["text"],
        author=first.get("author"),
        about=tuple(about.values()),
        about_ids=tuple(about),
        rationale=first.get("rationale"),
        horizon=first.get("horizon"),
        deadline=first.get("deadline"),
        due_from=first.get("deadlineBegin"),
        due_by=first.get("deadlineEnd"),
        status=verdict.verdict if verdict else _state(first, events, on),
        ask=first.get("ask"),
        evidence=events,
        verdict=verdict,
        source=source_row(graph, first),
    )


def _state(row: Row, evidence: Sequence[EvidenceRow], on: date) -> PredictionState:
    relations = {event.relation for event in evidence}
    if "ask" not in row:
        return "uncheckable"
    if "meets" in relations:
        return "proposed"
    if "late" in relations:
        return "late"
    return "overdue" if "deadlineEnd" in row and row["deadlineEnd"] < on else "open"
