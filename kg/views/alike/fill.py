"""The process that compares the names of a large snapshot: `python -m kg.views.alike.fill <folder of the snapshot>`.

It says on its output how far it is: a part of one and what is being done, one line each time. Comparing keeps Python busy
for seconds, in which a server that did it itself would answer nobody.
"""

from __future__ import annotations

import gc
import os
import sys
from functools import partial
from pathlib import Path

from kg.store import EmbeddedSnapshot
from kg.views.alike.disk import NAME, save
from kg.views.alike.kept import made


def main() -> None:
    """Compare the names of the snapshot in this folder, which somebody else keeps from being collected."""
    if sys.platform != "win32":
        os.nice(5)  # whoever looks at a page comes first
    gc.disable()  # what is made stays until the end, and to look through it again and again takes a tenth of the time
    place = Path(sys.argv[1])
    snapshot = EmbeddedSnapshot(place.name, place, None)
    snapshot.traces.keep(snapshot.id, NAME, partial(save, made(snapshot, _tell)))


def _tell(what: str, part: float) -> None:
    print(f"{part:.3f} {what}", flush=True)


if __name__ == "__main__":
    main()
