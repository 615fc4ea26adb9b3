"""SPARQL text as tokens, so that nothing is looked for inside comments, strings and IRIs.

One lexer can only approximate SPARQL, whose `<` is an operator or opens an IRI depending on the grammar around it.
It therefore serves to find our own parameter blocks and to word messages; what is safe to run is the engine's verdict
(`kg.query.syntax`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    r"""
      (?P<space>\s+)
    | (?P<comment>\#[^\r\n]*)
    | (?P<string>\"{3}(?:\"{0,2}(?:[^"\\]|\\.))*\"{3} | '{3}(?:'{0,2}(?:[^'\\]|\\.))*'{3}
               | "(?:[^"\\\r\n]|\\.)*" | '(?:[^'\\\r\n]|\\.)*')
    | (?P<iri><[^<>"{}|^`\\\x00-\x20]*>)
    | (?P<variable>[?$]\w+)
    | (?P<number>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w:]))
    | (?P<word>@?(?:[\w:]|%[0-9A-Fa-f]{2}|\\.)(?:[\w:-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\w:%\\.-]))*)
    | (?P<mark>.)
    """,
    re.VERBOSE | re.DOTALL,
)


@dataclass(frozen=True)
class Token:
    """A piece of a query that means something: `?event` of kind `variable`, from character `start` to before `end`.

    Kinds: string, iri, variable, number, word (keywords and prefixed names) and mark (one punctuation character).
    """

    kind: str
    text: str
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    def is_keyword(self, *names: str) -> bool:
        """Whether this is one of these keywords, in any case; names are given in capitals."""
        return self.kind == "word" and self.text.upper() in names


def tokens(text: str) -> Iterator[Token]:
    """The tokens of a query in order, without blanks and comments."""
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind and kind not in ("space", "comment"):
            yield Token(kind, match[0], match.start())


def line_and_column(text: str, offset: int) -> tuple[int, int]:
    """Where a character stands, both counted from 1."""
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def line_of(text: str, offset: int) -> int:
    """The line that a character stands in, counted from 1."""
    return line_and_column(text, offset)[0]
