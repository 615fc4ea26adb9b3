"""Where the project's own files and a person's store are found."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs

_PACKAGE = Path(__file__).resolve().parent
_BUNDLED = _PACKAGE / "_bundled"  # the wheel carries ontology/ and app/ here; a checkout has them beside kg/


def _beside(name: str) -> Path:
    bundled = _BUNDLED / name
    return bundled if bundled.is_dir() else _PACKAGE.parent / name


ONTOLOGY = _beside("ontology")
APP = _beside("app")
QUERIES = _PACKAGE / "queries"
SAMPLES = _PACKAGE / "samples"
MAPPINGS = _PACKAGE / "mappings"


def default_store() -> Path:
    """`EVENTLINE_STORE` where it is set, else the user's data folder of this system."""
    named = os.environ.get("EVENTLINE_STORE")
    return Path(named).expanduser() if named else Path(platformdirs.user_data_dir("eventline")) / "store"


def extra_ontology() -> tuple[Path, ...]:
    """Turtle files with a user's own event kinds: `EVENTLINE_ONTOLOGY`, files or folders joined by the path separator."""
    found: list[Path] = []
    for part in filter(None, os.environ.get("EVENTLINE_ONTOLOGY", "").split(os.pathsep)):
        place = Path(part).expanduser()
        found.extend(sorted(place.glob("*.ttl")) if place.is_dir() else [place])
    return tuple(found)
