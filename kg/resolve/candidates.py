"""Names that may mean one thing: found in near linear time, and judged same, different or to be asked about.

Nothing is joined here. A judgement tells what a person should look at, and why; what they decide joins names or keeps
them apart. Two names are compared only where they share something rare: a word, the sound, initials, an address, or all
letters but one.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import combinations, pairwise
from math import log2
from typing import Literal, TypeAlias
from urllib.parse import urlsplit

from anyascii import anyascii
from nicknames import NickNamer
from rapidfuzz.distance import DamerauLevenshtein

from kg.records import EntityType
from kg.resolve.brackets import bracketed, outside_of
from kg.resolve.entities import Mention
from kg.resolve.names import abbreviates, pressed, without_legal_form

Verdict: TypeAlias = Literal["same", "different", "ask"]


@dataclass(frozen=True)
class Judgement:
    """Whether two names mean one thing: `ask`, 0.85, because "the one is the other plus 'AI'"."""

    verdict: Verdict
    score: float
    """How likely they mean one thing, from 0 to 1; a rank, not a probability."""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True)
class NamedEntity:
    """An entity as its names show it."""

    id: str
    """Its IRI."""
    type: EntityType
    names: frozenset[str]
    count: int = 1
    """How many records mention it."""
    addresses: frozenset[str] = frozenset()
    """Web addresses that are its own."""
    declared: frozenset[str] = frozenset()
    """Ids of those that some source declares to be the same, though they were not joined: others say otherwise."""


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


# --- two names ----------------------------------------------------------------------------------------------------------

_GENERIC = frozenset({
    "ai", "lab", "labs", "laboratory", "laboratories", "technology", "technologies", "tech", "group", "holding", "holdings",
    "platform", "platforms", "systems", "solutions", "software", "studio", "studios", "services", "international", "global",
    "partners", "management", "com", "io", "ml", "app", "hq", "digital", "industries", "aktiengesellschaft",
})  # fmt: skip
"""Words that names of companies end in and may lack."""

_OF_A_PART = frozenset({
    "research", "ventures", "capital", "investments", "fund", "cloud", "networks", "institute", "foundation", "bank", "media",
    "energy", "motors", "health", "robotics", "us", "usa", "uk", "europe", "china", "japan", "india", "asia", "america",
})  # fmt: skip
"""Words that names of companies may lack, and by which a part of a company is told from the whole as often."""

_QUALIFIERS = frozenset({"preview", "instruct", "chat", "base", "it", "hf", "latest", "beta", "exp", "experimental", "v1", "v2"})
"""Words at the end of a model's name that tell a state of it rather than another model."""

_FILLERS = frozenset({"and", "of", "the", "for", "de", "la"})

_TITLES = frozenset({"dr", "prof", "professor", "sir", "mr", "mrs", "ms", "dame", "lord", "phd", "jr", "sr"})

_DIFFERENT = Judgement("different", 0.0)


@dataclass(frozen=True)
class _Face:
    """What is looked at of one name."""

    name: str
    key: str
    words: tuple[str, ...]
    """In plain letters, from any script, without legal form."""
    sound: str
    """The words without blanks."""
    numbers: tuple[str, ...]


@lru_cache(maxsize=400_000)
def _face(name: str, kind: EntityType) -> _Face:
    parts = Mention(name, kind).bracketed
    seen = unicodedata.normalize("NFKC", without_legal_form(parts.outside if parts else name))
    plain = re.sub(r"(?<=[a-z])'s\b", "s", anyascii(seen)).casefold()
    plain = plain.replace("&", " and ").replace("+", " plus ")
    words = re.findall(r"[^\W_]+(?:(?<=\d)\.(?=\d)\d+)*", plain)
    numbers = [number for word in words for number in re.findall(r"\d+(?:\.\d+)?", word)]
    told = tuple(sorted(number.removesuffix(".0") for number in numbers))
    return _Face(name, Mention(name, kind).key, tuple(words), "".join(words), told)


def compare(one: str, other: str, kind: EntityType, makers: Container[str] | None = None) -> Judgement:
    """Judge two names of things of one kind.

    A word before a model's or product's name may be its maker: one of `makers`, given by their words without blanks, or
    any word where they are not known.

    >>> compare("Mistral", "Mistral AI", "organization")
    Judgement(verdict='ask', score=0.85, reasons=("the one is the other plus 'AI'",))
    >>> compare("GPT-4", "GPT-3", "model").verdict, compare("x.ai", "xAI", "organization").verdict
    ('different', 'same')
    """
    mine, theirs = sorted((_face(one, kind), _face(other, kind)), key=lambda face: (len(face.sound), face.name))
    if mine.key == theirs.key or mine.key == outside_of(theirs.key) or theirs.key == outside_of(mine.key):
        return Judgement("same", 1.0, ("the same but for spelling",))
    found = sorted((*_signs(mine, theirs, kind, makers), *_signs_in_brackets(mine, theirs, kind)), reverse=True)
    if not found:
        return _DIFFERENT
    return Judgement("ask", found[0][0], tuple(dict.fromkeys(reason for _, reason in found)))


def _signs(short: _Face, long: _Face, kind: EntityType, makers: Container[str] | None) -> Iterator[tuple[float, str]]:
    """What speaks for the two being one, each with its weight. `short` is no longer than `long`."""
    if kind not in ("model", "product", "place"):
        if len(short.words) == 1 and abbreviates(short.name, long.name):
            yield 0.9 if len(short.sound) > 2 else 0.6, f"'{short.name}' abbreviates the other"
        elif _contracts(short, long):
            yield 0.35, f"'{short.name}' may abbreviate the other"
        if _numeronym(short, long):
            yield 0.9, f"'{short.name}' counts the other's letters"
    if short.numbers != long.numbers:
        yield from _with_other_numbers(short, long, kind)
        return
    if short.sound == long.sound:
        yield 0.95, "they read the same"
    if kind in ("model", "product"):
        yield from _signs_of_works(short, long, makers)
        return
    mine, theirs = ([word for word in face.words if word not in _FILLERS] for face in (short, long))
    if sorted(mine) == sorted(theirs) and short.sound != long.sound:
        yield 0.9, "the same words in another order" if mine != theirs else "the same but for small words"
    if kind == "person" or (kind == "agent" and _may_be_person(short) and _may_be_person(long)):
        yield from _signs_of_persons(short, long)
        if kind == "person":
            return
    if kind == "place" and long.words[: len(short.words)] != short.words:
        return  # what comes before a place's name is a place in it
    yield from _signs_of_words(short, long)


def _signs_in_brackets(one: _Face, other: _Face, kind: EntityType) -> Iterator[tuple[float, str]]:
    for mine, theirs in ((one, other), (other, one)):
        parts = bracketed(mine.name)
        if parts is None:
            continue
        if Mention(f"{parts.outside} {parts.inside}", kind).key == theirs.key:
            yield 0.8, f"'{mine.name}' but for the brackets"
        elif Mention(parts.inside, kind).key == theirs.key and (parts.other_name or kind in ("model", "product")):
            yield 0.8, "the one stands in brackets after the other"


def _with_other_numbers(short: _Face, long: _Face, kind: EntityType) -> Iterator[tuple[float, str]]:
    """Names with other numbers mean other things, except where the longer one only tells a size or state more."""
    if kind != "model" or short.words != long.words[: len(short.words)] or len(short.words) < 2:
        return
    more = long.words[len(short.words) :]
    if any(word in _QUALIFIERS for word in more):
        yield 0.5, f"the one is the other plus '{' '.join(more)}'"


def _signs_of_works(short: _Face, long: _Face, makers: Container[str] | None) -> Iterator[tuple[float, str]]:
    more = _more(short, long)
    if not more:
        return
    written = _as_written(long, more)
    if long.words[: len(more)] == more and ("".join(more) in makers if makers is not None else len(more) == 1):
        yield 0.7, f"the other has '{written}' before it, perhaps the maker"
    elif set(more) <= _QUALIFIERS:
        yield 0.6, f"the one is the other plus '{written}'"


def _signs_of_words(short: _Face, long: _Face) -> Iterator[tuple[float, str]]:
    more = _more(short, long)
    if more:
        written = _as_written(long, more)
        if set(more) <= _GENERIC:
            yield 0.85, f"the one is the other plus '{written}'"
        elif not set(short.words) <= _GENERIC | _OF_A_PART:
            yield 0.6 if set(more) <= _GENERIC | _OF_A_PART else 0.5, f"the one is the other plus '{written}'"
    else:
        yield from _signs_of_letters(short, long)


def _signs_of_letters(short: _Face, long: _Face) -> Iterator[tuple[float, str]]:
    one, other = short.sound, long.sound
    if len(one) < 4 or one == other:
        return
    if other.startswith(one) and other[len(one) :] in _GENERIC:
        yield 0.8, f"the one is the other plus '{other[len(one) :]}'"
    if len(short.words) == len(long.words):
        unlike = [(a, b) for a, b in zip(short.words, long.words, strict=True) if a != b]
        if len(unlike) != 1 or len(min(unlike[0], key=len)) < 4:
            return
    allowed = 1 if len(other) < 10 else 2
    distance = DamerauLevenshtein.distance(one, other, score_cutoff=allowed)
    if distance == 1 or (distance <= allowed and one[0] == other[0]):
        yield (0.85 if len(one) >= 8 else 0.5) / distance**0.5, f"{distance} letter{'s' * (distance > 1)} apart"


def _signs_of_persons(short: _Face, long: _Face) -> Iterator[tuple[float, str]]:
    mine, theirs = (tuple(word for word in face.words if word not in _TITLES) for face in (short, long))
    if mine == theirs and mine:
        yield 0.9, "the same but for a title"
        return
    if len(mine) < 2 or len(theirs) < 2:
        return
    if "".join(mine) == "".join(theirs):
        yield 0.95, "they read the same"
    if mine[-1] == theirs[-1]:
        yield from _given_names(mine[:-1], theirs[:-1])
    elif mine[0] == theirs[0]:
        if mine == theirs[: len(mine)]:
            yield 0.8, f"the one is the other plus '{' '.join(theirs[len(mine) :])}'"
        elif mine[1:-1] == theirs[1:-1] and _misspelt(mine[-1], theirs[-1]):
            yield 0.7, "the last names are 1 letter apart"


def _given_names(mine: tuple[str, ...], theirs: tuple[str, ...]) -> Iterator[tuple[float, str]]:
    short, long = sorted((mine, theirs), key=len)
    if all(a[0] == b[0] for a, b in zip(short, long, strict=False)) and any(
        len(a) == 1 or len(b) == 1 for a, b in zip(short, long, strict=False)
    ):
        yield 0.8, "the same last name, and initials that fit"
    elif short == long[: len(short)]:
        yield 0.85, "the one has a further name"
    elif short[1:] == long[1:] and _short_form(short[0], long[0]):
        yield 0.75, "the same last name, and first names of which one may be short for the other"
    elif len(short) == len(long) == 1 and _misspelt(short[0], long[0]):
        yield 0.6, "the same last name, and first names 1 letter apart"


def _short_form(one: str, other: str) -> bool:
    """Whether one given name may be short for the other: Cris, Cristobal; Bill, William."""
    return (len(one) > 2 and one[:3] == other[:3]) or other in _forms(one) or one in _forms(other)


@cache
def _forms(given: str) -> frozenset[str]:
    return frozenset(_nick_namer().nicknames_of(given))


@cache
def _nick_namer() -> NickNamer:
    return NickNamer()


def _misspelt(one: str, other: str) -> bool:
    return min(len(one), len(other)) > 5 and DamerauLevenshtein.distance(one, other) == 1


def _may_be_person(face: _Face) -> bool:
    return 2 <= len(face.words) <= 4 and not face.numbers and not set(face.words) & (_GENERIC | _OF_A_PART)


def _contracts(short: _Face, long: _Face) -> bool:
    """Whether capitals stand for letters of the other in their order, the first of each word among them: SSI, ZJU."""
    if not (short.name.isupper() and short.name.isalpha() and 3 <= len(short.sound) <= 6 and len(long.words) > 1):
        return False
    words = iter(enumerate(long.sound))
    starts = {sum(map(len, long.words[:place])) for place, word in enumerate(long.words) if word not in _FILLERS}
    used = {place for letter in short.sound for place in [next((at for at, other in words if other == letter), -1)]}
    return -1 not in used and 0 in used and starts <= used


def _numeronym(short: _Face, long: _Face) -> bool:
    """a16z for Andreessen Horowitz: first letter, how many stand between, last letter."""
    match = re.fullmatch(r"([a-z])(\d{1,2})([a-z])", short.sound)
    if match is None or len(long.sound) < 4:
        return False
    return long.sound.startswith(match[1]) and long.sound.endswith(match[3]) and len(long.sound) == int(match[2]) + 2


def _more(short: _Face, long: _Face) -> tuple[str, ...]:
    """The words that the longer has before or after the shorter; none where it is not the shorter and more."""
    for place in range(1, len(long.words)):
        if "".join(long.words[:place]) == short.sound:
            return long.words[place:]
        if "".join(long.words[place:]) == short.sound:
            return long.words[:place]
    return ()


def _as_written(face: _Face, words: Sequence[str]) -> str:
    written = {pressed(word): word.strip(",.()") for word in re.findall(r"[^\s./-]+", face.name)}
    return " ".join(written.get(word, word) for word in words)


# --- many names ---------------------------------------------------------------------------------------------------------

_MOST_IN_BLOCK = 40
"""Names that share something with more others than this share nothing rare: comparing them costs much and finds little."""

_SHARED_HOSTS = frozenset({
    "github.com", "huggingface.co", "linkedin.com", "twitter.com", "x.com", "facebook.com", "wikipedia.org", "en.wikipedia.org",
    "wikidata.org", "crunchbase.com", "medium.com", "youtube.com", "arxiv.org", "substack.com",
})  # fmt: skip
"""Sites on which many have a page."""


def name_doubts(named: Iterable[NamedEntity]) -> list[NameDoubt]:
    """Pairs of entities that may be one, the most valuable first. Near linear in the number of names.

    Pairs that are one already, by key or by decision, are one `NamedEntity` and do not arise; pairs that were decided to be
    different are for the caller to leave out.
    """
    ordered = sorted(named, key=lambda entity: entity.id)
    companies = [entity for entity in ordered if entity.type in ("organization", "agent")]
    makers = frozenset(_face(name, entity.type).sound for entity in companies for name in entity.names)
    found: list[NameDoubt] = []
    for low, high in _pairs_to_compare(ordered):
        doubt = _doubt(ordered[low], ordered[high], makers)
        if doubt is not None:
            found.append(doubt)
    return sorted(found, key=lambda doubt: (-doubt.value, doubt.one.id, doubt.other.id))


def _doubt(one: NamedEntity, other: NamedEntity, makers: Container[str]) -> NameDoubt | None:
    if {one.type, other.type} == {"organization", "person"} and other.id not in one.declared and one.id not in other.declared:
        return None
    kind = one.type if other.type == "agent" else other.type
    shared = _hosts(one) & _hosts(other)
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
    parts = {name: bracketed(name) for name in names}
    told = sorted(name for name, part in parts.items() if part is None or part.outside in names)
    return told or sorted(names)


def _pairs_to_compare(named: Sequence[NamedEntity]) -> Iterator[tuple[int, int]]:
    """Places of the entities that share a block, each pair once."""
    blocks: dict[tuple[str, ...], set[int]] = defaultdict(set)
    for place, entity in enumerate(named):
        for key in _block_keys(entity):
            blocks[key].add(place)
    places = {entity.id: place for place, entity in enumerate(named)}
    declared = ((places[entity.id], places[other]) for entity in named for other in entity.declared if other in places)
    pairs = {(min(pair), max(pair)) for pair in declared}
    for members in blocks.values():
        if len(members) <= _MOST_IN_BLOCK:
            pairs.update(combinations(sorted(members), 2))
    pairs |= _neighbours(named)
    return iter(sorted(pairs))


def _block_keys(entity: NamedEntity) -> set[tuple[str, ...]]:
    space = Mention("x", entity.type).key.partition("/")[0]
    keys: set[tuple[str, ...]] = {(space, "host", host) for host in _hosts(entity)}
    for name in entity.names:
        face = _face(name, entity.type)
        numbers = face.numbers
        parts = bracketed(name)
        if parts is not None:
            keys |= {(space, "letters", pressed(text)) for text in (parts.inside, f"{parts.outside} {parts.inside}")}
        keys.add((space, "bag", *sorted(word for word in face.words if word not in _FILLERS)))
        keys.add((space, "core", *(_core(face.words) or face.words)))
        keys |= {(space, "word", word, *numbers) for word in face.words if len(word) > 2 and word not in _GENERIC | _OF_A_PART}
        keys |= {(space, "pair", *pair, *numbers) for pair in pairwise(face.words)}
        keys |= {(space, "letters", letters) for letters in _deletions(face.sound)}
        if space == "agent":
            keys |= {(space, "initials", initials) for initials in _possible_initials(name, face)}
            if len(face.words) > 1:
                keys.add((space, "person", face.words[-1], face.words[0][0]))
    return keys


def _core(words: Sequence[str]) -> tuple[str, ...]:
    """The words but for the generic ones at the end."""
    last = len(words)
    while last and words[last - 1] in _GENERIC | _OF_A_PART:
        last -= 1
    return tuple(words[:last])


def _deletions(sound: str) -> Iterator[str]:
    """The letters, and the letters but one: two words that are one edit apart share one of these."""
    yield sound
    if 5 <= len(sound) <= 24:
        yield from {sound[:place] + sound[place + 1 :] for place in range(len(sound))}


def _possible_initials(name: str, face: _Face) -> Iterator[str]:
    if len(face.words) == 1 and len(face.sound) <= 10:
        yield face.sound
        if name.isupper() and len(name) <= 6:
            yield from {face.sound[0] + "".join(some) for many in (1, 2) for some in combinations(face.sound[1:], many)}
    elif len(face.words) > 1:
        weighty = [word for word in face.words if len(word) > 3 or word.isdigit()] or list(face.words)
        yield "".join(word[0] for word in face.words)
        yield "".join(word[0] for word in weighty)
        yield f"{face.sound[0]}{len(face.sound) - 2}{face.sound[-1]}"
    capitals = "".join(re.findall(r"[A-Z]", name)).casefold()
    if len(capitals) > 2:
        yield capitals


def _neighbours(named: Sequence[NamedEntity], reach: int = 3) -> set[tuple[int, int]]:
    """Entities whose names stand close in the order of the alphabet, read forwards or backwards."""
    places = [
        (Mention("x", entity.type).key, _face(name, entity.type).sound, place)
        for place, entity in enumerate(named)
        for name in entity.names
    ]
    pairs: set[tuple[int, int]] = set()
    for order in (sorted(places), sorted((space, sound[::-1], place) for space, sound, place in places)):
        for step in range(1, reach + 1):
            for (space, _, one), (other_space, _, other) in zip(order, order[step:], strict=False):
                if one != other and space == other_space:
                    pairs.add((min(one, other), max(one, other)))
    return pairs


def _hosts(entity: NamedEntity) -> frozenset[str]:
    hosts = {(urlsplit(address).hostname or "").removeprefix("www.") for address in entity.addresses}
    return frozenset(hosts - _SHARED_HOSTS - {""})


__all__ = ["Judgement", "NameDoubt", "NamedEntity", "Verdict", "compare", "name_doubts"]
