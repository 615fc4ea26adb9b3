"""The form for one event: its fields follow the ontology's declaration of the kind, and its result is a row of a facts table."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from app import state
from app.controls import Controls
from app.markup import draw, element, message
from kg.dates import read_date
from kg.errors import BadDate, BadMoney
from kg.ingest.base import Input
from kg.money import read_amount
from kg.ontology import EventKind, Ontology, RoleUse, load_ontology
from kg.records import EntityType
from kg.resolve.entities import type_in_range
from kg.views.names import names_of
from kg.views.spelt import spelt_date

_CURRENCIES = ("USD", "EUR", "GBP", "CNY", "JPY", "INR", "KRW", "CAD", "AUD", "CHF", "SGD", "HKD", "ILS", "AED", "SAR")
"""Offered first; any other code can be typed."""
_LIMITS = ("exactly", "about", "over", "up to", "under")
_MONEY = ("amount", "valuation")
_AT_FIRST = 4
"""Roles that are shown at once."""
_AS_THE_TITLE_SAYS = "as the title says"


@dataclass(frozen=True)
class Source:
    """Where the event is told, as the page's fields for all inputs have it."""

    publisher: str
    url: str
    published: str
    retrieved: str


def event_form(controls: Controls, source: Source) -> Input | None:
    """Draw the form and give its row; nothing as long as a field that every event needs is empty or cannot be read."""
    form = _Form(controls, load_ontology())
    row = form.row()
    if row is None:
        return None
    told = {"source_name": source.publisher, "source_url": source.url, "source_date": source.published}
    filled = {name: value for name, value in (row | told | {"retrieved": source.retrieved}).items() if value}
    data = json.dumps(filled, ensure_ascii=False).encode()
    return Input("the form", data, f"form/{hashlib.blake2b(data, digest_size=10).hexdigest()}")


class _Form:
    """The form while it is drawn."""

    def __init__(self, controls: Controls, ontology: Ontology) -> None:
        self._controls = controls
        self._ontology = ontology
        self._turn = st.session_state.setdefault(controls.key("turn"), 0)
        self._missing: list[str] = []
        self._wanting: list[str] = []

    def row(self) -> dict[str, object] | None:
        """The values by column of a facts table."""
        kind = self._kind()
        told: dict[str, object] = {"kind": kind.name}
        told["title"] = st.text_input(
            "Title (needed)", key=self._key("title"), placeholder="Acme hires Ann Lee from Gamma to run its cloud",
            help="One short sentence, as a source would word it.",
        ).strip()  # fmt: skip
        left, right = st.columns(2)
        with left:
            told["organisation"] = self._one("organisation", "Organisation (needed)", "organization", self._whose(kind))
        with right:
            told["date"] = self._date()
            told["milestone"] = self._milestone(kind)
        self._missing = [name for name, value in told.items() if name != "milestone" and not value]
        told["participants"] = self._participants(kind)
        told |= self._money(kind)
        told |= self._rest()
        self._tell()
        return None if self._missing else told

    def _key(self, name: str) -> str:
        return self._controls.key(f"form_{self._turn}_{name}")

    def _tell(self) -> None:
        """What is still needed, and what the ontology would like to know."""
        if self._missing:
            message(f"Still needed: {', '.join(self._missing)}.", "note")
        elif self._wanting:
            wanting = ", ".join(self._wanting)
            message(f"A complete description also names: {wanting}. Leave out what the source does not tell.", "note")

    # --- what every event has ---

    def _kind(self) -> EventKind:
        kinds = {kind.name: kind for kind in self._ontology.kinds}
        chosen = st.selectbox(
            "Kind of event (needed)", list(kinds), format_func=lambda name: f"{kinds[name].glyph} {kinds[name].label}",
            key=self._key("kind"),
        )  # fmt: skip
        kind = kinds[chosen]
        draw(element("p", kind.comment, class_="el-note"))
        return kind

    def _date(self) -> str:
        text = st.text_input(
            "Date (needed)", key=self._key("date"), placeholder="2026-04-08, April 2026, Q2 2026, 2024~",
            help="As precise as the source tells it: a day, a month, a quarter, a year, an interval. ~ means about, ? perhaps.",
        ).strip()  # fmt: skip
        if not text:
            return ""
        try:
            told = read_date(text)
        except BadDate as error:
            message(f"Date: {error}")
            return ""
        draw(element("p", f"Read as {spelt_date(told)}.", class_="el-note"))
        return told

    def _milestone(self, kind: EventKind) -> str:
        """What the date is of, for kinds whose affairs are announced on one day and completed on another."""
        if not kind.milestones:
            return ""
        names = {_AS_THE_TITLE_SAYS: "", **{stone.label: stone.name for stone in kind.milestones if stone.happened}}
        return names[st.selectbox("What the date is of", list(names), key=self._key(f"milestone_{kind.name}"))]

    # --- who takes part ---

    def _participants(self, kind: EventKind) -> dict[str, list[str]]:
        """Names by role. Roles that sentences on such events name most often come first; the others unfold."""
        uses = sorted(self._roles(kind), key=lambda use: (-use.minimum, -_often(kind, use), use.role.label))
        if not uses:
            return {}
        draw(element("h2", "Who and what takes part", class_="el-heading"))
        found = self._filled(kind, uses[:_AT_FIRST])
        if uses[_AT_FIRST:]:
            with st.expander("Others who take part"):
                found |= self._filled(kind, uses[_AT_FIRST:])
        self._wanting += [use.role.label for use in uses if use.minimum and not found[use.role.name]]
        return {name: names for name, names in found.items() if names}

    def _filled(self, kind: EventKind, uses: Sequence[RoleUse]) -> dict[str, list[str]]:
        columns = st.columns(2)
        found: dict[str, list[str]] = {}
        for place, use in enumerate(uses):
            with columns[place % 2]:
                found[use.role.name] = self._fillers(kind, use)
        return found

    def _roles(self, kind: EventKind) -> Iterator[RoleUse]:
        return (use for use in kind.roles if use.role.name != "organisation")

    def _fillers(self, kind: EventKind, use: RoleUse) -> list[str]:
        label = use.role.label.capitalize() + (" (asked for)" if use.minimum else "")
        key = f"{kind.name}_{use.role.name}"
        if use.role.is_text:
            text = st.text_input(label, key=self._key(key)).strip()
            return [text] if text else []
        sort = type_in_range(use.role.range)
        if use.single:
            name = self._one(key, label, sort)
            return [name] if name else []
        names = st.multiselect(
            f"{label}, one or more" if use.minimum else f"{label}, any number",
            _suggested(sort), key=self._key(key), accept_new_options=True, placeholder="Choose or type a name",
        )  # fmt: skip
        return [name.strip() for name in names if name.strip()]

    def _whose(self, kind: EventKind) -> str:
        """Which of several organisations is meant."""
        principal = next((role.label for role in self._ontology.roles if role.iri == kind.principal), "")
        return "The one whose timeline it belongs to first" + (f": the {principal}." if principal else ".")

    def _one(self, key: str, label: str, sort: EntityType, hint: str = "") -> str:
        chosen = st.selectbox(
            label, _suggested(sort), index=None, key=self._key(key), accept_new_options=True, placeholder="Choose or type a name",
            help=hint or None,
        )  # fmt: skip
        return (chosen or "").strip()

    # --- money, manner and remarks ---

    def _money(self, kind: EventKind) -> dict[str, object]:
        told: dict[str, object] = {}
        names = [name for name in _MONEY if name in kind.properties]
        if names:
            draw(element("h2", "Money", class_="el-heading"))
            figure, currency, limit = st.columns([2, 1, 1])
            with currency:
                code = st.selectbox("Currency", _CURRENCIES, key=self._key("currency"), accept_new_options=True) or ""
            for name in names:
                with figure:
                    told |= self._sum(name, code)
            with limit:
                chosen = st.selectbox("The amount is", _LIMITS, key=self._key("limit"))
            told["amount_note"] = chosen if chosen != _LIMITS[0] and told.get("amount") else ""
        if "round" in kind.properties:
            told["round"] = st.text_input("Round", key=self._key("round"), placeholder="Series B").strip()
        return told

    def _sum(self, name: str, currency: str) -> Mapping[str, object]:
        text = st.text_input(name.capitalize(), key=self._key(name), placeholder="1.25bn, 14,000,000").strip()
        if not text:
            return {}
        try:
            money = read_amount(text, currency or None)
        except BadMoney as error:
            message(f"{name.capitalize()}: {error}")
            return {}
        if money.value is None:
            message(f"{name.capitalize()}: '{text}' is not one figure; give it and say in the field beside it how it is limited")
            return {}
        return {name: str(money.value), "currency": money.currency or ""}

    def _rest(self) -> dict[str, object]:
        kinds = {kind.name: kind for kind in self._ontology.statement_kinds}
        names = sorted(kinds, key=lambda name: name != "reported")
        left, right = st.columns(2)
        with left:
            chosen = st.selectbox(
                "In what manner it is said", names, key=self._key("statement"),
                format_func=lambda name: f"{kinds[name].glyph} {kinds[name].label}",
            )  # fmt: skip
            draw(element("p", kinds[chosen].definition, class_="el-note"))
        with right:
            note = st.text_input("Remark", key=self._key("note"), placeholder="Kept and shown, never reasoned with")
        return {"statement_kind": chosen, "note": note.strip()}


def _often(kind: EventKind, use: RoleUse) -> int:
    """How often the sentence patterns of a kind name a role."""
    return sum(f"{{{use.role.name}}}" in template for template in kind.templates)


def _suggested(sort: EntityType) -> tuple[str, ...]:
    """Names in the graph; none while there is nothing in it."""
    return () if state.is_empty() else state.ask(names_of, sort)
