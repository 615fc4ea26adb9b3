"""A new name is one with the former from the event on, unless it was another thing's name before."""

from __future__ import annotations

from itertools import permutations

import pytest
from pyoxigraph import Literal, NamedNode

from kg.dates import Moment
from kg.records import EventRecord, Participant, SourceRecord
from kg.terms import EL
from tests.graph.test_rebuild import Working


def told(organisation: str, on: str, published: str | None, former: str = "") -> EventRecord:
    source = SourceRecord(title=f"{organisation} {on}", published=Moment.parse(published) if published else None)
    roles = (Participant(role="former_name", name=former),) if former else ()
    return EventRecord(
        source=source, statement="reported", kind="Rebrand" if former else "Founding", title=f"{organisation} on {on}",
        organisation=organisation, date=Moment.parse(on), participants=roles,
    )  # fmt: skip


RENAMED = told("Meta", "2021-10-28", "2021-10-28", former="Facebook")
FORMER = told("Facebook", "2004-02", "2010")
LATER = told("Meta", "2004-02", "2023-05")
EARLY = told("Meta", "2010", "2012-01")


def entities(*records: EventRecord) -> dict[str, str]:
    """Name key to entity, after the records came one by one."""
    graph = Working()
    for place, record in enumerate(records):
        graph.put([(f"document-{place}", (record,))])
    return {
        quad.object.value: quad.subject.value
        for quad in graph.quads(None, EL.nameKey, None)
        if isinstance(quad.object, Literal) and isinstance(quad.subject, NamedNode)
    }


@pytest.mark.parametrize("order", list(permutations([RENAMED, FORMER, LATER])))
def test_later_sources_call_it_by_its_new_name_from_its_beginning(order: tuple[EventRecord, ...]) -> None:
    found = entities(*order)
    assert found["agent/meta"] == found["agent/facebook"]


@pytest.mark.parametrize("order", list(permutations([RENAMED, FORMER, EARLY])))
def test_a_name_in_use_before_is_another_things(order: tuple[EventRecord, ...]) -> None:
    found = entities(*order)
    assert found["agent/meta"] != found["agent/facebook"]


def test_where_it_is_not_known_when_a_source_spoke_the_event_tells() -> None:
    found = entities(RENAMED, told("Meta", "2010", None))
    assert found["agent/meta"] != found["agent/facebook"]


def test_what_goes_no_longer_speaks_against() -> None:
    graph = Working()
    graph.put([("one", (RENAMED, FORMER)), ("two", (EARLY,))])
    graph.put([("two", ())])
    met = {quad.subject for key in ("agent/meta", "agent/facebook") for quad in graph.quads(None, EL.nameKey, Literal(key))}
    assert len(met) == 1
