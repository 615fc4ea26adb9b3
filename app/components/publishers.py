"""Publishers as a table, and one publisher with what it published."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from app.components.home import front
from app.components.manner import manner, row, table, when_told
from app.components.palette import Palette
from app.links import card_link, link
from app.markup import Content, Html, element, joined, number, web_link
from kg.ontology import Ontology
from kg.terms import IDS
from kg.views.publishers import DocumentRow, ForetoldRow, MannerRow, PublisherDetail, PublisherRow, StandingRow
from kg.views.shapes import LagRow, SourceSummary

_MOST_SOURCES = 60
_COUNTED = ("Sources", "Events", "Told by others too", "Contradicted", "Not believed", "First", "Lag", "Predictions")


def share(part: int, whole: int) -> str:
    """3 of 41; a dash where there is no whole to take a share of."""
    return f"{part:,} of {whole:,}" if whole else "–"


def publishers_table(
    found: Sequence[PublisherRow],
    standings: Mapping[str, StandingRow],
    lags: Mapping[str, LagRow] | None,
    foretold: Mapping[str, ForetoldRow],
    ontology: Ontology,
) -> Html:
    """One row a publisher. Without lags, which take long to count, their cells say so."""
    rows = [
        row(
            link("sources", one.name, id=one.id.removeprefix(IDS)),
            f"{one.sources:,}",
            f"{one.events:,}",
            f"{one.shared:,}",
            *_standing(one, standings[one.id]),
            _lag(lags, one.id),
            _foretold(foretold.get(one.name)),
            _manners(one.manners, ontology),
            figures=range(8),
        )
        for one in found
    ]
    columns = ("Publisher", *_COUNTED, "Speaks as")
    return table("Publishers and how they stand among others", columns, rows, hidden=True, figures=_COUNTED)


def _standing(one: PublisherRow, stands: StandingRow) -> tuple[str, str, str]:
    return share(stands.contested, one.shared), share(stands.overruled, stands.contested), share(stands.first, stands.dated)


def _lag(lags: Mapping[str, LagRow] | None, publisher: str) -> str:
    if lags is None:
        return "not counted"
    return _days(lags[publisher].mean) if publisher in lags else "–"


def _days(mean: float) -> str:
    """The mean in whole days, or to a tenth where it is less than ten."""
    shown = f"{mean:.1f}".removesuffix(".0") if abs(mean) < 10 else f"{mean:,.0f}"
    return f"{shown.replace('-', '−')} {'day' if shown == '1' else 'days'}"


def _foretold(counted: ForetoldRow | None) -> str:
    return share(counted.came_true, counted.predictions) if counted else "–"


def _manners(manners: Sequence[MannerRow], ontology: Ontology) -> Html:
    told = [element("span", manner(one.statement, ontology), f" {one.events:,}") for one in manners]
    return joined(", ", told)


KEY = (
    ("Told by others too", "events that another publisher tells of as well; only there can a publisher be contradicted"),
    ("Contradicted", "of those, events in which another source gives another value"),
    ("Not believed", "of the contradicted events, those in which a value of this publisher is not the believed one"),
    ("First", "of the events that it and another publisher tell of on known days, those that nobody told earlier"),
    ("Lag", "mean number of days from an event to its telling, where both are known to the day; below 0 it was told before"),
    ("Predictions", "that came true, of all it made, confirmed or by evidence"),
)


def key() -> Html:
    """What the columns count, and of what whole."""
    items = [element("div", element("dt", name), element("dd", meaning)) for name, meaning in KEY]
    summary = element("summary", "What the columns count")
    return element("details", summary, element("dl", items, class_="el-key"), class_="el-read")


# --- one publisher ----------------------------------------------------------------------------------------------------


def publisher_facts(detail: PublisherDetail, ontology: Ontology) -> Html:
    """The same figures as sentences."""
    one, stands = detail.publisher, detail.standing
    contradicted = f"in {share(stands.contested, one.shared)} events that others tell too"
    facts = [
        ("Sources", number(one.sources, "source")),
        ("Events", number(one.events, "event")),
        ("Speaks as", _manners(one.manners, ontology) if one.manners else "tells of no event"),
        ("Contradicted", contradicted if one.shared else "it speaks alone"),
        ("Not believed", f"in {stands.overruled:,} of those {stands.contested:,}" if stands.contested else "never contradicted"),
        ("First", f"in {share(stands.first, stands.dated)} events told on known days" if stands.dated else "cannot be told"),
        ("Lag", _lag_told(detail.lag)),
        ("Predictions", _predictions_told(detail.foretold)),
    ]
    items = [element("div", element("dt", name), element("dd", told)) for name, told in facts]
    return element("div", element("dl", items, class_="el-facts"), class_="el-publisher")


def _lag_told(lag: LagRow | None) -> str:
    if lag is None:
        return "no event and telling are both known to the day"
    week = f"{share(lag.within_week, lag.reports)} within a week"
    return f"{_days(lag.mean)} on average, {week}"


def _predictions_told(counted: ForetoldRow | None) -> str:
    if counted is None:
        return "none"
    return f"{share(counted.came_true, counted.predictions)} came true, {counted.due:,} due"


def publisher_parts(detail: PublisherDetail, ontology: Ontology, colours: Palette, cards: frozenset[str]) -> Html:
    """Its latest events, its disputes, and its sources."""
    more = detail.publisher.events - len(detail.events)
    events = front.newest(detail.events, ontology, colours)
    left = front.part(
        "Latest events",
        events if detail.events else element("p", "It tells of no event.", class_="el-note"),
        element("p", f"And {number(more, 'earlier event')}.", class_="el-note") if more > 0 else None,
    )
    nothing = "No other source contradicts it."
    right = [
        front.part("Disputes", front.disputes(detail.disputes) if detail.disputes else element("p", nothing, class_="el-note")),
        front.part("Sources", _sources(detail.sources, ontology, cards)),
    ]
    return element("div", left, element("div", right), class_="el-front-pair")


def _sources(found: Sequence[SourceSummary], ontology: Ontology, cards: frozenset[str]) -> Content:
    more = len(found) - _MOST_SOURCES
    return [
        element("ul", [_source(one, ontology, cards) for one in found[:_MOST_SOURCES]], class_="el-briefs"),
        element("p", f"And {number(more, 'older source')}.", class_="el-note") if more > 0 else None,
    ]


def _source(one: SourceSummary, ontology: Ontology, cards: frozenset[str]) -> Html:
    source = one.source
    title = source.title or source.url or "A source without a name"
    name = card_link(source.id, title) if source.id in cards else web_link(title, source.url)
    told = [when_told(source), manner(source.statement, ontology), number(one.events, "event")]
    return element("li", name, element("p", joined(" · ", told), class_="el-beside"))


def documents_table(found: Sequence[DocumentRow]) -> Html:
    rows = [row(one.label, f"{one.records:,}", figures=(0,)) for one in found]
    return table("Documents that were taken in", ("Document", "Records"), rows, figures=("Records",))
