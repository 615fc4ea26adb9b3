"""Events: which reports tell one event, what a person's decisions do to that, and where a person is asked."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import combinations
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.resolve.events import Decided, Report, block_keys, cluster, doubts, related, why
from kg.resolve.evidence import compare
from tests.resolve.reported import report

Told = dict[str, Any]


def told(kind: str, date: str, title: str = "", **more: Any) -> Told:
    """The words of a report; titles share no word unless they are given."""
    return {"kind": kind, "date": date, "title": title or "…", **more}


def events(*reports: Report, decided: Decided = Decided()) -> int:
    """Number of events, the same in whatever order the reports come."""
    found, backwards = cluster(reports, decided), cluster(reversed(reports), decided)
    assert ids(found) == ids(backwards)
    return len(found)


def ids(found: Iterable[Iterable[Report]]) -> list[list[str]]:
    return [[one.record.id for one in group] for group in found]


def two(one: Told, other: Told) -> tuple[Report, Report]:
    """By two publishers; a title that was left open differs."""
    titles = [{"title": words} if facts["title"] == "…" else {} for facts, words in ((one, "Alpha"), (other, "Beta"))]
    return report(**{**one, **titles[0]}), report(**{**other, **titles[1]}, by="Weekly")


HIRE = told("Hire", "2026-04", person="Ann Lee")
ROUND = told("Investment", "2024-05", amount="$900m", valuation="$9bn")
DEAL = told("Acquisition", "2025-03-18", acquirer="Acme", acquired="Wizard")
LICENCE = told("Partnership", "2025-12-24", counterparty="Grove", person="Jo Ross", amount="$20bn")

ONE_EVENT = {
    "month and day": (HIRE, HIRE | {"date": "2026-04-07"}),
    "a founding, whatever the year": (told("Founding", "2020"), told("Founding", "2023-05")),
    "a launch told to the year": (told("ModelLaunch", "2024-03", model="Anvil 3"), told("ModelLaunch", "2024", model="anvil-3")),
    "a deal and its closing a year later": (DEAL, DEAL | {"date": "2026-03-11"}),
    "a deal with its price in dispute": (DEAL | {"amount": "$400m"}, DEAL | {"amount": "$650m"}),
    "family name first": (told("Departure", "2026-03", person="Lin Junyang"), told("Departure", "2026-03", person="Junyang Lin")),
    "a departure and its last day": (
        told("Departure", "2025-04", person="Jo Pin"), told("Departure", "2025-05-30", person="Jo Pin"),
    ),
    "a round before and after its closing": (
        told("Investment", "2024-10-02", amount="$6.6bn", investor="Thrift"),
        told("Investment", "2024-09-27", amount="$6.5bn", investor="Thrift", statement="rumour"),
    ),
    "a licence told as a purchase": (
        LICENCE, told("Acquisition", "2025-12-24", acquirer="Acme", acquired="Grove assets", person="Jo Ross", amount="$20bn"),
    ),
    "a deal told from either side": (
        told("Partnership", "2025-11-03", partner="Beta", amount="$38bn"),
        told("Partnership", "2025-11-04", organisation="Beta", partner="Acme", amount="$38bn"),
    ),
    "another person in one position": (
        HIRE | {"employer_from": "Microsoft", "position": "chief executive"},
        HIRE | {"employer_from": "Microsoft", "position": "chief executive", "person": "Bob Ray"},
    ),
    "nobody named, but the former employer is": (
        HIRE | {"employer_from": "Microsoft"}, told("Hire", "2026-04-08", employer_from="Microsoft"),
    ),
    "nobody named, but the position is": (
        HIRE | {"position": "chief of data"}, told("Hire", "2026-04", position="Chief of Data"),
    ),
    "sums in two currencies": (
        told("Investment", "2023-06", amount="€105m"), told("Investment", "2023-06", amount="$113.4m"),
    ),
}  # fmt: skip
TWO_EVENTS = {
    "two people": (HIRE, HIRE | {"person": "Bob Ray"}),
    "two people from one employer": (
        HIRE | {"employer_from": "Microsoft"}, HIRE | {"employer_from": "Microsoft", "person": "Bob Ray"},
    ),
    "hired again years later": (HIRE, HIRE | {"date": "2021-04"}),
    "nobody named": (HIRE, told("Hire", "2026-04")),
    "nobody named, in words that are alike": (
        HIRE | {"title": "Acme strengthens its research leadership"}, told("Hire", "2026-04", "Acme research leadership grows"),
    ),
    "successive rounds": (ROUND, ROUND | {"date": "2024-11", "amount": "$2.3bn", "valuation": "$29bn"}),
    "rounds of other names": (
        told("Investment", "2024-05", round="Series B"), told("Investment", "2024-05", round="Series C", amount="$90m"),
    ),
    "two models of a day": (
        told("ModelLaunch", "2024-03-04", model="Anvil 3"), told("ModelLaunch", "2024-03-04", model="Anvil 4"),
    ),
    "an offer turned down and a later deal": (
        DEAL | {"date": "2024-06", "amount": "$1bn", "title": "Wizard turns down Acme"}, DEAL | {"amount": "$9bn"},
    ),
    "a suit and its verdict": (
        told("Legal", "2024-03", "Musk sues the company", counterparty="Elon Musk"),
        told("Legal", "2026-05", "Jury clears the company", counterparty="Elon Musk"),
    ),
    "a trial and its verdict in one month": (
        told("Legal", "2026-05-14", "Closing arguments end", counterparty="Elon Musk"),
        told("Legal", "2026-05", "Jury clears the company", counterparty="Elon Musk"),
    ),
    "the filing and the first day": (told("IPO", "2026-05-02", "Acme files its S-1"), told("IPO", "2026-05-28", "Acme debuts")),
    "leaving here and joining there": (
        told("Departure", "2025-04", person="Jo Pin"), told("Hire", "2025-04", organisation="Beta", person="Jo Pin"),
    ),
    "other affairs of a month": (told("Other", "2025-10"), told("Other", "2025-10")),
    "one person, two kinds that are not close": (
        LICENCE, told("Departure", "2025-12-24", organisation="Grove", person="Jo Ross", employer_to="Acme"),
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other"), ONE_EVENT.values(), ids=ONE_EVENT)
def test_one_event(one: Told, other: Told) -> None:
    assert events(*two(one, other)) == 1


@pytest.mark.parametrize(("one", "other"), TWO_EVENTS.values(), ids=TWO_EVENTS)
def test_two_events(one: Told, other: Told) -> None:
    assert events(*two(one, other)) == 2


def test_a_machine_that_names_another_person_contradicts_the_one_report() -> None:
    facts = HIRE | {"employer_from": "Microsoft"}
    machine = report(**facts | {"person": "Bob Ray", "title": "Gamma"}, by="Robot", statement="machine-generated")
    assert events(report(**facts), machine) == 1


def test_a_machine_that_contradicts_two_reports_stands_alone() -> None:
    facts = HIRE | {"employer_from": "Microsoft"}
    reports = [report(**facts | {"person": name, "title": name}, by=name) for name in ("Ann Lee", "Cy Poe")]
    machine = report(**facts | {"person": "Bob Ray", "title": "Gamma"}, by="Robot", statement="machine-generated")
    assert events(*reports, machine) == 3


def test_a_vague_report_does_not_tie_two_events_together() -> None:
    small, large = report(**ROUND), report(**ROUND | {"date": "2024-11", "amount": "$2.3bn", "valuation": "$29bn"}, by="Weekly")
    assert events(small, large, report("Investment", "2024", by="Monthly", title="Alpha")) >= 2


def test_a_source_tells_an_event_once_but_may_repeat_itself() -> None:
    facts = told("Partnership", "2025-01", partner="Beta")
    once = report(**facts | {"title": "Alpha"})
    again = report(**facts | {"title": "Gamma"})
    assert events(once, again) == 2
    assert events(once, with_id(once, "row-2")) == 1


def test_a_company_that_acquires_itself_breaks_nothing() -> None:
    itself = report("Acquisition", "2025-03", acquirer="Acme", acquired="Acme")
    assert events(itself, report(**DEAL, by="Weekly"), report("Acquisition", "2025", by="Monthly", acquired="Acme")) == 2


@pytest.mark.parametrize("date", ["2024/..", "../2024", "1500", "2199-12", "1900/2100", "2024~"])
def test_coarse_and_open_dates_have_few_keys(date: str) -> None:
    one = report("Investment", date, investor=["A", "B"])
    assert 0 < len(block_keys(one)) < 40
    assert events(one, report("Investment", "2024-05", by="Weekly")) in (1, 2)


# --- what a person decides ----------------------------------------------------------------------------------------------------


def pair(one: Report, other: Report) -> tuple[str, str]:
    low, high = sorted((one.record.id, other.record.id))
    return low, high


def with_id(one: Report, local_id: str, note: str = "") -> Report:
    return replace(one, record=one.record.model_copy(update={"local_id": local_id, "note": note}))


def test_same_joins_what_nothing_ties_together() -> None:
    one, other = report("Hire", "2020", person="Ann Lee"), report("Legal", "2025-03", organisation="Beta")
    assert events(one, other) == 2
    assert events(one, other, decided=Decided(same=frozenset({pair(one, other)}))) == 1


def test_different_parts_what_agrees_in_all() -> None:
    one, other = two(HIRE, HIRE)
    again = with_id(one, "row-2")
    apart = Decided(different=frozenset({pair(one, other), pair(one, again)}))
    assert events(one, other, again) == 1
    homes = {told.record.id: place for place, group in enumerate(cluster([one, other, again], apart)) for told in group}
    assert homes[one.record.id] not in (homes[other.record.id], homes[again.record.id])


def test_different_holds_against_a_chain_of_same() -> None:
    one, middle, other = (report("Hire", f"202{n}", person=f"Ann {n}") for n in range(3))
    decided = Decided(frozenset({pair(one, middle), pair(middle, other)}), frozenset({pair(one, other)}))
    found = cluster([one, middle, other], decided)
    assert sorted(map(len, found)) == [1, 2]
    assert all(one not in group or other not in group for group in found)


def test_different_holds_against_same_of_the_pair_itself() -> None:
    one, other = two(HIRE, HIRE)
    assert events(one, other, decided=Decided(frozenset({pair(one, other)}), frozenset({pair(one, other)}))) == 2


# --- what a person is asked ----------------------------------------------------------------------------------------------------


def test_what_is_near_the_line_is_asked_until_it_is_decided() -> None:
    one, other = two(HIRE | {"employer_from": "Microsoft"}, HIRE | {"employer_from": "Microsoft", "person": "Bob Ray"})
    [doubt] = doubts([one, other])
    assert {doubt.one.record.id, doubt.other.record.id} == {one.record.id, other.record.id}
    assert "different person" in doubt.reasons
    for decided in (Decided(same=frozenset({pair(one, other)})), Decided(different=frozenset({pair(one, other)}))):
        assert doubts([one, other], decided) == []


def test_what_is_clear_is_not_asked() -> None:
    assert doubts(two(HIRE, HIRE)) == doubts(two(HIRE, HIRE | {"person": "Bob Ray"})) == []


def test_the_question_that_moves_more_reports_comes_first() -> None:
    facts = HIRE | {"employer_from": "Microsoft"}
    people = [(name, publisher) for name in ("Ann Lee", "Bob Ray") for publisher in ("Daily", "Weekly", "Monthly")]
    rivals = [report(**facts | {"person": name, "title": name}, by=f"{name} {publisher}") for name, publisher in people]
    lonely = [report(**facts | {"person": name, "title": name, "organisation": "Beta"}, by=name) for name in ("Cy Poe", "Di Fox")]
    first, second = doubts([*lonely, *rivals])
    assert (first.one.record.organisation, second.one.record.organisation) == ("Acme", "Beta")
    assert first.value > second.value


def test_reasons_name_what_agrees_and_what_does_not() -> None:
    found = why(*two(DEAL | {"amount": "$400m"}, DEAL | {"date": "2026-03-11", "amount": "$650m"}))
    assert found[0] in {"same acquired company", "happens once for each acquired company", "11 months apart"}
    assert {"same acquired company", "11 months apart", "amounts differ: 400m USD and 650m USD"} <= set(found)


# --- whatever the reports ---------------------------------------------------------------------------------------------------

DATES = ("2024", "2024-03", "2024-03-05", "2024-04", "2023-12/2024-02", "2024-06-01/..", "2025-05")
NAMES = ("Ann Lee", "Lee Ann", "Bob Ray", "Beta", "Beta Labs", "Acme")
ROLES = {
    "Hire": ("person", "employer_from", "position"), "Investment": ("investor", "lead_investor"), "Founding": ("founder",),
    "Acquisition": ("acquired", "acquirer", "person"), "Partnership": ("partner", "counterparty"), "Other": ("person",),
}  # fmt: skip


@st.composite
def reports(draw: st.DrawFn) -> Report:
    kind = draw(st.sampled_from(sorted(ROLES)))
    roles = draw(st.dictionaries(st.sampled_from(ROLES[kind]), st.sampled_from(NAMES), max_size=3))
    money = {"amount": draw(st.sampled_from(["$400m", "$410m", "over $1bn", "£300m"]))} if draw(st.booleans()) else {}
    made = report(
        kind,
        draw(st.sampled_from(DATES)),
        draw(st.sampled_from(["reported", "machine-generated"])),
        by=draw(st.sampled_from(["Daily", "Weekly", "Monthly"])),
        organisation=draw(st.sampled_from(["Acme", "Beta"])),
        title=draw(st.sampled_from(["Alpha", "Beta grows", "Beta sues"])),
        **roles,
        **money,
    )
    return with_id(made, f"row-{draw(st.integers(0, 10**9))}")


few = st.lists(reports(), max_size=9, unique_by=lambda one: one.record.id)
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@quick
@given(few, st.randoms())
def test_order_does_not_matter(given_reports: list[Report], chance: Any) -> None:
    shuffled = chance.sample(given_reports, len(given_reports))
    assert ids(cluster(given_reports)) == ids(cluster(shuffled))


@quick
@given(few, st.randoms())
def test_ids_and_notes_do_not_matter(given_reports: list[Report], chance: Any) -> None:
    renamed = [with_id(one, f"other-{chance.random()}", note="a remark") for one in given_reports]
    places = {one.record.id: place for place, one in enumerate(given_reports)}
    new_places = {one.record.id: place for place, one in enumerate(renamed)}
    assert as_sets(cluster(given_reports), places) == as_sets(cluster(renamed), new_places)


def as_sets(found: Iterable[Iterable[Report]], places: dict[str, int]) -> set[frozenset[int]]:
    return {frozenset(places[one.record.id] for one in group) for group in found}


@quick
@given(few)
def test_what_is_not_related_has_no_say(given_reports: list[Report]) -> None:
    parts: list[list[Report]] = []
    for one in given_reports:
        near = [part for part in parts if any(related(one, other) for other in part)]
        parts = [part for part in parts if part not in near] + [[one, *(other for part in near for other in part)]]
    apart = [group for part in parts for group in ids(cluster(part))]
    assert sorted(apart) == sorted(ids(cluster(given_reports)))


@quick
@given(few)
def test_what_is_related_shares_a_key_and_is_related_back(given_reports: list[Report]) -> None:
    for one, other in combinations(given_reports, 2):
        assert related(one, other) == related(other, one)
        assert not related(one, other) or block_keys(one) & block_keys(other)
        forth, back = compare(one, other), compare(other, one)
        assert (forth and (forth.score, forth.texts())) == (back and (back.score, back.texts()))


@quick
@given(few, st.data())
def test_decisions_hold(given_reports: list[Report], data: st.DataObject) -> None:
    pairs = sorted(pair(*two_of_them) for two_of_them in combinations(given_reports, 2))
    chosen = data.draw(st.lists(st.sampled_from(pairs), max_size=4, unique=True)) if pairs else []
    decided = Decided(frozenset(chosen[::2]), frozenset(chosen[1::2]))
    home = {one.record.id: place for place, group in enumerate(cluster(given_reports, decided)) for one in group}
    assert all(home[one] != home[other] for one, other in decided.different)
    if not decided.different:
        assert all(home[one] == home[other] for one, other in decided.same)
