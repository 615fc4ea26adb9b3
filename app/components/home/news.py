"""What changed since a day, as a list: what is new, what is believed otherwise, what is disputed or settled."""

from __future__ import annotations

from app.components.manner import told_by
from app.links import event_link, profile_link
from app.markup import Content, Html, element, joined
from kg.ontology import Ontology
from kg.views.changes import ChangedRow, Changes
from kg.views.shapes import ChangeRow
from kg.views.spelt import spelt_date, spelt_day

_NEWS = {"new": "New", "joined": "Told again"}
_WORDS = {"changed": "Now believed", "disputed": "Disputed", "settled": "Settled"}
_LONGEST = 160
"""Letters of a value; a longer one is cut, and the event's page has it whole."""


def news_list(changes: Changes, ontology: Ontology) -> Html:
    """Every change, by the day on which it became known."""
    return element("ul", [_item(row, ontology) for row in changes.rows], class_="el-news")


def _item(row: ChangedRow, ontology: Ontology) -> Html:
    event = row.event
    beside: list[Html | str] = [
        profile_link(event.organisation_ids[0], event.organisations[0]),
        ontology.kind(event.kind).label,
        spelt_date(event.date),
    ]
    return element(
        "li",
        element("span", spelt_day(row.known), class_="el-date"),
        element(
            "div",
            element("span", _what(row), class_=f"el-badge el-badge-{_tone(row)}"),
            " ",
            event_link(event.id, event.title),
            element("p", joined(" · ", beside), " · told by ", told_by(event.sources, ontology), class_="el-beside"),
            [_change(change) for change in row.changes],
        ),
    )


def _tone(row: ChangedRow) -> str:
    """The strongest of what happened to an event."""
    happened = {change.change for change in row.changes}
    return next((name for name in ("disputed", "settled", "changed") if name in happened), row.news)


def _what(row: ChangedRow) -> str:
    tone = _tone(row)
    return {"changed": "Belief changed", "disputed": "Disputed", "settled": "Settled"}.get(tone) or _NEWS[row.news]


def _change(change: ChangeRow) -> Html:
    """Now believed, person: Eric Boyd, before Pavan Davuluri."""
    before: Content = [", before ", element("s", _short(change.before))] if change.change == "changed" and change.before else None
    value = change.value if change.change != "settled" else change.before or ""
    told = f"{_WORDS[change.change]}, {change.property.replace('_', ' ')}: "
    return element("p", told, element("b", _short(value)), before, class_="el-change")


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
