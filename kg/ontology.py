"""The ontology as Python reads it: event kinds, roles, statement kinds and sections, all from Turtle.

Nothing here names a kind. A user's own Turtle file (`EVENTLINE_ONTOLOGY`) adds kinds that work from ingest to timeline.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import TypeAlias

from pyoxigraph import BlankNode, DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Store, parse

from kg.errors import BadOntology, UnknownName
from kg.paths import ONTOLOGY, extra_ontology
from kg.terms import EL, RDF, RDFS, SKOS, XSD, digest, local_name, turtle_prologue

Node: TypeAlias = NamedNode | BlankNode


@dataclass(frozen=True)
class Role:
    """How something takes part in an event: `employer_from`, property el:employerFrom, range org:Organization."""

    name: str
    """As in facts tables and JSON: `lead_investor`."""
    iri: NamedNode
    label: str
    range: NamedNode
    """Class of what fills the role; xsd:string where it is text (`position`)."""
    cues: tuple[str, ...]
    """Words after which a sentence names the participant, longest first."""
    signs: tuple[str, ...] = ()
    """Nouns that tell what fills the role: `language model`, `chief executive`."""
    bearers: tuple[str, ...] = ()
    """Names that fill the role wherever they act: `FTC` for a regulator."""

    @property
    def is_text(self) -> bool:
        return self.range == XSD.string


@dataclass(frozen=True)
class RoleUse:
    """A role as one kind has it: a Hire has at most one person."""

    role: Role
    minimum: int = 0
    maximum: int | None = None

    @property
    def single(self) -> bool:
        """Whether two different participants contradict one another."""
        return self.maximum == 1


@dataclass(frozen=True)
class Stage:
    """A step of an affair that is an event of its own: the verdict in a lawsuit, beside its filing."""

    name: str
    words: re.Pattern[str]


@dataclass(frozen=True)
class Milestone:
    """A named date that an event can have: `completed`, property el:completedOn, told by "closes"."""

    name: str
    iri: NamedNode
    label: str
    order: int
    cues: tuple[str, ...]
    """Words of a title that name this date."""
    statement: str
    """Statement kind whose dates are of this name whatever they say; such dates are not of what happened. Often empty."""

    @property
    def happened(self) -> bool:
        return not self.statement


@dataclass(frozen=True)
class EventKind:
    """One class of events, as its Turtle block declares it."""

    name: str
    """The class's local name: `ModelLaunch`."""
    iri: NamedNode
    label: str
    plural: str
    comment: str
    glyph: str
    colour_light: str
    colour_dark: str
    order: int
    roles: tuple[RoleUse, ...]
    principal: NamedNode | None
    """The role that the principal organisation also plays, such as el:recipient; often none."""
    identified_by: tuple[str, ...]
    """Names of the roles or properties that tell two such events of one organisation apart."""
    happens_once: bool
    properties: frozenset[str]
    """Local names of the single-valued money and text properties it may have: amount, valuation, round."""
    triggers: tuple[str, ...]
    templates: tuple[str, ...]
    references: tuple[str, ...] = ()
    """Patterns by which a text comes back to such an event: "the round was led by ..."."""
    milestones: tuple[Milestone, ...] = ()
    """The named dates that such an event may have, in the order in which they are the event's own date."""
    once_for: tuple[str, ...] = ()
    """Names of the roles whose participant has one such event with the organisation at most."""
    close_to: frozenset[str] = frozenset()
    """Local names of the kinds as which the same affair is also told."""
    stages: tuple[Stage, ...] = ()
    """Steps of one affair that are events of their own."""

    def stages_in(self, title: str) -> frozenset[str]:
        """Names of the stages that a title speaks of."""
        return frozenset(stage.name for stage in self.stages if stage.words.search(title))

    def role(self, name: str) -> RoleUse | None:
        return next((use for use in self.roles if use.role.name == name), None)


@dataclass(frozen=True)
class StatementKind:
    """In what manner something is said: `machine-generated`, believed after what is reported."""

    name: str
    iri: NamedNode
    label: str
    definition: str
    aliases: tuple[str, ...]
    tier: int
    order: int
    glyph: str
    held_as: str
    """How a sentence says that a value is held in this manner: "reported", before "by 3 independent publishers"."""


@dataclass(frozen=True)
class Section:
    """A part of a source that we know, such as `what-changed`."""

    name: str
    iri: NamedNode
    label: str
    order: int


class Ontology:
    """The vocabulary read from Turtle files. Raises BadOntology with file and reason."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        self.files = files
        self._graph = Store()
        for path in files:
            self._graph.extend(_triples_of(path))

    # --- what it holds ---

    @cached_property
    def kinds(self) -> tuple[EventKind, ...]:
        """Every event kind in the order of legends."""
        found = sorted((self._kind(iri) for iri in self._instances(EL.EventKind)), key=lambda kind: (kind.order, kind.name))
        names = [kind.name for kind in found]
        if doubled := {name for name in names if names.count(name) > 1}:
            raise BadOntology(f"two event kinds are called {sorted(doubled)[0]}; give one another local name")
        return tuple(found)

    @cached_property
    def roles(self) -> tuple[Role, ...]:
        """Every role, the principal organisation included."""
        return tuple(sorted((self._role(iri) for iri in self._instances(EL.Role)), key=lambda role: role.name))

    @cached_property
    def text_roles(self) -> frozenset[str]:
        """Names of the roles that a text fills, such as a position."""
        return frozenset(role.name for role in self.roles if role.is_text)

    @cached_property
    def statement_kinds(self) -> tuple[StatementKind, ...]:
        """Strongest first."""
        found = [self._statement_kind(iri) for iri in self._instances(EL.StatementKind)]
        return tuple(sorted(found, key=lambda kind: (kind.tier, kind.order)))

    @cached_property
    def milestones(self) -> tuple[Milestone, ...]:
        """Every named date, the one that is an event's own date before all others first."""
        return tuple(sorted((self._milestone(iri) for iri in self._instances(EL.Milestone)), key=lambda stone: stone.order))

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        found = [
            Section(self._text(iri, SKOS.notation), iri, self._text(iri, SKOS.prefLabel), self._number(iri, EL.order))
            for iri in self._instances(EL.Section)
        ]
        return tuple(sorted(found, key=lambda section: section.order))

    # --- by name ---

    @cached_property
    def _kinds_by_name(self) -> dict[str, EventKind]:
        by_name = {_folded(kind.name): kind for kind in self.kinds}
        for kind in self.kinds:
            for other in (kind.label, kind.plural, kind.iri.value):
                by_name.setdefault(_folded(other), kind)
        return by_name

    def kind(self, name: str) -> EventKind:
        """The kind of this local name, label, plural or IRI. Raises UnknownName."""
        if found := self._kinds_by_name.get(_folded(name)):
            return found
        raise UnknownName(f"'{name}' is not an event kind; known are {', '.join(kind.name for kind in self.kinds)}")

    @cached_property
    def _roles_by_name(self) -> dict[str, Role]:
        return {_folded(role.name): role for role in self.roles} | {_folded(local_name(role.iri)): role for role in self.roles}

    def role(self, name: str) -> Role:
        """The role of this name or local name. Raises UnknownName."""
        if found := self._roles_by_name.get(_folded(name)):
            return found
        raise UnknownName(f"'{name}' is not a role; known are {', '.join(role.name for role in self.roles)}")

    @cached_property
    def _statements_by_name(self) -> dict[str, StatementKind]:
        by_name: dict[str, StatementKind] = {}
        for kind in self.statement_kinds:
            for name in (kind.name, kind.label, local_name(kind.iri), kind.iri.value, *kind.aliases):
                by_name.setdefault(_folded(name), kind)
        return by_name

    def statement_kind(self, name: str) -> StatementKind:
        """The statement kind of this name or alias (`ai-generated`, `projected`). Raises UnknownName."""
        if found := self._statements_by_name.get(_folded(name)):
            return found
        known = ", ".join(kind.name for kind in self.statement_kinds)
        raise UnknownName(f"'{name}' is not a statement kind; known are {known}")

    def section(self, name: str) -> Section:
        return next(section for section in self.sections if section.name == name)

    def covers(self, broad: NamedNode, narrow: NamedNode) -> bool:
        """Whether the range `broad` admits a participant of class `narrow`: prov:Agent admits schema:Person."""
        if broad == narrow:
            return True
        return any(
            self.covers(broad, parent) for parent in self._values(narrow, RDFS.subClassOf) if isinstance(parent, NamedNode)
        )

    def triples(self) -> list[Quad]:
        """Every triple of the ontology."""
        return list(self._graph)

    @cached_property
    def digest(self) -> str:
        """Names the content of the files: what is read with another vocabulary may be read otherwise."""
        return digest(path.read_text(encoding="utf-8") for path in self.files)

    # --- reading one thing ---

    def _kind(self, iri: NamedNode) -> EventKind:
        uses = [self._role_use(node) for node in self._values(iri, EL.role) if isinstance(node, NamedNode | BlankNode)]
        roles = tuple(sorted((use for use in uses if isinstance(use, RoleUse)), key=lambda use: use.role.name))
        order = self._optional(iri, EL.order)
        kind = EventKind(
            name=local_name(iri),
            iri=iri,
            label=self._text(iri, RDFS.label),
            plural=self._text(iri, EL.plural),
            comment=self._optional(iri, RDFS.comment) or "",
            glyph=self._text(iri, EL.glyph),
            colour_light=self._text(iri, EL.colourLight),
            colour_dark=self._text(iri, EL.colourDark),
            order=int(order) if order else 1000,
            roles=roles,
            principal=next((term for term in self._values(iri, EL.principal) if isinstance(term, NamedNode)), None),
            identified_by=tuple(sorted(self._role_names(iri, EL.identifiedBy))),
            happens_once=self._optional(iri, EL.happensOnce) == "true",
            properties=frozenset(use for use in uses if isinstance(use, str)),
            triggers=self._phrases(iri, EL.trigger),
            templates=self._phrases(iri, EL.template),
            references=self._phrases(iri, EL.reference),
            milestones=tuple(stone for stone in self.milestones if stone.iri in self._values(iri, EL.milestone)),
            once_for=tuple(sorted(self._role_names(iri, EL.happensOnceFor))),
            close_to=self._close_kinds(iri),
            stages=tuple(sorted(self._stages(iri), key=lambda stage: stage.name)),
        )
        self._check(kind)
        return kind

    def _role_names(self, iri: NamedNode, predicate: NamedNode) -> list[str]:
        """Names of the roles that a kind points at, and local names of other properties."""
        known = {role.iri: role.name for role in self.roles}
        return [known.get(term, local_name(term)) for term in self._values(iri, predicate) if isinstance(term, NamedNode)]

    def _close_kinds(self, iri: NamedNode) -> frozenset[str]:
        """In both directions: a kind is close to those that declare to be close to it."""
        back = (quad.subject for quad in self._graph.quads_for_pattern(None, EL.closeTo, iri, DefaultGraph()))
        return frozenset(local_name(term) for term in (*self._values(iri, EL.closeTo), *back) if isinstance(term, NamedNode))

    def _stages(self, iri: NamedNode) -> Iterator[Stage]:
        for node in self._values(iri, EL.stage):
            if isinstance(node, NamedNode | BlankNode):
                label, phrases = self._optional(node, RDFS.label), self._phrases(node, EL.saidBy)
                if not label or not phrases:
                    raise BadOntology(f"{iri.value}: an el:stage needs an rdfs:label and el:saidBy words")
                longest_first = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
                words = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, longest_first))})(?!\w)", re.IGNORECASE)
                yield Stage(label, words)

    def _check(self, kind: EventKind) -> None:
        if len(kind.glyph) != 1:
            raise BadOntology(f"{kind.iri.value}: el:glyph '{kind.glyph}' is not one character")
        for colour in (kind.colour_light, kind.colour_dark):
            if not re.fullmatch(r"#[0-9a-fA-F]{6}", colour):
                raise BadOntology(f"{kind.iri.value}: '{colour}' is not a colour; write #rrggbb")

    def _role_use(self, node: Node) -> RoleUse | str:
        about = next((term for term in self._values(node, EL.property) if isinstance(term, NamedNode)), None)
        if about is None:
            raise BadOntology("an el:role has no el:property; name the role, as in [ el:property el:person ]")
        if about not in set(self._instances(EL.Role)):
            return local_name(about)
        low, high = self._optional(node, EL.minimum), self._optional(node, EL.maximum)
        return RoleUse(self._role(about), int(low) if low else 0, int(high) if high else None)

    @lru_cache(maxsize=256)  # noqa: B019 - one ontology lives as long as the process
    def _role(self, iri: NamedNode) -> Role:
        allowed = next((term for term in self._values(iri, RDFS.range) if isinstance(term, NamedNode)), EL.Entity)
        return Role(
            name=self._optional(iri, SKOS.notation) or local_name(iri),
            iri=iri,
            label=self._text(iri, RDFS.label),
            range=allowed,
            cues=tuple(sorted(self._phrases(iri, EL.cue), key=lambda cue: (-len(cue), cue))),
            signs=self._phrases(iri, EL.sign),
            bearers=self._phrases(iri, EL.bearer),
        )

    def _statement_kind(self, iri: NamedNode) -> StatementKind:
        return StatementKind(
            name=self._text(iri, SKOS.notation),
            iri=iri,
            label=self._text(iri, SKOS.prefLabel),
            definition=self._text(iri, SKOS.definition),
            aliases=self._phrases(iri, SKOS.altLabel),
            tier=self._number(iri, EL.tier),
            order=self._number(iri, EL.order),
            glyph=self._text(iri, EL.glyph),
            held_as=self._text(iri, EL.heldAs),
        )

    def _milestone(self, iri: NamedNode) -> Milestone:
        return Milestone(
            name=self._text(iri, SKOS.notation),
            iri=iri,
            label=self._text(iri, RDFS.label),
            order=self._number(iri, EL.order),
            cues=self._phrases(iri, EL.cue),
            statement=next((self._text(term, SKOS.notation) for term in self._named(iri, EL.statementKind)), ""),
        )

    # --- the graph behind ---

    def _instances(self, cls: NamedNode) -> list[NamedNode]:
        found = (quad.subject for quad in self._graph.quads_for_pattern(None, RDF.type, cls, DefaultGraph()))
        return sorted((term for term in found if isinstance(term, NamedNode)), key=lambda term: term.value)

    def _values(self, subject: Node, predicate: NamedNode) -> list[object]:
        return [quad.object for quad in self._graph.quads_for_pattern(subject, predicate, None, DefaultGraph())]

    def _named(self, subject: Node, predicate: NamedNode) -> list[NamedNode]:
        return [term for term in self._values(subject, predicate) if isinstance(term, NamedNode)]

    def _phrases(self, subject: Node, predicate: NamedNode) -> tuple[str, ...]:
        return tuple(sorted(term.value for term in self._values(subject, predicate) if isinstance(term, Literal)))

    def _optional(self, subject: Node, predicate: NamedNode) -> str | None:
        """A literal's text, the English or untagged one where there are several languages."""
        literals = [term for term in self._values(subject, predicate) if isinstance(term, Literal)]
        literals.sort(key=lambda term: (term.language not in ("en", None), term.value))
        return literals[0].value if literals else None

    def _text(self, subject: NamedNode, predicate: NamedNode) -> str:
        found = self._optional(subject, predicate)
        if found is None:
            raise BadOntology(f"{subject.value} has no {local_name(predicate)}; add it to its Turtle block")
        return found

    def _number(self, subject: NamedNode, predicate: NamedNode) -> int:
        return int(self._text(subject, predicate))


def _triples_of(path: Path) -> list[Quad]:
    try:
        text = turtle_prologue() + path.read_text(encoding="utf-8")
        return list(parse(text, format=RdfFormat.TURTLE, base_iri=path.resolve().as_uri()))
    except (OSError, UnicodeDecodeError) as error:
        raise BadOntology(f"{path}: {error}; give a readable Turtle file in UTF-8") from error
    except SyntaxError as error:
        line = (error.lineno or 0) - turtle_prologue().count("\n")
        raise BadOntology(f"{path}:{max(line, 1)}: not Turtle: {error.msg}") from error


def _folded(name: str) -> str:
    return re.sub(r"[\s_-]+", "", name).casefold()


@lru_cache(maxsize=8)
def _load(files: tuple[Path, ...]) -> Ontology:
    return Ontology(files)


def load_ontology() -> Ontology:
    """The shipped ontology with the user's own files (`EVENTLINE_ONTOLOGY`). Read once per set of files."""
    shipped = tuple(path for path in sorted(ONTOLOGY.glob("*.ttl")) if path.name not in ("prefixes.ttl", "shapes.ttl"))
    return _load(shipped + extra_ontology())


__all__ = ["EventKind", "Milestone", "Ontology", "Role", "RoleUse", "Section", "Stage", "StatementKind", "load_ontology"]
