"""Profiles: facts, sections, careers, counterparts and the directory, on a company whose every event can be checked by eye."""

from __future__ import annotations

from datetime import date

import pytest

from kg.errors import UnknownName
from kg.terms import local_name
from kg.views.entities import entity_row, find_entities
from kg.views.events import EventFilter, list_events
from kg.views.graph import Graph
from kg.views.profiles.directory import SORTS, count_sorts, directory, entities_called
from kg.views.profiles.page import GIVERS, PARTS, WORKS, profile
from kg.views.profiles.shapes import Fact, Profile, Sort
from kg.views.profiles.taking_part import taken_part

ON = date(2026, 1, 1)


def profile_of(graph: Graph, name: str, *whole: str) -> Profile:
    [entity] = find_entities(graph, name)
    return profile(graph, entity, ON, whole)


def titles(found: Profile, part: str) -> list[str]:
    return [event.title for event in found.part(part).events]


# --- names ------------------------------------------------------------------------------------------------------------


def test_after_a_renaming_the_new_name_is_preferred(lives: Graph) -> None:
    [acme] = find_entities(lives, "Anvil Works")
    row = entity_row(lives, acme)
    assert (row.name, row.formerly, row.aliases) == ("Acme", ("Anvil Works",), ())


def test_what_was_never_renamed_has_no_former_name(lives: Graph) -> None:
    [fund] = find_entities(lives, "Beta Fund")
    assert entity_row(lives, fund).formerly == ()


def test_an_entity_is_found_by_its_id_by_an_earlier_id_and_by_any_name(lives: Graph) -> None:
    [acme] = find_entities(lives, "Acme")
    for reference in ("Acme", "anvil works", "agent/acme", "agent/anvilworks", acme):
        assert entities_called(lives, reference) == [acme]


@pytest.mark.parametrize("reference", ["Nobody at all", "agent/nobody", "https://elsewhere.example/x"])
def test_what_is_not_there_is_told(lives: Graph, reference: str) -> None:
    with pytest.raises(UnknownName):
        entities_called(lives, reference)


@pytest.mark.parametrize(("name", "near"), [("Epsilom", ("Epsilon",)), ("capital", ("Gamma Capital",)), ("xxxxxxxx", ())])
def test_near_names_are_told_with_the_error(lives: Graph, name: str, near: tuple[str, ...]) -> None:
    with pytest.raises(UnknownName) as told:
        entities_called(lives, name)
    assert told.value.near == near


# --- facts ------------------------------------------------------------------------------------------------------------


def test_beginnings_and_ends_are_told_however_much_is_told_beside(sample: Graph, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list_events(sample, EventFilter(kinds=("Founding", "Shutdown")))
    companies = sorted({event.organisation_ids[0] for event in told})
    every = [_beginning_and_end(sample, company) for company in companies]
    assert {fact.name for facts in every for fact in facts} >= {"founded", "founder"}
    monkeypatch.setattr("kg.views.profiles.page._LOOKED_AT", 1)
    assert [_beginning_and_end(sample, company) for company in companies] == every


def _beginning_and_end(graph: Graph, entity: str) -> list[Fact]:
    names = ("founded", "founded in", "founder", "ended")
    return [fact for fact in profile(graph, entity, ON).facts if fact.name in names]


def test_facts_say_who_tells_them_and_in_what_manner(lives: Graph) -> None:
    facts = [(fact.name, fact.value, fact.status) for fact in profile_of(lives, "Acme").facts]
    assert facts == [
        ("founded", "2010-05", "reported"),
        ("founded in", "Leeds", "reported"),
        ("founder", "Cy Moss", "reported"),
        ("latest valuation", "200m EUR", "reported"),
        ("latest round", "Series B, up to 20m EUR", "reported"),
        ("president", "Bo Ray", "rumour"),
    ]
    assert all(fact.sources for fact in profile_of(lives, "Acme").facts)


def test_who_left_and_who_was_vice_president_lead_nothing(lives: Graph) -> None:
    assert "Ann Lee" not in {fact.value for fact in profile_of(lives, "Acme").facts}
    assert not [fact for fact in profile_of(lives, "Delta").facts if fact.about]


def test_who_was_bought_says_by_whom(lives: Graph) -> None:
    [fact] = profile_of(lives, "Epsilon").facts
    assert (fact.name, fact.value, fact.status) == ("bought by", "Acme", "machine-generated")


# --- sections ---------------------------------------------------------------------------------------------------------


def test_sections_hold_the_events_of_their_role_the_newest_first(lives: Graph) -> None:
    acme = profile_of(lives, "Acme")
    assert titles(acme, "people-in") == ["Bo Ray joins Acme as president", "Acme names Ann Lee chief executive"]
    assert titles(acme, "people-out") == ["Ann Lee leaves Acme for Delta"]
    assert titles(acme, "money-in") == ["Acme raises up to 20 million euros", "Beta Fund leads the Series A of Anvil Works"]
    assert titles(acme, "deals") == ["Acme buys Epsilon"]
    assert titles(acme, "launches") == ["Acme releases Hammer 2"]
    assert titles(acme, "money-out") == []
    assert (acme.total, acme.first, acme.last) == (9, 2010, 2023)


def test_a_section_shows_few_unless_all_are_asked_for(lives: Graph) -> None:
    acme = profile_of(lives, "Acme")
    assert len(acme.latest) == 8
    assert len(profile_of(lives, "Acme", "latest").latest) == acme.total == 9


def test_an_investor_has_its_years_and_those_who_invest_beside_it(lives: Graph) -> None:
    gamma = profile_of(lives, "Gamma Capital")
    assert [(row.year, row.events) for row in gamma.years] == [(2015, 1), (2019, 1), (2020, 1)]
    assert [(row.name, row.events, row.first, row.last) for row in gamma.co_investors] == [("Beta Fund", 2, 2015, 2020)]


def test_partners_stand_on_both_sides(lives: Graph) -> None:
    assert [row.name for row in profile_of(lives, "Acme").partners] == ["Delta"]
    assert [row.name for row in profile_of(lives, "Delta").partners] == ["Acme"]


def test_a_model_has_its_maker(lives: Graph) -> None:
    model = profile_of(lives, "Hammer 2")
    assert [row.name for row in model.makers] == ["Acme"]
    assert titles(model, "works") == ["Acme releases Hammer 2"]


def test_cards_tell_competitors_with_their_table(small: Graph) -> None:
    [rival] = profile_of(small, "Acme").competitors
    assert (rival.name, rival.features, rival.source.statement) == ("Gamma", ("Machines",), "machine-generated")


def test_disputes_of_its_events_are_told(small: Graph) -> None:
    acme = profile_of(small, "Acme")
    assert acme.disputed == len({dispute.event for dispute in acme.disputes}) > 0


# --- careers ----------------------------------------------------------------------------------------------------------


def test_a_career_is_a_row_of_employers_with_open_ends_where_nobody_tells(lives: Graph) -> None:
    stints = [(one.employer, one.roles, one.begin, one.end) for one in profile_of(lives, "Ann Lee").career]
    assert stints == [
        ("Delta", ("vice president",), None, "2020-01-15"),
        ("Acme", ("chief executive",), "2020-01-15", "2022-09"),
        ("Delta", (), "2022-09", None),
    ]


def test_a_founder_begins_with_the_company(lives: Graph) -> None:
    assert [(one.employer, one.roles, one.begin) for one in profile_of(lives, "Cy Moss").career] == [
        ("Acme", ("founder",), "2010-05")
    ]


# --- the catalogue stands behind what is counted ----------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Acme", "Delta", "Gamma Capital", "Ann Lee", "Hammer 2"])
def test_every_section_is_its_query(lives: Graph, name: str) -> None:
    found = profile_of(lives, name)
    for section in PARTS:
        rows = lives.rows("entity/events", **section.parameters(lives, found.entity.id))
        assert {event.id for event in found.part(section.name).events} == {row["event"] for row in rows}


@pytest.mark.parametrize("name", ["OpenAI", "Microsoft", "Sequoia Capital", "Sam Altman", "Claude 3"])
def test_what_is_counted_is_what_the_catalogue_counts(sample: Graph, name: str) -> None:
    [entity] = find_entities(sample, name)
    taken = taken_part(sample, entity)
    assert set(taken.table.iris(taken.rows)) == {row["event"] for row in sample.rows("entity/events", entity=entity)}
    for own, roles in ((GIVERS, GIVERS), (WORKS, ("organisation",)), (("organisation",), ("partner",))):
        named = {key: [sample.ontology.role(role).iri.value for role in given] for key, given in (("own", own), ("role", roles))}
        rows = sample.rows("entity/counterparts", entity=entity, **named)
        told = {(row["other"], row["events"], row["first"].year if "first" in row else None) for row in rows}
        assert {(row.id, row.events, row.first) for row in taken.counterparts(own, roles)} == told
    rows = sample.rows("entity/publishers", entity=entity)
    counted = {(row.get("name"), local_name(row["statement"]), row["sources"], row["events"]) for row in rows}
    manners = {kind.name: local_name(kind.iri.value) for kind in sample.ontology.statement_kinds}
    assert {(row.name, manners[row.statement], row.sources, row.events) for row in taken.publishers()} == counted


# --- the directory ----------------------------------------------------------------------------------------------------


def test_the_directory_lists_each_sort_the_busiest_first(lives: Graph) -> None:
    listed = {sort: [(row.name, row.events) for row in directory(lives, sort).entities] for sort in SORTS}
    assert listed["company"][:2] == [("Acme", 9), ("Delta", 4)]
    assert listed["person"] == [("Ann Lee", 2), ("Bo Ray", 1), ("Cy Moss", 1)]
    assert listed["model"] == [("Hammer 2", 1)]
    assert listed["investor"] == [("Gamma Capital", 3), ("Beta Fund", 2)]
    assert count_sorts(lives) == {sort: directory(lives, sort).total for sort in SORTS}


def test_the_directory_is_searched_by_any_name_and_shows_the_new_one(lives: Graph) -> None:
    found = directory(lives, "company", "ANVIL")
    assert [(row.name, row.first, row.last) for row in found.entities] == [("Acme", 2010, 2023)]


@pytest.mark.parametrize("sort", SORTS)
def test_pages_of_the_directory_are_its_whole(sample: Graph, sort: Sort) -> None:
    whole = directory(sample, sort, most=10_000)
    pages = [row for skip in range(0, whole.total, 30) for row in directory(sample, sort, skip=skip, most=30).entities]
    assert tuple(pages) == whole.entities
    assert len(pages) == whole.total > 0


def test_nothing_is_found_where_no_name_fits(lives: Graph) -> None:
    assert directory(lives, "company", "zzz").total == 0
