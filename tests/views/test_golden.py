"""Every catalogue query gives what its golden file says. `EVENTLINE_WRITE_GOLDEN=1` writes the files anew."""

from __future__ import annotations

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from kg.paths import QUERIES
from kg.terms import EL
from kg.views.entities import find_entities
from kg.views.events import EventFilter, list_events
from kg.views.graph import Graph

GOLDEN = Path(__file__).parent / "golden"
NAMES = sorted(str(path.relative_to(QUERIES).with_suffix("")) for path in QUERIES.rglob("*.rq"))


def golden_file(name: str) -> Path:
    return GOLDEN / f"{name.replace('/', '-')}.json"


def required(graph: Graph, name: str) -> dict[str, Any]:
    """Values for the parameters that a query cannot do without."""
    if name.startswith("entity/") and name != "entity/by-name":
        return {"entity": find_entities(graph, "Acme")[0]}
    if name in ("prediction/evidence", "prediction/score"):
        return {"on": date(2027, 6, 1)}
    if name == "source/pages":
        publisher, *_ = graph.rows("source/names")
        return {"publisher": publisher["publisher"]}
    if name.startswith("event/"):
        hire, *_ = list_events(graph, EventFilter(kinds=("Hire",)))
        return {"event": hire.id}
    if name == "projection/values":
        return {"property": EL.begin}
    if name in ("card/records", "card/events"):
        [card] = graph.rows("card/cards")
        return {"source": card["source"]}
    return {}


@pytest.mark.parametrize("name", NAMES)
def test_rows_are_the_golden_ones(
    small: Graph, foretold: Graph, doubtful: Graph, lives: Graph, carded: Graph, rivals: Graph, name: str
) -> None:
    told = {"review/questions": doubtful, "entity/renamings": lives, "event/related": lives, "card/related": carded}
    told |= {query: rivals for query in NAMES if query.startswith("compare/")}
    graph = foretold if name.startswith("prediction/") else told.get(name, small)
    rows = graph.rows(name, **required(graph, name))
    if name.startswith("projection/"):  # they order nothing, so that a large graph answers sooner
        rows.sort(key=str)
    found = json.dumps(rows, ensure_ascii=False, indent=1, default=str) + "\n"
    if os.environ.get("EVENTLINE_WRITE_GOLDEN"):
        golden_file(name).write_text(found, encoding="utf-8")
    assert found == golden_file(name).read_text(encoding="utf-8")
    assert rows


def test_every_query_has_a_golden_file_and_no_file_is_left_over() -> None:
    assert sorted(path.name for path in GOLDEN.iterdir()) == sorted(golden_file(name).name for name in NAMES)
