"""Which keys are one: a function of what is declared, whatever its order, and of nothing that is not tied to them."""

from __future__ import annotations

from collections.abc import Sequence

from hypothesis import given
from hypothesis import strategies as st

from kg.dates import Moment
from kg.ontology import load_ontology
from kg.records import EntityRecord, EventRecord, Participant, Record, SourceRecord
from kg.resolve.entities import Mention, joinings, unite

ONTOLOGY = load_ontology()
SOURCE = SourceRecord(title="A page")

plain = [f"agent/{letter}" for letter in "abcdefg"]
keys = st.sampled_from([*plain, "agent/a..b", "agent/a..c", "agent/d..c", "agent/e..f"])
joined_sets = st.lists(st.frozensets(keys, min_size=2, max_size=4), max_size=6)
apart_pairs = st.lists(st.frozensets(st.sampled_from(plain), min_size=2, max_size=2), max_size=3)


def groups(standing: dict[str, str]) -> set[frozenset[str]]:
    found: dict[str, set[str]] = {}
    for key, root in standing.items():
        found.setdefault(root, set()).add(key)
    return {frozenset(group) for group in found.values()}


@given(joined_sets, apart_pairs, st.randoms())
def test_the_order_does_not_matter(joined: list[frozenset[str]], apart: list[frozenset[str]], chance: object) -> None:
    turned, turned_apart = [*joined], [*apart]
    chance.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis' own Random
    chance.shuffle(turned_apart)  # type: ignore[attr-defined]
    assert unite(turned, turned_apart) == unite(joined, apart) == unite([*joined, *turned], apart)


@given(joined_sets, joined_sets, apart_pairs)
def test_what_is_not_tied_to_a_key_has_no_say(
    joined: list[frozenset[str]], far: list[frozenset[str]], apart: list[frozenset[str]]
) -> None:
    elsewhere = [frozenset(f"work/{key.partition('/')[2]}" for key in some) for some in far]
    assert unite(joined, apart).items() <= unite([*joined, *elsewhere], apart).items()


@given(joined_sets, apart_pairs)
def test_what_is_apart_stays_apart(joined: list[frozenset[str]], apart: list[frozenset[str]]) -> None:
    standing = unite(joined, apart)
    for pair in apart:
        one, other = sorted(pair)
        assert one not in standing or other not in standing or standing[one] != standing[other]


@given(joined_sets)
def test_the_smallest_key_stands_for_its_group(joined: list[frozenset[str]]) -> None:
    standing = unite(joined)
    for group in groups(standing):
        smallest = min(group, key=lambda key: (".." in key, key))
        assert {standing[key] for key in group} == {smallest}


def test_nothing_is_joined_without_being_told() -> None:
    assert unite([]) == {}


# --- what records declare ---------------------------------------------------------------------------------------------------


def named(*names: str) -> EntityRecord:
    return EntityRecord(source=SOURCE, statement="reported", type="organization", name=names[0], aliases=names[1:])


def event(organisation: str, *, statement: str = "reported", kind: str = "Rebrand", **roles: str) -> EventRecord:
    parts = tuple(Participant(role=role, name=name) for role, name in roles.items())
    fields = {"title": "It happens", "organisation": organisation, "date": Moment.parse("2021-10-28"), "participants": parts}
    return EventRecord(source=SOURCE, statement=statement, kind=kind, **fields)  # type: ignore[arg-type]


def one(first: str, second: str, told: Sequence[Record], apart: Sequence[tuple[str, str]] = ()) -> bool:
    """Whether two names of organisations stand for one after these records."""
    sets = [frozenset(name.key for name in joined) for record in told for joined in joinings(record, ONTOLOGY)]
    pairs = [frozenset(Mention(name, "organization").key for name in pair) for pair in apart]
    mine, theirs = Mention(first, "organization").key, Mention(second, "organization").key
    standing = unite(sets, pairs)
    return standing.get(mine, mine) == standing.get(theirs, theirs)


def test_brackets_mean_what_is_outside() -> None:
    told = [event("OpenAI (Microsoft)"), event("Google (DeepMind)"), event("Anysphere (Cursor)")]
    assert one("OpenAI (Microsoft)", "OpenAI", told)
    assert one("Anysphere (Cursor)", "Anysphere", told)
    assert one("Google (DeepMind)", "Google", told)
    assert not one("OpenAI (Microsoft)", "Microsoft", told)
    assert not one("Google (DeepMind)", "Google DeepMind", told)


def test_brackets_mean_a_known_alias_where_there_is_one() -> None:
    told: list[Record] = [event("Google (DeepMind)"), named("Google DeepMind", "DeepMind")]
    assert one("Google (DeepMind)", "Google DeepMind", told)
    assert not one("Google (DeepMind)", "Google", told)
    assert not one("Google", "Google DeepMind", told)


def test_an_abbreviation_in_brackets_is_another_name() -> None:
    assert one("IBM", "International Business Machines", [event("International Business Machines (IBM)")])
    assert one("Facebook", "Meta", [event("Meta (formerly Facebook)")])
    assert one("IBM", "Big Blue", [named("International Business Machines (IBM)", "Big Blue")])


def test_an_abbreviation_of_two_things_joins_neither() -> None:
    told = [event("American Medical Association (AMA)"), event("American Marketing Association (AMA)")]
    assert not one("American Medical Association", "American Marketing Association", told)
    assert not one("AMA", "American Medical Association", told)
    assert one("AMA", "American Medical Association", told[:1])


def test_several_brackets_in_one_record_are_several_things() -> None:
    told = [event("New York University (NYU)", kind="Partnership", partner="Chinese University of Hong Kong (CUHK)")]
    assert one("NYU", "New York University", told)
    assert one("CUHK", "Chinese University of Hong Kong", told)
    assert not one("NYU", "CUHK", told)


def test_a_decision_goes_before_a_declaration() -> None:
    told = [event("Meta (formerly Facebook)")]
    assert not one("Meta", "Facebook", told, apart=[("Meta", "Facebook")])


def test_a_new_name_is_one_with_the_former() -> None:
    assert one("Meta", "Facebook", [event("Meta", former_name="Facebook")])
    assert not one("Google", "Bard", [event("Google", product="Gemini", former_name="Bard")])
    assert not one("Meta", "Facebook", [event("Meta", former_name="Facebook", statement="machine-generated")])
    assert not one("Meta", "Facebook", [event("Meta", former_name="Facebook", statement="rumour")])


def test_a_product_has_a_former_name_of_its_own() -> None:
    (joined,) = joinings(event("Google", product="Gemini", former_name="Bard"), ONTOLOGY)
    assert joined == {Mention("Gemini", "product"), Mention("Bard", "product")}
