"""Triples of an answer as a picture of what is linked to what; the table has the same in full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from pyoxigraph import BlankNode, Literal, NamedNode

from app.components.bundle import component
from app.components.sparql.terms import page_of
from app.controls import Controls
from app.markup import draw, element, number
from kg.query.results import TRIPLE_COLUMNS, Term
from kg.terms import RDFS, SKOS, local_name, prefixed

MOST = 300
"""Links in one picture; more cannot be read."""
LONGEST = 40
"""Characters of a text that stands as a node."""
HEIGHT = 560

_SHORT = ("s", "p", "o")
_LABELS = (RDFS.label, SKOS.prefLabel)
"""Predicates whose objects name a node and are no links."""

Rows = Sequence[dict[str, Term]]


def is_graph(rows: Rows, columns: Sequence[str]) -> bool:
    """Whether the rows are triples, by the names of their columns."""
    names = _triple_columns(columns)
    return names is not None and any(isinstance(row.get(names[2]), (NamedNode, BlankNode)) for row in rows)


def graph_of(controls: Controls, rows: Rows, columns: Sequence[str]) -> None:
    """Draw the picture."""
    names = _triple_columns(columns)
    assert names is not None
    nodes, links, left_out = picture(rows, names)
    told = f"{number(len(nodes), 'thing')} and {number(len(links), 'link')}."
    keys = "Arrow keys walk the things and Enter opens one. The table has the same in words."
    draw(element("p", f"{told} {keys}", class_="el-note"))
    component("network", waiting=f'<div style="height:{HEIGHT}px"></div>')(
        key=controls.key("network"), data={"nodes": nodes, "links": links, "height": HEIGHT}
    )
    if left_out:
        more = number(left_out, "link")
        draw(element("p", f"The first {MOST} links are drawn; {more} more stand in the table.", class_="el-note"))


def picture(rows: Rows, names: tuple[str, str, str]) -> tuple[list[dict[str, Any]], list[dict[str, Any]], int]:
    """Nodes, links between their places, and how many links are left out."""
    subject, predicate, thing = names
    triples = [(row[subject], row[predicate], row[thing]) for row in rows if all(name in row for name in names)]
    called = {about: label.value for about, said, label in triples if said in _LABELS and isinstance(label, Literal)}
    linked = [triple for triple in triples if triple[1] not in _LABELS]
    places: dict[Term, int] = {}
    links = [
        {
            "from": places.setdefault(one, len(places)),
            "to": places.setdefault(other, len(places)),
            "name": local_name(said) if isinstance(said, NamedNode) else str(said),
        }
        for one, said, other in linked[:MOST]
    ]
    nodes = [_node(term, called.get(term)) for term in places]
    return nodes, links, max(0, len(linked) - MOST)


def _node(term: Term, label: str | None) -> dict[str, Any]:
    if isinstance(term, NamedNode):
        return {"label": label or prefixed(term).strip("<>"), "href": page_of(term.value), "sort": "thing"}
    text = term.value if isinstance(term, Literal) else label or str(term)
    return {"label": text if len(text) <= LONGEST else f"{text[:LONGEST]}…", "href": None, "sort": "text"}


def _triple_columns(columns: Sequence[str]) -> tuple[str, str, str] | None:
    for names in (TRIPLE_COLUMNS, _SHORT):
        if set(names) <= set(columns):
            return names
    return None
