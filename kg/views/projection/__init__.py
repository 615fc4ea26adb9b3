"""All events of a snapshot as columns: what views ask instead of SPARQL where a graph is large.

    from kg.views.projection import projection

    table = projection(graph)                       # kept per snapshot; milliseconds after the first time
    rows = table.select(EventFilter(kinds=("Hire",)))   # int32 places, in the order of time
    events_by_id(graph, table.iris(rows[:50]))      # whole EventRows of the few that are shown

`select` gives exactly what the catalogue query timeline/events gives for the same filter, in the same order. It is built
from the catalogue queries projection/… and from nothing else, and never changes. `rows` may be of any size; only the few
that a page shows should be turned into EventRows.

Columns, one value an event (numpy, n long): `begin`, `end` (days since 1970-01-01, inclusive; open: OPEN_BEGIN, OPEN_END),
`kind` (into `kinds`, local names), `status` (into `statuses`, names, strongest first), `flags` (DISPUTED, DATE_DISPUTED,
APPROXIMATE, UNCERTAIN, BEGIN_OPEN, END_OPEN, HAS_AMOUNT), `told_by` (number of sources), `organisation` (into `entities`).
Arrow: `title`, `date` (EDTF), `id` (twenty hex digits).
Several values an event: `part_row`, `part_role`, `part_entity` with `part_offsets`; `source_row`, `source`,
`source_statement` with `source_offsets`. Tables: `entities` (id, name, types), `sources` (id, publisher).

Choosing: `select(filter)`, `taking_part(iris, roles)`, `rows_of(events)`, `newest(count, until)`.
Reading: `iris(rows)`, `entity_iri(place)`, `places(iris)`.
Counting: `counts(rows, ("kind", "year"))`, `coverage(rows)`.
"""

from kg.views.projection.columns import (
    APPROXIMATE,
    BEGIN_OPEN,
    DATE_DISPUTED,
    DISPUTED,
    END_OPEN,
    HAS_AMOUNT,
    OPEN_BEGIN,
    OPEN_END,
    UNCERTAIN,
)
from kg.views.projection.kept import projection
from kg.views.projection.model import By, Count, Looked, Projection, day_number
from kg.views.projection.table import Rows, pairs

__all__ = [
    "APPROXIMATE",
    "BEGIN_OPEN",
    "DATE_DISPUTED",
    "DISPUTED",
    "END_OPEN",
    "HAS_AMOUNT",
    "OPEN_BEGIN",
    "OPEN_END",
    "UNCERTAIN",
    "By",
    "Count",
    "Looked",
    "Projection",
    "Rows",
    "day_number",
    "pairs",
    "projection",
]
