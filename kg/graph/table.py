"""The statements in the graph as a facts table: the columns that `kg ingest` reads."""

from __future__ import annotations

from pyoxigraph import Literal

from kg.graph.journal import loaded
from kg.money import Money, amount_with_note
from kg.records import EventRecord
from kg.store.base import Reader
from kg.terms import EL

COLUMNS = ("row_id", "kind", "date", "title", "organisation", "participants", "amount", "currency", "amount_note", "valuation",
           "round", "statement_kind", "source_url", "source_name", "source_date", "retrieved", "note")  # fmt: skip


def statement_rows(reader: Reader) -> tuple[tuple[str, ...], list[tuple[str, ...]], int]:
    """Columns, a row for each dated event record in the order of time, and how many records have no date."""
    records = [
        record
        for quad in reader.quads(None, EL.content, None)
        if isinstance(quad.object, Literal) and isinstance(record := loaded(quad.object.value), EventRecord)
    ]
    dated = [record for record in records if record.date is not None]
    dated.sort(key=lambda record: (str(record.date), record.title, record.source.key, record.id))
    return COLUMNS, [_row(record) for record in dated], len(records) - len(dated)


def _row(record: EventRecord) -> tuple[str, ...]:
    source = record.source
    return (
        record.local_id,
        record.kind,
        str(record.date),
        record.title,
        record.organisation,
        "; ".join(f"{part.role}={part.name}" for part in record.participants),
        _figure(record.amount),
        (record.amount and record.amount.currency) or (record.valuation and record.valuation.currency) or "",
        _note(record.amount),
        _figure(record.valuation),
        record.round,
        record.statement,
        source.url or "",
        source.publisher,
        str(source.published or ""),
        source.retrieved.isoformat() if source.retrieved else "",
        record.note,
    )


def _figure(money: Money | None) -> str:
    """The figure of an amount; a range's upper end, since its note tells the whole."""
    if money is None:
        return ""
    figure = money.value if money.value is not None else money.maximum or money.minimum
    return format(figure, "f") if figure is not None else ""


def _note(money: Money | None) -> str:
    """The wording of an amount, led by what limits its figure where the wording alone would not be read so."""
    if money is None:
        return ""
    figure = _figure(money)
    if not figure or amount_with_note(figure, money.currency or "", money.text) == money:
        return money.text
    spread = f"{money.minimum:f} to {money.maximum:f}" if money.minimum is not None and money.maximum is not None else ""
    limit = " ".join(filter(None, (money.qualifier, spread)))
    return "; ".join(filter(None, (limit, money.text)))
