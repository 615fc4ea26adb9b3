"""Names compared many at a time: exactly the doubts that comparing every pair of a block gives, also after changes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import combinations
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import EntityType
from kg.resolve import candidates
from kg.resolve.blocks import traits_of
from kg.resolve.candidates import NamedEntity, NameDoubt, compare, compared, compared_again, doubt_between, name_doubts
from kg.resolve.likeness import digits_that_bind, face_of

WORDS = (
    "Acme", "Acne", "Labs", "AI", "Bank", "Robotics", "(ARL)", "J.", "Smith", "Smit", "Bill", "William", "3", "4", "4.0",
    "35", "3.5", "35B", "GPT-4", "GPT.4", "GPT-4o", "preview", "instruct", "2024-05-13", "IBM", "International",
    "Business", "Machines", "a16z", "Andreessen", "Horowitz", "of", "and", "Meta", "(formerly", "Facebook)", "Nova",
    "Pro", "Amazon", "SDXL", "Stable", "Diffusion", "XL", "钛媒体", "Ω", "²", "Inc.", "v1", "O'Neil", "OpenAI",
    "(Microsoft)", "Google/DeepMind",
)  # fmt: skip
ADDRESSES = ("https://a.example/x", "https://www.b.example", "https://github.com/x", "mailto:x")
TYPES: tuple[EntityType, ...] = get_args(EntityType)

names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
types = st.sampled_from(TYPES)
ids = st.integers(0, 40).map("e{:02}".format)


@st.composite
def an_entity(draw: st.DrawFn) -> NamedEntity:
    return NamedEntity(
        id=draw(ids),
        type=draw(types),
        names=draw(st.frozensets(names, min_size=1, max_size=3)),
        count=draw(st.integers(0, 5)),
        addresses=draw(st.frozensets(st.sampled_from(ADDRESSES), max_size=1)),
        declared=draw(st.frozensets(ids, max_size=1)),
    )


some = st.lists(an_entity(), unique_by=lambda entity: entity.id, max_size=25)


def plainly(entities: Iterable[NamedEntity]) -> list[NameDoubt]:
    """The doubts of all pairs that are worth a comparison, each compared."""
    named = sorted(entities, key=lambda entity: entity.id)
    companies = [entity for entity in named if entity.type in ("organization", "agent")]
    makers = {face_of(name, entity.type).sound for entity in companies for name in entity.names}
    doubts = [doubt_between(named[low], named[high], makers) for low, high in sorted(plain_pairs(named))]
    found = [doubt for doubt in doubts if doubt is not None]
    return sorted(found, key=lambda doubt: (-doubt.value, doubt.one.id, doubt.other.id))


def plain_pairs(named: Sequence[NamedEntity]) -> Iterator[tuple[int, int]]:
    """Pairs that share a block of forty members at most, stand within three places, or are declared to be one."""
    blocks: dict[str, list[int]] = defaultdict(list)
    places = []
    for place, told in enumerate(traits_of(named).to_pylist()):
        for key in told["keys"]:
            blocks[key].append(place)
        places += [(told["space"], sound, place) for sound in told["sounds"]]
    found = {pair for members in blocks.values() if len(members) <= 40 for pair in combinations(members, 2)}
    for order in (sorted(places), sorted((space, sound[::-1], place) for space, sound, place in places)):
        for at, (space, _, one) in enumerate(order):
            near = order[at + 1 : at + 4]
            found |= {(min(one, other), max(one, other)) for its, _, other in near if its == space and other != one}
    at_id = {entity.id: place for place, entity in enumerate(named)}
    declared = ((at_id[entity.id], at_id[other]) for entity in named for other in entity.declared if other in at_id)
    return iter(found | {(min(pair), max(pair)) for pair in declared})


@given(some)
def test_all_pairs_are_judged_that_are_worth_it(entities: list[NamedEntity]) -> None:
    assert name_doubts(entities) == plainly(entities)


def test_a_block_of_many_is_none() -> None:
    """Forty firms of one word are compared, forty-one are not, but for those that stand close."""
    for many in (40, 41):
        told = [f"{chr(97 + number % 26) * 5} Zeta {chr(97 + number // 26) * 4}" for number in range(many)]
        firms = [NamedEntity(name, "organization", frozenset({name})) for name in told]
        assert name_doubts(firms) == plainly(firms)


@given(names, names, types)
def test_digits_bind_whoever_is_not_different(one: str, other: str, kind: EntityType) -> None:
    mine, theirs = (digits_that_bind(name, kind) for name in (one, other))
    assert compare(one, other, kind).verdict == "different" or mine is None or theirs is None or mine == theirs


@given(some, some, st.frozensets(ids, max_size=5))
def test_what_changes_is_compared_again_and_nothing_else(
    before: list[NamedEntity], changed: list[NamedEntity], gone: frozenset[str]
) -> None:
    staying = {entity.id: entity for entity in before if entity.id not in gone}
    now = staying | {entity.id: entity for entity in changed[:4]}
    fresh = [entity for entity in now.values() if entity not in before]
    updated = compared_again(compared(before), fresh, gone - now.keys(), lambda *_: None)
    anew = compared(now.values())
    assert updated.tables() == anew.tables()
    assert list(updated.name_doubts()) == plainly(now.values())


@given(some)
def test_a_count_alone_changes_the_order_and_no_pair_is_judged_anew(entities: list[NamedEntity]) -> None:
    counted = [replace(entity, count=entity.count + place) for place, entity in enumerate(entities)]
    with pytest.MonkeyPatch.context() as patched:
        old = compared(entities)
        patched.setattr(candidates, "doubt_between", declared_alone)
        assert list(compared_again(old, counted, (), lambda *_: None).name_doubts()) == plainly(counted)


def declared_alone(one: NamedEntity, other: NamedEntity, makers: frozenset[str]) -> NameDoubt | None:
    """Stands in for `doubt_between` where only pairs that are declared to be one may be judged."""
    assert one.id in other.declared or other.id in one.declared
    return doubt_between(one, other, makers)
