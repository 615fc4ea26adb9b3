"""How routes answer: what a snapshot's id names never changes, what is wrong is told in one line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import wraps
from threading import Lock
from typing import Any, TypeAlias

from cachetools import LRUCache
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse

from app import state
from kg.errors import EventlineError
from kg.views.graph import Graph

Answer: TypeAlias = Callable[[Request, Graph], Response]

BYTES = "application/octet-stream"
_FOREVER = "public, max-age=31536000, immutable"
_KEPT_BYTES = 128 * 2**20
_LOOPBACK = ("127.0.0.1", "::1", "testclient")

_kept: LRUCache[tuple[str, str], bytes] = LRUCache(_KEPT_BYTES, getsizeof=len)
_lock = Lock()


def of_snapshot(answer: Answer) -> Callable[[Request], Response]:
    """A route below `<snapshot>`: 410 where that is not the newest any more, and 400 with the reason for a bad request."""

    @wraps(answer)
    def endpoint(request: Request) -> Response:
        graph = state.graph_called(request.path_params["snapshot"])
        if graph is None:
            return problem(410, "the graph has changed since this page was drawn; load it again")
        try:
            return answer(request, graph)
        except EventlineError as error:
            return problem(400, str(error))

    return endpoint


def problem(status: int, reason: str) -> Response:
    return JSONResponse({"error": reason}, status, headers={"Cache-Control": "no-store"})


def kept(request: Request, make: Callable[[], bytes]) -> bytes:
    """The bytes of this address, made when they are first asked for. The last 128 MB stay at hand."""
    key = (request.url.path, request.url.query)
    with _lock:
        found = _kept.get(key)
    if found is None:
        found = make()
        with _lock:
            if len(found) <= _KEPT_BYTES:
                _kept[key] = found
    return found


def as_bytes(request: Request, content: bytes) -> Response:
    return Response(content, media_type=BYTES, headers=lasting(request))


def as_json(request: Request, content: Any) -> Response:
    return JSONResponse(content, headers=lasting(request))


def as_file(request: Request, pieces: Iterable[str], media_type: str, name: str) -> Response:
    """A file to take away, sent piece by piece."""
    headers = lasting(request) | {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse((piece.encode() for piece in pieces), media_type=media_type, headers=headers)


def lasting(request: Request) -> dict[str, str]:
    """Headers of what never changes. On this machine itself packing takes longer than sending: 20 MB took 0.7 s."""
    near = request.client is not None and request.client.host in _LOOPBACK
    return {"Cache-Control": _FOREVER, **({"Content-Encoding": "identity"} if near else {})}
