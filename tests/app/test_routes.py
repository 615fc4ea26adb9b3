"""What the browser asks for beside the timeline's page."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import icalendar
import numpy as np
import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app import state
from app.routes import timeline
from kg.store import EmbeddedStore
from kg.terms import local_name
from kg.views.events import EventFilter, list_events
from kg.views.graph import Graph, as_known_on, expand, open_graph
from tests.wire import read_wire


@pytest.fixture(scope="module")
def store(sample_store: Path) -> EmbeddedStore:
    return EmbeddedStore(sample_store)


@pytest.fixture(scope="module")
def graph(store: EmbeddedStore) -> Graph:
    return open_graph(store.snapshot())


@pytest.fixture(scope="module")
def browser(store: EmbeddedStore) -> Iterator[TestClient]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(state, "store", lambda: store)
        yield TestClient(Starlette(routes=timeline.ROUTES))


def test_columns_hold_every_mark_of_the_busiest_lanes(browser: TestClient, graph: Graph) -> None:
    answer = browser.get(f"/timeline/{graph.id}/columns?most=5&today=2026-06-01")
    assert answer.status_code == 200
    assert "immutable" in answer.headers["cache-control"]
    header, columns = read_wire(answer.content)
    assert header["snapshot"] == graph.id
    events = {event.id: event for event in list_events(graph)}
    assert header["events"] + header["hidden"]["events"] == len(events)
    assert [lane["events"] for lane in header["lanes"]] == sorted((lane["events"] for lane in header["lanes"]), reverse=True)
    assert sum(lane["events"] for lane in header["lanes"]) == header["marks"] == len(columns["row"])
    assert list(columns["lane"]) == sorted(columns["lane"])
    for mark, short in enumerate(columns["id"]):
        event = events[expand(short, "event")]
        assert columns["title"][mark] == event.title
        assert columns["date"][mark] == (event.date or "")
        assert columns["who"][mark].split(", ")[0] == event.organisations[0]
        assert header["lanes"][columns["lane"][mark]]["name"] == event.organisations[0]
        assert header["kinds"][columns["kind"][mark]]["name"] == event.kind
        assert header["statuses"][columns["status"][mark]]["name"] == event.status
        if event.begin:
            assert columns["begin"][mark] == (event.begin - date(1970, 1, 1)).days
    begins = [(lane, begin) for lane, begin in zip(columns["lane"], columns["begin"], strict=True)]
    assert begins == sorted(begins)
    assert header["predictions"]
    assert {"id", "statement", "lane", "begin", "end", "state", "by", "page"} == header["predictions"][0].keys()


@pytest.mark.parametrize("lanes", ["company", "kind", "person", "investor", "model"])
def test_any_lanes_hold_only_events_that_belong_there(browser: TestClient, graph: Graph, lanes: str) -> None:
    header, columns = read_wire(browser.get(f"/timeline/{graph.id}/columns?lanes={lanes}&most=4").content)
    assert 0 < len(header["lanes"]) <= 4
    assert header["hidden"]["lanes"] > 0
    for lane in header["lanes"]:
        assert (lane["page"] is None) == (lanes == "kind")
    by_title = {event.title: event for event in list_events(graph)}
    for mark, title in enumerate(columns["title"]):
        event, name = by_title[title], header["lanes"][columns["lane"][mark]]["name"]
        filled = {part.name for part in event.participants}
        assert name in {"company": {event.organisations[0]}, "kind": {graph.ontology.kind(event.kind).plural}}.get(lanes, filled)


def test_organisations_of_the_filter_are_the_lanes_in_its_order(browser: TestClient, graph: Graph) -> None:
    header, columns = read_wire(browser.get(f"/timeline/{graph.id}/columns?org=OpenAI&org=Anthropic").content)
    assert [lane["name"] for lane in header["lanes"]] == ["OpenAI", "Anthropic"]
    chosen = list_events(graph, EventFilter(organisations=("OpenAI", "Anthropic")))
    assert {*columns["id"]} == {local_name(event.id) for event in chosen}
    assert header["hidden"] == {"lanes": 0, "events": 0}
    assert header["marks"] > header["events"] == len(chosen)  # what both take part in stands in both lanes


def test_a_window_spreads_each_event_over_its_days(browser: TestClient, graph: Graph) -> None:
    first, last = (date(2023, 1, 1) - date(1970, 1, 1)).days, (date(2025, 12, 31) - date(1970, 1, 1)).days
    header, columns = read_wire(browser.get(f"/timeline/{graph.id}/window?begin={first}&end={last}&pixels=36&most=8").content)
    assert header["window"] == {"begin": first, "end": last, "pixels": 36, "inside": header["marks"]}
    density = columns["density"].reshape(len(header["lanes"]), 36)
    begin, end = columns["begin"].astype(float), columns["end"].astype(float) + 1
    known = (columns["flags"] & 48) == 0
    inside = (np.minimum(end, last + 1) - np.maximum(begin, first))[known] / (end - begin)[known]
    assert density.sum() == pytest.approx(inside.sum() + np.sum(~known), abs=2)
    assert (density >= -1e-4).all()


def test_a_year_is_no_peak_on_its_first_day(browser: TestClient, graph: Graph) -> None:
    years = [event for event in list_events(graph) if event.date and len(event.date) == 4]
    event = years[0]
    assert event.begin
    assert event.end
    day = (event.begin - date(1970, 1, 1)).days
    address = f"/timeline/{graph.id}/window?begin={day}&end={day + 364}&pixels=365&text={event.title}&lanes=kind"
    header, columns = read_wire(browser.get(address).content)
    assert header["events"] == 1
    assert columns["density"].max() < 0.003
    assert columns["density"].sum() == pytest.approx(1, abs=0.01)


def test_rows_tell_what_marks_are(browser: TestClient, graph: Graph) -> None:
    events = list_events(graph)
    answer = browser.get(f"/timeline/{graph.id}/rows?row=3&row=17&row=3").json()
    assert [one["row"] for one in answer] == [3, 17]
    assert [one["title"] for one in answer] == [events[3].title, events[17].title]
    assert answer[0]["told_by"] == events[3].told_by
    assert answer[0]["sources"] == list(dict.fromkeys(source.name for source in events[3].sources))


def test_related_events_and_the_way_of_a_hire(browser: TestClient, graph: Graph) -> None:
    hires = list_events(graph, EventFilter(kinds=("Hire",)))
    moved = next(event for event in hires if event.named("employer_from") and event.named("employer_to"))
    answer = browser.get(f"/timeline/{graph.id}/related?event={local_name(moved.id)}").json()
    ids = {part.role: part.id for part in moved.participants}
    for side, role in (("from", "employer_from"), ("to", "employer_to")):
        assert str(ids[role]).endswith(answer["move"][side])
    titles = [event.title for event in list_events(graph)]
    assert titles[answer["row"]] == moved.title
    for link in answer["links"]:
        assert titles[link["row"]] == link["title"]
        assert link["why"]


def test_files_hold_the_events_of_the_filter(browser: TestClient, graph: Graph) -> None:
    wanted = EventFilter(kinds=("Founding",), begin="2015")
    expected = list_events(graph, wanted)
    address = f"/timeline/{graph.id}/events.%s?kind=Founding&from=2015"
    table = list(csv.DictReader(io.StringIO(browser.get(address % "csv").text)))
    assert [row["id"] for row in table] == [event.id for event in expected]
    answer = browser.get(address % "json")
    assert [row["id"] for row in answer.json()] == [event.id for event in expected]
    assert answer.headers["content-disposition"] == 'attachment; filename="events.json"'


def test_a_calendar_has_whole_days_with_an_exclusive_end(browser: TestClient, graph: Graph) -> None:
    answer = browser.get(f"/timeline/{graph.id}/events.ics?kind=Founding")
    assert answer.headers["content-type"].startswith("text/calendar")
    calendar = icalendar.Calendar.from_ical(answer.text)
    entries = {str(entry["uid"]): entry for entry in calendar.walk("VEVENT")}
    for event in list_events(graph, EventFilter(kinds=("Founding",))):
        entry = entries.pop(f"{local_name(event.id)}@eventline")
        assert entry.decoded("dtstart") == (event.begin or event.end)
        if event.begin and event.end:
            assert entry.decoded("dtend") == event.end + timedelta(days=1)
        assert entry["summary"] == event.title
    assert not entries
    assert browser.get(f"/timeline/{graph.id}/events.ics?kind=Founding").content == answer.content


@pytest.mark.parametrize(("address", "status", "said"), [
    ("columns?org=Nobody+at+all", 400, "is not in this store"),
    ("columns?kind=Nonsense", 400, "not an event kind"),
    ("columns?lanes=colour", 400, "choose from company"),
    ("columns?most=0", 400, "whole number"),
    ("columns?from=2024&to=2020", 400, "runs backwards"),
    ("columns?disputed=maybe", 400, "neither 1 nor 0"),
    ("columns?today=soon", 400, "is not a day"),
    ("window?begin=9&end=3", 400, "runs backwards"),
    ("window?begin=9", 400, "end: ''"),
    ("rows?row=99999999", 400, "whole number"),
    ("rows?row=" + "&row=".join(map(str, range(250))) + "&row=" + "&row=".join(map(str, range(251))), 400, "at once"),
    ("related?event=ffffffffffffffffffff", 404, "no event"),
    ("events.xls", 404, "events.csv"),
], ids=lambda value: str(value)[:30])  # fmt: skip
def test_what_is_wrong_is_told_in_a_line(browser: TestClient, graph: Graph, address: str, status: int, said: str) -> None:
    answer = browser.get(f"/timeline/{graph.id}/{address}")
    assert answer.status_code == status
    assert said in answer.json()["error"]
    assert "\n" not in answer.json()["error"]


@pytest.mark.parametrize("snapshot", ["0" * 32, "x", "..%2f..", "0" * 32 + "@2024-01-01-abc"])
def test_a_snapshot_that_is_gone(browser: TestClient, snapshot: str) -> None:
    answer = browser.get(f"/timeline/{snapshot}/columns")
    assert answer.status_code in (404, 410)


def test_a_past_day_has_its_own_columns(browser: TestClient, store: EmbeddedStore, graph: Graph) -> None:
    past = as_known_on(store, date(2024, 12, 31))
    header, _ = read_wire(browser.get(f"/timeline/{past.id}/columns?lanes=kind&most=99").content)
    assert header["snapshot"] == past.id
    assert 0 < header["events"] < len(list_events(graph))
