"""What is claimed of companies and models: every claim with who says it and when, and the cards' own tables."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.components.manner import manner, sign, when_told
from app.links import card_link, profile_link
from app.markup import Content, Html, element, number, web_link
from kg.ontology import Ontology
from kg.views.compare.features import plainly
from kg.views.compare.shapes import Agreement, CellRow, Company, ComparisonTable
from kg.views.shapes import FeatureRow, SourceRow
from kg.views.spelt import spelt_date

_REMARK: dict[Agreement, str] = {
    "same": "told alike",
    "varies": "values of other times or conditions",
    "differ": "sources differ",
}


def cells_table(title: str, cells: Sequence[CellRow], ontology: Ontology) -> Html:
    """Features down, companies or models across; each cell holds every claim, and says so where they contradict."""
    about = {cell.about_id: cell for cell in cells}
    features = {plainly(cell.feature): cell.feature for cell in cells}
    by_place = {(plainly(cell.feature), cell.about_id): cell for cell in cells}
    head = element("tr", element("th", "Feature", scope="col"), [_column(cell) for cell in about.values()])
    rows = [
        element("tr", element("th", name, scope="row"), [_cell(by_place.get((feature, iri)), ontology) for iri in about])
        for feature, name in features.items()
    ]
    table = element("table", element("caption", title), element("thead", head), element("tbody", rows), class_="el-table")
    return element("div", table, class_="el-scroll", tabindex=0, role="region", aria_label=title)


def _column(cell: CellRow) -> Html:
    owner = element("small", f" {cell.company}") if cell.is_model else None
    return element("th", profile_link(cell.about_id, cell.about), owner, scope="col")


def _cell(cell: CellRow | None, ontology: Ontology) -> Html:
    if cell is None:
        return element("td", element("span", "not told", class_="el-soft"))
    mark = element("i", "?", class_="el-dispute-badge", title="sources differ") if cell.agreement == "differ" else None
    remark = element("small", f" {_REMARK[cell.agreement]}") if cell.agreement in _REMARK else None
    above = element("p", mark, remark) if mark or remark else None
    return element("td", above, [_claim(claim, ontology) for claim in cell.claims])


def _claim(claim: FeatureRow, ontology: Ontology) -> Html:
    who = web_link(claim.source.name, claim.source.url)
    return element("p", _value(claim), element("small", " – ", who, _when(claim), " ", sign(claim.source.statement, ontology)))


def _value(claim: FeatureRow) -> Html:
    """The value with its limits: `In preparation (Expected), with DeepMind`."""
    limit = f" ({claim.qualifier})" if claim.qualifier else ""
    beside = f", in context of {claim.context}" if claim.context else ""
    return element("span", element("b", claim.value), f"{limit}{beside}")


def _when(claim: FeatureRow) -> str:
    """When it held; else when it was published or read."""
    return f", as of {spelt_date(claim.date)}" if claim.date else f", {when_told(claim.source)}"


def told_table(table: ComparisonTable, compared: Sequence[Company], ontology: Ontology) -> Html:
    """One card's table as it stands there; the columns of the companies compared are marked."""
    ours = {company.id for company in compared}
    by_place: dict[tuple[str, str], list[FeatureRow]] = {}
    for claim in table.claims:
        by_place.setdefault((claim.feature, claim.company_id), []).append(claim)
    columns = list(zip(table.about_ids, table.about, strict=True))
    head = element(
        "tr",
        element("th", "Feature", scope="col"),
        [element("th", profile_link(iri, name), scope="col", class_="el-ours" if iri in ours else None) for iri, name in columns],
    )
    rows = [
        element(
            "tr",
            element("th", feature, scope="row"),
            [_as_told(by_place.get((feature, iri), ()), class_="el-ours" if iri in ours else None) for iri, _ in columns],
        )
        for feature in table.features
    ]
    caption = element("caption", _heading(table.source, ontology))
    whole = element("table", caption, element("thead", head), element("tbody", rows), class_="el-table")
    return element("div", whole, class_="el-scroll", tabindex=0, role="region", aria_label=f"Table of {table.source.name}")


def _as_told(claims: Sequence[FeatureRow], class_: str | None) -> Html:
    return element("td", [element("p", _value(claim)) for claim in claims], class_=class_)


def _heading(source: SourceRow, ontology: Ontology) -> list[Content]:
    who = f" {source.name}, {when_told(source)}"
    return [card_link(source.id, source.title or source.name), element("small", who), " ", manner(source.statement, ontology)]


CLAIM_COLUMNS = ("feature", "about", "value", "qualifier", "context", "date", "said by", "manner")
"""Those that a picture of the claims shows."""


def claims_figures(claims: Iterable[FeatureRow]) -> list[dict[str, object]]:
    """Claims as rows of a file."""
    return [
        {
            "feature": claim.feature, "about": claim.company, "value": claim.value, "qualifier": claim.qualifier,
            "context": claim.context, "date": claim.date, "said by": claim.source.name, "manner": claim.source.statement,
            "title": claim.source.title, "published": claim.source.published,
            "read": claim.source.retrieved and claim.source.retrieved.isoformat(), "address": claim.source.url,
        }
        for claim in claims
    ]  # fmt: skip


def counted(cells: Sequence[CellRow]) -> str:
    """How many claims there are, and in how many cells sources differ."""
    claims = sum(len(cell.claims) for cell in cells)
    clashes = sum(cell.agreement == "differ" for cell in cells)
    differ = f"; in {number(clashes, 'cell')} sources differ" if clashes else ""
    return f"{number(claims, 'claim')} in {number(len(cells), 'cell')}{differ}."
