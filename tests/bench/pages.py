"""How long each page takes to appear: opened anew, and by a link from another page of the app."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

from kg.store import EmbeddedStore
from kg.views.graph import open_graph
from tests.app.server import CHROMIUM_ARGUMENTS, running_app
from tests.app.views import FOLLOW, VIEWS, path_of

LONGEST = 60_000
"""Milliseconds after which a page counts as one that does not appear."""
_DRAWN = "name => document.querySelector('.el-fingerprint')?.dataset.page === name"


def page_lines(name: str, store: Path, views: tuple[str, ...] = tuple(VIEWS)) -> Iterator[str]:
    """One line per view: seconds when somebody sees it first, by a link, and when it is opened anew.

    A page that does not appear is told, and the others are measured in an app of their own.
    """
    graph = open_graph(EmbeddedStore(store).snapshot())
    left = {view: path_of(view, graph) for view in views}
    while left:
        with running_app(store) as address, _page(address) as page:
            for view, path in list(left.items()):
                del left[view]
                try:
                    first, again = (_by_link(page, f"{address}/{path}", VIEWS[view][0], f"{address}/add") for _ in range(2))
                    anew = _seconds(page, VIEWS[view][0], lambda: page.goto(f"{address}/{path}"))  # noqa: B023 - called at once
                except TooLate:
                    yield f"page {view} of {name}: nothing within {LONGEST // 1000} s"
                    break
                yield f"page {view} of {name}: first {first:.2f} s, again {again:.2f} s, opened anew {anew:.2f} s"


@contextmanager
def _page(address: str) -> Iterator[Page]:
    """A browser window on the quickest page."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        page = browser.new_page(viewport={"width": 1400, "height": 1000})
        page.set_default_timeout(LONGEST)
        page.goto(f"{address}/add")
        page.wait_for_function(_DRAWN, arg="add")
        yield page
        browser.close()


def _by_link(page: Page, address: str, name: str, other: str) -> float:
    """Seconds from a click on a link to the page's foot; the page that it is followed on is another one."""
    if name != "add":
        page.evaluate(FOLLOW, other)
        page.wait_for_function(_DRAWN, arg="add")
    return _seconds(page, name, lambda: page.evaluate(FOLLOW, address))


def _seconds(page: Page, name: str, go: Callable[[], object]) -> float:
    start = time.perf_counter()
    go()
    page.wait_for_function(_DRAWN, arg=name, polling=20)
    return time.perf_counter() - start
