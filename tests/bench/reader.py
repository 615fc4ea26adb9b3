"""How well sentences are read: kind, principal organisation and roles against labels, on a tuned and an untouched part.

The reader was bettered on the tuned parts. Of the untouched parts nobody has looked at more than the figures printed here.
"""

from __future__ import annotations

import csv
import io
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.ingest.base import Context, Input, Lexicon
from kg.ingest.sentences import Reading, SentenceReader
from kg.ontology import EventKind, load_ontology
from kg.paths import SAMPLES
from kg.pipeline import adapter_for, shipped_lexicon
from kg.resolve.entities import mentions
from kg.terms import digest
from tests.bench.resolution import true_grouping

EXAMPLES = Path(__file__).parent.parent / "ingest" / "examples"
FACTS = SAMPLES / "ai-industry-facts.csv"
_WORDS_OF_MANY = frozenset({"ai", "the", "of", "lab", "labs"})


@dataclass(frozen=True)
class Labelled:
    """A sentence with what it says: kinds of which either is right, the organisation, the names in their roles."""

    sentence: str
    kinds: frozenset[str]
    organisation: str
    roles: frozenset[tuple[str, str]]
    tuned: bool
    exact: bool

    @property
    def names_organisation(self) -> bool:
        """Whether the sentence itself has a word of the organisation's name; some titles call it by a product alone."""
        told = f" {_words(self.sentence)} "
        return any(f" {word} " in told for word in _words(self.organisation).split() if word not in _WORDS_OF_MANY)


@dataclass(frozen=True)
class Figures:
    """Which share is right: of all sentences, of those that name their organisation, and of the roles given."""

    sentences: int
    kind: float
    naming: int
    organisation: float
    given: int
    precision: float

    def __str__(self) -> str:
        return (
            f"kind {self.kind:.3f} of {self.sentences}, organisation {self.organisation:.3f} of {self.naming}, "
            f"role precision {self.precision:.3f} of {self.given}"
        )


def own_sentences() -> tuple[Labelled, ...]:
    """The sentences under tests/ingest/examples: those of the two older files have all been tuned on."""
    older = (row | {"tuned": "yes"} for name in ("sentences.tsv", "sentences-blind.tsv") for row in _rows(EXAMPLES / name, "\t"))
    newer = (
        row | {"tuned": "yes" if _halved(row["sentence"]) else ""}
        for name in ("sentences-split.tsv", "sentences-dated.tsv")
        for row in _rows(EXAMPLES / name, "\t")
    )
    return tuple(
        Labelled(
            row["sentence"],
            frozenset(row["kind"].split("/")),
            row["organisation"],
            _roles(row["participants"]),
            bool(row["tuned"]),
            exact=True,
        )
        for row in (*older, *newer)
    )


def fact_titles() -> tuple[Labelled, ...]:
    """The titles of the sample facts; rows of one event are in one part."""
    event_of = true_grouping()
    ontology = load_ontology()
    return tuple(
        Labelled(
            row["title"],
            frozenset({row["kind"]}),
            row["organisation"],
            _roles(row["participants"]) | _played(ontology.kind(row["kind"]), row),
            _halved(event_of[row["row_id"]]),
            exact=False,
        )
        for row in _rows(FACTS, ",")
    )


def _played(kind: EventKind, row: dict[str, str]) -> frozenset[tuple[str, str]]:
    """The role that the principal organisation plays by its kind, where the row names nobody in it: the employer who is left."""
    own = next((use.role.name for use in kind.roles if use.role.iri == kind.principal), None)
    told = own is None or any(role == own for role, _ in _roles(row["participants"]))
    return frozenset() if told else frozenset({(str(own), row["organisation"])})


def _rows(path: Path, delimiter: str) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file, delimiter=delimiter)


def _roles(participants: str) -> frozenset[tuple[str, str]]:
    parts = (part.partition("=") for part in participants.split(";"))
    return frozenset((role.strip(), name.strip()) for role, _, name in parts if name.strip())


def _halved(text: str) -> bool:
    return int(digest(["part", text])[:8], 16) % 2 == 0


def read_all(sentences: Iterable[Labelled], context: Context) -> list[tuple[Labelled, Reading]]:
    reader = SentenceReader(context)
    return [(labelled, reader.read(labelled.sentence)) for labelled in sentences]


def figures(read: list[tuple[Labelled, Reading]]) -> Figures:
    """The shares of what is right."""
    named = [pair for pair in read if pair[0].names_organisation]
    given = sum(len(given_roles(reading)) for _, reading in read)
    found = sum(len(right_roles(labelled, reading)) for labelled, reading in read)
    return Figures(
        len(read),
        sum(reading.kind in labelled.kinds for labelled, reading in read) / len(read),
        len(named),
        sum(is_right_organisation(labelled, reading) for labelled, reading in named) / len(named),
        given,
        found / max(1, given),
    )


def given_roles(reading: Reading) -> frozenset[tuple[str, str]]:
    return frozenset((part.role, part.name) for part in reading.participants)


def right_roles(labelled: Labelled, reading: Reading) -> frozenset[tuple[str, str]]:
    """The roles given that a label has too."""
    return frozenset(
        (role, name)
        for role, name in given_roles(reading)
        if any(role == wanted and _agree(name, label, labelled.exact) for wanted, label in labelled.roles)
    )


def is_right_organisation(labelled: Labelled, reading: Reading) -> bool:
    return _agree(reading.organisation or "", labelled.organisation, labelled.exact)


def _agree(name: str, label: str, exact: bool) -> bool:
    """Whether two names are one: letter by letter, or one of them in the words of the other, as "Mistral" in "Mistral AI"."""
    if exact:
        return name == label
    mine, theirs = _words(name), _words(label)
    return mine == theirs or (bool(mine) and bool(theirs) and (f" {mine} " in f" {theirs} " or f" {theirs} " in f" {mine} "))


def _words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def worst_mistakes(read: list[tuple[Labelled, Reading]], most: int = 8) -> list[str]:
    """The commonest sorts of mistakes, each with how often it was made."""
    found: Counter[str] = Counter()
    for labelled, reading in read:
        told = "/".join(sorted(labelled.kinds))
        if reading.kind not in labelled.kinds:
            found[f"{told} read as {reading.kind}"] += 1
        elif labelled.names_organisation and not is_right_organisation(labelled, reading):
            found[f"another organisation in a {told}"] += 1
        found.update(f"wrong {role} in a {told}" for role, _ in given_roles(reading) - right_roles(labelled, reading))
    return [f"{times} x {mistake}" for mistake, times in found.most_common(most)]


def names_of_other_half(*, tuned: bool) -> Lexicon:
    """The names in the fact rows of the part that is not read: no title is read with names from its own row."""
    event_of = true_grouping()
    rows = list(_rows(FACTS, ","))
    kept = io.StringIO()
    writer = csv.DictWriter(kept, rows[0])
    writer.writeheader()
    writer.writerows(row for row in rows if _halved(event_of[row["row_id"]]) != tuned)
    given = Input(FACTS.name, kept.getvalue().encode(), "other half")
    ontology = load_ontology()
    batch = adapter_for(given).read(given, Context(ontology))
    return Lexicon({mention.name: mention.type for record in batch.records for mention in sorted(mentions(record, ontology))})


def print_figures() -> None:
    """The figures of both sets, tuned and untouched, with no name known and with many; and the worst mistakes."""
    ontology = load_ontology()
    for name, sentences in (("own sentences", own_sentences()), ("titles of the sample facts", fact_titles())):
        for tuned in (True, False):
            part = [labelled for labelled in sentences if labelled.tuned == tuned]
            names = shipped_lexicon() if part[0].exact else names_of_other_half(tuned=tuned)
            nameless = read_all(part, Context(ontology))
            which = f"sentence reader, {name}, {'tuned' if tuned else 'untouched'} part"
            print(f"{which}, no name known: {figures(nameless)}")
            print(f"{which}, {len(names.types)} names known: {figures(read_all(part, Context(ontology, names)))}")
            if tuned:
                print(f"{which}, worst mistakes: {'; '.join(worst_mistakes(nameless))}")
