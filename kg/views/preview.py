"""What an ingest would do to the events: which are new, joined, changed or gone, and which become disputed or settled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from pyoxigraph import DefaultGraph, NamedNode

from kg.terms import DCTERMS, EL
from kg.views.disputes import list_disputes
from kg.views.events import events_by_id
from kg.views.graph import Graph
from kg.views.shapes import EventRow, Preview, PreviewRow, ValueRow

MOST = 2000
"""Events that are looked at one by one; of more, the first by their ids."""


def preview(before: Graph, after: Graph, touched: Sequence[str]) -> Preview:
    """The events that a change touches, those it leaves as they were apart. `touched` are events of before or of after."""
    now = sorted({after.now_called(event) for event in touched if after.is_a(after.now_called(event), EL.Event)})
    rows = preview_events(before, after, now[:MOST])
    left = {event for event in touched if before.is_a(event, EL.Event) and not _lives_on(event, after)}
    return Preview(
        rows=tuple(row for row in rows if row.effect != "unchanged"),
        lost=tuple(events_by_id(before, sorted(left)[:MOST])),
        unchanged=sum(row.effect == "unchanged" for row in rows),
        left_out=max(0, len(now) - MOST) + max(0, len(left) - MOST),
    )


def preview_events(before: Graph, after: Graph, events: Sequence[str]) -> list[PreviewRow]:
    """These events as they would be, each with its difference from what is believed now, in the order of time."""
    disputes = _disputed_properties(after, events)
    known = {event: _earlier(before, after, event) for event in events}
    older = {row.id: row for row in events_by_id(before, sorted({name for names in known.values() for name in names}))}
    disputed_before = _disputed_properties(before, list(older))
    found = []
    for row in events_by_id(after, events):
        mine = [older[name] for name in known[row.id] if name in older]
        contested = disputes.get(row.id, set())
        was_contested = {name for one in mine for name in disputed_before.get(one.id, set())}
        found.append(
            PreviewRow(
                event=row,
                effect=_effect(row, mine),
                told_by=len({source.id for one in mine for source in one.sources}),
                newly_disputed=tuple(sorted(contested - was_contested)),
                settled=tuple(sorted(was_contested - contested)),
                changed=tuple(_changes(row, mine)),
                takes_in=tuple(one.title for one in mine if one.id != row.id),
            )
        )
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


def _lives_on(event: str, after: Graph) -> bool:
    """Whether it is an event still, or part of another."""
    return after.is_a(after.now_called(event), EL.Event)


def _disputed_properties(graph: Graph, events: Sequence[str]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for dispute in list_disputes(graph, event=events) if events else []:
        found.setdefault(dispute.event, set()).add(dispute.property)
    return found


# --- values -----------------------------------------------------------------------------------------------------------------


def _changes(row: EventRow, mine: Sequence[EventRow]) -> Iterator[ValueRow]:
    """Believed values that differ from those of before; nothing for an event that is new."""
    if not mine:
        return
    earlier = [_believed(one) for one in mine]
    now = _believed(row)
    for name in dict.fromkeys((*now, *(name for one in earlier for name in one))):
        told, after = list(dict.fromkeys(one[name] for one in earlier if name in one)), now.get(name)
        if told != ([after] if after else []):
            yield ValueRow(property=name, before=" / ".join(told) or None, after=after)


def _believed(event: EventRow) -> Mapping[str, str]:
    """What is believed of an event, by property."""
    roles: dict[str, list[str]] = {}
    for part in event.participants:
        roles.setdefault(part.role, []).append(part.name)
    values = {
        "title": event.title,
        "kind": event.kind,
        "organisation": event.organisations[0] if event.organisations else None,
        "date": event.date,
        **{named.name: named.date for named in event.named_dates},
        "amount": str(event.amount) if event.amount else None,
        "valuation": str(event.valuation) if event.valuation else None,
        "round": event.round,
        "status": event.status,
        **{role: ", ".join(names) for role, names in roles.items()},
    }
    return {name: value for name, value in values.items() if value}
