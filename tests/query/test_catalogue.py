"""The catalogue reads its files, and says of a bad one what is wrong and where."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg.errors import BadQuery, UnknownName
from kg.query.catalogue import load_catalogue, parse_query

EXAMPLES = Path(__file__).parent / "examples"
CATALOGUE = load_catalogue(EXAMPLES / "catalogue")


def test_names_are_paths() -> None:
    assert list(CATALOGUE) == ["entity/describe", "entity/named", "timeline/events"]
    assert "timeline/events" in CATALOGUE
    assert len(CATALOGUE) == 3
    assert [query.returns for query in CATALOGUE.values()] == ["graph", "boolean", "rows"]


def test_header_describes_the_query() -> None:
    query = CATALOGUE["timeline/events"]
    assert query.title == "Events"
    assert list(query.parameters) == ["kind", "from", "at_least"]
    kind = query.parameters["kind"]
    assert (kind.type, kind.multiple, kind.required, kind.choices) == ("iri", True, False, ("el:Hire", "el:Founding"))
    assert query.parameters["at_least"].default == 1


def test_text_has_no_header() -> None:
    assert CATALOGUE["entity/named"].text.startswith("ASK {")


def test_comments_and_strings_hold_no_parameters() -> None:
    query = CATALOGUE["timeline/events"]
    assert [slot.name for slot in query.slots] == ["kind", "at_least", "from"]
    assert [query.text[slot.start : slot.end] for slot in query.slots] == ["UNDEF", "UNDEF", "undef"]


def test_unknown_name_offers_close_ones() -> None:
    with pytest.raises(UnknownName, match="did you mean timeline/events"):
        CATALOGUE.get("timeline/event")


def test_catalogue_is_read_once() -> None:
    assert load_catalogue(EXAMPLES / "catalogue") is CATALOGUE


@pytest.mark.parametrize("path", sorted((EXAMPLES / "bad").glob("*.rq")), ids=lambda path: path.stem)
def test_bad_file_is_refused_with_file_and_line(path: Path) -> None:
    source = path.read_text(encoding="utf-8")
    expected = re.search(r"^# expect (\d+: .*)$", source, re.MULTILINE)
    assert expected
    with pytest.raises(BadQuery) as caught:
        parse_query(source, path.stem, str(path))
    assert str(caught.value).startswith(f"{path}:{expected[1]}")
    assert "\n" not in str(caught.value)


def test_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.rq").write_bytes('#+ title = "Zürich"'.encode("latin-1"))
    with pytest.raises(BadQuery, match=r"a\.rq: is not UTF-8"):
        load_catalogue(tmp_path)
