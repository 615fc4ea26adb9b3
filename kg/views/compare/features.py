"""What is claimed of companies and their models: cell by cell with who says it, and table by table as it is told."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import combinations

import numpy as np

from kg.dates import Moment
from kg.views.compare.kinds import MODEL_LAUNCH
from kg.views.compare.shapes import Agreement, CellRow, Company, ComparisonTable
from kg.views.compare.slices import names_of, own_rows
from kg.views.events import source_row
from kg.views.graph import Graph, Row, grouped
from kg.views.projection import Projection, projection
from kg.views.shapes import FeatureRow


def list_features(graph: Graph, entities: Sequence[str]) -> list[FeatureRow]:
    """Feature claims about these entities, by feature; about everyone where none is named."""
    return [_claim(graph, row) for row in graph.rows("compare/features", org=list(entities))]


def list_cells(graph: Graph, companies: Sequence[Company]) -> tuple[CellRow, ...]:
    """All that is claimed of these companies and of the models that they launched, feature by feature."""
    table = projection(graph)
    owners = {iri: (company, True) for company in reversed(companies) for iri in _models(table, company)}
    owners |= {company.id: (company, False) for company in companies}
    cells: dict[tuple[str, str], list[FeatureRow]] = {}
    for row in graph.rows_for("compare/features", org=list(filter(graph.is_spoken_of, owners))):
        cells.setdefault((row["about"], plainly(row["feature"])), []).append(_claim(graph, row))
    place = {company.name: number for number, company in enumerate(companies)}
    found = [_cell(*owners[about], claims) for (about, _), claims in cells.items()]
    return tuple(sorted(found, key=lambda cell: (cell.is_model, plainly(cell.feature), place[cell.company], cell.about)))


def _models(table: Projection, company: Company) -> list[str]:
    """The models that a company launched."""
    launched = np.zeros(table.n, bool)
    launched[own_rows(table, company, [MODEL_LAUNCH])] = True
    models = table.part_entity[launched[table.part_row] & table.in_roles(("model",))]
    return [iri for iri, _ in names_of(table, models.tolist()).values()]


def _cell(owner: Company, is_model: bool, claims: Sequence[FeatureRow]) -> CellRow:
    return CellRow(
        company=owner.name,
        about=claims[0].company,
        about_id=claims[0].company_id,
        is_model=is_model,
        feature=claims[0].feature,
        claims=tuple(claims),
        agreement=agreement(claims),
    )


def agreement(claims: Sequence[FeatureRow]) -> Agreement:
    """How the values stand to one another. Values that hold at different times, or under different conditions, do not clash."""
    if len(claims) == 1:
        return "one"
    pairs = [(one, other) for one, other in combinations(claims, 2) if plainly(one.value) != plainly(other.value)]
    if not pairs:
        return "same"
    return "differ" if any(_clash(one, other) for one, other in pairs) else "varies"


def _clash(one: FeatureRow, other: FeatureRow) -> bool:
    if plainly(one.qualifier or "") != plainly(other.qualifier or ""):
        return False
    if one.date is None or other.date is None:
        return True
    return Moment.parse(one.date).overlaps(Moment.parse(other.date))


def plainly(text: str) -> str:
    """A text without case, blanks and the marks that only group digits, for comparing: `200,000 Tokens` is `200000tokens`."""
    return re.sub(r"(?<=\d)[,'’](?=\d{3}(?!\d))|[\s_-]+", "", text.casefold())


def list_tables(graph: Graph, companies: Sequence[Company]) -> tuple[ComparisonTable, ...]:
    """The comparison tables of cards in which one of these companies stands, whole and in their order; the newest first."""
    ids = [company.id for company in companies]
    cards = sorted({row["source"] for row in graph.rows("compare/features", org=ids) if row["card"]})
    told = grouped(graph.rows("compare/features", source=cards), "source") if cards else {}
    tables = [_table(graph, sorted(rows, key=_place)) for rows in told.values()]
    tables.sort(key=lambda table: table.source.title or "")
    return tuple(sorted(tables, key=lambda table: str(table.source.published or table.source.retrieved or ""), reverse=True))


def _table(graph: Graph, rows: Sequence[Row]) -> ComparisonTable:
    by_column = sorted(rows, key=lambda row: _place(row)[::-1])
    about = {row["about"]: row["name"] for row in by_column}
    claims = tuple(_claim(graph, row) for row in rows)
    return ComparisonTable(
        source=claims[0].source,
        features=tuple(dict.fromkeys(claim.feature for claim in claims)),
        about=tuple(about.values()),
        about_ids=tuple(about),
        claims=claims,
    )


def _place(row: Row) -> tuple[int, ...]:
    """Line and column of a cell, from its record's own id."""
    return tuple(int(digits) for digits in re.findall(r"\d+", row.get("place", "")))


def _claim(graph: Graph, row: Row) -> FeatureRow:
    return FeatureRow(
        id=row["claim"],
        company=row["name"],
        company_id=row["about"],
        feature=row["feature"],
        value=row["value"],
        qualifier=row.get("qualifier"),
        context=row.get("context"),
        date=row.get("date"),
        source=source_row(graph, row | {"name": None}),
    )
