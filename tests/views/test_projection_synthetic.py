"""Made-up graphs are graphs of ours, and the projection of one says what the catalogue says."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from pyoxigraph import DefaultGraph

from kg.errors import BadInput
from kg.ontology import load_ontology
from kg.validate import violations
from kg.views.events import EventFilter, event_detail, list_events
from kg.views.graph import Graph, open_graph
from kg.views.projection import DATE_DISPUTED, projection
from tests.bench.graphs import Synthetic, write_store


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    return open_graph(write_store(tmp_path_factory.mktemp("synthetic") / "store", 300).snapshot())


def test_the_same_seed_gives_the_same_bytes() -> None:
    first, second, other = (hashlib.sha256("".join(Synthetic(40, seed).lines()).encode()).hexdigest() for seed in (3, 3, 4))
    assert first == second != other


def test_no_rule_is_broken(made: Graph) -> None:
    believed = list(made.reader.quads(None, None, None, DefaultGraph()))
    told = [quad for quad in made.reader.quads() if quad.graph_name != DefaultGraph()]
    assert violations(believed, load_ontology(), believed=True) == []
    assert violations(told, load_ontology(), believed=False, declared=believed) == []


def test_every_sort_of_date_and_dispute_is_there(made: Graph) -> None:
    table = projection(made)
    assert table.n == 300
    for letter in ("~", "?", "/..", "../"):
        assert any(letter in date for date in table.date.to_pylist())
    assert any(table.flags & DATE_DISPUTED)
    assert max(table.told_by) > 3
    assert all("synthetic" in title for title in table.title.to_pylist())


@pytest.mark.parametrize("wanted", [
    EventFilter(),
    EventFilter(organisations=("Synthetic 1",), statuses=("reported",)),
    EventFilter(organisations=("Formerly Synthetic No. 3",), begin="2015", end="2024-06"),
    EventFilter(text="no. 3"),
    EventFilter(text="Source 1 says"),
    EventFilter(kinds=("Hire",), disputed=False),
], ids=lambda wanted: wanted.model_dump_json(exclude_defaults=True))  # fmt: skip
def test_filters_give_what_the_query_gives(made: Graph, wanted: EventFilter) -> None:
    table = projection(made)
    asked = [row["event"] for row in made.rows("timeline/events", **wanted.parameters(made))]
    assert table.iris(table.select(wanted)) == asked
    assert asked


def test_its_events_can_be_looked_at(made: Graph) -> None:
    disputed = list_events(made, EventFilter(disputed=True))[0]
    detail = event_detail(made, disputed.id)
    assert detail.disputes[0].positions[0].believed
    assert detail.claims


def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(BadInput, match="is not empty"):
        write_store(tmp_path, 10)
