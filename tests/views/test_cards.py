"""Cards rebuilt from the graph: what each sentence rests on, and what others say of it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import UnknownName
from kg.store import EmbeddedStore
from kg.terms import local_name
from kg.views.cards.page import find_card, list_cards, show_card
from kg.views.cards.shapes import CardRow, SentenceRow, ToldRow
from kg.views.cards.tables import contradict
from kg.views.disputes import list_disputes
from kg.views.graph import Graph, open_graph

EXAMPLES = Path(__file__).parent / "examples"
ON = date(2026, 6, 1)


def card_called(graph: Graph, word: str, on: date = ON) -> CardRow:
    [found] = [card for card in list_cards(graph) if word in card.title]
    return show_card(graph, found.id, on)


@pytest.fixture(scope="module")
def hire(carded: Graph) -> CardRow:
    return card_called(carded, "Acme Hires")


def told(sentence: SentenceRow, name: str) -> ToldRow:
    [row] = [row for row in sentence.told if row.property == name]
    return row


# --- the page ---


def test_a_card_has_what_its_readers_know(hire: CardRow) -> None:
    assert hire.headline.text == "Acme Hires Gamma's Cloud Lead"
    assert hire.lead is not None
    assert [name for name, _ in hire.brief] == ["what-changed", "why-it-matters"]
    assert hire.audiences == ("Analysts", "Infrastructure Teams")
    assert [sentence.text for sentence in hire.takeaways][1] == "Acme will need land and power."
    assert [line.date for line in hire.timeline] == ["2021", "2026-04"]
    assert [prediction.statement for prediction in hire.predictions] == [
        "Acme will buy Delta Labs within 12 months.",
        "Gamma will feel it.",
    ]
    assert [section.heading for section in hire.others] == ["What the rivals say"]
    assert (hire.summary.original, hire.summary.original_url) == ("Signal", "https://signal.example/acme")
    assert (hire.summary.published, hire.summary.known) == ("2026-04-10", date(2026, 4, 10))


def test_each_sentence_carries_its_manner(hire: CardRow) -> None:
    assert hire.headline.statement == "reported"
    assert {sentence.statement for sentence in (*hire.takeaways, *hire.timeline)} == {"machine-generated"}


def test_the_table_is_laid_out_as_it_was(hire: CardRow) -> None:
    [table] = hire.tables
    assert [(head.name, head.qualifier, head.context) for head in table.columns] == [
        ("Acme", "Projected", ""),
        ("Gamma", "", "Delta Labs"),
    ]
    assert [head.name for head, _ in table.rows] == ["Founded", "Context window", "Machines"]
    cells = [[cell and (cell.value, cell.qualifier) for cell in row] for _, row in table.rows]
    assert cells == [[("2019", ""), ("2015", "")], [("128K tokens", ""), None], [("Own", "Post-Hire"), ("Rented", "")]]


def test_a_table_of_companies_down_the_side_keeps_them_there(sample: Graph) -> None:
    [table] = card_called(sample, "Mistral AI raises").tables
    assert [head.name for head in table.columns] == ["Open weights", "Headquarters"]
    assert [(head.name, head.context) for head, _ in table.rows] == [("Mistral AI", ""), ("OpenAI", "Microsoft"), ("Meta", "")]


def test_a_related_update_leads_to_the_card_of_that_headline(carded: Graph, hire: CardRow) -> None:
    known, unknown = hire.related
    assert known.card == card_called(carded, "Delta Labs").summary.id
    assert unknown.card is None


def test_a_card_with_little_on_it_is_shown_too(carded: Graph) -> None:
    specs = card_called(carded, "Two makers")
    assert (specs.lead, specs.takeaways, specs.predictions, specs.timeline, specs.related) == (None, (), (), (), ())
    assert specs.headline.basis == ()


# --- what it rests on ---


def test_a_machine_written_takeaway_is_contradicted_in_its_place(hire: CardRow) -> None:
    first, second = hire.takeaways
    person = told(first, "person")
    assert (first.contradicted, second.contradicted) == (True, False)
    assert (person.value, person.standing, person.by_itself) == ("Bob Ray", "contradicted", False)
    [other] = person.against
    assert (other.value, other.believed, other.publishers) == ("Dana Fox", True, 2)
    assert {source.name for source in other.held_by} == {"Daily", "Weekly"}
    assert person.reason.startswith("Dana Fox is believed")


def test_only_the_sentence_that_tells_the_value_is_marked(hire: CardRow) -> None:
    marked = [sentence.place for sentence in hire.sentences if sentence.contradicted]
    assert marked == ["takeaway-1"]


def test_the_event_is_the_one_that_the_disputes_are_about(carded: Graph, hire: CardRow) -> None:
    [basis] = hire.takeaways[0].basis
    assert [dispute.property for dispute in list_disputes(carded, event=[basis.event])] == ["person"]


def test_what_others_tell_too_is_counted_by_voices(hire: CardRow) -> None:
    date_told = told(hire.timeline[1], "date")
    assert (date_told.standing, date_told.others, date_told.told_as) == ("confirmed", 2, "reported")
    assert set(date_told.names) == {"Daily", "Weekly"}
    founder = told(hire.timeline[0], "founder")
    assert (founder.standing, founder.others, founder.names) == ("confirmed", 1, ("Daily",))


def test_what_nobody_else_tells_is_told_so(carded: Graph) -> None:
    [line] = card_called(carded, "Delta Labs").timeline
    assert {row.standing for row in line.told} == {"alone"}


def test_a_believed_value_that_others_deny_is_contested(sample: Graph) -> None:
    card = card_called(sample, "Suleyman")
    founding = told(card.timeline[0], "date")
    assert (founding.value, founding.standing) == ("2010", "contested")
    assert founding.against
    assert not any(position.believed for position in founding.against)
    assert not card.timeline[0].contradicted


def test_sister_pages_of_the_card_confirm_nothing(tmp_path: Path) -> None:
    store = EmbeddedStore(tmp_path / "store")
    pipeline.ingest(store, [pipeline.open_input(EXAMPLES / "cards" / "hire.md", key="card")])
    rows = (EXAMPLES / "cards" / "reports.csv").read_text("utf-8")
    rows = rows.replace("Daily", "Signal").replace("daily.example", "signal.example")
    (tmp_path / "copies.csv").write_text(rows, "utf-8")
    pipeline.ingest(store, [pipeline.open_input(tmp_path / "copies.csv")])
    founder = told(card_called(open_graph(store.snapshot()), "Acme Hires").timeline[0], "founder")
    assert (founder.standing, founder.others, founder.names) == ("alone", 0, ())


def test_a_card_that_contradicts_itself_is_told_so(tmp_path: Path) -> None:
    text = (EXAMPLES / "cards" / "hire.md").read_text("utf-8")
    text = text.replace("Acme hires Gamma's former cloud lead.", "Acme hires Eve Stone from Gamma.")
    (tmp_path / "card.md").write_text(text, "utf-8")
    store = EmbeddedStore(tmp_path / "store")
    pipeline.ingest(store, [pipeline.open_input(tmp_path / "card.md")])
    person = told(card_called(open_graph(store.snapshot()), "Acme Hires").takeaways[0], "person")
    assert person.standing in ("contradicted", "contested")
    assert person.by_itself


# --- the table and the predictions ---


def test_cells_that_others_contradict_are_marked(hire: CardRow) -> None:
    [table] = hire.tables
    cells = {cell.value: cell for _, row in table.rows for cell in row if cell}
    assert {value for value, cell in cells.items() if cell.contradicted} == {"2019", "128K tokens"}
    [founded] = cells["2019"].elsewhere
    assert (founded.value, founded.event is not None) == ("2021-03", True)
    [window] = cells["128K tokens"].elsewhere
    assert window.source is not None
    assert (window.value, window.source.name) == ("200K tokens", "Bench Lab")
    [machines] = cells["Rented"].elsewhere
    assert (machines.value, machines.contradicts) == ("Leased", False)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("200K tokens", "200,000 tokens", False),
        ("128K", "200K", True),
        ("2021", "March 2021", False),
        ("2019", "March 2021", True),
        ("Yes (own)", "No", True),
        ("Yes", "Yes, partly", False),
        ("$20 per month", "$25 per month", True),
        ("$1.3 billion", "1.3bn USD", False),
        ("about 500 people", "about 500 staff", False),
        ("Very high", "High", False),
        ("中国", "美国", False),
    ],
)
def test_only_figures_dates_and_answers_contradict(one: str, other: str, expected: bool) -> None:
    assert contradict(one, other) is expected
    assert contradict(other, one) is expected


def test_a_prediction_has_its_state_on_the_day(carded: Graph, hire: CardRow) -> None:
    assert [prediction.status for prediction in hire.predictions] == ["open", "uncheckable"]
    later = card_called(carded, "Acme Hires", date(2027, 12, 1))
    assert [prediction.status for prediction in later.predictions] == ["late", "uncheckable"]


# --- finding ---


def test_cards_are_listed_newest_first_with_their_disputes(carded: Graph) -> None:
    cards = list_cards(carded)
    assert [card.title for card in cards] == [
        "Two makers side by side",
        "Acme Hires Gamma's Cloud Lead",
        "Delta Labs loses its head of research",
    ]
    assert [card.contradicted for card in cards] == [0, 1, 0]


def test_a_card_is_found_by_its_id_and_by_its_beginning(carded: Graph, hire: CardRow) -> None:
    short = local_name(hire.summary.id)
    assert find_card(carded, short) == find_card(carded, short[:8]) == find_card(carded, hire.summary.id) == hire.summary.id


@pytest.mark.parametrize("reference", ["", "zz", "0" * 20, "https://example.org/card", "<script>", "a b\n"])
def test_what_is_no_card_is_told(reference: str, carded: Graph) -> None:
    with pytest.raises(UnknownName):
        find_card(carded, reference)
