"""What a front page tells at a glance: how much there is, what is newest, what is freshly disputed, where nobody looked twice."""

from __future__ import annotations

from datetime import date

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from kg.views.disputes import list_disputes
from kg.views.events import events_by_id
from kg.views.graph import Graph, expand
from kg.views.projection import BEGIN_OPEN, DISPUTED, OPEN_END, projection
from kg.views.shapes import DisputeRow, EventRow

_FEWEST = 3
"""Events of a company from which on its coverage is judged."""
_EPOCH = date(1970, 1, 1).toordinal()


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class Totals(_Row):
    """How much there is. `disputed` counts events."""

    events: int
    disputed: int
    companies: int
    people: int
    models: int
    sources: int


class ThinRow(_Row):
    """A company of whose events few are told by more than one source. `last` is the day on which the latest of them began."""

    id: str
    name: str
    events: int
    confirmed: int
    """Events that two sources tell, or more."""
    last: date | None


class MonthRow(_Row):
    """How many sources told of events for the first time in a month, such as 2026-04."""

    month: str
    sources: int


def totals(graph: Graph) -> Totals:
    """Events, companies, people, models and sources of the graph."""
    table = projection(graph)
    classes = pc.value_counts(pc.list_flatten(table.entities["types"]))
    counted = dict(zip(classes.field("values").to_pylist(), classes.field("counts").to_pylist(), strict=True))
    return Totals(
        events=table.n,
        disputed=int(np.count_nonzero(table.flags & DISPUTED)),
        companies=counted.get("Organization", 0),
        people=counted.get("Person", 0),
        models=counted.get("AIModel", 0),
        sources=len(table.sources),
    )


def newest_events(graph: Graph, today: date, count: int) -> tuple[EventRow, ...]:
    """The last events that had begun by a day, the newest first."""
    table = projection(graph)
    wanted = table.iris(table.newest(count, today))
    rows = {row.id: row for row in events_by_id(graph, wanted)}
    return tuple(rows[event] for event in wanted)


def fresh_disputes(graph: Graph, count: int) -> tuple[DisputeRow, ...]:
    """The disputes that arose last, the newest first; those that nobody dates are left out."""
    disputes = projection(graph).disputes
    dated = disputes.newest_first[: int(np.count_nonzero(disputes.since != OPEN_END))]
    wanted = [expand(short, "dispute") for short in disputes.id.take(pa.array(dated[:count])).to_pylist()]
    return tuple(list_disputes(graph, ids=wanted)) if wanted else ()


def thin_coverage(graph: Graph, count: int) -> tuple[ThinRow, ...]:
    """The companies with the most events that only one source tells, where those are more than half of their events."""
    table = projection(graph)
    size = len(table.entities)
    events = np.bincount(table.organisation, minlength=size)
    confirmed = np.bincount(table.organisation[table.told_by > 1], minlength=size)
    last = np.full(size, -(2**31), np.int64)
    begun = table.flags & BEGIN_OPEN == 0
    np.maximum.at(last, table.organisation[begun], table.begin[begun])
    thin = np.flatnonzero((events >= _FEWEST) & (confirmed * 2 < events))
    order = thin[np.lexsort((thin, confirmed[thin] - events[thin]))][:count]
    return tuple(
        ThinRow(
            id=table.entity_iri(place),
            name=table.entities["name"][int(place)].as_py(),
            events=int(events[place]),
            confirmed=int(confirmed[place]),
            last=date.fromordinal(_EPOCH + int(last[place])) if last[place] > -(2**31) else None,
        )
        for place in order
    )


def sources_by_month(graph: Graph, months: int) -> tuple[MonthRow, ...]:
    """How many sources first told of events in each of the last months with any, and in those between; the oldest first."""
    table = projection(graph)
    first = np.full(len(table.sources), OPEN_END, np.int32)
    np.minimum.at(first, table.source, table.source_known)
    dated = first[first != OPEN_END].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    if not len(dated):
        return ()
    counted = np.bincount(dated - dated.min())[-months:]
    begin = int(dated.max()) - len(counted) + 1
    return tuple(
        MonthRow(month=str(np.datetime64(begin + place, "M")), sources=sources) for place, sources in enumerate(counted.tolist())
    )
