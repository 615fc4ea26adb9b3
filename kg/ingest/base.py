"""What goes into an adapter and what comes out of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from kg.dates import Moment
from kg.errors import Refusal
from kg.ontology import Ontology
from kg.records import EntityType, Record
from kg.terms import digest

if TYPE_CHECKING:  # slow to import, and needed by few inputs
    from kg.ingest.mapping.model import TableMapping


@dataclass(frozen=True)
class Input:
    """One file or pasted text, and what the user says of it.

    `name` is shown in messages (a path, or "pasted text"); `key` is what a changed version shares with this one: the
    absolute path, or the name given with --as. Adapters that find a better key in the content (a card's publisher and
    headline) use that.
    """

    name: str
    data: bytes
    key: str
    publisher: str = ""
    url: str = ""
    published: Moment | None = None
    retrieved: date | None = None
    mapping: TableMapping | None = None
    """How its rows become records, where it is a table of its own sort."""
    folder: Path | None = None
    """Where files that its mapping joins are looked for."""
    beside: Mapping[str, bytes] = field(default_factory=dict)
    """Those files, by name."""

    @property
    def suffix(self) -> str:
        """File name extension in lower case, `.csv`; empty for pasted text."""
        last = self.name.rsplit("/", 1)[-1]
        return "." + last.rsplit(".", 1)[1].lower() if "." in last else ""


@dataclass(frozen=True)
class Lexicon:
    """Names that the graph knows, with what each stands for: `{"Anthropic": "organization", "Claude 3": "model"}`."""

    types: Mapping[str, EntityType] = field(default_factory=dict)

    def type_of(self, name: str) -> EntityType | None:
        return self._folded.get(name.casefold())

    def __iter__(self) -> Iterator[str]:
        return iter(self.types)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_folded", {name.casefold(): kind for name, kind in self.types.items()})

    _folded: Mapping[str, EntityType] = field(init=False, repr=False, compare=False, default_factory=dict)


@dataclass(frozen=True)
class Context:
    """What every adapter may lean on: the ontology, and the names that the graph knows."""

    ontology: Ontology
    lexicon: Lexicon = Lexicon()


@dataclass(frozen=True)
class Batch:
    """All that one input gave: records, refused rows, and notes on what could not be placed.

    `key` names the document: a later batch with the same key replaces this one's records and only those.
    """

    key: str
    label: str
    records: tuple[Record, ...] = ()
    refusals: tuple[Refusal, ...] = ()
    notes: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """Digest of the key: no path of a machine goes into the graph."""
        return digest(["document", self.key])


class Adapter(Protocol):
    """One kind of input. `name` is what `kg ingest` calls it."""

    name: str

    def accepts(self, given: Input) -> bool:
        """Whether this looks like its kind of input. Cheap: looks at the name and the first bytes."""
        ...

    def read(self, given: Input, context: Context) -> Batch:
        """Records and refusals. Raises BadInput where the input as a whole cannot be used; never anything else."""
        ...
