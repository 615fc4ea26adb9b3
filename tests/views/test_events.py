"""Events: what filters mean, who said what, and what is disputed."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import BadDate, BadInput, UnknownName
from kg.store import EmbeddedStore
from kg.views.compare import compare
from kg.views.disputes import list_disputes
from kg.views.events import EventFilter, event_detail, events_by_id, find_event, list_events
from kg.views.graph import Graph, open_graph
from kg.views.predictions import list_predictions


def titles(graph: Graph, **wanted: object) -> list[str]:
    return [row.title for row in list_events(graph, EventFilter.model_validate(wanted))]


def test_events_are_the_same_in_however_many_portions_they_are_asked_for(sample: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    every = list_events(sample)
    monkeypatch.setattr("kg.views.graph._AT_ONCE", 7)
    assert events_by_id(sample, [event.id for event in reversed(every)]) == every
    assert events_by_id(sample, []) == []


# --- filters ----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin", "end", "found"),
    [
        ("2025-02", "2025-03", True), ("2025", "2025", True), ("2025-12-31", "", True), ("", "2025-01-01", True),
        ("2026", "", False), ("", "2024-12-31", False), ("Q3 2025", "Q3 2025", True),
    ],
)  # fmt: skip
def test_an_event_known_to_the_year_is_in_every_window_that_the_year_touches(
    small: Graph, begin: str, end: str, found: bool
) -> None:
    assert ("Acme releases Anvil 1" in titles(small, begin=begin, end=end)) is found


def test_a_time_that_runs_backwards_is_refused(small: Graph) -> None:
    with pytest.raises(BadInput, match="backwards"):
        titles(small, begin="2025", end="2024")


@pytest.mark.parametrize("name", ["Beta Fund", "beta  fund", "BETA FUND, Inc."])
def test_organisations_are_found_in_any_role_and_spelling(small: Graph, name: str) -> None:
    assert titles(small, organisations=[name]) == ["Beta Fund puts $5m into Acme"]


def test_one_of_several_organisations_is_enough(small: Graph) -> None:
    assert set(titles(small, organisations=["Gamma", "Beta Fund"])) == {"Gamma buys Delta Labs", "Beta Fund puts $5m into Acme"}


def test_kinds_statuses_texts_and_disputes_narrow(small: Graph) -> None:
    assert titles(small, kinds=["acquisitions"]) == ["Gamma buys Delta Labs"]
    assert titles(small, statuses=["rumour"]) == ["Acme releases Anvil 1"]
    assert titles(small, text="ANVIL") == ["Acme releases Anvil 1"]
    assert titles(small, text="delta l") == ["Gamma buys Delta Labs"]
    assert titles(small, text='"}) #') == []
    assert len(titles(small, disputed=True)) == 2
    assert titles(small, kinds=["Hire"], disputed=False) == []


def test_events_come_in_the_order_of_time(small: Graph) -> None:
    begins = [row.begin or row.end for row in list_events(small)]
    assert begins == sorted(begins, key=str)
    assert len(list_events(small, limit=2)) == 2


def test_what_is_unknown_is_refused_with_what_comes_near(small: Graph) -> None:
    with pytest.raises(UnknownName, match="'Gama' is not in this store; did you mean Gamma"):
        titles(small, organisations=["Gama"])
    with pytest.raises(UnknownName, match="'Merger' is not an event kind; known are Founding"):
        titles(small, kinds=["Merger"])
    with pytest.raises(BadDate, match="2024-13"):
        titles(small, begin="2024-13")


# --- who said what ------------------------------------------------------------------------------------------------------------


def test_a_card_that_names_another_person_disputes_the_hire(small: Graph) -> None:
    [hire] = list_events(small, EventFilter(kinds=("Hire",)))
    assert hire.named("person") == ("Ann Lee",)
    assert hire.named("employer_from") == ("Microsoft",)
    assert (hire.status, hire.disputed) == ("reported", True)
    assert {(source.publisher, source.statement) for source in hire.sources} == {
        ("Daily", "reported"), ("Cloud Desk", "reported"), ("Cloud Desk", "machine-generated"),
    }  # fmt: skip
    people = [claim for claim in event_detail(small, hire.id).claims if claim.property == "person"]
    assert [(claim.value, claim.publisher, claim.statement, claim.believed) for claim in people] == [
        ("Ann Lee", "Daily", "reported", True), ("Bob Ray", "Cloud Desk", "machine-generated", False),
    ]  # fmt: skip


def test_differing_years_of_one_founding_are_disputed(small: Graph) -> None:
    """Of two reported dates the more precise is believed; what the card's machine says sides with the other."""
    [founding] = list_events(small, EventFilter(kinds=("Founding",)))
    assert founding.date == "2020-06"
    [dispute] = list_disputes(small, event=[founding.id])
    assert [(position.value, position.believed) for position in dispute.positions] == [("2020-06", True), ("2021", False)]
    dates = {claim.value: claim.believed for claim in event_detail(small, founding.id).claims if claim.property == "date"}
    assert dates == {"2020-06": True, "2021": False, "2021-01": False}


@pytest.mark.parametrize(("organisation", "property_"), [("DeepMind", "amount"), ("DeepMind", "date")])
def test_the_sample_holds_real_disputes(sample: Graph, organisation: str, property_: str) -> None:
    found = [dispute for dispute in list_disputes(sample) if organisation in dispute.title and dispute.property == property_]
    assert found
    for dispute in found:
        assert [position.believed for position in dispute.positions] == [True] + [False] * (len(dispute.positions) - 1)
        assert all(position.held_by for position in dispute.positions)


def test_an_event_is_found_by_its_iri_its_id_and_the_beginning_of_it(small: Graph) -> None:
    for row in list_events(small):
        bare = row.id.rsplit("/", 1)[-1]
        assert {find_event(small, name) for name in (row.id, bare, f"event/{bare}", bare[:8])} == {row.id}


@pytest.mark.parametrize(
    "reference", ["", "zz", "0000000000", "http://example.org/a b", "../../x", "https://w3id.org/eventline/id/agent/acme"]
)
def test_what_is_no_event_is_refused(small: Graph, reference: str) -> None:
    with pytest.raises(UnknownName):
        find_event(small, reference)


def test_merged_events_keep_their_old_ids(small: Graph) -> None:
    replaced = [quad for quad in small.reader.quads() if quad.predicate.value.endswith("isReplacedBy")]
    assert replaced
    for quad in replaced:
        assert find_event(small, str(quad.subject)[1:-1]) == str(quad.object)[1:-1]


# --- the other views -----------------------------------------------------------------------------------------------------------


def test_companies_side_by_side(small: Graph) -> None:
    found = compare(small, ["acme", "Gamma"])
    assert found.companies == ("Acme", "Gamma")
    assert {(row.company, row.kind, row.year) for row in found.counts} >= {
        ("Acme", "Founding", 2020),
        ("Gamma", "Acquisition", 2025),
    }
    assert [row.event.title for row in found.funding] == ["Beta Fund puts $5m into Acme"]
    [machines] = [cell for cell in found.features if cell.company == "Gamma"]
    assert [(claim.feature, claim.value, claim.qualifier) for claim in machines.claims] == [("Machines", "Rented", None)]


def test_predictions_are_due_when_their_last_day_has_passed(small: Graph) -> None:
    states = {day: list_predictions(small, day)[0].status for day in (date(2027, 10, 31), date(2027, 11, 1))}
    assert list_predictions(small, date(2027, 1, 1))[0].deadline == "2027-10"
    assert states == {date(2027, 10, 31): "open", date(2027, 11, 1): "overdue"}


def test_a_page_of_many_events_is_dated_by_what_it_tells_of_each(tmp_path: Path) -> None:
    head = "kind,date,title,organisation,source_url,source_name,source_date\n"
    (tmp_path / "feed.csv").write_text(
        head + "Founding,2021,Acme is founded,Acme,https://feed.example/,Feed,2022-04-29\n"
        "Hire,2026-04,Acme hires Ann,Acme,https://feed.example/,Feed,2026-04-03\n"
    )
    store = EmbeddedStore(tmp_path / "store")
    pipeline.ingest(store, [pipeline.open_input(tmp_path / "feed.csv")])
    graph = open_graph(store.snapshot())
    told = {event.kind: event for event in list_events(graph)}
    assert [source.published for source in told["Founding"].sources] == ["2022-04-29"]
    assert [source.published for source in told["Hire"].sources] == ["2026-04-03"]
    assert {claim.published for claim in event_detail(graph, told["Hire"].id).claims} == {"2026-04-03"}
