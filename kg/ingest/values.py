"""Readers of single cells that every table shares: words for nothing, dates, days, addresses, and what to say of bad ones."""

from __future__ import annotations

import re
from datetime import date

from pydantic import ValidationError

from kg.dates import Moment, read_date
from kg.errors import BadDate
from kg.ingest.rows import as_text
from kg.records import clean, web_address

NULLS = frozenset(("", "\\n", "n/a", "na", "nan", "null", "none", "undisclosed", "unknown", "-", "–", "—", "?", "~",
                   "not disclosed", "n.a.", "#n/a", "<na>", "nat", "0000-00-00", "0000-00-00 00:00:00"))  # fmt: skip
"""Words that stand where nothing is said, in small letters."""
_NOBODY = re.compile(
    r"(?:undisclosed|unknown|unnamed|unspecified) (?:investors?|buyers?|acquirers?|amount|sum)|et al\.?|and others"
)
"""What stands where a name or a sum is kept back."""


class Unreadable(Exception):
    """This cell cannot be used, so its record is not taken: field, problem, remedy."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(f"{field}: {problem}; {remedy}")
        self.field, self.problem, self.remedy = field, problem, remedy


def is_null(text: str) -> bool:
    """Whether the words say that nothing is said."""
    folded = text.strip().casefold()
    return folded in NULLS or bool(_NOBODY.fullmatch(folded))


def text_of(value: object, field: str) -> str:
    """One value as clean text, empty where it says nothing. Raises Unreadable for a list or an object."""
    if isinstance(value, dict | list):
        raise Unreadable(field, "is not a text or a figure", "give one value")
    text = str(clean(as_text(value)))
    return "" if is_null(text) else text


def moment_of(text: str, field: str) -> Moment | None:
    """A date as people write it. Raises Unreadable."""
    if not text:
        return None
    try:
        return Moment.parse(read_date(text))
    except BadDate as error:
        raise unreadable(field, error, "give a date in EDTF, such as 2024-05") from error


def day_of(moment: Moment | None, field: str) -> date | None:
    """The day that a date is. Raises Unreadable where it is longer than one."""
    if moment is not None and moment.days != 1:
        raise Unreadable(field, f"'{moment}' is not a day", "write it as 2026-04-08")
    return moment.begin if moment else None


def address_of(text: str, field: str) -> str | None:
    """An http or https address. Raises Unreadable."""
    if not text:
        return None
    try:
        return web_address(text)
    except ValueError as error:
        problem = f"'{text[:80]}' {error}".split(";", maxsplit=1)[0]
        raise Unreadable(field, problem, "give an http:// or https:// address, or leave it empty") from error


def unreadable(field: str, error: Exception, remedy: str) -> Unreadable:
    """What an error of ours says of a cell; `remedy` where it names none itself."""
    problem, _, own = first_line(error).partition("; ")
    return Unreadable(field, problem, own or remedy)


def first_line(error: Exception) -> str:
    """An error in one line, pydantic's without its frame."""
    if isinstance(error, ValidationError):
        return error.errors()[0]["msg"].removeprefix("Value error, ")
    return str(error).splitlines()[0]


def refused_field(error: ValidationError) -> tuple[str, str]:
    """Which field a record was refused for, and why."""
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if not isinstance(part, int)) or "row"
    return field, first["msg"].removeprefix("Value error, ")
