"""The kinds of event that a comparison treats on their own."""

from __future__ import annotations

from collections.abc import Iterable

from kg.views.graph import Graph

FUNDING = ("Investment", "IPO")
"""A company takes money for shares."""
MODEL_LAUNCH = "ModelLaunch"
LAUNCHES = (MODEL_LAUNCH, "ProductLaunch")


def kind_iris(graph: Graph, names: Iterable[str]) -> list[str]:
    """The kinds' IRIs, as queries take them."""
    return [graph.ontology.kind(name).iri.value for name in names]
