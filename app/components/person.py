"""Who decides: asked once, and kept for the session of the browser, whatever page asks; and that one click does one thing."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

import streamlit as st

from kg.errors import EventlineError

PATIENCE = 3.0
"""Seconds that a decision waits while another process writes, before it is told that the store is busy."""
_KEPT, _FIELD, _DONE = "person", "person_field", "deeds"
"""What a field holds is forgotten where it is not drawn, so the name is kept apart from it."""


def person() -> str:
    """Draw the field, and give the name that stands in it; empty where nobody has told it yet."""
    st.session_state.setdefault(_FIELD, st.session_state.get(_KEPT, ""))
    st.text_input(
        "Your name", key=_FIELD, placeholder="who decides", max_chars=80, width=200, on_change=_keep, autocomplete="name"
    )
    return str(st.session_state.get(_KEPT, ""))


def _keep() -> None:
    st.session_state[_KEPT] = str(st.session_state[_FIELD]).strip()


@contextmanager
def once(drawn: str) -> Iterator[bool]:
    """Whether the button that was drawn under this mark does its deed for the first time.

    A second click runs the page a second time while the first is still writing, with the same arguments. A deed that fails
    with an error of ours can be tried again.
    """
    lock, done = st.session_state.setdefault(_DONE, (Lock(), set()))
    with lock:
        first = drawn not in done
        done.add(drawn)
        try:
            yield first
        except EventlineError:
            done.discard(drawn)
            raise
