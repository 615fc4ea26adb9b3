"""Careers: a person's employers as spans of time, put together from hires, departures and foundings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, TypeAlias

from kg.views.profiles.shapes import Stint
from kg.views.shapes import EventRow

_FOUNDER = "founder"
_FORMER = "(former)"

_Side: TypeAlias = Literal["begin", "end"]


@dataclass(frozen=True)
class _Turn:
    """One event as the begin or the end of a time with an employer."""

    side: _Side
    employer: str
    employer_id: str | None
    roles: tuple[str, ...]
    event: EventRow


def career(person: str, events: Iterable[EventRow]) -> list[Stint]:
    """The person's employers, the first one first. `events` are in the order of time.

    What begins and never ends stays open, and so does what ends and never began: no event tells, so nobody knows.
    A second report of the same turn, such as a hire and the departure that led to it, adds to the span that it meets.
    """
    spans: list[Stint] = []
    for event in events:
        for turn in _turns(person, event):
            place = _meeting(spans, turn)
            if place is None:
                spans.append(_span(turn))
            else:
                spans[place] = _added(spans[place], turn)
    return spans


def _turns(person: str, event: EventRow) -> Iterator[_Turn]:
    """What an event begins and ends for the person, the end first. Positions are those with the principal organisation."""
    positions = event.named("position")
    before = tuple(text.removesuffix(_FORMER).strip() for text in positions if text.endswith(_FORMER))
    now = tuple(text for text in positions if not text.endswith(_FORMER))
    mine = [part for part in event.participants if part.id == person]
    founds = any(part.role == _FOUNDER for part in mine)
    if not founds and all(part.role != "person" for part in mine):
        return
    principal = event.organisation_ids[0]
    joined = event.parts("employer_to")
    for part in event.parts("employer_from"):
        yield _Turn("end", part.name, part.id, before or (now if part.id == principal else ()), event)
    for part in joined:
        yield _Turn("begin", part.name, part.id, now if part.id == principal else (), event)
    if founds and not joined:
        yield _Turn("begin", event.organisations[0], event.organisation_ids[0], (_FOUNDER,), event)


def _meeting(spans: list[Stint], turn: _Turn) -> int | None:
    """The place of the span that this turn belongs to: the last with that employer, unless it is over already."""
    same = [place for place, span in enumerate(spans) if span.employer_id == turn.employer_id]
    if not same:
        return None
    last = spans[same[-1]]
    if turn.side == "begin":
        return same[-1] if last.end_event is None and last.begin_event is not None else None
    return same[-1]


def _span(turn: _Turn) -> Stint:
    begins = turn.side == "begin"
    return Stint(
        employer=turn.employer,
        employer_id=turn.employer_id,
        roles=turn.roles,
        begin=turn.event.date if begins else None,
        end=None if begins else turn.event.date,
        begin_event=turn.event.id if begins else None,
        end_event=None if begins else turn.event.id,
        disputed=turn.event.disputed,
    )


def _added(span: Stint, turn: _Turn) -> Stint:
    """The first report of a begin gives its date, the last of an end: who leaves later was there until then."""
    found: dict[str, object] = {
        "roles": tuple(dict.fromkeys((*span.roles, *turn.roles))),
        "disputed": span.disputed or turn.event.disputed,
    }
    if turn.side == "end":
        found |= {"end": turn.event.date, "end_event": turn.event.id}
    return span.model_copy(update=found)
