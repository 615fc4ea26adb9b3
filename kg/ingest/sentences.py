"""The dated-sentence reader: "Amazon invests $4bn in Anthropic" becomes an Investment with its roles.

Deterministic. What it knows of kinds and roles stands in the ontology (el:template, el:trigger, el:cue, el:sign); here
is only the grammar of English that all kinds share. What it cannot place goes into notes and is never guessed.
"""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

from babel import Locale
from pyoxigraph import NamedNode

from kg.ingest.base import Context
from kg.ingest.names import (
    BARRIERS,
    DETERMINERS,
    Name,
    NameFinder,
    Token,
    is_abbreviation,
    looks_like_person,
    looks_versioned,
    tokens_of,
    word_set,
)
from kg.ingest.templates import Filling, Match, Pattern, Slot, compile_template
from kg.money import Money
from kg.ontology import EventKind, Ontology, Role
from kg.records import EntityType, Participant
from kg.terms import EL, ORG, PROV, SCHEMA

LONGEST_SENTENCE = 1000
"""Characters that are read of a sentence; no sentence of a timeline is longer."""
FALLBACK = "Other"

_CLASSES: Mapping[EntityType, NamedNode] = {
    "organization": ORG.Organization,
    "person": SCHEMA.Person,
    "agent": PROV.Agent,
    "model": EL.AIModel,
    "product": EL.Product,
    "place": SCHEMA.Place,
}
_FILLERS = word_set(
    """has have had is are was were be been being will would to also now then again officially reportedly formally just about
    plans plan planned planning agrees agreed agreeing set aims seeks sought wants expects expected said reported reports in
    talks nears moves close poised intends decides confirms confirmed says announces announced that it they offers offered
    once first publicly jointly initially later soon today recently co today, quietly then newly
    """
)
"""Words that may stand between the parts of a pattern without changing what it says."""
_NO_NOUNS = word_set("available open free public generally alongside last next early late following near ahead worth")
_IRREGULAR = word_set("bought built left began sold put took made got went came won quit spun")
_ORGANISED = re.compile(
    r"\b(?:inc|corp|corporation|ltd|llc|plc|gmbh|labs?|ai|capital|ventures|partners|research|bank|group|university|commission|"
    r"institute|fund|holdings|technologies|systems|studios?|foundation|court|department|ministry|government|"
    r"authority|agency|council|association|media|news|times|cloud|robotics|computing|networks?|security|semiconductor)\b",
    re.IGNORECASE,
)
_MIXED = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLe)(?<!\bLa)(?<!\bVan)(?<=[a-z])[A-Z]")
"""Capitals inside a word, as in OpenAI, which names of people lack."""
_VALUED_BEFORE = re.compile(
    r"(?:valu(?:ed|ing|es)\b[^.,;]{0,60}\bat|valuation\s+(?:of|at|near|above|over)|value\s+of|worth|valuation\s+to|valuing\s+\S+\s+at)\s*"
    r"(?:(?:a|an|about|around|over|some|more than|up to|nearly|the)\s*)*$",
    re.IGNORECASE,
)
_VALUED_AFTER = re.compile(r"\s*(?:(?:post|pre)-money\s+)?(?:[\w-]+\s+)?(?:valuation|value)\b", re.IGNORECASE)
_TOTALLED_BEFORE = re.compile(r"(?:total\w*|overall|altogether)\b[^.,;]{0,30}$", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """What one sentence says: a Hire at Anthropic, from Microsoft.

    `organisation` is the principal one, `None` where the sentence names none. `notes` say what could not be placed.
    """

    kind: str
    organisation: str | None
    participants: tuple[Participant, ...] = ()
    amount: Money | None = None
    valuation: Money | None = None
    round: str = ""
    notes: tuple[str, ...] = ()


def read_sentence(sentence: str, context: Context, *, about: str = "") -> Reading:
    """What the sentence says; `about` is the organisation meant where it names none. Never raises for odd text."""
    return SentenceReader(context).read(sentence, about=about)


class SentenceReader:
    """Reads sentences with one ontology and one set of known names; `extra` are names that the document itself makes known."""

    def __init__(self, context: Context, extra: Mapping[str, EntityType] | None = None) -> None:
        self._grammar = _grammar_of(context.ontology)
        self._types = {**(extra or {}), **context.lexicon.types}
        self._finder = NameFinder(self._types, self._grammar.vocabulary)

    def read(self, sentence: str, *, about: str = "") -> Reading:
        text = " ".join(sentence[: LONGEST_SENTENCE * 2].split())[:LONGEST_SENTENCE]
        return _Sentence(text, self._grammar, self._finder).reading(about)

    def read_reference(self, sentence: str, kind: str, organisation: str) -> Reading | None:
        """What a sentence adds to an event told before, such as "The hire is identified as ..."; `None` where it adds nothing."""
        text = " ".join(sentence[: LONGEST_SENTENCE * 2].split())[:LONGEST_SENTENCE]
        return _Sentence(text, self._grammar, self._finder).reference(self._grammar.ontology.kind(kind), organisation)

    def organisations(self, sentence: str) -> tuple[str, ...]:
        """The organisations that a sentence speaks of: known ones, its subject, and possessors."""
        text = " ".join(sentence[: LONGEST_SENTENCE * 2].split())[:LONGEST_SENTENCE]
        return _Sentence(text, self._grammar, self._finder).organisations()

    def names(self, sentence: str) -> tuple[Name, ...]:
        """The names in a text, in order."""
        text = sentence[:LONGEST_SENTENCE]
        return self._finder.find(text, tokens_of(text))


# --- The ontology, made ready for matching ------------------------------------------------------------------------------


@dataclass(frozen=True, eq=False)
class _Grammar:
    ontology: Ontology

    @cached_property
    def patterns(self) -> tuple[tuple[EventKind, Pattern], ...]:
        return tuple((kind, compile_template(source)) for kind in self.ontology.kinds for source in kind.templates)

    @cached_property
    def triggers(self) -> tuple[tuple[tuple[str, ...], EventKind, float], ...]:
        """Words of each trigger, its kind and its weight: the more kinds share it, the less it tells."""
        shared: dict[tuple[str, ...], list[EventKind]] = {}
        for kind in self.ontology.kinds:
            for trigger in kind.triggers:
                shared.setdefault(_folded(trigger), []).append(kind)
        return tuple(
            (words, kind, (1 + 0.3 * (len(words) - 1)) / len(kinds)) for words, kinds in shared.items() for kind in kinds
        )

    @cached_property
    def cues(self) -> tuple[tuple[tuple[str, ...], Role], ...]:
        """Words of each cue, longest first."""
        found = [(_folded(cue), role) for role in self.ontology.roles for cue in role.cues]
        return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0], pair[1].name)))

    @cached_property
    def signs(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Words of each sign of a role that a name fills, and the role's name."""
        return tuple((_folded(sign), role.name) for role in self.ontology.roles if not role.is_text for sign in role.signs)

    @cached_property
    def positions(self) -> frozenset[str]:
        """Single words that are signs of a role filled with words: chief, lead."""
        return frozenset(sign for role in self.ontology.roles if role.is_text for sign in role.signs)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that the ontology uses to tell kinds and roles: a capital alone does not make these names."""
        words = {word for _, pattern in self.patterns for word in pattern.words()}
        words.update(word for phrase, _, _ in self.triggers for word in phrase)
        words.update(word for phrase, _ in self.cues for word in phrase)
        words.update(word for role in self.ontology.roles for sign in role.signs for word in _folded(sign))
        return frozenset(words - {"ai"})

    def own_roles(self, kind: EventKind) -> frozenset[str]:
        """The roles that the kind's templates name: they come before others that share a cue."""
        return frozenset(re.findall(r"\{\s*([\w-]+)\s*\}", " ".join(kind.templates)))

    @cached_property
    def references(self) -> Mapping[str, tuple[Pattern, ...]]:
        """The patterns by kind that come back to an event."""
        return {kind.name: tuple(compile_template(source) for source in kind.references) for kind in self.ontology.kinds}

    @cached_property
    def verbs(self) -> frozenset[str]:
        """Verbs among the words of the ontology: alternatives of which one is a past tense are forms of verbs."""
        groups = [group for _, pattern in self.patterns for group in pattern.choices()]
        told = {word for group in groups if any(_is_past(word) for word in group) for word in group}
        past = {word for phrase, _, _ in self.triggers for word in phrase[:1] if _is_past(word)}
        stems = {stem for word in past for stem in (word[:-1], word[:-2])}
        return frozenset(told | past | {word for word in self.vocabulary if word.removesuffix("s") in stems or word in stems})

    def principal_role(self, kind: EventKind) -> Role | None:
        """The role that the principal organisation also plays, where the kind lists it."""
        return next((use.role for use in kind.roles if use.role.iri == kind.principal), None)


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in _IRREGULAR


@lru_cache(maxsize=8)
def _grammar_of(ontology: Ontology) -> _Grammar:
    return _Grammar(ontology)


def _folded(phrase: str) -> tuple[str, ...]:
    return tuple(token.folded for token in tokens_of(phrase))


@cache
def _places() -> frozenset[str]:
    """Names of countries, and of the cities that stand for time zones."""
    territories = {name for code, name in Locale("en").territories.items() if code.isalpha()}
    cities = {zone.rsplit("/", 1)[-1].replace("_", " ") for zone in zoneinfo.available_timezones() if "/" in zone}
    return frozenset(name.casefold() for name in territories | cities) | {"us", "u.s.", "uk", "u.k.", "eu", "uae", "europe"}


@cache
def _peoples() -> frozenset[str]:
    """Adjectives such as Italian, which stand before a noun and name no organisation."""
    languages = {name.casefold() for name in Locale("en").languages.values() if " " not in name}
    return frozenset(
        languages | word_set("american british canadian australian indian european brazilian saudi israeli swiss belgian asian")
    )


# --- One sentence -------------------------------------------------------------------------------------------------------


@dataclass
class _Sentence:
    """One sentence while it is read."""

    text: str
    grammar: _Grammar
    finder: NameFinder
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens: tuple[Token, ...] = tokens_of(self.text)
        self.names: tuple[Name, ...] = self.finder.find(self.text, self.tokens)
        self.starts: dict[int, Name] = {name.first: name for name in self.names}
        self.phrases: dict[int, _Phrase | None] = {}

    # --- what kind ---

    def reading(self, about: str) -> Reading:
        kind, match = self._kind()
        fillings = list(match.fillings) if match else []
        if kind is None:
            kind = self.grammar.ontology.kind(FALLBACK)
            self.notes.append("no word tells what kind of event this is")
        else:
            fillings.extend(self._cued(kind, fillings))
        amount, valuation, round_name = self._money(kind)
        named = self._named_principal(kind, fillings)
        organisation = named or self._principal(fillings, about)
        own = self.grammar.principal_role(kind)
        if named and own and not any(filling.role == own.name for filling in fillings):
            fillings.append(Filling(own.name, (named,), 0, 0))
        participants = self._participants(kind, fillings, organisation)
        self._note_unplaced(participants, organisation)
        return Reading(kind.name, organisation, participants, amount, valuation, round_name, tuple(dict.fromkeys(self.notes)))

    def reference(self, kind: EventKind, organisation: str) -> Reading | None:
        """The parts that a reference pattern of the kind tells, at the sentence's beginning."""
        found = [
            match for pattern in self.grammar.references[kind.name] for match in self._matches(kind, pattern) if match.first == 0
        ]
        best = max(found, key=lambda match: match.score, default=None)
        if best is None or any(filling.weight < 0.9 for filling in best.fillings):
            return None
        if self._named_principal(kind, best.fillings) not in (None, organisation):
            return None
        sums = {
            filling.role: self.tokens[filling.last - 1].money
            for filling in best.fillings
            if filling.role in ("amount", "valuation")
        }
        participants = self._participants(kind, best.fillings, organisation)
        return Reading(kind.name, organisation, participants, sums.get("amount"), sums.get("valuation"))

    def organisations(self) -> tuple[str, ...]:
        """Names of organisations: known ones anywhere; of unknown names, the first and those that possess something."""
        role = self.grammar.ontology.role("organisation")
        found: list[str] = []
        for name in self.names:
            owned = name.first > 0 and self.tokens[name.first - 1].folded == "'s"
            if name.type is not None:
                fits = self._covers(role, name.type)
            else:
                possesses = name.last < len(self.tokens) and self.tokens[name.last].folded == "'s"
                unlike = looks_versioned(name.text) or name.text.casefold() in _places() or is_abbreviation(name.text)
                fits = not unlike and not owned and (possesses or name is self.names[0])
            if fits and name.text not in found:
                found.append(name.text)
        return tuple(found)

    def _kind(self) -> tuple[EventKind | None, Match | None]:
        """The kind that the sentence tells best, and how its best pattern fits."""
        present = {token.folded for token in self.tokens}
        scores: dict[str, float] = {}
        best: dict[str, Match] = {}
        for words, kind, weight in self.grammar.triggers:
            at = self._find(words)
            if at is not None:
                scores[kind.name] = scores.get(kind.name, 0.0) + weight * (1 - 0.03 * min(at, 15))
        matched: dict[str, float] = {}
        for kind, pattern in self.grammar.patterns:
            if present.isdisjoint(pattern.first_words()):
                continue
            for match in self._matches(kind, pattern):
                value = 1.5 + match.score - 0.08 * match.first
                if value > matched.get(kind.name, 0.0):
                    matched[kind.name], best[kind.name] = value, match
        for name, value in matched.items():
            scores[name] = scores.get(name, 0.0) + value
        if not scores:
            return None, None
        chosen = max(self.grammar.ontology.kinds, key=lambda kind: (scores.get(kind.name, -1.0), kind.order))
        return chosen, best.get(chosen.name)

    def _matches(self, kind: EventKind, pattern: Pattern) -> Iterator[Match]:
        def read(role: str, at: int, filled: tuple[Filling, ...], goes_on: bool) -> Iterator[Filling]:
            return self._slot(kind, role, at, filled, goes_on)

        first_node = pattern.nodes[0]
        begins_with_name = isinstance(first_node, Slot) and not self.grammar.ontology.role(first_node.role).is_text
        for first in sorted(self.starts) if begins_with_name else range(len(self.tokens)):
            match = pattern.match(self.tokens, first, read, self._past_fillers, self._past_describing)
            if match and match.words:
                yield match

    def _find(self, words: tuple[str, ...], start: int = 0) -> int | None:
        """Where these words stand, outside names that merely contain them."""
        for at in range(start, len(self.tokens) - len(words) + 1):
            if self._stands(words, at):
                return at
        return None

    def _stands(self, words: tuple[str, ...], at: int) -> bool:
        last = at + len(words)
        if last > len(self.tokens) or any(self.tokens[at + step].folded != word for step, word in enumerate(words)):
            return False
        return not any(name.type and name.first <= at and last <= name.last for name in self.names)

    # --- passing over words ---

    def _past_fillers(self, at: int) -> Iterator[int]:
        yield at
        for _ in range(6):
            if at >= len(self.tokens):
                return
            token = self.tokens[at]
            if token.folded in _FILLERS or (token.lower and token.folded.endswith("ly")):
                at += 1
            elif token.text in (",", "(") and (closing := self._closing(at)):
                at = closing
            else:
                return
            yield at

    def _closing(self, at: int) -> int | None:
        """After the mark that ends the aside which begins at `at`: ", the maker of Claude,"."""
        wanted = {",": ",", "(": ")"}[self.tokens[at].text]
        for position in range(at + 2, min(at + 16, len(self.tokens))):
            if self.tokens[position].text == wanted:
                return position + 1
            if self.tokens[position].text in ".;":
                return None
        return None

    def _past_describing(self, at: int) -> Iterator[int]:
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

    # --- what fills a slot ---

    def _slot(self, kind: EventKind, role_name: str, at: int, filled: tuple[Filling, ...], goes_on: bool) -> Iterator[Filling]:
        if role_name in ("amount", "valuation"):
            yield from self._sum(role_name, at)
            return
        if role_name == "round":
            if at < len(self.tokens) and self.tokens[at].kind == "round":
                yield Filling(role_name, (self.tokens[at].text,), at, at + 1)
            return
        role = self.grammar.ontology.role(role_name)
        if role.is_text:
            yield from self._wording(role, at)
            return
        use = kind.role(role.name)
        taken = {name for filling in filled for name in filling.names}
        candidates = list(self._named(role, at, single=bool(use and use.single)))
        if goes_on and self._covers(role, "organization") and not self._covers(role, "person"):
            candidates.extend(self._leading_part(role, at))
        for filling in candidates:
            if taken.isdisjoint(filling.names):
                yield filling

    def _sum(self, role_name: str, at: int) -> Iterator[Filling]:
        while at < len(self.tokens) and self.tokens[at].folded in DETERMINERS | {"about", "some", "another", "up", "to", "over"}:
            at += 1
        if at < len(self.tokens) and self.tokens[at].kind == "money":
            yield Filling(role_name, (self.tokens[at].text,), at, at + 1)

    def _wording(self, role: Role, at: int) -> Iterator[Filling]:
        """A position: words up to one that is a sign of the role, with what follows "of". Without signs, all words."""
        while at < len(self.tokens) and self.tokens[at].folded in DETERMINERS | {"former"}:
            at += 1
        if (name := self.starts.get(at)) and name.type is None and is_abbreviation(self.tokens[at].text):
            self._note_abbreviation(self.tokens[at].text)
            at += 1
        if (name := self.starts.get(at)) and looks_like_person(name.text) and not _ORGANISED.search(name.text):
            return
        end = self._run_of_words(at, 8)
        signs = {sign.casefold() for sign in role.signs}
        last = max((step + 1 for step in range(at, end) if self.tokens[step].folded in signs), default=None) if signs else end
        if last is None or last <= at:
            return
        yield Filling(role.name, (self._span(at, last),), at, last)
        if last < len(self.tokens) and self.tokens[last].folded in ("of", "for"):
            end = self._run_of_words(last + 1, 5)
            if end > last + 1:
                yield Filling(role.name, (self._span(at, end),), at, end, 1.1)

    def _run_of_words(self, at: int, most: int) -> int:
        """After the words of one phrase, which "and" may join."""
        end = at
        while end < len(self.tokens) and end - at < most:
            token = self.tokens[end]
            if token.kind != "word" or (token.folded in BARRIERS and (token.folded != "and" or end == at)):
                break
            end += 1
        while end > at and self.tokens[end - 1].folded in BARRIERS:
            end -= 1
        return end

    def _note_abbreviation(self, text: str) -> None:
        self.notes.append(f"'{text}' is an abbreviation that no known name has")

    def _named(self, role: Role, at: int, *, single: bool) -> Iterator[Filling]:
        """Noun phrases whose head is a name that may fill the role; a list of them first."""
        phrase = self._phrase(at)
        weight = self._fits(role, phrase) if phrase else None
        if phrase is None or weight is None:
            return
        if self._modifies(phrase):
            return
        texts, end = [self._cleaned(role, phrase)], phrase.last
        following = self._listed(role, phrase) if not phrase.trailing else []
        if following and not single:
            yield Filling(
                role.name,
                (*texts, *(self._cleaned(role, item) for item in following)),
                at,
                following[-1].end,
                weight + 0.3 * len(following),
            )
        yield Filling(role.name, tuple(texts), at, phrase.end, weight)
        if phrase.end != end:
            yield Filling(role.name, tuple(texts), at, end, weight - 0.1)

    def _leading_part(self, role: Role, at: int) -> Iterator[Filling]:
        """The known name, else the first word, of a run of capitals: Microsoft in "Microsoft Azure AI lead"."""
        while at < len(self.tokens) and self.tokens[at].folded in DETERMINERS | {"former", "ex"}:
            at += 1
        former = at > 0 and self.tokens[at - 1].folded in ("former", "ex")
        name = self.starts.get(at)
        if name is None or is_abbreviation(self.tokens[at].text):
            return
        following = self.tokens[name.last] if name.last < len(self.tokens) else None
        known = self.finder.known_at(self.tokens, at)
        if known and known.last < name.last and self._covers(role, known.type):
            yield Filling(role.name, (known.text,), at, known.last, 0.8)
        elif name.type is None and not former and looks_like_person(name.text) and not _ORGANISED.search(name.text):
            return
        elif name.type is None and known is None and following is not None and following.kind == "word":
            length = name.last - name.first
            last = name.last if length <= 2 and self.tokens[name.last - 1].folded != "ai" else name.first + 1
            yield Filling(role.name, (self._span(at, last),), at, last, 0.6)
        elif name.type and self._covers(role, name.type):
            yield Filling(role.name, (name.text,), at, name.last, 0.8)

    def _phrase(self, at: int) -> _Phrase | None:
        """The noun phrase that begins here and has a name for its head."""
        if at not in self.phrases:
            self.phrases[at] = self._phrase_at(at)
        return self.phrases[at]

    def _phrase_at(self, at: int) -> _Phrase | None:
        position = at
        while position < len(self.tokens) and position not in self.starts and position - at < 7:
            token = self.tokens[position]
            if token.kind != "word" or (token.folded in BARRIERS and token.folded not in DETERMINERS):
                return None
            position += 1
        if position not in self.starts:
            return None
        describing = [token.folded for token in self.tokens[at:position]]
        while True:
            head = self.starts[position]
            after = head.last
            possessive = after < len(self.tokens) and self.tokens[after].folded == "'s"
            ahead = self._past_nouns(after + possessive)
            if ahead in self.starts and (ahead > after):
                describing.extend(token.folded for token in self.tokens[head.first : ahead])
                position = ahead
                continue
            if possessive:
                return None
            trailing = tuple(token.folded for token in self.tokens[after:ahead])
            return _Phrase(head, tuple(describing), trailing, self._aside(ahead), ahead)

    def _past_nouns(self, at: int) -> int:
        """After the common nouns that stand here."""
        while at < len(self.tokens) and (self._is_noun(self.tokens[at]) or self._is_position(at)):
            at += 1
        return at

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

    def _modifies(self, phrase: _Phrase) -> bool:
        """Whether the name and the next ones only describe what follows: "former Meta and Google researchers"."""
        at = phrase.last
        if phrase.trailing or at >= len(self.tokens) or self.tokens[at].folded not in (",", "and", "or", "&"):
            return False
        following = self._phrase(at + 1)
        return following is not None and bool(following.trailing) and at + 1 in self.starts and not self._told(following)

    def _listed(self, role: Role, first: _Phrase) -> list[_Phrase]:
        """The further items of "A, B and C", where they may fill the same role."""
        found: list[_Phrase] = []
        at, closed = first.last, False
        while at < len(self.tokens) and not closed and len(found) < 12:
            start = at
            if self.tokens[at].text == ",":
                at += 1
            if at < len(self.tokens) and (self.tokens[at].folded in ("and", "&") or self._stands(("as", "well", "as"), at)):
                at += 3 if self.tokens[at].folded == "as" else 1
                closed = True
            if at == start:
                break
            if closed and at < len(self.tokens) and self.tokens[at].folded in ("others", "other", "more"):
                break
            item = self._phrase(at)
            if item is None or item.trailing or self._fits(role, item) is None:
                return found if closed else []
            found.append(item)
            at = item.last
        return found if closed else []

    def _fits(self, role: Role, phrase: _Phrase) -> float | None:
        """How well the head may fill the role: above 1 with evidence, `None` where it may not."""
        text, known = phrase.head.text, phrase.head.type
        if is_abbreviation(text) and known is None:
            self._note_abbreviation(text)
            return None
        told = self._told(phrase)
        if any(self._alike(role, self.grammar.ontology.role(name)) for name in told):
            return 1.3 if known is None or self._covers(role, known) else None
        if known is not None:
            return 1.2 if self._covers(role, known) and not phrase.trailing else None
        if told and role.signs:
            return None
        if role.range == EL.AIModel:
            return 1.1 if looks_versioned(text) and not phrase.trailing else None
        if role.range == EL.Product:
            return None if looks_versioned(text) or self._tells_a_kind(phrase) else 0.9
        if phrase.trailing or told or (phrase.describing[-1:] in (("former",), ("ex",)) and not looks_like_person(text)):
            return None
        if role.range == SCHEMA.Person:
            return self._fits_person(text)
        if role.range == SCHEMA.Place:
            return self._fits_place(text)
        if text.casefold() in _peoples() or (looks_versioned(text) and self._covers(role, "organization")):
            return None
        return 1.0

    def _alike(self, one: Role, other: Role) -> bool:
        """Whether what fills one role may fill the other."""
        covers = self.grammar.ontology.covers
        return covers(one.range, other.range) or covers(other.range, one.range)

    def _fits_person(self, text: str) -> float | None:
        if _ORGANISED.search(text) or any(letter.isdigit() for letter in text) or text.isupper() or _MIXED.search(text):
            return None
        return 1.0 if looks_like_person(text) else 0.7

    def _fits_place(self, text: str) -> float | None:
        if text.casefold() in _places():
            return 1.2
        plain = all(
            word.isalpha() and word[0].isupper() and not word[1:].isupper() and word[1:].islower() for word in text.split()
        )
        return 0.8 if plain and len(text) > 3 and not _ORGANISED.search(text) else None

    def _told(self, phrase: _Phrase) -> frozenset[str]:
        """The roles whose signs stand nearest to the head: after it, in an aside, before it."""
        for words in (phrase.trailing, phrase.aside, phrase.describing):
            last, roles = -1, set[str]()
            for sign, role in self.grammar.signs:
                for at in range(len(words) - len(sign) + 1):
                    if words[at : at + len(sign)] == sign:
                        if at + len(sign) > last:
                            last, roles = at + len(sign), {role}
                        elif at + len(sign) == last:
                            roles.add(role)
            if roles:
                return frozenset(roles)
        return frozenset()

    def _tells_a_kind(self, phrase: _Phrase) -> bool:
        """Whether words about the head are triggers: "Stargate, a data center project" is no product."""
        around = (*phrase.trailing, "|", *phrase.aside)
        return any(
            around[at : at + len(words)] == words
            for words, _, _ in self.grammar.triggers
            for at in range(len(around) - len(words) + 1)
        )

    def _covers(self, role: Role, known: EntityType | None) -> bool:
        if known is None:
            return False
        if known == "agent":
            return any(self.grammar.ontology.covers(role.range, _CLASSES[kind]) for kind in ("organization", "person", "agent"))
        return self.grammar.ontology.covers(role.range, _CLASSES[known])

    def _cleaned(self, role: Role, phrase: _Phrase) -> str:
        """The name without what belongs to others: `Sam Altman` of "President Sam Altman"."""
        text = phrase.head.text
        if role.range == SCHEMA.Person:
            words = text.split()
            while len(words) > 1 and words[0].casefold() in self.grammar.vocabulary:
                words.pop(0)
            return " ".join(words)
        known = self.finder.known_at(self.tokens, phrase.head.first)
        if role.range in (EL.AIModel, EL.Product) and known and known.last < phrase.head.last and known.type == "organization":
            return self._span(known.last, phrase.head.last)
        return text

    def _span(self, first: int, last: int) -> str:
        return self.text[self.tokens[first].start : self.tokens[last - 1].end]

    # --- roles after cues ---

    def _cued(self, kind: EventKind, filled: Sequence[Filling]) -> list[Filling]:
        """What stands after the cues of the kind's roles, outside what a pattern has taken."""
        taken = {position for filling in filled for position in range(filling.first, filling.last)}
        used = {name.casefold() for filling in filled for name in filling.names}
        single = {use.role.name for use in kind.roles if use.single}
        have = {filling.role for filling in filled}
        found: list[Filling] = []
        own = self.grammar.own_roles(kind)
        for words, role in sorted(self.grammar.cues, key=lambda cue: (-len(cue[0]), cue[1].name not in own)):
            if kind.role(role.name) is None or (role.name in have and (role.name in single or role.is_text)):
                continue
            for at in range(len(self.tokens) - len(words) + 1):
                after = at + len(words)
                if not self._stands(words, at) or not taken.isdisjoint(range(at, min(after + 1, len(self.tokens)))):
                    continue
                best = next(iter(self._cue_fillings(kind, role, after)), None)
                if (
                    best is None
                    or (best.weight < 0.9 and role.name not in own)
                    or used.intersection(name.casefold() for name in best.names)
                ):
                    continue
                found.append(best)
                have.add(role.name)
                taken.update(range(at, best.last))
                used.update(name.casefold() for name in best.names)
        return found

    def _cue_fillings(self, kind: EventKind, role: Role, at: int) -> list[Filling]:
        if role.is_text:
            return sorted(self._wording(role, at), key=lambda filling: -filling.last)
        use = kind.role(role.name)
        phrase = self._phrase(at)
        if phrase is None or (weight := self._fits(role, phrase)) is None or phrase.trailing:
            return []
        return [*self._named(role, at, single=bool(use and use.single))] if weight else []

    # --- money ---

    def _money(self, kind: EventKind) -> tuple[Money | None, Money | None, str]:
        """Amount, valuation and round, as far as the kind has them."""
        amount = valuation = None
        for token in self.tokens:
            if token.money is None:
                continue
            before, after = self.text[: token.start], self.text[token.end :]
            if _VALUED_BEFORE.search(before[-120:]) or _VALUED_AFTER.match(after[:60]):
                valuation = valuation or token.money
            elif _TOTALLED_BEFORE.search(before[-60:]) or amount is not None:
                self.notes.append(f"'{token.text}' is not the amount of this event")
            else:
                amount = token.money
        round_name = next((_round_name(token.text) for token in self.tokens if token.kind == "round"), "")
        if amount and "amount" not in kind.properties:
            self.notes.append(f"'{amount.text}' is kept in the sentence alone: a {kind.label} has no amount")
            amount = None
        return (
            amount,
            valuation if "valuation" in kind.properties else None,
            round_name if "round" in kind.properties else "",
        )

    # --- who ---

    def _named_principal(self, kind: EventKind, fillings: Sequence[Filling]) -> str | None:
        """The principal organisation, where a slot names it or the role that it also plays."""
        role = self.grammar.principal_role(kind)
        for wanted in filter(None, ("organisation", role.name if role else "")):
            for filling in fillings:
                if filling.role == wanted:
                    return filling.names[0]
        return None

    def _participants(self, kind: EventKind, fillings: Sequence[Filling], organisation: str | None) -> tuple[Participant, ...]:
        """The names in the kind's roles; the principal organisation is among them only in the role that it also plays."""
        own = self.grammar.principal_role(kind)
        found: list[Participant] = []
        for use in kind.roles:
            names = dict.fromkeys(name for filling in fillings if filling.role == use.role.name for name in filling.names)
            plays = own is not None and use.role.name == own.name
            found.extend(Participant(role=use.role.name, name=name) for name in names if plays or name != organisation)
        return tuple(part for part in found if part.role != "organisation")

    def _principal(self, fillings: Sequence[Filling], about: str) -> str | None:
        """The organisation where no pattern tells it: the one that the text is about, a known one, a possessor, the first."""
        taken = {position for filling in fillings for position in range(filling.first, filling.last)}
        role = self.grammar.ontology.role("organisation")
        free: list[tuple[float, int, str]] = []
        for name in self.names:
            if name.first in taken or (is_abbreviation(name.text) and name.type is None):
                continue
            if name.text.casefold() == about.casefold():
                return about
            if name.type is not None and not self._covers(role, name.type):
                known = self.finder.known_at(self.tokens, name.first)
                if not (known and self._covers(role, known.type)):
                    continue
            if name.type is None and (looks_versioned(name.text) or name.text.casefold() in _places() | _peoples()):
                continue
            weight = 1.0 if name.type == "organization" else 0.0
            weight += 0.5 if name.last < len(self.tokens) and self.tokens[name.last].folded == "'s" else 0.0
            weight += 0.6 if name.last < len(self.tokens) and self.tokens[name.last].folded in self.grammar.verbs else 0.0
            weight -= 0.7 if name.type is None and looks_like_person(name.text) and not _ORGANISED.search(name.text) else 0.0
            free.append((-weight, name.first, name.text))
        if about and not any(weight for weight, _, _ in free):
            return about if not free or not fillings else min(free)[2]
        return min(free)[2] if free else about or None

    def _note_unplaced(self, participants: Sequence[Participant], organisation: str | None) -> None:
        placed = {word for name in (organisation or "", *(part.name for part in participants)) for word in _folded(name)}
        for name in self.names:
            if not placed.issuperset(_folded(name.text)):
                self.notes.append(f"'{name.text}' has no role that the sentence makes plain")


@dataclass(frozen=True)
class _Phrase:
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


def _round_name(text: str) -> str:
    words = " ".join(text.split())
    return (
        words.upper().replace("SERIES", "Series").replace("PRE-", "Pre-") if "series" in words.casefold() else words.capitalize()
    )
