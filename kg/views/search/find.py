"""Finding: what fits the words that a person types, the best first."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal, cast

import numpy as np
from rapidfuzz import fuzz

from kg.resolve.names import pressed
from kg.views.graph import Graph, grouped
from kg.views.search.content import Content
from kg.views.search.kept import searched
from kg.views.search.shapes import HitGroup, HitRow, SearchResult, Sort
from kg.views.search.words import Found, Likeness, WordIndex, words_of
from kg.views.spelt import counted

_SORT_OF: dict[str, Sort] = {
    "Organization": "company", "Person": "person", "AIModel": "model", "Product": "product", "Place": "place", "Agent": "agent",
}  # fmt: skip
_LOOKED_AT = 60
"""Names that are put in order by how they fit; of more, the weightiest."""
_LONGEST = 200
"""Letters of a query; what is beyond is not looked at."""
_SUGGESTED = {"names": 6, "events": 5, "texts": 3}
"""How many suggestions of each group, where all have enough."""

Group = Literal["names", "events", "texts"]


def search(graph: Graph, query: str, limit: int = 20, *, typing: bool = False) -> SearchResult:
    """What fits a query, by group; at most `limit` hits of each. A group of which nothing fits is left out.

    Whole words count; where none fits, beginnings of words, and then words that are spelt nearly so. Names fit by their
    beginnings too. While somebody is `typing`, the last word may be a beginning anywhere.
    """
    things, words, key = searched(graph), words_of(query[:_LONGEST]), pressed(query[:_LONGEST])
    content = things.content
    first = Likeness.TYPED if typing else Likeness.WHOLE
    names, names_near = _nearest(things.names, words, _LOOKED_AT, Likeness.TYPED, key)
    events, events_near = _nearest(things.titles, words, limit, first, near=names_near or not names.total)
    texts, texts_near = _nearest(things.said, words, limit, first, near=not (names.total or events.total))
    called = dict.fromkeys([*things.names.with_key(key, _LOOKED_AT), *names.numbers])
    groups = (
        HitGroup(name="names", hits=tuple(_names(content, called, words, key)[:limit]), total=names.total),
        HitGroup(name="events", hits=tuple(_events(graph, content, events.numbers, words)), total=events.total),
        HitGroup(name="texts", hits=tuple(_texts(content, texts.numbers)), total=texts.total),
    )
    return SearchResult(
        query=query,
        near=any((names_near, events_near, texts_near))
        and not any(found.total for found, near in ((names, names_near), (events, events_near), (texts, texts_near)) if not near),
        groups=tuple(group for group in groups if group.hits),
    )


def suggest(graph: Graph, query: str, limit: int = 10) -> tuple[HitRow, ...]:
    """The best hits of all groups, for a box that people type into: names first, then events, then texts."""
    groups = search(graph, query, limit, typing=True).groups
    shown = {group.name: min(len(group.hits), _SUGGESTED[group.name]) for group in groups}
    for group in groups:
        shown[group.name] = min(len(group.hits), max(shown[group.name], limit - sum(shown.values()) + shown[group.name]))
    return tuple(hit for group in groups for hit in group.hits[: shown[group.name]])[:limit]


def _nearest(
    index: WordIndex, words: Sequence[str], limit: int, first: Likeness, key: str = "", *, near: bool = True
) -> tuple[Found, bool]:
    """What fits as closely as anything does, from the `first` likeness on, and whether that is only nearly."""
    for likeness in Likeness:
        if likeness >= first and (likeness is not Likeness.NEAR or near):
            found = index.find(words, limit, likeness, key)
            if found.total:
                return found, likeness is Likeness.NEAR
    return Found([], 0), False


# --- names ------------------------------------------------------------------------------------------------------------


def _names(content: Content, found: Iterable[int], words: Sequence[str], key: str) -> list[HitRow]:
    """The entity or publisher of just that name first, then those that begin so, then by how much is told of them."""
    ranked = sorted(found, key=lambda number: _rank(content, number, key, words))
    return [_name(content, number, words) for number in ranked]


def _rank(content: Content, number: int, key: str, words: Sequence[str]) -> tuple[bool, bool, float, int, int]:
    keys = [pressed(name) for name in _called(content, number)]
    fits = any(key in own or set(words) <= set(words_of(own)) for own in keys)
    unlike = 0.0 if fits else -max((fuzz.ratio(key, own) for own in keys), default=0.0)
    weight = content.weights[number] if number < len(content.weights) else 0
    return key not in keys, not any(own.startswith(key) for own in keys), unlike, -weight, number


def _called(content: Content, number: int) -> Sequence[str]:
    if number < len(content.aliases):
        return content.aliases[number]
    return [content.publishers["name"][number - len(content.aliases)].as_py()]


def _name(content: Content, number: int, words: Sequence[str]) -> HitRow:
    if number >= len(content.aliases):
        publisher = content.publishers.slice(number - len(content.aliases), 1).to_pylist()[0]
        return HitRow(sort="publisher", id=publisher["publisher"], text=publisher["name"])
    entity = content.table.entities.slice(number, 1).to_pylist()[0]
    sort: Sort = next((_SORT_OF[name] for name in _SORT_OF if name in entity["types"]), "agent")
    return HitRow(
        sort=sort,
        id=content.table.entity_iri(number),
        text=entity["name"],
        matched=_fitting(entity["name"], content.aliases[number], words),
        detail=counted(content.weights[number], "event") if content.weights[number] else "",
    )


# --- events and texts -------------------------------------------------------------------------------------------------


def _events(graph: Graph, content: Content, numbers: Sequence[int], words: Sequence[str]) -> Iterable[HitRow]:
    table = content.table
    iris = table.iris(np.array(numbers, np.int32))
    titles = {iri: table.title[number].as_py() for iri, number in zip(iris, numbers, strict=True)}
    unlike = [iri for iri, title in titles.items() if not _fits(title, words)]
    told = grouped(graph.rows("projection/titles", event=unlike), "event") if unlike else {}
    for iri, number in zip(iris, numbers, strict=True):
        others = sorted(row["told"] for row in told.get(iri, ()))
        yield HitRow(
            sort="event",
            id=iri,
            text=titles[iri],
            matched=_fitting(titles[iri], others, words),
            detail=table.entities["name"][int(table.organisation[number])].as_py(),
            date=table.date[number].as_py(),
        )


def _texts(content: Content, numbers: Sequence[int]) -> Iterable[HitRow]:
    for number in numbers:
        row = content.texts.slice(number, 1).to_pylist()[0]
        yield HitRow(sort=cast(Sort, row["sort"]), id=row["id"], text=row["text"], about=row["about"], source=row["source"])


def _fitting(text: str, others: Iterable[str], words: Sequence[str]) -> str:
    """The other name or title that fits where the text itself does not."""
    return "" if _fits(text, words) else next((other for other in others if _fits(other, words)), "")


def _fits(text: str, words: Sequence[str]) -> bool:
    own = words_of(text)
    return all(any(known.startswith(word) for known in own) for word in words)
