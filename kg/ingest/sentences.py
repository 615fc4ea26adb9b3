"""The dated-sentence reader: "Amazon invests $4bn in Anthropic" becomes an Investment with its roles.

Deterministic. What it knows of kinds and roles stands in the ontology (el:template, el:trigger, el:cue, el:sign); here
is only the grammar of English that all kinds share. What it cannot place goes into notes and is never guessed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.ingest.base import Context
from kg.ingest.grammar import folded_words, grammar_of, peoples, places
from kg.ingest.names import (
    Name,
    NameFinder,
    is_abbreviation,
    looks_versioned,
    tokens_of,
    word_set,
)
from kg.ingest.slots import SUMS, Slots
from kg.ingest.templates import Ahead, Filling, Match, Node, Pattern, Slot, Word
from kg.money import Money
from kg.ontology import EventKind, Role
from kg.records import EntityType, Participant
from kg.terms import EL

LONGEST_SENTENCE = 1000
"""Characters that are read of a sentence; no sentence of a timeline is longer."""
FALLBACK = "Other"

_PLACING = word_set("in at near outside")
"""Words before the names of places: such a name is the principal organisation in no text that is about another."""
_VALUED_BEFORE = re.compile(
    r"(?:valu(?:ed|ing|es)\b[^.,;]{0,60}\bat|valuation\s+(?:of|at|near|above|over)|value\s+of|worth|valuation\s+to|valuing\s+\S+\s+at)\s*"
    r"(?:(?:a|an|about|around|over|some|more than|up to|nearly|the)\s*)*$",
    re.IGNORECASE,
)
_VALUED_AFTER = re.compile(r"\s*(?:(?:post|pre)-money\s+)?(?:[\w-]+\s+)?(?:valuation|value)\b", re.IGNORECASE)
_ACT = re.compile(r"\b(?:act|bill|law|order|directive|regulation|code|treaty)$|^[A-Z]{1,4}\s\d+$", re.IGNORECASE)
"""Last words of the names of laws."""
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
        grammar = self._grammar
        self._finder = NameFinder(self._types, grammar.vocabulary, grammar.leading, grammar.finite, grammar.positions)

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


class _Sentence(Slots):
    """One sentence while it is read."""

    def reading(self, about: str) -> Reading:
        kind, match = self._kind()
        fillings = list(match.fillings) if match else []
        if kind is None:
            kind = self.grammar.ontology.kind(FALLBACK)
            self.notes.append("no word tells what kind of event this is")
        else:
            fillings.extend(self._cued(kind, fillings))
        fillings = [self._of_public_body(kind, filling) for filling in fillings]
        amount, valuation, round_name = self._money(kind)
        named = self._named_principal(kind, fillings)
        if named and (other := self._ruled(kind, fillings, named, about)):
            fillings = [replace(filling, role="regulator") if named in filling.names else filling for filling in fillings]
            named = other
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
                fits = self.covers(role, name.type)
            else:
                possesses = name.last < len(self.tokens) and self.tokens[name.last].folded == "'s"
                unlike = looks_versioned(name.text) or name.text.casefold() in places() | peoples() or is_abbreviation(name.text)
                fits = not unlike and not owned and (possesses or name is self.names[0])
            if fits and name.text not in found:
                found.append(name.text)
        return tuple(found)

    def _kind(self) -> tuple[EventKind | None, Match | None]:
        """The kind that the sentence tells best, and how its best pattern fits."""
        scores, told = self._triggered()
        best = self._best_matches()
        for name, (value, _) in best.items():
            scores[name] = scores.get(name, 0.0) + value
        told |= best.keys()
        if not told:
            return None, None
        kinds = (kind for kind in self.grammar.ontology.kinds if kind.name in told)
        chosen = max(kinds, key=lambda kind: (scores[kind.name], kind.order))
        return chosen, best[chosen.name][1] if chosen.name in best else None

    def _triggered(self) -> tuple[dict[str, float], set[str]]:
        """What the words alone say for each kind, and the kinds that they tell: a thing such as an app tells none."""
        scores: dict[str, float] = {}
        told: set[str] = set()
        triggers = (trigger for word in self.positions for trigger in self.grammar.triggers_by_word.get(word, ()))
        for words, kind, weight in triggers:
            at = self.find(words)
            if at is not None:
                early = (1 - 0.03 * min(at, 15)) * (0.5 if at in self.subordinate else 1)
                scores[kind.name] = scores.get(kind.name, 0.0) + weight * early
                told |= set() if words in self.grammar.things else {kind.name}
        if any(token.kind == "round" for token in self.tokens):
            funded = {kind.name for kind in self.grammar.ontology.kinds if "round" in kind.properties}
            scores |= {name: scores.get(name, 0.0) + 1 for name in funded}
            told |= funded
        return scores, told

    def _best_matches(self) -> dict[str, tuple[float, Match]]:
        """The best match of each kind's patterns, with its value: what begins early and in the main clause counts most."""
        best: dict[str, tuple[float, Match]] = {}
        for kind, pattern in self.grammar.patterns_for(self.positions.keys()):
            for match in self._matches(kind, pattern):
                value = 1.5 + match.score - 0.12 * match.first - (1.5 if match.first in self.subordinate else 0)
                value -= 1.0 if pattern.lacks_subject else 0
                if value > (best[kind.name][0] if kind.name in best else 0.0):
                    best[kind.name] = value, match
        return best

    def _of_public_body(self, kind: EventKind, filling: Filling) -> Filling:
        """A public body is no party like others: where the kind has a regulator, it is that."""
        if filling.role != "counterparty" or kind.role("regulator") is None:
            return filling
        bodies = all(self.grammar.is_public_body(name) and name.casefold() not in places() for name in filling.names)
        return replace(filling, role="regulator") if bodies else filling

    def _matches(self, kind: EventKind, pattern: Pattern) -> Iterator[Match]:
        def read(role: str, at: int, filled: tuple[Filling, ...], ahead: Ahead) -> Iterator[Filling]:
            return self.slot(kind, role, at, filled, ahead)

        for first in self._beginnings(pattern.nodes[0]):
            match = pattern.match(self.tokens, first, read, self.past_fillers, self.past_describing)
            if match and match.words:
                yield match

    def _beginnings(self, node: Node) -> Sequence[int]:
        """Where a pattern may begin that has this part first."""
        match node:
            case Slot(role) if role in SUMS:
                return [at for at, token in enumerate(self.tokens) if token.kind in ("money", "round")]
            case Slot(role) if not self.grammar.ontology.role(role).is_text:
                return sorted(at for at in self.starts if role == "location" or not self._places_what_stands_before(at))
            case Word():
                return sorted(at for form in node.forms for at in self.positions.get(form, ()))
        return range(len(self.tokens))

    def _places_what_stands_before(self, at: int) -> bool:
        """Whether a place begins here that only says where: "a court in Munich rules"."""
        return at > 0 and self.tokens[at - 1].folded in _PLACING and self.starts[at].text.casefold() in places()

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
            if (len(words) == 1 or words in self.grammar.shared_cues) and role.name not in own:
                continue
            for at in self.positions.get(words[0], ()):
                after = at + len(words)
                if not self.stands(words, at) or not taken.isdisjoint(range(at, min(after + 1, len(self.tokens)))):
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
            return sorted(self.wording(role, at), key=lambda filling: -filling.last)
        use = kind.role(role.name)
        phrase = self.phrase(at)
        if phrase is None or (weight := self.fits(role, phrase)) is None or phrase.trailing:
            return []
        return [*self.named(role, phrase, at, single=bool(use and use.single))] if weight else []

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
            names = dict.fromkeys(name for filling in told for name in filling.names if not self._is_vague(use.role, name))
            plays = own is not None and use.role.name == own.name
            found.extend(Participant(role=use.role.name, name=name) for name in names if plays or name != organisation)
        return tuple(part for part in found if part.role != "organisation")

    def _ruled(self, kind: EventKind, fillings: Sequence[Filling], named: str, about: str) -> str | None:
        """The organisation that a public body acts upon, where the sentence has one beside it."""
        if not self.grammar.is_public_body(named) or "regulator" not in self.grammar.own_roles(kind):
            return None
        other = self._principal(kind, fillings, about)
        return None if other is None or self.grammar.is_public_body(other) or _ACT.search(other) else other

    def _is_vague(self, role: Role, words: str) -> bool:
        """Whether the words of a position say no more than what a person is: executive, researcher."""
        return role.is_text and words.casefold() in self.grammar.callings

    def _principal(self, kind: EventKind, fillings: Sequence[Filling], about: str) -> str | None:
        """The organisation where no pattern tells it: the one that the text is about, a known one, a possessor, the first."""
        taken = {position for filling in fillings for position in range(filling.first, filling.last)}
        role = self.grammar.ontology.role("organisation")
        launches = not self.grammar.own_roles(kind).isdisjoint(("product", "model"))
        employs = kind.principal in (EL.employerFrom, EL.employerTo)
        free: list[tuple[float, int, str]] = []
        for name in self.names:
            if name.first in taken or (is_abbreviation(name.text) and name.type is None):
                continue
            if name.text.casefold() == about.casefold():
                return about
            if name.type is not None and not self.covers(role, name.type):
                known = self.finder.known_at(self.tokens, name.first)
                if not (known and self.covers(role, known.type)):
                    continue
            if name.type is None and (looks_versioned(name.text) or name.text.casefold() in places() | peoples()):
                continue
            if self.is_surely_person(name) or _ACT.search(name.text):
                continue
            placed = name.type is None and name.first > 0 and self.tokens[name.first - 1].folded in _PLACING
            if placed and about:
                continue
            weight = 1.0 if name.type == "organization" else 0.0
            weight += 0.5 if name.last < len(self.tokens) and self.tokens[name.last].folded == "'s" else 0.0
            weight += 0.6 if self._acts(name) else 0.0
            weight -= (1.5 if employs else 0.7) if name.type is None and self.is_person(name) else 0.0
            weight -= 0.7 if placed else 0.0
            weight -= 0.5 if launches and self._is_object(name) else 0.0
            weight -= 1.0 if name.first in self.reporters else 0.0
            weight -= 0.4 if name.first in self.subordinate else 0.0
            weight -= 0.6 if self.grammar.is_public_body(name.text) else 0.0
            free.append((-weight, name.first, name.text if name.type else self.span(name.first, self.before_number(name))))
        best = min(free, default=None)
        if best is not None and (best[0] <= 0 or not about):
            return best[2]
        others = (
            filling.names[0] for filling in fillings if (use := kind.role(filling.role)) and self.covers(use.role, "organization")
        )
        return about or next(others, None)

    def _is_object(self, name: Name) -> bool:
        """Whether a verb stands right before the name: Tern in "introduces Tern"."""
        return name.first > 0 and self.tokens[name.first - 1].folded in self.grammar.finite

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
                self.tokens[name.last].folded == "'s" or self.past_nouns(name.last) > name.last
            )
            plain = name.text.casefold() not in places() | peoples()
            if plain and not describes and not is_abbreviation(name.text) and not placed.issuperset(folded_words(name.text)):
                left.append(f"'{name.text}'")
        if left:
            self.notes.append(f"no role is plain for {', '.join(dict.fromkeys(left))}")


def _round_name(text: str) -> str:
    words = " ".join(text.split())
    return (
        words.upper().replace("SERIES", "Series").replace("PRE-", "Pre-") if "series" in words.casefold() else words.capitalize()
    )
