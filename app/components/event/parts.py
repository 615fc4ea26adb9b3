"""The parts of an event's page: what is believed, when, what it is related to, and how it came together."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from itertools import groupby

from app.components.manner import manner, row, sign, table, when_told
from app.components.palette import Palette, text_glyph
from app.components.positions import readable
from app.links import card_link, event_link, profile_link
from app.markup import Content, Html, element, joined, number, opening, web_link
from kg.dates import Moment
from kg.ontology import Ontology
from kg.views.event_shapes import CardSentence, RelatedEvent
from kg.views.shapes import ChangeRow, ClaimRow, EventDetail, EventHistory, EventRow, ReportRow
from kg.views.spelt import spelt_date, spelt_day

_REPORTS = 12
"""Reports that are shown at once; the others unfold."""
_SHARED = 4
"""What two events share is told so far, then counted."""


# --- head -------------------------------------------------------------------------------------------------------------


def kicker(event: EventRow, ontology: Ontology, colours: Palette) -> Content:
    """▶ Hire · April 2026 · Anthropic, Microsoft"""
    kind = ontology.kind(event.kind)
    glyph = element("span", text_glyph(kind.glyph), class_="el-glyph", style=f"color:{colours.kind(kind)}", aria_hidden="true")
    who = [profile_link(iri, name) for iri, name in zip(event.organisation_ids, event.organisations, strict=True)]
    return [glyph, f" {opening(kind.label)} · {spelt_date(event.date)} · ", joined(", ", who)]


def standing_line(detail: EventDetail, ontology: Ontology) -> Content:
    """● reported · 14 sources · sources disagree about the person"""
    event = detail.event
    parts: list[Html] = [manner(event.status, ontology), element("span", number(event.told_by, "source"))]
    if detail.disputes:
        names = " and the ".join(readable(dispute.property) for dispute in detail.disputes)
        parts.append(element("strong", f"sources disagree about the {names}", class_="el-not-believed"))
    return joined(" · ", parts)


# --- what is believed -------------------------------------------------------------------------------------------------


def belief(detail: EventDetail, ontology: Ontology) -> Html:
    """Who took part and what it cost, as we believe it; each with how many sources say so."""
    event = detail.event
    contested = {dispute.property for dispute in detail.disputes}
    lines = [_line("organisation", profile_link(event.organisation_ids[0], event.organisations[0]), detail.claims, contested)]
    labels = {role.name: role.label for role in ontology.roles}
    for name, parts in groupby(event.participants, key=lambda part: part.role):
        told = [profile_link(part.id, part.name) if part.id else element("span", part.name) for part in parts]
        lines.append(_line(name, joined(", ", told), detail.claims, contested, labels.get(name, name)))
    for name, money in (("amount", event.amount), ("valuation", event.valuation)):
        if money is not None:
            lines.append(_line(name, [str(money), _wording(str(money), money.text)], detail.claims, contested))
    if event.round:
        lines.append(_line("round", event.round, detail.claims, contested))
    return table("What we believe", ("What", "We believe", "Told by"), lines, hidden=True)


def _wording(shown: str, text: str) -> Content:
    """What the source wrote, where that says more than the figure."""
    return element("small", f" “{text}”") if text and text != shown else None


def _line(name: str, value: Content, claims: Iterable[ClaimRow], contested: set[str], label: str = "") -> Html:
    tellers = {claim.source for claim in claims if claim.property == name and claim.believed}
    mark = element("i", "?", class_="el-dispute-badge", role="img", aria_label="disputed") if name in contested else None
    return row(opening(label or readable(name)), [value, " ", mark], _nowrap(number(len(tellers), "source")) if tellers else None)


def _nowrap(text: str) -> Html:
    return element("span", text, class_="el-date")


# --- when -------------------------------------------------------------------------------------------------------------


def dates_strip(detail: EventDetail) -> Html:
    """Every date of the event on one line of time: when it happened, its steps, what sources say, and when they said it."""
    rows = _dates(detail)
    spans = [moment for _, moment, _ in rows]
    first = min((span.begin for span in spans if span.begin), default=None)
    last = max((span.end for span in spans if span.end), default=None)
    lines = [
        row(opening(name), _nowrap(spelt_date(str(moment))), _bar(moment, first, last) if first and last else None, note)
        for name, moment, note in rows
    ]
    return table("When", ("What", "Date", "On a line of time", "Note"), lines, hidden=True)


def _dates(detail: EventDetail) -> list[tuple[str, Moment, str]]:
    event = detail.event
    found = [("believed", Moment.parse(event.date), "what we go by")] if event.date else []
    found += [(named.name, Moment.parse(named.date), "") for named in event.named_dates]
    told: dict[str, set[str]] = {}
    for claim in detail.claims:
        if claim.property == "date":
            told.setdefault(claim.value, set()).add(claim.source)
    others = [(value, sources) for value, sources in told.items() if value != event.date]
    found += [(f"told as {spelt_date(value)}", Moment.parse(value), number(len(sources), "source")) for value, sources in others]
    published = sorted({source.published for source in event.sources if source.published})
    if published:
        found.append(("first report", Moment.parse(published[0]), "of those that are dated"))
    if len(published) > 1:
        found.append(("last report", Moment.parse(published[-1]), ""))
    return found


def _bar(moment: Moment, first: datetime.date, last: datetime.date) -> Html:
    """The days that a date allows, as a share of all that is shown; an open end runs to the edge."""
    whole = max((last - first).days, 1)
    begin = ((moment.begin or first) - first).days / whole * 100
    end = ((moment.end or last) - first).days / whole * 100
    style = f"left:{begin:.2f}%;width:{max(end - begin, 1.2):.2f}%"
    return element("span", element("span", style=style), class_="el-span", aria_hidden="true")


# --- beside it --------------------------------------------------------------------------------------------------------


def related_list(events: Sequence[RelatedEvent], ontology: Ontology, colours: Palette) -> Html:
    """Other events with what they share."""
    return element("ul", [element("li", _related(event, ontology, colours)) for event in events], class_="el-list")


def _related(event: RelatedEvent, ontology: Ontology, colours: Palette) -> list[Content]:
    kind = ontology.kind(event.kind)
    glyph = element("span", text_glyph(kind.glyph), class_="el-glyph", style=f"color:{colours.kind(kind)}", title=kind.label)
    labels = {role.name: role.label for role in ontology.roles}
    shares = [f"{labels.get(shared.role, shared.role)} {shared.name}" for shared in event.shares]
    more = f" and {len(shares) - _SHARED} more" if len(shares) > _SHARED else ""
    return [
        glyph, " ", event_link(event.id, event.title),
        element("small", f" {spelt_date(event.date)} · same {', '.join(shares[:_SHARED])}{more}"),
    ]  # fmt: skip


def card_list(sentences: Sequence[CardSentence], ontology: Ontology) -> Html:
    """Sentences of news cards, each with its manner and a link to its card."""
    return element(
        "ul",
        [
            element(
                "li",
                sign(said.source.statement, ontology),
                element("q", said.text),
                element("small", " ", card_link(said.source.id, said.source.title or said.source.name), f" · {said.source.name}"),
            )
            for said in sentences
        ],
        class_="el-list",
    )


# --- how it came together ---------------------------------------------------------------------------------------------


def reports_table(history: EventHistory, ontology: Ontology) -> Html:
    """The reports that the event is made of, in the order in which they were known, with what tied each to an earlier one."""
    titles = {report.id: report.source.name for report in history.reports}
    rows = [_report(report, titles, ontology) for report in history.reports]
    columns = ("Source", "What it says", "Dates it", "Published", "Why it is this event")
    shown = table("Reports it is made of", columns, rows[:_REPORTS], hidden=True)
    if len(rows) <= _REPORTS:
        return shown
    rest = table("Further reports", columns, rows[_REPORTS:], hidden=True)
    return element("div", shown, element("details", element("summary", f"{len(rows) - _REPORTS} more reports"), rest))


def _report(report: ReportRow, names: dict[str, str], ontology: Ontology) -> Html:
    source = report.source
    if report.joined_to:
        tie: Content = [element("small", f"like {names.get(report.joined_to, 'an earlier report')}: "), "; ".join(report.joined)]
    else:
        tie = element("small", "known first" if not report.joined else "; ".join(report.joined))
    return row(
        [sign(source.statement, ontology), " ", web_link(source.name, source.url)],
        report.title,
        _nowrap(spelt_date(report.date) if report.date else "–"),
        _nowrap(when_told(source)),
        tie,
    )


def changes_list(changes: Sequence[ChangeRow]) -> Html:
    """What was believed when: a line of time whose entries are the days on which sources appeared."""
    days = [
        element("li", element("b", spelt_day(on) if on else "Undated sources"), _day(list(rows)))
        for on, rows in groupby(changes, key=lambda change: change.on)
    ]
    return element("ol", days, class_="el-changes")


def _day(changes: Sequence[ChangeRow]) -> list[Html]:
    publishers = dict.fromkeys(name for change in changes for name in change.publishers)
    names = list(publishers)
    more = f" and {len(names) - 4} more" if len(names) > 4 else ""
    lines = [element("li", _change(change)) for change in changes if change.change != "first known"]
    first = [f"{readable(change.property)} {change.value}" for change in changes if change.change == "first known"]
    if first:
        lines.insert(0, element("li", "first known: ", "; ".join(first)))
    return [element("small", f" {', '.join(names[:4])}{more}"), element("ul", lines)]


def _change(change: ChangeRow) -> list[Content]:
    name = readable(change.property)
    if change.change == "changed":
        return [f"{name}: ", element("s", change.before or ""), " → ", element("b", change.value)]
    if change.change == "disputed":
        return [element("i", "?", class_="el-dispute-badge"), f" {name} disputed: {change.value}"]
    if change.change == "settled":
        return [f"{name} no longer disputed", f": {change.before}" if change.before else ""]
    return [f"{name} told for the first time: ", element("b", change.value)]


def ids_line(history: EventHistory) -> Html:
    """The event's id, and earlier ones that lead to it."""
    own = element("code", history.event.id.rsplit("/", 1)[-1])
    earlier = [element("code", iri.rsplit("/", 1)[-1]) for iri in history.earlier_ids]
    if not earlier:
        return element("p", "Id: ", own, class_="el-note")
    summary = element("summary", "Id: ", own, f" and {number(len(earlier), 'earlier id')} that lead here")
    return element("details", summary, element("p", joined(" ", earlier)), class_="el-note")
