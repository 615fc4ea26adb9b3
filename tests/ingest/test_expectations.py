"""Expectations: what is foretold in a way that can be looked for, and nothing where it is not."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.ingest.base import Context
from kg.ingest.expectations import find_author, read_expectation
from kg.ingest.sentences import SentenceReader
from kg.ontology import load_ontology
from kg.records import Expectation
from tests.bench.predictions import PARTS, measure

ONTOLOGY = load_ontology()
READER = SentenceReader(Context(ONTOLOGY))


def read(text: str) -> Expectation | None:
    return read_expectation(text, READER, ONTOLOGY)


def expected(text: str) -> Expectation:
    found = read(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize("part", PARTS)
def test_what_is_read_is_right(part: str) -> None:
    found = measure(PARTS[part])
    assert found.precision >= 0.9, found.mistakes
    assert found.recall >= 0.8, found.mistakes
    assert found.deadlines >= 0.95, found.mistakes


def test_a_launch_names_its_thing_and_either_kind_of_launch() -> None:
    found = expected("Ondrel will release Heron 3 next year.")
    assert (found.kinds, found.organisation, found.names) == (("ModelLaunch", "ProductLaunch"), "Ondrel", ("heron 3",))


def test_an_unnamed_object_is_told_by_its_words() -> None:
    assert expected("Quillon will acquire a chip maker.").words == ("chip",)
    assert expected("Quillon will acquire a company.").words == ()


def test_who_is_bought_is_no_buyer() -> None:
    found = expected("Ondrel will be acquired within two years.")
    assert (found.organisation, [part.name for part in found.counterparts]) == ("", ["Ondrel"])


def test_a_partnership_has_no_first_side() -> None:
    found = expected("Quillon will partner with Ondrel.")
    assert (found.organisation, {part.name for part in found.participants}) == ("", {"Quillon", "Ondrel"})


def test_a_sum_must_be_reached() -> None:
    found = expected("Zephyrine will raise at least $2 billion.")
    assert found.amount is not None
    assert (found.amount.value, found.amount.currency) == (Decimal(2_000_000_000), "USD")
    assert read("Zephyrine will raise up to $2 billion.") is None


@pytest.mark.parametrize(
    "text",
    [
        "Quillon will not acquire Ondrel.",
        "If rates fall, Quillon will acquire Ondrel.",
        "Will Quillon acquire Ondrel?",
        "Quillon will acquire Ondrel and launch a phone.",
        "Quillon will acquire two startups.",
        "Someone will buy Ondrel.",
        "Quillon's rivals will acquire Ondrel.",
        "Several labs will release a model.",
        "Ondrel will raise prices.",
        "Competition will intensify.",
        "Quillon",
        "",
    ],
)
def test_what_cannot_be_checked_gives_nothing(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize(
    ("text", "author"),
    [
        ("Gartner predicts that Quillon will acquire Ondrel.", "Gartner"),
        ("According to Mira Oduya, Quillon will acquire Ondrel.", "Mira Oduya"),
        ("Quillon will acquire Ondrel, says Mira Oduya.", "Mira Oduya"),
        ("Quillon will acquire Ondrel.", ""),
        ("We expect Quillon to acquire Ondrel.", ""),
        ("Analysts believe that Quillon will acquire Ondrel.", ""),
    ],
)
def test_who_foretells(text: str, author: str) -> None:
    assert find_author(text, READER) == author
    assert expected(text).organisation == "Quillon"


@given(st.text(max_size=120))
def test_no_text_breaks_it(text: str) -> None:
    read(text)
    read(f"Quillon will {text}")
    find_author(text, READER)
