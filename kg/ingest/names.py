"""Words and names of one sentence: where `Amazon Web Services`, `01.AI` or `Claude 3` begin and end.

Names are found by two means: those that the graph knows (the longest wins), and runs of capitalised words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from kg.money import Money, find_money
from kg.records import EntityType


def word_set(words: str) -> frozenset[str]:
    """The words of a text as a set: a list of words is read best as a text."""
    return frozenset(words.split())


_WORD = re.compile(r"[^\W_](?:[\w.&:+’'-]*[\w+])?%?|\S")
_POSSESSIVE = re.compile(r"(?<=\w)['’]s$")
_ROUND = re.compile(
    r"\b(?:(?:pre[- ]?)?series\s+[A-N](?:-?\d)?\b"
    r"|(?:pre[- ]?)?seed(?=\s+(?:round|funding|financing|investment|money|capital|extension|stage)\b))",
    re.IGNORECASE,
)
_VERSION = re.compile(r"v?\d{1,3}(?:\.\d+)*[A-Za-z]{0,2}|\d{1,3}x\d+[bB]|\d{1,4}[bBkK]", re.ASCII)
_DOTTED = re.compile(r"[a-z0-9]+\.(?:ai|io|com|net|org|dev|app|co)", re.ASCII)
_CODE = re.compile(
    r"[a-z]{1,2}\d(?:[\w.]*\w)?(?:-[\w.]+)*|(?!top|sub|pre|post|mid|covid|under|over)[a-z]{3,}(?:-[a-z]+)*-v?\d{1,3}(?:\.\d+)*[a-z]{0,2}",
    re.ASCII,
)

BARRIERS = word_set(
    """of in on at to from for with by into onto over under after before during since until as than via amid against
    between through about across toward towards within without despite and or but while if because though that which
    who whose when where is are was were be been being has have had do does did will would can could may might shall
    should must not no it they he she we you i them him us itself away
    """
)
"""Words that end a noun phrase."""
DETERMINERS = word_set(
    """the a an its their his her our this these those another each some any several first new all
    two three four five six seven eight nine ten dozens hundreds thousands
    """
)
_NUMERALS = word_set("two three four five six seven eight nine ten first")
_ADVERBS = word_set(
    """also now then again already still just only even later soon today yesterday tomorrow earlier amid early late last next
    this monday tuesday wednesday thursday friday saturday sunday officially reportedly formerly finally meanwhile
    additionally furthermore moreover however there here former ex how why what former following besides once both more most
    top us-based
    """
)
_PEOPLE = word_set(
    """researchers scientists engineers executives employees investors regulators authors publishers artists developers users
    customers shareholders analysts lawmakers prosecutors officials sources founders co-founders staff workers judge court
    rivals competitors governments enterprises nothing nobody everyone
    rival startup company companies firms firm government report reports chief co-founder founder ceo cto head
    """
)
TIMES = word_set(
    """january february march april may june july august september october november december jan feb mar apr jun jul aug sep
    sept oct nov dec q1 q2 q3 q4 h1 h2 monday tuesday wednesday thursday friday saturday sunday
    """
)
_AUXILIARIES = word_set("has had is was will would")
_BEFORE_TITLES = word_set("senior vice deputy executive managing interim general global group chief corporate founding")
PERIODS = word_set("day days week weeks weekend month months quarter year years decade morning afternoon evening night")
_COMMON_SHORT = word_set("ai ml llm llms agi api apis gpu gpus tpu tpus ipo r&d ux ui it us$ saas esg esop m&a")
"""Abbreviations that are part of a name at most, never one by themselves."""
_KINDS_OF_THING = word_set("gpu gpus tpu tpus api apis llm llms sdk")
"""Abbreviations that say what a thing is, after its name."""
_SIZES = word_set("mini nano micro pro turbo lite flash max instruct preview small medium large")
"""Small words that end the name of a model after its version: GPT-4o mini."""
_AFTER_NEW = word_set("york zealand delhi mexico jersey orleans hampshire relic")
_ADJECTIVAL = re.compile(
    r".+-(?:\w+ed|led|born|wide|style|like|era|made|built|run|owned|only|first|grade|free|old|year|day|month|week|person|member|"
    r"speaking|driven|listed|level|name|themed|focused|scale|size|sized|branded|specific|related|ready|owned|to-\w+|in-\w+)"
)
"""Compounds that describe what follows, as in "Lagos-based Isthmus": no part of a name."""
_JOINTS = word_set("of & de van von der den di la du al bin")
_INSTITUTIONS = word_set(
    """academy association attorney authority bank board bureau chamber church city college commission council court department
    federation house institute kingdom library ministry museum office people republic school secretary society state states
    university
    """
)
"""Words of which "of" goes on with a name: Bank of America, not "Tern of Helio"."""
_SHORTENED = word_set("bros corp inc co ltd jr sr st")
"""Shortened words of names, which a point follows: Warner Bros. Discovery."""


@dataclass(frozen=True)
class Token:
    """A word, a mark, an amount of money or the name of a funding round, and where it stands in the sentence."""

    text: str
    folded: str
    start: int
    end: int
    kind: Literal["word", "mark", "money", "round"] = "word"
    money: Money | None = None

    @property
    def lower(self) -> bool:
        """Whether it is an ordinary word in small letters."""
        return self.kind == "word" and self.text[0].islower() and self.text == self.folded


@dataclass(frozen=True)
class Name:
    """A name over the tokens `first` to `last` (exclusive), with what the graph knows it to be."""

    first: int
    last: int
    text: str
    type: EntityType | None = None


def tokens_of(sentence: str) -> tuple[Token, ...]:
    """The sentence in tokens; money and round names are one token each."""
    spans: list[tuple[int, int, Token]] = []
    for start, end, money in find_money(sentence):
        spans.append((start, end, Token(sentence[start:end], "", start, end, "money", money)))
    for match in _ROUND.finditer(sentence):
        if not any(start < match.end() and match.start() < end for start, end, _ in spans):
            text = match[0]
            spans.append((match.start(), match.end(), Token(text, text.casefold(), match.start(), match.end(), "round")))
    found: list[Token] = []
    position = 0
    for start, end, token in sorted(spans, key=lambda span: span[0]):
        found.extend(_words(sentence, position, start))
        found.append(token)
        position = end
    found.extend(_words(sentence, position, len(sentence)))
    return tuple(found)


def _words(sentence: str, start: int, end: int) -> list[Token]:
    found: list[Token] = []
    for match in _WORD.finditer(sentence, start, end):
        text, first = match[0], match.start()
        if not (text[0].isalnum()):
            found.append(Token(text, text, first, match.end(), "word" if text == "&" else "mark"))
            continue
        cut = _POSSESSIVE.search(text)
        stem = text[: cut.start()] if cut else text
        found.append(Token(stem, stem.casefold(), first, first + len(stem)))
        if cut:
            found.append(Token(cut[0], "'s", first + len(stem), match.end(), "mark"))
    return found


class NameFinder:
    """Finds names in sentences: `names` are those known, `vocabulary` the ordinary words that a capital does not make names.

    `leading` are words of the vocabulary that may begin a name even at the sentence's beginning, as in General Catalyst;
    `finite` are verbs, before which a name ends: "Drew Okafor leaves"; `titles` are words
    for positions: "Chief Technology Officer" is no name.
    """

    def __init__(
        self,
        names: Mapping[str, EntityType],
        vocabulary: frozenset[str],
        leading: frozenset[str] = frozenset(),
        finite: frozenset[str] = frozenset(),
        titles: frozenset[str] = frozenset(),
    ) -> None:
        self._vocabulary = vocabulary
        self._leading = leading
        self._finite = finite
        self._titles = titles
        self._ordinary = vocabulary - BARRIERS - DETERMINERS
        self._known: dict[str, list[tuple[tuple[str, ...], str, EntityType]]] = {}
        for name, kind in names.items():
            parts = tuple(token.text for token in tokens_of(name))
            if parts:
                self._known.setdefault(parts[0].casefold(), []).append((parts, name, kind))
        for entries in self._known.values():
            entries.sort(key=lambda entry: -len(entry[0]))

    def find(self, sentence: str, tokens: Sequence[Token]) -> tuple[Name, ...]:
        """Names in order, none overlapping another."""
        titled = self._in_title_case(tokens)
        brand = self._small_brand(tokens)
        found: list[Name] = []
        position = 0
        while position < len(tokens):
            known = self.known_at(tokens, position)
            end = known.last if known else position
            if known is None and (past := self._past_title(tokens, position)):
                position = past
                continue
            if brand and tokens[position].text == brand and known is None:
                known = Name(position, position + 1, brand)
            if not self._begins(tokens, position, titled) and known is None:
                position += 1
                continue
            end = self._end(tokens, max(end, position + 1), titled)
            text = sentence[tokens[position].start : tokens[end - 1].end]
            if known is None and end == position + 1 and tokens[position].folded in _COMMON_SHORT | TIMES:
                position = end
                continue
            whole = self.known_at(tokens, position, exactly=end)
            found.append(Name(position, end, text, whole.type if whole else None))
            position = end
        return tuple(found)

    def _past_title(self, tokens: Sequence[Token], position: int) -> int | None:
        """After a position in capitals that begins here: "Chief Technology Officer", "Senior Vice President"."""
        if tokens[position].folded not in self._titles | _BEFORE_TITLES or not _capital(tokens[position]):
            return None
        last = None
        for at in range(position, min(position + 5, len(tokens))):
            if not _capital(tokens[at]):
                break
            last = at + 1 if tokens[at].folded in self._titles else last
        following = tokens[last] if last and last < len(tokens) else None
        goes_on = following is not None and following.folded in ("of", "at", "for", ",")
        return last if last and (goes_on or last - position > 1) else None

    def _small_brand(self, tokens: Sequence[Token]) -> str:
        """The first word, where it is a name in small letters: it stands before a verb, and is no word of English here."""
        if len(tokens) < 3 or not tokens[0].lower or not tokens[0].text.isalnum():
            return ""
        verb = tokens[2] if tokens[1].lower and tokens[1].folded.endswith("ly") else tokens[1]
        acts = verb.folded in self._finite | _AUXILIARIES or verb.folded == "'s"
        ordinary = self._vocabulary | BARRIERS | DETERMINERS | _ADVERBS | _PEOPLE | TIMES
        return tokens[0].text if acts and tokens[0].folded not in ordinary else ""

    def _in_title_case(self, tokens: Sequence[Token]) -> bool:
        """Whether This Is a Headline in Which Capitals Tell Nothing: its ordinary words have capitals too."""
        ordinary = [
            token for token in tokens[1:] if token.kind == "word" and len(token.text) > 2 and token.folded in self._ordinary
        ]
        return bool(ordinary) and all(token.text[0].isupper() for token in ordinary)

    def known_at(self, tokens: Sequence[Token], position: int, *, exactly: int = 0) -> Name | None:
        """The longest known name that begins here, or the one that also ends at `exactly`."""
        for parts, name, kind in self._known.get(tokens[position].folded, ()):
            last = position + len(parts)
            if last > len(tokens) or (exactly and last != exactly):
                continue
            words = [token.text for token in tokens[position:last]]
            if all(_same(word, part) for word, part in zip(words, parts, strict=True)):
                return Name(position, last, name, kind)
        return None

    def _begins(self, tokens: Sequence[Token], position: int, titled: bool) -> bool:
        token = tokens[position]
        if token.kind != "word" or token.text == "&":
            return False
        text, folded = token.text, token.folded
        if _ADJECTIVAL.fullmatch(text):
            return False
        if _DOTTED.fullmatch(text) or (_CODE.fullmatch(text) and not re.fullmatch(r"[qh]\d|\d.*", folded)):
            return True
        if not any(letter.isupper() or _uncased(letter) for letter in text) or (text[0].islower() and folded in self._vocabulary):
            return False
        opens = position == 0 or tokens[position - 1].text in {".", ":", '"', "“", "‘", "—", "–", "-"}
        following = tokens[position + 1] if position + 1 < len(tokens) else None
        if folded == "new" and following and (following.folded in _AFTER_NEW or (not (opens or titled) and _capital(following))):
            return True
        if opens and not titled and folded in self._finite | _NUMERALS and self._acts_as_two(tokens, position):
            return True
        if folded in BARRIERS | DETERMINERS | _ADVERBS:
            return (text.isupper() and len(text) > 1 and not titled and folded not in ("it", "us")) or text == "US"
        if (opens or titled) and (folded in _PEOPLE or folded in self._vocabulary):
            return following is not None and (
                following.text in ("AI", "&")
                or (not titled and folded in self._leading and (_capital(following) or self._goes_on_after_of(tokens, position)))
            )
        return folded not in self._signs_in_capitals(text)

    def _acts_as_two(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether the word and the capital after it are the subject of a verb: "Drew Okafor leaves", "Eight Roads led"."""
        if position + 2 >= len(tokens) or not _capital(tokens[position + 1]):
            return False
        verb = tokens[position + 2]
        return verb.lower and verb.folded in self._finite

    def _goes_on_after_of(self, tokens: Sequence[Token], position: int) -> bool:
        """Whether "of" and a capital follow, as in "Department of Justice"."""
        return position + 2 < len(tokens) and tokens[position + 1].text == "of" and _capital(tokens[position + 2])

    def _signs_in_capitals(self, text: str) -> frozenset[str]:
        """CEO, CTO and VP are positions, not names, wherever they stand."""
        return self._vocabulary if text.isupper() and len(text) > 1 and text.casefold() not in _COMMON_SHORT else frozenset()

    def _end(self, tokens: Sequence[Token], position: int, titled: bool) -> int:
        """Where a name that has begun before `position` ends."""
        while position < len(tokens):
            token = tokens[position]
            if (
                (self._begins(tokens, position, titled) and self._goes_on(token))
                or (token.kind == "word" and _VERSION.fullmatch(token.text) and tokens[position - 1].text[-1].isalnum())
                or (token.text in _SIZES and any(letter.isdigit() for letter in tokens[position - 1].text))
                or _ends_shortened(tokens, position)
                or (token.folded in _NUMERALS and _capital_after(tokens, position) and not titled)
            ):
                position += 1
            elif _ends_initial(tokens, position) or _goes_on_to_office(tokens, position) or (
                token.text in _JOINTS
                and position + 1 < len(tokens)
                and self._begins(tokens, position + 1, titled)
                and tokens[position + 1].folded not in TIMES
                and not (token.text == "of" and (titled or tokens[position - 1].folded not in _INSTITUTIONS))
            ):
                position += 2
            else:
                break
        return position

    def _goes_on(self, token: Token) -> bool:
        """Whether a word that might begin a name may also stand within one."""
        return token.folded not in TIMES | _KINDS_OF_THING and not self._is_position(token)

    def _is_position(self, token: Token) -> bool:
        return token.text.isupper() and token.folded in self._vocabulary and token.folded not in _COMMON_SHORT


def _capital(token: Token) -> bool:
    """Whether a word with a capital goes on with a name."""
    return token.kind == "word" and token.text[0].isupper() and token.folded not in BARRIERS | DETERMINERS | _ADVERBS | TIMES


def _capital_after(tokens: Sequence[Token], position: int) -> bool:
    """Whether a word with a capital goes on with one before it: Nine in "joined by Point Nine"."""
    return tokens[position].text.istitle() and tokens[position - 1].text.istitle()


def _ends_shortened(tokens: Sequence[Token], position: int) -> bool:
    """Whether the point here ends a shortened word: "Warner Bros. Discovery"."""
    shortened = tokens[position - 1]
    return (
        tokens[position].text == "."
        and shortened.folded in _SHORTENED
        and shortened.text[0].isupper()
        and tokens[position].start == shortened.end
    )


def _goes_on_to_office(tokens: Sequence[Token], position: int) -> bool:
    """Whether a name goes on past the 's here: "Information Commissioner's Office"."""
    return tokens[position].folded == "'s" and position + 1 < len(tokens) and tokens[position + 1].text == "Office"


def _ends_initial(tokens: Sequence[Token], position: int) -> bool:
    """Whether the point here ends a middle initial: "Ada M. Okafor"."""
    if tokens[position].text != "." or position < 2 or position + 1 >= len(tokens):
        return False
    letter, before, after = tokens[position - 1], tokens[position - 2], tokens[position + 1]
    return (
        len(letter.text) == 1
        and letter.text.isupper()
        and tokens[position].start == letter.end
        and _capital(before)
        and after.kind == "word"
        and after.text[0].isupper()
    )


def is_abbreviation(text: str) -> bool:
    """Whether a name is too short to say whom it means: MS, GS."""
    return len(text) == 2 and text.isascii() and text.isalpha() and text.isupper()


def looks_like_person(text: str) -> bool:
    """Two to four capitalised words of letters: `Hélène Grimaud`, `Dario Amodei`."""
    words = text.replace("-", " ").split()
    return 2 <= len(words) <= 4 and all(
        re.fullmatch(r"[^\W\d_]+\.?|(?:de|van|von|der|den|al|bin|di|la)|[^\W\d_]+['’][^\W\d_]+", word)
        and not (word.isupper() and len(word) > 2)
        for word in words
    )


def looks_versioned(text: str) -> bool:
    """Whether a name carries a version, as model names do: `Claude 3`, `GPT-4o`, `o1`, `DeepSeek-R1`, `Mixtral 8x7B`.

    A whole number above nine that stands alone is the mark of a device or a program: `Pixel 10`.
    """
    if re.search(r"\s\d{2,3}(?=\s|$)", text) and not re.search(r"\d[.xb-]\d|\d[a-z]", text, re.IGNORECASE):
        return False
    return bool(
        re.search(
            r"(?:[\s-][vVrRkK]?\d{1,3}(?:\.\d+)*(?:x\d+)?[a-zA-Z]{0,2}|-[A-Z]\d{1,2}(?:\.\d+)*|^[oVvRrKk]\d|[a-z]\d(?:\.\d+)?|\b[A-Z]{3,}\d(?:\.\d+)?|[A-Za-z]\.\d)(?=[\s-]|$)",
            text,
        )
    )


def _same(word: str, part: str) -> bool:
    if word == part:
        return True
    return (
        word.casefold() == part.casefold()
        and not (word.islower() and len(word) > 1 and not part.islower())
        and not part.islower()
    )


def _uncased(letter: str) -> bool:
    return letter.isalpha() and letter.upper() == letter.lower() and ord(letter) > 0x2E7F
