"""Dates in columns: orders, formats, serial numbers and precision columns, as a mapping says they are written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache

from babel import Locale, UnknownLocaleError

from kg.dates import Moment, read_date
from kg.errors import BadDate

_PARTS = re.compile(r"(\d{1,4})\s*[-/. ]\s*(\d{1,4})\s*[-/. ]{0,2}\s*(\d{1,4})", re.ASCII)
_RUN_TOGETHER = re.compile(r"(\d{1,2})\s*[-/. ]+\s*(\d{2})(\d{4})", re.ASCII)
"""A lost mark, as in `05/072018`."""
_CLOCK = re.compile(
    r"(?<=\d)[T ]\s*\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?\s*(?:[ap]\.?m\.?)?\s*(?:Z|UTC|GMT|[+-]\d{2}:?\d{2})?$", re.IGNORECASE
)
_WEEKDAY = re.compile(r"^(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+", re.IGNORECASE)
_SHORT_YEAR = re.compile(r"(?P<day>\d{1,2})[-\s/](?P<month>[A-Za-z]{3,9})[-\s/,]+(?P<year>\d{2}|\d{4})", re.ASCII)
_SHORT_MONTH = re.compile(r"(?P<month>[A-Za-z]{3,9})[-\s/'’]+(?P<year>\d{2}|\d{4})")
_SHORT_QUARTER = re.compile(
    r"(?:(?P<unit>[QH])(?P<place>[1-4])|(?P<place2>[1-4])(?P<unit2>[QH]))[-\s/'’]*(?P<year>\d{2})", re.IGNORECASE | re.ASCII
)
_MONTH_FIRST = re.compile(r"(?P<month>\d{1,2})[-./](?P<year>\d{4})", re.ASCII)
_LEFT_OUT = re.compile(r"(\d{4}(?:-(?!00)\d{2})?)(?:-00)+|(\d{4})\.0", re.ASCII)
"""Month or day as `00`, as databases keep a date that is not known to the day, and years that became fractions: `2021.0`."""
_FROM_YEAR = re.compile(r"\d{4}\s*[-–—]\s*\d{4}", re.ASCII)
_NO_YEAR = re.compile(r"\d{1,2}[-\s/.]+[A-Za-z]{3,9}\.?", re.ASCII)
_PIVOT = 69
"""Two-digit years from here on are of the last century, as in strptime."""
_EXCEL_DAY_ZERO = date(1899, 12, 30)
_PRECISIONS = {
    "day": "day", "date": "day", "exact": "day", "d": "day", "month": "month", "m": "month", "monthly": "month",
    "quarter": "quarter", "q": "quarter", "year": "year", "y": "year", "yearly": "year", "annual": "year", "multi-year": "year",
    "9": "year", "10": "month", "11": "day",
}  # fmt: skip


def read_cell(
    text: str, *, orders: Sequence[str] = (), formats: Sequence[str] = (), language: str = "", precision: str = "",
    january_first: str = "day", first_of_month: str = "day",
) -> str:  # fmt: skip
    """EDTF for a date in a cell, by the means that the mapping gives. Raises BadDate.

    >>> read_cell("05/072018", orders=["DMY"]), read_cell("2021-08-01", precision="month"), read_cell("Mar-19")
    ('2018-07-05', '2021-08', '2019-03')
    """
    cleaned = re.sub(r"^[+'](?=\d)", "", " ".join(text.split()))
    found = _by_format(cleaned, formats) or _by_reading(_WEEKDAY.sub("", _CLOCK.sub("", cleaned)), orders, language)
    if january_first == "year" and re.fullmatch(r"\d{4}-01-01", found):
        found = found[:4]
    if first_of_month == "month" and re.fullmatch(r"\d{4}-\d{2}-01", found):
        found = found[:7]
    return _cut(found, precision)


def years_of(edtf: str) -> tuple[int, int]:
    """First and last year that a date touches. Raises BadDate."""
    moment = Moment.parse(edtf)
    known = [bound.year for bound in (moment.begin, moment.end) if bound]
    return known[0], known[-1]


def _by_format(text: str, formats: Sequence[str]) -> str:
    for form in formats:
        found = _counted(text, form) if form in ("unix", "unix-ms", "excel") else _strptime(text, form)
        if found:
            return found
    return ""


def _counted(text: str, unit: str) -> str:
    """A day that is counted in seconds or milliseconds since 1970, or in days since 1900."""
    try:
        number = float(text)
        if unit == "excel":
            return (_EXCEL_DAY_ZERO + timedelta(days=int(number))).isoformat() if 1 <= number < 110_000 else ""
        return datetime.fromtimestamp(number / (1000 if unit == "unix-ms" else 1), UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return ""


def _strptime(text: str, form: str) -> str:
    try:
        moment = datetime.strptime(text, form)
    except ValueError:
        return ""
    if any(sign in form for sign in ("%d", "%j", "%x", "%D", "%F")):
        return f"{moment.year:04d}-{moment.month:02d}-{moment.day:02d}"
    if any(sign in form for sign in ("%m", "%b", "%B")):
        return f"{moment.year:04d}-{moment.month:02d}"
    return f"{moment.year:04d}"


def _by_reading(text: str, orders: Sequence[str], language: str) -> str:
    if language:
        text = _in_english(text, language)
    if left_out := _LEFT_OUT.fullmatch(text):
        return left_out[1] or left_out[2]
    if match := _MONTH_FIRST.fullmatch(text):
        return read_date(f"{match['year']}-{match['month']}")
    if _FROM_YEAR.fullmatch(text):
        return read_date(text)
    if _NO_YEAR.fullmatch(text):
        raise BadDate(f"'{text}' names no year; add the column that does, as in \"{{Date}} {{Year}}\"")
    problems: list[BadDate] = []
    for order in orders:
        try:
            if found := _ordered(text, order):
                Moment.parse(found)
                return found
        except BadDate as error:
            problems.append(error)
    if problems:
        raise problems[0]
    if short := _with_short_year(text):
        return short
    if not orders and (parts := _PARTS.fullmatch(text)) and len(parts[1]) < 3 <= len(parts[3]):
        raise BadDate(f'\'{text}\' may be day-month or month-day; say order = "DMY" or "MDY" in the mapping')
    return read_date(text)


def _ordered(text: str, order: str) -> str:
    match = _RUN_TOGETHER.fullmatch(text) or _PARTS.fullmatch(text)
    if match is None:
        return ""
    if len(match[1]) == 4:
        order = "YMD"  # no order of day and month puts four digits first
    part = dict(zip(order, match.groups(), strict=True))
    if len(part["Y"]) not in (2, 4) or len(part["M"]) > 2 or len(part["D"]) > 2:
        raise BadDate(f"'{text}' is no date in the order {order}; mend it, or add another order")
    year, month, day = _full_year(part["Y"]), int(part["M"]), int(part["D"])
    if not 1 <= month <= 12:
        raise BadDate(f"'{text}' has no month {month} in the order {order}; check the order of the column")
    return f"{year}-{month:02d}-{day:02d}"


def _with_short_year(text: str) -> str:
    """`3-Mar-19`, `Mar-19` and `2Q24`: all in which it is plain which figure is the year."""
    if match := _SHORT_YEAR.fullmatch(text):
        return read_date(f"{match['day']} {match['month']} {_full_year(match['year'])}")
    if match := _SHORT_MONTH.fullmatch(text):
        return read_date(f"{match['month']} {_full_year(match['year'])}")
    if match := _SHORT_QUARTER.fullmatch(text):
        unit, place = match["unit"] or match["unit2"], match["place"] or match["place2"]
        return read_date(f"{unit.upper()}{place} {_full_year(match['year'])}")
    return ""


def _full_year(digits: str) -> str:
    if len(digits) == 4:
        return digits
    return f"{19 if int(digits) >= _PIVOT else 20}{digits}"


@cache
def _months(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    """The names of months in a language, longest first, with the English ones. Raises BadDate for an unknown language."""
    try:
        local = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError) as error:
        raise BadDate(f"'{language}' is no language that is known; write a code such as fr or pt-BR") from error
    english = Locale("en").months["format"]["wide"]
    named = {
        name.strip(".").casefold(): english[number]
        for context in ("format", "stand-alone")
        for width in ("wide", "abbreviated")
        for number, name in local.months[context][width].items()
    }
    longest_first = sorted(named, key=len, reverse=True)
    return tuple((re.compile(rf"\b{re.escape(name)}\b\.?", re.IGNORECASE), named[name]) for name in longest_first)


def _in_english(text: str, language: str) -> str:
    """The date with its month in English, and without words such as `de` and ordinal marks."""
    for name, english in _months(language):
        text, count = name.subn(english, text, count=1)
        if count:
            break
    return re.sub(r"(?<=\d)(?:er|ère|e|º|ª|°|\.)(?=\s)|\b(?:de|del|di|den|le)\b\s*", "", text, flags=re.IGNORECASE).strip()


def _cut(edtf: str, precision: str) -> str:
    """The date as far as it is meant. Raises BadDate for an unknown precision."""
    if not precision:
        return edtf
    unit = _PRECISIONS.get(precision.strip().casefold())
    if unit is None:
        raise BadDate(f"'{precision[:40]}' is no precision; write day, month, quarter or year, or map its words to these")
    match = re.fullmatch(r"(\d{4})(?:-(\d{2}))?(?:-(\d{2}))?([?~%]?)", edtf)
    if match is None or unit == "day":
        return edtf
    year, month, mark = match[1], match[2], match[4]
    if unit == "year" or month is None or not 1 <= int(month) <= 12:
        return edtf if unit != "year" else f"{year}{mark}"
    return f"{year}-{month}{mark}" if unit == "month" else f"{year}-{33 + (int(month) - 1) // 3}"
