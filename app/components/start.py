"""What an empty store shows: what this is, and two ways to begin."""

from __future__ import annotations

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from app import state
from app.markup import draw, element
from app.navigation import ADD
from kg import pipeline


def start_here() -> None:
    """Offer the sample data, or one's own."""
    draw(
        element(
            "section",
            element("h2", "Nothing here yet"),
            element(
                "p",
                "Eventline keeps what sources say about companies, and who said it. "
                "Begin with the sample, or with a news card or table of your own.",
            ),
            class_="el-start",
        )
    )
    with st.container(horizontal=True):
        if st.button("Load the sample data", type="primary", icon=":material/database:", key="start_sample"):
            with st.status("Loading the sample data", expanded=True) as status:
                line = st.empty()
                outcome = pipeline.ingest(state.store(), pipeline.sample_inputs(), progress=lambda doing: _say(line, doing))
                status.update(label=", ".join(f"{number} {what}" for what, number in outcome.counts().items()), state="complete")
            st.rerun()
        st.page_link(ADD, label="Add your own", icon=":material/add:")


def _say(line: DeltaGenerator, doing: str) -> None:
    line.text(doing)
