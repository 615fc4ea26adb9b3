"""A table of its own sort on the Add page: a mapping proposed from its columns, to be looked at, mended and used."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import streamlit as st

from app.controls import Controls
from app.markup import draw, element, message, number
from kg.errors import BadInput
from kg.ingest.base import Input
from kg.ingest.mapping.model import read_mapping
from kg.ontology import load_ontology
from kg.pipeline import Read

_TABULAR = ("facts table", "mapped table")


def needs_mapping(read: Read) -> bool:
    """Whether it is a table whose columns are not those of a facts table, or pasted text that looks like one."""
    return read.error is not None and (read.adapter in _TABULAR or _has_columns(read.given.data))


def _has_columns(data: bytes) -> bool:
    """Whether the first two lines have the same number of commas, semicolons or tabs."""
    lines = [line for line in data[:4000].splitlines() if line.strip()][:2]
    return len(lines) == 2 and any(lines[0].count(mark) == lines[1].count(mark) > 0 for mark in (b",", b";", b"\t"))


def mapped(controls: Controls, given: Input) -> Input:
    """The input with the mapping that was chosen for it, if any. Raises BadInput where that cannot be read."""
    text = _chosen(controls).get(_name(given))
    return replace(given, mapping=read_mapping(text.encode(), f"mapping of {given.name}")) if text else given


def offer_mapping(controls: Controls, given: Input) -> bool:
    """Draw a proposed mapping. Whether it, or what was made of it, is to be used now."""
    from kg.ingest.mapping.propose import propose  # slow to import, and seldom needed

    name = _name(given)
    key = controls.key(f"mapping_{name}")
    if key not in st.session_state:
        try:
            st.session_state[key] = _chosen(controls).get(name) or propose(given.data, given.name, load_ontology())
        except BadInput as error:
            message(str(error))
            return False
    text = str(st.session_state[key])
    points = text.count("FILL IN:") + text.count("CHECK:")
    with st.container(border=True):
        draw(element("h3", "How its columns become events"))
        draw(
            element(
                "p",
                f"Proposed from the columns and a sample of the rows; {number(points, 'point')} to look at "
                f"{'is' if points == 1 else 'are'} marked FILL IN or CHECK. docs/mapping.md is the guide.",
                class_="el-note",
            )
        )
        st.text_area("Mapping (TOML)", key=key, height=320)
        with st.container(horizontal=True):
            use = st.button("Use this mapping", type="primary", key=controls.key(f"use_{name}"))
            st.download_button("Mapping as a file", text, f"{name}.toml", "application/toml", on_click="ignore",
                               key=controls.key(f"save_{name}"))  # fmt: skip
    if use:
        _chosen(controls)[name] = str(st.session_state[key])
    return use


def _chosen(controls: Controls) -> dict[str, str]:
    """Mappings in use, by what they are for."""
    found: dict[str, str] = st.session_state.setdefault(controls.key("mappings"), {})
    return found


def _name(given: Input) -> str:
    return hashlib.blake2b(given.data, digest_size=8).hexdigest()

