"""The lock files pin every dependency, once for each Python that we support, and name no host and no path."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")
SYSTEMS = ("linux", "darwin", "win32")


def lines(lock: str) -> list[str]:
    return [line for line in (ROOT / lock).read_text("utf-8").splitlines() if line and not line.startswith("#")]


@cache
def pinned(lock: str, python: str, system: str) -> dict[str, str]:
    """Name to version as pip would take them there. Fails where one name is pinned twice."""
    environment = {"python_version": python, "python_full_version": f"{python}.1", "sys_platform": system}
    taken = [found for line in lines(lock) if (found := Requirement(line)).marker is None or found.marker.evaluate(environment)]
    versions: dict[str, str] = {canonicalize_name(found.name): str(found.specifier).removeprefix("==") for found in taken}
    assert len(versions) == len(taken)
    return versions


def wanted(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    texts = [*project["dependencies"], *(text for extra in extras for text in project["optional-dependencies"][extra])]
    return [Requirement(text) for text in texts]


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_is_one_exact_version(lock: str) -> None:
    assert lines(lock)
    assert [line for line in lines(lock) if not re.fullmatch(r"[a-z0-9][a-z0-9._-]*==[^\s=;*]+( ; [^/]+)?", line)] == []


@pytest.mark.parametrize("lock", LOCKS)
def test_no_host_and_no_path_is_named(lock: str) -> None:
    assert re.findall(r"\w+://\S*|--\w\S*|(?:^|\s)[./~]\S*/\S*", (ROOT / lock).read_text("utf-8"), re.MULTILINE) == []


@pytest.mark.parametrize("system", SYSTEMS)
@pytest.mark.parametrize("python", PYTHONS)
def test_every_dependency_is_pinned_as_the_project_asks(python: str, system: str) -> None:
    for lock, requirements in ((LOCKS[0], wanted()), (LOCKS[1], wanted("dev"))):
        versions = pinned(lock, python, system)
        unmet = [
            str(requirement)
            for requirement in requirements
            if not requirement.specifier.contains(versions.get(canonicalize_name(requirement.name), "0"), prereleases=True)
        ]
        assert unmet == [], f"{lock}: run `make lock`"


@pytest.mark.parametrize("python", PYTHONS)
def test_tests_run_with_what_people_run_with(python: str) -> None:
    run, develop = (pinned(lock, python, "linux") for lock in LOCKS)
    assert {name: develop.get(name) for name in run} == run
