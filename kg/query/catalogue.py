"""The queries of the project: one file each, named by its path, described by its header.

kg/queries/timeline/events.rq is the query "timeline/events". It begins with `#+` lines that together are TOML:

    #+ title = "Events"
    #+ description = "Every event with its dates, oldest first."
    #+ returns = "rows"
    #+ [params.kind]
    #+ type = "iri"
    #+ multiple = true
    #+ description = "Only these kinds of event."

Below stands legal SPARQL, without the project's prefixes, that declares each parameter as `VALUES ?_kind { UNDEF }`.
"""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping, ValuesView
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import takewhile
from pathlib import Path
from types import MappingProxyType
from typing import Any
from typing import Literal as OneOf

from pydantic import BaseModel, ConfigDict, ValidationError

from kg.errors import BadQuery, UnknownName
from kg.paths import QUERIES
from kg.query.lexis import Token, line_of, tokens
from kg.query.parameters import Parameter
from kg.query.syntax import find_problem, query_form
from kg.terms import prefixes

_MARK = "#+"
_RETURNS = {"SELECT": "rows", "ASK": "boolean", "CONSTRUCT": "graph", "DESCRIBE": "graph"}


@dataclass(frozen=True)
class Slot:
    """A place for a parameter's values: the `UNDEF` of `VALUES ?_kind { UNDEF }`, as a range of characters."""

    name: str
    start: int
    end: int


class Query(BaseModel):
    """A named question with typed parameters: "timeline/events" returns rows and takes `kind`, `from` and `to`.

    `text` is the SPARQL below the header, as people should see it; `kg.query.bind` makes it ready to run.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str
    text: str
    title: str
    description: str
    returns: OneOf["rows", "boolean", "graph"]
    parameters: Mapping[str, Parameter]
    slots: tuple[Slot, ...]


class Catalogue:
    """The queries by name, in the order of their names."""

    def __init__(self, queries: Mapping[str, Query]) -> None:
        self._queries = MappingProxyType(dict(sorted(queries.items())))

    def get(self, name: str) -> Query:
        """The query of this name. Raises UnknownName with the names that come close."""
        if name in self._queries:
            return self._queries[name]
        close = difflib.get_close_matches(name, self._queries, n=3, cutoff=0.4)
        remedy = f"did you mean {' or '.join(close)}?" if close else "'kg queries' lists them all"
        raise UnknownName(f"there is no query '{name}'; {remedy}")

    def values(self) -> ValuesView[Query]:
        return self._queries.values()

    def __getitem__(self, name: str) -> Query:
        return self.get(name)

    def __iter__(self) -> Iterator[str]:
        return iter(self._queries)

    def __contains__(self, name: object) -> bool:
        return name in self._queries

    def __len__(self) -> int:
        return len(self._queries)


@cache
def load_catalogue(folder: Path = QUERIES) -> Catalogue:
    """Every .rq file under a folder, read once. Raises BadQuery naming the file and line that is wrong."""
    queries = [_read(path, folder) for path in folder.rglob("*.rq")]
    return Catalogue({query.name: query for query in queries})


def _read(path: Path, folder: Path) -> Query:
    name = path.relative_to(folder).with_suffix("").as_posix()
    try:
        return parse_query(path.read_text(encoding="utf-8"), name, str(path))
    except UnicodeDecodeError as error:
        raise BadQuery(f"{path}: is not UTF-8 from byte {error.start} on; save it as UTF-8") from error


def parse_query(source: str, name: str, where: str) -> Query:
    """A query with its header. `where` names the file in errors. Raises BadQuery."""
    lines = source.split("\n")
    header = list(takewhile(lambda line: line.startswith(_MARK), lines))
    facts = _header_facts(header, where)
    declared = facts.pop("params", {})
    if problem := find_problem(source, prefixes()):
        raise BadQuery(f"{where}:{problem.line}: column {problem.column}: {problem.reason}")
    text = "\n".join(lines[len(header) :]).lstrip("\r\n")
    above = source.count("\n") - text.count("\n")
    try:
        parameters = {key: {**value, "name": key} for key, value in declared.items()}
        slots = tuple(_slots(text, where, above))
        query = Query.model_validate({**facts, "name": name, "text": text, "parameters": parameters, "slots": slots})
    except ValidationError as error:
        raise BadQuery(_header_problem(error, header, where)) from error
    _check_agreement(query, header, where, above)
    return query


def _header_facts(header: list[str], where: str) -> dict[str, Any]:
    if not header:
        raise BadQuery(f"{where}:1: the header is missing; begin with lines such as {_MARK} returns = 'rows'")
    toml = "\n".join(line.removeprefix(_MARK) for line in header)
    try:
        facts = tomllib.loads(toml, parse_float=Decimal)
    except tomllib.TOMLDecodeError as error:
        place = re.search(r"line (\d+)", str(error))
        reason = str(error).partition(" (at")[0]
        raise BadQuery(f"{where}:{place[1] if place else len(header)}: the header is not TOML: {reason}") from error
    declared = facts.get("params", {})
    if not isinstance(declared, dict) or not all(isinstance(value, dict) for value in declared.values()):
        raise BadQuery(f"{where}:{_header_line(header, 'params')}: parameters are tables; write [params.NAME]")
    if reserved := facts.keys() & {"name", "text", "parameters", "slots"}:
        key = min(reserved)
        raise BadQuery(f"{where}:{_header_line(header, key)}: a header has no field '{key}'; remove it")
    return facts


def _slots(text: str, where: str, above: int) -> Iterator[Slot]:
    found = list(tokens(text))
    for index, token in enumerate(found):
        if not token.is_keyword("VALUES"):
            continue
        name, *braces = found[index + 1 : index + 5]
        if not _is_parameter(name):
            continue
        if len(braces) != 3 or braces[0].text != "{" or not braces[1].is_keyword("UNDEF") or braces[2].text != "}":
            line = above + line_of(text, token.start)
            raise BadQuery(f"{where}:{line}: a parameter is declared as VALUES {name.text} {{ UNDEF }}; write it so")
        yield Slot(name.text[2:], braces[1].start, braces[1].end)


def _is_parameter(token: Token) -> bool:
    return token.kind == "variable" and token.text[1:].startswith("_")


def _check_agreement(query: Query, header: list[str], where: str, above: int) -> None:
    placed = {slot.name for slot in query.slots}
    for name in query.parameters:
        if name not in placed:
            line = _header_line(header, "params", name)
            raise BadQuery(f"{where}:{line}: parameter '{name}' is not in the query; add VALUES ?_{name} {{ UNDEF }}")
    for token in filter(_is_parameter, tokens(query.text)):
        name = token.text[2:]
        if name not in query.parameters or name not in placed:
            line = above + line_of(query.text, token.start)
            raise BadQuery(f"{where}:{line}: {token.text} is not declared; add a table [params.{name}] to the header")
    form = query_form(query.text)
    if query.returns != _RETURNS[form]:
        line = _header_line(header, "returns")
        raise BadQuery(f"{where}:{line}: a {form} query returns '{_RETURNS[form]}', not '{query.returns}'")


def _header_problem(error: ValidationError, header: list[str], where: str) -> str:
    """The first thing wrong with a header, in one line."""
    first = error.errors()[0]
    location = ["params" if part == "parameters" else str(part) for part in first["loc"]]
    reason = first["msg"].removeprefix("Value error, ")
    return f"{where}:{_header_line(header, *location)}: {'.'.join(location)}: {reason}"


def _header_line(header: list[str], *location: str) -> int:
    """The line of a field of the header, or of the table that should have it; 1 where it has neither."""
    table = ".".join(location[:2]) if len(location) > 1 and location[0] == "params" else ""
    key = location[2] if len(location) > 2 else location[0]
    inside, line_of_table = "", 1
    for number, line in enumerate(header, start=1):
        content = line.removeprefix(_MARK).strip()
        if content.startswith("["):
            inside = content.strip("[] ").replace('"', "")
            line_of_table = number if inside == table else line_of_table
        elif inside == table and re.match(rf"{re.escape(key)}\s*=", content):
            return number
    return line_of_table
