"""One event with everything that is said of it: what is disputed first, then every claim with who makes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from app.components.palette import Palette, text_glyph
from app.components.positions import readable
from app.links import event_link, profile_link
from app.markup import Content, Html, element, joined, number, opening, web_link
from kg.ontology import Ontology
from kg.views.shapes import ClaimRow, DisputeRow, EventDetail, EventRow, SourceRow
from kg.views.spelt import spelt_date

_FIRST = ("title", "kind", "date", "organisation")
"""Properties that stand at the beginning; the others follow by name."""
_LEAST_TELLING = ("title", "kind", "note")
"""Properties that stand at the end of the list of claims."""


def details(detail: EventDetail, ontology: Ontology, colours: Palette) -> Html:
    """The panel of a selected event."""
    event = detail.event
    kind = ontology.kind(event.kind)
    sign = element("span", text_glyph(kind.glyph), class_="el-glyph", style=f"color:{colours.kind(kind)}")
    who = [profile_link(iri, name) for iri, name in zip(event.organisation_ids, event.organisations, strict=True)]
    facts = [kind.label, spelt_date(event.date), joined(", ", who)]
    return element(
        "article",
        element("p", sign, " ", joined(" · ", facts), class_="el-kicker"),
        element("h3", event_link(event.id, event.title)),
        element(
            "p",
            f"{opening(_spoken(ontology, event.status))}; {number(event.told_by, 'source')}.",
            class_="el-soft",
        ),
        _named_dates(event) if len(event.named_dates) > 1 else None,
        [_dispute(dispute, ontology) for dispute in detail.disputes],
        element("h4", "Every claim"),
        [_property(name, claims, ontology) for name, claims in _by_property(detail.claims)],
        class_="el-details",
    )


def _named_dates(event: EventRow) -> Html:
    """Announced 2025-03-18 · completed 2026-03-11."""
    told = [f"{named.name} {spelt_date(named.date)}" for named in event.named_dates]
    return element("p", opening(" · ".join(told)), class_="el-soft")


def _dispute(dispute: DisputeRow, ontology: Ontology) -> Html:
    positions = [
        element(
            "li",
            element("b", position.value),
            element("small", " believed", class_="el-believed") if position.believed else None,
            " – ",
            joined("; ", [_holder(source, ontology) for source in position.held_by]),
        )
        for position in dispute.positions
    ]
    name = readable(dispute.property)
    head = element("p", element("i", "?", class_="el-dispute-badge"), f" The {name} is disputed. Sources say:")
    why = element("p", dispute.reason, class_="el-soft")
    return element("section", head, element("ul", positions), why, class_="el-disputed")


def _by_property(claims: Iterable[ClaimRow]) -> list[tuple[str, list[ClaimRow]]]:
    found: dict[str, list[ClaimRow]] = {}
    for claim in claims:
        found.setdefault(claim.property, []).append(claim)
    return sorted(found.items(), key=lambda item: (item[0] in _LEAST_TELLING, item[0] not in _FIRST, item[0]))


def _property(name: str, claims: Sequence[ClaimRow], ontology: Ontology) -> Html:
    values: dict[str, list[ClaimRow]] = {}
    for claim in claims:
        values.setdefault(claim.value, []).append(claim)
    told = [
        element(
            "li",
            element("span", value, class_="el-value" if same[0].believed else "el-value el-unbelieved"),
            element("span", joined("; ", [_claimant(claim, ontology) for claim in same]), class_="el-who"),
        )
        for value, same in values.items()
    ]
    mark = element("i", "?", class_="el-dispute-badge", title="disputed") if claims[0].disputed else None
    return element("section", element("h5", readable(name), " ", mark), element("ul", told), class_="el-claims")


def _claimant(claim: ClaimRow, ontology: Ontology) -> Html:
    name = claim.publisher or claim.title or claim.url or claim.source
    return _said_by(name, claim.url, claim.statement, claim.published, ontology)


def _holder(source: SourceRow, ontology: Ontology) -> Html:
    return _said_by(source.name, source.url, source.statement, source.published, ontology)


def _said_by(name: str, url: str | None, statement: str, published: str | None, ontology: Ontology) -> Html:
    """`Reuters, 2024-05-01 (rumour)`: a plain report needs no remark."""
    remark: Content = None
    if statement != "reported":
        kind = ontology.statement_kind(statement)
        remark = [" ", element("em", f"({kind.glyph} {kind.label})")]
    return element(
        "span", web_link(name, url), element("small", f", {published}") if published else None, remark, class_="el-source"
    )


def _spoken(ontology: Ontology, statement: str) -> str:
    return ontology.statement_kind(statement).label


def claims_table(claims: Sequence[ClaimRow]) -> list[dict[str, object]]:
    """Every claim as one row, for a table that can be sorted and copied."""
    return [
        {
            "property": readable(claim.property),
            "value": claim.value,
            "believed": claim.believed,
            "said by": claim.publisher or claim.title,
            "manner": claim.statement,
            "published": claim.published,
            "retrieved": claim.retrieved.isoformat() if claim.retrieved else None,
            "address": claim.url,
        }
        for claim in claims
    ]
