"""A kind from a user's own Turtle file works from ingest to timeline, without a line of Python."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.events import EventFilter, list_events
from kg.views.graph import open_graph
from tests.cli.conftest import Run, in_a_process

EXAMPLES = Path(__file__).parent / "examples"


def test_rows_and_sentences_of_an_own_kind_become_events(empty_store: EmbeddedStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EVENTLINE_ONTOLOGY", str(EXAMPLES / "outage.ttl"))
    outcome = pipeline.ingest(empty_store, [pipeline.open_input(EXAMPLES / name) for name in ("outage.csv", "outage.txt")])
    assert not outcome.refusals
    acme, datum = list_events(open_graph(empty_store.snapshot()), EventFilter(kinds=("outages",)))
    assert (acme.kind, acme.date, acme.organisations) == ("Outage", "2026-02-03", ("Acme", "Gridco"))
    assert acme.named("culprit") == ("Gridco",)
    assert (datum.kind, datum.date, datum.organisations) == ("Outage", "2026-03-14", ("Datum",))


def test_the_command_line_knows_it_too(tmp_path: Path) -> None:
    own = EXAMPLES / "outage.ttl"
    assert in_a_process("ingest", EXAMPLES / "outage.csv", store=tmp_path / "s", ontology=own).status == 0
    [row] = in_a_process("events", "--kind", "Outage", "--format", "json", store=tmp_path / "s", ontology=own).json
    assert ("culprit", "Gridco") in {(part["role"], part["name"]) for part in row["participants"]}
    assert in_a_process("check", store=tmp_path / "s", ontology=own).status == 0


def test_without_the_file_the_kind_is_unknown(kg: Run) -> None:
    assert "'Outage' is not an event kind" in kg("ingest", EXAMPLES / "outage.csv").err
