"""The past of the graph: the days on which something became known, and what is known on no day."""

from __future__ import annotations

from datetime import date

from kg.views.graph import Graph


def known_days(graph: Graph) -> list[tuple[date, int]]:
    """Days by whose end something became known, each with the number of sources that told it, in the order of time.

    A source that speaks in two manners counts for each: to look every source up would take ten times as long. Between two
    of these days, the graph as known on a day is the same.
    """
    return [(row["day"], row["sources"]) for row in graph.rows("past/days")]


def undated_reports(graph: Graph) -> int:
    """How many reports of events are known on no day: their sources tell neither when they were published nor when read."""
    [row] = graph.rows("past/undated")
    return int(row["reports"])


def left_out(graph: Graph) -> str:
    """What every look at the past leaves out of this graph, as one line; nothing where nothing is left out."""
    match undated_reports(graph):
        case 0:
            return ""
        case 1:
            return "1 report is left out: its source tells neither when it was published nor when it was read"
        case many:
            return f"{many:,} reports are left out: their sources tell neither when they were published nor when they were read"
