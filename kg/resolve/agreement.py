"""What a report tells of its event, property by property, and which other reports tell the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from kg.dates import Moment
from kg.money import Money
from kg.resolve.beliefs import Belief, Dispute, dates_agree, rounds_agree
from kg.resolve.milestones import milestone_of
from kg.resolve.names import name_key
from kg.resolve.publishers import count_independent
from kg.resolve.reports import Report

Value: TypeAlias = Moment | Money | str
"""A date, a sum, a text, or the IRI of an entity or of an event kind."""


@dataclass(frozen=True)
class Told:
    """A Hire's `employer_from` is Microsoft. `text` is the value as the report words it."""

    property: str
    value: Value
    text: str


def told_by(report: Report, text_roles: frozenset[str]) -> Iterator[Told]:
    """What a report tells, the kind first. A role that several fill comes once for each of them."""
    record = report.record
    yield Told("kind", report.kind.iri.value, report.kind.label)
    yield Told("organisation", report.organisation, record.organisation)
    if record.date is not None:
        yield Told(_date_of(report), record.date, str(record.date))
    for name, money in (("amount", record.amount), ("valuation", record.valuation)):
        if money is not None:
            yield Told(name, money, str(money))
    if record.round:
        yield Told("round", record.round, record.round)
    entities = (named.entity for _, named in report.named)  # in the order of the participants, texts left out
    for part in record.participants:
        yield Told(part.role, part.name if part.role in text_roles else next(entities), part.name)


def _date_of(report: Report) -> str:
    """What a report's date is called: the milestone that its wording names, else simply the date."""
    stone = milestone_of(report.record, report.kind)
    return stone.name if stone else "date"


def tells_the_same(report: Report, told: Told, text_roles: frozenset[str]) -> bool:
    """Whether a report of the same event gives the property a value that agrees with what was told elsewhere."""
    record, value = report.record, told.value
    match told.property:
        case "kind":
            return report.kind.iri.value == value
        case "organisation":
            return report.organisation == value
        case "amount" | "valuation":
            other = record.amount if told.property == "amount" else record.valuation
            return isinstance(value, Money) and other is not None and _same_sum(value, other)
        case "round":
            return bool(record.round) and rounds_agree(record.round, told.text)
    if isinstance(value, Moment):
        named = {_date_of(report), told.property}
        return record.date is not None and (len(named) == 1 or "date" in named) and dates_agree(record.date, value)
    filled = report.roles.get(told.property, frozenset())
    return (name_key(told.text) if told.property in text_roles else value) in filled


def _same_sum(one: Money, other: Money) -> bool:
    """Whether both name a size, and one sum satisfies both."""
    return bool(one.precision and other.precision) and one.agrees(other)


def position_of(report: Report, told: Told, belief: Belief) -> tuple[Dispute, int] | None:
    """The dispute that a report takes part in with what it tells, and its place there: 0 where its value is believed."""
    dated = isinstance(told.value, Moment)
    for dispute in belief.disputes:
        if dispute.about == told.property or (dated and dispute.about == "date"):
            for place, stand in enumerate(dispute.stands):
                if any(holder.record.id == report.record.id for holder in stand.holders):
                    return dispute, place
    return None


def voices_beside(report: Report, others: Sequence[Report]) -> int:
    """How many independent publishers these reports add to the report's own."""
    return count_independent([report.record.source, *(other.record.source for other in others)]) - 1
