"""Pictures of every page, wide and narrow, light and dark: `python -m tests.screenshots FOLDER [--store STORE]`.

Without a store, the app is started on a fresh one with the sample data and one news card.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.graph import open_graph
from tests.app.conftest import CARD, CARD_READ, EXAMPLES
from tests.app.server import CHROMIUM_ARGUMENTS, running_app
from tests.app.views import VIEWS, path_of

SIZES = {1400: 1000, 800: 1000}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--store", type=Path, help="a store to show")
    parser.add_argument("--views", nargs="*", default=list(VIEWS))
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    parser.add_argument("--widths", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--full", action="store_true", help="the whole page, not only what a window shows")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with _store(given.store) as store, running_app(store) as address, sync_playwright() as playwright:
        graph = open_graph(EmbeddedStore(store).snapshot())
        paths = {view: path_of(view, graph) for view in given.views}
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        for theme in given.themes:
            for width in given.widths:
                for view, path in paths.items():
                    _take(browser, f"{address}/{path}", view, theme, width, given.folder, whole=given.full)
        browser.close()


@contextmanager
def _store(given: Path | None) -> Iterator[Path]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        pipeline.ingest(EmbeddedStore(store), [*pipeline.sample_inputs(), pipeline.open_input(CARD, retrieved=CARD_READ)])
        yield store


def _take(browser: Browser, address: str, view: str, theme: str, width: int, folder: Path, *, whole: bool) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, color_scheme="dark" if theme == "dark" else "light"
    )
    page = context.new_page()
    page.goto(address)
    settle(page)
    if view == "add":
        _preview_a_table(page)
    if view == "sparql":
        page.get_by_role("button", name="Run").first.click()
        page.wait_for_timeout(3000)
    settle(page)
    if whole:
        height = page.evaluate("Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight))")
        page.set_viewport_size({"width": width, "height": int(height) + 80})
        settle(page)
    suffix = "" if theme == "light" else "-dark"
    narrow = "" if width == max(SIZES) else f"-{width}"
    page.screenshot(path=folder / f"{view.replace(' ', '-')}{suffix}{narrow}.png")
    context.close()


def _preview_a_table(page: Page) -> None:
    page.get_by_label("Paste text").fill((EXAMPLES / "pasted.csv").read_text(encoding="utf-8"))
    page.keyboard.press("Control+Enter")
    settle(page)
    page.get_by_role("button", name="Preview").click()
    page.get_by_role("button", name="Commit").wait_for(timeout=60_000)


def settle(page: Page) -> None:
    """Wait until the script has run and what it drew stands still."""
    page.wait_for_timeout(300)
    page.wait_for_function("!document.querySelector('[data-testid=stStatusWidget]')", timeout=60_000)
    page.wait_for_function("!document.querySelector('[data-testid=stSkeleton]')", timeout=60_000)
    page.wait_for_timeout(500)


if __name__ == "__main__":
    main()
