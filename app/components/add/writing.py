"""A write to the store under way: in a thread of its own, so that a page that is drawn anew finds it and starts no second."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Generic, TypeVar

import streamlit as st

T = TypeVar("T")

_AT_ONCE = 4
"""Writers that may wait for the store at the same time; it takes one after the other anyway."""
_LOOK = 0.1
"""Seconds between two looks at how far it is."""
_threads = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="writing")


class Writing(Generic[T]):
    """Work that has begun. It ends whether or not anybody waits; its result is kept until somebody asks for it."""

    def __init__(self, work: Callable[[Callable[[str], None]], T]) -> None:
        """`work` is given a function to tell how far it is."""
        self._doing = "waiting for the store"
        self._future = _threads.submit(work, self._tell)

    def _tell(self, doing: str) -> None:
        self._doing = doing

    @property
    def done(self) -> bool:
        return self._future.done()

    def wait(self, label: str) -> T:
        """Show on the page how far it is until it is done, then give its result or raise what it raised."""
        if not self.done:
            place = st.empty()
            with place.status(label, expanded=True):
                line = st.empty()
                while not self.done:
                    line.text(self._doing)
                    time.sleep(_LOOK)
            place.empty()
        return self._future.result()
