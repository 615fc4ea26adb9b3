"""What a mapped value means: a date, an amount, an address, a known name."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal

from pydantic import ValidationError

from kg.dates import Moment
from kg.errors import BadDate, BadMoney, UnknownName
from kg.ingest.mapping.dates import read_cell, years_of
from kg.ingest.mapping.model import AnyDate, AnyMoney, AnyValue, DateValue, MoneyValue
from kg.ingest.mapping.scope import Scope, scale_of
from kg.ingest.values import Unreadable, address_of, day_of, unreadable
from kg.money import Money, check_currency, read_amount

_ADDRESS = re.compile(r"https?://[^\s<>\"|]+", re.IGNORECASE)
_BARE_ADDRESS = re.compile(r"(?:www\.)?[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:/\S*)?", re.IGNORECASE)
_THREE_DECIMALS = re.compile(r"[^\w.]*(?:[A-Z]{3})?[^\w.]*[1-9]\d{0,2}\.\d{3}[^\w.]*(?:[A-Z]{3})?\W*")
"""A figure such as `20.000`, which is twenty or twenty thousand."""
_DATE_REMEDY = "say its order or formats in the mapping, or write it as 2024-05-17"
_MONEY_REMEDY = "give a figure such as 6600000000 or $6.6bn"


def moment_in(scope: Scope, spec: AnyDate, field: str) -> Moment | None:
    """The date that a value gives, `None` where it says nothing. Raises Unreadable."""
    value = spec if isinstance(spec, DateValue) else DateValue(template=spec) if spec else None
    if value is None:
        return None
    return scope.unless_bad(value, lambda: _moment(scope, value, field))


def day_in(scope: Scope, spec: AnyDate, field: str) -> date | None:
    """The single day that a value gives. Raises Unreadable."""
    return day_of(moment_in(scope, spec, field), field)


def _moment(scope: Scope, value: DateValue, field: str) -> Moment | None:
    text = scope.one(value, field)
    if not text:
        return None
    precision, until = scope.one(value.precision, f"{field}.precision"), scope.one(value.until, f"{field}.until")
    try:
        begin = _edtf(text, value, precision)
        whole = f"{begin}/{_edtf(until, value, precision)}" if until else begin
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
        if value.scale == 1 and "decimal" not in value.model_fields_set and _THREE_DECIMALS.fullmatch(text):
            raise BadMoney(f"'{text[:60]}' may be read in two ways; say decimal = '.' or ',' in the mapping")
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
