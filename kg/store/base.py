"""What every store does: immutable snapshots for readers, one transaction at a time for writers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Protocol, TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, QueryBoolean, QuerySolutions, QueryTriples, Triple

Subject: TypeAlias = NamedNode | BlankNode | Triple
Object: TypeAlias = NamedNode | BlankNode | Literal | Triple
GraphName: TypeAlias = NamedNode | BlankNode | DefaultGraph
Answer: TypeAlias = QuerySolutions | QueryBoolean | QueryTriples


class Reader(Protocol):
    """A dataset that can be looked at."""

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        """Every quad that matches; `None` matches anything, the default graph included."""
        ...

    def query(self, text: str) -> Answer:
        """The answer to a trusted SPARQL query. People's queries go through `kg.query.worker` instead."""
        ...


def is_empty(reader: Reader) -> bool:
    """Whether there is no quad at all. To count them would read them all."""
    return next(reader.quads(), None) is None


class Snapshot(Reader, Protocol):
    """One published state of the graph: it never changes, and its id names its content."""

    @property
    def id(self) -> str:
        """Thirty-two hex digits: the same quads give the same id, whatever order they came in."""
        ...

    @property
    def path(self) -> Path:
        """The folder that a query worker opens."""
        ...

    def __len__(self) -> int:
        """How many quads."""
        ...


class Draft(Reader, Protocol):
    """A state in the making."""

    def apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        """Take quads out and put quads in. What is in both stays; what is already so changes nothing."""
        ...


class Transaction(Draft, Protocol):
    """Changes in the making, seen by nobody else until `commit`. Leaving without it drops them."""

    @property
    def id(self) -> str:
        """What the snapshot would be called if it were committed now."""
        ...

    def commit(self) -> str:
        """Publish the changes as a snapshot and return its id; the present one's where nothing changed."""
        ...


class Store(Protocol):
    """A place that keeps the graph. Readers never wait for writers."""

    def snapshot(self) -> Snapshot:
        """The newest published state."""
        ...

    def transaction(self, wait: float = 10.0) -> AbstractContextManager[Transaction]:
        """Become the one writer. Raises StoreBusy after `wait` seconds of another's writing."""
        ...

    def backup(self, target: Path) -> None:
        """Write a copy of the newest state, itself a store, into a folder that does not exist yet."""
        ...

    def restore(self, source: Path) -> str:
        """Make a backup's state the newest one and return its id."""
        ...
