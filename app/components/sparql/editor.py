"""The SPARQL editor: a component whose text lives in the browser and comes here when the query runs or the editor is left."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from app.components.bundle import component
from app.components.sparql.asked import Asked
from app.routes.terms import entities_address, vocabulary_address

HEIGHT = 280
"""Pixels that are kept for it until its script has come."""


def editor(
    key: str,
    *,
    text: str,
    revision: int,
    asked: Asked | None,
    running: bool,
    on_run: Callable[[str], None],
    on_cancel: Callable[[], None],
    on_text: Callable[[str], None],
) -> None:
    """Draw the editor with the last query that was asked.

    It shows `text` when `revision` changes; between, what the person writes counts.
    """

    def told(name: str) -> str:
        return str(st.session_state[key].get(name) or "")

    data: dict[str, Any] = {
        "text": text,
        "revision": revision,
        "vocabulary": vocabulary_address(),
        "entities": entities_address(),
        "running": {"seconds": asked.limits.seconds, "since": asked.at.timestamp()} if asked and running else None,
        "problem": asked.problem if asked and not running else None,
    }
    component("editor", waiting=f'<div style="height:{HEIGHT}px"></div>')(
        key=key,
        data=data,
        on_run_change=lambda: on_run(told("run")),
        on_cancel_change=on_cancel,
        on_text_change=lambda: on_text(told("text")),
    )
