"""The rows that stand beside an event: what it is related to, and the card sentences that rest on it."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from kg.views.shapes import SourceRow


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class Shared(_Row):
    """What two events share: the person Ann Lee."""

    role: str
    name: str
    id: str


class RelatedEvent(_Row):
    """Another event with all that it shares with this one."""

    id: str
    kind: str
    title: str
    date: str | None
    shares: tuple[Shared, ...]


class CardSentence(_Row):
    """What a news card says of an event, in its own words."""

    text: str
    source: SourceRow


class Candidate(_Row):
    """An event that might be the same as another, for a person to choose."""

    id: str
    title: str
    date: str | None
