"""What changed since a day, by the days on which sources could be read; and what a front page tells at a glance."""

from __future__ import annotations

from collections import Counter
from datetime import date

from kg.views.changes import day_of_last_news, what_changed
from kg.views.disputes import list_disputes
from kg.views.events import list_events
from kg.views.front import fresh_disputes, newest_events, sources_by_month, thin_coverage, totals
from kg.views.graph import Graph
from kg.views.overview import count_things


def test_what_was_told_before_is_joined_and_what_was_not_is_new(news: Graph) -> None:
    changes = what_changed(news, date(2026, 4, 10))
    assert [(str(row.known), row.news, row.event.title.split()[0]) for row in changes.rows] == [
        ("2026-04-30", "new", "Acme"),
        ("2026-04-20", "joined", "Acme"),
        ("2026-04-11", "new", "*Beta*"),
        ("2026-04-10", "new", "Gamma"),
    ]
    assert (changes.events, changes.newest) == (4, date(2026, 4, 30))


def test_a_belief_that_changed_is_told_with_what_was_believed_before(news: Graph) -> None:
    [hire] = [row for row in what_changed(news, date(2026, 4, 7)).rows if row.event.kind == "Hire"]
    told = {(change.change, change.property): (change.value, change.before) for change in hire.changes}
    assert told["changed", "person"] == ("Ann Lee", "Bob Ray")
    assert ("disputed", "person") in told
    assert what_changed(news, date(2026, 4, 12)).rows[1].changes == ()  # the third report changes nothing


def test_an_event_with_an_undated_report_is_never_new(small: Graph) -> None:
    undated = {row["event"] for row in small.rows("changes/reports") if row["undated"]}
    rows = what_changed(small, date(1900, 1, 1)).rows
    assert undated & {row.event.id for row in rows}
    assert all(row.news == "joined" for row in rows if row.event.id in undated)


def test_of_many_changes_the_newest_are_told_and_all_are_counted(sample: Graph) -> None:
    every = what_changed(sample, date(2025, 1, 1), most=10_000)
    some = what_changed(sample, date(2025, 1, 1), most=5)
    assert some.rows == every.rows[:5]
    assert some.events == every.events == len(every.rows) > 60  # more days than are asked for at once
    assert [row.known for row in every.rows] == sorted((row.known for row in every.rows), reverse=True)


def test_nothing_changed_after_the_last_source(news: Graph) -> None:
    assert what_changed(news, date(2026, 5, 1)).rows == ()
    assert day_of_last_news(news, 2) == date(2026, 4, 20)
    assert day_of_last_news(news, 1000) == date(2026, 4, 6)


# --- the front page ---------------------------------------------------------------------------------------------------


def test_totals_are_those_that_are_counted_one_by_one(sample: Graph) -> None:
    found, counted = totals(sample), count_things(sample)
    assert (found.events, found.companies, found.people) == (counted["events"], counted["organisations"], counted["people"])
    assert (found.models, found.sources) == (counted["models"], counted["sources"])
    assert found.disputed == len({dispute.event for dispute in list_disputes(sample)})


def test_the_newest_events_had_begun(sample: Graph) -> None:
    today = date(2025, 6, 1)
    expected = [row for row in list_events(sample) if row.begin and row.begin <= today]
    assert list(newest_events(sample, today, 7)) == expected[:-8:-1]


def test_fresh_disputes_arose_last(sample: Graph) -> None:
    dated = sorted((row.since for row in list_disputes(sample) if row.since), reverse=True)
    assert [row.since for row in fresh_disputes(sample, 4)] == dated[:4]


def test_coverage_is_thin_where_one_source_alone_tells_most(sample: Graph) -> None:
    events = list_events(sample)
    own = Counter(row.organisation_ids[0] for row in events)
    confirmed = Counter(row.organisation_ids[0] for row in events if row.told_by > 1)
    found = thin_coverage(sample, 1000)
    assert {row.id: (row.events, row.confirmed) for row in found} == {
        company: (count, confirmed[company]) for company, count in own.items() if count >= 3 and confirmed[company] * 2 < count
    }
    assert [row.events - row.confirmed for row in found] == sorted((row.events - row.confirmed for row in found), reverse=True)


def test_months_without_a_source_stand_between_those_with(news: Graph, sample: Graph) -> None:
    assert [(row.month, row.sources) for row in sources_by_month(news, 12)] == [("2026-04", 7)]
    months = sources_by_month(sample, 24)
    assert len(months) == 24
    assert [row.month for row in months] == sorted({row.month for row in months})
