"""The graph is a function of the records: neither order, nor partition into documents, nor history shows in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import NamedNode, Quad
from pyoxigraph import Store as Oxigraph

from kg.dates import Moment
from kg.graph import journal
from kg.graph.rebuild import rebuild, replace_document
from kg.money import Money
from kg.ontology import load_ontology
from kg.records import (
    ClaimRecord,
    DecisionRecord,
    EntityRecord,
    EventRecord,
    Participant,
    PassageRecord,
    PredictionRecord,
    Record,
    Reference,
    SourceRecord,
    TripleRecord,
)
from kg.store.base import Answer, GraphName, Object, Subject

ONTOLOGY = load_ontology()
Document = tuple[Record, ...]

# Few values for each field, so that records meet, agree, contradict and fall into one another's blocks often.

ORGANISATIONS = ("xAI", "X-ai", "Acme", "Acme Inc.", "Beta", "Gamma")
NAMES = (*ORGANISATIONS, "Ann Lee", "Bob Ray")
TITLES = ("Somebody is hired", "Money is raised", "Somebody is hired again")
DATES = ("2024", "2024-03", "2024-03-05", "2024-04", "2023-12/2024-02", "2024-06-01/..")
AMOUNTS = (
    None,
    Money(value=Decimal(400), currency="USD"),
    Money(value=Decimal(400), qualifier="about", currency="USD"),
    Money(value=Decimal(650), currency="USD"),
    Money(text="undisclosed"),
)
STATEMENTS = ("reported", "machine-generated", "rumour")
ROLES = {"Hire": ("person", "employer_from", "position"), "Investment": ("investor", "lead_investor"), "Founding": ("founder",)}
IRIS = ("<https://w3id.org/eventline/id/agent/acme>", "<https://w3id.org/eventline/id/agent/beta>", "<http://example.org/a>")

sources = st.builds(
    SourceRecord,
    url=st.sampled_from(["https://a.example/1", "https://b.example/2", "https://c.example/3"]),
    publisher=st.sampled_from(["", "Daily", "Weekly"]),
    published=st.sampled_from([None, Moment.parse("2024-05"), Moment.parse("2024-05-02")]),
    audiences=st.sampled_from([(), ("Buyers",), ("Buyers", "Builders")]),
)
statements = st.sampled_from(STATEMENTS)
local_ids = st.sampled_from(["", "row-1", "row-2"])
organisations = st.sampled_from(ORGANISATIONS)


@st.composite
def events(draw: st.DrawFn) -> EventRecord:
    kind = draw(st.sampled_from(sorted(ROLES)))
    participants = st.builds(Participant, role=st.sampled_from(ROLES[kind]), name=st.sampled_from(NAMES))
    same_as = draw(st.sampled_from(["", "", "row-1", "row-2"]))
    dates = [Moment.parse(date) for date in DATES]
    return EventRecord(
        source=draw(sources),
        statement=draw(statements),
        local_id=draw(local_ids),
        kind=kind,
        title=draw(st.sampled_from(TITLES)),
        organisation=draw(organisations),
        date=draw(st.sampled_from([*dates, None] if same_as else dates)),
        participants=tuple(draw(st.lists(participants, max_size=2))),
        amount=draw(st.sampled_from(AMOUNTS)),
        same_as=same_as,
    )


entities = st.builds(
    EntityRecord,
    source=sources,
    statement=statements,
    type=st.sampled_from(["organization", "person", "agent"]),
    name=st.sampled_from(NAMES),
    aliases=st.lists(st.sampled_from(NAMES), max_size=2).map(tuple),
    url=st.sampled_from([None, "https://acme.example"]),
)
others = st.one_of(
    st.builds(
        ClaimRecord,
        source=sources,
        statement=statements,
        about=organisations,
        feature=st.just("Speed"),
        value=st.sampled_from("AB"),
    ),
    st.builds(PredictionRecord, source=sources, statement=statements, text=st.just("It grows"), about=st.tuples(organisations)),
    st.builds(PassageRecord, source=sources, statement=statements, section=st.just("what-changed"), text=st.sampled_from("AB")),
    st.builds(
        TripleRecord,
        source=sources,
        statement=statements,
        subject=st.sampled_from(IRIS),
        predicate=st.sampled_from(["<http://www.w3.org/2004/02/skos/core#altLabel>", "<http://example.org/p>"]),
        object=st.sampled_from(['"Acme Inc."', '"xAI"', "<http://example.org/b>"]),
    ),
)
records = st.one_of(events(), events(), entities, others)
KEYS = ("agent/xai", "agent/acme", "agent/beta", "agent/gamma", "agent/annlee")


@st.composite
def documents(draw: st.DrawFn) -> list[Document]:
    """Documents of records, and in some of them a person's decisions about any of these."""
    told: list[Document] = list(draw(st.lists(st.lists(records, max_size=5).map(tuple), min_size=1, max_size=4)))
    reports = [record for document in told for record in document if isinstance(record, EventRecord)]
    decided = draw(st.lists(decisions(reports), max_size=2))
    return [*told, tuple(decided)] if decided else told


@st.composite
def decisions(draw: st.DrawFn, reports: list[EventRecord]) -> DecisionRecord:
    about_events = bool(reports) and draw(st.booleans())
    named = [Reference(id=one.id, source=one.source.key, local_id=one.local_id) for one in reports]
    pool = named if about_events else [Reference(id=key) for key in KEYS]
    return DecisionRecord(
        source=SourceRecord(key="decisions"),
        statement="reported",
        about="event" if about_events else "entity",
        verdict=draw(st.sampled_from(["same", "different"])),
        left=tuple(draw(st.lists(st.sampled_from(pool), min_size=1, max_size=2))),
        right=tuple(draw(st.lists(st.sampled_from(pool), min_size=1, max_size=2))),
        who="Ann",
        when=draw(st.sampled_from([datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 2, tzinfo=UTC)])),
    )


class Working:
    """A transaction in memory: rebuilding needs no disk."""

    def __init__(self) -> None:
        self._data = Oxigraph()

    def quads(
        self,
        subject: Subject | None = None,
        predicate: NamedNode | None = None,
        object_: Object | None = None,
        graph: GraphName | None = None,
    ) -> Iterator[Quad]:
        return self._data.quads_for_pattern(subject, predicate, object_, graph)

    def query(self, text: str) -> Answer:
        return self._data.query(text)

    def apply(self, removed: Iterable[Quad], added: Iterable[Quad]) -> None:
        arriving = set(added)
        for quad in set(removed) - arriving:
            self._data.remove(quad)
        self._data.extend(arriving)

    @property
    def id(self) -> str:
        return ""

    def commit(self) -> str:
        return ""

    def put(self, named: Iterable[tuple[str, Document]]) -> Working:
        """Replace each of these documents in turn."""
        for name, told in named:
            rebuild(self, replace_document(self, name, name, "", told, complete=True), ONTOLOGY)
        return self

    def known(self) -> set[Quad]:
        """Everything but the list of documents."""
        return {quad for quad in self.quads() if quad.graph_name != journal.DOCUMENTS}


def assert_same(one: Working, other: Working) -> None:
    mine, theirs = one.known(), other.known()
    assert (shown(mine - theirs), shown(theirs - mine)) == ([], [])


def shown(quads: Iterable[Quad]) -> list[str]:
    return sorted(map(str, quads))


def named(told: Iterable[Document]) -> list[tuple[str, Document]]:
    return [(f"document-{number}", document) for number, document in enumerate(told)]


def all_at_once(told: Iterable[Document]) -> list[tuple[str, Document]]:
    return [("all", tuple(record for document in told for record in document))]


thorough = settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large])


@thorough
@given(documents(), st.data())
def test_order_and_partition_do_not_show(told: list[Document], data: st.DataObject) -> None:
    whole = Working().put(all_at_once(told))
    parts = Working().put(data.draw(st.permutations(named(told))))
    assert_same(whole, parts)


@thorough
@given(documents(), documents(), st.data())
def test_history_does_not_show(before: list[Document], after: list[Document], data: st.DataObject) -> None:
    """Documents that were replaced, emptied or put back leave what was never anything else."""
    steps = data.draw(st.permutations([*named(before), *named(after)]))
    assert_same(Working().put(all_at_once(dict(steps).values())), Working().put(steps))


@thorough
@given(documents())
def test_documents_taken_back_leave_nothing(told: list[Document]) -> None:
    working = Working().put(named(told)).put((name, ()) for name, _ in named(told))
    assert shown(working.quads()) == []


@thorough
@given(documents())
def test_telling_it_again_changes_nothing(told: list[Document]) -> None:
    working = Working().put(named(told))
    first = shown(working.quads())
    assert shown(working.put(reversed(named(told))).quads()) == first


@thorough
@given(documents())
def test_every_record_is_kept_as_it_was_read(told: list[Document]) -> None:
    working = Working().put(named(told))
    wanted = {record for document in told for record in document}
    assert {journal.record_at(working, journal.record_iri(record)) for record in wanted} == wanted
