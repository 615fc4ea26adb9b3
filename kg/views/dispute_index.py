"""Which disputes there are: found by filters, the newest disagreement first, and counted by property and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import BaseModel, ConfigDict

from kg.dates import Moment, read_date
from kg.errors import UnknownName
from kg.resolve.beliefs import TERM_OF, Criterion
from kg.terms import EL, RDF
from kg.views.entities import find_entities
from kg.views.events import EventFilter
from kg.views.graph import Graph, expand, property_name
from kg.views.projection import OPEN_END, Projection, day_number, pairs, projection

_RULE_OF = {term.value: rule.value for rule, term in TERM_OF.items()}
_EPOCH = date(1970, 1, 1).toordinal()


class DisputeFilter(BaseModel):
    """Which disputes: every part may be left out, and those given must all hold; of several values one is enough.

    `organisations` take part in the event, in any spelling; `publishers` hold one of the values; `since` is the day, or the
    beginning of the month or year, from which on the disagreement is there. `machine` is true for machine-generated text
    against reports.
    """

    model_config = ConfigDict(frozen=True)

    organisations: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    properties: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    since: str = ""
    machine: bool | None = None

    def parameters(self, graph: Graph) -> dict[str, Any]:
        """As values for the query dispute/index. Raises BadInput for a name or date that is not known."""
        return {
            "org": [found for name in self.organisations for found in find_entities(graph, name)],
            "kind": [graph.ontology.kind(name).iri for name in self.kinds],
            "property": [property_iri(graph, name) for name in self.properties],
            "publisher": _publishers(graph, self.publishers),
            "rule": [TERM_OF[rule_named(name)] for name in self.rules],
            "since": Moment.parse(read_date(self.since)).begin if self.since.strip() else None,
            "machine": self.machine,
        }


class DisputeEntry(BaseModel):
    """One dispute of the index. `machine`: a value that only machine-generated text holds stands against a report."""

    model_config = ConfigDict(frozen=True)

    id: str
    event: str
    property: str
    won_by: str
    since: date | None
    machine: bool


class PropertyCount(BaseModel):
    """How often sources contradict one another about one property."""

    model_config = ConfigDict(frozen=True)

    property: str
    disputes: int
    machine: int
    by_rule: dict[str, int]
    by_year: dict[int, int]
    """Year in which the disagreement arose to disputes; those that nobody dates are in none."""


class HolderRow(BaseModel):
    """A publisher that takes part in disputes. `believed` counts those in which its value is the believed one."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    disputes: int
    believed: int


def index_disputes(graph: Graph, wanted: DisputeFilter = DisputeFilter()) -> list[DisputeEntry]:
    """The disputes that dispute/index finds, in its order: the newest first, undated ones last. Raises BadInput."""
    table = projection(graph)
    disputes = table.disputes
    fitting = _fitting(table, wanted)
    places = disputes.newest_first[fitting[disputes.newest_first]]
    at = pa.array(places)
    columns = zip(
        disputes.id.take(at).to_pylist(),
        table.iris(disputes.row[places]),
        _named(disputes.about, partial(property_name, ontology=graph.ontology)).take(at).to_pylist(),
        _named(disputes.rule, _RULE_OF.__getitem__).take(at).to_pylist(),
        (None if day == OPEN_END else date.fromordinal(_EPOCH + day) for day in disputes.since[places].tolist()),
        disputes.machine[places].tolist(),
        strict=True,
    )
    return [
        DisputeEntry(id=expand(short, "dispute"), event=event, property=name, won_by=rule, since=since, machine=machine)
        for short, event, name, rule, since, machine in columns
    ]


def index_sparql(graph: Graph, wanted: DisputeFilter) -> str:
    """The query behind `index_disputes`."""
    return graph.sparql("dispute/index", **wanted.parameters(graph))


def list_holders(graph: Graph) -> list[HolderRow]:
    """The publishers that dispute/holders gives: who holds a value in a dispute, those in most disputes first."""
    table = projection(graph)
    disputes = table.disputes
    iri_of = {row["name"]: row["publisher"] for row in graph.rows("source/names")}
    publishers = pc.dictionary_encode(table.sources["publisher"].combine_chunks())
    names = publishers.dictionary.to_pylist()
    who = pc.fill_null(publishers.indices, -1).to_numpy()[disputes.holder].astype(np.int64)
    named = who >= 0
    every = _disputes_of(who[named], disputes.held[named], len(names))
    won = _disputes_of(who[named & disputes.believed], disputes.held[named & disputes.believed], len(names))
    found = [
        HolderRow(id=iri_of[name], name=name, disputes=int(count), believed=int(believed))
        for name, count, believed in zip(names, every, won, strict=True)
        if count
    ]
    return sorted(found, key=lambda row: (-row.disputes, row.name, row.id))


def count_by_property(entries: Iterable[DisputeEntry]) -> list[PropertyCount]:
    """The index by property, the most disputed first."""
    found: dict[str, list[DisputeEntry]] = {}
    for entry in entries:
        found.setdefault(entry.property, []).append(entry)
    counted = [
        PropertyCount(
            property=name,
            disputes=len(same),
            machine=sum(entry.machine for entry in same),
            by_rule=dict(Counter(entry.won_by for entry in same)),
            by_year=dict(sorted(Counter(entry.since.year for entry in same if entry.since).items())),
        )
        for name, same in found.items()
    ]
    return sorted(counted, key=lambda row: (-row.disputes, row.property))


def property_iri(graph: Graph, name: str) -> str:
    """The IRI of the property that tables call so, the reverse of `property_name`. Raises UnknownName."""
    terms = {"kind": RDF.type}
    terms |= {role.name: role.iri for role in graph.ontology.roles}
    terms |= {milestone.name: milestone.iri for milestone in graph.ontology.milestones}
    try:
        return str((terms[name] if name in terms else getattr(EL, name)).value)
    except AttributeError:
        raise UnknownName(f"'{name}' is no property of events; date, amount or person would be one") from None


def rule_named(name: str) -> Criterion:
    """The rule of that name. Raises UnknownName."""
    try:
        return Criterion(name)
    except ValueError:
        raise UnknownName(f"'{name}' is no rule; choose from {', '.join(Criterion)}") from None


def _fitting(table: Projection, wanted: DisputeFilter) -> npt.NDArray[np.bool_]:
    """For each dispute whether it fits a filter."""
    graph, disputes = table.graph, table.disputes
    given = wanted.parameters(graph)
    keep = np.ones(len(disputes), bool)
    if wanted.organisations or wanted.kinds:
        events = np.zeros(table.n, bool)
        events[table.select(EventFilter(organisations=wanted.organisations, kinds=wanted.kinds))] = True
        keep &= events[disputes.row]
    for column, terms in ((disputes.about, given["property"]), (disputes.rule, given["rule"])):
        if terms:
            keep &= _among(column, [getattr(term, "value", term) for term in terms])
    if wanted.publishers:
        keep &= disputes.held_by(_among(table.sources["publisher"], wanted.publishers))
    if given["since"] is not None:
        keep &= (disputes.since >= day_number(given["since"])) & (disputes.since != OPEN_END)
    if wanted.machine is not None:
        keep &= disputes.machine == wanted.machine
    return keep


def _among(column: pa.Array | pa.ChunkedArray, texts: Sequence[str]) -> npt.NDArray[np.bool_]:
    return np.asarray(pc.is_in(column, value_set=pa.array(texts, pa.string())).to_numpy(zero_copy_only=False), bool)


def _named(iris: pa.Array, name_of: Callable[[str], str]) -> pa.DictionaryArray:
    """What people call these IRIs; each is looked up once."""
    coded = pc.dictionary_encode(iris)
    names = pa.array([name_of(iri) for iri in coded.dictionary.to_pylist()], pa.string())
    return pa.DictionaryArray.from_arrays(coded.indices, names)


def _disputes_of(who: npt.NDArray[np.int64], dispute: npt.NDArray[np.int32], publishers: int) -> npt.NDArray[np.int64]:
    """In how many disputes each publisher holds a value."""
    return np.bincount(pairs(dispute, who)[1], minlength=publishers)


def _publishers(graph: Graph, names: Sequence[str]) -> list[str]:
    """The publishers of these names that hold a value in a dispute. Raises UnknownName."""
    if not names:
        return []
    known: dict[str, list[str]] = {}
    for holder in list_holders(graph):
        known.setdefault(holder.name, []).append(holder.id)
    if strangers := [name for name in names if name not in known]:
        raise UnknownName(f"'{strangers[0]}' holds no value in a dispute; kg disputes lists who does")
    return [found for name in names for found in known[name]]
