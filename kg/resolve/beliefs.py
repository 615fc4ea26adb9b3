"""What we believe of an event where its reports differ, and what they dispute.

The policy, in order: the tier of the statement kind (company announcement and report before rumour before
machine-generated before projection), then how many independent publishers hold the value, then precision, then the
later publication. Values that can both be true do not dispute each other: 2026-04 and 2026-04-06 agree.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeAlias, TypeVar

from kg.dates import Moment
from kg.money import Money
from kg.ontology import EventKind
from kg.resolve.events import Report
from kg.resolve.names import name_key

V = TypeVar("V")


@dataclass(frozen=True)
class Stand(Generic[V]):
    """One value and the reports that hold it, or agree with it."""

    value: V
    holders: tuple[Report, ...]
    precision: float = 0.0

    @property
    def tier(self) -> int:
        return min(holder.tier for holder in self.holders)

    @property
    def publishers(self) -> int:
        """How many different publishers hold it in its strongest manner."""
        strongest = self.tier
        return len({_publisher(holder) for holder in self.holders if holder.tier == strongest})

    @property
    def latest(self) -> date:
        ends = [holder.record.source.published.end for holder in self.holders if holder.record.source.published]
        return max((end for end in ends if end), default=date.min)


@dataclass(frozen=True)
class Dispute(Generic[V]):
    """Values of one property that cannot all be true, the believed one first."""

    property: str
    stands: tuple[Stand[V], ...]


AnyStand: TypeAlias = Stand[Moment] | Stand[Money] | Stand[frozenset[str]]
AnyDispute: TypeAlias = Dispute[Moment] | Dispute[Money] | Dispute[frozenset[str]]


@dataclass(frozen=True)
class Belief:
    """One event as we believe it, with what is disputed."""

    title: str
    date: Moment | None
    roles: tuple[tuple[str, str], ...]
    """Role name and what fills it, as in `Report.roles`, for texts the text as written."""
    amount: Money | None
    valuation: Money | None
    round: str
    strongest: Report
    """A report of the strongest statement kind."""
    disputes: tuple[AnyDispute, ...]


def believe(reports: Iterable[Report], kind: EventKind, text_roles: frozenset[str]) -> Belief:
    """The belief that follows from the reports of one event. At least one of them has a date."""
    told = tuple(report for report in reports for report in report.all)
    dates = _stands(told, lambda report: report.record.date, _dates_agree, _date_precision)
    amounts = _stands(told, lambda report: report.record.amount, _money_agrees, _money_precision)
    valuations = _stands(told, lambda report: report.record.valuation, _money_agrees, _money_precision)
    disputes: list[AnyDispute] = []
    if len(dates) > 1:
        disputes.append(Dispute("date", dates))
    if len(amounts) > 1:
        disputes.append(Dispute("amount", amounts))
    if len(valuations) > 1:
        disputes.append(Dispute("valuation", valuations))
    roles: list[tuple[str, str]] = []
    for name in sorted({part.role for report in told for part in report.record.participants}):
        use = kind.role(name)
        if name in text_roles:
            roles.extend((name, text) for text in _texts(told, name))
        elif use is not None and use.single:
            people = _stands(told, lambda report, name=name: report.roles.get(name), _sets_meet, len)  # type: ignore[misc]
            if people:
                roles.extend((name, value) for value in sorted(people[0].value))
            if len(people) > 1:
                disputes.append(Dispute(name, people))
        else:
            roles.extend((name, value) for value in _plural(told, name))
    head = min((report for report in told if report.record.date), key=_title_order)
    rounds = _stands(told, lambda report: report.record.round or None, lambda one, two: name_key(one) == name_key(two), len)
    return Belief(
        title=head.record.title,
        date=dates[0].value if dates else None,
        roles=tuple(roles),
        amount=amounts[0].value if amounts else None,
        valuation=valuations[0].value if valuations else None,
        round=rounds[0].value if rounds else "",
        strongest=min(told, key=lambda report: (report.tier, report.record.statement, _title_order(report))),
        disputes=tuple(disputes),
    )


def _stands(
    reports: tuple[Report, ...],
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
    merged = []
    for group in groups:
        strongest = min(stand.tier for stand in group)
        best = min((stand for stand in group if stand.tier == strongest), key=lambda stand: (-stand.precision, *_rank(stand)))
        merged.append(Stand(best.value, tuple(holder for stand in group for holder in stand.holders), best.precision))
    return tuple(sorted(merged, key=_rank))


def _rank(stand: Stand[V]) -> tuple[int, int, float, int, str]:
    return stand.tier, -stand.publishers, -stand.precision, -stand.latest.toordinal(), repr(_sortable(stand.value))


def _sortable(value: object) -> object:
    return sorted(value) if isinstance(value, frozenset) else value


def _publisher(report: Report) -> str:
    source = report.record.source
    return name_key(source.publisher) if source.publisher else source.key


def _dates_agree(one: Moment, other: Moment) -> bool:
    return one.overlaps(other)


def _date_precision(moment: Moment) -> float:
    """A day before a month before a quarter before a year; February is no more precise than March."""
    days = moment.days or 1_000_000
    return -float(next((size for size in (1, 31, 92, 366) if days <= size), days))


def _money_agrees(one: Money, other: Money) -> bool:
    return one.agrees(other)


def _money_precision(money: Money) -> float:
    return float(money.precision)


def _sets_meet(one: frozenset[str], other: frozenset[str]) -> bool:
    return not one.isdisjoint(other)


def _texts(reports: tuple[Report, ...], role: str) -> list[str]:
    """Different texts in a role, from the strongest tier that gives any."""
    telling = [report for report in reports if report.record.named(role)]
    strongest = min((report.tier for report in telling), default=0)
    by_key: dict[str, str] = {}
    for text in sorted(text for report in telling if report.tier == strongest for text in report.record.named(role)):
        by_key.setdefault(name_key(text), text)
    return sorted(by_key.values())


def _plural(reports: tuple[Report, ...], role: str) -> list[str]:
    """All that fill a role that several can share, from the strongest tier that names any."""
    telling = [report for report in reports if report.roles.get(role)]
    strongest = min((report.tier for report in telling), default=0)
    return sorted({value for report in telling if report.tier == strongest for value in report.roles[role]})


def _title_order(report: Report) -> tuple[int, float, str, str]:
    moment = report.record.date
    return report.tier, -_date_precision(moment) if moment else 1e9, report.record.title, report.record.id
