"""Events of an answer on a timeline."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st
from pyoxigraph import NamedNode

from app import state
from app.components.timeline import Arrangement, timeline
from app.controls import Controls
from app.links import event_link
from app.markup import draw, element, number
from kg.query.results import Term
from kg.terms import IDS
from kg.views.graph import Graph, expand
from kg.views.projection import projection
from kg.views.projection.marks import marks_of_rows

LANES = 12
_EVENTS = f"{IDS}event/"

Rows = Sequence[dict[str, Term]]


def is_timeline(rows: Rows, columns: Sequence[str]) -> bool:
    """Whether a column holds events."""
    return _event_column(rows, columns) is not None


def timeline_of(controls: Controls, rows: Rows, columns: Sequence[str]) -> None:
    """Draw the events of the first column that holds some, by company; what was selected has a link below."""
    column = _event_column(rows, columns)
    events = list(dict.fromkeys(term.value for row in rows if column and isinstance(term := row.get(column), NamedNode)))
    inline, missing = state.ask(_marks, tuple(events))
    key = controls.key("timeline")

    @st.fragment
    def drawn() -> None:
        chosen = str(st.session_state.get(f"{key}_event", ""))
        timeline(
            key,
            inline=inline,
            lanes="company",
            most=LANES,
            arrangement=Arrangement(event=chosen),
            title="Events of the answer",
            on_event=lambda event: st.session_state.update({f"{key}_event": event}),
        )
        if chosen:
            draw(element("p", event_link(expand(chosen, "event"), "Open the page of the selected event")))

    drawn()
    if missing:
        told = f"{number(missing, 'event')} of the answer {'is' if missing == 1 else 'are'} not in the graph as it is shown now."
        draw(element("p", told, class_="el-note"))


def _marks(graph: Graph, events: tuple[str, ...]) -> tuple[bytes, int]:
    """The marks as bytes, and how many events have none."""
    table = projection(graph)
    found = table.rows_of(events)
    return marks_of_rows(table, found, "company", LANES), len(events) - len(found)


def _event_column(rows: Rows, columns: Sequence[str]) -> str | None:
    for column in columns:
        if any(isinstance(term := row.get(column), NamedNode) and term.value.startswith(_EVENTS) for row in rows[:100]):
            return column
    return None
