"""A person's word on what became of a prediction. It is a decision like others: it outlives re-ingest and can be undone."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Literal

from pydantic import ValidationError
from pyoxigraph import NamedNode

from kg.decisions import SOURCE, keep
from kg.errors import BadInput
from kg.graph import journal
from kg.graph.rebuild import rebuild
from kg.ontology import load_ontology
from kg.records import DecisionRecord, EventRecord, PredictionRecord, Reference
from kg.store import Store
from kg.views.events import find_event
from kg.views.graph import Graph
from kg.views.predictions import find_prediction

Verdict = Literal["came-true", "refuted", "withdrawn"]


def judge(
    store: Store,
    verdict: Verdict,
    prediction: str,
    *,
    event: str = "",
    who: str,
    why: str = "",
    when: datetime | None = None,
    wait: float = 10.0,
) -> DecisionRecord:
    """Record what became of a prediction. `event` is the evidence; both are ids, or beginnings of them.

    A prediction that came true without an event named has for evidence the events that meet it. Raises UnknownName for an
    id that is none, BadInput where the word lacks what it needs, and StoreBusy.
    """
    with store.transaction(wait) as transaction:
        graph = Graph(transaction, load_ontology())
        iri = find_prediction(graph, prediction)
        decided = when or datetime.now(UTC)
        events = [find_event(graph, event)] if event else _meeting(graph, verdict, iri, decided)
        decision = _decision(verdict, _of_prediction(graph, iri), _of_events(graph, events), who, why, decided)
        rebuild(transaction, keep(transaction, decision), graph.ontology)
        transaction.commit()
    return decision


def _meeting(graph: Graph, verdict: Verdict, prediction: str, when: datetime) -> list[str]:
    if verdict != "came-true":
        return []
    rows = graph.rows("prediction/evidence", prediction=[prediction], on=when.date())
    if events := sorted({row["event"] for row in rows if row["relation"] == "meets"}):
        return events
    raise BadInput(f"'{prediction}' is met by no event in the graph; name the event that made it true with --event")


def _of_prediction(graph: Graph, iri: str) -> tuple[Reference, ...]:
    record = journal.record_at(graph.reader, NamedNode(iri))
    assert isinstance(record, PredictionRecord)
    return (Reference(id=record.id, source=record.source.key, local_id=record.local_id),)


def _of_events(graph: Graph, events: list[str]) -> tuple[Reference, ...]:
    told = (record for event in events for _, record in journal.records_describing(graph.reader, NamedNode(event)))
    reports = sorted((record for record in told if isinstance(record, EventRecord)), key=lambda record: record.id)
    return tuple(Reference(id=report.id, source=report.source.key, local_id=report.local_id) for report in reports)


def _decision(
    verdict: Verdict, left: tuple[Reference, ...], right: tuple[Reference, ...], who: str, why: str, when: datetime
) -> DecisionRecord:
    try:
        return DecisionRecord(
            source=SOURCE, statement="reported", about="prediction", verdict=verdict, left=left, right=right, who=who, why=why,
            when=when,
        )  # fmt: skip
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"--{'by' if first['loc'] == ('who',) else first['loc'][0]}: {first['msg']}; give another") from error
