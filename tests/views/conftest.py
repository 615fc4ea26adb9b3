"""A small store whose every row can be checked by eye: six facts, and the records of a card that contradicts two of them.

The records are kept as an export, so that what is expected of views does not hang on how cards are read.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.graph import Graph, open_graph

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    store = EmbeddedStore(tmp_path_factory.mktemp("small") / "store")
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / name, key=name) for name in ("facts.csv", "card-records.nq")])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def foretold(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Predictions of one card, and events that meet them or do not."""
    store = EmbeddedStore(tmp_path_factory.mktemp("foretold") / "store")
    examples = EXAMPLES / "predictions"
    pipeline.ingest(store, [pipeline.open_input(examples / name, key=name) for name in ("forecast.md", "events.csv")])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def sample(sample_store: EmbeddedStore) -> Graph:
    return open_graph(sample_store.snapshot())
