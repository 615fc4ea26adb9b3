"""A recap as HTML: one file that needs nothing else, in which every text of a source is escaped."""

from __future__ import annotations

from functools import lru_cache

from jinja2 import Environment, PackageLoader, StrictUndefined

from kg.views.recap import words
from kg.views.recap.shapes import Recap, RecapRow
from kg.views.shapes import PredictionRow
from kg.views.spelt import counted, spelt_date

_DOCUMENT, _ENTRY = "recap.html.j2", "recap_entry.html.j2"


def as_html(recap: Recap, home: str = "") -> str:
    """The recap as a document. With the address of the app, `https://…/`, titles link to the events' pages."""
    return _environment(home).get_template(_DOCUMENT).render(recap=recap, words=words)


def event_html(row: RecapRow, home: str = "") -> str:
    """One event of a recap, as it stands in the document."""
    return _macro("entry", row, home)


def prediction_html(row: PredictionRow, home: str = "") -> str:
    """One prediction of a recap, as it stands in the document."""
    return _macro("prediction", row, home)


def _macro(name: str, row: RecapRow | PredictionRow, home: str) -> str:
    return str(getattr(_environment(home).get_template(_ENTRY).module, name)(row))


@lru_cache(maxsize=8)
def _environment(home: str) -> Environment:
    environment = Environment(loader=PackageLoader("kg.views.recap"), autoescape=True, undefined=StrictUndefined)
    environment.filters |= {
        "address": words.safe_address,
        "event_page": lambda event: words.event_page(home, event),
        "facts": words.facts,
        "prediction_facts": words.prediction_facts,
        "voices": words.shown_voices,
        "summary": words.summary,
        "spelt": spelt_date,
        "counted": counted,
    }
    return environment
