"""Every page on a real store: what it shows, what a link does, and what bad input gives."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.events import EventFilter, list_events
from kg.views.graph import open_graph
from tests.app.conftest import EXAMPLES, OpenPage
from tests.app.seen import fine, link, messages, said

PAGES = ("timeline", "compare", "add", "sparql")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_opens(page: str, sample_store: Path, open_page: OpenPage) -> None:
    assert "<h1>" in said(fine(open_page(sample_store, page)))


@pytest.mark.parametrize("page", ["timeline", "compare", "sparql"])
def test_an_empty_store_offers_a_beginning(page: str, empty_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(empty_store, page))
    assert "Nothing here yet" in said(app)
    assert app.button(key="start_sample").label == "Load the sample data"


def test_the_sample_can_be_loaded_from_the_empty_page(empty_store: Path, open_page: OpenPage) -> None:
    app = open_page(empty_store)
    app = fine(app.button(key="start_sample").click().run(timeout=120))
    assert "<h1>Timeline</h1>" in said(app)
    assert len(EmbeddedStore(empty_store).snapshot()) > 0


def test_adding_is_possible_on_an_empty_store(empty_store: Path, open_page: OpenPage) -> None:
    assert "<h1>Add</h1>" in said(fine(open_page(empty_store, "add")))


# --- timeline ---


def test_a_filter_in_the_link_filters(sample_store: Path, open_page: OpenPage) -> None:
    expected = list_events(
        open_graph(EmbeddedStore(sample_store).snapshot()),
        EventFilter(organisations=("Mistral AI",), kinds=("Investment",), begin="2023"),
    )
    app = fine(open_page(sample_store, org=["Mistral AI"], kind=["investment"], from_="2023"))
    assert app.multiselect(key="timeline_org").value == ["Mistral AI"]
    assert app.multiselect(key="timeline_kind").value == ["Investment"]
    assert f"{len(expected)} chosen events" in said(app)
    assert len(app.dataframe[0].value) == len(expected)


def test_a_choice_is_written_into_the_link_and_opens_the_same_view(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store)
    app.multiselect(key="timeline_status").set_value(["rumour"]).run()
    app.toggle(key="timeline_disputed").set_value(True).run()
    app.text_input(key="timeline_text").set_value("OpenAI").run()
    assert link(app) == {"status": ["rumour"], "disputed": ["1"], "text": ["OpenAI"]}
    again = fine(open_page(sample_store, **link(app)))
    assert said(again) == said(app)


def test_the_link_changed_from_outside_changes_the_view(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, kind=["Hire"])
    app.query_params["kind"] = ["Departure"]
    assert fine(app.run()).multiselect(key="timeline_kind").value == ["Departure"]


@pytest.mark.parametrize(
    ("name", "value", "word"),
    [
        ("org", "Antropic", "did you mean Anthropic"),
        ("kind", "Wedding", "is not an event kind"),
        ("status", "gossip", "is not a statement kind"),
        ("lanes", "colour", "no way to make lanes"),
        ("most", "nine", "not a number of lanes"),
        ("view", "2024-05-01/2023-01-01", "no window"),
        ("disputed", "perhaps", "neither 1 nor 0"),
        ("event", "https://w3id.org/eventline/id/event/nothing", "no event in this store"),
        ("event", "<script>", "event"),
        ("colour", "red", "does not know"),
    ],
)
def test_a_bad_value_in_the_link_is_one_line_and_left_out(
    name: str, value: str, word: str, sample_store: Path, open_page: OpenPage
) -> None:
    app = fine(open_page(sample_store, **{name: value}))
    (told,) = messages(app, "warning")
    assert word in told
    assert "<script>" not in told
    assert link(app) == {}


def test_the_table_holds_the_events_of_the_window(sample_store: Path, open_page: OpenPage) -> None:
    wanted = EventFilter(kinds=("Hire", "Departure"), begin="2024-01-01", end="2024-12-31")
    events = list_events(open_graph(EmbeddedStore(sample_store).snapshot()), wanted)
    app = fine(open_page(sample_store, kind=["Hire", "Departure"], view="2024-01-01/2024-12-31"))
    assert list(app.dataframe[0].value["Event"]) == [event.title for event in reversed(events)]
    assert f"{len(events)} events in this window" in said(app)
    app = fine(open_page(sample_store, kind=["Hire", "Departure"], view="2024-01-01/2024-12-31", hide=["Hire"]))
    assert list(app.dataframe[0].value["Event"]) == [event.title for event in reversed(events) if event.kind != "Hire"]


def test_a_window_without_events_is_told(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, view="1900-01-01/1901-12-31"))
    assert "lies in this window" in messages(app, "note")[0]


def test_a_link_restores_the_arrangement(sample_store: Path, open_page: OpenPage) -> None:
    given = {"lanes": ["kind"], "most": ["6"], "order": ["Hire", "IPO"], "fold": ["Legal"], "hide": ["rumour"]}
    assert link(fine(open_page(sample_store, **given))) == given


@pytest.mark.parametrize("page", ["compare", "add", "sparql"])
def test_unknown_names_in_the_link_of_other_pages_are_told(page: str, sample_store: Path, open_page: OpenPage) -> None:
    (told,) = messages(open_page(sample_store, page, nonsense="1"), "warning")
    assert "nonsense" in told


@pytest.mark.parametrize("text", ["2024-13", "soon", "05/06/2024"])
def test_a_bad_date_is_told_beside_its_field(text: str, sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, from_=text)
    assert not app.exception
    (told,) = messages(app, "error")
    assert text in told
    assert "el-table-head" in said(app)
    assert len(app.dataframe[0].value) == 200


def test_a_selected_event_shows_disputes_first_and_every_claim(sample_store: Path, open_page: OpenPage) -> None:
    graph = open_graph(EmbeddedStore(sample_store).snapshot())
    event = list_events(graph, EventFilter(disputed=True))[0]
    text = said(fine(open_page(sample_store, event=event.id.rsplit("/", 1)[-1])))
    assert 0 < text.index("is disputed. Sources say") < text.index("Every claim")
    for source in event.sources:
        assert source.url is None or f'href="{source.url}"'.replace("&", "&amp;") in text


def test_no_event_in_the_filters_is_told(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, text="zzzz no such letters zzzz"))
    assert "No event fits" in messages(app, "note")[0]


def test_the_query_behind_is_shown(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, kind="Hire")
    assert any("VALUES ?_kind { <https://w3id.org/eventline/ns#Hire> }" in code.value for code in app.code)


def test_events_of_another_process_show_at_the_next_run(own_store: Path, open_page: OpenPage) -> None:
    app = open_page(own_store, text="Jane Roe")
    assert "No event fits" in said(app)
    pipeline.ingest(EmbeddedStore(own_store), [pipeline.open_input(EXAMPLES / "pasted.csv")])
    assert "1 chosen event " in said(fine(app.run()))


@pytest.mark.parametrize("page", ["timeline", "compare"])
def test_hostile_texts_stay_text(page: str, own_store: Path, open_page: OpenPage) -> None:
    store = EmbeddedStore(own_store)
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "hostile.csv")])
    event = next(row for row in list_events(open_graph(store.snapshot())) if "<script>" in row.title)
    orgs = [event.organisations[0]] if page == "timeline" else [event.organisations[0], "Formula Labs"]
    app = fine(open_page(own_store, page, org=orgs, event=event.id.rsplit("/", 1)[-1]))
    text = said(app)
    assert "&lt;script&gt;alert(1)&lt;/script&gt; :smile:" in text
    for tag in ("<script", "<img", "<iframe", "<b>News"):
        assert tag not in text
    assert not any("alert(1)" in element.value for element in app.markdown)
