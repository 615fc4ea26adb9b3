"""Counts by kind and time, and how much was looked at: the two grids that a comparison begins with."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence

from app.components.compare.charts import Chart, LazyFigures
from app.components.compare.grid import ROW, Cell, Gap, Line, grid
from app.components.palette import Palette, text_glyph
from app.markup import number
from kg.ontology import EventKind, Ontology
from kg.views.compare.shapes import CountRow, CoverageRow

_YEARS, _YEARS_OF_QUARTERS = 16, 8
"""Columns that can be read on a narrow page; what is earlier stands under "all"."""
_TALL = 32
"""Pixels of a row that holds quarters and, below them, the year."""
HATCHED = (
    "Close stripes: no source speaks of that year; nobody looked, and something may have happened. "
    "Wide stripes: fewer than three sources."
)


def counts_chart(
    companies: Sequence[str],
    counts: Sequence[CountRow],
    coverage: Sequence[CoverageRow],
    ontology: Ontology,
    colours: Palette,
    *,
    quarters: bool,
) -> Chart | None:
    """Kind by kind, the companies one below the other; `None` where nothing can be counted by year."""
    seen = [*(row.year for row in counts), *(row.year for row in coverage)]
    years = year_range(seen)[-(_YEARS_OF_QUARTERS if quarters else _YEARS) :]
    kinds = [kind for kind in ontology.kinds if any(row.kind == kind.name for row in counts)]
    if not years or not kinds:
        return None
    lines = [line for kind in kinds for line in (_heading(kind), *map(Line, companies))]
    block = len(companies) + 1
    cells: list[Cell] = []
    gaps: list[Gap] = []
    of: defaultdict[tuple[str, str], list[CountRow]] = defaultdict(list)
    for count in counts:
        of[count.company, count.kind].append(count)
    most = _most(counts, quarters=quarters)
    for first, kind in zip(range(0, len(lines), block), kinds, strict=True):
        for row, company in enumerate(companies, first + 1):
            own = of[company, kind.name]
            cells += _cells(row, company, kind, own, years, colours, quarters=quarters, most=most)
            gaps += gaps_of(row, company, coverage, years)
    unit = "quarter" if quarters else "year"
    return Chart(
        name=f"events-by-{unit}",
        title=f"Events by kind and {unit}",
        spec=grid(lines, years, cells, gaps, colours, whole=True),
        height=(_TALL if quarters else ROW) * len(lines),
        alt=_said(companies, counts, years, unit),
        figures=LazyFigures(counts, CountRow.model_dump),
        notes=(*_apart(counts, years, quarters=quarters), HATCHED),
    )


def _heading(kind: EventKind) -> Line:
    return Line(f"{text_glyph(kind.glyph)} {kind.plural}", heading=True)


def _cells(
    row: int,
    company: str,
    kind: EventKind,
    counts: Sequence[CountRow],
    years: Sequence[int],
    colours: Palette,
    *,
    quarters: bool,
    most: int,
) -> Iterable[Cell]:
    """A box for each quarter and a rail for what is known to the year only; or a box for each year; and the whole number."""
    tint = colours.kind(kind)
    numbers: Counter[tuple[float, float]] = Counter()
    for count in counts:
        if count.year is not None and count.year >= years[0]:
            numbers[_span(count, quarters=quarters)] += count.events
    for (begin, end), events in sorted(numbers.items()):
        rail = quarters and end - begin == 1
        when = f"{int(begin)}" if end - begin == 1 else f"{int(begin)}, quarter {int((begin % 1) * 4) + 1}"
        only = ", known to the year only" if rail else ""
        tip = f"{company}, {when}: {number(events, kind.label, kind.plural.lower())}{only}"
        yield Cell(row, begin, end, str(events), tint, events / most, tip, rail)
    if whole := sum(count.events for count in counts):
        tip = f"{company}: {number(whole, kind.label, kind.plural.lower())} in all"
        yield Cell(row, years[-1] + 1, years[-1] + 2, str(whole), tint, 0, tip)


def _span(count: CountRow, *, quarters: bool) -> tuple[float, float]:
    assert count.year is not None
    if not quarters or count.quarter is None:
        return count.year, count.year + 1
    return count.year + (count.quarter - 1) / 4, count.year + count.quarter / 4


def _most(counts: Sequence[CountRow], *, quarters: bool) -> int:
    by_box: Counter[tuple[str, str, tuple[float, float]]] = Counter()
    for row in counts:
        if row.year is not None:
            by_box[row.company, row.kind, _span(row, quarters=quarters)] += row.events
    return max(by_box.values(), default=1)


def _apart(counts: Sequence[CountRow], years: Sequence[int], *, quarters: bool) -> Iterable[str]:
    """What is told of dates too vague for the boxes, or too early."""
    if earlier := sum(row.events for row in counts if row.year is not None and row.year < years[0]):
        yield f"{number(earlier, 'event')} before {years[0]}: under “all” only."
    vague = sum(row.events for row in counts if row.year is not None and row.year >= years[0] and row.quarter is None)
    if quarters and vague:
        yield f"{number(vague, 'event')} known to the year only: on rails below the quarters, in none of them."
    if open_ended := sum(row.events for row in counts if row.year is None):
        yield f"{number(open_ended, 'event')} without an end to the date, or over several years: under “all” only."


def _said(companies: Sequence[str], counts: Sequence[CountRow], years: Sequence[int], unit: str) -> str:
    totals = {company: sum(row.events for row in counts if row.company == company) for company in companies}
    each = ", ".join(f"{company} {number(total, 'event')}" for company, total in totals.items())
    return f"Events by kind and {unit}, {years[0]} to {years[-1]}: {each}. The figures follow as a table."


# --- coverage ----------------------------------------------------------------------------------------------------------------


def coverage_chart(companies: Sequence[str], rows: Sequence[CoverageRow], colours: Palette) -> Chart | None:
    """Sources by company and year; `None` where no source gives a year."""
    years = year_range(row.year for row in rows)[-_YEARS:]
    if not years:
        return None
    most = max(row.sources for row in rows)
    place = {company: number for number, company in enumerate(companies)}
    cells = [
        Cell(
            place[row.company], row.year, row.year + 1, str(row.sources), colours.ink, row.sources / most,
            f"{row.company}, {row.year}: {number(row.sources, 'source')}, {number(row.events, 'event')}",
        )
        for row in rows if row.year >= years[0]
    ]  # fmt: skip
    gaps = [gap for company, row in place.items() for gap in gaps_of(row, company, rows, years)]
    unseen = Counter(companies[gap.row] for gap in gaps if gap.seen == "none")
    told = ", ".join(f"{company} {number(unseen[company], 'year')} without a source" for company in companies)
    return Chart(
        name="sources-by-year",
        title="Who was looked at: sources by company and year",
        spec=grid([Line(company) for company in companies], years, cells, gaps, colours, whole=False),
        height=ROW * len(companies),
        alt=f"Sources by company and year, {years[0]} to {years[-1]}: {told}. The figures follow as a table.",
        figures=LazyFigures(rows, CoverageRow.model_dump),
        notes=(HATCHED,),
    )


def gaps_of(row: int, company: str, coverage: Sequence[CoverageRow], years: Sequence[int]) -> Iterable[Gap]:
    """The years of a company about which nobody, or hardly anybody, speaks."""
    seen: Mapping[int, CoverageRow] = {told.year: told for told in coverage if told.company == company}
    for year in years:
        if year not in seen:
            yield Gap(row, year, "none")
        elif seen[year].thin:
            yield Gap(row, year, "thin")


def year_range(years: Iterable[int | None]) -> list[int]:
    """Every year from the first to the last that has something."""
    known = [year for year in years if year is not None]
    return list(range(min(known), max(known) + 1)) if known else []
