"""How what a source tells stands against what others tell: contradicted, contested, confirmed, or told by nobody else."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pyoxigraph import NamedNode

from kg.graph import journal
from kg.graph.reports import EntityOf, as_reports
from kg.records import EventRecord, SourceRecord
from kg.resolve.agreement import Told, position_of, tells_the_same, told_by, voices_beside
from kg.resolve.beliefs import Belief, believe
from kg.resolve.reports import Report
from kg.views.cards.shapes import ToldRow
from kg.views.graph import Graph
from kg.views.history import shown_value
from kg.views.shapes import DisputeRow

_NAMED = 3
"""Publishers that are told by name."""


def standings(
    graph: Graph, event: str, source: str, disputes: Sequence[DisputeRow], entity_of: EntityOf
) -> dict[str, tuple[ToldRow, ...]]:
    """Of each report of a source on an event, by record id: everything it tells, with its standing.

    `disputes` are those of the event, `source` is the source's key. The reports are weighed again as they were when the
    event was derived, so that a value stands where its own record put it and not where its source did.
    """
    described = (record for _, record in journal.records_describing(graph.reader, NamedNode(event)))
    reports, _ = as_reports([record for record in described if isinstance(record, EventRecord)], entity_of, graph.ontology)
    belief = believe(reports, graph.ontology.text_roles)
    every = [part for report in reports for part in report.all]
    mine = [part for part in every if part.record.source.key == source]
    others = [part for part in every if part.record.source.key != source]
    scale = _Scale(graph, belief, {dispute.property: dispute for dispute in disputes}, others)
    return {report.record.id: scale.weigh(report) for report in mine}


class _Scale:
    """What others tell of one event."""

    def __init__(self, graph: Graph, belief: Belief, disputes: Mapping[str, DisputeRow], others: Sequence[Report]) -> None:
        self._graph = graph
        self._belief = belief
        self._disputes = disputes
        self._others = others

    def weigh(self, report: Report) -> tuple[ToldRow, ...]:
        """Everything that the report tells; not that the organisation also plays a role, unless that is disputed."""
        every = ((told, self._row(report, told)) for told in told_by(report, self._graph.ontology.text_roles))
        owner = report.organisation
        return tuple(row for told, row in every if told.property == "organisation" or told.value != owner or row.against)

    def _row(self, report: Report, told: Told) -> ToldRow:
        alike = [other for other in self._others if tells_the_same(other, told, self._graph.ontology.text_roles)]
        firm = [other for other in alike if other.tier == min(one.tier for one in alike)]
        count = voices_beside(report, firm)
        row = ToldRow(
            property=told.property,
            value=told.text,
            standing="confirmed" if count else "alone",
            others=count,
            told_as=self._manner(firm) if count else "",
            names=tuple(dict.fromkeys(_name(other.record.source) for other in firm))[:_NAMED] if count else (),
        )
        return row.model_copy(update=self._dispute(report, told))

    def _manner(self, firm: Sequence[Report]) -> str:
        """In what words these are said to tell it: reported where somebody reports it, else announced."""
        manners = {other.record.statement for other in firm}
        kinds = [kind for kind in self._graph.ontology.statement_kinds if kind.name in manners]
        return kinds[-1].held_as

    def _dispute(self, report: Report, told: Told) -> dict[str, Any]:
        """What changes in a row where its value is disputed."""
        found = position_of(report, told, self._belief)
        dispute = self._disputes.get(found[0].about) if found else None
        if found is None or dispute is None:
            return {}
        own = shown_value(self._graph, found[0].stands[found[1]].value)
        against = tuple(position for position in dispute.positions if position.value != own)
        source = journal.source_iri(report.record.source).value
        return {
            "standing": "contradicted" if found[1] else "contested",
            "against": against,
            "reason": dispute.reason,
            "by_itself": all(held.id == source for position in against for held in position.held_by),
        }


def _name(source: SourceRecord) -> str:
    return source.publisher or source.title or source.key
