"""RDF files: every syntax gives the same records, and hostile ones are refused in one line."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, parse, serialize

from kg.errors import BadInput
from kg.ingest.base import Batch, Context, Input
from kg.ingest.rdf import RdfAdapter
from kg.ontology import load_ontology
from kg.records import EntityRecord, EventRecord, TripleRecord

EXAMPLES = Path(__file__).parent / "examples" / "rdf"
CONTEXT = Context(load_ontology())
SYNTAXES = {
    "trig": RdfFormat.TRIG,
    "nt": RdfFormat.N_TRIPLES,
    "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
    "rdf": RdfFormat.RDF_XML,
    "json": RdfFormat.JSON_LD,
    "xml": RdfFormat.RDF_XML,
}


def read(data: bytes, name: str = "graph.ttl") -> Batch:
    return RdfAdapter().read(Input(name, data, "key"), CONTEXT)


def example() -> bytes:
    return (EXAMPLES / "events.ttl").read_bytes()


def said(batch: Batch) -> set[str]:
    """Events and entities apart from their source, whose title is the file's name."""
    kept = (record for record in batch.records if isinstance(record, EventRecord | EntityRecord))
    return {record.model_dump_json(exclude={"source"}) for record in kept}


def test_a_turtle_file_gives_its_events_and_entities() -> None:
    batch = read(example())
    assert not batch.refusals
    hire, round_ = sorted(
        (record for record in batch.records if isinstance(record, EventRecord)), key=lambda record: record.title
    )
    assert (hire.kind, hire.title, str(hire.date), hire.organisation) == ("Hire", "Acme hires Ann Lee", "2024-05", "Acme")
    assert hire.named("person") == ("Ann Lee",)
    assert hire.named("position") == ("CTO",)
    assert (round_.kind, round_.round, str(round_.amount)) == ("Investment", "Seed", "about 5m USD")
    assert round_.named("investor") == ("Beta <b>Fund</b>",)
    [acme] = [record for record in batch.records if isinstance(record, EntityRecord) and record.name == "Acme"]
    assert (acme.type, acme.aliases, acme.url) == ("organization", ("Acme Robotics",), "https://acme.example/")


def test_what_no_record_holds_is_kept_as_it_stands() -> None:
    [triple] = [record for record in read(example()).records if isinstance(record, TripleRecord)]
    assert (triple.subject, triple.object) == ("<http://example.org/hire>", "<http://example.org/page>")


@pytest.mark.parametrize("suffix", sorted(SYNTAXES))
def test_every_syntax_gives_the_same(suffix: str) -> None:
    triples = (quad.triple for quad in parse(example(), format=RdfFormat.TURTLE))
    written = serialize(triples, format=SYNTAXES[suffix])
    assert written is not None
    given = Input(f"graph.{suffix}", written, "key")
    assert RdfAdapter().accepts(given)
    batch = RdfAdapter().read(given, CONTEXT)
    assert said(batch) == said(read(example()))
    assert not batch.refusals


def test_a_byte_order_mark_is_skipped() -> None:
    assert said(read(b"\xef\xbb\xbf" + example())) == said(read(example()))


def test_reading_twice_gives_the_same() -> None:
    assert read(example()) == read(example())


def test_what_breaks_a_shape_is_refused_subject_by_subject() -> None:
    batch = read((EXAMPLES / "partly-wrong.ttl").read_bytes())
    assert [record.title for record in batch.records if isinstance(record, EventRecord)] == ["A good one"]
    refused = {refusal.problem.split()[0] for refusal in batch.refusals}
    assert {"undated", "monthless", "ownerless", "misspelt", "script"} <= refused
    assert not any("poor" in record.model_dump_json() for record in batch.records)
    for refusal in batch.refusals:
        assert refusal.remedy
        assert "\n" not in str(refusal)


# --- hostile files -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.ttl", b"<http://a/> <http://b/> "),
        ("a.ttl", b'<http://a/> <http://b/> "caf\xe9" .'),
        ("a.ttl", b""),
        ("a.nt", b"# nothing\n"),
        ("a.ttl", b"\x00\x01\x02"),
        ("a.rdf", b"<rdf:RDF"),
        ("a.jsonld", b"{"),
        ("a.jsonld", b"[" * 100_000 + b"]" * 100_000),
        ("a.jsonld", b'{"@context": "https://example.org/context.jsonld", "@id": "http://a/", "name": "x"}'),
        ("a.jsonld", b'{"@context": {"@import": "https://example.org/c"}, "@id": "http://a/", "name": "x"}'),
        ("a.ttl", b"<http://a b> <http://b/> 1 ."),
        ("a.xml", b"<html><body>no</body></html>"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_line(name: str, data: bytes) -> None:
    with pytest.raises(BadInput, match=name) as raised:
        read(data, name)
    assert "\n" not in str(raised.value)


def rdf_xml(entities: str, label: str) -> bytes:
    return f"""<?xml version="1.0"?><!DOCTYPE rdf:RDF [{entities}]>
        <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:rdfs="http://www.w3.org/2000/01/rdf-schema#">
        <rdf:Description rdf:about="http://example.org/a"><rdfs:label>{label}</rdfs:label></rdf:Description></rdf:RDF>""".encode()


def test_entities_that_grow_are_refused() -> None:
    grown = '<!ENTITY a "xxxxxxxxxx">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 50}">' for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    for entities in (grown, f'<!ENTITY a "{"x" * 5000}">', '<!ENTITY a SYSTEM "file:///etc/passwd">', '<!ENTITY % a "x">'):
        with pytest.raises(BadInput, match="entity"):
            read(rdf_xml(entities, "&a;"), "a.rdf")


def test_entities_that_abbreviate_are_read() -> None:
    [record] = read(rdf_xml('<!ENTITY inc "Incorporated">', "Acme &inc;"), "a.rdf").records
    assert isinstance(record, TripleRecord)
    assert record.object == '"Acme Incorporated"'


def test_deep_nesting_is_read() -> None:
    depth = 3000
    batch = read(b"<http://a/> <http://b/> " + b"[ <http://b/> " * depth + b"1" + b" ]" * depth + b" .")
    assert len(batch.records) == depth + 1


def test_blank_nodes_made_to_be_slow_are_not() -> None:
    """Ten nodes that each point to all others: naming them canonically would take hours."""
    nodes = range(12)
    batch = read(
        "\n".join(f"_:n{one} <http://b/> _:n{other} ." for one in nodes for other in nodes if one != other).encode(), "a.nt"
    )
    assert len(batch.records) == 12 * 11
    assert not any("_:" in record.model_dump_json() for record in batch.records)


def test_brackets_in_texts_are_no_nesting() -> None:
    batch = read(b'{"@id": "http://a/", "http://b/": "' + b"[{" * 500 + b'"}', "a.jsonld")
    assert len(batch.records) == 1


def test_markup_in_labels_stays_text() -> None:
    [record] = read(
        b"<http://e/1> a <http://www.w3.org/ns/org#Organization> ; "
        b'<http://www.w3.org/2004/02/skos/core#prefLabel> "<script>\\u202Ex\\u0000" .'
    ).records
    assert isinstance(record, EntityRecord)
    assert record.name == "<script> x"


@pytest.mark.parametrize("predicate", ["content", "describes", "mentions", "contains", "digest", "recordId"])
def test_a_file_cannot_forge_the_records_that_we_keep(predicate: str) -> None:
    """What says which record speaks of what is ours to say."""
    line = f"<https://w3id.org/eventline/id/report/1> <https://w3id.org/eventline/ns#{predicate}> 'x' ."
    try:
        batch = read(line.encode(), "a.ttl")
    except BadInput:
        return
    assert not batch.records
    assert batch.refusals
