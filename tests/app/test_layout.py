"""Geometry of the timeline: nothing overlaps, nothing is lost, and dates keep their width."""

from __future__ import annotations

import datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.components.layout import DAY, GLYPH, arrange, busy_window, lanes_by_company, lanes_of, moment, pack, span
from kg.dates import Moment
from kg.errors import BadDate
from kg.views.shapes import EventRow, ParticipantRow

TODAY = datetime.date(2026, 8, 1)
intervals = st.lists(
    st.tuples(st.integers(0, 60), st.integers(1, 20)).map(lambda pair: (pair[0], pair[0] + pair[1])), max_size=40
)


def event(number: int, date: str, company: str = "A", others: tuple[str, ...] = ()) -> EventRow:
    when = Moment.parse(date)
    companies = (company, *others)
    return EventRow(
        id=f"https://example.org/{number}",
        kind="Other",
        title=f"{company} does thing {number}",
        date=date,
        begin=when.begin,
        end=when.end,
        organisations=companies,
        organisation_ids=tuple(f"id:{name}" for name in companies),
        participants=tuple(ParticipantRow(role="partner", name=name, id=f"id:{name}") for name in others),
        amount=None,
        valuation=None,
        round=None,
        status="reported",
        disputed=False,
        sources=(),
    )


@given(intervals)
def test_rows_hold_no_overlap_and_are_as_few_as_can_be(given_intervals: list[tuple[int, int]]) -> None:
    rows = pack(given_intervals)
    assert len(rows) == len(given_intervals)
    for one, (begin, end) in enumerate(given_intervals):
        for other, (start, stop) in enumerate(given_intervals[:one]):
            if rows[one] == rows[other]:
                assert end <= start or stop <= begin
    depth = max((sum(begin <= at < end for begin, end in given_intervals) for at in range(81)), default=0)
    assert max(rows, default=-1) + 1 == depth


@given(
    st.lists(
        st.sampled_from(["2019", "2023-05", "2023-05-17", "2024-35", "2024", "2025-10/2025-12", "2024/..", "../2020"]),
        min_size=1,
        max_size=30,
    )
)
def test_every_event_is_drawn_once_and_discs_of_a_row_do_not_touch(dates: list[str]) -> None:
    events = [event(number, date) for number, date in enumerate(dates)]
    drawing = arrange({"A": events}, TODAY, 800, whole=True)
    (lane,) = drawing.lanes
    assert sorted(mark.event.id for mark in lane.marks) == sorted(one.id for one in events)
    per_pixel = (drawing.window[1] - drawing.window[0]) / 800
    for row in range(lane.rows):
        centres = sorted(mark.centre for mark in lane.marks if mark.row == row)
        assert all(right - left >= GLYPH * per_pixel * 0.999 for left, right in pairwise(centres))


def test_a_year_stays_a_year() -> None:
    begin, end = span(event(1, "2024"), TODAY)
    assert begin == moment(datetime.date(2024, 1, 1))
    assert end - begin == 366 * DAY


def test_open_ends_reach_to_today_and_not_beyond_what_is_known() -> None:
    assert span(event(1, "2023/.."), TODAY)[1] == moment(TODAY) + DAY
    begin, end = span(event(1, "../2020"), TODAY)
    assert end == moment(datetime.date(2020, 12, 31)) + DAY
    assert begin < end


def test_short_dates_stand_above_long_rails() -> None:
    (lane,) = arrange({"A": [event(1, "2024"), event(2, "2024-06-01"), event(3, "2023")]}, TODAY, 800).lanes
    rows = {mark.event.date: mark.row for mark in lane.marks}
    assert rows["2024-06-01"] < min(rows["2024"], rows["2023"])


def test_lanes_follow_one_another_without_gap_or_overlap() -> None:
    drawing = arrange(
        {name: [event(number, "2024", name) for number in range(count)] for name, count in (("A", 3), ("B", 0), ("C", 7))},
        TODAY,
        800,
    )
    at = 0
    for lane in drawing.lanes:
        assert lane.top == at
        assert all(lane.top < lane.y(mark.row) < lane.top + lane.height for mark in lane.marks)
        at += lane.height
    assert at == drawing.height


def test_a_sparse_beginning_lies_outside_the_window_and_is_counted() -> None:
    events = [event(1, "1998-01-01"), *(event(number, f"2025-0{number % 9 + 1}-11") for number in range(2, 30))]
    assert arrange({"A": events}, TODAY, 800).earlier == 1
    assert arrange({"A": events}, TODAY, 800, whole=True).earlier == 0


def test_few_events_are_all_in_the_window() -> None:
    spans = [span(event(1, "1998"), TODAY), span(event(2, "2025"), TODAY)]
    assert busy_window(spans, TODAY) == (spans[0][0], spans[1][1])


def test_nothing_at_all_gives_an_empty_year_around_today() -> None:
    drawing = arrange({}, TODAY, 800)
    assert drawing.window[0] < moment(TODAY) < drawing.window[1]
    assert drawing.height == 0


def test_the_busiest_lanes_are_kept_and_the_rest_is_told() -> None:
    events = [event(number, "2024", name) for number, name in enumerate("AAABBC")]
    lanes, companies, left = lanes_by_company(events, 2)
    assert {name: len(own) for name, own in lanes.items()} == {"A": 3, "B": 2}
    assert (companies, left) == (1, 1)


def test_a_shared_event_stands_in_the_lane_of_each_chosen_company() -> None:
    lanes = lanes_of([event(1, "2024", "A", ("B",)), event(2, "2024", "C")], {"id:B": "B", "id:A": "A"})
    assert {name: len(own) for name, own in lanes.items()} == {"B": 1, "A": 1}
    assert list(lanes) == ["B", "A"]


def test_labels_end_where_the_next_mark_of_the_row_begins() -> None:
    (lane,) = arrange({"A": [event(1, "2024-01-05"), event(2, "2024-12-05")]}, TODAY, 800).lanes
    first, second = sorted(lane.marks, key=lambda mark: mark.begin)
    assert first.free_until == second.begin
    assert second.free_until is None
    assert first.label == "Does thing 1"


def test_a_date_open_at_both_ends_is_no_date() -> None:
    with pytest.raises(BadDate):
        event(1, "../..")
