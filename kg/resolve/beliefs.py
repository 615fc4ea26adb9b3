"""What we believe of an event where its reports differ, and what they dispute.

The policy, in order: the tier of the statement kind (company announcement and report before rumour before
machine-generated before projection), then how many independent publishers hold the value, then precision, then the
later publication. Values that can both be true do not dispute each other: 2026-04 and 2026-04-06 agree. The whole
policy is told in docs/beliefs.md.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property
from typing import Generic, TypeAlias, TypeVar

from pyoxigraph import NamedNode

from kg.dates import Moment
from kg.money import Money
from kg.ontology import EventKind, Milestone
from kg.resolve.milestones import milestone_of
from kg.resolve.names import name_key
from kg.resolve.publishers import count_independent
from kg.resolve.reports import Report
from kg.terms import EL

V = TypeVar("V")


class Criterion(StrEnum):
    """The rules of the policy in their order; the first that tells two values apart decides."""

    STATEMENT = "statement-kind"
    PUBLISHERS = "publishers"
    PRECISION = "precision"
    RECENCY = "recency"
    ORDER = "order"


TERM_OF: Mapping[Criterion, NamedNode] = {
    Criterion.STATEMENT: EL.ByStatementKind,
    Criterion.PUBLISHERS: EL.ByPublishers,
    Criterion.PRECISION: EL.ByPrecision,
    Criterion.RECENCY: EL.ByRecency,
    Criterion.ORDER: EL.ByOrder,
}
"""Each rule as the graph names it."""


@dataclass(frozen=True)
class Stand(Generic[V]):
    """One value and the reports that hold it, or agree with it."""

    value: V
    holders: tuple[Report, ...]
    precision: float = 0.0

    @cached_property
    def tier(self) -> int:
        return min(holder.tier for holder in self.holders)

    @cached_property
    def publishers(self) -> int:
        """How many independent publishers hold it in its strongest manner."""
        return count_independent(holder.record.source for holder in self.holders if holder.tier == self.tier)

    @property
    def latest(self) -> date:
        ends = [holder.record.source.published.end for holder in self.holders if holder.record.source.published]
        return max((end for end in ends if end), default=date.min)

    @property
    def since(self) -> date | None:
        """The day by which it was first told, as far as its holders are dated."""
        return min((day for holder in self.holders if (day := holder.record.source.known)), default=None)

    @cached_property
    def rank(self) -> tuple[int, int, float, int, str]:
        """One part for each criterion; the smallest is believed."""
        value = sorted(self.value) if isinstance(self.value, frozenset) else str(self.value)
        return self.tier, -self.publishers, -self.precision, -self.latest.toordinal(), repr(value)


Things: TypeAlias = frozenset[str]
"""IRIs of what fills a place, or keys of texts."""
AnyStand: TypeAlias = Stand[Moment] | Stand[Money] | Stand[Things] | Stand[str]


@dataclass(frozen=True)
class Dispute:
    """Values of one property that cannot all be true, the believed one first."""

    about: str
    """Name of the role, milestone or other property."""
    stands: tuple[AnyStand, ...]

    @property
    def won_by(self) -> Criterion:
        """What tells the believed value from the next."""
        first, second, *_ = self.stands
        return next(rule for rule, one, other in zip(Criterion, first.rank, second.rank, strict=True) if one != other)

    @property
    def since(self) -> date | None:
        """The day by which two of its positions were told."""
        days = sorted(day for stand in self.stands if (day := stand.since))
        return days[1] if len(days) > 1 else None


@dataclass(frozen=True)
class Belief:
    """One event as we believe it, with what is disputed."""

    kind: EventKind
    organisation: str
    """IRI of the principal organisation."""
    title: str
    date: Moment | None
    named_dates: tuple[tuple[Milestone, Moment], ...]
    """Announced, signed, completed …: those that some report gives."""
    roles: tuple[tuple[str, str], ...]
    """Role name and what fills it, as in `Report.roles`, for texts the text as written."""
    amount: Money | None
    valuation: Money | None
    round: str
    strongest: Report
    """A report of the strongest statement kind."""
    disputes: tuple[Dispute, ...]


def believe(reports: Iterable[Report], text_roles: frozenset[str]) -> Belief:
    """The belief that follows from the reports of one event. At least one of them has a date."""
    told = tuple(part for report in reports for part in report.all)
    kinds = _stands(_telling_their_kind(told), _kind_of, _meet, _alike)
    kind = next(report.kind for report in told if _kind_of(report) == kinds[0].value)
    owners = _stands(told, _owner_of, _unless_named_together(told, _owner_of, _everyone_in), _alike)
    when = _when(told, kind)
    money = {
        "amount": _stands(told, lambda report: report.record.amount, Money.agrees, _money_precision),
        "valuation": _stands(told, lambda report: report.record.valuation, Money.agrees, _money_precision),
    }
    rounds = _stands(told, lambda report: report.record.round or None, rounds_agree, len)
    single = dict(_single_roles(told, kind, text_roles))
    contested: Mapping[str, Sequence[AnyStand]] = {
        "kind": kinds, "organisation": owners, "date": when.own, **when.apart, **money, "round": rounds, **single,
    }  # fmt: skip
    return Belief(
        kind=kind,
        organisation=next(iter(owners[0].value)),
        title=min(when.own[0].holders, key=_title_order).record.title,
        date=when.own[0].value,
        named_dates=when.named,
        roles=(
            *((name, value) for name, stands in single.items() for value in sorted(stands[0].value)),
            *_plural_roles(told, text_roles, besides=single),
        ),
        amount=_best(money["amount"]),
        valuation=_best(money["valuation"]),
        round=_best(rounds) or "",
        strongest=min(told, key=lambda report: (report.tier, report.record.statement, _title_order(report))),
        disputes=tuple(Dispute(name, tuple(stands)) for name, stands in contested.items() if len(stands) > 1),
    )


# --- which values stand against one another -----------------------------------------------------------------------------


def _stands(
    reports: Iterable[Report],
    value_of: Callable[[Report], V | None],
    agree: Callable[[V, V], bool],
    precision_of: Callable[[V], float],
) -> tuple[Stand[V], ...]:
    """Values that exclude one another, best first; each is the best told of those that agree with it."""
    held: dict[Hashable, tuple[V, list[Report]]] = {}
    for report in reports:
        if (value := value_of(report)) is not None:
            held.setdefault(value, (value, []))[1].append(report)
    single = [Stand(value, tuple(holders), precision_of(value)) for value, holders in held.values()]
    groups: list[list[Stand[V]]] = []
    for stand in sorted(single, key=_rank):
        home = next((group for group in groups if all(agree(stand.value, member.value) for member in group)), None)
        if home is not None:
            home.append(stand)
        else:
            groups.append([stand])
    return tuple(sorted(map(_merged, groups), key=_rank))


def _merged(group: list[Stand[V]]) -> Stand[V]:
    """Values that agree as one: the most precise of those that are told in the strongest manner."""
    strongest = min(stand.tier for stand in group)
    best = min((stand for stand in group if stand.tier == strongest), key=lambda stand: (-stand.precision, stand.rank))
    return Stand(best.value, tuple(holder for stand in group for holder in stand.holders), best.precision)


def _rank(stand: Stand[V]) -> tuple[int, int, float, int, str]:
    return stand.rank


def _best(stands: Sequence[Stand[V]]) -> V | None:
    return stands[0].value if stands else None


# --- kind, organisation, roles ------------------------------------------------------------------------------------------


def _telling_their_kind(told: Sequence[Report]) -> Sequence[Report]:
    """Reports of a kind; what is of the kind Other could not be told and contradicts nothing."""
    return [report for report in told if report.kind.iri != EL.Other] or told


def _kind_of(report: Report) -> Things:
    return frozenset({report.kind.iri.value})


def _owner_of(report: Report) -> Things:
    return frozenset({report.organisation})


def _everyone_in(report: Report) -> Things:
    return _owner_of(report).union(*report.roles.values())


def _single_roles(
    told: Sequence[Report], kind: EventKind, text_roles: frozenset[str]
) -> Iterator[tuple[str, tuple[Stand[Things], ...]]]:
    """Who fills each role that has one participant at most."""
    for use in kind.roles:
        name = use.role.name
        if use.single and name not in text_roles:
            fillers = _fillers_of(name)
            if stands := _stands(told, fillers, _unless_named_together(told, fillers, fillers), len):
                yield name, stands


def _fillers_of(role: str) -> Callable[[Report], Things | None]:
    return lambda report: report.roles.get(role)


def _plural_roles(told: Sequence[Report], text_roles: frozenset[str], besides: Iterable[str]) -> Iterator[tuple[str, str]]:
    """All that fill a role which several can share, from the strongest manner in which any is named."""
    for role in sorted({part.role for report in told for part in report.record.participants}.difference(besides)):
        telling = [report for report in told if report.roles.get(role)]
        strongest = min(report.tier for report in telling)
        believed = [report for report in telling if report.tier == strongest]
        if role in text_roles:
            texts = sorted({text for report in believed for text in report.record.named(role)}, reverse=True)
            yield from ((role, text) for text in sorted({name_key(text): text for text in texts}.values()))
        else:
            yield from ((role, value) for value in sorted({value for report in believed for value in report.roles[role]}))


def _unless_named_together(
    told: Sequence[Report], value_of: Callable[[Report], Things | None], named_by: Callable[[Report], Things | None]
) -> Callable[[Things, Things], bool]:
    """Whether two sets are no contradiction: they meet, or someone who is believed as much as either names some of both.

    Two people hired together are told one by one, and both by whoever tells the whole.
    """
    tiers: dict[Things, int] = {}
    for report in told:
        if (value := value_of(report)) is not None:
            tiers[value] = min(report.tier, tiers.get(value, report.tier))
    names = [(report.tier, named) for report in told if (named := named_by(report))]

    def agree(one: Things, other: Things) -> bool:
        strongest = min(tiers[one], tiers[other])
        return _meet(one, other) or any(tier <= strongest and _meet(named, one) and _meet(named, other) for tier, named in names)

    return agree


def _meet(one: Things, other: Things) -> bool:
    return not one.isdisjoint(other)


def _alike(_: Things) -> float:
    """No such value is more precise than another."""
    return 0.0


def rounds_agree(one: str, other: str) -> bool:
    """`Seed` and `seed round`, `Series B` and `Series B extension`."""
    mine, theirs = name_key(one), name_key(other)
    return mine in theirs or theirs in mine


def _money_precision(money: Money) -> float:
    return float(money.precision)


def _title_order(report: Report) -> tuple[bool, int, float, str, str]:
    moment = report.record.date
    return moment is None, report.tier, -_date_precision(moment) if moment else 0.0, report.record.title, report.record.id


# --- when -----------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _When:
    """The event's own date, best first; the named dates, and those of them that are contested apart from the own date."""

    own: tuple[Stand[Moment], ...]
    named: tuple[tuple[Milestone, Moment], ...]
    apart: Mapping[str, tuple[Stand[Moment], ...]]


def _when(told: Sequence[Report], kind: EventKind) -> _When:
    """The event's own date is of its earliest milestone, so that it does not move when a deal is closed at last.

    Reports whose wording names no milestone speak of the first. What was rumoured or expected dates the event only where
    nothing is told to have happened.
    """
    reports: dict[str, list[Report]] = {}
    for report in told:
        if report.record.date is not None:
            stone = milestone_of(report.record, kind)
            reports.setdefault(stone.name if stone else "", []).append(report)
    stones = [stone for stone in kind.milestones if stone.name in reports]
    named = {stone.name: _moments(reports[stone.name]) for stone in stones}
    own = [*reports.get("", ())]
    joined: set[str] = set()
    for stone in sorted(stones, key=lambda stone: (not stone.happened, stone.order)):
        first = stone == kind.milestones[0]
        if first or not own or (stone.happened and _before(named[stone.name][0], _moments(own)[0])):
            own += reports[stone.name]
            joined.add(stone.name)
    later = [stand.value for stone in stones if stone.happened and stone.name not in joined for stand in named[stone.name]]
    stands = _without_later(_moments(own), kind, later)
    return _When(
        stands,
        tuple((stone, _named_date(stone, named[stone.name], stands, kind)) for stone in stones),
        {name: contested for name, contested in named.items() if name not in joined},
    )


def _named_date(stone: Milestone, stands: Sequence[Stand[Moment]], own: Sequence[Stand[Moment]], kind: EventKind) -> Moment:
    """The event's own date where that is what the milestone's reports agree with, else the best of theirs."""
    if any(milestone_of(holder.record, kind) == stone for holder in own[0].holders):
        return own[0].value
    return stands[0].value


def _without_later(stands: tuple[Stand[Moment], ...], kind: EventKind, later: Sequence[Moment]) -> tuple[Stand[Moment], ...]:
    """Less the dates that are a later milestone's although the wording does not say so: an earlier one is told as firmly.

    "Google bought Wiz" is true of the day it was agreed and of the day it was closed.
    """
    closing = [
        stand
        for stand in stands
        if any(dates_agree(stand.value, moment) for moment in later)
        and all(milestone_of(holder.record, kind) is None for holder in stand.holders)
    ]
    opening = [stand for stand in stands if stand not in closing]
    return tuple(
        stand
        for stand in stands
        if stand not in closing or not any(one.tier <= stand.tier and _before(one, stand) for one in opening)
    )


def _moments(reports: Iterable[Report]) -> tuple[Stand[Moment], ...]:
    return _stands(reports, lambda report: report.record.date, dates_agree, _date_precision)


def _before(one: Stand[Moment], other: Stand[Moment]) -> bool:
    """Whether all that the one allows is before all that the other allows."""
    return (one.value.end or date.max) < (other.value.begin or date.min)


def dates_agree(one: Moment, other: Moment) -> bool:
    """Whether one day satisfies both. A day's difference is that of time zones, or of the event and its publication."""
    (begin, end), (from_, to) = _allowed(one), _allowed(other)
    if one.days == other.days == 1:
        return abs((begin - from_).days) <= 1
    return begin <= to and from_ <= end


def _allowed(moment: Moment) -> tuple[date, date]:
    """First and last day; a date that is told as approximate or uncertain reaches half its length further both ways."""
    begin, end = moment.begin or date.min, moment.end or date.max
    if (moment.approximate or moment.uncertain) and moment.days:
        reach = timedelta(days=max(1, moment.days // 2))
        return begin - reach, end + reach
    return begin, end


def _date_precision(moment: Moment) -> float:
    """A day before a month before a quarter before a year; February is no more precise than March."""
    days = moment.days or 1_000_000
    return -float(next((size for size in (1, 31, 92, 366) if days <= size), days))
