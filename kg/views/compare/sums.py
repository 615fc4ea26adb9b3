"""Sums as totals use them: what the wording of an amount allows, and whether it is added at all."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import NamedTuple

from kg.views.compare.shapes import Standing
from kg.views.shapes import MoneyRow


class Sum(NamedTuple):
    """What an amount adds. `high` is its limit above, or where it is `open` its own figure; `exact` is one plain figure."""

    low: Decimal
    high: Decimal
    open: bool
    exact: bool


def summed(money: MoneyRow) -> Sum | None:
    """The least and the most that the wording allows; `None` without a figure.

    >>> summed(MoneyRow(value=Decimal(5), qualifier="up to"))
    Sum(low=Decimal('0'), high=Decimal('5'), open=False, exact=False)
    """
    if money.value is not None:
        match money.qualifier:
            case "up to" | "under":
                return Sum(Decimal(0), money.value, open=False, exact=False)
            case "over":
                return Sum(money.value, money.value, open=True, exact=False)
            case qualifier:
                return Sum(money.value, money.value, open=False, exact=qualifier is None)
    if money.min is None and money.max is None:
        return None
    low = money.min or Decimal(0)
    return Sum(low, low if money.max is None else money.max, open=money.max is None, exact=False)


def standing(money: MoneyRow | None, begin: date | None, end: date | None, *, happened: bool) -> Standing:
    """Whether a sum is added, or the first reason why not."""
    if not happened:
        return "not happened"
    if money is None or summed(money) is None:
        return "no figure"
    if money.currency is None:
        return "no currency"
    return "counted" if begin and end else "no date"
