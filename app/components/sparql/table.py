"""Rows of an answer as a table, a page of them at a time."""

from __future__ import annotations

import math

import streamlit as st

from app.components.sparql.asked import Asked
from app.components.sparql.terms import is_figure, is_short, shown
from app.controls import Controls
from app.markup import Html, draw, element
from kg.query.results import Term

PAGE = 100
"""Rows of one page."""


def table_of(controls: Controls, asked: Asked) -> None:
    """Draw the table and, where there are more rows than one page has, the way to the others."""
    assert asked.answer is not None
    pages = math.ceil(len(asked.rows) / PAGE)
    key = controls.key(f"page_{asked.at.timestamp()}")  # of this answer alone
    first = (min(int(st.session_state.get(key, 1)), pages) - 1) * PAGE
    rows = asked.rows[first : first + PAGE]
    of = f" of {len(asked.rows):,}" if pages > 1 else ""
    caption = f"Rows {first + 1:,} to {first + len(rows):,}{of}"
    table = _table(rows, asked.answer.columns, caption)
    draw(element("div", table, class_="el-scroll el-result", tabindex="0", role="region", aria_label=caption))
    if pages > 1:
        st.pagination(pages, key=key)


def _table(rows: list[dict[str, Term]], columns: tuple[str, ...], caption: str) -> Html:
    figures = {column for column in columns if all(is_figure(term) for row in rows if (term := row.get(column)) is not None)}
    heads = (element("th", column, scope="col", class_="el-figure" if column in figures else None) for column in columns)
    return element(
        "table",
        element("caption", caption),
        element("thead", element("tr", heads)),
        element(
            "tbody",
            (element("tr", (_cell(row.get(column), column in figures) for column in columns)) for row in rows),
        ),
        class_="el-table",
    )


def _cell(term: Term | None, figure: bool) -> Html:
    return element("td", shown(term), class_="el-figure" if figure else "el-date" if is_short(term) else None)
