"""Catalogue queries filled in as people write values: names of companies and of event kinds where a parameter wants IRIs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from kg.errors import UnknownName
from kg.query.bind import bind
from kg.query.catalogue import Query
from kg.query.parameters import Given
from kg.terms import prefixes
from kg.views.entities import find_entities
from kg.views.graph import Graph


def fill_in(graph: Graph, query: Query, given: Mapping[str, Sequence[str]]) -> str:
    """The query with these texts as values, ready to run: `org` may be "Anthropic", an IRI or `id:agent/anthropic`.

    Raises UnknownName for a name that the graph does not know, and BadQuery as `kg.query.bind.bind` does.
    """
    values: dict[str, Given] = {}
    for name, texts in given.items():
        terms = _terms(query, name, texts, graph)
        values[name] = terms[0] if len(terms) == 1 else terms
    return bind(query, values)


def _terms(query: Query, name: str, texts: Sequence[str], graph: Graph) -> list[str]:
    parameter = query.parameters.get(name)
    if parameter is None or parameter.type != "iri":
        return list(texts)
    found: list[str] = []
    for text in texts:
        if text.startswith(("http://", "https://")) or text.partition(":")[0] in prefixes():
            found.append(text)
        else:
            found.extend(_known_iris(text, graph))
    return found


def _known_iris(name: str, graph: Graph) -> list[str]:
    """An entity, an event kind or a statement kind of this name."""
    for look_up in (graph.ontology.kind, graph.ontology.statement_kind):
        try:
            iri: NamedNode = look_up(name).iri
        except UnknownName:
            continue
        return [iri.value]
    return find_entities(graph, name)
