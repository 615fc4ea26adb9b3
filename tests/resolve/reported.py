"""Reports for tests: what one publisher says of an event of Acme's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pyoxigraph import NamedNode

from kg.money import find_money
from kg.ontology import load_ontology
from kg.records import EventRecord
from kg.resolve.beliefs import Belief, believe
from kg.resolve.entities import Mention, entity_iri
from kg.resolve.reports import Report, resolved
from kg.terms import slug

ONTOLOGY = load_ontology()


def iri(name: str) -> NamedNode:
    return entity_iri(Mention(name, "agent").key)


def report(
    kind: str,
    date: str,
    statement: str = "reported",
    *,
    by: str = "Daily",
    published: str | None = None,
    organisation: str = "Acme",
    **told: Any,
) -> Report:
    """What one publisher says; roles are keywords, amounts are prose."""
    money = {name: find_money(told.pop(name))[0][2] for name in ("amount", "valuation") if name in told}
    title, round_ = told.pop("title", f"{kind} told by {by}"), told.pop("round", "")
    participants = [
        {"role": role, "name": name} for role, names in told.items() for name in (names if isinstance(names, list) else [names])
    ]
    record = EventRecord.model_validate(
        {
            "source": {"url": f"https://{slug(by)}.example/{date}", "publisher": by, "published": published},
            "statement": statement,
            "kind": kind,
            "title": title,
            "organisation": organisation,
            "date": date,
            "participants": participants,
            "round": round_,
            **money,
        },
        context={"ontology": ONTOLOGY},
    )
    entity_of: Mapping[tuple[str, str], NamedNode] = {(part.role, part.name): iri(part.name) for part in record.participants}
    tier = ONTOLOGY.statement_kind(statement).tier
    return resolved(record, ONTOLOGY.kind(kind), iri(organisation), entity_of, tier, ONTOLOGY.text_roles)


def belief(*reports: Report) -> Belief:
    """What follows from them, in whatever order they come."""
    found, backwards = believe(reports, ONTOLOGY.text_roles), believe(reversed(reports), ONTOLOGY.text_roles)
    assert settled(found) == settled(backwards)
    return found


def settled(found: Belief) -> tuple[object, ...]:
    """What must not depend on order."""
    disputes = [(dispute.about, dispute.won_by, [stand.value for stand in dispute.stands]) for dispute in found.disputes]
    return found.kind.name, found.title, found.date, found.named_dates, found.roles, found.amount, found.valuation, disputes


def disputed(*reports: Report) -> set[str]:
    return {dispute.about for dispute in belief(*reports).disputes}
