"""Console blocks in Markdown: a line that begins with `$ ` is a command, what follows is its output."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"

_BLOCK = re.compile(r"(?<=^```console\n).*?(?=^```)", re.MULTILINE | re.DOTALL)


def rerun(text: str, store: Path, folder: Path) -> str:
    """The text with every console block as it comes out now. Commands run in order, in one folder, on one store."""
    place = {**os.environ, "EVENTLINE_STORE": str(store), "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    (folder / "tests").symlink_to(ROOT / "tests")
    return _BLOCK.sub(lambda block: "".join(_rerun_one(line, folder, place) for line in _commands(block[0])), text)


def _commands(block: str) -> list[str]:
    return [line.removeprefix("$ ") for line in block.splitlines() if line.startswith("$ ")]


def _rerun_one(command: str, folder: Path, place: dict[str, str]) -> str:
    done = subprocess.run(
        command, shell=True, cwd=folder, env=place, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False
    )
    printed = "\n".join(line.rstrip() for line in done.stdout.splitlines())
    return f"$ {command}\n{printed}\n" if printed else f"$ {command}\n"
