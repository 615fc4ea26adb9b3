"""Which disputes there are: found by filters, the newest disagreement first, and counted by property and rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from kg.dates import Moment, read_date
from kg.errors import UnknownName
from kg.resolve.beliefs import TERM_OF, Criterion
from kg.terms import EL, RDF
from kg.views.entities import find_entities
from kg.views.events import EventFilter
from kg.views.graph import Graph, property_name
from kg.views.projection import projection


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
    """The disputes that fit, the newest disagreement first, those that nobody dates last. Raises BadInput."""
    rules = {term.value: rule.value for rule, term in TERM_OF.items()}
    return [
        DisputeEntry(
            id=row["dispute"],
            event=row["event"],
            property=property_name(row["property"], graph.ontology),
            won_by=rules[row["rule"]],
            since=row.get("since"),
            machine=row["machine"],
        )
        for row in graph.rows("dispute/index", **wanted.parameters(graph))
    ]


def narrowed(graph: Graph, entries: Sequence[DisputeEntry], wanted: DisputeFilter) -> list[DisputeEntry]:
    """What `index_disputes` finds, out of the index of the same publishers: without asking for all disputes again.

    Raises BadInput like it.
    """
    given = wanted.parameters(graph)
    events: frozenset[str] | None = None
    if wanted.organisations or wanted.kinds:
        table = projection(graph)
        events = frozenset(table.iris(table.select(EventFilter(organisations=wanted.organisations, kinds=wanted.kinds))))
    return [
        entry
        for entry in entries
        if (events is None or entry.event in events)
        and (not wanted.properties or entry.property in wanted.properties)
        and (not wanted.rules or entry.won_by in wanted.rules)
        and (given["since"] is None or (entry.since is not None and entry.since >= given["since"]))
        and (wanted.machine is None or entry.machine == wanted.machine)
    ]


def index_sparql(graph: Graph, wanted: DisputeFilter) -> str:
    """The query behind `index_disputes`."""
    return graph.sparql("dispute/index", **wanted.parameters(graph))


def list_holders(graph: Graph) -> list[HolderRow]:
    """Who holds a value in a dispute, those in most disputes first."""
    return [
        HolderRow(id=row["publisher"], name=row["name"], disputes=row["disputes"], believed=row["believed"])
        for row in graph.rows("dispute/holders")
    ]


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
