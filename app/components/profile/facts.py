"""The sections of a profile that are no lists of events: facts, career, others, numbers, predictions and who tells it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

from app.components.manner import manner, row, sign, table, told_with_care, when_told
from app.components.predictions.board import LABELS, due
from app.components.predictions.board import sign as state_sign
from app.components.profile.events import disputed
from app.links import card_link, event_link, link, profile_link
from app.markup import Content, Html, element, number, opening, web_link
from kg.dates import Moment
from kg.ontology import Ontology
from kg.terms import local_name
from kg.views.profiles.shapes import CompetitorRow, CounterpartRow, Fact, PublisherRow, Stint, YearRow
from kg.views.shapes import EntityRow, FeatureRow, PredictionRow
from kg.views.spelt import spelt_date

_SORTS = {"Organization": "company", "Person": "person", "AIModel": "model", "Product": "product", "Place": "place"}


# --- head -------------------------------------------------------------------------------------------------------------


def what_it_is(entity: EntityRow, *, invests: bool = False, works: bool = False) -> str:
    """`company and investor`; who is not said to be a company, and works somewhere, is a person."""
    words = [word for cls, word in _SORTS.items() if cls in entity.types] or (["person"] if works else [])
    return " and ".join([*words, "investor"] if invests else words)


def names_line(entity: EntityRow) -> Content:
    """formerly Facebook · also Meta Platforms · meta.com"""
    told: list[Content] = []
    if entity.formerly:
        told.append(["formerly ", element("b", ", ".join(entity.formerly))])
    if entity.aliases:
        told.append(f"also {', '.join(entity.aliases[:6])}{' and more' if len(entity.aliases) > 6 else ''}")
    told += [web_link(url.split("//")[-1].removeprefix("www.").rstrip("/"), url) for url in entity.urls[:6]]
    return [[" · " if place else None, part] for place, part in enumerate(told)]


# --- facts ------------------------------------------------------------------------------------------------------------


def fact_list(facts: Sequence[Fact], ontology: Ontology) -> Html:
    """What one wants to know first; below each who says so, and whether a machine wrote it."""
    return element("dl", [_fact(fact, ontology) for fact in facts], class_="el-facts")


def _fact(fact: Fact, ontology: Ontology) -> Html:
    value: Content = profile_link(fact.about, fact.value) if fact.about else fact.value
    if fact.name in ("founded", "ended"):
        value = spelt_date(fact.value)
    since = f", {spelt_date(fact.date)}" if fact.date and fact.value != fact.date else ""
    told = told_with_care(fact.status, fact.sources, ontology, 1)
    return element(
        "div",
        element("dt", opening(fact.name)),
        element("dd", value, [" ", disputed()] if fact.disputed else None),
        element("dd", told, since, [" · ", event_link(fact.event, "event")] if fact.event else None, class_="el-source-line"),
    )


# --- a person ---------------------------------------------------------------------------------------------------------


def career_table(stints: Sequence[Stint], today: datetime.date) -> Html:
    """Employers as spans of time; where no event tells a begin or an end, the span fades."""
    moments = [Moment.parse(text) for stint in stints for text in (stint.begin, stint.end) if text]
    days = [day for moment in moments for day in (moment.begin, moment.end) if day]
    first, last = min(days, default=today), max([*days, today])
    if any(stint.begin_event is None for stint in stints):
        first = first.replace(year=first.year - 1, day=1)  # room for what began before anybody tells of it
    rows = [
        row(
            [profile_link(stint.employer_id, stint.employer), [" ", disputed()] if stint.disputed else None],
            ", ".join(stint.roles[:3]) or "–",
            _dated(stint.begin, stint.begin_event),
            _dated(stint.end, stint.end_event),
            _span(stint, first, last),
        )
        for stint in stints
    ]
    return table("Employers over time", ("Employer", "As", "From", "Until", f"{first.year} to {last.year}"), rows, hidden=True)


def _dated(text: str | None, event: str | None) -> Content:
    """The day with a link to the event that tells it; no event tells an end that may not have come."""
    if event is None:
        return element("small", "not told")
    return event_link(event, spelt_date(text))


def _span(stint: Stint, first: datetime.date, last: datetime.date) -> Html:
    begin = Moment.parse(stint.begin).begin if stint.begin else None
    end = Moment.parse(stint.end).end if stint.end else None
    whole = max((last - first).days, 1)
    left = ((begin or first) - first).days / whole * 100
    right = ((end or last) - first).days / whole * 100
    style = f"left:{left:.2f}%;width:{max(right - left, 1.2):.2f}%"
    fading = "el-from-before" if begin is None else "el-still" if end is None else None
    return element("span", element("span", style=style, class_=fading), class_="el-span", aria_hidden="true")


# --- others -----------------------------------------------------------------------------------------------------------


def counterpart_table(rows: Sequence[CounterpartRow], caption: str) -> Html:
    """Others with how many events are shared, and when."""
    lines = [row(profile_link(one.id, one.name), f"{one.events:,}", _years(one.first, one.last), figures=(0,)) for one in rows]
    return table(caption, ("Name", "Events", "Years"), lines, hidden=True, figures=("Events",))


def _years(first: int | None, last: int | None) -> str:
    return "–" if first is None else str(first) if first == last else f"{first} to {last}"


def competitor_table(rows: Sequence[CompetitorRow], ontology: Ontology) -> Html:
    """Whom cards compare it with, by what, and which card."""
    lines = [
        row(
            profile_link(one.id, one.name),
            ", ".join(one.features),
            [sign(one.source.statement, ontology), " ", card_link(one.source.id, one.source.title or one.source.name)],
        )
        for one in rows
    ]
    return table("Compared with", ("Name", "Compared by", "In the table of"), lines, hidden=True)


def year_bars(years: Sequence[YearRow]) -> Html:
    """Investments by year, as bars with their figures."""
    most = max(row.events for row in years)
    counted = Counter({row.year: row.events for row in years})
    told = ", ".join(f"{row.year}: {row.events}" for row in years)
    bars = [
        element("span", f"{counted[year]:,}", element("i", style=f"height:{counted[year] / most * 2.4:.2f}rem"), str(year))
        for year in range(years[0].year, years[-1].year + 1)
    ]
    return element("div", bars, class_="el-years", role="img", aria_label=f"Investments by year. {told}")


# --- numbers ----------------------------------------------------------------------------------------------------------


def feature_table(rows: Sequence[FeatureRow], own: str, ontology: Ontology) -> Html:
    """Features as they are claimed: of what, which value, who says so and when."""
    lines = [
        row(
            one.feature,
            profile_link(one.company_id, one.company) if one.company_id != own else "itself",
            [element("b", one.value), element("small", f" {_remarks(one)}") if _remarks(one) else None],
            [sign(one.source.statement, ontology), " ", web_link(one.source.name, one.source.url)],
            spelt_date(one.date) if one.date else when_told(one.source),
        )
        for one in rows
    ]
    return table("What is claimed", ("Feature", "Of", "Value", "Who says so", "When"), lines, hidden=True)


def _remarks(claim: FeatureRow) -> str:
    return "; ".join(filter(None, (claim.qualifier, f"with {claim.context}" if claim.context else "")))


# --- what is foretold, and who tells ----------------------------------------------------------------------------------


def prediction_table(rows: Sequence[PredictionRow], ontology: Ontology) -> Html:
    """What is said to come, and what became of it."""
    lines = [
        row(
            link("predictions", one.statement, id=local_name(one.id)),
            [state_sign(one.status), f" {LABELS[one.status]}"],
            due(one),
            [sign(one.source.statement, ontology), " ", web_link(one.source.name, one.source.url)],
        )
        for one in rows
    ]
    return table("Predictions", ("What is said to come", "State", "When", "Who says so"), lines, hidden=True)


def publisher_table(rows: Sequence[PublisherRow], ontology: Ontology) -> Html:
    """Who tells of its events and in what manner."""
    lines = [
        row(
            one.name or "Sources without a publisher",
            manner(one.statement, ontology),
            number(one.events, "event"),
            number(one.sources, "source"),
            figures=(1, 2),
        )
        for one in rows
    ]
    return table("Who tells of it", ("Publisher", "In what manner", "Tells", "In"), lines, hidden=True, figures=("Tells", "In"))
