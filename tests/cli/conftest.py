"""`kg` as its users call it: words in, status and output out."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.cli.main import main
from kg.store import EmbeddedStore


@dataclass(frozen=True)
class Answer:
    """What a command gave."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        assert self.status == 0, self.err
        return json.loads(self.out)


Run = Callable[..., Answer]


@pytest.fixture
def kg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs `kg` in this process, on a store of the test's own unless told otherwise."""
    monkeypatch.setenv("EVENTLINE_STORE", str(tmp_path / "kg-store"))
    monkeypatch.setenv("COLUMNS", "200")

    def run(*words: object) -> Answer:
        monkeypatch.setattr(sys, "argv", ["kg", *map(str, words)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        told = capsys.readouterr()
        return Answer(int(ended.value.code or 0), told.out, told.err)

    return run


@pytest.fixture
def on_sample(kg: Run, sample_store: EmbeddedStore) -> Run:
    """Runs `kg` on the sample store."""
    return lambda *words: kg(*words, "--store", sample_store.root)


def in_a_process(*words: object, store: Path, stdin: bytes = b"", ontology: Path | None = None) -> Answer:
    """Runs `kg` as a program of its own."""
    done = subprocess.run(
        [sys.executable, "-c", "from kg.cli import main; main()", *map(str, words)],
        input=stdin, capture_output=True, check=False, timeout=60,
        env={**os.environ, "EVENTLINE_STORE": str(store), "EVENTLINE_ONTOLOGY": str(ontology or "")},
    )  # fmt: skip
    return Answer(done.returncode, done.stdout.decode(), done.stderr.decode())
