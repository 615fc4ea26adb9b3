"""Tables in a folder: one Arrow file for each, read in place, and a list of them by which a broken one is noticed."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc

_LIST = "whole.json"


def save_tables(tables: Mapping[str, pa.Table], folder: Path) -> None:
    """Write tables into an empty folder."""
    sums = {name: _write(table, folder / f"{name}.arrow") for name, table in tables.items()}
    (folder / _LIST).write_text(json.dumps(sums), encoding="utf-8")


def load_tables(names: Iterable[str], folder: Path) -> dict[str, pa.Table] | None:
    """The tables of these names, mapped into memory; `None` where they are not all there, or not as they were written."""
    try:
        sums = json.loads((folder / _LIST).read_text(encoding="utf-8"))
        return {name: _read(folder / f"{name}.arrow", sums[name]) for name in names}
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None


def _write(table: pa.Table, path: Path) -> int:
    with ipc.new_file(str(path), table.schema) as file:
        file.write_table(table.combine_chunks())
    with pa.memory_map(str(path)) as written:
        return zlib.crc32(written.read_buffer())


def _read(path: Path, expected: int) -> pa.Table:
    source = pa.memory_map(str(path))
    if zlib.crc32(source.read_buffer()) != expected:
        raise ValueError(f"{path} is not as it was written")
    source.seek(0)
    return ipc.open_file(source).read_all()
