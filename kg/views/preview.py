"""What an ingest would do to the events: which are new, which others told already, and which become disputed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pyoxigraph import DefaultGraph, NamedNode

from kg.terms import DCTERMS
from kg.views.disputes import list_disputes
from kg.views.events import events_by_id
from kg.views.graph import Graph
from kg.views.shapes import EventRow, PreviewRow


def preview_events(before: Graph, after: Graph, events: Sequence[str]) -> list[PreviewRow]:
    """These events as they would be, each with its difference from what is believed now, in the order of time."""
    disputes = _disputed_properties(after, events)
    known = {event: _earlier(before, after, event) for event in events}
    older = {row.id: row for row in events_by_id(before, sorted({name for names in known.values() for name in names}))}
    disputed_before = _disputed_properties(before, list(older))
    found = []
    for row in events_by_id(after, events):
        mine = [older[name] for name in known[row.id] if name in older]
        fresh = disputes.get(row.id, set()).difference(*(disputed_before.get(one.id, set()) for one in mine))
        sources = {source.id for one in mine for source in one.sources}
        found.append(PreviewRow(event=row, effect=_effect(row, mine), told_by=len(sources), newly_disputed=tuple(sorted(fresh))))
    return found


def _effect(row: EventRow, mine: list[EventRow]) -> Literal["new", "joins", "unchanged"]:
    if not mine:
        return "new"
    return "unchanged" if mine == [row] else "joins"


def _earlier(before: Graph, after: Graph, event: str) -> list[str]:
    """The events of before that are this one now: itself, and those that it took in or that took it in."""
    replaced = after.reader.quads(None, DCTERMS.isReplacedBy, NamedNode(event), DefaultGraph())
    names = [event, *(quad.subject.value for quad in replaced if isinstance(quad.subject, NamedNode))]
    return sorted({before.now_called(name) for name in names})


def _disputed_properties(graph: Graph, events: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for dispute in list_disputes(graph, event=events) if events else []:
        found.setdefault(dispute.event, set()).add(dispute.property)
    return found
