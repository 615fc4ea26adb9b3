"""The order of ingest does not show: every order, at once or one by one, gives the same snapshot."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from kg import pipeline
from kg.ingest.base import Input
from kg.store import EmbeddedStore

CARDS = Path(__file__).parents[1] / "ingest" / "examples" / "cards"


def parts_of_everything() -> list[Input]:
    """The sample data, its table cut into pieces, and cards that speak of the same companies."""
    inputs: list[Input] = []
    for given in pipeline.sample_inputs():
        inputs.extend(pieces(given) if given.suffix == ".csv" else [given])
    cards = [pipeline.open_input(path) for path in sorted(CARDS.iterdir()) if path.name not in ("no-card.txt", "transposed.txt")]
    return [*inputs, *cards]


def pieces(table: Input) -> Iterable[Input]:
    head, *rows = table.data.splitlines(keepends=True)
    for place in range(0, len(rows), 111):
        yield replace(table, data=head + b"".join(rows[place : place + 111]), key=f"{table.key}/{place}")


def ingested(folder: Path, batches: Iterable[list[Input]]) -> str:
    store = EmbeddedStore(folder)
    for batch in batches:
        pipeline.ingest(store, batch)
    return store.snapshot().id


@pytest.mark.slow
def test_order_of_ingest_does_not_show(tmp_path: Path) -> None:
    inputs = parts_of_everything()
    at_once = ingested(tmp_path / "at-once", [inputs])
    assert ingested(tmp_path / "backwards", [inputs[::-1]]) == at_once
    for seed in (1, 2):
        shuffled = random.Random(seed).sample(inputs, len(inputs))
        assert ingested(tmp_path / f"one-by-one-{seed}", ([given] for given in shuffled)) == at_once
