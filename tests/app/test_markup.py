"""Texts from outside are never markup, and only web addresses are links."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.markup import Html, element, escaped, is_web_address, joined, web_link


class _Reader(HTMLParser):
    """Collects what a browser would see: tags and text."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}
        self.text = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= dict(attrs)

    def handle_data(self, data: str) -> None:
        self.text += data


def _read(html: str) -> _Reader:
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader


@given(st.text(alphabet=st.characters(exclude_characters="\r\x00", exclude_categories=["Cs"])), st.text(alphabet="<>\"&=' a"))
def test_text_and_attributes_come_out_as_they_went_in(text: str, attribute: str) -> None:
    seen = _read(element("p", text, title=attribute))
    assert seen.tags == ["p"]
    assert seen.text == text
    assert seen.attributes == {"title": attribute}


def test_nested_content_is_escaped_once() -> None:
    assert element("p", ["a < b", element("b", "&"), None]) == "<p>a &lt; b<b>&amp;</b></p>"
    assert joined("; ", ["<", Html("<i></i>")]) == "&lt;; <i></i>"
    assert escaped("<") == "&lt;"


@pytest.mark.parametrize("url", ["https://example.org/a?b=c", "HTTP://example.org"])
def test_web_addresses_are_links(url: str) -> None:
    seen = _read(web_link("News", url))
    assert seen.tags == ["a"]
    assert seen.attributes["href"] == url
    assert seen.attributes["rel"] == "noopener noreferrer nofollow"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "data:text/html,x", "//example.org", "https:", "http://[", "", None, "file:///etc/passwd"]
)
def test_other_addresses_are_not(url: str | None) -> None:
    assert not is_web_address(url)
    assert web_link("<News>", url) == "&lt;News&gt;"
