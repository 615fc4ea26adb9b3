"""Events and disputes as flat cells, for CSV files: lists within a cell are joined by semicolons."""

from __future__ import annotations

from collections.abc import Iterator

from kg.views.shapes import DisputeRow, EventRow

EVENT_COLUMNS = (
    "id", "kind", "date", "begin", "end", "title", "organisations", "participants", "amount", "amount_min", "amount_max",
    "currency", "amount_qualifier", "amount_text", "round", "status", "disputed", "sources",
)  # fmt: skip


def event_cells(row: EventRow) -> tuple[object, ...]:
    """One event in the order of EVENT_COLUMNS."""
    money = row.amount
    return (
        row.id, row.kind, row.date, row.begin, row.end, row.title, "; ".join(row.organisations),
        "; ".join(f"{part.role}={part.name}" for part in row.participants),
        money and money.value, money and money.min, money and money.max, money and money.currency, money and money.qualifier,
        money and money.text, row.round, row.status, str(row.disputed).lower(),
        "; ".join(source.url or source.name for source in row.sources),
    )  # fmt: skip


DISPUTE_COLUMNS = (
    "dispute", "event", "title", "date", "property", "won_by", "machine", "since", "value", "believed", "publishers",
    "held_since", "held_by", "addresses", "reason",
)  # fmt: skip


def dispute_cells(row: DisputeRow) -> Iterator[tuple[object, ...]]:
    """One position of the dispute after the other, in the order of DISPUTE_COLUMNS."""
    for position in row.positions:
        holders = [f"{holder.name} ({holder.statement})" for holder in position.held_by]
        yield (
            row.id, row.event, row.title, row.date, row.property, row.won_by, str(row.machine).lower(), row.since, position.value,
            str(position.believed).lower(), position.publishers, position.since, "; ".join(holders),
            "; ".join(holder.url for holder in position.held_by if holder.url), row.reason,
        )  # fmt: skip
