"""Which reports speak of one event: a declared key, applied to all reports of one kind by one organisation at once.

The ontology says what tells two events of a kind apart (`el:identifiedBy`) and what happens only once. Reports are
compared in months, because days differ with time zones and with what "announced" means. Clusters depend on the set of
reports alone, never on their order, their ids or their notes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import TypeAlias

from pyoxigraph import NamedNode

from kg.money import Money
from kg.ontology import EventKind
from kg.records import EventRecord
from kg.resolve.names import name_key

_ONE_MONTH = 31


@dataclass(frozen=True)
class Report:
    """An event record with its names resolved, and the records of its own source that say more of the same event."""

    record: EventRecord
    roles: Mapping[str, frozenset[str]]
    """Role name to what fills it: entity IRIs, or keys of texts."""
    tier: int
    """Weight of its statement kind; 1 is believed first."""
    further: tuple[Report, ...] = field(default=())

    @property
    def all(self) -> tuple[Report, ...]:
        return (self, *self.further)


SameTest: TypeAlias = Callable[[Report, Report], bool]


def resolved(
    record: EventRecord, entity_of: Mapping[tuple[str, str], NamedNode], tier: int, text_roles: frozenset[str]
) -> Report:
    """A report from a record and the entity of each (role, name)."""
    roles: dict[str, set[str]] = {}
    for participant in record.participants:
        value = name_key(participant.name)
        if participant.role not in text_roles:
            value = entity_of[participant.role, participant.name].value
        roles.setdefault(participant.role, set()).add(value)
    return Report(record, {role: frozenset(values) for role, values in roles.items()}, tier)


def cluster(reports: Iterable[Report], kind: EventKind) -> list[list[Report]]:
    """Reports of one kind and organisation, grouped by event. Each group and the list are in a fixed order."""
    ordered = sorted(reports, key=_content)
    if kind.happens_once:
        return [ordered] if ordered else []
    told = [report for report in ordered if _identity(report, kind)]
    untold = [report for report in ordered if not _identity(report, kind)]
    same = partial(_same_identity, kind=kind)
    apart = partial(_told_apart, kind=kind)
    groups = _joined([report for report in told if _within_a_month(report)], same, apart)
    groups = _contested(groups, kind)
    vague = _placed([report for report in told if not _within_a_month(report)], groups, same, apart)
    groups.extend(_joined(vague, same, apart))
    alone = _placed(untold, groups, partial(_may_be_same, kind=kind), apart)
    groups.extend(_joined(alone, partial(_both_untold, kind=kind), apart))
    return sorted((sorted(group, key=_content) for group in groups), key=lambda group: _content(group[0]))


def _placed(reports: list[Report], groups: list[list[Report]], fits: SameTest, against: SameTest) -> list[Report]:
    """Put each report into the only group that it fits; return those that fit none, or several.

    A report dated by its year alone fits much: it must not tie two events of that year together.
    """
    placed: list[tuple[list[Report], Report]] = []
    left: list[Report] = []
    for report in reports:
        fitting = [group for group in groups if _any_pair([report], group, fits) and not _any_pair([report], group, against)]
        if len(fitting) == 1:
            placed.append((fitting[0], report))
        else:
            left.append(report)
    for group, report in placed:
        group.append(report)
    return left


def _identity(report: Report, kind: EventKind) -> bool:
    return any(_identifying(report, name) for name in kind.identified_by)


def _identifying(report: Report, name: str) -> frozenset[str] | Money | None:
    if name == "amount":
        amount = report.record.amount
        return amount if amount is not None and amount.precision else None
    if name == "round":
        return frozenset({name_key(report.record.round)}) if report.record.round else None
    return report.roles.get(name)


def _same_identity(one: Report, other: Report, kind: EventKind) -> bool:
    """They share what tells such events apart: something of it, and nothing of it differs."""
    if not _months_meet(one, other):
        return False
    shared = [verdict for name in kind.identified_by if (verdict := _share(one, other, name)) is not None]
    return bool(shared) and all(shared)


def _told_apart(one: Report, other: Report, kind: EventKind) -> bool:
    """Something that tells such events apart differs."""
    return any(_share(one, other, name) is False for name in kind.identified_by)


def _share(one: Report, other: Report, name: str) -> bool | None:
    """Whether both tell the same of a property; `None` where one of them does not tell."""
    mine, theirs = _identifying(one, name), _identifying(other, name)
    if isinstance(mine, Money) and isinstance(theirs, Money):
        return mine.agrees(theirs)
    if isinstance(mine, frozenset) and isinstance(theirs, frozenset):
        return not mine.isdisjoint(theirs)
    return None


def _may_be_same(one: Report, other: Report, kind: EventKind) -> bool:
    """Nothing that both tell of a single-valued role speaks against it."""
    return _months_meet(one, other) and not _contradictions(one, other, kind)


def _contradictions(one: Report, other: Report, kind: EventKind) -> set[str]:
    return {
        use.role.name
        for use in kind.roles
        if use.single
        and (mine := one.roles.get(use.role.name))
        and (theirs := other.roles.get(use.role.name))
        and mine.isdisjoint(theirs)
    }


def _both_untold(one: Report, other: Report, kind: EventKind) -> bool:
    if not _may_be_same(one, other, kind):
        return False
    if name_key(one.record.title) == name_key(other.record.title):
        return True
    if kind.identified_by:
        return False
    return _within_a_month(one) and _within_a_month(other) and kind.triggers != ()


def _contested(groups: list[list[Report]], kind: EventKind) -> list[list[Report]]:
    """Join a group that only weaker statements tell to the one group that it contradicts in a single role.

    A machine-written hire of another person from the same employer in the same month is the same hire told
    differently; two hires that are both reported are two.
    """
    strongest = [min(report.tier for report in group) for group in groups]
    firm = [group for group, tier in zip(groups, strongest, strict=True) if tier == 1]
    kept = list(firm)
    for group, tier in zip(groups, strongest, strict=True):
        if tier == 1:
            continue
        rivals = [other for other in firm if _tells_differently(group, other, kind)]
        if len(rivals) == 1:
            rivals[0].extend(group)
        else:
            kept.append(group)
    return kept


def _tells_differently(group: list[Report], other: list[Report], kind: EventKind) -> bool:
    principal_roles = {use.role.name for use in kind.roles if kind.principal is not None and use.role.iri == kind.principal}
    for one in group:
        for two in other:
            against = _contradictions(one, two, kind)
            shared = {
                use.role.name
                for use in kind.roles
                if use.single
                and not one.roles.get(use.role.name, frozenset()).isdisjoint(two.roles.get(use.role.name, frozenset()))
            }
            close = _months_meet(one, two) and _within_a_month(one) and _within_a_month(two)
            if close and len(against) == 1 and shared - principal_roles:
                return True
    return False


def _months_meet(one: Report, other: Report) -> bool:
    mine, theirs = one.record.date, other.record.date
    if mine is None or theirs is None:
        return True
    (my_begin, my_end), (their_begin, their_end) = mine.whole_months(), theirs.whole_months()
    return my_begin <= their_end and their_begin <= my_end


def _within_a_month(report: Report) -> bool:
    return report.record.date is not None and (report.record.date.days or _ONE_MONTH + 1) <= _ONE_MONTH


def _joined(reports: list[Report], same: SameTest, against: SameTest) -> list[list[Report]]:
    """Groups of reports that `same` links, directly or through others, where `against` speaks for no pair in a group."""
    groups: list[list[Report]] = []
    for report in reports:
        home = [report]
        rest: list[list[Report]] = []
        for group in groups:
            if any(same(report, member) for member in group) and not _any_pair(home, group, against):
                home = [*group, *home]
            else:
                rest.append(group)
        groups = [*rest, home]
    return groups


def _any_pair(some: list[Report], others: list[Report], test: SameTest) -> bool:
    return any(test(one, other) for one in some for other in others)


def _content(report: Report) -> tuple[str, str, str, str]:
    """An order that owes nothing to ids."""
    record = report.record
    return (record.date.edtf if record.date else "", record.title, record.source.key, record.id)
