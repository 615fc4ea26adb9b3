"""The page Compare: its parts, its link, and the drawings with their words, figures and files."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from app.components.compare.charts import Chart, label_expression, picture, table_chart
from app.components.compare.heat import counts_chart, coverage_chart
from app.components.palette import DARK, LIGHT
from kg.ontology import load_ontology
from kg.views.compare.shapes import CountRow, CoverageRow
from kg.views.files import rows_as_csv
from tests.app.conftest import OpenPage
from tests.app.seen import fine, link, messages, said

THREE = ["Mistral AI", "Anthropic", "OpenAI"]


def test_every_part_of_a_comparison_is_there(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "compare", org=THREE))
    text = said(app)
    for part in ("Who was looked at", "Events by kind", "Funding", "Launches", "People", "Shared investors", "Shared partners"):
        assert f">{part}</h2>" in text
    assert "nobody looked, and something may have happened" in text
    assert "or 113.4m USD" in text
    assert len(app.get("vega_lite_chart")) >= 7
    assert link(app)["org"] == THREE


def test_counting_by_quarter_stands_in_the_link(sample_store: Path, open_page: OpenPage) -> None:
    assert "known to the year only: on rails" in said(fine(open_page(sample_store, "compare", org=THREE, by="quarter")))


def test_without_a_choice_the_two_busiest_are_compared(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "compare"))
    assert len(app.multiselect(key="compare_org").value) == 2


def test_a_suggested_competitor_is_added_with_one_click(sample_store: Path, open_page: OpenPage) -> None:
    app = fine(open_page(sample_store, "compare", org=THREE))
    suggested = next(button for button in app.button if str(button.key).startswith("rival_"))
    assert "shared investor" in suggested.help or "comparison table" in suggested.help
    app = fine(suggested.click().run())
    assert len(app.multiselect(key="compare_org").value) == 4


@pytest.mark.parametrize("orgs", [["Anthropic"], ["Anthropic", "OpenAI", "Google", "Meta", "Nvidia", "Cohere", "xAI"]])
def test_too_few_or_too_many_companies_are_told(orgs: list[str], sample_store: Path, open_page: OpenPage) -> None:
    app = open_page(sample_store, "compare", org=orgs)
    assert not app.exception
    assert messages(app, "error") + messages(app, "warning")


def test_an_unknown_unit_in_the_link_is_told(sample_store: Path, open_page: OpenPage) -> None:
    [told] = messages(open_page(sample_store, "compare", org=THREE, by="decade"), "warning")
    assert "neither year nor quarter" in told


# --- drawings ----------------------------------------------------------------------------------------------------------------

COUNTS = (
    CountRow(company="A", kind="Hire", year=2024, quarter=1, events=2),
    CountRow(company="A", kind="Hire", year=2024, quarter=None, events=3),
    CountRow(company="B", kind="Hire", year=None, quarter=None, events=1),
)
COVERAGE = (
    CoverageRow(company="A", year=2022, events=1, sources=1, thin=True),
    CoverageRow(company="A", year=2024, events=5, sources=9, thin=False),
)


def counts(*, quarters: bool) -> Chart:
    chart = counts_chart(("A", "B"), COUNTS, COVERAGE, load_ontology(), LIGHT, quarters=quarters)
    assert chart
    return chart


def test_a_year_is_drawn_as_a_rail_below_its_quarters() -> None:
    drawn = json.dumps(counts(quarters=True).spec)
    assert "A, 2024, quarter 1: 2 hires" in drawn
    assert "A, 2024: 3 hires, known to the year only" in drawn


def test_by_years_all_that_is_known_to_the_year_is_one_number() -> None:
    drawn = json.dumps(counts(quarters=False).spec)
    assert "A, 2024: 5 hires" in drawn
    assert "B: 1 hire in all" in drawn
    assert any("under “all” only" in note for note in counts(quarters=False).notes)


def test_years_without_sources_are_told_apart_from_years_without_events() -> None:
    chart = coverage_chart(("A", "B"), COVERAGE, DARK)
    assert chart
    drawn = json.dumps(chart.spec)
    assert "2023: no source speaks of this year" in drawn
    assert "2022: fewer than three sources" in drawn
    assert "B 3 years without a source" in chart.alt


@pytest.mark.parametrize("form", ["svg", "png"])
def test_a_chart_is_taken_away_with_title_and_source(form: str) -> None:
    taken = picture(counts(quarters=True), LIGHT, "Eventline, state abc", form)
    if form == "png":
        assert taken.startswith(b"\x89PNG")
    else:
        assert b"Events by kind and quarter" in taken
        assert b"Eventline, state abc" in taken


def test_a_table_is_taken_away_as_a_picture() -> None:
    figures = [{"company": "A <b>", "amount": 5_000_000, "note": None}]
    taken = picture(table_chart("rounds", "Rounds", figures, ("company", "amount"), LIGHT), LIGHT, "Eventline", "svg").decode()
    assert "A &lt;b&gt;" in taken
    assert "5,000,000" in taken


def test_figures_are_a_csv_file() -> None:
    rows = list(csv.DictReader(io.StringIO(rows_as_csv([dict(row) for row in counts(quarters=True).figures]))))
    assert [(row["company"], row["quarter"], row["events"]) for row in rows] == [("A", "1", "2"), ("A", "", "3"), ("B", "", "1")]


def test_names_cannot_break_out_of_an_expression() -> None:
    assert label_expression(["'] + alert(1) + ['", 'x"y\\']) == '["\'] + alert(1) + [\'", "x\\"y\\\\"][floor(datum.value)]'
