"""What every page keeps: it is reached by mouse and by keyboard, and axe finds nothing serious."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from app.navigation import PAGES
from kg.views.graph import Graph
from tests.app.conftest import LOOKS, follow, go, settle
from tests.app.views import VIEWS

pytestmark = pytest.mark.browser

_SERIOUS = ("serious", "critical")


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
