"""Profiles in the app: the directory, one profile of each sort, what a link unfolds, and names that nobody has."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.conftest import OpenPage
from tests.app.seen import fine, link, messages, said


def test_without_an_entity_it_is_the_directory(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "profile"))
    assert ">OpenAI</a>" in said(app)
    assert 'aria-label="What to list"' in said(app)


def test_the_directory_is_searched_and_its_link_keeps_the_words(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "profile", sort="person", page="2")
    app = fine(app.text_input(key="profile_text").set_value("altman").run())
    assert ">Sam Altman</a>" in said(app)
    assert link(app) == {"sort": ["person"], "text": ["altman"]}


def test_letters_that_no_name_holds_are_told(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "profile", text="<b>zzz"))
    assert "holds “&lt;b&gt;zzz”" in said(app)


@pytest.mark.parametrize(
    ("name", "sections"),
    [
        ("agent/openai", ("facts", "latest", "people-in", "people-out", "money-in", "deals", "launches", "partners", "disputes")),
        ("Sam Altman", ("latest", "career", "sources")),
        ("Claude 3", ("latest", "works", "makers", "sources")),
        ("Sequoia Capital", ("latest", "money-out", "co-investors", "sources")),
    ],
)
def test_a_profile_has_the_sections_that_hold_something(
    name: str, sections: tuple[str, ...], sample_store: Path, open_page: OpenPage
) -> None:
    html = said(fine(open_page(sample_store, "profile", id=name)))
    places = [html.index(f'id="{section}"') for section in sections]
    assert places == sorted(places)
    assert all(f'href="#{section}"' in html for section in sections)
    assert 'id="predictions"' not in html


def test_a_link_unfolds_a_section(sample_store: Path, open_page: OpenPage) -> None:
    few = said(fine(open_page(sample_store, "profile", id="agent/openai")))
    every = said(fine(open_page(sample_store, "profile", id="agent/openai", all="latest")))
    assert 'all=latest">' in few
    assert 'all=latest">' not in every
    assert every.count("/event?id=") > few.count("/event?id=")


def test_a_name_that_nobody_has_leads_to_near_ones(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "profile", id="Antropic")
    assert not app.exception
    assert 'href="/profile?id=Anthropic"' in said(app)


def test_what_the_link_says_wrongly_is_left_out_and_told(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "profile", sort="robots", page="0")
    assert not app.exception
    assert len(messages(app, "warning")) == 2
