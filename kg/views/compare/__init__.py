"""Companies side by side: counts, coverage, funding, launches, people, shared investors, and what is claimed of them."""

from __future__ import annotations

from collections.abc import Sequence

from kg.views.compare.cadence import list_cadence
from kg.views.compare.companies import FEWEST, MOST, choose_companies, suggest_rivals
from kg.views.compare.counts import count_events, list_coverage
from kg.views.compare.features import list_cells, list_features, list_tables
from kg.views.compare.funding import add_up
from kg.views.compare.kinds import FUNDING, LAUNCHES, kind_iris
from kg.views.compare.people import flow_of_people, list_moves
from kg.views.compare.rounds import list_rounds
from kg.views.compare.shapes import Comparison
from kg.views.compare.ties import list_shared_ties
from kg.views.graph import Graph


def compare(graph: Graph, names: Sequence[str]) -> Comparison:
    """Two to six companies, by name or id, all at once. Raises BadInput where there are fewer, more, or one is unknown."""
    companies = choose_companies(graph, names)
    return Comparison(
        companies=tuple(company.name for company in companies),
        counts=count_events(graph, companies),
        coverage=list_coverage(graph, companies),
        funding=list_rounds(graph, companies),
        totals=add_up(graph, companies).totals,
        cadence=list_cadence(graph, companies),
        moves=list_moves(graph, companies),
        ties=list_shared_ties(graph, companies),
        features=list_cells(graph, companies),
        tables=list_tables(graph, companies),
    )


__all__ = [
    "FEWEST",
    "FUNDING",
    "LAUNCHES",
    "MOST",
    "add_up",
    "choose_companies",
    "compare",
    "count_events",
    "flow_of_people",
    "kind_iris",
    "list_cadence",
    "list_cells",
    "list_coverage",
    "list_features",
    "list_moves",
    "list_rounds",
    "list_shared_ties",
    "list_tables",
    "suggest_rivals",
]
