"""Predictions: what sources say will happen, what became of it by a day, and a person's word on it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import uuid4

import streamlit as st

from app import state
from app.components.pager import PAGE_FIELD, part_of, turn_pages
from app.components.person import PATIENCE, once, person
from app.components.predictions.board import LABELS, STATES, board, cards, prediction_article, scores
from app.components.predictions.deadlines import deadlines
from app.controls import Field
from app.frame import Page
from app.known import known_entity
from app.links import href, link
from app.markup import draw, element, joined, message, number
from kg.decisions import undo
from kg.errors import BadInput, StoreBusy, UnknownName
from kg.query.guard import without_prologue
from kg.terms import EL, local_name
from kg.verdicts import Verdict, judge
from kg.views.entities import find_entities
from kg.views.predictions import due_within, find_prediction, list_predictions, score_predictions
from kg.views.shapes import PredictionRow

SPANS = (30, 90, 365)
"""Days within which a prediction falls due."""
SHOWN = 24
"""Predictions of one state on one part of the list."""


def show() -> None:
    """Draw the page."""
    page = Page(
        "predictions",
        [
            Field("id", "", _known_prediction),
            Field("org", [], known_entity),
            Field("source", []),
            Field("state", [], _known_state),
            Field("due", "", _known_span),
            PAGE_FIELD,
        ],
    )
    on = state.known_on() or datetime.datetime.now(tz=datetime.UTC).date()
    every: list[PredictionRow] = state.ask(list_predictions, on)
    page.head("Predictions", _line(every, on))
    _tell_done(page)
    sparql = state.graph().sparql
    queries = (
        ("Predictions", sparql("prediction/all")),
        ("Events that they expect", sparql("prediction/evidence", on=on)),
        ("Scores of sources", sparql("prediction/score", on=on)),
    )
    if not every:
        by_then = state.known_on() is not None
        message(
            "No prediction was known by then. Leave the day to see those of later."
            if by_then
            else "No source predicts anything in what is known. News cards hold predictions; add one.",
            "note",
        )
        page.foot(*queries, result=[])
        return
    chosen = next((row for row in every if local_name(row.id) == page.controls.text("id")), None)
    if chosen is not None:
        _one(page, chosen, on)
    found = _filtered(page, every, on)
    if chosen is None:
        _all(page, found, on)
    page.foot(*queries, result=[chosen] if chosen else found)


def _line(every: Sequence[PredictionRow], on: datetime.date) -> str:
    sources = len({row.source.id for row in every})
    return f"{number(len(every), 'prediction')} by {number(sources, 'source')}, as they stand on {on.isoformat()}"


# --- values of the link ---


def _known_prediction(reference: str) -> str:
    return local_name(find_prediction(state.graph(), reference))


def _known_state(name: str) -> str:
    if name not in STATES:
        raise UnknownName(f"'{name[:20]}' is no state; choose from {', '.join(STATES)}")
    return name


def _known_span(text: str) -> str:
    if text not in map(str, SPANS):
        raise BadInput(f"'{text[:20]}' is no span; choose from {', '.join(map(str, SPANS))} days")
    return text


# --- all of them ---


def _filtered(page: Page, every: Sequence[PredictionRow], on: datetime.date) -> list[PredictionRow]:
    """Draw the filters, and give the predictions that they leave; beside an open prediction they are not drawn."""
    controls = page.controls
    sources = sorted({row.source.name for row in every})
    controls.set("source", [name for name in controls.texts("source") if name in sources])
    if not controls.text("id"):
        about = sorted({name for row in every for name in row.about})
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.multiselect(
                "About", list(dict.fromkeys([*about, *controls.texts("org")])), key=controls.key("org"), width=240,
                placeholder="Anybody",
            )  # fmt: skip
            st.multiselect("Said by", sources, key=controls.key("source"), width=240, placeholder="Any source")
            st.multiselect(
                "State", STATES, format_func=lambda name: LABELS[name], key=controls.key("state"), width=240,
                placeholder="Any state",
            )  # fmt: skip
    found = [row for row in every if _fits(page, row)]
    span = controls.text("due")
    return due_within(found, on, int(span)) if span else found


def _fits(page: Page, row: PredictionRow) -> bool:
    names, sources, states = (page.controls.texts(name) for name in ("org", "source", "state"))
    wanted = {iri for name in names for iri in find_entities(state.graph(), name)}
    return (
        (not names or bool(wanted & set(row.about_ids)))
        and (not sources or row.source.name in sources)
        and (not states or row.status in states)
    )


def _all(page: Page, found: Sequence[PredictionRow], on: datetime.date) -> None:
    controls, ontology = page.controls, state.graph().ontology
    _falling_due(page, on)
    if not found:
        message("No prediction fits these filters. Take one away.", "note")
        return
    if strip := deadlines(found, on):
        draw(strip)
    kept = {name: controls.texts(name) for name in ("org", "source")}
    if len(states := controls.texts("state")) == 1:
        draw(element("h2", f"{LABELS[states[0]].capitalize()}: {len(found):,}", class_="el-heading"))
        draw(cards(found[part_of(controls, len(found), SHOWN)], ontology))
        turn_pages(controls, len(found), SHOWN)
    else:
        draw(board(found, ontology, **kept, due=controls.text("due")))
    if score := state.ask(score_predictions, on):
        draw(scores(score, ontology))


def _falling_due(page: Page, on: datetime.date) -> None:
    """Falling due: 1 within 30 days · 2 within 90 days …, each a link; the one that is chosen can be let go."""
    chosen, every = page.controls.text("due"), state.ask(list_predictions, on)
    kept = {name: page.controls.texts(name) for name in ("org", "source", "state")}
    parts = [
        element("b", text) if str(span) == chosen else link("predictions", text, **kept, due=str(span))
        for span in SPANS
        if (text := f"{len(due_within(every, on, span)):,} within {span} days")
    ]
    away = [link("predictions", "all deadlines", **kept)] if chosen else []
    draw(element("p", "Falling due: ", joined(" · ", [*parts, *away]), class_="el-onward"))


# --- one of them ---


def _one(page: Page, row: PredictionRow, on: datetime.date) -> None:
    graph = state.graph()
    draw(element("p", link("predictions", "← All predictions"), class_="el-onward"))
    of_card = graph.is_a(row.source.id, EL.NewsCard)
    draw(prediction_article(row, graph.ontology, of_card=of_card, day=on.isoformat()))
    _decide(page, row)
    if row.ask:
        with st.expander("What is looked for, as a question that anybody can run"):
            st.code(without_prologue(row.ask), language="sparql")
            answer = "yes" if any(event.relation == "meets" for event in row.evidence) else "no"
            run = link("sparql", "Run it in the SPARQL page", q=without_prologue(row.ask))
            draw(element("p", f"The answer on {on.isoformat()} is {answer}. ", run, class_="el-onward"))


def _decide(page: Page, row: PredictionRow) -> None:
    """A person's word, and its end."""
    if day := state.known_on():
        today = element("a", "leave the past", class_="el-link", href=href("predictions", id=local_name(row.id), known=None))
        draw(element("p", f"You look at {day.isoformat()}: decisions are made today. To decide, ", today, ".", class_="el-note"))
        return
    controls = page.controls
    choices = {event.event: f"{event.date or 'undated'} {event.title}" for event in row.evidence}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        who = person()
        event = st.selectbox(
            "Evidence", list(choices), index=None, format_func=lambda iri: choices.get(iri, iri), key=controls.key("event"),
            placeholder="the event, or its id", accept_new_options=True, width=340,
        )  # fmt: skip
        why = st.text_input("Why", key=controls.key("why"), placeholder="for those who read it later", max_chars=400, width=420)
    met = bool(event) or any(found.relation == "meets" for found in row.evidence)
    words: tuple[tuple[str, Verdict, bool], ...] = (
        ("Came true", "came-true", met), ("Refuted", "refuted", True), ("Withdrawn", "withdrawn", True),
    )  # fmt: skip
    drawn = uuid4().hex
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, verdict, possible in words:
            st.button(
                label, disabled=not (who and possible), key=controls.key(verdict), on_click=_judge,
                args=(page, drawn, verdict, row.id, event or "", who, why),
            )  # fmt: skip
        if row.verdict:
            st.button("Take the last word back", key=controls.key("undo"), on_click=_undo, args=(page, row.verdict.decision))
        if not who:
            draw(element("p", "Tell your name to decide.", class_="el-note"))
        elif not met:
            draw(element("p", "That it came true needs an event as evidence.", class_="el-note"))


def _judge(page: Page, drawn: str, verdict: Verdict, prediction: str, event: str, who: str, why: str) -> None:
    store = state.store()
    try:
        with once(drawn) as first:
            decision = judge(store, verdict, prediction, event=event, who=who, why=why, wait=PATIENCE) if first else None
    except (BadInput, StoreBusy) as error:
        _remember(page, str(error), "error")
    else:
        if decision is not None:
            _remember(page, f"Recorded as decision {decision.id[:8]}: {LABELS[verdict]}.", "success")


def _undo(page: Page, decision: str) -> None:
    try:
        undo(state.store(), decision, wait=PATIENCE)
    except (BadInput, StoreBusy) as error:
        _remember(page, str(error), "error")
    else:
        _remember(page, f"Decision {decision[:8]} is taken back.", "success")


def _remember(page: Page, line: str, tone: str) -> None:
    st.session_state[page.controls.key("done")] = (line, tone)


def _tell_done(page: Page) -> None:
    """What the last click did, told once."""
    if done := st.session_state.pop(page.controls.key("done"), None):
        message(*done)


show()
