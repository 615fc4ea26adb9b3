"""How much happens when, lane by lane: the mass of each event is spread over the days on which it may have happened.

An event of 2024 weighs a 366th on each day of that year, and is no peak on its first of January.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from kg.views.projection.columns import BEGIN_OPEN, END_OPEN
from kg.views.projection.lanes import Lanes
from kg.views.projection.model import Projection

_OPEN_DAYS = 365
"""What is open at one end is spread over a year from the end that is known; what is open at both has no place in time."""


@dataclass(frozen=True)
class Density:
    """Running sums: `sums[lane, day]` is the mass of a lane before `first + day`."""

    first: int
    sums: npt.NDArray[np.float64]

    def within(self, begin: int, end: int, pixels: int) -> npt.NDArray[np.float32]:
        """Mass per lane and pixel between the beginnings of two days, shaped (lanes, pixels)."""
        edges = np.linspace(begin, end, pixels + 1) - self.first
        edges = np.clip(edges, 0, self.sums.shape[1] - 1)
        below = edges.astype(np.int64)
        above = np.minimum(below + 1, self.sums.shape[1] - 1)
        share = edges - below
        at_edges = self.sums[:, below] * (1 - share) + self.sums[:, above] * share
        return np.diff(at_edges, axis=1).astype(np.float32)


def density_of(table: Projection, lanes: Lanes) -> Density:
    """The density of these lanes, for windows of any size."""
    dated = table.flags[lanes.row] & (BEGIN_OPEN | END_OPEN) != BEGIN_OPEN | END_OPEN
    row, lane = lanes.row[dated], lanes.lane[dated].astype(np.int64)
    begin, end, flags = table.begin[row].astype(np.int64), table.end[row].astype(np.int64), table.flags[row]
    begin = np.where(flags & BEGIN_OPEN != 0, end - _OPEN_DAYS + 1, begin)
    end = np.where(flags & END_OPEN != 0, begin + _OPEN_DAYS - 1, end)
    first = int(begin.min()) if len(begin) else 0
    days = (int(end.max()) - first + 2) if len(end) else 2
    weight = 1.0 / (end - begin + 1)
    shape = len(lanes.lanes) * days
    daily = np.bincount(lane * days + begin - first, weight, shape) - np.bincount(lane * days + end + 1 - first, weight, shape)
    mass = np.cumsum(daily.reshape(len(lanes.lanes), days), axis=1)
    sums = np.zeros_like(mass)
    sums[:, 1:] = np.cumsum(mass, axis=1)[:, :-1]
    return Density(first, sums)
