"""Companies side by side: counts, funding, launches, people, and what is claimed of their features."""

from __future__ import annotations

from collections.abc import Sequence

from kg.errors import BadInput
from kg.terms import ORG, local_name
from kg.views.entities import entity_row, find_entities
from kg.views.events import EventFilter, list_events, source_row
from kg.views.graph import Graph
from kg.views.shapes import Comparison, CountRow, CoverageRow, EventRow, FeatureRow

FEWEST, MOST = 2, 6


def compare(graph: Graph, names: Sequence[str]) -> Comparison:
    """Two to six companies, by name or id. Raises BadInput where there are fewer, more, or one is unknown."""
    companies = {iri: entity_row(graph, iri).name for name in names for iri in _companies(graph, name)}
    if not FEWEST <= len(companies) <= MOST:
        raise BadInput(f"{len(companies)} companies cannot be compared; name {FEWEST} to {MOST} different ones")
    ids = list(companies)
    events = list_events(graph, EventFilter(organisations=tuple(ids)))
    return Comparison(
        companies=tuple(companies.values()),
        counts=tuple(
            CountRow(company=row["name"], kind=local_name(row["kind"]), year=row.get("year"), events=row["events"])
            for row in graph.rows("compare/counts", org=ids)
        ),
        funding=_of_kinds(events, ids, "Investment", "IPO"),
        launches=_of_kinds(events, ids, "ModelLaunch", "ProductLaunch"),
        hires=_of_kinds(events, ids, "Hire"),
        departures=_of_kinds(events, ids, "Departure"),
        features=tuple(list_features(graph, ids)),
        coverage=tuple(
            CoverageRow(company=row["name"], year=row["year"], events=row["events"], sources=row["sources"])
            for row in graph.rows("overview/coverage", org=ids)
            if "year" in row
        ),
    )


def _companies(graph: Graph, name: str) -> list[str]:
    """Of several things of one name, the organisation: Mistral is a company and a model."""
    found = find_entities(graph, name)
    return [iri for iri in found if graph.is_a(iri, ORG.Organization)] or found


def _of_kinds(events: list[EventRow], companies: Sequence[str], *kinds: str) -> tuple[EventRow, ...]:
    """Events of these kinds whose principal organisation is one of the companies."""
    return tuple(event for event in events if event.kind in kinds and event.organisation_ids[0] in companies)


def list_features(graph: Graph, companies: Sequence[str]) -> list[FeatureRow]:
    """Feature claims about these companies, by feature; about everyone where none is named."""
    return [
        FeatureRow(
            id=row["claim"],
            company=row["name"],
            company_id=row["about"],
            feature=row["feature"],
            value=row["value"],
            qualifier=row.get("qualifier"),
            context=row.get("context"),
            source=source_row(graph, row | {"name": None}),
        )
        for row in graph.rows("compare/features", org=list(companies))
    ]
