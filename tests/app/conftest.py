"""A store with the sample facts, made once, and the app on copies of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg import pipeline
from kg.store import EmbeddedStore
from tests.app.server import ROOT

EXAMPLES = Path(__file__).parent / "examples"
OpenPage = Callable[..., AppTest]


@pytest.fixture(scope="session")
def sample_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample data. Not to be written to."""
    place = tmp_path_factory.mktemp("sample") / "store"
    pipeline.ingest(EmbeddedStore(place), pipeline.sample_inputs())
    return place


@pytest.fixture
def own_store(sample_store: Path, tmp_path: Path) -> Path:
    """A copy of the sample store that a test may change."""
    place = tmp_path / "store"
    EmbeddedStore(sample_store).backup(place)
    return place


@pytest.fixture
def open_page(monkeypatch: pytest.MonkeyPatch) -> OpenPage:
    """Open a page of the app on a store: `open_page(store, "compare", org=["Anthropic", "OpenAI"])`."""

    def opened(store: Path, page: str = "timeline", **link: str | list[str]) -> AppTest:
        monkeypatch.setenv("EVENTLINE_STORE", str(store))
        app = AppTest.from_file(str(ROOT / "app" / "main.py"), default_timeout=60)
        if page != "timeline":
            app.switch_page(f"screens/{page}.py")
        for name, value in link.items():
            app.query_params[name.rstrip("_")] = value
        return app.run()

    return opened


@pytest.fixture
def empty_store(tmp_path: Path) -> Path:
    """A store with nothing in it."""
    place = tmp_path / "empty"
    EmbeddedStore(place)
    return place
