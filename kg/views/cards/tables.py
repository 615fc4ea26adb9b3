"""A card's comparison, laid out again from its cells, and what other sources say of the same features."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from kg.dates import Moment, read_date
from kg.errors import BadDate, BadMoney
from kg.graph.reports import EntityOf
from kg.ingest.card_places import Place, place_of
from kg.money import find_money, read_amount
from kg.ontology import EventKind
from kg.records import ClaimRecord
from kg.resolve.beliefs import dates_agree
from kg.resolve.entities import Mention
from kg.resolve.names import name_key
from kg.views.cards.shapes import CellRow, ElsewhereRow, HeadRow, TableRow
from kg.views.events import source_row
from kg.views.graph import Graph, Row

_MOST = 5
"""Other sources that are told for one cell; those that contradict come first."""
_FIGURE = re.compile(
    r"(?:[~≈<>≤≥]|about|over|under|up to|at least)?\s*"
    r"(?P<figure>\d[\d,.]*\s?(?:[kmbt]\b|thousand|million|billion|trillion)?)\s*(?P<unit>%|[^\W\d_]*(?:\s[^\W\d_]+)?)",
    re.IGNORECASE,
)
"""A cell that is a figure, with its unit where it has one."""
_ANSWER = re.compile(r"(yes|no)\b", re.IGNORECASE)

Placed = tuple[Place, ClaimRecord]


def card_tables(graph: Graph, source: str, claims: Iterable[ClaimRecord], entity_of: EntityOf) -> tuple[TableRow, ...]:
    """The tables that these cells stood in. `source` is the card, whose own claims are not told as another's."""
    placed = sorted(
        ((place, claim) for claim in claims if (place := place_of(claim.local_id)) and place.part == "cell"),
        key=lambda one: one[0],
    )
    about = {claim.about: entity_of(Mention(claim.about, claim.about_type)).value for _, claim in placed}
    others = _Others(graph, source, sorted(set(about.values())))
    return tuple(_table(lines, about, others) for lines in _apart([list(line) for _, line in groupby(placed, _line)]))


def _line(placed: Placed) -> int:
    return placed[0].number


# --- the layout -----------------------------------------------------------------------------------------------------------


def _apart(lines: Sequence[list[Placed]]) -> Iterator[list[list[Placed]]]:
    """The lines of each table: one ends where a column changes its head."""
    table: list[list[Placed]] = []
    heads: dict[int, str] = {}
    for line in lines:
        down = _is_transposed(line)
        named = {place.column: claim.feature if down else claim.about for place, claim in line}
        if any(heads.get(column, name) != name for column, name in named.items()):
            yield table
            table, heads = [], {}
        table.append(line)
        heads |= named
    if table:
        yield table


def _is_transposed(line: Sequence[Placed]) -> bool:
    """Whether a company stands at the head of the line, and features at the heads of the columns."""
    return len({claim.feature for _, claim in line}) > 1 and len({claim.about for _, claim in line}) == 1


def _table(lines: Sequence[Sequence[Placed]], about: Mapping[str, str], others: _Others) -> TableRow:
    down = any(map(_is_transposed, lines))
    columns: dict[int, list[ClaimRecord]] = {}
    for place, claim in (placed for line in lines for placed in line):
        columns.setdefault(place.column, []).append(claim)
    heads = {
        column: _head(claims, about, of_company=not down, shared=_shared_qualifier(claims) if not down else "")
        for column, claims in sorted(columns.items())
    }
    rows = []
    for line in lines:
        claims = [claim for _, claim in line]
        head = _head(claims, about, of_company=down, shared=_shared_qualifier(claims) if down else "")
        cells = {
            place.column: _cell(claim, (head if down else heads[place.column]).qualifier, about, others) for place, claim in line
        }
        rows.append((head, tuple(cells.get(column) for column in heads)))
    return TableRow(columns=tuple(heads.values()), rows=tuple(rows))


def _head(claims: Sequence[ClaimRecord], about: Mapping[str, str], *, of_company: bool, shared: str) -> HeadRow:
    first = claims[0]
    if not of_company:
        return HeadRow(name=first.feature)
    return HeadRow(name=first.about, id=about[first.about], context=first.context, qualifier=shared)


def _shared_qualifier(claims: Sequence[ClaimRecord]) -> str:
    """What limits every cell of a company: it stood in the head, behind what limits each cell."""
    last = {claim.qualifier.split("; ")[-1] for claim in claims}
    return last.pop() if len(last) == 1 else ""


def _cell(claim: ClaimRecord, shared: str, about: Mapping[str, str], others: _Others) -> CellRow:
    own = [part for part in claim.qualifier.split("; ") if part]
    if shared and own and own[-1] == shared:
        own.pop()
    return CellRow(
        place=claim.local_id,
        value=claim.value,
        qualifier="; ".join(own),
        statement=claim.statement,
        elsewhere=tuple(sorted(others.on(about[claim.about], claim), key=lambda other: not other.contradicts)[:_MOST]),
    )


# --- what others say ------------------------------------------------------------------------------------------------------


class _Others:
    """What other sources say of the features of certain companies and models."""

    def __init__(self, graph: Graph, source: str, entities: Sequence[str]) -> None:
        self._graph = graph
        self._claims: dict[tuple[str, str], list[Row]] = {}
        self._once = [kind for kind in graph.ontology.kinds if kind.happens_once]
        for row in graph.rows("compare/features", org=list(entities)) if entities else []:
            if row["source"] != source:
                self._claims.setdefault((row["about"], name_key(row["feature"])), []).append(row)

    def on(self, entity: str, claim: ClaimRecord) -> Iterator[ElsewhereRow]:
        """Claims of the same feature, and events of a kind that it names and that happens once: when it was founded."""
        for row in self._claims.get((entity, name_key(claim.feature)), ()):
            value = row["value"]
            if name_key(value) != name_key(claim.value):
                yield ElsewhereRow(
                    value=value, contradicts=contradict(claim.value, value), source=source_row(self._graph, row | {"name": None})
                )
        if (told := _date_in(claim.value)) is not None:
            for kind in self._once:
                if _names(claim.feature, kind):
                    yield from self._events(entity, kind, told)

    def _events(self, entity: str, kind: EventKind, told: Moment) -> Iterator[ElsewhereRow]:
        for row in self._graph.rows("timeline/events", org=[entity], kind=[kind.iri.value]):
            if row["organisation"] == entity and "date" in row and not dates_agree(told, Moment.parse(row["date"])):
                yield ElsewhereRow(value=row["date"], contradicts=True, event=row["event"])


def _names(feature: str, kind: EventKind) -> bool:
    """Whether a feature's name speaks of a kind of event: "Year founded" of a founding."""
    words = feature.casefold()
    return any(re.search(rf"(?<!\w){re.escape(cue.casefold())}(?!\w)", words) for cue in (kind.label, *kind.triggers))


def contradict(one: str, other: str) -> bool:
    """Whether two wordings of one feature cannot both be so: dates, sums, figures of one unit, or yes and no.

    >>> contradict("200K tokens", "200,000 tokens"), contradict("2019", "March 2021"), contradict("High", "Very high")
    (False, True, False)
    """
    mine, theirs = _ANSWER.match(one), _ANSWER.match(other)
    if mine and theirs:
        return mine[1].casefold() != theirs[1].casefold()
    day, other_day = _date_in(one), _date_in(other)
    if day and other_day:
        return not dates_agree(day, other_day)
    sums, other_sums = find_money(one), find_money(other)
    if sums and other_sums:
        return not any(sum_.agrees(other_sum) for _, _, sum_ in sums for _, _, other_sum in other_sums)
    return _figures_differ(one, other)


def _figures_differ(one: str, other: str) -> bool:
    mine, theirs = _FIGURE.fullmatch(one.strip()), _FIGURE.fullmatch(other.strip())
    if not (mine and theirs) or mine["unit"].casefold().rstrip("s") != theirs["unit"].casefold().rstrip("s"):
        return False
    try:
        return not read_amount(mine["figure"]).agrees(read_amount(theirs["figure"]))
    except BadMoney:
        return False


def _date_in(text: str) -> Moment | None:
    """The date that a cell is, and nothing else."""
    try:
        return Moment.parse(read_date(text)) if re.search(r"(?<!\d)(?:19|20)\d\d(?!\d)", text) else None
    except BadDate:
        return None
