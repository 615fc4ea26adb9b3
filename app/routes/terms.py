"""What the SPARQL editor completes with: the vocabulary, and entities by the letters of their names."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from app import state
from app.links import base
from app.routes.assets import FOREVER
from kg.ontology import load_ontology
from kg.terms import prefixes
from kg.views.graph import open_graph
from kg.views.vocabulary import find_named, list_terms

LONGEST = 100
"""Letters of a name that are looked for."""


def vocabulary_address() -> str:
    """Where a page finds the vocabulary. It names the content, so that a browser never asks twice."""
    return f"{base()}eventline/terms/{load_ontology().digest}.json"


def entities_address() -> str:
    return f"{base()}eventline/entities"


def vocabulary(_request: Request) -> JSONResponse:
    """Prefixes and terms."""
    terms = list_terms(load_ontology())
    return JSONResponse({"prefixes": prefixes(), "terms": [row.model_dump() for row in terms]}, headers=FOREVER)


def entities(request: Request) -> JSONResponse:
    """The entities of the newest state whose names have the letters of `text`."""
    text = request.query_params.get("text", "")[:LONGEST]
    return JSONResponse([row.model_dump() for row in find_named(open_graph(state.store().snapshot()), text)])


ROUTES = [Route("/terms/{digest}.json", vocabulary), Route("/entities", entities)]
