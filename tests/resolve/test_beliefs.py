"""The policy: which of several values is believed, what is a dispute and what is none, and which dates have names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.resolve.beliefs import Belief, Criterion, Dispute
from kg.resolve.reports import Report
from tests.resolve.reported import ONTOLOGY, belief, disputed, iri, report, settled


def the_dispute(*reports: Report) -> Dispute:
    [dispute] = belief(*reports).disputes
    return dispute


def named(found: Belief) -> dict[str, str]:
    return {milestone.name: str(moment) for milestone, moment in found.named_dates}


# --- rule by rule -----------------------------------------------------------------------------------------------------------


def test_what_is_reported_outweighs_what_machines_say() -> None:
    machine = [report("Founding", "2019", "machine-generated", by=name) for name in ("A", "B", "C")]
    dispute = the_dispute(report("Founding", "2020"), *machine)
    assert [str(stand.value) for stand in dispute.stands] == ["2020", "2019"]
    assert dispute.won_by == Criterion.STATEMENT


@pytest.mark.parametrize(
    ("stronger", "weaker"),
    [
        ("reported", "rumour"), ("company-announcement", "rumour"), ("rumour", "machine-generated"),
        ("machine-generated", "projection"),
    ],
)  # fmt: skip
def test_each_manner_outweighs_the_next(stronger: str, weaker: str) -> None:
    many = [report("Founding", "2019", weaker, by=name) for name in ("A", "B")]
    assert str(belief(report("Founding", "2020", stronger), *many).date) == "2020"


def test_more_publishers_outweigh_one_that_is_more_precise() -> None:
    dispute = the_dispute(report("Founding", "2020-05"), report("Founding", "2019", by="A"), report("Founding", "2019", by="B"))
    assert [(str(stand.value), stand.publishers) for stand in dispute.stands] == [("2019", 2), ("2020-05", 1)]
    assert dispute.won_by == Criterion.PUBLISHERS


def test_one_publisher_does_not_corroborate_itself() -> None:
    twice = [report("Founding", "2019", by="Weekly", published="2020-01-01", title=title) for title in ("one", "other")]
    dispute = the_dispute(report("Founding", "2020", published="2024-01-01"), *twice)
    assert (str(dispute.stands[0].value), dispute.won_by) == ("2020", Criterion.RECENCY)


def test_the_more_precise_of_two_is_believed() -> None:
    dispute = the_dispute(report("Founding", "2020-05"), report("Founding", "2019", by="B", published="2024"))
    assert (str(dispute.stands[0].value), dispute.won_by) == ("2020-05", Criterion.PRECISION)


def test_the_later_publication_breaks_a_tie() -> None:
    dispute = the_dispute(report("Founding", "2020", published="2021"), report("Founding", "2019", by="B", published="2023"))
    assert (str(dispute.stands[0].value), dispute.won_by) == ("2019", Criterion.RECENCY)


def test_where_nothing_tells_the_choice_is_always_the_same() -> None:
    dispute = the_dispute(report("Founding", "2020"), report("Founding", "2019", by="B"))
    assert (str(dispute.stands[0].value), dispute.won_by) == ("2019", Criterion.ORDER)


def test_the_strongest_manner_gives_the_value_of_a_position() -> None:
    """A machine that is more precise than a reporter does not set the date, nor does it dispute it."""
    found = belief(report("Hire", "2026"), report("Hire", "2026-04-07", "machine-generated", by="Robot"))
    assert (str(found.date), found.disputes) == ("2026", ())


def test_since_is_when_the_second_position_was_told() -> None:
    dispute = the_dispute(
        report("Founding", "2020", by="A", published="2021-05-02"), report("Founding", "2020", by="B", published="2022"),
        report("Founding", "2019", by="C", published="2023-03"), report("Founding", "2018", by="D", published="2024"),
    )  # fmt: skip
    assert [str(stand.since) for stand in dispute.stands] == ["2021-05-02", "2024-12-31", "2023-03-31"]
    assert str(dispute.since) == "2023-03-31"


# --- what agrees ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("2026-04", "2026-04-06", set()), ("2023", "2023-04", set()), ("2022-10", "2022-10/2022-12", set()),
        ("2024-05-06", "2024-05-07", set()), ("2012~", "2011", set()), ("2024-05~", "2024-06", set()),
        ("2010", "2012", {"date"}), ("2024-05-06", "2024-05-08", {"date"}), ("2024-05", "2024-06", {"date"}),
        ("2024-05-31", "2024-06", {"date"}), ("2012~", "2009", {"date"}),
    ],
)  # fmt: skip
def test_dates_are_disputed_where_no_day_fits_both(one: str, other: str, expected: set[str]) -> None:
    assert disputed(report("Founding", one), report("Founding", other, by="B")) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("over $2bn", "$2.1bn", set()), ("$14.3bn", "up to $15bn", set()), ("about $2bn", "$2.05bn", set()),
        ("$1-2 billion", "$1.5bn", set()), ("multi-billion dollar", "$4bn", set()), ("$6.6bn", "$6.58bn", set()),
        ("$400m", "$650m", {"amount"}), ("$400m", "£400m", {"amount"}), ("$6.5bn", "$6.6bn", {"amount"}),
        ("over $2bn", "$1.2bn", {"amount"}), ("up to $15bn", "$16bn", {"amount"}), ("multi-billion dollar", "$400m", {"amount"}),
    ],
)  # fmt: skip
def test_amounts_are_disputed_where_no_sum_fits_both(one: str, other: str, expected: set[str]) -> None:
    assert disputed(report("Investment", "2024", amount=one), report("Investment", "2024", by="B", amount=other)) == expected


def test_an_exact_figure_is_believed_before_a_loose_one() -> None:
    loose, exact = report("Investment", "2024", amount="over $2bn"), report("Investment", "2024", by="B", amount="$2.1bn")
    assert str(belief(loose, exact).amount) == "2.1bn USD"


def test_a_vague_date_ties_no_two_positions_together() -> None:
    vague = [report("Founding", "2026", by=name) for name in ("A", "B", "C")]
    dispute = the_dispute(report("Founding", "2026-04"), report("Founding", "2026-05", by="E"), *vague)
    assert {str(stand.value) for stand in dispute.stands} == {"2026-04", "2026-05"}


@pytest.mark.parametrize(("one", "other"), [("Series B", "Series B extension"), ("Seed", "seed round"), ("series-a", "Series A")])
def test_names_of_one_round_agree(one: str, other: str) -> None:
    assert disputed(report("Investment", "2024", round=one), report("Investment", "2024", by="B", round=other)) == set()


def test_different_rounds_are_disputed() -> None:
    assert disputed(report("Investment", "2024", round="Seed"), report("Investment", "2024", by="B", round="Series A")) == {
        "round"
    }


# --- who --------------------------------------------------------------------------------------------------------------------


def test_the_person_of_a_hire_is_disputed() -> None:
    found = belief(
        report("Hire", "2026-04", person="Ann Lee"), report("Hire", "2026-04", "machine-generated", by="Robot", person="Bob Ray")
    )
    assert [dispute.about for dispute in found.disputes] == ["person"]
    assert dict(found.roles)["person"] == iri("Ann Lee").value


def test_two_people_hired_together_are_no_dispute() -> None:
    found = belief(
        report("Hire", "2024", person="Ann Lee"), report("Hire", "2024", by="B", person="Bob Ray"),
        report("Hire", "2024", by="C", person=["Ann Lee", "Bob Ray"]),
    )  # fmt: skip
    assert found.disputes == ()
    assert [value for role, value in found.roles if role == "person"] == sorted(
        iri(name).value for name in ("Ann Lee", "Bob Ray")
    )


def test_a_machine_that_names_both_does_not_settle_what_a_reporter_said() -> None:
    both = report("Hire", "2024", "machine-generated", by="C", person=["Ann Lee", "Bob Ray"])
    machine = report("Hire", "2024", "machine-generated", by="B", person="Bob Ray")
    assert disputed(report("Hire", "2024", person="Ann Lee"), machine, both) == {"person"}


def test_several_investors_are_not_disputed() -> None:
    found = belief(report("Investment", "2024", investor=["A", "B"]), report("Investment", "2024", by="Weekly", investor="C"))
    assert found.disputes == ()
    assert [value for role, value in found.roles if role == "investor"] == sorted(iri(name).value for name in "ABC")


def test_the_kind_is_believed_by_the_same_policy() -> None:
    found = belief(
        report("Partnership", "2025-12"), report("Partnership", "2025-12", by="B"), report("Acquisition", "2025-12", by="C")
    )
    assert found.kind.name == "Partnership"
    [dispute] = found.disputes
    assert dispute.about == "kind"
    assert dispute.stands[1].value == frozenset({ONTOLOGY.kind("Acquisition").iri.value})


def test_an_event_of_no_certain_kind_contradicts_none() -> None:
    found = belief(report("Other", "2025-12"), report("Other", "2025-12", by="B"), report("Hire", "2025-12", "rumour", by="C"))
    assert (found.kind.name, found.disputes) == ("Hire", ())


def test_two_companies_of_one_event_are_two_ways_to_tell_it() -> None:
    buyer = report("Acquisition", "2025", acquirer="Acme", acquired="Beta")
    bought = report("Acquisition", "2025", by="B", organisation="Beta")
    assert belief(buyer, bought).disputes == ()


def test_a_company_that_nobody_names_beside_the_other_is_disputed() -> None:
    assert disputed(report("Legal", "2025"), report("Legal", "2025", by="B", organisation="Beta")) == {"organisation"}


# --- named dates ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "statement", "title", "expected"),
    [
        ("Acquisition", "reported", "Gamma announces the purchase of Beta", "announced"),
        ("Acquisition", "reported", "Gamma agrees to buy Beta", "announced"),
        ("Acquisition", "reported", "Gamma is to acquire Beta, expected to close in summer", "announced"),
        ("Acquisition", "reported", "Gamma signs a contract to buy Beta", "signed"),
        ("Acquisition", "company-announcement", "Gamma Completes Purchase", "completed"),
        ("Acquisition", "reported", "The purchase closes after a year", "completed"),
        ("Acquisition", "reported", "Gamma closes in on Beta", "rumoured"),
        ("Acquisition", "reported", "Gamma encloses the resigned Beta", None),
        ("Acquisition", "rumour", "Gamma to buy Beta", "rumoured"),
        ("Acquisition", "projection", "Gamma will close the purchase", "expected"),
        ("Departure", "reported", "Ann Lee has her last day", "effective"),
        ("Founding", "reported", "Gamma announces that it was founded", None),
    ],
)
def test_the_wording_names_the_date(kind: str, statement: str, title: str, expected: str | None) -> None:
    found = named(belief(report(kind, "2025-03", statement, title=title)))
    assert found == ({expected: "2025-03"} if expected else {})


def test_a_deal_that_is_announced_and_closed_is_one_event_with_two_dates() -> None:
    found = belief(
        report("Acquisition", "2025-03-18", title="Gamma agrees to buy Beta"),
        report("Acquisition", "2026-03-11", by="B", title="Gamma closes the purchase of Beta"),
    )
    assert (str(found.date), found.title, found.disputes) == ("2025-03-18", "Gamma agrees to buy Beta", ())
    assert named(found) == {"announced": "2025-03-18", "completed": "2026-03-11"}


def test_wording_that_names_no_date_may_mean_either() -> None:
    found = belief(
        report("Acquisition", "2025-03-18", title="Gamma buys Beta"),
        report("Acquisition", "2026-03-11", by="B", title="Gamma owns Beta"),
        report("Acquisition", "2026-03-11", by="C", title="Gamma owns Beta now"),
        report("Acquisition", "2026-03", by="D", title="Gamma completes the purchase of Beta"),
    )
    assert (str(found.date), found.disputes) == ("2025-03-18", ())


def test_a_date_before_the_first_named_one_is_disputed() -> None:
    found = belief(
        report("Investment", "2024-10-02", title="Acme closes its round"),
        report("Investment", "2024-12", by="B", title="A round for Acme"),
    )
    assert str(found.date) == "2024-10-02"
    assert [dispute.about for dispute in found.disputes] == ["date"]


def test_two_completions_are_disputed_apart_from_the_announcement() -> None:
    found = belief(
        report("Acquisition", "2025-03", title="Gamma announces a purchase"),
        report("Acquisition", "2025-08", by="B", title="Gamma completes it"),
        report("Acquisition", "2025-10", by="C", title="Gamma completes it"),
    )
    assert str(found.date) == "2025-03"
    assert [dispute.about for dispute in found.disputes] == ["completed"]


def test_what_was_rumoured_or_expected_never_dates_what_happened() -> None:
    told = [
        report("Investment", "2024-09-01", "rumour", title="Acme in talks"),
        report("Investment", "2024-08", "projection", by="B", title="Acme will raise money"),
        report("Investment", "2024-10", "machine-generated", by="C", title="Acme raised money"),
    ]
    found = belief(*told)
    assert (str(found.date), found.disputes) == ("2024-10", ())
    assert named(found) == {"rumoured": "2024-09-01", "expected": "2024-08"}
    assert str(belief(*told[:2]).date) == "2024-09-01"


# --- properties -------------------------------------------------------------------------------------------------------------

statements = st.sampled_from([kind.name for kind in ONTOLOGY.statement_kinds])
reports = st.builds(
    report,
    st.sampled_from(["Acquisition", "Investment", "Other"]),
    st.sampled_from(["2024", "2024-03", "2024-03-05", "2024-03-06", "2024-04", "2023-12/2024-02", "2024~"]),
    statements,
    by=st.sampled_from(["Daily", "Weekly", "Daily text (via Weekly)"]),
    published=st.sampled_from([None, "2024-05", "2024-05-02"]),
    organisation=st.sampled_from(["Acme", "Beta"]),
    title=st.sampled_from(["Acme announces it", "Acme closes it", "Acme in talks", "It is told"]),
    amount=st.sampled_from(["$400m", "about $400m", "£400m", "over $300m"]),
    acquired=st.sampled_from(["Beta", "Gamma"]),
)


@given(st.lists(reports, min_size=1, max_size=6), st.data())
def test_order_does_not_show(told: list[Report], data: st.DataObject) -> None:
    assert settled(belief(*data.draw(st.permutations(told)))) == settled(belief(*told))


@given(st.lists(reports, min_size=1, max_size=6))
def test_what_is_believed_was_told(told: list[Report]) -> None:
    found = belief(*told)
    assert found.date in {report.record.date for report in told}
    assert found.amount in {report.record.amount for report in told}
    assert all(moment in {report.record.date for report in told} for _, moment in found.named_dates)


@given(st.lists(reports, min_size=1, max_size=6))
def test_positions_of_a_dispute_are_ranked_and_held(told: list[Report]) -> None:
    for dispute in belief(*told).disputes:
        assert [stand.rank for stand in dispute.stands] == sorted(stand.rank for stand in dispute.stands)
        assert all(stand.holders for stand in dispute.stands)
        assert dispute.won_by in Criterion
