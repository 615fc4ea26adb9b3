"""A projection built anew: what the catalogue answers about all events, brought into order and coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.terms import EL, SKOS, local_name
from kg.views.graph import Graph
from kg.views.projection.answers import ask_about_events
from kg.views.projection.ask import CODE, TEXT, Question, ask, ask_together, codes, dictionary, folded
from kg.views.projection.columns import (
    APPROXIMATE,
    BEGIN_OPEN,
    DATE_DISPUTED,
    DISPUTED,
    END_OPEN,
    HAS_AMOUNT,
    NO_ROLE,
    OPEN_BEGIN,
    OPEN_END,
    UNCERTAIN,
    Columns,
    short_event,
    short_thing,
)

Ints = npt.NDArray[np.integer]


@dataclass(frozen=True)
class Things:
    """Entities and sources by their places, and where their statement graphs lead."""

    entities: pa.Table
    names: pa.Table
    sources: pa.Table
    graphs: pa.Table
    """graph, source, statement: IRIs."""


def build(graph: Graph) -> Columns:
    """The columns of a snapshot, from the answers to the queries projection/… and nothing else."""
    things = ask_things(graph)
    return ask_events(graph, things)


# --- entities and sources -----------------------------------------------------------------------------------------------


def ask_things(graph: Graph) -> Things:
    """All entities and all sources, each in the order of their ids."""
    entities, names = ask_entities(graph)
    graphs = ask(graph, "projection/sources", {"graph": TEXT, "statement": CODE, "source": TEXT, "publisher": CODE})
    return Things(entities, names, source_table(graphs), graphs)


def ask_entities(graph: Graph, only: Sequence[str] = ()) -> tuple[pa.Table, pa.Table]:
    """The tables `entities` and `names`; of these entities alone where some are given."""
    named, classes = ask_together(graph, [
        Question("projection/names", {"entity": TEXT, "term": CODE, "name": TEXT}, {"entity": only}),
        Question("projection/types", {"entity": TEXT, "class": CODE}, {"entity": only}),
    ])  # fmt: skip
    preferred = named.filter(pc.equal(pc.cast(named["term"], TEXT), SKOS.prefLabel.value)).sort_by("entity")
    iris = preferred["entity"].combine_chunks()
    types = _types(codes(classes["entity"], iris), classes["class"], len(iris))
    entities = pa.table({"id": short_thing(iris), "name": preferred["name"], "types": types})
    names = pa.table({"entity": codes(named["entity"], iris), "folded": folded(named["name"].combine_chunks())})
    return entities.combine_chunks(), in_order(names, "entity", "folded")


def _types(entities: Ints, classes: pa.ChunkedArray, count: int) -> pa.Array:
    """For each entity the local names of its classes, in their order."""
    known = sorted(pc.cast(classes, TEXT).unique().to_pylist(), key=local_name)
    coded = codes(classes, pa.array(known, TEXT))
    by = np.lexsort((coded, entities))
    offsets = np.searchsorted(entities[by], np.arange(count + 1)).astype(np.int32)
    names = pa.array([local_name(iri) for iri in known], TEXT)
    return pa.ListArray.from_arrays(pa.array(offsets), names.take(pa.array(coded[by])))


def source_table(graphs: pa.Table) -> pa.Table:
    """The table `sources` from rows with source and publisher: each once, in the order of their ids."""
    table = pa.table({"id": short_thing(graphs["source"].combine_chunks()), "publisher": pc.cast(graphs["publisher"], TEXT)})
    once = table.group_by("id").aggregate([("publisher", "min")]).rename_columns(["id", "publisher"])
    return once.sort_by("id").combine_chunks()


# --- events -----------------------------------------------------------------------------------------------------------------


def ask_events(graph: Graph, things: Things, only: Sequence[str] = ()) -> Columns:
    """All columns; of these events alone where some are given."""
    answers = ask_about_events(graph, only)
    found = answers.events.take(order_of_time(answers.events)).combine_chunks()
    iris = found["event"].combine_chunks()
    kinds = known_terms([kind.iri.value for kind in graph.ontology.kinds], found["kind"])
    statuses = known_terms([kind.iri.value for kind in graph.ontology.statement_kinds], found["status"])
    told = _told(answers.told, iris, things, statuses)
    disputes = _disputes(answers.disputes, iris)
    events = pa.table({
        "id": short_event(iris),
        "title": found["title"],
        "folded": folded(found["title"].combine_chunks()),
        "date": pc.fill_null(found["date"], ""),
        "begin": _days(found["begin"], OPEN_BEGIN),
        "end": _days(found["end"], OPEN_END),
        "kind": codes(found["kind"], kinds).astype(np.uint8),
        "status": codes(found["status"], statuses).astype(np.uint8),
        "flags": _flags(found) | _disputed(disputes, len(iris)),
        "told_by": _told_by(told, len(found)),
        "organisation": codes(_shortened(found["organisation"]), things.entities["id"].combine_chunks()),
        **{name: found[name] for name in ("value", "minimum", "maximum", "currency", "qualifier")},
    }).combine_chunks()  # fmt: skip
    return Columns(
        events=events,
        parts=_parts(answers.parts, iris, things),
        told=told,
        titles=_other_titles(answers.titles, found),
        disputes=disputes,
        positions=_positions(answers.positions, iris, things, statuses),
        entities=things.entities,
        sources=things.sources,
        names=things.names,
        terms=pa.table({"list": ["kind"] * len(kinds) + ["status"] * len(statuses), "iri": pa.concat_arrays([kinds, statuses])}),
    )


def order_of_time(events: pa.Table) -> pa.Array:
    """How timeline/events orders: by begin, or where that is open, by end; then by end, title and id. Unbound comes first."""
    first = pc.coalesce(events["begin"], events["end"])
    keys = pa.table({"first": first, "end": events["end"], "title": events["title"], "event": events["event"]})
    return pc.sort_indices(keys, sort_keys=[(name, "ascending", "at_start") for name in keys.column_names])


def _parts(found: pa.Table, events: pa.Array, things: Things) -> pa.Table:
    """Who takes part in which role; NO_ROLE stays for those who are in none that the ontology knows."""
    row = codes(found["event"], events)
    entity = codes(_shortened(found["entity"]), things.entities["id"].combine_chunks())
    role = found["role"].to_numpy()
    pair = row.astype(np.int64) << 32 | entity
    known = (row >= 0) & (entity >= 0)
    keep = known & ((role != NO_ROLE) | ~np.isin(pair, pair[role != NO_ROLE]))
    return in_order(pa.table({"row": row[keep], "role": role[keep], "entity": entity[keep]}), "row", "role", "entity")


def _told(found: pa.Table, events: pa.Array, things: Things, statuses: pa.Array) -> pa.Table:
    """Each event with each source and manner once, with the first day on which it was known."""
    source, statement = _speakers(found["graph"], things, statuses)
    row = codes(found["event"], events)
    keep = (row >= 0) & (source >= 0)  # records describe entities too
    columns = {"row": row[keep], "source": source[keep], "statement": statement[keep]}
    table = pa.table({**columns, "known": _days(found["known"], OPEN_END).to_numpy()[keep]})
    return in_order(table.sort_by([(name, "ascending") for name in table.column_names]), *columns)


def _other_titles(found: pa.Table, events: pa.Table) -> pa.Table:
    """Titles that are told but not believed, in small letters."""
    row = pc.index_in(found["event"], value_set=events["event"].combine_chunks())
    other = pc.and_(pc.not_equal(found["told"], events["title"].take(row)), pc.is_valid(found["told"]))
    kept = pc.fill_null(other, False)
    told = found["told"].filter(kept).combine_chunks()
    return in_order(pa.table({"row": row.filter(kept), "folded": folded(told)}), "row", "folded")


def _disputes(found: pa.Table, events: pa.Array) -> pa.Table:
    row = codes(found["event"], events)
    table = pa.table({
        "row": row,
        "id": short_thing(found["dispute"].combine_chunks()),
        "property": pc.cast(found["property"], TEXT),
        "rule": pc.cast(found["rule"], TEXT),
        "since": _days(found["since"], OPEN_END),
    })  # fmt: skip
    return in_order(table.filter(pa.array(row >= 0)), "row", "id")


def _positions(found: pa.Table, events: pa.Array, things: Things, statuses: pa.Array) -> pa.Table:
    source, statement = _speakers(found["graph"], things, statuses)
    row = codes(found["event"], events)
    table = pa.table({
        "row": row,
        "dispute": short_thing(found["dispute"].combine_chunks()),
        "position": short_thing(found["position"].combine_chunks()),
        "believed": found["believed"],
        "source": source,
        "statement": statement,
    })  # fmt: skip
    kept = table.filter(pa.array((row >= 0) & (source >= 0)))
    return in_order(kept, "row", "dispute", "position", "source", "statement")


def _speakers(graphs: pa.ChunkedArray, things: Things, statuses: pa.Array) -> tuple[Ints, Ints]:
    """Place of the source and code of the manner of each statement graph; the source is -1 where it is no such graph."""
    places = codes(graphs, things.graphs["graph"].combine_chunks())
    sources = codes(short_thing(things.graphs["source"].combine_chunks()), things.sources["id"].combine_chunks())
    statements = codes(things.graphs["statement"], statuses).astype(np.uint8)
    return np.append(sources, np.int32(-1))[places], np.append(statements, np.uint8(0))[places]


def _flags(events: pa.Table) -> Ints:
    date = pc.fill_null(events["date"], "")
    return (
        _bit(pc.match_substring_regex(date, "[~%]"), APPROXIMATE)
        | _bit(pc.match_substring_regex(date, "[?%]"), UNCERTAIN)
        | _bit(pc.is_null(events["begin"]), BEGIN_OPEN)
        | _bit(pc.is_null(events["end"]), END_OPEN)
        | _bit(pc.is_valid(pc.coalesce(events["value"], events["minimum"], events["maximum"])), HAS_AMOUNT)
    )


def _bit(told: pa.ChunkedArray, bit: int) -> Ints:
    return np.where(told.to_numpy(zero_copy_only=False), bit, 0).astype(np.uint16)


def _disputed(disputes: pa.Table, count: int) -> Ints:
    flags = np.zeros(count, np.uint16)
    rows = disputes["row"].to_numpy()
    flags[rows] |= DISPUTED
    flags[rows[pc.equal(disputes["property"], EL.date.value).to_numpy()]] |= DATE_DISPUTED
    return flags


def _told_by(told: pa.Table, count: int) -> Ints:
    """How many sources tell each event: one that speaks in two manners counts once."""
    rows, sources = told["row"].to_numpy(), told["source"].to_numpy()
    fresh = np.ones(len(rows), bool)
    fresh[1:] = (rows[1:] != rows[:-1]) | (sources[1:] != sources[:-1])
    return np.minimum(np.bincount(rows[fresh], minlength=count), 2**16 - 1).astype(np.uint16)


# --- parts --------------------------------------------------------------------------------------------------------------------


def known_terms(known: list[str], found: pa.ChunkedArray) -> pa.Array:
    """The terms of the ontology in its order, then those that only the graph knows."""
    others = set(pc.cast(found, TEXT).unique().to_pylist()) - set(known)
    return pa.array([*known, *sorted(others)], TEXT)


def _days(column: pa.ChunkedArray, if_open: int) -> pa.ChunkedArray:
    return pc.fill_null(pc.cast(column, pa.int32()), if_open)


def _shortened(column: pa.ChunkedArray) -> pa.Array:
    """A column of dictionaries with short ids in place of IRIs."""
    whole = dictionary(column)
    return pa.DictionaryArray.from_arrays(whole.indices, short_thing(whole.dictionary))


def in_order(table: pa.Table, *by: str) -> pa.Table:
    """Rows in the order of these columns, each once."""
    ordered = table.sort_by([(name, "ascending") for name in by]).combine_chunks()
    if len(ordered) < 2:
        return ordered
    same = [pc.equal(ordered[name].slice(1), ordered[name].slice(0, len(ordered) - 1)) for name in by]
    repeated = np.logical_and.reduce([one.to_numpy(zero_copy_only=False) for one in same])
    return ordered.filter(pa.array(np.append([True], ~repeated))).combine_chunks() if repeated.any() else ordered
