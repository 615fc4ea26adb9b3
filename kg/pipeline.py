"""From files to a published snapshot: read, resolve, write, validate, publish."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from pathlib import Path
from typing import BinaryIO

from pyoxigraph import Literal, NamedNode

from kg.dates import Moment
from kg.errors import BadInput, Refusal
from kg.graph import journal
from kg.graph.documents import Kept, document_in, put_back, state_of, touched_events
from kg.graph.rebuild import Change, rebuild, replace_document
from kg.ingest.base import Adapter, Batch, Context, Input, Lexicon
from kg.ingest.cards import CardAdapter
from kg.ingest.mapping.adapter import MappingAdapter
from kg.ingest.mapping.shipped import basis, with_mapping
from kg.ingest.rdf import RdfAdapter
from kg.ingest.tables import TableAdapter
from kg.ontology import Ontology, load_ontology
from kg.paths import SAMPLES
from kg.records import EntityType
from kg.resolve.entities import mentions
from kg.store import Reader, Store, Transaction
from kg.store.watched import Watched
from kg.terms import EL, digest
from kg.views.spelt import counted

ADAPTERS: tuple[Adapter, ...] = (MappingAdapter(), RdfAdapter(), TableAdapter(), CardAdapter())
"""Asked in this order; news cards are text like any other, so they come last."""

LARGEST_FILE = 512 * 1024 * 1024
"""Bytes. What is larger is refused before it is read: load it in parts."""

_COUNTED = {
    "event": "events",
    "claim": "claims",
    "prediction": "predictions",
    "passage": "passages",
    "entity": "entities",
    "triple": "triples",
    "decision": "decisions",
}


_ONE_OF = {"entities": "entity"}
"""Singulars that are more than the plural without its s."""


@dataclass(frozen=True)
class Read:
    """One input as an adapter read it, or the reason why it could not."""

    given: Input
    adapter: str = ""
    batch: Batch | None = None
    error: BadInput | None = None
    unchanged: bool = False
    """The same bytes are in the store already, and were not read again."""


@dataclass(frozen=True)
class Replaced:
    """What an ingest did to one document: how it was before, and the state in which it was left."""

    label: str
    before: Kept
    after: str


@dataclass(frozen=True)
class Undone:
    """What became of an undo. Documents that were written again since stand as they are: `left` has their labels."""

    snapshot: str
    left: tuple[str, ...]


@dataclass(frozen=True)
class Outcome:
    """What an ingest did, document by document."""

    snapshot: str
    """Id of the snapshot that holds the result; for a dry run, the one it would be."""
    changed: bool
    documents: tuple[Read, ...] = ()
    gained: int = 0
    lost: int = 0
    committed: bool = True
    events: tuple[str, ...] = field(default=())
    """IRIs of the events that the documents' records speak of."""
    replaced: tuple[Replaced, ...] = ()
    """Each document that was written, where the ingest was to be one that `undo` can take back."""

    @property
    def refusals(self) -> tuple[Refusal, ...]:
        return tuple(refusal for read in self.documents if read.batch for refusal in read.batch.refusals)

    @property
    def failed(self) -> tuple[BadInput, ...]:
        """Why whole inputs could not be read."""
        return tuple(read.error for read in self.documents if read.error)

    def counts(self) -> dict[str, int]:
        """Records by kind over all documents: events, claims, predictions, takeaways …"""
        return dict(sum((Counter(counts_of(read.batch)) for read in self.documents if read.batch), Counter()))


def counts_of(batch: Batch) -> dict[str, int]:
    """Records of a batch by kind. Records that say more of another's event are counted apart."""
    found: Counter[str] = Counter()
    for record in batch.records:
        if record.record == "event" and record.same_as:
            found["further statements"] += 1
        elif record.record == "passage" and record.section == "key-takeaways":
            found["takeaways"] += 1
        else:
            found[_COUNTED[record.record]] += 1
    return dict(found)


def counts_told(counts: Mapping[str, int]) -> str:
    """Records by kind as people read them: `2 claims, 1 event`; empty for none."""
    return ", ".join(counted(number, _ONE_OF.get(what, what.removesuffix("s")), what) for what, number in counts.items())


def open_input(path: Path, *, publisher: str = "", url: str = "", published: Moment | None = None, retrieved: date | None = None,
               key: str = "") -> Input:  # fmt: skip
    """A file as an input. Raises BadInput where it cannot be read."""
    try:
        with path.open("rb") as file:
            data = read_all(file, str(path))
    except OSError as error:
        raise BadInput(f"{path}: cannot be read: {error.strerror}; check the name and the permissions") from error
    return Input(str(path), data, key or str(path.resolve()), publisher, url, published, retrieved, folder=path.parent)


def read_all(stream: BinaryIO, name: str) -> bytes:
    """Every byte of a stream. Raises BadInput where there are too many, such as those of /dev/zero."""
    data = stream.read(LARGEST_FILE + 1)
    if len(data) > LARGEST_FILE:
        raise BadInput(f"{name}: is larger than {LARGEST_FILE // 2**20} MB; split it")
    return data


def files_in(path: Path) -> list[Path]:
    """The file itself, or every file below a folder that an adapter may know by its name."""
    if not path.is_dir():
        return [path]
    known = {
        ".csv",
        ".tsv",
        ".parquet",
        ".yaml",
        ".yml",
        ".jsonl",
        ".ndjson",
        ".json",
        ".txt",
        ".md",
        ".ttl",
        ".trig",
        ".nt",
        ".nq",
        ".jsonld",
        ".rdf",
        ".xml",
        ".owl",
    }
    return sorted(file for file in path.rglob("*") if file.is_file() and file.suffix.lower() in known)


def sample_inputs() -> list[Input]:
    """The sample data that ships with the project."""
    return [replace(open_input(path), key=f"sample/{path.relative_to(SAMPLES)}", retrieved=None) for path in files_in(SAMPLES)]


@cache
def shipped_lexicon() -> Lexicon:
    """Names that the sample data knows, with what each stands for.

    Text is read with these and no others: what a card says may not depend on what was ingested before it.
    """
    ontology = load_ontology()
    named: dict[str, EntityType] = {}
    for given in map(with_mapping, sample_inputs()):
        if (adapter := adapter_for(given)) is not ADAPTERS[-1]:
            for record in adapter.read(given, Context(ontology)).records:
                named.update({mention.name: mention.type for mention in sorted(mentions(record, ontology))})
    return Lexicon(named)


def read_inputs(
    inputs: Iterable[Input], reader: Reader, ontology: Ontology, progress: Callable[[str], None] = lambda _: None
) -> list[Read]:
    """Every input as its adapter reads it. An input that fails does not keep the others from being read."""
    found: list[Read] = []
    seen: set[str] = set()
    for given in inputs:
        progress(given.name)
        try:
            given = with_mapping(given)  # noqa: PLW2901 - the same input, with what it is to be read by
        except BadInput as error:
            found.append(Read(given, error=error))
            continue
        adapter = adapter_for(given)
        content = _bytes_digest(given, ontology)
        if content in seen or _is_known(content, reader):
            found.append(Read(given, adapter.name, unchanged=True))
            continue
        try:
            batch = adapter.read(given, Context(ontology, shipped_lexicon()))
        except BadInput as error:
            found.append(Read(given, adapter.name, error=error))
            continue
        if not batch.records and not batch.refusals:
            found.append(
                Read(
                    given,
                    adapter.name,
                    error=BadInput(f"{given.name}: holds nothing that could be taken in; see kg ingest --help"),
                )
            )
            continue
        if not batch.refusals:
            seen.add(content)
        found.append(Read(given, adapter.name, batch))
    return found


def adapter_for(given: Input) -> Adapter:
    """The first adapter that accepts the input; what none accepts is read as a card, which says why it is none."""
    return next((adapter for adapter in ADAPTERS if adapter.accepts(given)), ADAPTERS[-1])


def ingest(
    store: Store,
    inputs: Sequence[Input],
    *,
    dry_run: bool = False,
    wait: float = 10.0,
    progress: Callable[[str], None] = lambda _: None,
    inspect: Callable[[Reader, tuple[str, ...]], None] | None = None,
    reversible: bool = False,
) -> Outcome:
    """Take inputs in and publish the result as one snapshot.

    A dry run does everything but publish; `inspect` sees the graph as it would be and the IRIs of all events, of before
    or of then, that the inputs concern. What is `reversible` can be taken back with `undo`. Raises StoreBusy.
    """
    ontology = load_ontology()
    with store.transaction(wait) as opened:
        watched = Watched(opened) if inspect else None
        transaction = watched or opened
        before = store.snapshot().id
        documents = read_inputs(inputs, transaction, ontology, progress)
        total = Change()
        replaced: list[Replaced] = []
        for read in documents:
            if read.batch is not None and read.batch.records:
                progress(f"writing {read.given.name}")
                earlier = document_in(transaction, read.batch.id) if reversible else None
                change = _replace(transaction, read, ontology)
                if earlier is not None:
                    replaced.append(Replaced(read.batch.label, earlier, state_of(transaction, read.batch.id)))
                rebuild(transaction, change, ontology, partial(_tell, progress, read.given.name))
                total.gained.update(change.gained)
                total.lost.update(change.lost)
        events = _events_of(documents, transaction)
        if inspect and watched:
            inspect(watched, tuple(touched_events(watched)))
        snapshot = transaction.id if dry_run else transaction.commit()
    gained, lost = len(total.gained), len(total.lost)
    return Outcome(snapshot, snapshot != before, tuple(documents), gained, lost, not dry_run, events, tuple(replaced))


def undo(store: Store, outcome: Outcome, *, wait: float = 10.0, progress: Callable[[str], None] = lambda _: None) -> Undone:
    """Take back what an ingest wrote: its documents are what they were before, whatever others wrote meanwhile.

    Where nobody else wrote, the snapshot is the one of before. A document that was written again since is left as it is.
    Raises StoreBusy.
    """
    ontology = load_ontology()
    left: list[str] = []
    with store.transaction(wait) as transaction:
        for replaced in reversed(outcome.replaced):
            if state_of(transaction, replaced.before.id) == replaced.after:
                progress(f"taking back {replaced.label}")
                put_back(transaction, replaced.before, ontology, progress)
            else:
                left.append(replaced.label)
        return Undone(transaction.commit(), tuple(reversed(left)))


def _tell(progress: Callable[[str], None], name: str, doing: str) -> None:
    progress(f"{name}: {doing}")


def _replace(transaction: Transaction, read: Read, ontology: Ontology) -> Change:
    assert read.batch is not None
    batch = read.batch
    complete = not batch.refusals
    content = _bytes_digest(read.given, ontology) if complete else ""  # refused rows are told again when the file comes again
    return replace_document(transaction, batch.id, batch.label, content, batch.records, complete=complete)


def _events_of(documents: Iterable[Read], reader: Reader) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for read in documents:
        for record in read.batch.records if read.batch else ():
            if record.record == "event":
                for quad in reader.quads(journal.record_iri(record), EL.describes, None):
                    if isinstance(quad.object, NamedNode):
                        found[quad.object.value] = None
    return tuple(found)


def _is_known(content: str, reader: Reader) -> bool:
    """Whether some document was read, completely, from exactly this."""
    return next(iter(reader.quads(None, EL.digest, Literal(content), journal.DOCUMENTS)), None) is not None


def _bytes_digest(given: Input, ontology: Ontology) -> str:
    """Digest of all that decides what an adapter makes of an input, the path apart."""
    said = json.dumps([given.publisher, given.url, str(given.published), str(given.retrieved)])
    return digest([hashlib.blake2b(given.data).hexdigest(), said, ontology.digest, given.suffix, basis(given)])

