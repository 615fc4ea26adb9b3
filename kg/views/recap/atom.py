"""A recap as an Atom feed: an entry for each event and each prediction made, with ids and times that only the graph decides."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

from feedgen.entry import FeedEntry
from feedgen.feed import FeedGenerator

from kg import __version__
from kg.terms import mint
from kg.views.recap.html import event_html, prediction_html
from kg.views.recap.shapes import Recap, RecapFilter, RecapRow
from kg.views.recap.tell import known_by
from kg.views.recap.words import event_page, recap_page, safe_address, summary
from kg.views.shapes import PredictionRow

_NOT_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def as_atom(recap: Recap, home: str = "", own: str = "", *, lasting: bool = False) -> bytes:
    """The feed. `home` is the address of the app, `https://…/`, and `own` that of the feed itself.

    A `lasting` feed moves on in time: what names it is what it is about, and not the days of which it tells just now.
    The id of an entry is the IRI of its event. It is updated on the last day on which one of its sources could be read;
    where no source is dated, on the last day of the recap's time. No clock is asked.
    """
    feed = FeedGenerator()
    feed.id(_identity(recap.wanted, lasting=lasting))
    feed.title(_legal(f"Eventline: {recap.about or 'everything'}"))
    feed.subtitle(_legal(f"{recap.wanted.period}. {summary(recap)}"))
    feed.author({"name": "Eventline"})
    feed.generator("Eventline", version=__version__)
    if page := recap_page(home, recap.wanted):
        feed.link(href=page, rel="alternate", type="text/html")
    if own:
        feed.link(href=own, rel="self", type="application/atom+xml")
    days = [_event(feed.add_entry(order="append"), recap, row, home) for row in (*recap.rows, *recap.perhaps)]
    days += [_prediction(feed.add_entry(order="append"), recap, row, home) for row in recap.made]
    feed.updated(_midnight(max(days, default=recap.wanted.end)))
    return bytes(feed.atom_str(pretty=True)) + b"\n"


def _identity(wanted: RecapFilter, *, lasting: bool) -> str:
    days = () if lasting else (wanted.begin.isoformat(), wanted.end.isoformat())
    return mint("feed", *days, *sorted(wanted.organisations), "", *sorted(wanted.kinds), "", wanted.text).value


def _event(entry: FeedEntry, recap: Recap, row: RecapRow, home: str) -> date:
    day = row.known or recap.wanted.end
    entry.id(row.event.id)
    entry.title(_legal(row.event.title))
    for source in dict.fromkeys(voice.name for voice in row.voices):
        entry.author({"name": _legal(source)})
    entry.category({"term": row.event.kind})
    _link(entry, event_page(home, row.event.id) or next((voice.url for voice in row.voices if safe_address(voice.url)), None))
    _finish(entry, day, event_html(row, home))
    return day


def _prediction(entry: FeedEntry, recap: Recap, row: PredictionRow, home: str) -> date:
    day = known_by(row.source) or recap.wanted.end
    entry.id(row.id)
    entry.title(_legal(f"Prediction: {row.statement}"))
    entry.author({"name": _legal(row.source.name)})
    entry.category({"term": "Prediction"})
    _link(entry, row.source.url)
    _finish(entry, day, prediction_html(row, home))
    return day


def _finish(entry: FeedEntry, day: date, content: str) -> None:
    entry.content(_legal(content), type="html")
    entry.updated(_midnight(day))


def _link(entry: FeedEntry, url: str | None) -> None:
    if address := safe_address(url):
        entry.link(href=address, rel="alternate")


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=UTC)


def _legal(text: str) -> str:
    """The text without the characters that XML cannot hold."""
    return _NOT_XML.sub("\ufffd", text)
