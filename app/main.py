"""The app's entry: its pages, its look, and the one place where errors become a line of text."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from app import state
from app.components.bar import bar
from app.components.start import start_here
from app.frame import day_in_link
from app.markup import message
from app.navigation import HOME, PAGES, page
from kg.errors import EventlineError

STYLE = Path(__file__).with_name("style.css")
ICON = Path(__file__).with_name("icon.svg")
"""A file of our own: an icon named by the framework is asked of a server elsewhere."""


def main() -> None:
    """Show the page that the address names."""
    st.set_page_config(page_title="Eventline", page_icon=str(ICON), layout="wide")
    st.html(STYLE)
    entries = [entry for entry in PAGES if Path(__file__).with_name("screens").joinpath(f"{entry.name}.py").exists()]
    pages = {
        st.Page(entry.file, title=entry.title, url_path="" if entry is HOME else entry.name, default=entry is HOME): entry
        for entry in entries
    }
    opened = st.navigation(list(pages), position="hidden")
    state.set_known(day_in_link())
    bar(pages[opened])
    try:
        if state.is_empty() and pages[opened] is not page("add"):
            start_here()
        else:
            opened.run()
    except EventlineError as error:
        message(str(error))


main()
