"""Addresses of pages, and links to them that keep the day as known on.

A plain click on such a link changes the page within the app; with Ctrl it opens a new tab, as links do.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

import streamlit as st

from app import state
from app.markup import Content, Html, element
from app.navigation import HOME, page
from kg.terms import IDS, local_name

Given = str | int | bool | Sequence[str] | None
"""A value of an address: nothing is left out, and of several each stands under the same name."""


def base() -> str:
    """The folder of the app on its server: `/`, or `/eventline/` behind a proxy."""
    path = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return f"/{path}/" if path else "/"


def href(name: str, /, **values: Given) -> str:
    """The address of a page: `/event?id=ab12…`. A trailing underscore in a name is dropped: `from_` gives `from`.

    Keeps the day as known on, unless `known` is given. Raises KeyError for a page that is not there.
    """
    entry = page(name)
    given = {key.rstrip("_"): value for key, value in values.items()}
    if "known" not in given and (day := state.known_on()):
        given["known"] = day.isoformat()
    query = urlencode([(key, text) for key, value in given.items() for text in _texts(value)])
    return f"{base()}{'' if entry is HOME else name}{f'?{query}' if query else ''}"


def link(name: str, text: Content, /, **values: Given) -> Html:
    """A link to a page of the app."""
    return element("a", text, class_="el-link", href=href(name, **values))


def event_link(iri: str, title: Content) -> Html:
    """A link to an event's page."""
    return link("event", title, id=local_name(iri))


def profile_link(iri: str | None, name: Content) -> Html:
    """A link to an entity's page; plain text where there is no entity."""
    return link("profile", name, id=iri.removeprefix(IDS)) if iri else element("span", name)


def card_link(source: str, text: Content) -> Html:
    """A link to a news card's page."""
    return link("card", text, id=local_name(source))


def _texts(value: Given) -> Iterable[str]:
    if value is None or value is False or value == "":
        return ()
    if value is True:
        return ("1",)
    if isinstance(value, (str, int)):
        return (str(value),)
    return value
