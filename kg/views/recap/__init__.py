"""Recaps of a week, a month or any other time: one structure, and its forms.

    from kg.views.recap import RecapFilter, as_markdown, recap

    april = recap(graph, RecapFilter(begin=date(2026, 4, 1), end=date(2026, 4, 30), organisations=("Anthropic",)))
    print(as_markdown(april))
"""

from kg.views.recap import words
from kg.views.recap.atom import as_atom
from kg.views.recap.html import as_html
from kg.views.recap.markdown import as_markdown
from kg.views.recap.shapes import Recap, RecapCompany, RecapFilter, RecapGroup, RecapRow, VoiceRow
from kg.views.recap.tell import events_filter, newest_week, recap

__all__ = [
    "Recap",
    "RecapCompany",
    "RecapFilter",
    "RecapGroup",
    "RecapRow",
    "VoiceRow",
    "as_atom",
    "as_html",
    "as_markdown",
    "events_filter",
    "newest_week",
    "recap",
    "words",
]
