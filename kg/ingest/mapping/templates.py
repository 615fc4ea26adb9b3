"""Templates: text with `{names}`, of which what stands in `[ ]` is left out where a name in it is empty."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import NamedTuple

_PARTS = re.compile(r"\{\{|\}\}|\[\[|\]\]|\{(?P<name>[^{}]+)\}|(?P<mark>[\[\]{}])")
_SIGN_OF = {"{{": "{", "}}": "}", "[[": "[", "]]": "]"}


class Piece(NamedTuple):
    """A stretch of a template: words, a name, or a bracketed group of both."""

    words: str = ""
    name: str = ""
    group: tuple[Piece, ...] = ()


def check_template(template: str) -> str:
    """The template unchanged. Raises ValueError where braces or brackets do not match."""
    pieces_of(template)
    return template


@lru_cache(maxsize=4096)
def pieces_of(template: str) -> tuple[Piece, ...]:
    """The template taken apart. Raises ValueError."""
    levels: list[list[Piece]] = [[]]
    place = 0
    for match in _PARTS.finditer(template):
        if words := template[place : match.start()]:
            levels[-1].append(Piece(words=words))
        place = match.end()
        if name := match["name"]:
            levels[-1].append(Piece(name=name.strip()))
        elif match["mark"] == "[":
            levels.append([])
        elif match["mark"] == "]" and len(levels) > 1:
            group = tuple(levels.pop())
            levels[-1].append(Piece(group=group))
        elif match["mark"]:
            raise ValueError(f"'{template[:60]}' has a '{match['mark']}' without its partner; write it twice to mean the sign")
        else:
            levels[-1].append(Piece(words=_SIGN_OF[match[0]]))
    if len(levels) > 1:
        raise ValueError(f"'{template[:60]}' has a '[' without its partner; write it twice to mean the sign")
    if rest := template[place:]:
        levels[-1].append(Piece(words=rest))
    return tuple(levels[0])


def names_in(template: str) -> list[str]:
    """Every name in the template."""
    return [name for piece in pieces_of(template) for name in _names(piece)]


def _names(piece: Piece) -> list[str]:
    return [piece.name] if piece.name else [name for inner in piece.group for name in _names(inner)]


def sole_name(template: str) -> str:
    """The name, where the template is nothing but one: `{Investors}` passes a list on as it is."""
    pieces = pieces_of(template)
    return pieces[0].name if len(pieces) == 1 else ""


def render(template: str, look_up: Callable[[str], Sequence[str]]) -> str:
    """The text; empty where a name outside brackets is. A list is joined as in a sentence: `A, B and C`."""
    return _rendered(pieces_of(template), look_up) or ""


def _rendered(pieces: Sequence[Piece], look_up: Callable[[str], Sequence[str]]) -> str | None:
    found: list[str] = []
    for piece in pieces:
        if piece.name:
            filled = listed(look_up(piece.name))
            if not filled:
                return None
            found.append(filled)
        else:
            found.append(piece.words or _rendered(piece.group, look_up) or "")
    return "".join(found)


def listed(names: Sequence[str]) -> str:
    """Names in a row: `A`, `A and B`, `A, B and C`."""
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1]))) if names else ""
