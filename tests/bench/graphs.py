"""Made-up graphs of any size, written as quads straight into a store: `python -m tests.bench.graphs FOLDER --events 100000`.

A few companies have most of the events; kinds, precision of dates, sources (one to nine an event), manners and disputes are
mixed. Every name and title says that it is synthetic. The same seed gives the same bytes. Reports are not indexed for
resolution, so that what is ingested later joins none of them.
"""

from __future__ import annotations

import argparse
import hashlib
import io
import random
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path

from pyoxigraph import RdfFormat
from pyoxigraph import Store as Oxigraph

from kg.dates import bounds
from kg.errors import BadInput
from kg.ontology import EventKind, load_ontology
from kg.records import EntityType
from kg.resolve.entities import Mention, entity_iri
from kg.store import EmbeddedStore
from kg.terms import EDTF, EL, IDS, ORG, PROV, RDF, RDFS, SCHEMA, SKOS, XSD

FIRST_DAY = date(2000, 1, 1)
DAYS = 9600
KINDS = {"Investment": 24, "Hire": 20, "ModelLaunch": 14, "ProductLaunch": 11, "Acquisition": 8, "Departure": 8, "Partnership": 8,
         "Legal": 4, "Founding": 3}  # fmt: skip
"""Kind to weight."""
FILLED = {"Investment": ("investor", "lead_investor"), "Hire": ("person", "employer_from"), "ModelLaunch": ("model",),
          "ProductLaunch": ("product",), "Acquisition": ("acquired",), "Departure": ("person",), "Partnership": ("partner",),
          "Legal": ("counterparty",), "Founding": ("founder",)}  # fmt: skip
"""Kind to the roles that are filled, the first always, the others sometimes."""
SORTS = {"person": "person", "founder": "person", "model": "model", "product": "product"}
"""Role to what fills it where that is no company."""
VERBS = {"Investment": "raises money from", "Hire": "hires", "ModelLaunch": "launches", "ProductLaunch": "ships",
         "Departure": "parts with", "Acquisition": "buys", "Partnership": "works with", "Legal": "meets in court",
         "Founding": "is founded by"}  # fmt: skip
MANNERS = (("reported", 68), ("company-announcement", 12), ("machine-generated", 12), ("rumour", 6), ("projection", 2))
PUBLISHERS = 400
MEANINGS = ((1, 74), (2, 14), (3, 6), (4, 3), (6, 2), (9, 1))
"""How many sources tell an event, with weights."""


def iri(value: str) -> str:
    return f"<{value}>"


A = iri(RDF.type.value)
DAY = f"^^<{XSD.date.value}>"
EDTF_TYPE = f"^^<{EDTF.value}>"


@dataclass(frozen=True)
class Thing:
    """Somebody or something that takes part: its IRI in angle brackets, and its name."""

    node: str
    name: str


class Synthetic:
    """A made-up graph of `events` events."""

    def __init__(self, events: int, seed: int = 7) -> None:
        self.events = events
        self._seed = seed
        self._ontology = load_ontology()
        self._kinds = [self._ontology.kind(name) for name in KINDS]
        self._roles = {role.name: iri(role.iri.value) for role in self._ontology.roles}
        self._manners = {kind.name: iri(kind.iri.value) for kind in self._ontology.statement_kinds}
        self._rank = {kind.name: place for place, kind in enumerate(self._ontology.statement_kinds)}
        self._things = {
            "company": self._made("Synthetic", "organization", max(12, events // 50)),
            "person": self._made("Ann Synthetic", "person", max(20, events // 8)),
            "model": self._made("Synth-M", "model", max(5, events // 40)),
            "product": self._made("Synth Thing", "product", max(5, events // 40)),
        }
        self._sources = max(10, events // 3)

    @cached_property
    def snapshot_id(self) -> str:
        """Thirty-two hex digits that name this graph: its size, its seed, and how it is made."""
        told = f"{self.events} {self._seed} {self._ontology.digest}".encode() + Path(__file__).read_bytes()
        return hashlib.blake2b(told, digest_size=16).hexdigest()

    def lines(self) -> Iterator[str]:
        """The graph in N-Quads, a few lines at a time."""
        chance = random.Random(self._seed)
        yield from self._thing_lines()
        yield from self._publisher_lines()
        graphs: set[tuple[int, str]] = set()
        for number in range(self.events):
            yield "".join(self._event_lines(number, chance, graphs))
        for source in range(self._sources):
            yield "".join(self._source_lines(source, [manner for manner, _ in MANNERS if (source, manner) in graphs]))

    # --- who and what ---------------------------------------------------------------------------------------------------

    def _made(self, name: str, sort: EntityType, count: int) -> list[Thing]:
        names = [f"{name} {number + 1}" for number in range(count)]
        return [Thing(iri(entity_iri(Mention(name, sort).key).value), name) for name in names]

    def _thing_lines(self) -> Iterator[str]:
        classes = {"company": (ORG.Organization, PROV.Agent), "person": (SCHEMA.Person, PROV.Agent), "model": (EL.AIModel,),
                   "product": (EL.Product,)}  # fmt: skip
        space = {"company": "organization", "person": "person", "model": "model", "product": "product"}
        for sort, things in self._things.items():
            for number, thing in enumerate(things):
                key = Mention(thing.name, space[sort]).key  # type: ignore[arg-type]  # one of EntityType's words
                yield f'{thing.node} {A} {iri(EL.Entity.value)} .\n{thing.node} {iri(SKOS.prefLabel.value)} "{thing.name}" .\n'
                yield f'{thing.node} {iri(EL.nameKey.value)} "{key}" .\n'
                yield "".join(f"{thing.node} {A} {iri(cls.value)} .\n" for cls in classes[sort])
                if sort == "company" and number % 20 == 3:
                    other = f"Formerly Synthetic No. {number}"
                    yield f'{thing.node} {iri(SKOS.altLabel.value)} "{other}" .\n'
                    yield f'{thing.node} {iri(EL.nameKey.value)} "{Mention(other, "organization").key}" .\n'

    def _publisher_lines(self) -> Iterator[str]:
        for number in range(PUBLISHERS):
            yield f"{_publisher(number)} {A} {iri(EL.Publisher.value)} .\n"
            yield f'{_publisher(number)} {iri(SKOS.prefLabel.value)} "Synthetic Daily {number}" .\n'

    def _source_lines(self, source: int, manners: list[str]) -> Iterator[str]:
        if not manners:
            return
        node = iri(f"{IDS}source/{_digits('source', source)}")
        day = self._published(source)
        url = f"https://synthetic-{source % PUBLISHERS}.example/{source}"
        yield f"{node} {A} {iri(EL.Source.value)} .\n"
        yield f'{node} {iri(SCHEMA.url.value)} "{url}"^^<{XSD.anyURI.value}> .\n'
        yield f"{node} {iri(SCHEMA.publisher.value)} {_publisher(source % PUBLISHERS)} .\n"
        yield f'{node} {iri(EL.published.value)} "{day}"{EDTF_TYPE} .\n'
        yield f'{node} {iri(EL.publishedBegin.value)} "{day}"{DAY} .\n{node} {iri(EL.publishedEnd.value)} "{day}"{DAY} .\n'
        for manner in manners:
            graph = _graph(source, manner)
            yield f"{graph} {A} {iri(EL.StatementGraph.value)} .\n{graph} {iri(EL.source.value)} {node} .\n"
            yield f"{graph} {iri(EL.statementKind.value)} {self._manners[manner]} .\n"

    def _published(self, source: int) -> date:
        """Sources come one after another in time."""
        return FIRST_DAY + timedelta(days=source * DAYS // self._sources)

    # --- events -----------------------------------------------------------------------------------------------------------

    def _event_lines(self, number: int, chance: random.Random, graphs: set[tuple[int, str]]) -> Iterator[str]:
        kind = chance.choices(self._kinds, list(KINDS.values()))[0]
        company = self._busy("company", chance)
        parts = list(self._parts(kind, company, chance))
        day = int(DAYS * (1 - chance.random() ** 1.6 * 0.95))  # ever more is told
        edtf = _date(FIRST_DAY + timedelta(days=day), chance)
        money = chance.randrange(1, 900) * 10 ** chance.choice((5, 6, 6, 7)) if kind.name in ("Investment", "Acquisition") else 0
        event = iri(f"{IDS}event/{_digits('event', number)}")
        title = f"{company.name} {VERBS[kind.name]} {parts[0][1].name} (synthetic event {number})"
        tellings = [self._telling(day, chance) for _ in range(chance.choices(*zip(*MEANINGS, strict=True))[0])]
        told = sorted(set(tellings), key=lambda one: (self._rank[one[1]], one[0]))
        graphs.update(told)
        what = "".join(self._said(event, kind, company, parts, edtf))
        yield what
        yield f"{event} {A} {iri(EL.Event.value)} .\n{event} {iri(EL.status.value)} {self._manners[told[0][1]]} .\n"
        yield f'{event} {iri(RDFS.label.value)} "{title}" .\n'
        for node in dict.fromkeys((company.node, *(thing.node for _, thing in parts))):
            yield f"{event} {iri(EL.participant.value)} {node} .\n"
        if money:
            yield from _money(event, money, number)
        for place, (source, manner) in enumerate(told):
            graph = _graph(source, manner)
            other = f"{kind.label} at {company.name}, synthetic source {place} says" if place and chance.random() < 0.4 else title
            yield what.replace(" .\n", f" {graph} .\n")
            yield f'{event} {iri(RDFS.label.value)} "{other}" {graph} .\n'
            yield from self._record(event, number, place, kind, company, edtf, other, source, manner)
        if len(told) > 1 and chance.random() < 0.25:
            yield from self._dispute(event, number, edtf, money, told)

    def _busy(self, sort: str, chance: random.Random) -> Thing:
        """One of a sort: a few are taken again and again."""
        things = self._things[sort]
        return things[int(len(things) * chance.random() ** 3)]

    def _parts(self, kind: EventKind, company: Thing, chance: random.Random) -> Iterator[tuple[str, Thing]]:
        for place, role in enumerate(FILLED[kind.name]):
            if place == 0 or chance.random() < 0.4:
                other = self._busy(SORTS.get(role, "company"), chance)
                if other.node != company.node or role not in ("employer_from",):
                    yield self._roles[role], other

    def _said(self, event: str, kind: EventKind, company: Thing, parts: list[tuple[str, Thing]], edtf: str) -> Iterator[str]:
        """What sources say and we believe alike."""
        yield f"{event} {A} {iri(kind.iri.value)} .\n{event} {iri(EL.organization.value)} {company.node} .\n"
        yield "".join(f"{event} {role} {thing.node} .\n" for role, thing in parts)
        if kind.principal is not None and company.node not in {thing.node for _, thing in parts}:
            yield f"{event} {iri(kind.principal.value)} {company.node} .\n"
        first, last = bounds(edtf)
        yield f'{event} {iri(EL.date.value)} "{edtf}"{EDTF_TYPE} .\n'
        yield f'{event} {iri(EL.begin.value)} "{first}"{DAY} .\n' if first else ""
        yield f'{event} {iri(EL.end.value)} "{last}"{DAY} .\n' if last else ""

    def _telling(self, day: int, chance: random.Random) -> tuple[int, str]:
        """A source that appeared soon after a day, and the manner in which it speaks."""
        source = day * self._sources // DAYS + chance.randrange(max(20, 30 * self._sources // DAYS))
        manner: str = chance.choices([name for name, _ in MANNERS], [weight for _, weight in MANNERS])[0]
        return min(source, self._sources - 1), manner

    def _record(self, event: str, number: int, place: int, kind: EventKind, company: Thing, edtf: str, title: str, source: int,
                manner: str) -> Iterator[str]:  # fmt: skip
        first, last = bounds(edtf)
        begin = f'"begin":"{first}",' if first else ""
        end = f',"end":"{last}"' if last else ""
        url, day = f"https://synthetic-{source % PUBLISHERS}.example/{source}", self._published(source)
        content = (
            f'{{"date":{{{begin}"edtf":"{edtf}"{end}}},"kind":"{kind.name}","organisation":"{company.name}","record":"event",'
            f'"source":{{"key":"{url}","published":{{"begin":"{day}","edtf":"{day}","end":"{day}"}},'
            f'"publisher":"Synthetic Daily {source % PUBLISHERS}","url":"{url}"}},"statement":"{manner}","title":"{title}"}}'
        ).replace('"', '\\"')
        record, graph = iri(f"{IDS}report/{_digits('report', number, place)}"), _graph(source, manner)
        yield f"{record} {A} {iri(EL.Record.value)} {graph} .\n{record} {iri(EL.describes.value)} {event} {graph} .\n"
        yield f'{record} {iri(EL.content.value)} "{content}"^^{iri(RDF.JSON.value)} {graph} .\n'
        yield f'{record} {iri(EL.known.value)} "{day}"{DAY} {graph} .\n'

    def _dispute(self, event: str, number: int, edtf: str, money: int, told: list[tuple[int, str]]) -> Iterator[str]:
        """Two positions, the first of which is believed: about the amount where there is one, else about the date."""
        node = iri(f"{IDS}dispute/{_digits('dispute', number)}")
        about = EL.amount if money else EL.date
        values = (f'"{money} USD"', f'"{2 * money} USD"') if money else (f'"{edtf}"{EDTF_TYPE}', f'"{_later(edtf)}"{EDTF_TYPE}')
        since = self._published(max(source for source, _ in told))
        yield f"{node} {A} {iri(EL.Dispute.value)} .\n{node} {iri(EL.event.value)} {event} .\n"
        yield f"{node} {iri(EL.property.value)} {iri(about.value)} .\n"
        yield f"{node} {iri(EL.wonBy.value)} {iri(EL.ByPublishers.value)} .\n"
        yield f'{node} {iri(EL.since.value)} "{since}"{DAY} .\n'
        for place, holders in enumerate((told[:-1], told[-1:])):
            position = iri(f"{IDS}position/{_digits('position', number, place)}")
            yield f"{node} {iri(EL.hasPosition.value)} {position} .\n{position} {A} {iri(EL.Position.value)} .\n"
            yield f'{position} {iri(EL.believed.value)} "{str(place == 0).lower()}"^^<{XSD.boolean.value}> .\n'
            yield f'{position} {iri(EL.publishers.value)} "{len(holders)}"^^<{XSD.integer.value}> .\n'
            yield f"{position} {iri(EL.value.value)} {values[place]} .\n"
            yield "".join(f"{position} {iri(EL.heldBy.value)} {_graph(*holder)} .\n" for holder in holders)


def _date(day: date, chance: random.Random) -> str:
    """EDTF for a day: mostly the day itself, often coarser, sometimes vague, seldom open."""
    month, quarter = f"{day:%Y-%m}", f"{day.year}-{33 + (day.month - 1) // 3}"
    forms = (str(day), month, quarter, str(day.year), f"{month}~", f"{day.year}?", f"{month}/..", f"../{month}")
    text: str = chance.choices(forms, (600, 180, 60, 80, 40, 20, 14, 6))[0]
    return text


def _later(edtf: str) -> str:
    """A date that contradicts."""
    first, last = bounds(edtf)
    return str(int((last or first or "2000")[:4]) + 1)


def _money(event: str, money: int, number: int) -> Iterator[str]:
    node = iri(f"{IDS}money/{_digits('money', number)}")
    yield f"{event} {iri(EL.amount.value)} {node} .\n{node} {A} {iri(SCHEMA.MonetaryAmount.value)} .\n"
    yield f'{node} {iri(SCHEMA.value.value)} "{money}"^^<{XSD.decimal.value}> .\n'
    yield f'{node} {iri(SCHEMA.currency.value)} "{("USD", "EUR", "GBP")[number % 7 % 3]}" .\n'


def _publisher(number: int) -> str:
    return iri(f"{IDS}publisher/{_digits('publisher', number)}")


def _graph(source: int, manner: str) -> str:
    return iri(f"{IDS}graph/{_digits('source', source)}/{manner}")


def _digits(path: str, *numbers: int) -> str:
    """Twenty hex digits, as ids have them."""
    return hashlib.blake2b(f"{path} {numbers}".encode(), digest_size=10).hexdigest()


class _Stream(io.BytesIO):
    """Lines as a file that is read once from its beginning to its end."""

    def __init__(self, lines: Iterator[str]) -> None:
        super().__init__()
        self._lines = lines
        self._left = b""

    def read(self, size: int | None = -1) -> bytes:
        wanted = sys.maxsize if size is None or size < 0 else size
        pieces, length = [self._left], len(self._left)
        while length < wanted and (line := next(self._lines, None)) is not None:
            pieces.append(line.encode())
            length += len(pieces[-1])
        whole = b"".join(pieces)
        self._left = whole[wanted:]
        return whole[:wanted]


def write_store(folder: Path, events: int, seed: int = 7) -> EmbeddedStore:
    """A new store that holds a synthetic graph. Raises BadInput where the folder holds something."""
    if folder.exists() and any(folder.iterdir()):
        raise BadInput(f"{folder} is not empty; name a new folder")
    store = EmbeddedStore(folder)
    graph = Synthetic(events, seed)
    target = folder / "snapshots" / graph.snapshot_id
    data = Oxigraph(str(target))
    data.bulk_load(_Stream(graph.lines()), RdfFormat.N_QUADS)
    data.flush()
    del data
    target.with_name(f"{graph.snapshot_id}.use").touch()
    (folder / "current").write_text(graph.snapshot_id, encoding="ascii")
    return store


def main() -> None:
    parser = argparse.ArgumentParser(description="Write a synthetic graph into a new store.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--events", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=7)
    given = parser.parse_args()
    store = write_store(given.folder, given.events, given.seed)
    print(f"{given.events:,} synthetic events, {len(store.snapshot()):,} statements in {given.folder}")


if __name__ == "__main__":
    main()
