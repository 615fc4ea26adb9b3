"""What stands beside a timeline: its figures, and the rows of its window."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
import pytest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.terms import local_name
from kg.views.chosen import busiest_organisations, chosen, window_rows
from kg.views.events import EventFilter, events_by_id, list_events
from kg.views.graph import Graph, open_graph
from kg.views.mark_texts import mark_texts
from kg.views.projection import day_number, projection

FILTERS = (
    EventFilter(),
    EventFilter(kinds=("Hire", "Investment"), begin="2023"),
    EventFilter(disputed=True),
    EventFilter(text="no such letters anywhere"),
)


@pytest.mark.parametrize("wanted", FILTERS, ids=["all", "kinds", "disputed", "none"])
def test_figures_are_those_of_the_events(sample: Graph, wanted: EventFilter) -> None:
    events = list_events(sample, wanted)
    found = chosen(sample, wanted)
    assert found.events == len(events)
    assert found.organisations == len({event.organisation_ids[0] for event in events})
    assert found.sources == len({source.id for event in events for source in event.sources})
    assert found.disputed == sum(event.disputed for event in events)


def test_the_content_tells_filters_apart_and_nothing_else(sample: Graph) -> None:
    contents = [chosen(sample, wanted).content for wanted in FILTERS]
    assert len(set(contents)) == len(FILTERS)
    assert chosen(sample, EventFilter(kinds=("Hire", "Investment"), begin="2023-01-01")).content == contents[1]


@pytest.mark.parametrize("wanted", FILTERS[:3], ids=["all", "kinds", "disputed"])
def test_rows_are_the_events_the_latest_first(sample: Graph, wanted: EventFilter) -> None:
    events = list_events(sample, wanted)[::-1]
    found = window_rows(sample, wanted, None, None, most=1000)
    assert found.events == len(events)
    for row, event in zip(found.rows, events, strict=True):
        assert row.id == local_name(event.id)
        assert (row.title, row.date, row.kind, row.status) == (event.title, event.date or "", event.kind, event.status)
        assert row.organisations.split(", ")[0] == event.organisations[0]
        assert (row.amount, row.disputed, row.told_by) == (event.amount, event.disputed, event.told_by)


def test_a_window_holds_what_may_have_happened_in_it(sample: Graph) -> None:
    first, last = date(2024, 2, 10), date(2024, 5, 20)
    events = [
        event
        for event in list_events(sample)
        if (event.begin is None or event.begin <= last) and (event.end is None or event.end >= first)
    ]
    found = window_rows(sample, EventFilter(), day_number(first), day_number(last), most=1000)
    assert [row.id for row in found.rows] == [local_name(event.id) for event in reversed(events)]
    assert any(event.begin and event.begin < first for event in events)


def test_what_the_legend_puts_aside_is_left_out(sample: Graph) -> None:
    events = [event for event in list_events(sample) if event.kind != "Investment" and event.status != "reported"]
    found = window_rows(sample, EventFilter(), None, None, ("Investment", "reported"), most=1000)
    assert {row.id for row in found.rows} == {local_name(event.id) for event in events}


def test_few_rows_are_the_latest_of_all(sample: Graph) -> None:
    found = window_rows(sample, EventFilter(), None, None, most=3)
    assert [row.id for row in found.rows] == [local_name(event.id) for event in list_events(sample)[:-4:-1]]
    assert found.events > 300


def test_the_busiest_organisations_come_first(sample: Graph) -> None:
    numbers = Counter(event.organisations[0] for event in list_events(sample))
    assert busiest_organisations(sample, 1000) == sorted(numbers, key=lambda name: (-numbers[name], name))
    assert len(busiest_organisations(sample, 2)) == 2


def test_marks_are_told_as_events_are(sample: Graph) -> None:
    table = projection(sample)
    rows = np.arange(0, table.n, 3, dtype=np.int32)
    for text, event in zip(mark_texts(sample, rows), events_by_id(sample, table.iris(rows)), strict=True):
        assert (text.id, text.title, text.date) == (local_name(event.id), event.title, event.date or "")
        assert (text.kind, text.status, text.disputed) == (event.kind, event.status, event.disputed)
        assert text.who.startswith(event.organisations[0])
        assert sorted(text.who.split(", ")) == sorted(", ".join(event.organisations).split(", "))
        assert (text.told_by, text.sources) == (event.told_by, tuple(dict.fromkeys(one.name for one in event.sources)))


def test_a_source_without_publisher_goes_by_its_address(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text(
        "kind,date,title,organisation,source_url,source_name\n"
        "Hire,2024-05,Acme hires Ann,Acme,https://a.example/1,\n"
        "Hire,2024-05,Acme hires Ann,Acme,https://b.example/1,Daily\n"
    )
    store = EmbeddedStore(tmp_path / "store")
    pipeline.ingest(store, [pipeline.open_input(tmp_path / "one.csv")])
    graph = open_graph(store.snapshot())
    [event] = list_events(graph)
    [text] = mark_texts(graph, np.array([0], np.int32))
    assert text.sources == tuple(dict.fromkeys(one.name for one in event.sources))
    assert len(text.sources) == 2
