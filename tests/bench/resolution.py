"""How well reports are joined into events: pairs and B-cubed against a grouping made by hand."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

from pyoxigraph import Literal, NamedNode

from kg.store import Reader
from kg.terms import EL

TRUTH = Path(__file__).with_name("ai-industry-truth.csv")


@dataclass(frozen=True)
class Score:
    """Pairwise precision and recall, and the F1 of B-cubed; each between 0 and 1."""

    precision: float
    recall: float
    b_cubed: float


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


def score(found: Mapping[str, str], true: Mapping[str, str]) -> Score:
    """Compare two groupings of the same ids."""
    mine, theirs = _groups(found, true), _groups(true, true)
    my_pairs, true_pairs = _pairs(mine), _pairs(theirs)
    shared = len(my_pairs & true_pairs)
    mine_of = {member: group for group in mine for member in group}
    true_of = {member: group for group in theirs for member in group}
    precision = sum(len(mine_of[one] & true_of[one]) / len(mine_of[one]) for one in true) / len(true)
    recall = sum(len(mine_of[one] & true_of[one]) / len(true_of[one]) for one in true) / len(true)
    return Score(shared / len(my_pairs), shared / len(true_pairs), 2 * precision * recall / (precision + recall))


def _groups(grouping: Mapping[str, str], ids: Mapping[str, str]) -> list[frozenset[str]]:
    members: dict[str, set[str]] = defaultdict(set)
    for one in ids:
        members[grouping[one]].add(one)
    return [frozenset(group) for group in members.values()]


def _pairs(groups: list[frozenset[str]]) -> set[tuple[str, str]]:
    return {pair for group in groups for pair in combinations(sorted(group), 2)}
