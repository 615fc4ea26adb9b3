"""Checks of values of a link that name what the graph holds."""

from __future__ import annotations

from app import state
from kg.terms import local_name
from kg.views.entities import find_entities
from kg.views.events import find_event


def known_entity(name: str) -> str:
    """A name or IRI as it was given. Raises UnknownName, with near names, where nothing is called so."""
    find_entities(state.graph(), name)
    return name


def known_event(reference: str) -> str:
    """The short id of the event that an id names now. Raises UnknownName."""
    return local_name(state.ask(find_event, reference))
