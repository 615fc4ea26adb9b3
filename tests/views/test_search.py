"""Search: what is found by which letters, in what order, and that slips of the pen are forgiven."""

from __future__ import annotations

import random
import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.store import EmbeddedStore
from kg.views.graph import Graph, open_graph
from kg.views.search import kept, search, suggest
from kg.views.search.words import Likeness, WordIndex, plain, words_of


def found(graph: Graph, query: str) -> dict[str, list[str]]:
    return {group.name: [hit.text for hit in group.hits] for group in search(graph, query).groups}


def test_a_name_of_just_these_letters_comes_first(news: Graph) -> None:
    assert found(news, "acme")["names"][0] == "Acme"
    assert suggest(news, "acm")[0].text == "Acme"
    assert suggest(news, "acm")[0].sort == "company"


def test_a_title_that_one_source_alone_tells_finds_its_event(news: Graph) -> None:
    [hit] = [hit for hit in suggest(news, "ann lee joins") if hit.sort == "event"]
    assert hit.text == "Acme takes Ann Lee from Gamma as chief scientist"
    assert hit.matched == "Ann Lee joins Acme"


def test_the_value_that_is_not_believed_is_found_too(news: Graph) -> None:
    assert found(news, "bob ray")["events"] == ["Acme takes Ann Lee from Gamma as chief scientist"]


@pytest.mark.parametrize("query", ["roadruner", "Roadrunnr", "raodrunner"])
def test_slips_of_the_pen_are_forgiven_in_names(news: Graph, query: str) -> None:
    result = search(news, query)
    assert result.near
    assert result.groups[0].hits[0].text == "Roadrunner 2"


def test_short_words_have_to_be_right(news: Graph) -> None:
    assert search(news, "bet").groups[0].hits[0].text == "Beta"
    assert not search(news, "bxta zzz").groups


def test_a_whole_word_comes_before_a_beginning(news: Graph) -> None:
    whole = found(news, "lee")["events"]
    assert whole == ["Acme takes Ann Lee from Gamma as chief scientist"]
    assert not [hit for hit in suggest(news, "le") if hit.sort == "event" and "Lee" not in hit.text]


def test_passages_predictions_and_claims_are_found_with_their_source(carded: Graph) -> None:
    rows = carded.rows("search/texts")
    assert {row["sort"] for row in rows} >= {"passage"}
    for row in rows[:5]:
        texts = [group for group in search(carded, row["text"], 50).groups if group.name == "texts"]
        assert row["id"] in {hit.id for hit in texts[0].hits}
        assert all(hit.source for hit in texts[0].hits)


def test_publishers_are_found(news: Graph) -> None:
    [hit] = [hit for hit in suggest(news, "cloud desk") if hit.sort == "publisher"]
    assert hit.id in {row["publisher"] for row in news.rows("source/names")}


@pytest.mark.parametrize("query", ["", "   ", "!!", "\x00", "a" * 5000, "AND OR NOT *", 'key:"x"', "😀"])
def test_any_letters_may_be_typed(news: Graph, query: str) -> None:
    assert search(news, query).query == query
    assert len(suggest(news, query)) <= 10


@given(st.text(max_size=40))
def test_nothing_that_is_typed_breaks_the_search(news: Graph, query: str) -> None:
    assert len(suggest(news, query)) <= 10


def test_everything_that_is_there_is_found_by_its_own_words(sample: Graph) -> None:
    rows = sample.rows("timeline/events")
    for row in random.Random(3).sample(rows, 40):
        [events] = [group for group in search(sample, row["title"], 60).groups if group.name == "events"]
        assert row["event"] in {hit.id for hit in events.hits}
    for row in random.Random(3).sample(sample.rows("entity/by-name"), 40):
        [names] = [group for group in search(sample, row["label"], 60).groups if group.name == "names"]
        assert row["entity"] in {hit.id for hit in names.hits}


# --- the index --------------------------------------------------------------------------------------------------------

TEXTS = ["Anthropic raises money", "Series C of Acme", "Cohere", "OpenAI opens", "钛媒体 reports", "Über uns"]


@pytest.fixture(scope="module")
def index() -> WordIndex:
    return WordIndex.of((place, (text,), ()) for place, text in enumerate(TEXTS))


@pytest.mark.parametrize(
    ("query", "likeness", "numbers"),
    [
        ("series c", Likeness.WHOLE, [1]),
        ("c", Likeness.WHOLE, [1]),
        ("c", Likeness.TYPED, [1, 2]),  # the whole word first
        ("ser c", Likeness.TYPED, []),
        ("ser c", Likeness.BEGINNING, [1]),
        ("antropic", Likeness.NEAR, [0]),
        ("open ai", Likeness.TYPED, [3]),  # written as one
        ("媒体", Likeness.TYPED, [4]),  # within a word that is written without blanks
        ("uber", Likeness.TYPED, [5]),
    ],
)
def test_words_are_found_as_near_as_asked(index: WordIndex, query: str, likeness: Likeness, numbers: list[int]) -> None:
    assert index.find(words_of(query), 10, likeness).numbers == numbers


def test_the_weightiest_come_first_and_of_equals_the_first() -> None:
    index = WordIndex.of((weight, ("same",), ()) for weight in (1, 5, 5, 0))
    assert index.find(["same"], 10, Likeness.WHOLE).numbers == [1, 2, 0, 3]
    assert index.find(["same"], 2, Likeness.WHOLE) == ([1, 2], 4)


@given(st.text())
def test_folding_a_folded_text_changes_nothing(text: str) -> None:
    assert words_of(plain(text)) == words_of(text)


def test_indexes_kept_on_disk_find_the_same(sample_store: EmbeddedStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(sample_store.root, tmp_path / "store")
    graph = open_graph(EmbeddedStore(tmp_path / "store").snapshot())
    queries = ("anthropic", "series", "antropic", "boyd")
    kept._kept.clear()
    in_memory = [search(graph, query) for query in queries]
    assert all(found.groups for found in in_memory)

    monkeypatch.setattr(kept, "LARGE", 0)
    place = tmp_path / "store" / "kept" / graph.id / kept.NAME
    for _ in range(2):
        kept._kept.clear()
        assert [search(graph, query) for query in queries] == in_memory
        assert sorted(folder.name for folder in place.iterdir()) == ["names", "said", "titles"]

    for file in (place / "titles").glob("*.store"):
        file.write_bytes(b"broken")
    (place / "names" / "meta.json").write_text("{")
    kept._kept.clear()
    assert [search(graph, query) for query in queries] == in_memory
    assert not place.exists()
    kept._kept.clear()
