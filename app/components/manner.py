"""Who says it and in what manner: the sign and words of a statement kind, and sources as links."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.palette import text_glyph
from app.markup import Content, Html, element, joined, web_link
from kg.ontology import Ontology
from kg.views.shapes import SourceRow
from kg.views.spelt import spelt_date, spelt_day

MACHINE = "machine-generated"


def sign(statement: str, ontology: Ontology) -> Html:
    """The statement kind's glyph alone, with its name for those who cannot see it."""
    kind = ontology.statement_kind(statement)
    return element("span", text_glyph(kind.glyph), class_=_class("el-sign", statement), title=kind.label, role="img",
                   aria_label=kind.label)  # fmt: skip


def manner(statement: str, ontology: Ontology) -> Html:
    """Glyph and name: ▨ machine-generated."""
    kind = ontology.statement_kind(statement)
    glyph = element("span", text_glyph(kind.glyph), aria_hidden="true")
    return element("span", glyph, f" {kind.label}", class_=_class("el-said", statement), title=kind.definition)


def _class(name: str, statement: str) -> str:
    return f"{name} el-machine-text" if statement == MACHINE else name


def told_by(sources: Sequence[SourceRow], ontology: Ontology, most: int = 2) -> Html:
    """The first of the sources by name, the best held first, and how many more."""
    if not sources:
        return element("span", "nobody")
    ranked = {kind.name: place for place, kind in enumerate(ontology.statement_kinds)}
    each: dict[str, SourceRow] = {}
    for source in sorted(sources, key=lambda one: ranked[one.statement]):
        each.setdefault(source.name, source)
    names = list(each.values())
    shown: list[Html] = [element("span", sign(one.statement, ontology), " ", web_link(one.name, one.url)) for one in names[:most]]
    more = len(names) - most
    return joined(", ", [*shown, element("span", f"{more} more")] if more > 0 else shown)


def told_with_care(status: str, sources: Sequence[SourceRow], ontology: Ontology, most: int = 2) -> Html:
    """The same; where all rests on a machine, a rumour or a projection, that is said first."""
    kind = ontology.statement_kind(status)
    weak = kind.tier > ontology.statement_kinds[0].tier
    care = element("small", f"{kind.label} only: ", class_=_class("el-said", status)) if weak else None
    return element("span", care, told_by(sources, ontology, most))


def when_told(source: SourceRow) -> str:
    """`3 June 2026`, or where nobody dates it, `read 20 April 2026`."""
    if source.published:
        return spelt_date(source.published)
    return f"read {spelt_day(source.retrieved)}" if source.retrieved else "undated"


def table(
    caption: str, columns: Sequence[str], rows: Sequence[Html], *, hidden: bool = False, figures: Sequence[str] = ()
) -> Html:
    """A table that scrolls sideways where it must; its caption can be `hidden`. Cells of the columns `figures` stand right."""
    heads = [element("th", name, scope="col", class_="el-figure" if name in figures else None) for name in columns]
    return element(
        "div",
        element(
            "table",
            element("caption", caption, class_="el-unseen-text" if hidden else None),
            element("thead", element("tr", heads)),
            element("tbody", list(rows)),
            class_="el-table",
        ),
        class_="el-scroll",
        tabindex="0",
        role="region",
        aria_label=caption,
    )


def row(head: Content, *cells: Content, figures: Sequence[int] = ()) -> Html:
    """A row whose first cell names it; `figures` are the places of cells that stand at the right, from 0 after the head."""
    told = [element("td", cell, class_="el-figure" if place in figures else None) for place, cell in enumerate(cells)]
    return element("tr", element("th", head, scope="row"), told)
