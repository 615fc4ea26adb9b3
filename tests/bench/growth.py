"""What one more input costs in a store that is large already."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

from kg import pipeline
from kg.ingest.base import Input
from kg.store import EmbeddedStore
from tests.bench.synthetic import facts_table

CARD = Path(__file__).parents[1] / "tour" / "card.txt"
LARGEST = "Synthetic 1"
"""The company with the most events."""


def growth_lines(folder: Path, reports: int = 5000) -> Iterator[str]:
    """Seconds for a card, and for a report on the company with most events, beside those of filling the store."""
    store = EmbeddedStore(folder)
    table = facts_table(reports)
    filling = _seconds(store, Input("synthetic.csv", table, "synthetic"))
    pipeline.shipped_lexicon()  # read once in a process
    card = _seconds(store, pipeline.open_input(CARD))
    head = table.splitlines(keepends=True)[0].decode()
    row = f"one,Hire,2015-05-05,Somebody joins,{LARGEST},person=Somebody New,,,reported,https://one.example/,One,2015-05-06\n"
    report = _seconds(store, Input("one.csv", (head + row).encode(), "one"))
    yield (
        f"one more into a store of {reports:,} synthetic reports (filled in {filling:.0f} s): "
        f"a card {card:.2f} s, a report on the largest company {report:.2f} s"
    )


def _seconds(store: EmbeddedStore, given: Input) -> float:
    start = time.perf_counter()
    pipeline.ingest(store, [given])
    return time.perf_counter() - start
