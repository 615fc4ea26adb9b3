"""What companies took: what it surely and at most adds up to by each day, and in all.

Nothing is converted between currencies. A range counts with both its ends, "up to" from nothing to its figure, "over" with
its figure as the least and no limit above; a round of 2024 surely stands in the sum from the end of 2024, and may from its
beginning. Rumours and plans are told but never added.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

import numpy as np
import pyarrow as pa

from kg.views.compare.kinds import FUNDING
from kg.views.compare.shapes import Company, Funding, FundingStep, FundingTotal, Standing
from kg.views.compare.slices import day, own_rows, unhappened
from kg.views.compare.sums import Sum, standing, summed
from kg.views.graph import Graph
from kg.views.projection import projection
from kg.views.shapes import MoneyRow

_FIGURES = ["minimum", "value", "maximum", "currency", "qualifier"]


class _Part(NamedTuple):
    begin: date
    end: date
    sum: Sum


def add_up(graph: Graph, companies: Sequence[Company]) -> Funding:
    """Running totals and what is left out of them, for any number of rounds."""
    parts: defaultdict[tuple[str, str], list[_Part]] = defaultdict(list)
    left_out: defaultdict[str, Counter[Standing]] = defaultdict(Counter)
    for company in companies:
        for begin, end, money, happened in _told(graph, company):
            place = standing(money, begin, end, happened=happened)
            if place == "counted" and begin and end and money.currency and (counted := summed(money)):
                parts[company.name, money.currency].append(_Part(begin, end, counted))
            else:
                left_out[company.name][place] += 1
    return Funding(
        steps=tuple(step for key, own in parts.items() for step in _steps(*key, own)),
        totals=tuple(_total(*key, own) for key, own in parts.items()),
        left_out={company: dict(reasons) for company, reasons in left_out.items()},
    )


def _told(graph: Graph, company: Company) -> Iterable[tuple[date | None, date | None, MoneyRow, bool]]:
    """First and last day, sum, and whether it happened, of every funding event of a company."""
    table = projection(graph)
    rows = own_rows(table, company, FUNDING)
    pending = unhappened(graph.ontology)
    waiting = np.isin(table.status[rows], [place for place, name in enumerate(table.statuses) if name in pending])
    figures = table.columns.events.select(_FIGURES).take(pa.array(rows)).to_pydict()
    spans = (table.begin[rows].tolist(), table.end[rows].tolist(), waiting.tolist())
    for begin, end, waits, low, value, high, currency, qualifier in zip(*spans, *figures.values(), strict=True):
        money = MoneyRow(value=_decimal(value), min=_decimal(low), max=_decimal(high), currency=currency, qualifier=qualifier)
        yield day(begin), day(end), money, not waits


def _decimal(figure: float | None) -> Decimal | None:
    if figure is None:
        return None
    return Decimal(int(figure)) if figure.is_integer() else Decimal(repr(figure))


def _steps(company: str, currency: str, parts: Sequence[_Part]) -> Iterable[FundingStep]:
    """One step on each day on which the least or the most changes, and one of nothing on the day before the first."""
    low: defaultdict[date, Decimal] = defaultdict(Decimal)
    high: defaultdict[date, Decimal] = defaultdict(Decimal)
    for part in parts:
        high[part.begin] += part.sum.high
        low[part.end] += part.sum.low
    least = most = Decimal(0)
    days = sorted({*low, *high})
    yield FundingStep(company=company, currency=currency, day=days[0] - timedelta(days=1), low=least, high=most)
    for when in days:
        least, most = least + low[when], most + high[when]
        yield FundingStep(company=company, currency=currency, day=when, low=least, high=most)


def _total(company: str, currency: str, parts: Sequence[_Part]) -> FundingTotal:
    return FundingTotal(
        company=company,
        currency=currency,
        rounds=len(parts),
        exact=sum(part.sum.exact for part in parts),
        open=sum(part.sum.open for part in parts),
        low=sum((part.sum.low for part in parts), Decimal(0)),
        high=sum((part.sum.high for part in parts), Decimal(0)),
    )
