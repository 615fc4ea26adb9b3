"""The rows of a search."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Sort = Literal["company", "person", "model", "product", "place", "agent", "publisher", "event", "passage", "prediction", "claim"]
"""What was found. An `agent` is a company or a person: no source tells which."""


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class HitRow(_Row):
    """One thing that fits: the event "Eric Boyd leaves Microsoft …", found by a title that only one source gives it.

    `matched` is the other name, or the told title, that fits where `text` does not. `about` is the entity that a claim is
    about. `source` says what a passage, prediction or claim says.
    """

    sort: Sort
    id: str
    text: str
    matched: str = ""
    detail: str = ""
    date: str | None = None
    about: str | None = None
    source: str | None = None


class HitGroup(_Row):
    """Hits of one group, the best first, and how many there are altogether."""

    name: Literal["names", "events", "texts"]
    hits: tuple[HitRow, ...]
    total: int


class SearchResult(_Row):
    """What was found. `near` tells that nothing is spelt just so, and that these are spelt nearly so."""

    query: str
    near: bool
    groups: tuple[HitGroup, ...]

    @property
    def total(self) -> int:
        return sum(group.total for group in self.groups)
