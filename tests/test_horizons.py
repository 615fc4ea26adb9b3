"""Horizons: the times that predictions give, and the dates on which they run out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import Moment
from kg.horizons import find_horizon, without_horizon


@pytest.mark.parametrize(
    ("sentence", "said", "words", "deadline"),
    [
        ("It will open within 18 months.", "2026-04-08", "18 months", "2027-10"),
        ("It will open within 18 months.", "2026-04", "18 months", "2027-10"),
        ("It will open within 18 months.", "2026", "18 months", "2027-07/2028-06"),
        ("It will open within 18 months.", None, "18 months", None),
        ("It opens within the next two years", "2026-04-08", "two years", "2028-04"),
        ("In 6-12 months it ships", "2026-04-08", "6-12 months", "2027-04"),
        ("Over the next 3 quarters, prices fall", "2026-01-31", "3 quarters", "2026-10"),
        ("It ships within 10 days", "2026-04-08", "10 days", "2026-04-18"),
        ("It ships in five years' time", "2026-04-08", "five years' time", "2031-04"),
        ("It ships 12 months from now", "2026-04-08", "12 months from now", "2027-04"),
        ("It ships in the next year", "2026-04-08", "in the next year", "2027-04"),
        ("It closes within a year of the merger", "2026-04-08", "a year of", None),
        ("It ships in the coming quarters", "2026-04-08", "in the coming quarters", "2026-10/2027-04"),
        ("It ships within months", "2026-04-08", "within months", "2026-06/2027-04"),
        ("Done by 2027", "2026-04-08", "by 2027", "2027"),
        ("Done by the end of 2027", "2026-04-08", "by the end of 2027", "2027"),
        ("Done by the end of March 2027", None, "by the end of March 2027", "2027-03"),
        ("Done before Q3 2027", None, "before Q3 2027", "2027-06-30"),
        ("Done before the end of 2027", None, "before the end of 2027", "2027"),
        ("Done by mid-2027", None, "by mid-2027", "2027-04/2027-09"),
        ("Done by June 30, 2027", None, "by June 30, 2027", "2027-06-30"),
        ("Done by Q3", "2026-04-08", "by Q3", "2026-35"),
        ("Done by Q3", "2026-11-08", "by Q3", "2027-35"),
        ("Done by Q3", None, "by Q3", None),
        ("Done in the fourth quarter", "2026-04-08", "in the fourth quarter", "2026-36"),
        ("Done by March", "2026-04-08", "by March", "2027-03"),
        ("It may ship in May", "2026-04-08", "in May", "2026-05"),
        ("It ships next year", "2026-04-08", "next year", "2027"),
        ("It ships by the end of next year", "2026", "by the end of next year", "2027"),
        ("It ships later this year", "2026-04-08", "later this year", "2026"),
        ("It ships by year-end", "2026-04-08", "by year-end", "2026-12"),
        ("It ships by the end of the decade", "2026-04-08", "by the end of the decade", "2020/2029"),
        ("It ships in 2027 or 2028", "2026-04-08", "in 2027 or 2028", "2027/2028"),
        ("It ships in the second half of next year", "2026-04-08", "in the second half of next year", "2027-07/2027-12"),
        ("It raised money in 2021 and will again by late 2026", "2026-04-08", "by late 2026", "2026-07/2026-12"),
        ("It reached a million users in 2025", "2026-04-08", None, None),
        ("It will open soon.", "2026-04-08", None, None),
        ("A five-year plan", "2026-04-08", None, None),
        ("Done in 999 decades", "2026-04-08", None, None),
    ],
)
def test_words_and_deadline(sentence: str, said: str | None, words: str | None, deadline: str | None) -> None:
    found = find_horizon(sentence, Moment.parse(said) if said else None)
    assert ((found.words, found.deadline and str(found.deadline)) if found else (None, None)) == (words, deadline)


def test_a_rationale_gives_a_time_only_where_it_sets_a_limit() -> None:
    said = Moment.parse("2026-04-08")
    assert find_horizon("The law takes effect in 2027.", said, aside=True) is None
    found = find_horizon("Its lease ends by 2027.", said, aside=True)
    assert found is not None
    assert str(found.deadline) == "2027"


def test_the_rest_of_a_sentence() -> None:
    assert without_horizon("By 2027, it will open a shop within a year.").split() == [",", "it", "will", "open", "a", "shop", "."]


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)), st.integers(1, 60))
def test_counted_months_end_in_the_month_so_many_later(said: date, months: int) -> None:
    found = find_horizon(f"It opens within {months} months.", Moment.parse(said.isoformat()))
    assert found is not None
    assert found.deadline is not None
    assert found.deadline.end is not None
    assert (found.deadline.end.year - said.year) * 12 + found.deadline.end.month - said.month == months


@given(st.text(max_size=80), st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_no_text_breaks_it_and_no_deadline_lies_in_the_past(text: str, said: date) -> None:
    found = find_horizon(text, Moment.parse(said.isoformat()))
    assert found is None or found.deadline is None or found.deadline.end is None or found.deadline.end >= said
