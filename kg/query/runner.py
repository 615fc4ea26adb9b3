"""People's queries, each in a process of its own that ends at the limits of time, memory and rows."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from kg.errors import BadQuery, EventlineError, LimitExceeded, StoreDamaged
from kg.query.guard import without_prologue
from kg.query.results import Result, check_format
from kg.terms import prefixes

_OUT_OF_MEMORY = re.compile(r"memory|bad_alloc|Resource temporarily unavailable", re.IGNORECASE)
_PACKAGES = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Limits:
    """What one query may take: 30 seconds, 100,000 rows or triples, and 4 GiB of address space.

    The address space of an idle worker is 0.5 to 0.9 GiB, of which 30 to 50 MB are memory in use, so less than 1 GiB
    leaves no room for a query.
    """

    seconds: float = 30.0
    rows: int = 100_000
    memory: int = 4 << 30


class RunningQuery:
    """A query under way in another process. `result` waits for it, `cancel` ends it from any thread."""

    def __init__(self, process: subprocess.Popen[bytes], limits: Limits) -> None:
        self._process = process
        self._limits = limits
        self._started = time.monotonic()
        self._cancelled = False

    @property
    def process(self) -> int:
        """The id of the other process."""
        return self._process.pid

    def cancel(self) -> None:
        """End the query now; a `result` that waits for it raises EventlineError. Does nothing when it has ended."""
        self._cancelled = True
        self._process.kill()

    def result(self) -> Result:
        """Wait for the answer.

        Raises BadQuery for what is not a legal reading query, LimitExceeded for what takes too much, StoreDamaged
        where there is no store, and EventlineError for a cancelled query or one that broke the engine.
        """
        left = max(0.0, self._started + self._limits.seconds - time.monotonic())
        with self._process:  # closes its pipes
            try:
                output, errors = self._process.communicate(timeout=left)
            except subprocess.TimeoutExpired as error:
                raise self._out_of_time() from error
            finally:
                self._process.kill()
        if self._cancelled:
            raise EventlineError("the query was cancelled; run it again for an answer")
        head, newline, body = output.partition(b"\n")
        if self._process.returncode or not newline:
            raise self._death(errors.decode("utf-8", "replace"))
        return self._result(json.loads(head), body)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        with self._process:
            self.cancel()

    def _result(self, head: dict[str, Any], body: bytes) -> Result:
        match head.get("trouble"):
            case None:
                columns = tuple(head.pop("columns"))
                return Result(**head, columns=columns, body=body, seconds=time.monotonic() - self._started)
            case "query":
                raise BadQuery(head["reason"], **head["place"])
            case "store":
                raise StoreDamaged(f"the store cannot be opened: {head['reason']}; name another, or restore a backup")
            case "memory":
                raise self._out_of_memory()
            case _:
                raise EventlineError(f"the query failed: {head['reason']}; change it and run it again")

    def _death(self, errors: str) -> EventlineError:
        """Why the process ended without an answer."""
        code = self._process.returncode
        if code == -signal.SIGALRM:
            return self._out_of_time()
        if code == -signal.SIGKILL or _OUT_OF_MEMORY.search(errors):
            return self._out_of_memory()
        return EventlineError(f"the query ended the engine (status {code}); make it simpler and run it again")

    def _out_of_time(self) -> LimitExceeded:
        return LimitExceeded(f"the query took more than {self._limits.seconds:g} seconds; narrow it, or raise the time limit")

    def _out_of_memory(self) -> LimitExceeded:
        size = self._limits.memory / (1 << 30)
        return LimitExceeded(f"the query needs more than {size:.3g} GiB of memory; narrow it, or raise the memory limit")


def start_query(
    text: str,
    *,
    store_path: Path,
    limits: Limits = Limits(),
    format: str | None = None,  # noqa: A002 - the word that the command line and the engine use
) -> RunningQuery:
    """Begin a person's query on the snapshot in a folder, with the project's prefixes at hand.

    `format` is a name from `kg.query.results`; without one, rows come as SPARQL JSON and graphs as Turtle. The text is
    checked in the other process too, so nothing of it is read in this one. Raises BadQuery for an unknown format.
    """
    if format is not None:
        check_format(format)
    request = {
        "query": without_prologue(text),
        "prefixes": prefixes(),
        "store": str(store_path.resolve()),
        "format": format,
        "rows": limits.rows,
        "memory": limits.memory,
        "seconds": limits.seconds,
    }
    with tempfile.TemporaryFile() as told:  # a file and no pipe: the worker is never waited for while it starts
        told.write(json.dumps(request).encode("ascii"))
        told.seek(0)
        process = subprocess.Popen(
            [sys.executable, "-S", "-P", "-m", "kg.query.worker"],
            stdin=told,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_environment(),
            start_new_session=True,  # Ctrl-C is for us, who end the worker
        )
    return RunningQuery(process, limits)


def run_query(
    text: str,
    *,
    store_path: Path,
    limits: Limits = Limits(),
    format: str | None = None,  # noqa: A002 - as above
) -> Result:
    """The answer to a person's query. Takes what `start_query` takes and raises what `RunningQuery.result` raises."""
    return start_query(text, store_path=store_path, limits=limits, format=format).result()


def _environment() -> dict[str, str]:
    """Our import path and nothing else, so that the worker finds the same packages without looking for them."""
    path = os.pathsep.join([str(_PACKAGES), *filter(None, sys.path)])
    kept = {name: os.environ[name] for name in ("LD_LIBRARY_PATH", "SYSTEMROOT") if name in os.environ}
    return {"PYTHONPATH": path, **kept}
