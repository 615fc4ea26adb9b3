"""The timeline in a real browser beside Plotly and ECharts, which draw the same events: first paint, and frames while zooming.

Times are milliseconds from opening the address, in a browser that was there before, to the first drawing; frames are those
of a scripted zoom with the wheel. Lanes are kinds, so that every event is in view. Where a zoom step asks the server, for
the titles of marks that have come into view, its answers are timed in the page.
"""

from __future__ import annotations

import json
import shutil
import statistics
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright
from playwright.sync_api import TimeoutError as TooLate

from kg.store import EmbeddedStore
from kg.views.graph import open_graph
from kg.views.projection import projection
from tests.app.server import CHROMIUM_ARGUMENTS, running_app

PEERS = Path(__file__).with_name("peers")
LONGEST = 120_000
"""Milliseconds after which a library counts as one that does not get there."""
STEPS = 60
_FRAMES = """
() => { window.frames_ = []; let last = performance.now(); window.counting = true;
  const tick = (now) => { frames_.push(now - last); last = now; if (window.counting) requestAnimationFrame(tick); };
  requestAnimationFrame(tick); }
"""


_ASKED = "() => performance.getEntriesByType('resource').map(one => one.name)"
_STEPS = """
async ([columns, what, steps]) => { const times = [];
  const address = new URL(columns.replace('/columns', '/' + what));
  for (let step = 0; step < steps; step++) {
    if (what === 'rows') {
      address.search = '';
      for (let row = 0; row < 40; row++) address.searchParams.append('row', (step * 40 + row) * 7 % 300);
    } else {
      address.searchParams.set('begin', 12000 + 50 * step); address.searchParams.set('end', 14000 + 61 * step);
      address.searchParams.set('pixels', 1100);
    }
    const start = performance.now();
    await (await fetch(address, { cache: 'no-store' })).arrayBuffer();
    times.push(performance.now() - start);
  }
  return times; }
"""


@dataclass(frozen=True)
class Figure:
    """What one library took for one store: first paint, frames per second, and the 95th percentile of a frame's time."""

    paint: float
    fps: float
    p95: float

    def __str__(self) -> str:
        return f"{self.paint:,.0f} ms to the first paint, {self.fps:.0f} fps while zooming, p95 of a frame {self.p95:.0f} ms"


def browser_lines(stores: dict[str, Path], folder: Path) -> Iterator[str]:
    """One line per store and library, with ratios to ours. `stores` are paths by what to call them."""
    with sync_playwright() as playwright, _peers(folder) as peers:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=CHROMIUM_ARGUMENTS)
        for name, store in stores.items():
            yield from _of_store(browser, name, store, peers, folder)
        browser.close()


def _of_store(browser: Browser, name: str, store: Path, peers: str, folder: Path) -> Iterator[str]:
    (folder / "events.json").write_text(json.dumps(_events(store)), "utf-8")
    with running_app(store) as address:
        ours = _measured(browser, f"{address}/timeline?lanes=kind", "timeline:first-paint", _timeline)
        step = _step(browser, f"{address}/timeline?lanes=kind")
    yield f"timeline of {name}: Eventline {ours or 'nothing'}"
    yield f"timeline of {name}: Eventline {step}"
    for library in ("plotly", "echarts"):
        theirs = _measured(browser, f"{peers}/{library}.html", "drawn", lambda page: page.locator("#chart"))
        if theirs is None:
            yield f"timeline of {name}: {library} nothing within {LONGEST // 1000} s"
        elif ours is not None:
            ratios = f"ratio {theirs.paint / ours.paint:.1f} in paint, {ours.fps / max(theirs.fps, 0.1):.1f} in frames"
            yield f"timeline of {name}: {library} {theirs}; {ratios}"


def _step(browser: Browser, address: str) -> str:
    """What the server takes for what a zoom step asks of it: the texts of marks, and a window with density."""
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(LONGEST)
    page.goto(address)
    page.wait_for_function("performance.getEntriesByName('timeline:first-paint').length", polling=50)
    columns = next(url for url in page.evaluate(_ASKED) if "/columns?" in url)
    told = []
    for what in ("rows", "window"):
        times = page.evaluate(_STEPS, [columns, what, STEPS])
        told.append(f"{what} in {statistics.median(times):.0f} ms, p95 {sorted(times)[int(len(times) * 0.95)]:.0f} ms")
    page.close()
    return f"{STEPS} steps asked of the server, median: {'; '.join(told)}"


def _timeline(page: Page) -> Any:
    return page.locator("canvas").first


def _measured(browser: Browser, address: str, mark: str, plot: Callable[[Page], Any]) -> Figure | None:
    page = browser.new_page(viewport={"width": 1400, "height": 900})
    page.set_default_timeout(LONGEST)
    try:
        for _ in range(2):  # the first time, the browser has no script yet and the server no columns
            page.goto(address)
            page.wait_for_function(f"performance.getEntriesByName('{mark}').length", polling=50)
        paint = page.evaluate(f"performance.getEntriesByName('{mark}')[0].startTime")
        page.wait_for_timeout(1000)
        box = plot(page).bounding_box()
        page.mouse.click(box["x"] + box["width"] / 2, box["y"] + 4)
        page.mouse.move(box["x"] + box["width"] * 0.6, box["y"] + box["height"] / 2)
        page.evaluate(_FRAMES)
        page.keyboard.down("Control")
        for step in range(STEPS):
            page.mouse.wheel(0, -60 if step < STEPS / 2 else 60)
            page.wait_for_timeout(16)
        page.keyboard.up("Control")
        page.evaluate("window.counting = false")
        frames = sorted(page.evaluate("frames_"))
    except TooLate:
        return None
    finally:
        page.close()
    return Figure(paint, 1000 / statistics.mean(frames), frames[int(len(frames) * 0.95)])


def _events(store: Path) -> dict[str, Any]:
    """Begin, lane and kind of every event, as both peers read them."""
    table = projection(open_graph(EmbeddedStore(store).snapshot()))
    dated = [row for row in range(table.n) if abs(int(table.begin[row])) < 2**30]
    return {
        "begin": [int(table.begin[row]) for row in dated],
        "lane": [int(table.organisation[row]) for row in dated],
        "kind": [int(table.kind[row]) for row in dated],
        "kinds": list(table.kinds),
    }


@contextmanager
def _peers(folder: Path) -> Iterator[str]:
    """The peers' pages, bundled as ours are, on a server of this machine."""
    shutil.copytree(PEERS, folder, dirs_exist_ok=True, ignore=shutil.ignore_patterns("node_modules"))
    subprocess.run(["npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"], cwd=folder, check=True)
    bundler = folder / "node_modules" / ".bin" / "esbuild"
    for library in ("plotly", "echarts"):
        command = [str(bundler), f"{library}.js", "--bundle", "--minify", "--format=esm", f"--outfile={library}.bundle.js"]
        subprocess.run([*command, "--log-level=error"], cwd=folder, check=True)
        page = (folder / "peer.html").read_text("utf-8").replace("bundle.js", f"{library}.bundle.js")
        (folder / f"{library}.html").write_text(page, "utf-8")
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, *_: Any) -> None:
        """Say nothing of requests."""
