"""The news-card adapter on cards of several layouts, on broken ones and on hostile ones."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg.errors import BadInput
from kg.ingest.base import Batch, Context, Input
from kg.ingest.card_layout import cells_of
from kg.ingest.cards import CardAdapter
from kg.ontology import load_ontology
from kg.paths import SAMPLES
from kg.records import ClaimRecord, EventRecord, PassageRecord, PredictionRecord

CARDS = Path(__file__).parent / "examples" / "cards"


def read(name: str, **more: str) -> Batch:
    return read_bytes((CARDS / name).read_bytes(), name, **more)


def read_bytes(data: bytes, name: str = "pasted text", **more: str) -> Batch:
    given = Input(name, data, name, publisher=more.get("publisher", ""), url=more.get("url", ""), retrieved=date(2026, 4, 8))
    return CardAdapter().read(given, Context(load_ontology()))


def events(batch: Batch) -> list[EventRecord]:
    return [record for record in batch.records if isinstance(record, EventRecord)]


def claims(batch: Batch) -> list[ClaimRecord]:
    return [record for record in batch.records if isinstance(record, ClaimRecord)]


def predictions(batch: Batch) -> list[PredictionRecord]:
    return [record for record in batch.records if isinstance(record, PredictionRecord)]


def passages(batch: Batch, section: str) -> list[PassageRecord]:
    return [record for record in batch.records if isinstance(record, PassageRecord) and record.section == section]


def test_source_of_a_pasted_card() -> None:
    source = read("plain.txt").records[0].source
    assert source.card
    assert (source.publisher, source.title) == ("Le Courrier Numérique", "Helio Robotics Hires Arcadia Cloud Operations Chief")
    assert (source.freshness, source.original, source.audiences) == ("Fresh, 2h ago", "钛媒体", ("Developers", "Founders"))
    assert source.published is None


def test_passages_of_a_pasted_card() -> None:
    batch = read("plain.txt")
    texts = {section: [part.text for part in passages(batch, section)] for section in ("lead", "what-changed", "related-updates")}
    assert texts == {
        "lead": ["A robot maker wants to run its own machines."],
        "what-changed": ["Helio Robotics recruits Arcadia Cloud operations chief"],
        "related-updates": ["Borealis opens an office in Lyon"],
    }
    takeaways = passages(batch, "key-takeaways")
    assert [(part.sequence, part.statement) for part in takeaways] == [(1, "machine-generated"), (2, "machine-generated")]


def test_marker_covers_the_analysis_and_nothing_else() -> None:
    batch = read("plain.txt")
    assert {record.statement for record in (*claims(batch), *predictions(batch))} == {"machine-generated"}
    assert {part.statement for part in passages(batch, "related-updates")} == {"reported"}
    marked = read("marked-section.md")
    assert [(part.text, part.statement) for part in passages(marked, "key-takeaways")] == [
        ("The voice is new.", "machine-generated"),
        ("AI-generated speech is cheap.", "machine-generated"),
    ]
    assert [part.statement for part in predictions(marked)] == ["reported"]


def test_claims_of_a_comparison_table() -> None:
    found = {(claim.about, claim.feature, claim.value, claim.qualifier, claim.context) for claim in claims(read("plain.txt"))}
    assert found == {
        ("Helio Robotics", "Fleet control", "High", "Post-Hire; Projected", ""),
        ("Borealis", "Fleet control", "Low", "cloud-dependent", "Arcadia Cloud"),
        ("Borealis", "Own chips", "Yes", "", "Arcadia Cloud"),
    }


def test_companies_down_the_rows_and_tabs_between_cells() -> None:
    found = {(claim.about, claim.feature, claim.value, claim.qualifier) for claim in claims(read("transposed.txt"))}
    assert found == {
        ("Helio Robotics", "Price", "Low", "Announced"),
        ("Borealis", "Price", "High", ""),
        ("Borealis", "Range", "40 km", ""),
    }


def test_predictions_count_from_the_day_of_reading() -> None:
    first, second = predictions(read("plain.txt"))
    assert (first.horizon, str(first.deadline), first.about) == ("18 months", "2027-10", ("Helio Robotics",))
    assert first.rationale == "It hires people who build such places."
    assert (second.horizon, second.deadline, second.about) == ("", None, ("Arcadia Cloud",))


def test_prediction_and_rationale_in_one_bullet() -> None:
    found = [(part.text, part.rationale, part.horizon, str(part.deadline)) for part in predictions(read("energy.md"))]
    assert found == [
        ("Ørsted will sell assets by 2027.", "Debt must fall.", "by 2027", "2027"),
        ("RWE may bid for stakes over the next 12 months.", "It has cash.", "12 months", "2027-04"),
        ("Prices should recover in H2 2026.", "Supply tightens.", "in H2 2026", "2026-07/2026-12"),
    ]


def test_dates_in_bold_and_with_dashes() -> None:
    dated = [(event.kind, str(event.date), event.organisation) for event in events(read("energy.md")) if event.date]
    assert dated == [
        ("Other", "2023-09", "Ørsted"),
        ("Departure", "2025-01-31", "Ørsted"),
        ("Investment", "2025-35", "Ørsted"),
        ("Hire", "2026-03", "Ørsted"),
    ]


def test_names_that_know_no_capitals() -> None:
    batch = read("chinese.txt")
    told = [(event.local_id, event.organisation, event.statement) for event in events(batch) if event.same_as]
    assert told == [("what-changed", "月之暗面", "reported"), ("takeaway-2", "月之暗面", "machine-generated")]
    assert [str(event.date) for event in events(batch) if event.date] == ["2023-03", "2024-02", "2025-07", "2026-01"]


def test_products_of_the_card_are_no_companies_in_it() -> None:
    batch = read("browser.txt")
    assert {event.organisation for event in events(batch)} == {"Perplexity"}
    assert {event.title: event.kind for event in events(batch)}["Comet becomes free for all users."] == "Other"


def test_timeline_gives_typed_events() -> None:
    dated = [
        (event.kind, str(event.date), event.organisation, event.local_id) for event in events(read("plain.txt")) if event.date
    ]
    assert dated == [
        ("Founding", "2021-01", "Helio Robotics", "timeline-1"),
        ("Investment", "2023-09", "Helio Robotics", "timeline-2"),
        ("Hire", "2026-04", "Helio Robotics", "timeline-3"),
    ]


def test_headline_and_takeaway_speak_of_the_latest_fitting_event() -> None:
    told = {event.local_id: event for event in events(read("plain.txt")) if event.same_as}
    assert {name: (event.same_as, event.statement) for name, event in told.items()} == {
        "headline": ("timeline-3", "reported"),
        "what-changed": ("timeline-3", "reported"),
        "takeaway-1": ("timeline-3", "machine-generated"),
    }
    assert told["takeaway-1"].named("person") == ("Hélène Okafor",)


def test_bad_rows_are_refused_and_the_rest_is_kept() -> None:
    batch = read("markdown.md")
    refused = sorted((refusal.line, refusal.field) for refusal in batch.refusals)
    assert refused == [(8, "date"), (11, "date"), (12, "date"), (17, "cell")]
    assert [(event.kind, str(event.date)) for event in events(batch) if event.date] == [
        ("Investment", "2025-03"),
        ("ModelLaunch", "2024-35"),
    ]
    assert {(claim.feature, claim.value, claim.qualifier) for claim in claims(batch)} == {
        ("Price", "Low", ""),
        ("Price", "High", ""),
        ("Range", "40 km", "estimated"),
    }


def test_markdown_card_with_other_headings() -> None:
    batch = read("markdown.md")
    source = batch.records[0].source
    assert (source.publisher, str(source.published), source.original) == (
        "Le Courrier Numérique",
        "2025-03-04",
        "The Warehouse Post",
    )
    assert str(source.original_url) == "https://example.org/post"
    assert [(part.heading, part.text) for part in passages(batch, "other")] == [("Field notes", "The warehouse was cold.")]
    assert any("Field notes" in note for note in batch.notes)
    assert any("javascript:" in note for note in batch.notes)
    assert not any("javascript" in record.model_dump_json() for record in batch.records)


def test_given_publisher_and_address_come_first() -> None:
    batch = read("plain.txt", publisher="Another Desk", url="https://example.org/card")
    source = batch.records[0].source
    assert (source.publisher, source.url, batch.key) == ("Another Desk", "https://example.org/card", "https://example.org/card")


def test_same_card_has_the_same_key_and_records() -> None:
    first, second = read("plain.txt"), read("plain.txt")
    assert first == second
    changed = read_bytes((CARDS / "plain.txt").read_bytes().replace(b"2021-01", b"2020-01"))
    assert changed.key == first.key
    assert changed.records != first.records


@pytest.mark.parametrize("name", ["no-card.txt"])
def test_text_that_is_no_card_is_refused(name: str) -> None:
    with pytest.raises(BadInput, match="no section of a news card"):
        read(name)


@pytest.mark.parametrize("data", [b"", b"  \n", b"\x00\x01\x02\x03", b"\x89PNG\r\n\x1a\n\x00\x00"])
def test_empty_and_binary_input_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        read_bytes(data)


@pytest.mark.parametrize(
    "section", ["what changed", "key takeaways", "competitor analysis", "predictions", "timeline", "related updates"]
)
def test_each_section_may_be_missing(section: str) -> None:
    lines = (CARDS / "plain.txt").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if section not in line.casefold()]
    assert read_bytes("\n".join(kept).encode()).records


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig"])
def test_other_encodings(encoding: str) -> None:
    text = (CARDS / "plain.txt").read_text(encoding="utf-8")
    assert read_bytes(text.encode(encoding)).label == read("plain.txt").label


def test_latin_bytes_are_guessed() -> None:
    assert read_bytes(
        "Fusion à Genève: une année décisive\nWhat changed\nHelio achète Borée à Genève.\n".encode("cp1252")
    ).records


@pytest.mark.parametrize(
    "line",
    ["x" * 1_000_000, "[" * 1_000_000, "*" * 1_000_000, "| " * 500_000, "> " * 500_000, "<b>" * 300_000,
     "1. " * 300_000, "2024-" * 200_000,
     "(" * 1_000_000, "AI " * 300_000, "A, " * 300_000, "`" * 1_000_000, "![](" * 200_000,
     "_a_ " * 200_000, " " * 1_000_000 + "x"],
    ids=lambda line: line[:5],
)  # fmt: skip
@pytest.mark.parametrize("section", ["What changed", "Key takeaways", "Competitor analysis", "Predictions", "Timeline"])
def test_long_hostile_lines_are_survived(section: str, line: str) -> None:
    batch = read_bytes(f"Headline here\n{section}\n{line}\n## Timeline\n2024-05: Helio acquires Borealis.\n".encode())
    assert [event.kind for event in events(batch) if event.title == "Helio acquires Borealis."] == ["Acquisition"]


def test_markup_stays_text() -> None:
    batch = read_bytes(b"A <b>headline</b>\nWhat changed\n<script>alert(1)</script> Helio acquires Borealis.\n")
    assert passages(batch, "what-changed")[0].text == "<script>alert(1)</script> Helio acquires Borealis."


@pytest.mark.parametrize(
    ("name", "data", "wanted"),
    [
        ("card.txt", b"Headline\nWhat changed\n", True),
        ("pasted text", b"Headline\nWhat changed\n", True),
        ("card.md", b"# Headline\n", True),
        ("facts.csv", b"kind,date,title\n", False),
        ("pasted text", b"kind,date,title,organisation\nHire,2024,x,y\n", False),
        ("pasted text", b'{"kind": "Hire"}\n', False),
        ("pasted text", b"@prefix el: <x> .\n", False),
        ("pasted text", b"\x00\x01\x02", False),
        ("graph.ttl", b"Headline", False),
    ],
)
def test_accepts_text_alone(name: str, data: bytes, wanted: bool) -> None:
    assert CardAdapter().accepts(Input(name, data, name)) is wanted


@pytest.mark.parametrize(
    ("row", "cells"),
    [
        ("| a | b |", ["a", "b"]),
        ("a | b", ["a", "b"]),
        ("|---|:-:|", []),
        ("a\tb", ["a", "b"]),
        ("a \\| b | c", ["a | b", "c"]),
        ("a", None),
    ],
)
def test_cells(row: str, cells: list[str] | None) -> None:
    assert cells_of(row) == cells


@pytest.mark.parametrize("path", sorted((SAMPLES / "cards").iterdir()), ids=lambda path: path.stem)
def test_shipped_cards_are_read_whole(path: Path) -> None:
    batch = read_bytes(path.read_bytes(), path.name)
    assert batch.refusals == ()
    assert len([event for event in events(batch) if event.date]) == 5
    assert any(event.same_as for event in events(batch))
    assert "Other" not in {event.kind for event in events(batch)}
