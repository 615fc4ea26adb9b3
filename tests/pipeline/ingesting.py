"""A process that replaces one document by another version of it, over and over, until it is killed."""

from __future__ import annotations

from multiprocessing.connection import Connection
from pathlib import Path

from kg import pipeline
from kg.store import EmbeddedStore


def ingest_forever(root: Path, versions: list[Path], ready: Connection) -> None:
    """Say so when the caches are warm, then write without end."""
    store = EmbeddedStore(root)
    inputs = [[pipeline.open_input(path, key="second")] for path in versions]
    for version in inputs:
        pipeline.ingest(store, version, dry_run=True, wait=60)
    ready.send("ready")
    while True:
        for version in inputs:
            pipeline.ingest(store, version)
