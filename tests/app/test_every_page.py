"""What every page keeps: it is reached by mouse and by keyboard, axe finds nothing serious, its link opens the same view."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from app.navigation import PAGES
from kg.store import EmbeddedStore
from kg.views.graph import Graph, open_graph
from tests.app.conftest import SLOWEST, go
from tests.app.views import FOLLOW, VIEWS, Link, path_of

pytestmark = pytest.mark.browser

LOOKS = {"light": 1400, "dark": 800}
"""Schemes with the widths at which pages are looked at."""
_SERIOUS = ("serious", "critical")


@pytest.fixture(scope="module")
def graph(shared_store: Path) -> Graph:
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
    expect(page.locator(f".el-fingerprint[data-page={name}]")).to_be_attached()
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    page.wait_for_timeout(300)


def follow(page: Page, address: str, view: str, graph: Graph) -> Link:
    """Show a view in a window that is open, and give the values of its link."""
    page.evaluate(FOLLOW, f"{address}/{path_of(view, graph)}")
    page.wait_for_timeout(100)
    settle(page, VIEWS[view][0])
    return VIEWS[view][1](graph)


def test_every_page_has_a_view_here() -> None:
    assert {name for name, _ in VIEWS.values()} == {entry.name for entry in PAGES}


@pytest.mark.parametrize("view", VIEWS)
def test_axe_finds_nothing_serious(windows: dict[str, Page], address: str, graph: Graph, view: str) -> None:
    for scheme, page in windows.items():
        follow(page, address, view, graph)
        expect(page.get_by_role("heading", level=1)).to_have_count(1)
        found = Axe().run(page).response["violations"]
        told = [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in _SERIOUS]
        assert not told, f"{scheme}, {LOOKS[scheme]} px"


@pytest.mark.parametrize("view", {name: view for view, (name, _) in reversed(VIEWS.items())}.values())
def test_a_copied_link_opens_the_same_view_in_a_fresh_browser(
    windows: dict[str, Page], browser: Browser, address: str, graph: Graph, view: str
) -> None:
    page = windows["light"]
    values = follow(page, address, view, graph)
    page.get_by_role("button", name="Copy link").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    head = page.locator(".el-masthead").inner_text()
    fresh = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    fresh.goto(str(page.evaluate("navigator.clipboard.readText()")))
    settle(fresh, VIEWS[view][0])
    assert fresh.locator(".el-masthead").inner_text() == head
    for key, value in values.items():
        assert parse_qs(urlsplit(fresh.url).query)[key] == ([value] if isinstance(value, str) else value)
    if page.locator(".el-fingerprint").get_attribute("data-fingerprint"):  # a page without a result has none
        expect(fresh.get_by_text("The result is what it was when this link was made.")).to_be_visible()
    fresh.context.close()


def test_an_old_link_tells_that_its_result_has_changed(page: Page, address: str) -> None:
    go(page, address, "disputes", fp="0000000000")
    expect(page.get_by_text("The result has changed since this link was made.")).to_be_visible()


def test_every_page_is_reached_by_keyboard_alone(page: Page, address: str) -> None:
    go(page, address, "home")
    settle(page, "home")
    for entry in [entry for entry in PAGES if entry.in_bar]:
        link = page.get_by_role("navigation", name="Pages").get_by_role("link", name=entry.title, exact=True)
        for _ in range(40):
            page.keyboard.press("Tab")
            if link.evaluate("one => one.matches(':focus')"):
                break
        expect(link).to_be_focused()
        page.keyboard.press("Enter")
        expect(link).to_have_attribute("aria-current", "page")
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        page.evaluate("document.activeElement.blur(); document.activeElement.shadowRoot?.activeElement?.blur()")
        page.mouse.click(2, 2)  # where the next walk begins


def test_search_is_a_key_away(page: Page, address: str) -> None:
    go(page, address, "sources")
    settle(page, "sources")
    expect(page.get_by_role("combobox", name="Search")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("anthrop")
    option = page.get_by_role("option").filter(has_text="Anthropic").first
    expect(option).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("combobox", name="Search")).to_have_attribute("aria-activedescendant", "suggestion-0")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/(profile|event|card)\\?"))


def test_a_past_day_stays_from_page_to_page(page: Page, address: str) -> None:
    go(page, address, "disputes", known="2024-06-30")
    settle(page, "disputes")
    expect(page.get_by_label("As known on")).to_have_value("2024-06-30")
    page.get_by_role("link", name="Timeline", exact=True).click()
    expect(page).to_have_url(re.compile("/timeline\\?.*known=2024-06-30"))
    page.get_by_role("button", name="Now", exact=True).click()
    expect(page).not_to_have_url(re.compile("known="))
