"""Which names stand for one entity: equal keys, and names that some source declares to be one.

The rule of this version is exact and normalised names and declared aliases. Scored candidates and a person's decisions
belong here as well: whatever joins two keys does it in `unite`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.ontology import Ontology
from kg.records import CLASS_OF, ClaimRecord, EntityRecord, EntityType, EventRecord, PredictionRecord, Record
from kg.resolve.names import name_key
from kg.terms import minted

_SPACE_OF: Mapping[EntityType, str] = {
    "organization": "agent", "person": "agent", "agent": "agent", "model": "work", "product": "work", "place": "place",
}  # fmt: skip
"""Names are compared within a space: a model and its product may be told as either, a person and a place never are."""


@dataclass(frozen=True, order=True)
class Mention:
    """A name as a record uses it, and what it is taken to stand for."""

    name: str
    type: EntityType

    @property
    def key(self) -> str:
        """What this name shares with its other spellings: `agent/xai`."""
        return f"{_SPACE_OF[self.type]}/{name_key(self.name)}"


def mentions(record: Record, ontology: Ontology) -> frozenset[Mention]:
    """Every entity name in a record."""
    if isinstance(record, EntityRecord):
        return frozenset(Mention(name, record.type) for name in (record.name, *record.aliases))
    if isinstance(record, EventRecord):
        found = {Mention(record.organisation, "organization")}
        for participant in record.participants:
            role = ontology.role(participant.role)
            if not role.is_text:
                found.add(Mention(participant.name, type_in_range(role.range)))
        return frozenset(found)
    if isinstance(record, ClaimRecord):
        return frozenset({Mention(record.about, record.about_type)})
    if isinstance(record, PredictionRecord):
        return frozenset(Mention(name, "organization") for name in record.about)
    return frozenset()


def type_in_range(allowed: NamedNode) -> EntityType:
    """What fills a role of this range. A class that we do not know holds agents."""
    return next((kind for kind, cls in CLASS_OF.items() if cls == allowed), "agent")


def unite(records: Iterable[EntityRecord]) -> dict[str, str]:
    """Key to the key that stands for it, for every key that some record declares to be another's alias.

    The smallest key of those joined stands for all, so that the order of records does not matter.
    """
    parent: dict[str, str] = {}

    def root(key: str) -> str:
        while parent.setdefault(key, key) != key:
            key = parent[key]
        return key

    for record in records:
        keys = sorted({Mention(name, record.type).key for name in (record.name, *record.aliases)})
        for key in keys[1:]:
            low, high = sorted((root(keys[0]), root(key)))
            parent[high] = low
    return {key: root(key) for key in parent}


def entity_iri(key: str) -> NamedNode:
    """The entity that a standing key names: `…/id/agent/xai`."""
    space, _, name = key.partition("/")
    return minted(space, name)
