"""Compared names on disk."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

from kg.resolve.candidates import Compared
from kg.views.arrow_folder import load_tables, save_tables

NAME = "names-1"
"""What they are kept as. The number is to be raised whenever the same names would be compared in another way."""


def save(compared: Compared, folder: Path) -> None:
    """Write the tables into an empty folder."""
    save_tables(compared.tables(), folder)


def load(place: Path) -> Compared | None:
    """The names compared, mapped into memory; `None` where they are not there, or not as they were written."""
    tables = load_tables((field.name for field in fields(Compared)), place)
    return None if tables is None else Compared(**tables)
