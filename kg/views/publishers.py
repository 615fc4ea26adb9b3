"""Publishers: how much each tells and in what manner, how often it is contradicted, how often it was first, what it foretold."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from kg.errors import UnknownName
from kg.terms import IDS, local_name
from kg.views.disputes import list_disputes
from kg.views.events import events_by_id, source_row
from kg.views.graph import Graph
from kg.views.predictions import score_predictions
from kg.views.projection import OPEN_END, Projection, Rows, projection
from kg.views.projection.ask import TEXT, ask
from kg.views.shapes import DisputeRow, EventRow, LagRow, SourceSummary
from kg.views.sources import list_lags


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class MannerRow(_Row):
    """How many events a publisher tells in one manner."""

    statement: str
    events: int


class PublisherRow(_Row):
    """One publisher: its sources, the events that they tell of, and those of them that another publisher tells of too."""

    id: str
    name: str
    sources: int
    events: int
    manners: tuple[MannerRow, ...]
    shared: int


class StandingRow(_Row):
    """How a publisher stands among others; each share has its own whole, since nobody is contradicted who speaks alone.

    In `contested` events another source contradicts it, and in `overruled` of those a value of it is not believed. `dated` are
    the events of which it and another publisher tell on days that are known; in `first` of them nobody told earlier.
    """

    contested: int
    overruled: int
    dated: int
    first: int


class ForetoldRow(_Row):
    """What became of a publisher's predictions: `came_true` of those that fell `due`, confirmed or by evidence."""

    predictions: int
    due: int
    came_true: int


class PublisherDetail(_Row):
    """One publisher with what it published."""

    publisher: PublisherRow
    standing: StandingRow
    lag: LagRow | None
    foretold: ForetoldRow | None
    sources: tuple[SourceSummary, ...]
    """Its sources, the newest first, once for each manner in which they speak."""
    events: tuple[EventRow, ...]
    """The latest events that it tells of."""
    disputes: tuple[DisputeRow, ...]
    """Disputes about the latest events in which it holds a value."""


class DocumentRow(_Row):
    """A file or text that was taken in."""

    id: str
    label: str
    records: int


def list_publishers(graph: Graph) -> list[PublisherRow]:
    """Every publisher, the one that tells of most events first."""
    table = projection(graph)
    names = _names(graph)
    speaker = _speaker(table, names)
    told = _distinct(table.source_row, speaker[table.source])
    is_shared = np.bincount(told[:, 0], minlength=table.n) > 1
    sources = np.bincount(speaker[speaker >= 0], minlength=len(names))
    events = np.bincount(told[:, 1], minlength=len(names))
    shared = np.bincount(told[is_shared[told[:, 0]], 1], minlength=len(names))
    manners = _manners(table, speaker)
    found = [
        PublisherRow(
            id=row["publisher"],
            name=row["name"],
            sources=int(sources[place]),
            events=int(events[place]),
            manners=manners.get(place, ()),
            shared=int(shared[place]),
        )
        for place, row in enumerate(names.to_pylist())
    ]
    return sorted(found, key=lambda row: (-row.events, -row.sources, row.name, row.id))


def list_standings(graph: Graph) -> dict[str, StandingRow]:
    """Publisher to how it stands among others."""
    names = _names(graph)
    table = projection(graph)
    return _standings(table, names, _speaker(table, names))


def foretold_by(graph: Graph, on: date) -> dict[str, ForetoldRow]:
    """Publisher's name to what became of its predictions by a day."""
    counted: dict[str, Counter[str]] = {}
    for score in score_predictions(graph, on):
        counted.setdefault(score.source.name, Counter()).update(
            predictions=score.predictions, due=score.due, came_true=score.came_true + score.proposed
        )
    return {name: ForetoldRow(**counts) for name, counts in counted.items()}


def find_publisher(graph: Graph, reference: str) -> str:
    """The IRI of the publisher of this id or name. Raises UnknownName."""
    names: dict[str, str] = {row["publisher"]: row["name"] for row in graph.rows("source/names")}
    wanted = reference if reference.startswith(("http://", "https://")) else IDS + reference
    if wanted in names:
        return wanted
    fitting = [iri for iri, name in names.items() if name.casefold() == reference.casefold() or local_name(iri) == reference]
    if not fitting:
        raise UnknownName(f"'{reference}' is no publisher in this store; kg sources lists them")
    return fitting[0]


def publisher_detail(graph: Graph, publisher: str, on: date, most: int = 30) -> PublisherDetail:
    """One publisher with the latest of what it published. Raises UnknownName."""
    iri = find_publisher(graph, publisher)
    row = next(row for row in list_publishers(graph) if row.id == iri)
    table = projection(graph)
    own = _told_of(table, row.name)[::-1]
    wanted = table.iris(own[:most])
    events = {event.id: event for event in events_by_id(graph, wanted)}
    disputes = table.disputes
    contested = np.unique(disputes.row[disputes.held_by(_is_by(table, row.name))])
    latest = table.iris(contested[::-1][:most])
    held = [one for one in list_disputes(graph, event=latest) if _holds(one, row.name)] if latest else []
    return PublisherDetail(
        publisher=row,
        standing=list_standings(graph)[iri],
        lag=next((lag for lag in list_lags(graph, publisher=[iri])), None),
        foretold=foretold_by(graph, on).get(row.name),
        sources=tuple(
            SourceSummary(source=source_row(graph, {**one, "publisher": row.name}), records=one["records"], events=one["events"])
            for one in graph.rows("source/pages", publisher=iri)
        ),
        events=tuple(events[event] for event in wanted),
        disputes=tuple(sorted(held, key=lambda one: latest.index(one.event))),
    )


def list_documents(graph: Graph) -> list[DocumentRow]:
    """Every document with the number of its records, by name."""
    rows = graph.rows("source/documents")
    return [DocumentRow(id=row["document"], label=row["label"], records=row["records"]) for row in rows]


# --- counting ---------------------------------------------------------------------------------------------------------


def _speaker(table: Projection, names: pa.Table) -> npt.NDArray[np.int64]:
    """For each source the place of its publisher within `names`; -1 for one without."""
    found = pc.index_in(table.sources["publisher"], value_set=names["name"].combine_chunks())
    places: npt.NDArray[np.int64] = pc.fill_null(found, -1).to_numpy().astype(np.int64)
    return places


def _is_by(table: Projection, name: str) -> npt.NDArray[np.bool_]:
    """For each source whether this publisher published it."""
    return np.asarray(pc.equal(table.sources["publisher"], name).fill_null(False).to_numpy(), bool)


def _told_of(table: Projection, name: str) -> Rows:
    """The events that a publisher tells of, in the order of time."""
    return np.unique(table.source_row[_is_by(table, name)[table.source]])


def _distinct(*columns: npt.NDArray[np.integer]) -> npt.NDArray[np.int64]:
    """The different rows of these columns, without those that have no publisher in the second."""
    sizes = [int(column.max(initial=0)) + 1 for column in columns]
    known = columns[1] >= 0
    keys = np.sort(np.ravel_multi_index([column[known].astype(np.int64) for column in columns], sizes), kind="stable")
    keys = keys[np.append(True, keys[1:] != keys[:-1])[: len(keys)]]  # several times as fast as np.unique
    return np.stack(np.unravel_index(keys, sizes), axis=1).astype(np.int64)


def _manners(table: Projection, speaker: npt.NDArray[np.int64]) -> Mapping[int, tuple[MannerRow, ...]]:
    told = _distinct(table.source_row, speaker[table.source], table.source_statement)
    counted = np.bincount(told[:, 1] * len(table.statuses) + told[:, 2])
    found: dict[int, list[MannerRow]] = {}
    for key in np.flatnonzero(counted).tolist():
        place, statement = divmod(key, len(table.statuses))
        found.setdefault(place, []).append(MannerRow(statement=table.statuses[statement], events=int(counted[key])))
    return {place: tuple(sorted(rows, key=lambda row: -row.events)) for place, rows in found.items()}


def _standings(table: Projection, names: pa.Table, speaker: npt.NDArray[np.int64]) -> dict[str, StandingRow]:
    disputes = table.disputes
    who, event = speaker[disputes.holder], disputes.row[disputes.held]
    lost = ~disputes.believed
    contested, overruled = _distinct(event, who)[:, 1], _distinct(event[lost], who[lost])[:, 1]
    dated, ahead = _first(table, speaker)
    counted = (np.bincount(each, minlength=len(names)) for each in (contested, overruled, dated, ahead))
    rows = zip(names["publisher"].to_pylist(), *(counts.tolist() for counts in counted), strict=True)
    return {
        publisher: StandingRow(contested=contested, overruled=overruled, dated=dated, first=first)
        for publisher, contested, overruled, dated, first in rows
    }


def _names(graph: Graph) -> pa.Table:
    return ask(graph, "source/names", {"publisher": TEXT, "name": TEXT})


def _first(table: Projection, speaker: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """A publisher for each event that it and another tell on known days, and for each of those that nobody told earlier."""
    who = speaker[table.source]
    counted = (table.source_known != OPEN_END) & (who >= 0)
    row, who, day = table.source_row[counted], who[counted], table.source_known[counted]
    order = np.lexsort((day, who, row))
    row, who, day = row[order], who[order], day[order]
    once = np.ones(len(row), bool)  # a publisher's first word on an event
    once[1:] = (row[1:] != row[:-1]) | (who[1:] != who[:-1])
    row, who, day = row[once], who[once], day[once]
    earliest = np.full(table.n, OPEN_END, np.int32)
    np.minimum.at(earliest, row, day)
    several = np.bincount(row, minlength=table.n)[row] > 1
    return who[several], who[several & (day == earliest[row])]


def _holds(dispute: DisputeRow, name: str) -> bool:
    return any(source.publisher == name for position in dispute.positions for source in position.held_by)

