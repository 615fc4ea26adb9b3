"""A store with the sample facts, made once, and the app on copies of it: run in the process, or in a real browser."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright
from streamlit.testing.v1 import AppTest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.graph import Graph, open_graph
from tests.app.server import CHROMIUM_ARGUMENTS, ROOT, running_app
from tests.app.views import FOLLOW, VIEWS, Link, path_of

EXAMPLES = Path(__file__).parent / "examples"
CARD = ROOT / "tests" / "tour" / "card.txt"
"""A news card whose machine-written takeaway names another person than every other source."""
CARD_READ = date(2026, 4, 9)
SLOWEST = 20_000
"""Milliseconds after which something that should show in a browser is missing."""
LOOKS = {"light": 1400, "dark": 800}
"""Schemes with the widths at which pages are looked at."""
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

    def opened(store: Path, page: str = "timeline", /, **link: str | list[str]) -> AppTest:
        monkeypatch.setenv("EVENTLINE_STORE", str(store))
        app = AppTest.from_file(str(ROOT / "app" / "main.py"), default_timeout=60)
        if page != "home":
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


# --- in a real browser ---


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Chromium, once for all tests. In CI it may not be missing."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing; install the package chromium")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def shared_store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for all browser tests, with the card: each may add events, and looks at none that others add."""
    place = tmp_path_factory.mktemp("browser") / "store"
    EmbeddedStore(sample_store).backup(place)
    pipeline.ingest(EmbeddedStore(place), [pipeline.open_input(CARD, retrieved=CARD_READ)])
    return place


@pytest.fixture(scope="session")
def address(shared_store: Path) -> Iterator[str]:
    """The app on the shared store."""
    with running_app(shared_store) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A fresh browser window. An error in any script of the page fails the test."""
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(SLOWEST)
    expect.set_options(timeout=SLOWEST)
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert not problems


def go(page: Page, address: str, path: str = "timeline", /, **link: str | list[str]) -> None:
    """Open a page of the app by its address; the bare address is `home`."""
    page.goto(f"{address}/{'' if path == 'home' else path}?{urlencode(link, doseq=True)}")


@pytest.fixture(scope="module")
def graph(shared_store: Path) -> Graph:
    """What the pages of a module's windows show."""
    return open_graph(EmbeddedStore(shared_store).snapshot())


@pytest.fixture(scope="module")
def windows(browser: Browser, address: str) -> Iterator[dict[str, Page]]:
    """One window for each look. Its pages follow one another as links within the app do."""
    expect.set_options(timeout=SLOWEST)
    opened = {}
    for scheme, width in LOOKS.items():
        context = browser.new_context(
            viewport={"width": width, "height": 1000},
            color_scheme="dark" if scheme == "dark" else "light",
            permissions=["clipboard-read", "clipboard-write"],
        )
        opened[scheme] = context.new_page()
        opened[scheme].set_default_timeout(SLOWEST)
        go(opened[scheme], address, "add")
        settle(opened[scheme], "add")
    yield opened
    for page in opened.values():
        page.context.close()


def settle(page: Page, name: str) -> None:
    """Wait until the page of that name is drawn to its foot and nothing runs any more."""
    expect(page.locator(f".el-fingerprint[data-page={name}]")).to_have_count(1)  # two, while one card follows another
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.wait_for_timeout(300)


def follow(page: Page, address: str, view: str, graph: Graph) -> Link:
    """Show a view in a window that is open, and give the values of its link."""
    page.evaluate(FOLLOW, f"{address}/{path_of(view, graph)}")
    page.wait_for_timeout(100)
    settle(page, VIEWS[view][0])
    return VIEWS[view][1](graph)
