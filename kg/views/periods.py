"""Periods: a week, a month or any other run of whole days, with the one before and the one after."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from kg.dates import Moment, read_date
from kg.errors import BadDate
from kg.views.spelt import spelt_day

_WEEK = re.compile(r"(\d{4})-?W(\d{1,2})", re.IGNORECASE | re.ASCII)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """The days from `begin` to `end`, both included."""

    begin: date
    end: date

    def __post_init__(self) -> None:
        if self.begin > self.end:
            raise BadDate(f"the time from {self.begin} to {self.end} runs backwards; exchange the two dates")

    @property
    def days(self) -> int:
        return (self.end - self.begin).days + 1

    @property
    def is_week(self) -> bool:
        """Whether it is a week from Monday to Sunday."""
        return self.days == 7 and self.begin.weekday() == 0

    @property
    def is_month(self) -> bool:
        """Whether it is a whole month of the calendar."""
        return self.begin.day == 1 and (self.end + _DAY).day == 1 and self.days <= 31

    @property
    def earlier(self) -> Period:
        """The month before a month; before any other period, as many days."""
        if self.is_month:
            return month_of(self.begin - _DAY)
        return Period(self.begin - self.days * _DAY, self.begin - _DAY)

    @property
    def later(self) -> Period:
        """The month after a month; after any other period, as many days."""
        if self.is_month:
            return month_of(self.end + _DAY)
        return Period(self.end + _DAY, self.end + self.days * _DAY)

    def __contains__(self, day: date) -> bool:
        return self.begin <= day <= self.end

    def __str__(self) -> str:
        """As people read it.

        >>> print(week_of(date(2026, 4, 8))), print(month_of(date(2026, 4, 8)))
        6 to 12 April 2026
        April 2026
        (None, None)
        """
        if self.is_month:
            return f"{self.begin:%B %Y}"
        if self.begin == self.end:
            return spelt_day(self.end)
        if (self.begin.year, self.begin.month) == (self.end.year, self.end.month):
            return f"{self.begin.day} to {spelt_day(self.end)}"
        if self.begin.year == self.end.year:
            return f"{self.begin.day} {self.begin:%B} to {spelt_day(self.end)}"
        return f"{spelt_day(self.begin)} to {spelt_day(self.end)}"


def week_of(day: date) -> Period:
    """The week from Monday to Sunday around a day."""
    monday = day - day.weekday() * _DAY
    return Period(monday, monday + 6 * _DAY)


def month_of(day: date) -> Period:
    """The month of the calendar around a day."""
    first = day.replace(day=1)
    return Period(first, (first + 31 * _DAY).replace(day=1) - _DAY)


def read_period(text: str) -> Period:
    """A period in one word: 2026-W15, 2026-04, 2026 or a single day. Raises BadDate.

    >>> print(read_period("2026-W15"), "|", read_period("2026-04"), "|", read_period("Q2 2026"))
    6 to 12 April 2026 | April 2026 | 1 April to 30 June 2026
    """
    if week := _WEEK.fullmatch(text.strip()):
        try:
            return week_of(date.fromisocalendar(int(week[1]), int(week[2]), 1))
        except ValueError:
            raise BadDate(f"'{text}' does not exist: {week[1]} has no week {int(week[2])}") from None
    moment = Moment.parse(read_date(text))
    if moment.begin is None or moment.end is None:
        raise BadDate(f"'{text}' has no {'end' if moment.begin else 'beginning'}; write it as 2026-W15, 2026-04 or 2026-04-08")
    return Period(moment.begin, moment.end)


def between(first: str, last: str) -> Period:
    """From the first day of one date to the last day of another, each as precise as `read_period` takes. Raises BadDate."""
    return Period(read_period(first).begin, read_period(last).end)
