"""The columns of a projection: named Arrow tables, and the short forms of ids that they hold."""

from __future__ import annotations

from dataclasses import dataclass, fields

import pyarrow as pa
import pyarrow.compute as pc

from kg.terms import IDS

OPEN_BEGIN, OPEN_END = -(2**31), 2**31 - 1
"""Days that stand for an end that is open."""

DISPUTED, DATE_DISPUTED, APPROXIMATE, UNCERTAIN, BEGIN_OPEN, END_OPEN, HAS_AMOUNT = 1, 2, 4, 8, 16, 32, 128
"""Bits of `flags`."""

NO_ROLE = 255
"""Code of a role that the ontology does not know."""


@dataclass(frozen=True)
class Columns:
    """What is kept of one snapshot: ten tables, each in an order that the graph alone decides.

    `events` in the order of time: id, title, folded, date, begin, end, kind, status, flags, told_by, organisation, value,
    minimum, maximum, currency, qualifier. By event, with its place there as `row`: `parts` (row, role, entity), `told` (row,
    source, statement, known), `titles` (row, folded), which are told but not believed, `disputes` (row, id, property, rule,
    since) and `positions` in them, once for each who holds one (row, dispute, position, believed, source, statement). By id:
    `entities` (id, name, types) and `sources` (id, publisher). `names` (entity, folded) are all names of the entities.
    `terms` (list, iri) are the kinds and statuses that codes stand for.
    """

    events: pa.Table
    parts: pa.Table
    told: pa.Table
    titles: pa.Table
    disputes: pa.Table
    positions: pa.Table
    entities: pa.Table
    sources: pa.Table
    names: pa.Table
    terms: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        return {part.name: getattr(self, part.name) for part in fields(self)}

    def same_as(self, other: Columns) -> bool:
        """Whether both hold the same, however they came to be."""
        theirs = other.tables()
        return all(table.equals(theirs[name]) for name, table in self.tables().items())

    def coded(self, name: str) -> pa.Array:
        """The IRIs that codes of `kind` or of `status` stand for."""
        return self.terms["iri"].filter(pc.equal(self.terms["list"], name)).combine_chunks()


def short_event(iris: pa.Array) -> pa.Array:
    """`ab12…` for `…/id/event/ab12…`; an IRI of another form stays whole. `kg.views.graph.expand` leads back."""
    return _without(iris, f"{IDS}event/")


def short_thing(iris: pa.Array) -> pa.Array:
    """`agent/xai` for `…/id/agent/xai`; an IRI of another form stays whole. `kg.views.graph.expand` leads back."""
    return _without(iris, IDS)


def _without(iris: pa.Array, beginning: str) -> pa.Array:
    rest = pc.utf8_slice_codeunits(iris, len(beginning))
    return pc.if_else(pc.starts_with(iris, beginning), rest, iris)
