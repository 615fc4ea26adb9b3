"""Which names stand for one entity: equal keys, and names that a record or a person declares to be one.

Likeness alone joins nothing: what looks alike is asked about (`kg.resolve.candidates`). Names are declared to be one by

- a record that describes an entity, with its other names;
- a report that it changed its name (el:formerName), where somebody reports that who is not a machine and does not guess;
- brackets that hold another name of the same thing: `International Business Machines (IBM)`.

Other brackets, `OpenAI (Microsoft)`, mean what stands outside them, unless somebody declares the whole to be another
name of something: whoever calls Google DeepMind also DeepMind means it by `Google (DeepMind)` too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations

from pyoxigraph import NamedNode

from kg.ontology import Ontology
from kg.records import CLASS_OF, ClaimRecord, EntityRecord, EntityType, EventRecord, PredictionRecord, Record
from kg.resolve.brackets import Bracketed, bracketed, bracketed_key, inside_of, outside_of, without_inner_brackets
from kg.resolve.names import name_key
from kg.resolve.works import work_key
from kg.terms import EL, minted

_SPACE_OF: Mapping[EntityType, str] = {
    "organization": "agent", "person": "agent", "agent": "agent", "model": "work", "product": "work", "place": "place",
}  # fmt: skip
"""Names are compared within a space: a model and its product may be told as either, a person and a place never are."""

_REPORTED = 1
"""Tier of what is reported or announced. A machine, a rumour or a forecast renames nobody."""

_FORESEEN = timedelta(days=183)
"""A new name may be talked of so long before it is taken."""


@dataclass(frozen=True, order=True)
class Mention:
    """A name as a record uses it, and what it is taken to stand for."""

    name: str
    type: EntityType

    @property
    def key(self) -> str:
        """What this name shares with its other spellings: `agent/xai`. Depends on the type's space, not on the type."""
        space = _SPACE_OF[self.type]
        plain = work_key if space == "work" else name_key
        parts = self.bracketed
        if parts is None:
            return f"{space}/{plain(without_inner_brackets(self.name))}"
        return f"{space}/{bracketed_key(plain(parts.outside), plain(parts.inside))}"

    @property
    def bracketed(self) -> Bracketed | None:
        """The parts of a name in brackets. Those of a model or product tell a variant, unless they are an abbreviation."""
        parts = bracketed(self.name)
        if parts is None or _SPACE_OF[self.type] != "work":
            return parts
        return parts if parts.other_name and parts.inside.isascii() else None


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
        expected = record.expectation.agents if record.expectation else ()
        foreseen = {Mention(part.name, type_in_range(ontology.role(part.role).range)) for part in expected}
        return frozenset(foreseen | {Mention(name, "organization") for name in record.about})
    return frozenset()


def type_in_range(allowed: NamedNode) -> EntityType:
    """What fills a role of this range. A class that we do not know holds agents."""
    return next((kind for kind, cls in CLASS_OF.items() if cls == allowed), "agent")


# --- what a record declares to be one ----------------------------------------------------------------------------------


def joined_names(record: Record, ontology: Ontology) -> frozenset[Mention]:
    """Every name that a record declares to stand for the same thing as some other name."""
    return frozenset(mention for joined in joinings(record, ontology) for mention in joined)


def joinings(record: Record, ontology: Ontology) -> frozenset[frozenset[Mention]]:
    """Sets of names, each declared by the record to stand for one thing; each holds two keys at least."""
    named = mentions(record, ontology)
    found = {_beside(mention) for mention in named}
    if isinstance(record, EntityRecord):
        found.add(named | _in_brackets(named))
    if (told := renaming(record, ontology)) is not None:
        found.add(told.names)
    return frozenset(joined for joined in found if len({mention.key for mention in joined}) > 1)


def _beside(mention: Mention) -> frozenset[Mention]:
    """A name in brackets with what it stands for, and with what is inside where that is another name of it."""
    parts = mention.bracketed
    if parts is None:
        return frozenset({mention})
    names = (mention.name, parts.outside, *([parts.inside] if parts.other_name else []))
    return frozenset(Mention(name, mention.type) for name in names)


def _in_brackets(named: frozenset[Mention]) -> frozenset[Mention]:
    """What the names of one entity say of it in brackets: `Google (DeepMind)` for Google DeepMind, also DeepMind."""
    found: set[Mention] = set()
    keys = {mention.key for mention in named}
    for mention in named:
        parts = mention.bracketed
        if parts is None:
            found |= {Mention(whole, mention.type) for whole in _divided(mention, named)}
        elif Mention(f"{parts.outside} {parts.inside}", mention.type).key in keys:
            continue  # it is that one, and what is outside is another
        elif parts.other_name or inside_of(mention.key) not in keys:
            found |= _beside(mention)
    return frozenset(found)


def _divided(mention: Mention, named: Iterable[Mention]) -> Iterator[str]:
    for other in named:
        outside = mention.name.removesuffix(other.name)
        if outside.endswith(" ") and outside.strip() and _SPACE_OF[mention.type] == "agent":
            yield f"{outside.strip()} ({other.name})"


# --- names that change --------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Renaming:
    """A report that something was renamed: Facebook is called Meta since 2021-10-28."""

    former: frozenset[Mention]
    new: Mention
    since: date

    @property
    def names(self) -> frozenset[Mention]:
        return self.former | {self.new}


def renaming(record: Record, ontology: Ontology) -> Renaming | None:
    """What an event says of a former name: that of the product or model it is about, else of the organisation.

    The names are one from then on, so both find the thing; what sources said under either stays as they said it.
    """
    if not isinstance(record, EventRecord) or ontology.statement_kind(record.statement).tier > _REPORTED:
        return None
    former = {part.name for part in record.participants if ontology.role(part.role).iri == EL.formerName}
    works = [
        mention
        for part in record.participants
        if not (role := ontology.role(part.role)).is_text
        and _SPACE_OF[(mention := Mention(part.name, type_in_range(role.range))).type] == "work"
    ]
    renamed = works or [Mention(record.organisation, "organization")]
    if not former or len(renamed) != 1 or record.date is None or record.date.begin is None:
        return None
    return Renaming(frozenset(Mention(name, renamed[0].type) for name in former), renamed[0], record.date.begin)


def uses_too_early(record: Record, told: Renaming, ontology: Ontology) -> bool:
    """Whether a record uses the new name when nobody could know it: then it was, or is, another thing's name.

    What counts is when the source said it, because later ones call a thing by its later name from its beginning; where
    that is not known, when it happened.
    """
    said = record.source.published or (record.date if isinstance(record, EventRecord) else None)
    if said is None or said.end is None or said.end >= told.since - _FORESEEN:
        return False
    keys = {mention.key for mention in mentions(record, ontology)}
    return told.new.key in keys and keys.isdisjoint(mention.key for mention in told.former)


# --- which keys are one -------------------------------------------------------------------------------------------------


def unite(joined: Collection[frozenset[str]], apart: Collection[frozenset[str]] = ()) -> dict[str, str]:
    """Key to the key that stands for it, from sets of keys declared to be one and pairs of keys that never are.

    The smallest key of those joined stands for all, one without brackets where there is any. Pairs are joined in a fixed
    order, so that the order of records does not matter, and what is not tied to a key has no say in what becomes of it.
    Of keys that are to be apart, the pair that would come together last stays apart.

    Brackets yield to other declarations: a bracketed name means what is outside only where nothing else is said of it,
    and what is inside is another name of what is outside only where no other thing is so abbreviated.
    """
    groups = _Groups(apart)
    brackets = {keys: whole for keys in joined if (whole := _bracketed_in(keys)) is not None}
    declared = [keys for keys in joined if keys not in brackets]
    for keys in joined:
        for key in keys:
            groups.root(key)
    groups.join({pair for keys in declared for pair in combinations(sorted(keys), 2)})
    settled = {key for keys in declared for key in keys}
    groups.join({(outside_of(whole) or whole, whole) for whole in brackets.values() if whole not in settled})
    insides: dict[str, set[str]] = {}
    for keys, whole in brackets.items():
        if len(keys) == 3 and (inside := inside_of(whole)) is not None:
            insides.setdefault(inside, set()).add(whole)
    claimed = {inside: {groups.root(whole) for whole in wholes} for inside, wholes in insides.items()}
    groups.join({(inside, min(insides[inside])) for inside, owners in claimed.items() if len(owners) == 1})
    return groups.standing()


def _bracketed_in(keys: frozenset[str]) -> str | None:
    """The bracketed name's key where the set says no more than what the brackets say by their form."""
    whole = next((key for key in sorted(keys) if outside_of(key) is not None), None)
    if whole is None or outside_of(whole) not in keys:
        return None
    return whole if keys <= {whole, outside_of(whole), inside_of(whole)} else None


def _standing_order(key: str) -> tuple[bool, str]:
    """Any name without brackets stands before one with them."""
    return outside_of(key) is not None, key


class _Groups:
    """Keys in groups; each goes by its smallest key."""

    def __init__(self, apart: Collection[frozenset[str]]) -> None:
        self._parent: dict[str, str] = {}
        self._members: dict[str, set[str]] = {}
        self._kept_from: dict[str, set[str]] = {}
        for pair in apart:
            for key in pair:
                self._kept_from.setdefault(key, set()).update(pair - {key})

    def root(self, key: str) -> str:
        if key not in self._parent:
            self._parent[key] = key
            self._members[key] = {key}
        while self._parent[key] != key:
            key = self._parent[key]
        return key

    def join(self, pairs: Iterable[tuple[str, str]]) -> None:
        """Join each pair, in order, unless that brought keys together that are to be apart."""
        for one, other in sorted(pairs):
            low, high = sorted((self.root(one), self.root(other)), key=_standing_order)
            if low == high or self._against(low, high):
                continue
            for key in self._members[high]:
                self._parent[key] = low
            self._members[low] |= self._members.pop(high)

    def standing(self) -> dict[str, str]:
        return {key: self.root(key) for key in sorted(self._parent)}

    def _against(self, low: str, high: str) -> bool:
        return any(not self._kept_from.get(key, set()).isdisjoint(self._members[high]) for key in self._members[low])


def entity_iri(key: str) -> NamedNode:
    """The entity that a standing key names: `…/id/agent/xai`."""
    space, _, name = key.partition("/")
    return minted(space, name)


__all__ = [
    "Mention", "Renaming", "entity_iri", "joined_names", "joinings", "mentions", "renaming", "type_in_range", "unite",
    "uses_too_early",
]  # fmt: skip
