"""Names of models and products made comparable: `claude-3-5-sonnet-20241022` and `Claude Sonnet 3.5` have one key.

One model is what its maker launches under one name. These name the same model:

- a slug and its spelt name, with or without the maker before a slash: `meta-llama/Llama-3.1-405B`, `Llama 3.1 405B`;
- a dated state of it: `gpt-4o-2024-05-13`, `GPT-4o (May 2024)`, `claude-opus-4-1-latest`. Its later states are further
  events of the one model, told apart by their dates;
- a version before or after the words: `Claude 3.5 Sonnet`, `Claude Sonnet 3.5`; `v3` and `3`; `4.0` and `4`;
- open weights of one size as tuned for instructions, the form in which they are served: `Llama 3.3 70B Instruct`.

These are variants with keys of their own: other sizes, `mini`, `Flash`, `Turbo`, `Thinking`, `Base`, `Preview`.
"""

from __future__ import annotations

import re
from functools import lru_cache

from kg.resolve.names import latinised, name_key

_MAKER = re.compile(r"^(?:[@\w.-]+/)+(?=[A-Za-z][\w.+:-]*$)(?=[a-z][a-z0-9.:]*$|.*[-\d])")
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_DAY = r"(?:0[1-9]|[12]\d|3[01])"
_FULL_STAMP = rf"(?:20[12]\d-?(?:0[1-9]|1[0-2])-?{_DAY}|20[12]\d-(?:0[1-9]|1[0-2])|(?:0[1-9]|1[0-2])-20[12]\d|latest)"
_SHORT_STAMP = rf"(?:(?:0[1-9]|1[0-2])-?{_DAY}|(?:2[3-9]|3[0-5])(?:0[1-9]|1[0-2]))"
_BRACKETED_STAMP = re.compile(rf"\s*\((?:{_FULL_STAMP}|{_SHORT_STAMP}|{_MONTH} (?:\d\d?,? )?20\d\d)\)$", re.IGNORECASE)
_TRAILING_STAMP = re.compile(rf"[-_@ ]{_FULL_STAMP}$", re.IGNORECASE)
_AFTER_A_VERSION = re.compile(rf"(?<=\d)(\D.*|)[-@_ ]{_SHORT_STAMP}$")
_TUNED = re.compile(r"(?<=\d[bme])[-_ ]+(?:instruct|chat|it)$", re.IGNORECASE)
_DASHED_VERSION = re.compile(r"(?<![\d.])(\d{1,2})-(\d)(?![\d.a-zA-Z])")
_PART = re.compile(r"\d+(?:\.\d+)+[a-z]*|\d+[a-z]+\d*|(?<![^\W\d_])[^\W\d_]\d+(?:\.\d+)?[a-z]*|\d+|[^\W\d_]+")
_VERSION = re.compile(r"v?(\d+(?:\.\d+)*?)(?:\.0)?")


@lru_cache(maxsize=200_000)
def work_key(name: str) -> str:
    """What the names of one model or product share; see above.

    >>> work_key("GPT-4o (May 2024)"), work_key("openai/gpt-4o-2024-05-13")
    ('gpt4o', 'gpt4o')
    >>> work_key("Claude 3.5 Sonnet"), work_key("claude-3-5-sonnet-20241022"), work_key("Claude Sonnet 3.5")
    ('claude3.5sonnet', 'claude3.5sonnet', 'claude3.5sonnet')
    """
    bare = _undated(_MAKER.sub("", name.strip()))
    bare = _TUNED.sub("", bare)
    if _is_slug(bare):
        bare = _DASHED_VERSION.sub(r"\1.\2", bare)
    spoken = re.sub(r"(?<=\w)\+", " plus", latinised(bare)).replace("×", "x")
    return _glued(_ordered(_PART.findall(spoken))) or name_key(name)


def _undated(name: str) -> str:
    """The name without the day or month of its state."""
    bare = _TRAILING_STAMP.sub("", _BRACKETED_STAMP.sub("", name))
    bare = _AFTER_A_VERSION.sub(r"\1", bare)  # four digits alone may be anything: Nokia 3310
    return bare if re.search(r"[^\W\d_]", bare) else name


def _is_slug(name: str) -> bool:
    return "-" in name and not re.search(r"\s", name)


def _ordered(parts: list[str]) -> list[str]:
    """The parts with the version, where there is exactly one, after the first word. `o3`, `70b` and `4o` are no versions."""
    places = [place for place, part in enumerate(parts) if _VERSION.fullmatch(part)]
    if len(places) != 1 or len(parts) < 2:
        return parts
    version = _VERSION.fullmatch(parts[places[0]])
    assert version is not None
    words = [part for place, part in enumerate(parts) if place != places[0]]
    return [words[0], version[1], *words[1:]] if places[0] else [version[1], *words]


def _glued(parts: list[str]) -> str:
    """The parts without blanks, except where they would read as others: `3.1 70b`, or `8 b` beside the size `8b`."""
    key = ""
    for part in parts:
        apart = key[-1:].isdigit() and (part[:1].isdigit() or len(part) < 3)
        key += f"_{part}" if apart else part
    return key
