"""The disputes of a projection: one value a dispute, and one for each who holds a position in one."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.views.projection.columns import OPEN_BEGIN, OPEN_END, Columns

_FIRM = ("company-announcement", "reported")
_MACHINE = "machine-generated"


@dataclass(frozen=True, eq=False)
class Disputes:
    """What sources contradict one another about, by event. `statuses` are the names of statement kinds, by code."""

    columns: Columns
    statuses: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.columns.disputes)

    @property
    def id(self) -> pa.Array:
        """`dispute/ab12…`"""
        return self.columns.disputes["id"].combine_chunks()

    @cached_property
    def row(self) -> npt.NDArray[np.int32]:
        """The event of each dispute, ascending."""
        return np.asarray(self.columns.disputes["row"].to_numpy(), np.int32)

    @property
    def about(self) -> pa.Array:
        """IRIs of the properties that the sources differ in."""
        return self.columns.disputes["property"].combine_chunks()

    @property
    def rule(self) -> pa.Array:
        """IRIs of the rules that decided."""
        return self.columns.disputes["rule"].combine_chunks()

    @cached_property
    def since(self) -> npt.NDArray[np.int32]:
        """The day on which the disagreement arose, in days since 1970-01-01; 2**31-1 where nobody dates it."""
        return np.asarray(self.columns.disputes["since"].to_numpy(), np.int32)

    # --- one value for each who holds a position ------------------------------------------------------------------------

    @cached_property
    def held(self) -> npt.NDArray[np.int32]:
        """The dispute in which each position is held, ascending. `holder` and `believed` are as long."""
        return np.asarray(pc.index_in(self.columns.positions["dispute"], value_set=self.id).to_numpy(), np.int32)

    @cached_property
    def holder(self) -> npt.NDArray[np.int32]:
        """The source that holds it: index into `sources` of the projection."""
        return np.asarray(self.columns.positions["source"].to_numpy(), np.int32)

    @cached_property
    def believed(self) -> npt.NDArray[np.bool_]:
        return np.asarray(self.columns.positions["believed"].to_numpy(zero_copy_only=False), bool)

    # --- what follows -----------------------------------------------------------------------------------------------------

    @cached_property
    def machine(self) -> npt.NDArray[np.bool_]:
        """Whether a value that only machine-generated text holds stands against one that is announced or reported."""
        position = pc.dictionary_encode(self.columns.positions["position"].combine_chunks()).indices.to_numpy()
        statement = self.columns.positions["statement"].to_numpy()
        by_others = np.zeros(len(position) + 1, bool)
        by_others[position[~np.isin(statement, self._codes(_MACHINE))]] = True
        generated, firm = np.zeros(len(self), bool), np.zeros(len(self), bool)
        generated[self.held[~by_others[position]]] = True
        firm[self.held[np.isin(statement, self._codes(*_FIRM))]] = True
        return generated & firm

    @cached_property
    def newest_first(self) -> npt.NDArray[np.int64]:
        """Places of disputes as dispute/index orders them: the newest disagreement first, those that nobody dates last."""
        events = self.columns.events
        keys = {
            "since": (pa.array(np.where(self.since == OPEN_END, OPEN_BEGIN, self.since)), "descending"),
            "begin": (pa.array(events["begin"].to_numpy()[self.row]), "descending"),
            "event": (events["id"].take(pa.array(self.row)), "ascending"),
            "property": (self.about, "ascending"),
            "dispute": (self.id, "ascending"),
        }
        table = pa.table({name: column for name, (column, _) in keys.items()})
        order = pc.sort_indices(table, sort_keys=[(name, direction) for name, (_, direction) in keys.items()])
        return np.asarray(order.to_numpy(), np.int64)

    def held_by(self, sources: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
        """For each dispute whether one of these sources holds a value in it."""
        found = np.zeros(len(self), bool)
        found[self.held[sources[self.holder]]] = True
        return found

    def _codes(self, *names: str) -> list[int]:
        return [self.statuses.index(name) for name in names]
