"""The vocabulary as terms: `EL.Hire`, `PROV.Agent`. No namespace is spelt anywhere else.

Prefixes come from ontology/prefixes.ttl. `EL` is closed: a term that the ontology does not define raises AttributeError
where it is used, so a misspelt term cannot reach the graph.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterable
from functools import cache

from pyoxigraph import NamedNode, RdfFormat, parse

from kg.errors import BadOntology
from kg.paths import ONTOLOGY

_DECLARATION = re.compile(r"^@prefix\s+([\w-]*):\s*<([^>]*)>\s*\.", re.MULTILINE)


@cache
def prefixes() -> dict[str, str]:
    """Prefix to namespace, in the order of the file."""
    return dict(_DECLARATION.findall((ONTOLOGY / "prefixes.ttl").read_text(encoding="utf-8")))


def sparql_prologue() -> str:
    """The prefixes as SPARQL PREFIX lines."""
    return "".join(f"PREFIX {prefix}: <{namespace}>\n" for prefix, namespace in prefixes().items())


def turtle_prologue() -> str:
    """The prefixes as Turtle @prefix lines."""
    return (ONTOLOGY / "prefixes.ttl").read_text(encoding="utf-8")


class Vocabulary:
    """One namespace: attribute access gives its terms."""

    def __init__(self, prefix: str, closed: frozenset[str] | None = None) -> None:
        self._namespace = prefixes()[prefix]
        self._closed = closed

    def __getattr__(self, name: str) -> NamedNode:
        if name.startswith("__"):
            raise AttributeError(name)
        local = name.rstrip("_")
        if self._closed is not None and local not in self._closed:
            raise AttributeError(f"the ontology has no term {self._namespace}{local}")
        term = NamedNode(self._namespace + local)
        self.__dict__[name] = term  # found there the next time, without coming here
        return term

    def __contains__(self, term: object) -> bool:
        return isinstance(term, NamedNode) and term.value.startswith(self._namespace)


def _defined_in_ontology() -> frozenset[str]:
    namespace = prefixes()["el"]
    names: set[str] = set()
    for path in sorted(ONTOLOGY.glob("*.ttl")):
        try:
            triples = list(parse(turtle_prologue() + path.read_text(encoding="utf-8"), format=RdfFormat.TURTLE))
        except SyntaxError as error:
            raise BadOntology(f"{path}: {error}") from error
        names.update(
            quad.subject.value.removeprefix(namespace)
            for quad in triples
            if isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(namespace)
        )
    return frozenset(names)


EL = Vocabulary("el", _defined_in_ontology())
RDF = Vocabulary("rdf")
RDFS = Vocabulary("rdfs")
OWL = Vocabulary("owl")
XSD = Vocabulary("xsd")
SKOS = Vocabulary("skos")
DCTERMS = Vocabulary("dcterms")
PROV = Vocabulary("prov")
SCHEMA = Vocabulary("schema")
ORG = Vocabulary("org")
EDTF = NamedNode(prefixes()["edtf"] + "EDTF")
IDS = prefixes()["id"]


def local_name(term: NamedNode | str) -> str:
    """What stands after the last `#` or `/`: `Hire` of `…/ns#Hire`."""
    value = term if isinstance(term, str) else term.value
    return re.split(r"[#/]", value)[-1]


def prefixed(term: NamedNode | str) -> str:
    """The IRI as a prefixed name, `el:Hire`; in angle brackets where none of our prefixes fits."""
    value = term if isinstance(term, str) else term.value
    for prefix, namespace in prefixes().items():
        if value.startswith(namespace):
            return f"{prefix}:{value.removeprefix(namespace)}"
    return f"<{value}>"


def digest(parts: Iterable[str]) -> str:
    """Twenty hex digits that name these strings in this order."""
    return hashlib.blake2b("\x1f".join(parts).encode("utf-8", "surrogatepass"), digest_size=10).hexdigest()


def slug(name: str) -> str:
    """A name as the last part of an IRI: `Zhipu AI` gives `zhipu-ai`, `钛媒体` stays as it is."""
    folded = unicodedata.normalize("NFKC", name).casefold()
    joined = re.sub(r"[^\w.+&]+", "-", folded).strip("-.")
    slugged = re.sub(r"[^\w.+-]+", "-", joined).strip("-.")
    if len(slugged) > 80:  # cut alone, two long names could become one
        return f"{slugged[:60].strip('-.')}-{digest([name])}"
    return slugged or digest([name])


def mint(path: str, *parts: str) -> NamedNode:
    """A deterministic IRI of ours: `mint("event", "a", "b")` gives `…/id/event/<digest of a, b>`."""
    return NamedNode(f"{IDS}{path}/{digest(parts)}")


def minted(path: str, name: str) -> NamedNode:
    """A readable IRI of ours: `minted("agent", "Zhipu AI")` gives `…/id/agent/zhipu-ai`."""
    return NamedNode(f"{IDS}{path}/{slug(name)}")
