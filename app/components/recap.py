"""A recap on the page: what happened by kind and company, and beside it what may have happened and what was foretold."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.palette import Palette, text_glyph
from app.links import event_link, link, profile_link
from app.markup import Content, Html, element, joined, number, web_link
from kg.ontology import Ontology
from kg.terms import local_name
from kg.views.recap import Recap, RecapCompany, RecapGroup, RecapRow, VoiceRow, words
from kg.views.shapes import PredictionRow
from kg.views.spelt import spelt_date


def recap_article(told: Recap, ontology: Ontology, colours: Palette) -> Html:
    """The whole recap."""
    beside = [
        _perhaps(told),
        _predictions(words.MADE, told.made),
        _predictions(words.DUE, told.due),
    ]
    return element(
        "div",
        element("div", [_group(group, ontology, colours) for group in told.groups]),
        element("aside", beside, aria_label="Beside what happened") if any(beside) else None,
        class_="el-recap",
    )


def _group(group: RecapGroup, ontology: Ontology, colours: Palette) -> Html:
    kind = ontology.kind(group.kind)
    sign = element("span", text_glyph(kind.glyph), class_="el-glyph", style=f"color:{colours.kind(kind)}", aria_hidden="true")
    return element(
        "section",
        element("h2", sign, " ", group.label, " ", element("small", f"{group.events:,}")),
        [_company(company) for company in group.companies],
    )


def _company(company: RecapCompany) -> Html:
    return element(
        "div",
        element("h3", profile_link(company.id, company.name)),
        element("ul", [_event(row) for row in company.rows], class_="el-briefs"),
        class_="el-recap-company",
    )


def _event(row: RecapRow) -> Html:
    voices, more = words.shown_voices(row)
    told = ["told by ", joined(", ", map(_voice, voices)), f" {more}" if more else ""] if voices else []
    return element(
        "li",
        event_link(row.event.id, row.event.title),
        element("p", joined(" · ", [spelt_date(row.event.date), *words.facts(row)]), class_="el-beside"),
        element("p", told, class_="el-beside"),
        [element("p", sentence, class_="el-contested-line") for sentence in row.disputes],
    )


def _voice(voice: VoiceRow) -> Html:
    remark = element("em", f" ({voice.remark})") if voice.remark else None
    return element("span", web_link(voice.name, voice.url), remark)


def _perhaps(told: Recap) -> Content:
    if not told.perhaps:
        return None
    more = told.perhaps_left_out
    return element(
        "section",
        element("h2", words.PERHAPS),
        element("p", "Their dates are wider than this time.", class_="el-note"),
        element("ul", [_brief(row) for row in told.perhaps], class_="el-briefs"),
        element("p", f"And {number(more, 'more event')}.", class_="el-note") if more else None,
    )


def _brief(row: RecapRow) -> Html:
    beside: list[Html | str] = [
        spelt_date(row.event.date),
        profile_link(row.event.organisation_ids[0], row.event.organisations[0]),
        *words.facts(row),
    ]
    return element("li", event_link(row.event.id, row.event.title), element("p", joined(" · ", beside), class_="el-beside"))


def _predictions(title: str, rows: Sequence[PredictionRow]) -> Content:
    return element("section", element("h2", title), element("ul", map(_prediction, rows), class_="el-briefs")) if rows else None


def _prediction(row: PredictionRow) -> Html:
    beside: list[Html | str] = [*words.prediction_facts(row), web_link(row.source.name, row.source.url)]
    statement = link("predictions", row.statement, id=local_name(row.id))
    return element("li", statement, element("p", joined(" · ", beside), class_="el-beside"))
