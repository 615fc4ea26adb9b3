"""The typed parameters of a query, and how a value given for one becomes an RDF term.

Values arrive from Python, from TOML defaults, from links and from the command line, where all of them are strings.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Literal as OneOf
from typing import TypeAlias

from pydantic import BaseModel, ConfigDict, model_validator
from pyoxigraph import Literal, NamedNode

from kg.errors import BadQuery
from kg.terms import XSD, prefixes

Kind: TypeAlias = OneOf["iri", "string", "integer", "decimal", "boolean", "date", "text"]
Plain: TypeAlias = str | bool | int | Decimal | date
Value: TypeAlias = Plain | float | NamedNode | Literal | None
Given: TypeAlias = Value | Sequence[Value]
"""What a caller may give for a parameter: one value, several, or nothing."""

Term: TypeAlias = NamedNode | Literal

_INTEGER = re.compile(r"[+-]?\d{1,19}", re.ASCII)
_DECIMAL = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)", re.ASCII)
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_TRUTH = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False}

_REMEDY: dict[Kind, str] = {
    "iri": "give an absolute IRI or a prefixed name such as el:Hire",
    "string": "give text",
    "text": "give text",
    "integer": "give a whole number of at most 64 bits",
    "decimal": "give a number such as 2.5, without an exponent",
    "boolean": "give true or false",
    "date": "give a day as YYYY-MM-DD",
}


class Parameter(BaseModel):
    """One thing a reader of a query may set: `kind`, an IRI of an event kind, several allowed, none means all.

    `string` is a value to be met exactly and `text` words to search for: a form shows a short and a long field.
    Where `choices` stand, no other value is taken. `default` counts where nothing at all is given.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    type: Kind
    description: str
    multiple: bool = False
    required: bool = False
    default: Plain | tuple[Plain, ...] | None = None
    choices: tuple[Plain, ...] = ()

    @model_validator(mode="after")
    def _fits_itself(self) -> Parameter:
        try:
            for choice in self.choices:
                self._term(choice)
            self.terms(self.default)
        except BadQuery as error:
            raise ValueError(str(error)) from error
        return self

    def terms(self, given: Given) -> list[Term]:
        """The RDF terms of what was given, each once, in its order; an empty list where nothing was. Raises BadQuery."""
        several = given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
        values = [value for value in several if value is not None]
        if len(values) > 1 and not self.multiple:
            raise BadQuery(f"parameter '{self.name}' takes one value, not {len(values)}; give one")
        found = list(dict.fromkeys(self._term(value) for value in values))
        allowed = [self._term(choice) for choice in self.choices]
        for term in found:
            if allowed and term not in allowed:
                listed = ", ".join(str(choice) for choice in self.choices)
                raise BadQuery(f"parameter '{self.name}' cannot be {_shown(term.value)}; choose from {listed}")
        return found

    def _term(self, value: Value) -> Term:
        plain = value.value if isinstance(value, Literal) else value
        try:
            term = _TERM[self.type](plain)
        except ValueError:  # of pyoxigraph too: half a surrogate pair is no text, a blank is no part of an IRI
            term = None
        if term is None:
            raise BadQuery(f"parameter '{self.name}' cannot be {_shown(plain)}; {_REMEDY[self.type]}")
        return term


def _iri(value: object) -> Term | None:
    if isinstance(value, NamedNode):
        return value
    if not isinstance(value, str):
        return None
    prefix, colon, local = value.partition(":")
    namespace = prefixes().get(prefix) if colon else None
    return NamedNode(namespace + local if namespace is not None else value)


def _string(value: object) -> Term | None:
    return Literal(value) if isinstance(value, str) else None


def _integer(value: object) -> Term | None:
    if isinstance(value, str) and _INTEGER.fullmatch(value.strip()):
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and -(2**63) <= value < 2**63:
        return Literal(str(value), datatype=XSD.integer)
    return None


def _decimal(value: object) -> Term | None:
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        value = Decimal(str(value))
    if isinstance(value, str) and _DECIMAL.fullmatch(value.strip()):
        value = Decimal(value.strip())
    if isinstance(value, Decimal) and value.is_finite() and abs(value.adjusted()) <= 18:
        return Literal(f"{value:f}", datatype=XSD.decimal)
    return None


def _boolean(value: object) -> Term | None:
    if isinstance(value, str):
        value = _TRUTH.get(value.strip().casefold())
    return Literal(value) if isinstance(value, bool) else None


def _date(value: object) -> Term | None:
    if isinstance(value, str) and _DATE.fullmatch(value.strip()):
        value = date.fromisoformat(value.strip())
    if isinstance(value, date) and not isinstance(value, datetime):
        return Literal(value.isoformat(), datatype=XSD.date)
    return None


_TERM = {
    "iri": _iri,
    "string": _string,
    "text": _string,
    "integer": _integer,
    "decimal": _decimal,
    "boolean": _boolean,
    "date": _date,
}


def _shown(value: object) -> str:
    line = " ".join(str(value).split()).encode("utf-8", "replace").decode()
    return f"'{line[:60]}…'" if len(line) > 60 else f"'{line}'"
