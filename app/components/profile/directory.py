"""The directory of companies, people, models and investors: four lists to choose from, each with its counts."""

from __future__ import annotations

from collections.abc import Mapping

from app.components.manner import row, table
from app.links import link, profile_link
from app.markup import Html, element
from kg.views.profiles.shapes import Directory, Sort

TITLES: dict[Sort, str] = {"company": "Companies", "person": "People", "model": "Models and products", "investor": "Investors"}
PAGE = 50
"""Lines of one page of the directory."""


def sorts(counts: Mapping[Sort, int], chosen: Sort, text: str) -> Html:
    """The four lists as links; the one that is shown is marked."""
    items = [
        element(
            "li",
            element("b", TITLES[sort], element("small", f" {count:,}"), aria_current="page")
            if sort == chosen
            else link("profile", [TITLES[sort], element("small", f" {count:,}")], sort=sort, text=text),
        )
        for sort, count in counts.items()
    ]
    return element("nav", element("ul", items, class_="el-toc"), aria_label="What to list")


def directory_table(found: Directory) -> Html:
    """Names with their events and years."""
    lines = [
        row(profile_link(one.id, one.name), f"{one.events:,}" if one.events else "–", _years(one.first, one.last), figures=(0,))
        for one in found.entities
    ]
    listed = table(TITLES[found.sort], ("Name", "Events", "Years"), lines, hidden=True, figures=("Events",))
    return element("div", listed, class_="el-directory")


def pages(found: Directory, number: int, text: str) -> Html | None:
    """Links to the pages before and after."""
    last = -(-found.total // PAGE)
    if last < 2:
        return None
    before = link("profile", "Earlier page", sort=found.sort, text=text, page=number - 1) if number > 1 else None
    after = link("profile", "Next page", sort=found.sort, text=text, page=number + 1) if number < last else None
    return element("nav", [before, f" Page {number:,} of {last:,} ", after], class_="el-note", aria_label="Pages of the list")


def _years(first: int | None, last: int | None) -> str:
    return "–" if first is None or last is None else str(first) if first == last else f"{first} to {last}"
