"""Disputes as people read them: both positions side by side, and how many there are of which property and rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from app.components.palette import text_glyph
from app.links import Given, card_link, event_link, link
from app.markup import Content, Html, element, joined, number, web_link
from kg.ontology import Ontology
from kg.resolve.beliefs import Criterion
from kg.views.dispute_index import PropertyCount
from kg.views.shapes import DisputeRow, PositionRow, SourceRow

RULES: dict[str, str] = {
    Criterion.STATEMENT: "stronger manner",
    Criterion.PUBLISHERS: "more publishers",
    Criterion.PRECISION: "greater precision",
    Criterion.RECENCY: "later publication",
    Criterion.ORDER: "order of letters",
}
"""What decided, in two or three words, in the order of the policy."""
MACHINE = "Machine-written text against reports"
_HOLDERS = 4
"""Holders of a position that are shown at once; the others unfold."""


def readable(name: str) -> str:
    """`employer_from` as people write it."""
    return name.replace("_", " ")


# --- one dispute ------------------------------------------------------------------------------------------------------


def dispute_article(dispute: DisputeRow, ontology: Ontology, cards: frozenset[str]) -> Html:
    """One dispute: its event, its positions side by side, and why one is believed. `cards` are the sources that are cards."""
    since = f"disputed since {dispute.since}" if dispute.since else "nobody dates the second position"
    kicker = [readable(dispute.property), f"decided by {RULES[dispute.won_by]}", since]
    return element(
        "article",
        element("p", joined(" · ", kicker), class_="el-kicker"),
        element("h3", event_link(dispute.event, dispute.title), element("small", f" {dispute.date}") if dispute.date else None),
        element("p", _machine_sign(ontology), " ", MACHINE, class_="el-machine") if dispute.machine else None,
        positions(dispute, ontology, cards),
        element("p", dispute.reason, class_="el-reason"),
        class_="el-dispute el-against" if dispute.machine else "el-dispute",
    )


def positions(dispute: DisputeRow, ontology: Ontology, cards: frozenset[str]) -> Html:
    """The positions side by side, the believed one first."""
    return element("div", [_position(position, ontology, cards) for position in dispute.positions], class_="el-positions")


def _machine_sign(ontology: Ontology) -> Html:
    return element("span", text_glyph(ontology.statement_kind("machine-generated").glyph), class_="el-glyph", aria_hidden="true")


def _position(position: PositionRow, ontology: Ontology, cards: frozenset[str]) -> Html:
    ranked = sorted(position.held_by, key=lambda holder: ontology.statement_kind(holder.statement).order)
    shown, folded = ranked[:_HOLDERS], ranked[_HOLDERS:]
    return element(
        "section",
        element("p", "believed" if position.believed else "not believed", class_="el-verdict"),
        element("p", position.value, class_="el-position-value"),
        element("p", _held(position, ontology), class_="el-soft"),
        _holders(shown, ontology, cards),
        element("details", element("summary", f"{len(folded)} more"), _holders(folded, ontology, cards)) if folded else None,
        class_="el-position el-held" if position.believed else "el-position",
    )


def _held(position: PositionRow, ontology: Ontology) -> Content:
    """● reported by 2 independent publishers, since 2024-10-02"""
    manners = [ontology.statement_kind(name) for name in dict.fromkeys(holder.statement for holder in position.held_by)]
    strongest = min(manners, key=lambda kind: (kind.tier, kind.order))
    by = "one publisher alone" if position.publishers == 1 else f"{position.publishers} independent publishers"
    since = f", since {position.since}" if position.since else ""
    return [element("span", text_glyph(strongest.glyph), class_="el-glyph"), f" {strongest.held_as} by {by}{since}"]


def _holders(holders: Sequence[SourceRow], ontology: Ontology, cards: frozenset[str]) -> Html:
    return element("ul", [element("li", _holder(holder, ontology, cards)) for holder in holders])


def _holder(source: SourceRow, ontology: Ontology, cards: frozenset[str]) -> Content:
    kind = ontology.statement_kind(source.statement)
    when = source.published or (f"read {source.retrieved}" if source.retrieved else None)
    return [
        element("span", text_glyph(kind.glyph), class_="el-glyph", title=kind.label),
        " ",
        web_link(source.name, source.url),
        element("small", f" {kind.label}", f", {when}" if when else None),
        [" · ", card_link(source.id, "open the card")] if source.id in cards else None,
    ]


# --- how many ---------------------------------------------------------------------------------------------------------


def dispute_summary(counts: Sequence[PropertyCount], **chosen: Given) -> Html:
    """Disputes by property: how many, which rule decided, and in which years they arose.

    Each count leads to its disputes among those that the other filters have `chosen`.
    """
    years = range(min(_years(counts), default=0), max(_years(counts), default=-1) + 1)
    most = max((many for row in counts for many in row.by_year.values()), default=1)
    head = element(
        "tr",
        element("th", "Property", scope="col"),
        element("th", "Disputes", scope="col", class_="el-figure"),
        element("th", "Machine against reports", scope="col", class_="el-figure"),
        [element("th", label.capitalize(), scope="col", class_="el-figure") for label in RULES.values()],
        element("th", f"Arose in {years[0]}–{years[-1]}" if years else "Arose in", scope="col"),
    )
    return element(
        "div",
        element(
            "table",
            element("caption", "How many, and what decided"),
            element("thead", head),
            element("tbody", [_row(row, years, most, chosen) for row in counts]),
            class_="el-table el-narrow",
        ),
        class_="el-scroll",
        tabindex="0",
        role="region",
        aria_label="Disputes by property",
    )


def _row(row: PropertyCount, years: range, most: int, chosen: Mapping[str, Given]) -> Html:
    here = {**chosen, "property": [row.property]}
    return element(
        "tr",
        element("th", readable(row.property), scope="row"),
        _figure(row.disputes, here),
        _figure(row.machine, {**here, "machine": True}),
        [_figure(row.by_rule.get(rule, 0), {**here, "rule": [str(rule)]}) for rule in RULES],
        element("td", _bars(row.by_year, years, most)),
    )


def _figure(count: int, where: Mapping[str, Given]) -> Html:
    shown = link("disputes", f"{count:,}", **where) if count else element("span", "–", class_="el-none")
    return element("td", shown, class_="el-figure")


def _bars(by_year: dict[int, int], years: range, most: int) -> Html:
    """One bar for each year, on the scale that all rows share."""
    told = ", ".join(f"{year}: {many}" for year, many in by_year.items()) or "in no known year"
    bars = [
        element("i", style=f"height:{100 * by_year.get(year, 0) / most:.0f}%", title=f"{year}: {by_year.get(year, 0)}")
        for year in years
    ]
    return element("span", bars, role="img", aria_label=told, class_="el-bars")


def _years(counts: Iterable[PropertyCount]) -> list[int]:
    return [year for row in counts for year in row.by_year]


def summary_line(disputes: int, machine: int) -> str:
    """48 disputes; in 7 of them machine-written text stands against reports."""
    if not disputes:
        return "Sources contradict one another nowhere"
    against = f"in {machine:,} of them machine-written text stands against reports" if machine else ""
    return "; ".join(filter(None, [number(disputes, "dispute"), against]))
