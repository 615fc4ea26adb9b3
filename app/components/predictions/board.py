"""The board of predictions: one column for each state, and what became of each source's predictions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import get_args

from app.links import Given, card_link, event_link, link, profile_link
from app.markup import Content, Html, element, joined, number, web_link
from kg.ontology import Ontology
from kg.terms import local_name
from kg.views.predictions import resolved
from kg.views.shapes import EvidenceRow, PredictionRow, PredictionState, ScoreRow, SourceRow, VerdictRow

LABELS: dict[str, str] = {
    "open": "open", "proposed": "came true, says the graph", "came-true": "came true", "late": "came late",
    "overdue": "overdue without evidence", "refuted": "refuted", "withdrawn": "withdrawn", "uncheckable": "cannot be checked",
}  # fmt: skip
SIGNS: dict[str, str] = {
    "open": "○", "proposed": "◐", "came-true": "●", "late": "◑", "overdue": "◌", "refuted": "✕", "withdrawn": "–",
    "uncheckable": "?",
}  # fmt: skip
STATES: tuple[PredictionState, ...] = get_args(PredictionState)
COLUMN = 8
"""Predictions that a column shows; a link leads to the others."""
THIN = 5
"""Below so many predictions with an end, a source's score says little."""
_RELATIONS = {"meets": "meets it", "late": "came late", "candidate": "may be it"}


def sign(state: str) -> Html:
    """A mark of a state. Its word stands beside it."""
    return element("span", SIGNS[state], class_=f"el-state el-state-{state}", aria_hidden="true")


# --- the board --------------------------------------------------------------------------------------------------------


def board(found: Sequence[PredictionRow], ontology: Ontology, **chosen: Given) -> Html:
    """A column for each state in which there is any; links keep the filters that are `chosen`."""
    columns = {state: [row for row in found if row.status == state] for state in STATES}
    empty = [LABELS[state] for state, rows in columns.items() if not rows]
    return element(
        "div",
        element("div", [_column(state, rows, ontology, chosen) for state, rows in columns.items() if rows], class_="el-board"),
        element("p", "None ", joined(", none ", empty), ".", class_="el-note") if empty else None,
    )


def _column(state: str, rows: Sequence[PredictionRow], ontology: Ontology, chosen: Mapping[str, Given]) -> Html:
    more = len(rows) - COLUMN
    onward = link("predictions", f"{number(more, 'more', 'more')}: {LABELS[state]}", **{**chosen, "state": [state]})
    return element(
        "section",
        element("h2", sign(state), " ", LABELS[state].capitalize(), element("small", f" {len(rows):,}")),
        cards(rows[:COLUMN], ontology),
        element("p", onward, class_="el-soft") if more > 0 else None,
    )


def cards(rows: Iterable[PredictionRow], ontology: Ontology) -> Html:
    """Predictions one below or beside the other."""
    return element("div", [_card(row, ontology) for row in rows], class_="el-cards")


def _card(row: PredictionRow, ontology: Ontology) -> Html:
    return element(
        "article",
        element("p", due(row), class_="el-kicker"),
        element("h3", link("predictions", row.statement, id=local_name(row.id))),
        element("p", "says ", said_by(row, ontology), class_="el-soft"),
        [element("p", evidence(event), class_="el-evidence") for event in best_evidence(row)[:2]],
        element("p", _word(row.verdict), class_="el-soft") if row.verdict else None,
        class_="el-prediction",
    )


def due(row: PredictionRow) -> str:
    """due 2027-10 (“within 18 months”)"""
    if row.deadline is None:
        return f"“{row.horizon}”, which gives no day" if row.horizon else "no deadline"
    return f"due {row.deadline} (“{row.horizon}”)" if row.horizon else f"due {row.deadline}"


def said_by(row: PredictionRow, ontology: Ontology) -> Content:
    """Author and source, the manner in which it speaks, and when."""
    author = f"{row.author}, in " if row.author else None
    return [author, source_link(row.source, ontology)]


def source_link(source: SourceRow, ontology: Ontology) -> Content:
    """A source by name with its manner of speaking and its day."""
    kind = ontology.statement_kind(source.statement)
    when = source.published or (f"read {source.retrieved}" if source.retrieved else "undated")
    return [web_link(source.name, source.url), f" ({kind.glyph} {kind.label}, {when})"]


def best_evidence(row: PredictionRow) -> list[EvidenceRow]:
    """What meets the prediction first, what only may be it last."""
    return sorted(row.evidence, key=lambda event: list(_RELATIONS).index(event.relation))


def evidence(event: EvidenceRow) -> Content:
    """meets it: 2026-05-02 Title of the event"""
    return [element("b", _RELATIONS[event.relation]), ": ", event.date or "undated", " ", event_link(event.event, event.title)]


def _word(verdict: VerdictRow) -> str:
    return f"{LABELS[verdict.verdict]}, says {verdict.who} on {verdict.when.date()}"


# --- one prediction ---------------------------------------------------------------------------------------------------


def prediction_article(row: PredictionRow, ontology: Ontology, *, of_card: bool, day: str) -> Html:
    """Everything that is known of one prediction. `of_card`: its source is a card; `day`: the day of its state."""
    about = joined(", ", [profile_link(iri, name) for iri, name in zip(row.about_ids, row.about, strict=True)])
    facts: list[tuple[str, Content]] = [
        ("Said by", [said_by(row, ontology), [" · ", card_link(row.source.id, "open the card")] if of_card else None]),
        ("About", about or "nobody in particular"),
        ("Deadline", due(row)),
        ("Because", row.rationale or "no reason is given"),
        ("Evidence", _evidence_list(row)),
        ("A person's word", _verdict(row.verdict) if row.verdict else "nobody has decided"),
    ]
    return element(
        "article",
        element("p", sign(row.status), f" {LABELS[row.status].capitalize()} on {day}", class_="el-kicker"),
        element("h2", row.statement),
        element("dl", [[element("dt", name), element("dd", told)] for name, told in facts]),
        class_="el-prediction el-whole",
    )


def _evidence_list(row: PredictionRow) -> Content:
    if row.ask is None:
        return "its wording gives nothing that could be looked for"
    if not row.evidence:
        return "no event in the graph"
    return element("ul", [element("li", evidence(event)) for event in best_evidence(row)])


def _verdict(verdict: VerdictRow) -> Content:
    why = f": {verdict.why}" if verdict.why else None
    named = [[" · ", event_link(event, "the event that is the evidence")] for event in verdict.events]
    return [_word(verdict), why, named]


# --- what became of each source's -------------------------------------------------------------------------------------


def scores(found: Sequence[ScoreRow], ontology: Ontology) -> Html:
    """A row for each source: how many of the predictions that have an end came true, and what became of all."""
    head = ["Source", "Came true", "Predictions", "Due", *(LABELS[state] for state in STATES)]
    cells = [element("th", name.capitalize(), scope="col", class_="el-figure" if name != "Source" else None) for name in head]
    return element(
        "div",
        element(
            "table",
            element("caption", "What became of each source's predictions"),
            element("thead", element("tr", cells)),
            element("tbody", [_score(row, ontology) for row in sorted(found, key=lambda row: -resolved(row))]),
            class_="el-table el-narrow",
        ),
        element(
            "p",
            "“Came true” counts those that a person confirmed or the graph proposes, of all that have an end: true, late, "
            f"overdue or refuted. With fewer than {THIN} of them it says little, and is marked thin.",
            class_="el-note",
        ),
        class_="el-scroll",
        tabindex="0",
        role="region",
        aria_label="Scores of sources",
    )


def _score(row: ScoreRow, ontology: Ontology) -> Html:
    ended, true = resolved(row), row.came_true + row.proposed
    share = f"{true:,} of {ended:,}" if ended else "none has an end"
    kind = ontology.statement_kind(row.source.statement)
    title = f", {row.source.title}" if row.source.publisher and row.source.title else ""
    manner = f" {kind.glyph} {kind.label}{title}"
    counts = [getattr(row, state.replace("-", "_")) for state in STATES]
    return element(
        "tr",
        element("th", web_link(row.source.name, row.source.url), element("small", manner), scope="row"),
        element("td", share, element("small", " thin", class_="el-thin") if 0 < ended < THIN else None, class_="el-figure"),
        [element("td", f"{count:,}" if count else "–", class_="el-figure") for count in (row.predictions, row.due, *counts)],
    )
