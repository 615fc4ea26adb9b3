"""A sentence of a card with its status, the events it rests on, and, where others tell otherwise, what they tell."""

from __future__ import annotations

from collections.abc import Sequence

from app.components.manner import manner
from app.links import event_link
from app.markup import Content, Html, element, escaped, joined, number, web_link
from kg.ontology import Ontology
from kg.terms import SCHEMA
from kg.views.cards.shapes import BasisRow, SentenceRow, Standing, ToldRow
from kg.views.shapes import PositionRow
from kg.views.spelt import spelt_date

_POSITIONS = 3
"""Values that stand against a sentence and are told at it; the event's page has all."""
_HOLDERS = 3
"""Publishers that are named for each."""
_SIGNS: dict[Standing, str] = {"contradicted": "✕", "contested": "≠", "confirmed": "✓", "alone": "○"}
_GIVEN_OTHERWISE = {
    "kind": "tell it as another kind of event", "date": "give another date", "amount": "give another sum",
    "valuation": "give another valuation", "round": "name another round",
}  # fmt: skip


def sentence(row: SentenceRow, ontology: Ontology, *, tag: str = "div", text: Content = None) -> Html:
    """A sentence in a block of its own. `text` stands in its place where it is shown elsewhere, as a headline is."""
    return element(
        tag,
        element("p", row.text if text is None else text, class_="el-sentence") if text != "" else None,
        element("p", row.note, class_="el-soft") if row.note else None,
        footing(row, ontology),
        class_="el-sentence-block el-is-contradicted" if row.contradicted else "el-sentence-block",
        id=f"card-{row.place}",
    )


def footing(row: SentenceRow, ontology: Ontology) -> Html:
    """Below a sentence: its manner, who else tells it, what stands against it, and everything that was read from it."""
    parts = [manner(row.statement, ontology), *(_basis_line(basis, ontology) for basis in row.basis)]
    against = [_against(told, basis, ontology) for basis in row.basis for told in basis.told if told.against]
    return Html(
        element("p", joined(" · ", parts), class_="el-footing") + escaped(against) + escaped(_everything(row, ontology))
    )


# --- on what it rests ---


def _basis_line(basis: BasisRow, ontology: Ontology) -> Html:
    link = event_link(basis.event, basis.title)
    return element("span", link, f", {spelt_date(basis.date)}: ", _confirmation(basis, ontology.text_roles))


def _confirmation(basis: BasisRow, texts: frozenset[str]) -> Content:
    """How much of what the sentence tells of this event others tell too. Texts, such as a post, are worded by each anew."""
    apart = {"kind", "organisation", *texts}
    told = [row for row in basis.told if row.property not in apart] or list(basis.told[:1])
    open_ = [row for row in told if row.standing in ("contradicted", "contested")]
    confirmed = [row for row in told if row.standing == "confirmed"]
    if open_:
        return element("b", "contradicted" if any(row.standing == "contradicted" for row in open_) else "disputed")
    if len(confirmed) == len(told):
        fewest = min(confirmed, key=lambda row: row.others)
        return f"✓ also {fewest.told_as} by {_others(fewest.others)}"
    event = next((row for row in basis.told if row.standing == "confirmed"), None)
    if event is None:
        return "told by nobody else"
    missing = sum(row.standing == "alone" for row in told)
    return f"✓ also told by {_others(event.others)}, {number(missing, 'detail')} by nobody else"


def _others(count: int) -> str:
    return "1 other" if count == 1 else f"{count:,} others"


# --- what stands against it ---


def _against(told: ToldRow, basis: BasisRow, ontology: Ontology) -> Html:
    lost = told.standing == "contradicted"
    head = "Contradicted" if lost else "Disputed"
    more = len(told.against) - _POSITIONS
    return element(
        "div",
        element("p", element("b", f"{_SIGNS[told.standing]} {head}. "), _who_says(told, ontology), class_="el-against-head"),
        element("ul", [element("li", _position(position, ontology)) for position in told.against[:_POSITIONS]]),
        element("p", f"{number(more, 'more value')} told.") if more > 0 else None,
        element("p", f"The card's value, {told.value}, is believed.") if not lost else None,
        element("p", event_link(basis.event, f"Who says what about the {property_label(told.property, ontology)}")),
        class_="el-contradiction" if lost else "el-contest",
        role="note",
        aria_label=f"{head}: {property_label(told.property, ontology)}",
    )


def _who_says(told: ToldRow, ontology: Ontology) -> str:
    what = _otherwise(told.property, ontology)
    if told.by_itself:
        return f"Elsewhere the card itself {_singular(what)}:"
    publishers = sum(position.publishers for position in told.against)
    return f"Independent reports {what}:" if publishers > 1 else f"Another source {_singular(what)}:"


def _otherwise(name: str, ontology: Ontology) -> str:
    """What those do who tell another value: name someone else, give another date."""
    if name in _GIVEN_OTHERWISE:
        return _GIVEN_OTHERWISE[name]
    if name in {milestone.name for milestone in ontology.milestones}:
        return _GIVEN_OTHERWISE["date"]
    role = ontology.role(name)
    return "name someone else" if role.range == SCHEMA.Person else f"name another {role.label}"


def _singular(what: str) -> str:
    verb, _, rest = what.partition(" ")
    return f"{verb}s {rest}"


def _position(position: PositionRow, ontology: Ontology) -> Content:
    """Eric Boyd – reported by 3 independent publishers: …"""
    ranked = sorted(position.held_by, key=lambda held: ontology.statement_kind(held.statement).order)
    strongest = ontology.statement_kind(ranked[0].statement)
    names = {held.name: held for held in reversed(ranked)}
    firm = [held for held in list(names.values())[::-1] if ontology.statement_kind(held.statement).tier == strongest.tier]
    named: list[Html | str] = [web_link(held.name, held.url) for held in firm[:_HOLDERS]]
    rest, weaker = len(firm) - _HOLDERS, len(names) - len(firm)
    return [
        element("b", position.value),
        f" – {strongest.held_as} by {number(position.publishers, 'independent publisher')}: ",
        joined(", ", [*named, *([f"{rest} more"] if rest > 0 else [])]),
        f"; in a weaker manner by {weaker} more" if weaker else None,
        element("span", " · believed", class_="el-believed") if position.believed else None,
    ]


# --- everything that was read ---


def _everything(row: SentenceRow, ontology: Ontology) -> Html | None:
    if not row.basis:
        return None
    count = number(len(row.told), "claim")
    return element(
        "details",
        element("summary", f"{count} read from this sentence"),
        [_claims(basis, ontology, several=len(row.basis) > 1) for basis in row.basis],
        class_="el-read",
    )


def _claims(basis: BasisRow, ontology: Ontology, *, several: bool) -> Html:
    rows = [
        element(
            "tr",
            element("th", property_label(told.property, ontology), scope="row"),
            element("td", told.value),
            element("td", _standing(told)),
        )
        for told in basis.told
    ]
    caption = basis.title if several else f"Of {basis.title}"
    return element("table", element("caption", caption), element("tbody", rows), class_="el-table el-narrow")


def _standing(told: ToldRow) -> str:
    """✓ also reported by 3 others: Daily, Weekly …"""
    sign = _SIGNS[told.standing]
    if told.standing == "confirmed":
        names = ", ".join(told.names) + (" …" if told.others > len(told.names) else "")
        return f"{sign} also {told.told_as} by {_others(told.others)}: {names}"
    if told.standing == "alone":
        return f"{sign} told by nobody else"
    against = ", ".join(position.value for position in told.against[:_POSITIONS])
    return f"{sign} {told.standing}: {against}"


def property_label(name: str, ontology: Ontology) -> str:
    """What people call a property: former employer, date completed, amount."""
    labels = {role.name: role.label for role in ontology.roles}
    labels |= {milestone.name: f"date {milestone.label}" for milestone in ontology.milestones}
    return labels.get(name, name.replace("_", " "))


def contradictions(rows: Sequence[SentenceRow]) -> int:
    """How many sentences are contradicted."""
    return sum(row.contradicted for row in rows)
