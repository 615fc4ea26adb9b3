"""Tables with a mapping: every row goes through every rule; good records are kept, bad ones refused one by one."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator
from typing import Any, cast

from pydantic import ValidationError

from kg.errors import BadInput, Refusal, UnknownName
from kg.ingest.base import Batch, Context, Input
from kg.ingest.mapping.model import Claim, Entity, Event, Sentence, TableMapping
from kg.ingest.mapping.names import columns_named
from kg.ingest.mapping.records import Recorder, Told
from kg.ingest.mapping.scope import Scope, found_in
from kg.ingest.mapping.templates import names_in
from kg.ingest.rows import Row, Table, open_table, shown
from kg.ingest.sentences import FALLBACK, SentenceReader
from kg.ingest.values import Unreadable, refused_field
from kg.records import ClaimRecord, EntityRecord, EntityType, EventRecord, PassageRecord, Record

_WITHOUT_HEADER = ("json", "jsonl", "yaml")
"""Formats in which a row may lack a column that others have."""


class MappingAdapter:
    """Tables with a mapping."""

    name = "mapped table"

    def accepts(self, given: Input) -> bool:
        return given.mapping is not None

    def read(self, given: Input, context: Context) -> Batch:
        assert given.mapping is not None
        reading = _Reading(given.mapping, given, context)
        reading.read()
        label = given.name.rsplit("/", 1)[-1]
        return Batch(given.key, label, tuple(reading.records.values()), tuple(reading.refusals), tuple(reading.notes()))


class _Reading:
    """One input while it is read."""

    def __init__(self, mapping: TableMapping, given: Input, context: Context) -> None:
        self.mapping, self.given, self.context = mapping, given, context
        self.records: dict[str, Record] = {}
        """By id: rows that say the same word for word give one record."""
        self.refusals: list[Refusal] = []
        self._nulls = frozenset(null.casefold() for null in mapping.nulls)
        self._recorder = Recorder(mapping, given, context)
        self._told: list[tuple[int, Row, Told]] = []
        self._counts: Counter[tuple[str, str]] = Counter()
        self._left_out: dict[str, list[tuple[int, str]]] = {}
        self._check_names()
        self._table = self._opened()
        self._joined = {join.name: self._keyed_rows(join.name) for join in mapping.join}

    def _check_names(self) -> None:
        """Names that the mapping itself spells are checked before any row. Raises BadInput."""
        ontology = self.context.ontology
        try:
            for rule in self.mapping.event:
                if isinstance(rule.kind, str) and not names_in(rule.kind):
                    ontology.kind(rule.kind)
                for role in rule.roles:
                    ontology.role(role)
        except UnknownName as error:
            raise BadInput(f"the mapping '{self.mapping.title}': {error}") from error

    # --- the files ---

    def _opened(self) -> Table:
        named = columns_named(self.mapping)
        table = open_table(self.given.data, self.given.name, self.mapping.file, named)
        if table.format not in _WITHOUT_HEADER:
            header = dict.fromkeys(table.columns, "")
            for name in named:
                if found_in(header, name.split(".")[0]) is None and found_in(header, name) is None:
                    self._refuse_column(name, table)
        return table

    def _refuse_column(self, name: str, table: Table) -> None:
        if name in self.mapping.optional:
            return
        close = difflib.get_close_matches(name, table.columns, 1, 0.5)
        hint = f"did you mean '{close[0]}'? " if close else ""
        raise BadInput(
            f"{self.given.name}:{table.header_line}: has no column '{name}', which the mapping '{self.mapping.title}' names; "
            f"{hint}its columns are {', '.join(table.columns)[:400]}"
        )

    def _keyed_rows(self, name: str) -> dict[str, Row]:
        """The rows of a joined file by their key."""
        join = next(join for join in self.mapping.join if join.name == name)
        if join.file not in self.given.beside:
            return {}
        found: dict[str, Row] = {}
        for _, row in open_table(self.given.beside[join.file], join.file, join.layout).rows:
            if not isinstance(row, Refusal):
                key = Scope(row, {}, self._nulls).text(join.key, f"join.{name}.key").casefold()
                found.setdefault(key, row)
        return found

    # --- the rows ---

    def read(self) -> None:
        for line, row in self._table.rows:
            if isinstance(row, Refusal):
                self.refusals.append(row)
            else:
                self._read_row(line, row)
        self._read_sentences()

    def _read_row(self, line: int, row: Row) -> None:
        scope = Scope(row, self.mapping.values, self._nulls)
        try:
            scope.joined = dict(self._partners(scope))
            if not scope.all_hold(self.mapping.rows.when) or scope.any_holds(self.mapping.rows.unless):
                self._counts["row", "left out by [rows] of the mapping"] += 1
                return
        except Unreadable as error:
            self._refuse(line, row, error.field, error.problem, error.remedy)
            return
        gave = sum(self._apply(rule, scope, line, row) for rule in self.mapping.rules)
        if not gave:
            self._counts["row", "gave nothing, as no rule applies"] += 1
        for cell in scope.left_out:
            self._left_out.setdefault(cell.field, []).append((line, cell.problem))

    def _partners(self, scope: Scope) -> Iterator[tuple[str, Row | None]]:
        for join in self.mapping.join:
            key = scope.text(join.on, f"join.{join.name}.on").casefold()
            partner = self._joined[join.name].get(key) if key else None
            if key and partner is None:
                self._counts["row", f"without a partner in {join.file}"] += 1
            yield join.name, partner

    def _apply(self, rule: Event | Entity | Claim | Sentence, scope: Scope, line: int, row: Row) -> int:
        """How many records, or refusals, the rule gave."""
        given = 0
        try:
            if not scope.all_hold(rule.when) or scope.any_holds(rule.unless):
                return 0
            items = scope.read(rule.each, "each") if rule.each else (None,)
        except Unreadable as error:
            self._refuse(line, row, self._place(rule, error.field), error.problem, error.remedy)
            return 1
        for number, item in enumerate(items, 1):
            scope.extra = {"item": (item,)} if item is not None else {}
            given += self._apply_once(rule, scope, number, line, row)
        scope.extra = {}
        return given

    def _apply_once(self, rule: Event | Entity | Claim | Sentence, scope: Scope, number: int, line: int, row: Row) -> int:
        try:
            record = self._recorder.record(rule, scope, number)
        except Unreadable as error:
            self._refuse(line, row, self._place(rule, error.field), error.problem, error.remedy)
        except ValidationError as error:
            field, problem = refused_field(error)
            self._refuse(line, row, self._place(rule, field), problem, "mend the cell, or the mapping")
        else:
            if record is None:
                return 0
            if isinstance(record, Told):
                self._told.append((line, row, record))
            else:
                self._keep(record)
        return 1

    def _place(self, rule: Event | Entity | Claim | Sentence, field: str) -> str:
        """A field's name, with the rule's where there are several."""
        if len(self.mapping.rules) == 1:
            return field
        return f"{rule.label or _label(rule)}.{field}"

    def _keep(self, record: EventRecord | EntityRecord | ClaimRecord | PassageRecord) -> None:
        if record.id in self.records and not isinstance(record, EntityRecord):
            self._counts["row", "says word for word what an earlier one says, and is kept once"] += 1
        self.records[record.id] = record

    def _refuse(self, line: int, row: Row, field: str, problem: str, remedy: str) -> None:
        filled = {key: value for key, value in row.items() if value not in (None, "")}
        self.refusals.append(Refusal(self.given.name, line, field, problem, remedy, shown(filled)))

    # --- sentences ---

    def _read_sentences(self) -> None:
        """Every sentence, with the names that any of them makes known."""
        if not self._told:
            return
        names = {name: cast(EntityType, kind) for _, _, told in self._told for name, kind in told.names.items()}
        reader = SentenceReader(self.context, names)
        for line, row, told in self._told:
            try:
                self._keep(self._sentence(told, reader))
            except ValidationError as error:
                field, problem = refused_field(error)
                self._refuse(line, row, field, problem, "mend the sentence")

    def _sentence(self, told: Told, reader: SentenceReader) -> EventRecord | PassageRecord:
        reading = reader.read(told.text, about=told.about)
        ontology = {"ontology": self.context.ontology}
        if reading.organisation is None:
            self._counts["sentence", "names no organisation and stays text"] += 1
            fields = {key: value for key, value in told.fields.items() if key != "date"}
            passage: dict[str, Any] = {"section": "other", "text": told.text, "heading": str(told.fields["date"])}
            return PassageRecord.model_validate({**fields, **passage}, context=ontology)
        if reading.kind == FALLBACK:
            self._counts["sentence", f"tells no kind of event and is kept as {FALLBACK}"] += 1
        return EventRecord.model_validate(
            {
                **told.fields,
                "kind": reading.kind,
                "title": told.text,
                "organisation": reading.organisation,
                "participants": [participant.model_dump() for participant in reading.participants],
                "amount": reading.amount,
                "valuation": reading.valuation,
                "round": reading.round,
            },
            context=ontology,
        )

    # --- what else is to be said ---

    def notes(self) -> Iterator[str]:
        yield f"mapped as {self.mapping.title}"
        yield from self._table.notes
        for (noun, what), count in self._counts.items():
            yield f"{count} {noun if count == 1 else noun + 's'}: {what}"
        for field, cells in self._left_out.items():
            yield f"{field}: {len(cells)} cells could not be read and were left out, such as line {cells[0][0]}: {cells[0][1]}"


def _label(rule: Event | Entity | Claim | Sentence) -> str:
    if isinstance(rule, Event):
        return rule.kind.casefold() if isinstance(rule.kind, str) and "{" not in rule.kind else "event"
    return type(rule).__name__.casefold()
