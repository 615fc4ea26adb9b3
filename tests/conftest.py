"""What tests share: stores, and graphs seen through the views."""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import settings

from kg import pipeline
from kg.store import EmbeddedStore

settings.register_profile("eventline", deadline=None)  # other work on the machine is no failure
settings.load_profile("eventline")


def pytest_xdist_auto_num_workers() -> int:
    """One more than there are processors: tests in a browser and of other processes wait most of the time."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, then those that start processes, then those in a browser: files with most of them first.

    Workers take whole files in this order, and what is long must not begin last.
    """
    tests_of = Counter(item.path for item in items)

    def turn(item: pytest.Item) -> tuple[int, int]:
        if item.get_closest_marker("browser"):
            return 2, -tests_of[item.path]
        return int(bool(item.get_closest_marker("slow"))), 0

    items.sort(key=turn)


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The sample data, ingested once. Tests only read it."""
    store = EmbeddedStore(tmp_path_factory.mktemp("sample") / "store")
    pipeline.ingest(store, pipeline.sample_inputs())
    return store


@pytest.fixture
def empty_store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore(tmp_path / "store")
