"""What speaks for and against two reports telling one event: reasons with weights, summed to a score.

What tells two events of a kind apart, what happens once, which kinds are close and what the stages of an affair are
is declared in the ontology; the weights stand in `kg.resolve.weights`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from kg.dates import Moment
from kg.money import Money
from kg.ontology import EventKind
from kg.resolve import weights
from kg.resolve.reports import Named, Report, Told

_ONE = Decimal(1)
_ONE_MONTH = 31
_OPEN = 100_000
"""Days, for a date that is open."""


@dataclass(frozen=True)
class Reason:
    """One thing that both tell, or tell differently: "amounts agree: 400m USD", 2.0."""

    form: str
    weight: float
    figures: tuple[Money, ...] = ()
    """What fills the form, spelt out only where somebody reads it."""

    @property
    def text(self) -> str:
        return self.form.format(*self.figures) if self.figures else self.form


@dataclass(frozen=True)
class Evidence:
    """All that was found when two reports were compared."""

    reasons: tuple[Reason, ...]

    @property
    def score(self) -> float:
        """Sum of the weights: from `weights.JOIN` on the two are taken for one."""
        return sum(reason.weight for reason in self.reasons)

    def texts(self) -> list[str]:
        """The reasons, strongest first."""
        return [reason.text for reason in sorted(self.reasons, key=lambda reason: (-abs(reason.weight), reason.text))]


def compare(one: Report, other: Report, *, in_full: bool = True) -> Evidence | None:
    """The evidence on two reports, `None` where their kinds do not go together. Symmetric.

    `in_full` counts the further records of both sources; without it the two records alone are looked at.
    """
    if one.kind.name != other.kind.name and other.kind.name not in one.kind.close_to:
        return None
    mine, theirs = (one.told_in_full, other.told_in_full) if in_full else (one.told, other.told)
    return Evidence(tuple(_reasons(one, other, mine, theirs)))


def _reasons(one: Report, other: Report, mine: Told, theirs: Told) -> Iterator[Reason]:
    yield from _principals(mine, theirs)
    once = False
    if one.kind.name == other.kind.name:
        shared = _shared_identity(mine, theirs)
        once = _is_once(one.kind, mine, theirs, shared)
        if once and one.kind.happens_once:
            yield Reason("happens once to a company", weights.HAPPENS_ONCE)
        yield from _identity(one.kind, mine, theirs, shared, once)
        yield from _company(mine, theirs, shared)
        yield from _stages(mine, theirs)
        yield from _contest(one, other, mine, theirs)
    else:
        yield Reason(f"told as {' and '.join(sorted((one.kind.label, other.kind.label)))}", weights.CLOSE_KIND)
        yield from _parties_across_kinds(mine, theirs)
    yield from _dates(one.record.date, other.record.date, once)
    yield from _figures(one, other, mine, theirs, once)
    yield from _rounds(mine.round, theirs.round)
    yield from _texts(mine, theirs)
    yield from _titles(one, other, mine, theirs)
    if one.record.source.key == other.record.source.key and _told_apart(one, other):
        both_named = _named(one) and _named(other)
        yield Reason("told apart by one source", weights.TWO_NAMES if both_named else weights.ONE_SOURCE)


def _told_apart(one: Report, other: Report) -> bool:
    """Whether their titles differ, or the IRIs that they give the event."""
    mine, theirs = one.record, other.record
    return mine.title != theirs.title or (_named(one) and _named(other) and mine.local_id != theirs.local_id)


def _named(report: Report) -> bool:
    return "://" in report.record.local_id


# --- Who -------------------------------------------------------------------------------------------------------------


def _principals(mine: Told, theirs: Told) -> Iterator[Reason]:
    """Nothing where they are one: reports of two companies are seldom compared at all."""
    if mine.principal_ids & theirs.principal_ids:
        return
    forth = bool(mine.principal_ids & theirs.party_ids)
    back = bool(theirs.principal_ids & mine.party_ids)
    if forth and back:
        yield Reason("each company takes part in the other's event", weights.CROSSWISE)
    elif _any_alike(mine.principals, theirs.principals):
        yield Reason("names of the companies are alike", weights.CROSSWISE)
    elif forth or back:
        yield Reason("one company takes part in the other's event", weights.ONE_TAKES_PART)
    else:
        yield Reason("different companies", weights.OTHER_COMPANY)


def _shared_identity(mine: Told, theirs: Told) -> frozenset[str]:
    """Entities that tell such events apart and that both name, be it in two roles: partner here, counterparty there."""
    return mine.identifying_ids & theirs.identifying_ids


def _from_either_side(mine: Told, theirs: Told) -> bool:
    """Whether each tells of the other's company what it tells its own events apart by: a deal of A with B, and of B with A."""
    return bool(mine.principal_ids & theirs.identifying_ids and theirs.principal_ids & mine.identifying_ids)


def _is_once(kind: EventKind, mine: Told, theirs: Told, shared: frozenset[str]) -> bool:
    """Whether such an event happens once at most to what both name: to one company, with what tells it apart."""
    if not (mine.principal_ids & theirs.principal_ids or _any_alike(mine.principals, theirs.principals)):
        return False
    return kind.happens_once or bool(shared & mine.once and not _other_stage(mine, theirs))


def _identity(kind: EventKind, mine: Told, theirs: Told, shared: frozenset[str], once: bool) -> Iterator[Reason]:
    roles = {use.role.name: use.role.label for use in kind.roles if use.role.name in kind.identified_by}
    label = " or ".join(roles.values())
    both = sorted(mine.identity.keys() & theirs.identity.keys())
    differing = [roles[role] for role in both if _differ(role, mine, theirs)]
    if shared:
        in_one_role = any(_entities(mine.identity[role]) & _entities(theirs.identity[role]) for role in both)
        yield Reason(f"same {label}", weights.SAME_IDENTITY if in_one_role else weights.SAME_IDENTITY_IN_OTHER_ROLE)
        if once:
            yield Reason(f"happens once for each {label}", weights.HAPPENS_ONCE_FOR)
        elif differing:
            yield Reason(f"different {' and '.join(differing)}", weights.ALSO_DIFFERENT_ROLE)
        elif all(told.identifying_ids - shared for told in (mine, theirs)):
            yield Reason(f"each also names another {label}", weights.ALSO_OTHERS)
    elif _from_either_side(mine, theirs):
        yield Reason("told from either side", weights.SAME_IDENTITY)
    elif _any_alike(mine.identifying, theirs.identifying):
        yield Reason(f"{label} alike", weights.ALIKE_IDENTITY)
    elif differing:
        yield Reason(
            f"different {' and '.join(differing)}", weights.OTHER_IDENTITY if kind.once_for else weights.OTHER_RECURRING_IDENTITY
        )
    elif not kind.triggers and not mine.other_ids & theirs.other_ids:
        yield Reason("what happened is not told by both", weights.UNTOLD_ALTOGETHER)
    elif roles:
        yield Reason(
            f"{label} not told by both",
            weights.UNTOLD_IDENTITY_THAT_HAPPENS_ONCE if kind.once_for else weights.UNTOLD_IDENTITY,
        )
    elif not kind.identified_by:
        yield Reason("such events are few", weights.FEW)


def _tell_of_others(mine: Told, theirs: Told) -> bool:
    """Whether both say what tells such events apart, and say different things: their titles share the usual words alone."""
    if _shared_identity(mine, theirs):
        return False
    both = mine.identity.keys() & theirs.identity.keys()
    return any(_differ(role, mine, theirs) for role in both)


def _differ(role: str, mine: Told, theirs: Told) -> bool:
    one, other = mine.identity[role], theirs.identity[role]
    return not (_entities(one) & _entities(other) or _any_alike(one, other))


def _company(mine: Told, theirs: Told, identity: frozenset[str]) -> Iterator[Reason]:
    """Those who take part beside what tells the event apart."""
    shared = (mine.party_ids & theirs.party_ids) - identity
    if shared:
        yield Reason(
            f"{_count(len(shared), 'participant')} in common",
            weights.SHARED_PARTY * min(len(shared), weights.MOST_SHARED_PARTIES),
        )
        if len(shared) == 1 and mine.other_ids == theirs.other_ids:
            yield Reason("nobody else takes part", weights.SAME_PARTIES)
    for role in sorted((mine.single.keys() & theirs.single.keys()) - mine.identity.keys()):
        if not mine.single[role] & theirs.single[role]:
            yield Reason(f"different {role.replace('_', ' ')}", weights.OTHER_SINGLE)


def contests(one: Report, other: Report) -> bool:
    """Whether they tell one thing in one month with another person in the one place that there is.

    Of a role that a single participant fills they name different ones; the position, or another such role that is not
    the principal's, is the same.
    """
    return one.kind.name == other.kind.name and _contests(one, other, one.told_in_full, other.told_in_full)


def _contests(one: Report, other: Report, mine: Told, theirs: Told) -> bool:
    both = mine.single.keys() & theirs.single.keys()
    agreed = {role for role in both if mine.single[role] & theirs.single[role]}
    against = (both - agreed) & set(one.kind.identified_by)
    return len(against) == 1 and bool(agreed or _same_text(mine, theirs)) and _one_month(one.record.date, other.record.date)


def _contest(one: Report, other: Report, mine: Told, theirs: Told) -> Iterator[Reason]:
    if not _contests(one, other, mine, theirs):
        return
    if _same_text(mine, theirs):
        yield Reason("another person in the same position and month", weights.SAME_POST)
    elif one.tier != other.tier:
        yield Reason("a weaker statement names another in the same month", weights.WEAKER_CONTRADICTS)
    else:
        yield Reason("all but the person is the same, and the month", weights.SAME_WAY)


def _parties_across_kinds(mine: Told, theirs: Told) -> Iterator[Reason]:
    shared = mine.party_ids & theirs.party_ids
    telling = shared & (mine.telling | theirs.telling)
    if telling:
        yield Reason(
            f"{_count(len(telling), 'participant')} in common that few events have", weights.SHARED_SELDOM * min(len(telling), 2)
        )
    if shared - telling:
        yield Reason("same other company", weights.SHARED_COMPANY)
    if not shared:
        alike = _any_alike((*mine.identifying, *mine.others), (*theirs.identifying, *theirs.others))
        yield (
            Reason("other company alike", weights.SHARED_COMPANY)
            if alike
            else Reason("nobody else in common", weights.NOBODY_SHARED)
        )


def _texts(mine: Told, theirs: Told) -> Iterator[Reason]:
    if mine.texts and theirs.texts:
        alike = _same_text(mine, theirs)
        yield Reason("same position", weights.SAME_TEXT) if alike else Reason("different position", weights.OTHER_TEXT)


def _same_text(mine: Told, theirs: Told) -> bool:
    return any(one and other and (one <= other or other <= one) for one in mine.texts for other in theirs.texts)


def _entities(named: Iterable[Named]) -> frozenset[str]:
    return frozenset(one.entity for one in named)


def _any_alike(some: Iterable[Named], others: Iterable[Named]) -> bool:
    others = tuple(others)
    return any(one.alike(other) for one in some for other in others)


# --- When ------------------------------------------------------------------------------------------------------------


def _dates(mine: Moment | None, theirs: Moment | None, once: bool) -> Iterator[Reason]:
    if mine is None or theirs is None:
        return
    if mine.days == theirs.days == 1 and mine.overlaps(theirs):
        yield Reason("same day", weights.SAME_DAY)
    elif _one_month(mine, theirs):
        yield Reason("same month", weights.SAME_MONTH)
    elif apart := _days_apart(mine, theirs):
        steps = weights.BY_DAYS_APART_OF_ONE if once else weights.BY_DAYS_APART
        yield Reason(_spoken(apart), next((weight for most, weight in steps if apart <= most), weights.FAR_APART))
    else:
        yield Reason("dates can both be true", weights.DATES_MEET)


def _one_month(mine: Moment | None, theirs: Moment | None) -> bool:
    """Whether both are told to the month, and to the same."""
    if mine is None or theirs is None or max(mine.days or _OPEN, theirs.days or _OPEN) > _ONE_MONTH:
        return False
    (my_begin, my_end), (their_begin, their_end) = mine.whole_months(), theirs.whole_months()
    return my_begin <= their_end and their_begin <= my_end


def _days_apart(mine: Moment, theirs: Moment) -> int:
    """Days between two dates, 0 where one day satisfies both."""
    if mine.overlaps(theirs):
        return 0
    early, late = sorted((mine, theirs), key=lambda moment: moment.begin or date.min)
    assert early.end is not None  # else they would overlap
    assert late.begin is not None
    return (late.begin - early.end).days


def _count(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"


def _spoken(days: int) -> str:
    return f"{_count(days, 'day')} apart" if days <= 2 * _ONE_MONTH else f"{days // 30} months apart"


# --- How much --------------------------------------------------------------------------------------------------------


def _figures(one: Report, other: Report, mine: Told, theirs: Told, once: bool) -> Iterator[Reason]:
    """What both tell of the amount and the valuation.

    Reports of one event may differ in a figure that does not tell such events apart, in one told before and one told
    after the closing, and in either of the two where the other agrees.
    """
    before_and_after = one.tier != other.tier and _one_month(one.record.date, other.record.date)
    telling = "amount" in one.kind.identified_by and "amount" in other.kind.identified_by
    disputable = once or before_and_after or not telling
    amounts, valuations = _apart(mine.amount, theirs.amount), _apart(mine.valuation, theirs.valuation)
    if mine.amount and theirs.amount and amounts is not None:
        yield _money("amount", mine.amount, theirs.amount, amounts, disputable or _meet(valuations))
    if mine.valuation and theirs.valuation and valuations is not None:
        yield _money("valuation", mine.valuation, theirs.valuation, valuations, disputable or _meet(amounts))


def _apart(mine: Money | None, theirs: Money | None) -> Decimal | None:
    """How many times the larger figure is the smaller; 1 where the wordings agree, `None` where they cannot be compared."""
    if mine is None or theirs is None:
        return None
    if mine.agrees(theirs):
        return _ONE
    small, large = sorted((_figure(mine), _figure(theirs)))
    ratio = large / small if small else Decimal("Infinity")
    return ratio if _one_currency(mine, theirs) or ratio <= weights.EXCHANGE else None


def _one_currency(mine: Money, theirs: Money) -> bool:
    return not mine.currency or not theirs.currency or mine.currency == theirs.currency


def _meet(ratio: Decimal | None) -> bool:
    return ratio is not None and ratio <= weights.NEAR


def _money(what: str, mine: Money, theirs: Money, ratio: Decimal, disputable: bool) -> Reason:
    small, large = sorted((mine, theirs), key=lambda money: (_figure(money), money.currency or "", money.text))
    if ratio == _ONE:
        return Reason(f"{what}s agree: {{}}", weights.MONEY_AGREES, (small,))
    if ratio <= weights.NEAR or not _one_currency(mine, theirs):
        return Reason(f"{what}s are near: {{}} and {{}}", weights.MONEY_NEAR, (small, large))
    dispute = disputable and ratio <= weights.WITHIN_REACH
    return Reason(f"{what}s differ: {{}} and {{}}", weights.MONEY_DISPUTED if dispute else weights.MONEY_DIFFERS, (small, large))


def _figure(money: Money) -> Decimal:
    return money.value or money.maximum or money.minimum or Decimal(0)


def _rounds(mine: str, theirs: str) -> Iterator[Reason]:
    if mine and theirs:
        yield Reason("same round", weights.SAME_ROUND) if mine == theirs else Reason("different rounds", weights.OTHER_ROUND)


# --- In what words -----------------------------------------------------------------------------------------------------


def _other_stage(mine: Told, theirs: Told) -> bool:
    return bool(mine.stages and theirs.stages) and mine.stages.isdisjoint(theirs.stages)


def _stages(mine: Told, theirs: Told) -> Iterator[Reason]:
    told = ", ".join(sorted(mine.stages | theirs.stages))
    if mine.stages & theirs.stages:
        yield Reason(f"same stage: {', '.join(sorted(mine.stages & theirs.stages))}", weights.SAME_STAGE)
    elif _other_stage(mine, theirs):
        yield Reason(f"different stages: {told}", weights.OTHER_STAGE)
    elif told:
        yield Reason(f"only one speaks of a stage: {told}", weights.STAGE_UNTOLD)


def _titles(one: Report, other: Report, mine: Told, theirs: Told) -> Iterator[Reason]:
    if one.record.title == other.record.title:
        yield Reason("same title", weights.SAME_TITLE)
    elif (shared := len(mine.title & theirs.title)) and not _tell_of_others(mine, theirs):
        of_another = bool(one.kind.once_for and other.kind.once_for) and not _shared_identity(mine, theirs)
        counted = min(shared, 1 if of_another else weights.MOST_SHARED_WORDS)
        yield Reason(f"titles share {_count(shared, 'word')}", weights.SHARED_WORD * counted)
