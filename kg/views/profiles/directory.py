"""The directory: every company, person, model or investor with how many events it has and from when to when."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.errors import UnknownName
from kg.terms import EL
from kg.views.entities import entity_row, find_entities
from kg.views.graph import Graph, expand
from kg.views.profiles.shapes import Directory, DirectoryRow, Sort
from kg.views.projection import OPEN_BEGIN, Projection, pairs, projection
from kg.views.projection.ask import folded

SORTS: dict[Sort, tuple[str, ...]] = {
    "company": ("Organization",),
    "person": ("Person",),
    "model": ("AIModel", "Product"),
    "investor": (),
}
"""Each sort with its classes. An investor is told by what it did."""
_GIVERS = ("investor", "lead_investor")
_NOWHERE = np.iinfo(np.int32).max


def directory(graph: Graph, sort: Sort, text: str = "", skip: int = 0, most: int = 50) -> Directory:
    """Entities of one sort whose names hold a text, those with most events first; `most` of them after the first `skip`."""
    table = projection(graph)
    wanted = _of_sort(table, sort)
    counts, first, last = _counted(table, sort, wanted)
    if text.strip():
        wanted &= _named(table, text.strip())
    places = np.flatnonzero(wanted)
    names = table.entities["name"].take(pa.array(places))
    by = pa.table({"events": -counts[places], "name": names})
    order = pc.sort_indices(by, sort_keys=[("events", "ascending"), ("name", "ascending")])
    shown = places[order.to_numpy()][skip : skip + most]
    called = {int(place): table.entities["name"][int(place)].as_py() for place in shown}
    called |= _renamed(graph, {table.entity_iri(place): place for place in called})
    return Directory(
        sort=sort,
        total=len(places),
        entities=tuple(
            DirectoryRow(
                id=table.entity_iri(place),
                name=name,
                events=int(counts[place]),
                first=_year(first[place]),
                last=_year(last[place]),
            )
            for place, name in called.items()
        ),
    )


def count_sorts(graph: Graph) -> dict[Sort, int]:
    """How many entities there are of each sort."""
    table = projection(graph)
    return {sort: int(_of_sort(table, sort).sum()) for sort in SORTS}


def entities_called(graph: Graph, reference: str) -> list[str]:
    """The entity of an id such as `agent/xai`, else those of a name. Raises UnknownName with near names."""
    wanted = reference.strip()
    iri = expand(wanted, "agent")
    if "/" in wanted and graph.is_a(iri, EL.Entity):
        return [iri]
    if "/" in wanted and (found := graph.rows("entity/by-name", key=[wanted])):  # the id it had before names were joined
        return [found[0]["entity"]]
    if wanted.startswith(("http://", "https://")):
        raise UnknownName(f"'{wanted}' is not in this store; kg stats and kg entity show what there is")
    return find_entities(graph, wanted)


def _of_sort(table: Projection, sort: Sort) -> npt.NDArray[np.bool_]:
    """Which entities are of this sort. A founder may be a company, and where nobody says that it is one, it is a person."""
    if sort == "investor":
        return _in_role(table, _GIVERS)
    found: npt.NDArray[np.bool_] = np.logical_or.reduce([table.of_class(name) for name in SORTS[sort]])
    if sort == "person":
        found |= _in_role(table, ("founder",)) & ~table.of_class("Organization")
    return found


def _in_role(table: Projection, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(table.entities), bool)
    found[table.part_entity[np.isin(table.part_role, _roles(table, names))]] = True
    return found


def _roles(table: Projection, names: tuple[str, ...]) -> list[int]:
    return [place for place, name in enumerate(table.roles) if name in names]


def _counted(
    table: Projection, sort: Sort, wanted: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int32], npt.NDArray[np.int32]]:
    """For each wanted entity its events, and the first days of the first and the last of them."""
    entities = len(table.entities)
    parts = wanted[table.part_entity]
    if sort == "investor":
        parts &= np.isin(table.part_role, _roles(table, _GIVERS))
    rows, whose = pairs(table.part_row[parts], table.part_entity[parts])
    days = table.begin[rows]
    known = days != OPEN_BEGIN
    first, last = np.full(entities, _NOWHERE, np.int32), np.full(entities, -_NOWHERE, np.int32)
    np.minimum.at(first, whose[known], days[known])
    np.maximum.at(last, whose[known], days[known])
    return np.bincount(whose, minlength=entities), first, last


def _named(table: Projection, text: str) -> npt.NDArray[np.bool_]:
    """Which entities have a name that holds these letters, in any case."""
    names = table.columns.names
    holding = pc.match_substring(names["folded"], folded(pa.array([text], pa.string()))[0].as_py())
    found = np.zeros(len(table.entities), bool)
    found[names["entity"].filter(holding).to_numpy()] = True
    return found


def _renamed(graph: Graph, places: dict[str, int]) -> dict[int, str]:
    """The new names of those that were renamed."""
    told = graph.rows("entity/renamings", entity=list(places)) if places else []
    return {places[iri]: entity_row(graph, iri).name for iri in {row["entity"] for row in told}}


def _year(days: np.int32) -> int | None:
    if abs(int(days)) == _NOWHERE:
        return None
    return int((np.datetime64("1970-01-01") + np.timedelta64(int(days), "D")).astype("datetime64[Y]").astype(int)) + 1970
