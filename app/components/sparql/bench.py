"""What one session does on the SPARQL page: the text in the editor, the query under way, and those before it."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

import streamlit as st

from app.components.sparql.asked import Asked
from app.controls import Field, Value
from kg.query.runner import Limits
from kg.store import EmbeddedSnapshot

KEPT = 50
"""Queries that the history keeps."""


@dataclass(frozen=True)
class Before:
    """A query that was run: when, how long it took, and `outcome`, which is "12 rows" or why there were none."""

    text: str
    at: datetime
    seconds: float | None
    outcome: str


@dataclass
class Bench:
    """The state of the page in one session."""

    text: str = ""
    """What the editor holds, as far as this side knows."""
    revision: int = 0
    """Counts the texts that were put into the editor from here."""
    source: tuple[object, ...] = ()
    """What the text was made of: the values of the link."""
    asked: Asked | None = None
    running: bool = False
    """Whether it is under way, as this run of the page shows it: it may end while the page is drawn."""
    noted: Asked | None = None
    hurried: bool = False
    """Whether the page is drawn anew so soon that the browser may have missed what its controls were to hold."""
    held: dict[str, Value] = field(default_factory=dict)
    """The values of the page's controls in its last run: Streamlit drops those of controls that it did not draw."""
    history: deque[Before] = field(default_factory=lambda: deque(maxlen=KEPT))

    def put(self, text: str, source: tuple[object, ...]) -> None:
        """Show a text in the editor."""
        if text != self.text:
            self.text = text
            self.revision += 1
        self.source = source

    def ask(self, snapshot: EmbeddedSnapshot, limits: Limits, known: date | None, at_once: float) -> None:
        """Run the text, in place of a query under way, and wait for its answer so many seconds at most."""
        self.cancel()
        self.asked = Asked(self.text, snapshot, limits, known)
        self.asked.seen(at_once)

    def cancel(self) -> None:
        if self.asked is not None:
            self.asked.cancel()

    def remind(self, page: str, fields: Iterable[Field]) -> None:
        """Give controls their values back, before they are read."""
        for name in [each.name for each in fields if each.name in self.held]:
            if self.hurried or f"{page}_{name}" not in st.session_state:
                st.session_state[f"{page}_{name}"] = st.session_state.get(f"{page}_{name}", self.held[name])
        self.hurried = False

    def remember(self, page: str, fields: Iterable[Field]) -> None:
        """Keep the values of controls, once they are drawn."""
        self.held = {each.name: value for each in fields if (value := st.session_state.get(f"{page}_{each.name}")) is not None}

    def look(self) -> None:
        """See how it stands with the last query, and keep what became of it, once that is known."""
        self.running = self.asked is not None and not self.asked.done
        if self.asked is None or self.running or self.asked is self.noted:
            return
        self.noted = self.asked
        answer = self.asked.answer
        outcome = self.asked.outcome if answer else str(self.asked.trouble)
        self.history.appendleft(Before(self.asked.text, self.asked.at, answer.seconds if answer else None, outcome))
