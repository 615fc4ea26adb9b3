"""How well reports are joined into events: pairs and B-cubed against a grouping made by hand, and the worst mistakes.

The rules were bettered by looking at mistakes in the tuned part. Of the untouched part, a quarter of the events, a
handful of rows and the figures were seen along the way: it is nearly, not wholly, blind.
"""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.graph.reports import report_of
from kg.ingest.base import Context, Input
from kg.ingest.rdf import RdfAdapter
from kg.ingest.tables import TableAdapter
from kg.ontology import load_ontology
from kg.paths import SAMPLES
from kg.records import EventRecord, Record
from kg.resolve.entities import Mention, entity_iri, joinings, unite
from kg.resolve.events import Report
from kg.store import Reader
from kg.terms import EL, digest

TRUTH = Path(__file__).with_name("ai-industry-truth.csv")
FACTS = SAMPLES / "ai-industry-facts.csv"

Grouping = Mapping[str, str]
"""Row id to event."""


@dataclass(frozen=True)
class Score:
    """Pairwise precision and recall, and the F1 of B-cubed; each between 0 and 1."""

    precision: float
    recall: float
    b_cubed: float

    def __str__(self) -> str:
        return f"pairwise precision {self.precision:.3f}, recall {self.recall:.3f}, B-cubed F1 {self.b_cubed:.3f}"


@dataclass(frozen=True)
class Mistake:
    """Events that were joined, or an event that was split, with how many pairs that makes wrong."""

    pairs: int
    what: str
    parts: tuple[tuple[str, tuple[str, ...]], ...]
    """Name of each part, and its row ids."""


# --- what was found, and what is true ------------------------------------------------------------------------------------


def found_grouping(reader: Reader) -> dict[str, str]:
    """Record id to event, as the graph has it."""
    events = {quad.subject: quad.object for quad in reader.quads(None, EL.describes, None)}
    return {
        quad.object.value: event.value
        for quad in reader.quads(None, EL.recordId, None)
        if isinstance(quad.object, Literal) and isinstance(event := events.get(quad.subject), NamedNode)
    }


def true_grouping() -> dict[str, str]:
    """Row id to event, as a person grouped the rows."""
    with TRUTH.open(encoding="utf-8", newline="") as file:
        return {row["row_id"]: row["event"] for row in csv.DictReader(file)}


def fact_reports() -> list[Report]:
    """The sample facts as reports, without a store: names are one where their keys are, or where a sample says so."""
    context = Context(load_ontology())
    facts, names = FACTS, SAMPLES / "organisations.ttl"
    records: list[Record] = []
    for path, adapter in ((facts, TableAdapter()), (names, RdfAdapter())):
        records.extend(adapter.read(Input(path.name, path.read_bytes(), path.name), context).records)
    joined = [frozenset(one.key for one in names) for record in records for names in joinings(record, context.ontology)]
    standing = unite(joined)

    def entity_of(mention: Mention) -> NamedNode:
        return entity_iri(standing.get(mention.key, mention.key))

    return [report_of(record, entity_of, context.ontology) for record in records if isinstance(record, EventRecord)]


def grouping(events: Iterable[Iterable[Report]]) -> dict[str, str]:
    """Row id to the number of its event."""
    return {report.record.local_id: str(number) for number, event in enumerate(events) for report in event}


def is_untouched(event: str) -> bool:
    """Whether a true event is in the quarter at which nobody looked."""
    return int(digest(["part", event])[:8], 16) % 4 == 3


# --- figures -------------------------------------------------------------------------------------------------------------


def score(found: Grouping, true: Grouping) -> Score:
    """Compare two groupings of the same ids, of those that `true` holds."""
    mine, theirs = _groups(found, true), _groups(true, true)
    my_pairs, true_pairs = _pairs(mine), _pairs(theirs)
    shared = len(my_pairs & true_pairs)
    mine_of = {member: group for group in mine for member in group}
    true_of = {member: group for group in theirs for member in group}
    precision = sum(len(mine_of[one] & true_of[one]) / len(mine_of[one]) for one in true) / max(1, len(true))
    recall = sum(len(mine_of[one] & true_of[one]) / len(true_of[one]) for one in true) / max(1, len(true))
    return Score(
        shared / len(my_pairs) if my_pairs else 1.0,
        shared / len(true_pairs) if true_pairs else 1.0,
        2 * precision * recall / (precision + recall) if true else 1.0,
    )


def scores(found: Grouping) -> dict[str, Score]:
    """By part of the facts: all of them, those tuned on, those untouched."""
    true = true_grouping()
    parts: dict[str, Callable[[str], bool]] = {
        "all": lambda _: True,
        "tuned": lambda event: not is_untouched(event),
        "untouched": is_untouched,
    }
    return {name: score(found, {row: event for row, event in true.items() if fits(event)}) for name, fits in parts.items()}


def _groups(grouping: Grouping, ids: Iterable[str]) -> list[frozenset[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for one in ids:
        members[grouping[one]].add(one)
    return [frozenset(group) for group in members.values()]


def _pairs(groups: list[frozenset[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


# --- mistakes, in the tuned part alone -------------------------------------------------------------------------------------


def mistakes(found: Grouping) -> list[Mistake]:
    """What went wrong among the tuned events, the most wrong pairs first."""
    true = {row: event for row, event in true_grouping().items() if not is_untouched(event)}
    joined = _mixed("joined", found, true, lambda _, events: " and ".join(sorted(events)))
    split = _mixed("split", true, found, lambda event, _: event, among=true)
    return sorted((*joined, *split), key=lambda mistake: (-mistake.pairs, mistake.what))


def _mixed(
    how: str,
    outer: Grouping,
    inner: Grouping,
    name: Callable[[str, Iterable[str]], str],
    among: Grouping | None = None,
) -> Iterator[Mistake]:
    """Groups of `outer` whose members are in several groups of `inner`."""
    rows = among or inner
    for group in _groups(outer, rows):
        parts: dict[str, list[str]] = defaultdict(list)
        for row in sorted(group):
            parts[inner[row]].append(row)
        wrong = sum(len(one) * len(other) for one, other in combinations(parts.values(), 2))
        if wrong:
            told = f"{how}: {name(outer[min(group)], parts)}"
            yield Mistake(wrong, told, tuple((part, tuple(members)) for part, members in sorted(parts.items())))


# --- what `make bench` prints ------------------------------------------------------------------------------------------------


def lines(found: Grouping, worst: int = 8) -> Iterator[str]:
    """Figures by part and by kind, and the worst mistakes with titles."""
    with FACTS.open(encoding="utf-8", newline="") as file:
        facts = {row["row_id"]: row for row in csv.DictReader(file)}
    true = true_grouping()
    for part, figures in scores(found).items():
        yield f"resolution, {part} facts: {figures}"
    for kind, count in sorted(Counter(row["kind"] for row in facts.values()).items()):
        of_kind = {row: event for row, event in true.items() if facts[row]["kind"] == kind}
        yield f"  {kind} ({count}): {score(found, of_kind)}"
    for mistake in mistakes(found)[:worst]:
        yield f"{mistake.what} ({mistake.pairs} pairs)"
        for _, members in mistake.parts:
            yield from (
                f"  {'-' if place == 0 else ' '} {facts[row]['date']}  {facts[row]['title']}" for place, row in enumerate(members)
            )
