"""The index of disputes: what each filter leaves, in which order, and how it is counted."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from kg.errors import BadInput
from kg.terms import local_name
from kg.views.dispute_index import (
    DisputeEntry,
    DisputeFilter,
    count_by_property,
    index_disputes,
    index_sparql,
    list_holders,
)
from kg.views.disputes import list_disputes
from kg.views.entities import find_entities
from kg.views.events import events_by_id
from kg.views.flat import DISPUTE_COLUMNS, dispute_cells
from kg.views.graph import Graph


def found(graph: Graph, **wanted: Any) -> set[str]:
    """The disputes that fit: the index gives what the query gives, in its order."""
    entries = index_disputes(graph, DisputeFilter(**wanted))
    rows = graph.rows("dispute/index", **DisputeFilter(**wanted).parameters(graph))
    told = [(row["dispute"], row["event"], row.get("since"), row["machine"]) for row in rows]
    assert [(entry.id, entry.event, entry.since, entry.machine) for entry in entries] == told
    return {entry.id for entry in entries}


def test_the_index_tells_what_the_disputes_tell(sample: Graph) -> None:
    whole = {row.id: row for row in list_disputes(sample)}
    entries = index_disputes(sample)
    assert {entry.id for entry in entries} == set(whole)
    for entry in entries:
        row = whole[entry.id]
        assert (entry.event, entry.property, entry.won_by, entry.since, entry.machine) == (
            row.event, row.property, row.won_by, row.since, row.machine,
        )  # fmt: skip


def test_the_newest_disagreement_comes_first_and_the_undated_last(sample: Graph) -> None:
    days = [entry.since for entry in index_disputes(sample)]
    assert None in days
    assert days == sorted(days, key=lambda day: day or date.min, reverse=True)


def test_every_filter_leaves_what_it_says(sample: Graph) -> None:
    whole = list_disputes(sample)
    events = {row.id: row for row in events_by_id(sample, [row.event for row in whole])}
    [openai] = find_entities(sample, "OpenAI")

    def takes_part(event: str) -> bool:
        row = events[event]
        return openai in row.organisation_ids or any(part.id == openai for part in row.participants)

    assert found(sample, organisations=("OpenAI",)) == {row.id for row in whole if takes_part(row.event)} != set()
    assert found(sample, kinds=("Investment",)) == {row.id for row in whole if events[row.event].kind == "Investment"} != set()
    assert found(sample, properties=("date", "kind")) == {row.id for row in whole if row.property in ("date", "kind")} != set()
    assert found(sample, rules=("order",)) == {row.id for row in whole if row.won_by == "order"} != set()
    assert found(sample, since="2026") == {row.id for row in whole if row.since and row.since.year >= 2026} != set()
    assert found(sample, machine=True) | found(sample, machine=False) == {row.id for row in whole}
    assert found(sample, machine=True) == {row.id for row in whole if row.machine} != set()
    publisher = next(holder.name for holder in list_holders(sample))
    held = {row.id for row in whole for position in row.positions for one in position.held_by if one.publisher == publisher}
    assert found(sample, publishers=(publisher,)) == held
    assert found(sample, properties=("date",), rules=("order",)) == {
        row.id for row in whole if (row.property, row.won_by) == ("date", "order")
    }


def test_machine_text_against_reports_is_marked(small: Graph) -> None:
    rows = {row.property: row for row in list_disputes(small)}
    assert rows["person"].machine
    for row in rows.values():
        manners = [{holder.statement for holder in position.held_by} for position in row.positions]
        alone = any(told == {"machine-generated"} for told in manners)
        assert row.machine == (alone and any(told & {"reported", "company-announcement"} for told in manners))


def test_disputes_come_in_the_order_of_the_ids_that_are_asked_for(sample: Graph) -> None:
    ids = [entry.id for entry in index_disputes(sample)][:7]
    assert [row.id for row in list_disputes(sample, ids=ids)] == ids
    assert [row.id for row in list_disputes(sample, ids=ids[::-1])] == ids[::-1]


def test_holders_are_counted_with_what_is_believed_of_them(small: Graph) -> None:
    told = [holder for row in list_disputes(small) for position in row.positions for holder in position.held_by]
    holders = list_holders(small)
    assert {holder.name for holder in holders} == {holder.publisher for holder in told if holder.publisher}
    assert [(one.id, one.name, one.disputes, one.believed) for one in holders] == [
        (row["publisher"], row["name"], row["disputes"], row["believed"]) for row in small.rows("dispute/holders")
    ]


def test_holders_are_those_of_the_query(sample: Graph) -> None:
    asked = [(row["publisher"], row["disputes"], row["believed"]) for row in sample.rows("dispute/holders")]
    assert [(holder.id, holder.disputes, holder.believed) for holder in list_holders(sample)] == asked


def entry(name: str, rule: str, since: date | None, *, machine: bool = False) -> DisputeEntry:
    return DisputeEntry(id=f"{name}{rule}{since}", event="e", property=name, won_by=rule, since=since, machine=machine)


def test_counts_by_property() -> None:
    date_, amount = count_by_property(
        [
            entry("amount", "order", None),
            entry("date", "order", date(2024, 1, 2), machine=True),
            entry("date", "recency", date(2022, 1, 2)),
        ]
    )
    assert (date_.property, date_.disputes, date_.machine) == ("date", 2, 1)
    assert (date_.by_rule, date_.by_year) == ({"order": 1, "recency": 1}, {2022: 1, 2024: 1})
    assert (amount.property, amount.disputes, amount.by_year) == ("amount", 1, {})


def test_a_dispute_is_a_line_for_each_position(small: Graph) -> None:
    [person] = [row for row in list_disputes(small) if row.property == "person"]
    lines = [dict(zip(DISPUTE_COLUMNS, cells, strict=True)) for cells in dispute_cells(person)]
    assert [(line["value"], line["believed"], line["machine"]) for line in lines] == [
        ("Ann Lee", "true", "true"), ("Bob Ray", "false", "true"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    "wanted",
    [{"organisations": ("Nobody Inc",)}, {"kinds": ("Wedding",)}, {"properties": ("colour",)}, {"publishers": ("Nobody",)},
     {"rules": ("loudness",)}, {"since": "soon"}],
)  # fmt: skip
def test_what_is_unknown_is_told_in_one_line(small: Graph, wanted: Any) -> None:
    with pytest.raises(BadInput) as told:
        index_disputes(small, DisputeFilter(**wanted))
    assert "\n" not in str(told.value)


def test_the_query_behind_names_what_was_chosen(small: Graph) -> None:
    text = index_sparql(small, DisputeFilter(properties=("person",), machine=True))
    assert local_name("…/ns#person") in text
    assert "true" in text
