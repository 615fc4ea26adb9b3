"""Add: a card, a table, RDF or one event; first what it would change, then, when it is wanted, the deed, and a way back."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

import streamlit as st

from app import state
from app.components.add.diff import diff, summary
from app.components.add.done import Committed, begin_commit, finish, tell
from app.components.add.form import Source, event_form
from app.components.add.mapping import mapped, needs_mapping, offer_mapping
from app.components.add.reading import reading, refused_rows
from app.controls import Controls, Field
from app.frame import Page
from app.markup import draw, element, message
from kg import pipeline
from kg.dates import Moment, read_date
from kg.errors import BadDate, BadInput, EventlineError
from kg.ingest.base import Input
from kg.ontology import load_ontology
from kg.pipeline import Outcome
from kg.records import web_address
from kg.store import Reader
from kg.views.graph import open_graph
from kg.views.preview import preview
from kg.views.shapes import Preview

KINDS_OF_FILE = ["txt", "md", "csv", "tsv", "tab", "jsonl", "ndjson", "json", "yaml", "yml", "parquet",
                 "ttl", "trig", "nt", "nq", "jsonld", "rdf", "xml", "owl"]  # fmt: skip
_WAYS = {"": "Text or files", "event": "One event"}


@dataclass(frozen=True)
class Looked:
    """What certain inputs would do to a certain state of the store. Nothing of it is written."""

    inputs: tuple[Input, ...]
    snapshot: str
    outcome: Outcome
    preview: Preview


def show() -> None:
    """Draw the page."""
    fields = [Field("way", "", _checked_way), Field("publisher"), Field("url"), Field("published"), Field("retrieved")]
    page = Page("add", fields)
    page.head("Add", "A news card, a table, RDF, or one event. Nothing is stored before you commit.")
    controls = page.controls
    if state.known_on():
        message("What is added is added to all that is known: leave the day as known on first.", "note")
        page.foot()
        return
    _finish(controls)
    if (done := st.session_state.get(controls.key("done"))) is not None:
        tell(controls, done)
    inputs = _inputs(controls)
    # Never disabled: a field tells what is in it when it is left, and the click that leaves it would be lost.
    wanted = st.button("Preview", type="primary", icon=":material/visibility:", key=controls.key("look"))
    again = st.session_state.pop(controls.key("again"), False)
    if inputs and (wanted or again):
        _look(controls, inputs)
    elif wanted and controls.text("way") != "event":
        message("There is nothing to look at yet: paste a text or choose a file.", "note")
    _show_preview(controls, inputs)
    page.foot()


def _checked_way(text: str) -> str:
    if text not in _WAYS:
        raise BadInput(f"'{text}' is no way to add something; known is event")
    return text


def _finish(controls: Controls) -> None:
    """Take up what was written since the last run. A commit empties the fields; one that failed leaves them as they are."""
    try:
        done = finish(controls)
    except EventlineError as error:
        message(str(error))
        return
    if done is None:
        return
    st.session_state[controls.key("preview")] = None
    st.session_state[controls.key("done")] = done
    if isinstance(done, Committed):
        st.session_state[controls.key("turn")] = st.session_state.get(controls.key("turn"), 0) + 1
        for name in ("publisher", "url", "published", "retrieved"):
            controls.set(name, "")


# --- what is to be added ---


def _inputs(controls: Controls) -> tuple[Input, ...]:
    """Draw the fields and give what they hold; nothing where it cannot be used yet."""
    st.segmented_control(
        "What you have", list(_WAYS), format_func=_WAYS.__getitem__, key=controls.key("way"), label_visibility="collapsed"
    )
    left, right = st.columns([3, 2], gap="large")
    with right:
        source = _source(controls)
    with left:
        if controls.text("way") == "event":
            given = event_form(controls, source[0])
            return (given,) if given and source[1] else ()
        return _texts_and_files(controls, *source) if source[1] else ()


def _texts_and_files(controls: Controls, source: Source, _: bool) -> tuple[Input, ...]:
    turn = st.session_state.setdefault(controls.key("turn"), 0)
    text = st.text_area(
        "Paste text",
        height=260,
        key=controls.key(f"text_{turn}"),
        placeholder="A news card, CSV with a header line, JSON Lines, or RDF",
    )
    files = st.file_uploader(
        "or upload files, or drag them here", type=KINDS_OF_FILE, accept_multiple_files=True, key=controls.key(f"files_{turn}")
    )
    given = [(file.name, file.getvalue(), f"upload/{file.name}") for file in files]
    if text.strip():
        data = text.encode("utf-8", "replace")
        given.append(("pasted text", data, f"pasted/{hashlib.blake2b(data, digest_size=10).hexdigest()}"))
    published = Moment.parse(source.published) if source.published else None
    retrieved = Moment.parse(source.retrieved).begin if source.retrieved else None
    found = (Input(name, data, key, source.publisher, source.url, published, retrieved) for name, data, key in given)
    try:
        return tuple(mapped(controls, one) for one in found)
    except BadInput as error:
        message(str(error))
        return ()


def _source(controls: Controls) -> tuple[Source, bool]:
    """Where it comes from, and whether that can be used."""
    draw(element("p", "Where it comes from. What a card or a table says of itself counts first.", class_="el-note"))
    st.text_input("Publisher", key=controls.key("publisher"), placeholder="The Daily")
    st.text_input("Address", key=controls.key("url"), placeholder="https://…")
    url, sound = controls.text("url").strip(), True
    try:
        web_address(url) if url else None
    except ValueError as error:
        message(f"Address: '{url}' {error}")
        sound = False
    published = _date(controls, "Published", "published", "2026-04-08")
    retrieved = _date(controls, "Read on", "retrieved", "2026-04-09")
    if retrieved and Moment.parse(retrieved).days != 1:
        message(f"Read on: '{retrieved}' is not one day; write it as 2026-04-09")
        sound = False
    sound = sound and published is not None and retrieved is not None
    return Source(controls.text("publisher").strip(), url, published or "", retrieved or ""), sound


def _date(controls: Controls, label: str, name: str, example: str) -> str | None:
    """A date in EDTF, empty for none; `None` where it cannot be read, which is told."""
    st.text_input(label, key=controls.key(name), placeholder=example)
    text = controls.text(name).strip()
    try:
        return read_date(text) if text else ""
    except BadDate as error:
        message(f"{label}: {error}")
        return None


# --- what it would do ---


def _look(controls: Controls, inputs: tuple[Input, ...]) -> None:
    """Run the whole ingest but its last step, and compare the graph as it would be with the one that is."""
    before = state.graph()
    found: list[Preview] = []

    def compare(reader: Reader, touched: tuple[str, ...]) -> None:
        found.append(preview(before, open_graph(reader), touched))

    st.session_state[controls.key("preview")] = None
    st.session_state[controls.key("done")] = None
    with st.spinner("Reading, and looking at what it would change"):
        try:
            outcome = pipeline.ingest(state.store(), inputs, dry_run=True, inspect=compare)
        except EventlineError as error:  # somebody else is writing
            message(str(error))
            return
    st.session_state[controls.key("preview")] = Looked(inputs, before.id, outcome, found[0])


def _show_preview(controls: Controls, inputs: tuple[Input, ...]) -> None:
    looked: Looked | None = st.session_state.get(controls.key("preview"))
    if looked is None or not inputs:
        return
    if looked.inputs != inputs:
        message("What is to be added was changed since the preview; preview it again.", "note")
        return
    draw(element("h2", "What it would change", class_="el-heading"))
    for read in looked.outcome.documents:
        reading(read)
        if needs_mapping(read) and offer_mapping(controls, read.given):
            st.session_state[controls.key("again")] = True
            st.rerun()
    if looked.preview.rows or looked.preview.lost:
        draw(element("p", summary(looked.preview), class_="el-line"))
        draw(diff(looked.preview, load_ontology()))
    refused_rows(controls, looked.outcome)
    if not looked.outcome.changed:
        message("The store would stay as it is: there is nothing to commit.", "note")
    elif looked.snapshot != state.snapshot_id():
        message("Others have written to the store since the preview; preview it again to see what it would change now.", "note")
    else:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button("Commit", type="primary", icon=":material/check:", key=controls.key("commit"), on_click=begin_commit,
                      args=(controls, looked.inputs))  # fmt: skip
            draw(element("p", "Publishes a new snapshot; others see it at their next click. It can be undone.", class_="el-note"))


show()
