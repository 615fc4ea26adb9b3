"""Events given inline are drawn like those of a snapshot."""

from __future__ import annotations

from typing import Any

import pytest

from kg.terms import local_name
from kg.views.entities import find_entities
from kg.views.events import EventFilter, list_events
from kg.views.graph import Graph
from kg.views.projection import projection
from kg.views.projection.inline import inline_marks
from kg.views.projection.marks import marks_of
from tests.wire import read_wire


def drawn(header: dict[str, Any], columns: dict[str, Any]) -> list[tuple[Any, ...]]:
    """Each mark by the name of its lane and all that does not hang on places."""
    lanes = [header["lanes"][lane]["name"] for lane in columns["lane"]]
    told = (columns[name] for name in ("begin", "end", "kind", "status", "flags", "title", "date", "id"))
    return sorted(zip(lanes, *told, strict=True))


@pytest.mark.parametrize("names", [(), ("OpenAI", "Anthropic")])
def test_they_are_the_marks_of_the_snapshot(sample: Graph, names: tuple[str, ...]) -> None:
    wanted = EventFilter(organisations=names, begin="2025")
    table = projection(sample)
    chosen = {find_entities(sample, name)[0]: name for name in names} if names else None
    events = list_events(sample, wanted)
    disputed = frozenset(event.id for event, flags in zip(events, table.flags[table.select(wanted)], strict=True) if flags & 2)
    header, columns = read_wire(inline_marks(events, sample.ontology, chosen, disputed))
    expected, theirs = read_wire(marks_of(table, wanted, "company", 1000))
    assert drawn(header, columns) == drawn(expected, theirs)
    assert (header["kinds"], header["statuses"], header["domain"]) == tuple(expected[n] for n in ("kinds", "statuses", "domain"))
    assert header["events"] == expected["events"]
    for mark, row in enumerate(columns["row"]):
        assert columns["id"][mark] == local_name(events[row].id)


def test_no_event_is_no_trouble(sample: Graph) -> None:
    header, columns = read_wire(inline_marks([], sample.ontology))
    assert header["marks"] == 0
    assert columns["title"] == []
