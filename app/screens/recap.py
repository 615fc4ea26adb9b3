"""Recap: what happened in a week, a month or any other time, to read here, to take away, or to subscribe to."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from app import state
from app.components.palette import palette
from app.components.recap import recap_article
from app.controls import Controls, Field
from app.frame import Page
from app.known import known_entity
from app.links import base, href
from app.markup import draw, element, message
from kg.errors import BadInput
from kg.views.events import events_sparql
from kg.views.periods import Period, between, month_of, read_period, week_of
from kg.views.recap import Recap, RecapFilter, as_html, as_markdown, events_filter, newest_week, recap, words
from kg.views.shapes import as_json

_FORMS: dict[str, tuple[str, str, Callable[[Recap], str]]] = {
    "Markdown": ("md", "text/markdown", as_markdown),
    "HTML": ("html", "text/html", as_html),
    "JSON": ("json", "application/json", lambda told: json.dumps(as_json(told), ensure_ascii=False, indent=2)),
}
"""Ending, media type and writer of each file."""


def show() -> None:
    """Draw the page."""
    ontology = state.graph().ontology
    page = Page(
        "recap",
        [
            Field("from", "", _known_date),
            Field("to", "", _known_date),
            Field("org", [], known_entity),
            Field("kind", [], lambda name: ontology.kind(name).name),
            Field("text"),
        ],
    )
    head = st.container()
    wanted = _wanted(page.controls)
    told = state.ask(recap, wanted)
    with head:
        page.head(told.title, words.NOTHING if told.is_empty else words.summary(told))
    _take_away(page.controls, told)
    if told.is_empty:
        message("Nothing of this is known of this time. Go to another week, or take a filter away.", "note")
    else:
        draw(recap_article(told, ontology, palette()))
    graph = state.graph()
    page.foot(
        ("Events that happened, or may have happened, in this time", events_sparql(graph, events_filter(wanted))),
        ("What is disputed of them", graph.sparql("dispute/all", event=[row.event.id for row in told.rows if row.disputes])),
        ("Predictions", graph.sparql("prediction/all")),
        result=told,
    )


# --- controls ---------------------------------------------------------------------------------------------------------


def _known_date(text: str) -> str:
    read_period(text)
    return text


def _wanted(controls: Controls) -> RecapFilter:
    """Draw the controls and read them. Without a time it is the newest week in which something happened."""
    ontology = state.graph().ontology
    names = state.organisations()
    kinds = {kind.name: f"{kind.glyph} {kind.plural}" for kind in ontology.kinds}
    about = st.columns([4, 3, 3], gap="small")
    about[0].multiselect(
        "Companies",
        [*names, *(name for name in controls.texts("org") if name not in names)],
        key=controls.key("org"),
        placeholder="All companies",
    )
    about[1].multiselect(
        "Kinds", list(kinds), format_func=lambda name: kinds[name], key=controls.key("kind"), placeholder="All kinds"
    )
    about[2].text_input("Text", key=controls.key("text"), placeholder="in a title or a name", icon=":material/search:")
    companies, chosen, text = tuple(controls.texts("org")), tuple(controls.texts("kind")), controls.text("text").strip()
    today = state.known_on() or datetime.now(tz=UTC).date()
    period = _given(controls) or state.ask(newest_week, today, companies, chosen, text)
    _turn(controls, period)
    return RecapFilter(begin=period.begin, end=period.end, organisations=companies, kinds=chosen, text=text)


def _given(controls: Controls) -> Period | None:
    """The time in the link: one date stands for all its days; `None` where there is none, or none that can be read."""
    first, last = controls.text("from").strip(), controls.text("to").strip()
    if not (first or last):
        return None
    try:
        return between(first or last, last or first)
    except BadInput as error:
        message(str(error))
        return None


def _turn(controls: Controls, period: Period) -> None:
    """From week to week and month to month, with buttons and with the arrow keys."""
    unit = "month" if period.is_month else "week" if period.is_week else "time"
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        for label, other, icon, key in (
            (f"The {unit} before", period.earlier, ":material/arrow_back:", "Left"),
            (f"The {unit} after", period.later, ":material/arrow_forward:", "Right"),
        ):
            st.button(
                label,
                key=controls.key(key.lower()),
                icon=icon,
                help=f"{other} (key: {key.lower()} arrow)",
                shortcut=key,
                on_click=partial(_go, controls, other),
            )
        other = week_of(period.end) if period.is_month else month_of(period.begin)
        name = "Week" if period.is_month else "Month"
        st.button(f"{name}: {other}", key=controls.key("unit"), on_click=partial(_go, controls, other))
        st.text_input("From", key=controls.key("from"), placeholder=period.begin.isoformat(), width=150)
        st.text_input("To", key=controls.key("to"), placeholder=period.end.isoformat(), width=150)


def _go(controls: Controls, period: Period) -> None:
    controls.set("from", period.begin.isoformat())
    controls.set("to", period.end.isoformat())


def _take_away(controls: Controls, told: Recap) -> None:
    """The recap as files, and the address of the feed about the same."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        for label, (ending, mime, written) in _FORMS.items():
            st.download_button(
                label,
                partial(written, told),
                f"recap-{told.wanted.begin}-{told.wanted.end}.{ending}",
                mime,
                key=controls.key(ending),
                on_click="ignore",
                icon=":material/download:",
            )
        query = href("recap", org=told.wanted.organisations, kind=told.wanted.kinds, text=told.wanted.text).partition("?")[2]
        address = f"{base()}eventline/recap.atom{f'?{query}' if query else ''}"
        draw(element("a", "Atom feed of the last four weeks", href=address, type="application/atom+xml", class_="el-feed"))


show()
