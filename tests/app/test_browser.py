"""The app in a real browser: drawn, linked, clicked, committed to, and seen to follow other processes."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.app.conftest import EXAMPLES, SLOWEST, go
from tests.app.server import ROOT

pytestmark = pytest.mark.browser
INGEST = """
import sys
from pathlib import Path
from kg import pipeline
from kg.store import EmbeddedStore
pipeline.ingest(EmbeddedStore(Path(sys.argv[1])), [pipeline.open_input(Path(sys.argv[2]))])
"""


def marks(page: Page) -> Locator:
    """The discs of the timeline's events."""
    return page.get_by_test_id("stVegaLiteChart").first.locator("svg g.mark-symbol path[stroke-width='1.8']")


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


def test_companies_stand_side_by_side_and_are_taken_away(page: Page, address: str) -> None:
    go(page, address, "compare", org=["Anthropic", "OpenAI"])
    expect(page.get_by_role("application")).to_be_visible()
    counts = page.get_by_test_id("stVegaLiteChart").nth(1)
    expect(counts).to_contain_text("Model launches")
    page.get_by_role("radio", name="quarter").click()
    expect(page).to_have_url(re.compile("by=quarter"))
    expect(page.get_by_text("known to the year only: on rails")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("button", name="events-by-quarter.svg").click()
    picture = Path(taken.value.path()).read_text(encoding="utf-8")
    assert picture.startswith("<svg")
    assert "Events by kind and quarter" in picture


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
    expect(page).to_have_url(re.compile("timeline\\?org="))
    expect(page.locator(".el-masthead")).to_contain_text(re.compile(r"\d chosen event"))


def test_the_query_behind_a_view_opens_in_the_workbench(page: Page, address: str) -> None:
    go(page, address, kind="Hire")
    page.get_by_text("The query behind this").last.click()
    page.get_by_role("link", name="Open in SPARQL").last.click()
    expect(page.get_by_role("heading", name="SPARQL")).to_be_visible()
    expect(page.get_by_role("textbox", name="SPARQL query")).to_contain_text("ns#Hire")


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
