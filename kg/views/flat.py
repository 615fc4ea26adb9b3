"""Events as flat cells, for CSV files: lists within a cell are joined by semicolons."""

from __future__ import annotations

from kg.views.shapes import EventRow

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
