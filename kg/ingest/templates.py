"""The little language of el:template: `{investor} (invest|invests) [{amount}] in {organisation}`.

Words stand for themselves, `raise~` for a verb in any of its forms, `{role}` for a noun phrase, `(a|b)` for alternatives,
`[x]` for what may be missing and `*` for describing words ("a new open-weight"). A pattern is matched against tokens; what
a slot admits is decided outside.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeAlias

from kg.errors import BadOntology
from kg.ingest.inflection import forms
from kg.ingest.names import Token

_PART = re.compile(r"\{\s*([\w-]+)\s*\}|([()\[\]|*])|([^\s()\[\]|{}*]+)|(\S)")
_MOST_STEPS = 3000


@dataclass(frozen=True)
class Word:
    """A word, or a verb with all its forms."""

    text: str
    forms: frozenset[str]
    is_verb: bool = False


@dataclass(frozen=True)
class Ahead:
    """What may follow a slot in its pattern: a part of the same noun phrase, an 's, or one of these words."""

    phrase: bool = False
    possession: bool = False
    words: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Slot:
    role: str
    ahead: Ahead = Ahead()


@dataclass(frozen=True)
class Describing:
    """Any few words of a noun phrase."""


@dataclass(frozen=True)
class Choice:
    options: tuple[tuple[Node, ...], ...]


Node: TypeAlias = Word | Slot | Describing | Choice


@dataclass(frozen=True)
class Filling:
    """What one slot took: the names or words, over the tokens `first` to `last` (exclusive)."""

    role: str
    names: tuple[str, ...]
    first: int
    last: int
    weight: float = 1.0


@dataclass(frozen=True)
class Match:
    """One way in which a pattern fits: from `first` to `last` (exclusive), with its fillings and the words it has."""

    first: int
    last: int
    fillings: tuple[Filling, ...] = ()
    words: int = 0

    @property
    def score(self) -> float:
        return sum(filling.weight for filling in self.fillings) + 0.4 * self.words


SlotReader: TypeAlias = Callable[[str, int, tuple[Filling, ...], Ahead], Iterator[Filling]]
"""Given a role, a position, what was filled so far and what may follow in the pattern: the noun phrases that may fill the
slot there."""
Passing: TypeAlias = Callable[[int], Iterator[int]]
"""Given a position: the positions reached by passing over words that change nothing (adverbs, describing words)."""


@dataclass(frozen=True)
class Pattern:
    """A compiled template. `source` is its text."""

    source: str
    nodes: tuple[Node, ...]

    def words(self) -> Iterator[str]:
        """Every word that the pattern names, verbs in all their forms."""
        return (form for word in _words(self.nodes) for form in word.forms)

    def verbs(self) -> Iterator[str]:
        """The verbs that the pattern names, as a dictionary has them."""
        return (word.text for word in _words(self.nodes) if word.is_verb)

    @cached_property
    def lacks_subject(self) -> bool:
        """Whether the pattern begins with its verb: whoever acts stands before it and plays no role."""
        return all(isinstance(node, Word) and node.is_verb for node in _first(self.nodes))

    @cached_property
    def needs(self) -> tuple[frozenset[str], ...]:
        """Sets of words of which a sentence must have one each to match: a cheap test before matching."""
        return tuple(_needs(self.nodes))

    def match(self, tokens: Sequence[Token], first: int, read: SlotReader, fillers: Passing, describing: Passing) -> Match | None:
        """The best match that begins at the token `first`."""
        run = _Run(tokens, read, fillers, describing)
        return max(run.ways(self.nodes, Match(first, first)), key=lambda way: (way.score, -way.last), default=None)


@dataclass
class _Run:
    tokens: Sequence[Token]
    read: SlotReader
    fillers: Passing
    describing: Passing
    steps: int = 0

    def ways(self, nodes: tuple[Node, ...], so_far: Match) -> Iterator[Match]:
        self.steps += 1
        if self.steps > _MOST_STEPS:
            return
        if not nodes:
            yield so_far
            return
        for way in self._one(nodes[0], so_far):
            yield from self.ways(nodes[1:], way)

    def _one(self, node: Node, so_far: Match) -> Iterator[Match]:
        at = so_far.last
        match node:
            case Word():
                for position in self.fillers(at) if at > so_far.first else (at,):
                    if position < len(self.tokens) and self.tokens[position].folded in node.forms:
                        yield Match(so_far.first, position + 1, so_far.fillings, so_far.words + 1)
            case Slot(role, ahead):
                for filling in self.read(role, at, so_far.fillings, ahead):
                    yield Match(so_far.first, filling.last, (*so_far.fillings, filling), so_far.words)
            case Describing():
                for position in self.describing(at):
                    yield Match(so_far.first, position, so_far.fillings, so_far.words)
            case Choice(options):
                for option in options:
                    yield from self.ways(option, so_far)


def compile_template(source: str) -> Pattern:
    """The pattern of a template. Raises BadOntology where brackets do not close."""
    parts = [match.groups() for match in _PART.finditer(source)]
    nodes, rest = _sequence(parts, 0, source)
    if rest != len(parts) or not nodes:
        raise BadOntology(f"el:template '{source}' has a bracket too many or is empty; write (a|b), [x], {{role}}")
    return Pattern(source, nodes)


def _sequence(parts: list[tuple[str, ...]], at: int, source: str) -> tuple[tuple[Node, ...], int]:
    nodes: list[Node] = []
    while at < len(parts):
        slot, mark, word, odd = parts[at]
        if odd:
            raise BadOntology(f"el:template '{source}' has a stray '{odd}'; write {{role}}, (a|b), [x] or *")
        if slot:
            nodes.append(Slot(slot))
        elif word:
            nodes.append(_word(word.casefold()))
        elif mark == "*":
            nodes.append(Describing())
        elif mark in "([":
            options, at = _options(parts, at + 1, {"(": ")", "[": "]"}[mark], source)
            nodes.append(Choice((*options, ()) if mark == "[" else options))
        else:
            break
        at += 1
    return tuple(_looking_ahead(nodes)), at


def _options(parts: list[tuple[str, ...]], at: int, closing: str, source: str) -> tuple[tuple[tuple[Node, ...], ...], int]:
    options: list[tuple[Node, ...]] = []
    while True:
        nodes, at = _sequence(parts, at, source)
        options.append(nodes)
        if at >= len(parts) or parts[at][1] not in ("|", closing):
            raise BadOntology(f"el:template '{source}' lacks a '{closing}'")
        if parts[at][1] == closing:
            return tuple(options), at
        at += 1


def _word(source: str) -> Word:
    verb = source.removesuffix("~")
    return Word(source, frozenset({source})) if verb == source else Word(verb, forms(verb), is_verb=True)


def _looking_ahead(nodes: Sequence[Node]) -> Iterator[Node]:
    for at, node in enumerate(nodes):
        yield Slot(node.role, _ahead(nodes[at + 1 :])) if isinstance(node, Slot) else node


def _ahead(nodes: Sequence[Node]) -> Ahead:
    first = tuple(_first(nodes))
    return Ahead(
        any(isinstance(node, Slot | Describing) for node in first),
        any(isinstance(node, Word) and node.text == "'s" for node in first),
        frozenset(form for node in first if isinstance(node, Word) for form in node.forms),
    )


def _first(nodes: Sequence[Node]) -> Iterator[Node]:
    """The parts that may come first, past those that may be missing."""
    for node in nodes:
        if not isinstance(node, Choice):
            yield node
            return
        for option in node.options:
            yield from _first(option)
        if () not in node.options:
            return


def _words(nodes: tuple[Node, ...]) -> Iterator[Word]:
    for node in nodes:
        if isinstance(node, Word):
            yield node
        elif isinstance(node, Choice):
            for option in node.options:
                yield from _words(option)


def _needs(nodes: tuple[Node, ...]) -> Iterator[frozenset[str]]:
    for node in nodes:
        if isinstance(node, Word):
            yield node.forms
        elif isinstance(node, Choice):
            firsts = [next(_needs(option), None) for option in node.options]
            if None not in firsts:
                yield frozenset(word for words in firsts if words for word in words)
