"""The panel beside a timeline: the selected event with all that is said of it."""

from __future__ import annotations

import streamlit as st

from app import state
from app.components.details import details
from app.components.palette import palette
from app.controls import Controls
from app.markup import draw
from kg.views.events import event_detail

HEIGHT = 640


def event_panel(controls: Controls) -> None:
    """Draw the event that the control `event` names, with a button that closes it."""
    detail = state.ask(event_detail, controls.text("event"))
    with st.container(border=True, height=HEIGHT, key=controls.key("panel")):
        draw(details(detail, state.graph().ontology, palette()))
        st.button("Close", key=controls.key("close"), type="tertiary", on_click=controls.set, args=("event", ""))
