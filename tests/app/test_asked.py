"""A question under way ends when it is answered, cancelled, or waited for by nobody, and leaves no process behind."""

from __future__ import annotations

import os
import time
from datetime import date
from pathlib import Path

import pytest

from app.components.sparql import asked as module
from app.components.sparql.asked import Asked
from app.components.sparql.bench import KEPT, Bench
from kg.errors import BadQuery, LimitExceeded
from kg.query.runner import Limits
from kg.store import EmbeddedSnapshot, EmbeddedStore

ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
LONG = 60.0
"""Seconds within which something that must happen happens, however busy the machine is."""


@pytest.fixture(scope="module")
def snapshot(sample_store: Path) -> EmbeddedSnapshot:
    return EmbeddedStore(sample_store).snapshot()


def ask(snapshot: EmbeddedSnapshot, text: str, seconds: float = LONG) -> Asked:
    return Asked(text, snapshot, Limits(seconds=seconds, rows=10), date(2026, 1, 1))


def is_gone(asked: Asked) -> bool:
    try:
        os.kill(asked.process, 0)
    except ProcessLookupError:
        return True
    return False


def test_an_answer_comes_with_its_rows_and_words(snapshot: EmbeddedSnapshot) -> None:
    asked = ask(snapshot, "SELECT ?e { ?e a el:Event }")
    assert asked.seen(LONG)
    assert asked.answer is not None
    assert asked.answer.truncated
    assert (len(asked.rows), asked.outcome, asked.problem) == (10, "10 rows", None)
    assert is_gone(asked)


def test_a_problem_has_its_place(snapshot: EmbeddedSnapshot) -> None:
    asked = ask(snapshot, "SELECT ?x {\n  ?x a nope:Thing }")
    assert asked.seen(LONG)
    assert isinstance(asked.trouble, BadQuery)
    assert asked.problem is not None
    assert (asked.problem["line"], asked.problem["column"]) == (2, 8)
    assert asked.rows == []


def test_what_takes_too_long_has_no_place(snapshot: EmbeddedSnapshot) -> None:
    asked = ask(snapshot, ENDLESS, seconds=1)
    assert asked.seen(LONG)
    assert isinstance(asked.trouble, LimitExceeded)
    assert asked.problem is None
    assert is_gone(asked)


def test_cancelling_ends_the_process(snapshot: EmbeddedSnapshot) -> None:
    asked = ask(snapshot, ENDLESS)
    assert not asked.done
    assert not is_gone(asked)
    asked.cancel()
    assert asked.seen(LONG)
    assert is_gone(asked)
    assert "was cancelled" in str(asked.trouble)


def test_a_query_that_nobody_waits_for_ends(snapshot: EmbeddedSnapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.1)
    asked = ask(snapshot, ENDLESS)
    until = time.monotonic() + LONG
    while not asked.done and time.monotonic() < until:
        time.sleep(0.1)
    assert is_gone(asked)
    assert "was cancelled" in str(asked.trouble)


def test_the_end_of_the_server_ends_all(snapshot: EmbeddedSnapshot) -> None:
    both = [ask(snapshot, ENDLESS), ask(snapshot, ENDLESS)]
    module.cancel_all()
    assert all(asked.seen(LONG) for asked in both)
    assert all(map(is_gone, both))


def test_a_new_question_takes_the_place_of_the_one_under_way(snapshot: EmbeddedSnapshot) -> None:
    bench = Bench(text=ENDLESS)
    bench.ask(snapshot, Limits(seconds=LONG), None, at_once=0)
    first = bench.asked
    assert first is not None
    bench.text = "ASK {}"
    bench.ask(snapshot, Limits(seconds=LONG), None, at_once=LONG)
    assert first.seen(LONG)
    assert is_gone(first)
    assert bench.asked is not None
    assert bench.asked.outcome == "yes"


def test_the_history_keeps_so_many(snapshot: EmbeddedSnapshot) -> None:
    bench = Bench(text="ASK {}")
    bench.ask(snapshot, Limits(seconds=LONG), None, at_once=LONG)
    for _ in range(KEPT + 5):
        bench.noted = None
        bench.look()
    assert len(bench.history) == KEPT
    bench.look()
    assert len(bench.history) == KEPT
