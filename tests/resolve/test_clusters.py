"""Events: which reports tell one event, and what is believed of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from pyoxigraph import NamedNode

from kg.money import find_money
from kg.ontology import load_ontology
from kg.records import EventRecord
from kg.resolve.beliefs import AnyDispute, Belief, believe
from kg.resolve.entities import Mention, entity_iri
from kg.resolve.events import Report, cluster, resolved

ONTOLOGY = load_ontology()
TEXT_ROLES = frozenset(role.name for role in ONTOLOGY.roles if role.is_text)


def iri(name: str) -> NamedNode:
    return entity_iri(Mention(name, "agent").key)


def report(
    kind: str, date: str, statement: str = "reported", *, by: str = "Daily", published: str | None = None, **told: Any
) -> Report:
    """What one publisher says of an Acme event; roles are keywords."""
    money = {name: find_money(told.pop(name))[0][2] for name in ("amount", "valuation") if name in told}
    title, round_ = told.pop("title", f"{kind} told by {by}"), told.pop("round", "")
    participants = [
        {"role": role, "name": name} for role, names in told.items() for name in (names if isinstance(names, list) else [names])
    ]
    record = EventRecord.model_validate(
        {
            "source": {"url": f"https://{by.lower()}.example/{date}", "publisher": by, "published": published},
            "statement": statement,
            "kind": kind,
            "title": title,
            "organisation": "Acme",
            "date": date,
            "participants": participants,
            "round": round_,
            **money,
        },
        context={"ontology": ONTOLOGY},
    )
    entity_of: Mapping[tuple[str, str], NamedNode] = {(part.role, part.name): iri(part.name) for part in record.participants}
    return resolved(record, entity_of, ONTOLOGY.statement_kind(statement).tier, TEXT_ROLES)


def groups(*reports: Report) -> int:
    kind = ONTOLOGY.kind(reports[0].record.kind)
    found = cluster(reports, kind)
    backwards = cluster(reversed(reports), kind)
    assert [[one.record.id for one in group] for group in found] == [[one.record.id for one in group] for group in backwards]
    return len(found)


def belief(*reports: Report) -> Belief:
    kind = ONTOLOGY.kind(reports[0].record.kind)
    found, backwards = believe(reports, kind, TEXT_ROLES), believe(reversed(reports), kind, TEXT_ROLES)
    assert replace(found, disputes=()) == replace(backwards, disputes=())
    assert [_values(dispute) for dispute in found.disputes] == [_values(dispute) for dispute in backwards.disputes]
    return found


def _values(dispute: AnyDispute) -> tuple[str, list[object], list[set[str]]]:
    holders = [{holder.record.id for holder in stand.holders} for stand in dispute.stands]
    return dispute.property, [stand.value for stand in dispute.stands], holders


def disputed(*reports: Report) -> set[str]:
    return {dispute.property for dispute in belief(*reports).disputes}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (
            {"kind": "Hire", "date": "2026-04", "person": "Ann Lee"},
            {"kind": "Hire", "date": "2026-04-07", "person": "Ann Lee"},
            1,
        ),
        ({"kind": "Hire", "date": "2026-04", "person": "Ann Lee"}, {"kind": "Hire", "date": "2026-04", "person": "Bob Ray"}, 2),
        ({"kind": "Hire", "date": "2026-04", "person": "Ann Lee"}, {"kind": "Hire", "date": "2024-04", "person": "Ann Lee"}, 2),
        ({"kind": "Founding", "date": "2020"}, {"kind": "Founding", "date": "2021-05"}, 1),
        (
            {"kind": "ModelLaunch", "date": "2024-03", "model": "Anvil 3"},
            {"kind": "ModelLaunch", "date": "2024-03", "model": "Anvil 4"},
            2,
        ),
        (
            {"kind": "ModelLaunch", "date": "2024-03", "model": "Anvil 3"},
            {"kind": "ModelLaunch", "date": "2024", "model": "anvil-3"},
            1,
        ),
    ],
)
def test_which_reports_tell_one_event(one: dict[str, Any], other: dict[str, Any], expected: int) -> None:
    assert groups(report(**one), report(**other, by="Weekly")) == expected


def test_a_machine_that_names_another_person_contradicts_the_report() -> None:
    told = {"kind": "Hire", "date": "2026-04", "employer_from": "Microsoft"}
    assert (
        groups(report(**told, person="Ann Lee"), report(**told, person="Bob Ray", by="Robot", statement="machine-generated")) == 1
    )


def test_a_machine_that_contradicts_two_reports_stands_alone() -> None:
    told = {"kind": "Hire", "date": "2026-04", "employer_from": "Microsoft"}
    reports = [report(**told, person=name, by=name.split()[0]) for name in ("Ann Lee", "Cy Poe")]
    assert groups(*reports, report(**told, person="Bob Ray", by="Robot", statement="machine-generated")) == 3


# --- beliefs -----------------------------------------------------------------------------------------------------------------


def test_dates_that_can_both_be_true_are_not_disputed() -> None:
    found = belief(report("Hire", "2026-04"), report("Hire", "2026-04-07", by="Weekly"))
    assert (str(found.date), found.disputes) == ("2026-04-07", ())


def test_what_is_reported_outweighs_what_a_machine_says() -> None:
    machine = [report("Founding", "2019", "machine-generated", by=name) for name in ("A", "B", "C")]
    found = belief(report("Founding", "2020"), *machine)
    assert str(found.date) == "2020"
    assert [dispute.property for dispute in found.disputes] == ["date"]


def test_more_publishers_outweigh_one() -> None:
    assert (
        str(belief(report("Founding", "2020-05"), report("Founding", "2019", by="A"), report("Founding", "2019", by="B")).date)
        == "2019"
    )


def test_one_publisher_does_not_corroborate_itself() -> None:
    twice = [
        report("Founding", date, by="Weekly", published="2020-01-01", title=str(number))
        for number, date in enumerate(("2019", "2019"))
    ]
    found = belief(report("Founding", "2020", published="2024-01-01"), *twice)
    assert str(found.date) == "2020"


def test_the_later_publication_breaks_a_tie() -> None:
    assert (
        str(belief(report("Founding", "2020", published="2021"), report("Founding", "2019", by="B", published="2023")).date)
        == "2019"
    )


@pytest.mark.parametrize(
    ("one", "other", "expected"), [("$400m", "$650m", {"amount"}), ("over $2bn", "$2.1bn", set()), ("$400m", "£400m", {"amount"})]
)
def test_amounts_are_disputed_where_no_sum_fits_both(one: str, other: str, expected: set[str]) -> None:
    assert disputed(report("Investment", "2024", amount=one), report("Investment", "2024", by="B", amount=other)) == expected


def test_an_exact_figure_is_believed_before_a_loose_one() -> None:
    assert (
        str(
            belief(report("Investment", "2024", amount="over $2bn"), report("Investment", "2024", by="B", amount="$2.1bn")).amount
        )
        == "2.1bn USD"
    )


def test_the_person_of_a_hire_is_disputed() -> None:
    found = belief(
        report("Hire", "2026-04", person="Ann Lee"), report("Hire", "2026-04", "machine-generated", by="Robot", person="Bob Ray")
    )
    assert [dispute.property for dispute in found.disputes] == ["person"]
    assert dict(found.roles)["person"] == iri("Ann Lee").value


def test_several_investors_are_not_disputed() -> None:
    found = belief(report("Investment", "2024", investor=["A", "B"]), report("Investment", "2024", by="Weekly", investor="C"))
    assert found.disputes == ()
    assert [value for role, value in found.roles if role == "investor"] == sorted(iri(name).value for name in "ABC")
