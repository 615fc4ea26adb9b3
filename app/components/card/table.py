"""A card's comparison as a table, with what other sources say of a cell in the cell itself."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.manner import manner, sign
from app.links import event_link, profile_link
from app.markup import Content, Html, element, joined, web_link
from kg.ontology import Ontology
from kg.views.cards.shapes import CellRow, ElsewhereRow, HeadRow, TableRow
from kg.views.spelt import spelt_date


def comparison(table: TableRow, ontology: Ontology) -> Html:
    """The table, which scrolls sideways where it is wider than the page."""
    heads = [element("th", _head(head), scope="col") for head in table.columns]
    rows = [
        element("tr", element("th", _head(head), scope="row"), [_cell(cell, ontology) for cell in cells])
        for head, cells in table.rows
    ]
    manners = sorted({cell.statement for _, cells in table.rows for cell in cells if cell})
    caption = ["Every cell: ", joined(", ", [manner(name, ontology) for name in manners])]
    return element(
        "div",
        element(
            "table",
            element("caption", caption, class_="el-footing"),
            element("thead", element("tr", element("td"), heads)),
            element("tbody", rows),
            class_="el-table",
        ),
        class_="el-scroll",
        tabindex="0",
        role="region",
        aria_label="Comparison",
    )


def _head(head: HeadRow) -> Content:
    aside = ", ".join(filter(None, (head.context, head.qualifier)))
    return [profile_link(head.id, head.name), element("small", f" ({aside})") if aside else None]


def _cell(cell: CellRow | None, ontology: Ontology) -> Html:
    if cell is None:
        return element("td", element("span", "–", class_="el-none", title="The card says nothing here"))
    return element(
        "td",
        cell.value,
        element("small", f" ({cell.qualifier})") if cell.qualifier else None,
        _elsewhere(cell.elsewhere, ontology),
        class_="el-is-contradicted" if cell.contradicted else None,
        id=f"card-{cell.place}",
    )


def _elsewhere(others: Sequence[ElsewhereRow], ontology: Ontology) -> Content:
    return [
        element(
            "span",
            element("b", "✕ contradicted: " if other.contradicts else "elsewhere: "),
            _other(other, ontology),
            class_="el-contradiction" if other.contradicts else "el-cell-elsewhere",
        )
        for other in others
    ]


def _other(other: ElsewhereRow, ontology: Ontology) -> Content:
    if other.event is not None:
        return event_link(other.event, spelt_date(other.value))
    if other.source is None:
        return other.value
    return [other.value, " – ", sign(other.source.statement, ontology), " ", web_link(other.source.name, other.source.url)]


def contradicted_cells(tables: Sequence[TableRow]) -> int:
    """How many cells other sources contradict."""
    return sum(cell.contradicted for table in tables for _, cells in table.rows for cell in cells if cell)
