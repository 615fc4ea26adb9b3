"""What a mapped value means: a date, an amount, an address, a name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import lru_cache

from pydantic import ValidationError

from kg.dates import OPEN_END, Moment
from kg.errors import BadDate, BadMoney, UnknownName
from kg.ingest.mapping.dates import read_cell, years_of
from kg.ingest.mapping.model import AnyDate, AnyMoney, AnyValue, AnyValues, DateValue, MoneyValue
from kg.ingest.mapping.scope import Scope, check_mark, scale_of
from kg.ingest.values import Unreadable, address_of, day_of, unreadable
from kg.money import Money, check_currency, find_money, read_amount

_ADDRESS = re.compile(r"https?://[^\s<>\"|]+", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_WEB_PAGE = re.compile(r"(?:[a-z][a-z+.-]*://|www\.)\S+", re.IGNORECASE)
_FIGURE = re.compile(r"[-+~−]?(?:\d{4,}|\d{1,3}(?:[,.' ]\d{2,3})*[,.' ]\d{3}|\d+[.,]\d+|\d+(?:\.\d+)?e\+\d+)%?", re.IGNORECASE)
"""A number of four digits or more, or one with a fraction; shorter ones, such as 6, are names too."""
_DAY_IN_FIGURES = re.compile(r"\d{1,4}([-/.])\d{1,2}\1\d{1,4}", re.ASCII)
_DATE_REMEDY = "say its order or formats in the mapping, or write it as 2024-05-17"
_MONEY_REMEDY = "give a figure such as 6600000000 or $6.6bn"


def moment_in(scope: Scope, spec: AnyDate, field: str) -> Moment | None:
    """The date that a value gives, `None` where it says nothing. Raises Unreadable."""
    value = spec if isinstance(spec, DateValue) else DateValue(template=spec) if spec else None
    if value is None:
        return None
    return scope.unless_bad(value, lambda: _moment(scope, value, field))


def is_to_come(scope: Scope, spec: AnyDate, field: str) -> bool:
    """Whether a word such as `present` stands where the date would. Raises Unreadable."""
    return bool(OPEN_END.fullmatch(scope.unless_bad(spec, lambda: scope.one(spec, field)) or ""))


def day_in(scope: Scope, spec: AnyDate, field: str) -> date | None:
    """The single day that a value gives. Raises Unreadable."""
    return day_of(moment_in(scope, spec, field), field)


def _moment(scope: Scope, value: DateValue, field: str) -> Moment | None:
    text = scope.one(value, field)
    if not text or OPEN_END.fullmatch(text):
        return None
    precision, until = scope.one(value.precision, f"{field}.precision"), scope.one(value.until, f"{field}.until")
    try:
        begin = _edtf(text, value, precision)
        end = ".." if OPEN_END.fullmatch(until) else _edtf(until, value, precision) if until else ""
        whole = f"{begin}/{end}" if end else begin
        moment = Moment.parse(whole)
        first, last = years_of(whole)
    except BadDate as error:
        raise unreadable(field, error, _DATE_REMEDY) from error
    if first < value.earliest or last > value.latest:
        raise Unreadable(field, f"'{whole}' is outside {value.earliest} to {value.latest}", "mend the year")
    return moment


def _edtf(text: str, value: DateValue, precision: str) -> str:
    return read_cell(
        text,
        orders=value.order,
        formats=value.formats,
        language=value.language,
        precision=precision,
        january_first=value.january_first,
        first_of_month=value.first_of_month,
    )


def money_in(scope: Scope, spec: AnyMoney, field: str) -> Money | None:
    """The amount that a value gives, `None` where it says nothing. Raises Unreadable."""
    value = spec if isinstance(spec, MoneyValue) else MoneyValue(template=spec) if spec else None
    if value is None:
        return None
    return scope.unless_bad(value, lambda: _money(scope, value, field))


def _money(scope: Scope, value: MoneyValue, field: str) -> Money | None:
    text = scope.one(value, field)
    if not text:
        return None
    qualifier, code = scope.one(value.qualifier, f"{field}.qualifier"), scope.one(value.currency, f"{field}.currency").upper()
    try:
        if code:
            check_currency(code)
        check_mark(value, text)
        money = read_amount(f"{qualifier} {text}".strip(), code or None, decimal=value.decimal)
        return _scaled(money, scale_of(value, text))
    except (BadMoney, ValidationError) as error:
        raise unreadable(field, error, _MONEY_REMEDY) from error


def _scaled(money: Money, scale: Decimal) -> Money:
    if scale == 1:
        return money
    figures = {
        name: figure * scale
        for name, figure in (("value", money.value), ("minimum", money.minimum), ("maximum", money.maximum))
        if figure is not None
    }
    return Money.model_validate(money.model_dump() | figures)


def address_in(scope: Scope, spec: AnyValue, field: str) -> str | None:
    """The first web address that a value gives; `www.example.com` is taken for one. Raises Unreadable."""
    for text in scope.read(spec, field):
        if found := _ADDRESS.search(text):
            return address_of(found[0].rstrip(".,;)"), field)
        if _BARE_ADDRESS.fullmatch(text):
            return address_of(f"https://{text}", field)
        return scope.unless_bad(spec, lambda text=text: address_of(text, field))  # type: ignore[misc]  # bound for this turn
    return None


def known_in(scope: Scope, spec: AnyValue, field: str, look_up: Callable[[str], str]) -> str:
    """The name that the ontology has for a value's word, empty where there is none. Raises Unreadable."""
    text = scope.one(spec, field)
    if not text:
        return ""
    try:
        return look_up(text)
    except UnknownName as error:
        raise unreadable(field, error, "map the table's words to known ones in the mapping") from error


def name_in(scope: Scope, spec: AnyValue, field: str) -> str:
    """The one name of an organisation or a person that a value gives, empty where it gives none. Raises Unreadable."""
    return scope.unless_bad(spec, lambda: _checked_name(scope.one(spec, field), field)) or ""


def names_in(scope: Scope, spec: AnyValues, field: str) -> tuple[str, ...]:
    """All names of organisations or persons that a value gives. Raises Unreadable."""
    return scope.unless_bad(spec, lambda: tuple(_checked_name(name, field) for name in scope.read(spec, field))) or ()


def _checked_name(name: str, field: str) -> str:
    """The name, unless it is what stands in another column of a row that has shifted."""
    if sort := _no_name(name):
        raise Unreadable(field, f"'{name[:80]}' is {sort}, not a name", "check that the row has not shifted, or map it to a name")
    return name


def _no_name(text: str) -> str:
    """What a text is that nobody is called by, empty where it may be a name: `3M`, `8x8`, `Booking.com`."""
    if _WEB_PAGE.fullmatch(text):
        return "a web address"
    if not re.search(r"\d", text):
        return ""
    if _FIGURE.fullmatch(text):
        return "a number"
    if any((start, end) == (0, len(text)) and money.precision for start, end, money in find_money(text)):
        return "a sum of money"
    return "a date" if _DAY_IN_FIGURES.fullmatch(text) or _is_date(text) else ""


@lru_cache(maxsize=20_000)
def _is_date(text: str) -> bool:
    try:
        read_cell(text)
    except BadDate:
        return False
    return True
