"""Entities: found by name, and shown with what they took part in."""

from __future__ import annotations

import difflib
from collections.abc import Iterable

from kg.errors import UnknownName
from kg.records import EntityType
from kg.resolve.entities import Mention
from kg.resolve.names import clearest
from kg.terms import IDS, SKOS, local_name
from kg.views.graph import Graph
from kg.views.shapes import EntityRow, RelatedRow

_SPACES: tuple[EntityType, ...] = ("agent", "model", "place")
"""A name is looked for in each space of names."""


def find_entities(graph: Graph, name: str) -> list[str]:
    """IRIs of the entities of this name, in any spelling; an IRI stands for itself. Raises UnknownName with near names."""
    if name.startswith(("http://", "https://")):
        return [name]
    keys = [Mention(name, kind).key for kind in _SPACES]
    found = {row["entity"] for row in graph.rows("entity/by-name", key=keys)}
    if found:
        return sorted(found)
    near = _near_names(graph, name)
    remedy = f"did you mean {', '.join(near)}?" if near else "kg stats and kg entity show what there is"
    raise UnknownName(f"'{name}' is not in this store; {remedy}", tuple(near))


def _near_names(graph: Graph, name: str, most: int = 4) -> list[str]:
    """Names in the store that are written nearly so, or that hold this one, the nearest first."""
    known = sorted({row["name"] for row in graph.rows("projection/names") if row["term"] == SKOS.prefLabel.value})
    lowered = {other.casefold(): other for other in known}
    near = [lowered[match] for match in difflib.get_close_matches(name.casefold(), list(lowered), n=3, cutoff=0.6)]
    near += [other for other in known if name.casefold() in other.casefold() and other not in near][:3]
    return near[:most]


def entity_row(graph: Graph, iri: str) -> EntityRow:
    """One entity's names, classes and addresses. After a renaming it goes by its new name."""
    values: dict[str, list[str]] = {}
    for row in graph.rows("entity/profile", entity=iri):
        values.setdefault(local_name(row["property"]), []).append(str(row["value"]))
    preferred = values.get("prefLabel", [iri.removeprefix(IDS)])[0]
    labels = list(dict.fromkeys((preferred, *values.get("altLabel", ()))))
    name, formerly = _renamed(graph, iri, labels) or (preferred, ())
    return EntityRow(
        id=iri,
        name=name,
        aliases=tuple(label for label in labels if label != name and label not in formerly),
        formerly=formerly,
        types=tuple(sorted({local_name(cls) for cls in values.get("type", ())} - {"Entity"})),
        urls=(*values.get("url", ()), *values.get("sameAs", ())),
        description=next(iter(values.get("description", ())), None),
    )


def _renamed(graph: Graph, iri: str, labels: Iterable[str]) -> tuple[str, tuple[str, ...]] | None:
    """The name since the last renaming, and those before it, the oldest first; `None` where no source tells of one."""
    told = graph.rows("entity/renamings", entity=[iri])
    now = frozenset(label for label in labels if told and _is_called(label, told[-1]["key"]))
    if not now:
        return None
    former = dict.fromkeys(row["former"] for row in told if not _is_called(row["former"], told[-1]["key"]))
    return clearest(now), tuple(former)


def _is_called(label: str, key: str) -> bool:
    return any(Mention(label, kind).key == key for kind in _SPACES)


def related_entities(graph: Graph, iri: str) -> list[RelatedRow]:
    """Who takes part in the same events, the most frequent first."""
    names = {role.iri.value: role.name for role in graph.ontology.roles}
    return [
        RelatedRow(role=names[row["role"]], name=row["name"], id=row["other"], events=row["events"])
        for row in graph.rows("entity/related", entity=iri)
        if row["role"] in names
    ]
