"""The dated-sentence reader: "Amazon invests $4bn in Anthropic" becomes an Investment with its roles.

Deterministic. What it knows of kinds and roles stands in the ontology (el:template, el:trigger, el:cue, el:sign); here
is only the grammar of English that all kinds share. What it cannot place goes into notes and is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kg.ingest.base import Context
from kg.ingest.grammar import Grammar, folded_words, grammar_of, peoples, places
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
from kg.ingest.templates import Ahead, Filling, Match, Pattern, Slot
from kg.money import Money
from kg.ontology import EventKind, Role
from kg.records import CLASS_OF, EntityType, Participant
from kg.terms import EL, ORG, SCHEMA

LONGEST_SENTENCE = 1000
"""Characters that are read of a sentence; no sentence of a timeline is longer."""
FALLBACK = "Other"

_FILLERS = word_set(
    """has have had is are was were be been being will would to also now then again officially reportedly formally just about
    plans plan planned planning agrees agreed agreeing set aims seeks sought wants expects expected said reported reports in
    talks nears moves close poised intends decides confirms confirmed says announces announced that it they offers offered
    agree plan aim seek want expect intend decide commit commits
    once first publicly jointly initially later soon today recently co today, quietly then newly
    """
)
"""Words that may stand between the parts of a pattern without changing what it says."""
_PLACING = word_set("in at near outside")
"""Words before the names of places: such a name is the principal organisation in no text that is about another."""
_FOUNDERS = word_set("founder co-founder cofounder founders co-founders")
"""Positions that tell no employment: a founder may have left long ago."""
_PARTS = word_set("team teams unit division arm board subsidiary")
"""Nouns for parts of an organisation that act in its name."""
_NO_NOUNS = word_set("available open free public generally alongside last next early late following near ahead worth")
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
        self._grammar = grammar_of(context.ontology)
        self._types = {**(extra or {}), **context.lexicon.types}
        self._finder = NameFinder(self._types, self._grammar.vocabulary, self._grammar.leading)

    def read(self, sentence: str, *, about: str = "") -> Reading:
        text = _line(sentence)
        if about and self._lacks_subject(text):
            text = f"{about} {text[0].lower()}{text[1:]}"
        return _Sentence(text, self._grammar, self._finder).reading(about)

    def _lacks_subject(self, text: str) -> bool:
        """Whether the sentence begins with its verb: "Raises a seed round."."""
        tokens = tokens_of(text[:200])
        return bool(tokens) and tokens[0].folded in self._grammar.finite and not self.names(text[: tokens[0].end])

    def read_reference(self, sentence: str, kind: str, organisation: str) -> Reading | None:
        """What a sentence adds to an event told before, such as "The hire is identified as ..."; `None` where it adds nothing."""
        text = _line(sentence)
        return _Sentence(text, self._grammar, self._finder).reference(self._grammar.ontology.kind(kind), organisation)

    def organisations(self, sentence: str) -> tuple[str, ...]:
        """The organisations that a sentence speaks of: known ones, its subject, and possessors."""
        text = _line(sentence)
        return _Sentence(text, self._grammar, self._finder).organisations()

    def names(self, sentence: str) -> tuple[Name, ...]:
        """The names in a text, in order."""
        text = sentence[:LONGEST_SENTENCE]
        return self._finder.find(text, tokens_of(text))


def _line(sentence: str) -> str:
    return " ".join(sentence[: LONGEST_SENTENCE * 2].split())[:LONGEST_SENTENCE]


# --- One sentence -------------------------------------------------------------------------------------------------------


@dataclass
class _Sentence:
    """One sentence while it is read."""

    text: str
    grammar: Grammar
    finder: NameFinder
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens: tuple[Token, ...] = tokens_of(self.text)
        self.names: tuple[Name, ...] = self.finder.find(self.text, self.tokens)
        self.starts: dict[int, Name] = {name.first: name for name in self.names}
        self.phrases: dict[int, _Phrase | None] = {}
        self.roles_told: dict[_Phrase, frozenset[str]] = {}

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
        organisation = named or self._principal(kind, fillings, about)
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
        amount, valuation = sums.get("amount"), sums.get("valuation") or self._money(kind)[1]
        return Reading(kind.name, organisation, participants, amount, None if valuation == amount else valuation)

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
                unlike = looks_versioned(name.text) or name.text.casefold() in places() | peoples() or is_abbreviation(name.text)
                fits = not unlike and not owned and (possesses or name is self.names[0])
            if fits and name.text not in found:
                found.append(name.text)
        return tuple(found)

    def _kind(self) -> tuple[EventKind | None, Match | None]:
        """The kind that the sentence tells best, and how its best pattern fits."""
        present = {token.folded for token in self.tokens}
        scores: dict[str, float] = {}
        plain: set[str] = set()
        best: dict[str, Match] = {}
        for words, kind, weight in self.grammar.triggers:
            at = self._find(words)
            if at is not None:
                scores[kind.name] = scores.get(kind.name, 0.0) + weight * (1 - 0.03 * min(at, 15))
                plain |= set() if words in self.grammar.things else {kind.name}
        matched: dict[str, float] = {}
        for kind, pattern, vocabulary in self.grammar.patterns:
            if present.isdisjoint(vocabulary):
                continue
            for match in self._matches(kind, pattern):
                value = 1.5 + match.score - 0.08 * match.first
                if value > matched.get(kind.name, 0.0):
                    matched[kind.name], best[kind.name] = value, match
        for name, value in matched.items():
            scores[name] = scores.get(name, 0.0) + value
        told = plain | matched.keys()  # a thing alone, such as an app, tells no event
        if not told:
            return None, None
        kinds = (kind for kind in self.grammar.ontology.kinds if kind.name in told)
        chosen = max(kinds, key=lambda kind: (scores[kind.name], kind.order))
        return chosen, best.get(chosen.name)

    def _matches(self, kind: EventKind, pattern: Pattern) -> Iterator[Match]:
        def read(role: str, at: int, filled: tuple[Filling, ...], ahead: Ahead) -> Iterator[Filling]:
            return self._slot(kind, role, at, filled, ahead)

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

    def _slot(self, kind: EventKind, role_name: str, at: int, filled: tuple[Filling, ...], ahead: Ahead) -> Iterator[Filling]:
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
        single = bool(use and use.single)
        candidates = list(self._named(role, self._phrase(at), at, single=single))
        if ahead.possession:
            candidates.extend(self._named(role, self._owner(at), at, single=single))
        if ahead.phrase and role.range == SCHEMA.Person:
            candidates.extend(self._titled_person(role, at))
        elif (
            ahead.phrase
            and self._covers(role, "organization")
            and not self._covers(role, "person")
            and (role.iri == kind.principal or not self._precedes_founder(at))
        ):
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
        while at < len(self.tokens) and at not in self.starts and self.tokens[at].folded in DETERMINERS | {"former"}:
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
            owner = end < len(self.tokens) and self.tokens[end].folded == "'s"
            if end > last + 1 and not owner:
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

    def _named(self, role: Role, phrase: _Phrase | None, at: int, *, single: bool) -> Iterator[Filling]:
        """The noun phrase, which begins at `at`, where its head may fill the role; a list of them first."""
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

    def _titled_person(self, role: Role, at: int) -> Iterator[Filling]:
        """The person before words of a position: "Hélène Okafor chief scientist"."""
        name = self.starts.get(at)
        if name is None or name.last >= len(self.tokens):
            return
        words = [token.folded for token in self.tokens[name.last : self._run_of_words(name.last, 6)]]
        if self._is_person(name) and not self.grammar.positions.isdisjoint(words):
            yield Filling(role.name, (name.text,), at, name.last)

    def _owner(self, at: int) -> _Phrase | None:
        """The name before 's that begins here: Lovable in "Lovable's Series A"."""
        while at < len(self.tokens) and at not in self.starts and self.tokens[at].folded in DETERMINERS:
            at += 1
        name = self.starts.get(at)
        if name is None or name.last >= len(self.tokens) or self.tokens[name.last].folded != "'s":
            return None
        return _Phrase(name, (), (), (), name.last)

    def _precedes_founder(self, at: int) -> bool:
        """Whether the name that begins here is told as what somebody founded: "Arcadia co-founder Hélène Okafor"."""
        name = self.starts.get(at)
        return name is not None and name.last < len(self.tokens) and self.tokens[name.last].folded in _FOUNDERS

    def _leading_part(self, role: Role, at: int) -> Iterator[Filling]:
        """The known name, else the first word, of a run of capitals: Microsoft in "Microsoft Azure AI lead"."""
        while at < len(self.tokens) and at not in self.starts and self.tokens[at].folded in DETERMINERS | {"former", "ex"}:
            at += 1
        former = at > 0 and self.tokens[at - 1].folded in ("former", "ex")
        name = self.starts.get(at)
        if name is None or (is_abbreviation(self.tokens[at].text) and self.tokens[at].folded not in places()):
            return
        following = self.tokens[name.last] if name.last < len(self.tokens) else None
        known = self.finder.known_at(self.tokens, at)
        if known and known.last < name.last and self._covers(role, known.type):
            yield Filling(role.name, (known.text,), at, known.last, 0.8)
        elif name.type is None and not former and looks_like_person(name.text) and not _ORGANISED.search(name.text):
            return
        elif name.type is None and known is None and following is not None and following.kind == "word":
            last = min(self._before_field(name, following), self._before_number(name))
            yield Filling(role.name, (self._span(at, last),), at, last, 0.6)
        elif name.type and self._covers(role, name.type):
            yield Filling(role.name, (name.text,), at, name.last, 0.8)

    def _before_field(self, name: Name, following: Token) -> int:
        """After the words of a name before a field of work: Arcadia in "Arcadia Cloud AI lead", not in "Scale AI CEO"."""
        last = name.last
        if last - name.first > 1 and self.tokens[last - 1].folded == "ai" and following.lower:
            last -= 1
            if last - name.first == 2 and _ORGANISED.fullmatch(self.tokens[last - 1].text):
                last -= 1
        return last

    def _before_number(self, name: Name) -> int:
        """After the words of a name before one with a digit: Nvidia in "Nvidia H20"."""
        numbered = (at for at in range(name.first + 1, name.last) if any(letter.isdigit() for letter in self.tokens[at].text))
        return next(numbered, name.last)

    def _phrase(self, at: int) -> _Phrase | None:
        """The noun phrase that begins here and has a name for its head."""
        if at not in self.phrases:
            self.phrases[at] = self._phrase_at(at)
        return self.phrases[at]

    def _phrase_at(self, at: int) -> _Phrase | None:
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
            ahead = self._past_nouns(after + possessive)
            if body := self._public_body(head, ahead):
                return _Phrase(body, tuple(describing), (), self._aside(ahead), ahead)
            if possessive and (end := self._past_part(ahead)):
                return _Phrase(head, tuple(describing), (), (), end)
            if ahead in self.starts and (ahead > after):
                describing.extend(token.folded for token in self.tokens[head.first : ahead])
                position = ahead
                continue
            if possessive:
                return None
            trailing = tuple(token.folded for token in self.tokens[after:ahead])
            return _Phrase(head, tuple(describing), trailing, self._aside(ahead), ahead)

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
        return None if end <= head.last or vague else Name(head.first, end, self._span(head.first, end))

    def _past_part(self, at: int) -> int | None:
        """After what is part of its owner and acts in its name: "'s board", "'s Tern team"."""
        if at in self.starts:
            at = self._past_nouns(self.starts[at].last)
        if at < len(self.tokens) and self.tokens[at].folded in _PARTS:
            at += 1
        return at if self.tokens[at - 1].folded in _PARTS and at not in self.starts else None

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
        if is_abbreviation(text) and known is None and text.casefold() not in places():
            self._note_abbreviation(text)
            return None
        if text.casefold() in peoples() or (role.range == ORG.Organization and self._is_titled(phrase)):
            return None
        told = self._told(phrase)
        if any(self._alike(role, self.grammar.ontology.role(name)) for name in told):
            return 1.3 if known is None or self._covers(role, known) else None
        if (
            known is None
            and role.range == ORG.Organization
            and not phrase.trailing
            and not set(role.signs).isdisjoint(folded_words(text)[1:])
        ):
            return 1.3  # "European Commission" carries the sign in its name
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
        if looks_versioned(text) and self._covers(role, "organization"):
            return None
        return 1.0

    def _is_titled(self, phrase: _Phrase) -> bool:
        """Whether it is a person with a position: "former executive Hélène Okafor" is no organisation."""
        return phrase.describing[-1:] != () and phrase.describing[-1] in self.grammar.positions and self._is_person(phrase.head)

    def _is_person(self, name: Name) -> bool:
        if name.type is not None:
            return name.type == "person"
        return looks_like_person(name.text) and not _ORGANISED.search(name.text)

    def _alike(self, one: Role, other: Role) -> bool:
        """Whether what fills one role may fill the other."""
        covers = self.grammar.ontology.covers
        return covers(one.range, other.range) or covers(other.range, one.range)

    def _fits_person(self, text: str) -> float | None:
        if _ORGANISED.search(text) or any(letter.isdigit() for letter in text) or text.isupper() or _MIXED.search(text):
            return None
        return 1.0 if looks_like_person(text) else 0.7

    def _fits_place(self, text: str) -> float | None:
        if text.casefold() in places():
            return 1.2
        plain = all(
            word.isalpha() and word[0].isupper() and not word[1:].isupper() and word[1:].islower() for word in text.split()
        )
        return 0.8 if plain and len(text) > 3 and not _ORGANISED.search(text) else None

    def _told(self, phrase: _Phrase) -> frozenset[str]:
        """The roles whose signs stand nearest to the head: after it, in an aside, before it."""
        if phrase not in self.roles_told:
            self.roles_told[phrase] = self._nearest_signs(phrase)
        return self.roles_told[phrase]

    def _nearest_signs(self, phrase: _Phrase) -> frozenset[str]:
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
            return any(self.grammar.ontology.covers(role.range, CLASS_OF[kind]) for kind in ("organization", "person", "agent"))
        return self.grammar.ontology.covers(role.range, CLASS_OF[known])

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
            rest = self._span(known.last, phrase.head.last)
            return text if rest[0].isdigit() else rest  # "Mistral 7B" is not called "7B"
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
            if words in self.grammar.shared_cues and role.name not in own:
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
        return [*self._named(role, phrase, at, single=bool(use and use.single))] if weight else []

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
            told = [filling for filling in fillings if filling.role == use.role.name]
            if use.role.is_text:
                told = told[-1:]  # "former Arcadia engineer joins Helio as CTO": the last is the one that the event gives
            names = dict.fromkeys(name for filling in told for name in filling.names)
            plays = own is not None and use.role.name == own.name
            found.extend(Participant(role=use.role.name, name=name) for name in names if plays or name != organisation)
        return tuple(part for part in found if part.role != "organisation")

    def _principal(self, kind: EventKind, fillings: Sequence[Filling], about: str) -> str | None:
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
            if name.type is None and (looks_versioned(name.text) or name.text.casefold() in places() | peoples()):
                continue
            if name.type is None and about and name.first > 0 and self.tokens[name.first - 1].folded in _PLACING:
                continue
            weight = 1.0 if name.type == "organization" else 0.0
            weight += 0.5 if name.last < len(self.tokens) and self.tokens[name.last].folded == "'s" else 0.0
            weight += 0.6 if self._acts(name) else 0.0
            weight -= 0.7 if name.type is None and looks_like_person(name.text) and not _ORGANISED.search(name.text) else 0.0
            free.append((-weight, name.first, name.text if name.type else self._span(name.first, self._before_number(name))))
        best = min(free, default=None)
        if best is not None and (best[0] <= 0 or not about):
            return best[2]
        others = (
            filling.names[0]
            for filling in fillings
            if (use := kind.role(filling.role)) and self._covers(use.role, "organization")
        )
        return about or next(others, None)

    def _acts(self, name: Name) -> bool:
        """Whether a verb follows the name, or the last of the names that "and" joins to it."""
        while name.last + 1 < len(self.tokens) and self.tokens[name.last].folded in ("and", "&", ","):
            following = self.starts.get(name.last + 1)
            if following is None:
                return False
            name = following
        return name.last < len(self.tokens) and self.tokens[name.last].folded in self.grammar.verbs

    def _note_unplaced(self, participants: Sequence[Participant], organisation: str | None) -> None:
        """Names without a role, but for places and for those that describe something else: "ChatGPT users"."""
        placed = {word for name in (organisation or "", *(part.name for part in participants)) for word in folded_words(name)}
        left = []
        for name in self.names:
            describes = name.last < len(self.tokens) and (
                self.tokens[name.last].folded == "'s" or self._past_nouns(name.last) > name.last
            )
            plain = name.text.casefold() not in places() | peoples()
            if plain and not describes and not is_abbreviation(name.text) and not placed.issuperset(folded_words(name.text)):
                left.append(f"'{name.text}'")
        if left:
            self.notes.append(f"no role is plain for {', '.join(dict.fromkeys(left))}")


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
