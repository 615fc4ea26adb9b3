"""The process that indexes a large snapshot: `python -m kg.views.search.fill <folder of the snapshot>`.

Making an index keeps Python busy for seconds, in which a server that did it itself would answer nobody.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from kg.store import EmbeddedSnapshot
from kg.views.graph import open_graph
from kg.views.search.content import content_of
from kg.views.search.kept import NAME
from kg.views.search.words import WordIndex


def main() -> None:
    """Make the indexes of the snapshot in this folder, which somebody else keeps from being collected."""
    if sys.platform != "win32":
        os.nice(5)  # whoever looks at a page comes first
    place = Path(sys.argv[1])
    snapshot = EmbeddedSnapshot(place.name, place, None)
    entries = content_of(open_graph(snapshot)).entries()

    def fill(folder: Path) -> None:
        for name, things in entries.items():
            WordIndex.of(things, folder / name)

    snapshot.traces.keep(snapshot.id, NAME, fill)


if __name__ == "__main__":
    main()
