"""Reports from records: names resolved to entities, and each report with what its own source adds to it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import TypeAlias

from pyoxigraph import Literal, NamedNode

from kg.graph.journal import DEFAULT
from kg.ontology import Ontology
from kg.records import EventRecord
from kg.resolve.entities import Mention, entity_iri, type_in_range
from kg.resolve.events import Report, resolved
from kg.store.base import Reader
from kg.terms import EL

EntityOf: TypeAlias = Callable[[Mention], NamedNode]


def as_reports(records: Iterable[EventRecord], entity_of: EntityOf, ontology: Ontology) -> tuple[list[Report], list[EventRecord]]:
    """Reports with what their own sources add to them, and undated records that would add to one that is not there."""
    ordered = sorted(records, key=lambda record: record.id)
    anchors = _anchors(ordered)
    further: dict[str, list[Report]] = {}
    alone: list[EventRecord] = []
    homeless: list[EventRecord] = []
    for record in ordered:
        home = anchors.get((record.source.key, record.same_as)) if record.same_as else None
        if home is not None:
            further.setdefault(home.id, []).append(report_of(record, entity_of, ontology))
        elif record.date is not None:
            alone.append(record)
        else:
            homeless.append(record)
    reports = [report_of(record, entity_of, ontology) for record in alone]
    return [replace(report, further=tuple(further.get(report.record.id, ()))) for report in reports], homeless


def report_of(record: EventRecord, entity_of: EntityOf, ontology: Ontology) -> Report:
    """The record as a report of its own."""
    named = {
        (part.role, part.name): entity_of(Mention(part.name, type_in_range(ontology.role(part.role).range)))
        for part in record.participants
        if part.role not in ontology.text_roles
    }
    organisation = entity_of(Mention(record.organisation, "organization"))
    tier = ontology.statement_kind(record.statement).tier
    return resolved(record, ontology.kind(record.kind), organisation, named, tier, ontology.text_roles)


def names_in(reader: Reader) -> EntityOf:
    """The entity of each name as the graph has it. It remembers what it looked up, so use it with one state of the graph."""

    @cache
    def entity_of(mention: Mention) -> NamedNode:
        return known(reader, mention.key) or entity_iri(mention.key)

    return entity_of


def known(reader: Reader, key: str) -> NamedNode | None:
    """The entity that has this name key in the graph."""
    found = reader.quads(None, EL.nameKey, Literal(key), DEFAULT)
    return next((quad.subject for quad in found if isinstance(quad.subject, NamedNode)), None)


def _anchors(records: Iterable[EventRecord]) -> dict[tuple[str, str], EventRecord]:
    """By source and local id, the report that others of its source may add to; where two share one, the one known first.

    So a day that knows any of them knows the one that is added to.
    """
    found: dict[tuple[str, str], EventRecord] = {}
    for record in records:
        if record.local_id and not record.same_as:
            place = record.source.key, record.local_id
            found[place] = min(record, found.get(place, record), key=lambda one: (one.source.known or date.max, one.id))
    return found
