"""What the catalogue answers about events: the raw columns that a projection is made of, in no order, in IRIs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from kg.terms import EL, RDFS, SCHEMA
from kg.views.graph import Graph
from kg.views.projection.ask import CODE, DAY, NUMBER, TEXT, Question, ask_together, dictionary
from kg.views.projection.columns import NO_ROLE

TOLD = {"event": TEXT, "graph": CODE, "known": DAY}
_DISPUTE = {"event": TEXT, "dispute": TEXT, "property": CODE, "rule": CODE, "since": DAY}
_POSITION = {"event": TEXT, "dispute": TEXT, "position": TEXT, "believed": pa.bool_(), "graph": CODE}
_VALUES = {"title": (RDFS.label, TEXT), "status": (EL.status, CODE), "date": (EL.date, TEXT), "begin": (EL.begin, DAY),
           "end": (EL.end, DAY)}  # fmt: skip
_MONEY = {"value": (SCHEMA.value, NUMBER), "minimum": (SCHEMA.minValue, NUMBER), "maximum": (SCHEMA.maxValue, NUMBER),
          "currency": (SCHEMA.currency, TEXT), "qualifier": (EL.moneyQualifier, TEXT)}  # fmt: skip


@dataclass(frozen=True)
class Answers:
    """Tables about events, each of which has a column `event`."""

    events: pa.Table
    """kind, organisation, title, status, date, begin, end; value, minimum, maximum, currency and qualifier of the amount."""
    parts: pa.Table
    """entity, role: its place among the ontology's roles; everybody who takes part stands there with NO_ROLE too."""
    told: pa.Table
    """graph, known"""
    titles: pa.Table
    """told"""
    disputes: pa.Table
    """dispute, property, rule, since"""
    positions: pa.Table
    """dispute, position, believed, graph"""


def ask_about_events(graph: Graph, only: Sequence[str] = ()) -> Answers:
    """The answers about all events; about these alone where some are given."""
    roles = {code: role.iri for code, role in enumerate(graph.ontology.roles) if not role.is_text} | {NO_ROLE: EL.participant}
    these = {"event": only}
    kinds, told, titles, disputes, positions, amounts, *values = ask_together(graph, [
        Question("projection/events", {"event": TEXT, "kind": CODE}, these),
        Question("projection/told", TOLD, these),
        Question("projection/titles", {"event": TEXT, "told": TEXT}, these),
        Question("projection/disputes", _DISPUTE, these),
        Question("projection/positions", _POSITION, these),
        _values_of(EL.amount.value, TEXT, only),
        *(_values_of(term.value, form, only) for term, form in _VALUES.values()),
        *(_values_of(term.value, CODE, only) for term in roles.values()),
    ])  # fmt: skip
    filled = dict(zip(roles, values[len(_VALUES) :], strict=True))
    principal = next(code for code, term in roles.items() if term == EL.organization)
    columns = dict(zip(_VALUES, values, strict=False)) | {"organisation": filled[principal]}
    events = kinds
    for name, table in columns.items():
        events = events.append_column(name, _aligned(table, kinds["event"]))
    for name, column in _money(graph, _aligned(amounts, kinds["event"]), only).items():
        events = events.append_column(name, column)
    whole = [pc.is_valid(events[name]).to_numpy() for name in ("title", "status", "organisation")]
    return Answers(events.filter(pa.array(np.logical_and.reduce(whole))), _parts(filled), told, titles, disputes, positions)


def _values_of(term: str, form: pa.DataType, things: Sequence[str]) -> Question:
    return Question("projection/values", {"thing": TEXT, "value": form}, {"property": term, "thing": things})


def _money(graph: Graph, amounts: pa.ChunkedArray, only: Sequence[str]) -> dict[str, pa.ChunkedArray]:
    """Value, minimum, maximum, currency and qualifier of each of these amounts."""
    wanted = [*amounts.drop_null().to_pylist(), *only] if only else []  # without any amount nothing must not mean everything
    found = ask_together(graph, [_values_of(term.value, form, wanted) for term, form in _MONEY.values()])
    return {name: _aligned(values, amounts) for name, values in zip(_MONEY, found, strict=True)}


def _aligned(values: pa.Table, things: pa.ChunkedArray) -> pa.ChunkedArray:
    """The value of each of these things, null where it has none."""
    column = values["value"]
    if pa.types.is_dictionary(column.type):
        column = pa.chunked_array([dictionary(column)])
    return column.take(pc.index_in(things, value_set=values["thing"].combine_chunks()))


def _parts(filled: dict[int, pa.Table]) -> pa.Table:
    told = [
        pa.table({"event": table["thing"], "role": np.full(len(table), code, np.uint8), "entity": table["value"]})
        for code, table in filled.items()
    ]
    return pa.concat_tables(told).unify_dictionaries()
