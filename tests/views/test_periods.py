"""Weeks, months and other runs of days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadDate
from kg.views.periods import Period, between, month_of, read_period, week_of

DAYS = st.dates(date(1600, 1, 1), date(2190, 1, 1))


@given(DAYS, st.sampled_from(["week", "month", "days"]), st.integers(1, 400))
def test_the_one_before_and_the_one_after_touch_and_lead_back(day: date, sort: str, length: int) -> None:
    period = {"week": week_of(day), "month": month_of(day), "days": Period(day, day + timedelta(days=length - 1))}[sort]
    assert day in period
    assert period.earlier.end + timedelta(days=1) == period.begin
    assert period.later.begin == period.end + timedelta(days=1)
    if sort != "days" or not (period.is_month or period.earlier.is_month or period.later.is_month):
        assert period.earlier.later == period
        assert period.later.earlier == period


@given(DAYS)
def test_what_is_printed_of_an_iso_week_is_read_as_that_week(day: date) -> None:
    year, week, _ = day.isocalendar()
    assert read_period(f"{year}-W{week:02d}") == week_of(day)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-W15", "6 to 12 April 2026"),
        ("2026-W01", "29 December 2025 to 4 January 2026"),
        ("2026-W18", "27 April to 3 May 2026"),
        ("2026-02", "February 2026"),
        ("2026-04-08", "8 April 2026"),
    ],
)
def test_periods_read_as_people_say_them(text: str, shown: str) -> None:
    assert str(read_period(text)) == shown


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "2026/..", "someday", ""])
def test_what_is_no_period_is_told(text: str) -> None:
    with pytest.raises(BadDate):
        read_period(text)


def test_two_dates_stand_for_all_between() -> None:
    assert between("2026-03", "2026-W15") == Period(date(2026, 3, 1), date(2026, 4, 12))
    with pytest.raises(BadDate, match="backwards"):
        between("2026-05", "2026-04")
