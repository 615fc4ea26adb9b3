"""Every page on a real store: what it shows, what a link does, and what bad input gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kg import pipeline
from kg.store import EmbeddedStore
from kg.views.events import EventFilter, list_events
from kg.views.graph import open_graph
from tests.app.conftest import EXAMPLES, OpenPage

PAGES = ("timeline", "compare", "add", "sparql")


def said(app: AppTest) -> str:
    """All HTML of the page."""
    return "\n".join(_bodies(app))


def _bodies(app: AppTest) -> list[str]:
    return [body for element in app.get("html") if not (body := str(element.proto.body)).startswith("<style>")]


def messages(app: AppTest, tone: str) -> list[str]:
    """The one-line messages of a tone."""
    return [body for body in _bodies(app) if f'class="el-message el-{tone}"' in body]


def link(app: AppTest) -> dict[str, list[str]]:
    """What the address holds."""
    return {name: [values] if isinstance(values, str) else list(values) for name, values in app.query_params.items()}


def fine(app: AppTest) -> AppTest:
    assert not app.exception, app.exception[0].value
    assert not messages(app, "error")
    return app


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
        ("lanes", "nine", "not a number of lanes"),
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
    assert len(app.dataframe[0].value) > 300


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


# --- compare ---


def test_companies_are_compared_from_the_link(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "compare", org=["Anthropic", "OpenAI", "Mistral AI"]))
    text = said(app)
    for heading in (
        "Events by kind and year",
        "Who was looked at",
        "Funding",
        "Launches",
        "People who came",
        "People who went",
        "What is claimed of them",
    ):
        assert f">{heading}</h2>" in text
    assert "el-unseen" in text
    assert "105m EUR" in text


def test_without_a_choice_the_two_busiest_are_compared(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "compare"))
    assert len(app.multiselect(key="compare_org").value) == 2


@pytest.mark.parametrize("orgs", [["Anthropic"], ["Anthropic", "OpenAI", "Google", "Meta", "Nvidia", "Cohere", "xAI"]])
def test_too_few_or_too_many_companies_are_told(orgs: list[str], sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "compare", org=orgs)
    assert not app.exception
    assert messages(app, "error") + messages(app, "warning")


# --- add ---


def paste(app: AppTest, name: str) -> AppTest:
    app.text_area(key="add_text_0").set_value((EXAMPLES / name).read_text(encoding="utf-8")).run()
    return app.button(key="add_look").click().run()


def test_a_preview_tells_what_would_be_stored_and_stores_nothing(own_store: Path, open_page: OpenPage) -> None:
    before = EmbeddedStore(own_store).current_id()
    app = fine(paste(open_page(own_store, "add"), "pasted.csv"))
    assert "2 events; 1 refused" in messages(app, "success")[0]
    events, refused = app.dataframe[0].value, app.dataframe[1].value
    assert list(events["Effect"]) == ["new", "new"]
    assert list(refused["field"]) == ["date"]
    assert list(refused["line"]) == ["4"]
    assert EmbeddedStore(own_store).current_id() == before


def test_what_others_tell_already_is_joined_and_newly_disputed(own_store: Path, open_page: OpenPage) -> None:
    row = paste(open_page(own_store, "add"), "joins.csv").dataframe[0].value.iloc[0]
    assert row["Effect"].startswith("joins ")
    assert "person" in row["Newly disputed"]


def test_a_commit_publishes_clears_and_links_to_the_events(own_store: Path, open_page: OpenPage) -> None:
    before = EmbeddedStore(own_store).current_id()
    app = paste(open_page(own_store, "add", publisher="Somebody"), "pasted.csv")
    app = fine(app.button(key="add_commit").click().run())
    assert EmbeddedStore(own_store).current_id() != before
    assert "Committed: 2 events; 1 rows were refused" in messages(app, "success")[0]
    assert app.text_area(key="add_text_1").value == ""
    assert app.text_input(key="add_publisher").value == ""
    titles = [row.title for row in list_events(open_graph(EmbeddedStore(own_store).snapshot()))]
    assert "Anthropic hires Jane Roe from Example Labs" in titles


def test_a_text_changed_after_the_preview_cannot_be_committed_unseen(own_store: Path, open_page: OpenPage) -> None:
    app = paste(open_page(own_store, "add"), "pasted.csv")
    app.text_area(key="add_text_0").set_value((EXAMPLES / "joins.csv").read_text(encoding="utf-8")).run()
    assert "preview it again" in messages(app, "note")[0]
    assert not [button for button in app.button if button.key == "add_commit"]


@pytest.mark.parametrize("text", ["hello", "\x00\x01\x02", "<script>alert(1)</script>" * 50, "@prefix broken"])
def test_what_cannot_be_read_is_one_line(text: str, own_store: Path, open_page: OpenPage) -> None:
    app = open_page(own_store, "add")
    app.text_area(key="add_text_0").set_value(text).run()
    app.button(key="add_look").click().run()
    assert not app.exception
    assert len(messages(app, "error")) == 1
    assert "<script>" not in said(app)


# --- SPARQL ---


def test_a_query_from_the_link_runs(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql", q="SELECT (COUNT(*) AS ?n) { ?event a el:Event }")
    app = fine(app.button(key="sparql_run").click().run())
    assert int(app.dataframe[0].value["n"][0]) > 300
    assert "1 row in" in messages(app, "success")[0]
    assert link(app) == {"q": ["SELECT (COUNT(*) AS ?n) { ?event a el:Event }"]}


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("ASK { ?event a el:Event }", ">Yes<"),
        ("ASK { el:Hire a el:Event }", ">No<"),
        ("CONSTRUCT { ?e a el:Event } { ?e a el:Hire }", "triples in"),
    ],
)
def test_other_forms_of_query_are_answered(query: str, answer: str, sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql", q=query)
    assert answer in said(fine(app.button(key="sparql_run").click().run()))


@pytest.mark.parametrize(
    ("query", "word"),
    [
        ("SELECT ?x {\n ?x a el:Event", "line"),
        ("SELECT ?x { SERVICE <http://example.org/> { ?x ?y ?z } }", "SERVICE"),
        ("DELETE WHERE { ?x ?y ?z }", "query"),
    ],
)
def test_a_bad_query_is_one_line(query: str, word: str, sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql", q=query)
    app = app.button(key="sparql_run").click().run()
    assert not app.exception
    (told,) = messages(app, "error")
    assert word in told


def test_more_rows_than_the_limit_are_told(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql", q="SELECT ?s { ?s ?p ?o }", rows="100")
    app = app.button(key="sparql_run").click().run()
    assert "this is the limit" in messages(app, "warning")[0]


def test_the_catalogue_fills_the_editor_with_bound_text(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql")
    app.selectbox(key="sparql_name").set_value("timeline/events").run()
    app.multiselect(key="sparql_timeline/events_kind").set_value(["el:Hire"]).run()
    app.button(key="sparql_fill").click().run()
    app = fine(app.button(key="sparql_run").click().run())
    assert set(app.dataframe[0].value["kind"]) == {"el:Hire"}


def test_a_parameter_of_the_wrong_type_is_one_line(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql")
    app.selectbox(key="sparql_name").set_value("timeline/events").run()
    app.text_input(key="sparql_timeline/events_from").set_value("yesterday").run()
    assert not app.exception
    assert "YYYY-MM-DD" in messages(app, "warning")[0]
