"""Questions for a person: pairs of events, or of names, that may be one thing, the most valuable answer first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from heapq import merge
from itertools import islice, product

from pyoxigraph import NamedNode

from kg.graph import journal
from kg.graph.questions import question_iri
from kg.graph.reports import as_reports, names_in
from kg.records import EventRecord, Reference
from kg.resolve.candidates import NameDoubt
from kg.resolve.entities import Mention
from kg.resolve.events import Report
from kg.resolve.evidence import Reason, compare
from kg.store import Reader
from kg.terms import EL
from kg.views.alike import names_in_doubt
from kg.views.decisions import entities_of, short_id, standing_decisions
from kg.views.graph import Graph, Row, grouped
from kg.views.shapes import QuestionRow, SideRow


def questions(graph: Graph, *, events: bool = True, names: bool = True, org: Sequence[str] = ()) -> Iterator[QuestionRow]:
    """What nobody decided yet, of all or of these entities alone. Each question is only worked out when it is asked for."""
    about_events = _event_questions(graph, org) if events else iter(())
    about_names = _name_questions(graph, frozenset(org)) if names else iter(())
    return merge(about_events, about_names, key=lambda question: -question.worth)


def most_valuable(
    graph: Graph, most: int, *, events: bool = True, names: bool = True, org: tuple[str, ...] = ()
) -> list[QuestionRow]:
    """The first of `questions`, at most so many."""
    return list(islice(questions(graph, events=events, names=names, org=org), most))


def asked_again(graph: Graph, question: QuestionRow) -> QuestionRow | None:
    """The question as it is in this graph, or `None` where other answers settled it."""
    if question.about == "entity":
        return _name_question_again(graph, question)
    one, other = (NamedNode(graph.now_called(side.id or "")) for side in (question.left, question.right))
    found = _event_questions(graph, question=question_iri(one, other).value)
    return next(found, None) if one != other else None


# --- events -----------------------------------------------------------------------------------------------------------


def _event_questions(graph: Graph, org: Sequence[str] = (), question: str | None = None) -> Iterator[QuestionRow]:
    rows = graph.rows("review/questions", org=list(org), question=[question] if question else [])
    for sides in grouped(rows, "question").values():
        yield _event_question(graph, sides)


def _event_question(graph: Graph, sides: Sequence[Row]) -> QuestionRow:
    """The question whose two most alike reports are in these rows, in the order of their IRIs."""
    mine, theirs = (_report_within(graph, NamedNode(side["report"]), NamedNode(side["event"])) for side in sides)
    evidence = compare(mine, theirs)
    reasons = evidence.reasons if evidence is not None else ()
    left, right = (
        _event_side(graph.reader, NamedNode(side["event"]), report) for side, report in zip(sides, (mine, theirs), strict=True)
    )
    return QuestionRow(
        about="event",
        left=left,
        right=right,
        likeness=float(sides[0]["likeness"]),
        worth=float(sides[0]["worth"]),
        speaks_for=_texts(reason for reason in reasons if reason.weight > 0),
        speaks_against=_texts(reason for reason in reasons if reason.weight < 0),
    )


def _report_within(graph: Graph, report: NamedNode, event: NamedNode) -> Report:
    """The report with what its own source adds to it in the same event."""
    described = (record for _, record in journal.records_describing(graph.reader, event))
    records = [record for record in described if isinstance(record, EventRecord)]
    reports, _ = as_reports(records, names_in(graph.reader), graph.ontology)
    return next(told for told in reports if journal.record_iri(told.record) == report)


def _event_side(reader: Reader, event: NamedNode, report: Report) -> SideRow:
    told = sum(1 for _ in reader.quads(None, EL.describes, event))
    date = str(report.record.date) if report.record.date else None
    return SideRow(id=event.value, short=short_id(event.value), name=report.record.title, date=date, members=told)


def _texts(reasons: Iterator[Reason]) -> tuple[str, ...]:
    """The strongest first."""
    return tuple(reason.text for reason in sorted(reasons, key=lambda reason: (-abs(reason.weight), reason.text)))


# --- names ------------------------------------------------------------------------------------------------------------


def _name_questions(graph: Graph, org: frozenset[str]) -> Iterator[QuestionRow]:
    decided = _kept_apart(graph.reader)
    for doubt in names_in_doubt(graph):
        pair = frozenset((doubt.one.id, doubt.other.id))
        if pair not in decided and (not org or pair & org):
            yield _name_question(doubt)


def _name_question_again(graph: Graph, question: QuestionRow) -> QuestionRow | None:
    """The same two names with the entities that they stand for now."""
    sides = (question.left, question.right)
    found = [entities_of(graph.reader, [Reference(id=side.short)]) for side in sides]
    pair = [min(entities, key=str).value for entities in found if entities]
    if len(pair) < 2 or pair[0] == pair[1] or frozenset(pair) in _kept_apart(graph.reader):
        return None
    left, right = (side.model_copy(update={"id": entity}) for side, entity in zip(sides, pair, strict=True))
    return question.model_copy(update={"left": left, "right": right})


def _name_question(doubt: NameDoubt) -> QuestionRow:
    left, right = (
        SideRow(id=entity.id, short=Mention(name, entity.type).key, name=name, members=entity.count)
        for entity, name in zip((doubt.one, doubt.other), doubt.names, strict=True)
    )
    return QuestionRow(
        about="entity",
        left=left,
        right=right,
        likeness=doubt.judgement.score,
        worth=doubt.value,
        speaks_for=doubt.judgement.reasons,
        speaks_against=(),
    )


def _kept_apart(reader: Reader) -> frozenset[frozenset[str]]:
    """Pairs of entities that a decision calls different."""
    found = set()
    for decision in standing_decisions(reader):
        if decision.about == "entity" and decision.verdict == "different":
            sides = (entities_of(reader, side) for side in (decision.left, decision.right))
            found |= {frozenset((one.value, other.value)) for one, other in product(*sides)}
    return frozenset(found)
