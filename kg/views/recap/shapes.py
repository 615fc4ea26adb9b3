"""The rows of a recap: the one structure that the page, Markdown, HTML and Atom are written from."""

from __future__ import annotations

from datetime import date

from pydantic import BaseModel, ConfigDict

from kg.views.periods import Period
from kg.views.shapes import EventRow, PredictionRow


class RecapFilter(BaseModel):
    """What a recap is about: every event of a period, or those of some companies or kinds, or with a text in them."""

    model_config = ConfigDict(frozen=True)

    begin: date
    end: date
    organisations: tuple[str, ...] = ()
    """Names or ids, one of which takes part."""
    kinds: tuple[str, ...] = ()
    text: str = ""

    @property
    def period(self) -> Period:
        return Period(self.begin, self.end)

    def over(self, period: Period) -> RecapFilter:
        """The same of another period."""
        return self.model_copy(update={"begin": period.begin, "end": period.end})


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class VoiceRow(_Row):
    """One publisher as a recap names it: "The Star", the address of its page, and "rumour" where it does not plainly report."""

    name: str
    url: str | None
    remark: str
    pages: int = 1
    """How many sources it is."""


class RecapRow(_Row):
    """One event of a recap.

    `date` is as precise as anybody knows it, and `status` is empty for what is reported. `disputes` has a sentence for each
    property about which sources contradict one another. `known` is the last day on which one of its sources could be read.
    """

    event: EventRow
    status: str
    voices: tuple[VoiceRow, ...]
    disputes: tuple[str, ...]
    known: date | None


class RecapCompany(_Row):
    """What a company did, the most important first."""

    id: str
    name: str
    rows: tuple[RecapRow, ...]


class RecapGroup(_Row):
    """Events of one kind, by company."""

    kind: str
    label: str
    companies: tuple[RecapCompany, ...]

    @property
    def events(self) -> int:
        return sum(len(company.rows) for company in self.companies)


class Recap(_Row):
    """What happened in a period, told by claims that are in the graph and by nothing else."""

    wanted: RecapFilter
    about: str
    """"Anthropic and OpenAI, hires", or empty for everything."""
    groups: tuple[RecapGroup, ...]
    left_out: int
    """How many less important events of the period are not told."""
    perhaps: tuple[RecapRow, ...]
    """Events whose dates are too wide to tell whether they fall into the period."""
    perhaps_left_out: int
    made: tuple[PredictionRow, ...]
    """Predictions that were first told in the period, as they stood at its end."""
    due: tuple[PredictionRow, ...]
    """Predictions whose deadline fell into it."""
    events: int
    disputed: int
    sources: int
    """Sources of the events that are told."""

    @property
    def title(self) -> str:
        """Week of 6 to 12 April 2026: Anthropic."""
        period = self.wanted.period
        named = f"Week of {period}" if period.is_week else str(period)
        return f"{named}: {self.about}" if self.about else named

    @property
    def rows(self) -> tuple[RecapRow, ...]:
        """Every event that is told, in the order of the groups."""
        return tuple(row for group in self.groups for company in group.companies for row in company.rows)

    @property
    def is_empty(self) -> bool:
        return not (self.groups or self.perhaps or self.made or self.due)
