"""An index of texts by their words: what begins with these letters, what is spelt nearly so, the weightiest first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

import tantivy

from kg.resolve.names import latinised

_WRITTEN_WITHOUT_BLANKS = re.compile(r"([\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af])")
_LAST = 2**32 - 1
_WORDS = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).build()


class Likeness(IntEnum):
    """How near a text must come to what is asked for."""

    WHOLE = 0
    """Every word is in it."""
    TYPED = 1
    """Every word is in it, or the last only as a beginning, since people type."""
    BEGINNING = 2
    """Every word is the beginning of one in it."""
    NEAR = 3
    """Every word is in it but for a letter, or two of a long one."""


class Found(NamedTuple):
    """Numbers of the texts that fit, the weightiest first, and how many fit altogether."""

    numbers: list[int]
    total: int


class WordIndex:
    """Texts by their words. Each text has a number, which is its place among those it was made of."""

    def __init__(self, index: tantivy.Index) -> None:
        self._schema = index.schema
        self._searcher = index.searcher()

    @classmethod
    def of(cls, texts: Iterable[tuple[int, Sequence[str], Sequence[str]]], place: Path | None = None) -> WordIndex:
        """An index in memory, or in a folder that is made for it.

        Of each thing: its weight, its texts, and the keys it is also found by, in the order of their numbers.
        """
        if place is not None:
            place.mkdir(parents=True)
        index = tantivy.Index(_schema(), path=str(place) if place else None)
        index.register_tokenizer("words", _WORDS)
        writer = index.writer(heap_size=128_000_000, num_threads=1)
        for number, (weight, several, keys) in enumerate(texts):
            # No two orders are equal: the same texts are found in the same order, however the index was made.
            order = min(weight, _LAST >> 1) << 32 | _LAST - number
            writer.add_document(tantivy.Document(words=[plain(text) for text in several], key=list(keys), order=order))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        return cls(index)

    @classmethod
    def at(cls, place: Path) -> WordIndex:
        """The index in a folder. Raises OSError or ValueError where none can be read there."""
        return cls(tantivy.Index.open(str(place)))

    def find(self, words: Sequence[str], limit: int, likeness: Likeness, key: str = "") -> Found:
        """Texts with all of these words, or with all of them written as one, or whose key begins so.

        Texts that have the last word as it stands come before those in which it is a beginning.
        """
        if not words:
            return Found([], 0)
        choices = [self._all(self._parts(words, likeness))]
        if len(words) > 1:
            choices.append(self._near("words", "".join(words), 0, prefix=likeness is not Likeness.WHOLE))
        if key:
            choices.append(self._near("key", key, _slips(key) if likeness is Likeness.NEAR else 0, prefix=True))
        begun = self._found(tantivy.Query.boolean_query([(tantivy.Occur.Should, choice) for choice in choices]), limit)
        if likeness is not Likeness.TYPED or not begun.total:
            return begun
        whole = self._found(self._all(self._parts(words, Likeness.WHOLE)), limit)
        return Found(list(dict.fromkeys([*whole.numbers, *begun.numbers]))[:limit], begun.total)

    def with_key(self, key: str, limit: int) -> list[int]:
        """Texts that have just this key."""
        return self._found(tantivy.Query.term_query(self._schema, "key", key), limit).numbers if key else []

    def _all(self, parts: Iterable[tantivy.Query]) -> tantivy.Query:
        return tantivy.Query.boolean_query([(tantivy.Occur.Must, part) for part in parts])

    def _parts(self, words: Sequence[str], likeness: Likeness) -> Iterable[tantivy.Query]:
        for place, word in enumerate(words):
            is_last = place == len(words) - 1
            is_beginning = likeness is Likeness.BEGINNING or (likeness is not Likeness.WHOLE and is_last)
            yield self._near("words", word, _slips(word) if likeness is Likeness.NEAR else 0, prefix=is_beginning)

    def _near(self, field: str, word: str, slips: int, *, prefix: bool) -> tantivy.Query:
        return tantivy.Query.fuzzy_term_query(self._schema, field, word, distance=slips, prefix=prefix)

    def _found(self, query: tantivy.Query, limit: int) -> Found:
        result = self._searcher.search(query, limit=limit, count=True, order_by_field="order")
        return Found([_LAST - (int(order) & _LAST) for order, _ in result.hits], result.count)  # type: ignore[attr-defined] # the stubs lack it


def _schema() -> tantivy.Schema:
    builder = tantivy.SchemaBuilder()
    builder.add_text_field("words", tokenizer_name="words", index_option="basic")
    builder.add_text_field("key", tokenizer_name="raw", index_option="basic")
    builder.add_integer_field("order", fast=True)
    return builder.build()


def plain(text: str) -> str:
    """A text as it is looked for: small plain letters, and blanks between signs of scripts that are written without them."""
    return _WRITTEN_WITHOUT_BLANKS.sub(r" \1 ", latinised(text))


def words_of(text: str) -> list[str]:
    """The words of a text, as the index holds them.

    >>> words_of("GPT-4.5: Ünïcode 钛媒")
    ['gpt', '4', '5', 'unicode', '钛', '媒']
    """
    return re.findall(r"[^\W_]+", plain(text))


def _slips(word: str) -> int:
    """How many letters may be wrong in a word: none in a short one."""
    return 0 if len(word) < 4 else 1 if len(word) < 8 else 2
