"""Money: figures, ranges and wordings, and whether two of them can both be true."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadMoney
from kg.money import Money, amount_with_note, find_money, read_amount, read_number, valuation_in_note


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$6.6 billion", "6.6bn USD"),
        ("US$400m", "400m USD"),
        ("€1.5bn", "1.5bn EUR"),
        ("£20 million", "20m GBP"),
        ("C$5M", "5m CAD"),
        ("about $2bn", "about 2bn USD"),
        ("up to $1.25bn", "up to 1.25bn USD"),
        ("more than $2.1 billion", "over 2.1bn USD"),
        ("$500m+", "over 500m USD"),
        ("nearly $1bn", "about 1bn USD"),
        ("$5-6 billion", "5bn to 6bn USD"),
        ("$900m to $1.2bn", "900m to 1.2bn USD"),
        ("14,342,000 dollars", "14.342m USD"),
        ("EUR 3 million", "3m EUR"),
        ("300 million yuan", "300m CNY"),
        ("₹500 crore", "5bn INR"),
        ("$12,500", "12,500 USD"),
    ],
)
def test_amounts_in_sentences(text: str, shown: str) -> None:
    [(start, end, money)] = find_money(f"It paid {text} for it.")
    assert str(money) == shown
    assert f"It paid {text} for it."[start:end] == money.text == text


@pytest.mark.parametrize("text", ["a multi-billion dollar investment", "several hundred million dollars", "an undisclosed sum"])
def test_amounts_known_as_wording_only(text: str) -> None:
    [(_, _, money)] = find_money(f"It made {text} today.")
    assert money.value is None
    assert money.precision == 0
    assert money.text in text


@pytest.mark.parametrize("text", ["It has 300 employees", "Version 3.5 beats 4", "in 2024", "ALL 5 of them", "10x faster", ""])
def test_figures_without_a_currency_are_no_money(text: str) -> None:
    assert find_money(text) == []


def money(text: str) -> Money:
    return find_money(text)[0][2]


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("over $2bn", "$2.1bn", True),
        ("$14.3bn", "up to $15bn", True),
        ("$400m", "$650m", False),
        ("$6.5bn", "$6.6bn", False),
        ("$6.6bn", "$6.6bn", True),
        ("$6.6bn", "$6.57bn", True),
        ("about $1bn", "$1.04bn", True),
        ("about $1bn", "$1.5bn", False),
        ("$5bn to $6bn", "$5.5bn", True),
        ("$5bn to $6bn", "$7bn", False),
        ("$400m", "£400m", False),
        ("over $2bn", "$1bn", False),
        ("up to $15bn", "$20bn", False),
        ("multi-billion dollar", "$4bn", True),
        ("$100m", "$101m", True),
    ],
)
def test_agreement(one: str, other: str, agree: bool) -> None:
    assert money(one).agrees(money(other)) is agree
    assert money(other).agrees(money(one)) is agree


figures = st.integers(0, 10**12).map(Decimal)
currencies = st.sampled_from([None, "USD", "GBP"])
amounts = st.one_of(
    st.builds(Money, value=figures, qualifier=st.sampled_from([None, "about", "over", "up to", "under"]), currency=currencies),
    st.tuples(figures, figures, currencies).map(
        lambda told: Money(minimum=min(told[:2]), maximum=max(told[:2]), currency=told[2])
    ),
    st.builds(Money, text=st.just("a large sum"), currency=currencies),
)


@given(amounts, amounts)
def test_agreement_is_mutual(one: Money, other: Money) -> None:
    assert one.agrees(other) == other.agrees(one)


@given(amounts)
def test_an_amount_agrees_with_itself_and_survives_json(amount: Money) -> None:
    assert amount.agrees(amount)
    assert Money.model_validate_json(amount.model_dump_json()) == amount
    assert str(amount)


@pytest.mark.parametrize(
    "fields",
    [{}, {"value": -1}, {"value": "NaN"}, {"value": "1e30"}, {"minimum": 2, "maximum": 1}, {"value": 1, "currency": "DOLLARS"}],
)
def test_unsound_amounts_are_refused(fields: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"amount|range|currency|finite"):
        Money.model_validate(fields)


@pytest.mark.parametrize(
    ("text", "value"), [("14,342,000", "14342000"), ("20,00,00,000", "200000000"), ("2E+11", "200000000000"), ("1.25", "1.25")]
)
def test_numbers(text: str, value: str) -> None:
    assert read_number(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1.2.3", "Infinity", "nan", "1e999999999"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(BadMoney):
        read_number(text)


@pytest.mark.parametrize(
    ("figure", "note", "shown"),
    [
        ("15000000000", "up to; being raised", "up to 15bn USD"),
        ("2000000000", "over four years", "2bn USD"),
        ("500000000+", "", "over 500m USD"),
        ("500000000", "400 million to 600 million", "400m to 600m USD"),
        ("500000000", "more than", "over 500m USD"),
    ],
)
def test_amounts_with_a_note(figure: str, note: str, shown: str) -> None:
    amount = amount_with_note(figure, "usd", note)
    assert amount is not None
    assert str(amount) == shown
    assert amount.text == note


@pytest.mark.parametrize(
    ("note", "shown"),
    [
        ("Series C; valuation 157000000000 post-money", "157bn USD"),
        ("valuation more than 2100000000", "over 2.1bn USD"),
        ("valuation 1000000000 to 1200000000", "1bn to 1.2bn USD"),
        ("target valuation 9000000000", None),
        ("no figure", None),
    ],
)
def test_valuations_in_a_note(note: str, shown: str | None) -> None:
    valuation = valuation_in_note(note, "USD")
    assert (str(valuation) if valuation else None) == shown


# --- cells that hold one amount ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "decimal", "expected"),
    [
        ("₹20,00,00,000", ".", "200m INR"),
        ("14,342,000+", ".", "over 14.342m USD"),
        ("2E+11", ".", "200bn USD"),
        ("$1.25bn", ".", "1.25bn USD"),
        ("1.234.567,89 EUR", ",", "1.235m EUR"),
        ("1.234.567,89", ".", "1.235m USD"),
        ("1,5 Mio €", ",", "1.5m EUR"),
        ("5-10m", ".", "5m to 10m USD"),
        ("up to $15bn", ".", "up to 15bn USD"),
        ("~$5m", ".", "about 5m USD"),
        ("Rs. 5 crore", ".", "50m INR"),
        ("$40 million (approx)", ".", "40m USD"),
        ("multi-billion", ".", "multi-billion"),
    ],
)
def test_a_cell_with_an_amount_is_read(text: str, decimal: str, expected: str) -> None:
    money = read_amount(text, "USD", decimal=decimal)
    assert (str(money), money.text) == (expected, text)


@pytest.mark.parametrize("text", ["12,5", "1,000,00", "-5", "soon", "", "5m and more"])
def test_a_cell_that_may_mean_two_sums_is_refused(text: str) -> None:
    with pytest.raises(BadMoney):
        read_amount(text, "USD")


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Undisclosed (est. $86 million)", "about 86m USD"),
        ("undisclosed (~$5m)", "about 5m USD"),
        ("Undisclosed, estimated at €2bn", "about 2bn EUR"),
        ("Undisclosed (2019)", "Undisclosed (2019)"),
    ],
)
def test_an_undisclosed_sum_keeps_its_estimate(text: str, shown: str) -> None:
    assert str(read_amount(text)) == shown
