"""How much there is: counts by class, the organisations, and the span of time."""

from __future__ import annotations

from kg.terms import local_name
from kg.views.graph import Graph

_SHOWN = {
    "Event": "events", "Entity": "entities", "Organization": "organisations", "Person": "people", "AIModel": "models",
    "Product": "products", "Place": "places", "Source": "sources", "NewsCard": "cards", "Publisher": "publishers",
    "FeatureClaim": "claims", "Prediction": "predictions", "Takeaway": "takeaways", "Passage": "passages",
    "Dispute": "disputes", "Record": "records", "Document": "documents",
}  # fmt: skip


def count_things(graph: Graph) -> dict[str, int]:
    """Number of events, entities, sources, claims … and, under `kinds`' own names, events by kind."""
    counted = {local_name(row["class"]): row["number"] for row in graph.rows("overview/stats")}
    return {label: counted.get(name, 0) for name, label in _SHOWN.items()}


def count_kinds(graph: Graph) -> dict[str, int]:
    """Events by kind, the most frequent first."""
    return {local_name(row["kind"]): row["events"] for row in graph.rows("overview/kinds")}
