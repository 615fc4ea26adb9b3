"""The guide, the schema and the mappings that ship: complete, fresh and true."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest

from kg.errors import BadDate
from kg.ingest.base import Context, Input
from kg.ingest.mapping.adapter import MappingAdapter
from kg.ingest.mapping.dates import read_cell
from kg.ingest.mapping.model import read_mapping
from kg.ingest.mapping.propose import propose
from kg.ingest.mapping.reference import GUIDE, SCHEMA, guide_with_reference, schema
from kg.ingest.mapping.shipped import shipped_mappings, with_mapping
from kg.ontology import load_ontology
from kg.records import ClaimRecord, EventRecord

EXAMPLES = Path(__file__).parent / "examples"
SHIPPED = EXAMPLES / "shipped"
TEXT = GUIDE.read_text("utf-8")
CONTEXT = Context(load_ontology())


def test_the_reference_and_the_schema_are_fresh() -> None:
    assert guide_with_reference(TEXT) == TEXT, "run python -m kg.ingest.mapping.reference"
    assert json.loads(SCHEMA.read_text("utf-8")) == json.loads(json.dumps(schema()))


def test_every_field_has_a_meaning() -> None:
    empty = [line for line in TEXT.splitlines() if re.fullmatch(r"\| `\w+` \|.*\|\s*\|", line)]
    assert empty == []


@pytest.mark.parametrize("block", re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL))
def test_every_mapping_of_the_guide_is_one(block: str) -> None:
    assert read_mapping(block.encode(), "guide").rules


def test_files_that_the_guide_links_to_are_there() -> None:
    links = re.findall(r"\]\((\.\./[^)#]+)\)", TEXT)
    assert links
    assert [link for link in links if not (GUIDE.parent / link).is_file()] == []


def test_the_first_mapping_of_the_guide_gives_what_it_says() -> None:
    table = re.findall(r"```\n(Date,.*?)```", TEXT, re.DOTALL)[0]
    mapping = read_mapping(re.findall(r"```toml\n(.*?)```", TEXT, re.DOTALL)[0].encode(), "guide")
    first, second = MappingAdapter().read(Input("t.csv", table.encode(), "t", mapping=mapping), CONTEXT).records
    assert isinstance(first, EventRecord)
    assert isinstance(second, EventRecord)
    assert (str(first.date), first.named("investor")) == ("2020-01-13", ("Maple Ventures Pvt. Ltd.", "Anil Rao", "Beta Fund"))
    assert (second.named("investor"), second.amount, second.title) == ((), None, "Late Foods raises money, in a Seed round")


# --- mappings that ship ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(shipped_mappings()))
def test_a_shipped_mapping_knows_its_table_and_reads_it(name: str) -> None:
    path = next(SHIPPED.glob(f"{name}.*"))
    given = with_mapping(Input(path.name, path.read_bytes(), path.name, folder=SHIPPED))
    assert given.mapping == shipped_mappings()[name]
    batch = MappingAdapter().read(given, CONTEXT)
    assert batch.records
    assert not batch.refusals


def test_a_table_of_another_sort_is_not_taken_for_one_that_ships() -> None:
    given = Input("t.csv", b"kind,date,title,organisation\nHire,2024,T,Acme\n", "t")
    assert with_mapping(given) is given


def test_a_resellers_listing_tells_no_launch_and_a_makers_does() -> None:
    path = SHIPPED / "models-dev-listings.csv"
    records = MappingAdapter().read(with_mapping(Input(path.name, path.read_bytes(), path.name)), CONTEXT).records
    assert [record.local_id for record in records if isinstance(record, EventRecord)] == ["nova/nova-1/launch"]
    prices = {
        (record.about, record.context, record.feature): record.value for record in records if isinstance(record, ClaimRecord)
    }
    assert prices[("Nova 1", "reseller", "Price of input")] == "0.132"


def test_precision_columns_are_trusted() -> None:
    path = SHIPPED / "aiwatch-leadership.csv"
    records = MappingAdapter().read(with_mapping(Input(path.name, path.read_bytes(), path.name)), CONTEXT).records
    told = [(record.kind, str(record.date)) for record in records if isinstance(record, EventRecord)]
    assert told == [("Founding", "2021"), ("Hire", "2017-08"), ("Departure", "2021"), ("Departure", "2020-05-02")]


# --- proposals ---------------------------------------------------------------------------------------------------------------

TABLES = sorted(
    path for path in (*EXAMPLES.glob("mapped/*/*"), *SHIPPED.iterdir()) if path.name not in ("mapping.toml", "expected.txt")
)


@pytest.mark.parametrize("path", TABLES, ids=lambda path: path.name)
def test_a_proposed_mapping_is_valid_and_runs(path: Path) -> None:
    text = propose(path.read_bytes(), path.name, load_ontology())
    mapping = read_mapping(text.encode(), "proposed")
    batch = MappingAdapter().read(Input(path.name, path.read_bytes(), path.name, mapping=mapping), CONTEXT)
    assert len(batch.records) + len(batch.refusals) > 0
    assert "FILL IN" in text


def proposed(table: str, name: str = "t.csv") -> dict[str, object]:
    [event] = tomllib.loads(propose(table.encode(), name, load_ontology()))["event"]
    return dict(event)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (["13/01/2020", "02/03/2020"], {"column": "Date", "order": "DMY"}),
        (["01/13/2020", "02/03/2020"], {"column": "Date", "order": "MDY"}),
        (["1672531200", "1672617600"], {"column": "Date", "formats": ["unix"]}),
        (["12 mars 2019", "3 juin 2020"], {"column": "Date", "language": "fr"}),
        (["2019-03-12", "2020-06-03"], "{Date}"),
        (["2019-01-01", "2020-01-01"], {"column": "Date", "january_first": "year"}),
    ],
)
def test_the_way_dates_are_written_is_told(dates: list[str], expected: object) -> None:
    assert proposed("Company,Date\n" + "".join(f"Acme,{one}\n" for one in dates))["date"] == expected


def test_columns_are_given_their_parts() -> None:
    table = (
        "Date,Startup,Investors,Round,Amount (USD mn),City\n"
        '2020-01-02,Acme,"Beta, Gamma",Series A,12,Delhi\n2020-01-03,Delta,"Eta, Zeta",Seed,0,Pune\n'
    )
    event = proposed(table)
    assert (event["kind"], event["organisation"], event["round"]) == ("Investment", "{Startup}", "{Round}")
    assert event["roles"] == {"investor": {"column": "Investors", "split": ","}, "location": "{City}"}
    assert event["amount"] == {"column": "Amount (USD mn)", "scale": "million", "currency": "USD", "nulls": ["0"]}


def test_parts_of_a_date_in_columns_of_their_own_are_joined() -> None:
    rows = "Acme,Beta,2014,Mar,25\nAcme,Eta,2015,6,-\nAcme,Zeta,2016,-,-\n"
    event = proposed(f"Parent Company,Acquired Company,Year,Month,Day\n{rows}")
    assert event["date"] == {"template": "[{Day}/][{Month}/]{Year}", "order": "DMY"}
    assert event["roles"] == {"acquired": "{Acquired Company}"}


def test_the_other_name_beside_an_acquirer_is_what_was_acquired() -> None:
    event = proposed("acquirer_name,company_name,acquired_at\nAcme,Beta,2014-05-01\nEta,Zeta,2015-05-01\n")
    assert (event["organisation"], event["roles"]) == ("{acquirer_name}", {"acquired": "{company_name}"})


def test_a_sum_over_all_rounds_is_no_amount_of_an_event() -> None:
    table = "company,date,funds_raised_millions,laid_off\nAcme,2023-03-06,210,500\nBeta,2023-03-07,15,20\n"
    mapping = tomllib.loads(propose(table.encode(), "layoffs.csv", load_ontology()))
    assert "amount" not in mapping["event"][0]
    assert mapping["claim"][0]["feature"] == "Total funding"


def test_results_of_a_sparql_query_are_told_by_their_values() -> None:
    day = {"type": "literal", "datatype": "http://www.w3.org/2001/XMLSchema#dateTime"}
    rows = [
        {
            "company": {"type": "uri", "value": f"http://www.wikidata.org/entity/Q{number}"},
            "companyLabel": {"type": "literal", "xml:lang": "en", "value": f"Acme {number}"},
            "personLabel": {"type": "literal", "xml:lang": "en", "value": f"Ann Lee{number}"},
            "start": {**day, "value": "2019-01-01T00:00:00Z"},
            "startPrecision": {"type": "literal", "value": "9"},
            "end": {**day, "value": "2021-05-06T00:00:00Z"},
        }
        for number in range(3)
    ]
    table = json.dumps({"head": {"vars": ["company"]}, "results": {"bindings": rows}})
    hire, departure = tomllib.loads(propose(table.encode(), "t.json", load_ontology()))["event"]
    assert (hire["organisation"], hire["roles"]) == ("{companyLabel.value}", {"person": "{personLabel.value}"})
    assert hire["date"]["precision"] == "{startPrecision.value}"
    assert departure["kind"] == "Departure"


def test_a_word_for_nothing_survives_beside_escaped_quotes() -> None:
    mapping = read_mapping(b'title = "T"\n[[event]]\nkind = "Other"\norganisation = "{a}"\ndate = "{b}"\nnote = "{c}"\n', "m")
    table = b'"a","b","c"\n"Acme \\"One\\"",2020,\\N\n"Undisclosed Investors",2020,x\n"Beta[12]",2021,x\n'
    batch = MappingAdapter().read(Input("t.csv", table, "t", mapping=mapping), CONTEXT)
    events = [record for record in batch.records if isinstance(record, EventRecord)]
    assert [(event.organisation, event.note) for event in events] == [('Acme "One"', ""), ("Beta", "x")]
    assert len(batch.refusals) == 1


@pytest.mark.parametrize(
    ("money", "expected"),
    [
        ('"{x}"', "refused"),
        ('{ column = "x", decimal = "." }', "20"),
        ('{ column = "x", decimal = "," }', "20,000"),
        ('{ column = "x", scale = "million" }', "20m"),
    ],
)
def test_a_figure_with_three_decimals_is_not_guessed(money: str, expected: str) -> None:
    text = f'title = "T"\n[[event]]\nkind = "Investment"\norganisation = "Acme"\ndate = "2020"\namount = {money}\n'
    batch = MappingAdapter().read(Input("t.csv", b"x,y\n20.000,1\n", "t", mapping=read_mapping(text.encode(), "m")), CONTEXT)
    amounts = [str(record.amount) for record in batch.records if isinstance(record, EventRecord)]
    assert (amounts or ["refused"]) == [expected]


# --- dates in cells ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "order", "expected"),
    [
        ("05/072018", "DMY", "2018-07-05"),
        ("22/01//2015", "DMY", "2015-01-22"),
        ("12/05.2015", "DMY", "2015-05-12"),
        ("5/6/18", "MDY", "2018-05-06"),
        ("2014-1-05", "DMY", "2014-01-05"),
        ("20/3/2017 14:30", "DMY", "2017-03-20"),
        ("2019-04-05T10:00:00Z", "", "2019-04-05"),
        ("3-Mar-19", "", "2019-03-03"),
        ("Monday, April 5, 2021", "", "2021-04-05"),
        ("2Q24", "", "2024-34"),
        ("Q1 '24", "", "2024-33"),
        ("05-2019", "", "2019-05"),
        ("25/Mar/2014", "DMY", "2014-03-25"),
        ("Mar/2014", "DMY", "2014-03"),
        ("3/1988", "DMY", "1988-03"),
        ("2011-08-00", "", "2011-08"),
        ("2011-00-00", "DMY", "2011"),
        ("2021.0", "", "2021"),
        ("+2011-08-24T00:00:00Z", "", "2011-08-24"),
    ],
)
def test_a_date_in_a_cell_is_read(text: str, order: str, expected: str) -> None:
    assert read_cell(text, orders=[order] if order else []) == expected


@pytest.mark.parametrize(("text", "order"), [("05/06/2018", ""), ("01/07/015", "DMY"), ("04/13/2018", "DMY"), ("soon", "DMY")])
def test_a_date_that_may_be_two_is_refused(text: str, order: str) -> None:
    with pytest.raises(BadDate):
        read_cell(text, orders=[order] if order else [])


@pytest.mark.parametrize(
    ("text", "edtf"),
    [("FY2023", "2023~"), ("2019-2021", "2019/2021"), ("2019–2021", "2019/2021"), ("2019 - present", "2019/.."),
     ("19-Mar 2020", "2020-03-19")],
)  # fmt: skip
def test_years_and_spans_of_years_are_dates(text: str, edtf: str) -> None:
    assert read_cell(text, orders=["DMY"]) == edtf


def test_a_day_without_a_year_is_refused() -> None:
    with pytest.raises(BadDate, match="names no year"):
        read_cell("19-Mar")


@pytest.mark.parametrize("mark", [" & ", " and ", "; "])
def test_the_separator_seen_most_is_proposed_for_lists_alone(mark: str) -> None:
    names = ("Alpha", "Beta", "Gamma", "Delta", "Omega", "Sigma")
    rows = "".join(f"Firm {name},2024-0{place}-01,$5m,{name}{mark}Zeta\n" for place, name in enumerate(names, 1))
    table = f"Company,Date,Amount raised,Investors\n{rows}"
    [event] = tomllib.loads(propose(table.encode(), "rounds.csv", load_ontology()))["event"]
    assert event["roles"]["investor"]["split"].strip() == mark.strip()
    assert event["organisation"] == "{Company}"
