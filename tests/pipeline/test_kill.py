"""Whenever an ingest is killed, the store opens, and a document is wholly there or wholly absent."""

from __future__ import annotations

import multiprocessing
import random
import signal
import sys
import time
from pathlib import Path
from types import ModuleType

import pytest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.events import list_events
from kg.views.graph import open_graph
from tests.pipeline import writer

HEAD = "kind,date,title,organisation,source_url\n"
ROWS = 20
KILLS = 50


def table(name: str, rows: int) -> str:
    return HEAD + "".join(
        f"Hire,2024-{row % 12 + 1:02d},{name} {row},Company {row % 7},https://{name}.example/{row}\n" for row in range(rows)
    )


def counted(store: EmbeddedStore) -> dict[str, int]:
    titles = [row.title.split()[0] for row in list_events(open_graph(store.snapshot()))]
    return {name: titles.count(name) for name in ("kept", "left", "right")}


@pytest.mark.slow
def test_killed_at_any_moment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A process replaces a document by another version over and over and is killed fifty times on the way."""
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))  # other tests may have left a script of theirs there
    chance = random.Random(20260408)
    paths = {name: tmp_path / f"{name}.csv" for name in ("kept", "left", "right")}
    for name, path in paths.items():
        path.write_text(table(name, ROWS))
    store = EmbeddedStore(tmp_path / "store")
    pipeline.ingest(store, [pipeline.open_input(paths["kept"])])
    started = time.monotonic()
    pipeline.ingest(EmbeddedStore(tmp_path / "trial"), [pipeline.open_input(paths["left"])])
    duration = time.monotonic() - started
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([writer.__name__])  # so that start-up is not paid fifty times
    seen: set[tuple[int, int]] = set()
    for kill in range(3 * KILLS):
        if kill >= KILLS and len(seen) >= 2:
            break
        ready = context.Event()
        process = context.Process(target=writer.ingest_for_ever, args=(store.root, [paths["left"], paths["right"]], ready))
        process.start()
        assert ready.wait(60)
        time.sleep(chance.uniform(0, (2 + max(0, kill - KILLS) / 5) * duration))  # longer and longer, where the machine is slow
        process.kill()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        found = counted(EmbeddedStore(store.root))
        assert found["kept"] == ROWS
        assert (found["left"], found["right"]) in {(0, 0), (ROWS, 0), (0, ROWS)}
        seen.add((found["left"], found["right"]))
    assert len(seen) >= 2, "the kills came before anything was written"
    pipeline.ingest(EmbeddedStore(store.root), [pipeline.open_input(paths["left"], key="second")])
    assert counted(EmbeddedStore(store.root)) == {"kept": ROWS, "left": ROWS, "right": 0}
