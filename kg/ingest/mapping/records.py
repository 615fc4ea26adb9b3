"""Rules to records: what a row gives by one rule of its mapping."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kg.ingest.base import Context, Input
from kg.ingest.mapping.model import AnyValue, AnyValues, Claim, Entity, Event, Sentence, Source, TableMapping
from kg.ingest.mapping.readers import address_in, day_in, is_to_come, known_in, moment_in, money_in, name_in, names_in
from kg.ingest.mapping.scope import Scope
from kg.ingest.mapping.templates import listed
from kg.ingest.values import Unreadable
from kg.ontology import EventKind
from kg.records import CLASS_OF, ClaimRecord, EntityRecord, EntityType, EventRecord, SourceRecord

_Rule = Event | Entity | Claim | Sentence
_ACTORS = frozenset(CLASS_OF[sort] for sort in ("organization", "person", "agent"))
"""Classes of those whose names are held to be names; models are called by figures too."""
_EMPTY_REMEDY = "fill the cell, or leave such rows out with when"


@dataclass(frozen=True)
class Told:
    """A sentence of a row, to be read once all names of the table are known."""

    fields: dict[str, Any]
    text: str
    about: str
    names: dict[str, str]


class Recorder:
    """Makes the records of one input."""

    def __init__(self, mapping: TableMapping, given: Input, context: Context) -> None:
        self._mapping = mapping
        self._given = given
        self._context = context
        self._sources: dict[tuple[Any, ...], SourceRecord] = {}

    def record(self, rule: _Rule, scope: Scope, number: int) -> EventRecord | EntityRecord | ClaimRecord | Told | None:
        """What a rule makes of a row, `None` where it gives nothing. `number` counts the items of the rule's list.

        Raises Unreadable, and pydantic's ValidationError.
        """
        if isinstance(rule, Event):
            return self._event(rule, scope, number)
        if isinstance(rule, Entity):
            return self._entity(rule, scope, number)
        return self._claim(rule, scope, number) if isinstance(rule, Claim) else self._told(rule, scope, number)

    # --- each sort ---

    def _event(self, rule: Event, scope: Scope, number: int) -> EventRecord | None:
        ontology = self._context.ontology
        kind = ontology.kind(_needed(known_in(scope, rule.kind, "kind", lambda name: ontology.kind(name).name), "kind"))
        moment = moment_in(scope, rule.date, "date")
        if moment is None and is_to_come(scope, rule.date, "date"):
            return None
        moment = _needed(moment, "date")
        organisation = _needed(name_in(scope, rule.organisation, "organisation"), "organisation")
        roles = {role: self._role(scope, spec, role) for role, spec in rule.roles.items()}
        amount, valuation = money_in(scope, rule.amount, "amount"), money_in(scope, rule.valuation, "valuation")
        round_name = scope.text(rule.round, "round")
        own = {
            "kind": kind.label, "date": str(moment), "organisation": organisation, "amount": str(amount or ""),
            "valuation": str(valuation or ""), "round": round_name,
        }  # fmt: skip
        told = {name: (text,) if text else () for name, text in own.items()} | roles
        self._refuse_both_sides(kind, organisation, roles)
        fields = self._fields(rule, scope, number, kind.name)
        title = self._with_own(scope, told, lambda: scope.text(rule.title, "title")) or _title(kind, told)
        return EventRecord.model_validate(
            {
                **fields,
                "kind": kind.name,
                "date": moment,
                "title": title,
                "organisation": organisation,
                "participants": [{"role": role, "name": name} for role, names in roles.items() for name in names],
                "amount": amount,
                "valuation": valuation,
                "round": round_name,
                "note": self._with_own(scope, told, lambda: scope.text(rule.note, "note")),
            },
            context={"ontology": ontology},
        )

    def _entity(self, rule: Entity, scope: Scope, number: int) -> EntityRecord:
        name = _needed(_named(scope, rule.name, rule.type, "name"), "name")
        return EntityRecord.model_validate(
            {
                **self._fields(rule, scope, number, rule.type),
                "type": rule.type,
                "name": name,
                "aliases": [alias for alias in scope.read(rule.aliases, "aliases") if alias != name],
                "url": address_in(scope, rule.url, "url"),
                "description": scope.text(rule.description, "description"),
                "same_as": scope.read(rule.same_as, "same_as"),
            },
            context={"ontology": self._context.ontology},
        )

    def _claim(self, rule: Claim, scope: Scope, number: int) -> ClaimRecord | None:
        value = scope.text(rule.value, "value")
        if not value:
            return None
        feature = _needed(scope.text(rule.feature, "feature"), "feature")
        return ClaimRecord.model_validate(
            {
                **self._fields(rule, scope, number, feature),
                "about": _needed(_named(scope, rule.about, rule.about_type, "about"), "about"),
                "about_type": rule.about_type,
                "feature": feature,
                "value": value,
                "qualifier": scope.text(rule.qualifier, "qualifier"),
                "context": scope.text(rule.context, "context"),
                "date": moment_in(scope, rule.date, "date"),
            },
            context={"ontology": self._context.ontology},
        )

    def _told(self, rule: Sentence, scope: Scope, number: int) -> Told:
        fields = self._fields(rule, scope, number, "sentence")
        names = dict.fromkeys(scope.read(rule.organisations, "organisations"), "organization")
        names |= dict.fromkeys(scope.read(rule.models, "models"), "model")
        return Told(
            {**fields, "date": _needed(moment_in(scope, rule.date, "date"), "date")},
            _needed(scope.text(rule.text, "text"), "text"),
            name_in(scope, rule.about, "about"),
            names,
        )

    # --- what they share ---

    def _role(self, scope: Scope, spec: AnyValues, role: str) -> tuple[str, ...]:
        acts = self._context.ontology.role(role).range in _ACTORS
        return names_in(scope, spec, role) if acts else scope.read(spec, role)

    def _fields(self, rule: _Rule, scope: Scope, number: int, label: str) -> dict[str, Any]:
        source = _filled(rule.source, self._mapping.source) if rule.source else self._mapping.source
        ontology = self._context.ontology
        statement = known_in(scope, source.statement, "statement", lambda name: ontology.statement_kind(name).name)
        return {
            "source": self._source(source, scope),
            "statement": statement or "reported",
            "local_id": self._id(rule, scope, number, label),
        }

    def _id(self, rule: _Rule, scope: Scope, number: int, label: str) -> str:
        if own := scope.text(rule.id, "id"):
            return own
        row = scope.text(self._mapping.rows.id, "id")
        if not row or (len(self._mapping.rules) == 1 and not rule.each):
            return row
        return f"{row}/{rule.label or label.casefold()}" + (f"/{number}" if rule.each else "")

    def _source(self, source: Source, scope: Scope) -> SourceRecord:
        given = self._given
        url = address_in(scope, source.url, "source.url") or given.url or None
        publisher = scope.text(source.publisher, "source.publisher") or given.publisher
        named = bool(url or publisher)
        fields: dict[str, Any] = {
            "url": url,
            "publisher": publisher,
            "title": scope.text(source.title, "source.title") or ("" if named else given.name.rsplit("/", 1)[-1]),
            "published": moment_in(scope, source.published, "source.published") or given.published,
            "retrieved": day_in(scope, source.retrieved, "source.retrieved") or given.retrieved,
        }
        told = tuple(fields.values())
        if told not in self._sources:
            self._sources[told] = SourceRecord.model_validate(fields)
        return self._sources[told]

    def _with_own(self, scope: Scope, own: dict[str, tuple[str, ...]], reading: Any) -> str:
        """A reading in which the event's own fields come before values and columns of the same name."""
        around = dict(scope.extra)
        scope.extra.update(own)
        try:
            return str(reading())
        finally:
            scope.extra = around

    def _refuse_both_sides(self, kind: EventKind, organisation: str, roles: dict[str, tuple[str, ...]]) -> None:
        """Nobody is on both sides of an event: a company does not acquire itself."""
        for role, names in roles.items():
            if role in kind.identified_by and organisation.casefold() in {name.casefold() for name in names}:
                raise Unreadable(role, f"'{organisation}' is also the organisation", "name the other party, or drop the row")


def _filled(own: Source, shared: Source) -> Source:
    """The source with what it leaves out taken from the shared one."""
    return shared.model_copy(update={name: getattr(own, name) for name in own.model_fields_set})


def _named(scope: Scope, spec: AnyValue, sort: EntityType, field: str) -> str:
    return name_in(scope, spec, field) if CLASS_OF[sort] in _ACTORS else scope.one(spec, field)


def _needed(value: Any, field: str) -> Any:
    if not value:
        raise Unreadable(field, "is empty", _EMPTY_REMEDY)
    return value


def _title(kind: EventKind, told: dict[str, tuple[str, ...]]) -> str:
    """`Acme: investment, 5m USD, Series A, investor Beta and Gamma`."""
    return f"{told['organisation'][0]}: {', '.join([kind.label, *_details(told)])}"


def _details(told: dict[str, tuple[str, ...]]) -> Iterator[str]:
    for name, texts in told.items():
        if texts and name in ("amount", "round"):
            yield texts[0]
        elif texts and name not in ("kind", "date", "organisation", "valuation"):
            yield f"{name.replace('_', ' ')} {listed(texts)}"
