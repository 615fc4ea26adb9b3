"""What people decide: that events, or names, are the same thing or not. Each decision can be taken back.

A decision is a record in a document of its own. It names the reports of an event one by one, and an entity by keys of
its names, so that it holds for them whatever else comes in; the graph follows from it as from any other record.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Literal, TypeAlias

from pydantic import ValidationError
from pyoxigraph import Literal as Text
from pyoxigraph import NamedNode

from kg.errors import BadInput, UnknownName
from kg.graph import journal
from kg.graph.rebuild import Change, rebuild, replace_document
from kg.ontology import load_ontology
from kg.records import DecisionRecord, EntityType, EventRecord, Reference, SourceRecord
from kg.resolve.entities import Mention
from kg.store import Reader, Store, Transaction
from kg.terms import EL, IDS, RDFS, local_name
from kg.views.decisions import entities_of, events_of, find_decision, records_named, standing_decisions
from kg.views.entities import find_entities
from kg.views.events import event_ids
from kg.views.graph import Graph, expand
from kg.views.preview import preview_events
from kg.views.shapes import PreviewRow

Verdict: TypeAlias = Literal["same", "different"]

SOURCE = SourceRecord(title="Decisions", key="decisions")
_SPACES: Mapping[str, str] = {"agent": "organisation or person", "work": "model or product", "place": "place"}
_ID = re.compile(r"(?:.*/)?event/\w+|[0-9a-f]{4,20}")


@dataclass(frozen=True)
class Effect:
    """What a decision, or its end, did: `things` are the events or entities it names, `events` all that it touched."""

    decision: DecisionRecord
    things: tuple[int, int]
    """How many they were before, and are now."""
    events: tuple[int, int]
    snapshot: str


@dataclass(frozen=True)
class _Side:
    """What one name or id stands for. `own` is the one report or name that was given, `all` is what a decision takes in:
    every report of an event; of an entity the name alone that was given, or where its id was, every name."""

    given: str
    thing: NamedNode
    own: Reference | None
    all: tuple[Reference, ...]


def decide(
    store: Store,
    verdict: Verdict,
    given: Sequence[str],
    *,
    who: str,
    why: str = "",
    when: datetime | None = None,
    wait: float = 10.0,
) -> Effect:
    """Record that these events, or these names, are the same thing or different ones; the first against all others.

    `given` are ids of events, also earlier ones and beginnings of either, or names and ids of entities. Two ids of one
    event, or two names of one entity, can be called different: then just these two reports or names are kept apart.
    Raises BadInput where that makes no sense or contradicts an earlier decision, and StoreBusy.
    """
    with store.transaction(wait) as transaction:
        effect = _decided(transaction, verdict, given, who, why, when)
        return replace(effect, snapshot=transaction.commit())


def foresee(store: Store, verdict: Verdict, given: Sequence[str], *, wait: float = 10.0) -> list[PreviewRow]:
    """The events that a decision would change, as they would be after it; nothing is written. Raises what `decide` raises."""
    with store.transaction(wait) as transaction:
        before = Graph(store.snapshot(), load_ontology())
        effect = _decided(transaction, verdict, given, "nobody", "", None)
        events = events_of(transaction, _touched(transaction, effect.decision))
        return preview_events(before, Graph(transaction, before.ontology), sorted(event.value for event in events))


def _decided(
    transaction: Transaction, verdict: Verdict, given: Sequence[str], who: str, why: str, when: datetime | None
) -> Effect:
    graph = Graph(transaction, load_ontology())
    about, sides = _sides(graph, given)
    left, right = _opposed(verdict, about, sides)
    decision = _decision(about, verdict, left, right, who, why, when or datetime.now(UTC))
    _refuse_contradiction(transaction, decision)
    effect = _apply(transaction, decision, kept=True)
    _refuse_failure(transaction, decision)
    return effect


def keep(transaction: Transaction, decision: DecisionRecord) -> Change:
    """Put a decision into its own document."""
    label = f"decision {decision.id[:8]}"
    return replace_document(transaction, f"decision/{decision.id}", label, decision.id, [decision], complete=True)


def undo(store: Store, reference: str = "", *, wait: float = 10.0) -> Effect:
    """Take back the decision whose id begins so, or the last one. Raises UnknownName and StoreBusy."""
    with store.transaction(wait) as transaction:
        effect = _apply(transaction, find_decision(transaction, reference), kept=False)
        return replace(effect, snapshot=transaction.commit())


def drop(transaction: Transaction, decision: DecisionRecord) -> Change:
    """Take a decision out of every document that holds it: its own, or an export that came in."""
    total = Change()
    node = journal.record_iri(decision)
    for document in sorted(journal.holders_of(transaction, node), key=str):
        others = [journal.record_at(transaction, iri) for iri in journal.records_in(transaction, document) - {node}]
        labels = (quad.object.value for quad in transaction.quads(document, RDFS.label, None, journal.DOCUMENTS)
                  if isinstance(quad.object, Text))  # fmt: skip
        change = replace_document(
            transaction,
            document.value.removeprefix(f"{IDS}document/"),
            next(labels, ""),
            journal.document_digest(transaction, document) or "",
            [record for record in others if record is not None],
            complete=True,
        )
        total.lost.update(change.lost)
    return total


def _apply(transaction: Transaction, decision: DecisionRecord, *, kept: bool) -> Effect:
    reports = _touched(transaction, decision)
    things, events = len(_things(transaction, decision)), len(events_of(transaction, reports))
    rebuild(transaction, keep(transaction, decision) if kept else drop(transaction, decision), load_ontology())
    return Effect(
        decision,
        (things, len(_things(transaction, decision))),
        (events, len(events_of(transaction, reports))),
        transaction.id,
    )


def _things(reader: Reader, decision: DecisionRecord) -> frozenset[NamedNode]:
    """The events or entities that the decision names."""
    return _things_of(reader, decision, (*decision.left, *decision.right))


def _things_of(reader: Reader, decision: DecisionRecord, side: tuple[Reference, ...]) -> frozenset[NamedNode]:
    if decision.about == "entity":
        return entities_of(reader, side)
    return events_of(reader, records_named(reader, decision, side))


def _touched(reader: Reader, decision: DecisionRecord) -> frozenset[NamedNode]:
    """The reports of the events that the decision names, or in which the entities that it names take part."""
    if decision.about == "entity":
        entities = entities_of(reader, (*decision.left, *decision.right))
        return frozenset(_subjects(reader, EL.mentions, entities))
    return frozenset(_subjects(reader, EL.describes, _things(reader, decision)))


def _subjects(reader: Reader, predicate: NamedNode, things: Iterable[NamedNode]) -> Iterator[NamedNode]:
    found = (quad.subject for thing in things for quad in reader.quads(None, predicate, thing))
    return (subject for subject in found if isinstance(subject, NamedNode))


def _decision(
    about: Literal["event", "entity"],
    verdict: Verdict,
    left: tuple[Reference, ...],
    right: tuple[Reference, ...],
    who: str,
    why: str,
    when: datetime,
) -> DecisionRecord:
    try:
        return DecisionRecord(
            source=SOURCE, statement="reported", about=about, verdict=verdict, left=left, right=right, who=who, when=when, why=why
        )
    except ValidationError as error:
        first = error.errors()[0]
        raise BadInput(f"--{'by' if first['loc'] == ('who',) else first['loc'][0]}: {first['msg']}; give another") from error


# --- what is meant -----------------------------------------------------------------------------------------------------


def _sides(graph: Graph, given: Sequence[str]) -> tuple[Literal["event", "entity"], list[_Side]]:
    if len(given) < 2:
        raise BadInput(f"a decision compares two things, not {len(given)}; give two ids of events or two names")
    events = [_event_side(graph, text) for text in given]
    told = [side for side in events if side is not None]
    if len(told) == len(given):
        return "event", told
    if told:
        stranger = next(text for text, side in zip(given, events, strict=True) if side is None)
        find_entities(graph, stranger)  # raises where it is nothing at all
        raise BadInput(f"'{told[0].given}' is an event and '{stranger}' is none; give ids of events alone, or names alone")
    return "entity", _entity_sides(graph, given)


def _event_side(graph: Graph, text: str) -> _Side | None:
    """The event of an id; `None` for what is none."""
    found = _event_named(graph, text.strip())
    if found is None:
        return None
    named, event = found
    told = (record for _, record in journal.records_describing(graph.reader, NamedNode(event)))
    reports = sorted((record for record in told if isinstance(record, EventRecord)), key=lambda record: record.id)
    references = tuple(map(_reference, reports))
    own = next((reference for reference in references if reference.id == local_name(named)), None)
    return _Side(text, NamedNode(event), own, references)


def _event_named(graph: Graph, text: str) -> tuple[str, str] | None:
    """A whole id and the event it leads to; `None` for what does not look like an id, or is a name that looks so."""
    if not _ID.fullmatch(text):
        return None
    found, is_name = event_ids(graph, text), bool(_keys_in_graph(graph.reader, text))
    if found and is_name:
        raise BadInput(f"'{text}' is a name and an event's id; write event/{text} for the event, agent/{text} for the name")
    if len(found) > 1:
        raise UnknownName(f"'{text}' fits {len(found)} events; write more of the id")
    if not found and not is_name:
        raise UnknownName(f"'{text}' is no event in this store; kg events and kg review list ids")
    return next(iter(found.items()), None)


def _reference(record: EventRecord) -> Reference:
    return Reference(id=record.id, source=record.source.key, local_id=record.local_id)


def _entity_sides(graph: Graph, given: Sequence[str]) -> list[_Side]:
    """Entities of these names, all in one space of names: an organisation and a model are never one."""
    found = [_entities_named(graph, text) for text in given]
    shared = [space for space in _SPACES if all(space in sides for sides in found)]
    if len(shared) == 1:
        return [sides[shared[0]] for sides in found]
    if shared:
        ids = " or ".join(sides.thing.value.removeprefix(IDS) for sides in (found[0][space] for space in shared))
        raise BadInput(f"'{given[0]}' names several things; give its id: {ids}")
    told = ", ".join(f"'{text}' is a {' or a '.join(_SPACES[space] for space in sides)}"
                     for text, sides in zip(given, found, strict=True))  # fmt: skip
    raise BadInput(f"{told}; names of such different things are never one, so there is nothing to decide")


def _entities_named(graph: Graph, text: str) -> dict[str, _Side]:
    """Space to the entity of this name, name key or id in it. Raises UnknownName."""
    wanted = text.strip()
    keys = _keys_in_graph(graph.reader, wanted)
    iri = expand(wanted, "agent") if "/" in wanted else ""
    if not keys and iri.startswith(IDS) and graph.is_a(iri, EL.Entity):
        return {iri.removeprefix(IDS).partition("/")[0]: _Side(text, NamedNode(iri), None, _names_of(graph.reader, iri))}
    if not keys:
        find_entities(graph, text)  # raises, naming what comes near
    return {key.partition("/")[0]: _Side(text, entity, Reference(id=key), (Reference(id=key),)) for key, entity in keys.items()}


def _keys_in_graph(reader: Reader, name: str) -> dict[str, NamedNode]:
    """The key that this is, or the keys of this name, in each space where something has it, with what has it."""
    kinds: tuple[EntityType, ...] = ("agent", "model", "place")
    for keys in ([name], [Mention(name, kind).key for kind in kinds]):
        if found := {key: entity for key in keys for entity in entities_of(reader, [Reference(id=key)])}:
            return found
    return {}


def _names_of(reader: Reader, entity: str) -> tuple[Reference, ...]:
    found = reader.quads(NamedNode(entity), EL.nameKey, None, journal.DEFAULT)
    return tuple(Reference(id=key) for key in sorted(quad.object.value for quad in found if isinstance(quad.object, Text)))


def _opposed(verdict: Verdict, about: str, sides: list[_Side]) -> tuple[tuple[Reference, ...], tuple[Reference, ...]]:
    """What the first side and the others hold. Raises BadInput where there is nothing to decide."""
    first, *others = sides
    twin = next(((one, two) for place, one in enumerate(sides) for two in sides[:place] if one.thing == two.thing), None)
    if twin is None:
        return first.all, tuple(reference for side in others for reference in side.all)
    one, two = reversed(twin)
    what = "event" if about == "event" else "thing"
    if one.own == two.own:
        if about == "entity" and one.given != two.given and one.own is not None:
            raise BadInput(f"'{one.given}' and '{two.given}' are one name but for case, blanks and marks, which nothing keeps "
                           "apart; give one of them another name in its source")  # fmt: skip
        raise BadInput(f"'{one.given}' and '{two.given}' are the same {what}; give two different ones")
    if verdict == "same":
        raise BadInput(f"'{one.given}' and '{two.given}' are one {what} already; there is nothing to join")
    if one.own is None or two.own is None:
        raise BadInput(f"'{one.given}' and '{two.given}' are one {what}; give two of its {_parts(about)} to keep those apart")
    return (one.own,), (two.own,)


def _parts(about: str) -> str:
    return "reports, as kg history lists them," if about == "event" else "names"


# --- what earlier decisions say ------------------------------------------------------------------------------------------


def _refuse_contradiction(reader: Reader, decision: DecisionRecord) -> None:
    """Raise BadInput naming the earlier decision that says otherwise, or the same."""
    earlier = [one for one in standing_decisions(reader) if one.about == decision.about]
    left, right = (_members(reader, decision, side) for side in (decision.left, decision.right))
    for other in earlier:
        if other.verdict == "different":
            theirs = [_members(reader, other, side) for side in (other.left, other.right)]
            if decision.verdict == "same" and all(side & (left | right) for side in theirs):
                raise BadInput(_contradicted(other, "says that they are different"))
            if decision.verdict == "different" and any(left <= one and right <= two for one, two in (theirs, theirs[::-1])):
                raise BadInput(_contradicted(other, "says so already"))
    if decision.verdict == "different" and (tie := _tying(reader, earlier, left, right)) is not None:
        raise BadInput(_contradicted(tie, "says that they are the same"))


def _contradicted(other: DecisionRecord, says: str) -> str:
    return (
        f"decision {other.id[:8]} of {other.who} on {other.when.date().isoformat()} {says}; "
        f"take it back first with kg undo {other.id[:8]}"
    )


def _tying(
    reader: Reader, earlier: Iterable[DecisionRecord], left: frozenset[str], right: frozenset[str]
) -> DecisionRecord | None:
    """The decision by which something of the left and something of the right came to be the same, if any."""
    tied: list[frozenset[str]] = []
    for other in earlier:
        if other.verdict == "same":
            joined = _members(reader, other, (*other.left, *other.right))
            meeting = [group for group in tied if group & joined]
            together = joined.union(*meeting)
            tied = [*(group for group in tied if group not in meeting), together]
            if together & left and together & right:
                return other
    return None


def _members(reader: Reader, decision: DecisionRecord, side: tuple[Reference, ...]) -> frozenset[str]:
    """Name keys, or IRIs of reports."""
    if decision.about == "entity":
        return frozenset(reference.id for reference in side)
    return frozenset(report.value for report in records_named(reader, decision, side))


def _refuse_failure(reader: Reader, decision: DecisionRecord) -> None:
    """Raise BadInput where something stronger than a decision keeps it from coming true."""
    left, right = (_things_of(reader, decision, side) for side in (decision.left, decision.right))
    if decision.verdict == "same" and len(left | right) > 1:
        raise BadInput("other decisions keep parts of them from each other; kg decisions lists those, kg undo takes one back")
    if decision.verdict == "different" and left & right:
        raise BadInput("they stay one, because a source itself says that they are; change that source and ingest it again")
