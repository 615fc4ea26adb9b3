"""Names that the graph knows, by what they stand for: what a form suggests."""

from __future__ import annotations

import numpy as np

from kg.records import CLASS_OF, EntityType
from kg.terms import local_name
from kg.views.graph import Graph
from kg.views.projection import projection


def names_of(graph: Graph, sort: EntityType, most: int = 500) -> tuple[str, ...]:
    """Names of the organisations, people, models … that take part in most events, the busiest first.

    An agent may be an organisation or a person.
    """
    table = projection(graph)
    wanted = {local_name(CLASS_OF[sort])}
    if sort == "agent":
        wanted |= {local_name(CLASS_OF["organization"]), local_name(CLASS_OF["person"])}
    weights = np.bincount(table.part_entity, minlength=len(table.entities))
    names, types = table.entities["name"].to_pylist(), table.entities["types"].to_pylist()
    fitting = (place for place, told in enumerate(types) if wanted & set(told))
    ranked = sorted(fitting, key=lambda place: (-weights[place], names[place]))
    return tuple(dict.fromkeys(names[place] for place in ranked[:most]))
