"""Investors and partners that companies have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal, TypeAlias

import numpy as np
import numpy.typing as npt

from kg.views.compare.shapes import Company, MentionRow, TieRow
from kg.views.compare.slices import mentions, names_of, own_rows
from kg.views.graph import Graph
from kg.views.projection import Projection, projection

Sort: TypeAlias = Literal["investor", "partner"]
Events: TypeAlias = dict[int, bool]
"""Events by row, and whether the other leads them."""
_ROLES: dict[Sort, tuple[str, ...]] = {"investor": ("investor", "lead_investor"), "partner": ("partner",)}
_SHARED = 2
"""Companies that an investor or partner deals with to stand in the list."""
MOST = 100
"""Investors, and partners, in the list; those that deal with the most companies, and then the most often, come first."""


def list_shared_ties(graph: Graph, companies: Sequence[Company]) -> tuple[TieRow, ...]:
    """Investors and partners of at least two of these, company by company."""
    table = projection(graph)
    sorts: tuple[Sort, ...] = ("investor", "partner")
    return tuple(tie for sort in sorts for tie in _ties(graph, table, sort, companies))


def _ties(graph: Graph, table: Projection, sort: Sort, companies: Sequence[Company]) -> list[TieRow]:
    fitting = table.in_roles(_ROLES[sort])
    deals = [_deals(table, sort, company, fitting) for company in companies]
    reach = Counter(other for found in deals for other in found)
    often = Counter(other for found in deals for other, rows in found.items() for _ in rows)
    names = names_of(table, [other for other in reach if reach[other] >= _SHARED])
    shared = sorted(names, key=lambda other: (-reach[other], -often[other], names[other][1]))[:MOST]
    rows = np.array(sorted({row for other in shared for found in deals for row in found.get(other, {})}), np.int32)
    told = dict(zip(rows.tolist(), mentions(table, rows), strict=True))
    rounds = _rounds(graph, [event.id for event in told.values()])
    return [
        _tie(sort, names[other], company, found[other], told, rounds)
        for other in shared
        for company, found in zip(companies, deals, strict=True)
        if other in found
    ]


def _deals(table: Projection, sort: Sort, company: Company, fitting: npt.NDArray[np.bool_]) -> dict[int, Events]:
    """Others by place with what ties them to the company. Partners count in both directions."""
    own = np.zeros(table.n, bool)
    own[own_rows(table, company)] = True
    parts = np.flatnonzero(own[table.part_row] & fitting)
    leads = table.part_role[parts] == table.roles.index("lead_investor")
    told = [*zip(table.part_entity[parts].tolist(), table.part_row[parts].tolist(), leads.tolist(), strict=True)]
    if sort == "partner":
        beside = table.taking_part([company.id], _ROLES[sort])
        told += [(other, row, False) for other, row in zip(table.organisation[beside].tolist(), beside.tolist(), strict=True)]
    themselves = set(table.places([company.id]).tolist())
    found: dict[int, Events] = {}
    for other, row, leading in told:
        if other not in themselves:
            events = found.setdefault(other, {})
            events[row] = events.get(row, False) or leading
    return found


def _rounds(graph: Graph, events: Sequence[str]) -> dict[str, str]:
    """The names of the funding rounds among these events."""
    return {row["event"]: row["round"] for row in graph.rows_for("compare/rounds", event=events)}


def _tie(
    sort: Sort, other: tuple[str, str], company: Company, found: Events, told: dict[int, MentionRow], rounds: dict[str, str]
) -> TieRow:
    events = [told[row] for row in sorted(found)]
    return TieRow(
        sort=sort,
        name=other[1],
        id=other[0],
        company=company.name,
        events=tuple(events),
        rounds=tuple(dict.fromkeys(rounds[event.id] for event in events if event.id in rounds)),
        leads=sum(found.values()),
    )
