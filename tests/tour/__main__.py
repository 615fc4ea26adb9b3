"""`python -m tests.tour` writes the README's outputs anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kg import pipeline
from kg.store import EmbeddedStore
from tests.tour.blocks import README, rerun

with tempfile.TemporaryDirectory() as folder:
    store = Path(folder) / "store"
    pipeline.ingest(EmbeddedStore(store), pipeline.sample_inputs())
    README.write_text(rerun(README.read_text(encoding="utf-8"), store, Path(folder)), encoding="utf-8")
