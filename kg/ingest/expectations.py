"""What would make a prediction true: the event that its wording foretells, as far as a machine can look for it.

"OpenAI will acquire a chip maker within two years" foretells an Acquisition by OpenAI that is told with "chip". The
modal is turned into something that has happened, which the sentence reader reads; what it gives is taken only where the
subject is a name, the verb tells the kind, and the object is one that such an event has. All else foretells nothing that
can be checked: what is vague, negated, conditional, counted, or told of more than one event.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

from pydantic import ValidationError

from kg.horizons import without_horizon
from kg.ingest.grammar import Grammar, folded_words, grammar_of, peoples
from kg.ingest.inflection import third_person
from kg.ingest.names import BARRIERS, DETERMINERS, Name, looks_like_person, tokens_of, word_set
from kg.ingest.sentences import FALLBACK, Reading, SentenceReader
from kg.ingest.templates import Slot
from kg.money import find_money
from kg.ontology import EventKind, Ontology
from kg.records import Expectation, Participant
from kg.terms import EL, ORG, SCHEMA

_ADVERB = r"(?:\s+(?:\w+ly|also|soon|now|then|even|again|first|finally|ultimately|almost|quite|very|most|well|never|not))*"
_STANCES = (
    "likely|expected|poised|set|bound|projected|forecast|predicted|slated|scheduled|due|about|going|certain|sure|anticipated|"
    "tipped|on track|on course|ready|preparing|planning|rumou?red"
)
_AIMS = (
    "plans?|expects?|intends?|aims?|looks? set|looks? likely|looks? poised|appears? set|appears? likely|seems? set|seems? likely|"
    "seems?|prepares?|promises?|vows?|gears up"
)
_MODAL = re.compile(
    rf"(?P<modal>(?:\b(?:will|shall|would|may|might|could|should|can|must)|['’]ll){_ADVERB}"
    rf"|\b(?:is|are|was|were){_ADVERB}\s+(?:{_STANCES})\s+to{_ADVERB}|\b(?:{_AIMS})\s+to{_ADVERB})(?P<perfect>\s+have)?\s+(?P<verb>[a-z][a-z-]*)\b",
)
_INFINITIVE = re.compile(rf"(?P<modal>\bto{_ADVERB})(?P<perfect>\s+have)?\s+(?P<verb>[a-z][a-z-]*)\b")
_FORETELLS = (
    r"(?:predict|expect|forecast|believe|anticipate|estimate|foresee|project|say|think|argue|reckon|claim)(?:s|ed)?|said|thought"
)
_FOREWORD = re.compile(
    rf"^(?:[Aa]ccording\s+to\s+(?P<source>[^,]{{2,120}}),|(?P<who>[^,]{{1,120}}?)\s+(?:{_FORETELLS})\b(?!\s+to\b)(?P<that>\s+that\b)?)\s*"
)
_AFTERWORD = re.compile(
    rf",\s*(?:according\s+to\s+(?P<source>[^,]+)|(?P<who>[^,]+?)\s+(?:{_FORETELLS})|(?:{_FORETELLS})\s+(?P<who2>[^,]+?))\.?$"
)
_IT_IS = re.compile(
    r"^it\s+(?:is|seems|looks|appears)\s+(?:\w+ly\s+)?(?:likely|probable|possible|plausible|certain|clear)\s+that\s+",
    re.IGNORECASE,
)
_UNSAYABLE = re.compile(
    r"\b(?:not|never|no longer|nobody|none|neither|nor|unlikely|without|fails? to|refuses? to|declines? to|cannot|if|unless|"
    r"whether|provided|assuming|should there|either|rather than|instead of|continues? to|keeps?|remains?)\b|n['’]t\b|\?"
    r"|^(?:once|when|whenever|after|as soon as|should|until)\b",
    re.IGNORECASE,
)
"""Words that make of an event its absence, its condition or its going on."""
_CUT = re.compile(
    r"\s*(?:[;:—–]|\s-\s|,?\s+(?:because|since|while|although|though|once|when|after|before|until|so that|in order to"
    r"|in response to|in an? (?:effort|attempt|bid|move) to|amid|despite|thanks to|due to|given|following|making|allowing|forcing"
    r"|driven|which|where)\b"
    r"|,\s+(?:as|and|but|with|to|\w+ing)\b|\s+as\s+(?=\w+\s+(?:\w+\s+)?(?:\w+s|is|are|has|have)\s)).*$",
    re.DOTALL,
)
"""Where the event that is foretold ends, and its reasons and consequences begin."""
_COUNTED = re.compile(
    r"(?:at least|at most|more than|fewer than|over|up to|nearly|about|around)?\s*"
    r"(?:\d[\d,.]*(?!\w|[\s-]*(?:m|bn|tn|million|billion|trillion)\b)|"
    r"two|three|four|five|six|seven|eight|nine|ten|several|many|multiple|dozens|hundreds|thousands|numerous|various|most|all|more|"
    r"fewer|some|both|every|a (?:number|series|string|wave|range|couple|handful) of)\b",
    re.IGNORECASE,
)
_NOBODY = re.compile(r"(?:some|any|every)(?:one|body|thing)\b|(?:i|we|you|they|it|he|she)$", re.IGNORECASE)
_DEGREES = word_set(
    """double triple quadruple halve expand deepen extend increase grow strengthen accelerate broaden widen scale boost cut reduce
    improve lower slow intensify tighten speed ramp
    """
)
"""Verbs that tell of more or less of something: when such a thing has come true nobody can say from one event."""
_KNOWN_THING = re.compile(r"(?:the|this|that|these|those)\s+(?!first\b|next\b|new)", re.IGNORECASE)
"""How an object begins that the text has named before, where one sentence alone does not tell which it is."""
_CEILINGS = ("up to", "under")
_PARTS = word_set("division team unit arm lab labs board subsidiary group")
"""What acts in its owner's name: "Microsoft's Azure AI division"."""
_PLAIN = word_set(
    """own new first next second another further additional major large larger largest big bigger biggest small smaller massive
    significant strategic proprietary dedicated custom in-house internal formal full full-scale multi-year multi-billion
    multibillion dollar global key leading advanced powerful better cheaper faster public private initial competing rival similar
    initiative plan plans program programme project projects effort deal agreement move step version generation next-generation
    generally available outright formally company companies firm startup start-up money funding round again itself its shares
    event kind type sort something one more thing
    """
)
"""Words of an object that tell little of it: an event that lacks them may well be the one that was meant."""


def organisations_of(expectation: Expectation, ontology: Ontology) -> tuple[str, ...]:
    """Names of the organisations that the expected event would be about."""
    firms = (part.name for part in expectation.agents if ontology.role(part.role).range == ORG.Organization)
    return tuple(dict.fromkeys(firms))


def find_author(text: str, reader: SentenceReader) -> str:
    """Who foretells, where the text names somebody: `Gartner` of "Gartner predicts that ..."; else empty."""
    for match in filter(None, (_FOREWORD.search(text), _AFTERWORD.search(text))):
        parts = match.groupdict()
        who = (parts.get("source") or parts.get("who") or parts.get("who2") or "").strip(" ,.'\"“”")
        if who and (names := reader.names(who)) and names[0].text.casefold() not in ("i", "we") and _ends_with(who, names[-1]):
            return who[len("the ") :] if who.casefold().startswith("the ") else who
    return ""


def read_expectation(text: str, reader: SentenceReader, ontology: Ontology) -> Expectation | None:
    """The event that a prediction foretells, `None` where its wording gives nothing that could be looked for."""
    claim = _claim(text)
    if _UNSAYABLE.search(claim):
        return None
    for match in filter(None, (_MODAL.search(claim), _INFINITIVE.search(claim))):
        done = match["verb"] if match["perfect"] else _third_person(match["verb"])
        return _Foretold(claim[: match.start()], match["verb"], done, claim[match.end() :], reader, ontology).expectation()
    return None


def _claim(text: str) -> str:
    """What is foretold, without who says so and when it is to be."""
    line = " ".join(text.split())
    line = next((part for part in re.split(r"(?<=[a-z0-9%)][.!])\s+(?=[A-Z])", line) if _MODAL.search(part)), line)
    line = _AFTERWORD.sub("", line)
    if (found := _FOREWORD.match(line)) and (found["source"] or _foretold_later(line[found.end() :], bool(found["that"]))):
        line = line[found.end() :]
    return " ".join(without_horizon(_IT_IS.sub("", line)).split()).strip(" ,.!\"“”'")


def _foretold_later(rest: str, that: bool) -> bool:
    """Whether after "X expects" comes what is expected, and not what X does itself."""
    return bool(_MODAL.search(rest)) or (not that and bool(_INFINITIVE.search(rest)))


def _ends_with(text: str, name: Name) -> bool:
    return name.last == len(tokens_of(text))


@dataclass(frozen=True)
class _Foretold:
    """A subject, the verb that is said to follow, and the rest."""

    before: str
    verb: str
    done: str
    """The verb as it would be told: `acquires`."""
    after: str
    reader: SentenceReader
    ontology: Ontology

    @cached_property
    def grammar(self) -> Grammar:
        return grammar_of(self.ontology)

    @cached_property
    def rest(self) -> str:
        return _CUT.sub("", self.after).strip(" ,.")

    @cached_property
    def passive(self) -> bool:
        return self.verb in ("be", "been")

    def expectation(self) -> Expectation | None:
        subject = self._subject()
        if subject is None or self.verb in _DEGREES or self._tells_two():
            return None
        reading = self.reader.read(f"{subject} {'is' if self.passive else self.done} {self.rest}")
        if reading.kind == FALLBACK or reading.organisation is None or not self._takes_part(subject, reading):
            return None
        kind = self.ontology.kind(reading.kind)
        if not self._tells(kind):
            return None
        if kind.happens_once and not self.passive:
            return None  # who is there already to act will not be founded
        if not self._has_its_object(kind, reading) or not self._sum_is_plain(reading):
            return None
        return self._from(kind, reading, subject)

    # --- who ---

    def _subject(self) -> str | None:
        """The name before the modal, with all that acts together; `None` where somebody unnamed acts."""
        text = re.sub(r"(?:,[^,]+,|\([^)]*\))\s*$", "", self.before.strip())
        for candidate in (text.strip(" ,"), text.rpartition(",")[2].strip()):
            names = self.reader.names(candidate)
            tokens = tokens_of(candidate)
            if not names or len(tokens) > 15 or _COUNTED.match(candidate) or _NOBODY.match(candidate):
                continue
            last = names[-1].last
            tail = [token.folded for token in tokens[last:]]
            acts = tail[:1] == ["'s"] and tail[-1] in _PARTS and len(tail) < 6
            named = all(token.text[:1].isupper() or token.folded in self.grammar.bodies for token in tokens[last:])
            if not acts and not named:
                continue
            if any(token.folded in BARRIERS - {"and"} for token in tokens[: names[0].first]):
                continue
            inside = {at for name in names for at in range(name.first, name.last)}
            if any(tokens[at].folded not in ("and", "&", "'s") for at in range(names[0].first, last) if at not in inside):
                continue
            return candidate
        return None

    def _takes_part(self, subject: str, reading: Reading) -> bool:
        """Whether every name of the subject has a place in what was read, so that nobody is left out or taken for another."""
        placed = {word for name in _all_names(reading) for word in folded_words(name)}
        own = [name for name in self.reader.names(subject) if name.first == 0 or not self._is_owned(subject, name)]
        people = (part.name for part in reading.participants if self.ontology.role(part.role).range == SCHEMA.Person)
        if not all(looks_like_person(name) for name in people):
            return False
        return bool(own) and all(placed.issuperset(folded_words(name.text)) for name in own[-1:] + own[:1])

    def _is_owned(self, subject: str, name: Name) -> bool:
        return tokens_of(subject)[name.first - 1].folded == "'s"

    # --- what ---

    @cached_property
    def _told_verb(self) -> str:
        """The word that tells what is done: the participle of a passive."""
        following = (token.folded for token in tokens_of(self.rest)[:3])
        return next((word for word in following if not word.endswith("ly")), "") if self.passive else self.done

    def _tells(self, kind: EventKind) -> bool:
        """Whether the verb itself tells such events, or any event and its object these, whatever else the sentence holds."""
        if self._told_verb in _telling(self.grammar, kind):
            return True
        triggers = self._triggers(kind) - self.grammar.things
        return self._told_verb in self.grammar.verbs and self._holds(self._object_words(), triggers)

    def _triggers(self, kind: EventKind) -> set[tuple[str, ...]]:
        own = (words for words, told, _ in self.grammar.triggers if told.name == kind.name)
        return {words for words in own if words[0] not in self.grammar.verbs}

    def _holds(self, words: list[str], phrases: set[tuple[str, ...]]) -> bool:
        return any(tuple(words[at : at + len(phrase)]) == phrase for phrase in phrases for at in range(len(words)))

    def _tells_two(self) -> bool:
        """Whether another verb is joined to the first: "acquire a lab and launch a phone"."""
        joined = re.findall(r"\b(?:and|or)\s+(?:then\s+|also\s+)?([a-z-]+)\b", self.rest)
        signs = {word for words, _ in self.grammar.signs for word in words}
        return any(word in self.grammar.verbs and word not in signs for word in joined)

    def _has_its_object(self, kind: EventKind, reading: Reading) -> bool:
        """Whether the verb's object is one that such an event has: named, told by a sign or trigger, or none at all."""
        if any(_COUNTED.match(part) for part in re.split(r"\b(?:in|of|with|to|from|by|for|on)\s+", self.rest)):
            return False
        named = any(part.role in kind.identified_by for part in reading.participants)
        if named or self.passive or reading.round or reading.amount:
            return True
        if _KNOWN_THING.match(self.rest):
            return False
        words = self._object_words()
        return not set(words) - _PLAIN or self._holds(words, self._signs(kind) | self._triggers(kind))

    def _sum_is_plain(self, reading: Reading) -> bool:
        """Whether a sum, where the sentence holds one, is a figure that must be reached by the event itself."""
        told = reading.amount
        if told is None:
            return not find_money(self.rest)
        return reading.valuation is None and None not in (told.value, told.currency) and told.qualifier not in _CEILINGS

    def _object_text(self) -> str:
        """The phrase after the verb."""
        return self._phrase(self.rest)

    def _phrase(self, text: str) -> str:
        tokens = tokens_of(text)
        end = next((at for at, token in enumerate(tokens) if at and token.folded in BARRIERS), len(tokens))
        return text[tokens[0].start : tokens[end - 1].end] if end else ""

    def _object_words(self) -> list[str]:
        """The words of the object, and of whoever stands on the other side: "a partnership with a phone maker"."""
        other = re.search(r"\b(?:with|against)\s+", self.rest)
        text = " ".join((self._object_text(), self._phrase(self.rest[other.end() :]) if other else ""))
        found = [token.folded for token in tokens_of(text) if token.kind != "mark"]
        return [word for word in found if word not in DETERMINERS and word not in BARRIERS]

    def _signs(self, kind: EventKind) -> set[tuple[str, ...]]:
        """Signs of what identifies such events, and of the words in their roles: "a search startup", "a head of research"."""
        covers = self.ontology.covers
        mine = {use.role.name: use.role for use in kind.roles} | {"organisation": self.ontology.role("organisation")}
        wanted = [mine[name] for name in kind.identified_by if name in mine]
        found = {
            sign
            for sign, name in self.grammar.signs
            if name in mine
            and any(covers(role.range, mine[name].range) or covers(mine[name].range, role.range) for role in wanted)
        }
        return found | {(sign,) for role in mine.values() if role.is_text for sign in role.signs}

    # --- the expectation ---

    def _from(self, kind: EventKind, reading: Reading, subject: str) -> Expectation | None:
        others = tuple(part for part in reading.participants if self._is_agent(part.role) and part.name != reading.organisation)
        principal = self.grammar.principal_role(kind)
        organisation = reading.organisation or ""
        if principal is not None and self.passive and not re.search(r"\bby\b", self.rest) and organisation in subject:
            undergone = next((use.role for use in kind.roles if use.role.name in kind.identified_by), None)
            if undergone is None:
                return None
            others, organisation = (Participant(role=undergone.name, name=organisation),), ""
        elif organisation in subject and (leading := self._leading_role(kind)):
            others, organisation = (Participant(role=leading, name=organisation), *others), ""
        either = principal is None and any(self._is_firm(name) for name in kind.identified_by)
        sides = (Participant(role="organisation", name=organisation), *others) if either and organisation else ()
        try:
            return Expectation(
                kinds=tuple(sorted({kind.name, *self._told_alike(kind)})),
                organisation="" if either else organisation,
                counterparts=() if either else others,
                participants=sides,
                names=tuple(dict.fromkeys(_plain_words(name) for name in self._things(reading))),
                words=tuple(dict.fromkeys(self._telling_words(kind, reading))),
                round=reading.round,
                amount=reading.amount,
            )
        except ValidationError:  # a name that is too long for one
            return None

    def _leading_role(self, kind: EventKind) -> str:
        """The role of the verb's subject, where that is never the principal organisation: the investor of "invests"."""
        principal = self.grammar.principal_role(kind)
        leading = [
            pattern.nodes[0].role
            for known, pattern in self.grammar.patterns
            if known.name == kind.name and isinstance(pattern.nodes[0], Slot) and self.done in pattern.words()
        ]
        is_principal = {"organisation", *([principal.name] if principal else [])}
        return leading[0] if leading and not self.passive and is_principal.isdisjoint(leading) else ""

    def _is_agent(self, role: str) -> bool:
        found = self.ontology.role(role)
        return not found.is_text and found.range not in (EL.AIModel, EL.Product) and found.name != "location"

    def _is_firm(self, name: str) -> bool:
        return any(role.name == name and role.range == ORG.Organization for role in self.ontology.roles)

    def _told_alike(self, kind: EventKind) -> Iterator[str]:
        """Kinds that share a pattern with this one but for what fills it: the launch of a model or of a product."""
        mine = _shapes(kind)
        return (other.name for other in self.ontology.kinds if other.name != kind.name and mine & _shapes(other))

    def _things(self, reading: Reading) -> Iterator[str]:
        """Names in the sentence of what is neither an organisation nor a person in a role."""
        placed = {word for name in _all_names(reading) for word in folded_words(name)}
        for part in reading.participants:
            if not self._is_agent(part.role) and not self.ontology.role(part.role).is_text:
                yield part.name
        for name in self.reader.names(self.rest):
            if name.text.casefold() not in peoples() and not placed.issuperset(folded_words(name.text)):
                yield name.text

    def _telling_words(self, kind: EventKind, reading: Reading) -> Iterator[str]:
        """Words that tell what sort of thing the unnamed object is: chip of "a chip maker"."""
        for part in reading.participants:
            if self.ontology.role(part.role).is_text:
                yield _plain_words(part.name)
        if self.passive or any(part.role in kind.identified_by for part in reading.participants):
            return
        triggers = {word for words, told, _ in self.grammar.triggers if told.name == kind.name for word in words}
        placed = {word for name in _all_names(reading) for word in folded_words(name)}
        told = [word for word in self._object_words() if word not in _PLAIN | triggers | placed and word.isalpha()]
        firms = {word for words, name in self.grammar.signs if self._is_firm(name) for word in words}
        for word in [word for word in told if word not in firms] or told:
            yield word.removesuffix("s") if not word.endswith("ss") else word


# --- Small readings ---------------------------------------------------------------------------------------------------


def _third_person(verb: str) -> str:
    """`acquires` of acquire: the present, which the reader knows as well as the past."""
    return {"be": "is", "have": "has"}.get(verb) or next(iter(third_person(verb)))


@lru_cache(maxsize=256)
def _telling(grammar: Grammar, kind: EventKind) -> frozenset[str]:
    """The words of the kind's patterns, and the first of each of its triggers."""
    patterns = {word for known, pattern in grammar.patterns if known.name == kind.name for word in pattern.words()}
    return frozenset(patterns | {words[0] for words, known, _ in grammar.triggers if known.name == kind.name})


def _all_names(reading: Reading) -> list[str]:
    return [*filter(None, [reading.organisation]), *(part.name for part in reading.participants)]


def _plain_words(text: str) -> str:
    """Letters and digits in lower case, with single blanks: how titles are searched."""
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def _shapes(kind: EventKind) -> set[str]:
    return {re.sub(r"\{(?!organisation)[\w-]+\}", "{}", template) for template in kind.templates}
