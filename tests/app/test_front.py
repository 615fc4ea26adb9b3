"""The front page, search, the recap and the sources as people open them."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from app.components.home.visit import last_visit
from app.routes import feeds, search
from kg.store import EmbeddedStore
from kg.terms import IDS
from kg.views.disputes import list_disputes
from kg.views.front import totals
from kg.views.graph import Graph, open_graph
from kg.views.publishers import list_publishers
from tests.app.conftest import OpenPage
from tests.app.seen import fine, link, messages, said


@pytest.fixture(scope="module")
def graph(sample_store: Path) -> Graph:
    return open_graph(EmbeddedStore(sample_store).snapshot())


# --- home -------------------------------------------------------------------------------------------------------------


def test_the_front_page_tells_how_much_there_is_and_what_changed(sample_store: Path, graph: Graph, open_page: OpenPage) -> None:
    html = said(fine(open_page(sample_store, "home")))
    counted = totals(graph)
    assert f"{counted.events:,} events" in html
    assert f"{counted.sources:,} sources" in html
    for heading in ("What sources told since", "Newest events", "Fresh disputes", "Predictions falling due", "Coverage"):
        assert heading in html


def test_a_day_in_the_link_tells_since_when(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "home", since="2026-01-01"))
    assert "What sources told since 1 January 2026" in said(app)
    assert link(app) == {"since": ["2026-01-01"]}
    assert "No source was published since 1 January 2090" in said(fine(open_page(sample_store, "home", since="2090-01-01")))


def test_a_day_that_is_none_is_one_line(sample_store: Path, open_page: OpenPage) -> None:
    [told] = messages(fine(open_page(sample_store, "home", since="yesterday")), "warning")
    assert "since" in told


def test_a_fresh_dispute_shows_both_positions(sample_store: Path, graph: Graph, open_page: OpenPage) -> None:
    newest = max((row for row in list_disputes(graph) if row.since), key=lambda row: str(row.since))
    html = said(open_page(sample_store, "home"))
    assert all(f"<b>{position.value}</b>" in html for position in newest.positions[:2])


def test_the_front_page_of_a_past_day_knows_nothing_later(sample_store: Path, open_page: OpenPage) -> None:
    html = said(fine(open_page(sample_store, "home", known="2024-06-30")))
    assert "2025" not in html
    assert "2026" not in html


# --- the last visit ---------------------------------------------------------------------------------------------------

NOW = datetime(2026, 4, 8, 12, tzinfo=UTC)
SEEN = "0123456789ab"


def minutes(ago: timedelta) -> int:
    return int((NOW - ago).timestamp() // 60)


def test_a_visit_that_goes_on_is_not_the_last_one() -> None:
    here, before = minutes(timedelta(minutes=5)), minutes(timedelta(days=3))
    visit = last_visit(f"{here}.{SEEN}.9~{before}.{SEEN}.7", NOW)
    assert visit
    assert (str(visit.day), visit.snapshot, visit.events) == ("2026-04-05", SEEN, 7)
    assert last_visit(f"{here}.{SEEN}.9", NOW) is None


def test_a_visit_that_ended_is_the_last_one() -> None:
    visit = last_visit(f"{minutes(timedelta(days=1))}.{SEEN}.9~{minutes(timedelta(days=3))}.{SEEN}.7", NOW)
    assert visit
    assert (str(visit.day), visit.events) == ("2026-04-07", 9)


@pytest.mark.parametrize("cookie", ["", "~", "x", "1.2.3", "1.0123456789ab.x", "<script>", f"-1.{SEEN}.1", f"1.{SEEN}.1~" * 50])
def test_a_cookie_that_is_not_ours_is_no_visit(cookie: str) -> None:
    visit = last_visit(cookie, NOW)
    assert visit is None or visit.day.year == 1970


# --- search -----------------------------------------------------------------------------------------------------------


def test_results_stand_by_group_and_lead_to_their_pages(sample_store: Path, open_page: OpenPage) -> None:
    html = said(fine(open_page(sample_store, "home", q="Mistral AI")))
    assert html.index(">Names ") < html.index(">Events ")
    assert 'href="/profile?id=agent%2Fmistral"' in html


def test_what_is_not_found_is_told_with_a_way_on(sample_store: Path, open_page: OpenPage) -> None:
    html = said(fine(open_page(sample_store, "home", q="<b>qwertzuiop")))
    assert "Nothing was found" in html
    assert "&lt;b&gt;qwertzuiop" in html
    assert "<b>qwertzuiop" not in html


def test_what_is_spelt_nearly_so_is_told(sample_store: Path, open_page: OpenPage) -> None:
    html = said(open_page(sample_store, "home", q="Mistrall"))
    assert "spelt nearly so" in html
    assert "Mistral AI" in html


# --- recap ------------------------------------------------------------------------------------------------------------


def test_a_recap_opens_at_the_newest_week_and_turns(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "recap"))
    assert "<h1>Week of " in said(app)
    app = fine(app.button(key="recap_left").click().run())
    [first], [last] = link(app)["from"], link(app)["to"]
    assert (datetime.fromisoformat(last) - datetime.fromisoformat(first)).days == 6
    app = fine(app.button(key="recap_unit").click().run())
    assert link(app)["from"][0].endswith("-01")
    again = fine(open_page(sample_store, "recap", **{f"{name}_": values for name, values in link(app).items()}))
    assert said(again) == said(app)


def test_a_quiet_week_says_so(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "recap", from_="1990-W02", to="1990-W02"))
    [told] = messages(app, "note")
    assert "Nothing of this is known of this time" in told


@pytest.mark.parametrize(
    ("given", "word"),
    [({"from_": "soon"}, "from"), ({"org": ["Antropic"]}, "did you mean"), ({"kind": ["Wedding"]}, "is not an event kind")],
)
def test_a_bad_value_in_the_link_is_left_out(
    given: dict[str, str | list[str]], word: str, sample_store: Path, open_page: OpenPage
) -> None:
    [told] = messages(fine(open_page(sample_store, "recap", **given)), "warning")
    assert word in told


def test_a_time_that_runs_backwards_is_one_line(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "recap", from_="2026-05", to="2026-04")
    assert not app.exception
    [told] = messages(app, "error")
    assert "runs backwards" in told


# --- sources ----------------------------------------------------------------------------------------------------------


def test_publishers_are_listed_and_found_by_name(sample_store: Path, graph: Graph, open_page: OpenPage) -> None:
    every = list_publishers(graph)
    app = fine(open_page(sample_store, "sources"))
    assert every[0].name in said(app)
    assert f"{len(every):,} publishers" in said(app)
    app = fine(app.text_input(key="sources_text").set_value("wiki").run())
    assert said(app).count('scope="row"') == sum("wiki" in row.name.casefold() for row in every)


@pytest.mark.parametrize("order", ["contradicted", "overruled", "first", "lag"])
def test_publishers_can_be_put_in_another_order(order: str, sample_store: Path, open_page: OpenPage) -> None:
    assert link(fine(open_page(sample_store, "sources", order=order))) == {"order": [order]}


def test_a_publisher_has_a_page(sample_store: Path, graph: Graph, open_page: OpenPage) -> None:
    one = list_publishers(graph)[0]
    html = said(fine(open_page(sample_store, "sources", id=one.id.removeprefix(IDS))))
    assert one.name in html
    assert "Latest events" in html
    [told] = messages(fine(open_page(sample_store, "sources", id="publisher/nobody")), "warning")
    assert "is no publisher" in told


# --- what is asked for beside the pages -------------------------------------------------------------------------------


@pytest.fixture
def client(sample_store: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    monkeypatch.setenv("EVENTLINE_STORE", str(sample_store))
    with TestClient(Starlette(routes=[*search.ROUTES, *feeds.ROUTES])) as client:
        yield client


def test_suggestions_have_a_type_a_text_and_an_address(client: TestClient) -> None:
    found = client.get("/search", params={"q": "mistr"}).json()
    assert 0 < len(found) <= 10
    assert found[0]["type"] == "company"
    assert found[0]["text"] == "Mistral AI"
    assert found[0]["href"] == "/profile?id=agent%2Fmistral"
    assert all(set(one) == {"type", "text", "detail", "href"} for one in found)


def test_suggestions_of_a_past_day_keep_it(client: TestClient) -> None:
    found = client.get("/search", params={"q": "mistral", "known": "2025-06-30"}).json()
    assert found
    assert all(parse_qs(urlsplit(one["href"]).query)["known"] == ["2025-06-30"] for one in found)
    assert len(found) < len(client.get("/search", params={"q": "mistral"}).json())


@pytest.mark.parametrize(
    ("address", "status", "word"),
    [
        ("/search?q=x&known=someday", 400, "someday"),
        ("/recap.pdf", 404, "atom, html, md, json"),
        ("/recap.atom?org=Antropic", 400, "did you mean"),
        ("/recap.md?from=2026", 400, "both from and to"),
        ("/recap.json?from=2026-05&to=2026-04", 400, "backwards"),
    ],
)
def test_a_bad_address_is_told_in_one_line(client: TestClient, address: str, status: int, word: str) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    assert word in answer.json()["error"]


def test_a_recap_comes_in_four_forms(client: TestClient) -> None:
    query = "from=2026-04&to=2026-04&kind=Acquisition"
    assert client.get(f"/recap.md?{query}").text.startswith("# April 2026: acquisitions\n")
    assert client.get(f"/recap.html?{query}").text.startswith("<!DOCTYPE html>")
    told = json.loads(client.get(f"/recap.json?{query}").text)
    assert {group["kind"] for group in told["groups"]} == {"Acquisition"}
    feed = client.get(f"/recap.atom?{query}")
    assert feed.headers["content-type"].startswith("application/atom+xml")
    [own] = [one for one in ET.fromstring(feed.content) if one.get("rel") == "self"]
    assert own.get("href", "").endswith(f"/recap.atom?{query}")


def test_a_feed_without_a_time_has_the_newest_four_weeks(client: TestClient) -> None:
    told = json.loads(client.get("/recap.json?org=Mistral").text)
    first, last = (datetime.fromisoformat(told["wanted"][name]) for name in ("begin", "end"))
    assert (last - first).days == 27
    assert told["events"] > 0
