"""News cards as their readers know them, rebuilt from what the graph holds of each sentence."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from kg.errors import UnknownName
from kg.graph import journal
from kg.graph.reports import EntityOf, names_in
from kg.ingest.card_places import Place, place_of
from kg.records import ClaimRecord, EventRecord, PassageRecord, Record
from kg.terms import EL
from kg.views.cards.shapes import BasisRow, CardRow, CardSummary, SectionRow, SentenceRow, ToldRow, UpdateRow
from kg.views.cards.standings import standings
from kg.views.cards.tables import card_tables
from kg.views.disputes import list_disputes
from kg.views.events import events_by_id
from kg.views.graph import Graph, Row, expand
from kg.views.predictions import list_predictions
from kg.views.shapes import EventRow, PredictionRow

_BRIEF = ("what-changed", "why-it-matters", "what-to-do-next")
_SHORTEST_ID = 4


def list_cards(graph: Graph, cards: Sequence[str] = ()) -> list[CardSummary]:
    """Every card, or these, the newest first."""
    rows = graph.rows("card/cards", source=list(cards))
    ids = [row["source"] for row in rows]
    lost = {row["source"]: row["disputes"] for row in graph.rows("card/contradicted", source=ids)} if ids else {}
    return [_summary(row, lost.get(row["source"], 0)) for row in rows]


def find_card(graph: Graph, reference: str) -> str:
    """The IRI of the card whose id this is, or begins so. Raises UnknownName."""
    wanted = expand(reference.strip(), "source")
    try:
        if graph.is_a(wanted, EL.NewsCard):
            return wanted
    except ValueError:
        raise UnknownName(f"'{reference}' is not the id of a card; the page Cards lists them") from None
    known = [card.id for card in list_cards(graph)] if len(reference.strip()) >= _SHORTEST_ID else []
    fitting = [card for card in known if card.startswith(wanted)]
    if len(fitting) == 1:
        return fitting[0]
    problem = f"fits {len(fitting)} cards" if fitting else "is no news card in this store"
    raise UnknownName(f"'{reference}' {problem}; the page Cards lists them")


def show_card(graph: Graph, reference: str, on: date) -> CardRow:
    """A card by id, with its predictions as they stand on a day. Raises UnknownName."""
    card = find_card(graph, reference)
    [summary] = list_cards(graph, [card])
    records = {row["record"]: journal.loaded(row["content"]) for row in graph.rows("card/records", source=card)}
    events = {row["record"]: row["event"] for row in graph.rows("card/events", source=card)}
    entity_of = names_in(graph.reader)
    claims = [record for record in records.values() if isinstance(record, ClaimRecord)]
    page = _Page(records.values(), _bases(graph, events, records, entity_of))
    return CardRow(
        summary=summary,
        audiences=tuple(row["audience"] for row in graph.rows("card/audiences", source=[card])),
        headline=page.headline(summary.title),
        lead=next(iter(page.passages("lead")), None),
        brief=tuple((name, sentence) for name in _BRIEF for sentence in page.passages(name)),
        takeaways=page.passages("key-takeaways"),
        tables=card_tables(graph, card, claims, entity_of),
        predictions=_predictions(graph, card, records, on),
        timeline=page.timeline(),
        others=page.others(),
        related=tuple(UpdateRow(text=row["text"], card=row.get("card")) for row in graph.rows("card/related", source=[card])),
    )


def _predictions(graph: Graph, card: str, records: Mapping[str, Record], on: date) -> tuple[PredictionRow, ...]:
    """In the order of the card."""
    places = {iri: place_of(record.local_id) or Place("prediction") for iri, record in records.items()}
    return tuple(sorted(list_predictions(graph, on, source=[card]), key=lambda row: places.get(row.id, Place("prediction"))))


def _summary(row: Row, contradicted: int) -> CardSummary:
    return CardSummary(
        id=row["source"],
        title=row.get("name") or row.get("url") or "A card without a headline",
        publisher=row.get("publisher"),
        url=row.get("url"),
        published=row.get("published"),
        retrieved=row.get("retrieved"),
        freshness=row.get("freshness"),
        original=row.get("original"),
        original_url=row.get("originalUrl"),
        known=row.get("publishedEnd") or row.get("retrieved"),
        contradicted=contradicted,
    )


# --- what was read from each sentence ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Read:
    """A report that was read from a sentence, and what it rests on."""

    record: EventRecord
    basis: BasisRow


def _bases(graph: Graph, told: Mapping[str, str], records: Mapping[str, Record], entity_of: EntityOf) -> list[_Read]:
    """Every report of the card with its event. `told` has the event of each."""
    events = {event.id: event for event in events_by_id(graph, sorted(set(told.values())))}
    disputes = list_disputes(graph, event=list(events)) if events else []
    standing: dict[str, tuple[ToldRow, ...]] = {}
    for event in events:
        about = [dispute for dispute in disputes if dispute.event == event]
        for key in sorted({records[record].source.key for record in told if told[record] == event and record in records}):
            standing |= standings(graph, event, key, about, entity_of)
    reports = ((records[record], events[event]) for record, event in told.items() if event in events and record in records)
    return [_Read(record, _basis(event, standing[record.id])) for record, event in reports if isinstance(record, EventRecord)]


def _basis(event: EventRow, told: tuple[ToldRow, ...]) -> BasisRow:
    return BasisRow(event=event.id, kind=event.kind, title=event.title, date=event.date, told=told)


# --- the page ---------------------------------------------------------------------------------------------------------------


class _Page:
    """The sentences of a card, found by their places."""

    def __init__(self, records: Iterable[Record], read: Sequence[_Read]) -> None:
        self._passages = sorted(
            (record for record in records if isinstance(record, PassageRecord)),
            key=lambda passage: (passage.sequence, passage.text),
        )
        self._read: dict[Place, list[_Read]] = {}
        for one in read:
            if (place := place_of(one.record.local_id)) is not None:
                self._read.setdefault(place, []).append(one)

    def headline(self, title: str) -> SentenceRow:
        """The headline; what the card is called where it has none."""
        found = self.passages("headline")
        return found[0] if found else SentenceRow(place="headline", text=title, statement="reported")

    def passages(self, section: str) -> tuple[SentenceRow, ...]:
        return tuple(self._sentence(passage) for passage in self._passages if passage.section == section)

    def others(self) -> tuple[SectionRow, ...]:
        """What stands under headings that not every card has, in the order of the page."""
        found: dict[str, list[SentenceRow]] = {}
        for passage in self._passages:
            if passage.section == "other":
                found.setdefault(passage.heading, []).append(self._sentence(passage))
        return tuple(SectionRow(heading=heading, sentences=tuple(sentences)) for heading, sentences in found.items())

    def timeline(self) -> tuple[SentenceRow, ...]:
        """The dated lines, which are reports themselves."""
        lines = sorted((place, one) for place, told in self._read.items() if place.part == "timeline" for one in told)
        return tuple(
            SentenceRow(
                place=one.record.local_id,
                text=one.record.title,
                statement=one.record.statement,
                basis=(one.basis,),
                date=str(one.record.date) if one.record.date else None,
                note=one.record.note,
            )
            for _, one in lines
        )

    def _sentence(self, passage: PassageRecord) -> SentenceRow:
        place = _place(passage)
        told = self._read.get(place, [])
        own = [one for one in told if one.record.title == passage.text] or told  # two sections may count from one
        return SentenceRow(
            place=place.id,
            text=passage.text,
            statement=passage.statement,
            basis=tuple(one.basis for one in own),
        )


def _place(passage: PassageRecord) -> Place:
    if passage.section == "key-takeaways":
        return Place("takeaway", passage.sequence)
    return Place(passage.section, 0 if passage.section in ("headline", "what-changed") else passage.sequence)
