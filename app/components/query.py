"""The query behind a view, shown in full and opened in the SPARQL page with one click."""

from __future__ import annotations

import streamlit as st

from app.navigation import WORKBENCH
from kg.query.guard import without_prologue


def query_behind(*queries: tuple[str, str]) -> None:
    """An expander with each query of a view: pairs of what it answers and its SPARQL."""
    with st.expander("The query behind this", icon=":material/code:"):
        for title, sparql in queries:
            text = without_prologue(sparql)
            with st.container(horizontal=True, vertical_alignment="center"):
                st.caption(title)
                st.page_link(WORKBENCH, label="Open in SPARQL", icon=":material/arrow_outward:", query_params={"q": text})
            st.code(text, language="sparql", height=260)
