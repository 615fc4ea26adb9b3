"""The timeline: our own canvas component, with what it is given and what it tells.

It reads its columns from the routes beside the pages (`app.routes.timeline`), so that a run of the page sends an address
and no events. A few events that are no snapshot's, such as those of a preview, are given inline.
"""

from __future__ import annotations

import base64
import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

import streamlit as st

from app import state
from app.components.bundle import component
from app.links import base
from kg.views.events import EventFilter

_WAITING = '<div style="min-height:{height}px" aria-busy="true"></div>'
_HEIGHT = 420
"""Pixels kept for it until its script has come."""


@dataclass(frozen=True)
class Arrangement:
    """How a person arranged a timeline: what a link holds beside the filter.

    `view` is the window as two dates, `2023-01-01/2024-06-30`; `order` and `collapsed` are ids of lanes; `hidden` names kinds
    and statement kinds that the legend puts aside. Everything empty is the timeline as it comes.
    """

    event: str = ""
    view: str = ""
    order: tuple[str, ...] = ()
    collapsed: tuple[str, ...] = ()
    hidden: tuple[str, ...] = ()


def timeline(
    key: str,
    *,
    snapshot: str = "",
    filter: Mapping[str, Sequence[str]] | None = None,  # noqa: A002 - as everything around it calls it
    lanes: str = "company",
    most: int = 12,
    arrangement: Arrangement = Arrangement(),
    inline: bytes | None = None,
    title: str = "Timeline",
    height: int | None = None,
    compact: bool = False,
    on_event: Callable[[str], None] | None = None,
    on_arrangement: Callable[[Arrangement], None] | None = None,
) -> None:
    """Show a timeline of the events of a snapshot that fit a filter, or of those given inline.

    `snapshot` is `state.graph().id`; `filter` as the timeline's address has it (`filter_in_address`); `inline` are bytes of
    kg.views.projection.marks. `compact` leaves out legend and overview. `height` is in pixels; without it the lanes take
    what they need, up to two thirds of the window. `on_event` is called with the id of the event that was selected, "" for
    none; `on_arrangement` with any change of window, lanes or legend. Draw it in a fragment: each call is a run of it.
    """
    given = filter or {}
    query = urlencode([(name, value) for name, values in given.items() for value in values])
    today = (state.known_on() or datetime.datetime.now(tz=datetime.UTC).date()).isoformat()
    asked = urlencode({"lanes": lanes, "most": most, "today": today})

    def now() -> Arrangement:
        """The arrangement after what the browser told last."""
        told = st.session_state[key]
        moved = told.get("lanes") or {"order": arrangement.order, "collapsed": arrangement.collapsed}
        hidden = arrangement.hidden if told.get("hidden") is None else told["hidden"]
        return Arrangement(
            event=arrangement.event if told.get("event") is None else told["event"],
            view=told.get("view") or arrangement.view,
            order=tuple(moved["order"]),
            collapsed=tuple(moved["collapsed"]),
            hidden=tuple(hidden),
        )

    def selected() -> None:
        if on_event:
            on_event(now().event)

    def arranged() -> None:
        if on_arrangement:
            on_arrangement(now())

    component("timeline", waiting=_WAITING.format(height=height or _HEIGHT))(
        key=key,
        data={
            "base": f"{base()}eventline/",
            "pages": base(),
            "snapshot": snapshot,
            "columns": "" if inline is not None else f"timeline/{snapshot}/columns?{asked}{query and f'&{query}'}",
            "inline": base64.b64encode(inline).decode() if inline is not None else "",
            "filter": query,
            "title": title,
            "today": today,
            "source": f"Eventline, {today}" + (f", snapshot {snapshot}" if snapshot else ""),
            "event": arrangement.event,
            "view": arrangement.view,
            "order": list(arrangement.order),
            "collapsed": list(arrangement.collapsed),
            "hidden": list(arrangement.hidden),
            "height": height,
            "compact": compact,
        },
        on_event_change=selected,
        on_view_change=arranged,
        on_lanes_change=arranged,
        on_hidden_change=arranged,
        on_stale_change=_look_again,
    )


def filter_in_address(wanted: EventFilter) -> dict[str, list[str]]:
    """A filter as the timeline's address and its routes have it, parts that choose nothing left out."""
    found = {
        "org": list(wanted.organisations),
        "kind": list(wanted.kinds),
        "status": list(wanted.statuses),
        "from": [wanted.begin],
        "to": [wanted.end],
        "text": [wanted.text],
        "disputed": [str(int(wanted.disputed))] if wanted.disputed is not None else [],
    }
    return {name: kept for name, values in found.items() if (kept := [value for value in values if value])}


def _look_again() -> None:
    """The snapshot of the timeline is gone: the run that follows shows the newest."""
