"""Money as it was told: a value or a range, a currency, how the wording limits it, and the wording.

No conversion between currencies, ever. Scale words, currency signs and qualifiers are read here because libraries for
prices read shop prices, not "up to $1.25bn".
"""

from __future__ import annotations

import math
import re
from decimal import Decimal, InvalidOperation
from typing import Self

from babel import Locale
from babel.numbers import format_decimal
from pydantic import BaseModel, ConfigDict, model_validator

from kg.errors import BadMoney

_CURRENCIES = frozenset(Locale("en").currencies)
_SIGNS = {"US$": "USD", "C$": "CAD", "CA$": "CAD", "A$": "AUD", "AU$": "AUD", "HK$": "HKD", "S$": "SGD", "NT$": "TWD",
          "R$": "BRL", "RMB": "CNY", "CN¥": "CNY", "$": "USD", "€": "EUR", "£": "GBP", "₹": "INR", "₩": "KRW",
          "¥": "JPY"}  # fmt: skip
_SPOKEN = frozenset(_SIGNS.values()) | {"CHF", "SEK", "NOK", "DKK", "ILS", "AED", "SAR", "QAR", "MXN", "ZAR", "PLN", "NZD"}
"""The codes looked for in prose: others, such as ALL or TOP, are also words."""
_WORDS = {"dollar": "USD", "dollars": "USD", "euro": "EUR", "euros": "EUR", "pounds": "GBP", "pound": "GBP",
          "yuan": "CNY", "renminbi": "CNY", "yen": "JPY", "rupees": "INR", "won": "KRW"}  # fmt: skip
_SCALES = {"k": 3, "thousand": 3, "m": 6, "mn": 6, "mln": 6, "million": 6, "b": 9, "bn": 9, "billion": 9, "t": 12,
           "tn": 12, "trillion": 12, "lakh": 5, "crore": 7}  # fmt: skip
_QUALIFIERS = (
    ("up to", ("up to", "as much as", "at most", "maximum of", "no more than", "not more than")),
    ("under", ("less than", "below", "under", "just under", "nearly", "almost", "close to")),
    ("over", ("more than", "over", "above", "at least", "exceeding", "in excess of", "north of", "upwards of")),
    ("about", ("about", "around", "approximately", "approx.", "approx", "roughly", "some", "an estimated", "estimated",
               "nearly", "circa", "~")),
)  # fmt: skip
_QUALIFIER_OF = {words: qualifier for qualifier, group in _QUALIFIERS for words in group} | dict.fromkeys(
    ("nearly", "almost", "close to", "just under"), "about"
)
_QUALIFIER = "|".join(sorted((re.escape(words) for words in _QUALIFIER_OF), key=len, reverse=True))
_SIGN = "|".join(sorted((re.escape(sign) for sign in _SIGNS), key=len, reverse=True))
_CODE = f"(?-i:{'|'.join(sorted(_SPOKEN))})"
_NUMBER = r"\d[\d,\u00a0\u202f']*(?:\.\d+)?(?:[eE]\+?\d{1,2})?"
_SCALE = r"(?:thousand|million|billion|trillion|crore|lakh|mln|bn|mn|tn|[kKmMbBtT])(?![A-Za-z])"
_WORD = r"(?:US\s+)?(?:" + "|".join(sorted(_WORDS, key=len, reverse=True)) + r")\b"
_AMOUNT = re.compile(
    rf"(?:(?P<qualifier>{_QUALIFIER})\s+)?(?P<negative>-)?"
    rf"(?:(?P<sign>{_SIGN})\s?|\b(?P<code>{_CODE})\s+)?"
    rf"(?P<first>{_NUMBER})(?:\s?-?(?P<scale1>{_SCALE}))?"
    rf"(?:\s?(?:-|\u2013|to)\s?(?:{_SIGN})?(?P<second>{_NUMBER})(?:\s?-?(?P<scale2>{_SCALE}))?)?"
    rf"(?:[\s-]?(?P<word>{_WORD})|\s+(?P<code2>{_CODE})\b)?"
    r"(?P<plus>\+)?",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"\b(?:multi|several|hundreds\s+of|tens\s+of|dozens\s+of|double-digit|nine-figure|eight-figure|ten-figure|undisclosed|a\s+few)"
    r"[\s-]*(?:(?:hundred|million|billion|trillion|thousand)s?)?(?:[\s-]*(?:of\s+)?dollars?)?(?:\s+(?:sum|amount))?",
    re.IGNORECASE,
)


_FIGURES = {"a quarter of a": Decimal("0.25"), "half a": Decimal("0.5"), "a": Decimal(1), "an": Decimal(1)} | {
    word: Decimal(figure)
    for figure, word in enumerate(
        ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"), 1
    )
}
_SPELLED = re.compile(
    rf"\b(?:(?P<qualifier>{_QUALIFIER})\s+)?(?P<figure>{'|'.join(_FIGURES)})"
    rf"\s+(?P<scale>thousand|million|billion|trillion)\s+(?P<word>{_WORD})",
    re.IGNORECASE,
)
"""Sums in words: "over half a billion dollars"."""

_UNIT = r"(?P<unit>thousand|million|billion|trillion)s?\b"
_SPOKEN_SIZES = (
    (rf"\bhundreds\s+of\s+{_UNIT}", Decimal(100), Decimal(1000)),
    (rf"\b(?:(?:tens|dozens)\s+of|double-digit)\s+{_UNIT}", Decimal(10), Decimal(1000)),
    (rf"\b(?:multi|several|a\s+few)[\s-]*{_UNIT}", Decimal(2), Decimal(1000)),
    (r"\beight-figure", Decimal("1e7"), Decimal("1e8")),
    (r"\bnine-figure", Decimal("1e8"), Decimal("1e9")),
    (r"\bten-figure", Decimal("1e9"), Decimal("1e10")),
)


class Money(BaseModel):
    """An amount as one source gives it: "up to $15bn" has max 15,000,000,000, currency USD, qualifier "up to".

    `value` where one figure was given, with `qualifier` saying how the wording limits it; `minimum` and `maximum` where
    a range was; all three absent where only the wording is known ("multi-billion dollar"). Figures are in whole units
    of `currency` (ISO 4217), which is absent where the source does not say it.
    """

    model_config = ConfigDict(frozen=True)

    value: Decimal | None = None
    minimum: Decimal | None = None
    maximum: Decimal | None = None
    currency: str | None = None
    qualifier: str | None = None
    text: str = ""

    @model_validator(mode="after")
    def _sound(self) -> Self:
        for figure in (self.value, self.minimum, self.maximum):
            if figure is not None and not (figure.is_finite() and 0 <= figure <= Decimal("1e16")):
                raise BadMoney(f"{figure} is not an amount of money; give a figure between 0 and 10^16")
        if self.minimum is not None and self.maximum is not None and self.minimum > self.maximum:
            raise BadMoney(f"the range {self.minimum} to {self.maximum} runs backwards")
        if self.currency is not None:
            check_currency(self.currency)
        if self.value is None and self.minimum is None and self.maximum is None and not self.text:
            raise BadMoney("an amount needs a figure or its wording")
        return self

    def span(self) -> tuple[Decimal, Decimal] | None:
        """The figures that the wording allows, or `None` where it gives none, not even "multi-billion".

        A bare figure allows what rounds to it, five per cent at most: 6.6bn is 6.55bn to 6.65bn.
        """
        if self.minimum is not None or self.maximum is not None:
            return self.minimum or Decimal(0), Decimal("Infinity") if self.maximum is None else self.maximum
        if self.value is None:
            return _spoken_span(self.text)
        slack = min(_last_digit(self.value) / 2, self.value * Decimal("0.05"))
        if self.qualifier == "over":
            return self.value - slack, self.value * 2
        if self.qualifier in ("up to", "under"):
            return Decimal(0), self.value + slack
        if self.qualifier == "about":
            slack = max(slack, self.value * Decimal("0.05"))
        return self.value - slack, self.value + slack

    def agrees(self, other: Money) -> bool:
        """Whether one sum satisfies both wordings. Those that name no size, such as "undisclosed", contradict nothing."""
        if self.currency and other.currency and self.currency != other.currency:
            return False
        mine, theirs = self.span(), other.span()
        if mine is None or theirs is None:
            return True
        if mine == theirs or (self.value is not None and self.value == other.value):
            return True
        return mine[0] < theirs[1] and theirs[0] < mine[1]

    @property
    def precision(self) -> int:
        """2 for a bare figure, 1 for a limited figure or a range, 0 for wording alone."""
        if self.value is None and self.minimum is None and self.maximum is None:
            return 0
        return 2 if self.value is not None and self.qualifier is None else 1

    def __str__(self) -> str:
        if self.value is not None:
            figure = short_figure(self.value)
        elif self.minimum is not None and self.maximum is not None:
            figure = f"{short_figure(self.minimum)} to {short_figure(self.maximum)}"
        elif self.maximum is not None:
            figure = f"up to {short_figure(self.maximum)}"
        elif self.minimum is not None:
            figure = f"over {short_figure(self.minimum)}"
        else:
            return self.text
        return " ".join(filter(None, (self.qualifier, figure, self.currency)))


def check_currency(code: str) -> None:
    """Raise BadMoney unless this is an ISO 4217 currency code."""
    if code not in _CURRENCIES:
        raise BadMoney(f"'{code}' is not an ISO 4217 currency; write USD, EUR, GBP …")


def short_figure(value: Decimal) -> str:
    """A figure for reading: 6.6bn, 400m, 12,500."""
    for power, word in ((12, "tn"), (9, "bn"), (6, "m")):
        unit = Decimal(10) ** power
        if value >= unit:
            return f"{format_decimal(value / unit, '#,##0.###', locale='en')}{word}"
    return str(format_decimal(value, "#,##0.##", locale="en"))


def _spoken_span(text: str) -> tuple[Decimal, Decimal] | None:
    """The figures that words allow: two billion and more for "multi-billion", 100m to 1bn for "nine-figure"."""
    words = text.casefold()
    for pattern, low, high in _SPOKEN_SIZES:
        if match := re.search(pattern, words):
            unit = Decimal(10) ** _SCALES[match["unit"]] if "unit" in match.groupdict() else Decimal(1)
            return low * unit, high * unit
    return None


def _last_digit(value: Decimal) -> Decimal:
    """The unit of the last digit that is not a trailing zero: 100,000,000 for 6,600,000,000."""
    exponent = value.normalize().as_tuple().exponent
    return Decimal(10) ** exponent if isinstance(exponent, int) else Decimal(1)


def read_number(text: str) -> Decimal:
    """A bare figure: `14,342,000`, `20,00,00,000`, `2E+11`, `1.25`. Raises BadMoney."""
    cleaned = re.sub(r"[,\u00a0\u202f'\s]", "", text)
    try:
        number = Decimal(cleaned)
    except InvalidOperation as error:
        raise BadMoney(f"'{text}' is not a figure; write digits, such as 6600000000") from error
    if not number.is_finite() or abs(number.adjusted()) > 20:
        raise BadMoney(f"'{text}' is not an amount of money")
    return number


_IN_COLUMNS = (
    (re.compile(r"(?<![a-z])(?:rs\.?|inr)(?=\s*\d)", re.IGNORECASE), "₹"),
    (re.compile(r"(?<=[\d.\s])(?:crores?|cr)\b\.?", re.IGNORECASE), "crore"),
    (re.compile(r"(?<=[\d.\s])(?:lakhs?|lacs?)\b\.?", re.IGNORECASE), "lakh"),
    (re.compile(r"(?<=[\d.\s])(?:tsd|thsd)\b\.?", re.IGNORECASE), "thousand"),
    (re.compile(r"(?<=[\d.\s])(?:mio|mill?|millions|mm)\b\.?", re.IGNORECASE), "million"),
    (re.compile(r"(?<=[\d.\s])(?:mrd|bil|bill|billions|milliards?)\b\.?", re.IGNORECASE), "billion"),
    (re.compile(r"\s*[*†‡]+$"), ""),
    (
        re.compile(
            r"^(?:undisclosed|not disclosed|unknown)[\s,;:(]+(?:(?:est(?:imated)?\.?(?: at)?|about|approx\.?|around|[~≈])\s*"
            rf"|(?={_SIGN}))(?P<rest>(?:{_SIGN})?\s*\d[^()]*)\)?$",
            re.IGNORECASE,
        ),
        r"about \g<rest>",
    ),
    (re.compile(r"^(?:[~≈]|(?:est|ca|c)\.?(?=[\s\d$€£₹¥]))\s*", re.IGNORECASE), "about "),
    (re.compile(r"^>=?\s*"), "over "),
    (re.compile(r"^<=?\s*"), "under "),
    (re.compile(r"\s*\([^()]*\)$"), ""),
    (re.compile(rf"^(?P<rest>.*\S)\s*(?P<sign>{_SIGN})$", re.IGNORECASE), r"\g<sign>\g<rest>"),
)
"""How columns of figures write what prose spells out, and what stands for it there."""
_ISO_CODE = re.compile(r"^(?P<before>[A-Z]{3})(?=[\s\d])\s*|\s*(?<![A-Z])(?P<after>[A-Z]{3})$")


def read_amount(text: str, currency: str | None = None, *, decimal: str = ".") -> Money:
    """A cell that holds one amount and nothing else: `$1.25bn`, `14,342,000+`, `2E+11`, `up to 15m`, `1.234.567,89 EUR`.

    `currency` counts where the cell names none. `decimal` is the mark before the fraction; a figure that would mean another
    sum with the other mark is read by it, and refused where it fits neither. Wording without a figure ("multi-billion") is
    kept as wording. Raises BadMoney.

    >>> str(read_amount("₹20,00,00,000")), str(read_amount("14,342,000+", "USD"))
    ('200m INR', 'over 14.342m USD')
    """
    cleaned = " ".join(text.split())
    told = _ISO_CODE.search(cleaned)
    code = (told["before"] or told["after"]) if told else None
    if told and code in _CURRENCIES:
        cleaned, currency = (cleaned[: told.start()] + cleaned[told.end() :]).strip(), code
    for pattern, word in _IN_COLUMNS:
        cleaned = pattern.sub(word, cleaned)
    match = _AMOUNT.fullmatch(_with_decimal_point(cleaned, decimal))
    if match is None:
        if _VAGUE.fullmatch(cleaned):
            return Money(currency=currency, text=text.strip())
        raise BadMoney(f"'{text[:60]}' is not an amount; write a figure such as 6600000000 or $6.6bn")
    if match["negative"]:
        raise BadMoney(f"'{text[:60]}' is negative; an amount is not")
    return _from_match(match, _currency_of(match) or currency).model_copy(update={"text": text.strip()})


_FIGURE = re.compile(r"\d(?:[\d.,'\u00a0\u202f ]*\d)?")
_GROUPED = {",": re.compile(r"\d{1,3}(?:,\d{2,3})*,\d{3}|\d+"), ".": re.compile(r"\d{1,3}(?:\.\d{3})+|\d+")}


def _with_decimal_point(text: str, decimal: str) -> str:
    """Every figure with a point before its fraction and no mark between its thousands."""
    return _FIGURE.sub(lambda match: _plain_figure(match[0], decimal), text)


def _plain_figure(figure: str, decimal: str) -> str:
    figure = re.sub(r"['\u00a0\u202f]|(?<=\d) (?=\d{3}(?!\d))", "", figure)
    grouping = "," if decimal == "." else "."
    last = max(figure.rfind(","), figure.rfind("."))
    if "," in figure and "." in figure:  # the last mark of two kinds is before the fraction
        decimal, grouping = figure[last], "," if figure[last] == "." else "."
    whole, _, fraction = figure.partition(decimal)
    if not _GROUPED[grouping].fullmatch(whole) or not re.fullmatch(r"\d*", fraction):
        raise BadMoney(f"'{figure}' may be read in two ways; say which mark stands before the fraction, as decimal = ','")
    return whole.replace(grouping, "") + (f".{fraction}" if fraction else "")


def find_money(text: str) -> list[tuple[int, int, Money]]:
    """Every amount in a text with where it stands: start, end, money. Only what carries a currency counts as money."""
    found: list[tuple[int, int, Money]] = []
    for match in _AMOUNT.finditer(text):
        currency = _currency_of(match)
        if currency is None:
            continue
        try:
            found.append((match.start(), match.end(), _from_match(match, currency)))
        except ValueError:  # BadMoney, or pydantic's word for it
            continue
    found.extend((match.start(), match.end(), _spelled(match)) for match in _SPELLED.finditer(text))
    taken = [(start, end) for start, end, _ in found]
    for vague in _VAGUE.finditer(text):
        words = vague[0].strip()
        spoken = re.search(r"(illion|thousand|hundred|dollar|figure|undisclosed)", words, re.IGNORECASE)
        if spoken and not any(start < vague.end() and vague.start() < end for start, end in taken):
            currency = "USD" if "dollar" in words.casefold() else None
            found.append((vague.start(), vague.start() + len(words), Money(currency=currency, text=words)))
    return sorted(found, key=lambda item: item[0])


def _spelled(match: re.Match[str]) -> Money:
    return Money(
        value=_FIGURES[" ".join(match["figure"].casefold().split())] * 10 ** _SCALES[match["scale"].casefold()],
        currency=_WORDS[match["word"].casefold().split()[-1]],
        qualifier=_QUALIFIER_OF.get(" ".join((match["qualifier"] or "").casefold().split())),
        text=match[0],
    )


def _currency_of(match: re.Match[str]) -> str | None:
    if match["sign"]:
        return _SIGNS[match["sign"].upper()]
    if code := match["code"] or match["code2"]:
        return code
    if match["word"]:
        return _WORDS[match["word"].casefold().split()[-1]]
    return None


def _from_match(match: re.Match[str], currency: str | None) -> Money:
    scale2 = match["scale2"]
    first = _scaled(match["first"], match["scale1"] or (scale2 if match["second"] else None))
    second = _scaled(match["second"], scale2 or match["scale1"]) if match["second"] else None
    text = match[0].strip()
    qualifier = _QUALIFIER_OF.get(match["qualifier"].casefold()) if match["qualifier"] else None
    if match["plus"]:
        qualifier = "over"
    if second is not None and second > first:
        return Money(minimum=first, maximum=second, currency=currency, qualifier=qualifier, text=text)
    return Money(value=first, currency=currency, qualifier=qualifier, text=text)


def _scaled(number: str, scale: str | None) -> Decimal:
    power = _SCALES[scale.casefold()] if scale else 0
    value = read_number(number).scaleb(power)
    return value.quantize(Decimal(1)) if value == value.to_integral_value() and math.isfinite(value) else value


_LEADING_RANGE = re.compile(
    rf"(?P<first>{_NUMBER})\s*(?P<scale1>{_SCALE})?\s+to\s+(?P<second>{_NUMBER})\s*(?P<scale2>{_SCALE})?", re.IGNORECASE
)
_LEADING_QUALIFIER = re.compile(rf"(?:{_QUALIFIER})(?![\w-])", re.IGNORECASE)
_VALUATION = re.compile(
    rf"(?P<kind>target\s+|listing\s+)?(?:valuation|pre-money)\s+(?:reported\s+as\s+)?(?:(?P<qualifier>{_QUALIFIER})\s+)?"
    rf"(?P<first>{_NUMBER})(?:\s+to\s+(?P<second>{_NUMBER}))?(?P<money>\s+(?:pre|post)-money)?",
    re.IGNORECASE,
)


def amount_with_note(figure: str, currency: str, note: str) -> Money | None:
    """An amount column with the note that limits it: 15000000000, USD, "up to; being raised".

    The note's first words count where they are a qualifier or a range; the whole note is kept as wording.
    """
    note = note.strip()
    code = currency.strip().upper() or None
    if not figure.strip():
        return None
    trailing_plus = figure.strip().endswith("+")
    value = read_number(figure.strip().removesuffix("+"))
    head = note.split(";")[0].strip()
    qualifier = "over" if trailing_plus else None
    if leading := _LEADING_QUALIFIER.match(head):
        rest = head[leading.end() :].strip()
        if not rest or rest.startswith(",") or _LEADING_RANGE.match(rest):  # not "over four years", "about 20 per share"
            qualifier, head = _QUALIFIER_OF[leading[0].casefold()], rest
    if spread := _LEADING_RANGE.match(head):
        low = _scaled(spread["first"], spread["scale1"] or spread["scale2"])
        high = _scaled(spread["second"], spread["scale2"] or spread["scale1"])
        if low <= value <= high and low < high:
            return Money(minimum=low, maximum=high, currency=code, qualifier=qualifier, text=note)
    return Money(value=value, currency=code, qualifier=qualifier, text=note)


def valuation_in_note(note: str, currency: str) -> Money | None:
    """The valuation that a note mentions: "valuation 157000000000 post-money". Target valuations do not count."""
    for match in _VALUATION.finditer(note):
        if match["kind"]:
            continue
        first = read_number(match["first"])
        if first < 1000:
            continue
        second = read_number(match["second"]) if match["second"] else None
        spread = second is not None and second > first
        return Money(
            value=None if spread else first,
            minimum=first if spread else None,
            maximum=second if spread else None,
            currency=currency.strip().upper() or None,
            qualifier=_QUALIFIER_OF[match["qualifier"].casefold()] if match["qualifier"] else None,
            text=match[0].strip(),
        )
    return None
