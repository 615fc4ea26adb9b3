"""What a query gave, and the W3C formats it can be given in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final, Literal, TypeAlias

from pyoxigraph import (
    BlankNode,
    NamedNode,
    QueryBoolean,
    QueryResultsFormat,
    QuerySolutions,
    RdfFormat,
    Triple,
    parse,
    parse_query_results,
    serialize,
)
from pyoxigraph import Literal as RdfLiteral

from kg.errors import BadQuery

Kind: TypeAlias = Literal["rows", "boolean", "graph"]
Term: TypeAlias = NamedNode | BlankNode | RdfLiteral | Triple

ROW_FORMATS: Final = {
    "json": QueryResultsFormat.JSON,
    "csv": QueryResultsFormat.CSV,
    "tsv": QueryResultsFormat.TSV,
    "xml": QueryResultsFormat.XML,
}
"""For SELECT and ASK. The names are those of `--format`."""

GRAPH_FORMATS: Final = {
    "turtle": RdfFormat.TURTLE,
    "trig": RdfFormat.TRIG,
    "ntriples": RdfFormat.N_TRIPLES,
    "nquads": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}
"""For CONSTRUCT and DESCRIBE."""

TRIPLE_COLUMNS: Final = ("subject", "predicate", "object")


def media_type(name: str) -> str:
    """The media type of a format: `text/turtle` of "turtle". Raises BadQuery for an unknown format."""
    check_format(name)
    return (ROW_FORMATS.get(name) or GRAPH_FORMATS[name]).media_type


def check_format(name: str) -> None:
    """Raise BadQuery unless this is the name of a format."""
    if name not in ROW_FORMATS and name not in GRAPH_FORMATS:
        raise BadQuery(f"there is no format '{name}'; choose from {', '.join([*ROW_FORMATS, *GRAPH_FORMATS])}")


@dataclass(frozen=True)
class Result:
    """The answer to one query: 12 rows of columns `event` and `begin`, as the bytes of a CSV file, in 0.2 seconds.

    `columns` are variable names, the parts of a triple for a graph, and none for a boolean. `count` counts the rows or
    triples in `body`; `truncated` says that there were more. `seconds` includes starting the process.
    """

    kind: Kind
    columns: tuple[str, ...]
    body: bytes
    format: str
    count: int
    truncated: bool
    seconds: float

    @property
    def media_type(self) -> str:
        return media_type(self.format)

    def rows(self) -> list[dict[str, Term]]:
        """One dictionary per row or triple, from column to RDF term; an unbound column is absent.

        Raises BadQuery for CSV, which does not tell an IRI from text, and for a boolean.
        """
        return list(self._rows())

    def first(self, most: int) -> list[dict[str, Term]]:
        """The first of `rows`, without reading the others. Raises what that raises."""
        return list(islice(self._rows(), most))

    def answer(self) -> bool:
        """Yes or no of an ASK query. Raises BadQuery for others and for CSV."""
        found = self._parsed()
        if isinstance(found, QuerySolutions):
            raise BadQuery("only an ASK query is answered by yes or no; ask for rows")
        return bool(found)

    def converted(self, name: str) -> bytes:
        """The body in another format of the same sort. Raises BadQuery where this result cannot be given in it."""
        check_format(name)
        if name == self.format:
            return self.body
        if (name in GRAPH_FORMATS) != (self.kind == "graph"):
            raise BadQuery(f"{self.kind} cannot be given as {name}; choose another format")
        if self.kind == "graph":
            return serialize(parse(self.body, format=GRAPH_FORMATS[self.format]), format=GRAPH_FORMATS[name]) or b""
        found = self._parsed()
        assert isinstance(found, (QuerySolutions, QueryBoolean))
        return found.serialize(format=ROW_FORMATS[name]) or b""

    def _rows(self) -> Iterator[dict[str, Term]]:
        if self.kind == "graph":
            for quad in parse(self.body, format=GRAPH_FORMATS[self.format]):
                yield dict(zip(TRIPLE_COLUMNS, (quad.subject, quad.predicate, quad.object), strict=True))
            return
        found = self._parsed()
        if not isinstance(found, QuerySolutions):
            raise BadQuery("an ASK query has no rows; it is answered by yes or no")
        for solution in found:
            yield {name: term for name in self.columns if (term := solution[name]) is not None}

    def _parsed(self) -> QuerySolutions | object:
        if self.kind == "graph" or self.format == "csv":
            raise BadQuery(f"terms cannot be read back from {self.format}; ask for json")
        return parse_query_results(self.body, ROW_FORMATS[self.format])
