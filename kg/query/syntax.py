"""What the engine says of a query without running it: legal and reading only, or where and why not.

The engine that will run the query is the only judge of what it means, so it judges here too: it parses the text under
dataset options that it refuses before it plans or evaluates. `SERVICE` is found the same way: respell the word
wherever it stands, and the query stays legal exactly if the word was never the keyword. No lexer of ours has to agree
with the engine's grammar for that, so nothing can hide in comments, odd operators or escapes.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import pairwise, takewhile, zip_longest
from string import ascii_lowercase
from typing import Final

from pyoxigraph import DefaultGraph, Store

from kg.query.lexis import Token, line_and_column, tokens

LONGEST: Final = 1_000_000
"""Characters of a query. Longer ones are refused unread."""

DEEPEST: Final = 100
"""Brackets within brackets. The engine's parser ends the process by overflowing its stack between 300 and 1000."""

_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_FORMS = ("SELECT", "ASK", "CONSTRUCT", "DESCRIBE")
_OPENING, _CLOSING = "({[", ")}]"
_SERVICE = re.compile("service", re.IGNORECASE)
_REPORT = re.compile(r"error at (?P<line>\d+):(?P<column>\d+): expected (?:one of )?(?P<expected>.*)", re.DOTALL)
_LOCAL = ("Prefix not found", "IRI parsing failed")  # said of one token, which we name with a better remedy
_SENTENCE = re.compile(r"[A-Z][a-z]+ .*")


@dataclass(frozen=True)
class Problem:
    """Why a query cannot run: at line 3, column 9, the prefix 'ex:' is not declared. Both count from 1."""

    line: int
    column: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}, column {self.column}: {self.reason}"


def find_problem(text: str, prefixes: Mapping[str, str]) -> Problem | None:
    """What keeps this text from being a SPARQL query that only reads, `None` if nothing does.

    `prefixes` are the ones it may use undeclared. The engine's parser may need exponential time on hostile text, so
    text from strangers is checked in a process that can be killed (`kg.query.worker` does).
    """
    if len(text) > LONGEST:
        return Problem(1, 1, f"the query has {len(text):,} characters and may have {LONGEST:,}; shorten it")
    if unsayable := re.search("[\ud800-\udfff]", text):
        return Problem(*line_and_column(text, unsayable.start()), "this character is half of a pair; retype it")
    if deep := _too_deep(text):
        return _at(text, deep, f"more than {DEEPEST} brackets are open here; nest less")
    if (report := _report(text, prefixes)) is not None:
        return _explain(text, prefixes, report)
    if (keyword := _service_keyword(text, prefixes)) is not None:
        return Problem(
            *line_and_column(text, keyword), "SERVICE asks another server, which queries may not do; remove that clause"
        )
    return None


def query_form(text: str) -> str:
    """SELECT, ASK, CONSTRUCT or DESCRIBE of a legal query."""
    return next(token.text.upper() for token in tokens(text) if token.is_keyword(*_FORMS))


def _report(text: str, prefixes: Mapping[str, str]) -> str | None:
    """The engine's words about text that is not a legal query, `None` where it is one."""
    try:
        # These two options exclude each other. The engine finds out after parsing, and before planning, which may
        # take minutes, or evaluating, which may reach out to the network.
        Store().query(text, prefixes=dict(prefixes), use_default_graph_as_union=True, default_graph=[DefaultGraph()])
    except SyntaxError as error:
        return str(error)
    except ValueError:
        return None
    raise AssertionError("the engine ran a query that it was only to parse")


def _service_keyword(text: str, prefixes: Mapping[str, str]) -> int | None:
    """Where a legal query says SERVICE as a keyword, or is so full of words like it that nobody can tell."""
    places = [match.start() for match in _SERVICE.finditer(text)]
    if not places:
        return None
    # One letter differs, in the same case, so that different names stay different.
    lowered = text.lower()
    letter = next((letter for letter in ascii_lowercase if f"ser{letter}ice" not in lowered), None)
    if letter is None:
        return places[0]

    def respell(match: re.Match[str]) -> str:
        word = match[0]
        return word[:3] + (letter.upper() if word[3].isupper() else letter) + word[4:]

    if _report(_SERVICE.sub(respell, text), prefixes) is None:
        return None
    in_code = (token.start for token in tokens(text) if token.is_keyword("SERVICE"))
    return next(in_code, places[0])


def _too_deep(text: str) -> Token | None:
    depth = 0
    for token in tokens(text):
        if token.text in _OPENING:
            depth += 1
            if depth > DEEPEST:
                return token
        elif token.text in _CLOSING:
            depth -= 1
    return None


# --- What is wrong, in words ------------------------------------------------------------------------------------------


def _explain(text: str, prefixes: Mapping[str, str], report: str) -> Problem:
    found = list(tokens(text))
    form = _first_keyword(found)
    if form is not None and form.is_keyword(*_UPDATES):
        return _at(text, form, "this is an update; people's queries only read")
    if sentence := _sentence(report):
        return _at(text, form, sentence) if form else Problem(1, 1, sentence)
    if quote := next((token for token in found if token.text in ("'", '"')), None):
        return _at(text, quote, f"the text that begins here lacks its closing {quote.text}")
    failing = _failing_token(found, prefixes)
    if failing is None:
        return _explain_end(text, found)
    prefix, colon, _ = failing.text.partition(":")
    if failing.kind == "word" and colon and prefix not in prefixes and prefix not in _declared(found):
        return _at(text, failing, f"the prefix '{prefix}:' is not declared; add PREFIX {prefix}: <...> at the top")
    if failing.kind == "iri":
        return _at(text, failing, f"{_short(failing.text)} does not belong here, or is no whole IRI like <https://example.org/a>")
    if failing.text in _CLOSING and (opened := _open_before(found, failing)):
        if _OPENING.index(opened[-1].text) == _CLOSING.index(failing.text):
            return _at(text, failing, f"what '{failing.text}' ends is not complete, or gives a variable two values")
        place = _place(text, opened[-1])
        return _at(text, failing, f"'{failing.text}' stands before the '{opened[-1].text}' of {place} is closed")
    return _at(text, failing, f"{_short(failing.text)} does not belong here")


def _sentence(report: str) -> str | None:
    """A reason in words from the engine, whose lists of expected keywords tell a person nothing."""
    match = _REPORT.fullmatch(report)
    if match is None:
        return " ".join(report.split())
    reasons = [part for part in match["expected"].split(", ") if _SENTENCE.fullmatch(part) and part not in _LOCAL]
    return reasons[0] if reasons else None


def _failing_token(found: list[Token], prefixes: Mapping[str, str]) -> Token | None:
    """The token that the engine could not read on from, `None` where that is the end of the text.

    Its report is up to 14 characters late, because it counts the length of the longest keyword that it tried. With
    more blanks than that after each token, the late place is still before the next token.
    """
    starts: list[int] = []
    padded = ""
    for token, following in zip_longest(found, found[1:]):
        starts.append(len(padded))
        padded += token.text.replace("\n", " ") + (" " * 16 if _may_part(token, following) else "")
    match = _REPORT.fullmatch(_report(padded, prefixes) or "")
    if match is None:
        return None
    place = int(match["column"]) - 1
    if place >= len(padded):
        return None
    return found[max(index for index, start in enumerate(starts) if start <= place)]


def _may_part(token: Token, following: Token | None) -> bool:
    """Whether blanks between these two change nothing: where there are some, and around most brackets."""
    if following is None or token.end < following.start:
        return True
    pair = token.text + following.text
    return pair not in ("<(", ")>", "{|", "|}") and (token.text in "(){};,." or following.text in "(){};,.")


def _explain_end(text: str, found: list[Token]) -> Problem:
    if not found:
        return Problem(1, 1, "there is no query; begin with SELECT, ASK, CONSTRUCT or DESCRIBE")
    if opened := _open_before(found, None):
        return _at(text, opened[-1], f"the '{opened[-1].text}' that opens here is never closed")
    return Problem(*line_and_column(text, found[-1].end), "the query stops short, or gives a variable two values")


def _open_before(found: list[Token], last: Token | None) -> list[Token]:
    """The brackets that are open where `last` stands, or at the end, outermost first."""
    opened: list[Token] = []
    for token in takewhile(lambda token: token is not last, found):
        if token.text in _OPENING:
            opened.append(token)
        elif token.text in _CLOSING and opened:
            opened.pop()
    return opened


def _first_keyword(found: list[Token]) -> Token | None:
    """The first word after the prologue: SELECT of `PREFIX a: <x:> SELECT`."""
    words = iter(found)
    for token in words:
        if token.is_keyword("PREFIX"):
            next(words, None)
        elif token.kind == "word" and not token.is_keyword("BASE", "VERSION"):
            return token
    return None


def _declared(found: list[Token]) -> set[str]:
    return {following.text.rstrip(":") for token, following in pairwise(found) if token.is_keyword("PREFIX")}


def _at(text: str, token: Token, reason: str) -> Problem:
    return Problem(*line_and_column(text, token.start), reason)


def _place(text: str, token: Token) -> str:
    line, column = line_and_column(text, token.start)
    return f"line {line}, column {column}"


def _short(text: str) -> str:
    """A token in quotes, unless it brings its own, on one line and not long."""
    line = " ".join(text.split())
    cut = line if len(line) <= 40 else line[:39] + "…"
    return cut if cut[0] in "\"'<" else f"'{cut}'"
