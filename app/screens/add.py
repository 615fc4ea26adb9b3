"""Add: a card, a table or RDF; first what it would do, then, when it is wanted, the deed."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from app import state
from app.components.tables import rows_as_csv
from app.controls import Controls, Field
from app.markup import draw, element, message, number
from app.navigation import TIMELINE
from kg import pipeline
from kg.dates import Moment, read_date
from kg.errors import BadDate
from kg.ingest.base import Input
from kg.ontology import load_ontology
from kg.pipeline import Outcome, Read, counts_of
from kg.store import Reader
from kg.views.graph import open_graph
from kg.views.preview import preview_events
from kg.views.shapes import EventRow, PreviewRow

KINDS_OF_FILE = ["txt", "md", "csv", "tsv", "jsonl", "ndjson", "json", "ttl", "trig", "nt", "nq", "jsonld", "rdf", "xml", "owl"]
_EFFECTS = {"new": "new", "joins": "joins", "unchanged": "as it is"}


@dataclass(frozen=True)
class Preview:
    """What certain inputs would do. Nothing of it is in the store."""

    inputs: tuple[Input, ...]
    outcome: Outcome
    events: tuple[PreviewRow, ...]


@dataclass(frozen=True)
class Committed:
    """What was published, and where to see it."""

    line: str
    companies: tuple[str, ...]
    event: str


def show() -> None:
    """Draw the page."""
    controls = Controls("add", [Field("publisher"), Field("url"), Field("published"), Field("retrieved")])
    draw(
        element(
            "header",
            element("h1", "Add"),
            element("p", "A news card, a table of facts, or RDF. Nothing is stored before you commit."),
            class_="el-masthead",
        )
    )
    controls.show_problems()
    if committed := st.session_state.pop(controls.key("committed"), None):
        controls.reset()
        _show_committed(committed)
    inputs = _inputs(controls)
    controls.write_address()
    if st.button("Preview", type="primary", icon=":material/visibility:", disabled=not inputs, key=controls.key("look")):
        with st.spinner("Reading"):
            st.session_state[controls.key("preview")] = _preview(inputs)
    preview: Preview | None = st.session_state.get(controls.key("preview"))
    if preview is None or not inputs:
        return
    if preview.inputs != inputs:
        message("The text or its source was changed since the preview; preview it again.", "note")
        return
    _show_preview(controls, preview)


# --- what is to be added ---


def _inputs(controls: Controls) -> tuple[Input, ...]:
    """Draw the fields and give what they hold; nothing where it cannot be used yet."""
    turn = st.session_state.setdefault(controls.key("turn"), 0)
    left, right = st.columns([3, 2], gap="medium")
    with left:
        text = st.text_area(
            "Paste text",
            height=260,
            key=controls.key(f"text_{turn}"),
            placeholder="A news card, CSV with a header line, JSON Lines, or RDF",
        )
        files = st.file_uploader(
            "or upload files", type=KINDS_OF_FILE, accept_multiple_files=True, key=controls.key(f"files_{turn}")
        )
    with right:
        draw(element("p", "Where it comes from. What a card or a table says of itself counts first.", class_="el-note"))
        st.text_input("Publisher", key=controls.key("publisher"), placeholder="Reuters")
        st.text_input("Address", key=controls.key("url"), placeholder="https://…")
        published = _date(controls, "Published", "published")
        retrieved = _date(controls, "Retrieved", "retrieved")
    day = retrieved.begin if retrieved and retrieved.begin == retrieved.end else None
    if retrieved and day is None:
        with right:
            message(f"Retrieved: '{retrieved}' is not one day; write it as 2026-04-08")
    publisher, url = controls.text("publisher").strip(), controls.text("url").strip()
    given = [(file.name, file.getvalue(), f"upload/{file.name}") for file in files]
    if text.strip():
        data = text.encode("utf-8", "replace")
        given.append(("pasted text", data, f"pasted/{hashlib.blake2b(data, digest_size=10).hexdigest()}"))
    return tuple(Input(name, data, key, publisher, url, published, day) for name, data, key in given)


def _date(controls: Controls, label: str, name: str) -> Moment | None:
    st.text_input(label, key=controls.key(name), placeholder="2026-04-08")
    text = controls.text(name)
    try:
        return Moment.parse(read_date(text)) if text.strip() else None
    except BadDate as error:
        message(f"{label}: {error}")
        return None


# --- what it would do ---


def _preview(inputs: tuple[Input, ...]) -> Preview:
    """Run the whole ingest but its last step, and look at the graph as it would be."""
    before = state.graph()
    rows: list[PreviewRow] = []

    def look(reader: Reader, events: tuple[str, ...]) -> None:
        rows.extend(preview_events(before, open_graph(reader), events))

    outcome = pipeline.ingest(state.store(), inputs, dry_run=True, inspect=look)
    return Preview(inputs, outcome, tuple(rows))


def _show_preview(controls: Controls, preview: Preview) -> None:
    for read in preview.outcome.documents:
        _document(read)
    if preview.events:
        new = sum(row.effect == "new" for row in preview.events)
        joined = sum(row.effect == "joins" for row in preview.events)
        draw(element("h2", f"Events: {new} new, {joined} that others tell already", class_="el-heading"))
        st.dataframe(_event_rows(preview.events), hide_index=True, width="stretch", key=controls.key("events"))
    _refused(controls, preview.outcome)
    with st.container(horizontal=True, vertical_alignment="center"):
        if preview.outcome.changed:
            if st.button("Commit", type="primary", icon=":material/check:", key=controls.key("commit")):
                _commit(controls, preview)
            draw(element("p", "Publishes a new snapshot; others see it at their next click.", class_="el-note"))
        else:
            message("The store would stay as it is: there is nothing to commit.", "note")


def _document(read: Read) -> None:
    name = read.given.name
    if read.error is not None:
        message(str(read.error))
    elif read.unchanged:
        message(f"{name}: is in the store already, byte for byte", "note")
    elif read.batch is not None:
        counted = ", ".join(f"{number} {what}" for what, number in counts_of(read.batch).items()) or "nothing"
        refused = f"; {len(read.batch.refusals)} refused" if read.batch.refusals else ""
        message(f"{name}: read as {read.adapter}: {counted}{refused}", "success")
        if read.batch.notes:
            with st.expander(f"{number(len(read.batch.notes), 'note')} on what could not be placed"):
                draw(element("ul", [element("li", note) for note in read.batch.notes]))


def _event_rows(rows: Sequence[PreviewRow]) -> list[dict[str, object]]:
    ontology = load_ontology()
    return [
        {
            "Effect": f"joins {number(row.told_by, 'source')}" if row.effect == "joins" else _EFFECTS[row.effect],
            "Newly disputed": ", ".join(name.replace("_", " ") for name in row.newly_disputed),
            "Date": row.event.date,
            "Kind": ontology.kind(row.event.kind).label,
            "Event": row.event.title,
            "Companies": ", ".join(row.event.organisations),
            "Others": ", ".join(
                f"{part.role.replace('_', ' ')} {part.name}"
                for part in row.event.participants
                if part.name not in row.event.organisations
            ),
            "Amount": str(row.event.amount) if row.event.amount else "",
            "Said": ontology.statement_kind(row.event.status).label,
        }
        for row in rows
    ]


def _refused(controls: Controls, outcome: Outcome) -> None:
    if not outcome.refusals:
        return
    rows: list[dict[str, object]] = [
        {
            "file": one.path,
            "line": str(one.line or ""),
            "field": one.field,
            "problem": one.problem,
            "remedy": one.remedy,
            "row": one.text,
        }
        for one in outcome.refusals
    ]
    draw(element("h2", f"Refused: {len(rows)}", class_="el-heading"))
    st.dataframe(rows, hide_index=True, width="stretch", key=controls.key("refused"))
    st.download_button(
        "Refused rows as CSV",
        rows_as_csv(rows),
        "refused.csv",
        "text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=controls.key("refused_csv"),
    )


# --- the deed ---


def _commit(controls: Controls, preview: Preview) -> None:
    """Publish, remember what to say, and begin the page anew with empty fields."""
    outcome = pipeline.ingest(state.store(), preview.inputs)
    counted = ", ".join(f"{number} {what}" for what, number in outcome.counts().items()) or "nothing new"
    refused = f"; {len(outcome.refusals)} rows were refused" if outcome.refusals else ""
    events: list[EventRow] = [row.event for row in preview.events]
    companies = tuple(dict.fromkeys(event.organisations[0] for event in events))
    committed = Committed(
        f"Committed: {counted}{refused}. Snapshot {outcome.snapshot[:8]}.",
        companies[:6],
        events[-1].id.rsplit("/", 1)[-1] if events else "",
    )
    st.session_state[controls.key("committed")] = committed
    st.session_state[controls.key("preview")] = None
    st.session_state[controls.key("turn")] += 1
    st.rerun()


def _show_committed(committed: Committed) -> None:
    message(committed.line, "success")
    if committed.companies:
        link = {"org": list(committed.companies), "event": committed.event}
        st.page_link(TIMELINE, label="See them on the timeline", icon=":material/timeline:", query_params=link)


show()
