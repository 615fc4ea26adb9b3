"""SHACL and the records refuse the same things: each case is put to both, as a record and as the triples it would be."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import BaseModel, ValidationError
from pyoxigraph import Literal, NamedNode, Quad

from kg.errors import EventlineError
from kg.ontology import Ontology, load_ontology
from kg.records import LONGEST_NAME, LONGEST_TEXT, ClaimRecord, EntityRecord, EventRecord, PassageRecord, PredictionRecord
from kg.terms import EDTF, EL, ORG, RDF, RDFS, SCHEMA, SKOS, XSD, mint, prefixes
from kg.validate import violations

Fields = dict[str, Any]
THING = mint("thing", "under test")
EVENT: Fields = {
    "kind": "Hire", "title": "Acme hires Jo", "organisation": "Acme", "date": "2024-05",
    "participants": [{"role": "person", "name": "Jo"}, {"role": "position", "name": "CTO"}],
}  # fmt: skip
LONG_NAME, LONG_TEXT = "n" * (LONGEST_NAME + 1), "t" * (LONGEST_TEXT + 1)

EVENTS: list[tuple[str, Fields, bool]] = [
    ("as it should be", {}, True),
    ("name at its longest", {"organisation": LONG_NAME[:-1]}, True),
    ("unknown kind", {"kind": "Coronation"}, False),
    ("no title", {"title": ""}, False),
    ("long title", {"title": LONG_TEXT}, False),
    ("no organisation", {"organisation": ""}, False),
    ("long organisation", {"organisation": LONG_NAME}, False),
    ("no date", {"date": None}, False),
    ("month 13", {"date": "2024-13"}, False),
    ("30 February", {"date": "2024-02-30"}, False),
    ("implausible year", {"date": "3201"}, False),
    ("backward interval", {"date": "2024/2023"}, False),
    ("open at both ends", {"date": "../.."}, False),
    ("prose for a date", {"date": "May 2024"}, False),
    ("uncertain date", {"date": "2024?"}, True),
    ("quarter", {"date": "2024-34"}, True),
    ("open end", {"date": "2024-05/.."}, True),
    ("role of another kind", {"participants": [{"role": "acquired", "name": "Bell"}]}, True),
    ("unknown role", {"participants": [{"role": "witness", "name": "Bell"}]}, False),
    ("nameless participant", {"participants": [{"role": "person", "name": ""}]}, False),
    ("long position", {"participants": [{"role": "position", "name": LONG_NAME}]}, False),
    ("two people", {"participants": [{"role": "person", "name": "Jo"}, {"role": "person", "name": "Al"}]}, True),
    ("amount", {"amount": {"value": 5, "currency": "USD", "qualifier": "up to"}}, True),
    ("amount in words alone", {"amount": {"text": "multi-billion dollar"}}, True),
    ("amount of nothing", {"amount": {"currency": "USD"}}, False),
    ("negative amount", {"amount": {"value": -1}}, False),
    ("amount beyond all money", {"amount": {"value": 10**17}}, False),
    ("range", {"amount": {"minimum": 1, "maximum": 2}}, True),
    ("backward range", {"amount": {"minimum": 2, "maximum": 1}}, False),
    ("unknown currency", {"amount": {"value": 1, "currency": "ZZZ"}}, False),
    ("bad valuation", {"valuation": {"value": -1}}, False),
    ("long round", {"round": LONG_NAME}, False),
    ("long note", {"note": LONG_TEXT}, False),
]
ACME: Fields = {"type": "organization", "name": "Acme"}
OTHERS: list[tuple[str, type[BaseModel], Fields, bool]] = [
    ("claim", ClaimRecord, {"about": "Acme", "feature": "Price", "value": "low", "context": "Bell"}, True),
    ("claim about nobody", ClaimRecord, {"feature": "Price", "value": "low"}, False),
    ("claim without a value", ClaimRecord, {"about": "Acme", "feature": "Price"}, False),
    ("claim without a feature", ClaimRecord, {"about": "Acme", "feature": "", "value": "low"}, False),
    ("claim in a long context", ClaimRecord, {"about": "Acme", "feature": "Price", "value": "low", "context": LONG_NAME}, False),
    ("prediction", PredictionRecord, {"text": "It grows.", "about": ["Acme"], "deadline": "2027-10"}, True),
    ("prediction of nothing", PredictionRecord, {"text": ""}, False),
    ("prediction for a month 13", PredictionRecord, {"text": "It grows.", "deadline": "2027-13"}, False),
    ("passage", PassageRecord, {"section": "lead", "text": "A point."}, True),
    ("passage in an unknown section", PassageRecord, {"section": "colophon", "text": "A point."}, False),
    ("empty passage", PassageRecord, {"section": "lead", "text": ""}, False),
    ("entity", EntityRecord, ACME | {"url": "https://acme.example/?a=1", "aliases": ["ACME Inc."]}, True),
    ("entity without a name", EntityRecord, {"type": "organization"}, False),
    ("entity with an empty alias", EntityRecord, ACME | {"aliases": [""]}, False),
    ("entity with a script for a link", EntityRecord, ACME | {"url": "javascript:alert(1)"}, False),
    ("entity with a script for another page", EntityRecord, ACME | {"same_as": ["data:text/html,x"]}, False),
]


@pytest.fixture(scope="module")
def ontology() -> Ontology:
    return load_ontology()


def is_taken_as_record(model: type[BaseModel], fields: Fields, ontology: Ontology) -> bool:
    common = {"source": {"publisher": "The Daily"}, "statement": "reported"}
    try:
        model.model_validate(common | fields, context={"ontology": ontology})
    except (ValidationError, EventlineError):
        return False
    return True


@pytest.mark.parametrize(("name", "changes", "sound"), EVENTS, ids=[name for name, _, _ in EVENTS])
def test_both_judge_an_event_alike(name: str, changes: Fields, sound: bool, ontology: Ontology) -> None:
    fields = EVENT | changes
    assert is_taken_as_record(EventRecord, fields, ontology) is sound, name
    found = violations(event_quads(fields, ontology), ontology, believed=False)
    assert (not found) is sound, found


@pytest.mark.parametrize(("name", "model", "fields", "sound"), OTHERS, ids=[name for name, *_ in OTHERS])
def test_both_judge_other_records_alike(
    name: str, model: type[BaseModel], fields: Fields, sound: bool, ontology: Ontology
) -> None:
    assert is_taken_as_record(model, fields, ontology) is sound, name
    found = violations(WRITERS[model](fields), ontology, believed=False)
    assert (not found) is sound, found


# --- triples from fields that may be wrong, which is why `kg.graph.describe` cannot make them -----------------------------


def quads(subject: NamedNode, *pairs: tuple[NamedNode, NamedNode | Literal]) -> list[Quad]:
    return [Quad(subject, predicate, value) for predicate, value in pairs]


def named(name: str, cls: NamedNode) -> tuple[NamedNode, list[Quad]]:
    iri = mint("thing", name)
    return iri, quads(iri, (RDF.type, cls), (SKOS.prefLabel, Literal(name)))


def event_quads(fields: Fields, ontology: Ontology) -> list[Quad]:
    made = quads(THING, (RDF.type, NamedNode(prefixes()["el"] + fields["kind"])), (RDFS.label, Literal(fields["title"])))
    organisation, described = named(fields["organisation"], ORG.Organization)
    made += [*described, Quad(THING, EL.organization, organisation)]
    if fields["date"]:
        made += quads(THING, (EL.date, Literal(fields["date"], datatype=EDTF)))
    for part in fields["participants"]:
        known = {role.name: role for role in ontology.roles}
        role = known.get(part["role"])
        if role is not None and role.is_text:
            made += quads(THING, (role.iri, Literal(part["name"])))
        else:
            filler, described = named(part["name"], role.range if role else ORG.Organization)
            made += [*described, Quad(THING, role.iri if role else NamedNode(prefixes()["el"] + part["role"]), filler)]
    for name, term in (("amount", EL.amount), ("valuation", EL.valuation)):
        if name in fields:
            made += [Quad(THING, term, mint("money", name)), *money_quads(mint("money", name), fields[name])]
    return made + texts(THING, fields, {"round": EL.round, "note": EL.note})


def money_quads(node: NamedNode, fields: Fields) -> list[Quad]:
    figures = {"value": SCHEMA.value, "minimum": SCHEMA.minValue, "maximum": SCHEMA.maxValue}
    made = quads(node, (RDF.type, SCHEMA.MonetaryAmount))
    for name, term in figures.items():
        if name in fields:
            made.append(Quad(node, term, Literal(str(fields[name]), datatype=XSD.decimal)))
    return made + texts(node, fields, {"currency": SCHEMA.currency, "qualifier": EL.moneyQualifier, "text": EL.wording})


def texts(node: NamedNode, fields: Fields, terms: dict[str, NamedNode]) -> list[Quad]:
    return [Quad(node, term, Literal(fields[name])) for name, term in terms.items() if name in fields]


def about(names: list[str]) -> list[Quad]:
    made = []
    for name in names:
        entity, described = named(name, ORG.Organization)
        made += [*described, Quad(THING, EL.about, entity)]
    return made


def claim_quads(fields: Fields) -> list[Quad]:
    made = quads(THING, (RDF.type, EL.FeatureClaim)) + about([fields["about"]] if "about" in fields else [])
    return made + texts(THING, fields, {"feature": EL.feature, "value": EL.value, "context": EL.inContextOf})


def prediction_quads(fields: Fields) -> list[Quad]:
    made = quads(THING, (RDF.type, EL.Prediction)) + about(fields.get("about", [])) + texts(THING, fields, {"text": SCHEMA.text})
    return made + [Quad(THING, EL.deadline, Literal(fields[name], datatype=EDTF)) for name in ("deadline",) if name in fields]


def passage_quads(fields: Fields) -> list[Quad]:
    section = {"lead": EL.Lead}.get(fields["section"], mint("section", fields["section"]))
    made = quads(THING, (RDF.type, EL.Passage), (EL.section, section), (EL.sequence, Literal(1)))
    return made + texts(THING, fields, {"text": SCHEMA.text})


def entity_quads(fields: Fields) -> list[Quad]:
    made = quads(THING, (RDF.type, ORG.Organization)) + texts(THING, fields, {"name": SKOS.prefLabel})
    made += [Quad(THING, SKOS.altLabel, Literal(alias)) for alias in fields.get("aliases", [])]
    links = [(SCHEMA.url, fields[name]) for name in ("url",) if name in fields]
    links += [(SCHEMA.sameAs, url) for url in fields.get("same_as", [])]
    return made + [Quad(THING, term, Literal(url, datatype=XSD.anyURI)) for term, url in links]


WRITERS = {ClaimRecord: claim_quads, PredictionRecord: prediction_quads, PassageRecord: passage_quads, EntityRecord: entity_quads}
