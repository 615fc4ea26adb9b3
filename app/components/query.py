"""The query behind a view, shown in full and opened in the SPARQL page with one click."""

from __future__ import annotations

import streamlit as st

from app.links import link
from app.markup import draw, element
from kg.query.guard import without_prologue


def query_behind(*queries: tuple[str, str]) -> None:
    """An expander with each query of a view: pairs of what it answers and its SPARQL."""
    with st.expander("The query behind this", icon=":material/code:"):
        for title, sparql in queries:
            text = without_prologue(sparql)
            draw(
                element(
                    "p",
                    element("strong", title),
                    " ",
                    link("sparql", ("Open in SPARQL", element("span", f": {title}", class_="el-unseen-text")), q=text),
                    class_="el-query-head",
                )
            )
            st.code(text, language="sparql", height=min(260, 60 + 20 * text.count("\n")))
