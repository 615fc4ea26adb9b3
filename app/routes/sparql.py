"""The SPARQL 1.1 Protocol: a query by GET or POST, answered in the W3C formats, in a process that ends at its limits."""

from __future__ import annotations

from urllib.parse import parse_qs

from anyio import CapacityLimiter, create_task_group, sleep
from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from app import state
from kg.errors import BadInput, EventlineError
from kg.query.results import GRAPH_FORMATS, ROW_FORMATS, Result, media_type
from kg.query.runner import Limits, RunningQuery, start_query

LIMITS = Limits(seconds=30.0, rows=100_000)
AT_ONCE = 2
"""Queries that run at the same time; others wait."""
LONGEST = 1 << 20
"""Bytes of a request."""

_places = CapacityLimiter(AT_ONCE)
_READABLE = {media_type(name).partition(";")[0]: name for name in (*GRAPH_FORMATS, *ROW_FORMATS)}


async def sparql(request: Request) -> Response:
    """Answer one query on the newest state. When the other side goes away, the query ends."""
    text = await _query_of(request)
    if not text:
        return _refusal(400, "the request has no query; send it as the parameter 'query'")
    snapshot = state.store().snapshot()
    async with _places:
        with start_query(text, store_path=snapshot.path, limits=LIMITS) as running:
            answer = await _answer(request, running)
    if isinstance(answer, EventlineError):
        return _refusal(400 if isinstance(answer, BadInput) else 500, str(answer))
    return _response(answer, request.headers.get("accept", ""))


async def _query_of(request: Request) -> str:
    if request.method == "GET":
        return request.query_params.get("query", "")
    body = (await request.body())[:LONGEST].decode("utf-8", "replace")
    if request.headers.get("content-type", "").startswith("application/sparql-query"):
        return body
    return parse_qs(body).get("query", [""])[-1]


async def _answer(request: Request, running: RunningQuery) -> Result | EventlineError:
    async def end_when_left() -> None:
        while not await request.is_disconnected():
            await sleep(0.5)
        running.cancel()

    def wait() -> Result | EventlineError:
        try:
            return running.result()
        except EventlineError as error:
            return error

    async with create_task_group() as both:
        both.start_soon(end_when_left)
        answer = await run_sync(wait)
        both.cancel_scope.cancel()
    return answer


def _response(result: Result, accept: str) -> Response:
    formats = GRAPH_FORMATS if result.kind == "graph" else ROW_FORMATS
    asked = (part.partition(";")[0].strip().lower() for part in accept.split(","))
    name = next((_READABLE[part] for part in asked if _READABLE.get(part) in formats), result.format)
    headers = {"Eventline-Truncated": "true"} if result.truncated else {}
    return Response(result.converted(name), media_type=media_type(name), headers=headers)


def _refusal(status: int, reason: str) -> Response:
    return PlainTextResponse(f"{reason}\n", status)


ROUTES = [Route("/sparql", sparql, methods=["GET", "POST"])]
