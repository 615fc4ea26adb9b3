"""The noun phrases of one sentence: `its AI lead [Eric Boyd]`, `the [Claude 3] model family`, `[Italy's data authority]`.

Here is the grammar of English around names; what a phrase may say of an event is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

from kg.ingest.grammar import Grammar, given_names, peoples, places
from kg.ingest.names import (
    BARRIERS,
    DETERMINERS,
    PERIODS,
    TIMES,
    Name,
    NameFinder,
    Token,
    looks_like_person,
    tokens_of,
    word_set,
)

_FILLERS = word_set(
    """has have had is are was were be been being will would to also now then again officially reportedly formally just about
    plans plan planned planning agrees agreed agreeing set aims seeks sought wants expects expected said reported reports in
    talks nears moves close poised intends decides confirms confirmed says announces announced that it they offers offered
    agree plan aim seek want expect intend decide commit commits
    once first publicly jointly initially later soon today recently co today, quietly then newly
    """
)
"""Words that may stand between the parts of a pattern without changing what it says."""
_BEGINNING = word_set("begin begins began begun start starts started")
"""Verbs before what somebody does."""
_FOUNDERS = word_set("founder co-founder cofounder founders co-founders")
"""Positions that tell no employment: a founder may have left long ago."""
PARTS = word_set("team teams unit division arm board subsidiary")
"""Nouns for parts of an organisation that act in its name."""
_OCCASIONS = word_set("conference summit keynote event fair show symposium forum webinar")
"""Nouns for gatherings, which play no role in what is told there."""
_NO_NOUNS = word_set(
    """available open free public generally alongside last next early late following near ahead worth together alone abroad online
    offline here there everywhere worldwide nationwide overnight apart aside instead too again yesterday today tomorrow once twice
    """
)
_SUBORDINATING = word_set("after before following since having amid despite while when whereas because once until as")
"""Words that begin a clause about something else than the sentence is: "after leaving Arcadia"."""
_BEFORE_TIMES = word_set("on in at by during this last next the late early earlier later mid end of since about around")
_REPORTING = word_set(
    """says said say reports reported report tells told writes wrote notes noted claims claimed reveals revealed learns learned
    understands dates dated puts calls called counts lists confirms shows cites states describes gives
    """
)
"""What a medium does, where the event is another's doing: "Reuters reports that ..."."""
ORGANISED = re.compile(
    r"\b(?:inc|corp|corporation|ltd|llc|plc|gmbh|labs?|ai|capital|ventures|partners|research|bank|group|university|commission|"
    r"institute|fund|holdings|technologies|systems|studios?|foundation|court|department|ministry|government|"
    r"authority|agency|council|association|media|news|times|cloud|robotics|computing|networks?|security|semiconductor)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Phrase:
    """A noun phrase around a name: "the [Claude 3] model family, its newest"."""

    head: Name
    describing: tuple[str, ...]
    """Words before the name."""
    trailing: tuple[str, ...]
    """Common nouns after it."""
    aside: tuple[str, ...]
    """Words of an apposition."""
    end: int
    """After the trailing nouns."""

    @property
    def last(self) -> int:
        return self.head.last


@dataclass
class Phrases:
    """One sentence as tokens, names and the noun phrases around them."""

    text: str
    grammar: Grammar
    finder: NameFinder
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens: tuple[Token, ...] = tokens_of(self.text)
        self.names: tuple[Name, ...] = self.finder.find(self.text, self.tokens)
        self.starts: dict[int, Name] = {name.first: name for name in self.names}
        self.positions: dict[str, list[int]] = {}
        for position, token in enumerate(self.tokens):
            self.positions.setdefault(token.folded, []).append(position)
        self._phrases: dict[int, Phrase | None] = {}
        self._told: dict[Phrase, frozenset[str]] = {}
        self._passed: dict[int, tuple[int, ...]] = {}

    @cached_property
    def subordinate(self) -> frozenset[int]:
        """The positions in clauses about something else: up to the next comma, or to the end."""
        found: set[int] = set()
        for word in _SUBORDINATING:
            for at in self.positions.get(word, ()):
                if word == "as" and not self._opens_clause(at):
                    continue
                end = next((position for position in range(at + 1, len(self.tokens)) if self.tokens[position].text in ",;"), None)
                if at > 0 or end is not None:
                    found.update(range(at, len(self.tokens) if end is None else end))
        return frozenset(found)

    def _opens_clause(self, at: int) -> bool:
        """Whether "as" is followed by somebody who does something: "as its founder leaves"."""
        verbs = self.grammar.finite
        return any(token.folded in verbs for token in self.tokens[at + 2 : at + 6]) and at > 0

    @cached_property
    def reporters(self) -> frozenset[int]:
        """Where the names begin of those who tell the event: before "says that", after "according to", before a colon."""
        return frozenset(name.first for name in self.names if self._reports(name))

    def _reports(self, name: Name) -> bool:
        before = [token.folded for token in self.tokens[max(0, name.first - 3) : name.first]]
        after = [token.folded for token in self.tokens[name.last : name.last + 3]]
        if before[-1:] == ["the"]:
            before.pop()
        told = before[-1:] in (["says"], ["said"], ["writes"]) and name.last + 2 > len(self.tokens)
        if told or before[-2:] == ["according", "to"] or before[-2:] in (["reported", "by"], ["told", "to"]):
            return True
        if not after or after[0] not in _REPORTING | {":"}:
            return False
        ends = after[1:] == [] or after[1] in (".", ",")
        return (after[0] == ":" and name.first <= 2) or ends or after[1] == "that" or len(self.names) > 1

    def find(self, words: tuple[str, ...]) -> int | None:
        """Where these words stand first, outside names that merely contain them."""
        return next((at for at in self.positions.get(words[0], ()) if self.stands(words, at)), None)

    def stands(self, words: tuple[str, ...], at: int) -> bool:
        """Whether these words stand at a position, outside names that merely contain them."""
        last = at + len(words)
        if last > len(self.tokens) or any(self.tokens[at + step].folded != word for step, word in enumerate(words)):
            return False
        return not any(name.type and name.first <= at and last <= name.last for name in self.names)

    def past_fillers(self, at: int) -> Iterator[int]:
        """The positions reached from here by passing over words that change nothing."""
        if at not in self._passed:
            self._passed[at] = tuple(self._passing(at))
        return iter(self._passed[at])

    def _passing(self, at: int) -> Iterator[int]:
        yield at
        for _ in range(6):
            if at >= len(self.tokens):
                return
            token = self.tokens[at]
            if (end := self._past_time(at)) > at:
                at = end
            elif token.folded in _BEGINNING and self._begins_doing(at + 1):
                at += 1
            elif token.folded == "in" and (place := self.starts.get(at + 1)):
                at = place.last
            elif token.folded in _FILLERS or (token.lower and token.folded.endswith("ly")):
                at += 1
            elif token.text in (",", "(") and (closing := self._closing(at)):
                at = closing
            else:
                return
            yield at

    def _begins_doing(self, at: int) -> bool:
        """Whether "to" and a verb, or a verb in -ing, stand here: "began to sell", "has started selling"."""
        following = [token.folded for token in self.tokens[at : at + 2]]
        if following[:1] == ["to"]:
            return not self.grammar.verbs.isdisjoint(following[1:])
        return following[:1] != [] and following[0].endswith("ing") and following[0] in self.grammar.verbs

    def _past_time(self, at: int) -> int:
        """After words that say when: "on Monday", "in early March 2024", "earlier this week", "last year"."""
        end = at
        while end < len(self.tokens) and end - at < 6 and self.tokens[end].folded in _BEFORE_TIMES:
            end += 1
        timed = end
        while timed < len(self.tokens) and self._says_when(self.tokens[timed]):
            timed += 1
        return timed if timed > end else at

    def _says_when(self, token: Token) -> bool:
        return token.folded in TIMES or token.folded in PERIODS or (token.text.isdigit() and len(token.text) in (1, 2, 4))

    def _closing(self, at: int) -> int | None:
        """After the mark that ends the aside which begins at `at`: ", the maker of Claude,"."""
        wanted = {",": ",", "(": ")"}[self.tokens[at].text]
        for position in range(at + 2, min(at + 16, len(self.tokens))):
            if self.tokens[position].text == wanted:
                return position + 1
            if self.tokens[position].text in ".;":
                return None
        return None

    def past_describing(self, at: int) -> Iterator[int]:
        yield at
        for position in range(at, min(at + 8, len(self.tokens))):
            token = self.tokens[position]
            if token.kind == "mark" and token.folded != "'s" and not self._joins_adjectives(position):
                return
            if token.folded in BARRIERS and position not in self.starts:
                return
            yield position + 1

    def _joins_adjectives(self, at: int) -> bool:
        """Whether the comma stands between describing words: "a multi-year, multi-billion dollar"."""
        if self.tokens[at].text != "," or not 0 < at < len(self.tokens) - 1 or at - 1 in self.starts:
            return False
        return self.tokens[at - 1].lower and (self.tokens[at + 1].lower or self.tokens[at + 1].kind == "money")

    def run_of_words(self, at: int, most: int) -> int:
        """After the words of one phrase, which "and" may join."""
        end = at
        while end < len(self.tokens) and end - at < most:
            token = self.tokens[end]
            if token.kind != "word" or (self._is_barrier(token) and (token.folded != "and" or end == at)):
                break
            end += 1
        while end > at and self.tokens[end - 1].folded in BARRIERS:
            end -= 1
        return end

    def _is_barrier(self, token: Token) -> bool:
        """Whether a word ends a phrase; "US" is no pronoun."""
        return token.folded in BARRIERS and token.text != "US"

    def owner(self, at: int) -> Phrase | None:
        """The name before 's that begins here: Lovable in "Lovable's Series A"."""
        while at < len(self.tokens) and at not in self.starts and self.tokens[at].folded in DETERMINERS:
            at += 1
        name = self.starts.get(at)
        if name is None or name.last >= len(self.tokens) or self.tokens[name.last].folded != "'s":
            return None
        return Phrase(name, (), (), (), name.last)

    def precedes_founder(self, at: int) -> bool:
        """Whether the name that begins here is told as what somebody founded: "Arcadia co-founder Hélène Okafor"."""
        name = self.starts.get(at)
        return name is not None and name.last < len(self.tokens) and self.tokens[name.last].folded in _FOUNDERS

    def before_field(self, name: Name, following: Token) -> int:
        """After the words of a name before a field of work: Arcadia in "Arcadia Cloud AI lead", not in "Scale AI CEO"."""
        last = name.last
        if last - name.first > 1 and self.tokens[last - 1].folded == "ai" and following.lower:
            last -= 1
            if last - name.first == 2 and ORGANISED.fullmatch(self.tokens[last - 1].text):
                last -= 1
        return last

    def before_number(self, name: Name) -> int:
        """After the words of a name before one with a digit: Nvidia in "Nvidia H20"."""
        numbered = (at for at in range(name.first + 1, name.last) if any(letter.isdigit() for letter in self.tokens[at].text))
        return next(numbered, name.last)

    def phrase(self, at: int) -> Phrase | None:
        """The noun phrase that begins here and has a name for its head."""
        if at not in self._phrases:
            self._phrases[at] = self._phrase_at(at)
        return self._phrases[at]

    def _phrase_at(self, at: int) -> Phrase | None:
        position = at
        if at < len(self.tokens) and at not in self.starts and self.tokens[at].lower and self.tokens[at].folded.endswith("ing"):
            return None  # "starts selling Tern" does not start Tern
        while position < len(self.tokens) and position not in self.starts and position - at < 7:
            token = self.tokens[position]
            if (token.kind != "word" or (token.folded in BARRIERS and token.folded not in DETERMINERS)) and not self._opens_aside(
                at, position
            ):
                return None
            position += 1
        if position not in self.starts:
            return None
        describing = [token.folded for token in self.tokens[at:position]]
        while True:
            head = self.starts[position]
            after = head.last
            possessive = after < len(self.tokens) and self.tokens[after].folded == "'s"
            ahead = self.past_nouns(after + possessive)
            if body := self._public_body(head, ahead):
                return Phrase(body, tuple(describing), (), self._aside(ahead), ahead)
            if possessive and (end := self._past_part(ahead)):
                return Phrase(head, tuple(describing), (), (), end)
            if ahead in self.starts and (ahead > after):
                describing.extend(token.folded for token in self.tokens[head.first : ahead])
                position = ahead
                continue
            if possessive:
                return None
            trailing = tuple(token.folded for token in self.tokens[after:ahead])
            return Phrase(head, tuple(describing), trailing, self._aside(ahead), ahead)

    def _opens_aside(self, first: int, at: int) -> bool:
        """Whether the comma stands between a noun that tells what it is and its name: "its browser, Tern"."""
        if self.tokens[at].text != "," or at <= first or at + 1 not in self.starts:
            return False
        return any((self.tokens[at - 1].folded,) == sign for sign, _ in self.grammar.signs)

    def _public_body(self, head: Name, end: int) -> Name | None:
        """A regulator that is called by its country and its task: "Italy's data protection authority", "the US government"."""
        last = self.tokens[end - 1].folded
        if end in self.starts or head.text.casefold() not in places() | peoples() or last not in self.grammar.bodies:
            return None
        vague = last != "government" and not any(token.lower for token in self.tokens[head.last : end - 1])
        return None if end <= head.last or vague else Name(head.first, end, self.span(head.first, end))

    def _past_part(self, at: int) -> int | None:
        """After what is part of its owner and acts in its name: "'s board", "'s Tern team"."""
        if at in self.starts:
            at = self.past_nouns(self.starts[at].last)
        if at < len(self.tokens) and self.tokens[at].folded in PARTS:
            at += 1
        return at if self.tokens[at - 1].folded in PARTS and at not in self.starts else None

    def past_nouns(self, at: int) -> int:
        """After the common nouns that stand here."""
        while at < len(self.tokens) and (self._is_noun(self.tokens[at]) or self._is_position(at) or self._is_part(at)):
            at += 1
        return at

    def _is_part(self, at: int) -> bool:
        """Whether a word is a part of an organisation, and not a verb: "the Tern team", not "they team up"."""
        return self.tokens[at].folded in PARTS and not (at + 1 < len(self.tokens) and self.tokens[at + 1].folded == "up")

    def _is_position(self, at: int) -> bool:
        """Whether a word that may be a verb is a position here: "its AI lead Eric Boyd", not "they lead the round"."""
        if self.tokens[at].folded not in self.grammar.positions:
            return False
        following = self.tokens[at + 1] if at + 1 < len(self.tokens) else None
        return following is None or (following.kind in ("word", "mark") and following.folded not in DETERMINERS)

    def _is_noun(self, token: Token) -> bool:
        word = token.folded
        if token.kind != "word" or word in BARRIERS | DETERMINERS | _FILLERS | _NO_NOUNS or token.text == "&":
            return False
        if not token.lower and word not in self.grammar.vocabulary:
            return False
        return not word.endswith(("ly", "ing")) and word not in self.grammar.verbs

    def _aside(self, at: int) -> tuple[str, ...]:
        """The words of ", its first large language model" after a name."""
        if at + 1 >= len(self.tokens) or self.tokens[at].text not in (",", "(", "—", "–", "-") or at + 1 in self.starts:
            return ()
        words = []
        for token in self.tokens[at + 1 : at + 12]:
            if token.kind == "mark" or token.folded in BARRIERS:
                break
            words.append(token.folded)
        return tuple(words)

    def is_titled(self, phrase: Phrase) -> bool:
        """Whether it is a person with a position: "former executive Hélène Okafor" is no organisation."""
        return phrase.describing[-1:] != () and phrase.describing[-1] in self.grammar.positions and self.is_person(phrase.head)

    def is_surely_person(self, name: Name) -> bool:
        """Whether it is a person by what is known, or by a given name before a surname."""
        return name.type == "person" or (
            name.type is None and self.is_person(name) and name.text.split()[0].casefold() in given_names()
        )

    def is_occasion(self, phrase: Phrase) -> bool:
        """Whether it names a gathering: "its Tern conference"."""
        return not _OCCASIONS.isdisjoint(phrase.trailing)

    def is_person(self, name: Name) -> bool:
        if name.type is not None:
            return name.type == "person"
        return looks_like_person(name.text) and not ORGANISED.search(name.text)

    def told(self, phrase: Phrase) -> frozenset[str]:
        """The roles whose signs stand nearest to the head: after it, in an aside, before it."""
        if phrase not in self._told:
            self._told[phrase] = self._nearest_signs(phrase)
        return self._told[phrase]

    def _nearest_signs(self, phrase: Phrase) -> frozenset[str]:
        for words in (phrase.trailing, phrase.aside, phrase.describing):
            ends = [
                (at + len(sign), role)
                for at, word in enumerate(words)
                for sign, role in self.grammar.signs_by_word.get(word, ())
                if words[at : at + len(sign)] == sign
            ]
            if ends:
                last = max(end for end, _ in ends)
                return frozenset(role for end, role in ends if end == last)
        return frozenset()

    def tells_a_kind(self, phrase: Phrase) -> bool:
        """Whether words about the head are triggers: "Stargate, a data center project" is no product."""
        around = (*phrase.trailing, "|", *phrase.aside)
        return any(
            around[at : at + len(words)] == words
            for at, word in enumerate(around)
            for words, _, _ in self.grammar.triggers_by_word.get(word, ())
        )

    def span(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]
