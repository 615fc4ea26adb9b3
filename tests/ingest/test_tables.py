"""Facts tables: good rows become records, bad ones are refused one by one."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import BadInput
from kg.ingest.base import Batch, Context, Input
from kg.ingest.tables import TableAdapter
from kg.ontology import load_ontology
from kg.records import EventRecord

EXAMPLES = Path(__file__).parent / "examples" / "tables"
CONTEXT = Context(load_ontology())
HEAD = "kind,date,title,organisation,participants,source_url,note\n"


def read(data: bytes | str, name: str = "facts.csv") -> Batch:
    data = data.encode() if isinstance(data, str) else data
    return TableAdapter().read(Input(name, data, name), CONTEXT)


def read_example(name: str) -> Batch:
    return read((EXAMPLES / name).read_bytes(), name)


def events(batch: Batch) -> list[EventRecord]:
    return [record for record in batch.records if isinstance(record, EventRecord)]


def titles(batch: Batch) -> list[str]:
    return [record.title for record in events(batch)]


def told(record: EventRecord) -> list[tuple[str, str]]:
    return [(part.role, part.name) for part in record.participants]


def test_bad_rows_are_refused_with_line_field_and_remedy() -> None:
    batch = read_example("mixed.csv")
    expected = [line.split("\t") for line in (EXAMPLES / "mixed.expected.tsv").read_text(encoding="utf-8").splitlines()]
    assert [(str(refusal.line), refusal.field) for refusal in batch.refusals] == [(line, field) for line, field, _ in expected]
    for refusal, (_, _, words) in zip(batch.refusals, expected, strict=True):
        assert words in refusal.problem
        assert refusal.path == "mixed.csv"
        assert refusal.remedy
        assert "\n" not in str(refusal)


def test_good_rows_are_kept_whole() -> None:
    hire, round_ = events(read_example("mixed.csv"))
    assert (hire.kind, str(hire.date), hire.organisation, hire.statement, hire.local_id) == (
        "Hire",
        "2026-04",
        "Anthropic",
        "reported",
        "a1",
    )
    assert told(hire) == [("person", "Ann Lee"), ("employer_from", "Microsoft")]
    assert (hire.source.url, hire.source.publisher, str(hire.source.published)) == (
        "https://news.example/1",
        "Daily",
        "2026-04-07",
    )
    assert (str(round_.date), round_.round, str(round_.amount), str(round_.valuation)) == (
        "2024-35",
        "Series A",
        "about 5m USD",
        "50m USD",
    )
    assert (round_.title, round_.statement, round_.note) == ("Acme raises, it says, $5m", "company-announcement", "two lines")


def test_a_broken_quote_costs_only_the_rows_it_damages() -> None:
    batch = read_example("broken-quotes.csv")
    assert titles(batch) == ["One, and only", "Three", "Five", "Seven", "Eight"]
    assert [refusal.line for refusal in batch.refusals] == [3, 5, 8]


def test_many_broken_quotes_are_read_in_time() -> None:
    batch = read(HEAD + 'Hire,2024,"never closed,Acme,,,\n' * 3000 + "Hire,2024,Fine,Acme,,,\n")
    assert titles(batch)[-1] == "Fine"


def test_json_lines_tell_participants_in_three_ways() -> None:
    batch = read_example("facts.jsonl")
    assert [told(record) for record in events(batch)[:3]] == [[("person", "Ann Lee"), ("employer_from", "Beta")]] * 3
    figures = events(batch)[3]
    assert (str(figures.amount), str(figures.valuation), figures.local_id) == ("5m USD", "25m USD", "4")


@pytest.mark.parametrize("name", ["Unknown", "undisclosed", "N/A"])
def test_a_word_for_nobody_takes_part_in_nothing(name: str) -> None:
    batch = read(f"{HEAD}Hire,2024,Acme hires a chief,Acme,person={name}; employer_from=Beta,,\n")
    assert [told(record) for record in events(batch)] == [[("employer_from", "Beta")]]


def test_bad_json_lines_are_refused_one_by_one() -> None:
    refused = [(refusal.line, refusal.field) for refusal in read_example("facts.jsonl").refusals]
    assert refused == [(6, "title"), (7, "participants"), (8, "participants"), (9, ""), (10, ""), (11, "kind"), (12, "retrieved")]
    for refusal in read_example("facts.jsonl").refusals:
        json.dumps([refusal.problem, refusal.text]).encode("ascii")
        str(refusal).encode("utf-8")


def test_a_json_array_is_a_table_too() -> None:
    rows = [{"kind": "Hire", "date": "2024", "title": "T", "organisation": "Acme"}, 5]
    batch = read(json.dumps(rows), "facts.json")
    assert titles(batch) == ["T"]
    assert [refusal.line for refusal in batch.refusals] == [2]


# --- encodings ---------------------------------------------------------------------------------------------------------------

CAFE = (
    "kind;date;title;organisation\n"
    "Hire;2024;Die Größe des Café-Büros überrascht, sagt René Müller – „ja“;Österreichische Société Générale\n"
)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be-bom", "utf-32", "cp1252"])
def test_any_encoding_is_read(encoding: str) -> None:
    data = b"\xfe\xff" + CAFE.encode("utf-16-be") if encoding == "utf-16-be-bom" else CAFE.encode(encoding)
    [record] = events(read(data))
    assert record.title == "Die Größe des Café-Büros überrascht, sagt René Müller – „ja“"
    assert record.organisation == "Österreichische Société Générale"


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end_is_read(end: str) -> None:
    text = (HEAD + 'Hire,2024,"Two\nlines",Acme,,,\nHire,2025,T,Beta,,,\n').replace("\n", end)
    assert titles(read(text)) == ["Two lines", "T"]


def test_separators_of_other_kinds_end_no_line() -> None:
    [record] = events(read(HEAD + "Hire,2024,One\u2028line\x0bonly\u00a0here,Acme\u00a0Inc.,,,\n"))
    assert record.organisation == "Acme Inc."


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_is_read(separator: str) -> None:
    assert titles(read((HEAD + "Hire,2024,T,Acme,,,\n").replace(",", separator))) == ["T"]


def test_blank_lines_and_other_headings_are_understood() -> None:
    assert titles(read("\n\nKind , Date,TITLE,Organization,ID\n\n,,,,\nhire,2024,T,Acme,1\n\n")) == ["T"]


@pytest.mark.parametrize(
    "data", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"  \n\t\n", bytes(range(256)) * 9, b"\x89PNG\r\n\x1a\n\x00\x00"]
)
def test_what_is_no_text_is_refused_in_one_line(data: bytes) -> None:
    with pytest.raises(BadInput, match=r"facts\.csv: .*; ") as raised:
        read(data)
    assert "\n" not in str(raised.value)


@pytest.mark.parametrize(
    "text",
    ["a,b,c\n1,2,3\n", "kind,date,title\nHire,2024,T\n", '"' + "x" * 200_000 + "\n", "[1", "[" * 100_000, "[" + "9" * 5000 + "]"],
)
def test_what_is_no_facts_table_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(BadInput, match=r"facts\.csv") as raised:
        read(text)
    assert len(str(raised.value)) < 300


# --- hostile rows ------------------------------------------------------------------------------------------------------------


def test_a_line_of_more_than_a_megabyte_costs_only_itself() -> None:
    long = f"Hire,2024,{'x' * 1_100_000},Acme,,,\n"
    batch = read(HEAD + long + "Hire,2024,T,Acme,,,\n" + long.replace("x", '"', 1))
    assert titles(batch) == ["T"]
    assert [refusal.line for refusal in batch.refusals] == [2, 4]
    assert all(len(refusal.text) <= 500 for refusal in batch.refusals)


@pytest.mark.parametrize("value", ["[" * 50_000 + "]" * 50_000, '{"a":' * 900 + "1" + "}" * 900, "9" * 5000])
def test_deep_or_endless_json_costs_only_its_line(value: str) -> None:
    good = '{"kind": "Hire", "date": "2024", "title": "T", "organisation": "Acme"}\n'
    batch = read(good.replace('"T"', value) + good, "facts.jsonl")
    assert titles(batch) == ["T"]
    assert [refusal.line for refusal in batch.refusals] == [1]


def test_markup_stays_text_and_control_characters_go() -> None:
    [record] = events(read(HEAD + "Hire,2024,<script>alert(1)</script> \x1b[31mred\u202e,Acme <b>,,,=cmd|' /C calc'!A0\n"))
    assert record.title == "<script>alert(1)</script> [31mred"
    assert record.organisation == "Acme <b>"


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "file:///etc/passwd", "//evil.example", "https://a b", 'https://a"onload=x'],
)
def test_only_web_addresses_are_links(url: str) -> None:
    cell = url.replace('"', '""')
    batch = read(f'{HEAD}Hire,2024,T,Acme,,"{cell}",\n')
    assert not batch.records
    assert [refusal.field for refusal in batch.refusals] == ["source_url"]


def test_refusals_carry_no_control_characters() -> None:
    batch = read(HEAD + "\x1b[2J,2024,T,Acme,,,\nHire,2024,T,Acme,\x1b]0;x\x07=y,,\n")
    assert len(batch.refusals) == 2
    assert not any(character < " " for refusal in batch.refusals for character in f"{refusal}{refusal.text}")


@settings(max_examples=150)
@given(st.lists(st.text(alphabet='Hire,2024"\n\r;=ä\x00[]{}: T', max_size=40), max_size=6))
def test_whatever_is_written_is_read_or_refused(lines: list[str]) -> None:
    try:
        batch = read(HEAD + "\n".join(lines))
    except BadInput:
        pass
    else:
        assert all(refusal.line for refusal in batch.refusals)


@settings(max_examples=60)
@given(
    st.recursive(
        st.one_of(st.none(), st.booleans(), st.floats(), st.text(max_size=5)),
        lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=3), inner, max_size=2),
        max_leaves=4,
    ),
    st.sampled_from(
        ["kind", "date", "title", "organisation", "participants", "amount", "source_url", "retrieved", "note", "valuation"]
    ),
)
def test_any_json_value_is_read_or_refused(value: object, column: str) -> None:
    row = {"kind": "Hire", "date": "2024", "title": "T", "organisation": "Acme"} | {column: value}
    batch = read(json.dumps(row), "facts.jsonl")
    assert len(batch.records) + len(batch.refusals) == 1


def test_what_the_user_says_fills_what_the_file_leaves_out() -> None:
    given_ = Input("facts.csv", (HEAD + "Hire,2024,T,Acme,,,\n").encode(), "k", publisher="Our desk", retrieved=date(2026, 4, 8))
    [record] = events(TableAdapter().read(given_, CONTEXT))
    assert (record.source.publisher, record.source.retrieved) == ("Our desk", date(2026, 4, 8))


def test_a_row_may_name_what_its_date_is_of() -> None:
    head = "kind,date,title,organisation,milestone\n"
    purchase = "Acquisition,2026-03,Acme and Gamma,Acme,"
    batch = read(f"{head}{purchase}Completed\n{purchase}\nFounding,2026-03,Acme,Acme,signed\n")
    assert [record.milestone for record in events(batch)] == ["completed", ""]
    [refused] = batch.refusals
    assert (refused.line, refused.field) == (4, "milestone")
    assert "known are none" in refused.problem
