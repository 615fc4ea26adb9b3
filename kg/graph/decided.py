"""People's decisions as the graph holds them, and which of its records they are about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations, product

from pyoxigraph import Literal, NamedNode

from kg.graph import journal
from kg.graph.working import Working
from kg.records import DecisionRecord, EventRecord, Reference
from kg.resolve.events import Decided
from kg.terms import EL


@dataclass(frozen=True)
class _Ruling:
    """A decision on events with the records that its sides name now."""

    verdict: str
    left: set[NamedNode]
    right: set[NamedNode]


class Decisions:
    """Every decision that stands after the change, oldest first."""

    def __init__(self, working: Working) -> None:
        self._working = working
        staying = (record for record in working.stored_in(journal.DECISIONS) if working.stays(journal.record_iri(record)))
        found = [record for record in (*working.gained.values(), *staying) if isinstance(record, DecisionRecord)]
        self.standing = sorted(found, key=lambda decision: (decision.when, decision.id))
        self.changing = [
            record for record in (*working.gained.values(), *working.lost.values()) if isinstance(record, DecisionRecord)
        ]
        self._arriving: dict[tuple[str, str], list[NamedNode]] = {}
        for iri, record in working.gained.items():
            if record.local_id and isinstance(record, EventRecord):
                self._arriving.setdefault((record.source.key, record.local_id), []).append(iri)

    def of_names(self) -> Iterator[tuple[str, frozenset[str], frozenset[str]]]:
        """Verdict and name keys of both sides, of every decision about entities."""
        for decision in self.standing:
            if decision.about == "entity":
                yield decision.verdict, _ids(decision.left), _ids(decision.right)

    def names_changing(self) -> set[str]:
        """Name keys that a decision which comes or goes is about."""
        about = [decision for decision in self.changing if decision.about == "entity"]
        return {key for decision in about for key in _ids((*decision.left, *decision.right))}

    def records_changing(self) -> set[NamedNode]:
        """Records whose decisions change: with the decisions themselves, or because a record they name comes or goes."""
        moving = [*self._working.dirty.values(), *self._working.lost.values()]
        names = {record.id for record in moving} | {(record.source.key, record.local_id) for record in moving if record.local_id}
        found: set[NamedNode] = set()
        for decision in (*self.standing, *self.changing):
            named = (*decision.left, *decision.right)
            if decision.about == "event" and (
                decision in self.changing or any(one.id in names or (one.source, one.local_id) in names for one in named)
            ):
                found |= self._records(named)
        return found

    def of_records(self) -> dict[NamedNode, set[NamedNode]]:
        """Record to the records that some decision ties it to."""
        tied: dict[NamedNode, set[NamedNode]] = {}
        for ruling in self._rulings:
            if ruling.verdict == "same":
                together = ruling.left | ruling.right
                for record in together:
                    tied.setdefault(record, set()).update(together - {record})
        return tied

    def decided(self, report_of: Mapping[NamedNode, str]) -> Decided:
        """The decisions on these reports, as pairs of report ids; a later decision on a pair overrides an earlier one."""
        verdicts: dict[tuple[str, str], str] = {}
        for place in sorted({place for iri in report_of for place in self._rulings_on.get(iri, ())}):
            ruling = self._rulings[place]
            left, right = (sorted({report_of[iri] for iri in side if iri in report_of}) for side in (ruling.left, ruling.right))
            pairs = combinations(sorted({*left, *right}), 2) if ruling.verdict == "same" else product(left, right)
            for one, other in pairs:
                if one != other:
                    verdicts[min(one, other), max(one, other)] = ruling.verdict
        return Decided(*(frozenset(pair for pair, said in verdicts.items() if said == word) for word in ("same", "different")))

    @cached_property
    def _rulings(self) -> list[_Ruling]:
        """Decisions about events that stand, oldest first."""
        about = [decision for decision in self.standing if decision.about == "event"]
        return [_Ruling(one.verdict, self._records(one.left), self._records(one.right)) for one in about]

    @cached_property
    def _rulings_on(self) -> dict[NamedNode, list[int]]:
        """Record to the places of the rulings that name it."""
        found: dict[NamedNode, list[int]] = {}
        for place, ruling in enumerate(self._rulings):
            for iri in ruling.left | ruling.right:
                found.setdefault(iri, []).append(place)
        return found

    def _records(self, references: Iterable[Reference]) -> set[NamedNode]:
        return {record for reference in references for record in self._records_of(reference)}

    def _records_of(self, reference: Reference) -> list[NamedNode]:
        """The record itself, or what its source says under the same id now."""
        exact = journal.report_iri(reference.id)
        if exact in self._working.gained or (
            exact not in self._working.lost and journal.record_at(self._working.graph, exact) is not None
        ):
            return [exact]
        if not reference.local_id:
            return []
        return [*self._arriving.get((reference.source, reference.local_id), ()), *self._staying_under(reference)]

    def _staying_under(self, reference: Reference) -> Iterator[NamedNode]:
        for quad in list(self._working.graph.quads(None, EL.recordId, Literal(reference.local_id))):
            if isinstance(quad.subject, NamedNode) and quad.subject not in self._working.lost:
                record = journal.record_at(self._working.graph, quad.subject)
                if isinstance(record, EventRecord) and record.source.key == reference.source:
                    yield quad.subject


def _ids(references: Iterable[Reference]) -> frozenset[str]:
    return frozenset(reference.id for reference in references)
