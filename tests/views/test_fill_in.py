"""Catalogue queries are filled in with names where IRIs are wanted."""

from __future__ import annotations

import pytest

from kg.errors import BadQuery, UnknownName
from kg.query.catalogue import load_catalogue
from kg.terms import EL
from kg.views.entities import find_entities
from kg.views.fill_in import fill_in
from kg.views.graph import Graph

EVENTS = load_catalogue().get("timeline/events")


def test_names_kinds_and_iris_are_taken(small: Graph) -> None:
    [acme] = find_entities(small, "Acme")
    text = fill_in(small, EVENTS, {"org": ["acme", acme], "kind": ["hire", "el:Departure"], "status": ["rumour"]})
    assert f"VALUES ?_org {{ <{acme}> }}" in text
    assert f"VALUES ?_kind {{ {EL.Hire} {EL.Departure} }}" in text
    assert f"VALUES ?_status {{ {EL.Rumour} }}" in text


@pytest.mark.parametrize(
    ("given", "error"),
    [({"org": ["Nobody at all"]}, UnknownName), ({"from": ["soon"]}, BadQuery), ({"nonsense": ["1"]}, BadQuery)],
)
def test_what_cannot_be_filled_in_raises(small: Graph, given: dict[str, list[str]], error: type[Exception]) -> None:
    with pytest.raises(error):
        fill_in(small, EVENTS, given)
