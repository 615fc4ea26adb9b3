"""A small store whose every row can be checked by eye: six facts, and the records of a card that contradicts two of them.

The records are kept as an export, so that what is expected of views does not hang on how cards are read.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kg import pipeline
from kg.ingest.mapping.shipped import mapping_named
from kg.store import EmbeddedStore
from kg.views.graph import Graph, open_graph

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(scope="session")
def small(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    store = EmbeddedStore(tmp_path_factory.mktemp("small") / "store")
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / name, key=name) for name in ("facts.csv", "card-records.nq")])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def foretold(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Predictions of one card, and events that meet them or do not."""
    store = EmbeddedStore(tmp_path_factory.mktemp("foretold") / "store")
    examples = EXAMPLES / "predictions"
    pipeline.ingest(store, [pipeline.open_input(examples / name, key=name) for name in ("forecast.md", "events.csv")])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def doubtful(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Two listings that may be one, and two names that may be one."""
    store = EmbeddedStore(tmp_path_factory.mktemp("doubtful") / "store")
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "doubtful.csv", key="doubtful.csv")])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def lives(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A company that was renamed, those who came and went, and who gave it money."""
    store = EmbeddedStore(tmp_path_factory.mktemp("lives") / "store")
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "lives.csv", key="lives.csv")])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def carded(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Three cards, one of which tells a name, two figures and a line that others tell otherwise, and reports beside them."""
    store = EmbeddedStore(tmp_path_factory.mktemp("carded") / "store")
    pipeline.ingest(store, [pipeline.open_input(path, key=path.name) for path in sorted((EXAMPLES / "cards").iterdir())])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def news(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """A week of news: a hire that is told otherwise two days later, a rumour, a lawsuit with markup in its title."""
    store = EmbeddedStore(tmp_path_factory.mktemp("news") / "store")
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "news.csv", key="news.csv")])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def rivals(tmp_path_factory: pytest.TempPathFactory) -> Graph:
    """Two companies with rounds, launches, people and investors in common, a card that compares them, and claims of models."""
    store = EmbeddedStore(tmp_path_factory.mktemp("rivals") / "store")
    examples = EXAMPLES / "compare"
    told = [pipeline.open_input(examples / name, key=name) for name in ("facts.csv", "card.txt", "claims.csv")]
    claims = replace(told.pop(), mapping=mapping_named(str(examples / "mapping.toml")))
    pipeline.ingest(store, [*told, claims])
    return open_graph(store.snapshot())


@pytest.fixture(scope="session")
def sample(sample_store: EmbeddedStore) -> Graph:
    return open_graph(sample_store.snapshot())
