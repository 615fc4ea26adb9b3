"""Disputes: where sources contradict one another, and why the believed value won."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from kg.resolve.beliefs import TERM_OF, Criterion
from kg.resolve.reasons import Held, sentence
from kg.terms import local_name
from kg.views.graph import Graph, Row, grouped, property_name
from kg.views.shapes import DisputeRow, PositionRow, SourceRow
from kg.views.telling import dated_by_report


def list_disputes(
    graph: Graph, *, ids: Sequence[str] = (), event: Sequence[str] = (), org: Sequence[str] = ()
) -> list[DisputeRow]:
    """Every dispute with its positions and their holders, the believed position first, then the best held.

    With `ids` only these disputes, in this order; else in the order of their events.
    """
    found = []
    asked = graph.rows("dispute/all", dispute=list(ids), event=list(event), org=list(org))
    told = grouped(dated_by_report(graph, asked), "dispute")
    for dispute, rows in sorted(told.items(), key=_in_order_of(ids)):
        first = rows[0]
        name = property_name(first["property"], graph.ontology)
        positions = [_position(graph, name, held) for held in grouped(rows, "position").values()]
        positions.sort(key=partial(_place, graph))
        won_by = next(rule for rule, term in TERM_OF.items() if term.value == first["wonBy"])
        found.append(
            DisputeRow(
                id=dispute,
                event=first["event"],
                title=first["title"],
                date=first.get("date"),
                property=name,
                positions=tuple(positions),
                since=first.get("since"),
                won_by=won_by,
                reason=_reason(graph, won_by, positions),
                machine=_machine_against_reports(positions),
            )
        )
    return found


def _in_order_of(ids: Sequence[str]) -> Callable[[tuple[str, list[Row]]], int]:
    place = {one: number for number, one in enumerate(ids)}
    return lambda item: place.get(item[0], 0)


def _machine_against_reports(positions: Sequence[PositionRow]) -> bool:
    manners = [{holder.statement for holder in position.held_by} for position in positions]
    return {"machine-generated"} in manners and any({"company-announcement", "reported"} & told for told in manners)


def _position(graph: Graph, name: str, rows: list[Row]) -> PositionRow:
    values = sorted({local_name(row["value"]) if name == "kind" else str(row.get("name") or row["value"]) for row in rows})
    holders = {(row["source"], row["statement"]): _holder(graph, row) for row in rows}
    first = rows[0]
    return PositionRow(
        value=", ".join(values),
        believed=first["believed"],
        held_by=tuple(sorted(holders.values(), key=lambda holder: _rank(graph, holder))),
        publishers=first["publishers"],
        since=first.get("heldSince"),
    )


def _rank(graph: Graph, holder: SourceRow) -> tuple[int, int]:
    """Who holds it in the strongest manner comes first."""
    kind = graph.ontology.statement_kind(holder.statement)
    return kind.tier, kind.order


def _holder(graph: Graph, row: Row) -> SourceRow:
    return SourceRow(
        id=row["source"],
        statement=graph.ontology.statement_kind(row["statement"]).name,
        publisher=row.get("publisher"),
        title=row.get("sourceName"),
        url=row.get("url"),
        published=row.get("published"),
        retrieved=row.get("retrieved"),
    )


def _place(graph: Graph, position: PositionRow) -> tuple[bool, int, int, str]:
    return not position.believed, _tier(graph, position), -position.publishers, position.value


def _tier(graph: Graph, position: PositionRow) -> int:
    return min(graph.ontology.statement_kind(holder.statement).tier for holder in position.held_by)


def _reason(graph: Graph, won_by: Criterion, positions: Sequence[PositionRow]) -> str:
    believed, *others = (_held(graph, position) for position in positions)
    return sentence(won_by, believed, others)


def _held(graph: Graph, position: PositionRow) -> Held:
    tier = _tier(graph, position)
    kinds = [kind for kind in graph.ontology.statement_kinds if kind.tier == tier]
    manners = {holder.statement for holder in position.held_by}
    return Held(position.value, tuple(kind.held_as for kind in kinds if kind.name in manners), position.publishers)
