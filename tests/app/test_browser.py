"""The app in a real browser: drawn, linked, clicked, committed to, and seen to follow other processes."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from playwright.sync_api import Browser, Locator, Page, expect, sync_playwright

from kg.store import EmbeddedStore
from kg.views.events import EventFilter, list_events
from kg.views.graph import open_graph
from tests.app.conftest import EXAMPLES
from tests.app.server import CHROMIUM_ARGUMENTS, ROOT, running_app

pytestmark = pytest.mark.browser
SLOWEST = 20_000
"""Milliseconds after which something that should show is missing."""
INGEST = """
import sys
from pathlib import Path
from kg import pipeline
from kg.store import EmbeddedStore
pipeline.ingest(EmbeddedStore(Path(sys.argv[1])), [pipeline.open_input(Path(sys.argv[2]))])
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is missing; install the package chromium")
        pytest.skip("Chromium is not installed")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=chromium, args=CHROMIUM_ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def shared_store(sample_store: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One copy for this module: its tests add events that the others do not look at."""
    place = tmp_path_factory.mktemp("browser") / "store"
    EmbeddedStore(sample_store).backup(place)
    return place


@pytest.fixture(scope="module")
def address(shared_store: Path) -> Iterator[str]:
    with running_app(shared_store) as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1400, "height": 1000})
    opened = context.new_page()
    opened.set_default_timeout(SLOWEST)
    expect.set_options(timeout=SLOWEST)
    problems: list[str] = []
    opened.on("pageerror", lambda error: problems.append(str(error)))
    yield opened
    context.close()
    assert not problems


def go(page: Page, address: str, path: str = "", **link: str | list[str]) -> None:
    page.goto(f"{address}/{path}?{urlencode(link, doseq=True)}")


def marks(page: Page) -> Locator:
    """The discs of the timeline's events."""
    return page.get_by_test_id("stVegaLiteChart").first.locator("svg g.mark-symbol path[stroke-width='1.8']")


def test_the_timeline_is_drawn_and_a_click_shows_the_claims(page: Page, address: str, shared_store: Path) -> None:
    events = list_events(open_graph(EmbeddedStore(shared_store).snapshot()), EventFilter(disputed=True))
    event = next(one for one in events if sum(other.title == one.title for other in events) == 1)
    go(page, address, org=event.organisations[0], text=event.title)
    expect(page.get_by_text("1 chosen event of 1 company")).to_be_visible()
    expect(page.get_by_text("Click a mark, or a row of the table")).to_be_visible()
    expect(marks(page)).to_have_count(1)
    expect(page.get_by_test_id("stVegaLiteChart").locator("svg")).to_contain_text(event.organisations[0])
    page.wait_for_timeout(500)  # the chart is drawn anew when its width is known
    marks(page).click(force=True)
    expect(page.get_by_role("heading", name=event.title)).to_be_visible()
    expect(page.get_by_role("heading", name="Every claim")).to_be_visible()
    expect(page.get_by_text("is disputed. Sources say").first).to_be_visible()
    expect(page).to_have_url(re.compile(r"event=[0-9a-f]{20}"))
    page.reload()
    expect(page.get_by_role("heading", name=event.title)).to_be_visible()


def test_the_wheel_scrolls_the_page_and_zooms_only_with_ctrl(page: Page, address: str) -> None:
    go(page, address)
    expect(marks(page).first).to_be_visible()
    page.wait_for_timeout(500)
    places = "paths => paths.map(path => path.getAttribute('transform')).join()"
    before = marks(page).evaluate_all(places)
    page.get_by_test_id("stVegaLiteChart").first.hover(position={"x": 500, "y": 150})
    page.mouse.wheel(0, 120)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 0")
    assert marks(page).evaluate_all(places) == before
    page.keyboard.down("Control")
    page.mouse.wheel(0, -240)
    page.keyboard.up("Control")
    page.wait_for_timeout(400)
    assert marks(page).evaluate_all(places) != before


def test_a_copied_link_opens_the_same_view_in_a_fresh_browser(page: Page, address: str, browser: Browser) -> None:
    go(page, address)
    page.get_by_label("Text", exact=True).fill("Mistral")
    page.keyboard.press("Enter")
    told = page.locator(".el-masthead p")
    expect(told).to_contain_text("chosen events")
    expect(page).to_have_url(re.compile("text=Mistral"))
    fresh = browser.new_context().new_page()
    fresh.goto(page.url)
    expect(fresh.locator(".el-masthead p")).to_have_text(told.inner_text())
    fresh.context.close()


def test_companies_stand_side_by_side(page: Page, address: str) -> None:
    go(page, address, "compare", org=["Anthropic", "OpenAI"])
    expect(marks(page).first).to_be_visible()
    chart = page.get_by_test_id("stVegaLiteChart").locator("svg")
    expect(chart).to_contain_text("Anthropic")
    expect(chart).to_contain_text("OpenAI")
    expect(page.get_by_role("heading", name="Funding")).to_be_visible()
    expect(page.locator(".el-heat").first).to_be_visible()


def test_a_pasted_table_is_previewed_committed_and_seen(page: Page, address: str) -> None:
    go(page, address, "add")
    page.get_by_label("Paste text").fill((EXAMPLES / "pasted.csv").read_text(encoding="utf-8"))
    page.keyboard.press("Control+Enter")
    page.get_by_role("button", name="Preview").click()
    expect(page.get_by_text("2 events; 1 refused")).to_be_visible()
    expect(page.get_by_role("heading", name="Refused: 1")).to_be_visible()
    page.get_by_role("button", name="Commit").click()
    expect(page.get_by_text("Committed: 2 events")).to_be_visible()
    expect(page.get_by_label("Paste text")).to_have_value("")
    page.get_by_role("link", name="See them on the timeline").click()
    expect(page.get_by_role("heading", name="Example Labs raises its first round")).to_be_visible()


def test_queries_run_and_errors_are_told(page: Page, address: str) -> None:
    go(page, address, "sparql", q="SELECT ?event { ?event a el:Hire }")
    page.get_by_role("button", name="Run").click()
    expect(page.get_by_text(re.compile(r"\d+ rows in"))).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV", exact=True).click()
    assert Path(download.value.path()).read_bytes().startswith(b"event\r\n")
    for query, told in (
        ("SELECT ?x {\n ?x a", "line 1, column 11"),
        ("SELECT ?x { SERVICE <http://127.0.0.1/> { ?x ?y ?z } }", "SERVICE"),
    ):
        page.get_by_label("Query", exact=True).fill(query)
        page.keyboard.press("Control+Enter")
        page.get_by_role("button", name="Run").click()
        expect(page.get_by_role("alert").filter(has_text=told)).to_be_visible()


def test_the_query_behind_a_view_opens_in_the_workbench(page: Page, address: str) -> None:
    go(page, address, kind="Hire")
    page.get_by_text("The query behind this").last.click()
    page.get_by_role("link", name="Open in SPARQL").last.click()
    expect(page.get_by_role("heading", name="SPARQL")).to_be_visible()
    expect(page.get_by_label("Query", exact=True)).to_have_value(re.compile("ns#Hire"))


def test_what_another_process_ingests_shows_at_the_next_interaction(page: Page, address: str, shared_store: Path) -> None:
    go(page, address, text="Some Other Person")
    expect(page.get_by_text("No event fits these filters")).to_be_visible()
    subprocess.run([sys.executable, "-c", INGEST, str(shared_store), str(EXAMPLES / "joins.csv")], cwd=ROOT, check=True)
    page.get_by_label("Text", exact=True).fill("some other person")
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 chosen event ")).to_be_visible()


def test_the_dark_theme_is_dark(browser: Browser, address: str) -> None:
    context = browser.new_context(color_scheme="dark")
    opened = context.new_page()
    go(opened, address)
    expect(opened.get_by_role("heading", name="Timeline")).to_be_visible(timeout=SLOWEST)
    ground = opened.evaluate("getComputedStyle(document.querySelector('[data-testid=stApp]')).backgroundColor")
    assert ground == "rgb(20, 23, 27)"
    context.close()
