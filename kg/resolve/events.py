"""Which reports speak of one event, why, and where a person is to be asked.

Evidence is weighed pair by pair; groups grow from the strongest pairs, as long as the mean evidence
between two groups is enough and no pair speaks against it.
Clusters depend on the set of reports alone, never on their order, their row ids or their notes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from itertools import combinations, count, groupby, pairwise, product
from typing import TypeAlias

from kg.resolve.evidence import compare, contests
from kg.resolve.reports import Decided, Report, content_of, resolved
from kg.resolve.weights import ASK, JOIN

__all__ = [
    "Decided", "Doubt", "Report", "block_keys", "cluster", "doubts", "doubts_between", "grouped", "parts", "related", "resolved",
    "why",
]  # fmt: skip

_UNLIKE = -6.0
"""Score of two reports whose kinds do not go together."""
_FOR_EACH_REPORT = 0.05
"""What a report on the smaller side adds to the value of an answer."""

Group: TypeAlias = list[Report]
Part: TypeAlias = list[Group]
"""Groups of reports that stand before anything is weighed, one report or what a person joined."""


def block_keys(report: Report) -> frozenset[str]:
    """What a report must share with another for the two to be `related` at all; few reports share any of them."""
    return report.block_keys


def related(one: Report, other: Report) -> bool:
    """Whether the two could come to be in one event, be it through others; symmetric, and looks at the two records alone.

    Reports that no chain of related ones ties together never come into one event, unless a person decides so:
    `cluster` of a set is the union of the clusters of its parts that are not related. What further records of the same
    source add does not count here.
    """
    if one.block_keys.isdisjoint(other.block_keys):
        return False
    evidence = compare(one, other, in_full=False)
    return evidence is not None and evidence.score >= ASK


def why(one: Report, other: Report) -> list[str]:
    """Short reasons for and against the two telling one event, strongest first; none where nothing can be compared."""
    evidence = compare(one, other)
    return evidence.texts() if evidence is not None else []


def cluster(reports: Iterable[Report], decided: Decided = Decided()) -> list[Group]:
    """Reports grouped by event. Each group and the list are in a fixed order that owes nothing to ids.

    Decisions hold absolutely. Where they contradict one another, `different` wins over every chain of `same` that
    would bring its two together, and of such a chain the pair that comes last in order of ids gives way.
    """
    return _groups_in_order(group for part in parts(reports, decided) for group in grouped(part, decided))


def parts(reports: Iterable[Report], decided: Decided = Decided()) -> list[Part]:
    """The reports in parts that are clustered one by one: nothing related, and no decision, ties one to another."""
    return _components(_told_together(_in_order(reports), decided))


def grouped(part: Part, decided: Decided = Decided()) -> list[Group]:
    """One of the `parts` grouped by event, in the order of `cluster`."""
    return _groups_in_order(_contested(_grown(part, decided), decided))


def _groups_in_order(groups: Iterable[Group]) -> list[Group]:
    return sorted((_in_order(group) for group in groups), key=lambda group: _order(group[0]))


def _order(report: Report) -> tuple[tuple[str, ...], str]:
    return content_of(report), report.record.id


def _in_order(reports: Iterable[Report]) -> Group:
    return sorted(reports, key=_order)


# --- Groups that stand before anything is weighed ------------------------------------------------------------------------


def _told_together(ordered: Group, decided: Decided) -> list[Group]:
    """What a person joined, and records that differ in nothing but id and note."""
    place = {report.record.id: number for number, report in enumerate(ordered)}
    edges = [(place[one], place[other]) for one, other in sorted(decided.same) if one in place and other in place]
    edges += [(n, n + 1) for n, (one, other) in enumerate(pairwise(ordered)) if content_of(one) == content_of(other)]
    groups = [[report] for report in ordered]
    home = list(range(len(ordered)))
    for one, other in edges:
        low, high = sorted((home[one], home[other]))
        if low != high and not _kept_apart(groups[low], groups[high], decided):
            for report in groups[high]:
                home[place[report.record.id]] = low
            groups[low] += groups[high]
            groups[high] = []
    return [group for group in groups if group]


def _kept_apart(some: Group, others: Group, decided: Decided) -> bool:
    if not decided.different:
        return False
    return any(tuple(sorted((one.record.id, other.record.id))) in decided.different for one, other in product(some, others))


def _components(groups: list[Group]) -> list[Part]:
    """Parts of the groups that nothing related ties together, each in the order given."""
    home = list(range(len(groups)))
    by_key: dict[str, list[tuple[int, Report]]] = {}
    for place, group in enumerate(groups):
        for report in group:
            for key in report.block_keys:
                by_key.setdefault(key, []).append((place, report))
    for members in by_key.values():
        for (one_place, one), (other_place, other) in combinations(members, 2):
            one_root, other_root = _root(home, one_place), _root(home, other_place)
            if one_root != other_root and related(one, other):
                home[max(one_root, other_root)] = min(one_root, other_root)
    by_root: dict[int, Part] = {}
    for place, group in enumerate(groups):
        by_root.setdefault(_root(home, place), []).append(group)
    return list(by_root.values())


def _root(home: list[int], place: int) -> int:
    """Where a place is found that was joined to others."""
    while home[place] != place:
        home[place] = place = home[home[place]]
    return place


# --- Growing -----------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Link:
    """What was found between two groups: the sum over all pairs of their reports, how many those are, and the least."""

    total: float
    pairs: int
    least: float

    def __add__(self, other: _Link) -> _Link:
        return _Link(self.total + other.total, self.pairs + other.pairs, min(self.least, other.least))

    @property
    def mean(self) -> float:
        return self.total / self.pairs

    @property
    def open(self) -> bool:
        """Whether no two reports speak of two events by themselves: else the two groups never come together."""
        return self.least >= ASK

    @property
    def holds(self) -> bool:
        """Whether the mean reaches `JOIN` as well."""
        return self.open and self.mean >= JOIN


def _link(some: Group, others: Group) -> _Link:
    scores = [_score(one, other) for one, other in product(some, others)]
    return _Link(sum(scores), len(scores), min(scores))


def _links(groups: Mapping[int, Group]) -> dict[int, dict[int, _Link]]:
    """Every open link, from both its ends; closed ones, which are most, stay closed whatever is joined."""
    links: dict[int, dict[int, _Link]] = {place: {} for place in groups}
    for one, other in combinations(groups, 2):
        link = _link(groups[one], groups[other])
        if link.open:
            links[one][other] = links[other][one] = link
    return links


def _grown(groups: Part, decided: Decided) -> list[Group]:
    """Join the two groups with the highest mean score as long as one such link holds.

    What a person joined is weighed part by part, so that a further report joins the part that it is like, and is one
    group in the end.
    """
    twins = [(place, part) for place, group in enumerate(groups) for part in _twins(group)]
    alive = dict(enumerate(part for _, part in twins))
    home = list(range(len(groups)))
    unit_of = [place for place, _ in twins]
    units = dict(enumerate(groups))
    links = _links(alive)
    joinable = ((one, other, link) for one, its in links.items() for other, link in its.items() if one < other and link.holds)
    waiting = [(-link.mean, one, other) for one, other, link in joinable]
    heapify(waiting)
    fresh = count(len(alive))
    while waiting:
        _, one, other = heappop(waiting)
        if one not in alive or other not in alive:
            continue
        mine, theirs = _root(home, unit_of[one]), _root(home, unit_of[other])
        if mine != theirs:
            if _kept_apart(units[mine], units[theirs], decided):
                continue
            units[mine] = units[mine] + units.pop(theirs)
            home[theirs] = mine
        joined = next(fresh)
        unit_of.append(mine)
        alive[joined] = alive.pop(one) + alive.pop(other)
        links[joined] = {}
        for third in links[one].keys() & links[other].keys() & alive.keys():
            link = links[third][joined] = links[joined][third] = links[one][third] + links[other][third]
            if link.holds:
                heappush(waiting, (-link.mean, third, joined))
        del links[one], links[other]
    return list(units.values())


def _twins(group: Group) -> Iterator[Group]:
    """Its parts that differ in nothing but id and note."""
    return (list(part) for _, part in groupby(_in_order(group), content_of))


def _score(one: Report, other: Report) -> float:
    evidence = compare(one, other)
    return evidence.score if evidence is not None else _UNLIKE


def _contested(groups: list[Group], decided: Decided) -> list[Group]:
    """Join a group that only weaker statements tell to the one firm group that it contradicts in a single role.

    A machine-written hire of another person from the same employer in the same month is the same hire told
    differently, unless there are two that it could be.
    """
    strongest = {id(group): min(report.tier for report in group) for group in groups}
    firm = [group for group in groups if strongest[id(group)] == 1]
    kept = [list(group) for group in firm]
    for group in groups:
        if strongest[id(group)] == 1:
            continue
        rivals = [place for place, other in enumerate(firm) if any(contests(one, two) for one, two in product(group, other))]
        if len(rivals) == 1 and not _kept_apart(group, kept[rivals[0]], decided):
            kept[rivals[0]].extend(group)
        else:
            kept.append(group)
    return kept


# --- Where a person is to be asked -------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Doubt:
    """Two events that may be one: the two reports that speak most for it, and why.

    `score` is the mean evidence between the events, `ASK` to `JOIN`; `value` is how much an answer is worth.
    """

    one: Report
    other: Report
    score: float
    reasons: tuple[str, ...]
    value: float


def doubts(reports: Iterable[Report], decided: Decided = Decided()) -> list[Doubt]:
    """Pairs of events that a person is to judge, the most valuable answer first.

    An answer is worth more the nearer the evidence is to the line, the more reports it moves, and the later the
    events. Pairs that a person already judged do not come back.
    """
    return doubts_between(cluster(reports, decided), decided)


def doubts_between(events: Sequence[Group], decided: Decided = Decided()) -> list[Doubt]:
    """As `doubts`, of events whose reports are grouped already."""
    found = [doubt for one, other in _neighbours(events) if (doubt := _doubt(one, other, decided)) is not None]
    return sorted(found, key=lambda doubt: (-doubt.value, -_latest(doubt), _order(doubt.one), _order(doubt.other)))


def _neighbours(events: Sequence[Group]) -> list[tuple[Group, Group]]:
    by_key: dict[str, set[int]] = {}
    for place, event in enumerate(events):
        for report in event:
            for key in report.block_keys:
                by_key.setdefault(key, set()).add(place)
    pairs = {pair for places in by_key.values() for pair in combinations(sorted(places), 2)}
    return [(events[one], events[other]) for one, other in sorted(pairs)]


def _doubt(one: Group, other: Group, decided: Decided) -> Doubt | None:
    if _kept_apart(one, other, decided):
        return None
    scored = [(_score(*pair), pair) for pair in product(one, other)]
    score = sum(points for points, _ in scored) / len(scored)
    most, best = max(scored, key=lambda each: each[0])
    if not (score >= ASK or most >= JOIN):
        return None
    nearness = 1 - min(1.0, abs(JOIN - score) / (JOIN - _UNLIKE))
    return Doubt(*best, score, tuple(why(*best)), nearness + _FOR_EACH_REPORT * min(len(one), len(other)))


def _latest(doubt: Doubt) -> int:
    dates = (report.record.date for report in (doubt.one, doubt.other))
    return max((moment.end.toordinal() for moment in dates if moment and moment.end), default=0)
