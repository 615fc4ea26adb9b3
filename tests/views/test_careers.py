"""Careers from events alone: who comes back has two spans, who is reported to leave twice was there until the later day."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kg.dates import Moment
from kg.views.profiles.careers import career
from kg.views.shapes import EventRow, ParticipantRow

ANN = "agent/annlee"


def turn(kind: str, employer: str, on: str, *, position: str = "") -> EventRow:
    role = "employer_to" if kind == "Hire" else "employer_from"
    ann = ParticipantRow(role="person", name="Ann Lee", id=ANN)
    parts = [ann, ParticipantRow(role=role, name=employer, id=f"agent/{employer}")]
    moment = Moment.parse(on)
    return EventRow(
        id=f"{kind} {employer} {on}", kind=kind, title="", date=on, begin=moment.begin, end=moment.end, organisations=(employer,),
        organisation_ids=(f"agent/{employer}",), amount=None, valuation=None, round=None, status="reported", disputed=False,
        participants=(*parts, *([ParticipantRow(role="position", name=position)] if position else [])), sources=(),
    )  # fmt: skip


def spans(*events: EventRow) -> list[tuple[str, str | None, str | None]]:
    return [(stint.employer, stint.begin, stint.end) for stint in career(ANN, events)]


def test_who_comes_back_has_two_spans() -> None:
    told = spans(turn("Hire", "a", "2015"), turn("Departure", "a", "2018"), turn("Hire", "a", "2020"))
    assert told == [("a", "2015", "2018"), ("a", "2020", None)]


def test_who_is_reported_to_leave_twice_was_there_until_the_later_day() -> None:
    told = spans(turn("Hire", "a", "2015"), turn("Departure", "a", "2018"), turn("Departure", "a", "2019"))
    assert told == [("a", "2015", "2019")]


def test_a_promotion_adds_a_position_and_no_span() -> None:
    [stint] = career(ANN, [turn("Hire", "a", "2015", position="engineer"), turn("Hire", "a", "2017", position="chief")])
    assert (stint.begin, stint.end, stint.roles) == ("2015", None, ("engineer", "chief"))


def test_events_of_others_tell_nothing() -> None:
    assert career("agent/bobray", [turn("Hire", "a", "2015")]) == []


@given(st.lists(st.tuples(st.sampled_from(["Hire", "Departure"]), st.sampled_from("ab"), st.integers(2000, 2020)), max_size=8))
def test_every_event_is_told_in_some_span_and_none_runs_backwards(turns: list[tuple[str, str, int]]) -> None:
    events = [turn(kind, employer, str(year)) for kind, employer, year in sorted(turns, key=lambda one: one[2])]
    found = career(ANN, events)
    assert {stint.employer for stint in found} == {employer for _, employer, _ in turns}
    assert len(found) <= len(events)
    assert all(stint.begin is None or stint.end is None or stint.begin <= stint.end for stint in found)
    assert all(date(int(stint.begin or stint.end or 0), 1, 1) for stint in found)
