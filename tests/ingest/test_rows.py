"""Rows of files in all formats: what is read, what is refused in its place, and what is told."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest

from kg.errors import BadInput, Refusal
from kg.ingest.rows import Layout, open_table


def rows(data: str | bytes, name: str = "t.csv", layout: Layout | None = None, wanted: tuple[str, ...] = ()) -> list[Any]:
    """Line and row, or line and what was wrong."""
    table = open_table(data.encode() if isinstance(data, str) else data, name, layout, wanted)
    return [(line, row.problem if isinstance(row, Refusal) else dict(row)) for line, row in table.rows]


def test_a_quote_that_is_no_quote_costs_no_other_row() -> None:
    assert rows('a,b\n5" screen,1\nx,2\n6" screen,3\n') == [
        (2, {"a": '5" screen', "b": "1"}),
        (3, {"a": "x", "b": "2"}),
        (4, {"a": '6" screen', "b": "3"}),
    ]


def test_a_quote_that_never_closes_costs_its_row() -> None:
    assert rows('a,b\n"x,1\ny,2\n"z, z",3\n') == [
        (2, "cannot be read as CSV"),
        (3, {"a": "y", "b": "2"}),
        (4, {"a": "z, z", "b": "3"}),
    ]


def test_backslashes_before_quotes_are_read() -> None:
    assert rows('a,b\n"say \\"hi\\", he",1\n') == [(2, {"a": 'say "hi", he', "b": "1"})]


def test_a_shifted_row_is_refused_even_where_its_last_cell_is_empty() -> None:
    assert rows("a,b,c\nx,y,\nAcme, Inc.,y,\n") == [
        (2, {"a": "x", "b": "y", "c": ""}),
        (3, "has 4 cells where the header names 3"),
    ]


def test_a_delimiter_at_the_end_of_every_row_shifts_nothing() -> None:
    assert rows("a,b\nx,1,\ny,2,\n") == [(2, {"a": "x", "b": "1"}), (3, {"a": "y", "b": "2"})]


def test_titles_comments_and_blank_lines_are_passed_over() -> None:
    text = "A report\n\n-- made by hand, twice\n/* and\nmore */\nName , Name,\nx,y,z\n# a remark\nu,v,w\n"
    table = open_table(text.encode(), "t.csv")
    assert table.columns == ("Name", "Name 2", "column 3")
    assert [line for line, _ in table.rows] == [7, 9]
    assert table.notes == ["t.csv: 1 comment line passed over"]


def test_wanted_columns_find_the_header() -> None:
    assert rows("x,y\n1,2\nkind , When\nHire,2024\n", wanted=("Kind", "when")) == [(4, {"kind": "Hire", "When": "2024"})]


def test_the_layout_is_obeyed() -> None:
    layout = Layout(delimiter="|", quotes=False, names=("a", "b"), encoding="mac_roman")
    assert rows('"é|1\n'.encode("mac_roman"), layout=layout) == [(1, {"a": '"é', "b": "1"})]
    assert rows("x\na,b\n1,2\n", layout=Layout(header=2)) == [(3, {"a": "1", "b": "2"})]
    assert rows("a,b\nCafÃ©,Zoë\n", layout=Layout(repair_mojibake=True))[0][1]["a"] in ("CafÃ©", "Café")
    assert rows("a,b\nCafÃ©,x\n", layout=Layout(repair_mojibake=True)) == [(2, {"a": "Café", "b": "x"})]


@pytest.mark.parametrize("encoding", ["cp1252", "mac_roman"])
def test_western_encodings_are_told_apart(encoding: str) -> None:
    text = "a,b\n“Élodie’s café” – naïve,Nîmes\nFrançois,Besançon\n"
    assert rows(text.encode(encoding))[0][1] == {"a": "“Élodie’s café” – naïve", "b": "Nîmes"}


def test_utf_8_with_a_line_of_another_encoding_stays_utf_8() -> None:
    data = "a,b\né,1\nü,2\n".encode() + "ö,3\n".encode("cp1252")
    table = open_table(data, "t.csv")
    assert [dict(row)["a"] for _, row in table.rows if not isinstance(row, Refusal)] == ["é", "ü", "ö"]
    assert table.notes == ["t.csv: read as a mixture of utf-8 and cp1252"]


@pytest.mark.parametrize("encoding", ["no-such", "utf-16", "ascii"])
def test_a_wrong_encoding_is_told(encoding: str) -> None:
    with pytest.raises(BadInput, match=encoding):
        rows("a,b\né,1\n", layout=Layout(encoding=encoding))


NESTED = {"meta": 1, "data": {"companies": [{"name": "A", "people": [{"name": "Ann"}, "Bo"]}, {"name": "B", "people": []}]}}


def test_json_is_walked() -> None:
    text = json.dumps(NESTED)
    assert [row["name"] for _, row in rows(text, "t.json")] == ["A", "B"]
    assert rows(text, "t.json", Layout(walk="data.companies.people")) == [
        (1, {"meta": 1, "outer.name": "A", "name": "Ann"}),
        (2, {"meta": 1, "name": "A", "value": "Bo"}),
    ]


def test_an_object_whose_keys_are_data_is_walked() -> None:
    text = json.dumps({f"id{number}": {"name": number, "size": 1} for number in range(3)})
    assert rows(text, "t.json")[1] == (2, {"key": "id1", "name": 1, "size": 1})


def test_an_object_that_has_the_wanted_columns_is_the_row() -> None:
    row = {"kind": "Hire", "parts": [{"a": 1}]}
    assert rows(json.dumps(row), "t.json", wanted=("kind",)) == [(1, row)]


def test_yaml_has_lines_and_no_surprises() -> None:
    text = "- &one\n  a: no\n  b: 2024-01-01\n- <<: *one\n  b: 1e3\n"
    assert rows(text, "t.yml") == [(1, {"a": "no", "b": "2024-01-01"}), (4, {"a": "no", "b": "1e3"})]


@pytest.mark.parametrize("text", ["a: [1", "a: 1\n b: 2\n", "!!python/object/apply:os.system [x]\n--- [", "%"])
def test_broken_yaml_is_told_in_one_line(text: str) -> None:
    with pytest.raises(BadInput, match=r"t\.yml.*not YAML"):
        rows(text, "t.yml")


def test_yaml_that_names_itself_ends() -> None:
    assert len(rows("a: &a\n  - *a\n  - x: 1\n", "t.yml", Layout(walk="b"))) == 0


def test_parquet_is_read() -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table({"a": ["x", None], "b": [1.0, 2.5], "c": [["p"], []]}), out)
    assert rows(out.getvalue(), "t.parquet") == [(1, {"a": "x", "b": 1.0, "c": ["p"]}), (2, {"a": None, "b": 2.5, "c": []})]
    with pytest.raises(BadInput, match="is not Parquet"):
        rows(b"PAR1 and no more", "t.parquet")
