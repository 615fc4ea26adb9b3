"""How well and how fast names are resolved: labelled pairs, model names of public tables, and 100,000 made-up names."""

from __future__ import annotations

import csv
import random
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from kg.records import EntityType
from kg.resolve.candidates import NamedEntity, compare, name_doubts
from kg.resolve.entities import Mention

PAIRS = Path(__file__).resolve().parents[1] / "resolve" / "names"


@dataclass(frozen=True)
class Pair:
    """Two names of things of one kind, with what a person says of them."""

    type: EntityType
    one: str
    other: str
    answer: str


def labelled(part: str) -> list[Pair]:
    """The labelled pairs of a part: `tuned`, or `untouched`, at which nobody looked while tuning."""
    with (PAIRS / f"{part}.tsv").open(encoding="utf-8", newline="") as file:
        return [Pair(**row) for row in csv.DictReader(file, delimiter="\t")]  # type: ignore[arg-type]  # types are read as text


def answers(part: str) -> Counter[tuple[str, str]]:
    """How often which answer was right and which was given."""
    return Counter((pair.answer, compare(pair.one, pair.other, pair.type).verdict) for pair in labelled(part))


def made_up(many: int, seed: int = 7) -> dict[str, int]:
    """So many names of made-up companies and persons, each with the number of what it stands for."""
    chance = random.Random(seed)
    names: dict[str, int] = {}
    thing = 0
    while len(names) < many:
        thing += 1
        base = _person(chance) if thing % 4 == 0 else _company(chance)
        for spelling in {base, *(_variant(base, chance) for _ in range(chance.choice((0, 0, 1, 2))))}:
            names.setdefault(spelling, thing)
    return names


def _word(chance: random.Random, syllables: int) -> str:
    return "".join(chance.choice("bcdfghjklmnprstvwz") + chance.choice("aeiou") for _ in range(syllables)).capitalize()


def _company(chance: random.Random) -> str:
    words = [_word(chance, chance.choice((2, 3, 4))) for _ in range(chance.choice((1, 1, 2)))]
    return " ".join([*words, *chance.choice(([], ["AI"], ["Labs"], ["Capital"], ["Systems"], ["University"]))])


def _person(chance: random.Random) -> str:
    return f"{_word(chance, chance.choice((2, 3)))} {_word(chance, chance.choice((2, 3, 4)))}"


def _variant(name: str, chance: random.Random) -> str:
    place = chance.randrange(1, len(name))
    return chance.choice((
        name.upper(), name.lower().replace(" ", "-"), f"{name}, Inc.", f"{name} GmbH", name.replace(" ", ""),
        f"{name} Technologies", name[:place] + name[place + 1 :], f"The {name}",
    ))  # fmt: skip


def print_name_figures(many: int = 100_000) -> None:
    """Right answers on both parts; then time, and what is found, on so many made-up names."""
    for part in ("tuned", "untouched"):
        found = answers(part)
        right = sum(count for (wanted, given), count in found.items() if wanted == given)
        joined = sum(count for (wanted, given), count in found.items() if given == "same" != wanted)
        print(f"names, {part} pairs: {right} of {found.total()} answered right, {joined} joined wrongly")
    names = made_up(many)
    start = time.perf_counter()
    entities: dict[str, set[str]] = {}
    for name in names:
        entities.setdefault(Mention(name, "agent").key, set()).add(name)
    keyed = time.perf_counter()
    doubts = name_doubts(NamedEntity(key, "agent", frozenset(spellings)) for key, spellings in entities.items())
    done = time.perf_counter()
    true = sum(bool({names[name] for name in doubt.one.names} & {names[name] for name in doubt.other.names}) for doubt in doubts)
    wrong = sum(len({names[name] for name in spellings}) > 1 for spellings in entities.values())
    things = len(set(names.values()))
    print(
        f"{len(names):,} made-up names of {things:,} things: {len(entities):,} keys in {keyed - start:.1f} s, "
        f"{wrong} of them shared by two things; {len(doubts):,} pairs to ask about in {done - keyed:.1f} s, "
        f"{true:,} of them one thing"
    )


if __name__ == "__main__":
    print_name_figures()
