"""The command line's contract: shapes of JSON, exit codes, and errors in one line."""

from __future__ import annotations

import csv
import io
import json
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.store import EmbeddedStore
from tests.cli.conftest import Run, in_a_process

EXAMPLES = Path(__file__).parents[1]
MIXED = EXAMPLES / "ingest" / "examples" / "tables" / "mixed.csv"
FACTS = EXAMPLES / "views" / "examples" / "facts.csv"
CARD = EXAMPLES / "views" / "examples" / "card.txt"

EVENT_KEYS = {
    "id",
    "kind",
    "title",
    "date",
    "begin",
    "end",
    "organisations",
    "participants",
    "amount",
    "status",
    "disputed",
    "sources",
}
SOURCE_KEYS = {"id", "publisher", "url", "published", "retrieved", "statement"}
ROLES = {
    "founder",
    "investor",
    "lead_investor",
    "acquirer",
    "acquired",
    "person",
    "employer_from",
    "employer_to",
    "position",
    "model",
    "product",
    "partner",
    "counterparty",
    "regulator",
    "location",
}


@pytest.fixture(scope="module")
def small_store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("cli") / "store"
    pipeline.ingest(EmbeddedStore(place), [pipeline.open_input(path, retrieved=date(2026, 4, 8)) for path in (FACTS, CARD)])
    return place


@pytest.fixture
def filled(kg: Run, small_store: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs `kg` on a store with the facts and the card; nothing here may change it."""
    monkeypatch.setenv("EVENTLINE_STORE", str(small_store))
    return kg


# --- shapes ------------------------------------------------------------------------------------------------------------------


def test_events_as_json(on_sample: Run) -> None:
    rows = on_sample("events", "--format", "json").json
    assert len(rows) > 300
    for row in rows:
        assert row.keys() >= EVENT_KEYS
        assert all(part.keys() == {"role", "name", "id"} and part["role"] in ROLES for part in row["participants"])
        assert row["amount"] is None or row["amount"].keys() == {"value", "min", "max", "currency", "qualifier", "text"}
        assert row["sources"]
        assert all(source.keys() >= SOURCE_KEYS for source in row["sources"])
        assert row["organisations"]
        assert isinstance(row["disputed"], bool)
    assert [row["begin"] or row["end"] for row in rows] == sorted(row["begin"] or row["end"] for row in rows)


def test_one_event_as_json(filled: Run) -> None:
    [hire] = filled("events", "--kind", "Hire", "--format", "json").json
    found = filled("event", hire["id"], "--format", "json").json
    assert found.keys() >= EVENT_KEYS | {"claims"}
    assert all(claim.keys() >= {"property", "value", "statement", "publisher", "url", "published"} for claim in found["claims"])
    assert {(claim["value"], claim["statement"]) for claim in found["claims"] if claim["property"] == "person"} == {
        ("Ann Lee", "reported"),
        ("Bob Ray", "machine-generated"),
    }


def test_a_comparison_as_json(filled: Run) -> None:
    found = filled("compare", "Acme", "Gamma", "--format", "json").json
    assert found["companies"] == ["Acme", "Gamma"]
    assert all(row.keys() == {"company", "kind", "year", "quarter", "events"} for row in found["counts"])
    assert all(row.keys() >= {"company", "about", "feature", "claims", "agreement"} for row in found["features"])
    assert [row["event"]["title"] for row in found["funding"]] == ["Beta Fund puts $5m into Acme"]


def test_predictions_as_json(filled: Run) -> None:
    [found] = filled("predictions", "--on", "2026-05-01", "--format", "json").json
    assert found.keys() >= {"statement", "about", "rationale", "horizon", "deadline", "status", "source"}
    assert (found["horizon"], found["deadline"], found["status"], found["about"]) == ("18 months", "2027-10", "open", ["Acme"])
    assert found["source"]["statement"] == "machine-generated"


def test_queries_and_stats_as_json(filled: Run) -> None:
    listed = {query["name"]: query for query in filled("queries", "--format", "json").json}
    assert {parameter["name"] for parameter in listed["timeline/events"]["parameters"]} >= {"org", "kind", "from", "to"}
    found = filled("stats", "--format", "json").json
    assert found["events"] == 5
    assert found["kinds"]["Hire"] == 1


@pytest.mark.parametrize("words", [["disputes"], ["sources"], ["entity", "Acme"], ["check"], ["query", "timeline/events"]])
def test_other_commands_give_json(filled: Run, words: list[str]) -> None:
    assert filled(*words, "--format", "json").json is not None


@pytest.mark.parametrize(
    "words",
    [
        ["events"],
        ["disputes"],
        ["sources"],
        ["stats"],
        ["predictions"],
        ["queries"],
        ["event", "{hire}"],
        ["query", "timeline/events"],
    ],
)
def test_csv_has_a_head_and_rows_of_its_width(filled: Run, words: list[str]) -> None:
    [hire] = filled("events", "--kind", "Hire", "--format", "json").json
    answer = filled(*(word.replace("{hire}", hire["id"]) for word in words), "--format", "csv")
    rows = list(csv.reader(io.StringIO(answer.out)))
    assert answer.status == 0
    assert len(rows) > 1
    assert {len(row) for row in rows} == {len(rows[0])}


@pytest.mark.parametrize(
    "words",
    [
        ["events"],
        ["event", "{hire}"],
        ["compare", "Acme", "Gamma"],
        ["entity", "Acme"],
        ["predictions"],
        ["disputes"],
        ["sources"],
        ["stats"],
        ["queries"],
        ["check"],
    ],
)
def test_every_command_prints_for_people(filled: Run, words: list[str]) -> None:
    [hire] = filled("events", "--kind", "Hire", "--format", "json").json
    answer = filled(*(word.replace("{hire}", hire["id"].rsplit("/", 1)[-1][:8]) for word in words))
    assert answer.status == 0
    assert answer.out


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["--kind", "Hire"], 1),
        (["--org", "Acme", "--org", "Gamma"], 5),
        (["--from", "2025", "--to", "2025"], 2),
        (["--status", "rumour"], 1),
        (["--text", "anvil"], 1),
        (["--limit", "2"], 2),
        (["--disputed"], 2),
        (["--kind", "Hire", "--kind", "Founding"], 2),
        (["--to", "2019"], 0),
    ],
)
def test_events_are_filtered(filled: Run, words: list[str], expected: int) -> None:
    assert len(filled("events", *words, "--format", "json").json) == expected


def test_query_results_are_the_w3c_formats(filled: Run) -> None:
    found = filled("query", "timeline/events", "--param", "org=acme", "--param", "kind=Hire", "--format", "json").json
    assert found["head"]["vars"][0] == "event"
    assert len(found["results"]["bindings"]) == 1
    assert filled("query", "ASK { ?s a el:Hire }", "--format", "json").json["boolean"] is True
    assert "Acme" in filled("query", "DESCRIBE <https://w3id.org/eventline/id/agent/acme>", "--format", "turtle").out
    assert "el:Hire" in filled("query", "CONSTRUCT { ?s a el:Hire } WHERE { ?s a el:Hire }", "--format", "turtle").out


# --- errors ------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["events", "--org", "Gama"], "did you mean Gamma"),
        (["events", "--kind", "Merger"], "known are Founding"),
        (["events", "--from", "2024-13"], "2024-13"),
        (["events", "--status", "hearsay"], "known are"),
        (["events", "--colour"], "--colour"),
        (["events", "--limit", "-1"], "--limit"),
        (["event", "nonesuch"], "kg events"),
        (["compare", "Acme"], "2 to 6"),
        (["compare", "Acme", "Nobody"], "Nobody"),
        (["entity", "Nobody"], "Nobody"),
        (["ingest", "nonesuch.csv"], "nonesuch.csv"),
        (["ingest", "x.csv", "--published", "soon"], "--published"),
        (["ingest"], "PATH"),
        (["ingest", "x.csv", "--retrieved", "2026-04"], "is not a day"),
        (["ingest", "x.csv", "--url", "javascript:x"], "--url"),
        (["query", "timeline/event"], "timeline/events"),
        (["query", "SELECT { }"], ""),
        (["query", "timeline/events", "--param", "org"], "NAME=VALUE"),
        (["query", "timeline/events", "--param", "colour=red"], "colour"),
        (["query", "timeline/events", "--format", "pdf"], "pdf"),
        (["query", "DELETE WHERE { ?s ?p ?o }"], ""),
        (["query", "INSERT DATA { <http://a> <http://b> 1 }"], ""),
        (["query", "DROP ALL #{}"], ""),
        (["query", "SELECT * { SERVICE <http://a.example/> { ?s ?p ?o } }"], "SERVICE"),
        (["query", "select * { sErViCe <http://a.example/> { ?s ?p ?o } }"], "SERVICE"),
        (["query", "event/claims"], "event"),
        (["predictions", "--on", "soon"], "--on"),
        (["restore", "nonesuch"], "nonesuch"),
        (["nonesuch"], "nonesuch"),
        (["export", "--format", "pdf"], "pdf"),
        (["backup", "{store}"], "exists already"),
    ],
)
def test_bad_input_is_told_in_one_line_with_status_2(filled: Run, words: list[str], said: str, tmp_path: Path) -> None:
    answer = filled(*(word.replace("{store}", str(tmp_path)) for word in words))
    assert answer.status == 2
    assert answer.out == ""
    assert answer.err.count("\n") == 1
    assert said.casefold() in answer.err.casefold()
    assert "Value error" not in answer.err  # pydantic's word


@pytest.mark.parametrize("words", [["events"], ["query", "timeline/events"], ["export"], ["check"], ["stats"]])
def test_no_store_is_told_in_one_line(kg: Run, words: list[str], tmp_path: Path) -> None:
    answer = kg(*words)
    assert (answer.status, answer.err.count("\n")) == (2, 1)
    assert "there is no store yet" in answer.err
    assert not (tmp_path / "kg-store").exists()


def test_a_slow_query_is_ended_with_status_1(on_sample: Run) -> None:
    answer = on_sample("query", "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }", "--timeout", "0.5")
    assert (answer.status, answer.err.count("\n")) == (1, 1)


def test_a_damaged_store_is_told_with_status_1(filled: Run, tmp_path: Path) -> None:
    filled("backup", tmp_path / "damaged")
    (tmp_path / "damaged" / "current").unlink()
    answer = filled("events", "--store", tmp_path / "damaged")
    assert (answer.status, answer.err.count("\n")) == (1, 1)
    assert "kg restore" in answer.err


# --- ingest ------------------------------------------------------------------------------------------------------------------


def summary(kg: Run, *words: object) -> dict[str, Any]:
    answer = kg("ingest", *words, "--format", "json")
    found = json.loads(answer.out)
    assert isinstance(found, dict)
    return found


def test_an_ingest_is_summed_up(kg: Run, tmp_path: Path) -> None:
    found = summary(kg, MIXED, "--rejects", tmp_path / "refused.csv")
    assert (found["changed"], found["committed"], found["refused"], found["counts"]) == (True, True, 14, {"events": 2})
    [document] = found["documents"]
    assert document["read_as"] == "facts table"
    assert all(refusal.keys() == {"path", "line", "field", "problem", "remedy", "text"} for refusal in document["refused"])
    written = list(csv.DictReader((tmp_path / "refused.csv").open(encoding="utf-8", newline="")))
    assert [int(row["line"]) for row in written] == [refusal["line"] for refusal in document["refused"]]
    assert set(found["events"]) == {row["id"] for row in kg("events", "--format", "json").json}


def test_refused_rows_are_told_to_people(kg: Run) -> None:
    answer = kg("ingest", MIXED)
    assert answer.status == 0
    assert f"refused {MIXED}:3: date: '2024-13' is not an EDTF date; " in answer.err


def test_nothing_good_is_bad_input(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "bad.csv").write_text("kind,date,title,organisation\nHire,2024-13,T,Acme\n")
    assert kg("ingest", tmp_path / "bad.csv").status == 2


def test_a_dry_run_stores_nothing(kg: Run) -> None:
    found = summary(kg, FACTS, "--dry-run")
    assert (found["committed"], found["changed"], found["counts"]) == (False, True, {"events": 6})
    assert kg("events", "--format", "json").json == []


def test_the_same_file_again_changes_nothing(filled: Run) -> None:
    found = summary(filled, FACTS, CARD, "--retrieved", "2026-04-08")
    assert not found["changed"]
    assert [document["unchanged"] for document in found["documents"]] == [True, True]


def test_one_name_for_several_files_is_refused(kg: Run) -> None:
    answer = kg("ingest", FACTS, CARD, "--as", "both")
    assert (answer.status, answer.err.count("\n")) == (2, 1)


def test_hostile_names_reach_the_terminal_as_text(kg: Run, tmp_path: Path) -> None:
    (tmp_path / "facts.csv").write_text("kind,date,title,organisation\nHire,2024,[bold red]<b>\x1b[31m hi,Acme\n")
    kg("ingest", tmp_path / "facts.csv")
    answer = kg("events")
    assert "[bold red]<b>" in answer.out
    assert "\x1b" not in answer.out


# --- as a program of its own ---------------------------------------------------------------------------------------------------


def test_standard_input_is_ingested(tmp_path: Path) -> None:
    assert in_a_process("ingest", "-", store=tmp_path / "s", stdin=FACTS.read_bytes()).status == 0
    answer = in_a_process(
        "query", "-", "--format", "csv", store=tmp_path / "s", stdin=b"SELECT (COUNT(*) AS ?n) { ?e a el:Event }"
    )
    assert answer.out.split() == ["n", "5"]


def test_a_second_writer_is_told(kg: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pipeline, "ingest", partial(pipeline.ingest, wait=0.1))
    with EmbeddedStore(tmp_path / "kg-store").transaction():
        answer = kg("ingest", FACTS)
    assert (answer.status, answer.err.count("\n")) == (1, 1)
    assert "is writing; try again" in answer.err


def test_errors_are_lines_and_not_tracebacks(tmp_path: Path) -> None:
    answer = in_a_process("events", "--org", "Nobody", store=tmp_path / "none")
    assert (answer.status, answer.out, answer.err.count("\n")) == (2, "", 1)
    assert answer.err.startswith("kg: ")
