"""Names made comparable: `X-ai`, `xAI` and `x.AI Inc.` have one key.

A key is a function of the name alone, so that names join the same way in whatever order they come. It leaves out what
spellings of one name differ in, and nothing by which names of two things differ.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache, lru_cache
from pathlib import Path

from anyascii import anyascii

_ALPHABETS = ("LATIN", "GREEK", "CYRILLIC", "ARMENIAN", "GEORGIAN")
"""Scripts that are written in Latin letters one by one. Han and Kana are not: many names would share one spelling."""

_SLUG = re.compile(r"[a-z0-9.]+([-_][a-z0-9.]+)+")
_SPOKEN = {"&": " and ", "+": " plus ", "×": "x"}
_LONE_GREEK = re.compile(r"(?<![Ͱ-Ͽ])[Ͱ-Ͽ](?![Ͱ-Ͽ])")
_LOOKS_LIKE_A_WORD = re.compile(r"[\s,]([A-Z][a-z])$")


def name_key(name: str) -> str:
    """What two spellings of one name share: no case, marks, blanks, punctuation, leading "the" or legal form.

    Digits keep the dot between them, so that `Claude 3.5` and `Claude 35` stay two names. Cyrillic and Greek are
    written in Latin letters.

    >>> name_key("X-ai") == name_key("xAI"), name_key("Clément Delangue") == name_key("Clement Delangue")
    (True, True)
    >>> name_key("Nvidia Corporation"), name_key("Claude 3.5"), name_key("钛媒体"), name_key("ООО Яндекс")
    ('nvidia', 'claude3.5', '钛媒体', 'yandeks')
    """
    return _name_key(name.strip())


@lru_cache(maxsize=200_000)
def _name_key(name: str) -> str:
    spaced = re.sub(r"[-_]+", " ", name) if _SLUG.fullmatch(name) else name
    bare = re.sub(r"^the\s+(?=\S)", "", without_legal_form(spaced), flags=re.IGNORECASE)
    return pressed(bare) or pressed(name) or "u" + "u".join(f"{ord(character):x}" for character in name)


def pressed(text: str) -> str:
    """The letters and digits of a text in their plainest form, with the dot between digits; nothing for marks alone.

    >>> pressed("Weights & Biases"), pressed("Disney+"), pressed("PanGu-Σ"), pressed("Ørsted №1")
    ('weightsandbiases', 'disneyplus', 'pangusigma', 'orstedno1')
    """
    spoken = re.sub(r"[&+×]", lambda sign: _SPOKEN[sign[0]], latinised(text))
    spoken = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", spoken)
    return re.sub(r"[^\w.]|_", "", spoken)


@lru_cache(maxsize=200_000)
def latinised(text: str) -> str:
    """The text in small letters, with alphabets that are written letter by letter in plain Latin ones."""
    if text.isascii():
        return text.casefold()
    folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    folded = _LONE_GREEK.sub(lambda letter: _letter_name(letter[0]), folded)
    return "".join(character if character.isascii() else _latin_letters(character) for character in folded)


@cache
def _latin_letters(character: str) -> str:
    script = unicodedata.name(character, "").partition(" ")[0]
    if script == "COMBINING" and "KATAKANA" not in unicodedata.name(character):
        return ""
    return anyascii(character).casefold().replace("'", "") if script in _ALPHABETS else character


def _letter_name(letter: str) -> str:
    """`alpha` for α: a Greek letter that stands alone is read by its name."""
    name = unicodedata.name(letter, "")
    return name.rpartition(" ")[2].casefold() if " LETTER " in name and "WITH" not in name else letter


def without_legal_form(name: str) -> str:
    """The name as written, but for the words that tell a company's legal form; the whole name where nothing else is left.

    >>> without_legal_form("Robert Bosch GmbH & Co. KG"), without_legal_form("ソニー株式会社"), without_legal_form("Rodrigo Sa")
    ('Robert Bosch', 'ソニー', 'Rodrigo Sa')
    """
    before, after = _legal_forms()
    bare = name.strip()
    while True:
        found = None if _LOOKS_LIKE_A_WORD.search(bare) and bare[-2:].casefold() != "co" else after.search(bare)
        found = found or before.match(bare)
        if found is None:
            return bare
        rest = (bare[: found.start()] if found.start() else bare[found.end() :]).strip(" ,&")
        if not pressed(rest):
            return bare
        bare = rest


@cache
def _legal_forms() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """Patterns of the forms that stand before and after a name. A dot may follow each letter: `S.p.A.`"""
    places: dict[str, list[str]] = {}
    for line in Path(__file__).with_name("legal_forms.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            listed = places.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            listed.append(line)
    before, after = (sorted(places[f"{place} the name"], key=lambda form: (-len(form), form)) for place in ("before", "after"))
    spaced = "|".join(_written(form) for form in after if form.isascii() or not _is_cjk(form))
    glued = "|".join(form for form in after if _is_cjk(form))
    leading = "|".join(_written(form) + r"\s+" for form in before if not _is_cjk(form))
    leading_glued = "|".join(re.escape(form) + r"\s*" for form in before if _is_cjk(form))
    return (
        re.compile(f"(?:{leading_glued}|{leading})", re.IGNORECASE),
        re.compile(rf"(?:[\s,]+\(?(?:{spaced})\)?|\s*(?:{glued}))$", re.IGNORECASE),
    )


def _written(form: str) -> str:
    return r"\s+".join(r"[./]?".join(re.escape(letter) for letter in word) + r"\.?" for word in form.split())


def _is_cjk(form: str) -> bool:
    return any(unicodedata.name(letter, "").startswith(("CJK", "HANGUL", "PARENTHESIZED", "CIRCLED")) for letter in form)


def clearest(names: frozenset[str]) -> str:
    """The name to show, of several of one thing; the same in whatever order they came.

    Rather without brackets, in Latin letters, with capitals but not all capitals, no slug, no abbreviation of another of
    the names and no legal form; then the shortest.

    >>> clearest(frozenset({"ACME ROBOTICS", "acme-robotics", "Acme Robotics, Inc.", "Acme Robotics"}))
    'Acme Robotics'
    """
    return min(names, key=lambda name: (
        bool(re.search(r"[(/]", name)),
        not pressed(name).isascii(),
        name.islower(),
        any(len(other) > len(name) and abbreviates(name, other) for other in names),
        name.isupper() and len(name) > 4,
        "_" in name or name.count("-") > name.count(" ") + 1,
        without_legal_form(name) != name.strip(),
        len(name),
        name.isascii(),
        name,
    ))  # fmt: skip


_SMALL_WORDS = frozenset({
    "of", "and", "for", "the", "in", "on", "de", "la", "le", "du", "des", "del", "di", "da", "et", "und", "für", "y", "bin",
})  # fmt: skip


def abbreviates(short: str, long: str) -> bool:
    """Whether the one is made of the other's initials, small words left out or not: IBM, KAIST, SDXL, MBZUAI.

    >>> abbreviates("SDXL", "Stable Diffusion XL"), abbreviates("UIUC", "University of Illinois Urbana-Champaign")
    (True, True)
    >>> abbreviates("Microsoft", "OpenAI"), abbreviates("AI", "Anthropic")
    (False, False)
    """
    if len(short) > 20 or " " in short.strip() or sum(map(str.isupper, short)) < 2:
        return False
    letters = pressed(short)
    words = [word for word in re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+|[^\W_]+", long) if pressed(word)]
    if not 2 <= len(letters) <= 10 or len(words) < 2 or sum(map(str.isupper, short)) * 2 < len(letters):
        return False
    return _initials(words, letters)


def _initials(words: list[str], letters: str) -> bool:
    """Whether the letters are the words' first ones; a word in capitals or a number may count whole, a small word not at all."""
    if not words or not letters:
        return not words and not letters
    if words[0].casefold() in _SMALL_WORDS and _initials(words[1:], letters):
        return True
    first = pressed(words[0])
    if (words[0].isupper() or words[0].isdigit()) and letters.startswith(first) and _initials(words[1:], letters[len(first) :]):
        return True
    return letters.startswith(first[:1]) and _initials(words[1:], letters[1:])
