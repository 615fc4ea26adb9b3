"""Commands that show what the graph holds: events, event, compare, entity, disputes, sources, stats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Annotated

import typer

from kg.cli.common import Format, FormatOption, KnownOption, StoreOption, console, graph_at, print_json, print_rows
from kg.views.compare import compare as compare_companies
from kg.views.compare import list_features
from kg.views.disputes import list_disputes
from kg.views.entities import entity_row, find_entities, related_entities
from kg.views.events import EventFilter, event_detail, list_events
from kg.views.flat import EVENT_COLUMNS, event_cells
from kg.views.overview import count_kinds, count_things
from kg.views.predictions import list_predictions
from kg.views.shapes import EntityDetail, EventRow, LagRow, SourceRow
from kg.views.sources import list_lags, list_sources

OrgOption = Annotated[
    list[str], typer.Option("--org", metavar="NAME", help="Who takes part, in any spelling; repeat for any of several.")
]


def register(app: typer.Typer) -> None:
    for command in (events, event, compare, entity, disputes, sources, stats):
        app.command()(command)


def events(
    org: OrgOption = [],
    kind: Annotated[list[str], typer.Option("--kind", metavar="KIND", help="Event kind, such as Hire.")] = [],
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="Not before: 2024, 2024-05 or 2024-05-17.")] = "",
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="Not after.")] = "",
    status: Annotated[
        list[str], typer.Option("--status", metavar="STATUS", help="Strongest statement kind, such as rumour.")
    ] = [],
    text: Annotated[str, typer.Option("--text", help="Letters in a title or a participant's name.")] = "",
    disputed: Annotated[
        bool | None,
        typer.Option("--disputed/--undisputed", help="Only events that are, or are not, disputed.", show_default=False),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=0, metavar="N", help="At most so many.", show_default=False)] = None,
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """List events in the order of time.

    kg events --org Anthropic --kind Hire --from 2026
    """
    wanted = EventFilter(
        organisations=tuple(org), kinds=tuple(kind), begin=from_, end=to, statuses=tuple(status), text=text, disputed=disputed
    )
    found = list_events(graph_at(store, known), wanted, limit)
    if form is Format.json:
        print_json(found)
    elif form is Format.csv:
        print_rows(form, EVENT_COLUMNS, (event_cells(row) for row in found))
    else:
        columns = ("date", "kind", "title", "organisations", "status", "sources", "id")
        print_rows(form, columns, (_event_line(row) for row in found))
        typer.echo(f"{len(found)} events")


def _event_line(row: EventRow) -> tuple[object, ...]:
    status = f"{row.status}{' (disputed)' if row.disputed else ''}"
    return (
        row.date,
        row.kind,
        row.title,
        ", ".join(row.organisations[:3]),
        status,
        row.told_by,
        row.id.rsplit("/", 1)[-1][:8],
    )


def event(
    reference: Annotated[str, typer.Argument(metavar="ID", help="Id of an event, or the beginning of one.")],
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Show one event: what we believe, and every claim about it with who makes it."""
    detail = event_detail(graph_at(store, known), reference)
    if form is Format.json:
        print_json(detail.event.model_dump(mode="json") | detail.model_dump(mode="json", include={"claims", "disputes"}))
        return
    columns = ("property", "value", "statement", "publisher", "published", "url")
    rows = [
        (
            claim.property,
            claim.value + ("" if claim.believed else "  (not believed)"),
            claim.statement,
            claim.publisher or claim.title,
            claim.published,
            claim.url,
        )
        for claim in detail.claims
    ]
    if form is Format.csv:
        print_rows(
            form, columns, ((c.property, c.value, c.statement, c.publisher or c.title, c.published, c.url) for c in detail.claims)
        )
        return
    row, out = detail.event, console()
    out.print(row.title, style="bold", markup=False)
    out.print(f"{row.kind} · {row.date} · {', '.join(row.organisations)} · {row.status}", markup=False)
    for named in row.named_dates:
        out.print(f"  {named.name}: {named.date}", markup=False)
    for part in row.participants:
        out.print(f"  {part.role}: {part.name}", markup=False)
    if row.amount:
        out.print(f"  amount: {row.amount}", markup=False)
    for dispute in detail.disputes:
        since = f" since {dispute.since}" if dispute.since else ""
        out.print(f"Disputed: {dispute.property}{since}", style="bold", markup=False)
        out.print(f"  {dispute.reason}", markup=False)
        for position in dispute.positions:
            mark = "believed" if position.believed else "not believed"
            told = f", since {position.since}" if position.since else ""
            out.print(f"  {position.value} ({mark}{told}): {_holders(position.held_by)}", markup=False)
    print_rows(form, columns, rows)
    out.print(row.id, markup=False)


def _holders(sources: Iterable[SourceRow]) -> str:
    """Publishers with the manner in which they say it: "AI Wiki; windowsnews.ai (machine-generated) ×4"."""
    counted = Counter(source.name + ("" if source.statement == "reported" else f" ({source.statement})") for source in sources)
    return "; ".join(name if number == 1 else f"{name} ×{number}" for name, number in counted.items())


def compare(
    companies: Annotated[list[str], typer.Argument(metavar="ORG ORG...", help="Two to six companies.")],
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Compare companies: events by kind and year, funding, launches, people, feature claims."""
    found = compare_companies(graph_at(store, known), companies)
    if form is Format.json:
        print_json(found)
        return
    counts = [(row.company, row.kind, row.year, row.events) for row in found.counts]
    print_rows(form, ("company", "kind", "year", "events"), counts, "Events by kind and year")
    if form is Format.csv:
        return
    for title, rows in (
        ("Funding", found.funding),
        ("Launches", found.launches),
        ("Hires", found.hires),
        ("Departures", found.departures),
    ):
        cells = ((row.date, row.organisations[0], row.title, row.amount or "", row.status) for row in rows)
        print_rows(form, ("date", "company", "title", "amount", "status"), cells, f"\n{title}")
    features = (
        (row.feature, row.company, row.value, row.qualifier, row.source.name, row.source.statement) for row in found.features
    )
    print_rows(form, ("feature", "company", "value", "qualifier", "source", "statement"), features, "\nFeature claims")


def entity(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a company, person, model, product or place.")],
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Show one company, person or model: its names, events, and whom it deals with."""
    graph = graph_at(store, known)
    on = date.today()
    details = [
        EntityDetail(
            entity=entity_row(graph, iri),
            events=tuple(list_events(graph, EventFilter(organisations=(iri,)))),
            related=tuple(related_entities(graph, iri)),
            features=tuple(list_features(graph, [iri])),
            predictions=tuple(list_predictions(graph, on, org=[iri])),
        )
        for iri in find_entities(graph, name)
    ]
    if form is Format.json:
        print_json(details[0] if len(details) == 1 else details)
        return
    for detail in details:
        if form is Format.table:
            also = f" (also {', '.join(detail.entity.aliases)})" if detail.entity.aliases else ""
            console().print(f"{detail.entity.name}{also} · {', '.join(detail.entity.types)} · {detail.entity.id}", markup=False)
        print_rows(
            form,
            ("date", "kind", "title", "organisations", "status", "sources", "id"),
            (_event_line(row) for row in detail.events),
        )
        if form is Format.table:
            related = ((row.role, row.name, row.events) for row in detail.related[:30])
            print_rows(form, ("role", "with", "events"), related, "\nTakes part with")


def disputes(
    org: OrgOption = [], form: FormatOption = Format.table, known: KnownOption = None, store: StoreOption = None
) -> None:
    """List disputes: each value, and who holds it."""
    graph = graph_at(store, known)
    about = [iri for name in org for iri in find_entities(graph, name)]
    found = list_disputes(graph, org=about)
    if form is Format.json:
        print_json(found)
        return
    cells = (
        (
            row.title,
            row.date,
            row.property,
            position.value,
            "yes" if position.believed else "no",
            position.publishers,
            position.since,
            _holders(position.held_by),
            row.event.rsplit("/", 1)[-1][:8],
        )
        for row in found
        for position in row.positions
    )
    print_rows(form, ("event", "date", "property", "value", "believed", "publishers", "since", "held by", "id"), cells)


def sources(
    lag: Annotated[bool, typer.Option("--lag", help="How many days after events each publisher tells of them.")] = False,
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """List sources: publisher, address, dates, and how much each says."""
    graph = graph_at(store, known)
    if lag:
        _print_lags(list_lags(graph), form)
        return
    found = list_sources(graph)
    if form is Format.json:
        print_json(found)
        return
    cells = (
        (
            row.source.publisher,
            row.source.title,
            row.source.statement,
            row.source.published,
            row.source.retrieved,
            row.records,
            row.events,
            row.source.url,
        )
        for row in found
    )
    print_rows(form, ("publisher", "title", "statement", "published", "retrieved", "records", "events", "url"), cells)


def _print_lags(found: list[LagRow], form: Format) -> None:
    if form is Format.json:
        print_json(found)
        return
    columns = ("publisher", "reports", "mean", "least", "most", "before", "within_day", "within_week", "within_month")
    print_rows(form, columns, ([getattr(row, column) for column in columns] for row in found))


def stats(form: FormatOption = Format.table, known: KnownOption = None, store: StoreOption = None) -> None:
    """Count what there is."""
    graph = graph_at(store, known)
    things, kinds = count_things(graph), count_kinds(graph)
    if form is Format.json:
        print_json(things | {"kinds": kinds})
        return
    print_rows(form, ("what", "number"), [*things.items(), *kinds.items()])
