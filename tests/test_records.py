"""Records: clean text, safe links, and names that follow from the content."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from kg.dates import Moment
from kg.graph.journal import dumped, loaded
from kg.money import Money
from kg.ontology import load_ontology
from kg.records import EventRecord, Participant, SourceRecord, clean, web_address
from kg.terms import minted

ONTOLOGY = load_ontology()
texts = st.text(min_size=1, max_size=30).filter(lambda text: bool(clean(text)))


@st.composite
def events(draw: st.DrawFn) -> EventRecord:
    """A hire with whatever texts an input may hold."""
    return EventRecord(
        source=SourceRecord(title=draw(texts), publisher=draw(texts), retrieved=draw(st.none() | st.just(date(2026, 4, 8)))),
        statement="reported",
        kind="Hire",
        title=draw(texts),
        organisation=draw(texts),
        date=Moment.parse(draw(st.sampled_from(["2024", "2024-05/..", "2024-35", "2024-05~"]))),
        participants=(Participant(role="person", name=draw(texts)),),
        amount=draw(st.none() | st.decimals(0, 10**12, places=2).map(lambda value: Money(value=value, currency="USD"))),
        note=draw(texts),
    )


@given(events())
def test_a_record_survives_being_kept(record: EventRecord) -> None:
    again = loaded(dumped(record).value)
    assert again == record
    assert again.id == record.id


@given(texts)
def test_text_is_cleaned_once_and_holds_no_control_characters(text: str) -> None:
    cleaned = clean(text)
    assert clean(cleaned) == cleaned
    assert not any(character < " " or "\u202a" <= character <= "\u202e" for character in cleaned)
    cleaned.encode("utf-8")


@given(texts, texts)
def test_any_name_makes_a_web_name_of_ours(one: str, other: str) -> None:
    assert minted("agent", one) == minted("agent", one)
    long = "x" * 100
    assert minted("agent", long + one) != minted("agent", long + other) or one == other


def test_another_word_makes_another_record() -> None:
    fields = {
        "source": {"url": "https://a.example/"},
        "statement": "reported",
        "kind": "Hire",
        "title": "T",
        "organisation": "Acme",
        "date": "2024",
    }
    ids = {
        EventRecord.model_validate(fields | change).id
        for change in ({}, {"title": "U"}, {"date": "2024-01"}, {"statement": "rumour"}, {"title": " T "})
    }
    assert len(ids) == 4


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"kind": "Merger"}, "Merger"),
        ({"statement": "hearsay"}, "hearsay"),
        ({"title": " "}, "title"),
        ({"organisation": "x" * 301}, "organisation"),
        ({"date": None}, "no date"),
        ({"date": "2024-13"}, "2024-13"),
        ({"participants": [{"role": "boss", "name": "A"}]}, "boss"),
        ({"source": {"url": "javascript:alert(1)"}}, "http"),
        ({"colour": "red"}, "colour"),
        ({"amount": {"value": -1, "currency": "USD"}}, "amount"),
    ],
)
def test_unsound_records_are_refused(change: dict[str, object], word: str) -> None:
    fields = {
        "source": {"url": "https://a.example/"},
        "statement": "reported",
        "kind": "Hire",
        "title": "T",
        "organisation": "Acme",
        "date": "2024",
    }
    with pytest.raises((ValidationError, ValueError), match=word):
        EventRecord.model_validate(fields | change, context={"ontology": ONTOLOGY})


@pytest.mark.parametrize("url", ["https://a.example", "HTTP://a.example/?q=1#x", "https://例え.example/é"])
def test_web_addresses_are_kept(url: str) -> None:
    assert web_address(url) == url


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "data:text/html,x",
        "ftp://a.example",
        "https://",
        "https://a b",
        "https://a\n",
        'https://a"x',
        " https://a",
    ],
)
def test_other_addresses_are_refused(url: str) -> None:
    with pytest.raises(ValueError, match="not a web address"):
        web_address(url)
