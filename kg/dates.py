"""Dates as they were told: EDTF text with inclusive bounds.

`Moment` keeps what was written and the first and last day it allows. The `edtf` library reads EDTF (levels 0 to 2 of
ISO 8601-2:2019); dates in prose ("Sep 14, 2023", "Q3 2024", "2024年3月") are turned into EDTF first, and only where
they mean one thing.
"""

from __future__ import annotations

import calendar
import re
from datetime import date
from functools import lru_cache
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, model_validator

from kg.errors import BadDate

EARLIEST, LATEST = 1500, 2199
"""Years outside these are taken for slips of the pen: 0017, 1201, 3201."""

_LEVEL_0 = re.compile(r"(\d{4})(?:-(0[1-9]|1[0-2])(?:-(\d{2}))?)?", re.ASCII)
_OPEN = {"", ".."}
OPEN_END = re.compile(r"(?:the )?present|ongoing|current(?:ly)?|incumbent|now|to date|\.\.", re.IGNORECASE)
"""Words for an end that has not come."""


@lru_cache(maxsize=65536)
def bounds(text: str) -> tuple[str | None, str | None]:
    """First and last day of an EDTF string as ISO 8601 text, `None` for an open end.

    Takes any year that EDTF can write, `-0999` included, which is why this gives text and not `datetime.date`.
    Raises BadDate with the reason.

    >>> bounds("2004-02"), bounds("2004-06-01/..")
    (('2004-02-01', '2004-02-29'), ('2004-06-01', None))
    """
    if plain := _LEVEL_0.fullmatch(text):
        return _level_0_bounds(plain, text)
    import edtf as edtf_library  # slow to import, and few dates need it
    from edtf.parser.edtf_exceptions import EDTFParseException

    if text != text.strip() or not text:
        raise BadDate(f"'{text}' is not an EDTF date: it is empty or has blanks around it")
    if len(text) > 60:
        raise BadDate(f"'{text[:40]}…' is too long for a date")
    try:
        parsed = edtf_library.parse_edtf(text)
        lower, upper = _iso(parsed.lower_strict()), _iso(parsed.upper_strict())
    except (EDTFParseException, ValueError, OverflowError, TypeError, AttributeError, RecursionError) as error:
        raise BadDate(f"'{text}' is not an EDTF date; write 2024, 2024-05, 2024-05-17 or 2024-05/2024-07") from error
    begin_text, _, end_text = text.partition("/")
    if "/" in text:  # the library gives an unknown end ten years; unknown stays unknown here
        lower = None if begin_text in _OPEN else lower
        upper = None if end_text in _OPEN else upper
    if lower and upper and _ordinal(lower) > _ordinal(upper):
        raise BadDate(f"'{text}' ends before it begins")
    return lower, upper


def _level_0_bounds(plain: re.Match[str], text: str) -> tuple[str, str]:
    year, month, day = plain[1], plain[2], plain[3]
    if day is not None:
        if not 1 <= int(day) <= _days_in_month(int(year), int(month)):
            raise BadDate(f"'{text}' does not exist: that month has no day {int(day)}")
        return text, text
    if month is not None:
        return f"{text}-01", f"{text}-{_days_in_month(int(year), int(month)):02d}"
    return f"{year}-01-01", f"{year}-12-31"


def _days_in_month(year: int, month: int) -> int:
    return 29 if month == 2 and calendar.isleap(year) else (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)[month - 1]


def _iso(value: Any) -> str | None:
    """A `struct_time` or an infinity of the edtf library, as ISO text."""
    if isinstance(value, float):
        return None
    year, month, day = value[0], value[1], value[2]
    sign = "-" if year < 0 else ""
    return f"{sign}{abs(year):04d}-{month:02d}-{day:02d}"


def _ordinal(iso: str) -> tuple[int, int, int]:
    sign, digits = (-1, iso[1:]) if iso.startswith("-") else (1, iso)
    year, month, day = digits.split("-")
    return sign * int(year), int(month), int(day)


class Moment(BaseModel):
    """When something happened, as precisely as it was told: `2024-05` begins 2024-05-01 and ends 2024-05-31.

    `edtf` is the EDTF text; `begin` and `end` are inclusive days, `None` where the date is open. The bounds follow
    from the text and are checked against it. Years before 1500 and after 2199 are refused as implausible.
    """

    model_config = ConfigDict(frozen=True)

    edtf: str
    begin: date | None = None
    end: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        if isinstance(value, str):
            value = {"edtf": value}
        if isinstance(value, dict) and isinstance(value.get("edtf"), str):
            begin, end = _plausible(value["edtf"])
            return {"edtf": value["edtf"], "begin": begin, "end": end}
        return value

    @classmethod
    def parse(cls, text: str) -> Self:
        """The moment that an EDTF string names. Raises BadDate."""
        begin, end = _plausible(text)
        return cls.model_construct(edtf=text, begin=begin, end=end)

    @property
    def uncertain(self) -> bool:
        """Marked `?` or `%` in the source."""
        return "?" in self.edtf or "%" in self.edtf

    @property
    def approximate(self) -> bool:
        """Marked `~` or `%` in the source."""
        return "~" in self.edtf or "%" in self.edtf

    @property
    def days(self) -> int | None:
        """How many days the date spans: 1 for a day, `None` where it is open."""
        return (self.end - self.begin).days + 1 if self.begin and self.end else None

    def overlaps(self, other: Moment) -> bool:
        """Whether one day satisfies both."""
        return (self.begin or date.min) <= (other.end or date.max) and (other.begin or date.min) <= (self.end or date.max)

    def whole_months(self) -> tuple[date, date]:
        """Begin and end widened to the months they fall in; open ends are the calendar's."""
        begin = (self.begin or date.min).replace(day=1)
        end = self.end or date.max
        return begin, end.replace(day=_days_in_month(end.year, end.month))

    def __str__(self) -> str:
        return self.edtf


@lru_cache(maxsize=65536)
def _plausible(text: str) -> tuple[date | None, date | None]:
    lower, upper = bounds(text)
    if lower is None and upper is None:
        raise BadDate(f"'{text}' is open at both ends and says nothing")
    for bound in filter(None, (lower, upper)):
        year = _ordinal(bound)[0]
        if not EARLIEST <= year <= LATEST:
            raise BadDate(f"'{text}' is implausible: year {year} is not within {EARLIEST} to {LATEST}")
    return date.fromisoformat(lower) if lower else None, date.fromisoformat(upper) if upper else None


# --- Dates in prose ------------------------------------------------------------------------------------------------

_MONTHS = {
    name.casefold(): number
    for number in range(1, 13)
    for name in (calendar.month_name[number], calendar.month_abbr[number], f"{calendar.month_abbr[number]}.")
} | {"sept": 9, "sept.": 9}
_MONTH = "|".join(sorted((re.escape(name) for name in _MONTHS), key=len, reverse=True))
_PROSE: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE | re.ASCII), form)
    for pattern, form in (
        (rf"(?P<month>{_MONTH})\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})", "day"),
        (rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{_MONTH}),?\s+(?P<year>\d{{4}})", "day"),
        (rf"(?P<month>{_MONTH}),?\s+(?:of\s+)?(?P<year>\d{{4}})", "month"),
        (rf"(?P<year>\d{{4}})\s+(?P<month>{_MONTH})", "month"),
        (r"(?P<year>\d{4})[/.](?P<number>\d{1,2})[/.](?P<day>\d{1,2})", "day"),
        (r"(?P<year>\d{4})-(?P<number>\d{1,2})-(?P<day>\d{1,2})", "day"),
        (r"(?P<year>\d{4})\s*年\s*(?P<number>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日", "day"),
        (r"(?P<year>\d{4})\s*年\s*(?P<number>\d{1,2})\s*月", "month"),
        (r"(?P<year>\d{4})[/.-](?P<number>\d{1,2})", "month"),
        (r"(?P<number>\d{1,2})/(?P<year>\d{4})", "month"),
        (r"(?:Q(?P<quarter>[1-4])|(?P<quarter2>[1-4])Q)\s*,?\s*(?P<year>\d{4})", "quarter"),
        (r"(?P<year>\d{4})\s*[- ]?\s*(?:Q(?P<quarter>[1-4])|(?P<quarter2>[1-4])Q)", "quarter"),
        (r"H(?P<half>[12])\s*,?\s*(?P<year>\d{4})", "half"),
        (r"(?P<year>\d{4})\s*[- ]?\s*H(?P<half>[12])", "half"),
        (r"(?P<year>\d{4})\s*年?", "year"),
        (r"FY\s*-?\s*(?P<year>\d{4})", "business year"),
        (r"(?P<year>\d{4})\s*(?:-|\bto\b)\s*(?P<last>\d{4})", "span"),
        (rf"(?P<year>\d{{4}})\s*(?:-|\bto\b)\s*(?:{OPEN_END.pattern})", "span"),
    )
)
_ABOUT = re.compile(r"(?:about|around|circa|c\.|ca\.?|approximately|approx\.?|early|mid|late|~)[\s-]*", re.IGNORECASE)


def read_date(text: str) -> str:
    """EDTF for a date as people write it. Raises BadDate where it is no date, or may mean two.

    >>> read_date("Sept 14, 2023"), read_date("Q3 2024"), read_date("late 2024"), read_date("2023-09")
    ('2023-09-14', '2024-35', '2024~', '2023-09')
    """
    cleaned = " ".join(text.replace("\u2013", "-").replace("\u2014", "-").split()).strip(" :*_·•|[]()")
    try:
        _plausible(cleaned)
    except BadDate as reason:
        if found := _read_prose(cleaned):
            _plausible(found)
            return found
        if about := _ABOUT.match(cleaned):
            found = _read_prose(cleaned[about.end() :])
            if found and "/" not in found:
                _plausible(found + "~")
                return found + "~"
        if re.fullmatch(r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", cleaned):
            raise BadDate(f"'{cleaned}' may be day-month or month-day; write it as year-month-day") from reason
        raise
    return cleaned


def _read_prose(text: str) -> str | None:
    for pattern, form in _PROSE:
        if match := pattern.fullmatch(text):
            return _as_edtf(match.groupdict(), form)
    return None


def _as_edtf(part: dict[str, str | None], form: str) -> str:
    year = part["year"] or ""
    if form == "year":
        return year
    if form == "business year":
        return f"{year}~"  # it seldom begins in January
    if form == "span":
        return f"{year}/{part.get('last') or '..'}"
    if form == "quarter":
        return f"{year}-{32 + int(part.get('quarter') or part.get('quarter2') or 1)}"
    if form == "half":
        return f"{year}-01/{year}-06" if part["half"] == "1" else f"{year}-07/{year}-12"
    month = _MONTHS[(part.get("month") or "").casefold()] if part.get("month") else int(part.get("number") or 0)
    return f"{year}-{month:02d}" if form == "month" else f"{year}-{month:02d}-{int(part['day'] or 0):02d}"
