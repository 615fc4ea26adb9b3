"""The tree keeps its floors: imports run downward, libraries and names stay where they belong."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from fnmatch import fnmatch
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

FLOORS: tuple[frozenset[str], ...] = (
    frozenset({"kg"}),  # the package's own __init__: its version
    frozenset({"kg.errors", "kg.paths"}),
    frozenset({"kg.terms", "kg.dates", "kg.money"}),
    frozenset({"kg.ontology", "kg.horizons"}),
    frozenset({"kg.records"}),
    frozenset({"kg.store", "kg.query"}),
    frozenset({"kg.resolve", "kg.validate", "kg.reference"}),
    frozenset({"kg.ingest", "kg.graph"}),
    frozenset({"kg.views"}),
    frozenset({"kg.pipeline", "kg.decisions"}),
    frozenset({"kg.verdicts"}),
    frozenset({"kg.cli", "kg.__main__"}),
    frozenset({"app"}),
)
"""Lowest first. A unit imports itself and what stands on a lower floor; neighbours on one floor do not know each other."""

ONLY_IN = {
    "streamlit": ("app/",),
    "rdflib": ("kg/validate.py", "kg/ingest/rdf.py"),
    "pyshacl": ("kg/validate.py",),
    "typer": ("kg/cli",),
    "edtf": ("kg/dates.py",),
}
"""Library to the files and folders of kg/ and app/ that may import it."""

UNKNOWN_TO_ADAPTERS = ("kg.store", "kg.query", "kg.resolve")
OUR_NAMESPACE = "https://w3id.org/eventline"
CODE = {".py", ".rq", ".js", ".ts", ".css", ".html", ".toml"}
TOP_LEVEL = {
    ".ci", ".git", ".gitignore", "CHANGELOG.md", "LICENSE", "Makefile", "NOTICE", "README.md", "app", "docs", "kg", "ontology",
    "pyproject.toml", "requirements-dev.lock", "requirements.lock", "tests",
}  # fmt: skip


# --- What the rules look at -----------------------------------------------------------------------------------------------


def modules(root: Path) -> dict[str, Path]:
    """Every module of kg/ and app/ by its dotted name."""
    found: dict[str, Path] = {}
    for path in sorted(path for top in ("kg", "app") for path in (root / top).rglob("*.py")):
        parts = path.relative_to(root).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def imports(name: str, path: Path, known: dict[str, Path]) -> Iterator[tuple[int, str]]:
    """Line and full name of everything a module imports, inside functions too; `from kg import money` is kg.money."""
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package.split(".")[: len(package.split(".")) - node.level + 1] if node.level else []
            base = ".".join([*above, *filter(None, [node.module])])
            for alias in node.names:
                whole = f"{base}.{alias.name}"
                yield node.lineno, whole if whole in known else base


def floor_of(module: str) -> int | None:
    """Index of the floor, `None` for what is not ours."""
    if module.partition(".")[0] not in ("kg", "app"):
        return None
    return next((place for place, floor in enumerate(FLOORS) if unit_of(module) in floor), -1)


def unit_of(module: str) -> str:
    """`kg.store` of kg.store.embedded, `app` of all below app."""
    parts = module.split(".")
    return parts[0] if parts[0] == "app" else ".".join(parts[:2])


# --- Rules: each gives one line for each breach -----------------------------------------------------------------------------


def upward_imports(root: Path) -> Iterator[str]:
    known = modules(root)
    for name, path in known.items():
        own = floor_of(name)
        if own == -1:
            yield f"{name} stands on no floor: give it one in FLOORS"
            continue
        for line, target in imports(name, path, known):
            floor = floor_of(target)
            if floor is not None and own is not None and unit_of(target) != unit_of(name) and floor >= own:
                yield f"{path.relative_to(root)}:{line} imports {target}, which is not below it"


def circular_imports(root: Path) -> Iterator[str]:
    known = modules(root)
    uses = {name: {target for _, target in imports(name, path, known)} & known.keys() - {name} for name, path in known.items()}
    done: set[str] = set()

    def walk(name: str, trail: tuple[str, ...]) -> Iterator[str]:
        if name in trail:
            yield " -> ".join((*trail[trail.index(name) :], name))
        elif name not in done:
            for target in sorted(uses[name]):
                yield from walk(target, (*trail, name))
            done.add(name)

    for name in known:
        yield from walk(name, ())


def misplaced_libraries(root: Path) -> Iterator[str]:
    known = modules(root)
    for name, path in known.items():
        place = path.relative_to(root).as_posix()
        for line, target in imports(name, path, known):
            allowed = ONLY_IN.get(target.split(".")[0])
            if allowed is not None and not place.startswith(allowed):
                yield f"{place}:{line} imports {target}, which belongs in {' and '.join(allowed)}"


def entangled_adapters(root: Path) -> Iterator[str]:
    """An adapter is a module of kg/ingest with a class called …Adapter; nothing beside it may lean on one."""
    known = modules(root)
    ingest = {name: path for name, path in known.items() if name.startswith("kg.ingest")}
    adapters = {name for name, path in ingest.items() if name != "kg.ingest.base" and defines_adapter(path)}
    for name, path in ingest.items():
        for line, target in imports(name, path, known):
            if target in adapters:
                yield f"{path.relative_to(root)}:{line} imports the adapter {target}"
            if target.startswith(UNKNOWN_TO_ADAPTERS):
                yield f"{path.relative_to(root)}:{line} imports {target}, which no adapter knows"


def defines_adapter(path: Path) -> bool:
    classes = (node.name for node in ast.parse(path.read_text("utf-8")).body if isinstance(node, ast.ClassDef))
    return any(name.endswith("Adapter") for name in classes)


def spelt_namespaces(root: Path) -> Iterator[str]:
    for path in sorted(path for top in ("kg", "app") for path in (root / top).rglob("*") if path.suffix in CODE):
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1):
            if OUR_NAMESPACE in line:
                yield f"{path.relative_to(root)}:{number} spells our namespace; use kg.terms or a prefix"


def strangers_at_the_top(root: Path) -> Iterator[str]:
    ignored = [line.strip("/ ") for line in (root / ".gitignore").read_text("utf-8").splitlines() if line.strip()]
    for entry in sorted(root.iterdir()):
        if entry.name not in TOP_LEVEL and not any(fnmatch(entry.name, pattern) for pattern in ignored):
            yield f"{entry.name} has no place at the top of the tree"


RULES = (upward_imports, circular_imports, misplaced_libraries, entangled_adapters, spelt_namespaces, strangers_at_the_top)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_tree_keeps_the_rule(rule: Callable[[Path], Iterator[str]]) -> None:
    assert list(rule(ROOT)) == []


def test_the_tree_is_looked_at() -> None:
    assert {"kg.errors", "kg.store.base", "kg.ingest.base"} <= set(modules(ROOT))


# --- The rules themselves, on a made-up tree ---------------------------------------------------------------------------------

MADE_UP = {
    "kg/__init__.py": "",
    "kg/errors.py": "",
    "kg/money.py": "def late():\n    from kg import pipeline\n",
    "kg/stray.py": "",
    "kg/pipeline.py": "from kg import money\nimport streamlit.testing\n",
    "kg/store/__init__.py": "",
    "kg/store/base.py": "import kg.query.bind\n",
    "kg/query/__init__.py": "",
    "kg/query/bind.py": "from ..views import shapes\n",
    "kg/views/__init__.py": "",
    "kg/views/shapes.py": "NS = 'https://w3id.org/eventline/ns#'\n",
    "kg/ingest/__init__.py": "",
    "kg/ingest/cards.py": "from kg.ingest.tables import TableAdapter\nfrom kg.store import base\nclass CardAdapter: ...\n",
    "kg/ingest/tables.py": "from kg.errors import BadInput\nclass TableAdapter: ...\n",
    "app/main.py": "import streamlit\nfrom kg.pipeline import ingest\n",
    ".gitignore": "dist/\n*.egg-info/\n",
    "notes.txt": "",
    "dist/eventline.whl": "",
    "eventline.egg-info/top": "",
}  # fmt: skip


@pytest.fixture
def made_up(tmp_path: Path) -> Path:
    for name, text in MADE_UP.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    return tmp_path


def test_upward_imports_are_noticed(made_up: Path) -> None:
    assert list(upward_imports(made_up)) == [
        "kg/money.py:2 imports kg.pipeline, which is not below it",
        "kg/query/bind.py:1 imports kg.views.shapes, which is not below it",
        "kg/store/base.py:1 imports kg.query.bind, which is not below it",
        "kg.stray stands on no floor: give it one in FLOORS",
    ]


def test_circles_are_noticed(made_up: Path) -> None:
    assert list(circular_imports(made_up)) == ["kg.pipeline -> kg.money -> kg.pipeline"]


def test_misplaced_libraries_are_noticed(made_up: Path) -> None:
    assert list(misplaced_libraries(made_up)) == ["kg/pipeline.py:2 imports streamlit.testing, which belongs in app/"]


def test_entangled_adapters_are_noticed(made_up: Path) -> None:
    assert list(entangled_adapters(made_up)) == [
        "kg/ingest/cards.py:1 imports the adapter kg.ingest.tables",
        "kg/ingest/cards.py:2 imports kg.store.base, which no adapter knows",
    ]


def test_spelt_namespaces_are_noticed(made_up: Path) -> None:
    assert list(spelt_namespaces(made_up)) == ["kg/views/shapes.py:1 spells our namespace; use kg.terms or a prefix"]


def test_strangers_at_the_top_are_noticed(made_up: Path) -> None:
    assert list(strangers_at_the_top(made_up)) == ["notes.txt has no place at the top of the tree"]
