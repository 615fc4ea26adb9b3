"""What an ingest would change, seen before it is made: new, joined, disputed, settled, changed and lost events."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg import pipeline
from kg.ingest.base import Input
from kg.store import EmbeddedStore, Reader
from kg.views.graph import open_graph
from kg.views.preview import preview
from kg.views.shapes import Preview, ValueRow

HEAD = "row_id,kind,date,title,organisation,participants,amount,currency,statement_kind,source_url,source_name,source_date\n"
ANN = "1,Hire,2026-04,Acme hires Ann Lee from Gamma,Acme,person=Ann Lee; employer_from=Gamma,,,{0},https://{1}.example/1,{1},\n"
BOB = "2,Hire,2026-04,Acme hires Bob Ray from Gamma,Acme,person=Bob Ray; employer_from=Gamma,,,{0},https://{1}.example/2,{1},\n"
ROUND = "3,Investment,2024-03-05,Beta Fund backs Acme,Acme,investor=Beta Fund,{0},USD,reported,https://{1}.example/3,{1},\n"


def table(*rows: str, key: str) -> Input:
    return Input(f"{key}.csv", (HEAD + "".join(rows)).encode(), key)


def foreseen(store: EmbeddedStore, *given: Input) -> Preview:
    before = open_graph(store.snapshot())
    found: list[Preview] = []

    def look(reader: Reader, touched: tuple[str, ...]) -> None:
        found.append(preview(before, open_graph(reader), touched))

    pipeline.ingest(store, given, dry_run=True, inspect=look)
    return found[0]


@pytest.fixture
def store(empty_store: EmbeddedStore) -> EmbeddedStore:
    rows = (BOB.format("machine-generated", "Parrot"), ROUND.format(5000000, "Daily"))
    pipeline.ingest(empty_store, [table(*rows, key="first")])
    return empty_store


def test_what_nobody_told_is_new(store: EmbeddedStore) -> None:
    found = foreseen(store, table(ROUND.format(9000000, "Weekly").replace("2024", "2020"), key="new"))
    [row] = found.rows
    assert (row.effect, row.told_by, row.changed, found.lost, found.unchanged) == ("new", 0, (), (), 0)


def test_what_others_tell_is_joined_and_changes_no_value(store: EmbeddedStore) -> None:
    [row] = foreseen(store, table(ROUND.format(5000000, "Weekly"), key="more")).rows
    assert (row.effect, row.told_by, row.newly_disputed) == ("joins", 1, ())
    assert {change.property for change in row.changed} <= {"title"}


def test_a_stronger_report_changes_what_is_believed_and_opens_a_dispute(store: EmbeddedStore) -> None:
    [row] = foreseen(store, table(ANN.format("reported", "Daily"), key="strong")).rows
    assert row.newly_disputed == ("person",)
    assert ValueRow(property="person", before="Bob Ray", after="Ann Lee") in row.changed
    assert ValueRow(property="status", before="machine-generated", after="reported") in row.changed


def test_a_dispute_that_ends_is_settled(store: EmbeddedStore) -> None:
    strong = table(ANN.format("reported", "Daily"), key="strong")
    pipeline.ingest(store, [strong])
    same = BOB.format("reported", "Daily").replace("2,Hire", "1,Hire")
    [row] = foreseen(store, replace(strong, data=(HEAD + same).encode())).rows
    assert (row.settled, row.newly_disputed) == (("person",), ())


def test_what_a_changed_version_no_longer_tells_is_lost(store: EmbeddedStore) -> None:
    found = foreseen(store, table(ROUND.format(5000000, "Daily"), key="first"))
    assert [event.title for event in found.lost] == ["Acme hires Bob Ray from Gamma"]
    assert found.rows == ()
