"""What a card foretells, and what became of it."""

from __future__ import annotations

from app.components.manner import manner
from app.links import event_link, link
from app.markup import Content, Html, element, joined
from kg.ontology import Ontology
from kg.views.shapes import EvidenceRow, PredictionRow, PredictionState
from kg.views.spelt import spelt_date, spelt_day

_STATES: dict[PredictionState, tuple[str, str]] = {
    "open": ("◔", "open"),
    "proposed": ("✓", "what the graph holds meets it"),
    "came-true": ("✓", "came true"),
    "late": ("✕", "came late"),
    "overdue": ("!", "overdue, without evidence"),
    "refuted": ("✕", "refuted"),
    "withdrawn": ("–", "withdrawn"),
    "uncheckable": ("○", "cannot be checked by machine"),
}
FAILED: frozenset[PredictionState] = frozenset({"late", "refuted"})
"""States that contradict what was foretold."""
_EVENTS = 3
_RELATIONS: dict[str, str] = {
    "meets": "meets it",
    "late": "came after the deadline",
    "candidate": "may be it: a person has to judge",
}
"""In the order of their weight."""


def prediction(row: PredictionRow, ontology: Ontology) -> Html:
    """One prediction with its reason, deadline, state and evidence."""
    glyph, state = _STATES[row.status]
    failed = row.status in FAILED
    told: list[Html] = [manner(row.source.statement, ontology)]
    if row.deadline:
        words = f" (“{row.horizon}”)" if row.horizon else ""
        told.append(element("span", f"due by {spelt_date(row.deadline)}{words}"))
    told.append(element("b", f"{glyph} {state}", class_="el-state"))
    return element(
        "li",
        element("p", row.statement, class_="el-sentence"),
        element("p", row.rationale, class_="el-soft") if row.rationale else None,
        element("p", joined(" · ", told), class_="el-footing"),
        _evidence(row, failed=failed),
        class_="el-sentence-block el-is-contradicted" if failed else "el-sentence-block",
        id=f"card-prediction-{row.id.rsplit('/', 1)[-1]}",
    )


def _evidence(row: PredictionRow, *, failed: bool) -> Content:
    if row.verdict is None and not row.evidence:
        return None
    lines: list[Html] = []
    if row.verdict:
        said = f"{row.verdict.who} judged so on {spelt_day(row.verdict.when.date())}"
        lines.append(element("li", said, f": {row.verdict.why}" if row.verdict.why else None))
    telling = sorted(row.evidence, key=lambda one: list(_RELATIONS).index(one.relation))
    lines += [element("li", _event(one)) for one in telling[:_EVENTS]]
    if (more := len(row.evidence) - _EVENTS) > 0:
        lines.append(element("li", link("predictions", f"{more} more on the board of predictions")))
    return element("div", element("ul", lines), class_="el-contradiction" if failed else "el-contest", role="note")


def _event(one: EvidenceRow) -> Content:
    return [event_link(one.event, one.title), f", {spelt_date(one.date)} – {_RELATIONS[one.relation]}"]
