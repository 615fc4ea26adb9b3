"""Which names a person is asked about: found among many, ranked by what the answer is worth."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kg.records import EntityType
from kg.resolve.candidates import NamedEntity, compare, name_doubts


def entity(*names: str, kind: EntityType = "organization", count: int = 1, address: str = "", declared: str = "") -> NamedEntity:
    addresses = frozenset({address} - {""})
    return NamedEntity(names[0], kind, frozenset(names), count, addresses, frozenset({declared} - {""}))


def asked(*entities: NamedEntity) -> list[set[str]]:
    return [{doubt.one.id, doubt.other.id} for doubt in name_doubts(entities)]


WORDS = ("Acme", "Acne", "Labs", "AI", "Bank", "Robotics", "(ARL)", "J.", "Smith", "3", "4")

names = st.lists(
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join),
    unique=True,
    max_size=8,
)


@given(names, st.randoms())
def test_the_order_of_entities_does_not_matter(told: list[str], chance: object) -> None:
    entities = [entity(name) for name in told]
    turned = [*entities]
    chance.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis' own Random
    assert name_doubts(turned) == name_doubts(entities)


@given(names)
def test_who_is_asked_about_is_not_different(told: list[str]) -> None:
    for doubt in name_doubts(entity(name) for name in told):
        assert doubt.judgement.verdict != "different"
        assert doubt.judgement.reasons
        assert doubt.one.id != doubt.other.id


def test_pairs_are_found_among_many() -> None:
    crowd = [entity(f"Firm {letter}{other}orp") for letter in "BCDFGHJKLM" for other in "aeiou"]
    found = asked(*crowd, entity("Safe Superintelligence"), entity("SSI"), entity("Andreessen Horowitz"), entity("a16z"))
    assert {"SSI", "Safe Superintelligence"} in found
    assert {"a16z", "Andreessen Horowitz"} in found


def test_what_many_records_name_comes_first() -> None:
    rare = entity("Brightly"), entity("Brightly AI")
    often = entity("Mistral", count=40), entity("Mistral AI", count=90)
    assert asked(*rare, *often) == [{"Mistral", "Mistral AI"}, {"Brightly", "Brightly AI"}]


def test_one_address_is_a_reason_to_ask_and_a_shared_site_is_none() -> None:
    assert asked(entity("Foo", address="https://www.foo.example/a"), entity("Quux", address="https://foo.example/"))
    assert not asked(entity("Foo", address="https://github.com/foo"), entity("Quux", address="https://github.com/quux"))


def test_what_a_source_declares_is_asked_where_it_was_not_joined() -> None:
    (doubt,) = name_doubts([entity("Meta", declared="Facebook"), entity("Facebook")])
    assert doubt.judgement.reasons[0] == "a source declares them to be one"


def test_only_a_known_maker_stands_before_a_model() -> None:
    models = entity("Nova Pro", kind="model"), entity("Amazon Nova Pro", kind="model"), entity("Super Nova Pro", kind="model")
    assert asked(*models) == []
    assert asked(*models, entity("Amazon")) == [{"Nova Pro", "Amazon Nova Pro"}]


def test_models_and_companies_are_never_one() -> None:
    assert asked(entity("Sora"), entity("Sora AI", kind="model")) == []


def test_brackets_are_asked_about_by_the_name_that_has_them() -> None:
    (doubt,) = name_doubts([entity("Google", "Google (DeepMind)"), entity("Google DeepMind")])
    assert doubt.names == ("Google (DeepMind)", "Google DeepMind")


def test_numbers_that_differ_are_different() -> None:
    assert compare("GPT-4", "GPT-5", "model").verdict == "different"
    assert compare("Fund 3", "Fund 4", "organization").verdict == "different"
