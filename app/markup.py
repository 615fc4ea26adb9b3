"""HTML that is safe by construction: every text is escaped, and only http and https addresses become links.

Text from sources never passes through Markdown, where `$`, `:name:`, `www.` and brackets would be read as markup.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from typing import TypeAlias
from urllib.parse import urlsplit

import streamlit as st


class Html(str):
    """Text that is HTML already."""

    __slots__ = ()


Content: TypeAlias = Html | str | Iterable["Content"] | None


def element(name: str, *content: Content, **attributes: str | int | None) -> Html:
    """`<name class="…">content</name>` with texts escaped. Write `class_` for class and `data_id` for data-id.

    >>> element("b", "a < b", class_="warm")
    '<b class="warm">a &lt; b</b>'
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{html.escape(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    return Html(f"<{name}{written}>{escaped(content)}</{name}>")


def escaped(content: Content) -> Html:
    """Content as HTML: texts escaped, HTML as it is, sequences joined."""
    if content is None:
        return Html("")
    if isinstance(content, Html):
        return content
    if isinstance(content, str):
        return Html(html.escape(content))
    return Html("".join(escaped(part) for part in content))


def joined(separator: str, parts: Iterable[Html | str]) -> Html:
    """Parts with an escaped separator between them."""
    return Html(html.escape(separator).join(escaped(part) for part in parts))


def opening(text: str) -> str:
    """A text with its first letter large, as it opens a line; `str.capitalize` would make "IPO in May" small.

    >>> opening("told in May"), opening("IPO")
    ('Told in May', 'IPO')
    """
    return text[:1].upper() + text[1:]


def number(count: int, noun: str, many: str = "") -> str:
    """A count with its noun.

    >>> number(1, "company", "companies"), number(1200, "event")
    ('1 company', '1,200 events')
    """
    return f"{count:,} {noun if count == 1 else many or f'{noun}s'}"


def web_link(text: str, url: str | None) -> Html:
    """A link that opens in a new tab; plain text where the address is not http or https."""
    if not is_web_address(url):
        return escaped(text)
    return element("a", text, href=url, target="_blank", rel="noopener noreferrer nofollow")


def is_web_address(url: str | None) -> bool:
    """Whether an address may be a link: http or https, and a host."""
    try:
        parts = urlsplit(url or "")
    except ValueError:  # "http://[": not an address
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def draw(content: Html) -> None:
    """Show HTML on the page."""
    st.html(content)


def message(text: str, tone: str = "error") -> None:
    """One line to the person: `error`, `warning`, `success` or `note`."""
    role = "alert" if tone == "error" else "status"
    st.html(element("p", text, class_=f"el-message el-{tone}", role=role))
