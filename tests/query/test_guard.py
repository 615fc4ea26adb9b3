"""What people may ask, by example, and what may hide in the text."""

from __future__ import annotations

import re
from pathlib import Path
from string import ascii_lowercase

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import Literal

from kg.errors import BadQuery
from kg.query.guard import check_readonly, with_prologue, without_prologue
from kg.query.syntax import DEEPEST, LONGEST, find_problem

EXAMPLES = Path(__file__).parent / "examples"


def _examples(name: str) -> list[tuple[str, str]]:
    """What stands after `===`, and the query below it."""
    text = (EXAMPLES / name).read_text(encoding="utf-8")
    return [(head, query) for head, query in re.findall(r"^=== ?(.*)\n((?:(?!===).*\n)*)", text, re.MULTILINE)]


REFUSED, ALLOWED = _examples("refused.txt"), _examples("allowed.txt")


@pytest.mark.parametrize(("reason", "query"), REFUSED, ids=[query.strip()[:60] for _, query in REFUSED])
def test_refused(reason: str, query: str) -> None:
    with pytest.raises(BadQuery) as caught:
        check_readonly(query)
    assert reason in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(("_", "query"), ALLOWED, ids=[query.strip()[:60] for _, query in ALLOWED])
def test_allowed(_: str, query: str) -> None:
    check_readonly(query)
    check_readonly(with_prologue(query))


def test_positions_are_those_of_the_text_that_a_person_wrote() -> None:
    with pytest.raises(BadQuery, match="line 2, column 1"):
        check_readonly(with_prologue("SELECT *\noops { }"))


def test_prologue_stands_once() -> None:
    text = "ASK { ?s a el:Hire }"
    assert with_prologue(with_prologue(text)) == with_prologue(text)
    assert without_prologue(with_prologue(text)) == text


@given(st.text())
def test_text_in_a_string_is_never_refused(text: str) -> None:
    check_readonly(f"SELECT * {{ ?s ?p {Literal('SERVICE ' + text)} }}")


@given(st.text(alphabet=st.sampled_from("SELECT*{}()?sp<>'\"#\\\n .;:aSERVICE")))
def test_any_text_is_allowed_or_refused_in_one_line(text: str) -> None:
    problem = find_problem(text, {})
    assert problem is None or re.fullmatch(r"line \d+, column \d+: .+", str(problem))


@pytest.mark.parametrize("opened", ["(", "{", "[ ?p "])
def test_deep_nesting_is_refused_before_the_engine_sees_it(opened: str) -> None:
    with pytest.raises(BadQuery, match=f"more than {DEEPEST} brackets"):
        check_readonly("SELECT * { ?s ?p " + opened * 100_000)


def test_a_text_with_every_spelling_of_service_is_not_trusted() -> None:
    spellings = " ".join(f"'ser{letter}ice'" for letter in ascii_lowercase)
    with pytest.raises(BadQuery, match="SERVICE asks another server"):
        check_readonly(f"SELECT * {{ VALUES ?x {{ {spellings} }} SERVICE <http://127.0.0.1:1/> {{ }} }}")


def test_very_long_text_is_refused() -> None:
    with pytest.raises(BadQuery, match="shorten it"):
        check_readonly("#" * (LONGEST + 1))


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(BadQuery, match="line 1, column 9: this character is half of a pair"):
        check_readonly('SELECT "\ud800" {}')
