"""The projection says what the catalogue says."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import BadInput, UnknownName
from kg.views.events import EventFilter, list_events
from kg.views.graph import Graph
from kg.views.projection import DISPUTED, HAS_AMOUNT, Projection, projection


@pytest.fixture(scope="module")
def table(sample: Graph) -> Projection:
    return projection(sample)


def asked(graph: Graph, wanted: EventFilter) -> list[str]:
    return [row["event"] for row in graph.rows("timeline/events", **wanted.parameters(graph))]


@pytest.mark.parametrize("wanted", [
    EventFilter(),
    EventFilter(kinds=("Hire",)),
    EventFilter(kinds=("Hire", "Investment"), statuses=("reported", "rumour")),
    EventFilter(statuses=("machine-generated",)),
    EventFilter(organisations=("OpenAI",)),
    EventFilter(organisations=("open ai", "Anthropic"), begin="2024"),
    EventFilter(begin="2024-03-01", end="2024-05"),
    EventFilter(begin="2025"),
    EventFilter(end="2019"),
    EventFilter(disputed=True),
    EventFilter(disputed=False, end="2024"),
    EventFilter(text="google"),
    EventFilter(text="É"),
    EventFilter(text="no such words anywhere"),
], ids=lambda wanted: wanted.model_dump_json(exclude_defaults=True))  # fmt: skip
def test_a_filter_gives_what_the_query_gives_in_its_order(sample: Graph, table: Projection, wanted: EventFilter) -> None:
    assert table.iris(table.select(wanted)) == asked(sample, wanted)


def test_a_text_is_found_in_titles_that_are_told_but_not_believed(sample: Graph, table: Projection) -> None:
    believed = set(table.columns.events["folded"].to_pylist())
    others = [title for title in table.columns.titles["folded"].to_pylist() if title not in believed]
    assert others
    wanted = EventFilter(text=others[0])
    found = table.iris(table.select(wanted))
    assert found == asked(sample, wanted)
    assert found


def test_a_text_is_found_in_other_names_of_those_who_take_part(sample: Graph, table: Projection) -> None:
    preferred = set(table.entities["name"].to_pylist())
    rows = sample.rows("projection/names")
    aliases = sorted(row["name"] for row in rows if row["name"] not in preferred)
    for alias in aliases[:10]:
        assert table.iris(table.select(EventFilter(text=alias))) == asked(sample, EventFilter(text=alias))


SOME_TEXT = st.sampled_from(("a", "AI", "series", "Jane", "ß", "İ", "50", "(", "%", "google deep")) | st.text(max_size=3)
SOME_DAY = st.sampled_from(("", "2010", "2019-07", "2023-11-17", "2024", "2024-35", "2026-02", "2030"))


def filters(table: Projection) -> st.SearchStrategy[EventFilter]:
    names = sorted(table.entities["name"].to_pylist())
    return st.builds(
        EventFilter,
        organisations=st.lists(st.sampled_from(names), max_size=2).map(tuple),
        kinds=st.lists(st.sampled_from(table.kinds), max_size=3).map(tuple),
        statuses=st.lists(st.sampled_from(table.statuses), max_size=2).map(tuple),
        begin=SOME_DAY,
        end=SOME_DAY,
        text=SOME_TEXT,
        disputed=st.none() | st.booleans(),
    )


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_filter_gives_what_the_query_gives(sample: Graph, table: Projection, data: st.DataObject) -> None:
    wanted = data.draw(filters(table))
    try:
        expected = asked(sample, wanted)
    except BadInput as problem:
        with pytest.raises(type(problem), match="runs backwards"):
            table.select(wanted)
        return
    assert table.iris(table.select(wanted)) == expected


def test_columns_hold_what_the_rows_of_events_hold(sample: Graph, table: Projection) -> None:
    events = list_events(sample)
    assert table.n == len(events)
    names = table.entities["name"].to_pylist()
    for row, event in enumerate(events):
        assert table.iris(np.array([row], np.int32)) == [event.id]
        assert (table.title[row].as_py(), table.date[row].as_py()) == (event.title, event.date or "")
        assert (table.kinds[table.kind[row]], table.statuses[table.status[row]]) == (event.kind, event.status)
        assert table.told_by[row] == event.told_by
        assert bool(table.flags[row] & DISPUTED) == event.disputed
        assert names[table.organisation[row]] == event.organisations[0]
        money = event.amount
        assert bool(table.flags[row] & HAS_AMOUNT) == bool(money and (money.value or money.min or money.max))
        limits = table.columns.events.select(["currency", "qualifier"]).slice(row, 1).to_pylist()[0]
        assert limits == {"currency": money and money.currency, "qualifier": money and money.qualifier}
        begin, end = event.begin, event.end
        assert table.begin[row] == ((begin - date(1970, 1, 1)).days if begin else -(2**31))
        assert table.end[row] == ((end - date(1970, 1, 1)).days if end else 2**31 - 1)
        parts = range(table.part_offsets[row], table.part_offsets[row + 1])
        known = [part for part in parts if table.part_role[part] < len(table.roles)]
        filled = {(table.roles[table.part_role[part]], names[table.part_entity[part]]) for part in known}
        assert filled - {("organisation", event.organisations[0])} <= {(part.role, part.name) for part in event.participants}
        assert {(part.role, part.name) for part in event.participants if part.id} <= filled


def test_an_unknown_name_is_told_as_elsewhere(table: Projection) -> None:
    with pytest.raises(UnknownName, match="is not in this store"):
        table.select(EventFilter(organisations=("Nobody at all",)))


def test_counts_agree_with_the_catalogue(sample: Graph, table: Projection) -> None:
    counted = {count.keys[0]: count.events for count in table.counts(table.select(), ("kind",))}
    assert counted == {row["kind"].rsplit("#")[-1]: row["events"] for row in sample.rows("overview/kinds")}


def test_counts_keep_apart_what_the_date_does_not_tell(table: Projection) -> None:
    by_quarter = table.counts(table.select(), ("year", "quarter"))
    assert sum(count.events for count in by_quarter) == table.n
    for (year, quarter), _ in by_quarter:
        assert quarter is None or str(quarter).startswith(str(year))
    assert any(quarter is None for (_, quarter), _ in by_quarter)  # dates that are known to the year alone


def test_coverage_agrees_with_the_catalogue(sample: Graph, table: Projection) -> None:
    asked_for: list[tuple[Any, ...]] = [
        (row["organisation"], row["year"], row["events"], row["sources"]) for row in sample.rows("overview/coverage")
    ]
    assert sorted(map(tuple, table.coverage(table.select()))) == sorted(asked_for)


def test_the_newest_events_had_begun(table: Projection) -> None:
    rows = table.newest(5, date(2024, 6, 1))
    assert len(rows) == 5
    assert list(table.begin[rows]) == sorted(table.begin[rows], reverse=True)
    assert max(table.begin[rows]) <= (date(2024, 6, 1) - date(1970, 1, 1)).days


def test_an_empty_store_has_an_empty_projection(empty_store: Any) -> None:
    from kg.views.graph import open_graph

    table = projection(open_graph(empty_store.snapshot()))
    assert table.n == 0
    assert list(table.select(EventFilter(kinds=("Hire",), text="x", disputed=True))) == []
    assert table.counts(table.select(), ("kind", "year")) == []
    assert table.coverage(table.select()) == []
