"""Names that may mean one thing: worked out once for each snapshot, and brought up to date from an earlier one.

    from kg.views.alike import names_in_doubt

    for doubt in names_in_doubt(graph): ...     # the most valuable first; twenty seconds, once, for two hundred thousand names

Decisions leave nothing out here: a decision that two names are different is in the graph, but no property of the names.
"""

from kg.views.alike.kept import are_at_hand, names_in_doubt

__all__ = ["are_at_hand", "names_in_doubt"]
