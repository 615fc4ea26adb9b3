"""Which companies are compared, and which others would be worth it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from kg.errors import BadInput
from kg.terms import ORG
from kg.views.compare.shapes import Company, Rival
from kg.views.entities import entity_row, find_entities
from kg.views.graph import Graph
from kg.views.projection import Projection, pairs, projection

FEWEST, MOST = 2, 6
_SUGGESTED = 8


def choose_companies(graph: Graph, names: Sequence[str]) -> tuple[Company, ...]:
    """Two to six companies by name or id, in the order given.

    Raises BadInput where there are fewer or more, and UnknownName where one is not known.
    """
    found = {iri: Company(id=iri, name=entity_row(graph, iri).name) for name in names for iri in _named(graph, name)}
    if not FEWEST <= len(found) <= MOST:
        raise BadInput(f"{len(found)} companies cannot be compared; name {FEWEST} to {MOST} different ones")
    return tuple(found.values())


def _named(graph: Graph, name: str) -> list[str]:
    """Of several things of one name, the organisation: Mistral is a company and a model."""
    found = find_entities(graph, name)
    return [iri for iri in found if graph.is_a(iri, ORG.Organization)] or found


def suggest_rivals(graph: Graph, companies: Sequence[Company]) -> tuple[Rival, ...]:
    """Companies that stand beside these in comparison tables, or share investors with them; the likeliest first."""
    ids = [company.id for company in companies]
    tables = {row["other"]: row["tables"] for row in graph.rows("compare/rivals", org=ids)}
    backed = _backed(projection(graph), companies)
    others = [iri for iri in dict.fromkeys((*tables, *backed)) if iri not in ids]
    likeliest = sorted(others, key=lambda iri: (-2 * tables.get(iri, 0) - backed.get(iri, 0), iri))[:_SUGGESTED]
    return tuple(
        Rival(id=iri, name=entity_row(graph, iri).name, tables=tables.get(iri, 0), investors=backed.get(iri, 0))
        for iri in likeliest
    )


def _backed(table: Projection, companies: Sequence[Company]) -> dict[str, int]:
    """Who took money from the investors of these companies, and from how many of them; the busiest alone."""
    invests = np.flatnonzero(table.in_roles(("investor", "lead_investor")))
    recipient, investor = table.organisation[table.part_row[invests]], table.part_entity[invests]
    ours, sharing = np.zeros(len(table.entities), bool), np.zeros(len(table.entities), bool)
    ours[table.places([company.id for company in companies])] = True
    sharing[investor[ours[recipient]]] = True
    shared = sharing[investor]
    others, investors = np.unique(pairs(recipient[shared], investor[shared])[0], return_counts=True)
    busiest = np.argsort(-investors, kind="stable")[: _SUGGESTED + MOST]
    return {table.entity_iri(int(others[place])): int(investors[place]) for place in busiest}
