"""Facts tables: CSV, TSV or JSON Lines with one row per statement of one source about one event.

Columns: row_id, kind, date, title, organisation, participants (`role=name; role=name`), amount, currency, amount_note,
statement_kind, source_url, source_name, source_date, note; and optionally valuation, round and retrieved. Only kind,
date, title and organisation must be filled. In JSON Lines, participants may also be a list of objects with role and
name, or an object from role to name or names.
"""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from datetime import date
from typing import Any

from pydantic import ValidationError

from kg.dates import Moment, read_date
from kg.errors import BadDate, BadInput, BadMoney, Refusal, UnknownName
from kg.ingest.base import Batch, Context, Input
from kg.ingest.text import decode
from kg.money import Money, amount_with_note, valuation_in_note
from kg.records import EventRecord, clean, web_address

_NEEDED = ("kind", "date", "title", "organisation")
_KNOWN = frozenset((*_NEEDED, "row_id", "participants", "amount", "currency", "amount_note", "statement_kind", "source_url",
                    "source_name", "source_date", "note", "valuation", "round", "retrieved"))  # fmt: skip
_OTHER_SPELLINGS = {"organization": "organisation", "id": "row_id", "statement": "statement_kind", "url": "source_url",
                    "publisher": "source_name", "published": "source_date", "company": "organisation"}  # fmt: skip
_NULLS = frozenset(("", "\\n", "n/a", "na", "nan", "null", "none", "undisclosed", "unknown", "-", "–", "—", "?"))
_UNNAMED = _NULLS - {""}
"""Words that stand where nobody is named: a person called "undisclosed" would take part in events of many companies."""
_LONGEST_LINE = 1_000_000
_LONGEST_ROW = 200
"""Lines that one row in quotes may span."""
_ROUND = re.compile(r"\b(?:pre-seed|seed|angel|series\s+[a-k](?:\d|-\d|\s+extension)?)\b", re.IGNORECASE)
_REMEDIES = {
    "source_url": "give an http:// or https:// address, or leave it empty",
    "kind": "name an event kind; kg queries and the ontology's reference list them",
    "title": "give a short sentence",
    "organisation": "name the principal organisation",
}

Row = Mapping[str, Any]


class TableAdapter:
    """Facts tables."""

    name = "facts table"

    def accepts(self, given: Input) -> bool:
        if given.suffix in (".csv", ".tsv", ".jsonl", ".ndjson"):
            return True
        head = given.data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
        first = head.split(b"\n", 1)[0].lower()
        if given.suffix == ".json":
            return b'"kind"' in head and b'"@context"' not in head
        names = {part.strip(b'" \r') for part in re.split(rb"[,;\t]", first)}
        return {b"kind", b"date", b"title"} <= names or (first.startswith(b"{") and b'"kind"' in first and b'"title"' in first)

    def read(self, given: Input, context: Context) -> Batch:
        text, encoding = decode(given.data, given.name)
        rows = _json_rows(text, given.name) if _looks_like_json(text) else _csv_rows(text, given.name)
        records: list[EventRecord] = []
        refusals: list[Refusal] = []
        for line, row in rows:
            if isinstance(row, Refusal):
                refusals.append(row)
                continue
            result = _Row(line, row, given, context).record()
            if isinstance(result, Refusal):
                refusals.append(result)
            else:
                records.append(result)
        notes = () if encoding.startswith("utf-8") else (f"{given.name}: read as {encoding}",)
        return Batch(given.key, given.name.rsplit("/", 1)[-1], tuple(records), tuple(refusals), notes)


def _looks_like_json(text: str) -> bool:
    return text.lstrip("\ufeff \t\r\n")[:1] in ("{", "[")


# --- rows ----------------------------------------------------------------------------------------------------------------


def _csv_rows(text: str, name: str) -> Iterator[tuple[int, Row | Refusal]]:
    """Line number and row. A quote that never closes costs the rows it swallows, not the file."""
    lines = io.StringIO(text.lstrip("\ufeff"), newline="").readlines()  # only line ends split, not U+2028
    first = next(place for place, line in enumerate(lines) if line.strip())
    delimiter = _delimiter(lines[first])
    taken, cells = _one_csv_row(lines, first, delimiter)
    head = [_column(cell) for cell in cells or ()]
    if missing := [column for column in _NEEDED if column not in head]:
        raise BadInput(f"{name}:{first + 1}: is no facts table: column {missing[0]} is missing; the first line names the columns")
    place = first + taken
    while place < len(lines):
        taken, cells = _one_csv_row(lines, place, delimiter)
        number, raw = place + 1, str(clean("".join(lines[place : place + taken])[:500]))
        place += taken
        if cells is None:
            yield number, Refusal(name, number, "", "cannot be read as CSV", "close the quotes and keep a line below 1 MB", raw)
        elif len(cells) > len(head) and any(cell.strip() for cell in cells[len(head) :]):
            problem = f"has {len(cells)} cells where the first line names {len(head)}"
            yield number, Refusal(name, number, "", problem, "put cells that hold a comma in quotes", raw)
        elif any(cell.strip() for cell in cells):
            yield number, dict(zip(head, cells, strict=False))


def _one_csv_row(lines: list[str], place: int, delimiter: str) -> tuple[int, list[str] | None]:
    """How many lines the row at `place` spans, and its cells; `None` where it cannot be read."""
    if len(lines[place]) > _LONGEST_LINE:
        return 1, None
    if '"' not in lines[place]:
        return 1, lines[place].rstrip("\r\n").split(delimiter)
    quotes = size = 0
    for span, line in enumerate(lines[place : place + _LONGEST_ROW], 1):
        quotes += line.count('"')
        size += len(line)
        if size > _LONGEST_LINE:
            break
        if quotes % 2 == 0:  # an odd number leaves one open
            with suppress(csv.Error):
                return span, next(csv.reader(lines[place : place + span], delimiter=delimiter, strict=True))
            break
    return 1, None


def _delimiter(head: str) -> str:
    return max((",", "\t", ";", "|"), key=head.count)


def _column(cell: str) -> str:
    name = re.sub(r"[\s-]+", "_", cell.strip().strip('"').casefold())
    return _OTHER_SPELLINGS.get(name, name)


def _json_rows(text: str, name: str) -> Iterator[tuple[int, Row | Refusal]]:
    """Objects of JSON Lines, or of one JSON array."""
    if text.lstrip("\ufeff \t\r\n").startswith("["):
        try:
            listed = json.loads(text.lstrip("\ufeff"))
        except (ValueError, RecursionError) as error:
            raise BadInput(f"{name}: is not JSON: {_first_line(error)}; give one object per line") from error
        yield from ((number, _as_row(item, name, number)) for number, item in enumerate(listed, 1))
        return
    for number, line in enumerate(text.lstrip("\ufeff").split("\n"), 1):
        if not line.strip():
            continue
        if len(line) > _LONGEST_LINE:
            yield number, Refusal(name, number, "", "is longer than 1 MB", "split it", str(clean(line[:500])))
            continue
        try:
            yield number, _as_row(json.loads(line), name, number)
        except (ValueError, RecursionError) as error:
            reason = "nested too deeply" if isinstance(error, RecursionError) else _first_line(error)
            yield number, Refusal(name, number, "", f"is not JSON: {reason}", "give one object per line", str(clean(line[:500])))


def _as_row(item: object, name: str, number: int) -> Row | Refusal:
    if not isinstance(item, dict):
        return Refusal(
            name, number, "", "is not an object", 'write {"kind": …, "date": …, "title": …, "organisation": …}', _shown(item)
        )
    return {_column(str(key)): value for key, value in item.items()}


# --- one row --------------------------------------------------------------------------------------------------------------


class _Refused(Exception):
    """This row is not taken: field, problem, remedy."""

    def __init__(self, field: str, problem: str, remedy: str) -> None:
        super().__init__(problem)
        self.field, self.problem, self.remedy = field, problem, remedy


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
        except _Refused as refused:
            return self._refusal(refused.field, refused.problem, refused.remedy)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"] if not isinstance(part, int)) or "row"
            problem = first["msg"].removeprefix("Value error, ")
            return self._refusal(field, problem, _REMEDIES.get(field.split(".")[0], "mend the row and ingest the file again"))

    def _refusal(self, field: str, problem: str, remedy: str) -> Refusal:
        shown = _shown({key: value for key, value in self._row.items() if value})
        return Refusal(self._given.name, self._line, field, problem, remedy, shown)

    def _text(self, column: str) -> str:
        value = self._row.get(column)
        if isinstance(value, dict | list):
            raise _Refused(column, "is not a text or a figure", "give one value")
        text = "" if value is None else str(clean(str(value)))
        return "" if text.casefold() in _NULLS else text

    def _record(self) -> EventRecord:
        for column in _NEEDED:
            if not self._text(column):
                raise _Refused(column, "is empty", _REMEDIES.get(column, "give a date in EDTF, such as 2024-05"))
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
            problem, _, remedy = str(error).partition("; ")
            raise _Refused(column, problem, remedy) from error

    def _source(self) -> dict[str, Any]:
        url = self._text("source_url") or self._given.url
        if url:
            try:
                web_address(url)
            except ValueError as error:
                raise _Refused("source_url", f"'{url[:80]}' {error}".split(";")[0], _REMEDIES["source_url"]) from error
        return {
            "url": url or None,
            "publisher": self._text("source_name") or self._given.publisher,
            "published": self._date("source_date") or self._given.published,
            "retrieved": self._day("retrieved") or self._given.retrieved,
            "title": "" if url or self._text("source_name") else self._given.name.rsplit("/", 1)[-1],
        }

    def _date(self, column: str) -> Moment | None:
        text = self._text(column)
        if not text:
            return None
        try:
            return Moment.parse(read_date(text))
        except BadDate as error:
            problem, _, remedy = str(error).partition("; ")
            raise _Refused(column, problem, remedy or "give a date in EDTF, such as 2024-05") from error

    def _day(self, column: str) -> date | None:
        moment = self._date(column)
        if moment is not None and moment.days != 1:
            raise _Refused(column, f"'{moment}' is not a day", "write it as 2026-04-08")
        return moment.begin if moment else None

    def _participants(self) -> list[dict[str, str]]:
        value = self._row.get("participants") or ""
        if isinstance(value, Mapping):
            named = [(role, name) for role, names in value.items() for name in (names if isinstance(names, list) else [names])]
        elif isinstance(value, list):
            named = [self._listed(item) for item in value]
        else:
            named = [self._pair(part) for part in str(clean(str(value))).split(";") if part.strip()]
        found = [(self._role(str(role)), self._named(name)) for role, name in named if name is not None]
        return [{"role": role, "name": name} for role, name in found if name.strip().casefold() not in _UNNAMED]

    def _named(self, name: object) -> str:
        if isinstance(name, dict | list):
            raise _Refused("participants", "holds a name that is no text", 'write {"role": "person", "name": "…"}')
        return str(name)

    def _listed(self, item: object) -> tuple[object, object]:
        if isinstance(item, Mapping) and {"role", "name"} <= item.keys():
            return item["role"], item["name"]
        if isinstance(item, str):
            return self._pair(item)
        raise _Refused("participants", "holds something that is no participant", 'write {"role": "person", "name": "…"}')

    def _pair(self, part: str) -> tuple[str, str]:
        role, sign, name = part.partition("=")
        if not sign or not name.strip():
            raise _Refused("participants", f"'{part.strip()[:80]}' is not role=name", "write role=name; role=name")
        return role.strip(), name.strip()

    def _role(self, role: str) -> str:
        try:
            return self._context.ontology.role(str(clean(role))).name
        except UnknownName as error:
            problem, _, remedy = str(error).partition("; ")
            raise _Refused("participants", problem, remedy) from error

    def _amount(self, note: str) -> Money | None:
        try:
            amount = amount_with_note(self._text("amount"), self._text("currency"), note)
        except (BadMoney, ValidationError) as error:
            problem, _, remedy = _first_line(error).partition("; ")
            raise _Refused("amount", problem, remedy or "give a bare figure, such as 6600000000") from error
        return amount

    def _valuation(self, note: str) -> Money | None:
        try:
            if own := self._text("valuation"):
                return amount_with_note(own, self._text("currency"), "")
            return valuation_in_note(note, self._text("currency"))
        except (BadMoney, ValidationError) as error:
            raise _Refused(
                "valuation", _first_line(error).partition("; ")[0], "give a bare figure, such as 157000000000"
            ) from error

    def _round(self, note: str) -> str:
        found = _ROUND.search(note) or _ROUND.search(self._text("title"))
        return found[0] if found else ""


def _shown(item: object) -> str:
    """What was read, for the list of refused rows."""
    try:
        return str(clean(json.dumps(item, ensure_ascii=False, default=str)))[:500]
    except RecursionError:
        return "nested too deeply to be shown"


def _first_line(error: Exception) -> str:
    if isinstance(error, ValidationError):
        return error.errors()[0]["msg"].removeprefix("Value error, ")
    return str(error).splitlines()[0]
