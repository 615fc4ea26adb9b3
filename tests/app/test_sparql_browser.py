"""The SPARQL page in a real browser, by keyboard alone: completed, run, cancelled, corrected, undone."""

from __future__ import annotations

import re
import uuid
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.app.conftest import go

pytestmark = pytest.mark.browser

MARK = f"# {uuid.uuid4()}"
ENDLESS = f"{MARK}\nSELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }}"


def editor(page: Page) -> Locator:
    return page.get_by_role("textbox", name="SPARQL query")


def write(page: Page, text: str) -> None:
    """Put a text in place of what is there, as pasting does."""
    editor(page).focus()
    page.keyboard.press("Control+a")
    page.keyboard.press("Delete")
    page.keyboard.insert_text(text)


def complete(page: Page, typed: str, label: str) -> None:
    """Type some letters, and pick what is offered for them."""
    page.keyboard.type(typed)
    expect(page.get_by_role("option", selected=True)).to_contain_text(label)
    page.wait_for_timeout(100)  # the list does not listen in the first instant, lest it take a key meant for the text
    page.keyboard.press("Enter")


def workers(mark: str) -> int:
    """Processes that run the query with this mark: each was told it in a file that is its standard input."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):  # it ended meanwhile, or is somebody else's
            if b"kg.query.worker" in (process / "cmdline").read_bytes():
                found += mark.encode() in (process / "fd" / "0").read_bytes()
    return found


def test_a_query_is_written_with_completion_run_cancelled_and_mended_by_keyboard(page: Page, address: str) -> None:
    go(page, address, "sparql")
    write(page, "")
    page.keyboard.type("SELECT ?event { GRAPH ?g { ?event a ")
    complete(page, "inve", "el:Investment")
    page.keyboard.type(" ; ")
    complete(page, "organis", "el:organization")
    page.keyboard.type(" ")
    complete(page, "anthrop", "Anthropic")
    expect(editor(page)).to_contain_text("a el:Investment ; el:organization id:agent\\/anthropic")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_text(re.compile(r"^\d+ rows? in [\d.]+ s"))).to_be_visible()
    expect(page).to_have_url(re.compile(r"[?&]run=1"))

    write(page, ENDLESS)
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("button", name="Cancel")).to_be_visible()
    expect(page.get_by_role("timer")).to_contain_text("of 30 s")
    assert workers(MARK) == 1
    page.wait_for_timeout(600)  # a second press within half a second is taken for part of the first
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="was cancelled")).to_be_visible()
    assert workers(MARK) == 0
    expect(editor(page)).to_contain_text(MARK)

    write(page, "SELECT ?x {\n  ?x a nope:Thing\n}")
    page.keyboard.press("Control+Enter")
    expect(page.get_by_role("alert").filter(has_text="Line 2, column 8: the prefix 'nope:' is not declared")).to_be_visible()
    page.keyboard.press("F8")
    expect(page.locator(".cm-lintRange-error")).to_have_text("nope:Thing")
    for _ in range(4):  # steps that follow fast are one
        if MARK not in editor(page).inner_text():
            page.keyboard.press("Control+z")
    expect(editor(page)).to_contain_text(MARK)

    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Run")).to_be_focused()
