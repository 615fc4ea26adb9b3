"""What the browser draws: the marks of chosen lanes as columns, with the words that it needs to name them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import UnknownName
from kg.ontology import Ontology
from kg.terms import IDS, local_name
from kg.views.events import EventFilter
from kg.views.predictions import list_predictions
from kg.views.projection.columns import BEGIN_OPEN, END_OPEN
from kg.views.projection.density import Density
from kg.views.projection.lanes import LaneBy, Lanes, arrange
from kg.views.projection.model import Projection, day_number
from kg.views.projection.table import Rows
from kg.views.projection.wire import encode
from kg.views.shapes import PredictionRow

MOST_TEXTS = 20_000
"""Up to so many events the texts come along; beyond, they are asked for as they are seen."""
MOST_PREDICTIONS = 500
_UNKNOWN = {"glyph": "·", "light": "#6b6b6b", "dark": "#a0a0a0"}
"""The look of a kind that the ontology does not know."""


def marks_of(
    table: Projection, wanted: EventFilter, by: LaneBy, most: int, predictions: Sequence[PredictionRow] = ()
) -> bytes:
    """All marks of the events in a filter. Raises BadInput and UnknownName for a filter that names something unknown."""
    lanes = arrange(table, table.select(wanted), by, most, wanted)
    header = head(table, lanes) | {"predictions": _foretold(predictions, lanes)}
    return encode(header, _columns(table, lanes.row, lanes.lane, texts=lanes.events <= MOST_TEXTS))


def marks_of_rows(table: Projection, rows: Rows, by: LaneBy, most: int) -> bytes:
    """Marks of these events alone, whatever chose them; rows in the order of time."""
    lanes = arrange(table, rows, by, most)
    header = head(table, lanes) | {"predictions": []}
    return encode(header, _columns(table, lanes.row, lanes.lane, texts=lanes.events <= MOST_TEXTS))


def window_of(table: Projection, lanes: Lanes, density: Density, begin: int, end: int, pixels: int) -> bytes:
    """A window of these lanes: mass per lane and pixel, and its marks where they are few.

    `begin` and `end` are days, inclusive. The header's `window` tells them and how many marks there are `inside`.
    """
    inside = (table.end[lanes.row] >= begin) & (table.begin[lanes.row] <= end)
    found = int(np.count_nonzero(inside))
    few = found <= MOST_TEXTS
    row, lane = (lanes.row[inside], lanes.lane[inside]) if few else (lanes.row[:0], lanes.lane[:0])
    header = head(table, lanes) | {
        "marks": len(row),
        "window": {"begin": begin, "end": end, "pixels": pixels, "inside": found},
    }
    mass = density.within(begin, end + 1, pixels)
    return encode(header, {"density": mass.ravel(), **_columns(table, row, lane, texts=few)})


def foretold(table: Projection, wanted: EventFilter, today: date) -> list[PredictionRow]:
    """Predictions about the organisations of a filter, or about anybody, within its time, with their state on a day."""
    given = wanted.parameters(table.graph)
    found = list_predictions(table.graph, today, org=given["org"])
    first, last = given["from"], given["to"]
    return [
        row
        for row in found
        if row.due_by and not (first and row.due_by < first) and not (last and (row.due_from or row.due_by) > last)
    ]


def head(table: Projection, lanes: Lanes) -> dict[str, Any]:
    """Everything in the header but the columns."""
    ontology = table.graph.ontology
    return {
        "snapshot": table.snapshot,
        "events": lanes.events,
        "marks": len(lanes.row),
        "hidden": {"lanes": lanes.left_lanes, "events": lanes.left_events},
        "lanes": [
            {"id": lane.id, "name": _label(ontology, lane.name) if not lane.is_entity else lane.name, "events": lane.events,
             "page": f"profile?id={lane.id}" if lane.is_entity else None}
            for lane in lanes.lanes
        ],
        "kinds": [kind_head(ontology, name) for name in table.kinds],
        "statuses": [status_head(ontology, name) for name in table.statuses],
        "domain": _domain(table, lanes.row),
    }  # fmt: skip


# --- parts ------------------------------------------------------------------------------------------------------------------


def _columns(table: Projection, row: Rows, lane: npt.NDArray[np.uint16], *, texts: bool) -> dict[str, Any]:
    found: dict[str, Any] = {
        "row": row.astype(np.uint32),
        "lane": lane,
        "begin": table.begin[row],
        "end": table.end[row],
        "kind": table.kind[row],
        "status": table.status[row],
        "flags": table.flags[row],
        "weight": table.weight[row],
    }
    if texts:
        at = pa.array(row)
        ids = table.id.take(at)
        found |= {"title": table.title.take(at), "date": table.date.take(at), "who": who(table, row), "id": ids}
    return found


def who(table: Projection, rows: Rows) -> pa.StringArray:
    """Names of the organisations that take part in each of these events, the principal one first."""
    distinct, back = np.unique(rows, return_inverse=True)
    inside = np.zeros(table.n, bool)
    inside[distinct] = True
    parts = inside[table.part_row] & table.of_class("Organization")[table.part_entity]
    row, entity = table.part_row[parts], table.part_entity[parts]
    row, entity = np.append(row, distinct), np.append(entity, table.organisation[distinct])
    first = entity == table.organisation[row]
    order = np.lexsort((entity, ~first, row))
    row, entity = row[order], entity[order]
    fresh = np.ones(len(row), bool)
    fresh[1:] = (row[1:] != row[:-1]) | (entity[1:] != entity[:-1])
    names = table.entities["name"].combine_chunks().take(pa.array(entity[fresh]))
    offsets = np.searchsorted(row[fresh], np.append(distinct, table.n)).astype(np.int32)
    return pc.binary_join(pa.ListArray.from_arrays(pa.array(offsets), names), ", ").take(pa.array(back))


def _domain(table: Projection, row: Rows) -> list[int] | None:
    """First and last day of what is there, open ends left aside."""
    begin, end, flags = table.begin[row], table.end[row], table.flags[row]
    days = np.concatenate([begin[flags & BEGIN_OPEN == 0], end[flags & END_OPEN == 0]])
    return [int(days.min()), int(days.max())] if len(days) else None


def _foretold(predictions: Sequence[PredictionRow], lanes: Lanes) -> list[dict[str, Any]]:
    """The nearest predictions that have a last day, each with the lane of the first whom it is about."""
    places = {lane.id: place for place, lane in enumerate(lanes.lanes) if lane.is_entity}
    dated = [(row, row.due_by) for row in predictions if row.due_by is not None]
    return [
        {
            "id": local_name(row.id),
            "statement": row.statement,
            "lane": next((places[short] for about in row.about_ids if (short := about.removeprefix(IDS)) in places), None),
            "begin": day_number(row.due_from) if row.due_from else None,
            "end": day_number(due),
            "state": row.status,
            "by": row.source.name,
            "page": f"predictions?id={local_name(row.id)}",
        }
        for row, due in dated[:MOST_PREDICTIONS]
    ]


def _label(ontology: Ontology, kind: str) -> str:
    return str(kind_head(ontology, kind)["plural"])


def kind_head(ontology: Ontology, name: str) -> dict[str, Any]:
    """How the header tells of a kind; of one that the ontology does not know, by its name alone."""
    try:
        kind = ontology.kind(name)
    except UnknownName:  # of an ontology that was in use when the events came in
        return {"name": name, "label": name, "plural": name, **_UNKNOWN}
    return {"name": kind.name, "label": kind.label, "plural": kind.plural, "glyph": kind.glyph, "light": kind.colour_light,
            "dark": kind.colour_dark}  # fmt: skip


def status_head(ontology: Ontology, name: str) -> dict[str, str]:
    """How the header tells of a statement kind."""
    kind = ontology.statement_kind(name)
    return {"name": kind.name, "label": kind.label, "glyph": kind.glyph}
