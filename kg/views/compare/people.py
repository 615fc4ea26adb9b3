"""The flow of people: who left whom for whom, a departure and a hire of one person being one move."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, product
from operator import itemgetter
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kg.views.compare.shapes import Company, Flow, FlowRow, MoveRow
from kg.views.compare.slices import mentions, names_of, unhappened
from kg.views.graph import Graph
from kg.views.projection import DISPUTED, OPEN_BEGIN, OPEN_END, Projection, Rows, projection

ELSEWHERE, UNTOLD = "elsewhere", "not told"
"""Sides of a flow that are none of those compared."""
_PEOPLE = ("person", "founder")
_ROLES = (*_PEOPLE, "employer_from", "employer_to")
_A_YEAR = 366
"""Days between a departure and the hire that it leads to, at most."""
_NAMED = 8
"""People of a flow who are named."""


class _Move(NamedTuple):
    """A move by places in the projection: of who moved, from where, whereto, and of its events in the order of time."""

    person: int
    origin: int | None
    target: int | None
    events: tuple[int, ...]
    happened: bool
    disputed: bool


def list_moves(graph: Graph, companies: Sequence[Company]) -> tuple[MoveRow, ...]:
    """Moves from or to these companies, in the order of time. A founder goes to what they founded."""
    table = projection(graph)
    return _made(table, _moves(graph, table, companies))


def flow_of_people(graph: Graph, companies: Sequence[Company], most: int) -> Flow:
    """How many went from whom to whom, with the first and the last `most` of the moves that `list_moves` gives."""
    table = projection(graph)
    moves = _moves(graph, table, companies)
    done = [move for move in moves if move.happened]
    called = {int(place): company.name for company in companies for place in table.places([company.id])}
    cells: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
    for move in done:
        cells[_side(move.origin, called), _side(move.target, called)].append(move.person)
    names = names_of(table, [person for people in cells.values() for person in people[:_NAMED]])
    return Flow(
        rows=tuple(
            FlowRow(origin=origin, target=target, people=len(people), named=tuple(names[place][1] for place in people[:_NAMED]))
            for (origin, target), people in cells.items()
        ),
        moves=len(moves),
        pending=len(moves) - len(done),
        first=_made(table, moves[:most]),
        newest=_made(table, moves[-most:]),
    )


def _side(place: int | None, called: dict[int, str]) -> str:
    return UNTOLD if place is None else called.get(place, ELSEWHERE)


def _made(table: Projection, moves: Sequence[_Move]) -> tuple[MoveRow, ...]:
    names = names_of(table, [place for move in moves for place in move[:3] if place is not None])
    rows = np.unique(np.fromiter((row for move in moves for row in move.events), np.int32))
    told = dict(zip(rows.tolist(), mentions(table, rows), strict=True))
    nobody = (None, None)
    made = []
    for move in moves:
        origin_id, origin = nobody if move.origin is None else names[move.origin]
        target_id, target = nobody if move.target is None else names[move.target]
        made.append(
            MoveRow(
                person=names[move.person][1],
                person_id=names[move.person][0],
                origin=origin,
                origin_id=origin_id,
                target=target,
                target_id=target_id,
                events=tuple(told[row] for row in move.events),
                happened=move.happened,
                disputed=move.disputed,
            )
        )
    return tuple(made)


def _moves(graph: Graph, table: Projection, companies: Sequence[Company]) -> list[_Move]:
    """In the order of time, and of names."""
    moves = _joined(table, _told(table, _rows(table, companies), unhappened(graph.ontology)))
    times = _times(table, [move.events[0] for move in moves])
    names = table.entities["name"].take(pa.array([move.person for move in moves], pa.int32())).to_pylist()
    ordered = sorted(zip(times, names, moves, strict=True), key=itemgetter(0, 1))
    return [move for _, _, move in ordered]


def _times(table: Projection, rows: Sequence[int]) -> list[tuple[int, int, str]]:
    """What orders these events as timelines do."""
    places = np.array(rows, np.int32)
    begin, end = table.begin[places], table.end[places]
    known = np.where((begin == OPEN_BEGIN) & (end != OPEN_END), end, begin)
    return list(zip(known.tolist(), end.tolist(), table.title.take(pa.array(places)).to_pylist(), strict=True))


# --- as events tell it ----------------------------------------------------------------------------------------------------


def _rows(table: Projection, companies: Sequence[Company]) -> Rows:
    """Events by which somebody left or joined one of these, or left another to found one of these."""
    ids = [company.id for company in companies]
    moved = np.zeros(table.n, bool)
    moved[table.taking_part(ids, ("employer_from", "employer_to"))] = True
    moved &= _filled(table, "person") | _filled(table, "founder")
    founded = np.isin(table.organisation, table.places(ids)) & _filled(table, "founder") & _filled(table, "employer_from")
    return np.flatnonzero(moved | founded).astype(np.int32)


def _filled(table: Projection, role: str) -> npt.NDArray[np.bool_]:
    """For each event whether somebody fills the role."""
    found = np.zeros(table.n, bool)
    found[table.part_row[table.part_role == table.roles.index(role)]] = True
    return found


def _told(table: Projection, rows: Rows, pending: frozenset[str]) -> Iterator[_Move]:
    """One move for each person, employer left and employer joined of an event."""
    waiting = np.array([name in pending for name in table.statuses])[table.status[rows]]
    disputed = table.flags[rows] & DISPUTED != 0
    known = zip(rows.tolist(), table.organisation[rows].tolist(), waiting.tolist(), disputed.tolist(), strict=True)
    for (row, owner, waits, contested), filled in zip(known, _parts(table, rows), strict=True):
        for person in dict.fromkeys(place for role in _PEOPLE for place in filled.get(role, ())):
            founded = owner if person in filled.get("founder", ()) else None
            origins: Sequence[int | None] = filled.get("employer_from", [None])
            targets: Sequence[int | None] = filled.get("employer_to", [founded])
            for origin, target in product(origins, targets):
                if origin != target:
                    yield _Move(person, origin, target, (row,), not waits, contested)


def _parts(table: Projection, rows: Rows) -> Iterator[dict[str, list[int]]]:
    """Who fills which of the roles that tell a move, event by event; each of these has somebody who moves."""
    inside = np.zeros(table.n, bool)
    inside[rows] = True
    chosen = np.flatnonzero(inside[table.part_row] & table.in_roles(_ROLES))
    columns = (table.part_row[chosen], table.part_role[chosen], table.part_entity[chosen])
    for _, parts in groupby(zip(*(column.tolist() for column in columns), strict=True), key=itemgetter(0)):
        filled: dict[str, list[int]] = {}
        for _, role, place in parts:
            filled.setdefault(table.roles[role], []).append(place)
        yield filled


# --- as moves -------------------------------------------------------------------------------------------------------------


def _joined(table: Projection, moves: Iterable[_Move]) -> list[_Move]:
    """Moves of one person that may be one and the same, told as a departure here and as a hire there, made one."""
    found: dict[int, list[_Move]] = {}
    for move in moves:
        own = found.setdefault(move.person, [])
        same = next((place for place, other in enumerate(own) if _is_same(table, move, other)), None)
        if same is None:
            own.append(move)
        else:
            own[same] = _merged(table, own[same], move)
    return [move for own in found.values() for move in own]


def _is_same(table: Projection, move: _Move, other: _Move) -> bool:
    """Whether nothing that is told of the two differs, something is shared, and they are near in time."""
    if not (_agree(move.origin, other.origin) and _agree(move.target, other.target)):
        return False
    shared = move.origin == other.origin is not None or move.target == other.target is not None
    return shared and _is_near(table, move, other)


def _agree(mine: int | None, theirs: int | None) -> bool:
    return mine is None or theirs is None or mine == theirs


def _is_near(table: Projection, move: _Move, other: _Move) -> bool:
    mine, theirs = move.events[0], other.events[-1]
    begin, since, end, until = (int(day) for days in (table.begin, table.end) for day in (days[mine], days[theirs]))
    if OPEN_BEGIN in (begin, since) or OPEN_END in (end, until):
        return False
    return begin - until <= _A_YEAR and since - end <= _A_YEAR


def _merged(table: Projection, one: _Move, other: _Move) -> _Move:
    events = list(dict.fromkeys((*one.events, *other.events)))
    times = dict(zip(events, _times(table, events), strict=True))
    return _Move(
        person=one.person,
        origin=other.origin if one.origin is None else one.origin,
        target=other.target if one.target is None else one.target,
        events=tuple(sorted(events, key=times.__getitem__)),
        happened=one.happened or other.happened,
        disputed=one.disputed or other.disputed,
    )
