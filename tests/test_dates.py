"""Dates: EDTF with inclusive bounds, and dates in prose."""

from __future__ import annotations

import ast
import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.dates import Moment, bounds, read_date
from kg.errors import BadDate

_ASSIGNED = ast.parse((Path(__file__).parent / "examples" / "edtf_vectors.txt").read_text(encoding="utf-8")).body
VECTORS = {
    node.targets[0].id: ast.literal_eval(node.value)
    for node in _ASSIGNED
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
}
EXACT = [(text, (told[0], told[-1])) for text, told in VECTORS["EXAMPLES"] if len(told) <= 2]
OURS = {"/2006", "2004-06-01/"}
"""An unknown end stays unknown here; the vectors give it ten years, which is their library's choice."""
PLAIN = re.compile(r"-?\d{4}(-\d\d){0,2}(/(-?\d{4}(-\d\d){0,2}|\.\.))?|\.\./\d{4}")


def _told(expected: str) -> str | None:
    return None if expected.endswith("inf") else expected


@pytest.mark.parametrize(("text", "expected"), [pair for pair in EXACT if PLAIN.fullmatch(pair[0])])
def test_level_0_and_plain_intervals_match_the_vectors(text: str, expected: tuple[str, str]) -> None:
    assert bounds(text) == (_told(expected[0]), _told(expected[1]))


@pytest.mark.parametrize(
    ("text", "expected"), [pair for pair in EXACT if "X" in pair[0] and "Y" not in pair[0] and len(pair[0]) < 11]
)
def test_unspecified_digits_match_the_vectors(text: str, expected: tuple[str, str]) -> None:
    assert bounds(text) == expected


@pytest.mark.parametrize("text", VECTORS["VALID_ANY"][1:])
def test_valid_dates_are_read(text: str) -> None:
    assert bounds(text)


@pytest.mark.parametrize("text", [text for text in (*VECTORS["BAD_EXAMPLES"], *VECTORS["INVALID_ANY"]) if text is not None])
def test_invalid_dates_are_refused(text: str) -> None:
    with pytest.raises(BadDate):
        bounds(text)


def test_an_unknown_end_stays_unknown() -> None:
    assert bounds("/2006") == (None, "2006-12-31")
    assert bounds("2004-06-01/") == ("2004-06-01", None)


# --- moments ----------------------------------------------------------------------------------------------------------------

days = st.dates(date(1500, 1, 1), date(2199, 12, 31))


@st.composite
def written(draw: st.DrawFn) -> tuple[str, date, date]:
    """A day, month or year as EDTF, with its first and last day."""
    day = draw(days)
    form = draw(st.sampled_from(["day", "month", "year"]))
    if form == "day":
        return day.isoformat(), day, day
    if form == "year":
        return f"{day.year}", date(day.year, 1, 1), date(day.year, 12, 31)
    following = (day.replace(day=1) + timedelta(days=32)).replace(day=1)
    return f"{day.year}-{day.month:02d}", day.replace(day=1), following - timedelta(days=1)


@given(written())
def test_a_date_and_its_bounds_say_the_same(told: tuple[str, date, date]) -> None:
    text, begin, end = told
    moment = Moment.parse(text)
    assert (str(moment), moment.begin, moment.end) == (text, begin, end)
    assert moment.days == (end - begin).days + 1
    assert read_date(text) == text
    assert Moment.model_validate_json(moment.model_dump_json()) == moment


@given(written(), written())
def test_an_interval_spans_its_ends(one: tuple[str, date, date], other: tuple[str, date, date]) -> None:
    first, last = sorted((one, other), key=lambda told: told[1])
    if first[2] > last[2]:
        return
    moment = Moment.parse(f"{first[0]}/{last[0]}")
    assert (moment.begin, moment.end) == (first[1], last[2])
    assert moment.overlaps(Moment.parse(first[0]))
    assert Moment.parse(last[0]).overlaps(moment)


@given(st.text(alphabet="0123456789-/.XY~?%[]{}TQ ,", max_size=24))
def test_whatever_is_written_is_read_or_refused(text: str) -> None:
    try:
        moment = Moment.parse(read_date(text))
    except BadDate:
        pass
    else:
        assert moment.begin or moment.end
        assert moment.begin is None or moment.end is None or moment.begin <= moment.end


@pytest.mark.parametrize(
    "text",
    [
        "1201-11-03",
        "3201-10-21",
        "0017-11-14",
        "2024-13",
        "2023-02-30",
        "05/072018",
        "05/07/2018",
        "",
        "soon",
        "../..",
        "2024-12/2024-01",
    ],
)
def test_what_cannot_be_meant_is_refused(text: str) -> None:
    with pytest.raises(BadDate, match=re.escape(text.split("/", maxsplit=1)[0]) or "empty"):
        Moment.parse(read_date(text))


def test_bounds_that_contradict_the_text_do_not_count() -> None:
    moment = Moment.model_validate({"edtf": "2024-02", "begin": "1999-01-01", "end": "1999-01-01"})
    assert (moment.begin, moment.end) == (date(2024, 2, 1), date(2024, 2, 29))


def test_marks_of_doubt_are_kept() -> None:
    assert Moment.parse("2024?").uncertain
    assert Moment.parse("2024~").approximate
    assert not Moment.parse("2024").uncertain


# --- dates in prose ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "edtf"),
    [
        ("Sep 14, 2023", "2023-09-14"),
        ("Sept. 14th, 2023", "2023-09-14"),
        ("14 September 2023", "2023-09-14"),
        ("14th of September, 2023", "2023-09-14"),
        ("September 2023", "2023-09"),
        ("SEPTEMBER 2023", "2023-09"),
        ("2023 Sep", "2023-09"),
        ("2023/9/14", "2023-09-14"),
        ("2023.09.14", "2023-09-14"),
        ("2023-9-4", "2023-09-04"),
        ("2023-9", "2023-09"),
        ("9/2023", "2023-09"),
        ("2024年3月5日", "2024-03-05"),
        ("2024年3月", "2024-03"),
        ("2024年", "2024"),
        ("Q3 2024", "2024-35"),
        ("2024 Q3", "2024-35"),
        ("2024-Q1", "2024-33"),
        ("H1 2024", "2024-01/2024-06"),
        ("2024 H2", "2024-07/2024-12"),
        ("about 2024", "2024~"),
        ("circa March 2024", "2024-03~"),
        ("late 2024", "2024~"),
        ("  2023-09  ", "2023-09"),
        ("**2023-09**:", "2023-09"),
        ("2004-06-01/..", "2004-06-01/.."),
    ],
)
def test_dates_in_prose(text: str, edtf: str) -> None:
    assert read_date(text) == edtf


@pytest.mark.parametrize(
    ("text", "begin", "end"),
    [("Q1 2024", date(2024, 1, 1), date(2024, 3, 31)), ("4Q 2024", date(2024, 10, 1), date(2024, 12, 31))],
)
def test_quarters_have_their_days(text: str, begin: date, end: date) -> None:
    moment = Moment.parse(read_date(text))
    assert (moment.begin, moment.end) == (begin, end)
