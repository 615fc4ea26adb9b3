"""Which entities are worth comparing: those that share something rare, and those whose names stand close in the alphabet.

What is rare is a block with few members: a word, the sound, initials, an address, or all letters but one. Blocks are made
and paired as columns, so that a pair costs nanoseconds; only pairs that can be more than different are given.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, combinations, pairwise
from typing import TypeAlias
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.resolve.brackets import bracketed
from kg.resolve.entities import Mention
from kg.resolve.likeness import FILLERS, GENERIC, OF_A_PART, Face, digits_that_bind, face_of
from kg.resolve.named import NamedEntity
from kg.resolve.names import pressed

Pairs: TypeAlias = npt.NDArray[np.int64]
"""Two places in one number, the lower in the higher half; in order, each once."""
Places: TypeAlias = npt.NDArray[np.int32]
Bools: TypeAlias = npt.NDArray[np.bool_]

_MOST_IN_BLOCK = 40
"""Names that share something with more others than this share nothing rare: comparing them costs much and finds little."""
_REACH = 3
"""Names that stand so close in the alphabet are compared, whatever they share."""
_AT_ONCE = 2_000
"""Entities between two words on how far it is."""

_SHARED_HOSTS = frozenset({
    "github.com", "huggingface.co", "linkedin.com", "twitter.com", "x.com", "facebook.com", "wikipedia.org", "en.wikipedia.org",
    "wikidata.org", "crunchbase.com", "medium.com", "youtube.com", "arxiv.org", "substack.com",
})  # fmt: skip
"""Sites on which many have a page."""


# --- what each entity shares with others ----------------------------------------------------------------------------------

TRAITS = pa.schema({
    "space": pa.string(),
    "keys": pa.list_(pa.large_string()),
    "sounds": pa.list_(pa.string()),
    "digits": pa.string(),
})  # fmt: skip
"""Of each entity: within what its names are compared, its blocks, how its names sound, and the digits that bind them all."""


def traits_of(entities: Sequence[NamedEntity], tell: Callable[[float], None] = lambda _: None) -> pa.Table:
    """What these share with others, one row for each in their order. `tell` hears which part of them is done."""
    batches = []
    for start in range(0, len(entities), _AT_ONCE):
        tell(start / len(entities))
        rows = [_traits(entity) for entity in entities[start : start + _AT_ONCE]]
        batches.append(pa.record_batch(dict(zip(TRAITS.names, zip(*rows, strict=True), strict=True)), TRAITS))
    return pa.Table.from_batches(batches, TRAITS).combine_chunks()


def hosts(entity: NamedEntity) -> frozenset[str]:
    """The sites at the entity's addresses, but for those on which many have a page."""
    found = {(urlsplit(address).hostname or "").removeprefix("www.") for address in entity.addresses}
    return frozenset(found - _SHARED_HOSTS - {""})


def _traits(entity: NamedEntity) -> tuple[str, list[str], list[str], str | None]:
    space = Mention("x", entity.type).key.partition("/")[0]
    names = sorted(entity.names)
    sounds = [face_of(name, entity.type).sound for name in names]
    digits = {digits_that_bind(name, entity.type) for name in names}
    at_hosts = (("host", host) for host in sorted(hosts(entity)))
    of_names = (key for name in names for key in _block_keys(name, face_of(name, entity.type), space))
    keys = dict.fromkeys("\t".join((space, *key)) for key in chain(at_hosts, of_names))
    return space, list(keys), sounds, digits.pop() if len(digits) == 1 else None


def _block_keys(name: str, face: Face, space: str) -> Iterator[tuple[str, ...]]:
    numbers = face.numbers
    parts = bracketed(name)
    if parts is not None:
        yield from (("letters", pressed(text)) for text in (parts.inside, f"{parts.outside} {parts.inside}"))
    yield "bag", *sorted(word for word in face.words if word not in FILLERS)
    yield "core", *(_core(face.words) or face.words)
    yield from (
        ("word", word, *numbers) for word in face.words if len(word) > 2 and word not in GENERIC and word not in OF_A_PART
    )
    yield from (("pair", *pair, *numbers) for pair in pairwise(face.words))
    yield from (("letters", letters) for letters in _deletions(face.sound))
    if space == "agent":
        yield from (("initials", initials) for initials in _possible_initials(name, face))
        if len(face.words) > 1:
            yield "person", face.words[-1], face.words[0][0]


def _core(words: Sequence[str]) -> tuple[str, ...]:
    """The words but for the generic ones at the end."""
    last = len(words)
    while last and (words[last - 1] in GENERIC or words[last - 1] in OF_A_PART):
        last -= 1
    return tuple(words[:last])


def _deletions(sound: str) -> Iterator[str]:
    """The letters, and the letters but one: two words that are one edit apart share one of these."""
    yield sound
    if 5 <= len(sound) <= 24:
        yield from (sound[:place] + sound[place + 1 :] for place in range(len(sound)))


def _possible_initials(name: str, face: Face) -> Iterator[str]:
    if len(face.words) == 1 and len(face.sound) <= 10:
        yield face.sound
        if name.isupper() and len(name) <= 6:
            yield from (face.sound[0] + "".join(some) for many in (1, 2) for some in combinations(face.sound[1:], many))
    elif len(face.words) > 1:
        weighty = [word for word in face.words if len(word) > 3 or word.isdigit()] or list(face.words)
        yield "".join(word[0] for word in face.words)
        yield "".join(word[0] for word in weighty)
        yield f"{face.sound[0]}{len(face.sound) - 2}{face.sound[-1]}"
    capitals = "".join(re.findall(r"[A-Z]", name)).casefold()
    if len(capitals) > 2:
        yield capitals


# --- who shares something -------------------------------------------------------------------------------------------------


def pairs_to_compare(entities: pa.Table, traits: pa.Table) -> Pairs:
    """Pairs that share a block or stand close and are not different for sure, and all that somebody declares to be one."""
    fitting = _Fitting(entities, traits)
    found = [fitting.of(*pair) for pair in (*_in_blocks(traits["keys"]), *_neighbours(traits))]
    return np.unique(np.concatenate([declared_pairs(entities), *found]))


def both(one: Places, other: Places) -> Pairs:
    """Two places as one number, whichever is lower."""
    return np.minimum(one, other).astype(np.int64) << 32 | np.maximum(one, other)


def each_of(pairs: Pairs) -> tuple[Places, Places]:
    """The lower and the higher places of pairs."""
    return (pairs >> 32).astype(np.int32), (pairs & 0xFFFFFFFF).astype(np.int32)


class _Fitting:
    """Leaves out pairs that any comparison would call different: other digits, or an organisation and a person."""

    def __init__(self, entities: pa.Table, traits: pa.Table) -> None:
        self._digits = _coded(traits["digits"])
        self._addressed = pc.greater(pc.list_value_length(entities["addresses"]), 0).to_numpy()
        self._organisation, self._person = (
            pc.equal(entities["type"], kind).to_numpy() for kind in ("organization", "person")
        )  # fmt: skip

    def of(self, one: Places, other: Places) -> Pairs:
        mine, theirs = self._digits[one], self._digits[other]
        fits = (mine == theirs) | (mine < 0) | (theirs < 0) | (self._addressed[one] & self._addressed[other])
        fits &= ~(self._organisation[one] & self._person[other] | self._person[one] & self._organisation[other])
        return np.unique(both(one[fits], other[fits]))


def _in_blocks(keys: pa.ChunkedArray) -> Iterator[tuple[Places, Places]]:
    """All pairs within each block that is not too large."""
    codes = _coded(pc.list_flatten(keys))
    places = _owners(keys)
    size = np.bincount(codes)[codes] if len(codes) else codes
    rare = (size > 1) & (size <= _MOST_IN_BLOCK)
    codes, places = codes[rare], places[rare]
    order = np.argsort(codes, kind="stable")
    codes, places = codes[order], places[order]
    for step in range(1, _MOST_IN_BLOCK):
        together = codes[step:] == codes[:-step]
        if not together.any():
            return
        yield places[:-step][together], places[step:][together]


def _neighbours(traits: pa.Table) -> Iterator[tuple[Places, Places]]:
    """Entities whose names stand close in the order of the alphabet, read forwards or backwards."""
    places = _owners(traits["sounds"])
    spaces = _coded(traits["space"])[places]
    sounds = pc.list_flatten(traits["sounds"])
    for read in (sounds, pc.utf8_reverse(sounds)):
        by = ("space", "sound", "place")
        order = pc.sort_indices(pa.table([spaces, read, places], list(by)), [(name, "ascending") for name in by]).to_numpy()
        ordered, within = places[order], spaces[order]
        for step in range(1, _REACH + 1):
            near = (within[step:] == within[:-step]) & (ordered[step:] != ordered[:-step])
            yield ordered[:-step][near], ordered[step:][near]


def declared_pairs(entities: pa.Table) -> Pairs:
    """Pairs that some source declares to be one."""
    others = pc.index_in(pc.list_flatten(entities["declared"]), value_set=entities["id"].combine_chunks())
    known = pc.is_valid(others).to_numpy()
    others = pc.fill_null(others, -1).to_numpy()
    return both(_owners(entities["declared"])[known], others[known])


def _owners(lists: pa.ChunkedArray) -> Places:
    """For each value in a column of lists the row that it stands in."""
    return np.repeat(np.arange(len(lists), dtype=np.int32), pc.list_value_length(lists).to_numpy())


def _coded(texts: pa.ChunkedArray) -> Places:
    """A number for each text, the same for equal ones; -1 for none."""
    indices = texts.combine_chunks().dictionary_encode().indices
    return np.asarray(pc.fill_null(indices, -1).to_numpy(zero_copy_only=False), np.int32)
