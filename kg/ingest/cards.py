"""News cards: a report, an analysis, a comparison and a timeline on one page, as text or Markdown."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from pydantic import ValidationError

from kg.dates import Moment, read_date
from kg.errors import BadDate, BadInput, BadMoney, Refusal
from kg.horizons import find_horizon
from kg.ingest.base import Batch, Context, Input
from kg.ingest.card_layout import ANALYSIS, SUMMARY, Layout, Line, Section, cells_of, layout_of
from kg.ingest.card_places import Place
from kg.ingest.expectations import find_author, organisations_of, read_expectation
from kg.ingest.names import word_set
from kg.ingest.sentences import FALLBACK, Reading, SentenceReader
from kg.ingest.text import decode
from kg.records import (
    ClaimRecord,
    EntityType,
    EventRecord,
    PassageRecord,
    PredictionRecord,
    Record,
    SourceRecord,
    clean,
)
from kg.terms import digest

REPORTED, MACHINE = "reported", "machine-generated"
_SUFFIXES = ("", ".txt", ".md", ".markdown", ".text")
_NOT_TEXT = (
    b"{",
    b"[{",
    b"@prefix",
    b"@base",
    b"PREFIX ",
    b"<?xml",
    b"<rdf:",
    b"<!DOCTYPE",
    b"<http",
    b"_:",
    b"PK\x03\x04",
    b"%PDF",
    b"\x89PNG",
)
_AGO = (
    r"(?:\d{1,3}\s?(?:m|min|mins|minutes?|h|hr|hrs|hours?|d|days?|w|weeks?|mo|months?)\b(?:\s+ago)?|just\s+now|today|yesterday)"
)
_FRESHNESS = re.compile(
    rf"(?P<state>stale|fresh|hot|new|breaking|live|trending|recent|updated|aging|old)?\s*[•·|,-]?\s*"
    rf"(?P<age>(?:collected|published|updated|posted|added|fetched)\s+(?:in\s+)?{_AGO}|\d{{1,3}}\s?(?:m|min|h|hr|hrs|hours?|d|days?|w|weeks?)\s+ago)",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(r"(?:published|date|posted|updated)(?:\s+(?:on|at))?\s*[:：]?\s*", re.IGNORECASE)
_PUBLISHER_LABEL = re.compile(r"(?:publisher|published\s+by|by|via|from)\s*[:：]\s*", re.IGNORECASE)
_DASHED = r"\s*[:：—–|→➜»›•·]\s*|\s+-+>?\s+|\s*-\s+|\s*=>\s*"
_MONTH = r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|sept|oct|nov|dec)[a-z]{0,6}\.?"
_DATED = re.compile(
    rf"[\[(]?(?P<date>(?:(?:about|around|circa|ca?\.|early|mid|late)[\s-]+)?(?:"
    rf"{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?,?\s+\d{{4}}|\d{{1,2}}(?:st|nd|rd|th)?\s+{_MONTH},?\s+\d{{4}}|{_MONTH},?\s+\d{{4}}"
    rf"|\d{{4}}\s*年(?:\s*\d{{1,2}}\s*月(?:\s*\d{{1,2}}\s*日)?)?"
    rf"|Q[1-4],?\s+\d{{4}}|\d{{4}}[\s-]?Q[1-4]|H[12],?\s+\d{{4}}|\d{{4}}[\s-]?H[12]"
    rf"|\d{{4}}(?:[-/.]\d{{1,2}}){{0,2}}[?~%]?(?:\s?/\s?(?:\d{{4}}(?:-\d{{1,2}}){{0,2}}|\.\.))?"
    rf"|\d{{1,2}}[/.-]\d{{1,2}}[/.-]\d{{2,4}}|\d{{1,2}}/\d{{4}}))"
    rf"(?P<mark>[)\]]?(?:{_DASHED})|[.)\]]\s+|\s+|$)(?P<rest>.*)",
    re.IGNORECASE,
)
_EMPTY_CELLS = frozenset({"", "-", "–", "—", "n/a", "na", "?", "unknown", "tbd", "\\n", "null", "nan"})
_BRACKET = re.compile(r"(?P<head>[^()]{1,300}?)\s*\((?P<inner>[^()]{1,200})\)\s*")
_STATUS = word_set(
    """planned projected expected estimated rumored rumoured announced current currently future proposed preview beta alpha
    upcoming potential likely pending est forecast target new legacy
    reported actual default today now early late leaked unreleased
    baseline post pre after before since as tbd internal public private open closed
    """
)
_MODAL = re.compile(
    r"\b(?:will|may|could|might|shall|should|would|(?:is|are)\s+(?:likely|expected|poised|set|bound|projected)\s+to|expects?|to\s+be)\b",
    re.IGNORECASE,
)
_LABELS = {
    "prediction": re.compile(r"(?:prediction|forecast|implication)(?:\s*\d{1,2})?\s*[:：]\s*", re.IGNORECASE),
    "rationale": re.compile(r"(?:rationale|reason(?:ing)?|why|because|basis|evidence|explanation)\s*[:：]\s*", re.IGNORECASE),
}
_INLINE_RATIONALE = re.compile(
    r"\s+(?:[—–]\s+(?:(?:rationale|reason|why|because|basis)\s*[:：]\s*)?|[(\[]?\s*(?:rationale|reason|why|basis)\s*[:：]\s*)",
    re.IGNORECASE,
)
_SENTENCE_END = re.compile(r"(?<=[\w%)][.!?])\s+(?=[^\W\d_a-z])")
_COMPANY_HEADS = word_set(
    "company companies competitor competitors organisation organization player vendor provider firm name lab model"
)

_R = TypeVar("_R", ClaimRecord, EventRecord, PassageRecord, PredictionRecord)


class CardAdapter:
    """Reads news cards. Any section may be missing, renamed in small ways, or in another place."""

    name = "news card"

    def accepts(self, given: Input) -> bool:
        """Whether this may be a card: text that is no table, no JSON and no RDF."""
        head = given.data[:4000].lstrip(b"\xef\xbb\xbf \t\r\n")
        if (
            given.suffix not in _SUFFIXES
            or head.startswith(_NOT_TEXT)
            or (b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")))
        ):
            return False
        first = head.split(b"\n", 1)[0]
        return not (first.count(b",") >= 3 and re.fullmatch(rb"[\w\"]+(?:,[\w\"]*)+\r?", first))

    def read(self, given: Input, context: Context) -> Batch:
        """The card's records. Raises BadInput where the text has no section of a card."""
        text, _ = decode(given.data, given.name)
        layout = layout_of(text)
        if not layout.known:
            raise BadInput(
                f"{given.name}: no section of a news card is found; give a text with headings such as 'What Changed', "
                "'Key Takeaways' or 'Timeline'"
            )
        return _Card(given, context, layout).batch()


@dataclass(frozen=True)
class _Entry:
    """A dated line of the timeline."""

    line: Line
    date: str
    sentence: str
    note: str = ""


@dataclass(frozen=True)
class _Preamble:
    publisher: str = ""
    freshness: str = ""
    published: Moment | None = None
    headline: Line | None = None
    lead: tuple[Line, ...] = ()


@dataclass
class _Card:
    """One card while it is read."""

    given: Input
    context: Context
    layout: Layout
    records: list[Record] = field(default_factory=list)
    refusals: list[Refusal] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.notes.extend(self.layout.notes)
        self.opening = self._opening()
        self.machine = self._machine_sections()
        self.columns = self._table_names()
        self.entries = {id(part): self._entries(part) for part in self.layout.sections if part.name == "timeline"}
        self.reader = SentenceReader(self.context, self.columns)
        self.reader = SentenceReader(self.context, {**self._own_launches(), **self.columns})
        self.source = self._source()

    def batch(self) -> Batch:
        self._report()
        for section in self.layout.sections:
            statement = MACHINE if id(section) in self.machine else REPORTED
            match section.name:
                case "what-changed" | "why-it-matters" | "what-to-do-next":
                    self._passage(section.name, _joined(section.lines), statement)
                case "lead" | "tldr":
                    self._summary(section, statement)
                case "key-takeaways":
                    self._takeaways(section, statement)
                case "related-updates":
                    for number, line in enumerate(_without_footer(section.lines), start=1):
                        self._passage(section.name, line.text, statement, number)
                case "competitors":
                    self._table(section, statement)
                case "predictions":
                    self._predictions(section, statement)
                case "timeline":
                    self._timeline(section, statement)
                case "other" | "deep-insight":
                    self._other(section, statement)
        self._main_event()
        headline = self.opening.headline.text if self.opening.headline else ""
        key = self.given.url or (card_key(self.source.publisher, headline) if headline else self.given.key)
        return Batch(
            key, headline or self.given.name, tuple(self.records), tuple(self.refusals), tuple(dict.fromkeys(self.notes))
        )

    # --- the card as a source ---

    def _opening(self) -> _Preamble:
        """Publisher, freshness, headline and lead, from what stands before the first section."""
        preamble = next(section for section in self.layout.sections if section.name == "preamble")
        publisher = freshness = ""
        published: Moment | None = None
        rest: list[Line] = []
        for line in preamble.lines:
            text = line.text
            if not freshness and len(text) < 300 and (found := _FRESHNESS.search(text)):
                freshness = ", ".join(filter(None, ((found["state"] or "").strip(), found["age"].strip())))
                publisher = publisher or _undecorated(text[: found.start()])
            elif published is None and len(text) < 80 and (moment := _moment(_DATE_LABEL.sub("", text, count=1))):
                published = moment
            elif not publisher and (label := _PUBLISHER_LABEL.match(text)):
                publisher = text[label.end() :].strip()
            else:
                rest.append(line)
        if not publisher and len(rest) >= 2 and _is_publisher(rest[0], rest[1]):
            publisher = _undecorated(rest.pop(0).text)
        headline = next((line for line in rest if line.raw.lstrip().startswith("# ")), rest[0] if rest else None)
        lead = tuple(line for line in rest if line is not headline)
        return _Preamble(publisher, freshness, published, headline, lead)

    def _source(self) -> SourceRecord:
        original, address, audiences = "", "", []
        for section in self.layout.sections:
            if section.name == "original" and section.lines and not original:
                original = section.lines[0].text.strip(" ↗→»›")
                address = next(iter(section.lines[0].links), "") or next(
                    iter(re.findall(r"https?://[^\s<>\"{}|\\^`()]+(?:\([^\s()]*\)[^\s<>\"{}|\\^`()]*)*", original)), ""
                )
                original = original.replace(address, "").strip(" ()[]↗→:-") if address else original
            elif section.name == "audiences":
                for line in section.lines:
                    audiences.extend(_audiences(line.text))
        headline = self.opening.headline
        own = next(iter(headline.links), None) if headline else None
        fields: dict[str, Any] = {
            "title": headline.text[:2000] if headline else "",
            "url": self.given.url or own,
            "publisher": (self.given.publisher or self.opening.publisher)[:300],
            "published": self.given.published or self.opening.published,
            "retrieved": self.given.retrieved,
            "card": True,
            "freshness": self.opening.freshness,
            "original": original[:300],
            "original_url": address or None,
            "audiences": tuple(dict.fromkeys(audiences)),
        }
        while True:
            try:
                return SourceRecord.model_validate(fields)
            except ValidationError as error:
                wrong = str(error.errors()[0]["loc"][0]) if error.errors()[0]["loc"] else ""
                if wrong not in ("url", "original_url") or not fields[wrong]:
                    reason = _reason(error)
                    raise BadInput(f"{self.given.name}: {reason}; correct the card's publisher, headline or address") from error
                self.notes.append(f"{wrong} '{str(fields[wrong])[:60]}' is left out: it is no web address")
                fields[wrong] = None

    def _machine_sections(self) -> set[int]:
        """Sections in the scope of a marker that a machine wrote them."""
        marked: set[int] = set()
        whole = analysis = summary = False
        for section in self.layout.sections:
            whole = (whole or (section.name == "preamble" and section.machine)) and section.name not in (
                "related-updates",
                "recap",
                "original",
            )
            if section.name == "deep-insight":
                analysis = section.machine or analysis
            elif section.name not in ANALYSIS | SUMMARY | {"other"}:
                analysis = False
            if section.name == "tldr":
                summary = section.machine
            elif section.name not in SUMMARY:
                summary = False
            analysed = analysis and section.name not in SUMMARY
            if section.machine or analysed or summary or (whole and section.name != "preamble"):
                marked.add(id(section))
        return marked

    # --- what it reports ---

    def _report(self) -> None:
        headline = self.opening.headline
        if headline:
            self._passage("headline", headline.text, REPORTED)
        else:
            self.notes.append("the card has no headline")
        if not any(section.name == "lead" for section in self.layout.sections):
            self._passage("lead", _joined(self.opening.lead), REPORTED)

    def _summary(self, section: Section, statement: str) -> None:
        """A lead, or a TL;DR without parts of its own, which serves as the lead where there is none."""
        has_lead = bool(self.opening.lead) or any(other.name == "lead" for other in self.layout.sections)
        if section.name == "lead":
            self._passage("lead", _joined(section.lines), statement)
        elif section.lines:
            self._passage(
                "other" if has_lead else "lead", _joined(section.lines), statement, heading=section.heading if has_lead else ""
            )

    def _other(self, section: Section, statement: str) -> None:
        text = "\n".join(line.text for line in section.lines)
        if section.name == "other":
            self.notes.append(
                f"line {section.number}: section '{section.heading[:80]}' is not one that is known; its text is kept"
            )
        self._passage("other", text, statement, section.number, section.heading)

    def _passage(self, section: str, text: str, statement: str, sequence: int = 1, heading: str = "") -> None:
        if text.strip():
            local = section if sequence == 1 and section != "other" else f"{section}-{sequence}"
            fields = {"section": section, "text": text[:20_000], "sequence": sequence, "heading": heading[:500]}
            self._keep(PassageRecord, 0, {**fields, "statement": statement, "local_id": local})

    def _takeaways(self, section: Section, statement: str) -> None:
        for number, (_, text) in enumerate(_items(section.lines), start=1):
            self._passage("key-takeaways", text, statement, number)

    # --- comparison ---

    def _rows(self, section: Section) -> list[tuple[Line, list[str]]]:
        rows = [(line, cells) for line in section.lines if (cells := cells_of(line.text))]
        if rows and not any(rows[0][1]):
            rows = rows[1:]
        return rows

    def _table_names(self) -> dict[str, EntityType]:
        """Names in the column heads of comparison tables: the card itself makes them known."""
        found: dict[str, EntityType] = {}
        plain = SentenceReader(self.context)
        for section in self.layout.sections:
            if section.name == "competitors" and (rows := self._rows(section)):
                heads = rows[0][1][1:] if not _is_transposed(rows) else [cells[0] for _, cells in rows[1:]]
                for head in heads:
                    name, _, other = self._head(head)
                    for text in filter(None, (name, other)):
                        if len(text) <= 60 and len(plain.names(text)) == 1:
                            found[text] = "organization"
        return found

    def _own_launches(self) -> dict[str, EntityType]:
        """Models and products that the card tells its own company to launch: elsewhere in it they are no companies."""
        about = self._about()
        sentences = [entry.sentence for entries in self.entries.values() for entry in entries]
        if self.opening.headline:
            sentences.append(self.opening.headline.text)
        found: dict[str, EntityType] = {}
        for reading in (self.reader.read(sentence, about=about) for sentence in sentences):
            if about and reading.organisation == about:
                for part in reading.participants:
                    if part.role in ("model", "product") and part.name != about:
                        found[part.name] = "model" if part.role == "model" else "product"
        return found

    def _head(self, text: str) -> tuple[str, str, str]:
        """Name, qualifier and other name of a column head: `OpenAI (Microsoft)`, `Anthropic (Projected)`."""
        match = _BRACKET.fullmatch(text)
        if not match:
            return text.strip(), "", ""
        head, inner = match["head"].strip(), match["inner"].strip()
        return (head, inner, "") if self._qualifies(inner) else (head, "", inner)

    def _qualifies(self, inner: str) -> bool:
        """Whether words in brackets limit a statement, and are no other name."""
        folded = inner.casefold()
        words = re.findall(r"[^\W_]+", folded)
        known = {label for kind in self.context.ontology.statement_kinds for label in (kind.name, kind.label, *kind.aliases)}
        if folded in known or not words:
            return True
        if self.context.lexicon.type_of(inner):
            return False
        if set(words) & (known | _STATUS) or any(character.isdigit() for character in inner):
            return True
        return inner[0].islower() and not any(letter.isupper() for letter in inner) and "." not in inner

    def _table(self, section: Section, statement: str) -> None:
        rows = self._rows(section)
        for line in section.lines:
            if cells_of(line.text) is None and line.text.casefold() not in ("show", "hide"):
                self._passage("other", line.text, statement, line.number, section.heading)
        if len(rows) < 2:
            if rows:
                self._refuse(rows[0][0], "table", "has no rows under its heads", "give at least one row of cells")
            return
        (_, heads), body = rows[0], rows[1:]
        transposed = _is_transposed(rows)
        for line, cells in body:
            if len(cells) > len(heads):
                self._refuse(
                    line,
                    "cell",
                    f"has {len(cells) - len(heads)} cells more than the table has columns",
                    "give each cell a column head",
                )
            for column, cell in enumerate(cells[1 : len(heads)], start=1):
                feature, about = (heads[column], cells[0]) if transposed else (cells[0], heads[column])
                self._claim(line, feature, about, cell, statement=statement, local_id=Place("cell", line.number, column).id)

    def _claim(self, line: Line, feature: str, about: str, cell: str, **more: str) -> None:
        if cell.strip().casefold() in _EMPTY_CELLS:
            return
        name, head_qualifier, other = self._head(about)
        bracket = _BRACKET.fullmatch(cell)
        value, qualifier = (bracket["head"].strip(), bracket["inner"].strip()) if bracket else (cell, "")
        known = self.context.lexicon.type_of(name)
        self._keep(ClaimRecord, line.number, {
            "about": name, "about_type": known or "organization", "feature": feature, "value": value,
            "qualifier": "; ".join(filter(None, (qualifier, head_qualifier))), "context": other,
            **more,
        }, line.raw)  # fmt: skip

    # --- predictions ---

    def _predictions(self, section: Section, statement: str) -> None:
        said = self.source.published or (Moment.parse(self.given.retrieved.isoformat()) if self.given.retrieved else None)
        for number, (line, text, rationale) in enumerate(_pairs(section.lines), start=1):
            horizon = find_horizon(text, said) or find_horizon(rationale, said, aside=True)
            expectation = read_expectation(text, self.reader, self.context.ontology)
            expected = organisations_of(expectation, self.context.ontology) if expectation else ()
            self._keep(PredictionRecord, line.number, {
                "text": text, "rationale": rationale, "author": find_author(text, self.reader),
                "horizon": horizon.words if horizon else "", "deadline": horizon.deadline if horizon else None,
                "about": tuple(dict.fromkeys((*self.reader.organisations(text), *expected))), "expectation": expectation,
                "statement": statement, "local_id": Place("prediction", number).id,
            }, line.raw)  # fmt: skip

    # --- timeline ---

    def _timeline(self, section: Section, statement: str) -> None:
        number = sum(1 for record in self.records if isinstance(record, EventRecord))
        about = self._about()
        for entry in self.entries[id(section)]:
            number += 1
            try:
                date = read_date(entry.date)
            except BadDate as error:
                self._refuse(entry.line, "date", str(error), "write the date as year-month-day, year-month or year")
                continue
            reading = self.reader.read(entry.sentence, about=about)
            more = {"statement": statement, "local_id": Place("timeline", number).id, "date": date, "note": entry.note}
            self._event(entry.line, entry.sentence, reading, **more)

    def _entries(self, section: Section) -> list[_Entry]:
        """Dates with the sentences that follow them, on the same line or below."""
        found: list[_Entry] = []
        pending: tuple[Line, str] | None = None
        for line in section.lines:
            cells = cells_of(line.text)
            if cells == [] or (cells and cells[0].casefold() in ("date", "when", "time", "year", "month")):
                continue
            text = " — ".join(filter(None, cells)) if cells else line.text
            dated = _DATED.match(text)
            if dated and pending and not dated["mark"].strip() and dated["rest"][:1].islower():
                dated = None
            if dated is None:
                if pending:
                    found.append(_Entry(pending[0], pending[1], text))
                    pending = None
                elif found and not line.bullet and not line.gap:
                    last = found.pop()
                    found.append(_Entry(last.line, last.date, last.sentence, f"{last.note} {text}".strip()))
                else:
                    self._refuse(
                        line, "date", "a sentence of the timeline has no date", "write a date before it, such as 2024-05"
                    )
                continue
            if pending:
                self._refuse(pending[0], "sentence", f"nothing is said of {pending[1]}", "write a sentence after the date")
            pending = None
            if dated["rest"].strip():
                found.append(_Entry(line, dated["date"], dated["rest"].strip()))
            else:
                pending = (line, dated["date"])
        if pending:
            self._refuse(pending[0], "sentence", f"nothing is said of {pending[1]}", "write a sentence after the date")
        return found

    def _about(self) -> str:
        """The organisation of the card: the headline's, where it names one."""
        return (self.reader.read(self.opening.headline.text).organisation or "") if self.opening.headline else ""

    def _event(self, line: Line, title: str, reading: Reading, **more: Any) -> EventRecord | None:
        if reading.organisation is None:
            self._refuse(line, "organisation", "the sentence names no organisation", "name the company that it is about")
            return None
        self.notes.extend(f"line {line.number}: {note}" for note in reading.notes)
        return self._keep(EventRecord, line.number, {
            "kind": reading.kind, "title": title[:20_000], "organisation": reading.organisation,
            "participants": [participant.model_dump() for participant in reading.participants],
            "amount": reading.amount, "valuation": reading.valuation, "round": reading.round,
            **more,
        }, line.raw)  # fmt: skip

    # --- the event that the card is about ---

    def _main_event(self) -> None:
        """What the headline and the takeaways say of an event of the timeline."""
        dated = [record for record in self.records if isinstance(record, EventRecord)]
        if not dated or self.opening.headline is None:
            return
        candidates: list[tuple[Line, str]] = [(self.opening.headline, "headline")]
        candidates.extend(
            (line, "what-changed")
            for section in self.layout.sections
            if section.name == "what-changed"
            for line in section.lines[:1]
        )
        main: EventRecord | None = None
        for line, part in candidates:
            reading = self.reader.read(line.text, about=self._about())
            same = _same_event(reading, dated, self.context)
            if same and (main is None or main.local_id == same.local_id):
                main = same
                statement = (
                    MACHINE if any(id(one) in self.machine and line in one.lines for one in self.layout.sections) else REPORTED
                )
                self._event(line, line.text, reading, statement=statement, local_id=Place(part).id, same_as=same.local_id)
        if main is None:
            self.notes.append("the headline speaks of no event of the timeline, so it is kept as text alone")
            return
        for section in self.layout.sections:
            if section.name == "key-takeaways":
                self._references(section, main)

    def _references(self, section: Section, main: EventRecord) -> None:
        """Takeaways that come back to the main event: "The hire is identified as ..."."""
        statement = MACHINE if id(section) in self.machine else REPORTED
        for number, (line, text) in enumerate(_items(section.lines), start=1):
            reading = self.reader.read_reference(text, main.kind, main.organisation)
            if reading and (reading.participants or reading.amount or reading.valuation or reading.round):
                place = Place("takeaway", number).id
                self._event(line, text, reading, statement=statement, local_id=place, same_as=main.local_id)

    # --- keeping and refusing ---

    def _keep(self, record: type[_R], line: int, fields: dict[str, Any], raw: str = "") -> _R | None:
        try:
            kept = record.model_validate({"source": self.source, **fields}, context={"ontology": self.context.ontology})
        except (ValidationError, BadMoney, BadDate) as error:
            self.refusals.append(
                Refusal(self.given.name, line, "", _reason(error), "correct it in the card and ingest it again", raw[:500])
            )
            return None
        self.records.append(kept)
        return kept

    def _refuse(self, line: Line, name: str, problem: str, remedy: str) -> None:
        self.refusals.append(Refusal(self.given.name, line.number, name, problem, remedy, line.raw[:500]))


# --- Small readings ---------------------------------------------------------------------------------------------------


def _reason(error: Exception) -> str:
    if isinstance(error, ValidationError):
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        return f"{place} {first['msg'].removeprefix('Value error, ')}".strip()
    return str(error)


def _moment(text: str) -> Moment | None:
    try:
        return Moment.parse(read_date(text)) if any(character.isdigit() for character in text) else None
    except BadDate:
        return None


def _undecorated(text: str) -> str:
    """Without signs around it: the publisher of "💰钛媒体•"."""
    found = re.sub(r"^[\W_]+|[\s\W_]+$", "", text)
    return re.split(r"\s*[•·|]\s*", found)[0].strip()


def _is_publisher(first: Line, second: Line) -> bool:
    """Whether the first of two opening lines is a publisher's name: short, with no verb's length, before a longer headline."""
    signed = not first.text[:1].isalnum() and not first.raw.lstrip().startswith("#")
    return (
        len(first.text.split()) <= 4 < len(second.text.split()) + 2
        and (signed or second.raw.lstrip().startswith("# "))
        and len(first.text) <= 60
    )


def _audiences(text: str) -> list[str]:
    """`Enterprise & Security Teams` is one audience; what commas or semicolons part are several."""
    return [part.strip(" .•-")[:300] for part in re.split(r"[,;/、，]|\s+\|\s+", text) if part.strip(" .•-")]


_FOOTER = re.compile(
    r"\b(?:aggregator|all (?:content )?rights|rights (?:reserved|belong)|©|copyright \d{4}|terms of (?:use|service)|"
    r"privacy policy|sample card)\b",
    re.IGNORECASE,
)


def _without_footer(lines: Sequence[Line]) -> list[Line]:
    """The lines before the page's foot, which has no heading."""
    return list(itertools.takewhile(lambda line: not _FOOTER.search(line.text), lines))


def _joined(lines: Sequence[Line]) -> str:
    return "\n".join(line.text for line in lines)


def _items(lines: Sequence[Line]) -> list[tuple[Line, str]]:
    """Points of a list: each bullet with the lines that go on with it, or each line where there are no bullets."""
    found: list[tuple[Line, str]] = []
    bulleted = any(line.bullet for line in lines)
    for line in lines:
        if bulleted and found and not line.bullet and not line.gap:
            first, text = found[-1]
            found[-1] = (first, f"{text} {line.text}")
        else:
            found.append((line, line.text))
    return found


def _is_transposed(rows: Sequence[tuple[Line, list[str]]]) -> bool:
    """Whether companies stand down the rows, not across the columns."""
    return bool(rows) and rows[0][1][0].casefold().strip(" :*") in _COMPANY_HEADS


def _is_prediction(lines: Sequence[Line], index: int, *, after_prediction: bool) -> bool:
    """Whether a line begins a prediction: labels tell first, then bullets and bold print, then gaps, then its verb.

    Without any sign, predictions and rationales take turns.
    """
    line, later = lines[index], lines[1:]
    marked = [other.bullet or other.strong for other in lines]
    foretells = bool(_MODAL.search(line.text))
    if any(label.match(other.text) for other in lines for label in _LABELS.values()):
        named = bool(_LABELS["prediction"].match(line.text))
        return named or (foretells and not after_prediction and not _LABELS["rationale"].match(line.text))
    if any(marked):
        return marked[index] and (foretells or not all(marked))
    if any(other.gap for other in later) and not all(other.gap for other in later):
        return line.gap
    return not after_prediction and (foretells or (len(lines) % 2 == 0 and index % 2 == 0))


def _pairs(lines: Sequence[Line]) -> list[tuple[Line, str, str]]:
    """Predictions with their rationales."""
    leads: list[bool] = []
    for index in range(len(lines)):
        leads.append(index == 0 or _is_prediction(lines, index, after_prediction=leads[-1]))
    found: list[tuple[Line, str, str]] = []
    for line, leading in zip(lines, leads, strict=True):
        if leading or not found:
            found.append((line, *_parted(_LABELS["prediction"].sub("", line.text, count=1))))
        else:
            first, text, rationale = found.pop()
            found.append((first, text, f"{rationale} {_LABELS['rationale'].sub('', line.text, count=1)}".strip()))
    return found


def _parted(text: str) -> tuple[str, str]:
    """A prediction and the rationale on its own line: after a dash, a label, or the sentence that foretells."""
    if label := _INLINE_RATIONALE.search(text):
        rationale = text[label.end() :].strip()
        return text[: label.start()].strip(), rationale.rstrip(")]") if "(" in label[0] or "[" in label[0] else rationale
    if (end := _SENTENCE_END.search(text)) and _MODAL.search(text[: end.start()]) and not _MODAL.search(text[end.end() :]):
        return text[: end.start()].strip(), text[end.end() :].strip()
    return text.strip(), ""


def _same_event(reading: Reading, dated: Sequence[EventRecord], context: Context) -> EventRecord | None:
    """The event of the timeline that the reading speaks of: same kind and organisation, nothing contradicted.

    Of several, the one that shares most details, and of these the latest.
    """
    if reading.kind == FALLBACK or reading.organisation is None:
        return None
    kind = context.ontology.kind(reading.kind)
    told: dict[str, set[str]] = {}
    for participant in reading.participants:
        told.setdefault(participant.role, set()).add(participant.name.casefold())
    fitting: list[tuple[int, str, EventRecord]] = []
    for event in dated:
        if event.kind != reading.kind or event.organisation.casefold() != reading.organisation.casefold() or event.date is None:
            continue
        ours = {role: {name.casefold() for name in event.named(role)} for role in kind.identified_by}
        if any(ours[role] and told.get(role) and ours[role].isdisjoint(told[role]) for role in ours):
            continue
        if reading.amount and event.amount and not reading.amount.agrees(event.amount):
            continue
        shared = sum(part.name.casefold() in told.get(part.role, ()) for part in event.participants)
        shared += bool(reading.amount and event.amount) + bool(reading.round and reading.round == event.round)
        fitting.append((shared, event.date.edtf, event))
    return max(fitting, key=lambda found: found[:2], default=(0, "", None))[2]


def card_key(publisher: str, headline: str) -> str:
    """What a changed version of a card shares with this one."""
    return f"card-{digest([clean(publisher).casefold(), clean(headline).casefold()])}"
