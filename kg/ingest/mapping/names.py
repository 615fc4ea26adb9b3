"""The columns that a mapping names, wherever it names them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from kg.ingest.mapping.model import (
    Claim,
    Conditions,
    DateValue,
    Entity,
    Event,
    Join,
    MoneyValue,
    Rows,
    Sentence,
    Source,
    TableMapping,
    Value,
)
from kg.ingest.mapping.templates import names_in

_OWN_FIELDS = frozenset(("kind", "date", "organisation", "amount", "valuation", "round"))
"""What the title and the note of an event may name of the event itself, beside its roles."""


def columns_named(mapping: TableMapping) -> tuple[str, ...]:
    """Every column that the mapping names, in its order; names of values and of joined files are no columns."""
    specs = tuple(mapping.values.values())
    parts = (mapping.rows, mapping.source, *mapping.join, *mapping.rules, *specs)
    named = dict.fromkeys(_in_all(parts))
    hidden = set(mapping.values) - set(_read_columns(specs)) | {"item"}  # a value may read the column of its own name
    joined = {join.name for join in mapping.join}
    return tuple(name for name in named if name not in hidden and name.partition(".")[0] not in joined)


def _read_columns(node: object) -> Iterator[str]:
    """Columns that values read themselves, not by a name in braces."""
    if isinstance(node, Value):
        yield from (node.column,) if isinstance(node.column, str) else node.column
    elif isinstance(node, tuple):
        for item in node:
            yield from _read_columns(item)


def _in_all(nodes: Iterable[object]) -> Iterator[str]:
    for node in nodes:
        yield from _in(node)


def _in(node: object) -> Iterator[str]:
    if isinstance(node, str):
        yield from names_in(node)
    elif isinstance(node, tuple | list):
        yield from _in_all(node)
    elif isinstance(node, dict):
        yield from _in_all(node.values())
    elif isinstance(node, Value):
        yield from _in_value(node)
    elif isinstance(node, Event | Entity | Claim | Sentence | Rows | Source | Join):
        yield from _in_rule(node)


def _in_value(value: Value) -> Iterator[str]:
    yield from _read_columns(value)
    yield from _in_all((value.template, value.default))
    if isinstance(value, DateValue):
        yield from _in_all((value.precision, value.until))
    if isinstance(value, MoneyValue):
        yield from _in_all((value.currency, value.qualifier))


def _in_rule(rule: Event | Entity | Claim | Sentence | Rows | Source | Join) -> Iterator[str]:
    for field in type(rule).model_fields:
        value = getattr(rule, field)
        if field in ("when", "unless"):
            yield from _in_conditions(value)
        elif field in ("title", "note") and isinstance(rule, Event):
            yield from (name for name in _in(value) if name not in _OWN_FIELDS | rule.roles.keys())
        elif field not in rule.plain:
            yield from _in(value)


def _in_conditions(conditions: Conditions) -> Iterator[str]:
    for name, condition in conditions.items():
        yield name
        if isinstance(condition, str | tuple):
            yield from _in(condition)
