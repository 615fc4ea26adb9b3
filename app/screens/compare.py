"""Compare: two to six companies side by side, on one axis and in the same tables."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from decimal import Decimal

import streamlit as st

from app import state
from app.components.details import details
from app.components.heat import counts_by_year, coverage
from app.components.layout import arrange, lanes_of
from app.components.legend import legend
from app.components.palette import palette
from app.components.query import query_behind
from app.components.swimlanes import draw_timeline, legend_of
from app.controls import Controls, Field
from app.markup import Html, draw, element, joined, message, web_link
from kg.money import short_figure
from kg.views.compare import FEWEST, MOST
from kg.views.entities import entity_row, find_entities
from kg.views.events import EventFilter, events_sparql
from kg.views.shapes import EventRow, FeatureRow, SourceRow

PLOT_WIDTH = 900
"""Pixels for which marks are laid out; the browser stretches them to what it has."""


def show() -> None:
    """Draw the page."""
    controls = Controls("compare", [Field("org", [], _known_company, MOST), Field("event", "", _known_event)])
    draw(
        element(
            "header", element("h1", "Compare"), element("p", "Two to six companies, from the same sources"), class_="el-masthead"
        )
    )
    controls.show_problems()
    names = [name for _, name, _ in state.organisations()]
    if not controls.texts("org"):
        controls.set("org", names[:FEWEST])
    options = [*names, *(name for name in controls.texts("org") if name not in names)]
    st.multiselect("Companies", options, key=controls.key("org"), max_selections=MOST, placeholder="Choose two to six")
    controls.write_address()
    chosen = controls.texts("org")
    graph = state.graph()
    compared = state.comparison(chosen)
    ids = {iri: entity_row(graph, iri).name for name in chosen for iri in find_entities(graph, name)}
    wanted = EventFilter(organisations=tuple(ids))
    _lanes(controls, state.events(wanted), ids)
    _section("Events by kind and year", counts_by_year(compared.companies, compared.counts, graph.ontology, palette()))
    _section(
        "Who was looked at",
        coverage(compared.companies, compared.coverage),
        "Sources per company and year. Hatched: no source speaks of that year. Nobody looked; something may have happened.",
    )
    _section(
        "Funding",
        _funding(compared.companies, compared.funding),
        "Amounts as they were told; currencies are never converted. The sum beside a name adds plain figures only, "
        "without “up to”, “over” or ranges, and does not know which of them overlap.",
    )
    _section("Launches", _events_by_company(compared.companies, compared.launches))
    _section("People who came", _events_by_company(compared.companies, compared.hires))
    _section("People who went", _events_by_company(compared.companies, compared.departures))
    _section(
        "What is claimed of them",
        _features(compared.companies, compared.features),
        "Each value with who says it. Machine-written values are marked.",
    )
    query_behind(
        ("Events of these companies", events_sparql(graph, wanted)),
        ("Events by kind and year", graph.sparql("compare/counts", org=list(ids))),
        ("Feature claims", graph.sparql("compare/features", org=list(ids))),
        ("Coverage", graph.sparql("overview/coverage", org=list(ids))),
    )


def _known_company(name: str) -> str:
    find_entities(state.graph(), name)
    return name


def _known_event(reference: str) -> str:
    return state.detail(reference).event.id.rsplit("/", 1)[-1]


def _lanes(controls: Controls, events: Sequence[EventRow], ids: dict[str, str]) -> None:
    graph = state.graph()
    today = datetime.datetime.now(tz=datetime.UTC).date()
    drawing = arrange(lanes_of(events, ids), today, PLOT_WIDTH)
    draw(legend(graph.ontology, *legend_of(drawing), palette()))
    draw_timeline(
        drawing,
        graph.ontology,
        today,
        key=controls.key("chart"),
        on_pick=lambda iri: controls.set("event", iri.rsplit("/", 1)[-1]),
    )
    hint = "An event in which several of them take part stands in each of their lanes."
    draw(
        element(
            "p", f"{hint} {drawing.earlier} earlier events lie to the left: drag." if drawing.earlier else hint, class_="el-note"
        )
    )
    if event := controls.text("event"):
        with st.container(border=True):
            draw(details(state.detail(event), graph.ontology, palette()))
            st.button("Close", key=controls.key("close"), type="tertiary", on_click=controls.set, args=("event", ""))


def _section(title: str, content: Html | None, note: str = "") -> None:
    draw(element("h2", title, class_="el-heading"))
    if content is None:
        message("No source speaks of any.", "note")
        return
    if note:
        draw(element("p", note, class_="el-note"))
    draw(content)


# --- lists ---


def _own(events: Sequence[EventRow], company: str) -> list[EventRow]:
    return [event for event in events if event.organisations[0] == company]


def _funding(companies: Sequence[str], events: Sequence[EventRow]) -> Html | None:
    """One table per company: date, round, amount and valuation with wording, investors, and a total per currency."""
    if not events:
        return None
    columns = ("Date", "Round", "Amount", "Valuation", "Investors and event")
    sections = []
    for company in companies:
        own = _own(events, company)
        head = element("tr", [element("th", name, scope="col") for name in columns])
        table = element("table", element("thead", head), element("tbody", [_round(event) for event in own]), class_="el-table")
        heading = element("h3", company, " ", element("small", _totals(own)))
        sections.append(
            element(
                "section",
                heading,
                element("div", table, class_="el-scroll") if own else element("p", "No source speaks of any.", class_="el-note"),
            )
        )
    return element("div", sections, class_="el-grid")


def _round(event: EventRow) -> Html:
    wording = event.amount.text if event.amount and event.amount.text != str(event.amount) else ""
    return element(
        "tr",
        element("td", event.date or "", class_="el-date"),
        element("td", event.round or ""),
        element(
            "td",
            str(event.amount) if event.amount else "not told",
            _disputed(event),
            element("p", element("small", wording)) if wording else None,
        ),
        element("td", str(event.valuation) if event.valuation else ""),
        element("td", _investors(event), element("p", element("small", event.title, " – ", _sources(event.sources)))),
    )


def _investors(event: EventRow) -> str:
    """Who gave, the leading ones first, and how many more."""
    names = list(dict.fromkeys([*event.named("lead_investor"), *event.named("investor")]))
    more = f" and {len(names) - 6} more" if len(names) > 6 else ""
    return ", ".join(names[:6]) + more


def _totals(events: Sequence[EventRow]) -> str:
    """Sums by currency of the amounts that are one figure without a limit: `1.2bn USD in 4 told`."""
    sums: dict[str, list[Decimal]] = {}
    for event in events:
        money = event.amount
        if money and money.value is not None and money.currency and not money.qualifier:
            sums.setdefault(money.currency, []).append(money.value)
    return "; ".join(
        f"{short_figure(sum(values, Decimal(0)))} {currency} in {len(values)} told" for currency, values in sorted(sums.items())
    )


def _events_by_company(companies: Sequence[str], events: Sequence[EventRow]) -> Html | None:
    if not events:
        return None
    sections = []
    for company in companies:
        rows = [
            element(
                "tr",
                element("td", event.date or "", class_="el-date"),
                element("td", event.title, _disputed(event)),
                element("td", element("small", _sources(event.sources))),
            )
            for event in _own(events, company)
        ]
        table = (
            element("table", element("tbody", rows), class_="el-table")
            if rows
            else element("p", "No source speaks of any.", class_="el-note")
        )
        sections.append(element("section", element("h3", company), element("div", table, class_="el-scroll")))
    return element("div", sections, class_="el-grid")


def _disputed(event: EventRow) -> Html | None:
    return element("i", "?", class_="el-dispute-badge", title="sources disagree") if event.disputed else None


def _sources(sources: Sequence[SourceRow]) -> Html:
    shown = [web_link(source.name, source.url) for source in sources[:2]]
    return joined(", ", [*shown, f"{len(sources) - 2} more"] if len(sources) > 2 else shown)


def _features(companies: Sequence[str], features: Sequence[FeatureRow]) -> Html | None:
    """Features down, companies across; each cell holds every claim with its qualifier, source and manner."""
    if not features:
        return None
    names = list(dict.fromkeys(row.feature for row in features))
    head = element("tr", element("th", "Feature", scope="col"), [element("th", company, scope="col") for company in companies])
    lines = []
    for name in names:
        cells = [
            element("td", [_claim(row) for row in features if row.feature == name and row.company == company])
            for company in companies
        ]
        lines.append(element("tr", element("th", name, scope="row"), cells))
    return element(
        "div", element("table", element("thead", head), element("tbody", lines), class_="el-table"), class_="el-scroll"
    )


def _claim(row: FeatureRow) -> Html:
    manner = (
        "" if row.source.statement == "reported" else f" ({state.graph().ontology.statement_kind(row.source.statement).label})"
    )
    remarks = " ".join(
        filter(None, (f"({row.qualifier})" if row.qualifier else "", f"with {row.context}" if row.context else ""))
    )
    return element(
        "p",
        element("b", row.value),
        f" {remarks}" if remarks else None,
        element("small", " – ", web_link(row.source.name, row.source.url), manner),
    )


show()
