"""A mapping: what each column of a table means, as its TOML file says it.

The docstring under a field is its description in the JSON Schema and in the reference of docs/mapping.md.
"""

from __future__ import annotations

import re
import tomllib
from typing import Annotated, Any, ClassVar, Literal, Self, TypeAlias

from pydantic import AfterValidator, BaseModel, ConfigDict, ValidationError, field_validator, model_validator
from pydantic_core import ErrorDetails

from kg.errors import BadInput
from kg.ingest.mapping.templates import check_template
from kg.ingest.rows import Layout
from kg.terms import digest

Template: TypeAlias = Annotated[str, AfterValidator(check_template)]
"""Text with `{names}`; what stands in `[ ]` is left out where a name in it is empty."""


def _regular(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"'{pattern[:60]}' is not a regular expression: {error}") from error
    return pattern


Pattern: TypeAlias = Annotated[str, AfterValidator(_regular)]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", use_attribute_docstrings=True)
    plain: ClassVar[frozenset[str]] = frozenset()
    """Fields that are taken as they stand; in all others, names in braces are looked up."""


class Value(_Part):
    """Where a value comes from and what is done to it, in the order of this table."""

    column: str | tuple[str, ...] = ()
    """The column, or several of which the first that says something counts. For JSON and YAML a path: `company.name`,
    `founders.name` (of every founder), `tags.0` (the first)."""
    template: Template = ""
    """Text with names in braces: `"{First name} {Last name}"`."""
    constant: str = ""
    """Text that is taken as it stands, braces too."""
    nulls: tuple[str, ...] = ()
    """More words of this value alone that say nothing, such as `"0"`. The usual ones are known."""
    json_path: str | None = None
    """The cell holds JSON or a Python literal, such as `['A', 'B']` or `[{"name": "A"}]`: the path to take in it, or `""`."""
    html: bool = False
    """Take out HTML tags and entities."""
    replace: dict[Pattern, str] = {}
    """Regular expressions and what to put for what they match, in this order; `\\1` is the first group."""
    split: str | tuple[str, ...] = ()
    """What parts a list: `","`, or several marks. Parts in quotes or brackets stay whole, and so do `Acme, Inc.` and the like."""
    keep: tuple[str, ...] = ()
    """Names that hold a splitting mark and stay whole, such as `Berkeley, University of California`."""
    pattern: Pattern = ""
    """A regular expression to find in each part."""
    take: str = ""
    """What to take of the match: a group's number or name, or a text with `\\1` or `\\g<name>` in it. The first group, or the
    whole match where there is none, if nothing is said."""
    every: bool = False
    """Whether each match in a part counts, and gives one part of a list, or only the first."""
    unmatched: Literal["empty", "keep", "refuse"] = "empty"
    """What becomes of a part that the pattern does not match."""
    map: dict[str, str] = {}
    """A table of values: what stands in the cell, whatever its capitals, and what to put for it; `""` for nothing."""
    unmapped: Literal["keep", "empty", "refuse"] = "keep"
    """What becomes of a part that is not in the table."""
    case: Literal["", "title", "lower", "upper", "sentence"] = ""
    """Change capitals: `title` makes `Acme Robotics` of `ACME ROBOTICS`."""
    number: Literal["", "plain", "grouped", "short"] = ""
    """Read a figure and write it `plain` (1200000), `grouped` (1,200,000) or `short` (1.2m). Takes all styles of amounts."""
    decimal: Literal[".", ","] = "."
    """The mark before a figure's fraction. Where a figure has both marks, the last one is taken to be it."""
    scale: float | Literal["thousand", "million", "billion", "lakh", "crore"] = 1
    """What figures are counted in, as in "Amount in millions"; not for figures that carry a word such as `m` themselves."""
    pick: Literal["", "first", "last", "rest"] = ""
    """Of a list: the first part, the last, or all but the first."""
    default: Template = ""
    """What to put where nothing is left."""
    bad: Literal["refuse", "empty"] = "refuse"
    """What becomes of a cell that cannot be read: the record is refused, or goes without it and a note says so."""

    @model_validator(mode="after")
    def _one_origin(self) -> Self:
        if sum(bool(origin) for origin in (self.column, self.template, self.constant)) != 1:
            raise ValueError("needs one of column, template and constant")
        if self.take and not self.pattern:
            raise ValueError("has take without a pattern")
        return self


class DateValue(Value):
    """A value that is a date. Dates in EDTF, ISO 8601 and English prose are read without being told how."""

    order: str | tuple[str, ...] = ()
    """Order of the parts of `05/06/2018`: `DMY`, `MDY` or `YMD`; several are tried in turn."""
    formats: tuple[str, ...] = ()
    """Formats to try first, as in Python's strptime (`%d-%b-%y`, `%Y%m%d`), or `unix`, `unix-ms` or `excel` (days since 1900). A
    format without a day gives a month, one without a month a year."""
    language: str = ""
    """Language of the names of months, such as `fr`; English is always read."""
    precision: Template | Value = ""
    """How much of the date is meant: `day`, `month`, `quarter`, `year`, or a column that says so; the rest of it is noise."""
    january_first: Literal["day", "year"] = "day"
    """Whether 1 January stands for "some time that year"."""
    first_of_month: Literal["day", "month"] = "day"
    """Whether the first of a month stands for "some time that month"."""
    until: Template | Value = ""
    """The end, where the date is a span."""
    earliest: int = 0
    """Years before this one are refused as slips of the pen."""
    latest: int = 9999
    """Years after this one are refused."""

    @field_validator("order")
    @classmethod
    def _orders(cls, order: str | tuple[str, ...]) -> tuple[str, ...]:
        found = (order,) if isinstance(order, str) and order else tuple(order)
        for one in found:
            if sorted(one) != ["D", "M", "Y"]:
                raise ValueError(f"'{one}' is no order of day, month and year; write DMY, MDY or YMD")
        return found


class MoneyValue(Value):
    """A value that is an amount: `$1.25bn`, `20,00,00,000`, `14,342,000+`, `up to 15m`, `2E+11`."""

    currency: Template | Value = ""
    """ISO code of the currency, or its column, for amounts that carry none: `"USD"`, `"{Currency}"`."""
    qualifier: Template | Value = ""
    """A column with words that limit the amount, such as `up to` or `about`."""


AnyValue: TypeAlias = Template | Value
AnyValues: TypeAlias = Template | Value | tuple[Template | Value, ...]
AnyDate: TypeAlias = Template | DateValue
AnyMoney: TypeAlias = Template | MoneyValue


class Check(_Part):
    """A test of a value that is more than being equal."""

    matches: Pattern = ""
    """A regular expression that is found in it, whatever the capitals."""
    above: float | None = None
    """Greater than this figure."""
    below: float | None = None
    """Less than this figure."""
    isnt: str | tuple[str, ...] = ()
    """None of these."""


Conditions: TypeAlias = dict[str, bool | str | tuple[str, ...] | Check]
"""Column (or name of a value) to what it must be: `true` filled, `false` empty, a text or one of several, or a test."""


class Source(_Part):
    """Who says it, and in what manner. What the file does not say is taken from the options of `kg ingest`."""

    publisher: AnyValue = ""
    """Who publishes it."""
    url: AnyValue = ""
    """Address of the page that says it. `www.` is taken for an address; of several in a cell the first counts."""
    title: AnyValue = ""
    """Title of the page or the data set."""
    published: AnyDate = ""
    """When it was published."""
    retrieved: AnyDate = ""
    """The day on which it was read."""
    statement: AnyValue = ""
    """The kind of statement: `reported` where nothing is said, `company-announcement`, `rumour`, `machine-generated` or
    `projection`."""


class _Rule(_Part):
    plain = frozenset(("label", "type", "about_type"))

    when: Conditions = {}
    """Only rows in which all of this is so."""
    unless: Conditions = {}
    """Not rows in which any of this is so."""
    each: AnyValues = ()
    """One record for each part of this list; the part is `{item}`."""
    id: AnyValue = ""
    """The record's own id in its table. Where nothing is said, that of `[rows]` with the rule's name."""
    label: str = ""
    """What this rule is called in messages and ids. Where nothing is said, the event kind or the sort of record."""
    source: Source | None = None
    """Who says this record, where it differs from the rest of the row; what is left out is taken from `[source]`."""


class Event(_Rule):
    """A row tells an event."""

    kind: AnyValue
    """Name of the event kind: `"Investment"`, or a value with a `map` from the table's words."""
    organisation: AnyValue
    """The principal organisation: who was founded, received the money, bought, hired, launched."""
    date: AnyDate
    """When it happened."""
    title: AnyValue = ""
    """One sentence. Names in it are looked up among this event's own fields and roles first (`{amount}` is `5m USD`), then
    among values and columns. Where nothing is said, one is made of the organisation, the kind and the roles."""
    roles: dict[str, AnyValues] = {}
    """Role to who fills it: `investor`, `person`, `model` and so on. `kg map kinds` lists them by kind."""
    amount: AnyMoney = ""
    """The money that changed hands."""
    valuation: AnyMoney = ""
    """What the company was valued at."""
    round: AnyValue = ""
    """Name of the funding round, such as `Series A`."""
    note: AnyValue = ""
    """What else is worth showing."""


class Entity(_Rule):
    """A row names an organisation, a person, a model, a product or a place."""

    type: Literal["organization", "person", "agent", "model", "product", "place"]
    """What it is; `agent` where it may be an organisation or a person."""
    name: AnyValue
    """Its name."""
    aliases: AnyValues = ()
    """Its other names, ids and spellings."""
    url: AnyValue = ""
    """Its own address on the web."""
    description: AnyValue = ""
    """What it is, in words."""
    same_as: AnyValues = ()
    """Addresses of pages about it, such as Wikidata's."""


class Claim(_Rule):
    """A row says that something has a feature: a price, a size, a score."""

    about: AnyValue
    """Name of what has the feature."""
    about_type: Literal["organization", "person", "agent", "model", "product", "place"] = "organization"
    """What that is."""
    feature: AnyValue
    """Name of the feature: `Context window`."""
    value: AnyValue
    """Its value: `1000000`. Where it is empty there is no claim."""
    qualifier: AnyValue = ""
    """What limits it, such as its unit."""
    context: AnyValue = ""
    """Where it holds, such as the provider that asks the price."""
    date: AnyDate = ""
    """When it held."""


class Sentence(_Rule):
    """A row holds a sentence that tells an event in words. The sentence reader finds its kind and roles."""

    text: AnyValue
    """The sentence."""
    date: AnyDate
    """When it happened."""
    about: AnyValue = ""
    """The organisation meant where the sentence names none."""
    models: AnyValues = ()
    """Names in the sentence that are known to be those of AI models."""
    organisations: AnyValues = ()
    """Names in the sentence that are known to be those of organisations."""


class Rows(_Part):
    """Which rows count."""

    when: Conditions = {}
    """Only rows in which all of this is so; the others are left out and counted."""
    unless: Conditions = {}
    """Rows in which any of this is so are left out and counted, such as lines of totals."""
    id: AnyValue = ""
    """The row's own id, such as `"{id}"`: it lets a changed row be known again."""


class Join(_Part):
    """A second file whose rows say more of the same things."""

    plain = frozenset(("file", "name", "key", "optional", "layout"))

    file: str
    """Name of the file, looked for beside the first one."""
    name: str
    """What its columns are called after: with `companies`, they are `{companies.Name}`."""
    on: AnyValue
    """The key in a row of the first file."""
    key: AnyValue
    """The key in a row of the second file; where it comes twice the first row counts."""
    optional: bool = False
    """Whether to go on without the second file where it is not there."""
    layout: Layout = Layout()
    """How the rows of the second file lie, as in `[file]`."""


class Recognise(_Part):
    """By what a file is known to be meant, so that it need not be named. Only for mappings that ship."""

    columns: tuple[str, ...]
    """Columns that must all be there."""


class TableMapping(_Part):
    """One mapping file: how rows of one table become records."""

    title: str
    """What the table is, in a few words."""
    notice: str = ""
    """Licence and origin of the data, for people."""
    recognise: Recognise | None = None
    file: Layout = Layout()
    nulls: tuple[str, ...] = ()
    """More words of this table that say nothing, beside empty, `-`, `?`, `\\N`, `N/A`, `nan`, `none`, `null`, `undisclosed` and
    `unknown`."""
    optional: tuple[str, ...] = ()
    """Columns that a file may lack."""
    rows: Rows = Rows()
    values: dict[str, AnyValues] = {}
    """Values with a name of their own, to be used in braces like columns, also by one another."""
    join: tuple[Join, ...] = ()
    source: Source = Source()
    event: tuple[Event, ...] = ()
    entity: tuple[Entity, ...] = ()
    claim: tuple[Claim, ...] = ()
    sentence: tuple[Sentence, ...] = ()

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not self.rules:
            raise ValueError("maps nothing; add an [[event]], [[entity]], [[claim]] or [[sentence]]")
        return self

    @property
    def rules(self) -> tuple[Event | Entity | Claim | Sentence, ...]:
        """Every rule, in the order in which they are tried on a row."""
        return (*self.entity, *self.event, *self.claim, *self.sentence)

    def fingerprint(self) -> str:
        """Twenty hex digits of all that it says."""
        return digest([self.model_dump_json()])


def read_mapping(data: bytes, name: str) -> TableMapping:
    """A mapping from its TOML. Raises BadInput with the line or the field, and what to do."""
    try:
        fields: dict[str, Any] = tomllib.loads(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: is not UTF-8; save the mapping as UTF-8") from error
    except tomllib.TOMLDecodeError as error:
        raise BadInput(f"{name}: is not TOML: {error}; put names with blanks or other signs in quotes") from error
    fields.pop("$schema", None)
    try:
        return TableMapping.model_validate(fields)
    except ValidationError as error:
        raise BadInput(f"{name}: {_told(error)}; see docs/mapping.md") from error


def _told(error: ValidationError) -> str:
    """The most telling of pydantic's complaints: the one deepest in the file, and not that a table is no text."""

    def telling(found: ErrorDetails) -> tuple[int, bool]:
        return len([part for part in found["loc"] if not _is_branch(part)]), not found["type"].endswith("_type")

    deepest = max(error.errors(), key=telling)
    place = ".".join(str(part) for part in deepest["loc"] if not _is_branch(part))
    message = deepest["msg"].removeprefix("Value error, ")
    if deepest["type"] == "extra_forbidden":
        message = "is not something that a mapping says here"
    return f"{place}: {message}" if place else message


_BRANCHES = frozenset(("str", "bool", "Value", "DateValue", "MoneyValue", "Check"))


def _is_branch(part: object) -> bool:
    """Whether a part of a place names a branch of a union, not a field."""
    return isinstance(part, str) and (part in _BRANCHES or part.startswith(("tuple[", "function-")))
