"""One view of each page, and of each form that a page takes, on any store: for tests of all pages, pictures and the bench."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import numpy as np

from kg.terms import IDS, local_name
from kg.views.cards.page import list_cards
from kg.views.entities import entity_row
from kg.views.events import EventFilter
from kg.views.graph import Graph
from kg.views.projection import projection

Link = dict[str, str | list[str]]
FOLLOW = "address => { history.pushState({}, '', address); dispatchEvent(new PopStateEvent('popstate')) }"
"""What the browser runs to change the page as links within the app do."""
QUERY = """SELECT ?date ?event ?title
WHERE { ?event a el:Hire ; el:date ?date ; rdfs:label ?title }
ORDER BY DESC(?date)
LIMIT 12"""


def busiest(graph: Graph, *roles: str, count: int = 1) -> list[str]:
    """IRIs of the entities that take part most often, in one of these roles where some are given."""
    table = projection(graph)
    known = [role.name for role in graph.ontology.roles]
    wanted = np.isin(table.part_role, [known.index(role) for role in roles]) if roles else table.part_role >= 0
    often = np.bincount(table.part_entity[wanted], minlength=len(table.entities))
    return [table.entity_iri(int(place)) for place in np.argsort(-often, kind="stable")[:count]]


def _profile(*roles: str) -> Callable[[Graph], Link]:
    return lambda graph: {"id": busiest(graph, *roles)[0].removeprefix(IDS)}


def _three_companies(graph: Graph) -> Link:
    return {"org": [entity_row(graph, iri).name for iri in busiest(graph, "organisation", count=3)]}


def _a_disputed_event(graph: Graph) -> str:
    table = projection(graph)
    return local_name(table.iris(table.select(EventFilter(disputed=True))[-1:])[0])


def _a_card(graph: Graph) -> Link:
    cards = list_cards(graph)
    return {"id": local_name(cards[0].id)} if cards else {}


VIEWS: dict[str, tuple[str, Callable[[Graph], Link]]] = {
    "home": ("home", lambda _: {}),
    "search results": ("home", lambda _: {"q": "founder"}),
    "timeline": ("timeline", lambda graph: {"event": _a_disputed_event(graph)}),
    "timeline by kind": ("timeline", lambda _: {"kind": ["Hire", "Departure"], "lanes": "kind"}),
    "compare": ("compare", _three_companies),
    "directory": ("profile", lambda _: {}),
    "company": ("profile", _profile("organisation")),
    "person": ("profile", _profile("person", "founder")),
    "model": ("profile", _profile("model")),
    "investor": ("profile", _profile("investor", "lead_investor")),
    "event": ("event", lambda graph: {"id": _a_disputed_event(graph)}),
    "cards": ("card", lambda _: {}),
    "card": ("card", _a_card),
    "disputes": ("disputes", lambda _: {}),
    "predictions": ("predictions", lambda _: {}),
    "recap": ("recap", lambda _: {"from": "2025-03-01", "to": "2025-03-31"}),
    "sources": ("sources", lambda _: {}),
    "review": ("review", lambda _: {}),
    "add": ("add", lambda _: {"publisher": "A desk"}),
    "sparql": ("sparql", lambda _: {"q": QUERY, "run": "1"}),
}
"""By what to call it: the page, and the values of its link."""


def path_of(view: str, graph: Graph) -> str:
    """The address of a view below that of the app: `event?id=ab12…`."""
    name, link = VIEWS[view]
    return f"{'' if name == 'home' else name}?{urlencode(link(graph), doseq=True)}"
