"""Events: the list that timelines and tables draw, and one event with all that is said of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from kg.dates import Moment, read_date
from kg.errors import BadInput, UnknownName
from kg.records import clean
from kg.terms import EL, ORG, PROV, local_name
from kg.views.disputes import list_disputes
from kg.views.entities import find_entities
from kg.views.graph import Graph, Row, expand, grouped, property_name
from kg.views.shapes import ClaimRow, EventDetail, EventRow, MoneyRow, NamedDateRow, ParticipantRow, PositionRow, SourceRow
from kg.views.telling import dated_by_report


class EventFilter(BaseModel):
    """Which events: every part may be left out, and those given must all hold.

    `organisations` are names or ids, one of which must take part; `begin` and `end` are EDTF dates (`2024`, `2024-05`).
    """

    model_config = ConfigDict(frozen=True)

    organisations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    begin: str = ""
    end: str = ""
    statuses: tuple[str, ...] = ()
    text: str = ""
    disputed: bool | None = None

    def parameters(self, graph: Graph) -> dict[str, Any]:
        """As values for the query timeline/events. Raises BadInput for a name or date that is not known."""
        first, last = _bound(self.begin, first=True), _bound(self.end, first=False)
        if first and last and first > last:
            raise BadInput(f"the time from {self.begin} to {self.end} runs backwards; exchange the two dates")
        organisations = [found for name in self.organisations for found in find_entities(graph, name)]
        return {
            "org": organisations,
            "kind": [graph.ontology.kind(name).iri for name in self.kinds],
            "from": first,
            "to": last,
            "status": [graph.ontology.statement_kind(name).iri for name in self.statuses],
            "text": clean(self.text) or None,
            "disputed": self.disputed,
        }


def _bound(text: str, *, first: bool) -> date | None:
    if not text.strip():
        return None
    moment = Moment.parse(read_date(text))
    return moment.begin if first else moment.end


def list_events(graph: Graph, wanted: EventFilter = EventFilter(), limit: int | None = None) -> list[EventRow]:
    """Events in the order of time. Raises BadInput for a filter that names something unknown."""
    rows = graph.rows("timeline/events", **wanted.parameters(graph))
    return complete(graph, rows[:limit])


def events_sparql(graph: Graph, wanted: EventFilter) -> str:
    """The query behind `list_events`."""
    return graph.sparql("timeline/events", **wanted.parameters(graph))


def events_by_id(graph: Graph, ids: Sequence[str]) -> list[EventRow]:
    """These events in the order of time; ids that are no events are left out."""
    return complete(graph, sorted(graph.rows_for("timeline/events", event=list(dict.fromkeys(ids))), key=_in_time))


def _in_time(row: Row) -> tuple[date, date, str, str]:
    """The order of timeline/events, in which what is unknown comes first."""
    begin, end = row.get("begin"), row.get("end")
    return begin or end or date.min, end or date.min, row["title"], row["event"]


def complete(graph: Graph, rows: list[Row]) -> list[EventRow]:
    """Rows of timeline/events with their participants, money and sources."""
    these = list(dict.fromkeys(row["event"] for row in rows))
    participants, money, dates = (
        grouped(graph.rows_for(f"timeline/{name}", event=these), "event") for name in ("participants", "amounts", "dates")
    )
    sources = grouped(dated_by_report(graph, graph.rows_for("timeline/sources", event=these)), "event")
    roles = {role.iri.value: role for role in graph.ontology.roles}
    return [_event(graph, row, participants, money, sources, dates, roles) for row in rows]


def _event(graph: Graph, row: Row, participants: Any, money: Any, sources: Any, dates: Any, roles: Any) -> EventRow:
    event = row["event"]
    parts = [part for part in participants.get(event, []) if part["role"] in roles]
    amounts = {local_name(item["property"]): money_row(item) for item in money.get(event, [])}
    owners = {row["organisation"]: row["organisationName"]}
    for part in parts:
        if "participant" in part and _is_organisation(roles[part["role"]].range.value, part["participant"], graph):
            owners.setdefault(part["participant"], part["name"])
    listed = sorted(
        (ParticipantRow(role=roles[part["role"]].name, name=part["name"], id=part.get("participant")) for part in parts),
        key=lambda part: (part.role, part.name),
    )
    return EventRow(
        id=event,
        kind=local_name(row["kind"]),
        title=row["title"],
        date=row.get("date"),
        begin=row.get("begin"),
        end=row.get("end"),
        organisations=tuple(owners.values()),
        organisation_ids=tuple(owners),
        participants=tuple(listed),
        amount=amounts.get("amount"),
        valuation=amounts.get("valuation"),
        round=row.get("round"),
        status=graph.ontology.statement_kind(row["status"]).name,
        disputed=row["disputed"],
        sources=tuple(source_row(graph, source) for source in sources.get(event, [])),
        named_dates=tuple(
            NamedDateRow(name=property_name(row["milestone"], graph.ontology), date=row["date"]) for row in dates.get(event, [])
        ),
    )


def _is_organisation(allowed: str, entity: str, graph: Graph) -> bool:
    """Whether a participant is an organisation: by its role's range, else by what some source takes it for."""
    if allowed == ORG.Organization.value:
        return True
    if allowed != PROV.Agent.value:
        return False
    return graph.is_a(entity, ORG.Organization)


def money_row(row: Row) -> MoneyRow:
    """Columns value, minimum, maximum, currency, qualifier and wording as money."""
    return MoneyRow(
        value=row.get("value"),
        min=row.get("minimum"),
        max=row.get("maximum"),
        currency=row.get("currency"),
        qualifier=row.get("qualifier"),
        text=row.get("wording", ""),
    )


def source_row(graph: Graph, row: Row) -> SourceRow:
    """Columns source, statement, publisher, name or sourceName, url, published and retrieved as a source."""
    return SourceRow(
        id=row["source"],
        statement=graph.ontology.statement_kind(row["statement"]).name,
        publisher=row.get("publisher"),
        title=row.get("sourceName") or row.get("name"),
        url=row.get("url"),
        published=row.get("published"),
        retrieved=row.get("retrieved"),
    )


def event_detail(graph: Graph, reference: str) -> EventDetail:
    """An event by id: an IRI, `event/…`, the bare digest or its beginning. Raises UnknownName."""
    event = find_event(graph, reference)
    rows = graph.rows("timeline/events", event=[event])
    disputes = tuple(list_disputes(graph, event=[event]))
    positions = {dispute.property: dispute.positions for dispute in disputes}
    milestones = {milestone.iri.value for milestone in graph.ontology.milestones}
    told = dated_by_report(graph, (row | {"event": event} for row in graph.rows("event/claims", event=event)))
    named = {(row["source"], row["statement"], row["value"]) for row in told if row["property"] in milestones}
    claims = []
    for row in told:
        name = property_name(row["property"], graph.ontology)
        if name == "date" and (row["source"], row["statement"], row["value"]) in named:
            continue  # it is told below by its own name
        value = _claimed(row, name)
        statement = graph.ontology.statement_kind(row["statement"]).name
        contested: Sequence[PositionRow] = positions.get(name, ())
        if row["property"] in milestones and not contested:  # the first milestone is contested as the event's own date
            contested = _with_holder(positions.get("date", ()), row["source"], statement)
        claims.append(
            ClaimRow(
                property=name,
                value=value,
                statement=statement,
                source=row["source"],
                publisher=row.get("publisher"),
                title=row.get("sourceName"),
                url=row.get("url"),
                published=row.get("published"),
                retrieved=row.get("retrieved"),
                disputed=bool(contested),
                believed=_is_believed(value, row["source"], statement, contested),
            )
        )
    ranked = {kind.name: place for place, kind in enumerate(graph.ontology.statement_kinds)}
    claims.sort(key=lambda claim: (claim.property, ranked[claim.statement], claim.publisher or "", claim.value))
    return EventDetail(event=complete(graph, rows)[0], claims=tuple(claims), disputes=disputes)


def _is_believed(value: str, source: str, statement: str, positions: Sequence[PositionRow]) -> bool:
    """Whether the position that this source takes is the believed one. Where it takes several, the value tells which."""
    held = _with_holder(positions, source, statement)
    same = [place for place in held if place.value == value]
    return all(place.believed for place in same or held[:1])


def _with_holder(positions: Sequence[PositionRow], source: str, statement: str) -> list[PositionRow]:
    return [place for place in positions if any((held.id, held.statement) == (source, statement) for held in place.held_by)]


def _claimed(row: Row, name: str) -> str:
    if name in ("amount", "valuation"):
        return str(money_row({**row, "value": row.get("amount")}))
    if name == "kind":
        return local_name(row["value"])
    return str(row.get("name") or row["value"])


def find_event(graph: Graph, reference: str) -> str:
    """The IRI of the event that an id names now, also where it was merged into another. Raises UnknownName."""
    try:
        fitting = set(event_ids(graph, reference).values())
    except ValueError:
        raise UnknownName(f"'{reference}' is not an event id; kg events --format json lists them") from None
    if len(fitting) == 1:
        return fitting.pop()
    problem = f"fits {len(fitting)} events" if fitting else "is no event in this store"
    raise UnknownName(f"'{reference}' {problem}; kg events --format json lists ids")


def event_ids(graph: Graph, reference: str) -> dict[str, str]:
    """Every id that begins so, earlier ones included, with the event that it leads to; a whole id stands for itself alone."""
    iri = expand(reference.strip(), "event")
    event = graph.now_called(iri)
    if graph.is_a(event, EL.Event):
        return {iri: event}
    return {row["id"]: row["event"] for row in graph.rows("review/ids", begins=iri)} if len(reference.strip()) >= 4 else {}
