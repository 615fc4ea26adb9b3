"""The sentence reader on single sentences, and on those labelled in examples/sentences*.tsv and in the sample facts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from kg.errors import BadOntology
from kg.ingest.base import Context, Lexicon
from kg.ingest.sentences import Reading, SentenceReader, read_sentence
from kg.ingest.templates import compile_template
from kg.ontology import Ontology, load_ontology
from tests.bench.reader import Labelled, fact_titles, figures, own_sentences, read_all

EXAMPLES = Path(__file__).parent / "examples"


@pytest.fixture(scope="module")
def context() -> Context:
    return Context(load_ontology())


def roles(reading: Reading) -> set[tuple[str, str]]:
    return {(part.role, part.name) for part in reading.participants}


@pytest.mark.parametrize(
    ("sentences", "tuned", "kind", "organisation", "precision"),
    [
        (own_sentences, True, 0.99, 0.98, 0.98),
        (own_sentences, False, 0.91, 0.92, 0.93),
        (fact_titles, True, 0.85, 0.87, 0.83),
        (fact_titles, False, 0.67, 0.79, 0.80),
    ],
)
def test_labelled_sentences_are_read_as_well_as_measured(
    context: Context,
    sentences: Callable[[], tuple[Labelled, ...]],
    tuned: bool,
    kind: float,
    organisation: float,
    precision: float,
) -> None:
    """A little below what `make bench` prints with no name known; the reader was bettered on the tuned parts alone."""
    part = [labelled for labelled in sentences() if labelled.tuned == tuned]
    found = figures(read_all(part, context))
    assert len(part) >= 150
    assert found.given >= 150
    assert (found.kind >= kind, found.organisation >= organisation, found.precision >= precision) == (True, True, True), found


def test_no_sentence_is_in_both_parts() -> None:
    for sentences in (own_sentences(), fact_titles()):
        parts: dict[str, set[bool]] = {}
        for labelled in sentences:
            parts.setdefault(labelled.sentence, set()).add(labelled.tuned)
        assert all(len(found) == 1 for found in parts.values())


@pytest.mark.parametrize(
    ("sentence", "kind", "organisation", "expected"),
    [
        ("Helio founded by former Arcadia executives.", "Founding", "Helio", set()),
        ("Arcadia announces a multi-billion dollar investment in Helio.", "Investment", "Helio", {("investor", "Arcadia")}),
        ("Helio releases Tern, its first large language model.", "ModelLaunch", "Helio", {("model", "Tern")}),
        ("Helio releases Tern, an app for pilots.", "ProductLaunch", "Helio", {("product", "Tern")}),
        ("Helio launches Tern 3 model family.", "ModelLaunch", "Helio", {("model", "Tern 3")}),
        (
            "Helio hires former Arcadia Cloud AI lead to run its servers.",
            "Hire",
            "Helio",
            {("employer_to", "Helio"), ("employer_from", "Arcadia"), ("position", "Cloud AI lead")},
        ),
        ("钛媒体 raises ¥20 million from Helio & Sons.", "Investment", "钛媒体", {("investor", "Helio & Sons")}),
        ("Helio releases Helio 7B, its first open-weight model.", "ModelLaunch", "Helio", {("model", "Helio 7B")}),
        ("01.AI was founded by Hélène Okafor.", "Founding", "01.AI", {("founder", "Hélène Okafor")}),
        ("Helio hires Zoe Q. Okafor.", "Hire", "Helio", {("employer_to", "Helio"), ("person", "Zoe Q. Okafor")}),
        ("The FTC sues Helio.", "Legal", "Helio", {("regulator", "FTC")}),
        ("Helio settles with the SEC.", "Legal", "Helio", {("regulator", "SEC")}),
        (
            "US Department of Justice investigates Helio's acquisition of Borealis.",
            "Legal",
            "Helio",
            {("regulator", "US Department of Justice"), ("acquired", "Borealis")},
        ),
        ("Helio becomes Borealis.", "Rebrand", "Borealis", {("former_name", "Helio")}),
        ("Helio renames Tern to Gull.", "Rebrand", "Helio", {("product", "Gull"), ("former_name", "Tern")}),
        ("Ada and Lena Okafor found Helio.", "Founding", "Helio", {("founder", "Ada Okafor"), ("founder", "Lena Okafor")}),
        ("Helio unveils the ePhone 15.", "ProductLaunch", "Helio", {("product", "ePhone 15")}),
        (
            "After leaving Borealis, Ada Okafor joins Helio as Chief Technology Officer.",
            "Hire",
            "Helio",
            {("person", "Ada Okafor"), ("employer_to", "Helio"), ("position", "Chief Technology Officer")},
        ),
        (
            "Reuters reports that Helio acquired Borealis.",
            "Acquisition",
            "Helio",
            {("acquirer", "Helio"), ("acquired", "Borealis")},
        ),
        ("helio raises $5 million.", "Investment", "helio", set()),
        ("Lagos-based Helio on Monday in March 2024 released Tern 2.", "ModelLaunch", "Helio", {("model", "Tern 2")}),
    ],
)
def test_sentence(context: Context, sentence: str, kind: str, organisation: str, expected: set[tuple[str, str]]) -> None:
    reading = read_sentence(sentence, context)
    assert (reading.kind, reading.organisation, roles(reading)) == (kind, organisation, expected)


def test_amount_valuation_and_round_are_told_apart(context: Context) -> None:
    reading = read_sentence("Helio raises $40 million in Series B funding at a $1.2 billion valuation.", context)
    assert reading.amount is not None
    assert reading.valuation is not None
    found = (reading.amount.value, reading.valuation.value, reading.round)
    assert found == (Decimal(40_000_000), Decimal(1_200_000_000), "Series B")


def test_wording_alone_is_kept_as_an_amount(context: Context) -> None:
    reading = read_sentence("Arcadia announces a multi-billion dollar investment in Helio.", context)
    assert reading.amount is not None
    assert reading.amount.value is None
    assert "multi-billion" in reading.amount.text


def test_known_names_decide_what_a_name_is(context: Context) -> None:
    plain = read_sentence("Helio launches Tern.", context)
    knowing = Context(context.ontology, Lexicon({"Tern": "model"}))
    assert plain.kind == "ProductLaunch"
    assert read_sentence("Helio launches Tern.", knowing).kind == "ModelLaunch"


def test_abbreviation_that_nobody_knows_is_noted_and_fills_no_role(context: Context) -> None:
    reading = read_sentence("Helio Hires AC Cloud AI Lead", context)
    assert ("employer_from", "AC") not in roles(reading)
    assert any("'AC' is an abbreviation" in note for note in reading.notes)


def test_what_cannot_be_placed_is_other_with_a_note(context: Context) -> None:
    reading = read_sentence("Helio reaches a hundred million users.", context)
    assert (reading.kind, reading.organisation, reading.participants) == ("Other", "Helio", ())
    assert any("what kind" in note for note in reading.notes)


def test_sentence_without_a_name_is_about_what_the_text_is_about(context: Context) -> None:
    assert read_sentence("Raises a seed round.", context, about="Helio").organisation == "Helio"
    assert read_sentence("raises a seed round.", context).organisation is None


@pytest.mark.parametrize(
    ("sentence", "organisation", "expected"),
    [
        ("Raises a seed round from Borealis.", "Helio", {("investor", "Borealis")}),
        ("Italy's data protection authority bans Borealis.", "Borealis", {("regulator", "Italy's data protection authority")}),
        ("Borealis opens an office.", "Borealis", set()),
        ("Opens an office in Bengaluru.", "Helio", set()),
    ],
)
def test_what_the_text_is_about_is_the_last_resort(
    context: Context, sentence: str, organisation: str, expected: set[tuple[str, str]]
) -> None:
    reading = read_sentence(sentence, context, about="Helio")
    assert (reading.organisation, roles(reading)) == (organisation, expected)


def test_names_without_a_role_are_noted_once_and_shortly(context: Context) -> None:
    assert read_sentence("Helio opens an office, as Tern and Tern know.", context).notes[-1:] == ("no role is plain for 'Tern'",)
    assert read_sentence("Helio acquires Borealis from Italy.", context).notes == ()


@pytest.mark.parametrize(
    "sentence", ["European governments will prefer local models.", "Rivals will sue.", "Nothing much happened."]
)
def test_common_words_that_begin_a_sentence_are_no_organisation(context: Context, sentence: str) -> None:
    assert SentenceReader(context).organisations(sentence) == ()
    assert read_sentence(sentence, context).organisation is None


def test_reference_adds_what_it_states_and_nothing_else(context: Context) -> None:
    reader = SentenceReader(context)
    told = reader.read_reference("The hire is identified as Hélène Okafor, who ran servers at Arcadia.", "Hire", "Helio")
    assert told is not None
    assert roles(told) == {("person", "Hélène Okafor")}
    assert reader.read_reference("The hire is a sign of the times for Arcadia.", "Hire", "Helio") is None


def test_kind_of_ones_own_is_read_without_python(context: Context) -> None:
    own = Context(Ontology((*context.ontology.files, EXAMPLES / "recall.ttl")))
    reading = read_sentence("Helio recalls Tern because of battery fires.", own)
    assert (reading.kind, reading.organisation) == ("Recall", "Helio")
    assert roles(reading) == {("product", "Tern"), ("hazard", "battery fires")}


@pytest.mark.parametrize(
    "text", ["", " ", "...", "\x00", "(" * 5000, "A, " * 5000, "x" * 1_000_000, "the the " * 200_000, "'s 's 's"]
)
def test_odd_text_is_read_as_nothing_much(context: Context, text: str) -> None:
    assert read_sentence(text, context).kind == "Other"


@pytest.mark.parametrize("template", ["{organisation} (buys", "buys]", "", "a } b"])
def test_broken_template_is_refused_by_name(template: str) -> None:
    with pytest.raises(BadOntology, match="el:template"):
        compile_template(template)
