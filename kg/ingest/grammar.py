"""The ontology made ready for reading sentences: patterns, triggers, cues and signs as folded words."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from babel import Locale
from nicknames import NickNamer

from kg.ingest.inflection import forms, past, third_person
from kg.ingest.names import tokens_of, word_set
from kg.ingest.templates import Pattern, compile_template
from kg.ontology import EventKind, Ontology, Role


@dataclass(frozen=True, eq=False)
class Grammar:
    """One ontology as the reader needs it."""

    ontology: Ontology

    @cached_property
    def patterns(self) -> tuple[tuple[EventKind, Pattern], ...]:
        """Kinds with their patterns."""
        return tuple((kind, compile_template(source)) for kind in self.ontology.kinds for source in kind.templates)

    def patterns_for(self, words: Set[str]) -> Iterator[tuple[EventKind, Pattern]]:
        """The patterns that a sentence of these words may match: it has one word of each set that they need."""
        places = {place for word in words for place in self._patterns_by_word.get(word, ())}
        for place in sorted(places):
            kind, pattern = self.patterns[place]
            if not any(words.isdisjoint(needed) for needed in pattern.needs):
                yield kind, pattern

    @cached_property
    def _patterns_by_word(self) -> Mapping[str, list[int]]:
        """Where the patterns stand that need a word, by the words of the rarest that each needs."""
        found: dict[str, list[int]] = {}
        for place, (_, pattern) in enumerate(self.patterns):
            for word in min(pattern.needs, key=len, default=frozenset[str]()):
                found.setdefault(word, []).append(place)
        return found

    @cached_property
    def triggers(self) -> tuple[tuple[tuple[str, ...], EventKind, float], ...]:
        """Words of each trigger, its kind and its weight: the more kinds share it, the less it tells."""
        shared: dict[tuple[str, ...], list[EventKind]] = {}
        for kind in self.ontology.kinds:
            for trigger in kind.triggers:
                shared.setdefault(folded_words(trigger), []).append(kind)
        return tuple(
            (words, kind, (1 + 0.3 * (len(words) - 1)) / len(kinds)) for words, kinds in shared.items() for kind in kinds
        )

    @cached_property
    def triggers_by_word(self) -> Mapping[str, list[tuple[tuple[str, ...], EventKind, float]]]:
        """The triggers by their first word."""
        found: dict[str, list[tuple[tuple[str, ...], EventKind, float]]] = {}
        for trigger in self.triggers:
            found.setdefault(trigger[0][0], []).append(trigger)
        return found

    @cached_property
    def signs_by_word(self) -> Mapping[str, list[tuple[tuple[str, ...], str]]]:
        """The signs by their first word."""
        found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
        for sign in self.signs:
            found.setdefault(sign[0][0], []).append(sign)
        return found

    @cached_property
    def cues(self) -> tuple[tuple[tuple[str, ...], Role], ...]:
        """Words of each cue, longest first."""
        found = [(folded_words(cue), role) for role in self.ontology.roles for cue in role.cues]
        return tuple(sorted(found, key=lambda pair: (-len(pair[0]), pair[0], pair[1].name)))

    @cached_property
    def shared_cues(self) -> frozenset[tuple[str, ...]]:
        """Cues of several roles: such a one tells a role only to the kinds whose templates name it."""
        words = [cue for cue, _ in self.cues]
        return frozenset(cue for cue in words if words.count(cue) > 1)

    @cached_property
    def signs(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Words of each sign of a role that a name fills, and the role's name."""
        return tuple((folded_words(sign), role.name) for role in self.ontology.roles if not role.is_text for sign in role.signs)

    @cached_property
    def things(self) -> frozenset[tuple[str, ...]]:
        """Signs of what fills a role: model, app, chips."""
        return frozenset(words for words, _ in self.signs)

    @cached_property
    def bodies(self) -> frozenset[str]:
        """Nouns for public bodies: regulator, government."""
        return frozenset(self.ontology.role("regulator").signs)

    @cached_property
    def bearers(self) -> Mapping[str, str]:
        """Names without case that fill one role wherever they act, and that role's name."""
        return {name.casefold(): role.name for role in self.ontology.roles for name in role.bearers}

    def is_public_body(self, name: str) -> bool:
        """Whether a name is one of a state, or of what acts for one: Italy, FTC, Irish Data Protection Commission."""
        folded = name.casefold()
        return (
            self.bearers.get(folded) == "regulator"
            or folded in places()
            or not self.bodies.isdisjoint(word for word in folded_words(name))
        )

    @cached_property
    def positions(self) -> frozenset[str]:
        """Single words that are signs of a role filled with words: chief, lead."""
        return frozenset(sign for role in self.ontology.roles if role.is_text for sign in role.signs)

    @cached_property
    def callings(self) -> frozenset[str]:
        """Words for what a person is, not for a position: executive, researcher."""
        return frozenset(self.ontology.role("person").signs)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that the ontology uses to tell kinds and roles: a capital alone does not make these names."""
        words = {word for _, pattern in self.patterns for word in pattern.words()}
        words.update(word for phrase, _, _ in self.triggers for word in phrase)
        words.update(word for phrase, _ in self.cues for word in phrase)
        words.update(word for role in self.ontology.roles for sign in role.signs for word in folded_words(sign))
        return frozenset(words - {"ai"})

    @cached_property
    def leading(self) -> frozenset[str]:
        """Words that tell nothing alone, such as general: they may begin a name at the sentence's beginning."""
        alone = {phrase[0] for phrase, _, _ in self.triggers if len(phrase) == 1}
        signs = {word for sign, _ in self.signs for word in sign} - self.bodies
        return self.vocabulary - alone - self.finite - signs - self.positions

    def own_roles(self, kind: EventKind) -> frozenset[str]:
        """The roles that the kind's templates name: they come before others that share a cue."""
        return frozenset(re.findall(r"\{\s*([\w-]+)\s*\}", " ".join(kind.templates)))

    @cached_property
    def references(self) -> Mapping[str, tuple[Pattern, ...]]:
        """The patterns by kind that come back to an event."""
        return {kind.name: tuple(compile_template(source) for source in kind.references) for kind in self.ontology.kinds}

    @cached_property
    def verbs(self) -> frozenset[str]:
        """The verbs of the templates and triggers in all their forms."""
        return frozenset(form for verb in self._stems for form in forms(verb))

    @cached_property
    def finite(self) -> frozenset[str]:
        """Verbs in the forms that a sentence without a subject begins with: raises, founded."""
        nouns = {words[0] for words, _ in self.signs}
        return frozenset(form for verb in self._stems for form in third_person(verb) | past(verb)) - nouns

    @cached_property
    def _stems(self) -> frozenset[str]:
        """The verbs of templates, and those of which a trigger is the past tense and the vocabulary has another form."""
        written = {verb for _, pattern in self.patterns for verb in pattern.verbs()}
        pasts = {words[0] for words, _, _ in self.triggers if words[0].endswith("ed")}
        stems = {stem for word in pasts for stem in (word[:-1], word[:-2]) if word in past(stem)}
        return frozenset(written | {stem for stem in stems if not self.vocabulary.isdisjoint({stem, *third_person(stem)})})

    def principal_role(self, kind: EventKind) -> Role | None:
        """The role that the principal organisation also plays, where the kind lists it."""
        return next((use.role for use in kind.roles if use.role.iri == kind.principal), None)


@lru_cache(maxsize=8)
def grammar_of(ontology: Ontology) -> Grammar:
    """The grammar of an ontology, made once."""
    return Grammar(ontology)


@lru_cache(maxsize=8192)
def folded_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase without case."""
    return tuple(token.folded for token in tokens_of(phrase))


_OTHER_PLACES = """
    alabama | alaska | arizona | arkansas | california | colorado | connecticut | delaware | florida | georgia |
    hawaii | idaho | illinois | indiana | iowa | kansas | kentucky | louisiana | maine | maryland | massachusetts
    | michigan | minnesota | mississippi | missouri | montana | nebraska | nevada | new hampshire | new jersey |
    new mexico | new york | north carolina | north dakota | ohio | oklahoma | oregon | pennsylvania | rhode island
    | south carolina | south dakota | tennessee | texas | utah | vermont | virginia | washington | west virginia |
    wisconsin | wyoming | ontario | quebec | alberta | british columbia | bavaria | catalonia | silicon valley |
    san francisco | bay area | palo alto | abu dhabi | tel aviv | shenzhen | hangzhou | bangalore | bengaluru |
    mumbai | munich | cambridge | oxford | seattle | austin | boston | kyoto | osaka | manhattan |
    us | u.s. | uk | u.k. | eu | uae | europe | britain | england | scotland | wales | korea
"""
"""States and short names that the locale data lack, and cities that stand for no time zone."""


_OTHER_GIVEN_NAMES = """
    adam adele ahmed aidan akira alessandro alexandr alexandre alexei ali amir ana anand andrea andreas andrei andrej
    anil anja ankit anna antoine antonio arvind arun ashok astrid bastien bjorn boris brian camille carlos chloe
    christoph claudia craig daniela dario david demis denis diego dmitri elena elon emad emmanuel enrique erik eugene
    fabian fatima federico felix feng fernando florian franck francois françois friederike gabriel georg giulia giovanni
    greg guillaume gustav hans haruki hassan heinrich helena hiroshi hugo ibrahim igor ilya ines ingrid isabel ivan
    ivana jakob jan javier jean jens jensen jerome jérôme joao joão joelle joëlle jonas jorge jose josé juan julia
    julien jürgen kai karin karl katja kenji kevin klaus kofi lars laurent lena leonid li liam lin lina linus luca lucas
    lucia luis lukas magnus maja manuel marc marco maria marie mario marta martin masayoshi mateo matteo matthias mehmet
    mei michel miguel mika mikhail mira mohamed mohammed muhammad mustafa nadia neha nicolas nikesh nikhil nils noam
    oleg olga olivier omar oriol oscar pablo paolo parag pascal patrice pavel pedro per pierre piotr pradeep priya rahul
    raj rajesh ramesh ravi rené reza ricardo roberto rohan rohit ruth sanjay santiago satya sebastian sergey sergio
    shane shantanu sheryl shivon sofia stefan sundar sunil sven svetlana takeshi tatiana tariq thierry thomas timnit
    timothée tobias tomas tomás ulrich vijay vikram vinod viktor vladimir wei wojciech yann yoshua yuki yusuf zoe
"""
"""Given names that the list of English ones lacks."""
_FIRM_BEGINNINGS = word_set(
    "al art bell charles clara crystal dot dutch eli falcon gene harvey honor jane jasper king lincoln link mac max may morgan "
    "olive penny philip rose sina sky will"
)
"""Given names with which firms and things begin as often: Eli Lilly, Jane Street."""


@cache
def given_names() -> frozenset[str]:
    """Given names without case, after which a surname makes a person: `Mark Okafor` is no organisation."""
    english = NickNamer.default_lookup()
    return frozenset(english).union(*english.values(), word_set(_OTHER_GIVEN_NAMES)) - _FIRM_BEGINNINGS - places()


@cache
def places() -> frozenset[str]:
    """Names of countries, of the cities that stand for time zones, and some of states and other cities."""
    territories = {name for code, name in Locale("en").territories.items() if code.isalpha()}
    cities = {zone.rsplit("/", 1)[-1].replace("_", " ") for zone in zoneinfo.available_timezones() if "/" in zone}
    others = {" ".join(name.split()) for name in _OTHER_PLACES.split("|")}
    return frozenset(name.casefold() for name in territories | cities) | others


@cache
def peoples() -> frozenset[str]:
    """Adjectives such as Italian, which stand before a noun and name no organisation."""
    languages = {name.casefold() for name in Locale("en").languages.values() if " " not in name}
    return frozenset(
        languages | word_set("american british canadian australian indian european brazilian saudi israeli swiss belgian asian")
    )
