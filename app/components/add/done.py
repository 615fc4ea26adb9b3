"""What was committed: where to see it, and the way back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import streamlit as st

from app import state
from app.components.add.writing import Writing
from app.controls import Controls
from app.links import card_link, event_link, link
from app.markup import Html, draw, element, joined, message, number
from kg import pipeline
from kg.graph.journal import source_iri
from kg.ingest.base import Input
from kg.pipeline import Outcome, Undone, counts_told
from kg.store import EmbeddedStore
from kg.views.events import events_by_id
from kg.views.graph import open_graph
from kg.views.shapes import EventRow

_LINKED = 6
"""Events that are linked to."""


@dataclass(frozen=True)
class Committed:
    """What was published, what of it is linked to, and the snapshot that it was added to."""

    outcome: Outcome
    before: str
    events: tuple[EventRow, ...]
    cards: tuple[tuple[str, str], ...]
    """IRI and headline of each card."""


Done = Committed | Undone


def begin_commit(controls: Controls, inputs: tuple[Input, ...]) -> None:
    """Start to write the inputs; where something is being written for this page already, nothing."""
    _begin(controls, partial(_commit, state.store(), inputs))


def finish(controls: Controls) -> Done | None:
    """Wait for what is being written, if anything, and give what came of it. Raises what the writing raised."""
    writing: Writing[Done] | None = st.session_state.get(_key(controls))
    if writing is None:
        return None
    try:
        return writing.wait("Writing")
    finally:
        if writing.done:  # where the page was drawn anew instead, the next run waits on
            st.session_state[_key(controls)] = None


def tell(controls: Controls, done: Done) -> None:
    """Say what was done, with links and the way back."""
    if isinstance(done, Undone):
        _tell_undone(done)
    else:
        _tell_committed(controls, done)


def _begin(controls: Controls, work: Callable[[Callable[[str], None]], Done]) -> None:
    if st.session_state.get(_key(controls)) is None:
        st.session_state[_key(controls)] = Writing(work)


def _key(controls: Controls) -> str:
    return controls.key("writing")


def _commit(store: EmbeddedStore, inputs: tuple[Input, ...], progress: Callable[[str], None]) -> Committed:
    before = store.current_id()
    outcome = pipeline.ingest(store, inputs, progress=progress, reversible=True)
    events = tuple(events_by_id(open_graph(store.snapshot()), outcome.events[:_LINKED]))
    return Committed(outcome, before, events, _cards(outcome))


def _undo(store: EmbeddedStore, outcome: Outcome, progress: Callable[[str], None]) -> Undone:
    return pipeline.undo(store, outcome, progress=progress)


def _cards(outcome: Outcome) -> tuple[tuple[str, str], ...]:
    batches = (read.batch for read in outcome.documents if read.batch and read.batch.records)
    return tuple((source_iri(one.records[0].source).value, one.label) for one in batches if one.records[0].source.card)


# --- what is said of it -----------------------------------------------------------------------------------------------------


def _tell_committed(controls: Controls, done: Committed) -> None:
    outcome = done.outcome
    refused = f"; {number(len(outcome.refusals), 'row')} refused" if outcome.refusals else ""
    message(f"Committed: {counts_told(outcome.counts()) or 'nothing new'}{refused}. Snapshot {outcome.snapshot[:8]}.", "success")
    draw(_links(done))
    if outcome.replaced:
        with st.container(horizontal=True, vertical_alignment="center"):
            back = partial(_undo, state.store(), outcome)
            st.button("Undo", icon=":material/undo:", key=controls.key("undo"), on_click=_begin, args=(controls, back))
            draw(element("p", _what_undo_does(done), class_="el-note"))


def _links(done: Committed) -> Html:
    """To the cards and events that were added."""
    lines = [element("li", "The card: ", card_link(source, title)) for source, title in done.cards]
    if done.events:
        rest = len(done.outcome.events) - len(done.events)
        told = joined(" · ", [event_link(event.id, event.title) for event in done.events])
        lines.append(element("li", "Events: ", told, f" and {rest:,} more" if rest else ""))
        companies = list(dict.fromkeys(event.organisations[0] for event in done.events))
        lines.append(element("li", link("timeline", "See them on the timeline", org=companies)))
    return element("ul", lines, class_="el-plain el-added")


def _what_undo_does(done: Committed) -> str:
    replaces = any(one.before.records for one in done.outcome.replaced)
    back = "puts back what these documents said before" if replaces else "takes these documents out again"
    if state.snapshot_id() == done.outcome.snapshot:
        return f"Undo {back}: the store is then exactly what it was (snapshot {done.before[:8]})."
    return f"Others have written since. Undo {back}; all that they wrote stays."


def _tell_undone(done: Undone) -> None:
    if done.left:
        names = ", ".join(done.left)
        message(f"Not undone: {names}. Written again since, so what it says now was left as it is.", "warning")
    else:
        message(f"Undone. Snapshot {done.snapshot[:8]}.", "success")
