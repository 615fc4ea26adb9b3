"""RDF terms as people read them: links to our pages, prefixed names, figures with separators, text as it is."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from app.links import card_link, event_link, href, profile_link
from app.markup import Html, element, escaped, is_web_address, web_link
from kg.query.results import Term
from kg.terms import EL, IDS, XSD, local_name, prefixed

Plain: TypeAlias = str | float | date | None
LONGEST = 600
"""Characters of a text that a cell shows."""
SHORT = 36
"""Characters of a term that stays on one line; an event's id has 30."""
SEPARATED = 10_000
"""Whole numbers from here on get separators: a year has none."""

_WHOLE = frozenset({XSD.integer, XSD.int, XSD.long, XSD.nonNegativeInteger, XSD.positiveInteger, XSD.short, XSD.byte})
_BROKEN = frozenset({XSD.decimal, XSD.double, XSD.float})
_PAGES = {"agent": "profile", "work": "profile", "place": "profile", "event": "event", "source": "card"}
"""First part of an id's path to the page that shows it."""


def shown(term: Term | None) -> Html:
    """A term as a cell of a table shows it."""
    if term is None:
        return Html("")
    if isinstance(term, NamedNode):
        return _iri(term)
    if not isinstance(term, Literal):
        return escaped(str(term))
    if (figure := _figure(term)) is not None:
        return escaped(_formatted(figure))
    text = term.value if len(term.value) <= LONGEST else f"{term.value[:LONGEST]}…"
    if term.language:
        return element("span", element("span", text, lang=term.language), element("small", f" @{term.language}"))
    return escaped(text)


def is_short(term: Term | None) -> bool:
    """Whether a cell keeps it on one line."""
    return term is not None and len(_in_short(term)) <= SHORT


def _in_short(term: Term) -> str:
    if isinstance(term, NamedNode):
        return prefixed(term)
    return term.value if isinstance(term, Literal) else str(term)


def is_figure(term: Term | None) -> bool:
    return isinstance(term, Literal) and _figure(term) is not None


def page_of(iri: str) -> str | None:
    """The address of our page about something, or its own on the web; `None` where there is neither."""
    path = iri.removeprefix(IDS)
    if path == iri:
        return iri if is_web_address(iri) else None
    match _PAGES.get(path.partition("/")[0]):
        case None:
            return None
        case "profile":
            return href("profile", id=path)
        case page:
            return href(page, id=local_name(iri))


def plain(term: Term | None) -> Plain:
    """A term as a chart takes it: a number, a day, or text."""
    if isinstance(term, NamedNode):
        return prefixed(term)
    if not isinstance(term, Literal):
        return None if term is None else str(term)
    if (figure := _figure(term)) is not None:
        return float(figure)
    return _day(term) or term.value


def _iri(term: NamedNode) -> Html:
    name = prefixed(term)
    path = term.value.removeprefix(IDS)
    if term in EL:
        return escaped(name)
    if path == term.value:
        return web_link(name.strip("<>"), term.value)
    match _PAGES.get(path.partition("/")[0]):
        case "event":
            return event_link(term.value, name)
        case "card":
            return card_link(term.value, name)
        case "profile":
            return profile_link(term.value, name)
        case _:
            return escaped(name)


def _figure(term: Literal) -> Decimal | None:
    if term.datatype not in _WHOLE and term.datatype not in _BROKEN:
        return None
    try:
        value = Decimal(term.value)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _formatted(value: Decimal) -> str:
    """Digits as people read them.

    >>> _formatted(Decimal("1250000000.00")), _formatted(Decimal("2024")), _formatted(Decimal("0.3333333333"))
    ('1,250,000,000', '2024', '0.3333333333')
    """
    if value == value.to_integral_value() and abs(value.adjusted()) < 30:
        whole = int(value)
        return f"{whole:,}" if abs(whole) >= SEPARATED else str(whole)
    return f"{value:,}" if -6 < value.adjusted() < 18 else f"{value:.6g}"


def _day(term: Literal) -> date | None:
    try:
        if term.datatype == XSD.date:
            return date.fromisoformat(term.value)
        if term.datatype == XSD.dateTime:
            return datetime.fromisoformat(term.value)
        if term.datatype == XSD.gYear:
            return date(int(term.value), 1, 1)
    except ValueError:  # 2024-02-30, or a year that Python's calendar does not have
        return None
    return None
