"""The last visit of this browser, kept in a cookie of its own: when it was, and what the store held then.

The cookie holds two visits, the present one and the one before. A visit ends half an hour after the page was last shown.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime

import streamlit as st

COOKIE = "eventline_visit"
HALF_AN_HOUR = 30
_VISIT = re.compile(r"(\d{1,9})\.([0-9a-f]{12})\.(\d{1,9})", re.ASCII)

_REMEMBER = """
export default ({ data }) => {
  const kept = document.cookie.split("; ").find((part) => part.startsWith(data.cookie + "="));
  const stored = kept?.slice(data.cookie.length + 1) ?? "";
  const [present = "", before = ""] = stored.split("~");
  const now = Math.floor(Date.now() / 60000);
  const ended = now - parseInt(present || "0", 10) > data.pause;
  const visits = [`${now}.${data.snapshot}.${data.events}`, ended ? present : before].filter(Boolean).join("~");
  document.cookie = `${data.cookie}=${visits}; path=/; max-age=31536000; samesite=lax`;
};
"""


@dataclass(frozen=True)
class Visit:
    """When the browser was last here, and the snapshot and number of events it then saw."""

    day: date
    snapshot: str
    """The first twelve digits of its id."""
    events: int


def last_visit(cookie: str, now: datetime) -> Visit | None:
    """The visit before the present one; `None` for a first visit, and for a cookie that is not ours.

    >>> last_visit("29000000.0123456789ab.318", datetime(2026, 4, 8, tzinfo=UTC)).day
    datetime.date(2025, 2, 19)
    """
    present, _, before = cookie.partition("~")
    found = _VISIT.fullmatch(present)
    if found and now.timestamp() / 60 - int(found[1]) <= HALF_AN_HOUR:  # still the present visit
        found = _VISIT.fullmatch(before)
    if found is None:
        return None
    return Visit(datetime.fromtimestamp(int(found[1]) * 60, tz=UTC).date(), found[2], int(found[3]))


def visit_before(now: datetime) -> Visit | None:
    """The visit before the present one of the browser that shows this page."""
    return last_visit(str(st.context.cookies.get(COOKIE) or ""), now)


def remember_visit(snapshot: str, events: int) -> None:
    """Keep in the browser that it was here, and what it saw."""
    st.components.v2.component("eventline_visit", js=_REMEMBER)(
        key="visit",
        data={"cookie": COOKIE, "pause": HALF_AN_HOUR, "snapshot": snapshot[:12], "events": events},
    )
