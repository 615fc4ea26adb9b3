"""The reference page is up to date and names every kind, role and statement kind; its example works."""

from __future__ import annotations

import re
from pathlib import Path

from kg.ontology import Ontology, load_ontology
from kg.reference import EXAMPLE, PAGE, reference_page
from kg.terms import local_name


def test_committed_page_is_the_generated_one() -> None:
    assert PAGE.read_text("utf-8") == reference_page(load_ontology()), "run `make reference`"


def test_page_names_everything() -> None:
    page, ontology = PAGE.read_text("utf-8"), load_ontology()
    for kind in ontology.kinds:
        assert f"### {kind.name}\n" in page
    named = {f"`{role.name}`" for role in ontology.roles} | {f"`{kind.name}`" for kind in ontology.statement_kinds}
    assert {name for name in named if name not in page} == set()


def test_page_shows_how_many_a_role_takes() -> None:
    assert "| `organisation` | exactly 1 | `org:Organization` |" in PAGE.read_text("utf-8")


def test_example_on_the_page_gives_a_whole_kind(tmp_path: Path) -> None:
    (shown,) = re.findall(r"```turtle\n(.+?)```", PAGE.read_text("utf-8"), re.DOTALL)
    assert shown.strip() == EXAMPLE.read_text("utf-8").strip()
    saved = tmp_path / "mine.ttl"
    saved.write_text(shown, "utf-8")
    own = Ontology((*load_ontology().files, saved))
    award = own.kind("Awards")
    assert award.glyph not in {kind.glyph for kind in load_ontology().kinds}
    assert {use.role.name for use in award.roles} == {"organisation", "giver", "person"}
    assert award.properties == {"amount"}
    giver = award.role("giver")
    assert giver is not None
    assert giver.single
    assert {local_name(file.name) for file in own.files} >= {"mine.ttl"}
    assert "### Award\n" in reference_page(own)
