"""One state of the graph, seen through the catalogue: every view asks it and nothing else."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any, cast

from pyoxigraph import DefaultGraph, Literal, NamedNode, QuerySolutions

from kg.graph.past import forget_later
from kg.ontology import Ontology, load_ontology
from kg.query.bind import bind
from kg.query.catalogue import load_catalogue
from kg.query.parameters import Given
from kg.store import EmbeddedSnapshot, EmbeddedStore, Reader, Snapshot
from kg.terms import DCTERMS, EL, IDS, RDF, XSD, local_name

Row = dict[str, Any]
"""Column to plain value: IRIs and texts as `str`, numbers, booleans and dates as Python's; unbound columns are absent."""
_AT_ONCE = 500
"""Values of a parameter in one question: of some thousand the engine looks up none, but reads the whole graph for them."""


@dataclass(frozen=True)
class Graph:
    """A snapshot with the ontology that explains it."""

    reader: Reader
    ontology: Ontology

    @property
    def id(self) -> str:
        """Id of the snapshot, by which answers can be kept."""
        return cast(Snapshot, self.reader).id

    def rows(self, name: str, /, **values: Given) -> list[Row]:
        """The rows of a catalogue query. A trailing underscore in a name is dropped: `from_` binds `from`."""
        answer = self.reader.query(self.sparql(name, **values))
        assert isinstance(answer, QuerySolutions)
        columns = [variable.value for variable in answer.variables]
        return [
            {column: plain(value) for column, value in zip(columns, solution, strict=True) if value is not None}
            for solution in answer
        ]

    def rows_for(self, name: str, /, **many: Sequence[str]) -> list[Row]:
        """The rows for any number of values of one parameter, without any where there are none: `event=ids`.

        They come in portions, and the query's order holds within each.
        """
        ((parameter, values),) = many.items()
        portions = [values[first : first + _AT_ONCE] for first in range(0, len(values), _AT_ONCE)]
        return [row for portion in portions for row in self.rows(name, **{parameter: list(portion)})]

    def sparql(self, name: str, /, **values: Given) -> str:
        """The query behind `rows`, ready to run anywhere."""
        return bind(load_catalogue().get(name), {key.rstrip("_"): value for key, value in values.items()})

    def is_a(self, iri: str, cls: NamedNode) -> bool:
        """Whether we believe that this is of that class."""
        return any(True for _ in self.reader.quads(NamedNode(iri), RDF.type, cls, DefaultGraph()))

    def is_spoken_of(self, iri: str) -> bool:
        """Whether some source claims or predicts something about this."""
        return any(True for _ in self.reader.quads(None, EL.about, NamedNode(iri)))

    def now_called(self, iri: str) -> str:
        """The IRI that stands for this one since events were merged; itself where none does."""
        for quad in self.reader.quads(NamedNode(iri), DCTERMS.isReplacedBy, None, DefaultGraph()):
            if isinstance(quad.object, NamedNode):
                return quad.object.value
        return iri


def open_graph(reader: Reader) -> Graph:
    """The reader with the ontology in use."""
    return Graph(reader, load_ontology())


def as_known_on(store: EmbeddedStore, day: date) -> EmbeddedSnapshot:
    """The graph of what could be read for sure by the end of a day, with the beliefs and disputes that follow from it."""
    ontology = load_ontology()
    return store.derived(f"{day}-{ontology.digest}", partial(forget_later, day=day, ontology=ontology))


def plain(term: object) -> Any:
    """An RDF term as a Python value."""
    if isinstance(term, NamedNode):
        return term.value
    if not isinstance(term, Literal):
        return str(term)
    if term.datatype == XSD.integer:
        return int(term.value)
    if term.datatype == XSD.decimal:
        return Decimal(term.value)
    if term.datatype == XSD.boolean:
        return term.value in ("true", "1")
    if term.datatype == XSD.date:
        return date.fromisoformat(term.value)
    return term.value


def grouped(rows: Iterable[Row], column: str) -> Mapping[str, list[Row]]:
    """Rows by the value of a column, in their order."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row[column], []).append(row)
    return found


def property_name(iri: str, ontology: Ontology) -> str:
    """What a property is called in tables and JSON: `employer_from`, `title`, `date`, `completed`."""
    names = {milestone.iri.value: milestone.name for milestone in ontology.milestones}
    names |= {role.iri.value: role.name for role in ontology.roles}
    if iri in names:
        return names[iri]
    return {"label": "title", "type": "kind", "prefLabel": "name", "altLabel": "alias"}.get(local_name(iri), local_name(iri))


def expand(reference: str, path: str) -> str:
    """The IRI of an id as people write it: a whole IRI, `event/ab12…` or `ab12…`."""
    if reference.startswith(("http://", "https://")):
        return reference
    return IDS + reference if "/" in reference else f"{IDS}{path}/{reference}"
