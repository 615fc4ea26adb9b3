"""What pages share: the store, its newest snapshot, and answers kept for as long as that snapshot is the newest."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path
from threading import Thread
from typing import Any, Concatenate, ParamSpec, TypeVar, cast

import streamlit as st
from pydantic import BaseModel

from kg.dates import Moment, read_date
from kg.errors import BadDate
from kg.paths import default_store
from kg.store import EmbeddedStore, Snapshot
from kg.store import is_empty as no_quads
from kg.views.chosen import busiest_organisations
from kg.views.graph import Graph, as_known_on, open_graph
from kg.views.past import known_days
from kg.views.projection import projection
from kg.views.search.kept import searched

Given = ParamSpec("Given")
Answer = TypeVar("Answer")

OFFERED = 300
"""Names that a chooser of companies offers; others can be typed."""
_KNOWN = "known_on"


def store() -> EmbeddedStore:
    """The store that `EVENTLINE_STORE` names, opened once per process."""
    return _open(default_store())


def graph() -> Graph:
    """The newest published state, or what was known on the day in the link.

    Asked for in every run, so that what others ingest shows at the next click.
    """
    return graph_on(known_on())


def graph_on(day: date | None) -> Graph:
    """The newest published state, or what of it was known by the end of a day."""
    return _past(store().snapshot().id, day, store()) if day else newest()


def newest() -> Graph:
    """The newest published state."""
    snapshot = store().snapshot()
    return _graph(snapshot.id, snapshot)


def ask(view: Callable[Concatenate[Graph, Given], Answer], /, *given: Given.args, **named: Given.kwargs) -> Answer:
    """What a view answers of the graph of this run, kept for as long as that graph is asked for.

    The answer is shared by all sessions: rows are frozen, and a list is not to be changed. Raises what the view raises.
    """
    return ask_of(graph(), view, *given, **named)


def ask_of(
    graph: Graph, view: Callable[Concatenate[Graph, Given], Answer], /, *given: Given.args, **named: Given.kwargs
) -> Answer:
    """The same of a graph that is named."""
    return cast(Answer, _answer(f"{view.__module__}.{view.__qualname__}", graph.id, given, named, partial(view, graph)))


def graph_called(snapshot_id: str) -> Graph | None:
    """The newest published state, or a look at a past day of it, by its id; `None` where it is gone.

    For what the browser asks for beside a page, where there is no session.
    """
    opened = store().opened(snapshot_id)
    return _graph(opened.id, opened) if opened else None


def known_on() -> date | None:
    """The day as known on which this page is shown; `None` for all that is known."""
    return cast(date | None, st.session_state.get(_KNOWN))


def set_known(day: str) -> None:
    """Show this run's page as known on a day, in ISO 8601; the empty string stands for all that is known."""
    st.session_state[_KNOWN] = date.fromisoformat(day) if day else None


def read_day(text: str) -> date:
    """The last day of a date as precise as people write it: 2024-05 is 2024-05-31. Raises BadDate."""
    moment = Moment.parse(read_date(text))
    if moment.end is None:
        raise BadDate(f"'{text}' has no last day; write it as 2026-04-08")
    return moment.end


def warm_up() -> None:
    """Open the newest state with its columns, before anybody waits for them; what search needs follows on its own."""
    seen = newest()
    projection(seen)
    ask_of(seen, known_days)
    Thread(target=searched, args=(seen,), daemon=True).start()


def snapshot_id() -> str:
    """Id of the newest published state."""
    return store().current_id()


def is_empty() -> bool:
    """Whether nothing was ever put in."""
    return no_quads(store().snapshot())


def organisations() -> list[str]:
    """Names that a chooser of companies offers: those with the most events, the busiest first."""
    return ask(busiest_organisations, OFFERED)


@st.cache_resource(show_spinner=False)
def _open(path: Path) -> EmbeddedStore:
    return EmbeddedStore(path)


@st.cache_resource(max_entries=2, show_spinner=False)
def _graph(snapshot: str, _opened: Snapshot) -> Graph:  # noqa: ARG001 - the id is the key; what begins with _ is none
    return open_graph(_opened)


@st.cache_resource(max_entries=4, show_spinner=False)
def _past(snapshot: str, day: date, _store: EmbeddedStore) -> Graph:  # noqa: ARG001 - as above
    return open_graph(as_known_on(_store, day))


@st.cache_resource(max_entries=512, show_spinner=False, hash_funcs={BaseModel: lambda model: model.model_dump_json()})
def _answer(view: str, graph: str, given: Any, named: Any, _ask: Callable[..., Any]) -> Any:  # noqa: ARG001 - the key
    return _ask(*given, **named)
