"""Names with another name beside them: `Meta (formerly Facebook)`, `Ola / Ola Cabs`, `OpenAI (Microsoft)`.

What stands in brackets may be the same thing's other name, or its parent, partner, part or product. Only the first kind
is told by form: an abbreviation, the name in another script, or words such as "formerly".
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from kg.resolve.names import abbreviates, pressed

_BRACKET = re.compile(r"^(?P<outside>[^()]*[^\s()])\s*\((?P<inside>[^()]+)\)$")
_INNER = re.compile(r"\s*\(([^()]+)\)(?=\s*\S)")
_SLASH = re.compile(r"^(?P<outside>[^/()]+?)\s+/\s+(?P<inside>[^/()]+)$")
_OTHER_NAME = re.compile(
    r"^(?:formerly|previously|originally|once|now|today|aka|a\.k\.a\.|fka|f/k/a|dba|d/b/a|née|ex-|"
    r"also|short|abbreviated|better|doing business as|trading as|known as)\b[\s,:]*"
    r"(?:(?:also |commonly )?(?:known|called|named|for|as|to)\b\s*)*(?:the\s+)?",
    re.IGNORECASE,
)
_SEPARATOR = ".."
"""Between the parts of a bracketed name's key. No other key holds two dots in a row."""


@dataclass(frozen=True)
class Bracketed:
    """`Meta (formerly Facebook)`: outside is Meta, inside Facebook, and both name one thing."""

    outside: str
    inside: str
    other_name: bool
    """Whether what is inside is another name of what is outside; else it may be anything."""


@lru_cache(maxsize=200_000)
def bracketed(name: str) -> Bracketed | None:
    """The parts of a name that ends in brackets, or is two names of one thing around a slash; else None.

    >>> bracketed("OpenAI (Microsoft)")
    Bracketed(outside='OpenAI', inside='Microsoft', other_name=False)
    >>> bracketed("Meta (formerly known as Facebook)")
    Bracketed(outside='Meta', inside='Facebook', other_name=True)
    >>> bracketed("Google / Microsoft")
    """
    if match := _BRACKET.match(name.strip()):
        outside, inside = match["outside"].strip(" ,"), match["inside"].strip()
        told = _OTHER_NAME.sub("", inside).strip()
        if not pressed(outside) or not pressed(told):
            return None
        return Bracketed(outside, told, told != inside or _is_other_name(outside, inside))
    if match := _SLASH.match(name.strip()):
        outside, inside = match["outside"].strip(), match["inside"].strip()
        if pressed(outside) and pressed(inside) and (_is_other_name(outside, inside) or _begins_with(inside, outside)):
            return Bracketed(outside, inside, other_name=True)
    return None


def without_inner_brackets(name: str) -> str:
    """`University of California (UC) Berkeley` without the abbreviation in its middle."""
    match = _INNER.search(name)
    return name[: match.start()] + name[match.end() :] if match and abbreviates(match[1], name[: match.start()]) else name


def bracketed_key(outside: str, inside: str) -> str:
    """The key of a bracketed name, from the keys of its parts. It is the name's own, as somebody may know what it means."""
    return f"{outside}{_SEPARATOR}{inside}"


def outside_of(key: str) -> str | None:
    """The key of what stands outside the brackets, of a bracketed name's key: `agent/meta` of `agent/meta..facebook`."""
    outside, separator, _ = key.partition(_SEPARATOR)
    return outside if separator else None


def inside_of(key: str) -> str | None:
    """The key of what stands inside: `agent/facebook` of `agent/meta..facebook`."""
    outside, separator, inside = key.partition(_SEPARATOR)
    return f"{outside.partition('/')[0]}/{inside}" if separator else None


def _is_other_name(outside: str, inside: str) -> bool:
    if abbreviates(inside, outside) or abbreviates(outside, inside):
        return min(len(pressed(inside)), len(pressed(outside))) > 2  # two letters abbreviate too much
    return _is_foreign(inside) != _is_foreign(outside)


def _is_foreign(name: str) -> bool:
    """Whether some of its letters are not written one by one in Latin: 智谱AI."""
    return not pressed(name).isascii()


def _begins_with(long: str, short: str) -> bool:
    return long.casefold().split()[: len(short.split())] == short.casefold().split()
