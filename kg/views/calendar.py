"""Events as an iCalendar file (RFC 5545). No clock is in it, so the same events give the same bytes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar, Event

from kg.dates import Moment
from kg.ontology import Ontology
from kg.terms import local_name
from kg.views.shapes import EventRow, SourceRow

_NEVER = date(1970, 1, 1)
"""Stamp of an event whose sources tell no day: iCalendar wants one, and the day of the export would change the bytes."""


def calendar_pieces(pieces: Iterable[Sequence[EventRow]], ontology: Ontology) -> Iterator[str]:
    """Events as whole days of a calendar, from the first to the last that their dates allow.

    What began nobody knows when stands on its last day, what has no last day on its first; without any day it is left out.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Eventline//Eventline//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Eventline")
    head, end, _ = calendar.to_ical().decode().partition("END:VCALENDAR")
    yield head
    for piece in pieces:
        yield "".join(_entry(event, ontology).to_ical().decode() for event in piece if event.begin or event.end)
    yield f"{end}\r\n"


def _entry(event: EventRow, ontology: Ontology) -> Event:
    first, last = event.begin or event.end, event.end or event.begin
    assert first is not None
    assert last is not None
    kind, manner = ontology.kind(event.kind), ontology.statement_kind(event.status)
    entry = Event()
    entry.add("uid", f"{local_name(event.id)}@eventline")
    entry.add("dtstamp", datetime(*_last_told(event.sources).timetuple()[:3], tzinfo=UTC))
    entry.add("dtstart", first)
    entry.add("dtend", last + timedelta(days=1))  # exclusive
    entry.add("summary", event.title)
    entry.add("description", "\n".join(_told(event, manner.label)))
    entry.add("categories", [kind.label])
    entry.add("status", "CONFIRMED" if manner.tier == 1 else "TENTATIVE")
    entry.add("transp", "TRANSPARENT")  # nobody is busy for it
    for url in [source.url for source in event.sources if source.url][:1]:
        entry.add("url", url)
    return entry


def _told(event: EventRow, manner: str) -> Iterator[str]:
    yield f"Date as told: {event.date or 'none'}"
    yield f"Status: {manner}{', disputed' if event.disputed else ''}"
    yield f"Organisations: {', '.join(event.organisations)}"
    yield f"Sources: {', '.join(dict.fromkeys(source.name for source in event.sources))}"


def _last_told(sources: Iterable[SourceRow]) -> date:
    """The last day on which one of the sources was published or read."""
    days = [_NEVER]
    for source in sources:
        days += [source.retrieved] if source.retrieved else []
        published = Moment.parse(source.published) if source.published else None
        days += [published.end] if published and published.end else []
    return max(days)
