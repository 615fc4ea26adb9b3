"""Recaps to take away and to subscribe to: Atom, and files in HTML, Markdown and JSON.

    recap.atom?org=Anthropic&kind=Hire          the last four weeks in which something happened, for a reader of feeds
    recap.html?from=2026-04-06&to=2026-04-12    one file; recap.md and recap.json as well

The values are those of the recap page's own address.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from app import state
from app.links import base
from app.routes.answers import problem
from kg.errors import BadInput, EventlineError
from kg.views.graph import Graph
from kg.views.periods import Period, between
from kg.views.recap import Recap, RecapFilter, as_atom, as_html, as_markdown, newest_week, recap
from kg.views.shapes import as_json

_FOUR_WEEKS = timedelta(days=27)

_FORMS: dict[str, tuple[str, Callable[[Recap, str, str], str | bytes]]] = {
    "atom": ("application/atom+xml", lambda told, home, own: as_atom(told, home, own, lasting="from=" not in own)),
    "html": ("text/html", lambda told, home, _own: as_html(told, home)),
    "md": ("text/markdown", lambda told, home, _own: as_markdown(told, home)),
    "json": ("application/json", lambda told, _home, _own: json.dumps(as_json(told), ensure_ascii=False, indent=2)),
}
"""Media type and writer of each form."""


def feed(request: Request) -> Response:
    """A recap in the form that the address ends in. 404 for another form, 400 with the reason for a bad value."""
    form = request.path_params["form"]
    if form not in _FORMS:
        return problem(404, f"there is no recap.{form}; choose from {', '.join(_FORMS)}")
    media_type, write = _FORMS[form]
    known = request.query_params.get("known", "")
    try:
        graph = state.graph_on(state.read_day(known) if known else None)
        told = state.ask_of(graph, recap, _wanted(request, graph))
    except EventlineError as error:
        return problem(400, str(error))
    home = f"{request.url.scheme}://{request.url.netloc}{base()}"
    headers = {"Cache-Control": "no-cache"}
    if form != "atom":
        headers["Content-Disposition"] = f'attachment; filename="recap-{told.wanted.begin}-{told.wanted.end}.{form}"'
    return Response(write(told, home, str(request.url)), media_type=media_type, headers=headers)


def _wanted(request: Request, graph: Graph) -> RecapFilter:
    """What the address asks for; without a time, the four weeks up to the newest one. Raises BadInput."""
    given = request.query_params
    organisations, kinds = tuple(filter(None, given.getlist("org"))), tuple(filter(None, given.getlist("kind")))
    text, first, last = given.get("text", ""), given.get("from", ""), given.get("to", "")
    if bool(first) != bool(last):
        raise BadInput("a recap needs both from and to, or neither; write from=2026-04-06&to=2026-04-12")
    if first:
        period = between(first, last)
    else:
        end = newest_week(graph, datetime.now(tz=UTC).date(), organisations, kinds, text).end
        period = Period(end - _FOUR_WEEKS, end)
    return RecapFilter(begin=period.begin, end=period.end, organisations=organisations, kinds=kinds, text=text)


ROUTES = [Route("/recap.{form}", feed)]
