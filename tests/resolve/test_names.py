"""Names: which spellings are one, which are not, and which a person is asked about."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import EntityType, clean
from kg.resolve.brackets import bracketed
from kg.resolve.candidates import compare
from kg.resolve.entities import Mention, entity_iri
from kg.resolve.names import abbreviates, clearest, name_key, without_legal_form
from kg.resolve.works import work_key

EXAMPLES = Path(__file__).with_name("names")

texts = st.text(min_size=1, max_size=40).map(clean).filter(bool)
types: st.SearchStrategy[EntityType] = st.sampled_from(["organization", "person", "agent", "model", "product", "place"])


class Pair(NamedTuple):
    type: EntityType
    one: str
    other: str
    answer: str


def pairs(part: str) -> list[Pair]:
    with (EXAMPLES / f"{part}.tsv").open(encoding="utf-8", newline="") as file:
        return [Pair(*row) for row in list(csv.reader(file, delimiter="\t"))[1:]]  # type: ignore[arg-type]  # types are read as text


EVERY_PAIR = [*pairs("tuned"), *pairs("untouched")]


@pytest.mark.parametrize("pair", EVERY_PAIR, ids=lambda pair: f"{pair.one} | {pair.other}")
def test_only_what_is_the_same_has_one_key(pair: Pair) -> None:
    """The keys decide alone, so they may miss a spelling but never join two things."""
    if pair.answer != "same":
        assert Mention(pair.one, pair.type).key != Mention(pair.other, pair.type).key


@pytest.mark.parametrize("part", ["tuned", "untouched"])
def test_most_pairs_are_answered_as_a_person_would(part: str) -> None:
    wrong = [pair for pair in pairs(part) if compare(pair.one, pair.other, pair.type).verdict != pair.answer]
    assert len(pairs(part)) > 100
    assert len(wrong) <= 0.08 * len(pairs(part)), wrong


@pytest.mark.parametrize("pair", EVERY_PAIR, ids=lambda pair: f"{pair.one} | {pair.other}")
def test_the_order_of_two_names_does_not_matter(pair: Pair) -> None:
    assert compare(pair.one, pair.other, pair.type) == compare(pair.other, pair.one, pair.type)


# --- keys ---------------------------------------------------------------------------------------------------------------


@given(texts)
def test_the_key_of_a_key_is_the_key(name: str) -> None:
    key = name_key(name)
    assert key
    assert name_key(f"  {name} ") == key
    assert entity_iri(Mention(name, "organization").key).value.startswith("https://w3id.org/eventline/id/agent/")


@given(st.lists(st.tuples(texts, types).map(lambda given: Mention(*given).key), unique=True, max_size=12))
def test_different_keys_are_different_entities(keys: list[str]) -> None:
    assert len({entity_iri(key) for key in keys}) == len(keys)


@given(texts, texts)
def test_only_brackets_make_two_dots(outside: str, inside: str) -> None:
    assert ".." not in name_key(outside)
    assert ".." not in work_key(inside)


@given(texts, types, types)
def test_the_key_depends_on_the_space_alone(name: str, one: EntityType, other: EntityType) -> None:
    mine, theirs = Mention(name, one).key, Mention(name, other).key
    assert (mine == theirs) == (mine.partition("/")[0] == theirs.partition("/")[0])


@pytest.mark.parametrize("name", ["Inc", "Co.", "ООО", "The", "&", "…", "有限公司", "()", "/", "4.0", "2024-05-13", "latest"])
def test_a_name_that_is_nothing_but_trimmings_keeps_them(name: str) -> None:
    assert name_key(name)
    assert work_key(name)
    assert without_legal_form(name) == name


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("Rodrigo Sá", "Rodrigo Sá"),
        ("Rodrigo Sa", "Rodrigo Sa"),
        ("Nestlé S.A.", "Nestlé"),
        ("Foo Pty. Ltd.", "Foo"),
        ("PJSC Foo", "PJSC Foo"),
        ("ПАО Сбербанк", "Сбербанк"),
        ("Foo Corp., Inc.", "Foo"),
        ("Saudi Aramco", "Saudi Aramco"),
        ("Inception", "Inception"),
    ],
)
def test_legal_forms_go_and_names_like_them_stay(name: str, bare: str) -> None:
    assert without_legal_form(name) == bare


def test_voiced_and_unvoiced_kana_differ() -> None:
    assert name_key("ガス") != name_key("カス")


# --- brackets and abbreviations -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "outside", "inside", "other_name"),
    [
        ("International Business Machines (IBM)", "International Business Machines", "IBM", True),
        ("Meta (formerly Facebook)", "Meta", "Facebook", True),
        ("Alphabet (previously known as Google)", "Alphabet", "Google", True),
        ("Tencent (腾讯)", "Tencent", "腾讯", True),
        ("Ola / Ola Cabs", "Ola", "Ola Cabs", True),
        ("OpenAI (Microsoft)", "OpenAI", "Microsoft", False),
        ("Anysphere (Cursor)", "Anysphere", "Cursor", False),
        ("Morgan Stanley (MS)", "Morgan Stanley", "MS", False),
        ("Google (originals)", "Google", "originals", False),
    ],
)
def test_names_beside_names(name: str, outside: str, inside: str, other_name: bool) -> None:
    found = bracketed(name)
    assert found is not None
    assert (found.outside, found.inside, found.other_name) == (outside, inside, other_name)


@pytest.mark.parametrize("name", ["Google / Microsoft", "DiT-XL/2", "(Google)", "Google ()", "Google", "Univ. (UC) Berkeley"])
def test_names_alone(name: str) -> None:
    assert bracketed(name) is None


@pytest.mark.parametrize(
    ("short", "long"),
    [
        ("KAIST", "Korea Advanced Institute of Science and Technology"),
        ("MBZUAI", "Mohamed bin Zayed University of Artificial Intelligence"),
        ("SDXL", "Stable Diffusion XL"),
        ("CUHK", "Chinese University of Hong Kong"),
    ],
)
def test_abbreviations(short: str, long: str) -> None:
    assert abbreviates(short, long)
    assert not abbreviates(long, short)


# --- the name to show ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("names", "shown"),
    [
        ({"ACME ROBOTICS", "acme robotics", "Acme Robotics"}, "Acme Robotics"),
        ({"IBM", "ibm"}, "IBM"),
        ({"OpenAI, Inc.", "OpenAI", "openai"}, "OpenAI"),
        ({"智谱AI", "Zhipu AI", "zhipuai"}, "Zhipu AI"),
        ({"MIT", "Massachusetts Institute of Technology (MIT)", "Massachusetts Institute of Technology"},
         "Massachusetts Institute of Technology"),
        ({"gpt-4o-2024-05-13", "GPT-4o"}, "GPT-4o"),
    ],
)  # fmt: skip
def test_the_clearest_name_is_shown(names: set[str], shown: str) -> None:
    assert clearest(frozenset(names)) == shown
