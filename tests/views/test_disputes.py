"""Disputes as people see them: why a value is believed, since when it is disputed, and what has a name of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.resolve.beliefs import Criterion
from kg.store import EmbeddedStore
from kg.views.disputes import list_disputes
from kg.views.events import EventFilter, event_detail, list_events
from kg.views.graph import Graph, open_graph
from kg.views.shapes import NamedDateRow
from kg.views.sources import list_lags

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(scope="module")
def deals(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    store = EmbeddedStore(tmp_path_factory.mktemp("deals") / "store")
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "deals.csv", key="deals.csv")])
    return open_graph(store.snapshot())


def test_the_reason_names_both_sides(small: Graph) -> None:
    [person] = [dispute for dispute in list_disputes(small) if dispute.property == "person"]
    assert person.won_by == Criterion.STATEMENT
    assert person.reason == (
        "Ann Lee is believed: reported by one publisher alone; "
        "Bob Ray is claimed in machine-generated text by one publisher alone."
    )
    assert [str(position.since) for position in person.positions] == ["None", "2026-04-08"]


def test_a_deal_announced_and_closed_has_two_named_dates_and_no_dispute(deals: Graph) -> None:
    [deal] = list_events(deals, EventFilter(kinds=("Acquisition",)))
    assert (deal.date, deal.disputed) == ("2025-03-18", False)
    assert deal.named_dates == (
        NamedDateRow(name="announced", date="2025-03-18"),
        NamedDateRow(name="completed", date="2026-03-11"),
    )
    told = {(claim.property, claim.value) for claim in event_detail(deals, deal.id).claims}
    assert ("completed", "2026-03-11") in told
    assert ("date", "2026-03-11") not in told


def test_copies_and_sister_pages_count_once(deals: Graph) -> None:
    [dispute] = list_disputes(deals)
    found = [(position.value, position.publishers, len(position.held_by)) for position in dispute.positions]
    assert found == [("650m USD", 2, 2), ("400m USD", 1, 3)]
    assert str(dispute.since) == "2024-05-04"
    assert dispute.reason.startswith("650m USD is believed: reported by 2 independent publishers; 400m USD is reported by one")


def test_kinds_are_disputed_by_name(sample: Graph) -> None:
    kinds = {kind.name for kind in sample.ontology.kinds}
    told = [dispute for dispute in list_disputes(sample) if dispute.property == "kind"]
    assert told
    assert all(position.value in kinds for dispute in told for position in dispute.positions)


@pytest.mark.parametrize("missing", ["Wiz", "Mistral AI"])
def test_what_agrees_in_the_sample_is_no_dispute_of_dates(sample: Graph, missing: str) -> None:
    disputed = {dispute.event for dispute in list_disputes(sample) if dispute.property in ("date", "announced", "completed")}
    rows = list_events(sample, EventFilter(organisations=(missing,), kinds=("Acquisition", "Founding")))
    assert rows
    assert not disputed & {row.id for row in rows}


def test_lag_is_counted_in_days(deals: Graph) -> None:
    lags = {row.publisher: row for row in list_lags(deals)}
    daily = lags["Daily"]
    assert (daily.reports, daily.least, daily.most, daily.mean) == (2, 1, 2, 1.5)
    assert (daily.before, daily.within_day, daily.within_week) == (0, 1, 2)
    assert lags["Weekly"].least == 366
    assert lags["Early"].before == 1
