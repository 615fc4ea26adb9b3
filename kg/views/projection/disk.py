"""Columns on disk: one Arrow file for each table, read in place, and a list of them by which a broken one is noticed."""

from __future__ import annotations

import json
import zlib
from pathlib import Path

import pyarrow as pa
from pyarrow import ipc

from kg.views.projection.columns import Columns

FORMAT = "3"
"""To be raised whenever the same graph would give other columns."""
_LIST = "whole.json"


def save(columns: Columns, folder: Path) -> None:
    """Write the columns into an empty folder."""
    sums = {name: _write(table, folder / f"{name}.arrow") for name, table in columns.tables().items()}
    (folder / _LIST).write_text(json.dumps(sums), encoding="utf-8")


def load(place: Path) -> Columns | None:
    """The columns in a folder, mapped into memory; `None` where they are not there, or not as they were written."""
    try:
        sums = json.loads((place / _LIST).read_text(encoding="utf-8"))
        tables = {name: _read(place / f"{name}.arrow", sums[name]) for name in Columns.__dataclass_fields__}
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return None
    return Columns(**tables)


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
