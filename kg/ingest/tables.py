"""Facts tables: CSV, TSV or JSON Lines with one row per statement of one source about one event.

Columns: row_id, kind, date, title, organisation, participants (`role=name; role=name`), amount, currency, amount_note,
statement_kind, source_url, source_name, source_date, note; and optionally valuation, round, retrieved, and milestone, which
tells what the date is of where the title does not. Only kind, date, title and organisation must be filled. In JSON Lines,
participants may also be a list of objects with role and name, or an object from role to name or names.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from kg.dates import Moment
from kg.errors import BadInput, BadMoney, Refusal, UnknownName
from kg.ingest.base import Batch, Context, Input
from kg.ingest.rows import Row, folded, looks_tabular, open_table, shown
from kg.ingest.values import Unreadable, address_of, day_of, is_null, moment_of, refused_field, text_of, unreadable
from kg.money import Money, amount_with_note, valuation_in_note
from kg.records import EventRecord, clean

_NEEDED = ("kind", "date", "title", "organisation")
_OTHER_SPELLINGS = {"organization": "organisation", "id": "row_id", "statement": "statement_kind", "url": "source_url",
                    "publisher": "source_name", "published": "source_date", "company": "organisation"}  # fmt: skip
_ROUND = re.compile(r"\b(?:pre-seed|seed|angel|series\s+[a-k](?:\d|-\d|\s+extension)?)\b", re.IGNORECASE)
_REMEDIES = {
    "source_url": "give an http:// or https:// address, or leave it empty",
    "kind": "name an event kind; kg queries and the ontology's reference list them",
    "title": "give a short sentence",
    "statement_kind": "name a statement kind, such as reported or rumour",
    "organisation": "name the principal organisation",
    "milestone": "leave it empty, and the title's wording tells what the date is of",
}


class TableAdapter:
    """Facts tables."""

    name = "facts table"

    def accepts(self, given: Input) -> bool:
        if looks_tabular(given.suffix) and given.suffix != ".json":
            return True
        head = given.data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
        first = head.split(b"\n", 1)[0].lower()
        if given.suffix == ".json":
            return b'"kind"' in head and b'"@context"' not in head
        names = {part.strip(b'" \r') for part in re.split(rb"[,;\t]", first)}
        return {b"kind", b"date", b"title"} <= names or (first.startswith(b"{") and b'"kind"' in first and b'"title"' in first)

    def read(self, given: Input, context: Context) -> Batch:
        table = open_table(given.data, given.name, wanted=_NEEDED)
        if table.format in ("yaml", "parquet"):
            raise BadInput(f"{given.name}: needs a mapping; write one with kg map init {given.name}")
        known = {_column(column) for column in table.columns}
        if table.format == "csv" and (missing := [column for column in _NEEDED if column not in known]):
            raise BadInput(
                f"{given.name}:{table.header_line}: is no facts table, column {missing[0]} is missing; "
                f"write a mapping for it with kg map init {given.name}"
            )
        records: list[EventRecord] = []
        refusals: list[Refusal] = []
        for line, row in table.rows:
            if isinstance(row, Refusal):
                refusals.append(row)
                continue
            result = _Row(line, _as_row(row), given, context).record()
            if isinstance(result, Refusal):
                refusals.append(result)
            else:
                records.append(result)
        return Batch(given.key, given.name.rsplit("/", 1)[-1], tuple(records), tuple(refusals), tuple(table.notes))


def _as_row(row: Row) -> Row:
    return {_column(key): value for key, value in row.items()}


def _column(cell: str) -> str:
    name = folded(cell).replace(" ", "_")
    return _OTHER_SPELLINGS.get(name, name)


# --- one row --------------------------------------------------------------------------------------------------------------


class _Row:
    """One row on its way to a record."""

    def __init__(self, line: int, row: Row, given: Input, context: Context) -> None:
        self._line = line
        self._row = row
        self._given = given
        self._context = context

    def record(self) -> EventRecord | Refusal:
        try:
            return self._record()
        except Unreadable as refused:
            return self._refusal(refused.field, refused.problem, refused.remedy)
        except ValidationError as error:
            field, problem = refused_field(error)
            return self._refusal(field, problem, _REMEDIES.get(field.split(".")[0], "mend the row and ingest the file again"))

    def _refusal(self, field: str, problem: str, remedy: str) -> Refusal:
        filled = {key: value for key, value in self._row.items() if value}
        return Refusal(self._given.name, self._line, field, problem, remedy, shown(filled))

    def _text(self, column: str) -> str:
        return text_of(self._row.get(column), column)

    def _record(self) -> EventRecord:
        for column in _NEEDED:
            if not self._text(column):
                raise Unreadable(column, "is empty", _REMEDIES.get(column, "give a date in EDTF, such as 2024-05"))
        kind = self._known("kind", lambda name: self._context.ontology.kind(name).name)
        statement = self._known("statement_kind", lambda name: self._context.ontology.statement_kind(name).name) or "reported"
        note = self._text("amount_note")
        return EventRecord.model_validate(
            {
                "source": self._source(),
                "statement": statement,
                "local_id": self._text("row_id"),
                "kind": kind,
                "date": self._date("date"),
                "title": self._text("title"),
                "organisation": self._text("organisation"),
                "participants": self._participants(),
                "amount": self._amount(note),
                "valuation": self._valuation(note),
                "round": self._text("round") or self._round(note),
                "note": self._text("note"),
                "milestone": self._milestone(kind),
            },
            context={"ontology": self._context.ontology},
        )

    def _known(self, column: str, look_up: Callable[[str], str]) -> str:
        value = self._text(column)
        if not value:
            return ""
        try:
            return look_up(value)
        except UnknownName as error:
            raise unreadable(column, error, _REMEDIES[column]) from error

    def _source(self) -> dict[str, Any]:
        url = address_of(self._text("source_url") or self._given.url, "source_url")
        return {
            "url": url,
            "publisher": self._text("source_name") or self._given.publisher,
            "published": self._date("source_date") or self._given.published,
            "retrieved": day_of(self._date("retrieved"), "retrieved") or self._given.retrieved,
            "title": "" if url or self._text("source_name") else self._given.name.rsplit("/", 1)[-1],
        }

    def _date(self, column: str) -> Moment | None:
        return moment_of(self._text(column), column)

    def _milestone(self, kind: str) -> str:
        name = self._text("milestone").casefold()
        known = [stone.name for stone in self._context.ontology.kind(kind).milestones]
        if name and name not in known:
            problem = f"'{name}' is no date of {kind}; known are {', '.join(known) or 'none'}"
            raise Unreadable("milestone", problem, _REMEDIES["milestone"])
        return name

    def _participants(self) -> list[dict[str, str]]:
        value = self._row.get("participants") or ""
        if isinstance(value, Mapping):
            named = [(role, name) for role, names in value.items() for name in (names if isinstance(names, list) else [names])]
        elif isinstance(value, list):
            named = [self._listed(item) for item in value]
        else:
            named = [self._pair(part) for part in str(clean(str(value))).split(";") if part.strip()]
        found = [(self._role(str(role)), self._named(name)) for role, name in named if name is not None]
        # a person called "undisclosed" would take part in events of many companies; an empty name is refused with the record
        return [{"role": role, "name": name} for role, name in found if not name.strip() or not is_null(name)]

    def _named(self, name: object) -> str:
        if isinstance(name, dict | list):
            raise Unreadable("participants", "holds a name that is no text", 'write {"role": "person", "name": "…"}')
        return str(name)

    def _listed(self, item: object) -> tuple[object, object]:
        if isinstance(item, Mapping) and {"role", "name"} <= item.keys():
            return item["role"], item["name"]
        if isinstance(item, str):
            return self._pair(item)
        raise Unreadable("participants", "holds something that is no participant", 'write {"role": "person", "name": "…"}')

    def _pair(self, part: str) -> tuple[str, str]:
        role, sign, name = part.partition("=")
        if not sign or not name.strip():
            raise Unreadable("participants", f"'{part.strip()[:80]}' is not role=name", "write role=name; role=name")
        return role.strip(), name.strip()

    def _role(self, role: str) -> str:
        try:
            return self._context.ontology.role(str(clean(role))).name
        except UnknownName as error:
            raise unreadable("participants", error, "name a role; kg map kinds and the ontology's reference list them") from error

    def _amount(self, note: str) -> Money | None:
        try:
            amount = amount_with_note(self._text("amount"), self._text("currency"), note)
        except (BadMoney, ValidationError) as error:
            raise unreadable("amount", error, "give a bare figure, such as 6600000000") from error
        return amount

    def _valuation(self, note: str) -> Money | None:
        try:
            if own := self._text("valuation"):
                return amount_with_note(own, self._text("currency"), "")
            return valuation_in_note(note, self._text("currency"))
        except (BadMoney, ValidationError) as error:
            raise unreadable("valuation", error, "give a bare figure, such as 157000000000") from error

    def _round(self, note: str) -> str:
        found = _ROUND.search(note) or _ROUND.search(self._text("title"))
        return found[0] if found else ""
