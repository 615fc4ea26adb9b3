"""The columns of a projection as numpy sees them, and what their codes stand for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.terms import local_name
from kg.views.graph import Graph, expand
from kg.views.projection.columns import Columns, short_thing
from kg.views.projection.disputes import Disputes

Rows: TypeAlias = npt.NDArray[np.int32]
"""Places of events within the projection, ascending: in the order of time."""


@dataclass(frozen=True, eq=False)
class Table:
    """The columns of one snapshot's events, in the order of time: row 0 is the earliest. Nothing in it changes."""

    graph: Graph
    snapshot: str
    columns: Columns

    # --- columns, one value an event --------------------------------------------------------------------------------

    @cached_property
    def n(self) -> int:
        return len(self.columns.events)

    @cached_property
    def begin(self) -> npt.NDArray[np.int32]:
        """First day it may have happened, in days since 1970-01-01; -2**31 where that is open."""
        return _numbers(self.columns.events, "begin")

    @cached_property
    def end(self) -> npt.NDArray[np.int32]:
        """Last day it may have happened, in days since 1970-01-01; 2**31-1 where that is open."""
        return _numbers(self.columns.events, "end")

    @cached_property
    def kind(self) -> npt.NDArray[np.uint8]:
        """Index into `kinds`."""
        return _numbers(self.columns.events, "kind")

    @cached_property
    def status(self) -> npt.NDArray[np.uint8]:
        """Index into `statuses`."""
        return _numbers(self.columns.events, "status")

    @cached_property
    def flags(self) -> npt.NDArray[np.uint16]:
        """Bits, named in `kg.views.projection.columns`."""
        return _numbers(self.columns.events, "flags")

    @cached_property
    def told_by(self) -> npt.NDArray[np.uint16]:
        """How many sources tell it."""
        return _numbers(self.columns.events, "told_by")

    @cached_property
    def organisation(self) -> npt.NDArray[np.int32]:
        """Index into `entities`: the principal organisation."""
        return _numbers(self.columns.events, "organisation")

    @property
    def id(self) -> pa.Array:
        """Twenty hex digits; `iris` gives whole IRIs."""
        return _texts(self.columns.events, "id")

    @property
    def title(self) -> pa.Array:
        return _texts(self.columns.events, "title")

    @property
    def date(self) -> pa.Array:
        """EDTF as it was told, empty where there is none."""
        return _texts(self.columns.events, "date")

    # --- columns, several values an event -------------------------------------------------------------------------------

    @cached_property
    def part_row(self) -> npt.NDArray[np.int32]:
        """The event of each part, ascending. `part_role` and `part_entity` are as long."""
        return _numbers(self.columns.parts, "row")

    @cached_property
    def part_entity(self) -> npt.NDArray[np.int32]:
        """Index into `entities`."""
        return _numbers(self.columns.parts, "entity")

    @cached_property
    def part_role(self) -> npt.NDArray[np.uint8]:
        """Index into `roles`; 255 for a role that the ontology does not know."""
        return _numbers(self.columns.parts, "role")

    @cached_property
    def part_offsets(self) -> npt.NDArray[np.int64]:
        """Where the parts of each event begin, and after the last one where they end: n + 1 values."""
        return _offsets(self.part_row, self.n)

    @cached_property
    def source_row(self) -> npt.NDArray[np.int32]:
        """The event of each telling, ascending. `source` and `source_statement` are as long."""
        return _numbers(self.columns.told, "row")

    @cached_property
    def source(self) -> npt.NDArray[np.int32]:
        """Index into `sources`. One that speaks in two manners stands twice."""
        return _numbers(self.columns.told, "source")

    @cached_property
    def source_statement(self) -> npt.NDArray[np.uint8]:
        """Index into `statuses`."""
        return _numbers(self.columns.told, "statement")

    @cached_property
    def source_known(self) -> npt.NDArray[np.int32]:
        """The first day on which it could be read for sure, in days since 1970-01-01; 2**31-1 where no such day is known."""
        return _numbers(self.columns.told, "known")

    @cached_property
    def source_offsets(self) -> npt.NDArray[np.int64]:
        """Where the sources of each event begin: n + 1 values."""
        return _offsets(self.source_row, self.n)

    # --- what codes stand for -----------------------------------------------------------------------------------------------

    @property
    def entities(self) -> pa.Table:
        """id (`agent/xai`), name, types (local names of classes), in the order of ids."""
        return self.columns.entities

    @property
    def sources(self) -> pa.Table:
        """id (`source/ab12…`), publisher, in the order of ids."""
        return self.columns.sources

    def in_roles(self, names: Iterable[str]) -> npt.NDArray[np.bool_]:
        """For each part whether it is in one of these roles."""
        wanted = np.zeros(256, bool)
        wanted[[self.roles.index(name) for name in names]] = True
        return wanted[self.part_role]

    def of_class(self, name: str) -> npt.NDArray[np.bool_]:
        """For each entity whether it is of the class with this local name, such as `Person`."""
        types = self.entities["types"].combine_chunks()
        found = np.zeros(len(types), bool)
        members = np.asarray(pc.equal(types.flatten(), name).to_numpy(zero_copy_only=False), bool)
        found[pc.list_parent_indices(types).to_numpy()[members]] = True
        return found

    @cached_property
    def kinds(self) -> tuple[str, ...]:
        """Local names: those of the ontology in its order, then any that only the graph knows."""
        return tuple(map(local_name, self.columns.coded("kind").to_pylist()))

    @cached_property
    def statuses(self) -> tuple[str, ...]:
        """Statement kinds by name, strongest first."""
        named = {kind.iri.value: kind.name for kind in self.graph.ontology.statement_kinds}
        return tuple(named.get(iri, local_name(iri)) for iri in self.columns.coded("status").to_pylist())

    @cached_property
    def roles(self) -> tuple[str, ...]:
        return tuple(role.name for role in self.graph.ontology.roles)

    # --- what is contradicted -------------------------------------------------------------------------------------------------

    @cached_property
    def disputes(self) -> Disputes:
        return Disputes(self.columns, self.statuses)

    # --- reading --------------------------------------------------------------------------------------------------------------

    def iris(self, rows: Rows) -> list[str]:
        """IRIs of events, as `kg.views.events.events_by_id` takes them."""
        return [expand(short, "event") for short in self.id.take(pa.array(rows)).to_pylist()]

    def entity_iri(self, place: int) -> str:
        return expand(self.entities["id"][int(place)].as_py(), "agent")

    def places(self, entities: Iterable[str]) -> npt.NDArray[np.int32]:
        """Places of entities within `entities`, by IRI, ascending; those that are none are left out."""
        wanted = short_thing(pa.array(list(entities), pa.string()))
        found = pc.is_in(self.entities["id"], value_set=wanted)  # the few are hashed, and the many looked up
        return np.flatnonzero(found.to_numpy()).astype(np.int32)


def pairs(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """The different pairs of two columns in their order, as two columns again. Both hold numbers from 0 to 2**31-1."""
    found = np.sort(one.astype(np.int64) << 32 | other, kind="stable")  # nearly sorted; several times as fast as np.unique
    found = found[np.append(True, found[1:] != found[:-1])[: len(found)]]
    return found >> 32, found & 0xFFFFFFFF


def _numbers(table: pa.Table, name: str) -> npt.NDArray[Any]:
    numbers: npt.NDArray[Any] = table[name].to_numpy()
    return numbers


def _texts(table: pa.Table, name: str) -> pa.Array:
    column = table[name]
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()  # which copies even a single one


def _offsets(rows: npt.NDArray[np.int32], count: int) -> npt.NDArray[np.int64]:
    offsets: npt.NDArray[np.int64] = np.searchsorted(rows, np.arange(count + 1))
    return offsets
