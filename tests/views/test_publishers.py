"""Publishers: each share of its own whole, equal to what is counted event by event."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import pytest

from kg.errors import UnknownName
from kg.views.disputes import list_disputes
from kg.views.events import list_events
from kg.views.graph import Graph
from kg.views.publishers import find_publisher, foretold_by, list_documents, list_publishers, list_standings, publisher_detail

ON = date(2027, 6, 1)


def test_events_and_shared_events_are_those_counted_one_by_one(sample: Graph) -> None:
    told: dict[str, set[str]] = defaultdict(set)
    shared: dict[str, set[str]] = defaultdict(set)
    for event in list_events(sample):
        publishers = {source.publisher for source in event.sources if source.publisher}
        for publisher in publishers:
            told[publisher].add(event.id)
            if len(publishers) > 1:
                shared[publisher].add(event.id)
    found = list_publishers(sample)
    assert {row.name: (row.events, row.shared) for row in found if row.events} == {
        name: (len(events), len(shared[name])) for name, events in told.items()
    }
    assert [row.events for row in found] == sorted((row.events for row in found), reverse=True)


def test_disputes_are_those_that_are_listed(sample: Graph) -> None:
    contested: dict[str, set[str]] = defaultdict(set)
    overruled: dict[str, set[str]] = defaultdict(set)
    for dispute in list_disputes(sample):
        for position in dispute.positions:
            for source in position.held_by:
                contested[source.publisher or ""].add(dispute.event)
                if not position.believed:
                    overruled[source.publisher or ""].add(dispute.event)
    standings = list_standings(sample)
    for row in list_publishers(sample):
        stands = standings[row.id]
        assert (stands.contested, stands.overruled) == (len(contested[row.name]), len(overruled[row.name])), row.name
        assert stands.first <= stands.dated <= row.shared


def test_who_told_first(news: Graph) -> None:
    standings = list_standings(news)
    told = {row.name: (standings[row.id].first, standings[row.id].dated) for row in list_publishers(news)}
    assert told["Cloud Desk"] == (1, 1)  # the hire, two days before Daily
    assert told["Daily"] == (0, 1)
    assert told["Weekly"] == (0, 1)
    assert told["Acme"] == (0, 0)  # nobody else tells of its launch


def test_a_page_of_one_publisher(news: Graph) -> None:
    detail = publisher_detail(news, "daily", ON)
    assert detail.publisher.name == "Daily"
    assert detail.standing == list_standings(news)[detail.publisher.id]
    assert [event.kind for event in detail.events] == ["Investment", "Hire"]
    assert [dispute.property for dispute in detail.disputes] == ["person"]
    assert [row.source.published for row in detail.sources] == ["2026-04-09", "2026-04-08"]
    assert detail.lag
    assert (detail.lag.reports, detail.lag.mean) == (2, 0.5)


def test_the_page_of_one_tells_what_the_list_tells(sample: Graph) -> None:
    standings = list_standings(sample)
    for row in list_publishers(sample)[:4]:
        detail = publisher_detail(sample, row.id, ON)
        assert (detail.publisher, detail.standing) == (row, standings[row.id])


def test_predictions_count_for_whoever_made_them(foretold: Graph) -> None:
    [counted] = foretold_by(foretold, ON).values()
    assert counted.predictions == len({row["prediction"] for row in foretold.rows("prediction/all")})
    assert 0 < counted.came_true <= counted.predictions


@pytest.mark.parametrize("reference", ["Nobody", "", "https://nowhere.example/"])
def test_an_unknown_publisher_is_told(news: Graph, reference: str) -> None:
    with pytest.raises(UnknownName, match="no publisher"):
        find_publisher(news, reference)


def test_documents_hold_records(small: Graph) -> None:
    assert [(row.label, row.records) for row in list_documents(small)] == [("card-records.nq", 14), ("facts.csv", 6)]
