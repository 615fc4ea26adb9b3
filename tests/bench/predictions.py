"""How well expectations are read from predictions: precision, recall and deadlines, tuned and untouched."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kg.dates import Moment
from kg.horizons import find_horizon
from kg.ingest.base import Context
from kg.ingest.expectations import read_expectation
from kg.ingest.sentences import SentenceReader
from kg.ontology import load_ontology
from kg.records import Expectation

EXAMPLES = Path(__file__).parents[1] / "ingest" / "examples"
PARTS = {"tuned": EXAMPLES / "predictions.tsv", "untouched": EXAMPLES / "predictions-blind.tsv"}


@dataclass(frozen=True)
class Labelled:
    """A prediction with what should be read of it; `kind` is empty where nothing can be checked."""

    sentence: str
    said: Moment
    kind: str
    who: frozenset[str]
    deadline: str

    def is_met_by(self, found: Expectation | None) -> bool:
        """Whether what was read is what should be: the kind, and all who take part."""
        if found is None or not self.kind:
            return found is None and not self.kind
        return self.kind in found.kinds and agents(found) == self.who


@dataclass(frozen=True)
class Figures:
    """Shares of 1: `precision` of the expectations read, `recall` of those to be read, `deadlines` that are right."""

    sentences: int
    precision: float
    recall: float
    deadlines: float
    mistakes: tuple[str, ...]

    def __str__(self) -> str:
        shares = f"precision {self.precision:.3f}, recall {self.recall:.3f}, deadlines {self.deadlines:.3f}"
        return f"{self.sentences} sentences, {shares}"


def labelled(path: Path) -> Iterator[Labelled]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            sentence, said, kind, who, deadline = ("" if part == "-" else part for part in line.split("\t"))
            yield Labelled(sentence, Moment.parse(said), kind, frozenset(filter(None, who.split("; "))), deadline)


def agents(expectation: Expectation) -> frozenset[str]:
    others = (part.name for part in (*expectation.counterparts, *expectation.participants))
    return frozenset(filter(None, (expectation.organisation, *others)))


def measure(path: Path) -> Figures:
    """The figures of one file, read with no known names."""
    ontology = load_ontology()
    reader = SentenceReader(Context(ontology))
    told = list(labelled(path))
    found = [read_expectation(one.sentence, reader, ontology) for one in told]
    horizons = [find_horizon(one.sentence, one.said) for one in told]
    dated = [str(horizon.deadline or "") if horizon else "" for horizon in horizons]
    right = sum(one.is_met_by(read) for one, read in zip(told, found, strict=True) if read is not None)
    mistakes = [
        f"{one.sentence} -> {read and (read.kinds, sorted(agents(read)))}, {date or 'no deadline'}"
        for one, read, date in zip(told, found, dated, strict=True)
        if not one.is_met_by(read) or one.deadline != date
    ]
    return Figures(
        sentences=len(told),
        precision=right / max(1, sum(read is not None for read in found)),
        recall=right / max(1, sum(bool(one.kind) for one in told)),
        deadlines=sum(one.deadline == date for one, date in zip(told, dated, strict=True)) / max(1, len(told)),
        mistakes=tuple(mistakes),
    )


def print_prediction_figures() -> None:
    for name, path in PARTS.items():
        print(f"expectations of predictions, {name}: {measure(path)}")
