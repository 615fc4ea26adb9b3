"""Funding of companies: what they took over time, per currency, and round by round as it is told."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from app.components.compare.charts import Chart, Figures, LazyFigures, Spec, series
from app.components.manner import row, table, told_by
from app.components.palette import Palette
from app.links import event_link, profile_link
from app.markup import Html, element, joined, number, web_link
from kg.money import short_figure
from kg.ontology import Ontology
from kg.views.compare.shapes import CoverageRow, Funding, FundingStep, FundingTotal, RoundRow, Standing
from kg.views.shapes import EventRow, PositionRow
from kg.views.spelt import spelt_date

_HEIGHT = 250
_NAMES = 170
"""Pixels at the right, for the names at the ends of the lines."""
_APART = 17
"""Pixels between the names at the ends of the lines."""
_STEPS = 100
"""Steps of a line, which can be told apart and pointed at."""
_INVESTORS = 6
_AT_FIRST = 6
"""Rounds of a company that show at once."""
WHY_NOT: dict[Standing, str] = {
    "not happened": "told as rumour or plan",
    "no currency": "without a currency",
    "no figure": "without a figure",
    "no date": "without a date",
}
BAND = (
    "The line counts what surely happened by then, with the least figure; the band above it reaches to what may have: ranges, "
    "“up to” and rounds whose day is not known. Dashed: years with fewer than three sources. Some rounds may be told twice."
)

FOLDED = f"Of a line with more steps, the last of every few days are drawn, some {_STEPS} of them; the CSV holds every one."


def funding_chart(
    currency: str, companies: Sequence[str], funding: Funding, coverage: Sequence[CoverageRow], today: date, colours: Palette
) -> Chart:
    """Running totals in one currency, up to today."""
    totals = [total for total in funding.totals if total.currency == currency]
    own = {total.company: [step for step in funding.steps if _is_of(step, total)] for total in totals}
    until = max([today, *(steps[-1].day for steps in own.values())])
    well_seen = {(row.company, row.year) for row in coverage if not row.thin}
    drawn = {company: _told_apart(steps) for company, steps in own.items()}
    lines = [point for company, steps in drawn.items() for point in _line(company, steps, until, well_seen)]
    bands = [point for company, steps in drawn.items() for point in _band(company, steps, until)]
    return Chart(
        name=f"funding-{currency.lower()}",
        title=f"Money taken, {currency}",
        spec=_layers(lines, bands, _ends(totals, until), _colour(companies, colours), currency),
        height=_HEIGHT,
        alt=f"Money taken in {currency} over time: {'; '.join(map(said, totals))}. The figures follow as a table.",
        figures=LazyFigures([step for steps in own.values() for step in steps], _figure),
        notes=(f"{'; '.join(map(said, totals))}.",),
        around=tuple(filter(None, (BAND, FOLDED if drawn != own else "", not_added(companies, funding)))),
    )


def said(total: FundingTotal) -> str:
    """`Acme 1.2bn to 1.5bn USD in 7 rounds, 5 of one plain figure`."""
    figure = short_figure(total.low) if total.low == total.high else f"{short_figure(total.low)} to {short_figure(total.high)}"
    more = f", {total.open} of “over” without a limit" if total.open else ""
    plain = "" if total.exact == total.rounds else f", {total.exact} of one plain figure"
    return f"{total.company} {figure} {total.currency} in {number(total.rounds, 'round')}{plain}{more}"


def not_added(companies: Sequence[str], funding: Funding) -> str:
    """What is told but stands in no sum, company by company; empty where there is nothing."""
    told = [
        f"{company} {', '.join(f'{events} {WHY_NOT[reason]}' for reason, events in funding.left_out[company].items())}"
        for company in companies
        if funding.left_out.get(company)
    ]
    return f"Not added: {'; '.join(told)}." if told else ""


def _is_of(step: FundingStep, total: FundingTotal) -> bool:
    return (step.company, step.currency) == (total.company, total.currency)


def _figure(step: FundingStep) -> dict[str, object]:
    return {"company": step.company, "currency": step.currency, "day": step.day, "least": step.low, "most": step.high}


# --- the drawing ---------------------------------------------------------------------------------------------------------------


def _told_apart(steps: Sequence[FundingStep]) -> Sequence[FundingStep]:
    """All steps; of too many to be told apart the first one, and the last of every few days."""
    if len(steps) <= _STEPS:
        return steps
    days = -(-(steps[-1].day - steps[0].day).days // _STEPS)
    return list({(step.day - steps[0].day).days // days if place else -1: step for place, step in enumerate(steps)}.values())


def _line(
    company: str, steps: Sequence[FundingStep], until: date, well_seen: set[tuple[str, int]]
) -> Iterable[dict[str, object]]:
    """The least by day, cut at the turns of years so that each year is drawn as it was looked at."""
    days = {step.day: step.low for step in steps}
    turns = {date(year, 1, 1) for year in range(steps[0].day.year + 1, until.year + 1)}
    low, run = Decimal(0), steps[0].day.year
    for day in sorted({*days, *turns, until}):
        if day in turns:  # the last point of one year is the first of the next
            yield _point(company, day, low, run, well_seen)
            run = day.year
        grown, low = days.get(day, low) > low, days.get(day, low)
        yield _point(company, day, low, run, well_seen, is_step=grown)


def _point(
    company: str, day: date, low: Decimal, year: int, well_seen: set[tuple[str, int]], *, is_step: bool = False
) -> dict[str, object]:
    tip = f"{company}, by {day:%-d %B %Y}: at least {short_figure(low)}"
    return {
        "company": company, "day": day.isoformat(), "low": float(low), "run": f"{company} {year}", "tip": tip,
        "thin": (company, year) not in well_seen, "step": is_step,
    }  # fmt: skip


def _band(company: str, steps: Sequence[FundingStep], until: date) -> Iterable[dict[str, object]]:
    if all(step.low == step.high for step in steps):
        return
    for step in steps:
        yield {"company": company, "day": step.day.isoformat(), "low": float(step.low), "high": float(step.high)}
    last = steps[-1]
    yield {"company": company, "day": until.isoformat(), "low": float(last.low), "high": float(last.high)}


def _ends(totals: Sequence[FundingTotal], until: date) -> list[dict[str, object]]:
    """Names at the ends of the lines, moved apart where they would touch; the largest above."""
    top = float(max((total.high for total in totals), default=Decimal(1))) or 1.0
    least_apart = top * _APART / _HEIGHT
    placed: list[dict[str, object]] = []
    floor = -least_apart
    for total in sorted(totals, key=lambda total: total.low):
        floor = max(float(total.low), floor + least_apart)
        upward = "+" if total.open else ""
        text = f"{total.company} {short_figure(total.low)}{upward}"
        placed.append({"company": total.company, "day": until.isoformat(), "low": floor, "text": text})
    return placed


def _colour(companies: Sequence[str], colours: Palette) -> Spec:
    scale = {"domain": list(companies), "range": list(series(colours)[: len(companies)])}
    return {"field": "company", "type": "nominal", "scale": scale, "legend": None}


def _layers(lines: Figures, bands: Figures, ends: Figures, colour: Spec, currency: str) -> Spec:
    years = {"title": None, "grid": False, "labelOverlap": True, "format": "%Y", "tickCount": {"interval": "year", "step": 1}}
    x = {"field": "day", "type": "temporal", "axis": years}
    money = f"replace(replace(replace(format(datum.value, '~s'), 'G', 'bn'), 'M', 'm'), 'T', 'tn') + ' {currency}'"
    y = {"type": "quantitative", "axis": {"title": None, "tickCount": 5, "domain": False, "ticks": False, "labelExpr": money}}
    band = {
        "data": {"values": list(bands)},
        "mark": {"type": "area", "interpolate": "step-after", "opacity": 0.2, "line": False},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}, "color": colour},
    }
    line = {
        "mark": {"type": "line", "interpolate": "step-after", "strokeWidth": 2, "aria": False},
        "encoding": {
            "x": x, "y": {**y, "field": "low"}, "color": colour, "detail": {"field": "run"},
            "strokeDash": {"condition": {"test": "datum.thin", "value": [3, 3]}, "value": [1, 0]},
        },
    }  # fmt: skip
    tip = {"field": "tip", "type": "nominal"}
    rounds = {
        "transform": [{"filter": "datum.step"}],
        "mark": {"type": "circle", "size": 34, "opacity": 1},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "color": colour, "tooltip": tip, "description": tip},
    }
    names = {
        "data": {"values": list(ends)},
        "mark": {"type": "text", "align": "left", "dx": 6, "fontWeight": 600, "aria": False},
        "encoding": {"x": x, "y": {**y, "field": "low"}, "text": {"field": "text"}, "color": colour},
    }
    sure = {"data": {"values": list(lines)}, "layer": [line, rounds]}
    return {"layer": [band, sure, names], "padding": {"right": _NAMES, "left": 5, "top": 12, "bottom": 5}}


# --- the table --------------------------------------------------------------------------------------------------------------


def rounds_table(company: str, rounds: Sequence[RoundRow], ontology: Ontology) -> Html:
    """The rounds of one company, the newest first: as they are told, with what sources tell otherwise. The earlier unfold."""
    columns = ("Date", "Round", "Amount", "Valuation", "Investors", "Told by")
    lines = [_round(told, ontology) for told in reversed(rounds)]
    newest, earlier = lines[:_AT_FIRST], lines[_AT_FIRST:]
    shown = table(f"{company}: {number(len(rounds), 'round')}", columns, newest)
    if not earlier:
        return element("div", shown, class_="el-part")
    summary = element("summary", f"{number(len(earlier), 'earlier round')} of {company}")
    return element("div", shown, element("details", summary, table(f"{company}: earlier", columns, earlier)), class_="el-part")


def _round(told: RoundRow, ontology: Ontology) -> Html:
    event = told.event
    return row(
        spelt_date(event.date) if event.date else "no date",
        [event.round, element("p", element("small", event_link(event.id, event.title)))],
        _amount(told),
        str(event.valuation) if event.valuation else "",
        _investors(event),
        told_by(event.sources, ontology),
    )


def _amount(told: RoundRow) -> list[Html]:
    """The sum believed, its wording where that says more, the sums told otherwise, and why it is not added."""
    money = told.event.amount
    parts = [element("b", str(money) if money else "not told")]
    if told.alternatives:
        parts.append(element("i", "?", class_="el-dispute-badge", title="sources disagree"))
    if money and money.text and money.text != str(money):
        parts.append(element("p", element("small", f"“{money.text}”")))
    parts += [_alternative(position) for position in told.alternatives if not position.believed]
    if told.standing in WHY_NOT and money:
        parts.append(element("p", element("small", f"Not added: {WHY_NOT[told.standing]}.")))
    return parts


def _alternative(position: PositionRow) -> Html:
    holders = joined(", ", [web_link(source.name, source.url) for source in position.held_by[:3]])
    return element("p", element("small", f"or {position.value} – ", holders), class_="el-otherwise")


def _investors(event: EventRow) -> Html:
    """Who gave, the leading ones first and marked, and how many more."""
    leading = set(event.named("lead_investor"))
    given = [part for part in event.participants if part.role in ("lead_investor", "investor")]
    given.sort(key=lambda part: part.role != "lead_investor")
    unique = list({part.name: part for part in given}.values())
    names = [
        element("span", profile_link(part.id, part.name), " (lead)" if part.name in leading else None)
        for part in unique[:_INVESTORS]
    ]
    more = len(unique) - _INVESTORS
    return joined(", ", [*names, f"{more} more"] if more > 0 else names)


ROUND_COLUMNS = ("company", "date", "round", "amount", "alternatives", "valuation", "investors", "title")
"""Those that a picture of the table shows."""


def rounds_figures(rounds: Iterable[RoundRow]) -> list[dict[str, object]]:
    """The rounds as rows of a file."""
    return [
        {
            "company": told.company, "date": told.event.date, "round": told.event.round, "title": told.event.title,
            "amount": str(told.event.amount or ""), "value": told.event.amount and told.event.amount.value,
            "min": told.event.amount and told.event.amount.min, "max": told.event.amount and told.event.amount.max,
            "currency": told.event.amount and told.event.amount.currency,
            "qualifier": told.event.amount and told.event.amount.qualifier,
            "wording": told.event.amount and told.event.amount.text,
            "alternatives": "; ".join(position.value for position in told.alternatives if not position.believed),
            "counted": told.standing, "valuation": str(told.event.valuation or ""),
            "investors": "; ".join(dict.fromkeys((*told.event.named("lead_investor"), *told.event.named("investor")))),
            "status": told.event.status, "sources": "; ".join(source.url or source.name for source in told.event.sources),
            "event": told.event.id,
        }
        for told in rounds
    ]  # fmt: skip
