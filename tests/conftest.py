"""What tests share: stores, and graphs seen through the views."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import settings

from kg import pipeline
from kg.store import EmbeddedStore

settings.register_profile("eventline", deadline=None)  # other work on the machine is no failure
settings.load_profile("eventline")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Fast tests first, then those that start processes, then those in a browser."""
    items.sort(key=lambda item: 2 if item.get_closest_marker("browser") else int(bool(item.get_closest_marker("slow"))))


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> EmbeddedStore:
    """The sample data, ingested once. Tests only read it."""
    store = EmbeddedStore(tmp_path_factory.mktemp("sample") / "store")
    pipeline.ingest(store, pipeline.sample_inputs())
    return store


@pytest.fixture
def empty_store(tmp_path: Path) -> EmbeddedStore:
    return EmbeddedStore(tmp_path / "store")
