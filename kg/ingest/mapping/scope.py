"""One row under a mapping: what each name in it stands for, and what a value makes of that."""

from __future__ import annotations

import ast
import html
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, TypeAlias, TypeVar

from kg.errors import BadMoney
from kg.ingest.mapping.model import AnyValues, Check, Conditions, Value
from kg.ingest.mapping.templates import listed, render, sole_name
from kg.ingest.rows import Row, as_text, folded
from kg.ingest.values import Unreadable, is_null, unreadable
from kg.money import read_amount, read_number, short_figure
from kg.records import clean

_SCALES = {"thousand": Decimal(10) ** 3, "million": Decimal(10) ** 6, "billion": Decimal(10) ** 9,
           "lakh": Decimal(10) ** 5, "crore": Decimal(10) ** 7}  # fmt: skip
_LITERAL_BYTES = re.compile(r"(?:\\+x[0-9a-fA-F]{2})+")
_FOOTNOTES = re.compile(r"(?<=[^\s\[\](){},:])(?:\s?\[(?:\d{1,3}|note \d{1,2})\])+$")
_LITERAL_LINE_ENDS = re.compile(r"(?:\\[nr])+(?![a-z])")
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,10}\d{0,2});")
_TAG = re.compile(r"</?[A-Za-z][^<>]*>|<!--.*?-->", re.DOTALL)
_LEGAL = (
    r"(?:Inc|LLC|L\.L\.C|Ltd|Limited|Co|Corp|Corporation|LP|L\.P|LLP|PLC|PBC|GmbH|S\.A|SA|AG|BV|B\.V|NV|N\.V"
    r"|Pte|Pvt|Jr|Sr|Ph\.?D)"
)
_SCALED = re.compile(
    r"\d\s?-?(?:thousand|million|billion|trillion|crore|lakh|lac|mln|mio|mrd|bn|mn|tn|cr|[kmbt])s?\b", re.IGNORECASE
)
_THREE_DECIMALS = re.compile(r"[^\w.]*(?:[A-Z]{3})?[^\w.]*[1-9]\d{0,2}\.\d{3}[^\w.]*(?:[A-Z]{3})?\W*")
"""A figure such as `20.000`, which is twenty or twenty thousand."""

_T = TypeVar("_T")
Found: TypeAlias = tuple[str, ...]


class Scope:
    """One row while it is read.

    `look_up` gives what a name stands for, as a tuple of texts that is empty where nothing is said. Names are looked for among
    what a rule adds (`extra`), the mapping's values, the joined rows, and the row's columns.
    """

    def __init__(
        self, row: Row, values: Mapping[str, AnyValues], nulls: frozenset[str], joined: Mapping[str, Row | None] | None = None
    ) -> None:
        self._row = row
        self._values = values
        self._nulls = nulls
        self.joined = dict(joined or {})
        self._known: dict[str, Found] = {}
        self._open: set[str] = set()
        self.extra: dict[str, Found] = {}
        self.left_out: list[Unreadable] = []
        """Cells that could not be read and that their records go without, as the mapping allows."""

    def look_up(self, name: str) -> Found:
        if name in self.extra:
            return self.extra[name]
        if name not in self._known:
            self._known[name] = self._looked_up(name)
        return self._known[name]

    def _looked_up(self, name: str) -> Found:
        if name in self._values:
            if name in self._open:
                raise Unreadable(name, "is made of itself", "break the circle in [values]")
            self._open.add(name)
            try:
                return self.read(self._values[name], name)
            finally:
                self._open.discard(name)
        first, dot, rest = name.partition(".")
        if dot and first in self.joined:
            row = self.joined[first]
            return self._texts(found_in(row, rest), name) if row is not None else ()
        return self._texts(found_in(self._row, name), name)

    def cell(self, column: str) -> Found:
        """A column itself, whatever value has the same name."""
        if column.partition(".")[0] in self.joined:
            return self.look_up(column)
        return self._texts(found_in(self._row, column), column)

    def _texts(self, value: object, name: str) -> Found:
        if isinstance(value, list):
            return tuple(text for item in value for text in self._texts(item, name))
        if isinstance(value, dict):
            raise Unreadable(name, "holds an object", f"name a value in it, such as {name}.{next(iter(value), 'key')}")
        text = cell_text(value, self._nulls)
        return (text,) if text else ()

    # --- values ---

    def read(self, spec: AnyValues, field: str) -> Found:
        """Every text that a value gives. Raises Unreadable with the field."""
        if isinstance(spec, tuple):
            return tuple(dict.fromkeys(text for one in spec for text in self.read(one, field)))
        if isinstance(spec, str):
            return self._from_template(spec)
        return self.unless_bad(spec, lambda: self._made(spec, field)) or ()

    def unless_bad(self, spec: AnyValues, reading: Callable[[], _T]) -> _T | None:
        """What the reading gives, or nothing where the value may go without what cannot be read. Raises Unreadable."""
        try:
            return reading()
        except Unreadable as error:
            if isinstance(spec, Value) and spec.bad == "empty":
                self.left_out.append(error)
                return None
            raise

    def one(self, spec: AnyValues, field: str) -> str:
        """The one text that a value gives, empty where it gives none. Raises Unreadable where it gives several."""
        found = self.read(spec, field)
        if len(found) > 1:
            raise Unreadable(field, f"gives {len(found)} values where one is needed", 'add pick = "first" in the mapping')
        return found[0] if found else ""

    def text(self, spec: AnyValues, field: str) -> str:
        """All that a value gives as one text: `A, B and C`."""
        return listed(self.read(spec, field))

    def _from_template(self, template: str) -> Found:
        if not template:
            return ()
        if name := sole_name(template):
            return self.look_up(name)
        text = str(clean(render(template, self.look_up)))
        return (text,) if text else ()

    def _made(self, value: Value, field: str) -> Found:
        texts = [text for text in self._origin(value) if text.casefold() not in {null.casefold() for null in value.nulls}]
        if value.json_path is not None:
            texts = [text for part in texts for text in self._texts(_in_literal(part, value.json_path, field), field)]
        if value.html:
            texts = [html.unescape(_TAG.sub("", text)) for text in texts]
        for pattern, new in value.replace.items():
            texts = [_replaced(pattern, new, text, field) for text in texts]
        if value.split:
            marks = (value.split,) if isinstance(value.split, str) else value.split
            texts = [part for text in texts for part in split_list(text, marks, value.keep)]
        parts = [str(clean(text)) for text in texts]
        if value.pattern:
            parts = [found for part in parts for found in _matched(value, part, field)]
        if value.map:
            parts = [_mapped(value, part, field) for part in parts]
        parts = [_cased(part, value.case) for part in parts if part and not is_null(part)]
        if value.number:
            parts = [_figure(value, part, field) for part in parts]
        parts = _picked(parts, value.pick)
        if not parts and value.default:
            return self._from_template(value.default)
        return tuple(dict.fromkeys(parts))

    def _origin(self, value: Value) -> Found:
        if value.constant:
            return (value.constant,)
        if value.template:
            return self._from_template(value.template)
        columns = (value.column,) if isinstance(value.column, str) else value.column
        return next(filter(None, (self.cell(column) for column in columns)), ())

    # --- conditions ---

    def all_hold(self, conditions: Conditions) -> bool:
        return all(self._holds(name, condition) for name, condition in conditions.items())

    def any_holds(self, conditions: Conditions) -> bool:
        return any(self._holds(name, condition) for name, condition in conditions.items())

    def _holds(self, name: str, condition: bool | str | tuple[str, ...] | Check) -> bool:
        texts = self.look_up(name)
        if isinstance(condition, bool):
            return bool(texts) is condition
        if isinstance(condition, Check):
            return _passes(texts, condition, self._rendered)
        wanted = (condition,) if isinstance(condition, str) else condition
        return _is_one_of(texts, wanted, self._rendered)

    def _rendered(self, template: str) -> str:
        return render(template, self.look_up)


# --- finding a value in a row ------------------------------------------------------------------------------------------------


def found_in(row: Row, path: str) -> object:
    """The value at a column's name or a dotted path, `None` where there is none. A list on the way gives one value per item."""
    if path in row:
        return row[path]
    if isinstance(key := _key_like(row, path), str):
        return row[key]
    first, dot, rest = path.partition(".")
    while dot:
        if isinstance(key := first if first in row else _key_like(row, first), str):
            return _below(row[key], rest)
        more, dot, rest = rest.partition(".")
        first = f"{first}.{more}"
    return None


def _key_like(row: Row, name: str) -> str | None:
    return next((key for key in row if folded_name(key) == folded_name(name)), None)


@lru_cache(maxsize=20_000)
def folded_name(column: str) -> str:
    """`kg.ingest.rows.folded`, remembered: the same few names come with every row."""
    return folded(column)


def _below(node: Any, path: str) -> object:
    if isinstance(node, dict):
        return found_in(node, path)
    if isinstance(node, list):
        first, _, rest = path.partition(".")
        if first.isdigit():
            item = node[int(first)] if int(first) < len(node) else None
            return _below(item, rest) if rest else item
        found = [_below(item, path) for item in node]
        return [item for item in found if item is not None]
    return None


# --- one cell ----------------------------------------------------------------------------------------------------------------


def cell_text(value: object, nulls: frozenset[str] = frozenset()) -> str:
    """A cell as clean text that keeps its line ends; empty where it says nothing.

    Undoes what exports leave behind: literal `\\xc2\\xa0` and `\\n`, backslashes before quotes, entities such as `&amp;`.
    Footnote marks at the end, as in `Acme[12]`, are taken off.
    """
    raw = as_text(value)
    if is_null(raw):
        return ""
    if "\\" in raw:
        raw = _LITERAL_BYTES.sub(_as_bytes, raw)
        raw = _LITERAL_LINE_ENDS.sub("\n", raw).replace("\\'", "'").replace('\\"', '"')
    if raw.endswith("]"):
        raw = _FOOTNOTES.sub("", raw)
    if "&" in raw:
        raw = _ENTITY.sub(lambda match: html.unescape(match[0]), raw)
    text = "\n".join(filter(None, (str(clean(line)) for line in raw.splitlines())))
    return "" if is_null(text) or text.casefold() in nulls else text


def _as_bytes(match: re.Match[str]) -> str:
    try:
        return bytes.fromhex(re.sub(r"\\+x", "", match[0])).decode("utf-8")
    except UnicodeDecodeError:
        return match[0]


def _in_literal(text: str, path: str, field: str) -> object:
    """What stands at a path in a cell that holds JSON or a Python literal."""
    try:
        node = json.loads(text)
    except (ValueError, RecursionError):
        try:
            node = ast.literal_eval(text)
        except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
            problem = f"'{text[:60]}' is neither JSON nor a literal"
            raise Unreadable(field, problem, "mend the cell, or leave json_path out") from error
    if isinstance(node, tuple | set):
        node = list(node)
    return _below(node, path) if path else node


def _replaced(pattern: str, new: str, text: str, field: str) -> str:
    try:
        return re.sub(pattern, new, text)
    except (re.error, IndexError) as error:
        raise Unreadable(field, f"the replacement '{new[:40]}' does not fit its pattern: {error}", "mend replace") from error


def _matched(value: Value, part: str, field: str) -> list[str]:
    """What the pattern takes of a part: of its first match, or of every one."""
    matches = list(re.finditer(value.pattern, part))
    if not matches and value.unmatched == "refuse":
        raise Unreadable(field, f"'{part[:80]}' does not match the pattern", "mend the cell or the mapping's pattern")
    if not matches:
        return [part] if value.unmatched == "keep" else []
    return [str(clean(_taken(value.take, match, field))) for match in (matches if value.every else matches[:1])]


def _taken(take: str, match: re.Match[str], field: str) -> str:
    try:
        if not take:
            return next((group for group in match.groups() if group), "") if match.re.groups else match[0]
        if take.isdigit() or take in match.re.groupindex:
            return match[int(take) if take.isdigit() else take] or ""
        return match.expand(take)
    except (re.error, IndexError) as error:
        raise Unreadable(field, f"take '{take[:40]}' does not fit the pattern: {error}", "name a group of it") from error


def _mapped(value: Value, part: str, field: str) -> str:
    table = {folded_name(old): new for old, new in value.map.items()}
    new = table.get(folded_name(part))
    if new is not None:
        return new
    if value.unmapped == "refuse":
        raise Unreadable(field, f"'{part[:80]}' is not in the table of values", "add it to the mapping's map")
    return part if value.unmapped == "keep" else ""


def _cased(part: str, case: str) -> str:
    changed = {"lower": part.lower, "upper": part.upper, "sentence": part.capitalize}
    if case == "title":
        return " ".join(word.capitalize() for word in part.split(" "))
    return changed[case]() if case in changed else part


def _picked(parts: list[str], pick: str) -> list[str]:
    return {"first": parts[:1], "last": parts[-1:], "rest": parts[1:]}.get(pick, parts)


# --- figures -----------------------------------------------------------------------------------------------------------------


def scale_of(value: Value, text: str) -> Decimal:
    """What the figure in a cell is to be multiplied by: 1 where the cell has a scale word itself."""
    if _SCALED.search(text):
        return Decimal(1)
    return _SCALES[value.scale] if isinstance(value.scale, str) else Decimal(str(value.scale))


def check_mark(value: Value, text: str) -> None:
    """Raise BadMoney for `20.000` where the mapping does not say what the point is."""
    if value.scale == 1 and "decimal" not in value.model_fields_set and _THREE_DECIMALS.fullmatch(text):
        raise BadMoney(f"'{text[:60]}' may be read in two ways; say decimal = '.' or ',' in the mapping")


def _figure(value: Value, text: str, field: str) -> str:
    try:
        check_mark(value, text)
        figure = _number(text, value.decimal) * scale_of(value, text)
    except BadMoney as error:
        raise unreadable(field, error, "give a figure, or leave number out") from error
    if abs(figure.adjusted()) > 15:
        return f"{figure.normalize():E}".replace("E+", "e").replace("E", "e")
    if value.number == "short":
        return short_figure(figure)
    plain = format(figure, ",f" if value.number == "grouped" else "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def _number(text: str, decimal: str) -> Decimal:
    """A figure in any style, negative ones and percentages too. Raises BadMoney."""
    bare = text.strip().removesuffix("%").strip()
    if decimal == ".":
        try:
            return Decimal(bare.replace("_", "x"))
        except InvalidOperation:
            pass
    sign = -1 if bare.startswith(("-", "−")) else 1
    found = read_amount(bare.lstrip("-−+ "), decimal=decimal).value
    if found is None:
        raise BadMoney(f"'{text[:60]}' is no single figure; give one figure")
    return sign * found


# --- lists and tests -----------------------------------------------------------------------------------------------------------


def split_list(text: str, marks: Sequence[str], keep: Sequence[str] = ()) -> list[str]:
    """The parts of a list. Names to keep, what stands in quotes or brackets, and `Acme, Inc.` stay whole.

    >>> split_list('Acme, Inc., "Fish, Chips", Beta (UK, Ireland) and Gamma', [",", " and "])
    ['Acme, Inc.', 'Fish, Chips', 'Beta (UK, Ireland)', 'Gamma']
    """
    parts: list[str] = []
    current = ""
    for match in _splitter(tuple(marks), tuple(keep)).finditer(text):
        if match.lastgroup == "mark":
            parts.append(current)
            current = ""
        else:
            current += match[0]
    parts.append(current)
    stripped = (part.strip().strip(";,").strip() for part in parts)
    return [part[1:-1].strip() if len(part) > 1 and part[0] == part[-1] == '"' else part for part in stripped if part]


@lru_cache(maxsize=256)
def _splitter(marks: tuple[str, ...], keep: tuple[str, ...]) -> re.Pattern[str]:
    kept = "|".join(re.escape(name) for name in sorted(keep, key=len, reverse=True)) or r"(?!)"
    parting = "|".join(re.escape(mark) for mark in sorted(marks, key=len, reverse=True))
    return re.compile(
        rf"(?P<kept>(?i:{kept}))|(?P<quoted>\"[^\"]*\")|(?P<bracketed>\([^()]*\))"
        rf"|(?P<legal>,\s*(?i:{_LEGAL})(?![\w-])\.?)|(?P<mark>{parting})|(?P<letter>.)",
        re.DOTALL,
    )


def _is_one_of(texts: Found, wanted: Iterable[str], rendered: Callable[[str], str]) -> bool:
    sought = {folded_name(rendered(text)) for text in wanted}
    return any(folded_name(text) in sought for text in texts) or ("" in sought and not texts)


def _passes(texts: Found, check: Check, rendered: Callable[[str], str]) -> bool:
    if check.matches and not any(re.search(check.matches, text, re.IGNORECASE) for text in texts):
        return False
    if check.isnt:
        wrong = (check.isnt,) if isinstance(check.isnt, str) else check.isnt
        if _is_one_of(texts, wrong, rendered):
            return False
    if check.above is None and check.below is None:
        return True
    try:
        figures = [float(read_number(text)) for text in texts]
    except BadMoney:
        return False
    return any(
        (check.above is None or figure > check.above) and (check.below is None or figure < check.below) for figure in figures
    )
