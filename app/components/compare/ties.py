"""Investors and partners that companies share: who deals with whom, and in which rounds."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.compare.charts import Chart, LazyFigures
from app.components.compare.matrix import ROW, Entry, matrix
from app.components.manner import row, table
from app.components.palette import Palette
from app.links import event_link, profile_link
from app.markup import Html, element, number
from kg.views.compare.shapes import MentionRow, TieRow
from kg.views.spelt import spelt_date

_SHOWN = 30
"""Investors or partners in one drawing and its table, those that most companies share first."""
_EVENTS = 4
"""Events in one cell of the table."""


def ties_chart(sort: str, companies: Sequence[str], ties: Sequence[TieRow], colours: Palette) -> Chart | None:
    """Investors, or partners, down and companies across; `None` where none is shared."""
    own = [tie for tie in ties if tie.sort == sort]
    if not own:
        return None
    names = list(dict.fromkeys(tie.name for tie in own))
    shown = names[:_SHOWN]
    most = max(len(tie.events) for tie in own)
    entries = [Entry(tie.name, tie.company, _written(tie), len(tie.events) / most, _tip(tie)) for tie in own if tie.name in shown]
    more = f"{number(len(names) - _SHOWN, f'more {sort}')} in the CSV file." if len(names) > _SHOWN else ""
    return Chart(
        name=f"shared-{sort}s",
        title=f"Shared {sort}s: number of events, and how many of them led" if sort == "investor" else "Shared partners",
        spec=matrix(shown, companies, entries, "", colours),
        height=ROW * len(shown),
        alt=f"{number(len(names), sort)} shared by at least two of the companies: {', '.join(names[:12])}. A table follows.",
        figures=LazyFigures(own, _figure),
        notes=tuple(filter(None, (more,))),
    )


def _written(tie: TieRow) -> str:
    return f"{len(tie.events)}, {tie.leads} led" if tie.leads else str(len(tie.events))


def _tip(tie: TieRow) -> str:
    told = "; ".join(f"{event.title} ({event.date or 'no date'})" for event in tie.events[:_EVENTS])
    return f"{tie.name} and {tie.company}: {told}"


def ties_table(sort: str, companies: Sequence[str], ties: Sequence[TieRow]) -> Html:
    """Each investor or partner with the rounds and events that tie it to each company."""
    own = [tie for tie in ties if tie.sort == sort]
    people = {tie.id: tie.name for tie in own}
    by_place = {(tie.id, tie.company): tie for tie in own}
    rows = [
        row(profile_link(iri, name), *(_cell(by_place.get((iri, company))) for company in companies))
        for iri, name in list(people.items())[:_SHOWN]
    ]
    more = f", the first {_SHOWN}" if len(people) > _SHOWN else ""
    return table(f"{number(len(people), sort)} of at least two of the companies{more}", (sort.capitalize(), *companies), rows)


def _cell(tie: TieRow | None) -> list[Html]:
    if tie is None:
        return [element("span", "none told", class_="el-soft")]
    rounds = [element("b", ", ".join(tie.rounds))] if tie.rounds else []
    lead = [element("em", " (lead)" if tie.leads == len(tie.events) else f" (led {tie.leads})")] if tie.leads else []
    told = [_event(event) for event in tie.events[:_EVENTS]]
    more = len(tie.events) - _EVENTS
    return [*rounds, *lead, *told, *([element("small", f"{more} more")] if more > 0 else [])]


def _event(event: MentionRow) -> Html:
    when = spelt_date(event.date) if event.date else "no date"
    return element("p", element("small", f"{when} ", event_link(event.id, event.title)))


def _figure(tie: TieRow) -> dict[str, object]:
    return {
        tie.sort: tie.name, "company": tie.company, "events": len(tie.events), "led": tie.leads, "rounds": "; ".join(tie.rounds),
        "told as": "; ".join(f"{event.date or ''} {event.title}" for event in tie.events),
    }  # fmt: skip
