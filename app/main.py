"""The app's entry: its pages, its look, and the one place where errors become a line of text."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app import state
from app.components.start import start_here
from app.markup import message
from app.navigation import ADD, COMPARE, TIMELINE, WORKBENCH
from kg.errors import EventlineError

STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.svg")
"""A file of our own: an icon named by the framework is asked of a server elsewhere."""


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="Eventline", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    add = st.Page(ADD, title="Add", url_path="add", icon=":material/add_circle:")
    page = st.navigation(
        [
            st.Page(TIMELINE, title="Timeline", url_path="timeline", icon=":material/timeline:", default=True),
            st.Page(COMPARE, title="Compare", url_path="compare", icon=":material/compare_arrows:"),
            add,
            st.Page(WORKBENCH, title="SPARQL", url_path="sparql", icon=":material/terminal:"),
        ],
        position="top",
    )
    try:
        if state.is_empty() and page != add:
            start_here()
        else:
            page.run()
    except EventlineError as error:
        message(str(error))


main()
