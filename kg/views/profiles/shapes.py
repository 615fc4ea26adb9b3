"""The rows of profiles: facts, people, money, careers and counterparts of one entity, and the directory of all."""

from __future__ import annotations

from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from kg.views.shapes import DisputeRow, EntityRow, EventRow, FeatureRow, PredictionRow, RelatedRow, SourceRow

Sort: TypeAlias = Literal["company", "person", "model", "investor"]
"""What the directory lists. An investor is whoever gave money in an event; the others are told by their classes."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class Fact(_Row):
    """One thing worth knowing first: founded, 2021, as two sources report.

    It comes from `event` or from a feature claim, and `sources` say so; `status` is the strongest manner of theirs.
    """

    name: str
    value: str
    date: str | None
    status: str
    disputed: bool
    sources: tuple[SourceRow, ...]
    event: str | None = None
    about: str | None = None
    """Whom the value names: the IRI of a person or company."""


class Part(_Row):
    """Events in which the entity has one sort of role. `events` are the newest of them, newest first; `total` counts all."""

    name: str
    events: tuple[EventRow, ...]
    total: int


class Stint(_Row):
    """A person at one employer, as far as events tell: `begin` and `end` are EDTF dates, `None` where no event tells them."""

    employer: str
    employer_id: str | None
    roles: tuple[str, ...]
    """Positions as they were told, and `founder`."""
    begin: str | None
    end: str | None
    begin_event: str | None
    end_event: str | None
    disputed: bool


class CounterpartRow(_Row):
    """Who takes part in the same events, and in how many. `first` and `last` are the years in which those began."""

    name: str
    id: str
    events: int
    first: int | None
    last: int | None


class CompetitorRow(_Row):
    """Whom one news card sets beside the entity in a comparison table, and by which features."""

    name: str
    id: str
    features: tuple[str, ...]
    source: SourceRow


class PublisherRow(_Row):
    """A publisher that tells of events of the entity in one manner; `name` is `None` for sources without a publisher."""

    name: str | None
    statement: str
    sources: int
    events: int


class YearRow(_Row):
    """How many events of a part began in a year."""

    year: int
    events: int


class Profile(_Row):
    """All that a profile shows of an entity; what nobody told is empty."""

    entity: EntityRow
    total: int
    """Number of events in which it takes part."""
    first: int | None
    """Years of its first and its last event."""
    last: int | None
    facts: tuple[Fact, ...]
    latest: tuple[EventRow, ...]
    """Its newest events, newest first."""
    parts: tuple[Part, ...]
    years: tuple[YearRow, ...]
    """Its investments by year."""
    career: tuple[Stint, ...]
    makers: tuple[CounterpartRow, ...]
    partners: tuple[CounterpartRow, ...]
    co_investors: tuple[CounterpartRow, ...]
    competitors: tuple[CompetitorRow, ...]
    features: tuple[FeatureRow, ...]
    """What is claimed of it, and of the models that it launched."""
    disputes: tuple[DisputeRow, ...]
    disputed: int
    """Number of its events that are disputed."""
    predictions: tuple[PredictionRow, ...]
    publishers: tuple[PublisherRow, ...]

    def part(self, name: str) -> Part:
        """The part of that name, without events where there are none."""
        return next((part for part in self.parts if part.name == name), Part(name=name, events=(), total=0))


class EntityDetail(_Row):
    """An entity with its facts, every event, those it takes part with, and what is claimed and predicted of it."""

    entity: EntityRow
    facts: tuple[Fact, ...]
    events: tuple[EventRow, ...]
    related: tuple[RelatedRow, ...]
    features: tuple[FeatureRow, ...]
    predictions: tuple[PredictionRow, ...]


class DirectoryRow(_Row):
    """One line of the directory."""

    id: str
    name: str
    events: int
    first: int | None
    last: int | None


class Directory(_Row):
    """Entities of one sort, those with most events first. `total` counts all that fit, `entities` are the first of them."""

    sort: Sort
    total: int
    entities: tuple[DirectoryRow, ...]
