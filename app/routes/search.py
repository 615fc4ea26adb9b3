"""Suggestions for the search box: what fits the letters typed so far, as known on the day that the page shows."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from app import state
from app.components.home.hits import SORTS, beside, target
from app.links import href
from app.routes.answers import problem
from kg.errors import EventlineError
from kg.views.search import suggest

MOST = 10
"""Suggestions at most."""


def suggestions(request: Request) -> Response:
    """A list of {"type", "text", "detail", "href"}, the best first. 400 with the reason for a day that is none."""
    known = request.query_params.get("known", "")
    try:
        graph = state.graph_on(state.read_day(known) if known else None)
        hits = suggest(graph, request.query_params.get("q", ""), MOST)
    except EventlineError as error:
        return problem(400, str(error))
    found = []
    for hit in hits:
        page, values = target(hit)
        address = href(page, **{**values, "known": known})
        found.append({"type": SORTS[hit.sort], "text": hit.text, "detail": " · ".join(beside(hit)), "href": address})
    return JSONResponse(found, headers={"Cache-Control": "no-cache"})


ROUTES = [Route("/search", suggestions)]
