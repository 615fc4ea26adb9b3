"""Every error of the project, in one tree.

Two levels matter to callers: a `Refusal` drops one row and the run goes on; any other `EventlineError` stops the run.
Each message is one line: what is wrong, where, and what to do.
"""

from __future__ import annotations

from dataclasses import dataclass


class EventlineError(Exception):
    """The run cannot go on. `exit_code` is what the command line returns."""

    exit_code = 1


class BadInput(EventlineError):
    """What the user gave cannot be used: a file, an option, a query, a name."""

    exit_code = 2


class BadDate(BadInput, ValueError):
    """A date that is not EDTF, does not exist, or cannot be meant."""


class BadMoney(BadInput, ValueError):
    """An amount that cannot be read. A ValueError too, like BadDate, so that pydantic reports it with the field."""


class BadQuery(BadInput):
    """A query that is not SPARQL, is not allowed, or lacks a parameter.

    Where the text is wrong at a place, `line` and `column` count from 1 and `reason` is the message without them; else
    they are 0 and `reason` is the message.
    """

    def __init__(self, message: str, *, line: int = 0, column: int = 0, reason: str = "") -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.reason = reason or message


class BadOntology(BadInput):
    """An ontology file that cannot be parsed, or a kind that lacks what drawing and ingest need."""


class UnknownName(BadInput, ValueError):
    """A name, id or IRI that the graph does not know. `near` are known names that are written nearly so."""

    def __init__(self, text: str, near: tuple[str, ...] = ()) -> None:
        super().__init__(text)
        self.near = near


class LimitExceeded(EventlineError):
    """A query took more time, memory or rows than it is allowed."""


class StoreBusy(EventlineError):
    """Another process is writing to the store."""


class StoreDamaged(EventlineError):
    """What is on disk is not a store of ours, or is not complete."""


@dataclass(frozen=True)
class Refusal:
    """One row or statement that was not taken in: in facts.csv, line 12, `date` was '2024-13'.

    `line` counts from 1 and is 0 where the input has no lines; `text` is the row as it was read, cut to 500 characters.
    """

    path: str
    line: int
    field: str
    problem: str
    remedy: str
    text: str = ""

    def __str__(self) -> str:
        place = f"{self.path}:{self.line}" if self.line else self.path
        field = f" {self.field}:" if self.field else ""
        return f"{place}:{field} {self.problem}; {self.remedy}"
