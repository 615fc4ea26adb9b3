"""Launch cadence: the days between one launch and the next, as exactly as the dates are known."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import pairwise
from statistics import median

from kg.views.compare.kinds import LAUNCHES
from kg.views.compare.shapes import CadenceRow, Company, GapRow, MentionRow
from kg.views.compare.slices import in_time, mentions, own_rows
from kg.views.graph import Graph
from kg.views.projection import projection

_A_MONTH = 31
"""Days that a date may span to stand in a gap: of two launches of one year nobody knows which came first."""


def list_cadence(graph: Graph, companies: Sequence[Company]) -> tuple[CadenceRow, ...]:
    """One row for each company, in their order."""
    table = projection(graph)
    return tuple(_cadence(company.name, mentions(table, own_rows(table, company, LAUNCHES))) for company in companies)


def _cadence(company: str, launches: Sequence[MentionRow]) -> CadenceRow:
    gaps = tuple(gaps_between(launches))
    return CadenceRow(
        company=company,
        launches=len(launches),
        vague=sum(not _is_sharp(launch) for launch in launches),
        gaps=gaps,
        median_least=median(gap.least for gap in gaps) if gaps else None,
        median_most=median(gap.most for gap in gaps) if gaps else None,
    )


def gaps_between(launches: Iterable[MentionRow]) -> Iterable[GapRow]:
    """The gaps between launches known to the month or better, one after another."""
    sharp = sorted(filter(_is_sharp, launches), key=in_time)
    for before, after in pairwise(sharp):
        least, most = _days(before.end, after.begin), _days(before.begin, after.end)
        yield GapRow(before=before, after=after, least=max(least, 0), most=most)


def _is_sharp(launch: MentionRow) -> bool:
    return bool(launch.begin and launch.end) and _days(launch.begin, launch.end) < _A_MONTH


def _days(first: date | None, last: date | None) -> int:
    assert first  # only sharp launches come here
    assert last
    return (last - first).days
