"""A news card as its readers know it: brief, takeaways, comparison, outlook, timeline, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from babel.dates import format_timedelta

from app.components.card.prediction import FAILED, prediction
from app.components.card.sentence import contradictions, sentence
from app.components.card.table import comparison, contradicted_cells
from app.links import card_link
from app.markup import Content, Html, element, joined, number, web_link
from kg.ontology import Ontology
from kg.views.cards.shapes import CardRow, CardSummary, SentenceRow
from kg.views.spelt import spelt_date, spelt_day


def card_page(card: CardRow, ontology: Ontology) -> Html:
    """Everything below the headline. What the card does not have is not drawn."""
    main = [
        _block("", [sentence(card.lead, ontology)]) if card.lead else None,
        _block("TL;DR", [_brief(name, row, ontology) for name, row in card.brief]),
        _block("Key takeaways", _list([sentence(row, ontology, tag="li") for row in card.takeaways])),
        _block("Compared with competitors", [comparison(table, ontology) for table in card.tables]),
        _block("Future implications", _list([prediction(row, ontology) for row in card.predictions])),
        [_block(section.heading or "More", [sentence(row, ontology) for row in section.sentences]) for section in card.others],
    ]
    side = [
        _about(card),
        _block("Timeline", _list([_line(row, ontology) for row in card.timeline], ordered=True)),
        _block("Related updates", _list([element("li", _update(row.text, row.card)) for row in card.related])),
    ]
    return element(
        "article",
        element("div", sentence(card.headline, ontology, text=""), main, class_="el-card-main"),
        element("div", side, class_="el-card-side"),
        class_="el-card",
    )


def byline(card: CardSummary, on: date) -> Content:
    """Publisher, how old the card was on a day, and what it said of its own age."""
    said = f"“{card.freshness}” when it was read" if card.freshness else None
    return " · ".join(filter(None, (card.publisher or "publisher unknown", age(card.known, on), said)))


def age(known: date | None, on: date) -> str:
    """How old on a day: 3 weeks old, published today.

    >>> age(date(2026, 4, 1), date(2026, 4, 22)), age(date(2026, 4, 1), date(2026, 4, 1)), age(None, date(2026, 4, 1))
    ('3 weeks old', 'of this day', 'of unknown age')
    """
    if known is None:
        return "of unknown age"
    days = (on - known).days
    if days <= 0:
        return "of this day" if days == 0 else f"of {spelt_day(known)}"
    return f"{format_timedelta(on - known, granularity='day', locale='en')} old"


def marked(card: CardRow) -> int:
    """How many of its sentences, cells and predictions others contradict."""
    failed = sum(row.status in FAILED for row in card.predictions)
    return contradictions(card.sentences) + contradicted_cells(card.tables) + failed


# --- parts ---


def _block(heading: str, content: Content) -> Html | None:
    """A section; nothing where it is empty."""
    drawn = element("div", content)
    if drawn == "<div></div>":
        return None
    return element("section", element("h2", heading) if heading else None, content)


def _list(items: Sequence[Html], *, ordered: bool = False) -> Html | None:
    return element("ol" if ordered else "ul", items, class_="el-plain") if items else None


def _brief(name: str, row: SentenceRow, ontology: Ontology) -> Html:
    return element("div", element("h3", ontology.section(name).label.capitalize()), sentence(row, ontology), class_="el-brief")


def _line(row: SentenceRow, ontology: Ontology) -> Html:
    """A line of the timeline with its date as the card gives it."""
    return element("li", element("p", spelt_date(row.date), class_="el-date"), sentence(row, ontology), class_="el-dated")


def _about(card: CardRow) -> Html:
    facts: list[tuple[str, Content]] = [("Publisher", web_link(card.summary.publisher or "unknown", card.summary.url))]
    if card.summary.published:
        facts.append(("Published", spelt_date(card.summary.published)))
    if card.summary.retrieved:
        facts.append(("Read", spelt_day(card.summary.retrieved)))
    if original := card.summary.original or card.summary.original_url:
        facts.append(("Original source", web_link(original, card.summary.original_url)))
    if card.audiences:
        facts.append(("Who should care", ", ".join(card.audiences)))
    facts.append(("Contradicted", _marks(card)))
    return element(
        "section",
        element("h2", "About this card"),
        element("dl", [[element("dt", name), element("dd", value)] for name, value in facts], class_="el-card-facts"),
    )


def _marks(card: CardRow) -> Content:
    """How many places others contradict, each a link to it."""
    places: list[tuple[str, str]] = [(row.place, _shortened(row.text)) for row in card.sentences if row.contradicted]
    cells = [cell for table in card.tables for _, row in table.rows for cell in row if cell and cell.contradicted]
    places += [(cell.place, _shortened(cell.value)) for cell in cells]
    count = number(marked(card), "place") if marked(card) else "nothing that the graph holds contradicts it"
    if not places:
        return count
    return [count, ": ", joined("; ", [element("a", text, href=f"#card-{place}") for place, text in places])]


def _shortened(text: str) -> str:
    return text if len(text) <= 48 else f"{text[:47].rsplit(' ', 1)[0]}…"


def _update(text: str, card: str | None) -> Content:
    return card_link(card, text) if card else text
