"""What stands beside an event: others that share a person, an investor, a deal or a model, and what cards say of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from kg.views.event_shapes import Candidate, CardSentence, RelatedEvent, Shared
from kg.views.events import EventFilter, source_row
from kg.views.graph import Graph
from kg.views.projection import Projection, Rows, projection
from kg.views.shapes import EventRow

_TIES = ("person", "founder", "investor", "lead_investor", "acquired", "model", "product")
"""Roles by which events are related, as in the query event/related."""
_NEAREST = 12
"""Candidates that are offered unasked."""
_FOUND = 50
"""Candidates that a text finds at most, the newest ones."""


def related_events(graph: Graph, event: str, most: int = 40) -> list[RelatedEvent]:
    """Other events of the same person, investor, deal, model or product: of many the nearest, in the order of time."""
    table = projection(graph)
    own = table.rows_of([event])
    if not len(own):
        return []
    tying = np.isin(table.part_role, [place for place, name in enumerate(table.roles) if name in _TIES])
    mine = np.flatnonzero(tying & (table.part_row == own[0]))
    others = np.flatnonzero(tying & np.isin(table.part_entity, table.part_entity[mine]) & (table.part_row != own[0]))
    rows = np.unique(table.part_row[others])
    distance = np.abs(table.begin[rows].astype(np.int64) - int(table.begin[own[0]]))
    rows = np.sort(rows[np.argsort(distance, kind="stable")[:most]])
    roles = {int(entity): table.roles[role] for role, entity in zip(table.part_role[mine], table.part_entity[mine], strict=True)}
    return [_related(table, int(row), table.part_entity[others[table.part_row[others] == row]].tolist(), roles) for row in rows]


def _related(table: Projection, row: int, shared: Iterable[int], roles: Mapping[int, str]) -> RelatedEvent:
    """The event of a row with what it shares; `roles` are those that the shared have in the event we come from."""
    return RelatedEvent(
        id=table.iris(np.array([row], np.int32))[0],
        kind=table.kinds[table.kind[row]],
        title=table.title[row].as_py(),
        date=table.date[row].as_py() or None,
        shares=tuple(
            Shared(role=roles[entity], name=table.entities["name"][entity].as_py(), id=table.entity_iri(entity))
            for entity in dict.fromkeys(shared)
        ),
    )


def card_sentences(graph: Graph, event: str) -> list[CardSentence]:
    """What news cards say of the event, card by card."""
    return [
        CardSentence(text=row["text"], source=source_row(graph, row | {"name": None}))
        for row in graph.rows("event/passages", event=event)
    ]


def merge_candidates(graph: Graph, event: EventRow, text: str = "") -> list[Candidate]:
    """Events that might be the same one: those that a text finds, else those of its organisation that are nearest in time."""
    table = projection(graph)
    rows = table.select(EventFilter(text=text))[-_FOUND:][::-1] if text.strip() else _nearest(table, event)
    titles, dates = (column.take(pa.array(rows)).to_pylist() for column in (table.title, table.date))
    found = [
        Candidate(id=iri, title=title, date=day or None) for iri, title, day in zip(table.iris(rows), titles, dates, strict=True)
    ]
    return [candidate for candidate in found if candidate.id != event.id]


def _nearest(table: Projection, event: EventRow) -> Rows:
    """Rows of the organisation's events, those of the same kind first, and of these the nearest in time."""
    rows = table.taking_part(event.organisation_ids[:1])
    [own] = table.rows_of([event.id])
    distance = np.abs(table.begin[rows].astype(np.int64) - int(table.begin[own]))
    return rows[np.lexsort((distance, table.kind[rows] != table.kind[own]))][: _NEAREST + 1]
