"""The README tells the truth: its commands give what it shows, and what it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.main import get_command

from kg import pipeline
from kg.cli.main import app
from kg.store import EmbeddedStore
from kg.views import shapes
from kg.views.compare.shapes import Comparison
from tests.tour.blocks import README, ROOT, rerun

TEXT = README.read_text(encoding="utf-8")


@pytest.mark.slow
def test_the_tour_gives_what_it_shows(tmp_path: Path) -> None:
    store = tmp_path / "store"
    pipeline.ingest(EmbeddedStore(store), pipeline.sample_inputs())
    assert rerun(TEXT, store, tmp_path) == TEXT, "run python -m tests.tour and read the difference"


def test_files_it_links_to_are_there() -> None:
    linked = re.findall(r"\]\((?!https?:)([^)#]+)\)", TEXT)
    assert linked
    assert [path for path in linked if not (ROOT / path).is_file()] == []


def test_every_command_is_named() -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    assert [name for name in commands if f"kg {name}" not in TEXT] == []


@pytest.mark.parametrize(
    "row", [shapes.EventRow, shapes.ClaimRow, shapes.SourceRow, shapes.DisputeRow, Comparison, shapes.PredictionRow]
)
def test_every_field_of_json_is_named(row: type[shapes.EventRow]) -> None:
    assert [field for field in row.model_fields if not re.search(rf"\b{field}\b", TEXT)] == []
