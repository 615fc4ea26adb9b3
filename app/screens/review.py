"""Review: pairs that may be one thing, side by side, with one key for each answer, and every decision with its undo."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from app import state
from app.components.pager import PAGE_FIELD, part_of, turn_pages
from app.components.person import PATIENCE, person
from app.components.review.keys import follow, keys_help
from app.components.review.looking import Looking, look_through, wait
from app.components.review.pair import side_by_side
from app.components.review.round import Round, Word
from app.controls import Field
from app.frame import Page
from app.known import known_entity
from app.links import event_link, link, profile_link
from app.markup import Html, draw, element, joined, message, number
from kg.decisions import Verdict, decide, undo
from kg.errors import BadInput, StoreBusy, UnknownName
from kg.terms import local_name
from kg.views.alike import are_at_hand
from kg.views.decisions import list_decisions
from kg.views.entities import find_entities
from kg.views.graph import Graph
from kg.views.pairs import pair
from kg.views.review import asked_again, most_valuable
from kg.views.shapes import DecisionRow, QuestionRow, SideRow

ABOUT = {"both": "Events and names", "events": "Events", "names": "Names"}
MOST = 200
"""Questions of one round: the most valuable."""
SOON = 0.5
"""Seconds that the page waits for names before it shows itself without them."""
SHOWN = 10
"""Decisions on one part of their list."""
_WORDS: dict[Word, str] = {"same": "the same", "different": "different"}


def show() -> None:
    """Draw the page."""
    page = Page("review", [Field("about", "both", _known_choice), Field("org", [], known_entity), PAGE_FIELD])
    page.head("Review", "Pairs that may be one thing: what only a person can tell")
    _filters(page)
    round_ = _round(page)
    question = _reach_open(round_)
    if round_.looking is not None:
        wait(round_.looking)
    if round_.questions:
        _answer_row(page, round_)
        if question is not None:
            draw(side_by_side(state.ask(pair, question), state.graph().ontology))
            follow(round_.key(round_.place))
        else:
            _answered(page, round_)
    elif round_.looking is None:
        message("Nothing is to be decided here: no two events and no two names are in doubt.", "note")
    decisions = state.ask(list_decisions)
    _decisions(page, round_, decisions)
    sparql = state.graph().sparql("review/questions", org=_chosen(page))
    page.foot(("Questions about events", sparql), result=round_.questions)


# --- values of the link ---


def _known_choice(name: str) -> str:
    if name not in ABOUT:
        raise UnknownName(f"'{name[:20]}' is nothing to ask about; choose from {', '.join(ABOUT)}")
    return name


def _filters(page: Page) -> None:
    controls = page.controls
    names = list(dict.fromkeys([*state.organisations(), *controls.texts("org")]))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        person()
        st.selectbox("About", list(ABOUT), format_func=lambda name: ABOUT[name], key=controls.key("about"), width=200)
        st.multiselect("Companies", names, key=controls.key("org"), placeholder="All companies", width=300)
        st.button("Ask anew", key=controls.key("anew"), on_click=_begin_anew, args=(page,), help="Takes in what came since.")


def _chosen(page: Page) -> list[str]:
    return [iri for name in page.controls.texts("org") for iri in find_entities(state.graph(), name)]


# --- the round ---


def _round(page: Page) -> Round:
    """The round of these filters and this day, begun where there is none yet. Names that are alike may join it later."""
    about, org, known = page.controls.text("about"), tuple(_chosen(page)), state.known_on()
    rounds: dict[object, Round] = st.session_state.setdefault(page.controls.key("rounds"), {})
    which = (about, org, known)
    if which not in rounds:
        rounds.clear()
        looking = _looking() if about != "events" else None
        asked = _asked(state.graph(), about, org, names=looking is None)
        rounds[which] = Round(list(asked), looking=looking)
    round_ = rounds[which]
    if (looking := round_.looking) is not None and looking.over:
        round_.take_in(_asked(looking.graph, about, org, names=True))
    return round_


def _asked(graph: Graph, about: str, org: tuple[str, ...], *, names: bool) -> list[QuestionRow]:
    with st.spinner("Looking for what is in doubt"):
        return state.ask_of(graph, most_valuable, MOST, events=about != "names", names=names and about != "events", org=org)


def _looking() -> Looking | None:
    """The look for names that are alike; `None` where they are at hand, or so soon that nobody needs to be told."""
    graph = state.graph()
    if are_at_hand(graph):
        return None
    looking = look_through(graph)
    return None if looking.over_within(SOON) else looking


def _begin_anew(page: Page) -> None:
    st.session_state.pop(page.controls.key("rounds"), None)


def _reach_open(round_: Round) -> QuestionRow | None:
    """The question at the place that is shown, as the graph has it now; those that others settled are passed over."""
    while (question := round_.current) is not None and round_.is_open(round_.place):
        if (now := asked_again(state.graph(), question)) is not None:
            return now
        round_.settle()
    return None


def _answer_row(page: Page, round_: Round) -> None:
    """How far one is, and the answers: the same place on the page for every question."""
    controls, many = page.controls, len(round_.questions)
    place = min(round_.place + 1, many)
    left = [
        f"{len(round_.answers):,} decided",
        f"{len(round_.settled):,} settled by other answers" if round_.settled else "",
        f"{len(round_.later)} kept for later" if round_.later else "",
        f"the {MOST} most valuable are asked" if many >= MOST else "",
    ]
    done = element("span", style=f"width:{100 * round_.closed / many:.1f}%")
    bar = element("span", done, role="img", aria_label=f"{round_.closed} of {many} need no answer", class_="el-done")
    counted = element("b", f"{place:,} of {many:,}")
    draw(element("div", counted, bar, joined(" · ", filter(None, left)), role="status", class_="el-progress"))
    who = str(st.session_state.get("person", ""))
    may = bool(who) and state.known_on() is None and round_.current is not None and round_.is_open(round_.place)
    key = round_.key(round_.place) if round_.current is not None else "end"
    with st.container(horizontal=True, vertical_alignment="center"):
        for label, word, shortcut in (("Same", "same", "S"), ("Different", "different", "D")):
            st.button(
                label, key=controls.key(f"{word}_{key}"), shortcut=shortcut, disabled=not may, on_click=_answer,
                args=(page, round_, key, word, who), type="primary",
            )  # fmt: skip
        st.button("Later", key=controls.key(f"later_{key}"), shortcut="K", disabled=not may, on_click=_later, args=(round_, key))
        last = round_.answers[round_.order[-1]].decision if round_.order else ""
        st.button(
            "Undo", key=controls.key(f"undo_{last[:8] or 'none'}_last"), shortcut="U", on_click=_undo, args=(round_, last),
            disabled=not last or state.known_on() is not None,
        )  # fmt: skip
        for label, by, shortcut in (("Before", -1, "Left"), ("After", 1, "Right")):
            reachable = 0 <= round_.place + by < many
            st.button(
                label, key=controls.key(label.lower()), shortcut=shortcut, on_click=round_.step, args=(by,), type="tertiary",
                disabled=not reachable,
            )  # fmt: skip
        st.text_input(
            "Why", key=controls.key(f"why_{key}"), placeholder="why, if you like", label_visibility="collapsed", max_chars=400,
            width=220, disabled=not may,
        )  # fmt: skip
    _say_below(round_, who)
    draw(keys_help())


def _say_below(round_: Round, who: str) -> None:
    """One line that is always there, so that nothing moves from pair to pair: what the last click did, or what is wanting."""
    if day := state.known_on():
        message(f"You look at what was known on {day.isoformat()}. Decisions are made today: leave the past to answer.", "note")
    elif not who:
        message("Tell your name above to answer: each decision says whose it is.", "note")
    elif any(round_.said):
        message(*round_.said)
    else:
        message("Press a key or a button; each answer is written at once.", "note")


def _answered(page: Page, round_: Round) -> None:
    """What stands in place of a pair that was answered, or at the end."""
    question, answer = round_.current, round_.answers.get(round_.place)
    if question is None:
        draw(element("p", f"All {number(len(round_.questions), 'question')} of this round are decided.", class_="el-line"))
        return
    sides = f"“{question.left.name}” and “{question.right.name}”"
    if answer is None:
        draw(element("p", f"{sides}: settled by another answer.", class_="el-line"))
        return
    draw(element("p", f"{sides}: you said that they are {_WORDS[answer.word]}. {answer.line.capitalize()}.", class_="el-line"))
    st.button(
        "Take it back", key=page.controls.key(f"back_{round_.key(round_.place)}"), on_click=_undo, args=(round_, answer.decision)
    )


# --- writing: a second press of a key may run while the first is being written, so each deed looks at the round anew ---


def _later(round_: Round, key: str) -> None:
    with round_.lock:
        if round_.waits_for(key):
            round_.keep_for_later()


def _answer(page: Page, round_: Round, key: str, word: Verdict, who: str) -> None:
    """Write one answer to the question of this key, with the reason that stands beside its buttons."""
    why = str(st.session_state.get(page.controls.key(f"why_{key}")) or "")
    store = state.store()
    with round_.lock:
        question = round_.current
        if question is None or not round_.waits_for(key):
            return
        try:
            effect = decide(store, word, _given(question), who=who, why=why, wait=PATIENCE)
        except BadInput as error:  # another answer, or another person, settled it meanwhile
            round_.said = f"Not recorded: {error}", "warning"
            round_.keep_for_later()
        except StoreBusy as error:
            round_.said = f"Not recorded: {error}", "error"
        else:
            round_.answer(word, effect)
            line = round_.answers[round_.order[-1]].line
            told = f"Recorded: “{question.left.name}” and “{question.right.name}” are {_WORDS[word]}; {line}."
            round_.said = told, "success"


def _given(question: QuestionRow) -> tuple[str, str]:
    """Both sides as `decide` takes them: whole ids of events, keys of names."""
    if question.about == "event":
        return question.left.id or "", question.right.id or ""
    return question.left.short, question.right.short


def _undo(round_: Round, decision: str) -> None:
    """Take a decision back; one that is gone already, by a second press, is passed over."""
    store = state.store()
    with round_.lock:
        try:
            undo(store, decision, wait=PATIENCE)
        except UnknownName:
            return
        except StoreBusy as error:
            round_.said = f"Not taken back: {error}", "error"
        else:
            round_.said = f"Decision {decision[:8]} is taken back.", "success"
            round_.forget_decision(decision)


# --- what was decided ---


def _decisions(page: Page, round_: Round, found: Sequence[DecisionRow]) -> None:
    """Every decision that stands, the newest first, each with its undo."""
    draw(element("h2", f"{number(len(found), 'decision')} taken" if found else "No decision was taken yet", class_="el-heading"))
    newest = found[::-1]
    for row in newest[part_of(page.controls, len(newest), SHOWN)]:
        with st.container(horizontal=True, vertical_alignment="center"):
            draw(_decision(row))
            st.button(
                "Undo", key=page.controls.key(f"undo_{row.id}"), on_click=_undo, args=(round_, row.id), type="tertiary",
                disabled=state.known_on() is not None,
            )  # fmt: skip
    turn_pages(page.controls, len(newest), SHOWN)


def _decision(row: DecisionRow) -> Html:
    left, right = ([_side(row, side) for side in sides] for sides in (row.left, row.right))
    if row.about == "prediction":
        what = [joined(", ", left), f": {row.verdict.replace('-', ' ')}"]
    else:
        what = [joined(", ", left), " and ", joined(", ", right), f" are {row.verdict}"]
    why = f" “{row.why}”" if row.why else ""
    told = element("small", f"{row.who}, {row.when.date().isoformat()}{why}", class_="el-soft")
    return element("p", what, element("br"), told, class_="el-onward")


def _side(row: DecisionRow, side: SideRow) -> Html:
    if side.id is None:
        return element("span", side.name)
    if row.about == "prediction":
        return link("predictions", side.name, id=local_name(side.id)) if side in row.left else event_link(side.id, side.name)
    return event_link(side.id, side.name) if row.about == "event" else profile_link(side.id, side.name)


show()
