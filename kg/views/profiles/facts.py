"""Facts: what one wants to know of an entity first, each with the event or claim that tells it and who says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from kg.ontology import Ontology
from kg.views.profiles.shapes import Fact
from kg.views.shapes import EventRow, FeatureRow, SourceRow

_CHIEF = re.compile(r"\b(?:chief|c[efot]o|(?<!vice )(?<!vice-)president|chair(?:man|woman|person)?)\b", re.IGNORECASE)
"""Positions at the head of a company; a vice president's is none."""
_SEAT = re.compile(r"head ?quarter(?:s|ed)?|head office|seat|based in", re.IGNORECASE)
_FORMER = "(former)"
_MOST_CHIEFS = 6


def facts_of(entity: str, events: Sequence[EventRow], features: Iterable[FeatureRow], ontology: Ontology) -> list[Fact]:
    """The facts that these events and claims tell of an entity, in the order in which they are read.

    `events` are in the order of time: foundings, investments, acquisitions, hires and departures of the entity.
    """
    own = [event for event in events if event.organisation_ids[0] == entity]
    newest = own[::-1]
    return [
        *_foundings(own),
        *_seats(features, ontology),
        *_first(_ends(entity, events[::-1])),
        *_first(_fact("latest valuation", str(event.valuation), event) for event in newest if event.valuation),
        *_first(_fact("latest round", _round(event), event) for event in newest if event.round),
        *_chiefs(entity, events[::-1]),
    ]


def _first(facts: Iterator[Fact]) -> Iterator[Fact]:
    """The first of them, if any."""
    yield from (fact for fact in [next(facts, None)] if fact is not None)


def _fact(name: str, value: str, event: EventRow, *, about: str | None = None) -> Fact:
    return Fact(
        name=name,
        value=value,
        date=event.date,
        status=event.status,
        disputed=event.disputed,
        sources=event.sources,
        event=event.id,
        about=about,
    )


def _foundings(own: Sequence[EventRow]) -> Iterator[Fact]:
    founding = next((event for event in own if event.kind == "Founding"), None)
    if founding is None:
        return
    yield _fact("founded", founding.date or "date unknown", founding)
    places = founding.named("location")
    if places:
        yield _fact("founded in", ", ".join(places), founding)
    founders = [part for part in founding.participants if part.role == "founder"]
    for founder in founders:
        yield _fact("founder", founder.name, founding, about=founder.id)


def _seats(features: Iterable[FeatureRow], ontology: Ontology) -> Iterator[Fact]:
    """Where the company sits, as claims tell: the best held value, marked where another is claimed too."""
    told: dict[str, list[SourceRow]] = {}
    for claim in features:
        if _SEAT.fullmatch(claim.feature.strip()):
            told.setdefault(claim.value, []).append(claim.source)
    tiers = {kind.name: (kind.tier, kind.order) for kind in ontology.statement_kinds}
    held = sorted(told.items(), key=lambda item: (min(tiers[source.statement] for source in item[1]), -len(item[1]), item[0]))
    for value, sources in held[:1]:
        status = min((source.statement for source in sources), key=lambda statement: tiers[statement])
        yield Fact(
            name="headquarters", value=value, date=None, status=status, disputed=len(told) > 1, sources=tuple(sources)
        )


def _ends(entity: str, newest: Sequence[EventRow]) -> Iterator[Fact]:
    """That it was bought, went public or ended."""
    for event in newest:
        if event.kind == "Acquisition" and any(part.role == "acquired" and part.id == entity for part in event.participants):
            for buyer in event.parts("acquirer"):
                yield _fact("bought by", buyer.name, event, about=buyer.id)
        elif event.kind == "Shutdown" and event.organisation_ids[0] == entity and not _of_a_work(event):
            yield _fact("ended", event.date or "date unknown", event)


def _of_a_work(event: EventRow) -> bool:
    return any(part.role in ("model", "product") for part in event.participants)


def _round(event: EventRow) -> str:
    return f"{event.round}, {event.amount}" if event.amount else str(event.round)


def _chiefs(entity: str, newest: Sequence[EventRow]) -> Iterator[Fact]:
    """People who came to a position at the head and of whom no later event tells that they left, the newest first."""
    gone: set[str | None] = set()
    found = 0
    for event in newest:
        people = event.parts("person")
        if any(part.id == entity for part in event.parts("employer_from")):
            gone |= {person.id for person in people}
        if event.organisation_ids[0] != entity or not any(part.id == entity for part in event.parts("employer_to")):
            continue  # positions are those with the principal organisation
        leading = [text for text in event.named("position") if not text.endswith(_FORMER) and _CHIEF.search(text)]
        for person in people if leading else ():
            if person.id not in gone and found < _MOST_CHIEFS:
                gone.add(person.id)
                found += 1
                yield _fact(leading[0], person.name, event, about=person.id)
