"""The peer: rdflib's in-memory dataset behind our Store protocol, so that the same pipeline and queries run on it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pyoxigraph as ox
from rdflib import Dataset, Literal, URIRef
from rdflib.graph import DATASET_DEFAULT_GRAPH_ID

from kg.store.base import Answer, GraphName, Object, Subject


@cache
def _to_rdflib(term: Any) -> Any:
    if isinstance(term, ox.DefaultGraph):
        return DATASET_DEFAULT_GRAPH_ID
    if isinstance(term, ox.NamedNode):
        return URIRef(term.value)
    if term.language:
        return Literal(term.value, lang=term.language)
    plain = term.datatype.value == "http://www.w3.org/2001/XMLSchema#string"
    return Literal(term.value, datatype=None if plain else URIRef(term.datatype.value), normalize=False)


@cache
def _to_pyoxigraph(term: Any) -> Any:
    if term == DATASET_DEFAULT_GRAPH_ID or term is None:
        return ox.DefaultGraph()
    if isinstance(term, URIRef):
        return ox.NamedNode(str(term))
    assert isinstance(term, Literal)
    if term.language:
        return ox.Literal(str(term), language=term.language)
    return ox.Literal(str(term), datatype=ox.NamedNode(str(term.datatype))) if term.datatype else ox.Literal(str(term))


class RdflibStore:
    """Snapshot, transaction and store in one: nothing is published, nothing is kept."""

    id = "rdflib"
    path = Path()

    def __init__(self) -> None:
        self._data = Dataset()

    def quads(
        self,
        subject: Subject | None = None,
        predicate: ox.NamedNode | None = None,
        object_: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[ox.Quad]:
        pattern: Any = tuple(None if term is None else _to_rdflib(term) for term in (subject, predicate, object_, graph))
        for found in list(self._data.quads(pattern)):
            s, p, o, g = (_to_pyoxigraph(term) for term in found)
            yield ox.Quad(s, p, o, g)

    def query(self, text: str) -> Answer:
        """SELECT only: rdflib's rows, passed on in the W3C format that both engines know."""
        answer = self._data.query(text).serialize(format="json")
        assert answer is not None
        return ox.parse_query_results(answer, ox.QueryResultsFormat.JSON)

    def __len__(self) -> int:
        return len(self._data)

    def apply(self, removed: Iterable[ox.Quad], added: Iterable[ox.Quad]) -> None:
        arriving = set(added)
        for quad in set(removed) - arriving:
            self._data.remove(self._terms(quad))
        self._data.addN(self._terms(quad) for quad in arriving)

    def _terms(self, quad: ox.Quad) -> Any:
        graph = self._data.graph(_to_rdflib(quad.graph_name))
        return _to_rdflib(quad.subject), _to_rdflib(quad.predicate), _to_rdflib(quad.object), graph

    def commit(self) -> str:
        return self.id

    def snapshot(self) -> RdflibStore:
        return self

    @contextmanager
    def transaction(self, wait: float = 0.0) -> Iterator[RdflibStore]:
        del wait
        yield self

    def backup(self, target: Path) -> None:
        raise NotImplementedError(target)

    def restore(self, source: Path) -> str:
        raise NotImplementedError(source)
