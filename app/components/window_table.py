"""The table beside a timeline: the same events, of the same window, for reading and for the keyboard."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import streamlit as st

from app import state
from app.components.palette import text_glyph
from app.components.timeline import filter_in_address
from app.controls import Controls
from app.links import base
from app.markup import draw, element, joined, message, number
from kg.dates import Moment
from kg.ontology import Ontology
from kg.terms import digest
from kg.views.chosen import ChosenRow, window_rows
from kg.views.events import EventFilter
from kg.views.projection import day_number

MOST = 200
"""Rows of the table; beyond, one looks nearer or takes the file."""
_FORMS = (("CSV", "csv"), ("JSON", "json"), ("iCalendar", "ics"))


def window_table(controls: Controls, wanted: EventFilter) -> None:
    """Draw the rows of the window that the control `view` names. Choosing one sets the control `event`."""
    begin, end = _window(controls.text("view"))
    found = state.ask(window_rows, wanted, begin, end, tuple(controls.texts("hide")), MOST)
    draw(
        element(
            "header",
            element("h2", _heading(found.events, len(found.rows), windowed=begin is not None), class_="el-heading"),
            element("p", "All that fit the filters: ", joined(" ", _files(wanted)), class_="el-note"),
            class_="el-table-head",
        )
    )
    if not found.rows:
        message("None of the events that are chosen and shown lies in this window. Zoom out, or press Fit.", "note")
        return
    key = controls.key(f"table_{digest([state.graph().id, wanted.model_dump_json(), controls.text('view')])}")

    def picked() -> None:
        rows = st.session_state[key].selection.rows
        controls.set("event", found.rows[rows[0]].id if rows and rows[0] < len(found.rows) else "")

    st.dataframe(
        [_cells(row, state.graph().ontology) for row in found.rows],
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(found.rows), 420),
        key=key,
        on_select=picked,
        selection_mode="single-row",
        column_config={
            "Date": st.column_config.TextColumn(width=100),
            "Company": st.column_config.TextColumn(width=190),
            "Kind": st.column_config.TextColumn(width=140),
            "Event": st.column_config.TextColumn(width=520),
            "Amount": st.column_config.TextColumn(width=110),
            "Said": st.column_config.TextColumn(width=140),
            "Disputed": st.column_config.TextColumn(width=75),
            "Sources": st.column_config.NumberColumn(width=70),
        },
    )


def _heading(events: int, shown: int, *, windowed: bool) -> str:
    where = " in this window" if windowed else ""
    return f"The last {shown} of {number(events, 'event')}{where}" if shown < events else f"{number(events, 'event')}{where}"


def _window(view: str) -> tuple[int | None, int | None]:
    begin, _, end = view.partition("/")
    return _day(Moment.parse(begin).begin if begin else None), _day(Moment.parse(end).end if end else None)


def _day(day: date | None) -> int | None:
    return day_number(day) if day else None


def _files(wanted: EventFilter) -> list[str]:
    """Links to files with every event of the filter."""
    query = urlencode([(name, value) for name, values in filter_in_address(wanted).items() for value in values])
    address = f"{base()}eventline/timeline/{state.graph().id}/events"
    return [element("a", label, href=f"{address}.{form}?{query}", download="") for label, form in _FORMS]


def _cells(row: ChosenRow, ontology: Ontology) -> dict[str, object]:
    kind = ontology.kind(row.kind)
    return {
        "Date": row.date,
        "Company": row.organisations,
        "Kind": f"{text_glyph(kind.glyph)} {kind.label}",
        "Event": row.title,
        "Amount": str(row.amount) if row.amount else "",
        "Said": ontology.statement_kind(row.status).label,
        "Disputed": "?" if row.disputed else "",
        "Sources": row.told_by,
    }
