"""Comparisons: what is counted where, what is added and what is not, and which values contradict."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import BadInput, UnknownName
from kg.terms import local_name
from kg.views import compare as views
from kg.views.compare.cadence import gaps_between
from kg.views.compare.features import plainly
from kg.views.compare.shapes import Company, MentionRow
from kg.views.compare.sums import Sum, standing, summed
from kg.views.events import money_row
from kg.views.graph import Graph
from kg.views.shapes import MoneyRow


@pytest.fixture(scope="module")
def two(rivals: Graph) -> tuple[Company, ...]:
    return views.choose_companies(rivals, ["Norbeck", "tarn robotics"])


def ids(companies: tuple[Company, ...]) -> list[str]:
    return [company.id for company in companies]


# --- who is compared ---------------------------------------------------------------------------------------------------------


def test_companies_keep_their_order(rivals: Graph) -> None:
    order = ["Tarn Robotics", "Norbeck"]
    assert [company.name for company in views.choose_companies(rivals, order)] == order


@pytest.mark.parametrize(
    ("names", "error"),
    [([], BadInput), (["Norbeck"], BadInput), (["Norbeck", "Norbeck"], BadInput), (["Norbeck", "Nobody"], UnknownName)],
)
def test_too_few_or_unknown_companies_are_refused(rivals: Graph, names: list[str], error: type[Exception]) -> None:
    with pytest.raises(error):
        views.choose_companies(rivals, names)


def test_those_beside_them_in_a_table_are_suggested(rivals: Graph, two: tuple[Company, ...]) -> None:
    [rival] = views.suggest_rivals(rivals, two)
    assert (rival.name, rival.tables, rival.investors) == ("Lumen Works", 1, 0)


def test_those_with_shared_investors_are_suggested_as_the_query_says(sample: Graph) -> None:
    chosen = views.choose_companies(sample, ["Cohere", "Runway"])
    asked = {row["other"]: row["investors"] for row in sample.rows("compare/backed", org=ids(chosen))}
    rivals = [rival for rival in views.suggest_rivals(sample, chosen) if rival.investors]
    assert rivals
    assert all(asked[rival.id] == rival.investors for rival in rivals)


# --- counts and coverage --------------------------------------------------------------------------------------------------------


def test_a_year_is_put_into_no_quarter_and_a_span_of_years_into_no_year(rivals: Graph, two: tuple[Company, ...]) -> None:
    counts = {(row.company, row.kind, row.year, row.quarter): row.events for row in views.count_events(rivals, two)}
    assert counts["Norbeck", "ModelLaunch", 2024, None] == 1
    assert counts["Norbeck", "ModelLaunch", 2023, 1] == 1
    assert counts["Norbeck", "ModelLaunch", 2023, 3] == 1
    assert counts["Norbeck", "Infrastructure", None, None] == 1
    assert ("Norbeck", "ModelLaunch", 2024, 1) not in counts


@pytest.mark.parametrize("names", [("Norbeck", "Tarn Robotics")])
def test_counts_are_those_of_the_query(rivals: Graph, names: tuple[str, ...]) -> None:
    same_counts(rivals, names)


def test_counts_of_the_sample_are_those_of_the_query(sample: Graph) -> None:
    same_counts(sample, ("Anthropic", "OpenAI", "Google"))


def same_counts(graph: Graph, names: tuple[str, ...]) -> None:
    """By kind, and by year where both days lie in one."""
    companies = views.choose_companies(graph, names)
    wanted: dict[tuple[str, str, int | None], int] = {}
    for row in graph.rows("compare/counts", org=ids(companies)):
        begin, end = row.get("begin"), row.get("end")
        year = begin.year if begin and end and begin.year == end.year else None
        key = (row["organisation"], local_name(row["kind"]), year)
        wanted[key] = wanted.get(key, 0) + row["events"]
    found: dict[tuple[str, str, int | None], int] = {}
    of = {company.name: company.id for company in companies}
    for count in views.count_events(graph, companies):
        key = (of[count.company], count.kind, count.year)
        found[key] = found.get(key, 0) + count.events
    assert found == wanted


def test_coverage_is_that_of_the_query_and_flags_few_sources(sample: Graph) -> None:
    companies = views.choose_companies(sample, ("Nvidia", "Mistral AI"))
    of = {company.id: company.name for company in companies}
    rows = sample.rows("compare/coverage", org=list(of))
    asked = [(of[row["organisation"]], row["year"], row["events"], row["sources"]) for row in rows]
    found = views.list_coverage(sample, companies)
    assert sorted((row.company, row.year, row.events, row.sources) for row in found) == sorted(asked)
    assert all(row.thin == (row.sources < 3) for row in found)


# --- funding -----------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        (MoneyRow(value=Decimal(5)), Sum(Decimal(5), Decimal(5), open=False, exact=True)),
        (MoneyRow(value=Decimal(5), qualifier="about"), Sum(Decimal(5), Decimal(5), open=False, exact=False)),
        (MoneyRow(value=Decimal(5), qualifier="up to"), Sum(Decimal(0), Decimal(5), open=False, exact=False)),
        (MoneyRow(value=Decimal(5), qualifier="over"), Sum(Decimal(5), Decimal(5), open=True, exact=False)),
        (MoneyRow(min=Decimal(3), max=Decimal(4)), Sum(Decimal(3), Decimal(4), open=False, exact=False)),
        (MoneyRow(min=Decimal(3)), Sum(Decimal(3), Decimal(3), open=True, exact=False)),
        (MoneyRow(text="undisclosed"), None),
    ],
)
def test_a_sum_keeps_to_its_wording(money: MoneyRow, expected: Sum | None) -> None:
    assert summed(money) == expected


def test_what_is_added_and_what_is_not(rivals: Graph, two: tuple[Company, ...]) -> None:
    funding = views.add_up(rivals, two)
    totals = {(total.company, total.currency): total for total in funding.totals}
    usd = totals["Norbeck", "USD"]
    assert (usd.rounds, usd.exact, usd.open) == (2, 1, 0)
    assert usd.high - usd.low == Decimal(50_000_000)  # "up to 50m" may be nothing
    assert totals["Norbeck", "EUR"].low == Decimal(30_000_000)
    assert totals["Tarn Robotics", "USD"].open == 1
    assert funding.left_out == {"Norbeck": {"not happened": 1}}


def test_a_round_of_a_year_is_sure_at_its_end_and_possible_at_its_beginning(rivals: Graph, two: tuple[Company, ...]) -> None:
    steps = [step for step in views.add_up(rivals, two).steps if (step.company, step.currency) == ("Norbeck", "EUR")]
    assert [(step.day, step.low, step.high) for step in steps] == [
        (date(2023, 5, 31), Decimal(0), Decimal(0)),
        (date(2023, 6, 1), Decimal(0), Decimal(30_000_000)),
        (date(2023, 6, 30), Decimal(30_000_000), Decimal(30_000_000)),
    ]


def test_totals_of_the_sample_are_those_of_the_query(sample: Graph) -> None:
    companies = views.choose_companies(sample, ("Anthropic", "OpenAI", "Cohere", "01.AI"))
    rows = sample.rows("compare/amounts", org=ids(companies), kind=views.kind_iris(sample, views.FUNDING))
    of = {company.id: company.name for company in companies}
    wanted: dict[tuple[str, str], Decimal] = {}
    for row in rows:
        money = money_row(row)
        status = sample.ontology.statement_kind(row["status"]).name
        place = standing(money, row.get("begin"), row.get("end"), happened=status not in ("rumour", "projection"))
        counted = summed(money)
        if place == "counted" and counted and money.currency:
            key = (of[row["organisation"]], money.currency)
            wanted[key] = wanted.get(key, Decimal(0)) + counted.low
    assert {(total.company, total.currency): total.low for total in views.add_up(sample, companies).totals} == wanted


def test_rounds_tell_what_others_say_and_why_they_are_not_added(rivals: Graph, two: tuple[Company, ...]) -> None:
    rounds = views.list_rounds(rivals, two)
    first = rounds[0]
    assert first.event.named("lead_investor") == ("Elmgate",)
    assert {position.value for position in first.alternatives} == {"20m USD", "25m USD"}
    assert [row.standing for row in rounds if row.company == "Norbeck"] == ["counted", "counted", "counted", "not happened"]
    assert len(views.list_rounds(rivals, two, 1)) == 2


# --- launches ---------------------------------------------------------------------------------------------------------------


def test_gaps_are_as_exact_as_the_dates(rivals: Graph, two: tuple[Company, ...]) -> None:
    norbeck, tarn = views.list_cadence(rivals, two)
    assert [(gap.least, gap.most) for gap in norbeck.gaps] == [(100, 100), (134, 163)]
    assert (norbeck.launches, norbeck.vague) == (4, 1)
    assert (norbeck.median_least, norbeck.median_most) == (117.0, 131.5)
    assert (tarn.launches, tarn.gaps, tarn.median_least) == (1, (), None)


def test_launches_of_the_sample_are_those_of_the_query(sample: Graph) -> None:
    companies = views.choose_companies(sample, ("Anthropic", "OpenAI", "DeepSeek"))
    rows = sample.rows("compare/events", org=ids(companies), kind=views.kind_iris(sample, views.LAUNCHES))
    wanted = [sum(row["organisation"] == company.id for row in rows) for company in companies]
    assert [row.launches for row in views.list_cadence(sample, companies)] == wanted


@given(st.lists(st.tuples(st.dates(date(2000, 1, 1), date(2030, 1, 1)), st.integers(0, 40)), max_size=12))
def test_gaps_never_run_backwards(spans: list[tuple[date, int]]) -> None:
    launches = [
        MentionRow(id=str(place), title="", date=None, begin=begin, end=date.fromordinal(begin.toordinal() + days))
        for place, (begin, days) in enumerate(spans)
    ]
    gaps = list(gaps_between(launches))
    assert len(gaps) == max(0, sum(days < 31 for _, days in spans) - 1)
    assert all(0 <= gap.least <= gap.most for gap in gaps)


# --- people, investors, partners ------------------------------------------------------------------------------------------------


def test_a_departure_and_the_hire_it_leads_to_are_one_move(rivals: Graph, two: tuple[Company, ...]) -> None:
    moves = {move.person: move for move in views.list_moves(rivals, two)}
    assert list(moves) == ["Ida Moe", "Ola Vik", "Una Berg"]
    assert (moves["Ida Moe"].origin, moves["Ida Moe"].target) == ("Quellmark", "Norbeck")
    assert (moves["Ola Vik"].origin, moves["Ola Vik"].target, len(moves["Ola Vik"].events)) == ("Norbeck", "Tarn Robotics", 2)
    assert (moves["Una Berg"].origin, moves["Una Berg"].happened) == (None, False)


@pytest.mark.parametrize("most", [3, 100])
def test_the_flow_of_people_counts_the_moves_that_are_done(sample: Graph, most: int) -> None:
    companies = views.choose_companies(sample, ("Anthropic", "OpenAI", "Inflection AI"))
    moves, flow = views.list_moves(sample, companies), views.flow_of_people(sample, companies, most)
    assert (flow.moves, flow.first, flow.newest) == (len(moves), moves[:most], moves[-most:])
    assert flow.pending == sum(not move.happened for move in moves)
    wanted: dict[tuple[str, str], list[str]] = {}
    for move in moves:
        if move.happened:
            sides = (_side(move.origin, companies), _side(move.target, companies))
            wanted.setdefault(sides, []).append(move.person)
    assert {(row.origin, row.target): row.people for row in flow.rows} == {sides: len(own) for sides, own in wanted.items()}
    assert all(row.named == tuple(wanted[row.origin, row.target][:8]) for row in flow.rows)


def _side(name: str | None, companies: tuple[Company, ...]) -> str:
    if name is None:
        return "not told"
    return name if name in [company.name for company in companies] else "elsewhere"


def test_moves_of_the_sample_are_those_of_the_query(sample: Graph) -> None:
    companies = views.choose_companies(sample, ("Anthropic", "OpenAI", "Inflection AI"))
    asked = {
        (row["event"], row["person"])
        for row in sample.rows("compare/moves", org=ids(companies))
        if row.get("from") != row.get("to")
    }
    found = {(event.id, move.person_id) for move in views.list_moves(sample, companies) for event in move.events}
    assert found == asked


def test_shared_investors_and_partners_in_both_directions(rivals: Graph, two: tuple[Company, ...]) -> None:
    ties = [(tie.sort, tie.name, tie.company, tie.rounds, tie.leads) for tie in views.list_shared_ties(rivals, two)]
    assert ties == [
        ("investor", "Elmgate", "Norbeck", ("Series A",), 1),
        ("investor", "Elmgate", "Tarn Robotics", (), 0),
        ("partner", "Quellmark", "Norbeck", (), 0),
        ("partner", "Quellmark", "Tarn Robotics", (), 0),
    ]


def test_ties_of_the_sample_are_those_of_the_query(sample: Graph) -> None:
    companies = views.choose_companies(sample, ("Anthropic", "OpenAI", "Mistral AI"))
    by_other: dict[tuple[bool, str], set[tuple[str, str]]] = {}
    for row in sample.rows("compare/ties", org=ids(companies)):
        by_other.setdefault((row["role"].endswith("partner"), row["other"]), set()).add((row["organisation"], row["event"]))
    shared = {key: deals for key, deals in by_other.items() if len({org for org, _ in deals}) > 1}
    of = {company.name: company.id for company in companies}
    found: dict[tuple[bool, str], set[tuple[str, str]]] = {}
    for tie in views.list_shared_ties(sample, companies):
        found.setdefault((tie.sort == "partner", tie.id), set()).update((of[tie.company], event.id) for event in tie.events)
    assert found == shared


# --- claims ---------------------------------------------------------------------------------------------------------------------


def test_claims_of_models_with_who_and_when(rivals: Graph, two: tuple[Company, ...]) -> None:
    cells = {(cell.about, plainly(cell.feature)): cell for cell in views.list_cells(rivals, two) if cell.is_model}
    price = cells["Fjord 2", "price"]
    assert price.company == "Norbeck"
    assert {(claim.value, claim.date, claim.source.name) for claim in price.claims} == {
        ("3 USD", "2023-05", "Daily"),
        ("2 USD", "2024-02", "Daily"),
    }
    assert {key: cell.agreement for key, cell in cells.items()} == {
        ("Fjord 2", "price"): "varies",
        ("Fjord 2", "context"): "same",
        ("Fjord 2", "contextwindow"): "one",
        ("Beck 1", "openweights"): "differ",
    }


def test_a_cards_table_stands_as_it_is_told(rivals: Graph, two: tuple[Company, ...]) -> None:
    [table] = views.list_tables(rivals, two)
    assert table.source.title == "Norbeck opens its models"
    assert table.features == ("Open weights", "Headquarters")
    assert table.about == ("Norbeck", "Tarn Robotics", "Lumen Works")
    assert [(claim.value, claim.qualifier) for claim in table.claims[:2]] == [("Yes", "Post-Launch; Projected"), ("No", None)]


@pytest.mark.parametrize(
    ("one", "other"), [("200,000 Tokens", "200000 tokens"), ("open-weight", "Open weight"), ("1'000", "1000")]
)
def test_values_that_differ_in_writing_alone_are_the_same(one: str, other: str) -> None:
    assert plainly(one) == plainly(other)


@pytest.mark.parametrize(("one", "other"), [("1.5", "15"), ("1,5", "15"), ("Yes", "No"), ("3, 4", "34")])
def test_other_values_stay_other_values(one: str, other: str) -> None:
    assert plainly(one) != plainly(other)
