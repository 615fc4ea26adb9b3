"""Records: what every adapter returns and the only thing the writer accepts. All are frozen.

A record holds names as the source writes them; which entity or event they mean is decided later, in `kg.resolve`.
Records are checked against the ontology through a validation context, never through a global:

    EventRecord.model_validate(fields, context={"ontology": load_ontology()})
"""

from __future__ import annotations

import datetime
import json
import re
import unicodedata
from collections.abc import Mapping
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, ValidationInfo, model_validator
from pyoxigraph import NamedNode

from kg.dates import Moment
from kg.money import Money
from kg.ontology import Ontology
from kg.terms import EL, ORG, PROV, SCHEMA, digest

LONGEST_NAME = 300
LONGEST_TEXT = 20_000

_CONTROLS = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff\ufffe\uffff]")


def clean(value: Any) -> Any:
    """Text without control and direction characters, NFC, blanks folded. What is not text passes through."""
    if not isinstance(value, str):
        return value
    text = unicodedata.normalize("NFC", value.encode("utf-8", "replace").decode("utf-8"))
    return " ".join(_CONTROLS.sub(" ", text).split())


def _clean_paragraphs(value: Any) -> Any:
    return "\n".join(filter(None, (clean(line) for line in value.splitlines()))) if isinstance(value, str) else value


def web_address(value: str) -> str:
    """The address unchanged where it is a well-formed http or https one. Raises ValueError."""
    if not re.fullmatch(r"https?://[^\s<>\"{}|\\^`\x00-\x20]+", value, re.IGNORECASE):
        raise ValueError("is not a web address; only http:// and https:// links are kept")
    return value


Name = Annotated[str, BeforeValidator(clean), Field(min_length=1, max_length=LONGEST_NAME)]
Text = Annotated[str, BeforeValidator(_clean_paragraphs), Field(min_length=1, max_length=LONGEST_TEXT)]
OptionalText = Annotated[str, BeforeValidator(_clean_paragraphs), Field(max_length=LONGEST_TEXT)]
Url = Annotated[str, BeforeValidator(clean), Field(max_length=2000), AfterValidator(web_address)]

EntityType = Literal["organization", "person", "agent", "model", "product", "place"]
"""What a name stands for. `agent` is an organisation or a person where the source does not tell which."""


CLASS_OF: Mapping[EntityType, NamedNode] = {
    "organization": ORG.Organization, "person": SCHEMA.Person, "agent": PROV.Agent,
    "model": EL.AIModel, "product": EL.Product, "place": SCHEMA.Place,
}  # fmt: skip
"""The class of each."""


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    def fingerprint(self) -> str:
        """Twenty hex digits of the content."""
        return digest(
            [
                type(self).__name__,
                json.dumps(self.model_dump(mode="json", exclude_defaults=True), sort_keys=True, ensure_ascii=False),
            ]
        )


class SourceRecord(_Frozen):
    """Who says it: the page at `url` by `publisher`, published on a date, read on another.

    Two records of one `key` are one source. `title`, `url`, `publisher` and the dates may each be unknown.
    """

    title: OptionalText = ""
    url: Url | None = None
    publisher: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_NAME)] = ""
    published: Moment | None = None
    retrieved: datetime.date | None = None
    card: bool = False
    """Whether the source is a news card."""
    freshness: OptionalText = ""
    """What the source says of its own age: "collected in 7h"."""
    original: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_NAME)] = ""
    """Publisher that a card names as its original source."""
    original_url: Url | None = None
    audiences: tuple[Name, ...] = ()
    key: str = ""
    """What makes it this source: its address, else publisher and title. Filled in where it is not given."""

    @model_validator(mode="before")
    @classmethod
    def _keyed(cls, fields: Any) -> Any:
        if isinstance(fields, dict) and not fields.get("key"):
            url, publisher, title = (clean(fields.get(part) or "") for part in ("url", "publisher", "title"))
            fields = {**fields, "key": url or digest(["source", publisher.casefold(), title.casefold()])}
        return fields

    @property
    def known(self) -> datetime.date | None:
        """The day by which it could be read for sure: the last that its publication date allows, else the day it was read."""
        return (self.published.end if self.published else None) or self.retrieved


class Participant(_Frozen):
    """One part in an event: `employer_from` is Microsoft."""

    role: str
    name: Name

    @model_validator(mode="after")
    def _known_role(self, info: ValidationInfo) -> Self:
        if ontology := _ontology_of(info):
            ontology.role(self.role)
        return self


class _Statement(_Frozen):
    """What all statements share: the source that makes it, and in what manner."""

    source: SourceRecord
    statement: str
    """Name of the statement kind, such as `machine-generated`."""
    local_id: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_NAME)] = ""
    """The record's own id in its document: a row id, a section and number."""

    @model_validator(mode="after")
    def _known_statement(self, info: ValidationInfo) -> Self:
        if ontology := _ontology_of(info):
            ontology.statement_kind(self.statement)
        return self

    @cached_property
    def id(self) -> str:
        """The record's own deterministic name; equal content gives equal names, in whatever document."""
        return self.fingerprint()


class EntityRecord(_Statement):
    """A source says that an organisation, person, model, product or place has these names and addresses."""

    record: Literal["entity"] = "entity"
    type: EntityType
    name: Name
    aliases: tuple[Name, ...] = ()
    url: Url | None = None
    description: OptionalText = ""
    same_as: tuple[Url, ...] = ()


class EventRecord(_Statement):
    """A source says that something happened: a Hire at Anthropic in 2026-04, of Eric Boyd, from Microsoft.

    `kind` is the local name of an event kind. `same_as` is the `local_id` of another record of the same source that
    speaks of the same event: a headline and the line of the timeline below it. Such a record may lack a date.
    """

    record: Literal["event"] = "event"
    kind: str
    title: Text
    organisation: Name
    date: Moment | None = None
    participants: tuple[Participant, ...] = ()
    amount: Money | None = None
    valuation: Money | None = None
    round: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_NAME)] = ""
    note: OptionalText = ""
    same_as: str = ""
    milestone: str = ""
    """Name of the milestone that the date is of, where the source says so apart from the title: `completed`."""

    @model_validator(mode="after")
    def _fits_its_kind(self, info: ValidationInfo) -> Self:
        if self.date is None and not self.same_as:
            raise ValueError("has no date; an event needs one, in EDTF")
        if ontology := _ontology_of(info):
            kind = ontology.kind(self.kind)  # a known role that it does not declare is kept: sources tell more than we foresee
            named = [stone.name for stone in kind.milestones]
            if self.milestone and self.milestone not in named:
                raise ValueError(f"has the milestone '{self.milestone}'; of {kind.name}, known are {', '.join(named) or 'none'}")
        return self

    def named(self, role: str) -> tuple[str, ...]:
        """Names in this role, in the order of the source."""
        return tuple(participant.name for participant in self.participants if participant.role == role)


class ClaimRecord(_Statement):
    """A source says that a company or model has a feature: Google, "Hardware Control", "Very High"."""

    record: Literal["claim"] = "claim"
    about: Name
    about_type: EntityType = "organization"
    feature: Text
    value: Text
    qualifier: OptionalText = ""
    context: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_NAME)] = ""
    """The other name in a column head: Microsoft in `OpenAI (Microsoft)`."""
    date: Moment | None = None
    """When it held, where the source says so: the day of a price or of a test."""


class Expectation(_Frozen):
    """The event that would make a prediction true: an Acquisition by OpenAI that is told with the word "chip".

    All that is given must hold of it; of `kinds` and of `words` one is enough.
    """

    kinds: Annotated[tuple[Name, ...], Field(min_length=1)]
    organisation: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_NAME)] = ""
    """The principal organisation."""
    counterparts: tuple[Participant, ...] = ()
    """Who takes part beside the principal organisation."""
    participants: tuple[Participant, ...] = ()
    """Who takes part on either side, in kinds where sources name now one and now the other first."""
    names: tuple[Name, ...] = ()
    """Names of things that it is told with, in small letters and digits: `gpt 6`."""
    words: tuple[Name, ...] = ()
    """Words that tell what sort of thing it concerns, likewise."""
    round: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_NAME)] = ""
    amount: Money | None = None
    """The sum that must be reached."""

    @property
    def agents(self) -> tuple[Participant, ...]:
        """All who take part, the principal organisation first."""
        principal = (Participant(role="organisation", name=self.organisation),) if self.organisation else ()
        return (*principal, *self.counterparts, *self.participants)

    @model_validator(mode="after")
    def _of_somebody(self, info: ValidationInfo) -> Self:
        if not (self.organisation or self.counterparts or self.participants):
            raise ValueError("names nobody who takes part")
        if ontology := _ontology_of(info):
            for kind in self.kinds:
                ontology.kind(kind)
        return self


class PredictionRecord(_Statement):
    """A source says that something will happen, why, and by when.

    `author` is who foretells it where the source names somebody; `expectation` is what a machine can look for, `None`
    where the wording gives nothing of the kind.
    """

    record: Literal["prediction"] = "prediction"
    text: Text
    about: tuple[Name, ...] = ()
    author: Annotated[str, BeforeValidator(clean), Field(max_length=LONGEST_NAME)] = ""
    rationale: OptionalText = ""
    horizon: OptionalText = ""
    deadline: Moment | None = None
    expectation: Expectation | None = None


class PassageRecord(_Statement):
    """A piece of a source's text in a section: the third key takeaway of a card."""

    record: Literal["passage"] = "passage"
    section: str
    text: Text
    sequence: int = 1
    heading: OptionalText = ""

    @model_validator(mode="after")
    def _known_section(self, info: ValidationInfo) -> Self:
        if (ontology := _ontology_of(info)) and self.section not in {section.name for section in ontology.sections}:
            raise ValueError(f"is in section '{self.section}', which the ontology does not know")
        return self


class TripleRecord(_Statement):
    """A statement of an RDF file that no other record holds: subject, predicate and object in N-Triples syntax."""

    record: Literal["triple"] = "triple"
    subject: str
    predicate: str
    object: str


class Reference(_Frozen):
    """Points a decision at something that outlives a new version of its source.

    For an event's record or a prediction: its id, and its source's key and its own id there, by which its successor is
    found. For an entity: a name key such as `agent/xai`, and nothing else.
    """

    id: str
    source: str = ""
    local_id: str = ""


class DecisionRecord(_Statement):
    """A person decides: all that `left` names and all that `right` names is the same thing, or none of it is.

    Of predictions: `left` is the prediction, `right` the records of the event that is the evidence, if any.
    """

    record: Literal["decision"] = "decision"
    about: Literal["event", "entity", "prediction"]
    verdict: Literal["same", "different", "came-true", "refuted", "withdrawn"]
    left: tuple[Reference, ...]
    right: tuple[Reference, ...] = ()
    who: Name
    when: datetime.datetime
    why: OptionalText = ""


Record = Annotated[
    EntityRecord | EventRecord | ClaimRecord | PredictionRecord | PassageRecord | TripleRecord | DecisionRecord,
    Field(discriminator="record"),
]


def _ontology_of(info: ValidationInfo) -> Ontology | None:
    found = info.context.get("ontology") if isinstance(info.context, dict) else None
    return found if isinstance(found, Ontology) else None
