"""What every link keeps: it opens the same view in a fresh browser, and tells whether its result has changed since."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.views.graph import Graph
from tests.app.conftest import follow, go, settle
from tests.app.views import VIEWS

pytestmark = pytest.mark.browser


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
