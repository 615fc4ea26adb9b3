"""A transaction that remembers which quads came and went, for a look at what it did before it is committed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode, Quad

from kg.store.base import Answer, GraphName, Object, Subject, Transaction


class Watched:
    """Another's transaction: all goes through, and `changed` holds every quad that was to be taken out or put in."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction
        self.changed: set[Quad] = set()

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        return self._transaction.quads(subject, predicate, object_, graph)

    def query(self, text: str) -> Answer:
        return self._transaction.query(text)

    def apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        leaving, arriving = set(removed), set(added)
        self.changed |= leaving ^ arriving  # what is in both stays
        self._transaction.apply(leaving, arriving)

    @property
    def id(self) -> str:
        return self._transaction.id

    def commit(self) -> str:
        return self._transaction.commit()
