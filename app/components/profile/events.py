"""The sections of a profile that are events: the newest ones, people, money, deals and launches, each with who tells it."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.manner import row, table, told_with_care
from app.components.palette import Palette, text_glyph
from app.links import event_link, profile_link
from app.markup import Content, Html, element, joined
from kg.ontology import Ontology
from kg.views.shapes import EventRow, MoneyRow, ParticipantRow
from kg.views.spelt import spelt_date

_NAMES = 5
"""Names in a cell; the others are counted."""


def event_list(events: Sequence[EventRow], caption: str, ontology: Ontology, colours: Palette) -> Html:
    """Any events: when, what, and who tells it."""
    rows = [row(_when(event), _titled(event, ontology, colours), _told(event, ontology)) for event in events]
    return table(caption, ("Date", "Event", "Told by"), rows, hidden=True)


def moves(events: Sequence[EventRow], caption: str, ontology: Ontology, *, out: bool) -> Html:
    """Who came from where, or went where, to do what."""
    columns = ("Date", "Who", "Went to" if out else "Came from", "Position", "Event", "Told by")
    return table(caption, columns, [_move(event, ontology, out=out) for event in events], hidden=True)


def _move(event: EventRow, ontology: Ontology, *, out: bool) -> Html:
    people = event.parts("person") or event.parts("founder")
    other = event.parts("employer_to" if out else "employer_from")
    if out and not other and event.parts("founder"):
        other = (ParticipantRow(role="organisation", name=event.organisations[0], id=event.organisation_ids[0]),)
    return row(
        _when(event),
        _people(people),
        _people(other) or "–",
        _several([element("span", text) for text in event.named("position")], 2) or "–",
        _titled(event, ontology, None),
        _told(event, ontology),
    )


def rounds(events: Sequence[EventRow], caption: str, ontology: Ontology) -> Html:
    """Money that came in, round by round, one table for each currency: amounts are never converted and never added."""
    by_currency: dict[str, list[EventRow]] = {}
    for event in events:
        money = event.amount or event.valuation
        by_currency.setdefault((money.currency if money else None) or "", []).append(event)
    columns = ("Date", "Round", "Amount", "Valuation", "Investors", "Event", "Told by")
    tables = [
        table(
            f"In {currency}" if currency else "No sum is told" if len(by_currency) > 1 else caption,
            columns,
            [_round(event, ontology) for event in of],
            hidden=len(by_currency) == 1,
            figures=("Amount", "Valuation"),
        )
        for currency, of in by_currency.items()
    ]
    return element("div", tables, class_="el-stack")


def _round(event: EventRow, ontology: Ontology) -> Html:
    return row(
        _when(event),
        element("span", event.round or "–", class_="el-date"),
        money(event.amount),
        money(event.valuation),
        _people([*event.parts("lead_investor"), *event.parts("investor")]) or "–",
        _titled(event, ontology, None),
        _told(event, ontology),
        figures=(1, 2),
    )


def deals(events: Sequence[EventRow], caption: str, ontology: Ontology) -> Html:
    """Who bought whom, and for how much."""
    columns = ("Date", "Buyer", "Bought", "Price", "Event", "Told by")
    return table(caption, columns, [_deal(event, ontology) for event in events], hidden=True, figures=("Price",))


def _deal(event: EventRow, ontology: Ontology) -> Html:
    return row(
        _when(event),
        _people(event.parts("acquirer")) or "–",
        _people(event.parts("acquired")) or "–",
        money(event.amount),
        _titled(event, ontology, None),
        _told(event, ontology),
        figures=(2,),
    )


def investments(events: Sequence[EventRow], caption: str, ontology: Ontology, investor: str) -> Html:
    """Into whom the entity put money, in which round, and whether it led."""
    columns = ("Date", "Into", "Round", "Whole sum", "Role", "Event", "Told by")
    rows = [
        row(
            _when(event),
            profile_link(event.organisation_ids[0], event.organisations[0]),
            event.round or "–",
            money(event.amount),
            "led" if any(part.id == investor for part in event.parts("lead_investor")) else "took part",
            _titled(event, ontology, None),
            _told(event, ontology),
            figures=(2,),
        )
        for event in events
    ]
    return table(caption, columns, rows, hidden=True, figures=("Whole sum",))


def launches(events: Sequence[EventRow], caption: str, ontology: Ontology, colours: Palette) -> Html:
    """Models and products with the day on which they came."""
    rows = [
        row(
            _when(event),
            _people([*event.parts("model"), *event.parts("product")]) or "–",
            _titled(event, ontology, colours),
            _told(event, ontology),
        )
        for event in events
    ]
    return table(caption, ("Date", "What", "Event", "Told by"), rows, hidden=True)


# --- cells ------------------------------------------------------------------------------------------------------------


def money(amount: MoneyRow | None) -> Content:
    """The figure with what limits it, and below it what the source wrote where that says more."""
    if amount is None:
        return "–"
    shown = str(amount)
    wording = amount.text if amount.text and amount.text != shown else ""
    return [shown, element("small", f" “{wording}”", class_="el-wording") if wording else None]


def _titled(event: EventRow, ontology: Ontology, colours: Palette | None) -> Content:
    """The title as a link, with its kind's glyph where kinds are mixed, and marked where sources disagree."""
    glyph: Content = None
    if colours is not None:
        kind = ontology.kind(event.kind)
        style = f"color:{colours.kind(kind)}"
        glyph = [element("span", text_glyph(kind.glyph), class_="el-glyph", style=style, title=kind.label, role="img",
                         aria_label=kind.label), " "]  # fmt: skip
    return [glyph, event_link(event.id, event.title), [" ", disputed()] if event.disputed else None]


def disputed() -> Html:
    """The mark of what sources disagree about."""
    return element("i", "?", class_="el-dispute-badge", role="img", aria_label="sources disagree", title="sources disagree")


def _told(event: EventRow, ontology: Ontology) -> Html:
    return told_with_care(event.status, event.sources, ontology)


def _when(event: EventRow) -> Html:
    return element("span", spelt_date(event.date), class_="el-date")


def _people(parts: Sequence[ParticipantRow]) -> Html | None:
    return _several([profile_link(part.id, part.name) for part in parts], _NAMES)


def _several(names: Sequence[Html], most: int) -> Html | None:
    """Names with commas, and how many more there are."""
    if not names:
        return None
    shown = [*names[:most], element("span", f"{len(names) - most} more")] if len(names) > most else list(names)
    return joined(", ", shown)
