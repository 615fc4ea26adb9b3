"""Events counted by kind and time, each where it surely belongs: in its quarter, else in its year, else in neither."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from kg.views.compare.shapes import Company, CountRow, CoverageRow
from kg.views.compare.slices import months, own_rows
from kg.views.graph import Graph
from kg.views.projection import BEGIN_OPEN, END_OPEN, Projection, pairs, projection

THIN = 3
"""Sources of a year below which an absence tells little."""


def count_events(graph: Graph, companies: Sequence[Company]) -> tuple[CountRow, ...]:
    """Events whose principal organisation is one of these, by kind and time. A year is never put into its first quarter."""
    table = projection(graph)
    return tuple(row for company in companies for row in _counts(table, company))


def _counts(table: Projection, company: Company) -> Iterable[CountRow]:
    rows = own_rows(table, company)
    first, last = months(table.begin[rows]), months(table.end[rows])
    known = table.flags[rows] & (BEGIN_OPEN | END_OPEN) == 0
    in_year = known & (first // 12 == last // 12)
    in_quarter = known & (first // 3 == last // 3)
    years = np.where(in_year, 1970 + first // 12, 0)
    quarters = np.where(in_quarter, 1 + first // 3 % 4, 0)
    cells, numbers = np.unique((table.kind[rows].astype(np.int64) << 32) + years * 5 + quarters, return_counts=True)
    for cell, events in zip(cells.tolist(), numbers.tolist(), strict=True):
        kind, (year, quarter) = cell >> 32, divmod(cell & 0xFFFFFFFF, 5)
        yield CountRow(company=company.name, kind=table.kinds[kind], year=year or None, quarter=quarter or None, events=events)


def list_coverage(graph: Graph, companies: Sequence[Company]) -> tuple[CoverageRow, ...]:
    """Sources by company and year of what they tell of."""
    table = projection(graph)
    return tuple(row for company in companies for row in _coverage(table, company))


def _coverage(table: Projection, company: Company) -> Iterable[CoverageRow]:
    chosen = np.zeros(table.n, bool)
    chosen[table.taking_part([company.id])] = True
    chosen &= table.flags & BEGIN_OPEN == 0
    chosen[chosen] = table.told_by[chosen] > 0
    year = 1970 + months(table.begin[chosen]) // 12
    told = chosen[table.source_row]
    told_year = 1970 + months(table.begin[table.source_row[told]]) // 12
    heard, _ = pairs(told_year, table.source[told])
    for when, events in zip(*(column.tolist() for column in np.unique(year, return_counts=True)), strict=True):
        sources = int(np.count_nonzero(heard == when))
        yield CoverageRow(company=company.name, year=when, events=events, sources=sources, thin=sources < THIN)
