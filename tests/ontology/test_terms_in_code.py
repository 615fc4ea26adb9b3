"""Every term of ours that the code names is one the ontology defines."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from kg.ontology import load_ontology
from kg.terms import EL, local_name

ROOT = Path(__file__).resolve().parents[2]


def terms_named(source: str) -> Iterator[tuple[int, str]]:
    """Line and name of each `EL.name`."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "EL":
            yield node.lineno, node.attr.rstrip("_")


def test_terms_in_code_exist() -> None:
    defined = {local_name(quad.subject) for quad in load_ontology().triples() if quad.subject in EL}  # type: ignore[arg-type]
    named = [
        (f"{path.relative_to(ROOT)}:{line}", name)
        for folder in ("kg", "app")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for line, name in terms_named(path.read_text("utf-8"))
    ]
    assert len(named) > 50
    assert [f"{place} EL.{name}" for place, name in named if name not in defined] == []


def test_a_misspelt_term_is_noticed() -> None:
    assert list(terms_named("x = EL.Hier\ny = [EL.class_]")) == [(1, "Hier"), (2, "class")]
