"""Tables through mappings: worked examples from end to end, single values, and what is refused."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import BadInput
from kg.ingest.base import Batch, Context, Input
from kg.ingest.mapping.adapter import MappingAdapter
from kg.ingest.mapping.model import TableMapping, read_mapping
from kg.ingest.mapping.shipped import basis, with_mapping
from kg.ontology import load_ontology
from kg.records import ClaimRecord, EntityRecord, EventRecord, PassageRecord, Record

EXAMPLES = Path(__file__).parent / "examples" / "mapped"
TABLES = sorted(path.parent for path in EXAMPLES.glob("*/mapping.toml"))
CONTEXT = Context(load_ontology())
EVENT = """
title = "T"
[[event]]
kind = "Investment"
organisation = "{Company}"
date = "{Date}"
"""


def table_of(folder: Path) -> Path:
    """The table of an example: the file that shares its folder with a mapping and is not joined."""
    return next(path for path in sorted(folder.iterdir()) if path.name not in ("mapping.toml", "expected.txt", "makers.csv"))


def read_example(folder: Path) -> Batch:
    table = table_of(folder)
    mapping = read_mapping((folder / "mapping.toml").read_bytes(), "mapping.toml")
    given_ = with_mapping(Input(table.name, table.read_bytes(), table.name, mapping=mapping, folder=folder))
    return MappingAdapter().read(given_, CONTEXT)


def read(table: str | bytes, mapping: str, name: str = "t.csv") -> Batch:
    data = table.encode() if isinstance(table, str) else table
    return MappingAdapter().read(Input(name, data, name, mapping=mapping_of(mapping)), CONTEXT)


def mapping_of(text: str) -> TableMapping:
    return read_mapping(text.encode(), "m.toml")


def told(batch: Batch) -> Iterator[str]:
    """Everything that came of a table, one line for each."""
    yield from (f"note: {note}" for note in batch.notes)
    yield from (f"{' | '.join(filter(None, _parts(record)))} | {_said(record)}" for record in batch.records)
    yield from (f"refused: {refusal}" for refusal in batch.refusals)


def _parts(record: Record) -> tuple[str, ...]:
    if isinstance(record, EventRecord):
        roles = "; ".join(f"{part.role}={part.name}" for part in record.participants)
        money = (str(record.amount or ""), str(record.valuation or ""))
        return (record.local_id, record.kind, str(record.date), record.organisation, record.title, roles, *money, record.round,
                record.note)  # fmt: skip
    if isinstance(record, ClaimRecord):
        about = f"{record.about} ({record.about_type})"
        return (
            record.local_id,
            "claim",
            str(record.date or ""),
            about,
            record.feature,
            record.value,
            record.qualifier,
            record.context,
        )
    if isinstance(record, EntityRecord):
        return record.local_id, record.type, record.name, "; ".join(record.aliases), record.url or ""
    assert isinstance(record, PassageRecord)
    return record.local_id, "text", record.heading, record.text


def _said(record: Record) -> str:
    source = record.source
    return f"{record.statement}: " + " ".join(
        filter(None, (source.publisher, source.title, source.url, str(source.published or "")))
    )


@pytest.mark.parametrize("folder", TABLES, ids=lambda folder: folder.name)
def test_an_awkward_table_gives_what_is_expected(folder: Path) -> None:
    assert list(told(read_example(folder))) == (folder / "expected.txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("folder", TABLES, ids=lambda folder: folder.name)
def test_every_refusal_says_where_and_what_to_do(folder: Path) -> None:
    refusals = read_example(folder).refusals
    assert refusals
    for refusal in refusals:
        assert refusal.line
        assert refusal.remedy
        assert refusal.text
        assert "\n" not in str(refusal)


# --- single values -----------------------------------------------------------------------------------------------------------


def value_of(cell: str, spec: str) -> list[str]:
    """What a value makes of one cell, as the positions in an event, which are any text."""
    table = json.dumps([{"Company": "Acme", "Date": "2024", "x": cell}])
    batch = read(table, f"{EVENT}roles.position = {spec}", "t.json")
    assert not batch.refusals, batch.refusals
    [record] = batch.records
    assert isinstance(record, EventRecord)
    return list(record.named("position"))


@pytest.mark.parametrize(
    ("cell", "spec", "expected"),
    [
        ("Ann", '"{x}"', ["Ann"]),
        ("Ann", '"{X }"', ["Ann"]),
        ("Ann", '"{x}[ of {Company}]"', ["Ann of Acme"]),
        ("Ann", '"{x}[ of {Date} {nowhere}]"', ["Ann"]),
        ("Ann", '"{x} of {nowhere}"', []),
        ("Ann", '"[[{x}]] {{1}}"', ["[Ann] {1}"]),
        ("Ann", '{ column = ["nowhere", "x"] }', ["Ann"]),
        ("Ann", '{ constant = "{x}" }', ["{x}"]),
        ("Ann, Bo & Cy", '{ column = "x", split = [",", "&"] }', ["Ann", "Bo", "Cy"]),
        ("Acme, Inc., Bo", '{ column = "x", split = "," }', ["Acme, Inc.", "Bo"]),
        ('"Fish, Chips", Bo (UK, EU)', '{ column = "x", split = "," }', ["Fish, Chips", "Bo (UK, EU)"]),
        ("Berkeley, University of California, Bo", '{ column = "x", split = ",", keep = ["berkeley, university of california"] }',
         ["Berkeley, University of California", "Bo"]),
        ("Ann, Bo, Cy", '{ column = "x", split = ",", pick = "first" }', ["Ann"]),
        ("Ann, Bo, Cy", '{ column = "x", split = ",", pick = "rest" }', ["Bo", "Cy"]),
        ("Ann, unknown, Ann", '{ column = "x", split = "," }', ["Ann"]),
        ("Ann (CEO)", "{ column = \"x\", pattern = '^(.*?)\\s*\\(' }", ["Ann"]),
        ("Ann Lee", "{ column = \"x\", pattern = '(\\w+) (\\w+)', take = '\\2, \\1' }", ["Lee, Ann"]),
        ("Ann Lee", "{ column = \"x\", pattern = '(?P<last>\\w+)$', take = 'last' }", ["Lee"]),
        ("Ann", "{ column = \"x\", pattern = 'Z' }", []),
        ("Ann", "{ column = \"x\", pattern = 'Z', unmatched = 'keep' }", ["Ann"]),
        ("<b>A</b> and <b>B</b>", "{ column = \"x\", pattern = '<b>(.*?)</b>', every = true }", ["A", "B"]),
        ("<p>Ann &amp; <i>Bo</i></p>", '{ column = "x", html = true }', ["Ann & Bo"]),
        ("AT&amp;T &copy=1", '"{x}"', ["AT&T &copy=1"]),
        ("\\xc2\\xa0Ann\\xe2\\x80\\x99s\\n", '"{x}"', ["Ann’s"]),
        ("O\\'Neil", '"{x}"', ["O'Neil"]),
        ("series-a", '{ column = "x", map = { "Series A" = "A round" } }', ["A round"]),
        ("other", '{ column = "x", map = { a = "b" }, unmapped = "empty" }', []),
        ("ANN LEE", '{ column = "x", case = "title" }', ["Ann Lee"]),
        ("1,234,567.50", '{ column = "x", number = "plain" }', ["1234567.5"]),
        ("1.234.567,5", '{ column = "x", number = "grouped", decimal = "," }', ["1,234,567.5"]),
        ("$1.2bn", '{ column = "x", number = "short" }', ["1.2bn"]),
        ("20.000", '{ column = "x", number = "plain", decimal = "." }', ["20"]),
        ("20.000", '{ column = "x", number = "plain", decimal = "," }', ["20000"]),
        ("3.5", '{ column = "x", number = "plain", scale = "million" }', ["3500000"]),
        ("1.52e+24", '{ column = "x", number = "plain" }', ["1.52e24"]),
        ("-12.5%", '{ column = "x", number = "plain" }', ["-12.5"]),
        ("['Ann', 'Bo']", '{ column = "x", json_path = "" }', ["Ann", "Bo"]),
        ('[{"name": "Ann"}, {"name": "Bo"}]', '{ column = "x", json_path = "name" }', ["Ann", "Bo"]),
        ("TBD", '{ column = "x", nulls = ["tbd"], default = "{Company} staff" }', ["Acme staff"]),
        ("what", '{ column = "x", number = "plain", bad = "empty" }', []),
        ("Ann", '["{x}", "Bo", "{x}"]', ["Ann", "Bo"]),
    ],
)  # fmt: skip
def test_a_value_is_made_as_the_mapping_says(cell: str, spec: str, expected: list[str]) -> None:
    assert value_of(cell, spec) == expected


@pytest.mark.parametrize(
    ("cell", "spec", "problem"),
    [
        ("Ann", '{ column = "x", map = { a = "b" }, unmapped = "refuse" }', "not in the table of values"),
        ("Ann", "{ column = \"x\", pattern = 'Z', unmatched = 'refuse' }", "does not match"),
        ("Ann", '{ column = "x", number = "plain" }', "is not an amount"),
        ("20.000", '{ column = "x", number = "plain" }', "may be read in two ways"),
        ("Ann", '{ column = "x", json_path = "" }', "neither JSON nor"),
        ("Ann", "{ column = \"x\", pattern = 'A', take = '\\3' }", "does not fit the pattern"),
        ("Ann", "{ column = \"x\", replace = { 'A' = '\\3' } }", "does not fit its pattern"),
    ],
)
def test_a_cell_that_cannot_be_read_refuses_its_record(cell: str, spec: str, problem: str) -> None:
    batch = read(json.dumps([{"Company": "Acme", "Date": "2024", "x": cell}]), f"{EVENT}roles.person = {spec}", "t.json")
    assert not batch.records
    assert [problem in refusal.problem for refusal in batch.refusals] == [True]


@pytest.mark.parametrize(
    "cell",
    ["2019", "1,250,000", "80,48,394", "12.5", "2E+11", "$5 million", "5-10m USD", "13/01/2020", "13-Jan-20", "Q3 2024",
     "https://acme.example/about", "www.acme.example"],
)  # fmt: skip
@pytest.mark.parametrize("role", ["organisation", "investor"])
def test_what_a_shifted_row_puts_for_a_name_is_refused(cell: str, role: str) -> None:
    names = {"organisation": "Acme", "investor": "Beta"} | {role: cell}
    table = json.dumps([{"Company": names["organisation"], "Investor": names["investor"], "Date": "2024"}])
    batch = read(table, f'{EVENT}roles.investor = "{{Investor}}"', "t.json")
    assert not batch.records
    assert [(refusal.field, "not a name" in refusal.problem) for refusal in batch.refusals] == [(role, True)]


@pytest.mark.parametrize(
    "name", ["23andMe", "3M", "1789 Capital", "6", "8x8", "x.ai", "Booking.com", "01.AI", "500", "24/7", "TOP 10", "7-Eleven"]
)
def test_a_name_with_figures_is_a_name(name: str) -> None:
    [record] = read(json.dumps([{"Company": name, "Date": "2024"}]), EVENT, "t.json").records
    assert isinstance(record, EventRecord)
    assert record.organisation == name


@pytest.mark.parametrize("word", ["present", "Ongoing", "current", "incumbent", "now", "to date"])
def test_an_end_that_has_not_come_is_open(word: str) -> None:
    table = f"Company,Date,End\nAcme,2019-03,{word}\n"
    [record] = read(table, EVENT.replace('"{Date}"', '{ column = "Date", until = "{End}" }')).records
    assert isinstance(record, EventRecord)
    assert str(record.date) == "2019-03/.."
    batch = read(table, EVENT.replace("{Date}", "{End}"))
    assert (batch.records, batch.refusals) == ((), ())


def test_a_cell_left_out_is_told() -> None:
    batch = read("Company,Date,Sum\nAcme,2024,a lot\n", f'{EVENT}amount = {{ column = "Sum", bad = "empty" }}')
    assert len(batch.records) == 1
    assert any(note.startswith("amount: 1 cells could not be read") for note in batch.notes)


def test_values_may_be_made_of_values_but_not_of_themselves() -> None:
    named = 'values = { a = "{b} Lee", b = { column = "Company", case = "upper" } }\n'
    [record] = read("Company,Date\nAnn,2024\n", named + EVENT + 'roles.person = "{a}"').records
    assert isinstance(record, EventRecord)
    assert record.named("person") == ("ANN Lee",)
    [refusal] = read("Company,Date\nAnn,2024\n", 'values = { a = "{b}", b = "{a}" }\n' + EVENT + 'title = "{a}"').refusals
    assert "made of itself" in refusal.problem


def test_several_values_where_one_is_needed_are_refused() -> None:
    [refusal] = read('[{"Company": ["A", "B"], "Date": "2024"}]', EVENT, "t.json").refusals
    assert (refusal.field, refusal.problem) == ("organisation", "gives 2 values where one is needed")


# --- conditions and rules ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("condition", "companies"),
    [
        ("{ Stage = true }", ["A", "B"]),
        ("{ Stage = false }", ["C"]),
        ('{ Stage = "SEED" }', ["A"]),
        ('{ Stage = ["seed", ""] }', ["A", "C"]),
        ('{ Stage = "{Other}" }', ["A"]),
        ('{ Stage = { matches = "^ser" } }', ["B"]),
        ('{ Stage = { isnt = "seed" } }', ["B", "C"]),
        ("{ Size = { above = 5 } }", ["B"]),
        ("{ Size = { above = 1, below = 6 } }", ["A"]),
        ('{ Stage = true, Company = "A" }', ["A"]),
    ],
)
def test_a_rule_holds_for_the_rows_that_it_names(condition: str, companies: list[str]) -> None:
    table = "Company,Date,Stage,Other,Size\nA,2024,Seed,seed,5\nB,2024,Series A,seed,10\nC,2024,,x,\n"
    for where in ("", "[rows]\n"):
        batch = read(table, f"{EVENT}{where}when = {condition}")
        assert [record.organisation for record in batch.records if isinstance(record, EventRecord)] == companies


def test_rows_and_rules_may_be_left_out() -> None:
    table = "Company,Date\nA,2024\nTotal,2024\n"
    for where in ("", "[rows]\n"):
        batch = read(table, f'{EVENT}{where}unless = {{ Company = "total", Date = "1999" }}')
        assert [record.organisation for record in batch.records if isinstance(record, EventRecord)] == ["A"]


def test_a_list_gives_one_record_for_each_part() -> None:
    mapping = (
        'title = "T"\nrows.id = "{id}"\n[[entity]]\ntype = "person"\neach = { column = "who", split = ";" }\nname = "{item}"'
    )
    batch = read("id,who\n7,Ann; Bo\n", mapping)
    assert [(record.local_id, record.name) for record in batch.records if isinstance(record, EntityRecord)] == [
        ("7/person/1", "Ann"),
        ("7/person/2", "Bo"),
    ]


def test_a_title_is_made_where_none_is_given() -> None:
    [record] = read("Company,Date,Sum\nAcme,2024,$5m\n", f'{EVENT}amount = "{{Sum}}"\nroles.investor = ["Beta", "Gamma"]').records
    assert isinstance(record, EventRecord)
    assert record.title == "Acme: investment, 5m USD, investor Beta and Gamma"


def test_a_rule_may_have_a_source_of_its_own() -> None:
    mapping = f'source = {{ publisher = "Desk", statement = "rumour" }}{EVENT}source = {{ url = "{{Link}}" }}'
    [record] = read("Company,Date,Link\nAcme,2024,see https://a.example/1.\n", mapping).records
    assert (record.source.publisher, record.source.url, record.statement) == ("Desk", "https://a.example/1", "rumour")


def test_who_says_it_comes_from_the_options_where_the_mapping_is_silent() -> None:
    given_ = Input("t.csv", b"Company,Date\nAcme,2024\n", "t", publisher="Our desk", mapping=mapping_of(EVENT))
    [record] = MappingAdapter().read(given_, CONTEXT).records
    assert record.source.publisher == "Our desk"


# --- whole mappings ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mapping", "words"),
    [
        ("title = ", "is not TOML"),
        ('title = "T"', "maps nothing"),
        (EVENT + "roles.chief = 'Ann'", "'chief' is not a role"),
        (EVENT.replace("Investment", "Party"), "'Party' is not an event kind"),
        (EVENT + "color = 'red'", "color: is not something that a mapping says here"),
        (EVENT + "title = '{Company'", "without its partner"),
        (EVENT + 'round = { column = "Date", pattern = "(" }', "not a regular expression"),
        (EVENT + 'round = { pattern = "a" }', "needs one of column, template and constant"),
        (EVENT + 'note = "{Compny}"', "did you mean 'Company'"),
        (EVENT.replace('"{Date}"', '{ column = "Date", order = "DDM" }'), "write DMY, MDY or YMD"),
    ],
)
def test_a_wrong_mapping_is_told_in_one_line(mapping: str, words: str) -> None:
    with pytest.raises(BadInput) as raised:
        read("Company,Date\nAcme,2024\n", mapping)
    assert words in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_column_may_be_optional() -> None:
    assert len(read("Company,Date\nAcme,2024\n", 'optional = ["Note"]\n' + EVENT + 'note = "{Note}"').records) == 1


def test_what_the_mapping_says_decides_whether_a_file_is_known() -> None:
    plain = Input("t.csv", b"Company,Date\nAcme,2024\n", "t", mapping=mapping_of(EVENT))
    other = replace(plain, mapping=mapping_of(EVENT + 'note = "new"'))
    joined = replace(plain, beside={"makers.csv": b"slug\n"})
    assert len({basis(plain), basis(other), basis(joined), basis(replace(plain, mapping=None))}) == 4
    assert basis(plain) == basis(replace(plain, name="other.csv"))


def test_a_file_to_join_must_be_there(tmp_path: Path) -> None:
    joining = mapping_of(EVENT + '[[join]]\nfile = "x.csv"\nname = "x"\non = "{Company}"\nkey = "{id}"')
    given_ = Input("t.csv", b"Company,Date\nAcme,2024\n", "t", mapping=joining, folder=tmp_path)
    with pytest.raises(BadInput, match=r"joins x\.csv, which is not beside it"):
        with_mapping(given_)
    (tmp_path / "x.csv").write_text("id,name\nAcme,Acme Group\n")
    assert with_mapping(given_).beside == {"x.csv": b"id,name\nAcme,Acme Group\n"}


CELL = st.text(alphabet='Aé1.,"\n\r;-/{}[]()%$\\x=: \u00a0', max_size=25)


@settings(max_examples=120)
@given(st.lists(st.lists(CELL, min_size=1, max_size=5), max_size=5))
def test_whatever_stands_in_a_table_is_read_or_refused(rows: list[list[str]]) -> None:
    table = "Company,Date,Sum,Link\nAcme,2024,1,\n" + "\n".join(",".join(row) for row in rows)
    mapping = EVENT + 'amount = { column = "Sum", currency = "USD" }\nsource = { url = "{Link}" }'
    batch = read(table, f'{mapping}\nroles.investor = {{ column = "Company", split = ";" }}')
    assert len(batch.records) + len(batch.refusals) >= 1
    assert all(refusal.line and refusal.remedy for refusal in batch.refusals)


@settings(max_examples=80)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.floats(), st.integers(), CELL),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["Company", "Date", "a"]), inner, max_size=3),
        max_leaves=8,
    )
)
def test_whatever_json_says_is_read_or_refused(value: object) -> None:
    try:
        batch = read(json.dumps([{"Company": value, "Date": "2024"}, value]), EVENT, "t.json")
    except BadInput:
        return
    assert all(refusal.line and refusal.remedy for refusal in batch.refusals)
