"""Entities: found by name, and shown with what they took part in."""

from __future__ import annotations

import difflib

from kg.errors import UnknownName
from kg.resolve.entities import Mention
from kg.terms import IDS, local_name
from kg.views.graph import Graph
from kg.views.shapes import EntityRow, RelatedRow


def find_entities(graph: Graph, name: str) -> list[str]:
    """IRIs of the entities of this name, in any spelling; an IRI stands for itself. Raises UnknownName with near names."""
    if name.startswith(("http://", "https://")):
        return [name]
    keys = [Mention(name, kind).key for kind in ("agent", "model", "place")]
    found = {row["entity"] for row in graph.rows("entity/by-name", key=keys)}
    if found:
        return sorted(found)
    known = sorted({row["name"] for row in graph.rows("entity/by-name")})
    lowered = {other.casefold(): other for other in known}
    near = [lowered[match] for match in difflib.get_close_matches(name.casefold(), list(lowered), n=3, cutoff=0.6)]
    near += [other for other in known if name.casefold() in other.casefold() and other not in near][:3]
    remedy = f"did you mean {', '.join(near[:4])}?" if near else "kg stats and kg entity show what there is"
    raise UnknownName(f"'{name}' is not in this store; {remedy}")


def entity_row(graph: Graph, iri: str) -> EntityRow:
    """One entity's names, classes and addresses."""
    values: dict[str, list[str]] = {}
    for row in graph.rows("entity/profile", entity=iri):
        values.setdefault(local_name(row["property"]), []).append(str(row["value"]))
    names = values.get("prefLabel", [iri.removeprefix(IDS)])
    return EntityRow(
        id=iri,
        name=names[0],
        aliases=tuple(values.get("altLabel", ())),
        types=tuple(sorted({local_name(cls) for cls in values.get("type", ())} - {"Entity"})),
        urls=(*values.get("url", ()), *values.get("sameAs", ())),
        description=next(iter(values.get("description", ())), None),
    )


def related_entities(graph: Graph, iri: str) -> list[RelatedRow]:
    """Who takes part in the same events, the most frequent first."""
    names = {role.iri.value: role.name for role in graph.ontology.roles}
    return [
        RelatedRow(role=names[row["role"]], name=row["name"], id=row["other"], events=row["events"])
        for row in graph.rows("entity/related", entity=iri)
        if row["role"] in names
    ]
