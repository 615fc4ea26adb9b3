"""The flow of people: who left whom for whom, a departure and a hire of one person being one move."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import product

import numpy as np
import numpy.typing as npt

from kg.views.compare.shapes import Company, MentionRow, MoveRow
from kg.views.compare.slices import in_time, mentions, names_of, unhappened
from kg.views.graph import Graph
from kg.views.projection import DISPUTED, Projection, Rows, projection

_PEOPLE = ("person", "founder")
_ROLES = (*_PEOPLE, "employer_from", "employer_to")
_A_YEAR = 366
"""Days between a departure and the hire that it leads to, at most."""


def list_moves(graph: Graph, companies: Sequence[Company]) -> tuple[MoveRow, ...]:
    """Moves from or to these companies, in the order of time. A founder goes to what they founded."""
    table = projection(graph)
    told = _told(table, _rows(table, companies), unhappened(graph.ontology))
    return tuple(sorted(_joined(told), key=lambda move: (in_time(move.events[0]), move.person)))


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


def _told(table: Projection, rows: Rows, pending: frozenset[str]) -> Iterable[MoveRow]:
    """One move for each person, employer left and employer joined of an event."""
    parts = [_parts(table, row) for row in rows.tolist()]
    used = [place for filled in parts for places in filled.values() for place in places]
    names = names_of(table, [*used, *table.organisation[rows].tolist()])
    for row, filled, event in zip(rows.tolist(), parts, mentions(table, rows), strict=True):
        happened = table.statuses[table.status[row]] not in pending
        disputed = bool(table.flags[row] & DISPUTED)
        for person in dict.fromkeys(place for role in _PEOPLE for place in filled[role]):
            founded = int(table.organisation[row]) if person in filled["founder"] else None
            lefts: list[int | None] = [*filled["employer_from"]]
            joins: list[int | None] = [*filled["employer_to"]]
            for left, joined in product(lefts or [None], joins or [founded]):
                if left != joined:
                    yield _move(names, person, left, joined, event, happened=happened, disputed=disputed)


def _parts(table: Projection, row: int) -> dict[str, list[int]]:
    filled: dict[str, list[int]] = {role: [] for role in _ROLES}
    for place in range(table.part_offsets[row], table.part_offsets[row + 1]):
        role = table.roles[table.part_role[place]] if table.part_role[place] < len(table.roles) else ""
        if role in filled:
            filled[role].append(int(table.part_entity[place]))
    return filled


def _move(
    names: dict[int, tuple[str, str]],
    person: int,
    left: int | None,
    joined: int | None,
    event: MentionRow,
    *,
    happened: bool,
    disputed: bool,
) -> MoveRow:
    origin_id, origin = (None, None) if left is None else names[left]
    target_id, target = (None, None) if joined is None else names[joined]
    return MoveRow(
        person=names[person][1],
        person_id=names[person][0],
        origin=origin,
        origin_id=origin_id,
        target=target,
        target_id=target_id,
        events=(event,),
        happened=happened,
        disputed=disputed,
    )


# --- as moves -----------------------------------------------------------------------------------------------------------------


def _joined(moves: Iterable[MoveRow]) -> Iterable[MoveRow]:
    """Moves of one person that may be one and the same, told as a departure here and as a hire there, made one."""
    found: dict[str, list[MoveRow]] = {}
    for move in moves:
        own = found.setdefault(move.person_id, [])
        same = next((place for place, other in enumerate(own) if _is_same(move, other)), None)
        if same is None:
            own.append(move)
        else:
            own[same] = _merged(own[same], move)
    return [move for own in found.values() for move in own]


def _is_same(move: MoveRow, other: MoveRow) -> bool:
    """Whether nothing that is told of the two differs, something is shared, and they are near in time."""
    origins, targets = {move.origin_id, other.origin_id} - {None}, {move.target_id, other.target_id} - {None}
    if len(origins) > 1 or len(targets) > 1:
        return False
    shared = (move.origin_id and move.origin_id == other.origin_id) or (move.target_id and move.target_id == other.target_id)
    return bool(shared) and _is_near(move, other)


def _is_near(move: MoveRow, other: MoveRow) -> bool:
    mine, theirs = move.events[0], other.events[-1]
    if not (mine.begin and mine.end and theirs.begin and theirs.end):
        return False
    return (mine.begin - theirs.end).days <= _A_YEAR and (theirs.begin - mine.end).days <= _A_YEAR


def _merged(one: MoveRow, other: MoveRow) -> MoveRow:
    events = {event.id: event for event in (*one.events, *other.events)}
    return MoveRow(
        person=one.person,
        person_id=one.person_id,
        origin=one.origin or other.origin,
        origin_id=one.origin_id or other.origin_id,
        target=one.target or other.target,
        target_id=one.target_id or other.target_id,
        events=tuple(sorted(events.values(), key=in_time)),
        happened=one.happened or other.happened,
        disputed=one.disputed or other.disputed,
    )
