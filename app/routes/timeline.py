"""What the timeline asks for beside its page: columns, windows, rows, relations and files, all of one snapshot.

    timeline/<snapshot>/columns?lanes=company&most=12&today=2026-11-23&<filter>    every mark, as kg.views.projection.wire
    timeline/<snapshot>/window?begin=<day>&end=<day>&pixels=<n>&lanes=…&<filter>   a window's density, and marks if few
    timeline/<snapshot>/rows?row=1&row=2                                            what a few marks are, in JSON
    timeline/<snapshot>/related?event=<id>                                          what an event is linked to, in JSON
    timeline/<snapshot>/events.csv|json|ics?<filter>                                files

A filter is written as in the timeline's own address: org, kind, status, from, to, text, disputed.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import lru_cache

import numpy as np
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app.routes.answers import as_bytes, as_file, as_json, kept, of_snapshot, problem
from kg.errors import BadInput, UnknownName
from kg.terms import IDS, local_name
from kg.views.calendar import calendar_pieces
from kg.views.events import EventFilter, events_by_id, find_event
from kg.views.files import csv_pieces, json_pieces
from kg.views.graph import Graph
from kg.views.mark_texts import mark_texts
from kg.views.projection import Projection, projection
from kg.views.projection.density import Density, density_of
from kg.views.projection.lanes import MOST_LANES, LaneBy, Lanes, arrange, lane_by
from kg.views.projection.marks import foretold, marks_of, window_of
from kg.views.relations import related_events
from kg.views.shapes import EventRow

MOST_ROWS = 500
MOST_PIXELS = 4096
_PIECE = 2000
"""Events of a file that are put together at once."""


@of_snapshot
def columns(request: Request, graph: Graph) -> Response:
    wanted, by, most = _filter(request), _lanes(request), _number(request, "most", 12, 1, MOST_LANES)
    today = _day(request, "today")

    def made() -> bytes:
        table = projection(graph)
        return marks_of(table, wanted, by, most, foretold(table, wanted, today) if today else [])

    return as_bytes(request, kept(request, made))


@of_snapshot
def window(request: Request, graph: Graph) -> Response:
    wanted, by, most = _filter(request), _lanes(request), _number(request, "most", 12, 1, MOST_LANES)
    begin, end = _number(request, "begin", None, -(10**6), 10**6), _number(request, "end", None, -(10**6), 10**6)
    pixels = _number(request, "pixels", 1000, 1, MOST_PIXELS)
    if begin > end:
        raise BadInput("the window runs backwards; exchange begin and end")
    table, lanes, density = _stage(graph, wanted, by, most)
    return as_bytes(request, kept(request, lambda: window_of(table, lanes, density, begin, end, pixels)))


@of_snapshot
def rows(request: Request, graph: Graph) -> Response:
    table = projection(graph)
    asked = [_whole(text, "row", 0, table.n - 1) for text in request.query_params.getlist("row")]
    if len(asked) > MOST_ROWS:
        raise BadInput(f"row: {MOST_ROWS} can be asked for at once; ask again for the rest")
    places = np.unique(np.array(asked, np.int32))
    return as_json(request, [text.model_dump() for text in mark_texts(graph, places)])


@of_snapshot
def related(request: Request, graph: Graph) -> Response:
    try:
        event = find_event(graph, request.query_params.get("event", ""))
    except UnknownName as error:
        return problem(404, str(error))
    table = projection(graph)
    found = related_events(graph, event)
    row_of = dict(zip(table.iris(places := table.rows_of([event, *(one.id for one in found)])), map(int, places), strict=True))
    links = [
        {"row": row_of[one.id], "id": local_name(one.id), "title": one.title, "why": shared.name, "role": shared.role}
        for one in found
        for shared in one.shares
    ]
    return as_json(request, {"event": local_name(event), "row": row_of[event], "links": links, "move": _move(graph, event)})


@of_snapshot
def file(request: Request, graph: Graph) -> Response:
    pieces = _pieces(projection(graph), _filter(request))
    match request.path_params["form"]:
        case "csv":
            return as_file(request, csv_pieces(pieces), "text/csv", "events.csv")
        case "json":
            return as_file(request, json_pieces(pieces), "application/json", "events.json")
        case "ics":
            return as_file(request, calendar_pieces(pieces, graph.ontology), "text/calendar", "events.ics")
        case form:
            return problem(404, f"there is no events.{form[:20]}; ask for events.csv, events.json or events.ics")


ROUTES = [
    Route("/timeline/{snapshot}/columns", columns),
    Route("/timeline/{snapshot}/window", window),
    Route("/timeline/{snapshot}/rows", rows),
    Route("/timeline/{snapshot}/related", related),
    Route("/timeline/{snapshot}/events.{form}", file),
]


# --- what a request asks for ------------------------------------------------------------------------------------------------


def _filter(request: Request) -> EventFilter:
    given = request.query_params
    if given.get("disputed", "") not in ("", "0", "1"):
        raise BadInput(f"disputed: '{given['disputed'][:40]}' is neither 1 nor 0; leave it out for both")
    return EventFilter(
        organisations=tuple(given.getlist("org")),
        kinds=tuple(given.getlist("kind")),
        statuses=tuple(given.getlist("status")),
        begin=given.get("from", ""),
        end=given.get("to", ""),
        text=given.get("text", ""),
        disputed={"1": True, "0": False}.get(given.get("disputed", "")),
    )


def _lanes(request: Request) -> LaneBy:
    return lane_by(request.query_params.get("lanes", "company"))


def _number(request: Request, name: str, default: int | None, least: int, most: int) -> int:
    text = request.query_params.get(name)
    if text is None and default is not None:
        return default
    return _whole(text or "", name, least, most)


def _whole(text: str, name: str, least: int, most: int) -> int:
    if not text.removeprefix("-").isdecimal() or not least <= int(text[:20]) <= most:
        raise BadInput(f"{name}: '{text[:40]}' is not a whole number from {least} to {most}")
    return int(text)


def _day(request: Request, name: str) -> date | None:
    text = request.query_params.get(name, "")
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise BadInput(f"{name}: '{text[:40]}' is not a day; write it as 2026-04-08") from None


# --- what it gets -----------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=8)
def _staged(table: Projection, wanted: EventFilter, by: LaneBy, most: int) -> tuple[Lanes, Density]:
    """Lanes and running sums, which every window of one timeline shares."""
    lanes = arrange(table, table.select(wanted), by, most, wanted)
    return lanes, density_of(table, lanes)


def _stage(graph: Graph, wanted: EventFilter, by: LaneBy, most: int) -> tuple[Projection, Lanes, Density]:
    table = projection(graph)
    return table, *_staged(table, wanted, by, most)


def _pieces(table: Projection, wanted: EventFilter) -> Iterator[list[EventRow]]:
    """The events of a filter, in the order of time, a few at a time. What is wrong with the filter is told at once."""
    chosen = table.select(wanted)
    return (
        events_by_id(table.graph, table.iris(chosen[begin : begin + _PIECE])) for begin in range(0, len(chosen), _PIECE)
    )


def _move(graph: Graph, event: str) -> dict[str, str | None]:
    """Where somebody came from and where he went: ids of company lanes, for those who change their employer."""
    [whole] = events_by_id(graph, [event])
    ends = {part.role: part.id.removeprefix(IDS) for part in whole.participants if part.id}
    goes = "employer_from" in ends or "employer_to" in ends
    to = ends.get("employer_to") or (whole.organisation_ids[0].removeprefix(IDS) if goes else None)
    left = ends.get("employer_from")
    return {"from": left, "to": None if to == left else to}
