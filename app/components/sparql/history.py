"""The queries of this session that were run, the newest first, each a link that runs it again."""

from __future__ import annotations

from collections.abc import Iterable

from app.components.sparql.bench import KEPT, Before
from app.links import link
from app.markup import Html, draw, element
from kg.query.lexis import tokens

SHOWN = 160
"""Characters of a query that tell it from others."""


def past_queries(history: Iterable[Before]) -> None:
    """Draw the history."""
    entries = list(history)
    if not entries:
        draw(element("p", f"Queries that you run are kept here, up to {KEPT}, until the tab is closed.", class_="el-note"))
        return
    draw(element("ol", map(_entry, entries), class_="el-history"))


def _entry(before: Before) -> Html:
    took = f", {before.seconds:.2f} s" if before.seconds is not None else ""
    at = element("time", f"{before.at:%H:%M:%S} UTC", datetime=before.at.isoformat())
    return element(
        "li",
        element("code", link("sparql", _summary(before.text), q=before.text, run=True)),
        element("small", at, f" · {before.outcome}{took}"),
    )


def _summary(text: str) -> str:
    """A query on one line, without comments and declarations."""
    found = list(tokens(text))
    while len(found) > 3 and found[0].is_keyword("PREFIX"):
        del found[:3]
    start = found[0].start if found else 0
    line = " ".join(text[start:].split())
    return (line if len(line) <= SHOWN else f"{line[:SHOWN]}…") or "(empty)"
