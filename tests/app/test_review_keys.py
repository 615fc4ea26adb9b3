"""Review at the keyboard of a real browser: one key for each answer, none for a pair that nobody has seen."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from kg.store import EmbeddedStore
from kg.views.decisions import list_decisions
from kg.views.graph import open_graph
from tests.app.conftest import go

pytestmark = pytest.mark.browser


def decided(store: Path) -> list[str]:
    return [row.verdict for row in list_decisions(open_graph(EmbeddedStore(store).snapshot()))]


def test_pairs_are_answered_with_one_key_each(page: Page, address: str, shared_store: Path) -> None:
    go(page, address, "review", about="names")
    progress, said = page.locator(".el-progress"), page.locator(".el-message")
    name = page.get_by_label("Your name")
    expect(name).to_be_visible()
    name.press_sequentially("Sadie Dukes")  # s, d, k and u among them: letters of a name are no answers
    expect(name).to_have_value("Sadie Dukes")
    expect(progress).to_contain_text(re.compile(r"^1 of \d+\s*0 decided"))
    name.press("Enter")
    expect(said.last).to_contain_text("Press a key")
    page.locator("h1").click()

    page.keyboard.press("d")
    page.keyboard.press("d")  # the same question still: nobody has seen another
    expect(said.last).to_contain_text("Recorded: ")
    expect(progress).to_contain_text(re.compile(r"^2 of \d+\s*1 decided"))
    expect(page.locator("#review-question")).to_be_focused()
    page.wait_for_timeout(1500)
    assert decided(shared_store) == ["different"]

    page.keyboard.press("k")
    expect(progress).to_contain_text("1 kept for later")
    page.keyboard.press("ArrowLeft")
    expect(progress).to_contain_text(re.compile(r"^2 of"))
    page.keyboard.press("?")
    expect(page.get_by_text("take the last answer back")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_text("take the last answer back")).to_be_hidden()
    page.keyboard.press("u")
    expect(said.last).to_contain_text("is taken back")
    expect(progress).to_contain_text(re.compile(r"^1 of \d+\s*0 decided"))
    assert decided(shared_store) == []
