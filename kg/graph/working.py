"""One change of the graph in the making: the records that come and go, and the quads that follow from them so far."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import NamedNode, Quad

from kg.graph import describe, journal
from kg.ontology import Ontology
from kg.records import Record, TripleRecord
from kg.store.base import Transaction


@dataclass
class Change:
    """Records that a store gains and loses, and what was said of the documents they came in."""

    gained: dict[NamedNode, Record] = field(default_factory=dict)
    lost: dict[NamedNode, Record] = field(default_factory=dict)


class Working:
    """What the parts of a rebuild share. Each part says what it replaces; `apply` writes the sum."""

    def __init__(self, transaction: Transaction, change: Change, ontology: Ontology) -> None:
        self.graph = transaction
        self.ontology = ontology
        self.gained: Mapping[NamedNode, Record] = change.gained
        self.lost: Mapping[NamedNode, Record] = change.lost
        self.dirty: dict[NamedNode, Record] = dict(change.gained)
        """Records that are derived again: those that come in, and those that lean on what changes."""
        self._stored: dict[NamedNode, list[Record]] = {}  # statement graph -> its records before the change
        self._removed: list[Quad] = []
        self._added: set[Quad] = set()

    def replace(self, old: Iterable[Quad], new: Iterable[Quad]) -> None:
        self._removed.extend(old)
        self._added.update(new)

    def stays(self, iri: NamedNode) -> bool:
        """Whether the change leaves this record as it is."""
        return iri not in self.lost and iri not in self.dirty

    def derive_again(self, found: Iterable[tuple[NamedNode, Record]]) -> None:
        """Add records of the graph to those that are derived again, unless they go."""
        for iri, record in found:
            if iri not in self.lost:
                self.dirty.setdefault(iri, record)

    def stored_in(self, graph: NamedNode) -> list[Record]:
        """Every record of a statement graph before the change."""
        if graph not in self._stored:
            self._stored[graph] = list(journal.records_in_graph(self.graph, graph))
        return self._stored[graph]

    def apply(self) -> None:
        self.graph.apply(self._removed, self._added | self._still_told())

    def _still_told(self) -> set[Quad]:
        """Removed quads of statement graphs that some triple record, which stays, tells as well."""
        going: dict[NamedNode, set[Quad]] = {}
        for quad in self._removed:
            if isinstance(quad.graph_name, NamedNode) and quad not in self._added:
                going.setdefault(quad.graph_name, set()).add(quad)
        told: set[Quad] = set()
        for graph, quads in going.items():
            for record in self.stored_in(graph):
                if isinstance(record, TripleRecord) and journal.record_iri(record) not in self.lost:
                    told |= describe.triple_quads(record) & quads
        return told


def things(quads: Iterable[Quad]) -> Iterator[NamedNode]:
    """The objects that are IRIs."""
    return (quad.object for quad in quads if isinstance(quad.object, NamedNode))
