"""Independence: sister pages, mirrors and copies are one voice, and two newsrooms are two."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import SourceRecord
from kg.resolve import publishers, reasons
from kg.resolve.beliefs import Criterion
from kg.resolve.publishers import count_independent
from kg.resolve.reasons import Held, sentence


def source(publisher: str = "", url: str | None = None, **more: str) -> SourceRecord:
    return SourceRecord.model_validate({"publisher": publisher, "url": url, **more})


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (source("Daily Times", "https://daily.co.uk/1"), source("Money Times", "https://money.daily.co.uk/2")),
        (source("Daily", "https://daily.com/1"), source("Daily", "https://daily.info/1")),
        (source("The Daily, Inc.", "https://a.com"), source("daily", "https://b.com")),
        (source("Daily (via The Star)", "https://star.com"), source("Daily text (copy)", "https://mirror.net")),
        (source("mirror.net (Daily copy)", "https://mirror.net"), source("Daily", "https://daily.com")),
        (source("Daily text quoted on mirror.net", "https://mirror.net"), source("Daily", "https://daily.com")),
        (source("mirror.net (copy of a Daily article)", "https://mirror.net"), source("The Daily", "https://daily.com")),
        (source("Star (Daily)", "https://star.com"), source("Daily", "https://daily.com")),
        (source("Card Desk", "https://cards.com", original="Daily"), source("Daily", "https://daily.com")),
        (source("Card Desk", "https://cards.com", original_url="https://www.daily.com/1"), source("", "https://daily.com/2")),
        (source("daily.com", "https://a.net"), source("Daily Online", "https://www.daily.com/2")),
        (source("A", "https://a.com", title="Acme hires Ann Leeds"), source("B", "https://b.com", title="Acme Hires Ann Leeds")),
        (source("A", "https://10.0.0.1/a"), source("B", "https://10.0.0.1/b")),
    ],
)  # fmt: skip
def test_one_voice(one: SourceRecord, other: SourceRecord) -> None:
    assert count_independent([one, other]) == count_independent([other, one]) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (source("Daily", "https://daily.com"), source("Weekly", "https://weekly.com")),
        (source("Ann", "https://ann.github.io"), source("Bob", "https://bob.github.io")),
        (source("Ann", "https://ann.substack.com"), source("Bob", "https://bob.substack.com")),
        (source("Ann", "https://medium.com/@ann/1"), source("Bob", "https://www.medium.com/@bob/1")),
        (source("Daily (via Host)", "https://host.com/1"), source("Weekly (via Host)", "https://host.com/2")),
        (source("A", "https://a.co.uk"), source("B", "https://b.co.uk")),
        (source("A", "https://a.com", title="Home"), source("B", "https://b.com", title="Home")),
        (source("", None, title="One"), source("", None, title="Two")),
        (source("A (news copy)", "https://a.com"), source("B (news copy)", "https://b.com")),
        (source("A", "https://10.0.0.1/a"), source("B", "https://10.0.0.2/b")),
    ],
)  # fmt: skip
def test_two_voices(one: SourceRecord, other: SourceRecord) -> None:
    assert count_independent([one, other]) == count_independent([other, one]) == 2


def test_a_chain_of_ties_is_one_voice() -> None:
    chain = [
        source("Daily", "https://a.com"),
        source("Weekly", "https://c.com"),
        source("Daily", "https://b.com"),
        source("Weekly", "https://b.com"),
    ]
    assert count_independent(chain) == 1


@pytest.mark.parametrize("name", ["", "(via )", "copy", "()", "via", "The", "[[(", " / "])
def test_odd_names_are_no_trouble(name: str) -> None:
    assert count_independent([source(name), source(name, "https://a.com"), source(name, "https://a.com/2")]) <= 2


sources = st.builds(
    source,
    st.sampled_from(["", "A", "B", "A (via B)", "C (A copy)"]),
    st.sampled_from([None, "https://a.com/1", "https://b.com/1", "https://x.b.com/2"]),
)


@given(st.lists(sources, min_size=1, max_size=6), st.data())
def test_order_and_repetition_do_not_matter(told: list[SourceRecord], data: st.DataObject) -> None:
    assert count_independent(data.draw(st.permutations([*told, *told]))) == count_independent(told)


def test_examples_in_the_modules_are_true() -> None:
    for module in (publishers, reasons):
        assert doctest.testmod(module).failed == 0
        assert doctest.testmod(module).attempted


# --- the sentence -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("won_by", "expected"),
    [
        (Criterion.STATEMENT, "2020 is believed: reported by 2 independent publishers; 2021 is rumoured by one publisher alone."),
        (Criterion.PRECISION, "2020 is believed as the more precise: reported by 2 independent publishers; "
                              "2021 is rumoured by one publisher alone."),
        (Criterion.RECENCY, "2020 is believed as the one published later: reported by 2 independent publishers; "
                            "2021 is rumoured by one publisher alone."),
    ],
)  # fmt: skip
def test_the_reason_is_one_sentence(won_by: Criterion, expected: str) -> None:
    assert sentence(won_by, Held("2020", ("reported",), 2), [Held("2021", ("rumoured",), 1)]) == expected


def test_many_positions_are_counted() -> None:
    others = [Held(str(year), ("announced", "reported"), 1) for year in range(2001, 2007)]
    told = sentence(Criterion.PUBLISHERS, Held("2000", ("reported",), 2), others)
    assert told.count("announced or reported by one publisher alone") == 3
    assert told.endswith("other values told: 3.")
