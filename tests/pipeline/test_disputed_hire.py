"""A card whose machine-written part names another person than the news did."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.events import EventFilter, event_detail, list_events
from kg.views.graph import open_graph

EXAMPLES = Path(__file__).parents[1] / "views" / "examples"


def test_one_hire_two_names_and_who_said_which(empty_store: EmbeddedStore) -> None:
    for name in ("facts.csv", "card.txt"):
        outcome = pipeline.ingest(empty_store, [pipeline.open_input(EXAMPLES / name, retrieved=date(2026, 4, 8))])
        assert not outcome.refusals
    graph = open_graph(empty_store.snapshot())
    [hire] = list_events(graph, EventFilter(kinds=("Hire",)))
    assert (hire.named("person"), hire.status, hire.disputed) == (("Ann Lee",), "reported", True)
    people = [claim for claim in event_detail(graph, hire.id).claims if claim.property == "person"]
    assert [(claim.value, claim.publisher, claim.statement, claim.believed) for claim in people] == [
        ("Ann Lee", "Daily", "reported", True), ("Bob Ray", "Cloud Desk", "machine-generated", False),
    ]  # fmt: skip


def test_the_order_of_the_two_does_not_matter(empty_store: EmbeddedStore, tmp_path: Path) -> None:
    inputs = [pipeline.open_input(EXAMPLES / name, retrieved=date(2026, 4, 8)) for name in ("facts.csv", "card.txt")]
    other = EmbeddedStore(tmp_path / "other")
    for one, two in zip(inputs, reversed(inputs), strict=True):
        pipeline.ingest(empty_store, [one])
        pipeline.ingest(other, [two])
    assert [row.id for row in list_events(open_graph(empty_store.snapshot()))] == [
        row.id for row in list_events(open_graph(other.snapshot()))
    ]
