"""The catalogue on the SPARQL page: its queries by topic, found by words, and a form for the parameters of one."""

from __future__ import annotations

from itertools import groupby

import streamlit as st

from app import state
from app.controls import Controls, Field
from app.links import link
from app.markup import Html, draw, element, number
from kg.query.catalogue import Query, load_catalogue
from kg.query.parameters import Parameter

HEIGHT = 280
"""Pixels of the list of queries, so that the answer below stays in sight; what is longer scrolls."""


def parameter_fields(name: str) -> list[Field]:
    """What a link to a catalogue query carries beside its name; nothing for a name that is not there."""
    catalogue = load_catalogue()
    if name not in catalogue:
        return []
    return [Field(parameter.name, [] if parameter.multiple else "") for parameter in catalogue.get(name).parameters.values()]


def given_values(controls: Controls, query: Query) -> dict[str, list[str]]:
    """What the form holds, by parameter; only those that are filled in."""
    held = {
        parameter.name: controls.texts(parameter.name) if parameter.multiple else [controls.text(parameter.name)]
        for parameter in query.parameters.values()
    }
    return {name: kept for name, texts in held.items() if (kept := [text for text in texts if text])}


def choose_query(controls: Controls, chosen: str) -> None:
    """A field to search by, and the queries that fit, by topic, each a link that puts it into the editor."""
    words = st.text_input(
        "Search the catalogue",
        key=controls.key("catalogue_search"),
        placeholder="words of a title or a description",
        icon=":material/search:",
    )
    fitting = [query for query in load_catalogue().values() if _fits(query, words)]
    with st.container(height=HEIGHT, border=False):
        if not fitting:
            draw(element("p", "No query has these words. Clear the field to see all.", class_="el-note"))
        topics = (_topic(name, list(queries), chosen) for name, queries in groupby(fitting, _topic_of))
        draw(element("div", topics, class_="el-catalogue"))
    draw(element("p", f"{number(len(fitting), 'query', 'queries')} of {len(load_catalogue())}", class_="el-note", role="status"))


def ask_parameters(controls: Controls, query: Query) -> None:
    """The form of one query. What is entered goes into its text at once."""
    draw(
        element(
            "div",
            element("h3", query.title, class_="el-heading"),
            element("p", query.description, class_="el-note"),
        )
    )
    if not query.parameters:
        draw(element("p", "It takes no parameters.", class_="el-note"))
    beside = st.columns(2, gap="small")
    for position, parameter in enumerate(query.parameters.values()):
        with beside[position % 2]:
            _ask(controls, parameter)


def _fits(query: Query, words: str) -> bool:
    text = f"{query.name} {query.title} {query.description}".casefold()
    return all(word in text for word in words.casefold().split())


def _topic_of(query: Query) -> str:
    return query.name.partition("/")[0]


def _topic(name: str, queries: list[Query], chosen: str) -> Html:
    return element(
        "section",
        element("h3", name.capitalize()),
        element(
            "ul",
            (
                element(
                    "li",
                    link("sparql", query.title, query=query.name),
                    element("small", "chosen", class_="el-chosen") if query.name == chosen else None,
                    element("p", query.description),
                )
                for query in queries
            ),
        ),
    )


# --- the form ---


def _ask(controls: Controls, parameter: Parameter) -> None:
    key = controls.key(parameter.name)
    label = f"{parameter.name} (needed)" if parameter.required else parameter.name
    known = _offered(parameter)
    free = not parameter.choices and parameter.type != "boolean"
    if parameter.multiple:
        st.multiselect(label, known, key=key, help=parameter.description, placeholder="any", accept_new_options=free)
    elif known or parameter.type == "boolean":
        options = ["", *(known or ["true", "false"])]
        options += [held] if (held := controls.text(parameter.name)) not in options else []
        st.selectbox(
            label, options, key=key, help=parameter.description, format_func=lambda text: text or "any", accept_new_options=free
        )
    else:
        st.text_input(label, key=key, help=parameter.description, placeholder=_EXAMPLES.get(parameter.type, "text"))


_EXAMPLES = {"date": "2026-04-08", "integer": "10", "decimal": "2.5", "iri": "a name, or el:Hire, or https://…"}


def _offered(parameter: Parameter) -> list[str]:
    """Values that the graph offers for parameters of these names, as people write them."""
    ontology = state.graph().ontology
    if parameter.choices:
        return [str(choice) for choice in parameter.choices]
    if parameter.type != "iri":
        return []
    match parameter.name:
        case "kind":
            return [kind.name for kind in ontology.kinds]
        case "status":
            return [kind.name for kind in ontology.statement_kinds]
        case "org" | "entity":
            return state.organisations()
        case _:
            return []
