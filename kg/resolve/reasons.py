"""Why a value is believed, in one sentence: made from what the dispute holds, so that it cannot grow stale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kg.resolve.beliefs import Criterion

_SHOWN = 3
"""Further positions are counted, not told one by one."""
_BECAUSE = {
    Criterion.STATEMENT: "",
    Criterion.PUBLISHERS: "",
    Criterion.PRECISION: " as the more precise",
    Criterion.RECENCY: " as the one published later",
    Criterion.ORDER: ", though nothing speaks for it before the others",
}


@dataclass(frozen=True)
class Held:
    """A position as a sentence needs it: "Ann Lee", held as "reported", by 3 independent publishers."""

    value: str
    held_as: tuple[str, ...]
    """In what words it is held in its strongest manner."""
    publishers: int


def sentence(won_by: Criterion, believed: Held, others: Sequence[Held]) -> str:
    """Why the believed value won over the others, of which there is at least one.

    >>> ann, bob = Held("Ann Lee", ("reported",), 3), Held("Bob Ray", ("rumoured",), 1)
    >>> sentence(Criterion.STATEMENT, ann, [bob])
    'Ann Lee is believed: reported by 3 independent publishers; Bob Ray is rumoured by one publisher alone.'
    """
    clauses = [f"{believed.value} is believed{_BECAUSE[won_by]}: {_by(believed)}"]
    clauses += [f"{other.value} is {_by(other)}" for other in others[:_SHOWN]]
    if len(others) > _SHOWN:
        clauses.append(f"other values told: {len(others) - _SHOWN}")
    return "; ".join(clauses) + "."


def _by(held: Held) -> str:
    who = "one publisher alone" if held.publishers == 1 else f"{held.publishers} independent publishers"
    return f"{' or '.join(held.held_as)} by {who}"
