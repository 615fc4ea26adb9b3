"""The rows that views return: documented, stable, and the same in JSON and in the app."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, field_serializer

from kg.money import Money


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class ParticipantRow(_Row):
    """Who takes part, and how. `id` is `None` where the role is a text, such as a position."""

    role: str
    name: str
    id: str | None = None


class MoneyRow(_Row):
    """An amount: `value`, or `min` and `max`, or only `text`, in whole units of `currency` (ISO 4217)."""

    value: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    currency: str | None = None
    qualifier: str | None = None
    text: str = ""

    @field_serializer("value", "min", "max", when_used="json")
    def _as_number(self, figure: Decimal | None) -> int | float | None:
        if figure is None:
            return None
        return int(figure) if figure == figure.to_integral_value() else float(figure)

    def __str__(self) -> str:
        return str(self.money)

    @property
    def money(self) -> Money:
        return Money(
            value=self.value,
            minimum=self.min,
            maximum=self.max,
            currency=self.currency,
            qualifier=self.qualifier,
            text=self.text or "not given",
        )


class SourceRow(_Row):
    """One source of an event. `statement` is the manner in which it speaks, such as `machine-generated`."""

    id: str
    statement: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: datetime.date | None = None

    @property
    def name(self) -> str:
        """What to call it: its publisher, else its title, else its address."""
        return self.publisher or self.title or self.url or self.id


class EventRow(_Row):
    """An event as we believe it. `begin` and `end` are inclusive; one of them is `None` where the date is open."""

    id: str
    kind: str
    title: str
    date: str | None
    begin: datetime.date | None
    end: datetime.date | None
    organisations: tuple[str, ...]
    """Names of the organisations that take part, the principal one first."""
    organisation_ids: tuple[str, ...]
    """Their ids, in the same order."""
    participants: tuple[ParticipantRow, ...]
    amount: MoneyRow | None
    valuation: MoneyRow | None
    round: str | None
    status: str
    """The strongest statement kind behind it."""
    disputed: bool
    sources: tuple[SourceRow, ...]

    @property
    def told_by(self) -> int:
        """How many sources tell it. One that speaks in two manners counts once."""
        return len({source.id for source in self.sources})

    def named(self, role: str) -> tuple[str, ...]:
        return tuple(participant.name for participant in self.participants if participant.role == role)


class ClaimRow(_Row):
    """What one source says of one property of an event. `believed` tells whether we believe this value."""

    property: str
    value: str
    statement: str
    source: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: datetime.date | None = None
    disputed: bool = False
    believed: bool = True


class PositionRow(_Row):
    """One value in a dispute and who holds it."""

    value: str
    believed: bool
    held_by: tuple[SourceRow, ...]


class DisputeRow(_Row):
    """Values of one property of one event that cannot all be true, the believed one first."""

    id: str
    event: str
    title: str
    date: str | None
    property: str
    positions: tuple[PositionRow, ...]


class EventDetail(_Row):
    """One event with everything that is said of it."""

    event: EventRow
    claims: tuple[ClaimRow, ...]
    disputes: tuple[DisputeRow, ...]


class PreviewRow(_Row):
    """An event as it would be after an ingest: `joins` what `told_by` sources tell already, or is `new`."""

    event: EventRow
    effect: Literal["new", "joins", "unchanged"]
    told_by: int
    """Number of sources that speak of it in the store now."""
    newly_disputed: tuple[str, ...]
    """Properties about which sources would contradict one another for the first time."""


class PredictionRow(_Row):
    """What a source says will happen. `status` is `open`, `overdue` or `undated` on the day asked about."""

    id: str
    statement: str
    about: tuple[str, ...]
    rationale: str | None
    horizon: str | None
    deadline: str | None
    status: str
    source: SourceRow


class FeatureRow(_Row):
    """What a source says of one feature of one company or model."""

    id: str
    company: str
    company_id: str
    feature: str
    value: str
    qualifier: str | None
    context: str | None
    source: SourceRow


class CountRow(_Row):
    """How many events of a kind began in a year. `year` is `None` where the begin is open."""

    company: str
    kind: str
    year: int | None
    events: int


class CoverageRow(_Row):
    """How many sources speak of a company's events of a year: without any, nobody looked."""

    company: str
    year: int
    events: int
    sources: int


class Comparison(_Row):
    """Two to six companies side by side."""

    companies: tuple[str, ...]
    counts: tuple[CountRow, ...]
    funding: tuple[EventRow, ...]
    launches: tuple[EventRow, ...]
    hires: tuple[EventRow, ...]
    departures: tuple[EventRow, ...]
    features: tuple[FeatureRow, ...]
    coverage: tuple[CoverageRow, ...]


class SourceSummary(_Row):
    """A source with how much it says in one manner."""

    source: SourceRow
    records: int
    events: int


class EntityRow(_Row):
    """An entity with its other names."""

    id: str
    name: str
    aliases: tuple[str, ...]
    types: tuple[str, ...]
    urls: tuple[str, ...] = ()
    description: str | None = None


class RelatedRow(_Row):
    """Who takes part in the same events, and how often."""

    role: str
    name: str
    id: str
    events: int


class EntityDetail(_Row):
    """An entity, its events, those it takes part with, and what is predicted of it."""

    entity: EntityRow
    events: tuple[EventRow, ...]
    related: tuple[RelatedRow, ...]
    features: tuple[FeatureRow, ...]
    predictions: tuple[PredictionRow, ...]


class PassageRow(_Row):
    """A piece of a source's text."""

    source: str
    source_title: str | None
    section: str
    heading: str | None
    sequence: int
    text: str
    statement: str


def as_json(value: Any) -> Any:
    """Rows, or tuples of rows, as what `json.dumps` takes."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return value
