"""What every page shares: its head, the values of its link, the day as known on, its fingerprint, and its queries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import streamlit as st

from app import state
from app.components.query import query_behind
from app.controls import Controls, Field
from app.markup import Content, draw, element, message
from kg.errors import BadDate
from kg.terms import digest
from kg.views.shapes import as_json

FINGERPRINT = 10
"""Hex digits of a fingerprint."""


class Page:
    """One page in one run: made first, then `head`, the drawing, and `foot`."""

    def __init__(self, name: str, fields: Sequence[Field] = ()) -> None:
        """Read the link."""
        self._name = name
        self.controls = Controls(name, [*fields, Field("known", "", _checked_day), Field("fp")])
        self._note = st.empty()

    def head(self, title: Content, line: Content = None, kicker: Content = None) -> None:
        """The page's title, one line below it, and what was wrong with the link. A kicker stands above the title."""
        draw(
            element(
                "header",
                element("p", kicker, class_="el-kicker") if kicker else None,
                element("h1", title),
                element("p", line, class_="el-line") if line else None,
                class_="el-masthead",
            )
        )
        self.controls.show_problems()

    def foot(self, *queries: tuple[str, str], result: Any = None) -> None:
        """The queries behind the page, the address, and the fingerprint of what it shows.

        `queries` are pairs of what is answered and its SPARQL; `result` is a row, rows, or anything that JSON can hold.
        """
        if queries:
            query_behind(*queries)
        now = fingerprint(result) if result is not None else ""
        self._compare(now)
        self.controls.write_address()
        draw(element("span", class_="el-fingerprint", data_fingerprint=now, data_page=self._name, hidden=""))

    def _compare(self, now: str) -> None:
        """Tell whether the result is still what it was when the link was made; only the first view of a link is compared."""
        linked = self.controls.text("fp")
        if not linked:
            return
        self.controls.set("fp", "")
        with self._note:
            if linked == now:
                message("The result is what it was when this link was made.", "success")
            else:
                message("The result has changed since this link was made.", "warning")


def fingerprint(result: Any) -> str:
    """Hex digits that name a result's content: rows, or anything that JSON can hold."""
    return digest([json.dumps(as_json(result), sort_keys=True, default=str)])[:FINGERPRINT]


def day_in_link() -> str:
    """The day as known on that the address names, in ISO 8601; "" for none and for what is no day."""
    given = st.query_params.get_all("known")
    try:
        return _checked_day(given[-1]) if given else ""
    except BadDate:
        return ""  # told with the link's other problems


def _checked_day(text: str) -> str:
    return state.read_day(text).isoformat()
