"""Commands that show what the graph holds: events, event, compare, entity, disputes, sources, stats."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Annotated

import typer

from kg.cli.common import (
    Format,
    FormatOption,
    KnownOption,
    StoreOption,
    console,
    graph_at,
    known_day,
    print_json,
    print_rows,
)
from kg.money import short_figure
from kg.views.compare import compare as compare_companies
from kg.views.compare.shapes import Comparison
from kg.views.disputes import list_disputes
from kg.views.entities import find_entities
from kg.views.events import EventFilter, event_detail, list_events
from kg.views.flat import EVENT_COLUMNS, event_cells
from kg.views.overview import count_kinds, count_things
from kg.views.profiles.shapes import Fact
from kg.views.shapes import EntityRow, EventRow, LagRow, SourceRow
from kg.views.sources import list_lags, list_sources
from kg.views.spelt import counted

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
        typer.echo(counted(len(found), "event"))


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
    told = Counter(source.name + ("" if source.statement == "reported" else f" ({source.statement})") for source in sources)
    return "; ".join(name if number == 1 else f"{name} ×{number}" for name, number in told.items())


def compare(
    companies: Annotated[list[str], typer.Argument(metavar="ORG ORG...", help="Two to six companies.")],
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Compare companies: events by kind and quarter, coverage, funding, launches, people, shared investors, claims."""
    found = compare_companies(graph_at(store, known), companies)
    if form is Format.json:
        print_json(found)
        return
    counts = [(row.company, row.kind, row.year, row.quarter, row.events) for row in found.counts]
    print_rows(form, ("company", "kind", "year", "quarter", "events"), counts, "Events by kind and time")
    if form is Format.csv:
        return
    for title, columns, rows in _parts_of(found):
        print_rows(form, columns, rows, f"\n{title}")


def _parts_of(found: Comparison) -> Iterator[tuple[str, tuple[str, ...], Iterable[tuple[object, ...]]]]:
    """What follows the counts of a comparison: title, columns and rows of each table."""
    coverage = ((row.company, row.year, row.events, row.sources, "thin" if row.thin else "") for row in found.coverage)
    yield "Sources by year", ("company", "year", "events", "sources", ""), coverage
    rounds = (
        (row.event.date, row.company, row.event.round, row.event.amount, row.standing, row.event.title) for row in found.funding
    )
    yield "Funding", ("date", "company", "round", "amount", "in the sum", "title"), rounds
    totals = ((row.company, row.currency, row.rounds, short_figure(row.low), short_figure(row.high)) for row in found.totals)
    yield "Sums", ("company", "currency", "rounds", "at least", "at most"), totals
    cadence = ((row.company, row.launches, row.vague, row.median_least, row.median_most) for row in found.cadence)
    yield "Days between launches", ("company", "launches", "known to the year", "median at least", "at most"), cadence
    moves = ((move.events[0].date, move.person, move.origin, move.target, move.happened) for move in found.moves)
    yield "People", ("date", "person", "from", "to", "happened"), moves
    ties = ((tie.sort, tie.name, tie.company, len(tie.events), ", ".join(tie.rounds)) for tie in found.ties)
    yield "Shared investors and partners", ("sort", "name", "company", "events", "rounds"), ties
    claims = (
        (cell.feature, claim.company, claim.value, claim.qualifier, claim.date, claim.source.name, claim.source.statement)
        for cell in found.features
        for claim in cell.claims
    )
    yield "Feature claims", ("feature", "about", "value", "qualifier", "date", "source", "statement"), claims


def entity(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Name of a company, person, model, product or place.")],
    form: FormatOption = Format.table,
    known: KnownOption = None,
    store: StoreOption = None,
) -> None:
    """Show one company, person or model: its names, facts, events, and whom it deals with."""
    from kg.views.profiles.directory import entities_called  # slow to import: the columns of the projection
    from kg.views.profiles.page import entity_detail

    graph = graph_at(store, known)
    on = known_day(known) or date.today()
    details = [entity_detail(graph, iri, on) for iri in entities_called(graph, name)]
    if form is Format.json:
        print_json(details[0] if len(details) == 1 else details)
        return
    for detail in details:
        if form is Format.table:
            console().print(_entity_line(detail.entity), markup=False)
            print_rows(form, ("fact", "value", "date", "statement", "sources"), map(_fact_line, detail.facts))
        print_rows(
            form,
            ("date", "kind", "title", "organisations", "status", "sources", "id"),
            (_event_line(row) for row in detail.events),
        )
        if form is Format.table:
            related = ((row.role, row.name, row.events) for row in detail.related[:30])
            print_rows(form, ("role", "with", "events"), related, "\nTakes part with")


def _entity_line(row: EntityRow) -> str:
    names = (("formerly", row.formerly), ("also", row.aliases))
    others = "; ".join(f"{word} {', '.join(told)}" for word, told in names if told)
    return f"{row.name}{others and f' ({others})'} · {', '.join(row.types)} · {row.id}"


def _fact_line(fact: Fact) -> tuple[object, ...]:
    value = f"{fact.value}{' (disputed)' if fact.disputed else ''}"
    return fact.name, value, fact.date, fact.status, len({source.id for source in fact.sources})


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
