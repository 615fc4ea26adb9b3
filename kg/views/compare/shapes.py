"""The rows of a comparison: documented, stable, and the same in JSON and in the app."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Literal, TypeAlias

from pydantic import BaseModel, ConfigDict

from kg.views.shapes import EventRow, FeatureRow, PositionRow, SourceRow


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class Company(_Row):
    """One of those compared."""

    id: str
    name: str


class CountRow(_Row):
    """How many events of a kind surely fall into a quarter or a year.

    `quarter` is `None` for those known only to the year, and `year` too for those whose date is open or spans several.
    """

    company: str
    kind: str
    year: int | None
    quarter: int | None
    events: int


class CoverageRow(_Row):
    """How many sources tell of a year's events in which a company takes part in any role.

    A year without a row is one that nobody looked at. `thin` marks so few sources that an absence tells little.
    """

    company: str
    year: int
    events: int
    sources: int
    thin: bool


class MentionRow(_Row):
    """An event as a list names it."""

    id: str
    title: str
    date: str | None
    begin: datetime.date | None
    end: datetime.date | None


Standing: TypeAlias = Literal["counted", "not happened", "no currency", "no figure", "no date"]
"""Whether a sum stands in the totals, or why not: told as rumour or plan, without a currency, a figure or a date."""


class RoundRow(_Row):
    """A funding event of a company. `alternatives` are the sums that sources tell where they contradict one another."""

    company: str
    event: EventRow
    standing: Standing
    alternatives: tuple[PositionRow, ...]


class FundingStep(_Row):
    """From this day on a company has taken at least `low`, and `high` at most of what has a limit, since the first round.

    `low` counts what surely happened by this day with its least figure, `high` what may have happened with its largest.
    """

    company: str
    currency: str
    day: datetime.date
    low: Decimal
    high: Decimal


class FundingTotal(_Row):
    """What a company has taken in one currency. `exact` of the `rounds` are one plain figure; `open` have no upper limit."""

    company: str
    currency: str
    rounds: int
    exact: int
    open: int
    low: Decimal
    high: Decimal


class Funding(_Row):
    """What companies took: running totals, what they add up to, and what is told but not added, by its reason."""

    steps: tuple[FundingStep, ...]
    totals: tuple[FundingTotal, ...]
    left_out: dict[str, dict[Standing, int]]
    """Company to reason to number of events."""


class GapRow(_Row):
    """Days between two launches that follow one another. `least` and `most` differ where a date is not known to the day."""

    before: MentionRow
    after: MentionRow
    least: int
    most: int


class CadenceRow(_Row):
    """How often a company launches something. `vague` launches, known to more than a month, are in no gap."""

    company: str
    launches: int
    vague: int
    gaps: tuple[GapRow, ...]
    median_least: float | None
    median_most: float | None


class MoveRow(_Row):
    """A person who left one organisation for another; `None` where no source says from where or whereto."""

    person: str
    person_id: str
    origin: str | None
    origin_id: str | None
    target: str | None
    target_id: str | None
    events: tuple[MentionRow, ...]
    """The departure, the hire, or both; the first in time comes first."""
    happened: bool
    """Whether some source tells it as done, not as rumour or plan."""
    disputed: bool


class FlowRow(_Row):
    """How many people went from one side to another, as done, and the first of them by name.

    A side is the name of one of those compared, or `elsewhere`, or `not told`.
    """

    origin: str
    target: str
    people: int
    named: tuple[str, ...]


class Flow(_Row):
    """How many people went from whom to whom; of the `moves` that tell it, the first ones and the newest.

    `pending` of them are told as rumour or plan, and in no row.
    """

    rows: tuple[FlowRow, ...]
    moves: int
    pending: int
    first: tuple[MoveRow, ...]
    newest: tuple[MoveRow, ...]


class TieRow(_Row):
    """An investor, or a partner, and one of those compared that it deals with."""

    sort: Literal["investor", "partner"]
    name: str
    id: str
    company: str
    events: tuple[MentionRow, ...]
    rounds: tuple[str, ...]
    """Names of the funding rounds, where they are told."""
    leads: int
    """How many of the events it leads."""


Agreement: TypeAlias = Literal["one", "same", "varies", "differ"]
"""Told once, told alike, told otherwise of other times or conditions, or told otherwise of the same: sources differ."""


class CellRow(_Row):
    """All that is said of one feature of one company or model."""

    company: str
    about: str
    about_id: str
    is_model: bool
    feature: str
    claims: tuple[FeatureRow, ...]
    agreement: Agreement


class ComparisonTable(_Row):
    """A comparison table as a card tells it: `claims` are its cells, row by row."""

    source: SourceRow
    features: tuple[str, ...]
    about: tuple[str, ...]
    about_ids: tuple[str, ...]
    claims: tuple[FeatureRow, ...]


class Rival(_Row):
    """Who may be worth comparing, and why: in so many comparison tables, with so many shared investors."""

    id: str
    name: str
    tables: int
    investors: int


class Comparison(_Row):
    """Two to six companies side by side."""

    companies: tuple[str, ...]
    counts: tuple[CountRow, ...]
    coverage: tuple[CoverageRow, ...]
    funding: tuple[RoundRow, ...]
    totals: tuple[FundingTotal, ...]
    cadence: tuple[CadenceRow, ...]
    moves: tuple[MoveRow, ...]
    ties: tuple[TieRow, ...]
    features: tuple[CellRow, ...]
    tables: tuple[ComparisonTable, ...]
