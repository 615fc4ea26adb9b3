"""A round of questions: which comes next, and what an answer, its end, or another's answer does to it."""

from __future__ import annotations

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from app.components.review.round import Round, told
from kg.decisions import SOURCE, Effect
from kg.records import DecisionRecord, Reference
from kg.views.shapes import QuestionRow, SideRow


def question(number: int) -> QuestionRow:
    left, right = (SideRow(id=f"{side}{number}", short=f"{side}{number}", name=f"{side}{number}", members=1) for side in "ab")
    return QuestionRow(about="event", left=left, right=right, likeness=1, worth=1, speaks_for=(), speaks_against=())


def effect(number: int, *, entities: bool = False) -> Effect:
    decision = DecisionRecord(
        source=SOURCE, statement="reported", about="entity" if entities else "event", verdict="same",
        left=(Reference(id=f"a{number}"),), right=(Reference(id=f"b{number}"),), who="Ann", when=datetime(2026, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return Effect(decision, (2, 1), (5, 4), "snapshot")


def begun(many: int) -> Round:
    return Round([question(number) for number in range(many)])


def test_an_answer_leads_to_the_next_and_its_undo_back() -> None:
    round_ = begun(3)
    round_.answer("same", effect(0))
    round_.answer("different", effect(1))
    assert (round_.place, round_.closed) == (2, 2)
    round_.forget(1)
    assert (round_.place, round_.closed, round_.order) == (1, 1, [0])


def test_what_is_kept_for_later_comes_after_all_others() -> None:
    round_ = begun(3)
    round_.keep_for_later()
    round_.answer("same", effect(1))
    assert round_.place == 2
    round_.answer("same", effect(2))
    assert round_.place == 0
    round_.answer("same", effect(0))
    assert round_.current is None


def test_a_settled_question_is_passed_and_open_again_when_the_answer_is_taken_back() -> None:
    round_ = begun(3)
    round_.answer("same", effect(0))
    round_.settle()
    assert (round_.place, round_.closed) == (2, 2)
    round_.forget_decision(round_.answers[0].decision)
    assert (round_.place, round_.closed) == (0, 0)
    assert round_.is_open(1)


def test_a_key_pressed_twice_answers_once() -> None:
    round_ = begun(3)
    first = round_.key(0)
    assert round_.waits_for(first)
    round_.answer("same", effect(0))
    assert not round_.waits_for(first)
    assert round_.waits_for(round_.key(1))
    round_.step(-1)
    assert not round_.waits_for(first)


def test_looking_around_stays_within_the_list() -> None:
    round_ = begun(2)
    round_.step(-1)
    assert round_.place == 0
    round_.step(1)
    round_.step(1)
    assert round_.place == 1


@given(st.integers(1, 6), st.lists(st.sampled_from(["answer", "later", "settle", "undo", "left", "right"]), max_size=30))
def test_no_question_is_lost_and_none_is_asked_twice(many: int, deeds: list[str]) -> None:
    round_ = begun(many)
    for deed in deeds:
        place = round_.place
        if deed in ("left", "right"):
            round_.step(1 if deed == "right" else -1)
        elif deed == "undo":
            if round_.order:
                round_.forget(round_.order[-1])
        elif round_.current is not None and round_.is_open(place):
            {"answer": lambda: round_.answer("same", effect(round_.place)), "later": round_.keep_for_later,
             "settle": round_.settle}[deed]()  # fmt: skip
        assert sorted(round_.order) == sorted(round_.answers)
        assert not set(round_.answers) & round_.settled
        assert round_.closed <= many
        if deed in ("answer", "settle") and round_.current is None:
            assert round_.closed == many


def test_what_is_found_later_follows_what_was_seen() -> None:
    round_ = Round([question(2), question(4), question(6)])
    round_.answer("same", effect(2))
    round_.keep_for_later()
    round_.step(-1)
    shown = round_.key(round_.place)
    round_.take_in([question(number) for number in (1, 2, 3, 4, 5, 6)])
    assert [asked.left.short for asked in round_.questions] == ["a2", "a4", "a1", "a3", "a5", "a6"]
    assert round_.key(round_.place) == shown
    assert (set(round_.answers), round_.later) == ({0}, {1})


def test_a_round_at_its_end_goes_on_with_what_is_found() -> None:
    round_ = begun(1)
    round_.answer("same", effect(0))
    assert round_.current is None
    round_.take_in([question(0), question(1)])
    assert round_.current == question(1)
    nothing = Round([])
    nothing.take_in([question(0)])
    assert nothing.current == question(0)


def test_the_effect_is_told_in_words() -> None:
    assert told(effect(0)) == "2 events became 1"
    assert told(effect(0, entities=True)) == "2 entities became 1; 5 events became 4"


def test_questions_have_names_of_their_own() -> None:
    round_ = begun(50)
    assert len({round_.key(place) for place in range(50)}) == 50
