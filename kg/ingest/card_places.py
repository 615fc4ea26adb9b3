"""Places in a news card: the ids by which its records tell the sentence, line or cell that they were read from."""

from __future__ import annotations

import re
from typing import NamedTuple

_ID = re.compile(r"(headline|what-changed|takeaway|timeline|prediction|cell)(?:-(\d+))?(?:-(\d+))?")


class Place(NamedTuple):
    """The third takeaway; the cell of line 22 in column 1. Numbers count from 1, 0 stands for none."""

    part: str
    number: int = 0
    column: int = 0

    @property
    def id(self) -> str:
        """A record's own id in its card.

        >>> Place("cell", 22, 1).id, Place("headline").id
        ('cell-22-1', 'headline')
        """
        return "-".join([self.part, *(str(number) for number in self[1:] if number)])


def place_of(local_id: str) -> Place | None:
    """The place that a record's own id names; `None` for an id that is no card's.

    >>> place_of("takeaway-3")
    Place(part='takeaway', number=3, column=0)
    """
    found = _ID.fullmatch(local_id)
    return Place(found[1], int(found[2] or 0), int(found[3] or 0)) if found else None
