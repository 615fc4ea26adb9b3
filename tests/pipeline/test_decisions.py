"""Decisions: same, different and undo, through re-ingest and changed versions, in any order, and where they conflict."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import DefaultGraph, Quad

from kg import pipeline
from kg.decisions import SOURCE, Effect, decide, drop, keep, undo
from kg.errors import BadInput, UnknownName
from kg.graph.rebuild import rebuild
from kg.ingest.base import Input
from kg.ontology import load_ontology
from kg.records import DecisionRecord, EventRecord, Reference
from kg.store import EmbeddedStore
from kg.views.decisions import list_decisions
from kg.views.entities import find_entities
from kg.views.graph import open_graph
from kg.views.records import list_records
from kg.views.review import questions
from kg.views.shapes import QuestionRow
from tests.graph.test_rebuild import Document, Working, assert_same, events, thorough

EXAMPLES = Path(__file__).parent / "examples" / "decisions"
DEALS = (EXAMPLES / "deals.csv").read_text(encoding="utf-8")
MORE = (EXAMPLES / "more.csv").read_text(encoding="utf-8")
NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)


def put(store: EmbeddedStore, text: str, key: str = "deals.csv") -> str:
    return pipeline.ingest(store, [Input(key, text.encode(), key)]).snapshot


@pytest.fixture
def deals(empty_store: EmbeddedStore) -> EmbeddedStore:
    put(empty_store, DEALS)
    return empty_store


def grouping(store: EmbeddedStore) -> set[frozenset[str]]:
    """The rows' own ids, grouped by the event they were resolved to."""
    found: dict[str, set[str]] = {}
    for row in list_records(open_graph(store.snapshot())):
        if row.event:
            found.setdefault(row.event, set()).add(row.record)
    return {frozenset(rows) for rows in found.values()}


def ids(store: EmbeddedStore, *rows: str) -> list[str]:
    """The id that each row's report has, or would have, as an event of its own."""
    by_row = {row.record: row.id for row in list_records(open_graph(store.snapshot()))}
    return [by_row[row] for row in rows]


def same(store: EmbeddedStore, *rows: str, when: datetime = NOON) -> Effect:
    return decide(store, "same", ids(store, *rows), who="Ann", when=when)


def different(store: EmbeddedStore, *rows: str, when: datetime = NOON) -> Effect:
    return decide(store, "different", ids(store, *rows), who="Ann", when=when)


APART = {
    frozenset({"buy-1", "buy-2"}), frozenset({"hire-1"}), frozenset({"hire-2"}), frozenset({"fund-1"}), frozenset({"fund-2"}),
}  # fmt: skip
"""How the rows are grouped as long as nobody decides."""


def joined(*rows: str) -> set[frozenset[str]]:
    """That grouping with these rows' events as one."""
    return {group for group in APART if group.isdisjoint(rows)} | {frozenset(rows)}


# --- same, different, undo ---------------------------------------------------------------------------------------------


def test_without_a_decision_the_rows_are_grouped_by_what_they_say(deals: EmbeddedStore) -> None:
    assert grouping(deals) == APART


def test_same_makes_one_event_and_undo_makes_it_two_again(deals: EmbeddedStore) -> None:
    before = deals.snapshot().id
    effect = same(deals, "hire-1", "hire-2")
    assert (effect.things, effect.events) == ((2, 1), (2, 1))
    assert grouping(deals) == joined("hire-1", "hire-2")
    assert undo(deals).snapshot == before
    assert grouping(deals) == APART


def test_same_joins_more_than_two(deals: EmbeddedStore) -> None:
    effect = same(deals, "hire-1", "hire-2", "buy-1")
    assert effect.things == (3, 1)
    assert grouping(deals) == joined("hire-1", "hire-2", "buy-1", "buy-2")
    [row] = list_decisions(open_graph(deals.snapshot()))
    assert (row.things, row.who, row.when, row.verdict) == (1, "Ann", NOON, "same")


def test_two_reports_of_one_event_can_be_called_different(deals: EmbeddedStore) -> None:
    before = deals.snapshot().id
    assert different(deals, "buy-1", "buy-2").things == (1, 2)
    assert {frozenset({"buy-1"}), frozenset({"buy-2"})} < grouping(deals)
    assert undo(deals).snapshot == before


def test_what_was_decided_is_not_asked_again(sample_store: EmbeddedStore, tmp_path: Path) -> None:
    sample_store.backup(tmp_path / "copy")
    store = EmbeddedStore(tmp_path / "copy")
    first, second, *_ = asked = event_questions(store)
    decide(store, "different", [first.left.short, first.right.short], who="Ann")
    assert event_questions(store) == asked[1:]
    decide(store, "same", [second.left.short, second.right.short], who="Ann")
    assert (second.left.id, second.right.id) not in {(one.left.id, one.right.id) for one in event_questions(store)}
    undo(store)
    assert event_questions(store) == asked[1:]
    assert undo(store).snapshot == sample_store.snapshot().id


def event_questions(store: EmbeddedStore) -> list[QuestionRow]:
    return list(questions(open_graph(store.snapshot()), names=False))


def test_undo_takes_back_the_last_decision_or_the_one_named(deals: EmbeddedStore) -> None:
    first = same(deals, "hire-1", "hire-2").decision
    alone = deals.snapshot().id
    second = same(deals, "fund-1", "buy-1", when=NOON + timedelta(hours=1)).decision
    both = deals.snapshot().id
    assert undo(deals).decision == second
    assert deals.snapshot().id == alone
    assert same(deals, "fund-1", "buy-1", when=NOON + timedelta(hours=1)).snapshot == both
    assert undo(deals, first.id[:6]).decision == first
    assert grouping(deals) == joined("fund-1", "buy-1", "buy-2")


# --- what outlives what ------------------------------------------------------------------------------------------------


def test_the_same_file_again_changes_nothing(deals: EmbeddedStore) -> None:
    decided = same(deals, "hire-1", "hire-2").snapshot
    assert put(deals, DEALS) == decided


def test_a_decision_holds_for_a_changed_version_of_its_source(deals: EmbeddedStore) -> None:
    same(deals, "hire-1", "hire-2")
    put(deals, DEALS.replace("Ann Lee joins Beta as", "Ann Lee moves to Beta as"))
    assert grouping(deals) == joined("hire-1", "hire-2")
    undo(deals)
    assert grouping(deals) == APART


def test_a_decision_waits_for_reports_that_went(deals: EmbeddedStore) -> None:
    decided = same(deals, "hire-1", "hire-2").snapshot
    put(deals, "".join(line for line in DEALS.splitlines(keepends=True) if not line.startswith("hire")))
    [row] = list_decisions(open_graph(deals.snapshot()))
    assert (row.things, row.left[0].name, row.right[0].id) == (0, "1 no longer in the graph", None)
    assert put(deals, DEALS) == decided


def test_a_decision_before_or_after_further_ingest_gives_the_same_graph(tmp_path: Path) -> None:
    early, late, first = (EmbeddedStore(tmp_path / name) for name in ("early", "late", "first"))
    put(early, DEALS)
    decision = same(early, "hire-1", "hire-2").decision
    put(early, MORE, "more.csv")
    put(late, DEALS)
    put(late, MORE, "more.csv")
    record(late, decision)
    record(first, decision)
    put(first, MORE, "more.csv")
    put(first, DEALS)
    assert early.snapshot().id == late.snapshot().id == first.snapshot().id
    assert frozenset({"hire-1", "hire-2", "hire-3", "hire-4"}) in grouping(early)


def record(store: EmbeddedStore, decision: DecisionRecord) -> None:
    with store.transaction() as transaction:
        rebuild(transaction, keep(transaction, decision), load_ontology())
        transaction.commit()


def test_a_decision_that_came_with_an_export_can_be_undone(deals: EmbeddedStore, tmp_path: Path) -> None:
    before = believed(deals)
    same(deals, "hire-1", "hire-2")
    exported = "\n".join(f"{quad.subject} {quad.predicate} {quad.object} {quad.graph_name} ."
                         for quad in deals.snapshot().quads() if quad.graph_name != DefaultGraph())  # fmt: skip
    other = EmbeddedStore(tmp_path / "other")
    put(other, exported, "export.nq")
    assert believed(other) == believed(deals)
    undo(other)
    assert believed(other) == before
    assert grouping(other) == APART


def believed(store: EmbeddedStore) -> set[Quad]:
    return set(store.snapshot().quads(None, None, None, DefaultGraph()))


# --- names -------------------------------------------------------------------------------------------------------------


def test_names_can_be_called_the_same(deals: EmbeddedStore) -> None:
    before = deals.snapshot().id
    effect = decide(deals, "same", ["Gamma", "Gamma Labs"], who="Ann", when=NOON)
    assert (effect.things, effect.events) == ((2, 1), (2, 2))
    assert find_entities(open_graph(deals.snapshot()), "Gamma") == find_entities(open_graph(deals.snapshot()), "Gamma Labs")
    assert undo(deals).snapshot == before


def test_names_that_a_source_joins_can_be_called_different(deals: EmbeddedStore) -> None:
    named = EXAMPLES / "names.ttl"
    pipeline.ingest(deals, [pipeline.open_input(named)])
    before = deals.snapshot().id
    assert decide(deals, "different", ["Beta", "Betacorp"], who="Ann", when=NOON).things == (1, 2)
    assert undo(deals).snapshot == before


def test_names_that_are_called_different_are_not_asked_about(deals: EmbeddedStore) -> None:
    asked = list(questions(open_graph(deals.snapshot()), events=False))
    assert ("Gamma", "Gamma Labs") in {(question.left.name, question.right.name) for question in asked}
    decide(deals, "different", ["Gamma", "Gamma Labs"], who="Ann", when=NOON)
    left = {(question.left.name, question.right.name) for question in questions(open_graph(deals.snapshot()), events=False)}
    assert left == {(question.left.name, question.right.name) for question in asked} - {("Gamma", "Gamma Labs")}


# --- what makes no sense ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("verdict", "given", "said"),
    [
        ("same", ["{hire-1}", "{hire-1}"], "are the same event"),
        ("same", ["{buy-1}", "{buy-2}"], "are one event already"),
        ("same", ["{hire-1}", "Acme"], "is an event and 'Acme' is none"),
        ("same", ["{hire-1}", "ffffffffff"], "is no event in this store"),
        ("same", ["Acme", "Nobody"], "'Nobody' is not in this store"),
        ("same", ["Acme"], "compares two things, not 1"),
        ("same", ["Acme", "acme inc."], "are one name but for case"),
        ("different", ["Acme", "ACME"], "are one name but for case"),
        ("different", ["{hire-1}", "{hire-1}"], "are the same event"),
    ],
)
def test_what_makes_no_sense_is_refused(deals: EmbeddedStore, verdict: str, given: list[str], said: str) -> None:
    before = deals.snapshot().id
    words = [ids(deals, word.strip("{}"))[0] if word.startswith("{") else word for word in given]
    with pytest.raises(BadInput, match=said):
        decide(deals, "same" if verdict == "same" else "different", words, who="Ann")
    assert deals.snapshot().id == before


def test_a_decision_against_an_earlier_one_is_refused_and_says_how_to_undo_it(deals: EmbeddedStore) -> None:
    earlier = same(deals, "hire-1", "hire-2").decision
    with pytest.raises(BadInput, match=f"of Ann on 2026-05-01 says that they are the same; .* kg undo {earlier.id[:8]}"):
        different(deals, "hire-1", "hire-2")
    undo(deals)
    earlier = different(deals, "hire-1", "hire-2").decision
    with pytest.raises(BadInput, match=f"says that they are different; .* kg undo {earlier.id[:8]}"):
        same(deals, "hire-1", "hire-2")
    with pytest.raises(BadInput, match="says so already"):
        different(deals, "hire-2", "hire-1")


def test_a_decision_against_what_follows_from_earlier_ones_is_refused(deals: EmbeddedStore) -> None:
    same(deals, "hire-1", "hire-2")
    tying = same(deals, "hire-2", "fund-1", when=NOON + timedelta(hours=1)).decision
    with pytest.raises(BadInput, match=f"kg undo {tying.id[:8]}"):
        different(deals, "hire-1", "fund-1")


def test_there_may_be_nothing_to_undo(deals: EmbeddedStore) -> None:
    with pytest.raises(UnknownName, match="there is no decision"):
        undo(deals)
    same(deals, "hire-1", "hire-2")
    with pytest.raises(UnknownName, match="'ffff' is no decision"):
        undo(deals, "ffff")


# --- any sequence -------------------------------------------------------------------------------------------------------


@st.composite
def histories(draw: st.DrawFn) -> list[tuple[str, object]]:
    """Documents put and replaced, decisions on any of their reports made and taken back, in any order."""
    told = draw(st.lists(events(), min_size=2, max_size=6, unique_by=lambda event: event.id))
    ruled = draw(st.lists(rulings(told), min_size=1, max_size=3, unique_by=lambda ruling: ruling.id))
    documents = st.lists(st.sampled_from(told), max_size=4).map(tuple)
    step = st.one_of(
        st.tuples(st.sampled_from(["a", "b"]), documents),
        st.tuples(st.sampled_from(["keep", "drop"]), st.sampled_from(ruled)),
    )
    return draw(st.lists(step, min_size=2, max_size=8))


def rulings(told: list[EventRecord]) -> st.SearchStrategy[DecisionRecord]:
    sides = st.lists(st.sampled_from(told), min_size=1, max_size=2).map(
        lambda side: tuple(Reference(id=event.id, source=event.source.key, local_id=event.local_id) for event in side)
    )
    return st.builds(
        DecisionRecord,
        source=st.just(SOURCE),
        statement=st.just("reported"),
        about=st.just("event"),
        verdict=st.sampled_from(["same", "different"]),
        left=sides,
        right=sides,
        who=st.just("Ann"),
        when=st.integers(0, 5).map(lambda hours: NOON + timedelta(hours=hours)),
    )


@settings(thorough)
@given(histories())
def test_any_history_gives_what_its_outcome_gives(steps: list[tuple[str, object]]) -> None:
    lived, documents, standing = Working(), dict[str, Document](), dict[str, DecisionRecord]()
    for what, about in steps:
        if isinstance(about, DecisionRecord):
            rebuild(lived, keep(lived, about) if what == "keep" else drop(lived, about), load_ontology())
            standing.pop(about.id, None)
            if what == "keep":
                standing[about.id] = about
        else:
            assert isinstance(about, tuple)
            lived.put([(what, about)])
            documents[what] = about
    fresh = Working()
    for decision in standing.values():
        rebuild(fresh, keep(fresh, decision), load_ontology())
    assert_same(fresh.put(documents.items()), lived)
    assert sorted(shown(lived)) == sorted(shown(fresh))


def shown(working: Working) -> Iterator[str]:
    return map(str, working.quads())
