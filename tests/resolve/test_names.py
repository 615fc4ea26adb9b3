"""Names: which spellings are one, and which are not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.records import clean
from kg.resolve.entities import Mention, entity_iri, unite
from kg.resolve.names import clearest, name_key

texts = st.text(min_size=1, max_size=40).map(clean).filter(bool)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("X-ai", "xAI"),
        ("x.ai", "xAI"),
        ("OpenAI, Inc.", "openai"),
        ("Clément Delangue", "Clement Delangue"),
        ("Nvidia Corporation", "NVIDIA"),
        ("Hugging Face", "HuggingFace"),
        ("AT&T", "AT and T"),
        ("Ｍｉｓｔｒａｌ", "Mistral"),
        ("Foo Co., Ltd.", "Foo"),
        ("Gemini 1.5 Pro", "gemini-1.5-pro"),
    ],
)
def test_spellings_of_one_name(one: str, other: str) -> None:
    assert name_key(one) == name_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("DeepMind", "Google DeepMind"),
        ("Google Brain", "Google Research"),
        ("Claude 3.5", "Claude 35"),
        ("Claude 3", "Claude 3.5"),
        ("Disney+", "Disney"),
        ("钛媒体", "虎嗅"),
        ("Inc", ""),
        ("GPT-4", "GPT-4o"),
        ("Command R", "Command R+"),
    ],
)
def test_names_of_different_things(one: str, other: str) -> None:
    assert name_key(one) != name_key(other)


@given(texts)
def test_every_name_has_a_key_that_is_its_own_key(name: str) -> None:
    key = name_key(name)
    assert key
    assert name_key(name.swapcase()) == name_key(name.swapcase().swapcase()) or not name.isascii()
    assert entity_iri(Mention(name, "organization").key).value.startswith("https://w3id.org/eventline/id/agent/")


@given(st.lists(texts.map(lambda name: Mention(name, "organization").key), unique=True, max_size=12))
def test_different_keys_are_different_entities(keys: list[str]) -> None:
    assert len({entity_iri(key) for key in keys}) == len(keys)


def test_the_clearest_name_is_shown() -> None:
    assert clearest(frozenset({"ACME ROBOTICS", "acme robotics", "Acme Robotics"})) == "Acme Robotics"
    assert clearest(frozenset({"IBM", "ibm"})) == "IBM"


def test_nothing_is_joined_without_being_told() -> None:
    assert unite([]) == {}
