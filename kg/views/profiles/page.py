"""Profiles: one company, person, model or investor, told by the catalogue's answers about it and nothing else."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from kg.views.compare.features import list_features
from kg.views.disputes import list_disputes
from kg.views.entities import entity_row, related_entities
from kg.views.events import events_by_id, source_row
from kg.views.graph import Graph, grouped
from kg.views.predictions import list_predictions
from kg.views.profiles.careers import career
from kg.views.profiles.facts import facts_of
from kg.views.profiles.shapes import CompetitorRow, CounterpartRow, EntityDetail, Part, Profile, YearRow
from kg.views.profiles.taking_part import TakenPart, taken_part
from kg.views.projection import Rows
from kg.views.shapes import DisputeRow, EventRow, FeatureRow

FEW = 8
"""Events of a part that are shown unless all are asked for."""
MOST = 400
"""Events of a part that are shown where all are asked for."""
_LOOKED_AT = 25
"""Newest events of a sort from which facts are taken."""
_LIVED = 100
"""Newest events of a person from which the career is put together."""


@dataclass(frozen=True)
class Section:
    """Events in which the entity has one of these roles; of these kinds alone where any are given."""

    name: str
    roles: tuple[str, ...]
    kinds: tuple[str, ...] = ()

    def parameters(self, graph: Graph, entity: str) -> dict[str, str | list[str]]:
        """As values for the query entity/events, which is behind it."""
        return {
            "entity": entity,
            "role": [graph.ontology.role(name).iri.value for name in self.roles],
            "kind": [graph.ontology.kind(name).iri.value for name in self.kinds],
        }


GIVERS = ("investor", "lead_investor")
WORKS = ("model", "product")
PARTS = (
    Section("people-in", ("employer_to",)),
    Section("people-out", ("employer_from",)),
    Section("founded", ("founder",)),
    Section("money-in", ("organisation",), ("Investment", "IPO")),
    Section("deals", ("acquirer", "acquired")),
    Section("money-out", GIVERS),
    Section("launches", ("organisation",), ("ModelLaunch", "ProductLaunch")),
    Section("works", WORKS),
)
"""In the order of the page."""
_BEGINS, _ENDS = "Founding", "Shutdown"
"""Kinds of which the first, or the last, tells a fact however old it is."""


def profile(graph: Graph, entity: str, on: date, whole: Collection[str] = ()) -> Profile:
    """What the graph holds of an entity, with the states of predictions on a day.

    Of each part the newest FEW events, or MOST of those parts that `whole` names.
    """
    taken = taken_part(graph, entity)
    chosen = {part.name: taken.among(part.roles, part.kinds) for part in PARTS}
    latest = _newest(taken.rows, "latest", whole)
    shown = {name: _newest(rows, name, whole) for name, rows in chosen.items()}
    telling = _telling(taken, chosen)
    lived = taken.among(("person", "founder"))[-_LIVED:].tolist()
    found = _events(taken, {*latest, *telling, *lived, *(row for rows in shown.values() for row in rows)})
    features = _features(graph, entity, [found[row] for row in shown["launches"]])
    first, last = taken.span()
    return Profile(
        entity=entity_row(graph, entity),
        total=len(taken.rows),
        first=first,
        last=last,
        facts=tuple(facts_of(entity, [found[row] for row in telling], features, graph.ontology)),
        latest=tuple(found[row] for row in latest),
        parts=tuple(
            Part(name=name, events=tuple(found[row] for row in rows), total=len(chosen[name])) for name, rows in shown.items()
        ),
        years=tuple(YearRow(year=year, events=events) for year, events in taken.years(chosen["money-out"])),
        career=tuple(career(entity, [found[row] for row in lived])),
        makers=tuple(taken.counterparts(WORKS, ("organisation",))),
        partners=tuple(_partners(taken)),
        co_investors=tuple(taken.counterparts(GIVERS, GIVERS)),
        competitors=tuple(competitors(graph, entity)),
        features=tuple(features),
        disputes=tuple(_disputes(graph, taken.table.iris(_rows(_newest(taken.disputed, "disputes", whole, few=3))))),
        disputed=len(taken.disputed),
        predictions=tuple(list_predictions(graph, on, org=[entity])),
        publishers=tuple(taken.publishers()),
    )


def entity_detail(graph: Graph, entity: str, on: date) -> EntityDetail:
    """An entity with every event, for those who read it whole."""
    taken = taken_part(graph, entity)
    telling = _telling(taken, {part.name: taken.among(part.roles, part.kinds) for part in PARTS})
    found = _events(taken, set(taken.rows.tolist()))
    features = list_features(graph, [entity])
    return EntityDetail(
        entity=entity_row(graph, entity),
        facts=tuple(facts_of(entity, [found[row] for row in telling], features, graph.ontology)),
        events=tuple(found[row] for row in sorted(found)),
        related=tuple(related_entities(graph, entity)),
        features=tuple(features),
        predictions=tuple(list_predictions(graph, on, org=[entity])),
    )


def _newest(rows: Rows, name: str, whole: Collection[str], few: int = FEW) -> list[int]:
    """The last of them, the newest first."""
    found: list[int] = rows[-(MOST if name in whole else few) :][::-1].tolist()
    return found


def _rows(places: Iterable[int]) -> Rows:
    return np.fromiter(places, np.int32)


def _events(taken: TakenPart, places: Collection[int]) -> dict[int, EventRow]:
    """Events by their row."""
    rows = sorted(places)
    iris = taken.table.iris(_rows(rows))
    told = {row.id: row for row in events_by_id(taken.table.graph, iris)}
    return {row: told[iri] for row, iri in zip(rows, iris, strict=True)}


def _telling(taken: TakenPart, chosen: dict[str, Rows]) -> list[int]:
    """The events from which facts are taken, in the order of time."""
    sorts = [chosen[name] for name in ("people-in", "people-out", "money-in", "deals")]
    newest = [rows[-_LOOKED_AT:] for rows in (*sorts, taken.own((_BEGINS, _ENDS)))]
    ends = taken.without(taken.own((_ENDS,)), WORKS)  # that a work ended tells nothing of its company
    found: list[int] = np.unique(np.concatenate([*newest, taken.own((_BEGINS,))[:1], ends[-1:]])).tolist()
    return found


def _features(graph: Graph, entity: str, launches: Iterable[EventRow]) -> list[FeatureRow]:
    works = (part.id for event in launches for part in event.participants if part.role in WORKS and part.id)
    return list_features(graph, list(dict.fromkeys((entity, *works))))


def _disputes(graph: Graph, events: Sequence[str]) -> list[DisputeRow]:
    """Disputes about these events, in their order."""
    place = {event: number for number, event in enumerate(events)}
    return sorted(list_disputes(graph, event=events), key=lambda dispute: place[dispute.event]) if events else []


def _partners(taken: TakenPart) -> list[CounterpartRow]:
    """Partners of the entity, and those whose partner it is; of who is both, the side with more events."""
    sides = [*taken.counterparts(("organisation",), ("partner",)), *taken.counterparts(("partner",), ("organisation", "partner"))]
    once: dict[str, CounterpartRow] = {}
    for row in sorted(sides, key=lambda row: (-row.events, row.name, row.id)):
        once.setdefault(row.id, row)
    return list(once.values())


def competitors(graph: Graph, entity: str) -> list[CompetitorRow]:
    """Whom news cards set beside the entity in their comparison tables: a row for each of them and each card."""
    found = grouped(graph.rows("entity/competitors", entity=entity), "other")
    return [
        CompetitorRow(
            name=rows[0]["name"],
            id=other,
            features=tuple(dict.fromkeys(row["feature"] for row in rows)),
            source=source_row(graph, rows[0] | {"name": None}),
        )
        for other, all_rows in found.items()
        for rows in grouped(all_rows, "source").values()
    ]
