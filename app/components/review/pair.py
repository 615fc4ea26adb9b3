"""Two events, or two names, side by side: what each tells, where they agree, and what speaks for their being one."""

from __future__ import annotations

from collections.abc import Sequence

from app.links import event_link, profile_link
from app.markup import Content, Html, element, joined, number, web_link
from kg.ontology import Ontology
from kg.resolve.weights import JOIN
from kg.views.pairs import Aspect, Pair, Side
from kg.views.shapes import EventRow, QuestionRow, ReportRow

HEADING = "review-question"
"""The id of the question's heading, to which the focus goes when the next pair is shown."""
_REPORTS = 5
"""Reports of a side that are shown at once; the others unfold."""


def side_by_side(shown: Pair, ontology: Ontology) -> Html:
    """The whole pair: the question, the arguments, the aspects, and what each side rests on."""
    question = shown.question
    asked = "Are these one event?" if question.about == "event" else "Do these names mean one thing?"
    return element(
        "article",
        element("h2", asked, id=HEADING, tabindex="-1", aria_label=f"{asked} {shown.left.name}, and {shown.right.name}"),
        element("p", _rank(question), class_="el-soft"),
        element(
            "div",
            _arguments("Speaks for it", question.speaks_for, "el-for"),
            _arguments("Speaks against it", question.speaks_against, "el-against-it"),
            class_="el-arguments",
        ),
        _table(shown, ontology),
        class_="el-pair",
    )


def _rank(question: QuestionRow) -> str:
    worth = f"worth of an answer {question.worth:.1f}"
    if question.about == "event":
        return f"likeness {question.likeness:.1f} points ({JOIN} would join them, were nothing against it); {worth}"
    return f"likeness {question.likeness:.2f} of 1; {worth}"


def _arguments(title: str, texts: Sequence[str], style: str) -> Html:
    told = element("ul", [element("li", text) for text in texts]) if texts else element("p", "nothing that was found")
    return element("section", element("h3", title), told, class_=style)


def _table(shown: Pair, ontology: Ontology) -> Html:
    columns = [element("col", class_="el-aspect"), element("col"), element("col"), element("col", class_="el-agree")]
    heads = [element("th", _named(shown, side), scope="col") for side in (shown.left, shown.right)]
    basis = "told by" if shown.question.about == "event" else "takes part in"
    resting = [element("td", _rests_on(side, ontology)) for side in (shown.left, shown.right)]
    return element(
        "table",
        element("caption", "Side by side"),
        element("colgroup", columns),
        element("thead", element("tr", element("th", "", scope="col"), heads, element("th", "", scope="col"))),
        element(
            "tbody",
            [_aspect(aspect) for aspect in shown.aspects],
            element("tr", element("th", basis, scope="row"), resting, element("td")),
        ),
        class_="el-table",
    )


def _named(shown: Pair, side: Side) -> Html:
    return event_link(side.id, side.name) if shown.question.about == "event" else profile_link(side.id, side.name)


def _aspect(aspect: Aspect) -> Html:
    marks = {True: "= same", False: "≠ differs", None: ""}
    cells = [element("td", joined(", ", values) if values else element("span", "–", class_="el-none"))
             for values in (aspect.left, aspect.right)]  # fmt: skip
    name = element("th", aspect.name.replace("_", " "), scope="row")
    agree = element("td", element("small", marks[aspect.same]))
    return element("tr", name, cells, agree, class_="el-differs" if aspect.same is False else None)


def _rests_on(side: Side, ontology: Ontology) -> Content:
    if side.reports:
        shown, folded = side.reports[:_REPORTS], side.reports[_REPORTS:]
        more = element("details", element("summary", f"{len(folded)} more"), _reports(folded, ontology)) if folded else None
        return [element("p", number(len(side.reports), "report")), _reports(shown, ontology), more]
    newest = f", the newest {len(side.events)}:" if side.event_count > len(side.events) else ":" if side.events else ""
    told = f"{number(side.event_count, 'event')}, named in {number(side.members, 'record')}{newest}"
    return [element("p", told), element("ul", [element("li", _event(event)) for event in side.events])]


def _reports(reports: Sequence[ReportRow], ontology: Ontology) -> Html:
    return element("ul", [element("li", _report(report, ontology)) for report in reports])


def _report(report: ReportRow, ontology: Ontology) -> Content:
    kind = ontology.statement_kind(report.source.statement)
    known = f", known on {report.known.isoformat()}" if report.known else ""
    return [
        web_link(report.source.name, report.source.url),
        element("small", f" {kind.glyph} {kind.label}{known}: {report.date or 'undated'} “{report.title}”"),
    ]


def _event(event: EventRow) -> Content:
    return [event.date or "undated", " ", event_link(event.id, event.title)]
