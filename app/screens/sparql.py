"""SPARQL: any reading query, in a process that ends at its limits; the catalogue's queries fill the editor."""

from __future__ import annotations

from typing import cast

import streamlit as st

from app import state
from app.components.sparql.bench import Bench
from app.components.sparql.catalogue import ask_parameters, choose_query, given_values, parameter_fields
from app.components.sparql.editor import editor
from app.components.sparql.elsewhere import ways_elsewhere
from app.components.sparql.history import past_queries
from app.components.sparql.link import FIRST, GIBIBYTES, LONGEST_LINK, ROWS, SECONDS, all_fields, length_in_link
from app.components.sparql.results import result_of
from app.controls import Controls
from app.frame import Page
from app.markup import draw, element, message
from kg.errors import BadInput
from kg.query.catalogue import Query, load_catalogue
from kg.query.guard import without_prologue
from kg.query.runner import Limits
from kg.store import EmbeddedSnapshot
from kg.terms import digest
from kg.views.fill_in import fill_in

POLL = 0.4
"""Seconds between two looks at a query under way."""
AT_ONCE = 0.3
"""Seconds that a run of the page waits for an answer, since most come as fast."""


def show() -> None:
    """Draw the page."""
    bench = _bench()
    fields = all_fields()
    bench.remind("sparql", fields)
    page = Page("sparql", fields)
    controls = page.controls
    query = _chosen(controls)
    trouble = _follow_link(controls, bench, query)
    if _is_to_run(controls, bench):
        _run(controls, bench)
    bench.look()
    page.head("SPARQL", "Ask the graph anything. Queries only read, ask no other server, and end at their limits.")
    with st.container(key="sparql_split"):
        writing, beside = st.columns([3, 2], gap="medium")
    with writing:
        _write(controls, bench, query)
        if trouble:
            message(trouble, "warning")
    with beside:
        _beside(controls, bench, query)
    _show_answer(controls, bench)
    bench.remember("sparql", fields)
    if bench.running:  # the link is compared with the answer, once it is there
        controls.write_address()
        _wait(bench)
    else:
        page.foot(result=_content(bench))


# --- what the link carries ------------------------------------------------------------------------------------------------


def _chosen(controls: Controls) -> Query | None:
    name = controls.text("query")
    return load_catalogue().get(name) if name else None


def _bench() -> Bench:
    return cast(Bench, st.session_state.setdefault("sparql_bench", Bench()))


def _follow_link(controls: Controls, bench: Bench, query: Query | None) -> str:
    """Put the text that the link or the form asks for into the editor, when that changed. What is wrong with it, or ""."""
    given = given_values(controls, query) if query else {}
    source = _source(controls, given)
    if source == bench.source:
        return ""
    graph = state.graph()
    try:
        text = fill_in(graph, query, given) if query else controls.text("q") or bench.text or graph.sparql(FIRST)
    except BadInput as error:
        return str(error)
    bench.put(without_prologue(text), source)
    return ""


def _source(controls: Controls, given: dict[str, list[str]]) -> tuple[object, ...]:
    return (controls.text("q"), controls.text("query"), *((name, *texts) for name, texts in given.items()))


# --- writing and running ---------------------------------------------------------------------------------------------------


def _write(controls: Controls, bench: Bench, query: Query | None) -> None:
    def keep(text: str) -> None:
        if text == bench.text:
            return
        bench.text = text
        for name, empty in _own_text(text, query).items():
            controls.set(name, empty)
        bench.source = _source(controls, {})

    def run(text: str) -> None:
        keep(text)
        controls.set("run", True)
        _run(controls, bench)

    editor(
        controls.key("editor"),
        text=bench.text,
        revision=bench.revision,
        asked=bench.asked,
        running=bench.running,
        on_run=run,
        on_cancel=bench.cancel,
        on_text=keep,
    )
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.selectbox("Seconds at most", SECONDS, key=controls.key("seconds"), width=130)
        st.selectbox("Rows at most", ROWS, key=controls.key("rows"), width=130, format_func=lambda rows: f"{int(rows):,}")
        st.selectbox("GiB of memory at most", GIBIBYTES, key=controls.key("memory"), width=170)
    if (length := length_in_link(bench.text)) > LONGEST_LINK:
        message(
            f"The query takes {length:,} characters of a link, which carries {LONGEST_LINK:,}: it is not in the address. "
            "Keep it in a file; kg query FILE runs it.",
            "warning",
        )


def _own_text(text: str, query: Query | None) -> dict[str, str | bool | list[str]]:
    """The values of the link of a text that a person wrote: no catalogue query, nothing in its form, not run yet."""
    form = {field.name: field.default for field in parameter_fields(query.name)} if query else {}
    return {**form, "query": "", "q": text if length_in_link(text) <= LONGEST_LINK else "", "run": False}


def _run(controls: Controls, bench: Bench) -> None:
    snapshot = state.graph().reader
    assert isinstance(snapshot, EmbeddedSnapshot)
    limits = Limits(
        seconds=float(controls.text("seconds")), rows=int(controls.text("rows")), memory=int(controls.text("memory")) << 30
    )
    bench.ask(snapshot, limits, state.known_on(), AT_ONCE)


def _is_to_run(controls: Controls, bench: Bench) -> bool:
    """Whether the link asks for an answer that is not there yet: of another text, or of another day."""
    asked = bench.asked
    return controls.on("run") and (asked is None or asked.text != bench.text or asked.known != state.known_on())


def _wait(bench: Bench) -> None:
    """Stay by the query under way; the page is drawn anew when it ends."""

    @st.fragment(run_every=POLL)
    def look() -> None:
        if bench.asked is None or bench.asked.seen():
            bench.hurried = True
            st.rerun()

    look()


def _show_answer(controls: Controls, bench: Bench) -> None:
    """Draw the answer, or what stands in its place."""
    asked = bench.asked
    if asked is None:
        draw(element("p", "The answer will stand here. Run the query with Ctrl+Enter.", class_="el-note"))
    elif bench.running:
        told = "The query is running. It ends when you cancel it, leave this page, or its time is over."
        draw(element("p", told, class_="el-note", role="status"))
    elif asked.answer is not None:
        result_of(controls, bench, asked)
    elif asked.problem is None:  # else the editor tells it, at its place
        message(str(asked.trouble))


def _content(bench: Bench) -> str:
    """What the page shows, for the fingerprint: an answer's lines in one order, for a query need not give one."""
    answer = bench.asked.answer if bench.asked else None
    return digest(sorted(answer.body.decode("utf-8", "replace").splitlines())) if answer else bench.text


# --- beside the editor -----------------------------------------------------------------------------------------------------


def _beside(controls: Controls, bench: Bench, query: Query | None) -> None:
    catalogue, before, elsewhere = st.tabs(["Catalogue", "History", "Run it elsewhere"])
    for tab, title in ((catalogue, "Catalogue"), (before, "History"), (elsewhere, "Run it elsewhere")):
        with tab:
            draw(element("h2", title, class_="el-unseen-text"))
    with catalogue:
        if query:
            ask_parameters(controls, query)
        with st.expander("Choose another query") if query else st.container():
            choose_query(controls, query.name if query else "")
    with before:
        past_queries(bench.history)
    with elsewhere:
        ways_elsewhere(bench.text, query.name if query else "", given_values(controls, query) if query else {})


show()
