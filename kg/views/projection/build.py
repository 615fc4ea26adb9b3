"""A projection built anew: what the catalogue answers about all events, brought into order and coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.ontology import Ontology
from kg.terms import EL, SKOS, local_name
from kg.views.graph import Graph
from kg.views.projection.ask import CODE, DAY, NUMBER, TEXT, ask, ask_together, codes, dictionary, folded
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
_AMOUNT = {"value": NUMBER, "minimum": NUMBER, "maximum": NUMBER, "currency": TEXT}
# Queries with the columns wanted of each.
_OF_EVENTS = {
    "projection/events": {"event": TEXT, "kind": CODE, "title": TEXT, "date": TEXT, "begin": DAY, "end": DAY, "status": CODE,
                          "organisation": CODE},
    "projection/parts": {"event": TEXT, "role": CODE, "entity": CODE},
    "projection/told": {"event": TEXT, "graph": CODE},
    "projection/known": {"event": TEXT, "graph": CODE, "known": DAY},
    "projection/titles": {"event": TEXT, "told": TEXT},
    "projection/amounts": {"event": TEXT, **_AMOUNT},
    "projection/disputes": {"event": TEXT, "property": CODE},
}  # fmt: skip
_OF_ENTITIES = {
    "projection/names": {"entity": TEXT, "term": CODE, "name": TEXT},
    "projection/types": {"entity": TEXT, "class": CODE},
}


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
    named, classes = ask_together(graph, _OF_ENTITIES, entity=only)
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
    found, parts, told, known, titles, money, disputes = ask_together(graph, _OF_EVENTS, event=only)
    found = found.take(order_of_time(found)).combine_chunks()
    iris = found["event"].combine_chunks()
    kinds = known_terms([kind.iri.value for kind in graph.ontology.kinds], found["kind"])
    statuses = known_terms([kind.iri.value for kind in graph.ontology.statement_kinds], found["status"])
    told = _told(told, known, iris, things, statuses)
    money = money.select(list(_AMOUNT)).take(pc.index_in(iris, value_set=money["event"].combine_chunks()))
    events = pa.table({
        "id": short_event(iris),
        "title": found["title"],
        "folded": folded(found["title"].combine_chunks()),
        "date": pc.fill_null(found["date"], ""),
        "begin": _days(found["begin"], OPEN_BEGIN),
        "end": _days(found["end"], OPEN_END),
        "kind": codes(found["kind"], kinds).astype(np.uint8),
        "status": codes(found["status"], statuses).astype(np.uint8),
        "flags": _flags(found, money) | _disputed(disputes, iris),
        "told_by": _told_by(told, len(found)),
        "organisation": codes(_shortened(found["organisation"]), things.entities["id"].combine_chunks()),
        **{name: money[name] for name in money.column_names},
    }).combine_chunks()  # fmt: skip
    return Columns(
        events=events,
        parts=_parts(parts, iris, things, graph.ontology),
        told=told,
        titles=in_order(
            pa.table({"row": codes(titles["event"], iris), "folded": folded(titles["told"].combine_chunks())}), "row", "folded"
        ),
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


def _parts(found: pa.Table, events: pa.Array, things: Things, ontology: Ontology) -> pa.Table:
    roles = codes(found["role"], pa.array([role.iri.value for role in ontology.roles], TEXT))
    return in_order(pa.table({
        "row": codes(found["event"], events),
        "role": np.where(roles < 0, NO_ROLE, roles).astype(np.uint8),
        "entity": codes(_shortened(found["entity"]), things.entities["id"].combine_chunks()),
    }), "row", "role", "entity")  # fmt: skip


def _told(found: pa.Table, known: pa.Table, events: pa.Array, things: Things, statuses: pa.Array) -> pa.Table:
    told, dated = _placed(found, events, things, statuses), _placed(known, events, things, statuses)
    told = in_order(told, "row", "source", "statement")
    days = np.full(len(told), OPEN_END, np.int32)
    _, where = np.unique(np.concatenate([_keys(told), _keys(dated)]), return_inverse=True)
    np.minimum.at(days, where[len(told) :], dated["known"].to_numpy())  # the keys of `told` are all there are, in order
    return told.append_column("known", pa.array(days))


def _keys(told: pa.Table) -> Ints:
    """A number for each row, source and statement, in their order."""
    row, source, statement = (told[name].to_numpy().astype(np.int64) for name in ("row", "source", "statement"))
    keys: Ints = row << 36 | source << 8 | statement
    return keys


def _placed(found: pa.Table, events: pa.Array, things: Things, statuses: pa.Array) -> pa.Table:
    """Rows with event and graph as row, source and statement, with their other columns."""
    places = codes(found["graph"], things.graphs["graph"].combine_chunks())
    sources = codes(short_thing(things.graphs["source"].combine_chunks()), things.sources["id"].combine_chunks())
    statements = codes(things.graphs["statement"], statuses).astype(np.uint8)
    rows = codes(found["event"], events)
    ours = (rows >= 0) & (places >= 0)  # records describe entities too
    days = {"known": _days(found["known"], OPEN_END).to_numpy()[ours]} if "known" in found.column_names else {}
    return pa.table({"row": rows[ours], "source": sources[places[ours]], "statement": statements[places[ours]], **days})


def _flags(events: pa.Table, money: pa.Table) -> Ints:
    date = pc.fill_null(events["date"], "")
    return (
        _bit(pc.match_substring_regex(date, "[~%]"), APPROXIMATE)
        | _bit(pc.match_substring_regex(date, "[?%]"), UNCERTAIN)
        | _bit(pc.is_null(events["begin"]), BEGIN_OPEN)
        | _bit(pc.is_null(events["end"]), END_OPEN)
        | _bit(pc.is_valid(pc.coalesce(money["value"], money["minimum"], money["maximum"])), HAS_AMOUNT)
    )


def _bit(told: pa.ChunkedArray, bit: int) -> Ints:
    return np.where(told.to_numpy(zero_copy_only=False), bit, 0).astype(np.uint16)


def _disputed(found: pa.Table, events: pa.Array) -> Ints:
    rows = codes(found["event"], events)
    flags = np.zeros(len(events), np.uint16)
    flags[rows[rows >= 0]] |= DISPUTED
    of_date = pc.fill_null(pc.equal(pc.cast(found["property"], TEXT), EL.date.value), False).to_numpy(zero_copy_only=False)
    flags[rows[(rows >= 0) & of_date.astype(bool)]] |= DATE_DISPUTED
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


