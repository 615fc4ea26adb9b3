"""The answer to a query: how much it is, its files, and the views of it, of which one is shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from app import state
from app.components.sparql.asked import READ, Asked
from app.components.sparql.bench import Bench
from app.components.sparql.chart import CHART_FIELDS, Rows, chart_of, is_chart
from app.components.sparql.graph import graph_of, is_graph
from app.components.sparql.table import table_of
from app.components.sparql.timeline import is_timeline, timeline_of
from app.controls import Controls, Field
from app.markup import draw, element, message
from kg.errors import BadQuery
from kg.query.results import GRAPH_FORMATS, ROW_FORMATS, Result, media_type
from kg.views.vocabulary import unknown_terms

VIEWS = ("table", "chart", "timeline", "graph")
EXTENSIONS = {"turtle": "ttl", "trig": "trig", "ntriples": "nt", "nquads": "nq", "jsonld": "jsonld"}
TITLES = {"json": "JSON", "csv": "CSV", "tsv": "TSV", "xml": "XML", "turtle": "Turtle", "trig": "TriG", "ntriples": "N-Triples",
          "nquads": "N-Quads", "jsonld": "JSON-LD"}  # fmt: skip


def _view(text: str) -> str:
    if text not in VIEWS:
        raise BadQuery(f"'{text[:20]}' is not a view; choose from {', '.join(VIEWS)}")
    return text


VIEW_FIELDS = (Field("as", "table", _view), *CHART_FIELDS)
"""What a link carries of the view."""


_FITS: dict[str, Callable[[Rows, Sequence[str]], bool]] = {
    "table": lambda _rows, _columns: True,
    "chart": is_chart,
    "timeline": is_timeline,
    "graph": is_graph,
}
"""Whether an answer can be shown so."""


def result_of(controls: Controls, bench: Bench, asked: Asked) -> None:
    """Draw the answer of a query that has one."""
    result = asked.answer
    assert result is not None
    draw(element("h2", "Answer", class_="el-heading"))
    if result.kind == "boolean":
        draw(element("p", asked.outcome.capitalize(), class_="el-answer"))
    with st.container(horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"):
        _tell(asked, result)
        _downloads(controls, result)
    if asked.text != bench.text:
        message("The text above was changed since; this is the answer to what it was.", "note")
    if result.kind == "boolean":
        return
    if not asked.rows:
        for term, near in unknown_terms(asked.text, state.graph().ontology):
            message(f"{term} is no term of the vocabulary; {near} is spelt most like it.", "warning")
        draw(element("p", "Nothing in the graph fits the query. Take conditions away one by one to see which one is too narrow.",
                     class_="el-note"))  # fmt: skip
        return
    chosen = _choose_view(controls, asked)
    if result.count > READ:
        draw(element("p", f"The first {READ:,} are read here; the files hold all {result.count:,}.", class_="el-note"))
    match chosen:
        case "chart":
            chart_of(controls, asked.rows, result.columns)
        case "timeline":
            timeline_of(controls, asked.rows, result.columns)
        case "graph":
            graph_of(controls, asked.rows, result.columns)
        case _:
            table_of(controls, asked)


def _tell(asked: Asked, result: Result) -> None:
    limits = asked.limits
    told = f"{asked.outcome.capitalize()} in {result.seconds:.2f} s of {limits.seconds:g} s"
    if result.truncated:
        message(f"{told}. There are more: {limits.rows:,} is the limit; raise it, or narrow the query.", "warning")
    else:
        message(told if result.kind == "boolean" else f"{told}, which is all", "success")


def _downloads(controls: Controls, result: Result) -> None:
    with st.popover("Download", icon=":material/download:", key=controls.key("downloads")):
        for form in GRAPH_FORMATS if result.kind == "graph" else ROW_FORMATS:
            st.download_button(
                TITLES[form],
                partial(result.converted, form),
                f"answer.{EXTENSIONS.get(form, form)}",
                media_type(form),
                on_click="ignore",
                key=controls.key(f"as_{form}"),
                width="stretch",
            )


def _choose_view(controls: Controls, asked: Asked) -> str:
    """The view that the link names, or the table where this answer has no such view."""
    assert asked.answer is not None
    columns = asked.answer.columns
    offered = [name for name in VIEWS if _FITS[name](asked.rows, columns)]
    if len(offered) == 1:
        return "table"
    if controls.text("as") not in offered:
        controls.set("as", "table")
    return st.segmented_control(
        "Shown as", offered, format_func=str.capitalize, key=controls.key("as"), required=True, label_visibility="collapsed"
    ) or "table"  # fmt: skip
