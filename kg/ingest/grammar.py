"""The ontology made ready for reading sentences: patterns, triggers, cues and signs as folded words."""

from __future__ import annotations

import re
import zoneinfo
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from babel import Locale

from kg.ingest.names import tokens_of, word_set
from kg.ingest.templates import Pattern, compile_template
from kg.ontology import EventKind, Ontology, Role

_IRREGULAR = word_set("bought built left began sold put took made got went came won quit spun")


@dataclass(frozen=True, eq=False)
class Grammar:
    """One ontology as the reader needs it."""

    ontology: Ontology

    @cached_property
    def patterns(self) -> tuple[tuple[EventKind, Pattern, frozenset[str]], ...]:
        """Kinds with their patterns and all words of each: a sentence without any of them cannot match."""
        compiled = ((kind, compile_template(source)) for kind in self.ontology.kinds for source in kind.templates)
        return tuple((kind, pattern, frozenset(pattern.words())) for kind, pattern in compiled)

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
    def positions(self) -> frozenset[str]:
        """Single words that are signs of a role filled with words: chief, lead."""
        return frozenset(sign for role in self.ontology.roles if role.is_text for sign in role.signs)

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Every word that the ontology uses to tell kinds and roles: a capital alone does not make these names."""
        words = {word for _, pattern, _ in self.patterns for word in pattern.words()}
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
        """Verbs among the words of the ontology: alternatives of which one is a past tense are forms of verbs."""
        groups = [group for _, pattern, _ in self.patterns for group in pattern.choices()]
        told = {word for group in groups if any(_is_past(word) for word in group) for word in group}
        past = {word for phrase, _, _ in self.triggers for word in phrase[:1] if _is_past(word)}
        stems = {stem for word in past for stem in (word[:-1], word[:-2])}
        return frozenset(told | past | {word for word in self.vocabulary if word.removesuffix("s") in stems or word in stems})

    @cached_property
    def finite(self) -> frozenset[str]:
        """Verbs in the forms that a sentence without a subject begins with: raises, founded."""
        nouns = {words[0] for words, _ in self.signs}
        return frozenset(word for word in self.verbs - nouns if _is_past(word) or word.endswith("s"))

    def principal_role(self, kind: EventKind) -> Role | None:
        """The role that the principal organisation also plays, where the kind lists it."""
        return next((use.role for use in kind.roles if use.role.iri == kind.principal), None)


def _is_past(word: str) -> bool:
    return word.endswith("ed") or word in _IRREGULAR


@lru_cache(maxsize=8)
def grammar_of(ontology: Ontology) -> Grammar:
    """The grammar of an ontology, made once."""
    return Grammar(ontology)


def folded_words(phrase: str) -> tuple[str, ...]:
    """The words of a phrase without case."""
    return tuple(token.folded for token in tokens_of(phrase))


@cache
def places() -> frozenset[str]:
    """Names of countries, and of the cities that stand for time zones."""
    territories = {name for code, name in Locale("en").territories.items() if code.isalpha()}
    cities = {zone.rsplit("/", 1)[-1].replace("_", " ") for zone in zoneinfo.available_timezones() if "/" in zone}
    return frozenset(name.casefold() for name in territories | cities) | {"us", "u.s.", "uk", "u.k.", "eu", "uae", "europe"}


@cache
def peoples() -> frozenset[str]:
    """Adjectives such as Italian, which stand before a noun and name no organisation."""
    languages = {name.casefold() for name in Locale("en").languages.values() if " " not in name}
    return frozenset(
        languages | word_set("american british canadian australian indian european brazilian saudi israeli swiss belgian asian")
    )
