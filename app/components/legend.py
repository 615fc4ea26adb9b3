"""How to read the timeline: kinds by glyph and colour, manners of speaking by outline and fill."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.palette import Palette, look, text_glyph
from app.markup import Html, element
from kg.ontology import Ontology


def legend(ontology: Ontology, kinds: Sequence[tuple[str, int]], manners: Sequence[tuple[str, int]], colours: Palette) -> Html:
    """Two lines: what happened, and who says so. Pairs are a name and how often it occurs."""
    what = [_kind(ontology, name, number, colours) for name, number in kinds]
    who = [_manner(ontology, name, number) for name, number in manners]
    marks = [
        element("li", element("i", "?", class_="el-dispute-badge"), " sources disagree"),
        element("li", element("i", class_="el-rail"), " known to the month, quarter or year only"),
    ]
    return element(
        "div",
        element("ul", what, aria_label="Kinds of event"),
        element("ul", who, marks, aria_label="Who says so"),
        class_="el-legend",
    )


def _kind(ontology: Ontology, name: str, number: int, colours: Palette) -> Html:
    kind = ontology.kind(name)
    glyph = element("i", text_glyph(kind.glyph), class_="el-glyph", style=f"color:{colours.kind(kind)}")
    return element("li", glyph, " ", kind.plural if number > 1 else kind.label.capitalize(), " ", element("small", str(number)))


def _manner(ontology: Ontology, name: str, number: int) -> Html:
    kind = ontology.statement_kind(name)
    shown = look(kind)
    dashed = " el-dashed" if shown.dash else ""
    sign = element("i", class_=f"el-manner el-{shown.shape} el-fill-{shown.fill}{dashed}")
    return element("li", sign, " ", kind.label, " ", element("small", str(number)), title=kind.definition)
