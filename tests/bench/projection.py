"""How long the columnar projection takes: `python -m tests.bench.projection STORE` measures a store that is there already.

A store that is measured gets one news card more.
"""

from __future__ import annotations

import resource
import shutil
import sys
import time
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TypeVar

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.events import EventFilter
from kg.views.graph import Graph, open_graph
from kg.views.projection import Projection
from kg.views.projection.density import density_of
from kg.views.projection.kept import columns_of
from kg.views.projection.lanes import MOST_LANES, arrange
from kg.views.projection.marks import marks_of, window_of
from tests.bench.graphs import write_store

CARD = Path(__file__).parents[1] / "tour" / "card.txt"
SIZES = (10_000, 100_000)
Answer = TypeVar("Answer")


def projection_lines(folder: Path) -> Iterator[str]:
    """Figures for made-up graphs of each size."""
    for events in SIZES:
        yield from store_lines(write_store(folder / str(events), events))


def store_lines(store: EmbeddedStore) -> Iterator[str]:
    """Figures for one store, from building its projection to what a page asks of it."""
    graph = open_graph(store.snapshot())
    shutil.rmtree(store.root / "kept", ignore_errors=True)
    before = _memory()
    columns, built = _timed(lambda: columns_of(graph))
    memory = _memory() - before
    kept = next((store.root / "kept" / graph.id).iterdir())
    size = sum(file.stat().st_size for file in kept.iterdir())
    table = Projection(graph, graph.id, columns)
    of = f"projection of {table.n:,} events"
    yield f"{of}: built from SPARQL in {built:.1f} s with {memory} MB more memory, {size / 2**20:.0f} MB on disk"
    yield f"{of}: found on disk in {_best(lambda: columns_of(graph)):.0f} ms"
    chosen = (f"{name} {_best(partial(table.select, wanted)):.0f} ms" for name, wanted in _filters(table))
    yield f"{of}: chosen by {', '.join(chosen)}"
    yield f"{of}: " + ", ".join(f"{name} {_best(work):.0f} ms" for name, work in _drawings(table))
    updated = _after_a_card(store)
    yield f"{of}: brought up to date after one more card in {updated:.2f} s"


def _filters(table: Projection) -> list[tuple[str, EventFilter]]:
    largest = table.entities["name"][int(table.organisation[0])].as_py()
    return [("company", EventFilter(organisations=(largest,))), ("kind", EventFilter(kinds=(table.kinds[0],))),
            ("text", EventFilter(text="synthetic 77")), ("time", EventFilter(begin="2015", end="2016"))]  # fmt: skip


def _drawings(table: Projection) -> list[tuple[str, Callable[[], object]]]:
    rows = table.select()
    lanes = arrange(table, rows, "company", 12)
    density = density_of(table, lanes)
    return [
        ("lanes of 12 companies as bytes", lambda: marks_of(table, EventFilter(), "company", 12)),
        ("of 1,000 companies", lambda: marks_of(table, EventFilter(), "company", MOST_LANES)),
        ("of all kinds", lambda: marks_of(table, EventFilter(), "kind", 100)),
        ("of 12 people", lambda: marks_of(table, EventFilter(), "person", 12)),
        ("running sums of density", lambda: density_of(table, lanes)),
        ("a window of a year", lambda: window_of(table, lanes, density, 18_000, 18_365, 1200)),
        ("counts by kind and year", lambda: table.counts(rows, ("kind", "year"))),
        ("coverage", lambda: table.coverage(rows)),
    ]


def _after_a_card(store: EmbeddedStore) -> float:
    pipeline.shipped_lexicon()
    pipeline.ingest(store, [pipeline.open_input(CARD)])
    graph: Graph = open_graph(store.snapshot())
    return _timed(lambda: columns_of(graph))[1]


def _timed(work: Callable[[], Answer]) -> tuple[Answer, float]:
    start = time.perf_counter()
    return work(), time.perf_counter() - start


def _best(work: Callable[[], object]) -> float:
    """Milliseconds of the best of five runs."""
    return min(_timed(work)[1] for _ in range(5)) * 1000


def _memory() -> int:
    """The most that this process ever used, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024


if __name__ == "__main__":
    for line in store_lines(EmbeddedStore(Path(sys.argv[1]))):
        print(line, flush=True)
