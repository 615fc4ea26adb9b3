"""What fills the slots of a pattern: which noun phrase may be a person, an employer, a position, a sum, and how well."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from kg.ingest.grammar import folded_words, peoples, places
from kg.ingest.names import DETERMINERS, is_abbreviation, looks_like_person, looks_versioned
from kg.ingest.phrases import ORGANISED, Phrase, Phrases
from kg.ingest.templates import Ahead, Filling
from kg.ontology import EventKind, Role
from kg.records import CLASS_OF, EntityType
from kg.terms import EL, ORG, SCHEMA

SUMS = ("amount", "valuation", "round")
"""Slots that are filled by a sum or by the name of a round, not by a participant."""
_MIXED = re.compile(r"(?<!\bMc)(?<!\bMac)(?<!\bDe)(?<!\bLe)(?<!\bLa)(?<!\bVan)(?<=[a-z])[A-Z]")
"""Capitals inside a word, as in OpenAI, which names of people lack."""
_ACTING_PARTS = frozenset({"team", "board"})
"""Parts that are not told from the whole where they act: "the Tern team releases"."""
_TEMPORARY = frozenset({"former", "next", "incoming"})
"""Words before a position that are no part of it."""
_FIRM = re.compile(r"\b(?:inc|corp|ltd|llc|gmbh|labs?|ventures|holdings|technologies|robotics|university)$", re.IGNORECASE)
"""Last words of firms, which no product has."""


class Slots(Phrases):
    """A sentence whose phrases are offered to the slots of patterns."""

    def slot(self, kind: EventKind, role_name: str, at: int, filled: tuple[Filling, ...], ahead: Ahead) -> Iterator[Filling]:
        if role_name in ("amount", "valuation"):
            yield from self._sum(role_name, at)
            return
        if role_name == "round":
            if at < len(self.tokens) and self.tokens[at].kind == "round":
                yield Filling(role_name, (self.tokens[at].text,), at, at + 1)
            return
        role = self.grammar.ontology.role(role_name)
        if role.is_text:
            yield from self.wording(role, at)
            return
        use = kind.role(role.name)
        taken = {name for filling in filled for name in filling.names}
        single = bool(use and use.single)
        candidates = list(self.named(role, self.phrase(at), at, single=single))
        candidates.extend(self._before_words(role, at, ahead, single=single))
        if role.range == EL.Product:
            candidates.extend(self._for_purpose(role, at))
        if role.name == "organisation" or (role.range == ORG.Organization and role.iri == kind.principal == EL.employerTo):
            candidates.extend(self._spoken_for(role, at))
        if ahead.possession:
            candidates.extend(self.named(role, self.owner(at), at, single=single))
        if ahead.phrase and role.range == SCHEMA.Person:
            candidates.extend(self._titled_person(role, at))
        elif (
            ahead.phrase
            and self.covers(role, "organization")
            and not self.covers(role, "person")
            and (role.iri == kind.principal or not self.precedes_founder(at))
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

    def wording(self, role: Role, at: int) -> Iterator[Filling]:
        """A position: words up to one that is a sign of the role, with what follows "of". Without signs, a name or all words."""
        if not role.signs and (name := self.starts.get(at)):
            yield Filling(role.name, (name.text,), at, name.last)
            return
        while at < len(self.tokens) and at not in self.starts and self.tokens[at].folded in DETERMINERS | _TEMPORARY:
            at += 1
        if (name := self.starts.get(at)) and name.type is None and is_abbreviation(self.tokens[at].text):
            self._note_abbreviation(self.tokens[at].text)
            at += 1
        if (name := self.starts.get(at)) and looks_like_person(name.text) and not ORGANISED.search(name.text):
            return
        end = self.run_of_words(at, 8)
        signs = {sign.casefold() for sign in role.signs}
        last = max((step + 1 for step in range(at, end) if self.tokens[step].folded in signs), default=None) if signs else end
        if last is None or last <= at:
            return
        yield Filling(role.name, (self.span(at, last),), at, last)
        if last < len(self.tokens) and self.tokens[last].folded in ("of", "for"):
            end = self.run_of_words(last + 1, 5)
            owner = end < len(self.tokens) and self.tokens[end].folded == "'s"
            if end > last + 1 and not owner:
                yield Filling(role.name, (self.span(at, end),), at, end, 1.1)

    def _note_abbreviation(self, text: str) -> None:
        self.notes.append(f"'{text}' is an abbreviation that no known name has")

    def named(self, role: Role, phrase: Phrase | None, at: int, *, single: bool) -> Iterator[Filling]:
        """The noun phrase, which begins at `at`, where its head may fill the role; a list of them first."""
        weight = self.fits(role, phrase) if phrase else None
        if phrase is None or weight is None:
            return
        if self._modifies(phrase):
            return
        texts, end = [self._cleaned(role, phrase)], phrase.last
        following = self._listed(role, phrase) if not phrase.trailing else []
        if following and not single:
            yield Filling(
                role.name,
                self._with_surname(role, (*texts, *(self._cleaned(role, item) for item in following))),
                at,
                following[-1].end,
                weight + 0.3 * len(following),
            )
        yield Filling(role.name, tuple(texts), at, phrase.end, weight)
        if phrase.end != end:
            yield Filling(role.name, tuple(texts), at, end, weight - 0.1)

    def _with_surname(self, role: Role, names: tuple[str, ...]) -> tuple[str, ...]:
        """First names with the surname that ends their list: "Ada and Lena Okafor". Only where organisations are rare."""
        surname = names[-1].split()[-1]
        if role.iri not in (EL.person, EL.founder) or not looks_like_person(names[-1]) or ORGANISED.search(names[-1]):
            return names
        firsts = all(name.istitle() and name.isalpha() for name in names[:-1])
        return tuple(f"{name} {surname}" for name in names[:-1]) + names[-1:] if firsts else names

    def _before_words(self, role: Role, at: int, ahead: Ahead, *, single: bool) -> Iterator[Filling]:
        """The name before a noun that the pattern itself has: Tern in "calls off the Tern sale"."""
        phrase = self.phrase(at)
        if phrase is not None and phrase.head.type is None and phrase.trailing[:1] and phrase.trailing[0] in ahead.words:
            bare = replace(phrase, trailing=(), aside=(), end=phrase.last)
            yield from (replace(filling, weight=filling.weight - 0.2) for filling in self.named(role, bare, at, single=single))

    def _for_purpose(self, role: Role, at: int) -> Iterator[Filling]:
        """A product with what it is made for in its name: "Tern for Windows"."""
        phrase = self.phrase(at)
        if phrase is None or phrase.head.type is not None or phrase.trailing or not self.stands(("for",), phrase.last):
            return
        purpose = self.starts.get(phrase.last + 1)
        if purpose is None or purpose.type == "organization" or purpose.text.casefold() in places():
            return
        if self.fits(role, phrase) is not None and not self.is_person(purpose):
            text = f"{self._cleaned(role, phrase)} for {purpose.text}"
            yield Filling(role.name, (text,), at, purpose.last, 1.1)

    def _spoken_for(self, role: Role, at: int) -> Iterator[Filling]:
        """The organisation for which its head acts: Helio in "Helio chief executive Ada Okafor presents"."""
        phrase, owner = self.phrase(at), self.starts.get(at)
        if phrase is None or owner is None or owner is phrase.head or not self.is_titled(phrase):
            return
        if not self.is_surely_person(owner) and (owner.type is None or self.covers(role, owner.type)):
            yield Filling(role.name, (owner.text,), at, phrase.end, 0.9)

    def _titled_person(self, role: Role, at: int) -> Iterator[Filling]:
        """The person before words of a position: "Hélène Okafor chief scientist"."""
        name = self.starts.get(at)
        if name is None or name.last >= len(self.tokens):
            return
        words = [token.folded for token in self.tokens[name.last : self.run_of_words(name.last, 6)]]
        if self.is_person(name) and not self.grammar.positions.isdisjoint(words):
            yield Filling(role.name, (name.text,), at, name.last)

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
        if known and known.last < name.last and self.covers(role, known.type):
            yield Filling(role.name, (known.text,), at, known.last, 0.8)
        elif name.type is None and not former and looks_like_person(name.text) and not ORGANISED.search(name.text):
            return
        elif name.type is None and known is None and following is not None and following.kind == "word":
            last = min(self.before_field(name, following), self.before_number(name))
            yield Filling(role.name, (self.span(at, last),), at, last, 0.6)
        elif name.type and self.covers(role, name.type):
            yield Filling(role.name, (name.text,), at, name.last, 0.8)

    def _modifies(self, phrase: Phrase) -> bool:
        """Whether the name and the next ones only describe what follows: "former Meta and Google researchers"."""
        at = phrase.last
        if phrase.trailing or at >= len(self.tokens) or self.tokens[at].folded not in (",", "and", "or", "&"):
            return False
        following = self.phrase(at + 1)
        return following is not None and bool(following.trailing) and at + 1 in self.starts and not self.told(following)

    def _listed(self, role: Role, first: Phrase) -> list[Phrase]:
        """The further items of "A, B and C", where they may fill the same role."""
        found: list[Phrase] = []
        at, closed = first.last, False
        while at < len(self.tokens) and not closed and len(found) < 12:
            start = at
            if self.tokens[at].text == ",":
                at += 1
            if at < len(self.tokens) and (self.tokens[at].folded in ("and", "&") or self.stands(("as", "well", "as"), at)):
                at += 3 if self.tokens[at].folded == "as" else 1
                closed = True
            if at == start:
                break
            if closed and at < len(self.tokens) and self.tokens[at].folded in ("others", "other", "more"):
                break
            item = self.phrase(at)
            if at < len(self.tokens) and at not in self.starts and self.tokens[at].folded in self.grammar.finite:
                break  # "with Tern and raises Gull's limits" goes on with another verb
            if item is None or item.trailing or self.fits(role, item) is None:
                return found if closed else []
            found.append(item)
            at = item.last
        return found if closed else []

    def fits(self, role: Role, phrase: Phrase) -> float | None:
        """How well the head may fill the role: above 1 with evidence, `None` where it may not."""
        known, told = phrase.head.type, self.told(phrase)
        if self._names_nobody(role, phrase):
            return None
        if any(self._alike(role, self.grammar.ontology.role(name)) for name in told):
            return 1.3 if known is None or self.covers(role, known) else None
        if known is not None:
            return 1.2 if self.covers(role, known) and not phrase.trailing else None
        if self._carries_sign(role, phrase):
            return 1.3
        return None if told and role.signs else self._fits_unknown(role, phrase)

    def _names_nobody(self, role: Role, phrase: Phrase) -> bool:
        """Whether the head is an abbreviation that nobody knows, a people, a gathering, or a person for an organisation."""
        text = phrase.head.text
        acts = phrase.last < len(self.tokens) and self.tokens[phrase.last].folded in self.grammar.finite
        if is_abbreviation(text) and phrase.head.type is None and text.casefold() not in places() and not acts:
            self._note_abbreviation(text)
            return True
        if text.casefold() in peoples() or self.is_occasion(phrase):
            return True
        return role.range == ORG.Organization and (self.is_titled(phrase) or self.is_surely_person(phrase.head))

    def _carries_sign(self, role: Role, phrase: Phrase) -> bool:
        """Whether the name has the sign of the role within: "European Commission"."""
        within = folded_words(phrase.head.text)[1:]
        return role.range == ORG.Organization and not phrase.trailing and not set(role.signs).isdisjoint(within)

    def _fits_unknown(self, role: Role, phrase: Phrase) -> float | None:
        """How well a name may fill the role of which only its form is known."""
        text, told = phrase.head.text, self.told(phrase)
        if role.range == EL.AIModel:
            return 1.1 if looks_versioned(text) and not phrase.trailing else None
        if role.range == EL.Product:
            return None if looks_versioned(text) or _FIRM.search(text) or self.tells_a_kind(phrase) else 0.9
        acts = role.range == ORG.Organization and _ACTING_PARTS.issuperset(phrase.trailing)
        if told or (phrase.trailing and not acts):
            return None
        if phrase.describing[-1:] in (("former",), ("ex",)) and not looks_like_person(text):
            return None
        if role.range == SCHEMA.Person:
            return self._fits_person(text)
        if role.range == SCHEMA.Place:
            return self._fits_place(text)
        return self._fits_organisation(role, text)

    def _fits_organisation(self, role: Role, text: str) -> float | None:
        if looks_versioned(text) and self.covers(role, "organization"):
            return None
        return 0.5 if text.casefold() in places() and role.range == ORG.Organization and not role.bearers else 1.0

    def _alike(self, one: Role, other: Role) -> bool:
        """Whether what fills one role may fill the other."""
        covers = self.grammar.ontology.covers
        return covers(one.range, other.range) or covers(other.range, one.range)

    def _fits_person(self, text: str) -> float | None:
        if ORGANISED.search(text) or any(letter.isdigit() for letter in text) or text.isupper() or _MIXED.search(text):
            return None
        return 1.0 if looks_like_person(text) else 0.7

    def _fits_place(self, text: str) -> float | None:
        if text.casefold() in places():
            return 1.2
        plain = all(
            word.isalpha() and word[0].isupper() and not word[1:].isupper() and word[1:].islower() for word in text.split()
        )
        return 0.8 if plain and len(text) > 3 and not ORGANISED.search(text) else None

    def covers(self, role: Role, known: EntityType | None) -> bool:
        if known is None:
            return False
        if known == "agent":
            return any(self.grammar.ontology.covers(role.range, CLASS_OF[kind]) for kind in ("organization", "person", "agent"))
        return self.grammar.ontology.covers(role.range, CLASS_OF[known])

    def _cleaned(self, role: Role, phrase: Phrase) -> str:
        """The name without what belongs to others: `Sam Altman` of "President Sam Altman"."""
        text = phrase.head.text
        if role.range == SCHEMA.Person:
            words = text.split()
            while len(words) > 1 and words[0].casefold() in self.grammar.callings | self.grammar.positions:
                words.pop(0)
            return " ".join(words)
        known = self.finder.known_at(self.tokens, phrase.head.first)
        if role.range in (EL.AIModel, EL.Product) and known and known.last < phrase.head.last and known.type == "organization":
            rest = self.span(known.last, phrase.head.last)
            return text if rest[0].isdigit() else rest  # "Mistral 7B" is not called "7B"
        if role.range == ORG.Organization and phrase.head.type is None:
            return self.span(phrase.head.first, max(phrase.head.first + 1, self.before_number(phrase.head)))
        return text
