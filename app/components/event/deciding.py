"""Joining and splitting by hand: choose an event or a report, see what it would change, decide, and take it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app import state
from app.components.manner import row, table
from app.controls import Controls
from app.links import event_link
from app.markup import Html, draw, element, message, number
from kg.decisions import Verdict, decide, foresee, undo
from kg.errors import BadInput, EventlineError
from kg.views.relations import merge_candidates
from kg.views.shapes import DecisionRow, EventHistory, PreviewRow
from kg.views.spelt import spelt_date, spelt_day

_PATIENCE = 2.0
"""Seconds to wait for another writer before saying so."""
_EFFECTS = {"new": "an event of its own", "joins": "changes", "unchanged": "as before"}


@dataclass(frozen=True)
class _Plan:
    """What is about to be decided, and the events as they would be."""

    verdict: Verdict
    given: tuple[str, str]
    rows: tuple[PreviewRow, ...]


@dataclass(frozen=True)
class _Outcome:
    """What came of the last click: a line, and the decision that can be taken back."""

    text: str
    tone: str = "success"
    decision: str = ""


def deciding(controls: Controls, history: EventHistory) -> None:
    """The controls below an event. What is written is told at once, with a way back."""
    if state.known_on():
        message("Decisions are made on all that is known: choose the newest day first.", "note")
        return
    _show_outcome(controls)
    if history.decisions:
        draw(element("h3", "Decided by people", class_="el-heading"))
        for decision in history.decisions:
            _standing(controls, decision)
    left, right = st.columns(2, gap="large")
    with left:
        _choose_event(controls, history)
    with right:
        _choose_report(controls, history)
    plan: _Plan | None = st.session_state.get(controls.key("plan"))
    if plan is not None:
        _show_plan(controls, plan)


# --- choosing ---------------------------------------------------------------------------------------------------------


def _choose_event(controls: Controls, history: EventHistory) -> None:
    draw(element("h3", "Another event is the same", class_="el-heading"))
    words = st.text_input("Find it by words of its title or a name", key=controls.key("search"))
    found = {row.id: row for row in state.ask(merge_candidates, history.event, words)}
    labels = {iri: f"{spelt_date(one.date)} – {one.title}" for iri, one in found.items()}
    chosen = st.selectbox(
        "The same as",
        list(found),
        index=None,
        format_func=lambda iri: labels.get(iri, ""),
        placeholder="Choose an event" if found else "Nothing found",
        key=controls.key("other"),
    )
    st.button(
        "See what joining them does",
        disabled=chosen is None,
        key=controls.key("preview_same"),
        on_click=_plan,
        args=(controls, "same", (history.event.id, chosen or "")),
    )


def _choose_report(controls: Controls, history: EventHistory) -> None:
    draw(element("h3", "A report speaks of something else", class_="el-heading"))
    homes = {report.id: report.joined_to for report in history.reports}
    free = {report.id: report for report in history.reports if "its source says that it adds to this report" not in report.joined}
    if len(free) < 2:
        draw(element("p", "Only one source tells of this event; there is nothing to part.", class_="el-note"))
        return
    labels = {one.id: f"{one.source.name} – {one.title}" for one in free.values()}
    chosen = st.selectbox(
        "The report",
        list(free),
        index=None,
        format_func=lambda iri: labels.get(iri, ""),
        placeholder="Choose a report",
        key=controls.key("report"),
    )
    other = homes.get(chosen or "") or next(one for one in free if one != chosen)
    st.button(
        "See what parting it does",
        disabled=chosen is None,
        key=controls.key("preview_different"),
        on_click=_plan,
        args=(controls, "different", (f"event/{chosen}", f"event/{other}")),
    )


def _plan(controls: Controls, verdict: Verdict, given: tuple[str, str]) -> None:
    _forget(controls)
    try:
        rows = tuple(foresee(state.store(), verdict, given, wait=_PATIENCE))
    except EventlineError as error:
        _say(controls, _Outcome(_for_people(error), "error"))
    else:
        st.session_state[controls.key("plan")] = _Plan(verdict, given, rows)


# --- deciding ---------------------------------------------------------------------------------------------------------


def _show_plan(controls: Controls, plan: _Plan) -> None:
    with st.container(border=True, key=controls.key("planned")):
        draw(element("h3", "What it would do", class_="el-heading"))
        draw(_effects(plan.rows))
        left, right = st.columns(2)
        left.text_input("Who decides", key=controls.key("who"), max_chars=200, autocomplete="name")
        right.text_input("Why", key=controls.key("why"), max_chars=2000)
        with st.container(horizontal=True):
            word = "Join them" if plan.verdict == "same" else "Part them"
            st.button(word, type="primary", key=controls.key("commit"), on_click=_decide, args=(controls, plan))
            st.button("Leave it", key=controls.key("leave"), on_click=_forget, args=(controls,))


def _effects(rows: Sequence[PreviewRow]) -> Html:
    lines = [
        row(
            one.event.title,
            spelt_date(one.event.date),
            number(one.event.told_by, "source"),
            _EFFECTS[one.effect],
            ", ".join(one.newly_disputed) or "nothing",
        )
        for one in rows
    ]
    caption = f"{number(len(rows), 'event')} afterwards"
    return table(caption, ("Event", "Date", "Told by", "Effect", "Newly disputed"), lines)


def _decide(controls: Controls, plan: _Plan) -> None:
    """Write once: the plan is gone before anything is written, so that a second click finds none."""
    if st.session_state.get(controls.key("plan")) is not plan:
        return
    who = controls.text("who").strip()
    if not who:
        _say(controls, _Outcome("Write who decides: others will want to ask.", "error"))
        return
    st.session_state[controls.key("plan")] = None
    try:
        effect = decide(state.store(), plan.verdict, plan.given, who=who, why=controls.text("why"), wait=_PATIENCE)
    except EventlineError as error:
        st.session_state[controls.key("plan")] = plan
        _say(controls, _Outcome(_for_people(error), "error"))
        return
    before, after = effect.things
    done = "Joined" if plan.verdict == "same" else "Parted"
    _say(controls, _Outcome(f"{done}: {number(before, 'event')} became {after}.", decision=effect.decision.id))


def _undo(controls: Controls, decision: str) -> None:
    _forget(controls)
    try:
        effect = undo(state.store(), decision, wait=_PATIENCE)
    except EventlineError as error:
        _say(controls, _Outcome(_for_people(error), "error"))
    else:
        _say(controls, _Outcome(f"Taken back: decision {effect.decision.id[:8]}, as if it had never been made."))


def _for_people(error: EventlineError) -> str:
    """The error's line. Decisions are undone here, not on the command line."""
    text = str(error)
    return text.replace("--by:", "who:") if isinstance(error, BadInput) else f"{text}. Nothing was written; your choice is kept."


# --- what was decided -------------------------------------------------------------------------------------------------


def _show_outcome(controls: Controls) -> None:
    outcome: _Outcome | None = st.session_state.get(controls.key("outcome"))
    if outcome is None:
        return
    message(outcome.text, outcome.tone)
    if outcome.decision:
        st.button(
            "Undo", icon=":material/undo:", key=controls.key("undo"), on_click=_undo, args=(controls, outcome.decision)
        )


def _standing(controls: Controls, decision: DecisionRow) -> None:
    word = "One event" if decision.verdict == "same" else "Different events"
    sides = [side for side in (*decision.left, *decision.right) if side.id]
    with st.container(horizontal=True, vertical_alignment="center"):
        draw(
            element(
                "p",
                element("b", word),
                f": {decision.who}, {spelt_day(decision.when.date())}",
                f" – {decision.why}" if decision.why else None,
                [[" · ", event_link(side.id or "", side.name)] for side in sides],
            )
        )
        st.button(
            "Undo this decision",
            icon=":material/undo:",
            type="tertiary",
            key=controls.key(f"undo_{decision.id}"),
            on_click=_undo,
            args=(controls, decision.id),
        )


def _say(controls: Controls, outcome: _Outcome) -> None:
    st.session_state[controls.key("outcome")] = outcome


def _forget(controls: Controls) -> None:
    """Leave the plan and what was said before."""
    for name in ("plan", "outcome"):
        st.session_state[controls.key(name)] = None
