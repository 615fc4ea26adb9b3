"""Rows of a file: CSV, TSV, JSON, JSON Lines, YAML or Parquet as one stream of named cells with line numbers.

What cannot be read as a row comes as a Refusal in its place; the rows beside it are kept.
"""

from __future__ import annotations

import csv
import io
import json
import math
import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Annotated, Any, Literal, TypeAlias

import yaml
from pydantic import BaseModel, ConfigDict, Field

from kg.errors import BadInput, Refusal
from kg.ingest.text import decode
from kg.records import clean

Row: TypeAlias = Mapping[str, Any]
Numbered: TypeAlias = tuple[int, "Row | Refusal"]
"""The line (or, where a format has none, the place) that a row begins at, and the row."""

LONGEST_LINE = 1_000_000
LONGEST_ROW = 200
"""Lines that one row in quotes may span."""
_SAMPLE = 200
"""Lines of a CSV file that are looked at to tell its delimiter, width and header."""
_SUFFIXES = {".csv": "csv", ".tsv": "csv", ".tab": "csv", ".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl",
             ".yml": "yaml", ".yaml": "yaml", ".parquet": "parquet"}  # fmt: skip
_PARQUET_MARK = b"PAR1"


class Layout(BaseModel):
    """How the rows lie in the file. Everything left out is told from the file itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)

    format: Literal["", "csv", "json", "jsonl", "yaml", "parquet"] = ""
    """What the file is; `csv` is any text with a delimiter, TSV too. Told from the name and the first letters."""
    encoding: str = ""
    """Such as `utf-8`, `cp1252`, `mac_roman` or `utf-16-le`. Told from the bytes."""
    repair_mojibake: bool = False
    """Mend text that was once read in a wrong encoding: `CafÃ©` becomes `Café`."""
    delimiter: Annotated[str, Field(max_length=1)] = ""
    """What parts the cells: `","`, `";"`, `"|"` or a tab, `"\\t"`. Told from the first lines."""
    quotes: bool = True
    """Whether cells may stand in double quotes; `false` where a quote is a letter like any other."""
    header: Annotated[int, Field(ge=0)] = 0
    """Line of the column names, from 1. Told from the first lines: titles above the names are passed over."""
    names: tuple[str, ...] = ()
    """Column names of a file that has no line of them."""
    comments: tuple[str, ...] = ("--", "#", "//")
    """A line that begins so, and has fewer cells than the header, is a comment. `/* … */` is one too."""
    walk: str = ""
    """JSON and YAML: the keys on the way to the rows, such as `data.items`. Each list on the way is walked item by item; `*`
    walks every entry of an object and gives its key as column `key`. A row has the values of all objects on its way; those
    further out that have the same key are `outer.key`. Found by itself where there is only one list of objects."""


@dataclass
class Table:
    """The rows of one file, read as they are asked for.

    `columns` are the names in the header as they are written, without blanks around them; for formats without a header, the
    keys of the first rows. `notes` grows while rows are read.
    """

    format: str
    columns: tuple[str, ...]
    rows: Iterator[Numbered]
    header_line: int = 0
    walk: str = ""
    notes: list[str] = field(default_factory=list)


def looks_tabular(suffix: str) -> bool:
    """Whether a file of this name's end holds rows."""
    return suffix in _SUFFIXES


def open_table(data: bytes, name: str, layout: Layout | None = None, wanted: Collection[str] = ()) -> Table:
    """The rows of a file. `wanted` are columns that tell the header line from the titles above it.

    Raises BadInput where the file as a whole is not in its format.
    """
    layout = layout or Layout()
    suffix = "." + name.rsplit(".", 1)[-1].lower() if "." in name else ""
    form = layout.format or _SUFFIXES.get(suffix, "")
    if form == "parquet" or (not form and data.startswith(_PARQUET_MARK)):
        return _parquet_table(data, name)
    text, encoding = decode(data, name, layout.encoding)
    text = text.lstrip("\ufeff")
    if not form:
        form = "json" if text.lstrip()[:1] in ("{", "[") else "csv"
    if layout.repair_mojibake:
        text = _repaired(text)
    if form == "csv":
        table = _csv_table(text, name, layout, wanted)
    elif form == "jsonl" or (form == "json" and _has_one_object_per_line(text, suffix)):
        table = _structured_table("jsonl", _walked_rows(_json_lines(text, name), layout.walk, name))
    else:
        node = _json_node(text, name) if form == "json" else _yaml_node(text, name)
        walk = layout.walk or ("" if _is_row(node, wanted) else _walk_of(node))
        table = _structured_table(form, _walked_rows([(0, node)], walk, name))
        table.walk = walk
    if not encoding.startswith("utf-8"):
        table.notes.append(f"{name}: read as {encoding}")
    return table


def as_text(value: object) -> str:
    """One value of a row as text: `true`, `102000000000`, `2024-05-01`. NaN and nothing are empty."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time().isoformat() == "00:00:00" else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)


def shown(item: object) -> str:
    """What was read, for the list of refused rows: at most 500 characters."""
    try:
        return str(clean(json.dumps(item, ensure_ascii=False, default=str)))[:500]
    except RecursionError:
        return "nested too deeply to be shown"


def folded(column: str) -> str:
    """A column's name for comparing: `Amount_in USD ` and `amount in usd` are one."""
    return re.sub(r"[\s_-]+", " ", str(clean(column)).strip(' "').casefold())


def _repaired(text: str) -> str:
    """Each line that was UTF-8 once and was read as cp1252, read rightly."""
    return "".join(_line_repaired(line) for line in text.splitlines(keepends=True))


def _line_repaired(line: str) -> str:
    try:
        return line.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return line


# --- delimited text ----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Lines:
    """The lines of a CSV file with the way in which its cells are parted."""

    lines: Sequence[str]
    delimiter: str
    quotes: bool

    def row_at(self, place: int) -> tuple[int, list[str] | None]:
        """How many lines the row at `place` spans, and its cells; `None` where it cannot be read."""
        line = self.lines[place]
        if len(line) > LONGEST_LINE:
            return 1, None
        if not self.quotes or '"' not in line:
            return 1, line.rstrip("\r\n").split(self.delimiter)
        for escape in (None, "\\") if '\\"' in line else (None,):
            following = _Following(self.lines, place, escaped=escape is not None)
            reader = csv.reader(
                following, delimiter=self.delimiter, strict=True, escapechar=escape, doublequote=escape is None or '""' in line
            )
            try:
                cells = next(reader)
            except (csv.Error, StopIteration):
                continue
            return following.taken, cells
        return 1, None


class _Following:
    """The lines from one on, as many as one row may span, counting those that were taken.

    Where backslashes escape quotes, those before other signs stay: `\\N` is a word of its own.
    """

    def __init__(self, lines: Sequence[str], start: int, *, escaped: bool) -> None:
        self._lines, self._start, self._escaped, self._size = lines, start, escaped, 0
        self.taken = 0

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        place = self._start + self.taken
        if self.taken >= LONGEST_ROW or place >= len(self._lines) or self._size > LONGEST_LINE:
            raise StopIteration
        self.taken += 1
        self._size += len(self._lines[place])
        line = self._lines[place]
        return re.sub(r'\\(?!["\\])', r"\\\\", line) if self._escaped else line


def _csv_table(text: str, name: str, layout: Layout, wanted: Collection[str]) -> Table:
    lines = io.StringIO(text, newline="").readlines()  # only line ends split, not U+2028
    delimiter = layout.delimiter or _delimiter_of(lines, wanted)
    source = _Lines(lines, delimiter, layout.quotes)
    width = _usual_width(source)
    if layout.names:
        place, taken, head = 0, 0, list(layout.names)
    else:
        place = layout.header - 1 if layout.header else _header_place(source, width, layout, wanted)
        if place >= len(lines):
            raise BadInput(f"{name}: has no line {place + 1}; say in [file] header on which line the column names stand")
        taken, cells = source.row_at(place)
        head = cells or []
    columns = _column_names(head)
    table = Table("csv", columns, iter(()), place + 1)
    table.rows = _csv_rows(source, place + taken, table, max(width, len(columns)), name, layout.comments)
    return table


def _delimiter_of(lines: Sequence[str], wanted: Collection[str]) -> str:
    """The mark that parts a line into most of the wanted columns, else the one that most lines hold equally often."""
    sought = {folded(column) for column in wanted}
    sample = [re.sub(r'"[^"]*"', "", line) for line in lines[:_SAMPLE] if line.strip()]

    def steadiness(mark: str) -> tuple[int, int, int]:
        named = max((len(sought & {folded(cell) for cell in line.split(mark)}) for line in sample), default=0) if sought else 0
        counts = Counter(line.count(mark) for line in sample)
        counts.pop(0, None)
        most = max(counts.values(), default=0)
        return named, most, max((count for count, lines_of_it in counts.items() if lines_of_it == most), default=0)

    return max((",", "\t", ";", "|"), key=steadiness)


def _usual_width(source: _Lines) -> int:
    """How many cells most of the first rows have; lines of one cell are titles and remarks where others have more."""
    counts: Counter[int] = Counter()
    place = 0
    while place < min(len(source.lines), _SAMPLE):
        taken, cells = source.row_at(place)
        place += taken
        if cells is not None and any(cell.strip() for cell in cells):
            counts[len(cells)] += 1
    return max(counts, key=lambda count: (count > 1, counts[count], count), default=0)


def _header_place(source: _Lines, width: int, layout: Layout, wanted: Collection[str]) -> int:
    """Where the column names stand: the line with most of the wanted ones, else the first that is about as full as the rows."""
    sought = {folded(column) for column in wanted}
    candidates: list[tuple[int, list[str]]] = []
    place = 0
    while place < min(len(source.lines), _SAMPLE):
        taken, cells = source.row_at(place)
        if cells and any(cell.strip() for cell in cells) and not _is_comment(source.lines[place], cells, width, layout.comments):
            candidates.append((place, cells))
        place += taken
    if sought:
        best = max(candidates, key=lambda found: (len(sought & {folded(cell) for cell in found[1]}), -found[0]), default=None)
        if best and sought & {folded(cell) for cell in best[1]}:
            return best[0]
    full = (place for place, cells in candidates if sum(bool(cell.strip()) for cell in cells) >= max(2, 0.6 * width))
    first = next((place for place, line in enumerate(source.lines) if line.strip()), 0)
    return next(full, candidates[0][0] if candidates else first)


def _column_names(head: Iterable[str]) -> tuple[str, ...]:
    """The header's cells without blanks; an empty one is called after its place, a second of one name gets a number."""
    found: list[str] = []
    for place, cell in enumerate(head, 1):
        name = str(clean(cell)).strip().strip('"').strip() or f"column {place}"
        taken = {folded(other) for other in found}
        number = 2
        plain = name
        while folded(name) in taken:
            name = f"{plain} {number}"
            number += 1
        found.append(name)
    return tuple(found)


def _is_comment(line: str, cells: Sequence[str] | None, width: int, marks: tuple[str, ...]) -> bool:
    return line.lstrip().startswith(marks) and len(cells or ()) < width if marks else False


def _csv_rows(source: _Lines, place: int, table: Table, widest: int, name: str, marks: tuple[str, ...]) -> Iterator[Numbered]:
    """The rows below the header. More cells than `widest` mean a comma outside quotes, even where the last cell is empty."""
    head, width = table.columns, len(table.columns)
    comments = 0
    in_comment = False
    while place < len(source.lines):
        line = source.lines[place]
        if in_comment or (marks and line.lstrip().startswith("/*")):
            in_comment = "*/" not in line
            comments, place = comments + 1, place + 1
            continue
        taken, cells = source.row_at(place)
        if cells is not None and taken > 1 and len(cells) != width and _is_whole(source, place + 1, width):
            taken, cells = 1, None  # a quote that never closed swallowed good rows
        if _is_comment(line, cells, width, marks):
            comments, place = comments + 1, place + taken
            continue
        number, raw = place + 1, str(clean("".join(source.lines[place : place + taken])[:500]))
        place += taken
        if cells is None:
            yield number, Refusal(name, number, "", "cannot be read as CSV", "close the quotes and keep a line below 1 MB", raw)
        elif len(cells) > widest or any(cell.strip() for cell in cells[width:]):
            problem = f"has {len(cells)} cells where the header names {width}"
            yield number, Refusal(name, number, "", problem, "put cells that hold a comma in quotes", raw)
        elif any(cell.strip() for cell in cells):
            yield number, dict(zip(head, cells, strict=False))
    if comments:
        table.notes.append(f"{name}: {comments} comment {'line' if comments == 1 else 'lines'} passed over")


def _is_whole(source: _Lines, place: int, width: int) -> bool:
    """Whether the line at `place` is a row by itself."""
    if place >= len(source.lines):
        return False
    taken, cells = source.row_at(place)
    return taken == 1 and cells is not None and len(cells) == width


# --- JSON, YAML and Parquet --------------------------------------------------------------------------------------------------


class Located(dict[str, Any]):
    """An object of a file with the line that it begins at."""

    line: int = 0
    outer: frozenset[str] = frozenset()
    """Keys that come from the objects around it."""


def _structured_table(form: str, rows: Iterator[Numbered]) -> Table:
    """A table whose columns are the keys of its first rows."""
    first: list[Numbered] = []
    columns: dict[str, None] = {}
    for numbered in rows:
        first.append(numbered)
        if not isinstance(numbered[1], Refusal):
            columns.update(dict.fromkeys(numbered[1]))
        if len(first) >= _SAMPLE:
            break
    return Table(form, tuple(columns), _chained(first, rows))


def _chained(first: list[Numbered], rest: Iterator[Numbered]) -> Iterator[Numbered]:
    yield from first
    yield from rest


def _has_one_object_per_line(text: str, suffix: str) -> bool:
    """Whether the first line is an object by itself; in a file called .json, others must follow."""
    lines = [line for line in text[:LONGEST_LINE].split("\n", 50) if line.strip()]
    if not lines or not lines[0].lstrip().startswith("{") or (suffix == ".json" and len(lines) == 1):
        return False
    try:
        json.loads(lines[0])
    except (ValueError, RecursionError):
        return suffix != ".json" and len(lines) > 1 and lines[1].lstrip().startswith("{")
    return True


def _json_lines(text: str, name: str) -> Iterator[tuple[int, Any]]:
    for number, line in enumerate(text.split("\n"), 1):
        if not line.strip():
            continue
        if len(line) > LONGEST_LINE:
            yield number, Refusal(name, number, "", "is longer than 1 MB", "split it", str(clean(line[:500])))
            continue
        try:
            yield number, json.loads(line)
        except (ValueError, RecursionError) as error:
            problem = f"is not JSON: {_reason(error)}"
            yield number, Refusal(name, number, "", problem, "give one object per line", str(clean(line[:500])))


def _json_node(text: str, name: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadInput(f"{name}: is not JSON: {_reason(error)}; give one object per line, or one list of objects") from error


def _reason(error: Exception) -> str:
    return "nested too deeply" if isinstance(error, RecursionError) else str(error).splitlines()[0]


def _yaml_node(text: str, name: str) -> Any:
    """The file as lists, objects and texts. No tag is obeyed, and `no` stays a word."""
    try:
        documents = [_plain(node, {}) for node in yaml.compose_all(text, Loader=yaml.CBaseLoader)]
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        raise BadInput(f"{name}:{line}: is not YAML: {error.problem}; mend that line") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise BadInput(f"{name}: is not YAML: {_reason(error)}; mend the file") from error
    return documents[0] if len(documents) == 1 else documents


def _plain(node: yaml.Node | None, made: dict[int, Any]) -> Any:
    """A node as Python values; what is named by an alias is made once, so a small file cannot grow."""
    if node is None or isinstance(node, yaml.ScalarNode):
        return node.value if node else None
    if id(node) in made:
        return made[id(node)]
    if isinstance(node, yaml.SequenceNode):
        items: list[Any] = []
        made[id(node)] = items
        items.extend(_plain(item, made) for item in node.value)
        return items
    found = Located()
    made[id(node)] = found
    found.line = node.start_mark.line + 1
    for key, value in node.value:
        read = _plain(value, made)
        if isinstance(key, yaml.ScalarNode) and key.value == "<<" and isinstance(read, dict):
            found.update({inherited: kept for inherited, kept in read.items() if inherited not in found})
        else:
            found[str(key.value)] = read
    return found


def _is_row(node: object, wanted: Collection[str]) -> bool:
    """Whether an object is itself the one row of its file."""
    return isinstance(node, dict) and bool(wanted) and {folded(column) for column in wanted} <= {folded(key) for key in node}


def _walk_of(node: object) -> str:
    """The way to the rows: to the only list of objects, and on through objects that do little but hold a list."""
    ways = list(_ways_to_rows(node))
    if len(ways) != 1:
        return ""
    steps = list(ways[0])
    items = list(_walked(node, tuple(steps), {}))
    while inner := _only_held(items):
        steps.append(inner)
        items = [row for item in items for row in item[inner] if isinstance(row, dict)]
    return ".".join(steps)


def _ways_to_rows(node: object) -> Iterator[tuple[str, ...]]:
    """The steps to every list of objects, and to every object whose entries are all alike."""
    if _is_list_of_objects(node):
        yield ()
    elif isinstance(node, dict):
        if _alike(node):
            yield from (("*", *way) for way in list(_ways_to_rows(next(iter(node.values())))) or [()])
        else:
            yield from ((key, *way) for key, value in node.items() for way in _ways_to_rows(value))


def _is_list_of_objects(node: object) -> bool:
    return isinstance(node, list) and any(isinstance(item, dict) for item in node)


def _alike(node: dict[str, Any]) -> bool:
    """Whether all entries of an object are lists of objects, or objects that share half of their keys: then its keys are data."""
    values = list(node.values())
    if len(values) > 1 and all(map(_is_list_of_objects, values)):
        return all(key[:1].isdigit() for key in node) or len(values) > 5
    if len(values) < 3 or not all(isinstance(value, dict) and value for value in values):
        return False
    shared = set.intersection(*(set(value) for value in values))
    return 2 * len(shared) >= len(values[0])


def _only_held(items: list[Any]) -> str:
    """The one list that all objects hold beside no more than one value: `events` of {year, events}."""
    sample = items[:_SAMPLE]
    if not sample or not all(isinstance(item, dict) and len(item) - len(_outer_keys(item)) == 2 for item in sample):
        return ""
    keys = {key for item in sample for key, value in item.items() if _is_list_of_objects(value)}
    inner = keys.pop() if len(keys) == 1 else ""
    return inner if all(_is_list_of_objects(item.get(inner)) for item in items) else ""


def _outer_keys(item: dict[str, Any]) -> frozenset[str]:
    """Keys that an object has from those around it."""
    return getattr(item, "outer", frozenset())


def _walked_rows(nodes: Iterable[tuple[int, Any]], walk: str, name: str) -> Iterator[Numbered]:
    steps = tuple(filter(None, walk.split(".")))
    place = 0
    for number, node in nodes:
        if isinstance(node, Refusal):
            yield number, node
            continue
        for item in _walked(node, steps, {}) if steps or not number else (node,):  # a line of JSON is one row
            place += 1
            line = number or getattr(item, "line", 0) or place
            if isinstance(item, dict):
                yield line, item
            else:
                yield line, Refusal(name, line, "", "is not an object", 'write {"column": "value", …}', shown(item))


def _walked(node: Any, steps: tuple[str, ...], outer: dict[str, Any]) -> Iterator[Any]:
    """Every row at the end of the steps: its own values, then those of the objects around it."""
    if isinstance(node, list):
        for item in node:
            yield from _walked(item, steps, outer)
    elif not steps:
        yield _within(outer, node) if isinstance(node, dict) else _within(outer, {"value": node}) if outer else node
    elif isinstance(node, dict):
        step, rest = steps[0], steps[1:]
        if step == "*":
            for key, value in node.items():
                yield from _walked(value, rest, _within(outer, {"key": key}))
        elif step in node:
            around = {key: value for key, value in node.items() if key != step}
            yield from _walked(node[step], rest, _within(outer, around))


def _within(outer: dict[str, Any], inner: dict[str, Any]) -> Located:
    """Values of an inner object over those around it, which stay in reach as `outer.key`."""
    hidden = {f"outer.{key}": value for key, value in outer.items() if key in inner}
    found = Located({**outer, **hidden, **inner})
    found.line = getattr(inner, "line", 0)
    found.outer = frozenset(outer) - frozenset(inner) | frozenset(hidden)
    return found


def _parquet_table(data: bytes, name: str) -> Table:
    import pyarrow as pa  # slow to import, and few files need it
    import pyarrow.parquet as pq

    try:
        file = pq.ParquetFile(io.BytesIO(data))
    except (pa.ArrowInvalid, OSError) as error:
        raise BadInput(f"{name}: is not Parquet: {_reason(error)}; write it anew or save it as CSV") from error
    columns = tuple(file.schema_arrow.names)
    return Table("parquet", columns, _parquet_rows(file, columns))


def _parquet_rows(file: Any, columns: tuple[str, ...]) -> Iterator[Numbered]:
    number = 0
    for batch in file.iter_batches(batch_size=1000):
        for row in batch.to_pylist():
            number += 1
            yield number, {column: row[column] for column in columns}
