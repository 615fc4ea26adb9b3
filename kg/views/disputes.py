"""Disputes: where sources contradict one another, and why the believed value won."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from kg.resolve.beliefs import TERM_OF, Criterion
from kg.resolve.reasons import Held, sentence
from kg.terms import local_name
from kg.views.graph import Graph, Row, grouped, property_name
from kg.views.shapes import DisputeRow, PositionRow, SourceRow


def list_disputes(graph: Graph, *, event: Sequence[str] = (), org: Sequence[str] = ()) -> list[DisputeRow]:
    """Every dispute with its positions and their holders, the believed position first, then the best held."""
    found = []
    for dispute, rows in grouped(graph.rows("dispute/all", event=list(event), org=list(org)), "dispute").items():
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
            )
        )
    return found


def _position(graph: Graph, name: str, rows: list[Row]) -> PositionRow:
    values = sorted({local_name(row["value"]) if name == "kind" else str(row.get("name") or row["value"]) for row in rows})
    holders = {(row["source"], row["statement"]): _holder(graph, row) for row in rows}
    first = rows[0]
    return PositionRow(
        value=", ".join(values),
        believed=first["believed"],
        held_by=tuple(holders.values()),
        publishers=first["publishers"],
        since=first.get("heldSince"),
    )


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
