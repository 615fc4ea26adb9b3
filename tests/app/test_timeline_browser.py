"""The timeline in a real browser: by mouse, by keyboard alone, and restored by its link."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from kg.store import EmbeddedStore
from kg.views.events import EventFilter, list_events
from kg.views.graph import open_graph
from tests.app.conftest import go

pytestmark = pytest.mark.browser
STATE = "plot => plot.getRootNode().host.timeline.state()"
"""What the timeline shows: see TimelineState in app/frontend/src/timeline/options.ts."""


def plot_of(page: Page) -> Locator:
    """The timeline, once it has its events."""
    plot = page.get_by_role("application", name="Timeline of events")
    expect(plot).to_be_visible()
    page.wait_for_function(f"plot => ({STATE})(plot).ready", arg=plot.element_handle())
    return plot


def state(plot: Locator) -> dict[str, Any]:
    found: dict[str, Any] = plot.evaluate(STATE)
    return found


def until(plot: Locator, condition: str) -> None:
    """Wait until a condition on the state `s` holds."""
    plot.page.wait_for_function(f"plot => {{ const s = ({STATE})(plot); return {condition}; }}", arg=plot.element_handle())


def at_rest(plot: Locator) -> dict[str, Any]:
    """The state once nothing has moved for ten frames."""
    found: dict[str, Any] = plot.evaluate(f"""async plot => {{
        const seen = () => JSON.stringify({{ ...({STATE})(plot), frames: 0 }});
        let last = seen();
        for (let still = 0; still < 10; still++) {{
            await new Promise(requestAnimationFrame);
            if (seen() !== last) {{ last = seen(); still = 0; }}
        }}
        return ({STATE})(plot);
    }}""")
    return found


def place(plot: Locator, mark: dict[str, Any]) -> tuple[float, float]:
    """Where a mark stands in the browser's window."""
    left, top = plot.evaluate("plot => { const b = plot.closest('.stage').getBoundingClientRect(); return [b.left, b.top]; }")
    return left + mark["x"], top + mark["y"]


def test_by_mouse(page: Page, address: str, shared_store: Path, tmp_path: Path) -> None:
    events = list_events(open_graph(EmbeddedStore(shared_store).snapshot()), EventFilter(disputed=True))
    event = next(one for one in events if sum(other.title == one.title for other in events) == 1)
    go(page, address, org=event.organisations[0])
    plot = plot_of(page)
    before = state(plot)
    expect(page.get_by_text("The query behind this")).to_be_attached()
    page.set_viewport_size({"width": 1400, "height": 560})  # so that there is something to scroll
    plot.hover(position={"x": 400, "y": 20})
    page.mouse.wheel(0, 150)
    page.wait_for_function("document.querySelector('[data-testid=stMain]').scrollTop > 0")
    assert state(plot)["begin"] == before["begin"], "the wheel alone scrolls the page"
    page.set_viewport_size({"width": 1400, "height": 1000})
    plot.scroll_into_view_if_needed()
    plot.hover(position={"x": 400, "y": 20})
    page.keyboard.down("Control")
    page.mouse.wheel(0, -300)
    page.keyboard.up("Control")
    until(plot, f"s.begin > '{before['begin']}'")
    expect(page).to_have_url(re.compile(r"view=\d{4}-\d\d-\d\d%2F\d{4}"))
    page.get_by_role("button", name="Fit everything into view").click()
    until(plot, f"s.begin <= '{before['begin']}'")

    entry = page.locator(".legend button").first
    name = entry.get_attribute("data-name")
    entry.click()
    expect(page).to_have_url(re.compile(f"hide={name}"))
    expect(page.locator(f".legend [data-name={name}]")).to_have_attribute("aria-pressed", "false")
    page.locator(f".legend [data-name={name}]").click()
    expect(page).not_to_have_url(re.compile("hide="))

    page.get_by_label("Text", exact=True).fill(event.title)
    page.keyboard.press("Enter")
    expect(page.get_by_text("1 chosen event of 1 company")).to_be_visible()
    until(plot, f"s.marks.length === 1 && s.marks[0].title === {event.title!r}")
    x, y = place(plot, at_rest(plot)["marks"][0])
    page.mouse.move(x, y)
    expect(page.locator(".tip")).to_contain_text(event.title)
    page.mouse.click(x, y)
    expect(page.get_by_role("heading", name=event.title)).to_be_visible()
    expect(page.get_by_text("is disputed. Sources say").first).to_be_visible()
    page.get_by_role("button", name="Save what is seen").click()
    with page.expect_download() as saved:
        page.get_by_role("menuitem", name=re.compile("^SVG")).click()
    saved.value.save_as(tmp_path / "seen.svg")
    picture = (tmp_path / "seen.svg").read_text(encoding="utf-8")
    assert picture.startswith("<svg")
    assert event.organisations[0] in picture
    assert "Eventline, " in picture
    page.reload()
    expect(page.get_by_role("heading", name=event.title)).to_be_visible()
    until(plot_of(page), f"s.selected === '{event.id.rsplit('/', 1)[-1]}'")


def test_by_keyboard_alone(page: Page, address: str, browser: Browser) -> None:
    go(page, address)
    plot = plot_of(page)
    plot.focus()
    page.keyboard.press("ArrowRight")
    until(plot, "s.focused !== ''")
    first = state(plot)
    page.keyboard.press("ArrowRight")
    until(plot, f"s.focused !== '{first['focused']}'")
    expect(page.get_by_role("status").filter(has_text=re.compile(r"\d{4}.* · .* · "))).to_have_count(1)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("+")
    until(plot, f"s.begin > '{first['begin']}' || s.end < '{first['end']}'")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Every claim")).to_be_visible()
    expect(page).to_have_url(re.compile(r"event=[0-9a-f]{20}"))
    chosen = state(plot)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog", name="Keys and signs")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog", name="Keys and signs")).to_be_hidden()
    page.keyboard.press("c")
    expect(page).to_have_url(re.compile("fold="))
    page.wait_for_timeout(600)  # the window is told when it has stood still

    fresh = browser.new_context(viewport={"width": 1400, "height": 1000}).new_page()
    fresh.goto(page.url)
    same = plot_of(fresh)
    until(same, f"s.selected === '{chosen['selected']}'")
    assert {name: state(same)[name] for name in ("begin", "end")} == {name: chosen[name] for name in ("begin", "end")}
    assert fresh.locator(".head.collapsed").count() == 1
    fresh.context.close()

    plot.focus()
    page.keyboard.press("Escape")
    expect(page.get_by_role("heading", name="Every claim")).to_be_hidden()
    until(plot, "s.selected === ''")
