"""Pictures of every page, wide and narrow, light and dark: `python -m tests.screenshots FOLDER [--address URL]`.

Without an address the app is started on a fresh store with the sample data.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlencode

from playwright.sync_api import Browser, Page, sync_playwright

from kg import pipeline
from kg.store import EmbeddedStore
from tests.app.server import CHROMIUM_ARGUMENTS, running_app

PASTED = Path(__file__).parent / "app" / "examples" / "pasted.csv"
PAGES: dict[str, dict[str, list[str]]] = {
    "timeline": {},
    "compare": {"org": ["Anthropic", "OpenAI", "Mistral AI"]},
    "add": {},
    "sparql": {},
}
SIZES = {1400: 1000, 800: 1000}


def main() -> None:
    """Take the pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--address", help="an app that runs already")
    parser.add_argument("--pages", nargs="*", default=list(PAGES))
    parser.add_argument("--themes", nargs="*", default=["light", "dark"])
    parser.add_argument("--widths", nargs="*", type=int, default=list(SIZES))
    parser.add_argument("--full", action="store_true", help="the whole page, not only what a window shows")
    given = parser.parse_args()
    given.folder.mkdir(parents=True, exist_ok=True)
    with _address(given.address) as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        for theme in given.themes:
            for width in given.widths:
                for name in given.pages:
                    _take(browser, address, name, theme, width, given.folder, whole=given.full)
        browser.close()


@contextmanager
def _address(given: str | None) -> Iterator[str]:
    if given:
        yield given
        return
    with tempfile.TemporaryDirectory() as folder:
        store = Path(folder) / "store"
        pipeline.ingest(EmbeddedStore(store), pipeline.sample_inputs())
        with running_app(store) as address:
            yield address


def _take(browser: Browser, address: str, name: str, theme: str, width: int, folder: Path, *, whole: bool) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]}, color_scheme="dark" if theme == "dark" else "light"
    )
    page = context.new_page()
    path = "" if name == "timeline" else name
    page.goto(f"{address}/{path}?{urlencode(PAGES[name], doseq=True)}")
    settle(page)
    if name == "timeline":
        _select_a_disputed_event(page)
    if name == "add":
        _preview_a_table(page)
    if name == "sparql":
        page.get_by_role("button", name="Run").click()
        page.get_by_text("rows in").wait_for()
    settle(page)
    suffix = "" if theme == "light" else "-dark"
    narrow = "" if width == max(SIZES) else f"-{width}"
    if whole:
        height = page.evaluate("Math.max(...[...document.querySelectorAll('[data-testid=stMain]')].map(e => e.scrollHeight))")
        page.set_viewport_size({"width": width, "height": int(height) + 80})
        settle(page)
    page.screenshot(path=folder / f"{name}{suffix}{narrow}.png")
    context.close()


def _select_a_disputed_event(page: Page) -> None:
    """Open the link of some event that is disputed, by way of the table."""
    page.get_by_test_id("stCheckbox").filter(has_text="Disputed").locator("label").click()
    settle(page)
    table = page.get_by_test_id("stDataFrame").last
    table.scroll_into_view_if_needed()
    box = table.bounding_box()
    assert box is not None
    page.mouse.click(box["x"] + 14, box["y"] + 35 * 1.5 + 38)
    settle(page)
    page.get_by_test_id("stCheckbox").filter(has_text="Disputed").locator("label").click()
    settle(page)
    page.evaluate("document.querySelector('[data-testid=stMain]').scrollTo(0, 0)")


def _preview_a_table(page: Page) -> None:
    page.get_by_label("Paste text").fill(PASTED.read_text(encoding="utf-8"))
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
