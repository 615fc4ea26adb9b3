"""What was found: where a hit leads, what it is called, and the results by group."""

from __future__ import annotations

from collections.abc import Sequence

from app.links import Given, link
from app.markup import Content, Html, element, joined, number
from kg.terms import IDS, local_name
from kg.views.search import HitGroup, HitRow, SearchResult, Sort
from kg.views.spelt import spelt_date

SORTS: dict[Sort, str] = {
    "company": "company", "person": "person", "model": "model", "product": "product", "place": "place",
    "agent": "company or person", "publisher": "publisher", "event": "event", "passage": "text of a card",
    "prediction": "prediction", "claim": "claim",
}  # fmt: skip
_TITLES = {"names": "Names", "events": "Events", "texts": "Texts"}


def target(hit: HitRow) -> tuple[str, dict[str, Given]]:
    """The page that a hit leads to, and the values of its address."""
    if hit.sort == "event":
        return "event", {"id": local_name(hit.id)}
    if hit.sort == "publisher":
        return "sources", {"id": hit.id.removeprefix(IDS)}
    if hit.sort == "claim" and hit.about:
        return "profile", {"id": hit.about.removeprefix(IDS)}
    if hit.sort == "prediction":
        return "predictions", {"id": local_name(hit.id)}
    if hit.source:
        return "card", {"id": local_name(hit.source)}
    return "profile", {"id": hit.id.removeprefix(IDS)}


def beside(hit: HitRow, *, dated: bool = True) -> list[str]:
    """What stands beside a hit: its date, what it belongs to, and the other name or title by which it was found."""
    told = [spelt_date(hit.date)] if dated and hit.date else []
    told += [hit.detail] if hit.detail else []
    return [*told, f"also “{hit.matched}”"] if hit.matched else told


def results(found: SearchResult) -> Html:
    """The hits by group."""
    return element("div", [_group(group) for group in found.groups], class_="el-found")


def _group(group: HitGroup) -> Html:
    more = group.total - len(group.hits)
    return element(
        "section",
        element("h2", _TITLES[group.name], " ", element("small", number(group.total, "hit")), class_="el-heading"),
        element("ul", [_hit(hit) for hit in group.hits], class_="el-hits"),
        element("p", f"And {more:,} more. Add a word to narrow it.", class_="el-note")
        if more > 0
        else None,
    )


def _hit(hit: HitRow) -> Html:
    page, values = target(hit)
    return element(
        "li",
        element("span", spelt_date(hit.date) if hit.sort == "event" else SORTS[hit.sort], class_="el-sort"),
        element("span", link(page, hit.text, **values), _beside(beside(hit, dated=hit.sort != "event"))),
    )


def _beside(told: Sequence[str]) -> Content:
    return element("small", joined(" · ", told)) if told else None
