"""The look for names that are alike, under way beside the pages: how far it is, and when it is over."""

from __future__ import annotations

from threading import Lock, Thread

import streamlit as st

from app.markup import Html, draw, element
from kg.resolve.candidates import STEPS
from kg.views.alike import names_in_doubt
from kg.views.graph import Graph

POLL = 1.0
"""Seconds between two looks at how far it is."""


class Looking:
    """A look through the names of one graph, begun when this is made.

    It is over also where it failed: whoever asks for the names then meets what went wrong.
    """

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._step, self._part = STEPS[0], 0.0
        self._thread = Thread(target=self._look, name="names", daemon=True)
        self._thread.start()

    @property
    def over(self) -> bool:
        return not self._thread.is_alive()

    @property
    def told(self) -> str:
        """The step that is taken, and which part of it is done: `step 4 of 4, comparing names: 40 %`."""
        return f"step {STEPS.index(self._step) + 1} of {len(STEPS)}, {self._step}: {100 * self._part:.0f} %"

    @property
    def part(self) -> float:
        """Of the step."""
        return self._part

    def over_within(self, seconds: float) -> bool:
        """Whether it is over, now or after so long a wait."""
        self._thread.join(seconds)
        return self.over

    def _look(self) -> None:
        names_in_doubt(self.graph, self._hear)

    def _hear(self, step: str, part: float) -> None:
        self._step, self._part = step, part


_under_way: dict[str, Looking] = {}
_lock = Lock()


def look_through(graph: Graph) -> Looking:
    """The look that is under way through the names of this graph, begun where there is none."""
    with _lock:
        for snapshot in [snapshot for snapshot, looking in _under_way.items() if looking.over]:
            del _under_way[snapshot]
        if graph.id not in _under_way:
            _under_way[graph.id] = Looking(graph)
        return _under_way[graph.id]


def wait(looking: Looking) -> None:
    """Say how far it is, and draw the page anew when it is over."""

    @st.fragment(run_every=POLL)
    def look() -> None:
        if looking.over:
            st.rerun()
        draw(_how_far(looking))

    look()


def _how_far(looking: Looking) -> Html:
    done = element("span", style=f"width:{100 * looking.part:.0f}%")
    bar = element(
        "span", done, class_="el-done", role="progressbar", aria_label="Looking for names that are alike",
        aria_valuemin="0", aria_valuemax="100", aria_valuenow=f"{100 * looking.part:.0f}",
    )  # fmt: skip
    return element(
        "div", element("span", f"Looking for names that are alike ({looking.told})"), bar,
        element("span", "What is found is asked as soon as it is there.", class_="el-soft"), class_="el-progress",
    )  # fmt: skip
