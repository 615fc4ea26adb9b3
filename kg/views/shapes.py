"""The rows that views return: documented, stable, and the same in JSON and in the app."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, field_serializer

from kg.money import Money


class _Row(BaseModel):
    model_config = ConfigDict(frozen=True)


class ParticipantRow(_Row):
    """Who takes part, and how. `id` is `None` where the role is a text, such as a position."""

    role: str
    name: str
    id: str | None = None


class MoneyRow(_Row):
    """An amount: `value`, or `min` and `max`, or only `text`, in whole units of `currency` (ISO 4217)."""

    value: Decimal | None = None
    min: Decimal | None = None
    max: Decimal | None = None
    currency: str | None = None
    qualifier: str | None = None
    text: str = ""

    @field_serializer("value", "min", "max", when_used="json")
    def _as_number(self, figure: Decimal | None) -> int | float | None:
        if figure is None:
            return None
        return int(figure) if figure == figure.to_integral_value() else float(figure)

    def __str__(self) -> str:
        return str(self.money)

    @property
    def money(self) -> Money:
        return Money(
            value=self.value,
            minimum=self.min,
            maximum=self.max,
            currency=self.currency,
            qualifier=self.qualifier,
            text=self.text or "not given",
        )


class SourceRow(_Row):
    """One source of an event. `statement` is the manner in which it speaks, such as `machine-generated`."""

    id: str
    statement: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: datetime.date | None = None

    @property
    def name(self) -> str:
        """What to call it: its publisher, else its title, else its address."""
        return self.publisher or self.title or self.url or self.id


class NamedDateRow(_Row):
    """A date of an event that has a name: `announced`, `signed`, `completed`, `effective`, `rumoured` or `expected`."""

    name: str
    date: str


class EventRow(_Row):
    """An event as we believe it. `begin` and `end` are inclusive; one of them is `None` where the date is open."""

    id: str
    kind: str
    title: str
    date: str | None
    begin: datetime.date | None
    end: datetime.date | None
    organisations: tuple[str, ...]
    """Names of the organisations that take part, the principal one first."""
    organisation_ids: tuple[str, ...]
    """Their ids, in the same order."""
    participants: tuple[ParticipantRow, ...]
    amount: MoneyRow | None
    valuation: MoneyRow | None
    round: str | None
    status: str
    """The strongest statement kind behind it."""
    disputed: bool
    sources: tuple[SourceRow, ...]
    named_dates: tuple[NamedDateRow, ...] = ()
    """The named dates that some source gives, in the order of time. `date` is that of the earliest milestone that happened."""

    @property
    def told_by(self) -> int:
        """How many sources tell it. One that speaks in two manners counts once."""
        return len({source.id for source in self.sources})

    def parts(self, role: str) -> tuple[ParticipantRow, ...]:
        """Who takes part in this role."""
        return tuple(participant for participant in self.participants if participant.role == role)

    def named(self, role: str) -> tuple[str, ...]:
        return tuple(participant.name for participant in self.parts(role))


class ClaimRow(_Row):
    """What one source says of one property of an event. `believed` tells whether we believe this value."""

    property: str
    value: str
    statement: str
    source: str
    publisher: str | None = None
    title: str | None = None
    url: str | None = None
    published: str | None = None
    retrieved: datetime.date | None = None
    disputed: bool = False
    believed: bool = True


class PositionRow(_Row):
    """One value in a dispute and who holds it. `since` is the day by which it was first told, where a holder is dated."""

    value: str
    believed: bool
    held_by: tuple[SourceRow, ...]
    publishers: int
    """How many independent publishers hold it in its strongest manner: sister pages, mirrors and copies count once."""
    since: datetime.date | None


class DisputeRow(_Row):
    """Values of one property of one event that cannot all be true, the believed one first."""

    id: str
    event: str
    title: str
    date: str | None
    property: str
    positions: tuple[PositionRow, ...]
    since: datetime.date | None
    """The day by which a second position was told."""
    won_by: str
    """The rule that decided: `statement-kind`, `publishers`, `precision`, `recency` or `order`."""
    reason: str
    """Why the believed value won, in a sentence."""
    machine: bool
    """Whether a value that only machine-generated text holds stands against one that is announced or reported."""


class EventDetail(_Row):
    """One event with everything that is said of it."""

    event: EventRow
    claims: tuple[ClaimRow, ...]
    disputes: tuple[DisputeRow, ...]


class ValueRow(_Row):
    """A believed value before and after a change; `None` where there is none."""

    property: str
    before: str | None
    after: str | None


class PreviewRow(_Row):
    """An event as it would be after an ingest: `joins` what `told_by` sources tell already, or is `new`."""

    event: EventRow
    effect: Literal["new", "joins", "unchanged"]
    told_by: int
    """Number of sources that speak of it in the store now."""
    newly_disputed: tuple[str, ...]
    """Properties about which sources would contradict one another for the first time."""
    settled: tuple[str, ...] = ()
    """Properties about which they no longer would."""
    changed: tuple[ValueRow, ...] = ()
    """Believed values that would be others; none for an event that is new."""
    takes_in: tuple[str, ...] = ()
    """Titles of events of their own that would be part of it."""


class Preview(_Row):
    """What a change would do to the events, in the order of time."""

    rows: tuple[PreviewRow, ...]
    """Those that would be new or other than they are."""
    lost: tuple[EventRow, ...]
    """Those of which nobody would tell any more."""
    unchanged: int
    left_out: int
    """How many more are touched than were looked at."""


PredictionState = Literal["open", "proposed", "came-true", "late", "overdue", "refuted", "withdrawn", "uncheckable"]
"""What became of a prediction: `proposed` came true by evidence that nobody has confirmed, `overdue` has no evidence yet."""


class EvidenceRow(_Row):
    """An event that a prediction expects: it `meets` it, came `late`, or is a `candidate` that a person has to judge."""

    event: str
    title: str
    date: str | None
    relation: Literal["meets", "late", "candidate"]


class VerdictRow(_Row):
    """A person's word on a prediction, with the events that are the evidence."""

    decision: str
    """Id of the decision, by which it can be taken back."""
    verdict: Literal["came-true", "refuted", "withdrawn"]
    who: str
    when: datetime.datetime
    why: str
    events: tuple[str, ...]


class PredictionRow(_Row):
    """What a source says will happen, and what became of it by the day asked about."""

    id: str
    statement: str
    author: str | None
    about: tuple[str, ...]
    about_ids: tuple[str, ...]
    """Ids of those that it is about, in the same order."""
    rationale: str | None
    horizon: str | None
    deadline: str | None
    due_from: datetime.date | None
    """The first day that the deadline may be; `due_by` is the last one."""
    due_by: datetime.date | None
    status: PredictionState
    ask: str | None
    """The expected event as a SPARQL ASK; `None` where the wording gives nothing that could be looked for."""
    evidence: tuple[EvidenceRow, ...]
    verdict: VerdictRow | None
    source: SourceRow


class ScoreRow(_Row):
    """What became of a source's predictions by a day. `due` are those whose deadline has passed, whatever became of them."""

    source: SourceRow
    predictions: int
    due: int
    came_true: int
    proposed: int
    late: int
    overdue: int
    refuted: int
    withdrawn: int
    open: int
    uncheckable: int


class FeatureRow(_Row):
    """What a source says of one feature of one company or model."""

    id: str
    company: str
    company_id: str
    feature: str
    value: str
    qualifier: str | None
    context: str | None
    date: str | None
    """When it held, where the source says so, in EDTF."""
    source: SourceRow


class LagRow(_Row):
    """How many days after events a publisher tells of them; only events and publications known to the day count.

    `before` reports are dated before their event, `within_week` up to seven days after it, those before it included.
    """

    publisher: str
    publisher_id: str
    reports: int
    mean: float
    least: int
    most: int
    before: int
    within_day: int
    within_week: int
    within_month: int


class SourceSummary(_Row):
    """A source with how much it says in one manner."""

    source: SourceRow
    records: int
    events: int


class EntityRow(_Row):
    """An entity with its other names."""

    id: str
    name: str
    """After a renaming the new name."""
    aliases: tuple[str, ...]
    types: tuple[str, ...]
    urls: tuple[str, ...] = ()
    description: str | None = None
    formerly: tuple[str, ...] = ()
    """What it was called before it was renamed, the oldest name first."""


class RelatedRow(_Row):
    """Who takes part in the same events, and how often."""

    role: str
    name: str
    id: str
    events: int


class RecordRow(_Row):
    """One statement as it was read. `record` is its own id in its source, or where it has none, `id`."""

    id: str
    """Twenty hex digits of its content."""
    record: str
    source: str
    """Address of its source, or where it has none, the source's key."""
    event: str | None
    """The event that it was resolved to speak of."""
    type: str
    """`event`, `claim`, `prediction`, `passage`, `entity` or `triple`."""
    kind: str | None
    date: str | None
    title: str
    statement: str
    publisher: str | None
    document: str
    """Labels of the documents that hold it."""


class SideRow(_Row):
    """One of the things that a decision or a question compares: an event with its reports, or an entity with its names."""

    id: str | None
    """What it is now; `None` where none of its reports or names is in the graph any more."""
    short: str
    """A short id that other commands take; for an entity the key of a name of it."""
    name: str
    """Title of the event, name of the entity, or text of the prediction."""
    members: int
    """Of a decision: how many of the reports or names that it names. Of a question: how many records speak of it."""
    date: str | None = None
    """When the event took place, for questions."""


class DecisionRow(_Row):
    """A person's word: `left` and `right` are the `same`, or `different`; or what became of a prediction, `left`."""

    id: str
    about: Literal["event", "entity", "prediction"]
    verdict: str
    left: tuple[SideRow, ...]
    right: tuple[SideRow, ...]
    things: int
    """How many different events or entities the two sides are now."""
    who: str
    when: datetime.datetime
    why: str


class QuestionRow(_Row):
    """Two events, or two entities, that may be one: `kg same` or `kg different` answers it."""

    about: Literal["event", "entity"]
    left: SideRow
    right: SideRow
    likeness: float
    """Of events: points of evidence; one and a half would join them, were nothing against it. Of names: a rank from 0 to 1."""
    worth: float
    """What an answer is worth: more the nearer the decision is, and the more records it moves."""
    speaks_for: tuple[str, ...]
    speaks_against: tuple[str, ...]


class ReportRow(_Row):
    """A report within the history of its event. `joined` tells what ties it to the earlier report `joined_to`."""

    id: str
    record: str
    source: SourceRow
    known: datetime.date | None
    """The day by which its source could be read."""
    kind: str
    date: str | None
    title: str
    joined_to: str | None
    joined: tuple[str, ...]


Change: TypeAlias = Literal["first known", "told", "changed", "disputed", "settled"]
"""What happened to a property: known with the first report, told for the first time, believed otherwise …"""


class ChangeRow(_Row):
    """How the belief changed on the day that sources appeared; `on` is `None` for sources without a date."""

    on: datetime.date | None
    change: Change
    property: str
    value: str
    before: str | None
    publishers: tuple[str, ...]
    """Those of that day's sources."""


class EventHistory(_Row):
    """How an event came to be what it is."""

    event: EventRow
    earlier_ids: tuple[str, ...]
    """Ids that lead here: of reports that once were, or would be, events of their own."""
    reports: tuple[ReportRow, ...]
    changes: tuple[ChangeRow, ...]
    decisions: tuple[DecisionRow, ...]


def as_json(value: Any) -> Any:
    """Rows, or tuples of rows, as what `json.dumps` takes."""
    if isinstance(value, BaseModel):
        return value.model_dump(mode="json")
    if isinstance(value, (list, tuple)):
        return [as_json(item) for item in value]
    return value
