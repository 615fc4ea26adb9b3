"""Names that may mean one thing: pairs that a person should look at, found in near linear time.

Nothing is joined here. Entities are compared only where they share something rare (`kg.resolve.blocks`), by the names of
each that are most alike (`kg.resolve.likeness`). What was compared can be kept, and brought up to date when some
entities change: then only pairs are judged that were not judged before.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Container, Iterable, Iterator
from dataclasses import dataclass, fields, replace
from functools import partial
from math import log2
from typing import TypeAlias

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.resolve.blocks import Pairs, Places, both, declared_pairs, each_of, hosts, pairs_to_compare, traits_of
from kg.resolve.brackets import bracketed
from kg.resolve.likeness import Judgement, Verdict, compare
from kg.resolve.named import Entities, NamedEntity, table_of

READING, TAKING_APART, PAIRING, COMPARING = STEPS = (
    "reading names",
    "taking names apart",
    "finding what names share",
    "comparing names",
)
"""What is done one after the other."""
Progress: TypeAlias = Callable[[str, float], None]
"""Hears which step is taken, and which part of it is done."""
_JUDGED_AT_ONCE = 5_000
_READ_AT_ONCE = 1_000


@dataclass(frozen=True)
class NameDoubt:
    """Two entities that may be one, by the two of their names that are most alike.

    It is the two names on whose keys a person decides: `Google (DeepMind)` may be Google DeepMind though Google is not.
    """

    one: NamedEntity
    other: NamedEntity
    names: tuple[str, str]
    judgement: Judgement

    @property
    def value(self) -> float:
        """What deciding it is worth: how likely they are one, and how many records that would bring together."""
        return self.judgement.score * (1 + log2(1 + min(self.one.count, self.other.count)))


def name_doubts(named: Iterable[NamedEntity]) -> list[NameDoubt]:
    """Pairs of entities that may be one, the most valuable first. Near linear in the number of names.

    Pairs that are one already, by key or by decision, are one `NamedEntity` and do not arise; pairs that were decided to be
    different are for the caller to leave out.
    """
    return list(compared(named).name_doubts())


# --- two entities -------------------------------------------------------------------------------------------------------


def doubt_between(one: NamedEntity, other: NamedEntity, makers: Container[str]) -> NameDoubt | None:
    """What speaks for the two being one, by the names that are most alike; `None` where they are different.

    `makers` is how the names of companies sound.
    """
    if {one.type, other.type} == {"organization", "person"} and other.id not in one.declared and one.id not in other.declared:
        return None
    kind = one.type if other.type == "agent" else other.type
    shared = hosts(one) & hosts(other) if one.addresses and other.addresses else frozenset()
    best: NameDoubt | None = None
    for mine in _plainest(one.names):
        for theirs in _plainest(other.names):
            judgement = compare(mine, theirs, kind, makers)
            if shared:
                score = min(1.0, max(judgement.score, 0.6) + 0.1)
                judgement = Judgement("ask", score, (*judgement.reasons, f"the same address, {min(shared)}"))
            if other.id in one.declared or one.id in other.declared:
                judgement = Judgement("ask", 0.95, ("a source declares them to be one", *judgement.reasons))
            if judgement.verdict != "different" and (best is None or judgement.score > best.judgement.score):
                best = NameDoubt(one, other, (mine, theirs), judgement)
    return best


def _plainest(names: frozenset[str]) -> list[str]:
    """The names without those in brackets that mean the thing inside: `Google (DeepMind)` of DeepMind is no Google."""
    if len(names) == 1:
        return [*names]
    parts = {name: bracketed(name) for name in names}
    told = sorted(name for name, part in parts.items() if part is None or part.outside in names)
    return told or sorted(names)


# --- many entities ------------------------------------------------------------------------------------------------------

_DOUBTS = pa.schema({
    "pair": pa.int64(),
    "names": pa.list_(pa.string()),
    "verdict": pa.string(),
    "score": pa.float64(),
    "reasons": pa.list_(pa.string()),
})  # fmt: skip


@dataclass(frozen=True)
class Compared:
    """Entities in the order of their ids, what they share, the pairs that were judged, and the doubts, most valuable first."""

    entities: pa.Table
    traits: pa.Table
    pairs: pa.Table
    doubts: pa.Table

    def tables(self) -> dict[str, pa.Table]:
        """The tables by their names."""
        return {field.name: getattr(self, field.name) for field in fields(self)}

    def name_doubts(self) -> Iterator[NameDoubt]:
        """The doubts in their order, each made when it is asked for."""
        return _as_doubts(self.doubts, Entities(self.entities))


def compared(named: Iterable[NamedEntity], tell: Progress = lambda *_: None) -> Compared:
    """All pairs of these that are worth it, judged."""
    ordered = sorted(named, key=lambda entity: entity.id)
    return _judged(table_of(ordered), traits_of(ordered, partial(tell, TAKING_APART)), _Known.nothing(), tell)


def compared_again(old: Compared, fresh: Collection[NamedEntity], gone: Collection[str], tell: Progress) -> Compared:
    """What `compared` would give, from what it gave before, the entities that are new or changed, and the ids that are gone."""
    ids = old.entities["id"].combine_chunks()
    leaving = pc.is_in(ids, pa.array([*gone, *(entity.id for entity in fresh)], pa.string()))
    added = sorted(fresh, key=lambda entity: entity.id)
    entities = pa.concat_tables([old.entities.filter(pc.invert(leaving)), table_of(added)])
    traits = pa.concat_tables([old.traits.filter(pc.invert(leaving)), traits_of(added)])
    order = pc.sort_indices(entities["id"])
    entities, traits = entities.take(order).combine_chunks(), traits.take(order).combine_chunks()
    places = pc.fill_null(pc.index_in(ids, value_set=entities["id"].combine_chunks()), -1).to_numpy(zero_copy_only=False)
    places = np.array(places, np.int32)
    was, now = Entities(old.entities), Entities(entities)
    for place in np.flatnonzero(leaving.to_numpy(zero_copy_only=False) & (places >= 0)).tolist():
        if replace(was[place], count=0) != replace(now[int(places[place])], count=0):
            places[place] = -1
    turned = _makers(old.entities, old.traits) ^ _makers(entities, traits)
    places[_may_begin_with(turned, old.traits)] = -1
    return _judged(entities, traits, _Known.of(old, places, declared_pairs(entities)), tell)


@dataclass(frozen=True)
class _Known:
    """Pairs that were judged already, and those of them that are doubts, by their places now."""

    pairs: Pairs
    doubts: pa.Table

    @classmethod
    def nothing(cls) -> _Known:
        return cls(np.empty(0, np.int64), _DOUBTS.empty_table())

    @classmethod
    def of(cls, old: Compared, places: Places, but: Pairs) -> _Known:
        """Those of which both sides have a place still, but for some that are to be judged anew."""
        pairs = _moved(old.pairs["pair"].to_numpy(), places)
        doubted = _moved(old.doubts["pair"].to_numpy(), places)
        stays = (doubted >= 0) & ~np.isin(doubted, but)
        moved = old.doubts.set_column(0, "pair", pa.array(doubted)).filter(pa.array(stays))
        return cls(np.setdiff1d(pairs[pairs >= 0], but), moved)


def _moved(pairs: Pairs, places: Places) -> Pairs:
    """The pairs by other places: -1 where one of the two has none."""
    low, high = each_of(pairs)
    one, other = places[low], places[high]
    moved: Pairs = both(one, other)
    moved[(one < 0) | (other < 0)] = -1
    return moved


def _judged(entities: pa.Table, traits: pa.Table, known: _Known, tell: Progress) -> Compared:
    tell(PAIRING, 0.0)
    pairs = pairs_to_compare(entities, traits)
    still = known.doubts.filter(pa.array(np.isin(known.doubts["pair"].to_numpy(), pairs)))
    named, makers = Entities(entities), _makers(entities, traits)
    doubts = list(zip(still["pair"].to_pylist(), _as_doubts(still, named), strict=True))
    fresh = np.setdiff1d(pairs, known.pairs, assume_unique=True)
    for number, (low, high) in enumerate(zip(*map(np.ndarray.tolist, each_of(fresh)), strict=True)):
        if number % _JUDGED_AT_ONCE == 0:
            tell(COMPARING, number / len(fresh))
        if (doubt := doubt_between(named[low], named[high], makers)) is not None:
            doubts.append((low << 32 | high, doubt))
    doubts.sort(key=lambda found: (-found[1].value, found[1].one.id, found[1].other.id))
    rows = [
        (pair, doubt.names, doubt.judgement.verdict, doubt.judgement.score, doubt.judgement.reasons) for pair, doubt in doubts
    ]
    columns = zip(*rows, strict=True) if rows else [()] * len(_DOUBTS)
    return Compared(entities, traits, pa.table({"pair": pairs}), pa.table(list(map(list, columns)), schema=_DOUBTS))


def _as_doubts(doubts: pa.Table, entities: Entities) -> Iterator[NameDoubt]:
    for batch in doubts.to_batches(_READ_AT_ONCE):
        for row in batch.to_pylist():
            one, other = entities[row["pair"] >> 32], entities[row["pair"] & 0xFFFFFFFF]
            judgement = Judgement(row["verdict"], row["score"], tuple(row["reasons"]))
            yield NameDoubt(one, other, (row["names"][0], row["names"][1]), judgement)


def _makers(entities: pa.Table, traits: pa.Table) -> frozenset[str]:
    """How the names of companies sound: such a word before a model's name may tell its maker."""
    companies = pc.is_in(entities["type"], pa.array(["organization", "agent"]))
    return frozenset(pc.list_flatten(traits["sounds"].filter(companies)).to_pylist())


def _may_begin_with(makers: Collection[str], traits: pa.Table) -> list[int]:
    """Places of the models and products of which a name begins like one of these."""
    works = pc.indices_nonzero(pc.equal(traits["space"], "work")) if makers else pa.array([], pa.uint64())
    beginnings = tuple(makers)
    told = zip(works.to_pylist(), traits["sounds"].take(works).to_pylist(), strict=True)
    return [place for place, sounds in told if any(sound.startswith(beginnings) for sound in sounds)]


__all__ = [
    "READING", "STEPS", "Compared", "Judgement", "NameDoubt", "NamedEntity", "Progress", "Verdict", "compare", "compared",
    "compared_again", "doubt_between", "name_doubts",
]  # fmt: skip
