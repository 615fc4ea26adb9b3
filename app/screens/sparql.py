"""SPARQL: any reading query, in a process that ends at its limits; the catalogue's queries fill the editor."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st
from pyoxigraph import Literal, NamedNode

from app import state
from app.controls import Controls, Field
from app.markup import draw, element, message, number
from kg.errors import BadQuery, EventlineError
from kg.query.bind import bind
from kg.query.catalogue import Query, load_catalogue
from kg.query.guard import without_prologue
from kg.query.parameters import Given, Parameter
from kg.query.results import GRAPH_FORMATS, ROW_FORMATS, Result, Term, media_type
from kg.query.runner import Limits, run_query
from kg.terms import prefixed, sparql_prologue

FIRST = "overview/organisations"
"""The catalogue query that an editor begins with when the link carries none."""
SECONDS = ("5", "10", "30", "60")
ROWS = ("100", "1000", "10000", "100000")
SHOWN = 2_000
"""Rows shown in the page; the file has them all."""
EXTENSIONS = {"turtle": "ttl", "trig": "trig", "ntriples": "nt", "nquads": "nq", "jsonld": "jsonld"}


def show() -> None:
    """Draw the page."""
    controls = Controls("sparql", [Field("q"), Field("seconds", "30", _among(SECONDS)), Field("rows", "1000", _among(ROWS))])
    draw(
        element(
            "header",
            element("h1", "SPARQL"),
            element("p", "Ask anything. Queries read only, and ask no other server."),
            class_="el-masthead",
        )
    )
    controls.show_problems()
    if not controls.text("q"):
        controls.set("q", without_prologue(bind(load_catalogue().get(FIRST), {})))
    editor, catalogue = st.columns([3, 2], gap="medium")
    with catalogue:
        _catalogue(controls)
    with editor:
        st.text_area("Query", height=330, key=controls.key("q"))
        with st.container(horizontal=True, vertical_alignment="bottom"):
            asked = st.button("Run", type="primary", icon=":material/play_arrow:", key=controls.key("run"), shortcut="Ctrl+Enter")
            st.selectbox("Seconds at most", SECONDS, key=controls.key("seconds"), width=125)
            st.selectbox("Rows at most", ROWS, key=controls.key("rows"), width=125)
        with st.expander("Prefixes that are understood"):
            st.code(sparql_prologue(), language="sparql")
    controls.write_address()
    if asked:
        st.session_state[controls.key("answer")] = _answer(controls)
    answer: Result | str | None = st.session_state.get(controls.key("answer"))
    if isinstance(answer, str):
        message(answer)
    elif answer is not None:
        _show_result(controls, answer)


def _among(choices: tuple[str, ...]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in choices:
            raise BadQuery(f"'{text[:20]}' is not a limit; choose from {', '.join(choices)}")
        return text

    return check


# --- the catalogue ---


def _catalogue(controls: Controls) -> None:
    """Choose a query, fill in its form, and put the bound text into the editor."""
    catalogue = load_catalogue()
    name = st.selectbox(
        "From the catalogue",
        list(catalogue),
        index=list(catalogue).index("timeline/events"),
        key=controls.key("name"),
        format_func=lambda name: f"{name} – {catalogue[name].title}",
    )
    query = catalogue.get(name)
    draw(element("p", query.description, class_="el-note"))
    values: dict[str, Given] = {}
    beside = st.columns(2, gap="small")  # so that the answer below stays in sight
    for position, parameter in enumerate(query.parameters.values()):
        with beside[position % 2]:
            values[parameter.name] = _asked(controls, query, parameter)
    try:
        text = without_prologue(bind(query, values))
    except BadQuery as error:
        message(str(error), "warning")
        return
    st.button(
        "Put into the editor", icon=":material/arrow_back:", key=controls.key("fill"), on_click=controls.set, args=("q", text)
    )


def _asked(controls: Controls, query: Query, parameter: Parameter) -> Given:
    """A widget for one parameter, and what was entered; `None` where nothing was."""
    key = controls.key(f"{query.name}_{parameter.name}")
    label = f"{parameter.name} *" if parameter.required else parameter.name
    known = [str(choice) for choice in parameter.choices] or _suggestions(parameter)
    if parameter.type == "boolean":
        return st.selectbox(label, ["true", "false"], index=None, key=key, help=parameter.description, placeholder="either")
    if parameter.multiple:
        return [
            _value(chosen)
            for chosen in st.multiselect(
                label, known, key=key, help=parameter.description, placeholder="any", accept_new_options=True
            )
        ]
    if known:
        chosen = st.selectbox(
            label, known, index=None, key=key, help=parameter.description, placeholder="any", accept_new_options=True
        )
        return _value(chosen) if chosen else None
    return st.text_input(label, key=key, help=parameter.description, placeholder=parameter.type) or None


def _suggestions(parameter: Parameter) -> list[str]:
    """Values that the graph offers for parameters of these names: a name to read, and the IRI it stands for."""
    ontology = state.graph().ontology
    match parameter.name:
        case "kind":
            return [prefixed(kind.iri) for kind in ontology.kinds]
        case "status":
            return [prefixed(kind.iri) for kind in ontology.statement_kinds]
        case "org" | "entity":
            return [f"{name} <{iri}>" for iri, name, _ in state.organisations()]
        case _:
            return []


def _value(chosen: str) -> str:
    """The IRI of `Anthropic <https://…>`; anything else as it is."""
    _, opening, rest = chosen.rpartition("<")
    return rest.removesuffix(">") if opening and chosen.endswith(">") else chosen


# --- the answer ---


def _answer(controls: Controls) -> Result | str:
    """What the query gives, or why it gives nothing."""
    path = state.store().snapshot().path
    if path is None:
        return "The store is not on this machine; queries from here need one that is"
    limits = Limits(seconds=float(controls.text("seconds")), rows=int(controls.text("rows")))
    with st.spinner("Running"):
        try:
            return run_query(controls.text("q"), store_path=path, limits=limits)
        except EventlineError as error:
            return str(error)


def _show_result(controls: Controls, result: Result) -> None:
    if result.kind == "boolean":
        draw(element("p", "Yes" if result.answer() else "No", class_="el-answer"))
    what = {"rows": "row", "graph": "triple", "boolean": "answer"}[result.kind]
    cut = f"; there are more, this is the limit of {result.count:,}" if result.truncated else ""
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        message(f"{number(result.count, what)} in {result.seconds:.2f} s{cut}", "warning" if result.truncated else "success")
        with st.container(horizontal=True, width="content"):
            for form in GRAPH_FORMATS if result.kind == "graph" else ROW_FORMATS:
                st.download_button(
                    form.upper() if len(form) < 5 else form.capitalize(),
                    partial(result.converted, form),
                    f"answer.{EXTENSIONS.get(form, form)}",
                    media_type(form),
                    on_click="ignore",
                    key=controls.key(f"as_{form}"),
                )
    if result.kind != "boolean":
        rows = [{column: _shown(row.get(column)) for column in result.columns} for row in result.rows()[:SHOWN]]
        if rows:
            st.dataframe(rows, width="stretch", hide_index=True, height=min(38 + 35 * len(rows), 520))
        if result.count > SHOWN:
            draw(element("p", f"The first {SHOWN:,} are shown; the files hold all {result.count:,}.", class_="el-note"))


def _shown(term: Term | None) -> str | None:
    """A term as people read it: prefixed names for IRIs, the text of literals."""
    if term is None:
        return None
    if isinstance(term, NamedNode):
        return prefixed(term)
    return term.value if isinstance(term, Literal) else str(term)


show()
