"""A few events as the bytes of a timeline, where no snapshot holds them: a preview, a profile, a comparison."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pyarrow as pa

from kg.dates import Moment
from kg.ontology import Ontology
from kg.terms import IDS, local_name
from kg.views.projection.columns import (
    APPROXIMATE,
    BEGIN_OPEN,
    DATE_DISPUTED,
    DISPUTED,
    END_OPEN,
    HAS_AMOUNT,
    OPEN_BEGIN,
    OPEN_END,
    UNCERTAIN,
)
from kg.views.projection.marks import kind_head, status_head
from kg.views.projection.model import day_number
from kg.views.projection.wire import encode
from kg.views.shapes import EventRow


def inline_marks(
    events: Sequence[EventRow],
    ontology: Ontology,
    lanes: Mapping[str, str] | None = None,
    date_disputed: frozenset[str] = frozenset(),
) -> bytes:
    """These events as marks with their texts, in the form of `kg.views.projection.wire`.

    `lanes` are ids of entities with their names, in the order in which they are shown: each gets all events that the entity
    takes part in. Without them an event stands in the lane of its principal organisation. `row` is the place in `events`;
    `date_disputed` are ids of events whose date is in dispute, which an EventRow does not tell.
    """
    named = dict(lanes) if lanes is not None else {one.organisation_ids[0]: one.organisations[0] for one in events}
    place = {iri: number for number, iri in enumerate(named)}
    pairs = sorted(
        (place[iri], day_number(event.begin) if event.begin else OPEN_BEGIN, row)
        for row, event in enumerate(events)
        for iri in _lanes_of(event, named, chosen=lanes is not None)
    )
    kinds = {kind.name: number for number, kind in enumerate(ontology.kinds)}
    statuses = {kind.name: number for number, kind in enumerate(ontology.statement_kinds)}
    marks = [events[row] for _, _, row in pairs]
    days = [day_number(day) for event in marks for day in (event.begin, event.end) if day]
    header = {
        "snapshot": "",
        "events": len({event.id for event in marks}),
        "marks": len(marks),
        "hidden": {"lanes": 0, "events": len({event.id for event in events} - {event.id for event in marks})},
        "lanes": [
            {"id": iri.removeprefix(IDS), "name": name, "events": sum(lane == number for lane, _, _ in pairs),
             "page": f"profile?id={iri.removeprefix(IDS)}"}
            for number, (iri, name) in enumerate(named.items())
        ],
        "kinds": [kind_head(ontology, name) for name in kinds],
        "statuses": [status_head(ontology, name) for name in statuses],
        "domain": [min(days), max(days)] if days else None,
        "predictions": [],
    }  # fmt: skip
    return encode(header, {
        "row": np.array([row for _, _, row in pairs], np.uint32),
        "lane": np.array([lane for lane, _, _ in pairs], np.uint16),
        "begin": np.array([begin for _, begin, _ in pairs], np.int32),
        "end": np.array([day_number(event.end) if event.end else OPEN_END for event in marks], np.int32),
        "kind": np.array([kinds[event.kind] for event in marks], np.uint8),
        "status": np.array([statuses[event.status] for event in marks], np.uint8),
        "flags": np.array([_flags(event, event.id in date_disputed) for event in marks], np.uint16),
        "weight": np.array([min(255, 60 + 25 * event.told_by + 25 * event.disputed) for event in marks], np.uint8),
        "title": pa.array([event.title for event in marks], pa.string()),
        "date": pa.array([event.date or "" for event in marks], pa.string()),
        "who": pa.array([", ".join(event.organisations) for event in marks], pa.string()),
        "id": pa.array([local_name(event.id) for event in marks], pa.string()),
    })  # fmt: skip


def _lanes_of(event: EventRow, named: Mapping[str, str], *, chosen: bool) -> list[str]:
    """The lanes in which an event stands."""
    if not chosen:
        return [event.organisation_ids[0]]
    involved = {*event.organisation_ids, *(part.id for part in event.participants)}
    return [iri for iri in named if iri in involved]


def _flags(event: EventRow, date_disputed: bool) -> int:
    moment = Moment.parse(event.date) if event.date else None
    told = {
        DISPUTED: event.disputed,
        DATE_DISPUTED: date_disputed,
        APPROXIMATE: moment is not None and moment.approximate,
        UNCERTAIN: moment is not None and moment.uncertain,
        BEGIN_OPEN: event.begin is None,
        END_OPEN: event.end is None,
        HAS_AMOUNT: event.amount is not None and any(
            figure is not None for figure in (event.amount.value, event.amount.min, event.amount.max)
        ),
    }  # fmt: skip
    return sum(bit for bit, holds in told.items() if holds)
