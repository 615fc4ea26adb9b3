"""What a link to the SPARQL page carries: a text or a query of the catalogue, its limits, and the view of its answer."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote_plus

import streamlit as st

from app.components.sparql.catalogue import parameter_fields
from app.components.sparql.results import VIEW_FIELDS
from app.controls import Field
from kg.errors import BadQuery
from kg.query.catalogue import load_catalogue

FIRST = "overview/organisations"
"""The catalogue query that a session begins with when its link carries none."""
SECONDS = ("5", "10", "30", "60", "120")
ROWS = ("100", "1000", "10000", "100000")
GIBIBYTES = ("2", "4", "8")
LONGEST_LINK = 32_000
"""Characters that a query may take in an address. Our server refuses addresses from 64 KiB on; proxies do sooner."""


def all_fields() -> list[Field]:
    """What the link of this run carries: with those of the catalogue query that it names."""
    named = st.query_params.get_all("query")
    return [*own_fields(), *parameter_fields(named[-1] if named else "")]


def own_fields() -> list[Field]:
    """What a link carries beside the parameters of a catalogue query."""
    return [
        Field("q"),
        Field("query", "", _known_query),
        Field("seconds", "30", _among(SECONDS)),
        Field("rows", "1000", _among(ROWS)),
        Field("memory", "4", _among(GIBIBYTES)),
        Field("run", False),
        *VIEW_FIELDS,
    ]


def _among(choices: tuple[str, ...]) -> Callable[[str], str]:
    def check(text: str) -> str:
        if text not in choices:
            raise BadQuery(f"'{text[:20]}' is not a limit; choose from {', '.join(choices)}")
        return text

    return check


def _known_query(name: str) -> str:
    return load_catalogue().get(name).name


def length_in_link(text: str) -> int:
    """Characters that a text takes in an address, where a letter beyond ASCII takes six or more."""
    return len(quote_plus(text))
