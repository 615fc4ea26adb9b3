"""The bar above every page: the pages, search, the day as known on, and a link to what is seen."""

from __future__ import annotations

import datetime

from app import state
from app.components.bundle import component
from app.controls import Controls
from app.links import base, href
from app.navigation import PAGES, Entry
from kg.views.past import known_days, left_out

HEIGHT = 80
"""Pixels that are kept for it until its script has come."""


def bar(current: Entry) -> None:
    """Draw the bar."""
    known = state.known_on()
    component("shell", waiting=f'<div style="height:{HEIGHT}px"></div>')(
        key="shell",
        data={
            "pages": [
                {"title": entry.title, "href": href(entry.name), "current": entry is current} for entry in PAGES if entry.in_bar
            ],
            "base": base(),
            "known": known.isoformat() if known else "",
            "days": [day.isoformat() for day, _ in state.ask_of(state.newest(), known_days)],
            "leftOut": state.ask_of(state.newest(), left_out) if known else "",
            "today": datetime.datetime.now(tz=datetime.UTC).date().isoformat(),
        },
        on_back_change=Controls.believe_address,
    )
