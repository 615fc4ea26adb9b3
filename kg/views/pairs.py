"""A question with all that helps to answer it: both sides in the same words, aspect by aspect, and their reports."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict
from pyoxigraph import NamedNode

from kg.graph import journal
from kg.records import EventRecord
from kg.views.entities import entity_row
from kg.views.events import events_by_id
from kg.views.graph import Graph
from kg.views.history import report_row
from kg.views.shapes import EntityRow, EventRow, QuestionRow, ReportRow, SideRow

_NEWEST = 5
"""Events of a name that are shown: the newest."""
Values: TypeAlias = tuple[str, ...]


class Aspect(BaseModel):
    """One thing that both sides may tell, such as `date`. `same` is `None` where one of them is silent."""

    model_config = ConfigDict(frozen=True)

    name: str
    left: Values
    right: Values
    same: bool | None


class Side(BaseModel):
    """One of the two: an event with its reports, or a name with the newest events of what it stands for."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    members: int
    """How many reports tell the event, or how many records mention the name's entity."""
    reports: tuple[ReportRow, ...] = ()
    events: tuple[EventRow, ...] = ()
    event_count: int = 0


class Pair(BaseModel):
    """A question side by side."""

    model_config = ConfigDict(frozen=True)

    question: QuestionRow
    left: Side
    right: Side
    aspects: tuple[Aspect, ...]


def pair(graph: Graph, question: QuestionRow) -> Pair:
    """Both sides of a question as the graph tells them."""
    return _pair_of_events(graph, question) if question.about == "event" else _pair_of_names(graph, question)


# --- events -----------------------------------------------------------------------------------------------------------


def _pair_of_events(graph: Graph, question: QuestionRow) -> Pair:
    found = {row.id: row for row in events_by_id(graph, [question.left.id or "", question.right.id or ""])}
    left, right = found[question.left.id or ""], found[question.right.id or ""]
    aspects = _aspects(dict(_told_of_event(graph, left)), dict(_told_of_event(graph, right)))
    return Pair(question=question, left=_event_side(graph, left), right=_event_side(graph, right), aspects=tuple(aspects))


def _event_side(graph: Graph, event: EventRow) -> Side:
    told = (record for _, record in journal.records_describing(graph.reader, NamedNode(event.id)))
    reports = [report_row(record) for record in told if isinstance(record, EventRecord)]
    reports.sort(key=lambda report: (report.known is None, report.known, report.title, report.id))
    return Side(id=event.id, name=event.title, members=len(reports), reports=tuple(reports))


def _told_of_event(graph: Graph, event: EventRow) -> Iterator[tuple[str, Values]]:
    """Aspects in the order in which a person compares: what, when, who, how much."""
    yield "kind", (graph.ontology.kind(event.kind).label,)
    yield "date", (event.date,) if event.date else ()
    for named in event.named_dates if len(event.named_dates) > 1 else ():
        yield named.name, (named.date,)
    yield "organisation", event.organisations[:1]
    for role in dict.fromkeys(part.role for part in event.participants):
        if (others := tuple(name for name in event.named(role) if name not in event.organisations[:1])):
            yield role, others
    yield "amount", (str(event.amount),) if event.amount else ()
    yield "valuation", (str(event.valuation),) if event.valuation else ()
    yield "round", (event.round,) if event.round else ()
    yield "manner", (graph.ontology.statement_kind(event.status).label,)


# --- names ------------------------------------------------------------------------------------------------------------


def _pair_of_names(graph: Graph, question: QuestionRow) -> Pair:
    left, right = (entity_row(graph, side.id or "") for side in (question.left, question.right))
    aspects = _aspects(dict(_told_of_name(left, question.left.name)), dict(_told_of_name(right, question.right.name)))
    return Pair(
        question=question,
        left=_name_side(graph, question.left, left),
        right=_name_side(graph, question.right, right),
        aspects=tuple(aspects),
    )


def _name_side(graph: Graph, asked: SideRow, entity: EntityRow) -> Side:
    taken_part = list(dict.fromkeys(row["event"] for row in graph.rows("entity/events", entity=entity.id)))
    newest = events_by_id(graph, taken_part[-_NEWEST:])[::-1]
    return Side(id=entity.id, name=asked.name, members=asked.members, events=tuple(newest), event_count=len(taken_part))


def _told_of_name(entity: EntityRow, name: str) -> Iterator[tuple[str, Values]]:
    yield "is a", tuple(kind.lower() for kind in entity.types if kind != "Agent" or len(entity.types) == 1)
    yield "also called", tuple(other for other in (entity.name, *entity.aliases) if other != name)
    yield "address", entity.urls
    yield "described as", (entity.description,) if entity.description else ()


# --- both -------------------------------------------------------------------------------------------------------------


def _aspects(left: Mapping[str, Values], right: Mapping[str, Values]) -> Iterator[Aspect]:
    """Every aspect of which one side tells something."""
    for name in dict.fromkeys((*left, *right)):
        mine, theirs = left.get(name, ()), right.get(name, ())
        if mine or theirs:
            same = sorted(mine) == sorted(theirs) if mine and theirs else None
            yield Aspect(name=name, left=mine, right=theirs, same=same)
