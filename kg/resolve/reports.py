"""What events are resolved from: reports, and what each tells in a form that compares quickly."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property, lru_cache
from itertools import product

from pyoxigraph import NamedNode

from kg.dates import Moment
from kg.money import Money
from kg.ontology import EventKind
from kg.records import EventRecord
from kg.resolve.names import name_key
from kg.terms import EL, SCHEMA

_WORD = re.compile(r"\d+(?:\.\d+)*|[^\W\d_]+")
_STEM = 5
"""Letters of a title's word that count: `acquires`, `acquired` and `acquisition` are one at this length."""
_EMPTY_WORD = re.compile(
    r"a(bout|fter|lso|nd?|ny|re|s|t)?|be(en|fore)?|both|but|by|for|from|ha[sd]|have|his|her|in(to)?|is|its?|more|new|not|off?|on|one"
    r"|or|out|over|sa(id|ys?)|some|than|that|the(ir|n|se|y)?|this|to|two|up|was|were|which|who|will|with"
    r"|billion|bn|company|dollars?|eur|million|mn|usd|year"
)
_SLACK, _LONGEST = timedelta(days=45), timedelta(days=3 * 366)
_SELDOM = frozenset((SCHEMA.Person, EL.AIModel, EL.Product))
"""Classes whose members take part in few events at a time; a company takes part in many."""


@dataclass(frozen=True)
class Named:
    """A participant: the entity it was resolved to, and the words of its name."""

    entity: str
    words: frozenset[str]

    def alike(self, other: Named) -> bool:
        """Whether one name says no more than the other: `Groq` and `Groq assets`, `Lin Junyang` and `Junyang Lin`."""
        return bool(self.words and other.words) and (self.words <= other.words or other.words <= self.words)


@dataclass(frozen=True)
class Told:
    """What a report tells, by the part it plays when two reports are compared."""

    principals: tuple[Named, ...]
    """The principal organisation, and what fills the role that the kind declares to be the principal's."""
    identity: Mapping[str, tuple[Named, ...]]
    """What fills the roles that tell two events of the kind apart, by role."""
    others: tuple[Named, ...]
    """What fills its other roles."""
    single: Mapping[str, frozenset[str]]
    """What fills each role, the principal's apart, that has one participant at most."""
    telling: frozenset[str]
    """Entities that take part in few events at a time: people, models, products, and what such an event happens to once."""
    once: frozenset[str]
    """Entities that have one such event with the organisation at most."""
    texts: tuple[frozenset[str], ...]
    """Words of each text, such as the position held."""
    amount: Money | None
    valuation: Money | None
    round: str
    title: frozenset[str]
    """Stems of the title's words, without names, figures and words that say little."""
    stages: frozenset[str]
    """Stages of such an affair that the title tells of."""

    @cached_property
    def identifying(self) -> tuple[Named, ...]:
        """What tells two events of the kind apart, in whatever role."""
        return tuple(named for fillers in self.identity.values() for named in fillers)

    @cached_property
    def principal_ids(self) -> frozenset[str]:
        return frozenset(named.entity for named in self.principals)

    @cached_property
    def identifying_ids(self) -> frozenset[str]:
        return frozenset(named.entity for named in self.identifying)

    @cached_property
    def other_ids(self) -> frozenset[str]:
        return frozenset(named.entity for named in self.others)

    @cached_property
    def party_ids(self) -> frozenset[str]:
        """Everything that takes part but the principals."""
        return self.identifying_ids | self.other_ids


@dataclass(frozen=True)
class Report:
    """An event record with its names resolved, and the records of its own source that say more of the same event."""

    record: EventRecord
    kind: EventKind
    organisation: str
    """IRI of the principal organisation."""
    roles: Mapping[str, frozenset[str]]
    """Role name to what fills it: entity IRIs, or keys of texts."""
    tier: int
    """Weight of its statement kind; 1 is believed first."""
    further: tuple[Report, ...] = field(default=())
    named: tuple[tuple[str, Named], ...] = ()
    """Role name and participant, in the order of the source; texts are in `roles` alone."""

    @property
    def all(self) -> tuple[Report, ...]:
        return (self, *self.further)

    @cached_property
    def told(self) -> Told:
        """What the record itself tells."""
        return _told((self,))

    @cached_property
    def told_in_full(self) -> Told:
        """What it tells together with the further records of its source."""
        return _told(self.all) if self.further else self.told

    @cached_property
    def block_keys(self) -> frozenset[str]:
        """What the record shares with every other that may tell the same event: companies or participants, and a time."""
        return frozenset(_block_keys(self))


@dataclass(frozen=True)
class Decided:
    """Pairs of record ids that a person joined or kept apart, the smaller id first in each."""

    same: frozenset[tuple[str, str]] = frozenset()
    different: frozenset[tuple[str, str]] = frozenset()


def resolved(
    record: EventRecord,
    kind: EventKind,
    organisation: NamedNode,
    entity_of: Mapping[tuple[str, str], NamedNode],
    tier: int,
    text_roles: frozenset[str],
) -> Report:
    """A report from a record, its principal organisation, and the entity of each (role, name)."""
    roles: dict[str, set[str]] = {}
    named: list[tuple[str, Named]] = []
    for participant in record.participants:
        value = name_key(participant.name)
        if participant.role not in text_roles:
            value = entity_of[participant.role, participant.name].value
            named.append((participant.role, Named(value, words_of(participant.name))))
        roles.setdefault(participant.role, set()).add(value)
    fillers = {role: frozenset(values) for role, values in roles.items()}
    return Report(record, kind, organisation.value, fillers, tier, named=tuple(named))


@lru_cache(maxsize=65536)
def words_of(text: str) -> frozenset[str]:
    """Words without case and marks; digits are words of their own: `Qwen3-Max` has qwen, 3 and max."""
    folded = unicodedata.normalize("NFKD", text).casefold()
    return frozenset(_WORD.findall("".join(letter for letter in folded if not unicodedata.combining(letter))))


def content_of(report: Report) -> tuple[str, ...]:
    """All that a report tells, in a form that sorts; ids and notes are no part of it."""
    record = report.record
    parts = (f"{part.role}={part.name}" for part in record.participants)
    money = (repr(record.amount), repr(record.valuation), record.round)
    mine = (record.title, record.source.key, report.kind.name, report.organisation, *money, *sorted(parts))
    more = (text for further in report.further for text in content_of(further))
    return (record.date.edtf if record.date else "", *mine, str(report.tier), *more)


def _told(reports: tuple[Report, ...]) -> Told:
    kind = reports[0].kind
    identity: dict[str, list[Named]] = {}
    single: dict[str, set[str]] = {}
    principals, others, telling, once = set(), [], set(), set()
    for report in reports:
        principals.add(Named(report.organisation, words_of(report.record.organisation)))
        for role, named in report.named:
            use = kind.role(role)
            if use is not None and use.role.iri == kind.principal:
                principals.add(named)
                continue
            if use is not None and role in kind.identified_by:
                identity.setdefault(role, []).append(named)
            else:
                others.append(named)
            if use is not None and use.single:
                single.setdefault(role, set()).add(named.entity)
            if role in kind.once_for:
                once.add(named.entity)
            if use is not None and use.role.range in _SELDOM:
                telling.add(named.entity)
    records = [report.record for report in reports]
    names = [*principals, *(named for report in reports for _, named in report.named)]
    return Told(
        principals=tuple(sorted(principals, key=lambda named: (named.entity, sorted(named.words)))),
        identity={role: tuple(fillers) for role, fillers in identity.items()},
        others=tuple(others),
        single={role: frozenset(fillers) for role, fillers in single.items()},
        telling=frozenset(telling | once),
        once=frozenset(once),
        texts=tuple(_texts(reports)),
        amount=_first_figure([record.amount for record in records]),
        valuation=_first_figure([record.valuation for record in records]),
        round=next((name_key(record.round) for record in records if record.round), ""),
        title=_title(records[0].title, frozenset(word for named in names for word in named.words)),
        stages=kind.stages_in(records[0].title),
    )


def _block_keys(report: Report) -> Iterator[str]:
    """One kind by one company in a half-year, two parties in a year, one telling participant in two years."""
    told, (begin, end) = report.told, _looked_for(report.record.date)
    if report.kind.happens_once:
        yield f"{report.kind.name} {report.organisation}"
    else:
        halves = range(2 * begin.year + (begin.month > 6), 2 * end.year + (end.month > 6) + 1)
        yield from (f"{report.kind.name} {report.organisation} {half // 2}/{half % 2 + 1}" for half in halves)
    for one, other in product(told.principal_ids, told.party_ids - told.telling):
        yield from (f"{min(one, other)} {max(one, other)} {year}" for year in range(begin.year, end.year + 1))
    for entity in told.telling:
        yield from (f"{entity} {year}" for year in range(begin.year, end.year + 2))


def _looked_for(told: Moment | None) -> tuple[date, date]:
    """Days in which another report of the event may be dated. Long or open dates are looked for near their first known end."""
    if told is None:
        return date.max, date.min
    begin = told.begin or (told.end - _LONGEST if told.end else date.max)
    end = min(told.end or date.max, begin + _LONGEST)
    return begin - _SLACK, end + _SLACK


def _texts(reports: tuple[Report, ...]) -> Iterator[frozenset[str]]:
    for report in reports:
        entities = {role for role, _ in report.named}
        yield from (words_of(part.name) for part in report.record.participants if part.role not in entities)


def _first_figure(told: list[Money | None]) -> Money | None:
    return next((money for money in told if money is not None and money.precision), None)


def _title(title: str, names: frozenset[str]) -> frozenset[str]:
    telling = (word for word in words_of(title) - names if len(word) > 1 and not _EMPTY_WORD.fullmatch(word))
    return frozenset(word[:_STEM] for word in telling if not word[0].isdigit())
