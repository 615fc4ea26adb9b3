"""The graph as known on a day: what came later is not there, and the rest is believed as it was then."""

from __future__ import annotations

import json
from collections.abc import Iterable
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from kg.graph import journal
from kg.graph.events import beliefs_of_event
from kg.graph.journal import DEFAULT
from kg.graph.past import forget_later
from kg.records import (
    DecisionRecord,
    EntityRecord,
    EventRecord,
    PassageRecord,
    PredictionRecord,
    Record,
    Reference,
    SourceRecord,
)
from kg.terms import EL, RDF, RDFS, SCHEMA, SKOS
from tests.graph.test_rebuild import ONTOLOGY, Document, Working, all_at_once, assert_same, documents, events

DAY = date(2024, 5, 15)
LAST = date(2199, 12, 31)
thorough = settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


def dated(record: Record, day: str = "2024-06-01") -> Record:
    """The record, read on a day where its source tells none."""
    fields = json.loads(journal.dumped(record).value)
    if record.source.known is None:
        fields["source"]["retrieved"] = day
    return journal.loaded(json.dumps(fields))


def source(name: str, published: str | None, **more: Any) -> SourceRecord:
    return SourceRecord.model_validate({"url": f"https://{name}.example/1", "publisher": name, "published": published, **more})


def founding(told: SourceRecord, day: str, **more: Any) -> EventRecord:
    fields = {"statement": "reported", "kind": "Founding", "title": f"Acme begins in {day}", "organisation": "Acme", "date": day}
    return EventRecord.model_validate({"source": told, **fields, **more})


def graph_of(*records: Record) -> Working:
    return Working().put(all_at_once([records]))


def as_known(working: Working, day: date) -> Working:
    forget_later(working, day, ONTOLOGY)
    return working


def believed_events(working: Working) -> dict[NamedNode, frozenset[NamedNode]]:
    """Every believed event with the records that describe it."""
    found = {}
    for quad in working.quads(None, RDF.type, EL.Event, DEFAULT):
        assert isinstance(quad.subject, NamedNode)
        describing = working.quads(None, EL.describes, quad.subject)
        found[quad.subject] = frozenset(told.subject for told in describing if isinstance(told.subject, NamedNode))
    return found


def texts(found: Iterable[Quad]) -> set[str]:
    return {quad.object.value for quad in found if isinstance(quad.object, Literal)}


# --- properties -------------------------------------------------------------------------------------------------------------


@thorough
@given(documents())
def test_after_every_publication_the_past_is_the_present(told: list[Document]) -> None:
    records = [tuple(dated(record) for record in document) for document in told]
    assert_same(as_known(Working().put(all_at_once(records)), LAST), Working().put(all_at_once(records)))


@thorough
@given(documents())
def test_before_every_publication_there_is_nothing(told: list[Document]) -> None:
    past = as_known(Working().put(all_at_once(told)), date(1900, 1, 1))
    assert {quad.graph_name for quad in past.known()} <= {journal.DECISIONS}


@thorough
@given(st.lists(st.lists(events(), max_size=5).map(tuple), min_size=1, max_size=4))
def test_what_was_known_is_believed_as_if_nothing_else_were_ever_told(told: list[Document]) -> None:
    """Of events that the same records tell either way: identity is timeless, and may join what was apart then."""
    past = as_known(Working().put(all_at_once(told)), DAY)
    then = Working().put(all_at_once(tuple(record for record in document if known_by(record, DAY)) for document in told))
    now_known, then_known = believed_events(past), believed_events(then)
    assert {record for records in now_known.values() for record in records} == {
        record for records in then_known.values() for record in records
    }
    for event, records in now_known.items():
        if then_known.get(event) == records:
            assert beliefs(past, event) == beliefs(then, event)


def beliefs(working: Working, event: NamedNode) -> set[Quad]:
    """What is believed of an event; questions for review are of today's identity, not of beliefs."""
    questions = {quad.subject for quad in working.quads(None, RDF.type, EL.Question, DEFAULT)}
    return {quad for quad in beliefs_of_event(working, event) if quad.subject not in questions}


def known_by(record: Record, day: date) -> bool:
    return record.source.known is not None and record.source.known <= day


# --- examples ---------------------------------------------------------------------------------------------------------------


def test_a_dispute_is_there_from_the_day_on_which_the_second_position_was_told() -> None:
    told = [founding(source("a", "2024-01-10"), "2020"), founding(source("b", "2024-03-01"), "2021", title="Acme starts")]
    for day, disputes, date_ in ((date(2024, 2, 29), 0, "2020"), (date(2024, 3, 1), 1, "2021")):
        past = as_known(graph_of(*told), day)
        assert len(list(past.quads(None, RDF.type, EL.Dispute))) == disputes
        assert texts(past.quads(None, EL.date, None, DEFAULT)) == {date_}


def test_an_imprecise_publication_is_known_when_it_is_over() -> None:
    told = founding(source("a", "2024-05"), "2020")
    assert not set(as_known(graph_of(told), date(2024, 5, 30)).quads())
    assert set(as_known(graph_of(told), date(2024, 5, 31)).quads())


def test_the_day_of_reading_stands_in_for_that_of_publication() -> None:
    told = founding(source("a", None, retrieved="2024-05-02"), "2020")
    assert not set(as_known(graph_of(told), date(2024, 5, 1)).quads())
    assert set(as_known(graph_of(told), date(2024, 5, 2)).quads())


def test_a_feed_is_known_item_by_item() -> None:
    """One page, one statement graph, and a date for each item."""
    feed = [source("feed", day) for day in ("2024-01-10", "2024-09-01")]
    told = [founding(feed[0], "2020"), founding(feed[1], "2021", kind="Shutdown", title="Acme ends")]
    past = as_known(graph_of(*told), date(2024, 2, 1))
    assert texts(past.quads(None, RDFS.label, None, DEFAULT)) == {"Acme begins in 2020"}
    assert texts(past.quads(None, EL.date, None)) == {"2020"}
    assert len(list(past.quads(None, RDF.type, EL.Source))) == 1


def test_who_said_nothing_yet_is_not_there() -> None:
    later = PassageRecord(source=source("late", "2025", audiences=("Buyers",)), statement="reported", section="lead", text="More")
    naming = EntityRecord(source=source("late", "2025"), statement="reported", type="organization", name="Beta")
    past = as_known(graph_of(founding(source("a", "2024"), "2020"), later, naming), date(2024, 12, 31))
    assert texts(past.quads(None, SKOS.prefLabel, None)) == {"Acme", "a"}
    assert texts(past.quads(None, SCHEMA.url, None)) == {"https://a.example/1"}


def test_the_ids_of_today_lead_to_what_was_known() -> None:
    """The event keeps its id although the report that gives it came later."""
    told = [founding(source(name, day), "2020", title=name) for name, day in (("a", "2024"), ("b", "2025"), ("c", "2026"))]
    today = graph_of(*told)
    [event] = believed_events(today)
    for day in (date(2024, 12, 31), date(2025, 12, 31)):
        past = as_known(graph_of(*told), day)
        assert set(believed_events(past)) == {event}
        assert set(past.quads(None, None, event, DEFAULT)) == set(today.quads(None, None, event, DEFAULT))


def test_a_verdict_on_a_prediction_holds_from_the_day_it_was_given() -> None:
    prediction = PredictionRecord(source=source("a", "2023"), statement="reported", text="Acme grows")
    verdict = DecisionRecord(
        source=SourceRecord(key="decisions"), statement="reported", about="prediction", verdict="came-true",
        left=(Reference(id=prediction.id),), who="Ann", when=datetime(2024, 5, 15, tzinfo=UTC),
    )  # fmt: skip
    for day, verdicts in ((date(2024, 5, 14), 0), (date(2024, 5, 15), 1)):
        past = as_known(graph_of(prediction, verdict), day)
        assert len(list(past.quads(None, EL.verdict, None))) == verdicts
