"""Mappings that ship with the project, and how a file finds its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path

from kg.errors import BadInput
from kg.ingest.base import Input
from kg.ingest.mapping.model import TableMapping, read_mapping
from kg.ingest.rows import folded, looks_tabular, open_table
from kg.paths import MAPPINGS
from kg.terms import digest

_PEEK = 64 * 1024
"""Bytes of a delimited file that are looked at to know it."""
_WHOLE = 4 * 1024 * 1024
"""Bytes up to which a JSON or YAML file is read to know it: their beginnings alone cannot be read."""


@cache
def shipped_mappings() -> dict[str, TableMapping]:
    """Name to mapping, those first that ask for most columns."""
    found = {path.stem: read_mapping(path.read_bytes(), path.name) for path in sorted(MAPPINGS.glob("*.toml"))}
    return dict(sorted(found.items(), key=lambda item: -len(_wanted(item[1]))))


def mapping_named(name: str) -> TableMapping:
    """A mapping by the path of its file, or by the name of one that ships. Raises BadInput."""
    if name in shipped_mappings():
        return shipped_mappings()[name]
    try:
        return read_mapping(Path(name).read_bytes(), name)
    except OSError as error:
        known = ", ".join(sorted(shipped_mappings()))
        raise BadInput(f"{name}: cannot be read: {error.strerror}; name a TOML file, or a mapping that ships: {known}") from error


def with_mapping(given: Input) -> Input:
    """The input with the mapping that is meant for it and the files that this joins; unchanged where there is none.

    Raises BadInput where a file to join is not there.
    """
    mapping = given.mapping or _recognised(given)
    if mapping is None:
        return given
    return replace(given, mapping=mapping, beside=dict(_joined_files(mapping, given)))


def basis(given: Input) -> str:
    """Digest of all that decides how an input is mapped, its own bytes apart; empty where it is not mapped."""
    if given.mapping is None:
        return ""
    return digest([given.mapping.fingerprint(), *(digest([name, data.hex()]) for name, data in sorted(given.beside.items()))])


def _recognised(given: Input) -> TableMapping | None:
    if not looks_tabular(given.suffix) and given.suffix:
        return None
    for mapping in shipped_mappings().values():
        if mapping.recognise and _fits(mapping, given):
            return mapping
    return None


def _fits(mapping: TableMapping, given: Input) -> bool:
    wanted = {folded(column) for column in _wanted(mapping)}
    form = mapping.file.format or "csv"
    if form == "csv":
        head = given.data[:_PEEK]
        if b"\n" not in head and b"\r" not in head:
            return False
    elif not given.suffix or len(given.data) > _WHOLE or form not in given.suffix.replace("yml", "yaml"):
        return False
    else:
        head = given.data
    try:
        table = open_table(head, given.name, mapping.file, wanted)
    except BadInput:
        return False
    return table.format == form and wanted <= {folded(column) for column in table.columns}


def _wanted(mapping: TableMapping) -> tuple[str, ...]:
    return mapping.recognise.columns if mapping.recognise else ()


def _joined_files(mapping: TableMapping, given: Input) -> Iterator[tuple[str, bytes]]:
    for join in mapping.join:
        place = (given.folder or Path()) / join.file
        if given.folder is not None and place.is_file():
            yield join.file, place.read_bytes()
        elif not join.optional:
            remedy = "put it there, or make the join optional"
            raise BadInput(f"{given.name}: its mapping joins {join.file}, which is not beside it; {remedy}")
