"""Dates and counts as people read them."""

from __future__ import annotations

import re
from datetime import date

_PLAIN = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_PARTS = {21: "spring", 22: "summer", 23: "autumn", 24: "winter", 33: "Q1", 34: "Q2", 35: "Q3", 36: "Q4", 40: "H1", 41: "H2"}
"""What EDTF writes where a month would stand."""
_MARKS = {"~": "about ", "?": "perhaps ", "%": "perhaps about "}


def spelt_day(day: date) -> str:
    """8 April 2026."""
    return f"{day.day} {day:%B} {day.year}"


def spelt_date(edtf: str | None) -> str:
    """A date as precise as it was told; one in a form that has no plain words stays as it is.

    >>> spelt_date("2026-04-08"), spelt_date("2026-04~"), spelt_date("2023"), spelt_date("2024-05/2024-07")
    ('8 April 2026', 'about April 2026', '2023', 'May 2024 to July 2024')
    >>> spelt_date("2024-35"), spelt_date("2024-35~")
    ('Q3 2024', 'about Q3 2024')
    >>> spelt_date("../2024"), spelt_date("2023-04/.."), spelt_date("2023-2X"), spelt_date(None)
    ('until 2024', 'since April 2023', '2023-2X', 'date unknown')
    """
    if not edtf:
        return "date unknown"
    begin, interval, end = edtf.partition("/")
    if not interval:
        return _spelt_part(edtf)
    if begin in ("", ".."):
        return f"until {_spelt_part(end)}"
    if end in ("", ".."):
        return f"since {_spelt_part(begin)}"
    return f"{_spelt_part(begin)} to {_spelt_part(end)}"


def _spelt_part(edtf: str) -> str:
    mark = _MARKS.get(edtf[-1:], "")
    plain = _PLAIN.fullmatch(edtf.rstrip("~?%") if mark else edtf)
    if plain is None:
        return edtf
    year, month, day = plain.groups()
    if month is None:
        return mark + year
    if int(month) > 12:
        part = _PARTS.get(int(month))
        return f"{mark}{part} {year}" if part else edtf
    first = date(1, int(month), 1)
    return f"{mark}{f'{int(day)} ' if day else ''}{first:%B} {year}"


def counted(number: int, noun: str, many: str = "") -> str:
    """A count with its noun.

    >>> counted(1, "source"), counted(1200, "company", "companies")
    ('1 source', '1,200 companies')
    """
    return f"{number:,} {noun if number == 1 else many or f'{noun}s'}"
