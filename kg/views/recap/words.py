"""What every form of a recap says in the same words."""

from __future__ import annotations

from urllib.parse import quote, urlencode

from kg.records import web_address
from kg.terms import local_name
from kg.views.recap.shapes import Recap, RecapFilter, RecapRow, VoiceRow
from kg.views.shapes import PredictionRow
from kg.views.spelt import counted, spelt_date

PERHAPS = "May fall into this time"
MADE = "Predictions made"
DUE = "Predictions due"
NOTHING = "Nothing is known of this time."

_MOST_VOICES = 6


def summary(recap: Recap) -> str:
    """9 events, told by 28 sources; 2 are disputed."""
    if not recap.events:
        return "No event is known to have happened in this time."
    told = f"{counted(recap.events, 'event')}, told by {counted(recap.sources, 'source')}"
    disputed = f"; {recap.disputed:,} {'is' if recap.disputed == 1 else 'are'} disputed" if recap.disputed else ""
    left_out = f"; {counted(recap.left_out, 'less important event')} left out" if recap.left_out else ""
    return f"{told}{disputed}{left_out}."


def facts(row: RecapRow) -> list[str]:
    """What stands beside the title: amount, valuation, manner."""
    event = row.event
    money = [str(event.amount)] if event.amount else []
    money += [f"valuation {event.valuation}"] if event.valuation else []
    return [*money, *([row.status] if row.status else [])]


def shown_voices(row: RecapRow) -> tuple[tuple[VoiceRow, ...], str]:
    """The publishers that are named, and what is said of the others."""
    more = len(row.voices) - _MOST_VOICES
    return row.voices[:_MOST_VOICES], f"and {counted(more, 'more')}".removesuffix("s") if more > 0 else ""


def prediction_facts(row: PredictionRow) -> list[str]:
    """What stands beside a prediction: its deadline and what became of it."""
    deadline = f"by {spelt_date(row.deadline)}" if row.deadline else "no deadline"
    return [deadline, row.status.replace("-", " ")]


def safe_address(url: str | None) -> str | None:
    """A web address that no markup can be left from within, with percent signs for what is not plain; `None` for any other."""
    try:
        return web_address(quote(url or "", safe="/:?#[]@!$&*+,;=%~-._"))
    except ValueError:
        return None


def event_page(home: str, event: str) -> str | None:
    """The address of an event's page in the app at `home`; `None` where there is no app."""
    return f"{home}event?{urlencode({'id': local_name(event)})}" if home else None


def recap_page(home: str, wanted: RecapFilter) -> str | None:
    """The address of the same recap in the app."""
    if not home:
        return None
    given = [("from", wanted.begin.isoformat()), ("to", wanted.end.isoformat())]
    given += [("org", name) for name in wanted.organisations] + [("kind", name) for name in wanted.kinds]
    given += [("text", wanted.text)] if wanted.text else []
    return f"{home}recap?{urlencode(given)}"
