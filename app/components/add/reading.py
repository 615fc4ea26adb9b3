"""How each input was read: what it holds, what could not be placed, and the rows that were refused."""

from __future__ import annotations

import streamlit as st

from app.controls import Controls
from app.markup import draw, element, message, number
from kg.pipeline import Outcome, Read, counts_of, counts_told
from kg.views.files import rows_as_csv


def reading(read: Read) -> None:
    """One line on an input, and its notes."""
    name = read.given.name
    if read.error is not None:
        message(str(read.error))
    elif read.unchanged:
        message(f"{name}: is in the store already, byte for byte", "note")
    elif read.batch is not None:
        refused = f"; {len(read.batch.refusals):,} refused" if read.batch.refusals else ""
        message(f"{name}: read as {read.adapter}: {counts_told(counts_of(read.batch)) or 'nothing'}{refused}", "success")
        if read.batch.notes:
            with st.expander(f"{number(len(read.batch.notes), 'note')} on what could not be placed"):
                draw(element("ul", [element("li", note) for note in read.batch.notes]))


def refused_rows(controls: Controls, outcome: Outcome) -> None:
    """Every refused row with its line and remedy, to be looked at and taken away."""
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
    draw(element("h3", f"Refused: {len(rows):,}", class_="el-heading"))
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
