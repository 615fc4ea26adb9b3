"""Projections that are at hand: in memory the last few, on disk beside the snapshot, else brought up to date or built."""

from __future__ import annotations

from collections import OrderedDict
from functools import partial
from threading import Lock

from kg.ontology import Ontology
from kg.store import EmbeddedSnapshot
from kg.terms import digest
from kg.views.graph import Graph
from kg.views.projection.build import build
from kg.views.projection.columns import Columns
from kg.views.projection.disk import FORMAT, load, save
from kg.views.projection.model import Projection
from kg.views.projection.update import updated

_MOST = 3
"""Projections in memory: the newest, the one before it, and a look at a past day."""

_held: OrderedDict[tuple[str, str], Projection] = OrderedDict()
_lock = Lock()
_making = Lock()


def projection(graph: Graph) -> Projection:
    """The projection of a snapshot, made when it is first asked for."""
    key = (graph.id, graph.ontology.digest)
    if (found := _held_as(key)) is not None:
        return found
    with _making:  # two pages that open at once make it once, and nobody waits for what is there
        return _held_as(key) or _hold(key, Projection(graph, graph.id, columns_of(graph)))


def _held_as(key: tuple[str, str]) -> Projection | None:
    with _lock:
        if key in _held:
            _held.move_to_end(key)
        return _held.get(key)


def _hold(key: tuple[str, str], made: Projection) -> Projection:
    with _lock:
        _held[key] = made
        while len(_held) > _MOST:
            _held.popitem(last=False)
    return made


def columns_of(graph: Graph) -> Columns:
    """The columns of a snapshot. Those of a store on disk are kept beside it, so that the next process finds them."""
    snapshot = graph.reader
    if not isinstance(snapshot, EmbeddedSnapshot):
        return build(graph)
    name = f"projection-{_digest(graph.ontology)}"
    place = snapshot.traces.kept(snapshot.id) / name
    if (found := load(place)) is not None:
        return found
    made = _from_earlier(graph, snapshot, name) or build(graph)
    if snapshot.traces.keep(snapshot.id, name, partial(save, made)) and (found := load(place)) is not None:
        return found  # its pages are the system's to keep, not ours
    return made


def _from_earlier(graph: Graph, snapshot: EmbeddedSnapshot, name: str) -> Columns | None:
    way = snapshot.traces.way_back(snapshot.id, name)
    earlier = load(snapshot.traces.kept(way[0]) / name) if way else None
    return updated(earlier, graph, way[1]) if way and earlier is not None else None


def _digest(ontology: Ontology) -> str:
    """Names the form of the columns and what their codes stand for; other words for the same terms change nothing."""
    listed = (ontology.kinds, ontology.statement_kinds, ontology.roles)
    return digest([FORMAT, *(" ".join(term.iri.value for term in terms) for terms in listed)])
