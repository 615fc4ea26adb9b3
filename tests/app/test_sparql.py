"""The SPARQL page: it runs, tells what is wrong and where, shows answers in several ways, and its links open the same again."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from app.components.sparql.bench import Bench
from app.components.sparql.catalogue import parameter_fields
from app.components.sparql.link import FIRST, LONGEST_LINK, own_fields
from kg.query.catalogue import load_catalogue
from kg.store import EmbeddedStore
from kg.views.events import EventFilter, list_events
from kg.views.graph import open_graph
from tests.app.conftest import EXAMPLES, OpenPage
from tests.app.seen import fine, link, messages, said

MISTYPED = tomllib.loads((EXAMPLES / "mistyped.toml").read_text(encoding="utf-8"))["query"]
COUNT = "SELECT (COUNT(*) AS ?n) { ?event a el:Event }"


def answered(app: AppTest) -> AppTest:
    """The page once the query under way has ended."""
    asked = bench(app).asked
    if asked is not None and not asked.done:
        assert asked.seen(30)
        app.run()
    return app


def bench(app: AppTest) -> Bench:
    held = app.session_state["sparql_bench"]
    assert isinstance(held, Bench)
    return held


def editor(app: AppTest) -> dict[str, Any]:
    """What the editor was given."""
    (found,) = [one for one in app.get("bidi_component") if "editor" in one.proto.component_name]
    given = json.loads(found.proto.json)
    assert isinstance(given, dict)
    return given


# --- running ---


def test_a_link_opens_its_text_and_runs_nothing(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "sparql", q=COUNT))
    assert editor(app)["text"] == COUNT
    assert bench(app).asked is None
    assert "The answer will stand here" in said(app)


def test_without_a_link_it_begins_with_a_query_of_the_catalogue(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "sparql"))
    assert editor(app)["text"] == load_catalogue().get(FIRST).text
    assert link(app) == {}


def test_a_link_that_says_run_shows_the_answer_and_stays(sample_store: Path, open_page: OpenPage) -> None:
    events = list_events(open_graph(EmbeddedStore(sample_store).snapshot()), EventFilter())
    app = answered(fine(open_page(sample_store, "sparql", q=COUNT, run="1")))
    assert f'<td class="el-figure">{len(events)}</td>' in said(app)
    assert "1 row in" in messages(app, "success")[0]
    assert link(app) == {"q": [COUNT], "run": ["1"]}
    first = bench(app).asked
    app.run()
    assert bench(app).asked is first  # drawn again, not run again


@pytest.mark.parametrize(
    ("query", "answer"),
    [
        ("ASK { ?event a el:Event }", ">Yes<"),
        ("ASK { el:Hire a el:Event }", ">No<"),
        ("CONSTRUCT { ?e a el:Event } WHERE { ?e a el:Hire }", "triples in"),
        ("SELECT ?e { ?e a el:NoSuchThing }", "Nothing in the graph fits"),
        ("SELECT ('<b>bold</b> $x$' AS ?text) {}", "&lt;b&gt;bold&lt;/b&gt; $x$"),
        ("SELECT (1234567.50 AS ?n) (2024 AS ?year) ('2024-02-30'^^xsd:date AS ?d) {}", ">1,234,567.5<"),
    ],
)
def test_every_form_of_query_is_answered(query: str, answer: str, sample_store: Path, open_page: OpenPage) -> None:
    assert answer in said(answered(fine(open_page(sample_store, "sparql", q=query, run="1"))))


@pytest.mark.parametrize("example", MISTYPED, ids=lambda example: example["told"])
def test_what_is_mistyped_is_told_at_its_place(example: dict[str, Any], sample_store: Path, open_page: OpenPage) -> None:
    app = answered(open_page(sample_store, "sparql", q=example["text"], run="1"))
    assert not app.exception
    problem = editor(app)["problem"]
    assert [problem["line"], problem["column"]] == example["place"]
    assert example["told"] in problem["reason"]
    assert "\n" not in problem["reason"]
    assert bench(app).history[0].outcome.endswith(problem["reason"])


def test_cut_answers_say_so(sample_store: Path, open_page: OpenPage) -> None:
    app = answered(open_page(sample_store, "sparql", q="SELECT ?s { ?s ?p ?o }", rows="100", run="1"))
    assert "There are more: 100 is the limit" in messages(app, "warning")[0]


def test_limits_are_bounded(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql", seconds="86400")
    assert "is not a limit" in messages(app, "warning")[0]
    assert app.selectbox(key="sparql_seconds").value == "30"


def test_a_past_day_is_asked_on_its_own_graph(sample_store: Path, open_page: OpenPage) -> None:
    now = answered(open_page(sample_store, "sparql", q=COUNT, run="1"))
    then = answered(open_page(sample_store, "sparql", q=COUNT, run="1", known="2023-06-30"))
    assert 0 < _only_figure(then) < _only_figure(now)


def _only_figure(app: AppTest) -> int:
    asked = bench(app).asked
    assert asked is not None
    return int(asked.rows[0]["n"].value)  # type: ignore[union-attr]


def test_a_text_too_long_for_a_link_is_told_and_runs(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql", q=COUNT)
    held = bench(app)
    held.text = COUNT + "#" * LONGEST_LINK
    app.session_state["sparql_q"] = ""
    held.source = ("", "")
    app.run()
    assert "it is not in the address" in messages(app, "warning")[0]
    assert editor(app)["text"] == held.text
    assert "q" not in link(app)


# --- the catalogue ---


def test_no_parameter_is_called_like_a_value_of_the_page() -> None:
    own = {field.name for field in own_fields()} | {"known", "fp", "editor", "bench", "split"}
    for query in load_catalogue().values():
        assert not own & {field.name for field in parameter_fields(query.name)}, query.name


def test_a_catalogue_query_is_filled_in_by_its_form(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql", query="timeline/events", kind="Hire", run="1")
    hires = len(bench(answered(app)).asked.rows)  # type: ignore[union-attr]
    assert hires > 0
    app.multiselect(key="sparql_kind").set_value(["Hire", "Departure"]).run()
    assert "ns#Departure" in editor(answered(fine(app)))["text"]
    assert len(bench(app).asked.rows) > hires  # type: ignore[union-attr]
    assert link(app) == {"query": ["timeline/events"], "kind": ["Hire", "Departure"], "run": ["1"]}


@pytest.mark.parametrize(("value", "told"), [("yesterday", "YYYY-MM-DD"), ("2024-13-01", "YYYY-MM-DD")])
def test_a_bad_value_is_told_and_the_text_stays(value: str, told: str, sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql", query="timeline/events")
    before = editor(app)["text"]
    app.text_input(key="sparql_from").set_value(value).run()
    assert told in messages(app, "warning")[0]
    assert editor(app)["text"] == before


def test_an_unknown_catalogue_query_is_told(sample_store: Path, open_page: OpenPage) -> None:
    assert "there is no query 'timeline/evnts'" in messages(open_page(sample_store, "sparql", query="timeline/evnts"), "warning")[
        0
    ].replace("&#x27;", "'")


def test_the_catalogue_is_searched_by_words_of_titles_and_descriptions(sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "sparql")
    app.text_input(key="sparql_catalogue_search").set_value("reporting lag").run()
    assert "query=source%2Flag" in said(app)
    assert "query=timeline%2Fevents" not in said(app)
    app.text_input(key="sparql_catalogue_search").set_value("no such words").run()
    assert "No query has these words" in said(app)


# --- views, history ---


def test_views_are_offered_where_they_fit(sample_store: Path, open_page: OpenPage) -> None:
    app = answered(open_page(sample_store, "sparql", query="overview/organisations", run="1", as_="chart"))
    assert app.segmented_control(key="sparql_as").options == ["Table", "Chart"]
    assert app.selectbox(key="sparql_x").value == "name"
    assert app.get("vega_lite_chart")
    app = answered(open_page(sample_store, "sparql", q="CONSTRUCT WHERE { ?e a el:Hire ; el:person ?p }", run="1", as_="graph"))
    assert app.segmented_control(key="sparql_as").options == ["Table", "Timeline", "Graph"]
    assert any("network" in one.proto.component_name for one in app.get("bidi_component"))
    app.segmented_control(key="sparql_as").set_value("timeline").run()
    assert any("timeline" in one.proto.component_name for one in fine(app).get("bidi_component"))
    assert link(app)["as"] == ["timeline"]


def test_a_long_answer_is_shown_by_pages(sample_store: Path, open_page: OpenPage) -> None:
    app = answered(fine(open_page(sample_store, "sparql", q="SELECT ?e { ?e a el:Event } ORDER BY ?e", run="1")))
    assert "Rows 1 to 100 of" in said(app)
    assert said(app).count("<tr>") == 101


def test_events_and_entities_of_an_answer_are_links(sample_store: Path, open_page: OpenPage) -> None:
    query = "SELECT ?event ?person ?kind { ?event a el:Hire ; el:person ?person ; a ?kind FILTER(?kind = el:Hire) } LIMIT 1"
    text = said(answered(fine(open_page(sample_store, "sparql", q=query, run="1"))))
    assert 'class="el-link" href="/event?id=' in text
    assert 'class="el-link" href="/profile?id=agent%2F' in text
    assert ">el:Hire</td>" in text


def test_queries_of_the_session_are_kept_newest_first(sample_store: Path, open_page: OpenPage) -> None:
    app = answered(open_page(sample_store, "sparql", q=COUNT, run="1"))
    app.query_params["q"] = "ASK {}"
    app = answered(app.run())
    assert [(entry.text, entry.outcome) for entry in bench(app).history] == [("ASK {}", "yes"), (COUNT, "1 row")]
    assert "<time" in said(app)
