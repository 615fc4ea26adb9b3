"""A process that never stops writing. A fork server loads this module once, and what is slow the first time with it."""

from __future__ import annotations

from multiprocessing.synchronize import Event
from pathlib import Path

from kg import pipeline
from kg.store import EmbeddedStore

pipeline.shipped_lexicon()


def ingest_for_ever(place: Path, paths: list[Path], ready: Event) -> None:
    """Replace the one document by its other version again and again."""
    store = EmbeddedStore(place)
    versions = [[pipeline.open_input(path, key="second")] for path in paths]
    pipeline.ingest(store, versions[0], dry_run=True, wait=60)  # so that the first change is as quick as the others
    ready.set()
    while True:
        for version in versions:
            pipeline.ingest(store, version)
