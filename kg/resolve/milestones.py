"""Which of an event's named dates a report gives: "Alphabet closes the purchase" dates its completion.

The ontology says which named dates a kind has and what words of a title tell them. The first such words count: a title
that "announces a purchase expected to close in summer" gives the date of an announcement.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.ontology import EventKind, Milestone
from kg.records import EventRecord


def milestone_of(record: EventRecord, kind: EventKind) -> Milestone | None:
    """The milestone that the record's date is of; `None` where neither its manner, its own word nor its title names one."""
    by_manner = next((stone for stone in kind.milestones if stone.statement == record.statement), None)
    if by_manner is not None or not kind.milestones:
        return by_manner
    if record.milestone:
        return next((stone for stone in kind.milestones if stone.name == record.milestone), None)
    match = _cues(kind.milestones).search(record.title)
    return next((stone for stone in kind.milestones if match and match[0].casefold() in stone.cues), None)


@lru_cache(maxsize=64)
def _cues(milestones: tuple[Milestone, ...]) -> re.Pattern[str]:
    """All cues, longer before shorter: "closes in on" is no closing."""
    cues = sorted({cue for stone in milestones for cue in stone.cues}, key=lambda cue: (-len(cue), cue))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, cues))})(?!\w)", re.IGNORECASE)
