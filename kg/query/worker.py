"""The process that one person's query runs in: `python -m kg.query.worker`, told what to do by JSON on its input.

The engine can neither be interrupted nor held to a memory limit, so it runs where it can be killed. Imports here are
few, because a person waits for them each time. Output is one line of JSON, then the body; on trouble, the line says
what it is. `kg.query.runner` is the other side.
"""

from __future__ import annotations

import json
import math
import signal
import sys
from collections.abc import Iterable
from dataclasses import asdict
from itertools import islice, takewhile
from typing import Any, TypeVar

from pyoxigraph import QueryBoolean, QuerySolutions, QueryTriples, Store, Triple, parse_query_results, serialize

from kg.query.results import GRAPH_FORMATS, ROW_FORMATS, TRIPLE_COLUMNS
from kg.query.syntax import find_problem

if sys.platform != "win32":
    import resource

Item = TypeVar("Item")


def main() -> None:
    """Answer the request on standard input."""
    request = json.load(sys.stdin.buffer)
    hold_to_limits(request["memory"], request["seconds"])
    try:
        head, body = answer(request)
    except MemoryError:
        head, body = {"trouble": "memory"}, b""
    sys.stdout.buffer.write(json.dumps(head).encode() + b"\n")
    sys.stdout.buffer.write(body)


def hold_to_limits(memory: int, seconds: float) -> None:
    """Have the system end this process beyond so many bytes of address space, and should the parent be gone, in time."""
    if sys.platform != "win32":
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        signal.alarm(math.ceil(seconds) + 1)  # its default action works in the midst of the engine, unlike a handler


def answer(request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    """Head and body of the answer: `trouble`, `reason` and the `place` in the query, or what `kg.query.results.Result` holds."""
    if problem := find_problem(request["query"], request["prefixes"]):
        return _trouble("query", f"query, {problem}", asdict(problem))
    try:
        store = Store.read_only(request["store"])
    except OSError as error:
        return _trouble("store", str(error))
    try:
        found = store.query(request["query"], prefixes=request["prefixes"])
        if isinstance(found, QueryTriples):
            return _graph(found, request)
        return _table(found, request)
    except (RuntimeError, ValueError, OSError) as error:
        return _trouble("engine", str(error))


def _table(found: QuerySolutions | QueryBoolean, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    name = request["format"] or "json"
    if name not in ROW_FORMATS:
        return _trouble("query", f"SELECT and ASK are answered in {', '.join(ROW_FORMATS)}, not in {name}")
    if isinstance(found, QueryBoolean):
        return _head("boolean", (), name, 1, False), found.serialize(format=ROW_FORMATS[name]) or b""
    columns = [variable.value for variable in found.variables]
    lines, truncated = _limited((_tsv_line(solution) for solution in found), request["rows"])
    # The engine writes only its own solutions. Through TSV, whose cells are the terms' own syntax, the rows within
    # the limit become its solutions again, and it writes every format.
    table = "\t".join(f"?{column}" for column in columns) + "\n" + "".join(lines)
    body = parse_query_results(table, ROW_FORMATS["tsv"]).serialize(format=ROW_FORMATS[name])
    return _head("rows", columns, name, len(lines), truncated), body or b""


def _graph(found: QueryTriples, request: dict[str, Any]) -> tuple[dict[str, Any], bytes]:
    name = request["format"] or "turtle"
    if name not in GRAPH_FORMATS:
        return _trouble("query", f"CONSTRUCT and DESCRIBE are answered in {', '.join(GRAPH_FORMATS)}, not in {name}")
    triples, truncated = _limited(found, request["rows"])
    body = serialize(triples, format=GRAPH_FORMATS[name], prefixes=request["prefixes"])
    return _head("graph", TRIPLE_COLUMNS, name, len(triples), truncated), with_prefixes_in_use(body or b"")


def _limited(items: Iterable[Item], limit: int) -> tuple[list[Item], bool]:
    """The first `limit` items, and whether there were more."""
    supply = iter(items)
    kept = list(islice(supply, limit))
    return kept, next(supply, None) is not None


def with_prefixes_in_use(body: bytes) -> bytes:
    """Turtle with its prefixes in one order, which the engine changes each time, and without those that it does not use."""
    declared = list(takewhile(lambda line: line.startswith(b"@prefix "), body.splitlines(keepends=True)))
    rest = body[sum(map(len, declared)) :]
    return b"".join(sorted(line for line in declared if line.split()[1] in rest)) + rest


def _tsv_line(solution: Iterable[Any]) -> str:
    return "\t".join("" if term is None else _syntax(term) for term in solution) + "\n"


def _syntax(term: Any) -> str:
    if isinstance(term, Triple):
        return f"<<( {term.subject} {term.predicate} {_syntax(term.object)} )>>"
    return str(term)


def _head(kind: str, columns: Iterable[str], name: str, count: int, truncated: bool) -> dict[str, Any]:
    return {"kind": kind, "columns": list(columns), "format": name, "count": count, "truncated": truncated}


def _trouble(kind: str, reason: str, place: dict[str, Any] | None = None) -> tuple[dict[str, Any], bytes]:
    return {"trouble": kind, "reason": " ".join(reason.split()), "place": place or {}}, b""


if __name__ == "__main__":
    main()
