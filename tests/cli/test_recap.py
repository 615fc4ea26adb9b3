"""`kg recap` and `kg search`."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from tests.cli.conftest import Run


def test_a_recap_is_markdown_unless_told_otherwise(on_sample: Run) -> None:
    told = on_sample("recap", "2023-06", "--kind", "Investment")
    assert told.status == 0
    assert told.out.startswith("# June 2023: investments\n")
    assert "\n## Investments\n" in told.out


def test_a_recap_without_a_time_is_of_the_newest_week(on_sample: Run) -> None:
    assert on_sample("recap", "--org", "Mistral AI").out.startswith("# Week of ")


def test_a_recap_can_be_written_into_a_file(on_sample: Run, tmp_path: Path) -> None:
    file = tmp_path / "june.html"
    told = on_sample("recap", "2023-06", "--format", "html", "--out", file, "--app", "https://app.example")
    assert told.out == ""
    assert str(file) in told.err
    assert 'href="https://app.example/event?id=' in file.read_text(encoding="utf-8")


def test_a_feed_and_json_can_be_read(on_sample: Run) -> None:
    words = ("recap", "--from", "2023-06", "--to", "2023-06")
    entries = list(ET.fromstring(on_sample(*words, "--format", "atom").out).iter("{http://www.w3.org/2005/Atom}entry"))
    told = on_sample(*words, "--format", "json").json
    assert told["events"] > 0
    assert len(entries) >= told["events"]


@pytest.mark.parametrize(
    ("words", "word"),
    [
        (["2023-W60"], "no week 60"),
        (["soon"], "soon"),
        (["2023-06", "--from", "2023"], "either TIME"),
        (["--from", "2023"], "give both"),
        (["--from", "2024", "--to", "2023"], "backwards"),
        (["--org", "Antropic"], "did you mean"),
    ],
)
def test_bad_words_are_told_in_one_line(on_sample: Run, words: list[str], word: str) -> None:
    told = on_sample("recap", *words)
    assert told.status == 2
    assert word in told.err
    assert told.err.count("\n") == 1


def test_search_finds_and_forgives(on_sample: Run) -> None:
    assert "Mistral AI" in on_sample("search", "mistral").out
    near = on_sample("search", "mistrall", "--format", "json").json
    assert near["near"]
    assert json.dumps(near).count("Mistral AI")
    assert on_sample("search", "qwertzuiop").out.endswith("0 hits\n")
