"""Whether two names mean one thing: the same, different, or to be asked about, and why.

Nothing is joined here. A judgement tells what a person should look at; what they decide joins names or keeps them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, TypeAlias

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


GENERIC = frozenset({
    "ai", "lab", "labs", "laboratory", "laboratories", "technology", "technologies", "tech", "group", "holding", "holdings",
    "platform", "platforms", "systems", "solutions", "software", "studio", "studios", "services", "international", "global",
    "partners", "management", "com", "io", "ml", "app", "hq", "digital", "industries", "aktiengesellschaft",
})  # fmt: skip
"""Words that names of companies end in and may lack."""

OF_A_PART = frozenset({
    "research", "ventures", "capital", "investments", "fund", "cloud", "networks", "institute", "foundation", "bank", "media",
    "energy", "motors", "health", "robotics", "us", "usa", "uk", "europe", "china", "japan", "india", "asia", "america",
})  # fmt: skip
"""Words that names of companies may lack, and by which a part of a company is told from the whole as often."""

_QUALIFIERS = frozenset({"preview", "instruct", "chat", "base", "it", "hf", "latest", "beta", "exp", "experimental", "v1", "v2"})
"""Words at the end of a model's name that tell a state of it rather than another model."""

FILLERS = frozenset({"and", "of", "the", "for", "de", "la"})

_TITLES = frozenset({"dr", "prof", "professor", "sir", "mr", "mrs", "ms", "dame", "lord", "phd", "jr", "sr"})

_NUMERONYM = re.compile(r"([a-z])(\d{1,2})([a-z])")

_DIFFERENT = Judgement("different", 0.0)


@dataclass(frozen=True)
class Face:
    """What is looked at of one name."""

    name: str
    key: str
    words: tuple[str, ...]
    """In plain letters, from any script, without legal form."""
    sound: str
    """The words without blanks."""
    numbers: tuple[str, ...]


@lru_cache(maxsize=400_000)
def face_of(name: str, kind: EntityType) -> Face:
    """The face of a name. It depends on what the kind is compared with, not on the kind."""
    parts = Mention(name, kind).bracketed
    seen = unicodedata.normalize("NFKC", without_legal_form(parts.outside if parts else name))
    plain = re.sub(r"(?<=[a-z])'s\b", "s", anyascii(seen)).casefold()
    plain = plain.replace("&", " and ").replace("+", " plus ")
    words = re.findall(r"[^\W_]+(?:(?<=\d)\.(?=\d)\d+)*", plain)
    numbers = [number for word in words for number in re.findall(r"\d+(?:\.\d+)?", word)]
    told = tuple(sorted(number.removesuffix(".0") for number in numbers))
    return Face(name, Mention(name, kind).key, tuple(words), "".join(words), told)


def digits_that_bind(name: str, kind: EntityType) -> str | None:
    """The digits that another name must have too, or `compare` calls the two different. `None` where no digits bind.

    They bind no abbreviation, nothing in brackets, no state of a model, and no name whose key tells other digits.

    >>> digits_that_bind("GPT-4", "model"), digits_that_bind("Acme", "organization"), digits_that_bind("SDXL", "agent")
    ('4', '', None)
    """
    face = face_of(name, kind)
    digits = "".join(face.numbers).replace(".", "")
    told = "".join(re.findall(r"\d", face.key))
    return None if digits != told or bracketed(name) or outside_of(face.key) or _means_other_numbers(face) else digits


def _means_other_numbers(face: Face) -> bool:
    """Whether it may be short for a name with other numbers, or name a state of what has fewer."""
    name = face.name
    capitals = len(face.words) == 1 and sum(map(str.isupper, name)) > 1
    return (
        capitals
        or (name.isupper() and name.isalpha())
        or _NUMERONYM.fullmatch(face.sound) is not None
        or not _QUALIFIERS.isdisjoint(face.words)
    )


def compare(one: str, other: str, kind: EntityType, makers: Container[str] | None = None) -> Judgement:
    """Judge two names of things of one kind.

    A word before a model's or product's name may be its maker: one of `makers`, given by their words without blanks, or
    any word where they are not known.

    >>> compare("Mistral", "Mistral AI", "organization")
    Judgement(verdict='ask', score=0.85, reasons=("the one is the other plus 'AI'",))
    >>> compare("GPT-4", "GPT-3", "model").verdict, compare("x.ai", "xAI", "organization").verdict
    ('different', 'same')
    """
    mine, theirs = sorted((face_of(one, kind), face_of(other, kind)), key=lambda face: (len(face.sound), face.name))
    if mine.key == theirs.key or mine.key == outside_of(theirs.key) or theirs.key == outside_of(mine.key):
        return Judgement("same", 1.0, ("the same but for spelling",))
    found = sorted((*_signs(mine, theirs, kind, makers), *_signs_in_brackets(mine, theirs, kind)), reverse=True)
    if not found:
        return _DIFFERENT
    return Judgement("ask", found[0][0], tuple(dict.fromkeys(reason for _, reason in found)))


def _signs(short: Face, long: Face, kind: EntityType, makers: Container[str] | None) -> Iterator[tuple[float, str]]:
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
    mine, theirs = ([word for word in face.words if word not in FILLERS] for face in (short, long))
    if sorted(mine) == sorted(theirs) and short.sound != long.sound:
        yield 0.9, "the same words in another order" if mine != theirs else "the same but for small words"
    if kind == "person" or (kind == "agent" and _may_be_person(short) and _may_be_person(long)):
        yield from _signs_of_persons(short, long)
        if kind == "person":
            return
    if kind == "place" and long.words[: len(short.words)] != short.words:
        return  # what comes before a place's name is a place in it
    yield from _signs_of_words(short, long)


def _signs_in_brackets(one: Face, other: Face, kind: EntityType) -> Iterator[tuple[float, str]]:
    for mine, theirs in ((one, other), (other, one)):
        parts = bracketed(mine.name)
        if parts is None:
            continue
        if Mention(f"{parts.outside} {parts.inside}", kind).key == theirs.key:
            yield 0.8, f"'{mine.name}' but for the brackets"
        elif Mention(parts.inside, kind).key == theirs.key and (parts.other_name or kind in ("model", "product")):
            yield 0.8, "the one stands in brackets after the other"


def _with_other_numbers(short: Face, long: Face, kind: EntityType) -> Iterator[tuple[float, str]]:
    """Names with other numbers mean other things, except where the longer one only tells a size or state more."""
    if kind != "model" or short.words != long.words[: len(short.words)] or len(short.words) < 2:
        return
    more = long.words[len(short.words) :]
    if any(word in _QUALIFIERS for word in more):
        yield 0.5, f"the one is the other plus '{' '.join(more)}'"


def _signs_of_works(short: Face, long: Face, makers: Container[str] | None) -> Iterator[tuple[float, str]]:
    more = _more(short, long)
    if not more:
        return
    written = _as_written(long, more)
    if long.words[: len(more)] == more and ("".join(more) in makers if makers is not None else len(more) == 1):
        yield 0.7, f"the other has '{written}' before it, perhaps the maker"
    elif set(more) <= _QUALIFIERS:
        yield 0.6, f"the one is the other plus '{written}'"


def _signs_of_words(short: Face, long: Face) -> Iterator[tuple[float, str]]:
    more = _more(short, long)
    if more:
        written = _as_written(long, more)
        if set(more) <= GENERIC:
            yield 0.85, f"the one is the other plus '{written}'"
        elif not set(short.words) <= GENERIC | OF_A_PART:
            yield 0.6 if set(more) <= GENERIC | OF_A_PART else 0.5, f"the one is the other plus '{written}'"
    else:
        yield from _signs_of_letters(short, long)


def _signs_of_letters(short: Face, long: Face) -> Iterator[tuple[float, str]]:
    one, other = short.sound, long.sound
    if len(one) < 4 or one == other:
        return
    if other.startswith(one) and other[len(one) :] in GENERIC:
        yield 0.8, f"the one is the other plus '{other[len(one) :]}'"
    if len(short.words) == len(long.words):
        unlike = [(a, b) for a, b in zip(short.words, long.words, strict=True) if a != b]
        if len(unlike) != 1 or len(min(unlike[0], key=len)) < 4:
            return
    allowed = 1 if len(other) < 10 else 2
    distance = DamerauLevenshtein.distance(one, other, score_cutoff=allowed)
    if distance == 1 or (distance <= allowed and one[0] == other[0]):
        yield (0.85 if len(one) >= 8 else 0.5) / distance**0.5, f"{distance} letter{'s' * (distance > 1)} apart"


def _signs_of_persons(short: Face, long: Face) -> Iterator[tuple[float, str]]:
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


def _may_be_person(face: Face) -> bool:
    return 2 <= len(face.words) <= 4 and not face.numbers and not set(face.words) & (GENERIC | OF_A_PART)


def _contracts(short: Face, long: Face) -> bool:
    """Whether capitals stand for letters of the other in their order, the first of each word among them: SSI, ZJU."""
    if not (short.name.isupper() and short.name.isalpha() and 3 <= len(short.sound) <= 6 and len(long.words) > 1):
        return False
    words = iter(enumerate(long.sound))
    starts = {sum(map(len, long.words[:place])) for place, word in enumerate(long.words) if word not in FILLERS}
    used = {place for letter in short.sound for place in [next((at for at, other in words if other == letter), -1)]}
    return -1 not in used and 0 in used and starts <= used


def _numeronym(short: Face, long: Face) -> bool:
    """a16z for Andreessen Horowitz: first letter, how many stand between, last letter."""
    match = _NUMERONYM.fullmatch(short.sound)
    if match is None or len(long.sound) < 4:
        return False
    return long.sound.startswith(match[1]) and long.sound.endswith(match[3]) and len(long.sound) == int(match[2]) + 2


def _more(short: Face, long: Face) -> tuple[str, ...]:
    """The words that the longer has before or after the shorter; none where it is not the shorter and more."""
    for place in range(1, len(long.words)):
        if "".join(long.words[:place]) == short.sound:
            return long.words[place:]
        if "".join(long.words[place:]) == short.sound:
            return long.words[:place]
    return ()


def _as_written(face: Face, words: Sequence[str]) -> str:
    written = {pressed(word): word.strip(",.()") for word in re.findall(r"[^\s./-]+", face.name)}
    return " ".join(written.get(word, word) for word in words)
