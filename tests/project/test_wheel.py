"""The wheel stands alone: installed beside nothing but its dependencies, far from the checkout, `kg` works with its data."""

from __future__ import annotations

import csv
import json
import os
import site
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

from kg.paths import ONTOLOGY, SAMPLES

ROOT = Path(__file__).resolve().parents[2]
FACTS = "ai-industry-facts.csv"

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Built without isolation: hatchling is here, and the network may not be."""
    target = tmp_path_factory.mktemp("dist")
    hatchling = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target)]
    subprocess.run(hatchling, cwd=ROOT, check=True, capture_output=True)
    (built,) = target.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def environment(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; the dependencies come from this one, the checkout does not."""
    home = tmp_path_factory.mktemp("installed")
    venv.create(home, with_pip=False, symlinks=True)
    (packages,) = home.glob("lib/python*/site-packages")
    # A folder that a .pth file names has its own .pth files left unread, such as the one that names the checkout.
    (packages / "dependencies.pth").write_text("\n".join(site.getsitepackages()), "utf-8")
    pip = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--quiet"]
    subprocess.run([*pip, "--no-deps", "--no-index", "--ignore-installed", wheel], check=True, capture_output=True)
    return home


def run(environment: Path, folder: Path, *arguments: str) -> str:
    variables = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "EVENTLINE"))}
    command = [str(environment / "bin" / "kg"), *arguments]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, encoding="utf-8", check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_wheel_holds_the_ontology_the_app_the_queries_and_the_samples(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    assert {f"kg/_bundled/ontology/{path.relative_to(ONTOLOGY).as_posix()}" for path in ONTOLOGY.rglob("*.ttl")} <= held
    for folder, suffix in (("app", ".py"), ("kg/queries", ".rq"), ("kg/samples", "")):
        there = {path.relative_to(ROOT).as_posix() for path in (ROOT / folder).rglob(f"*{suffix}") if is_data(path)}
        assert there, folder
        assert {f"kg/_bundled/{name}" if folder == "app" else name for name in there} <= held
    assert any(name.endswith(".dist-info/licenses/LICENSE") for name in held)
    assert any(name.endswith(".dist-info/licenses/NOTICE") for name in held)


def is_data(path: Path) -> bool:
    return path.is_file() and "__pycache__" not in path.parts


def test_wheel_holds_no_litter(wheel: Path) -> None:
    litter = (".pyc", ".mypy_cache", ".pytest_cache", ".git")
    assert [name for name in zipfile.ZipFile(wheel).namelist() if any(part in name for part in litter)] == []


def test_what_runs_is_the_wheel_and_not_the_checkout(environment: Path, tmp_path: Path) -> None:
    code = "import kg.paths; print(kg.__file__); print(kg.paths.ONTOLOGY); print(kg.paths.APP)"
    python = [str(environment / "bin" / "python"), "-c", code]
    told = subprocess.run(python, cwd=tmp_path, capture_output=True, text=True, check=True).stdout
    for line in told.splitlines():
        assert Path(line).is_relative_to(environment)
    assert "_bundled" in told


def test_installed_kg_explains_itself(environment: Path, tmp_path: Path) -> None:
    help_text = run(environment, tmp_path, "--help")
    assert "ingest" in help_text
    assert "query" in help_text


def test_installed_kg_has_its_queries(environment: Path, tmp_path: Path) -> None:
    listed = run(environment, tmp_path, "queries")
    names = [path.stem for path in (ROOT / "kg" / "queries").rglob("*.rq")]
    assert names
    assert [name for name in names if name not in listed] == []


def test_installed_kg_takes_in_its_samples(environment: Path, tmp_path: Path) -> None:
    (facts,) = environment.glob(f"lib/python*/site-packages/kg/samples/{FACTS}")
    store = str(tmp_path / "store")
    run(environment, tmp_path, "ingest", str(facts), "--store", store, "--format", "json")
    events = json.loads(run(environment, tmp_path, "events", "--store", store, "--format", "json"))
    with (SAMPLES / FACTS).open(encoding="utf-8", newline="") as file:
        kinds = {row["kind"] for row in csv.DictReader(file)}
    assert {event["kind"] for event in events} == kinds
