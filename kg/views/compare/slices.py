"""Slices of the projection as comparisons take them: the events of a company, and events as lists name them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg.ontology import Ontology
from kg.views.compare.shapes import Company, MentionRow
from kg.views.graph import expand
from kg.views.projection import OPEN_BEGIN, OPEN_END, Projection, Rows

Numbers = npt.NDArray[np.int32]
_FIRST_DAY = date(1970, 1, 1).toordinal()


def own_rows(table: Projection, company: Company, kinds: Iterable[str] = ()) -> Rows:
    """Events of which the company is the principal organisation, of these kinds where some are given."""
    own = np.zeros(table.n, bool)
    for place in table.places([company.id]):
        own |= table.organisation == place
    rows = np.flatnonzero(own).astype(np.int32)
    named = [place for place, kind in enumerate(table.kinds) if kind in set(kinds)]
    return rows[np.isin(table.kind[rows], named)] if named else rows


def mentions(table: Projection, rows: Rows) -> list[MentionRow]:
    """These events in their short form, in the same order."""
    place = pa.array(rows)
    columns = (table.title.take(place).to_pylist(), table.date.take(place).to_pylist())
    spans = zip(table.begin[rows].tolist(), table.end[rows].tolist(), strict=True)
    return [
        MentionRow(id=iri, title=title, date=told or None, begin=day(begin), end=day(end))
        for iri, title, told, (begin, end) in zip(table.iris(rows), *columns, spans, strict=True)
    ]


def day(number: int) -> date | None:
    """The day of a number of days since 1970-01-01; `None` for an open end."""
    return None if number in (OPEN_BEGIN, OPEN_END) else date.fromordinal(number + _FIRST_DAY)


def months(days: Numbers) -> Numbers:
    """Months since January 1970. What is open gets a month far away."""
    return days.astype("datetime64[D]").astype("datetime64[M]").astype(np.int32)


def in_time(event: MentionRow) -> tuple[date, date, str]:
    """The order of timelines."""
    return event.begin or event.end or date.min, event.end or date.max, event.title


def unhappened(ontology: Ontology) -> frozenset[str]:
    """Names of the manners in which sources speak of what has not happened: rumour, projection."""
    return frozenset(milestone.statement for milestone in ontology.milestones if not milestone.happened)


def names_of(table: Projection, places: Sequence[int]) -> dict[int, tuple[str, str]]:
    """The IRI and the name of each of these entities, by its place."""
    unique = sorted(set(places))
    named = table.entities.select(["id", "name"]).take(pa.array(unique, pa.int32())).to_pydict()
    iris = [expand(short, "agent") for short in named["id"]]
    return dict(zip(unique, zip(iris, named["name"], strict=True), strict=True))
