"""Entities as their names show them: one by one, or as a table in the order of their ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

import pyarrow as pa

from kg.records import EntityType


@dataclass(frozen=True)
class NamedEntity:
    """An entity as its names show it."""

    id: str
    """Its IRI."""
    type: EntityType
    names: frozenset[str]
    count: int = 1
    """How many records mention it."""
    addresses: frozenset[str] = frozenset()
    """Web addresses that are its own."""
    declared: frozenset[str] = frozenset()
    """Ids of those that some source declares to be the same, though they were not joined: others say otherwise."""


_TEXT, _TEXTS = pa.string(), pa.list_(pa.string())
SCHEMA = pa.schema({
    "id": _TEXT, "type": _TEXT, "names": _TEXTS, "count": pa.int32(), "addresses": _TEXTS, "declared": _TEXTS,
})  # fmt: skip
_SETS = ("names", "addresses", "declared")
assert SCHEMA.names == [field.name for field in fields(NamedEntity)]


def table_of(entities: Sequence[NamedEntity]) -> pa.Table:
    """One row for each, in their order. What is a set becomes a list in the order of the alphabet."""
    columns = {name: [getattr(entity, name) for entity in entities] for name in SCHEMA.names}
    return pa.table(columns | {name: [sorted(told) for told in columns[name]] for name in _SETS}, SCHEMA)


class Entities:
    """The entities in such a table by their places; each becomes an object when it is asked for."""

    def __init__(self, table: pa.Table) -> None:
        self._columns = [table[name].combine_chunks() for name in SCHEMA.names]
        self._made: dict[int, NamedEntity] = {}

    def __getitem__(self, place: int) -> NamedEntity:
        if place not in self._made:
            told = dict(zip(SCHEMA.names, (column[place].as_py() for column in self._columns), strict=True))
            self._made[place] = NamedEntity(**told | {name: frozenset(told[name]) for name in _SETS})
        return self._made[place]
