"""The reference page of the ontology, written from the Turtle. `python -m kg.reference` brings the committed one up to date."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

from pyoxigraph import Literal, NamedNode, Quad

from kg.ontology import EventKind, Ontology, Role, RoleUse, load_ontology
from kg.paths import ONTOLOGY, extra_ontology
from kg.terms import EL, OWL, RDF, RDFS, SKOS, prefixed

PAGE = ONTOLOGY / "REFERENCE.md"
EXAMPLE = ONTOLOGY / "examples" / "award.ttl"

_HEAD = """\
# The ontology

Written from the Turtle files of this folder by `make reference`; change those, not this page. Names stand as prefixed
names, with the prefixes of [prefixes.ttl](prefixes.ttl). The rules that data must keep are in [shapes.ttl](shapes.ttl).
"""
_OWN_KIND = """\
## A kind of your own

A new event kind is a Turtle file. Name the file, or a folder of such files, in `EVENTLINE_ONTOLOGY`: the kind then works
from ingest to timeline, with its own glyph, colours, roles, trigger words and checks. This one is complete
([examples/award.ttl](examples/award.ttl)):
"""
_ALIGNING = (RDFS.subClassOf, RDFS.subPropertyOf, OWL.equivalentClass, OWL.equivalentProperty,
             SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.relatedMatch)  # fmt: skip


def reference_page(ontology: Ontology) -> str:
    """The whole page as Markdown. Equal ontologies give equal pages."""
    vocabulary = _Vocabulary(ontology.triples())
    parts = [
        _HEAD,
        *_kinds(ontology),
        *_roles(ontology),
        *_statement_kinds(ontology),
        *_sections(ontology),
        *_classes(vocabulary),
        *_properties(vocabulary),
        *_alignments(vocabulary),
        _OWN_KIND,
        f"```turtle\n{EXAMPLE.read_text(encoding='utf-8').strip()}\n```\n",
    ]
    return "\n".join(parts)


# --- What drives ingest and drawing ---------------------------------------------------------------------------------------


def _kinds(ontology: Ontology) -> Iterator[str]:
    yield "## Event kinds\n"
    yield _table(
        ("", "Kind", "Plural", "What it is", "On light", "On dark"),
        (
            (kind.glyph, _link(kind), kind.plural, kind.comment, _code(kind.colour_light), _code(kind.colour_dark))
            for kind in ontology.kinds
        ),
    )
    for kind in ontology.kinds:
        yield f"### {kind.name}\n"
        yield f"{kind.glyph} {kind.comment}\n"
        yield _table(("Role", "How many", "Filled by"), (_role_row(use) for use in kind.roles))
        yield "".join(f"- {line}\n" for line in _facts_about(kind))


def _link(kind: EventKind) -> str:
    return f"[`{prefixed(kind.iri)}`](#{kind.name.casefold()})"


def _role_row(use: RoleUse) -> tuple[str, str, str]:
    return f"`{use.role.name}`", _how_many(use), _code(prefixed(use.role.range))


def _how_many(use: RoleUse) -> str:
    match use.minimum, use.maximum:
        case 0, None:
            return "any number"
        case low, None:
            return f"at least {low}"
        case 0, high:
            return f"at most {high}"
        case low, high if low == high:
            return f"exactly {low}"
        case low, high:
            return f"{low} to {high}"


def _facts_about(kind: EventKind) -> Iterator[str]:
    if kind.properties:
        yield f"May also have, once each: {_codes(sorted(kind.properties))}."
    if kind.principal is not None:
        yield f"The principal organisation is also its {_code(prefixed(kind.principal))}."
    if kind.identified_by:
        yield f"Two of one organisation are told apart by {_codes(kind.identified_by)}."
    if kind.happens_once:
        yield "Happens once to an organisation: differing dates contradict one another."
    if kind.once_for:
        yield f"Happens once to an organisation with each {_codes(kind.once_for)}."
    if kind.close_to:
        yield f"The same affair may also be told as {_codes(sorted(kind.close_to))}."
    if kind.stages:
        yield f"Events of their own in one affair: {', '.join(stage.name for stage in kind.stages)}."
    if kind.triggers:
        yield f"Told in a sentence by: {', '.join(kind.triggers)}."


def _roles(ontology: Ontology) -> Iterator[str]:
    yield "## Roles\n"
    yield _table(
        ("Name in tables and JSON", "Property", "Label", "Filled by", "Kinds", "Cues"),
        (
            (
                _code(role.name), _code(prefixed(role.iri)), role.label, _code(prefixed(role.range)),
                _kinds_having(role, ontology), ", ".join(sorted(role.cues)),
            )
            for role in ontology.roles
        ),
    )  # fmt: skip


def _kinds_having(role: Role, ontology: Ontology) -> str:
    having = [kind.name for kind in ontology.kinds if kind.role(role.name)]
    return "all" if len(having) == len(ontology.kinds) else ", ".join(having)


def _statement_kinds(ontology: Ontology) -> Iterator[str]:
    yield "## Statement kinds\n"
    yield "In what manner something is said. Where values differ, a smaller tier is believed first.\n"
    yield _table(
        ("", "Name", "Term", "What it is", "Tier", "Also written"),
        (
            (kind.glyph, _code(kind.name), _code(prefixed(kind.iri)), kind.definition, str(kind.tier), ", ".join(kind.aliases))
            for kind in ontology.statement_kinds
        ),
    )


def _sections(ontology: Ontology) -> Iterator[str]:
    yield "## Sections of a source\n"
    rows = ((_code(section.name), _code(prefixed(section.iri)), section.label) for section in ontology.sections)
    yield _table(("Name", "Term", "Label"), rows)


# --- The vocabulary ---------------------------------------------------------------------------------------------------------


class _Vocabulary:
    """The ontology's triples by subject and predicate."""

    def __init__(self, triples: Iterable[Quad]) -> None:
        self._objects: dict[tuple[object, NamedNode], list[NamedNode | Literal]] = defaultdict(list)
        for quad in triples:
            if isinstance(quad.object, NamedNode | Literal):
                self._objects[quad.subject, quad.predicate].append(quad.object)
        self.subjects = sorted({subject for subject, _ in self._objects if isinstance(subject, NamedNode)}, key=prefixed)

    def names(self, subject: NamedNode, predicate: NamedNode) -> list[str]:
        return sorted(prefixed(term) for term in self._objects.get((subject, predicate), []) if isinstance(term, NamedNode))

    def text(self, subject: NamedNode, predicate: NamedNode) -> str:
        return next((term.value for term in self._objects.get((subject, predicate), []) if isinstance(term, Literal)), "")

    def instances(self, *classes: NamedNode) -> list[NamedNode]:
        """Terms of ours of one of these classes, by name."""
        wanted = {prefixed(cls) for cls in classes}
        return [subject for subject in self.subjects if subject in EL and wanted & set(self.names(subject, RDF.type))]


def _classes(vocabulary: _Vocabulary) -> Iterator[str]:
    kinds = set(vocabulary.instances(EL.EventKind))
    yield "## Classes\n"
    yield _table(
        ("Class", "Subclass of", "What it is"),
        (
            (_code(prefixed(cls)), _codes(vocabulary.names(cls, RDFS.subClassOf)), _meaning(vocabulary, cls))
            for cls in vocabulary.instances(OWL.Class)
            if cls not in kinds
        ),
    )


def _properties(vocabulary: _Vocabulary) -> Iterator[str]:
    yield "## Properties\n"
    yield _table(
        ("Property", "Range", "What it says"),
        (
            (_code(prefixed(term)), _codes(vocabulary.names(term, RDFS.range)), _meaning(vocabulary, term))
            for term in vocabulary.instances(OWL.ObjectProperty, OWL.DatatypeProperty)
        ),
    )


def _alignments(vocabulary: _Vocabulary) -> Iterator[str]:
    yield "## Alignments\n"
    yield "How our terms stand to those of other vocabularies ([alignments.ttl](alignments.ttl)).\n"
    yield _table(
        ("Term", "Relation", "Terms of others"),
        (
            (_code(prefixed(subject)), _code(prefixed(relation)), _codes(others))
            for subject in vocabulary.subjects
            for relation in _ALIGNING
            if (others := [name for name in vocabulary.names(subject, relation) if not name.startswith(("el:", "owl:"))])
        ),
    )


def _meaning(vocabulary: _Vocabulary, term: NamedNode) -> str:
    return vocabulary.text(term, RDFS.comment) or vocabulary.text(term, RDFS.label)


# --- Markdown ---------------------------------------------------------------------------------------------------------------


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    return "".join(f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in line)} |\n" for line in lines)


def _code(text: str) -> str:
    return f"`{text}`"


def _codes(texts: Iterable[str]) -> str:
    return ", ".join(_code(text) for text in texts)


if __name__ == "__main__":
    own = set(extra_ontology())
    shipped = Ontology(tuple(path for path in load_ontology().files if path not in own))
    PAGE.write_text(reference_page(shipped), encoding="utf-8")
    print(PAGE)
