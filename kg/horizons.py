"""By when a prediction should come true: the time it gives, in words and as a date.

Every time that is found is a span of days, from the first to the last on which it may run out: "within 18 months" from a
day gives a month, "in the coming quarters" runs out two to four quarters later, "by Q3" at the end of the next third
quarter. What counts from something other than the day of speaking ("within a year of the merger") has words and no date.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from kg.dates import LATEST, Moment, read_date
from kg.errors import BadDate


@dataclass(frozen=True)
class Horizon:
    """The time that a prediction gives: `18 months`, which runs out in 2027-10."""

    words: str
    deadline: Moment | None
    """`None` where the day it counts from is not known."""


_Span = tuple[date, date]

_NUMBERS = {
    word: number
    for number, words in {
        0.5: "half a", 1: "a|an|one|the next|the coming", 2: "two|a couple of|couple of", 3: "three", 4: "four", 5: "five",
        6: "six", 7: "seven", 8: "eight", 9: "nine", 10: "ten", 12: "twelve", 18: "eighteen", 24: "twenty-four",
    }.items()
    for word in words.split("|")
}  # fmt: skip
_NUMBER = r"\d{1,3}|" + "|".join(sorted((word for word in _NUMBERS if not word.startswith("the ")), key=len, reverse=True))
_LONGEST = {"day": 7, "week": 8, "month": 12, "quarter": 4, "year": 5, "decade": 2}
"""How many units "the coming quarters" are at most; they are two at least."""
_UNIT = "|".join(_LONGEST)
_ABOUT = r"(?:(?:about|around|roughly|approximately|some|under|less than|at most|as little as|just|only)\s+)?"
_ELSEWHERE = r"(?P<elsewhere>\s+(?:of|after|following|from(?!\s+now)|since)\b)?"
_MONTHS = {name[:3].casefold(): number for number, name in enumerate(calendar.month_name) if number}
_MONTH = "|".join([*calendar.month_name[1:], *(f"{name}\\.?" for name in calendar.month_abbr[1:]), r"Sept\.?"])
_YEAR = r"(?:19|20|21)\d\d"
_WHOLE = (
    rf"(?:{_MONTH})\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+{_YEAR}|\d{{1,2}}(?:st|nd|rd|th)?\s+(?:{_MONTH}),?\s+{_YEAR}"
    rf"|{_YEAR}-\d{{2}}(?:-\d{{2}})?|(?:{_MONTH}),?\s+(?:of\s+)?{_YEAR}|[QH][1-4],?\s+(?:of\s+)?{_YEAR}|{_YEAR}\s+[QH][1-4]"
    rf"|{_YEAR}(?:\s*(?:or|and|to|[-–/])\s*{_YEAR})?"
)
_RELATIVE = (
    rf"(?:the\s+)?(?:next|this|coming|current)\s+(?:calendar\s+|fiscal\s+|financial\s+)?(?:{_UNIT})|the\s+(?:{_UNIT})|year[\s-]?end"
    r"|the\s+(?:first|second|third|fourth|last)\s+(?:half|quarter)"
    rf"|(?:{_MONTH})(?!\w)|[QH][1-4]"
)
_PART = (
    r"(?:the\s+)?(?:very\s+)?(?:end|close|start|beginning|middle|(?:first|second|third|fourth|last)\s+(?:half|quarter)|[QH][1-4])"
    r"\s+of\s+(?:the\s+)?|(?:early|mid|late|end)(?:\s+in)?[\s-]+"
)
_WHEN = rf"(?P<part>{_PART})?(?:(?P<whole>{_WHOLE})|(?P<relative>{_RELATIVE}))(?!\w|-\d)"

_COUNTED = re.compile(
    rf"\b(?:within|in|over|during|inside)\s+{_ABOUT}(?:(?:the\s+)?(?:next|coming)\s+)?{_ABOUT}"
    rf"(?:(?:{_NUMBER})\s*(?:-|–|to|or)\s*)?(?P<count>{_NUMBER})[\s-]+(?P<unit>{_UNIT})s?\b(?!-)"
    rf"(?:['’]?\s+time\b|\s+from\s+now\b)?{_ELSEWHERE}"
    rf"|\b(?:within|in|over|during)\s+(?P<count2>the\s+(?:next|coming))\s+(?P<unit2>year|decade)\b"
    rf"|\b(?P<count3>{_NUMBER})[\s-]+(?P<unit3>{_UNIT})s?\s+(?:from\s+now|out)\b",
    re.IGNORECASE,
)
_PART_OF_YEAR = re.compile(r"\b(first|second|third|fourth|last)\s+(half|quarter)\b|\b([qh])([1-4])\b")
_BEFORE_NUMBER = re.compile(r"^(?:within|in|over|during|inside)\s+(?:the\s+)?(?:(?:next|coming)\s+)?", re.IGNORECASE)
_UNCOUNTED = re.compile(
    rf"\b(?:within|in|over|during)\s+(?:the\s+)?(?:next|coming)\s+(?:few\s+|several\s+)?(?P<unit>{_UNIT})s\b"
    rf"|\bwithin\s+(?:a\s+few\s+|several\s+)?(?P<unit2>{_UNIT})s\b{_ELSEWHERE}"
    rf"|\bin\s+(?:a\s+few|several|the)\s+(?P<unit3>{_UNIT})s(?:\s+(?:ahead|to\s+come))?\b",
    re.IGNORECASE,
)
_LIMITED = re.compile(
    rf"\b(?P<limit>by|before|until|till|prior\s+to|no\s+later\s+than|not\s+later\s+than)\s+{_WHEN}", re.IGNORECASE
)
_DURING = re.compile(
    rf"\b(?:in|within|during|around|between|sometime\s+in|later\s+in|as\s+early\s+as|as\s+soon\s+as)\s+{_WHEN}", re.IGNORECASE
)
_BARE = re.compile(
    r"\b(?:later|early|late|sometime)?\s*(?P<relative>(?:next|this)\s+(?:year|quarter|month|week|decade))\b(?P<part>)(?P<whole>)",
    re.IGNORECASE,
)

_PATTERNS = (_COUNTED, _UNCOUNTED, _LIMITED, _DURING, _BARE)
_LIMITS = 3
"""So many of the patterns, the first, tell a limit by themselves."""


def find_horizon(text: str, said: Moment | None, *, aside: bool = False) -> Horizon | None:
    """The time that a text gives for what it predicts, seen from when it was said; `None` where it gives none.

    A time that was over when the text was said is not meant. `aside` is for a rationale: a bare "in 2027" may there be
    the time of something else, so only a limit such as "by 2027" or "within a year" counts.

    >>> find_horizon("It will open within 18 months.", Moment.parse("2026-04-08"))
    Horizon(words='18 months', deadline=Moment(edtf='2027-10', begin=datetime.date(2027, 10, 1), end=datetime.date(2027, 10, 31)))
    """
    for match, span in _spans(text, said, aside):
        if span is None:
            return Horizon(_words(match), None)
        if said is None or said.begin is None or span[1] >= said.begin:
            return Horizon(_words(match), _moment(*span))
    return None


def without_horizon(text: str) -> str:
    """The text without the times that it gives: "It will open ." of "It will open within 18 months."."""
    for pattern in _PATTERNS:
        text = pattern.sub(" ", text)
    return text


def _words(match: re.Match[str]) -> str:
    """`18 months` of "within 18 months": of a counted time, the number and unit; of others, all of it."""
    if match.re is not _COUNTED or match["count2"]:
        return match[0].strip()
    return _BEFORE_NUMBER.sub("", match[0].strip())


def _spans(text: str, said: Moment | None, aside: bool) -> Iterator[tuple[re.Match[str], _Span | None]]:
    """Times in the text, those that set a limit first, each with the days on which it runs out."""
    spoken = (said.begin or said.end, said.end) if said is not None and said.end is not None else None
    for pattern in _PATTERNS[:_LIMITS] if aside else _PATTERNS:
        for match in pattern.finditer(text):
            try:
                if pattern in (_COUNTED, _UNCOUNTED):
                    yield match, _counted(match, spoken, several=pattern is _UNCOUNTED)
                else:
                    yield match, _named(match, spoken)
            except (BadDate, OverflowError, ValueError):  # no such day, or one beyond the calendar: not a time
                continue


# --- counted times --------------------------------------------------------------------------------------------------------


def _counted(match: re.Match[str], spoken: _Span | None, *, several: bool) -> _Span | None:
    parts = match.groupdict()
    if spoken is None or parts.get("elsewhere"):
        return None
    unit = (parts["unit"] or parts["unit2"] or parts["unit3"] or "").casefold()
    if several:
        return _later(spoken[0], 2, unit)[0], _later(spoken[1], _LONGEST[unit], unit)[1]
    told = " ".join((parts["count"] or parts["count2"] or parts["count3"] or "").casefold().split())
    number = _NUMBERS.get(told) or int(told)
    return _later(spoken[0], number, unit)[0], _later(spoken[1], number, unit)[1]


def _later(day: date, number: float, unit: str) -> _Span:
    """The day, or for units of months the month, so many units later."""
    if unit in ("day", "week"):
        moved = day + timedelta(days=round(number * (7 if unit == "week" else 1)))
        return moved, moved
    months = day.month - 1 + round(number * {"month": 1, "quarter": 3, "year": 12, "decade": 120}[unit])
    return _months(day.year + months // 12, months % 12 + 1, 1)


# --- named times ----------------------------------------------------------------------------------------------------------


def _named(match: re.Match[str], spoken: _Span | None) -> _Span | None:
    limit, part = (match.groupdict().get("limit") or "").casefold(), (match["part"] or "").casefold()
    span = _whole(match["whole"]) if match["whole"] else _relative(match["relative"].casefold(), spoken)
    if span is None:
        return None
    begin, end = _part_of(span, part)
    if limit.split()[:1] in (["before"], ["prior"]) and not re.search(r"\b(?:end|close)\b", part + (match["relative"] or "")):
        return begin - timedelta(days=1), begin - timedelta(days=1)
    return begin, end


def _whole(text: str) -> _Span:
    years = re.findall(_YEAR, text)
    if len(years) == 2:
        return date(int(years[0]), 1, 1), date(int(years[1]), 12, 31)
    moment = Moment.parse(read_date(re.sub(r"\s+of\s+", " ", text)))
    assert moment.begin is not None
    assert moment.end is not None
    return moment.begin, moment.end


def _relative(text: str, spoken: _Span | None) -> _Span | None:
    """`next year`, `the quarter`, `q3`, `march`: seen from the first and the last day on which it may have been said."""
    if spoken is None:
        return None
    first, last = (_seen_from(day, text) for day in spoken)
    return first[0], last[1]


def _seen_from(day: date, text: str) -> _Span:
    step = 1 if re.search(r"\b(?:next|coming)\b", text) else 0
    if part := _PART_OF_YEAR.search(text):
        place, length = _place(part)
        return _next(day, (place - 1) * length + 1, length)
    if re.fullmatch(_MONTH, text, re.IGNORECASE):
        return _next(day, _MONTHS[text[:3]], 1)
    unit = text.replace("-", " ").split()[-1]
    match unit:
        case "week":
            monday = day + timedelta(days=7 * step - day.weekday())
            return monday, monday + timedelta(days=6)
        case "month":
            return _later(day, step, "month")
        case "quarter":
            return _months(day.year, (day.month - 1) // 3 * 3 + 1 + 3 * step, 3)
        case "decade":
            year = day.year // 10 * 10 + 10 * step
            return date(year, 1, 1), date(year + 9, 12, 31)
        case "end":  # year-end
            return _months(day.year, 12, 1)
        case _:
            return _months(day.year + step, 1, 12)


def _place(part: re.Match[str]) -> tuple[int, int]:
    """Which quarter or half of a year it is, and its months: 3 and 3 for "the third quarter" and for q3."""
    length = 6 if (part[2] or part[3]) in ("half", "h") else 3
    return int(part[4]) if part[4] else {"first": 1, "second": 2, "third": 3, "fourth": 4, "last": 12 // length}[part[1]], length


def _next(day: date, month: int, length: int) -> _Span:
    """The period of so many months that begins in this month, of the first year in which it ends on the day or later."""
    span = _months(day.year, month, length)
    return span if span[1] >= day else _months(day.year + 1, month, length)


def _months(year: int, month: int, length: int) -> _Span:
    """So many months from the first of one on; months beyond December are the next year's."""
    if month + length - 1 > 24 or year > LATEST:
        raise BadDate(f"{year} is too far")
    last_year, last_month = year + (month + length - 2) // 12, (month + length - 2) % 12 + 1
    begin = date(year + (month - 1) // 12, (month - 1) % 12 + 1, 1)
    return begin, date(last_year, last_month, calendar.monthrange(last_year, last_month)[1])


def _part_of(span: _Span, part: str) -> _Span:
    """The part of a year that the words before it name; of a shorter time, and of its end, the whole."""
    begin, end = span
    if (end - begin).days not in (364, 365) or begin.month != 1:
        return span
    if found := _PART_OF_YEAR.search(part):
        place, length = _place(found)
        return _months(begin.year, (place - 1) * length + 1, length)
    if re.search(r"\b(?:early|start|beginning)\b", part):
        return _months(begin.year, 1, 6)
    if re.search(r"\b(?:mid|middle)\b", part):
        return _months(begin.year, 4, 6)
    return _months(begin.year, 7, 6) if re.search(r"\blate\b", part) else span


# --- as a date ------------------------------------------------------------------------------------------------------------


def _moment(begin: date, end: date) -> Moment:
    """The span as the shortest EDTF: a day, month, quarter or year where it is one, else an interval of months or days."""
    if begin == end:
        return Moment.parse(begin.isoformat())
    whole_months = begin.day == 1 and end.day == calendar.monthrange(end.year, end.month)[1]
    if not whole_months:
        return Moment.parse(f"{begin}/{end}")
    months = (end.year - begin.year) * 12 + end.month - begin.month + 1
    if months == 1:
        return Moment.parse(f"{begin:%Y-%m}")
    if months == 3 and begin.month % 3 == 1:
        return Moment.parse(f"{begin.year}-{33 + begin.month // 3}")
    if begin.month == 1 and end.month == 12:
        return Moment.parse(f"{begin.year}" if months == 12 else f"{begin.year}/{end.year}")
    return Moment.parse(f"{begin:%Y-%m}/{end:%Y-%m}")
