"""A projection brought up to date: the events that changes touch are asked for again, all others are taken over."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from kg.views.graph import Graph
from kg.views.projection.answers import TOLD
from kg.views.projection.ask import CODE, TEXT, ask
from kg.views.projection.build import Things, ask_entities, ask_events, in_order, source_table
from kg.views.projection.columns import OPEN_BEGIN, OPEN_END, Columns, short_event, short_thing

Places = npt.NDArray[np.int32]
_GRAPHS = {"graph": TEXT, "statement": CODE, "source": TEXT, "publisher": CODE}


def updated(old: Columns, graph: Graph, touched: Collection[str]) -> Columns | None:
    """The columns of `graph`, from those of an earlier snapshot and the terms in the statements that changed since.

    `None` where so much changed, or in such a way, that building anew is the way.
    """
    terms = sorted(touched)
    if not terms:
        return old
    events = [row["event"] for row in graph.rows("projection/touched", thing=terms)]
    if len(events) > 1000 + len(old.events) // 4:
        return None
    things, entity_map, source_map = _things(old, graph, terms, events)
    fresh = ask_events(graph, things, events) if events else None
    if fresh is not None and not fresh.terms.equals(old.terms):
        return None
    leaving = pc.is_in(old.events["id"], short_event(pa.array([*events, *terms], TEXT))).to_numpy()
    kept = old.events.filter(pa.array(~leaving))
    kept = _replaced(kept, "organisation", entity_map)
    order, row_map, fresh_map = _order(kept, fresh.events if fresh else kept.slice(0, 0), ~leaving)
    by_row = {
        "parts": _replaced(old.parts, "entity", entity_map),
        "told": _replaced(old.told, "source", source_map),
        "titles": old.titles,
        "disputes": old.disputes,
        "positions": _replaced(old.positions, "source", source_map),
    }
    merged = {
        name: _by_row(table, row_map, getattr(fresh, name) if fresh else table.slice(0, 0), fresh_map)
        for name, table in by_row.items()
    }
    both = pa.concat_tables([kept, fresh.events]) if fresh else kept
    return Columns(
        events=both.take(pa.array(order)).combine_chunks(),
        entities=things.entities,
        sources=things.sources,
        names=things.names,
        terms=old.terms,
        **merged,
    )


def _things(old: Columns, graph: Graph, terms: list[str], events: list[str]) -> tuple[Things, Places, Places]:
    """Entities and sources as they are now, and where each of the old ones has gone: -1 where nowhere."""
    gone = short_thing(pa.array(terms, TEXT))
    fresh, fresh_names = ask_entities(graph, terms)
    stays = pc.invert(pc.is_in(old.entities["id"], gone))
    entities = pa.concat_tables([old.entities.filter(stays), fresh]).sort_by("id").combine_chunks()
    entity_map = _places(old.entities["id"], entities["id"])
    entity_map[~stays.to_numpy()] = -1  # their names were asked for again
    names = pa.concat_tables([
        _moved(old.names, "entity", entity_map),
        _moved(fresh_names, "entity", _places(fresh["id"], entities["id"])),
    ])  # fmt: skip
    told = ask(graph, "projection/told", TOLD, event=events) if events else None
    told_in = told["graph"].unique().to_pylist() if told else []
    graphs = pa.concat_tables([
        ask(graph, "projection/sources", _GRAPHS, source=terms),
        *([ask(graph, "projection/sources", _GRAPHS, graph=told_in)] if told_in else []),
    ]).unify_dictionaries()  # fmt: skip
    staying = old.sources.filter(pc.invert(pc.is_in(old.sources["id"], gone)))
    found = source_table(graphs)
    unknown = found.filter(pc.invert(pc.is_in(found["id"], staying["id"].combine_chunks())))
    sources = pa.concat_tables([staying, unknown]).sort_by("id").combine_chunks()
    things = Things(entities, in_order(names, "entity", "folded"), sources, graphs)
    return things, _places(old.entities["id"], entities["id"]), _places(old.sources["id"], sources["id"])


def _places(old: pa.ChunkedArray, new: pa.ChunkedArray) -> Places:
    found = pc.index_in(old, value_set=new.combine_chunks())
    return np.array(pc.fill_null(found, -1).to_numpy(), np.int32)


def _replaced(table: pa.Table, name: str, places: Places) -> pa.Table:
    """The table with the places in a column as they are now."""
    column = pa.array(places[table[name].to_numpy()]) if len(table) else table[name]
    return table.set_column(table.column_names.index(name), name, column)


def _moved(table: pa.Table, name: str, places: Places) -> pa.Table:
    """The same without the rows whose places are gone."""
    found = _replaced(table, name, places)
    return found.filter(pc.greater_equal(found[name], 0))


def _order(kept: pa.Table, fresh: pa.Table, stays: npt.NDArray[np.bool_]) -> tuple[Places, Places, Places]:
    """How kept and fresh events follow one another in time, and the new rows of all old events and of the fresh ones."""
    at = np.array([_place_among(kept, _key(fresh, row)) for row in range(len(fresh))], np.int64)
    order = np.insert(np.arange(len(kept)), at, len(kept) + np.arange(len(fresh))).astype(np.int32)
    place = np.empty(len(order), np.int32)
    place[order] = np.arange(len(order), dtype=np.int32)
    row_map = np.full(len(stays), -1, np.int32)
    row_map[stays] = place[: len(kept)]
    return order, row_map, place[len(kept) :]


def _key(events: pa.Table, row: int) -> tuple[int, int, str, str]:
    """By what timeline/events orders. Whatever is open comes first."""
    begin, end = events["begin"][row].as_py(), events["end"][row].as_py()
    last = OPEN_BEGIN if end == OPEN_END else end
    return (last if begin == OPEN_BEGIN else begin), last, events["title"][row].as_py(), events["id"][row].as_py()


def _place_among(events: pa.Table, key: tuple[int, int, str, str]) -> int:
    return bisect_left(range(len(events)), key, key=lambda row: _key(events, row))


def _by_row(old: pa.Table, row_map: Places, fresh: pa.Table, fresh_map: Places) -> pa.Table:
    """A table that is in the order of rows, with the rows as they are now; each row is wholly old or wholly fresh."""
    both = pa.concat_tables([_moved(old, "row", row_map), _moved(fresh, "row", fresh_map)])
    order = np.argsort(both["row"].to_numpy(), kind="stable")
    return both.take(pa.array(order)).combine_chunks()
