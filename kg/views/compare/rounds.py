"""Funding round by round: as it is told, with the sums that sources tell otherwise."""

from __future__ import annotations

from collections.abc import Sequence

from kg.views.compare.kinds import FUNDING
from kg.views.compare.shapes import Company, RoundRow
from kg.views.compare.slices import own_rows, unhappened
from kg.views.compare.sums import standing
from kg.views.disputes import list_disputes
from kg.views.events import events_by_id
from kg.views.graph import Graph
from kg.views.projection import projection
from kg.views.shapes import EventRow, PositionRow


def list_rounds(graph: Graph, companies: Sequence[Company], most: int | None = None) -> tuple[RoundRow, ...]:
    """The rounds of each company in the order of time, the last `most` of each, with investors, sources and alternatives."""
    table = projection(graph)
    chosen = {company.id: table.iris(own_rows(table, company, FUNDING)[-most if most else 0 :]) for company in companies}
    wanted = [iri for iris in chosen.values() for iri in iris]
    events = {event.id: event for event in events_by_id(graph, wanted)}
    contested = [event.id for event in events.values() if event.disputed]
    disputes = list_disputes(graph, event=contested) if contested else []
    alternatives = {dispute.event: dispute.positions for dispute in disputes if dispute.property == "amount"}
    pending = unhappened(graph.ontology)
    return tuple(
        _round(company.name, events[iri], alternatives.get(iri, ()), happened=events[iri].status not in pending)
        for company in companies
        for iri in chosen[company.id]
    )


def _round(company: str, event: EventRow, alternatives: tuple[PositionRow, ...], *, happened: bool) -> RoundRow:
    place = standing(event.amount, event.begin, event.end, happened=happened)
    return RoundRow(company=company, event=event, standing=place, alternatives=alternatives)
