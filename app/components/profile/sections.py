"""The sections of a profile in the order of the page, each with the query behind it and the way to all of its rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from app import state
from app.components.palette import palette
from app.components.positions import dispute_article
from app.components.profile import events, facts
from app.links import Given, link
from app.markup import Html, element, joined
from kg.terms import IDS
from kg.views.profiles.page import GIVERS, PARTS, WORKS, Section
from kg.views.profiles.shapes import CounterpartRow, Part, Profile

LONG = 12
"""Rows of lists that are no events, unless all are asked for."""
UNFOLDING = (
    "latest", "disputes", "numbers", "partners", "co-investors", "makers", "competitors", "predictions", "sources",
    *(part.name for part in PARTS),
)  # fmt: skip
"""Sections that a link can unfold."""
NARROW = ("co-investors", "makers", "partners", "competitors")
"""Sections that stand side by side where there is room."""
_Row = TypeVar("_Row")


@dataclass(frozen=True)
class ProfileSection:
    """One section of a profile: `shown` of `total` rows, drawn; `query` is the catalogue query behind it with its parameters."""

    name: str
    title: str
    content: Html
    query: str
    parameters: Mapping[str, Given]
    shown: int
    total: int


def contents(sections: Sequence[ProfileSection]) -> Html:
    """Links to the sections, with how many rows each has."""
    links = [(element("a", one.title, href=f"#{one.name}", class_="el-link"), f" {one.total:,}") for one in sections]
    items = [element("li", to, element("small", total)) for to, total in links]
    return element("nav", element("ul", items, class_="el-toc"), aria_label="Sections")


def drawn(section: ProfileSection, entity: str, whole: Sequence[str]) -> Html:
    """The section with its heading, the way to all of it, and the query behind it."""
    notes: list[Html] = []
    if section.shown < section.total:
        if section.name in whole:
            notes.append(element("span", f"the first {section.shown:,} of {section.total:,}"))
        else:
            every = [*whole, section.name]
            notes.append(link("profile", f"All {section.total:,}", id=entity.removeprefix(IDS), all=every))
    notes.append(link("sparql", "Query", query=section.query, **section.parameters))
    heading = element("h2", section.title, " ", element("small", joined(" · ", notes)))
    return element("section", heading, section.content, class_="el-part", id=section.name)


def sections_of(found: Profile, today: datetime.date, whole: Sequence[str]) -> Iterator[ProfileSection]:
    """Every section in the order of the page; those without rows are left out by their total."""
    iri, ontology, colours = found.entity.id, state.graph().ontology, palette()
    own = {"entity": iri}
    parts = {section.name: _of_part(section, found) for section in PARTS}

    def few(name: str, rows: Sequence[_Row]) -> Sequence[_Row]:
        return rows if name in whole else rows[:LONG]

    def listed(name: str, title: str, content: Html, query: str, count: int, **more: Given) -> ProfileSection:
        return ProfileSection(name, title, content, query, more or own, count if name in whole else min(LONG, count), count)

    def others(name: str, title: str, rows: Sequence[CounterpartRow], **roles: Sequence[str]) -> ProfileSection:
        named = {key: [ontology.role(role).iri.value for role in given] for key, given in roles.items()}
        content = facts.counterpart_table(few(name, rows), title)
        return listed(name, title, content, "entity/counterparts", len(rows), entity=iri, **named)

    told = facts.fact_list(found.facts, ontology)
    yield ProfileSection("facts", "Facts", told, "entity/events", own, len(found.facts), len(found.facts))
    latest = events.event_list(found.latest, "Newest events", ontology, colours)
    yield ProfileSection("latest", "Newest events", latest, "entity/events", own, len(found.latest), found.total)
    career = facts.career_table(found.career, today)
    yield ProfileSection("career", "Employers", career, "entity/events", own, len(found.career), len(found.career))
    for name in ("people-in", "people-out", "founded", "money-in", "deals", "money-out"):
        yield parts[name]
    yield others("co-investors", "Who invests beside it", found.co_investors, own=GIVERS, role=GIVERS)
    yield parts["launches"]
    yield parts["works"]
    yield others("makers", "Whose it is", found.makers, own=WORKS, role=("organisation",))
    numbers = facts.feature_table(few("numbers", found.features), iri, ontology)
    about = list(dict.fromkeys(claim.company_id for claim in found.features))
    yield listed("numbers", "What is claimed", numbers, "compare/features", len(found.features), org=about)
    yield others("partners", "Partners", found.partners, role=("partner", "organisation"))
    rivals = facts.competitor_table(few("competitors", found.competitors), ontology)
    yield listed("competitors", "Compared with", rivals, "entity/competitors", len(found.competitors))
    disputes = element("div", [dispute_article(one, ontology, frozenset()) for one in found.disputes], class_="el-disputes")
    shown = len({one.event for one in found.disputes})
    yield ProfileSection("disputes", "Disputes", disputes, "dispute/all", {"org": iri}, shown, found.disputed)
    foretold = facts.prediction_table(few("predictions", found.predictions), ontology)
    yield listed("predictions", "Predictions", foretold, "prediction/all", len(found.predictions), org=iri)
    tellers = facts.publisher_table(few("sources", found.publishers), ontology)
    yield listed("sources", "Who tells of it", tellers, "entity/publishers", len(found.publishers))


def _of_part(section: Section, found: Profile) -> ProfileSection:
    part, title = found.part(section.name), _TITLES[section.name]
    behind = section.parameters(state.graph(), found.entity.id)
    content = _part(part, title, found)
    return ProfileSection(section.name, title, content, "entity/events", behind, len(part.events), part.total)


_TITLES = {
    "people-in": "People who came",
    "people-out": "People who went",
    "founded": "Founded",
    "money-in": "Money in",
    "deals": "Acquisitions",
    "money-out": "Investments",
    "launches": "Models and products",
    "works": "Launches and what followed",
}


def _part(part: Part, title: str, found: Profile) -> Html:
    ontology, colours = state.graph().ontology, palette()
    match part.name:
        case "people-in" | "people-out":
            return events.moves(part.events, title, ontology, out=part.name == "people-out")
        case "money-in":
            return events.rounds(part.events, title, ontology)
        case "deals":
            return events.deals(part.events, title, ontology)
        case "money-out":
            table = events.investments(part.events, title, ontology, found.entity.id)
            return element("div", facts.year_bars(found.years) if len(found.years) > 1 else None, table)
        case "launches":
            return events.launches(part.events, title, ontology, colours)
        case _:
            return events.event_list(part.events, title, ontology, colours)
