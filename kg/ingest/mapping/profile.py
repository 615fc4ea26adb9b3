"""What the columns of an unknown table seem to hold, told from their names and a sample of their values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from typing import Literal, TypeAlias

from babel import Locale
from pydantic import ValidationError

from kg.dates import Moment
from kg.errors import BadDate, BadMoney, Refusal
from kg.ingest.mapping.dates import read_cell
from kg.ingest.mapping.scope import cell_text, found_in
from kg.ingest.names import looks_like_person
from kg.ingest.rows import Table, as_text
from kg.ingest.values import is_null
from kg.money import check_currency, read_amount

SAMPLE = 2000
"""Rows that are looked at."""
_MOST = 0.6
"""Share of the filled cells that must fit for a column to be taken for something."""

Sort: TypeAlias = Literal[
    "empty", "date", "precision", "money", "currency", "number", "url", "country", "people", "sentence", "json", "id", "text"
]

_DATE_WORDS = re.compile(
    r"date|year|founded|launched|announced|closed|published|released?\b|\bwhen\b|\bon$|\bat$|time|day|month|start|end|since|until",
    re.IGNORECASE,
)
_MONEY_WORDS = re.compile(
    r"amount|raised|funding|price|valuation|value|cost|revenue|capital|consideration|proceeds|money|size|worth|usd|eur|gbp|inr|[$€£₹]",
    re.IGNORECASE,
)
_COUNT_WORDS = re.compile(
    r"\b(?:no|number|num|count|employees|headcount|staff|percent|percentage|rounds|age|rank)\b|^#|%", re.IGNORECASE
)
_SCALE_WORDS = (
    (re.compile(r"\b(?<!per )(?:in\s+)?(?:millions?|mn|mio|mm)\b|[$€£]\s?m\b|\bm(?:usd|eur|gbp)\b", re.IGNORECASE), "million"),
    (re.compile(r"\b(?:in\s+)?(?:billions?|bn)\b|[$€£]\s?b(?:n)?\b", re.IGNORECASE), "billion"),
    (re.compile(r"\b(?:in\s+)?(?:thousands?)\b|[$€£]\s?k\b", re.IGNORECASE), "thousand"),
    (re.compile(r"\b(?:crores?|cr)\b", re.IGNORECASE), "crore"),
    (re.compile(r"\b(?:lakhs?|lacs?)\b", re.IGNORECASE), "lakh"),
)
_HEADER_SIGNS = (("€", "EUR"), ("£", "GBP"), ("₹", "INR"), ("$", "USD"))
_PRECISION_WORDS = {"day", "month", "quarter", "year", "exact", "approximate", "circa"}
_PRECISION_FIGURES = {"9", "10", "11"}
"""Year, month and day, as Wikidata counts precision."""
_BINDING = {"type", "value", "datatype", "xml:lang"}
"""The keys of a value in the results of a SPARQL query."""
_LANGUAGES = ("fr", "de", "es", "pt", "it", "nl")
_NUMERIC_DATE = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})\s*[-/.]\s*(\d{2}|\d{4})(?:\D.*)?", re.ASCII)
_ADDRESS = re.compile(r"https?://\S+|www\.\S+", re.IGNORECASE)
_DOMAIN = re.compile(r"(?:https?://)?[\w-]+(?:\.[\w-]+)+", re.IGNORECASE)
_GROUPS_OF_THREE = re.compile(r"(?<![\d.,])[1-9]\d{0,2}\.\d{3}(?![\d.,]|\s?[A-Za-z])").search
_SHORT_FRACTION = re.compile(r"\.\d{1,2}(?!\d)").search
_MOJIBAKE = re.compile(r"[ÂÃ][\u0080-\u00bf]|â€")


@dataclass
class Column:
    """One column: its sort, with the evidence, and what a mapping has to say to read it."""

    name: str
    filled: tuple[str, ...]
    nulls: Counter[str] = field(default_factory=Counter)
    sort: Sort = "text"
    evidence: str = ""
    options: dict[str, object] = field(default_factory=dict)
    separator: str = ""
    """What parts lists in it, where it holds lists."""
    doubts: str = ""
    """What a person has to check."""

    @property
    def words(self) -> str:
        """The name in small words: `announced on` of `AnnouncedOn`."""
        name = self.name.removesuffix(".value")
        apart = re.sub(r"(?<=[a-z\d])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", " ", name)
        return " ".join(re.findall(r"[^\W\d_]+|\d+|[^\w\s_-]", apart)).casefold() or name.casefold()

    @property
    def distinct(self) -> int:
        return len(set(self.filled))


@dataclass
class Profile:
    """A table as it seems to be."""

    columns: tuple[Column, ...]
    rows: int
    mojibake: bool
    lists: tuple[str, ...]
    """Columns that hold lists of objects, which may be rows themselves."""


def profile_of(table: Table) -> Profile:
    """Looks at the first rows of a table."""
    rows = [row for _, row in islice(table.rows, SAMPLE) if not isinstance(row, Refusal)]
    paths = [path for name in table.columns for path in _paths(name, [found_in(row, name) for row in rows[:200]])]
    columns = tuple(_profiled(path, [text for row in rows for text in _texts(found_in(row, path))]) for path in paths)
    lists = tuple(name for name in table.columns if any(_holds_objects(row.get(name)) for row in rows))
    return Profile(columns, len(rows), any(_MOJIBAKE.search(text) for column in columns for text in column.filled), lists)


def _holds_objects(value: object) -> bool:
    return isinstance(value, list) and any(isinstance(item, dict) for item in value)


def _paths(name: str, values: Sequence[object]) -> list[str]:
    """The column itself, or the paths to all values in the objects that it holds."""
    items = [item for value in values for item in (value if isinstance(value, list) else (value,)) if isinstance(item, dict)]
    if not items:
        return [name]
    keys = dict.fromkeys(key for item in items for key in item)
    if {"type", "value"} <= set(keys) <= _BINDING:
        return [f"{name}.value"]
    return [path for key in keys for path in _paths(f"{name}.{key}", [item.get(key) for item in items])]


def _texts(value: object) -> list[str]:
    if isinstance(value, list):
        return [text for item in value for text in _texts(item)]
    return [] if isinstance(value, dict) else [as_text(value)]


def _profiled(name: str, raw: Sequence[str]) -> Column:
    nulls = Counter(text.strip() for text in raw if text.strip() and is_null(text))
    filled = tuple(filter(None, (cell_text(text) for text in raw)))
    column = Column(name, filled, nulls)
    if not filled:
        column.sort, column.evidence = "empty", "no cell says anything"
        return column
    for recognise in (
        _as_literal,
        _as_address,
        _as_precision,
        _as_currency,
        _as_date,
        _as_money,
        _as_number,
        _as_country,
        _as_text,
    ):
        if recognise(column):
            break
    return column


def share(texts: Sequence[str], fits: Callable[[str], bool]) -> float:
    """How much of the texts fits, from 0 to 1."""
    return sum(map(fits, texts)) / len(texts) if texts else 0.0


# --- what a column may be: each says whether it is -----------------------------------------------------------------------------


def _as_literal(column: Column) -> bool:
    part = share(column.filled, lambda text: bool(re.fullmatch(r"\[.*\]|\{.*\}", text, re.DOTALL)))
    if part < _MOST:
        return False
    column.sort, column.evidence = "json", f"{part:.0%} hold JSON or a Python literal: json_path reads it"
    return True


def _as_address(column: Column) -> bool:
    address = _DOMAIN if re.search(r"site|page|domain|url", column.words) else _ADDRESS
    part = share(column.filled, lambda text: bool(address.match(text)))
    if part < _MOST:
        return False
    column.sort, column.evidence = "url", f"{part:.0%} are web addresses"
    return True


def _as_precision(column: Column) -> bool:
    known = _PRECISION_WORDS | (_PRECISION_FIGURES if "precision" in column.words else set())
    part = share(column.filled, lambda text: text.casefold() in known)
    if part < _MOST:
        return False
    column.sort, column.evidence = "precision", f"{part:.0%} are words such as {column.filled[0]}"
    return True


def _as_currency(column: Column) -> bool:
    part = share(column.filled, _is_currency)
    if part < _MOST:
        return False
    column.sort, column.evidence = "currency", f"{part:.0%} are ISO codes of currencies, such as {column.filled[0]}"
    return True


def _is_currency(text: str) -> bool:
    try:
        check_currency(text.upper())
    except BadMoney:
        return False
    return len(text) == 3


def _as_date(column: Column) -> bool:
    named = bool(_DATE_WORDS.search(column.words))
    best: tuple[float, dict[str, object], str] = (0.0, {}, "")
    for options, evidence in _ways_to_read(column, named):
        part = share(column.filled, lambda text, options=options: _is_date(text, options))  # type: ignore[misc]
        if part > best[0] + 0.02:
            best = part, options, evidence
    if _MOST / 2 < best[0] < 1:
        best = _with_language(column, best)
    if best[0] < _MOST:
        return False
    bare = share(column.filled, lambda text: text.replace(".", "").isdigit())
    if bare > _MOST and not named:
        return False
    column.sort, column.options = "date", dict(best[1])
    column.evidence = f"{best[0]:.0%} are dates{best[2]}, such as {column.filled[0]!r}"
    if "order" in column.options:
        _tell_order(column)
    first = share(column.filled, lambda text: bool(re.search(r"-01-01\b|^0?1[/.-]0?1[/.-]", text)))
    if first > 0.25:
        column.options["january_first"] = "year"
        column.evidence += f"; {first:.0%} are 1 January, which then stands for the year"
    return True


def _with_language(column: Column, best: tuple[float, dict[str, object], str]) -> tuple[float, dict[str, object], str]:
    """The same way of reading with the language that makes sense of most of the cells left over."""
    if "language" in best[1] or not any(re.search(r"\d.*[^\W\d_]{3}|[^\W\d_]{3}.*\d", text) for text in column.filled):
        return best
    for code in _LANGUAGES:
        options = {**best[1], "language": code}
        part = share(column.filled, lambda text, options=options: _is_date(text, options))  # type: ignore[misc]
        if part > best[0] + 0.02:
            best = part, options, f" in the language {code}"
    return best


def _ways_to_read(column: Column, named: bool) -> list[tuple[dict[str, object], str]]:
    ways: list[tuple[dict[str, object], str]] = [({}, "")]
    if any(_NUMERIC_DATE.fullmatch(text) for text in column.filled):
        ways += [({"order": "DMY"}, ""), ({"order": "MDY"}, "")]
    if share(column.filled, lambda text: bool(re.search(r"\d", text) and re.search(r"[^\W\d_]{3}", text))) > 0.4:
        ways += [({"language": code}, f" in the language {code}") for code in _LANGUAGES]
    digits = [text for text in column.filled if text.isdigit()]
    if named and len(digits) > _MOST * len(column.filled):
        length = Counter(map(len, digits)).most_common(1)[0][0]
        counted = {8: ("%Y%m%d", ""), 10: ("unix", " in seconds since 1970"), 13: ("unix-ms", " in milliseconds since 1970"),
                   5: ("excel", " in days since 1900, as Excel counts")}  # fmt: skip
        if length in counted:
            ways.append(({"formats": [counted[length][0]]}, counted[length][1]))
    return ways


def _is_date(text: str, options: dict[str, object]) -> bool:
    order, formats = options.get("order", ()), options.get("formats", ())
    try:
        Moment.parse(
            read_cell(
                text,
                orders=(order,) if isinstance(order, str) else (),
                formats=formats if isinstance(formats, list) else (),
                language=str(options.get("language", "")),
            )
        )
    except BadDate:
        return False
    return True


def _tell_order(column: Column) -> None:
    """The order of day and month from all values that allow only one."""
    parts = [match for text in column.filled if (match := _NUMERIC_DATE.fullmatch(text))]
    days_first = sum(int(match[1]) > 12 for match in parts)
    months_first = sum(int(match[2]) > 12 for match in parts)
    if days_first and months_first:
        orders = ["DMY", "MDY"] if days_first >= months_first else ["MDY", "DMY"]
        column.options["order"] = orders
        column.evidence += f"; {days_first} can only be day-month and {months_first} only month-day"
        column.doubts = "both orders occur: values such as 05/06 are read in the first one"
    elif days_first or months_first:
        column.options["order"] = "DMY" if days_first else "MDY"
        column.evidence += f"; {days_first or months_first} can only be {'day-month' if days_first else 'month-day'}"
    else:
        column.doubts = "no value tells day-month from month-day: check the order"


def _as_money(column: Column) -> bool:
    if _COUNT_WORDS.search(column.words) or _COUNT_WORDS.search(column.name):
        return False
    signed = share(column.filled, lambda text: bool(re.search(r"[$€£₹¥]|\b[A-Z]{3}\s?\d", text)))
    if signed < 0.3 and not _MONEY_WORDS.search(column.name):
        return False
    decimal = max((".", ","), key=lambda mark: share(column.filled, lambda text: _is_amount(text, mark)))
    if decimal == "." and any(map(_GROUPS_OF_THREE, column.filled)) and not any(map(_SHORT_FRACTION, column.filled)):
        decimal = max((",", "."), key=lambda mark: share(column.filled, lambda text: _is_amount(text, mark)))
    part = share(column.filled, lambda text: _is_amount(text, decimal))
    if part < _MOST:
        return False
    column.sort, column.evidence = "money", f"{part:.0%} are amounts, such as {column.filled[0]!r}"
    if decimal != ".":
        column.options["decimal"] = decimal
    for pattern, scale in _SCALE_WORDS:
        if pattern.search(column.name.replace("_", " ")):
            column.options["scale"] = scale
            column.evidence += f"; the name says {scale}s"
            break
    if code := _currency_in_name(column.name):
        column.options["currency"] = code
    if zeros := sum(bool(re.fullmatch(r"[$€£₹]?0+(?:\.0+)?", text)) for text in column.filled):
        column.options["nulls"] = sorted({text for text in column.filled if re.fullmatch(r"[$€£₹]?0+(?:\.0+)?", text)})
        column.evidence += f"; {zeros} are 0, taken for not known"
    if part < 1:
        column.options["bad"] = "empty"
        column.doubts = f"{1 - part:.0%} of its cells cannot be read and are left out; bad = 'refuse' refuses their rows"
    return True


def _is_amount(text: str, decimal: str) -> bool:
    try:
        read_amount(text, decimal=decimal)
    except (BadMoney, ValidationError):
        return False
    return True


def _currency_in_name(name: str) -> str:
    for word in re.findall(r"(?<![A-Za-z])[A-Za-z]{3}(?![A-Za-z])", name):
        if _is_currency(word) and word.upper() in {
            "USD",
            "EUR",
            "GBP",
            "INR",
            "CNY",
            "JPY",
            "CAD",
            "AUD",
            "CHF",
            "KRW",
            "BRL",
            "SEK",
        }:
            return str(word.upper())
    return next((code for sign, code in _HEADER_SIGNS if sign in name), "")


def _as_number(column: Column) -> bool:
    part = share(column.filled, lambda text: bool(re.fullmatch(r"-?[\d.,]+(?:[eE][+-]?\d+)?%?", text)))
    if part < _MOST:
        return False
    column.sort, column.evidence = "number", f"{part:.0%} are figures, such as {column.filled[0]!r}"
    if re.search(r"\b(?:id|uuid|key|index|sno|sr no|s no|row)\b", column.words) and column.distinct == len(column.filled):
        column.sort, column.evidence = "id", "every figure comes once"
    return True


@cache
def _countries() -> frozenset[str]:
    territories = Locale("en").territories
    return frozenset(name.casefold() for code, name in territories.items() if code.isalpha()) | {"usa", "uk", "u.s.", "uae"}


def _as_country(column: Column) -> bool:
    part = share(column.filled, lambda text: text.casefold() in _countries())
    if part < _MOST:
        return False
    column.sort, column.evidence = "country", f"{part:.0%} are countries"
    return True


def _as_text(column: Column) -> bool:
    words = sum(len(text.split()) for text in column.filled) / len(column.filled)
    people = share(column.filled, looks_like_person)
    if re.search(r"\b(?:id|uuid|guid|permalink)\b", column.words) and column.distinct == len(column.filled):
        column.sort, column.evidence = "id", "every value comes once"
    elif words >= 6:
        column.sort, column.evidence = "sentence", f"{words:.0f} words in a cell"
    elif people >= 0.8 and column.distinct > 5:
        column.sort, column.evidence = "people", f"{people:.0%} look like names of people"
    else:
        column.evidence = f"{column.distinct} different values in {len(column.filled)} cells, such as {column.filled[0][:40]!r}"
    _tell_separator(column)
    return True


JOINING = (" & ", " and ")
"""What parts lists, and also stands within the names of companies."""


def _tell_separator(column: Column) -> None:
    """The mark that parts lists, where a fair share of the cells has it."""
    if column.sort == "sentence" and share(column.filled, lambda text: text.rstrip().endswith((".", "!", "?"))) > 0.3:
        return
    marks = ("|", ";", ",", " / ", *JOINING)
    shares = {mark: share(column.filled, lambda text, mark=mark: mark in text) for mark in marks}  # type: ignore[misc]
    mark = max(shares, key=lambda one: shares[one])
    if shares[mark] >= 0.15:
        column.separator = mark
