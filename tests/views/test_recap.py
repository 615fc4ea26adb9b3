"""Recaps: what is told of a week, the three forms of it, and that no text of a source becomes markup in any of them."""

from __future__ import annotations

import os
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from kg.records import clean
from kg.views.graph import Graph
from kg.views.periods import week_of
from kg.views.recap import Recap, RecapFilter, as_atom, as_html, as_markdown, newest_week, recap
from kg.views.recap.markdown import literal
from kg.views.recap.words import safe_address
from kg.views.shapes import SourceRow

FORMS = Path(__file__).parent / "recap"
WEEK = RecapFilter(begin=date(2026, 4, 6), end=date(2026, 4, 12))
HOME = "https://app.example/"
ATOM = "{http://www.w3.org/2005/Atom}"
TEXTS = st.text(min_size=1, max_size=60) | st.text(alphabet="*_`[]()<>#|~$&@!:{}\\\"'/-+.1 abhtpwm\n", min_size=1, max_size=60)


@pytest.fixture(scope="module")
def week(news: Graph) -> Recap:
    return recap(news, WEEK)


# --- what is told -----------------------------------------------------------------------------------------------------


def test_a_week_has_what_lies_in_it_and_apart_what_may(week: Recap) -> None:
    assert [(group.kind, [company.name for company in group.companies]) for group in week.groups] == [
        ("Investment", ["Gamma", "Beta"]),
        ("Hire", ["Acme"]),
        ("Legal", ["Beta"]),
    ]
    assert [row.event.title for row in week.perhaps] == ["Acme launches Roadrunner 2"]
    assert (week.events, week.disputed, week.sources, week.left_out) == (4, 1, 6, 0)


def test_the_manner_and_the_dispute_are_told(week: Recap) -> None:
    told = {row.event.kind: row for row in week.rows}
    [rumour, _] = [row for row in week.rows if row.event.kind == "Investment"]
    assert (rumour.status, rumour.voices[0].remark) == ("rumour", "rumour")
    [sentence] = told["Hire"].disputes
    assert sentence.startswith("The person is disputed: Ann Lee is believed")
    assert [(voice.name, voice.remark) for voice in told["Hire"].voices] == [
        ("Daily", ""), ("Weekly", ""), ("Cloud Desk", "machine-generated"),
    ]  # fmt: skip
    assert told["Hire"].known == date(2026, 4, 20)


@pytest.mark.parametrize(
    ("change", "titles"),
    [
        ({"organisations": ("gamma",)}, 3),  # its own round, the hire from it, the suit against it
        ({"kinds": ("Hire",)}, 1),
        ({"text": "beta"}, 2),
        ({"organisations": ("Acme",), "kinds": ("Legal",)}, 0),
    ],
)
def test_a_recap_can_be_of_a_company_a_kind_or_a_text(news: Graph, change: dict[str, object], titles: int) -> None:
    assert recap(news, WEEK.model_copy(update=change)).events == titles


def test_a_quiet_time_is_empty(news: Graph) -> None:
    quiet = recap(news, WEEK.over(week_of(date(2020, 1, 1))))
    assert quiet.is_empty
    assert "Nothing is known of this time." in as_markdown(quiet)


def test_a_month_has_dates_of_that_month(news: Graph) -> None:
    month = recap(news, RecapFilter(begin=date(2026, 4, 1), end=date(2026, 4, 30)))
    assert month.title == "April 2026"
    assert month.events == 5
    assert month.perhaps == ()


def test_predictions_stand_where_they_were_made_and_where_they_fall_due(foretold: Graph) -> None:
    by_day = {row.id: row for row in recap(foretold, RecapFilter(begin=date(2000, 1, 1), end=date(2099, 1, 1))).due}
    one = min(by_day.values(), key=lambda row: row.due_by or date.max)
    assert one.due_by
    told = recap(foretold, RecapFilter(begin=one.due_by, end=one.due_by))
    assert one.id in {row.id for row in told.due}
    assert one.id not in {row.id for row in told.made}
    assert recap(foretold, RecapFilter(begin=one.due_by, end=one.due_by, kinds=("Hire",))).due == ()


def test_the_newest_week_is_that_of_the_last_event_by_the_day(news: Graph) -> None:
    assert newest_week(news, date(2026, 11, 1)) == week_of(date(2026, 4, 8))
    assert newest_week(news, date(2020, 5, 6)) == week_of(date(2020, 5, 6))


# --- the three forms --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("week.md", lambda week: as_markdown(week, HOME)),
        ("week.html", lambda week: as_html(week, HOME)),
        ("week.atom", lambda week: as_atom(week, HOME, f"{HOME}eventline/recap.atom").decode()),
    ],
)
def test_the_form_is_the_golden_one(week: Recap, name: str, written: Callable[[Recap], str]) -> None:
    """`EVENTLINE_WRITE_GOLDEN=1` writes the files anew."""
    found = written(week)
    if os.environ.get("EVENTLINE_WRITE_GOLDEN"):
        (FORMS / name).write_text(found, encoding="utf-8")
    assert found == (FORMS / name).read_text(encoding="utf-8")


def test_a_feed_that_moves_on_keeps_its_id_and_one_of_a_time_has_its_own(news: Graph, week: Recap) -> None:
    later = recap(news, WEEK.over(WEEK.period.later))
    ids = [_parsed(as_atom(told, lasting=lasting)).findtext(f"{ATOM}id") for told in (week, later) for lasting in (True, False)]
    assert ids[0] == ids[2]
    assert len(set(ids)) == 3


def test_an_entry_is_the_event_and_its_time_that_of_the_sources(week: Recap) -> None:
    feed = _parsed(as_atom(week))
    entries = {entry.findtext(f"{ATOM}id"): entry.findtext(f"{ATOM}updated") for entry in feed.iter(f"{ATOM}entry")}
    assert entries == {row.event.id: f"{row.known}T00:00:00+00:00" for row in (*week.rows, *week.perhaps)}
    assert feed.findtext(f"{ATOM}updated") == "2026-04-30T00:00:00+00:00"


# --- texts are never markup -------------------------------------------------------------------------------------------


def _with(week: Recap, text: str) -> Recap:
    """The recap of one event, with this text wherever a source could have put it."""
    row = week.groups[1].companies[0].rows[0]
    source = SourceRow(id="https://source.example/", statement="rumour", publisher=text, url="https://a.example/" + text)
    event = row.event.model_copy(update={"title": text, "date": text, "sources": (source,)})
    voice = row.voices[0].model_copy(update={"name": text, "url": "https://a.example/" + text})
    hostile = row.model_copy(update={"event": event, "voices": (voice,), "disputes": (text,), "status": text})
    company = week.groups[1].companies[0].model_copy(update={"name": text, "rows": (hostile,)})
    group = week.groups[1].model_copy(update={"label": text, "companies": (company,)})
    return week.model_copy(update={"groups": (group,), "perhaps": (hostile,), "about": text})


class _Tags(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, tuple[str, ...]]] = []
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, tuple(name for name, _ in attrs)))


def _shape(markdown: str) -> list[object]:
    """The structure of a Markdown document, with the tables and strikethrough of dialects."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return [(token.type, token.tag, [child.type for child in token.children or () if child.type != "text"])
            for token in reader.parse(markdown)]  # fmt: skip


@given(TEXTS)
def test_no_text_leaves_its_place_in_markdown(week: Recap, text: str) -> None:
    text = clean(text) or "x"
    assert _shape(as_markdown(_with(week, text), HOME)) == _shape(as_markdown(_with(week, "x"), HOME))


@given(TEXTS)
def test_a_text_reads_in_markdown_as_it_was_written(text: str) -> None:
    text = clean(text)  # as every text of a record is
    [_, inline, *_] = MarkdownIt("commonmark").parse(f"a {literal(text)}")
    assert "".join(child.content for child in inline.children or ()) == f"a {text}".rstrip()


@given(TEXTS)
def test_no_text_leaves_its_place_in_html(week: Recap, text: str) -> None:
    assert _Tags(as_html(_with(week, text), HOME)).tags == _Tags(as_html(_with(week, "x"), HOME)).tags


@given(TEXTS)
def test_no_text_leaves_its_place_in_atom(week: Recap, text: str) -> None:
    feed, plain = _parsed(as_atom(_with(week, text), HOME)), _parsed(as_atom(_with(week, "x"), HOME))
    assert [element.tag for element in feed.iter()] == [element.tag for element in plain.iter()]
    contents = zip(feed.iter(f"{ATOM}content"), plain.iter(f"{ATOM}content"), strict=True)
    assert all(_Tags(one.text or "").tags == _Tags(other.text or "").tags for one, other in contents)


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//a.example", "", None, "ftp://a.example"])
def test_only_web_addresses_are_links(url: str | None) -> None:
    assert safe_address(url) is None


def test_an_address_cannot_leave_its_place() -> None:
    assert safe_address('https://a.example/b) <c> "d"\n') == "https://a.example/b%29%20%3Cc%3E%20%22d%22%0A"


def _parsed(feed: bytes) -> ET.Element:
    return ET.fromstring(feed)
