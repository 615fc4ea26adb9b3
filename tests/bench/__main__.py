"""`make bench`: prints medians and ratios. Nothing here can fail for being slow."""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from kg import pipeline
from kg.paths import SAMPLES
from kg.store import EmbeddedStore, Store
from kg.views.events import list_events
from kg.views.graph import open_graph
from tests.bench import resolution
from tests.bench.growth import growth_lines
from tests.bench.names import print_name_figures
from tests.bench.predictions import print_prediction_figures
from tests.bench.projection import projection_lines
from tests.bench.rdflib_store import RdflibStore
from tests.bench.reader import print_figures

FACTS = SAMPLES / "ai-industry-facts.csv"


def median_seconds(work: Callable[[], object], times: int) -> float:
    """Median of some runs after one that does not count; the first run itself where it takes over ten seconds."""
    first = seconds(work)
    return first if first > 10 else statistics.median(seconds(work) for _ in range(times))


def seconds(work: Callable[[], object]) -> float:
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def ingest_into(store: Store) -> None:
    pipeline.ingest(store, [pipeline.open_input(FACTS)])


def main() -> None:
    print_figures()
    print_prediction_figures()
    print_name_figures()
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        fresh = iter(range(1000))
        ours = median_seconds(lambda: ingest_into(EmbeddedStore(Path(folder) / str(next(fresh)))), times)
        theirs = median_seconds(lambda: ingest_into(RdflibStore()), times)
        line("ingest 666 facts into an empty store", ours, theirs)

        store, peer = EmbeddedStore(Path(folder) / "kept"), RdflibStore()
        ingest_into(store)
        ingest_into(peer)
        mine, its = list_events(open_graph(store.snapshot())), list_events(open_graph(peer))
        assert [event.id for event in mine] == [event.id for event in its], "the two stores do not answer alike"
        ours = median_seconds(lambda: list_events(open_graph(store.snapshot())), times)
        theirs = median_seconds(lambda: list_events(open_graph(peer)), times)
        line(f"list all {len(mine)} events with participants, money, sources", ours, theirs)

        for told in growth_lines(Path(folder) / "large"):
            print(told)
        for told in projection_lines(Path(folder) / "synthetic"):
            print(told)
        for told in resolution.lines(resolution.found_grouping(store.snapshot())):
            print(told)


def line(what: str, ours: float, theirs: float) -> None:
    print(f"{what}: Eventline {ours * 1000:.0f} ms on disk, rdflib in memory {theirs * 1000:.0f} ms, ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
