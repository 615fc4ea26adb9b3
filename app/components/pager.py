"""Long lists in parts: which part the link asks for, and the buttons that turn to the next."""

from __future__ import annotations

import streamlit as st

from app.controls import Controls, Field
from app.markup import draw, element
from kg.errors import BadInput


def _part_number(text: str) -> str:
    if not (text.isascii() and text.isdecimal() and 0 < int(text) < 10**6):
        raise BadInput(f"'{text[:20]}' is no part of the list; the first is 1")
    return text


PAGE_FIELD = Field("page", "1", _part_number)
"""The part of a list that a link carries."""


def part_of(controls: Controls, many: int, size: int) -> slice:
    """The places that are shown of a list of so many; the last part where the link asks for one beyond."""
    first = (_current(controls, many, size) - 1) * size
    return slice(first, first + size)


def turn_pages(controls: Controls, many: int, size: int) -> None:
    """Buttons to the parts before and after; nothing where the list has one part."""
    parts = -(-many // size)
    if parts < 2:
        return
    current = _current(controls, many, size)
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, target in (("Previous", current - 1), ("Next", current + 1)):
            st.button(
                label,
                disabled=not 1 <= target <= parts,
                key=controls.key(label.lower()),
                on_click=controls.set,
                args=("page", str(target)),
            )
        draw(element("p", f"Part {current:,} of {parts:,}", class_="el-note"))


def _current(controls: Controls, many: int, size: int) -> int:
    return min(int(controls.text("page") or 1), max(1, -(-many // size)))
