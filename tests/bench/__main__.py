"""`make bench`: prints medians and ratios, all of them or by section: `make bench ARGS=browser`.

Nothing here can fail for being slow.
"""

from __future__ import annotations

import gc
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import platformdirs

from kg import pipeline
from kg.paths import SAMPLES
from kg.store import EmbeddedStore, Store
from kg.views.events import list_events
from kg.views.graph import open_graph
from kg.views.projection import projection
from tests.bench import resolution
from tests.bench.browser import browser_lines
from tests.bench.graphs import write_store
from tests.bench.growth import growth_lines
from tests.bench.names import print_name_figures
from tests.bench.pages import page_lines
from tests.bench.predictions import print_prediction_figures
from tests.bench.projection import projection_lines
from tests.bench.rdflib_store import RdflibStore
from tests.bench.reader import print_figures

TIMES = 5
LARGE = (20_000, 1_000_000)
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


def reading(folder: Path) -> None:
    """How well texts, names, predictions and events are told apart."""
    print_figures()
    print_prediction_figures()
    print_name_figures()
    store = EmbeddedStore(folder / "resolved")
    ingest_into(store)
    for told in resolution.lines(resolution.found_grouping(store.snapshot())):
        print(told)


def speed(folder: Path) -> None:
    """Ingest and listing beside rdflib, and what one more input costs."""
    fresh = iter(range(1000))
    ours = median_seconds(lambda: ingest_into(EmbeddedStore(folder / str(next(fresh)))), TIMES)
    theirs = median_seconds(lambda: ingest_into(RdflibStore()), TIMES)
    line("ingest 666 facts into an empty store", ours, theirs)

    store, peer = EmbeddedStore(folder / "kept"), RdflibStore()
    ingest_into(store)
    ingest_into(peer)
    mine, its = list_events(open_graph(store.snapshot())), list_events(open_graph(peer))
    assert [event.id for event in mine] == [event.id for event in its], "the two stores do not answer alike"
    ours = median_seconds(lambda: list_events(open_graph(store.snapshot())), TIMES)
    theirs = median_seconds(lambda: list_events(open_graph(peer)), TIMES)
    line(f"list all {len(mine)} events with participants, money, sources", ours, theirs)
    for told in growth_lines(folder / "large"):
        print(told)


def columns(folder: Path) -> None:
    """The columnar projection of synthetic graphs."""
    for told in projection_lines(folder / "synthetic"):
        print(told)


def browser(folder: Path) -> None:
    """The timeline beside Plotly and ECharts, and every page, in a real browser. Synthetic graphs are written once and kept."""
    sample = EmbeddedStore(folder / "sample")
    pipeline.ingest(sample, pipeline.sample_inputs())
    stores = {"the sample": sample.root} | {f"{events:,} synthetic events": synthetic_store(events) for events in LARGE}
    for told in browser_lines(stores, folder / "peers"):
        print(told, flush=True)
    for name, store in stores.items():
        for told in page_lines(name, store):
            print(told, flush=True)


def synthetic_store(events: int) -> Path:
    """A store of so many synthetic events with its projection: written at its first use, a million in some 15 minutes."""
    place = Path(platformdirs.user_cache_dir("eventline")) / "bench" / str(events)
    if not place.exists():
        print(f"writing a graph of {events:,} synthetic events into {place}", flush=True)
        half = place.with_suffix(".part")
        shutil.rmtree(half, ignore_errors=True)
        half.parent.mkdir(parents=True, exist_ok=True)
        write_store(half, events)
        half.rename(place)
    projection(open_graph(EmbeddedStore(place).snapshot()))
    return place


SECTIONS = {"reading": reading, "speed": speed, "columns": columns, "browser": browser}


def main() -> None:
    """Run the sections that are named, or all."""
    for name in sys.argv[1:] or SECTIONS:
        with tempfile.TemporaryDirectory() as folder:
            SECTIONS[name](Path(folder))


def line(what: str, ours: float, theirs: float) -> None:
    print(f"{what}: Eventline {ours * 1000:.0f} ms on disk, rdflib in memory {theirs * 1000:.0f} ms, ratio {theirs / ours:.1f}")


if __name__ == "__main__":
    main()
