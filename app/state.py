"""What pages share: the store, its newest snapshot, and answers kept for as long as that snapshot is the newest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, cast

import streamlit as st

from kg.paths import default_store
from kg.store import EmbeddedStore, Snapshot
from kg.views.compare import compare
from kg.views.events import EventFilter, event_detail, list_events
from kg.views.graph import Graph, open_graph
from kg.views.overview import list_organisations
from kg.views.shapes import Comparison, EventDetail, EventRow

_KEPT = 64
"""Answers of each sort; older ones are asked again."""
_KEYS: dict[str | type[Any], Callable[[Any], Any]] = {
    Graph: lambda graph: cast(Snapshot, graph.reader).id,
    EventFilter: lambda wanted: wanted.model_dump_json(),
}
"""An answer is kept by the snapshot that it was taken from."""


def store() -> EmbeddedStore:
    """The store that `EVENTLINE_STORE` names, opened once per process."""
    return _open(default_store())


def graph() -> Graph:
    """The newest published state. Asked for in every run, so that what others ingest shows at the next click."""
    snapshot = store().snapshot()
    return _graph(snapshot.id, snapshot)


def snapshot_id() -> str:
    return store().current_id()


def is_empty() -> bool:
    return len(store().snapshot()) == 0


def events(wanted: EventFilter) -> list[EventRow]:
    """Events in the order of time. Raises BadInput for a filter that names something unknown."""
    return _events(graph(), wanted)


def detail(event: str) -> EventDetail:
    """One event with every claim. Raises UnknownName."""
    return _detail(graph(), event)


def comparison(companies: Sequence[str]) -> Comparison:
    """Companies side by side. Raises BadInput."""
    return _comparison(graph(), tuple(companies))


def organisations() -> list[tuple[str, str, int]]:
    """Id, name and number of own events, the busiest first."""
    return _organisations(graph())


@st.cache_resource(show_spinner=False)
def _open(path: Path) -> EmbeddedStore:
    return EmbeddedStore(path)


@st.cache_resource(max_entries=2, show_spinner=False)
def _graph(snapshot: str, _opened: Snapshot) -> Graph:  # noqa: ARG001 - the id is the key; what begins with _ is none
    return open_graph(_opened)


@st.cache_data(max_entries=_KEPT, show_spinner=False, hash_funcs=_KEYS)
def _events(graph: Graph, wanted: EventFilter) -> list[EventRow]:
    return list_events(graph, wanted)


@st.cache_data(max_entries=_KEPT, show_spinner=False, hash_funcs=_KEYS)
def _detail(graph: Graph, event: str) -> EventDetail:
    return event_detail(graph, event)


@st.cache_data(max_entries=_KEPT, show_spinner=False, hash_funcs=_KEYS)
def _comparison(graph: Graph, companies: tuple[str, ...]) -> Comparison:
    return compare(graph, companies)


@st.cache_data(max_entries=2, show_spinner=False, hash_funcs=_KEYS)
def _organisations(graph: Graph) -> list[tuple[str, str, int]]:
    return list_organisations(graph)
