"""A recap as Markdown (CommonMark): headings and lists of its own, and in them texts of sources that are never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.views.recap.shapes import Recap, RecapRow, VoiceRow
from kg.views.recap.words import (
    DUE,
    MADE,
    NOTHING,
    PERHAPS,
    event_page,
    facts,
    prediction_facts,
    safe_address,
    shown_voices,
    summary,
)
from kg.views.shapes import PredictionRow
from kg.views.spelt import counted, spelt_date

_ESCAPED = (
    (re.compile(r"([\\`*_\[\]<>#|~$&@{}^=])"), r"\\\1"),
    (re.compile(r"(?i)\b(https?|ftp|mailto|xmpp):"), r"\1\\:"),  # dialects make links of bare addresses
    (re.compile(r"(?i)\b(www)\."), r"\1\\."),
    (re.compile(r":(?=[\w+-]+:)"), r"\\:"),  # and pictures of :names:
    (re.compile(r"^(?=[-+])"), r"\\"),
    (re.compile(r"^(\d+)(?=[.)])"), r"\1\\"),
)
"""What would be markup, and the same as text."""


def as_markdown(recap: Recap, home: str = "") -> str:
    """The recap as a document. With the address of the app, `https://…/`, titles link to the events' pages."""
    return "\n".join([*_lines(recap, home)]) + "\n"


def literal(text: str) -> str:
    r"""A text that Markdown shows as it is, in one line.

    >>> print(literal("*Deal* for [x](http://y)\n# done"))
    \*Deal\* for \[x\](http\://y) \# done
    """
    line = " ".join(text.split())
    for markup, plain in _ESCAPED:
        line = markup.sub(plain, line)
    return line


def _lines(recap: Recap, home: str) -> Iterator[str]:
    yield f"# {literal(recap.title)}"
    yield ""
    yield summary(recap) if not recap.is_empty else NOTHING
    for group in recap.groups:
        yield from ("", f"## {literal(group.label)}")
        for company in group.companies:
            yield from ("", f"### {literal(company.name)}", "")
            yield from _events(company.rows, home)
    if recap.perhaps:
        yield from ("", f"## {PERHAPS}", "")
        yield from _events(recap.perhaps, home)
        if recap.perhaps_left_out:
            yield from ("", f"And {counted(recap.perhaps_left_out, 'more event')}.")
    for heading, predictions in ((MADE, recap.made), (DUE, recap.due)):
        if predictions:
            yield from ("", f"## {heading}", "")
            yield from map(_prediction, predictions)


def _events(rows: Sequence[RecapRow], home: str) -> Iterator[str]:
    for row in rows:
        title = _link(row.event.title.rstrip("."), event_page(home, row.event.id))
        yield f"- {literal(spelt_date(row.event.date))}: **{title}**{_beside(facts(row))}. {_said_by(row)}".rstrip()
        yield from (f"  - {literal(sentence)}" for sentence in row.disputes)


def _beside(told: Sequence[str]) -> str:
    return f" ({'; '.join(map(literal, told))})" if told else ""


def _said_by(row: RecapRow) -> str:
    voices, more = shown_voices(row)
    named = ", ".join(map(_voice, voices))
    return f"Told by {named}{f' {more}' if more else ''}." if named else ""


def _voice(voice: VoiceRow) -> str:
    remark = f" ({literal(voice.remark)})" if voice.remark else ""
    return f"{_link(voice.name, voice.url)}{remark}"


def _prediction(row: PredictionRow) -> str:
    told = literal(row.statement.rstrip("."))
    return f"- {told}{_beside(prediction_facts(row))}. Told by {_link(row.source.name, row.source.url)}."


def _link(text: str, url: str | None) -> str:
    address = safe_address(url)
    return f"[{literal(text)}](<{address}>)" if address else literal(text)
