"""The rows of a news card: its sentences, what each rests on, and how that stands against what others tell."""

from __future__ import annotations

import datetime
from typing import Literal, TypeAlias

from kg.views.shapes import PositionRow, PredictionRow, SourceRow, _Row

Standing: TypeAlias = Literal["contradicted", "contested", "confirmed", "alone"]
"""Of a value: others are believed instead, others hold another but it is believed, others tell the same, nobody else does."""


class ToldRow(_Row):
    """One value that a sentence gives for a property of an event, and what others say of it."""

    property: str
    value: str
    """As the sentence words it."""
    standing: Standing
    others: int
    """Independent publishers beside the card that tell the same in the strongest manner in which anyone does."""
    told_as: str
    """That manner, before "by": `reported`."""
    names: tuple[str, ...]
    """Those publishers' names, three at most."""
    against: tuple[PositionRow, ...] = ()
    """Other values and who holds them, the believed one first."""
    reason: str = ""
    """Why the believed value is believed, in a sentence; empty where nothing is disputed."""
    by_itself: bool = False
    """Whether only the card itself tells otherwise, elsewhere on the page."""


class BasisRow(_Row):
    """An event that a sentence tells of, with everything that it tells."""

    event: str
    kind: str
    title: str
    """As we believe it."""
    date: str | None
    told: tuple[ToldRow, ...]


class SentenceRow(_Row):
    """A sentence of the card, in the manner in which it is said."""

    place: str
    """Its id on the card: `takeaway-1`."""
    text: str
    statement: str
    basis: tuple[BasisRow, ...] = ()
    date: str | None = None
    """Of a line of the timeline: its date as the card gives it."""
    note: str = ""

    @property
    def told(self) -> tuple[ToldRow, ...]:
        """Everything that it tells, whatever the event."""
        return tuple(told for basis in self.basis for told in basis.told)

    @property
    def contradicted(self) -> bool:
        return any(told.standing == "contradicted" for told in self.told)


class SectionRow(_Row):
    """Sentences under a heading that is not one of those every card has."""

    heading: str
    sentences: tuple[SentenceRow, ...]


class ElsewhereRow(_Row):
    """What another source says of the same feature."""

    value: str
    contradicts: bool
    source: SourceRow | None = None
    event: str | None = None
    """The event whose date it is, where it is no other source's cell."""


class CellRow(_Row):
    """A cell of the comparison: a value with what limits it, and what others say of the same."""

    place: str
    value: str
    qualifier: str
    statement: str
    elsewhere: tuple[ElsewhereRow, ...] = ()

    @property
    def contradicted(self) -> bool:
        return any(other.contradicts for other in self.elsewhere)


class HeadRow(_Row):
    """A head of the comparison: a company or model, or the name of a feature."""

    name: str
    id: str | None = None
    """The entity, where it is one."""
    context: str = ""
    qualifier: str = ""
    """What limits every cell below it: Projected."""


class TableRow(_Row):
    """A comparison as the card draws it: a head for each column, and rows of as many cells. An empty cell is `None`."""

    columns: tuple[HeadRow, ...]
    rows: tuple[tuple[HeadRow, tuple[CellRow | None, ...]], ...]


class UpdateRow(_Row):
    """A related update, and the card of that headline where it is in the graph."""

    text: str
    card: str | None


class CardSummary(_Row):
    """A card in a list. `contradicted` counts the disputes in which it holds what is not believed."""

    id: str
    title: str
    publisher: str | None
    url: str | None
    published: str | None
    retrieved: datetime.date | None
    freshness: str | None
    """What the card said of its own age when it was read."""
    original: str | None
    original_url: str | None
    known: datetime.date | None
    """The day by which it could be read."""
    contradicted: int


class CardRow(_Row):
    """A news card with everything that the graph holds of it."""

    summary: CardSummary
    audiences: tuple[str, ...]
    headline: SentenceRow
    lead: SentenceRow | None
    brief: tuple[tuple[str, SentenceRow], ...]
    """What changed, why it matters, what to do next: the name of the section and its sentence, those that are there."""
    takeaways: tuple[SentenceRow, ...]
    tables: tuple[TableRow, ...]
    predictions: tuple[PredictionRow, ...]
    timeline: tuple[SentenceRow, ...]
    others: tuple[SectionRow, ...]
    related: tuple[UpdateRow, ...]

    @property
    def sentences(self) -> tuple[SentenceRow, ...]:
        """Every sentence, in the order of the page."""
        brief = (sentence for _, sentence in self.brief)
        others = (sentence for section in self.others for sentence in section.sentences)
        return (self.headline, *([self.lead] if self.lead else []), *brief, *self.takeaways, *self.timeline, *others)
