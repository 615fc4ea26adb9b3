"""Columns on disk."""

from __future__ import annotations

from pathlib import Path

from kg.views.arrow_folder import load_tables, save_tables
from kg.views.projection.columns import Columns

FORMAT = "4"
"""To be raised whenever the same graph would give other columns."""


def save(columns: Columns, folder: Path) -> None:
    """Write the columns into an empty folder."""
    save_tables(columns.tables(), folder)


def load(place: Path) -> Columns | None:
    """The columns in a folder, mapped into memory; `None` where they are not there, or not as they were written."""
    tables = load_tables(Columns.__dataclass_fields__, place)
    return None if tables is None else Columns(**tables)
