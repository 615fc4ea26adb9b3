"""A question under way: a query in a process of its own, which lives as long as somebody waits for it.

The page that waits says so every now and then. When it stops, because the person went to another page, closed the tab
or lost the connection, the process is ended within seconds; when the server ends, at once.
"""

from __future__ import annotations

import atexit
import time
from datetime import UTC, date, datetime
from functools import cached_property
from threading import Event, Thread
from weakref import WeakSet

from app.markup import number
from kg.errors import BadQuery, EventlineError
from kg.query.results import Result, Term
from kg.query.runner import Limits, start_query
from kg.store import EmbeddedSnapshot

PATIENCE = 8.0
"""Seconds without a sign of the page after which nobody waits any more. A tab in the background says so once a second."""

READ = 10_000
"""Rows that are read for table, chart, timeline and picture; the files hold all."""

_under_way: WeakSet[Asked] = WeakSet()


class Asked:
    """One query as it was asked. `answer` is there once `done`; `trouble` instead where there is none.

    `known` is the day as known on which it was asked, and `at` when.
    """

    def __init__(self, text: str, snapshot: EmbeddedSnapshot, limits: Limits, known: date | None) -> None:
        self.text = text
        self.limits = limits
        self.known = known
        self.at = datetime.now(UTC)
        self.answer: Result | None = None
        self.trouble: EventlineError | None = None
        self._snapshot = snapshot  # which is not collected as long as somebody holds it
        self._done = Event()
        self._seen = time.monotonic()
        self._running = start_query(text, store_path=snapshot.path, limits=limits)
        _under_way.add(self)
        Thread(target=self._wait, name="query-answer", daemon=True).start()
        Thread(target=self._mind, name="query-patience", daemon=True).start()

    @property
    def process(self) -> int:
        """The id of the process that the query runs in."""
        return self._running.process

    @property
    def done(self) -> bool:
        return self._done.is_set()

    def seen(self, seconds: float = 0) -> bool:
        """Say that somebody waits, and wait so long at most. Whether it is done."""
        self._seen = time.monotonic()
        return self._done.wait(seconds)

    def cancel(self) -> None:
        """End the process now. Does nothing when it has ended."""
        self._running.cancel()

    @cached_property
    def rows(self) -> list[dict[str, Term]]:
        """The first rows of the answer, as many as are read at all."""
        return self.answer.first(READ) if self.answer and self.answer.kind != "boolean" else []

    @property
    def outcome(self) -> str:
        """The answer in words: "1,234 rows", "1 triple", "yes"; "" where there is none."""
        if self.answer is None:
            return ""
        if self.answer.kind == "boolean":
            return "yes" if self.answer.answer() else "no"
        return number(self.answer.count, "row" if self.answer.kind == "rows" else "triple")

    @property
    def problem(self) -> dict[str, str | int] | None:
        """What is wrong at a place of the text, as the editor takes it: `reason`, `line` and `column`."""
        if isinstance(self.trouble, BadQuery) and self.trouble.line:
            return {"reason": self.trouble.reason, "line": self.trouble.line, "column": self.trouble.column}
        return None

    def _wait(self) -> None:
        try:
            self.answer = self._running.result()
        except EventlineError as error:
            self.trouble = error
        finally:
            self._done.set()

    def _mind(self) -> None:
        while not self._done.wait(1):
            if time.monotonic() - self._seen > PATIENCE:
                self.cancel()
                return


@atexit.register
def cancel_all() -> None:
    """End every query: the server ends."""
    for asked in list(_under_way):
        asked.cancel()
