"""RDF files in our vocabulary: Turtle, TriG, N-Triples, N-Quads, JSON-LD, RDF/XML.

Events, entities, claims, predictions and passages become records; every other triple is kept as it stands. What breaks
a SHACL shape is refused subject by subject. An export of ours holds its records as JSON and is taken in from those,
each with the source it came from.
"""

from __future__ import annotations

import codecs
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any

from pydantic import TypeAdapter, ValidationError
from pyoxigraph import (
    BlankNode,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Triple,
    parse,
)

from kg.errors import BadInput, Refusal
from kg.ingest.base import Batch, Context, Input
from kg.ingest.expectations import find_author, read_expectation
from kg.ingest.sentences import SentenceReader
from kg.records import EntityType, Record
from kg.terms import DCTERMS, EL, IDS, ORG, PROV, RDF, RDFS, SCHEMA, SKOS, local_name, mint

_FORMATS = {
    ".ttl": RdfFormat.TURTLE, ".turtle": RdfFormat.TURTLE, ".trig": RdfFormat.TRIG, ".nt": RdfFormat.N_TRIPLES,
    ".nq": RdfFormat.N_QUADS, ".jsonld": RdfFormat.JSON_LD, ".rdf": RdfFormat.RDF_XML, ".owl": RdfFormat.RDF_XML,
    ".xml": RdfFormat.RDF_XML,
}  # fmt: skip
_CLASSES: dict[NamedNode, EntityType] = {
    ORG.Organization: "organization", SCHEMA.Organization: "organization", SCHEMA.Person: "person", PROV.Agent: "agent",
    EL.AIModel: "model", EL.Product: "product", SCHEMA.Place: "place",
}  # fmt: skip
_NAMES = (SKOS.prefLabel, RDFS.label, SCHEMA.name)
_RECORD: TypeAdapter[Record] = TypeAdapter(Record)
_MOST_NESTED = 200
"""Brackets within brackets: more is an attack, not data."""
_ENTITY = re.compile(rb"<!ENTITY")
_SIMPLE_ENTITY = re.compile(rb"<!ENTITY\s+[\w.-]+\s+(?:\"[^\"&%]{0,200}\"|'[^'&%]{0,200}')\s*>")
"""An abbreviation, such as that of a namespace. Entities made of entities can grow without bound."""

_OURS = frozenset((EL.content, EL.describes, EL.mentions, EL.contains, EL.digest, EL.recordId))
"""What says which record speaks of what: written by us alone."""

_DERIVED = frozenset((EL.statementKind, EL.status, EL.participant, EL.nameKey, DCTERMS.isReplacedBy))
_DERIVED_CLASSES = frozenset((EL.Dispute, EL.Position, EL.Question, EL.StatementGraph))
"""What a rebuild derives from the records: it is not taken in as a statement of its own."""


class RdfAdapter:
    """RDF in any of its usual syntaxes."""

    name = "RDF"

    def accepts(self, given: Input) -> bool:
        if given.suffix in _FORMATS:
            return True
        head = given.data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
        if given.suffix == ".json":
            return b'"@context"' in head or b'"@graph"' in head or b'"@id"' in head
        return head.startswith((b"@prefix", b"@base", b"PREFIX ", b"<?xml")) or b"<rdf:RDF" in head

    def read(self, given: Input, context: Context) -> Batch:
        quads = list(_without_blank_nodes(_parsed(given), given.key))
        if not quads:
            raise BadInput(f"{given.name}: holds no triples; give a file with something in it")
        label = given.name.rsplit("/", 1)[-1]
        if any(quad.predicate == EL.content for quad in quads):
            records, refusals = _exported(quads, given, context)
            return Batch(given.key, label, tuple(records), tuple(refusals))
        forged = [quad for quad in quads if quad.predicate in _OURS]
        batch = _Reading([quad for quad in quads if quad.predicate not in _OURS], given, context).batch(label)
        return replace(batch, refusals=(*batch.refusals, *(_forged(given, quad) for quad in forged)))


def _parsed(given: Input) -> Iterator[Quad]:
    form = _FORMATS.get(given.suffix) or _sniffed(given.data)
    if form == RdfFormat.JSON_LD and _depth(given.data) > _MOST_NESTED:
        raise BadInput(f"{given.name}: is nested more than {_MOST_NESTED} deep; flatten it")
    if form == RdfFormat.RDF_XML and _ENTITY.search(_SIMPLE_ENTITY.sub(b"", given.data)):
        raise BadInput(f"{given.name}: declares an XML entity that is long, or made of others; write its text out")
    try:
        yield from parse(given.data.removeprefix(codecs.BOM_UTF8), format=form, base_iri=IDS, rename_blank_nodes=True)
    except SyntaxError as error:
        place = f":{error.lineno}:{error.offset}" if error.lineno else ""
        raise BadInput(f"{given.name}{place}: is not {form.name}: {str(error.msg).splitlines()[0]}; mend it there") from error
    except (ValueError, OSError) as error:
        raise BadInput(f"{given.name}: is not {form.name}: {str(error).splitlines()[0]}") from error


def _sniffed(data: bytes) -> RdfFormat:
    head = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n")
    if head.startswith((b"{", b"[")):
        return RdfFormat.JSON_LD
    return RdfFormat.RDF_XML if head.startswith(b"<?xml") or b"<rdf:RDF" in head else RdfFormat.TRIG


def _depth(data: bytes) -> int:
    """How deep brackets stand within brackets, apart from those in strings."""
    deepest = depth = 0
    for part in re.finditer(rb'"(?:[^"\\]|\\.)*"|[\[\]{}]', data):
        if part[0] in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        elif part[0] in b"}]":
            depth -= 1
    return deepest


def _without_blank_nodes(quads: Iterable[Quad], key: str) -> Iterator[Quad]:
    """Blank nodes as IRIs of ours, numbered as they come, so that reading twice gives the same; each quad once, in order.

    A canonical numbering would outlast a change of the order, but takes exponential time on graphs made to that end.
    """
    names: dict[BlankNode, NamedNode] = {}

    def named(term: Any) -> Any:
        return names.setdefault(term, mint("node", key, str(len(names)))) if isinstance(term, BlankNode) else term

    found = {
        Quad(named(quad.subject), quad.predicate, named(quad.object), named(quad.graph_name))
        for quad in quads
        if not isinstance(quad.subject, Triple) and not isinstance(quad.object, Triple)
    }
    yield from sorted(found, key=str)


def _exported(quads: list[Quad], given: Input, context: Context) -> tuple[list[Record], list[Refusal]]:
    records: list[Record] = []
    refusals: list[Refusal] = []
    for quad in quads:
        if quad.predicate == EL.content and isinstance(quad.object, Literal):
            try:
                records.append(_RECORD.validate_json(quad.object.value, context={"ontology": context.ontology}))
            except ValidationError as error:
                subject = quad.subject.value if isinstance(quad.subject, NamedNode) else ""
                refusals.append(_refusal(given, subject, error))
    return records, refusals


class _Reading:
    """One file's triples on their way to records."""

    def __init__(self, quads: list[Quad], given: Input, context: Context) -> None:
        self._given = given
        self._context = context
        self._of: dict[str, list[Quad]] = defaultdict(list)
        for quad in quads:
            if isinstance(quad.subject, NamedNode):
                self._of[quad.subject.value].append(quad)
        self._all = quads
        self._kinds = {kind.iri.value: kind for kind in context.ontology.kinds}
        self._used: set[Quad] = set()

    def batch(self, label: str) -> Batch:
        from kg.validate import violations  # SHACL is slow to import, and most inputs are not RDF

        plain = {Quad(quad.subject, quad.predicate, quad.object, DefaultGraph()) for quad in self._all}
        broken: dict[str, Refusal] = {}
        for violation in violations(plain, self._context.ontology, believed=False):
            about = Refusal(
                self._given.name,
                0,
                _short(violation.path),
                f"{_short(violation.focus)} {violation.message}",
                "mend it and ingest again",
            )
            broken.setdefault(violation.focus, about)
        refusals = list(broken.values())
        records: list[Record] = []
        for subject in self._of:
            if subject in broken or self._has_broken_money(subject, broken):
                self._used.update(self._of[subject])
                continue
            fields = self._fields(subject)
            if fields is None:
                continue
            try:
                records.append(
                    _RECORD.validate_python({**self._common(subject), **fields}, context={"ontology": self._context.ontology})
                )
            except ValidationError as error:
                refusals.append(_refusal(self._given, subject, error))
                self._used.update(self._of[subject])
        records.extend(self._rest())
        return Batch(self._given.key, label, tuple(records), tuple(refusals))

    def _has_broken_money(self, subject: str, broken: Mapping[str, Refusal]) -> bool:
        """Whether an amount of this event was refused: without it, the event would say something else."""
        money = (quad.object for quad in self._of[subject] if quad.predicate in (EL.amount, EL.valuation))
        return any(isinstance(node, NamedNode) and node.value in broken for node in money)

    def _common(self, subject: str) -> dict[str, Any]:
        kinds = {kind.iri.value: kind.name for kind in self._context.ontology.statement_kinds}
        said = [kinds[iri] for iri in self._iris(subject, EL.statementKind) if iri in kinds]
        return {
            "source": {
                "title": self._given.name.rsplit("/", 1)[-1],
                "url": self._given.url or None,
                "publisher": self._given.publisher,
                "published": self._given.published,
                "retrieved": self._given.retrieved,
                "key": self._given.url or self._given.key,
            },
            "statement": said[0] if said else "reported",
            "local_id": subject if len(subject) <= 300 else "",
        }

    def _fields(self, subject: str) -> dict[str, Any] | None:
        """The record that a subject's classes call for, or `None` where they call for none of ours."""
        classes = {quad.object for quad in self._of[subject] if quad.predicate == RDF.type}
        for cls in classes:
            if isinstance(cls, NamedNode) and cls.value in self._kinds:
                return self._event(subject, cls.value)
        for cls, kind in _CLASSES.items():
            if cls in classes:
                return self._entity(subject, kind)
        if EL.FeatureClaim in classes:
            return {
                "record": "claim",
                "about": self._name(self._iri(subject, EL.about)),
                "feature": self._text(subject, EL.feature),
                "value": self._text(subject, EL.value),
                "qualifier": self._text(subject, EL.qualifier),
                "context": self._text(subject, EL.inContextOf),
            }
        if EL.Prediction in classes:
            text = self._text(subject, SCHEMA.text)
            return {
                "record": "prediction",
                "text": text,
                "author": self._text(subject, SCHEMA.author) or find_author(text, self._sentences),
                "expectation": read_expectation(text, self._sentences, self._context.ontology),
                "rationale": self._text(subject, EL.rationale),
                "about": tuple(self._name(iri) for iri in self._iris(subject, EL.about)),
                "horizon": self._text(subject, EL.horizon),
                "deadline": self._text(subject, EL.deadline) or None,
            }
        if EL.Passage in classes or EL.Takeaway in classes:
            return self._passage(subject)
        return None

    @cached_property
    def _sentences(self) -> SentenceReader:
        return SentenceReader(self._context)

    def _event(self, subject: str, kind: str) -> dict[str, Any]:
        self._mark(subject, RDF.type, EL.begin, EL.end)
        participants: list[dict[str, str]] = []
        for role in self._context.ontology.roles:
            if role.name == "organisation":
                continue
            values = (
                self._texts(subject, role.iri) if role.is_text else [self._name(iri) for iri in self._iris(subject, role.iri)]
            )
            participants.extend({"role": role.name, "name": name} for name in values)
        declared = self._kinds[kind]
        owner = self._iri(subject, EL.organization)
        if not owner and declared.principal is not None:
            owner = self._iri(subject, declared.principal)
        elif declared.principal is not None:
            self._mark(subject, declared.principal)
        return {
            "record": "event",
            "kind": declared.name,
            "title": self._text(subject, *_NAMES) or declared.label,
            "organisation": self._name(owner),
            "date": self._text(subject, EL.date) or self._bounds(subject),
            "participants": participants,
            "amount": self._money(subject, EL.amount),
            "valuation": self._money(subject, EL.valuation),
            "round": self._text(subject, EL.round),
            "note": self._text(subject, EL.note),
        }

    def _bounds(self, subject: str) -> str | None:
        begin, end = self._text(subject, EL.begin), self._text(subject, EL.end)
        return f"{begin or '..'}/{end or '..'}" if begin != end else begin or None

    def _entity(self, subject: str, kind: EntityType) -> dict[str, Any]:
        self._mark(subject, RDF.type)
        labels = self._texts(subject, *_NAMES)
        return {
            "record": "entity",
            "type": kind,
            "name": labels[0] if labels else local_name(subject),
            "aliases": (*labels[1:], *self._texts(subject, SKOS.altLabel)),
            "url": self._text(subject, SCHEMA.url) or None,
            "description": self._text(subject, SCHEMA.description),
            "same_as": tuple(self._texts(subject, SCHEMA.sameAs) or self._iris(subject, SCHEMA.sameAs)),
        }

    def _passage(self, subject: str) -> dict[str, Any]:
        sections = {section.iri.value: section.name for section in self._context.ontology.sections}
        return {
            "record": "passage",
            "section": sections.get(self._iri(subject, EL.section), "other"),
            "text": self._text(subject, SCHEMA.text),
            "sequence": int(self._text(subject, EL.sequence) or 1),
            "heading": self._text(subject, EL.heading),
        }

    def _money(self, subject: str, predicate: NamedNode) -> dict[str, Any] | None:
        node = self._iri(subject, predicate)
        if not node:
            return None
        self._mark(node, RDF.type)
        return {
            "value": self._text(node, SCHEMA.value) or None,
            "minimum": self._text(node, SCHEMA.minValue) or None,
            "maximum": self._text(node, SCHEMA.maxValue) or None,
            "currency": self._text(node, SCHEMA.currency) or None,
            "qualifier": self._text(node, EL.moneyQualifier) or None,
            "text": self._text(node, EL.wording),
        }

    def _name(self, iri: str) -> str:
        """What an entity is called here, else what its IRI calls it."""
        for predicate in _NAMES:
            for quad in self._of.get(iri, ()):
                if quad.predicate == predicate and isinstance(quad.object, Literal):
                    return quad.object.value
        return local_name(iri)

    def _rest(self) -> Iterator[Record]:
        """Triples that no record holds, each as a record of its own."""
        for quad in self._all:
            if quad in self._used or quad.predicate in _DERIVED or self._is_derived(quad):
                continue
            if quad.predicate == RDF.type and quad.object in (
                *_CLASSES,
                EL.Event,
                EL.FeatureClaim,
                EL.Prediction,
                EL.Passage,
                EL.Takeaway,
            ):
                continue
            common = {**self._common(""), "local_id": ""}
            yield _RECORD.validate_python(
                {
                    **common,
                    "record": "triple",
                    "subject": str(quad.subject),
                    "predicate": str(quad.predicate),
                    "object": str(quad.object),
                }
            )

    def _is_derived(self, quad: Quad) -> bool:
        """Whether it describes what follows from the records, such as a dispute in an export of what we believe."""
        described = self._of.get(quad.subject.value, ()) if isinstance(quad.subject, NamedNode) else ()
        return any(other.predicate == RDF.type and other.object in _DERIVED_CLASSES for other in described)

    # --- values of a subject, marked as used ---

    def _values(self, subject: str, *predicates: NamedNode) -> list[Quad]:
        found = [quad for predicate in predicates for quad in self._of.get(subject, ()) if quad.predicate == predicate]
        self._used.update(found)
        return found

    def _mark(self, subject: str, *predicates: NamedNode) -> None:
        self._values(subject, *predicates)

    def _texts(self, subject: str, *predicates: NamedNode) -> list[str]:
        values = (quad.object.value for quad in self._values(subject, *predicates) if isinstance(quad.object, Literal))
        return list(dict.fromkeys(values))

    def _text(self, subject: str, *predicates: NamedNode) -> str:
        return next(iter(self._texts(subject, *predicates)), "")

    def _iris(self, subject: str, *predicates: NamedNode) -> list[str]:
        return [quad.object.value for quad in self._values(subject, *predicates) if isinstance(quad.object, NamedNode)]

    def _iri(self, subject: str, *predicates: NamedNode) -> str:
        return next(iter(self._iris(subject, *predicates)), "")


def _short(iri: str) -> str:
    return local_name(iri) if iri else ""


def _forged(given: Input, quad: Quad) -> Refusal:
    problem = "is bookkeeping that no file may write"
    return Refusal(given.name, 0, local_name(quad.predicate), problem, "leave it out, or ingest a whole export", str(quad)[:500])


def _refusal(given: Input, subject: str, error: ValidationError) -> Refusal:
    first = error.errors()[0]
    field = ".".join(str(part) for part in first["loc"] if not isinstance(part, int))
    return Refusal(
        given.name,
        0,
        field,
        f"{_short(subject)} {first['msg'].removeprefix('Value error, ')}",
        "mend it and ingest again",
        subject,
    )
