"""Search over everything: names, titles of events, texts of sources, publishers.

    from kg.views.search import search, suggest

    suggest(graph, "anthr")                     # at most ten hits, for a box that people type into
    search(graph, "Series C", limit=20)         # hits by group, each with how many there are
"""

from kg.views.search.find import search, suggest
from kg.views.search.shapes import HitGroup, HitRow, SearchResult, Sort

__all__ = ["HitGroup", "HitRow", "SearchResult", "Sort", "search", "suggest"]
