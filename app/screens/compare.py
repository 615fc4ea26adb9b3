"""Compare: two to six companies side by side, with what was looked at beside what was found."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from functools import partial

import streamlit as st

from app import state
from app.components.compare.cadence import cadence_chart
from app.components.compare.charts import Chart, Figures, draw_chart, file_buttons, table_chart
from app.components.compare.features import CLAIM_COLUMNS, cells_table, claims_figures, counted, told_table
from app.components.compare.funding import BAND, ROUND_COLUMNS, funding_chart, not_added, rounds_figures, rounds_table
from app.components.compare.heat import counts_chart, coverage_chart
from app.components.compare.people import flow_chart, moves_table
from app.components.compare.ties import ties_chart, ties_table
from app.components.palette import palette
from app.components.panel import event_panel
from app.components.timeline import Arrangement, filter_in_address, timeline
from app.controls import Field
from app.frame import Page
from app.known import known_entity, known_event
from app.markup import Html, draw, element, message, number
from kg.errors import BadInput
from kg.views import compare as views
from kg.views.compare.shapes import Company, CoverageRow, Funding
from kg.views.events import EventFilter, events_sparql

ROUNDS, MOVES = 40, 100
"""Newest rounds of a company, and newest moves, in the tables of the page."""
PARTS = (
    "Who was looked at", "Events by kind", "Funding", "Launches", "People", "Shared investors", "Shared partners",
    "What is claimed of them",
)  # fmt: skip


def show() -> None:
    """Draw the page."""
    page = Page(
        "compare",
        [
            Field("org", [], known_entity, views.MOST),
            Field("by", "year", _known_unit),
            Field("event", "", known_event),
            Field("view"),
        ],
    )
    page.head("Compare", "Two to six companies, from the same sources")
    companies = _choose(page)
    if not companies:
        page.foot()
        return
    _contents()
    coverage = state.ask(views.list_coverage, companies)
    _lanes(page, companies)
    _looked_at(companies, coverage)
    _counts(page, companies, coverage)
    _funding(companies, coverage)
    _launches(companies, coverage)
    _people(companies)
    _ties(companies)
    _features(companies)
    _tables(companies)
    page.foot(*_queries(companies), result=[state.ask(views.count_events, companies), coverage])


# --- choosing ----------------------------------------------------------------------------------------------------------------


def _known_unit(text: str) -> str:
    if text not in ("year", "quarter"):
        raise BadInput(f"'{text[:60]}' is neither year nor quarter")
    return text


def _choose(page: Page) -> tuple[Company, ...]:
    """The companies in the order chosen; none while there are too few, and then the reason is shown."""
    controls = page.controls
    busiest = state.organisations()
    if not controls.texts("org"):
        controls.set("org", list(busiest[: views.FEWEST]))
    chosen = controls.texts("org")
    st.multiselect(
        "Companies",
        [*chosen, *(name for name in busiest if name not in chosen)],
        key=controls.key("org"),
        max_selections=views.MOST,
        placeholder="Type a name",
        accept_new_options=True,
    )
    try:
        companies = state.ask(views.choose_companies, tuple(chosen))
    except BadInput as error:
        message(str(error), "error")
        return ()
    if len(companies) < views.MOST:
        _suggest(page, companies)
    return companies


def _suggest(page: Page, companies: tuple[Company, ...]) -> None:
    rivals = state.ask(views.suggest_rivals, companies)
    if not rivals:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="rivals"):
        draw(element("span", "Often beside them:", class_="el-note"))
        for rival in rivals:
            why = " and ".join(
                filter(
                    None,
                    (
                        number(rival.tables, "comparison table") if rival.tables else "",
                        number(rival.investors, "shared investor") if rival.investors else "",
                    ),
                )
            )
            st.button(
                _plain(rival.name),
                key=f"rival_{rival.id}",
                help=why,
                type="tertiary",
                icon=":material/add:",
                on_click=page.controls.set,
                args=("org", [*page.controls.texts("org"), rival.name]),
            )


def _plain(text: str) -> str:
    """A name as a button's label, which is read as Markdown."""
    return "".join(f"\\{letter}" if letter in r"\`*_{}[]()<>#+-.!|~:$" else letter for letter in text)


# --- the parts ------------------------------------------------------------------------------------------------------------------


def _heading(title: str, *notes: str) -> None:
    draw(Html(element("h2", title, class_="el-heading", id=_place(title)) + _said(notes)))


def _said(notes: Iterable[str]) -> Html:
    return Html("".join(element("p", note, class_="el-note") for note in filter(None, notes)))


def _place(title: str) -> str:
    """Where a heading's link leads."""
    return title.casefold().replace(" ", "-")


def _contents() -> None:
    """Links to the parts of a long page."""
    links = [element("li", element("a", title, href=f"#{_place(title)}")) for title in PARTS]
    draw(element("nav", element("ul", links, class_="el-toc"), aria_label="On this page"))


def _drawn(chart: Chart | None, nothing: str) -> None:
    """A chart with its notes, or why there is none."""
    if chart is None:
        message(nothing, "note")
        return
    if chart.notes:
        draw(_said(chart.notes))
    draw_chart(chart, palette(), _source_line())


def _source_line() -> str:
    day = state.known_on()
    return f"Eventline, state {state.snapshot_id()[:12]}{f', as known on {day}' if day else ''}"


def _files(name: str, title: str, figures: Figures, columns: Sequence[str]) -> None:
    """A table as files; a picture shows these columns."""
    file_buttons(table_chart(name, title, figures, columns, palette()), palette(), _source_line())


def _names(companies: Sequence[Company]) -> list[str]:
    return [company.name for company in companies]


@st.fragment
def _lanes(page: Page, companies: tuple[Company, ...]) -> None:
    """The companies on one axis, and the selected event below it: what changes with a click there runs alone."""
    controls = page.controls
    wanted = EventFilter(organisations=tuple(company.id for company in companies))
    timeline(
        controls.key("chart"),
        snapshot=state.graph().id,
        filter=filter_in_address(wanted),
        most=views.MOST,
        arrangement=Arrangement(event=controls.text("event"), view=controls.text("view")),
        title=", ".join(_names(companies)),
        compact=True,
        on_event=lambda event: controls.set("event", event),
        on_arrangement=lambda arranged: controls.set("view", arranged.view),
    )
    if controls.text("event"):
        event_panel(controls)
    controls.write_address()


def _looked_at(companies: tuple[Company, ...], coverage: Sequence[CoverageRow]) -> None:
    _heading("Who was looked at", "How many sources tell of each year. No event is one thing, nobody looking is another.")
    _drawn(coverage_chart(_names(companies), coverage, palette()), "No source gives a year.")


def _counts(page: Page, companies: tuple[Company, ...], coverage: Sequence[CoverageRow]) -> None:
    _heading("Events by kind")
    st.segmented_control(
        "Counted by", ["year", "quarter"], key=page.controls.key("by"), required=True, label_visibility="collapsed"
    )
    counts = state.ask(views.count_events, companies)
    quarters = page.controls.text("by") == "quarter"
    chart = counts_chart(_names(companies), counts, coverage, state.graph().ontology, palette(), quarters=quarters)
    _drawn(chart, "No source speaks of any.")


def _funding(companies: tuple[Company, ...], coverage: Sequence[CoverageRow]) -> None:
    funding = state.ask(views.add_up, companies)
    left_out = not_added(_names(companies), funding)
    _heading("Funding", "Currencies are never converted.", BAND if funding.totals else "", left_out)
    today = datetime.datetime.now(tz=datetime.UTC).date()
    currencies = sorted({total.currency for total in funding.totals}, key=lambda code: (-_rounds(funding, code), code))
    for currency in currencies:
        _drawn(funding_chart(currency, _names(companies), funding, coverage, today, palette()), "")
    rounds = state.ask(views.list_rounds, companies, ROUNDS)
    if not rounds:
        message("No source speaks of any round.", "note")
        return
    if contested := sum(bool(row.alternatives) for row in rounds):
        draw(_said([f"{number(contested, 'sum')} told in several ways: the believed one is added, the others stand beside it."]))
    for company in companies:
        if own := [row for row in rounds if row.company == company.name]:
            draw(rounds_table(company.name, own, state.graph().ontology))
    _files("funding-rounds", "Funding rounds", rounds_figures(rounds), ROUND_COLUMNS)


def _rounds(funding: Funding, currency: str) -> int:
    return sum(total.rounds for total in funding.totals if total.currency == currency)


def _launches(companies: tuple[Company, ...], coverage: Sequence[CoverageRow]) -> None:
    _heading("Launches")
    cadence = state.ask(views.list_cadence, companies)
    _drawn(cadence_chart(cadence, coverage, palette()), "No company has two launches that are dated to the month or better.")


def _people(companies: tuple[Company, ...]) -> None:
    _heading("People")
    flow = state.ask(views.flow_of_people, companies, MOVES)
    chart = flow_chart(_names(companies), flow, partial(views.list_moves, state.graph(), companies), palette())
    _drawn(chart, "No source speaks of anybody who came or went.")
    if flow.moves:
        shown = f"The newest {MOVES} of {flow.moves:,} moves" if flow.moves > MOVES else number(flow.moves, "move")
        with st.expander(f"{shown}, with names and dates"):
            draw(moves_table(flow.newest))


def _ties(companies: tuple[Company, ...]) -> None:
    ties = state.ask(views.list_shared_ties, companies)
    for sort in ("investor", "partner"):
        _heading(f"Shared {sort}s")
        chart = ties_chart(sort, _names(companies), ties, palette())
        _drawn(chart, f"No source tells of {'an' if sort == 'investor' else 'a'} {sort} that two of them share.")
        if chart:
            with st.expander("With rounds, dates and events"):
                draw(ties_table(sort, _names(companies), ties))


def _features(companies: tuple[Company, ...]) -> None:
    cells = state.ask(views.list_cells, companies)
    _heading("What is claimed of them", counted(cells) if cells else "")
    if not cells:
        message("No comparison table or table of features speaks of them.", "note")
        return
    for title, own in (
        ("Companies", [cell for cell in cells if not cell.is_model]),
        ("Model against model", [cell for cell in cells if cell.is_model]),
    ):
        if own:
            draw(cells_table(title, own, state.graph().ontology))
    claims = claims_figures(claim for cell in cells for claim in cell.claims)
    _files("claims", "What is claimed of them", claims, CLAIM_COLUMNS)


def _tables(companies: tuple[Company, ...]) -> None:
    tables = state.ask(views.list_tables, companies)
    if not tables:
        return
    _heading("Comparison tables of cards, as they stand there", "The columns of the companies above are marked.")
    for table in tables:
        draw(told_table(table, companies, state.graph().ontology))
    claims = claims_figures(claim for table in tables for claim in table.claims)
    _files("cards-tables", "Comparison tables of cards", claims, CLAIM_COLUMNS)


def _queries(companies: Sequence[Company]) -> list[tuple[str, str]]:
    sparql = partial(state.graph().sparql, org=[company.id for company in companies])
    funding, launches = (views.kind_iris(state.graph(), kinds) for kinds in (views.FUNDING, views.LAUNCHES))
    wanted = EventFilter(organisations=tuple(company.id for company in companies))
    return [
        ("Events of these companies", events_sparql(state.graph(), wanted)),
        ("Sources by company and year", sparql("compare/coverage")),
        ("Events by kind and span", sparql("compare/counts")),
        ("Sums of rounds", sparql("compare/amounts", kind=funding)),
        ("Funding rounds", sparql("compare/events", kind=funding)),
        ("Launches", sparql("compare/events", kind=launches)),
        ("People who came and went", sparql("compare/moves")),
        ("Investors and partners", sparql("compare/ties")),
        ("Models", sparql("compare/models")),
        ("Feature claims", sparql("compare/features")),
        ("Competitors in tables", sparql("compare/rivals")),
        ("Companies with shared investors", sparql("compare/backed")),
    ]


show()
