"""What stands beside an event, and what a decision on it would do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.decisions import decide, foresee
from kg.errors import BadInput
from kg.store import EmbeddedStore
from kg.views.events import EventFilter, list_events
from kg.views.graph import Graph, open_graph
from kg.views.relations import card_sentences, merge_candidates, related_events
from kg.views.shapes import EventRow

EXAMPLES = Path(__file__).parent / "examples"


def titled(graph: Graph, words: str) -> EventRow:
    [found] = list_events(graph, EventFilter(text=words))
    return found


def test_related_events_share_a_person_an_investor_or_a_model(lives: Graph) -> None:
    hire = titled(lives, "names Ann Lee")
    [left] = related_events(lives, hire.id)
    assert left.title == "Ann Lee leaves Acme for Delta"
    assert [(one.role, one.name) for one in left.shares] == [("person", "Ann Lee")]
    seed = titled(lives, "money into Delta")
    shared = {one.title: {part.name for part in one.shares} for one in related_events(lives, seed.id)}
    assert shared["Beta Fund leads the Series A of Anvil Works"] == {"Beta Fund", "Gamma Capital"}


def test_related_events_are_those_of_the_catalogue(sample: Graph) -> None:
    for event in list_events(sample)[::15]:
        told: dict[str, set[str]] = {}
        for row in sample.rows("event/related", event=event.id):
            told.setdefault(row["other"], set()).add(row["shared"])
        found = {one.id: {shared.id for shared in one.shares} for one in related_events(sample, event.id, most=10_000)}
        assert found == told


def test_cards_are_quoted_with_their_manner(small: Graph) -> None:
    [hire] = list_events(small, EventFilter(kinds=("Hire",)))
    said = {one.text: one.source.statement for one in card_sentences(small, hire.id)}
    assert said["The hire is identified as Bob Ray, who ran storage at Microsoft."] == "machine-generated"
    assert said["Acme recruits a cloud lead from Microsoft"] == "reported"


def test_candidates_are_the_nearest_of_its_kind_or_those_that_words_find(lives: Graph) -> None:
    hire = titled(lives, "names Ann Lee")
    offered = [one.title for one in merge_candidates(lives, hire)]
    assert offered[0] == "Bo Ray joins Acme as president"
    assert hire.title not in offered
    assert [one.title for one in merge_candidates(lives, hire, "Epsilon")] == ["Acme buys Epsilon"]


@pytest.fixture
def own(tmp_path: Path) -> EmbeddedStore:
    store = EmbeddedStore(tmp_path / "store")
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "lives.csv", key="lives.csv")])
    return store


def test_what_is_foreseen_is_what_comes_and_nothing_is_written(own: EmbeddedStore) -> None:
    graph = open_graph(own.snapshot())
    pair = [titled(graph, "Series A").id, titled(graph, "20 million").id]
    before = own.snapshot().id
    [foreseen] = foresee(own, "same", pair)
    assert own.snapshot().id == before
    assert (foreseen.effect, foreseen.event.told_by) == ("joins", 2)
    decide(own, "same", pair, who="Ann")
    after = open_graph(own.snapshot())
    assert titled(after, "Series A") == foreseen.event


def test_what_makes_no_sense_is_refused_beforehand(own: EmbeddedStore) -> None:
    event = titled(open_graph(own.snapshot()), "Epsilon").id
    with pytest.raises(BadInput):
        foresee(own, "same", [event, event])
