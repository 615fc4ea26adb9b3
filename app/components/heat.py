"""Counts as tables whose cells are tinted: events by kind and year, and how much was looked at."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.palette import Palette, text_glyph
from app.markup import Html, element
from kg.ontology import Ontology
from kg.views.shapes import CountRow, CoverageRow


def counts_by_year(companies: Sequence[str], counts: Sequence[CountRow], ontology: Ontology, colours: Palette) -> Html:
    """One table per company with the same rows and columns, so that they can be compared at a glance."""
    kinds = [kind for kind in ontology.kinds if any(row.kind == kind.name for row in counts)]
    years = year_range([row.year for row in counts])
    most = max((row.events for row in counts), default=1)
    found = {(row.company, row.kind, row.year): row.events for row in counts}
    tables = []
    for company in companies:
        total = sum(row.events for row in counts if row.company == company)
        lines = []
        for kind in kinds:
            colour = colours.kind(kind)
            numbers = [found.get((company, kind.name, year), 0) for year in years]
            sign = element("span", text_glyph(kind.glyph), class_="el-glyph", style=f"color:{colour}")
            lines.append(
                element(
                    "tr",
                    element("th", sign, " ", kind.plural, scope="row"),
                    [_tinted(number, most, colour) for number in numbers],
                    element("td", element("b", str(sum(numbers))) if any(numbers) else None),
                )
            )
        head = element(
            "tr",
            element("th", "Kind", scope="col"),
            [element("th", _short_year(year), scope="col") for year in years],
            element("th", "all", scope="col"),
        )
        table = element("table", element("thead", head), element("tbody", lines), class_="el-table el-heat")
        tables.append(
            element(
                "section",
                element("h3", company, " ", element("small", f"{total} events")),
                element("div", table, class_="el-scroll"),
            )
        )
    return element("div", tables, class_="el-grid")


def coverage(companies: Sequence[str], rows: Sequence[CoverageRow]) -> Html:
    """Sources per company and year. A hatched cell says that no source speaks of that year: nobody looked."""
    years = year_range([row.year for row in rows])
    found = {(row.company, row.year): row for row in rows}
    most = max((row.sources for row in rows), default=1)
    lines = [
        element("tr", element("th", company, scope="row"), [_covered(found.get((company, year)), most) for year in years])
        for company in companies
    ]
    head = element("tr", element("th", "Company", scope="col"), [element("th", str(year), scope="col") for year in years])
    return element(
        "div", element("table", element("thead", head), element("tbody", lines), class_="el-table el-heat"), class_="el-scroll"
    )


def year_range(years: Sequence[int | None]) -> list[int]:
    """Every year from the first to the last that has something."""
    known = [year for year in years if year is not None]
    return list(range(min(known), max(known) + 1)) if known else []


def _tinted(number: int, most: int, colour: str) -> Html:
    if not number:
        return element("td")
    share = round(12 + 48 * number / most)
    return element("td", str(number), style=f"background:color-mix(in srgb, {colour} {share}%, transparent)")


def _covered(row: CoverageRow | None, most: int) -> Html:
    if row is None:
        return element("td", class_="el-unseen", title="no source speaks of this year")
    share = round(6 + 34 * row.sources / most)
    told = f"{row.events} events, {row.sources} sources"
    return element("td", str(row.sources), title=told, style=f"background:color-mix(in srgb, currentColor {share}%, transparent)")


def _short_year(year: int) -> str:
    return f"’{year % 100:02d}"
