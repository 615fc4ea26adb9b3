"""Home: what changed since last time, what is newest, what is disputed, and what falls due; or what was searched for."""

from __future__ import annotations

from datetime import UTC, date, datetime
from itertools import islice

import streamlit as st

from app import state
from app.components.home import front
from app.components.home.hits import results
from app.components.home.news import news_list
from app.components.home.visit import Visit, remember_visit, visit_before
from app.components.palette import palette
from app.controls import Field
from app.frame import Page
from app.links import link
from app.markup import Html, draw, element, joined, number
from kg.views.changes import Changes, day_of_last_news, what_changed
from kg.views.dispute_index import DisputeFilter, index_sparql
from kg.views.front import Totals, fresh_disputes, newest_events, sources_by_month, thin_coverage, totals
from kg.views.predictions import due_within, list_predictions
from kg.views.search import SearchResult, search
from kg.views.spelt import spelt_day

DAYS_OF_NEWS = 10
"""Days with news that a first visit is shown."""
DUE_WITHIN = 90
_HITS = 15


def show() -> None:
    """Draw the front page, or the results where the link has a query."""
    page = Page("home", [Field("q"), Field("since", "", lambda text: state.read_day(text).isoformat())])
    query = page.controls.text("q").strip()
    if query:
        _results(page, query)
    else:
        _front(page)


# --- search -----------------------------------------------------------------------------------------------------------


def _results(page: Page, query: str) -> None:
    with st.spinner("Searching", show_time=False):
        found = state.ask(search, query, _HITS)
    page.head(f"“{query}”", _outcome(found))
    if found.groups:
        draw(results(found))
    else:
        elsewhere = [link("profile", "all companies"), link("timeline", "the timeline"), link("sources", "the sources")]
        told = "No name, title or text has these words, nor any that are spelt nearly so. Try fewer words, or look through "
        draw(element("p", told, joined(", ", elsewhere), ".", class_="el-note"))
    graph = state.graph()
    page.foot(
        ("Texts of sources with these letters", graph.sparql("search/texts", text=query)),
        ("Events with these letters", graph.sparql("timeline/events", text=query)),
        ("Entities with these letters", graph.sparql("entity/by-name", text=query)),
        result=found,
    )


def _outcome(found: SearchResult) -> str:
    if not found.groups:
        return "Nothing was found."
    return "Nothing is spelt just so; these are spelt nearly so." if found.near else f"{number(found.total, 'hit')}."


# --- the front page ---------------------------------------------------------------------------------------------------


def _front(page: Page) -> None:
    graph, today = state.graph(), state.known_on() or datetime.now(tz=UTC).date()
    visit = visit_before(datetime.now(tz=UTC)) if not state.known_on() else None
    counted = state.ask(totals)
    page.head("What is known", front.counts_line(counted))
    with st.container(key="home_columns"):
        left, right = st.columns([3, 2], gap="large")
    with left:
        news = st.empty()
        draw(_newest(today))
    with right:
        draw(_disputes())
        draw(_predictions(today))
        draw(_coverage())
    changes = _changed(page, visit)
    with news.container():
        _draw_news(changes, visit, counted)
    page.foot(
        ("When events were told", graph.sparql("projection/told")),
        ("When disagreements arose", index_sparql(graph, DisputeFilter())),
        ("Predictions by deadline", graph.sparql("prediction/all")),
        result=[counted, changes],
    )
    remember_visit(graph.id, counted.events)


def _newest(today: date) -> Html:
    events = state.ask(newest_events, today, 12)
    return front.part(
        "Newest events",
        front.newest(events, state.graph().ontology, palette()),
        more=link("timeline", "Timeline"),
    )


def _disputes() -> Html:
    found = state.ask(fresh_disputes, 5)
    body = front.disputes(found) if found else element("p", "No dispute is dated.", class_="el-note")
    return front.part("Fresh disputes", body, more=link("disputes", "All disputes"))


def _predictions(today: date) -> Html:
    found = state.ask(list_predictions, today)
    near = due_within(found, today, DUE_WITHIN)
    overdue = sorted((row for row in found if row.status == "overdue"), key=lambda row: row.due_by or today, reverse=True)
    shown = [*near[:6], *islice(overdue, 4)]
    nothing = f"No prediction falls due within {DUE_WITHIN} days, and none is overdue."
    body = front.predictions(shown, today) if shown else element("p", nothing, class_="el-note")
    return front.part("Predictions falling due", body, more=link("predictions", number(len(found), "prediction")))


def _coverage() -> Html:
    found = state.ask(thin_coverage, 8)
    months = state.ask(sources_by_month, 36)
    bars = front.months(months) if months else element("p", "No source is dated.", class_="el-note")
    return front.part("Coverage", bars, front.thin(found) if found else None, more=link("sources", "Sources"))


# --- what changed -----------------------------------------------------------------------------------------------------


def _changed(page: Page, visit: Visit | None) -> Changes | None:
    """What changed since the day in the link, else since the last visit, else in the last days with news."""
    asked = page.controls.text("since")
    since = date.fromisoformat(asked) if asked else visit.day if visit else None
    changes = state.ask(what_changed, since) if since else None
    if (changes is None or not changes.rows) and not asked:
        fallback = state.ask(day_of_last_news, DAYS_OF_NEWS)
        return state.ask(what_changed, fallback) if fallback else None
    return changes


def _draw_news(changes: Changes | None, visit: Visit | None, counted: Totals) -> None:
    ontology = state.graph().ontology
    lines = [_about_store(visit, counted)] if visit else []
    if changes is None:
        nothing = "No source is dated, so that nothing can be told of what came when."
        draw(front.part("What changed", element("p", nothing, class_="el-note")))
        return
    since = f"since {spelt_day(changes.since)}"
    if visit and changes.since < visit.day:
        lines.append(f"No source was published since your visit on {spelt_day(visit.day)}. Before that:")
    if not changes.rows:
        newest = f"; the newest is of {spelt_day(changes.newest)}" if changes.newest else ""
        lines.append(f"No source was published {since}{newest}.")
    more = changes.events - len(changes.rows)
    draw(
        front.part(
            f"What sources told {since}",
            [element("p", line, class_="el-note") for line in lines if line],
            news_list(changes, ontology) if changes.rows else None,
            element("p", f"And {number(more, 'more event')}.", class_="el-note") if more > 0 else None,
            more=link("recap", "Weekly recap"),
        )
    )


def _about_store(visit: Visit, counted: Totals) -> str:
    """How the store differs from what the last visit saw: it keeps no time of taking things in."""
    if state.graph().id.startswith(visit.snapshot):
        return f"Nothing was added to the store since your visit on {spelt_day(visit.day)}."
    difference = counted.events - visit.events
    if difference:
        change = f"{number(abs(difference), 'event')} {'more' if difference > 0 else 'fewer'} than"
        return f"The store changed since your visit on {spelt_day(visit.day)}: it holds {change} then."
    return f"The store changed since your visit on {spelt_day(visit.day)}, with as many events as then."


show()
