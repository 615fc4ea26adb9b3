"""The layout of a news card: text or Markdown in, sections with their lines out.

Knows headings, bullets, markers of machine-written text, links and table rows; knows nothing of records.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

LONGEST_LINE = 20_000
_BULLET = re.compile(r"(?:(?:[-+•·▪▸▹►◦‣●○■□✓✔✅➤→–—]|\*(?=[\s•])|\(?\d{1,2}[.)](?=\s))\s*)+")
_SYMBOLS = re.compile(r"[\s\W_]*", re.UNICODE)
_EMOJI = re.compile(r"[\u2190-\u2bff\u3030\ufe0f\u200d\U0001f000-\U0001faff]")
_MACHINE = re.compile(
    r"(?:(?:the\s+following|this|below|all|content|text|section|analysis|insights?|summary|these|is|was|are|were|fully|partly|partially)\s+){0,6}"
    r"(?:(?:ai|machine|llm|gpt[\w.-]*|model|computer|automatically|auto)[\s-]*(?:generated|written|produced|authored|assisted|created)"
    r"|(?:ai|machine|llm|automated)[\s-]+(?:analysis|summary|insights?|commentary|forecasts?|predictions?)"
    r"|(?:generated|written|produced|created|drafted|compiled|summari[sz]ed|analy[sz]ed|prepared)\s+(?:by|with|using)\s+"
    r"(?:an?\s+|the\s+)?(?:\w+\s+)?(?:ai|machines?|llms?|gpt[\w.-]*|chatgpt|claude|gemini|language\s+models?|automat\w+|bots?|algorithms?)\b)"
    r"(?P<rest>.*)",
    re.IGNORECASE,
)
_AFTER_MACHINE = re.compile(
    r"[\s.,;:!()·•|*_-]*(?:$|(?:analysis|summary|content|insights?|text|section|takeaways?|commentary|forecasts?|predictions?|by|for|grounded|"
    r"based|from|and|may|of|using|with|no|not|please|model|\d|gpt|claude|overview)\b)",
    re.IGNORECASE,
)
_MOST_MARKER_WORDS = 16


def _phrases(text: str) -> tuple[str, ...]:
    return tuple(" ".join(phrase.split()) for phrase in text.split(","))


# What headings are called, by the section that they open. The first that fits wins; longer names stand first.
_NAMES: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("tldr", _phrases("30-second tl;dr, tl;dr, tldr, tl dr, in short, in brief, at a glance, quick summary")),
    ("what-changed", _phrases("what changed, what's changed, what has changed, what happened, what's new, the news")),
    ("why-it-matters", _phrases("""
        why it matters, why this matters, why does it matter,
        why it's important, the significance, impact
    """)),
    ("what-to-do-next", _phrases("""
        what to do next, what to do now, what you should do, what you can do, next steps, recommended actions,
        recommended action, action items, what to do
    """)),
    ("audiences", _phrases("""
        who should care, who should read this, who is this for, who it's for, target audience, audiences, audience,
        relevant for
    """)),
    ("deep-insight", _phrases("""
        deep insights, deep insight, deep dive, in-depth analysis, ai analysis, ai insights, ai insight, deeper analysis,
        expert analysis, analysis, insight, insights
    """)),
    ("key-takeaways", _phrases("key takeaways, key takeaway, takeaways, key points, key insights, main points, highlights")),
    ("competitors", _phrases("""
        competitor analysis, competitive analysis, competitor comparison, competitive comparison, competitive landscape,
        competitor landscape, competitors, competition, market comparison, how it compares, comparison table, comparison
    """)),
    ("predictions", _phrases("""
        future implications, future implication, future outlook, implications, predictions, what's next, what comes next,
        what is next, outlook, looking ahead, forecasts, forecast
    """)),
    ("timeline", _phrases("""
        timeline of events, event timeline, events timeline, key dates,
        timeline, chronology, history, key events, milestones
    """)),
    ("recap", _phrases("weekly ai recap, weekly recap, ai weekly recap, read this week's, newsletter, subscribe")),
    ("related-updates", _phrases("""
        related updates, related news, related stories, related articles, related, more updates, more stories, see also,
        read more, you may also like
    """)),
    ("original", _phrases("""
        original source, original article, original story, originally published by, originally published at,
        originally published on, source article, source, sources
    """)),
    ("lead", _phrases("lead, summary, standfirst")),
)  # fmt: skip
_BEFORE = re.compile(
    r"(?:(?:enhanced|key|ai|the|event|future|main|detailed|full|quick|deep|competitive|"
    r"potential|possible|\d+[- ]second|market|our|top|"
    r"related|possible|likely|historical|strategic|some|more)\s+){0,3}",
    re.IGNORECASE,
)
ANALYSIS = frozenset({"deep-insight", "key-takeaways", "competitors", "predictions", "timeline"})
"""Sections that a marker under the analysis heading covers."""
SUMMARY = frozenset({"tldr", "what-changed", "why-it-matters", "what-to-do-next", "audiences"})
_LABELLED_ONLY = frozenset(
    _phrases("""
        analysis, audience, audiences, comparison, competition, competitors, forecast, highlights, history, impact,
        implications, insight, insights, lead, newsletter, outlook, read more, related, source, sources, subscribe, summary,
        the news, what to do
    """)
)  # fmt: skip
"""Names that are ordinary words too: in running text they are headings only alone on a line, or before a colon."""


@dataclass(frozen=True)
class Line:
    """One line of a card without its decoration; `number` counts from 1."""

    number: int
    text: str
    bullet: bool = False
    strong: bool = False
    links: tuple[str, ...] = ()
    gap: bool = False
    """Whether an empty line stands before it."""
    raw: str = ""


@dataclass(frozen=True)
class Section:
    """What stands under one heading. `name` is "other" where the heading is not known, "preamble" before the first."""

    name: str
    heading: str
    number: int
    lines: tuple[Line, ...]
    machine: bool = False
    """Whether the heading, or a line of its own, marks the section as written by a machine."""


@dataclass(frozen=True)
class Layout:
    sections: tuple[Section, ...]
    notes: tuple[str, ...] = ()

    @property
    def known(self) -> bool:
        """Whether any heading of a card was found."""
        return any(section.name not in ("preamble", "other", "original", "lead", "recap") for section in self.sections)


@dataclass
class _Open:
    name: str
    heading: str
    number: int
    lines: list[Line] = field(default_factory=list)
    machine: bool = False


def layout_of(text: str) -> Layout:
    """The sections of a card in their order. Never raises; a text without headings is one preamble."""
    notes: list[str] = []
    current = _Open("preamble", "", 1)
    sections = [current]
    gap = False
    for number, raw in enumerate(text.splitlines(), start=1):
        if not raw.strip():
            gap = True
            continue
        if len(raw) > LONGEST_LINE:
            notes.append(f"line {number} is {len(raw):,} characters long; the first {LONGEST_LINE:,} are read")
        line, heading = _read(raw[:LONGEST_LINE], number, gap, notes)
        gap = False
        found = _heading(line, heading, current.name)
        if found is None:
            if _is_marker(line.text):
                current.machine = True
            elif line.text:
                current.lines.append(line)
            continue
        name, title, rest = found
        current = _Open(name, title, number)
        sections.append(current)
        if rest and _is_marker(rest):
            current.machine = True
        elif rest:
            current.lines.append(Line(number, rest, links=line.links, raw=raw[:500]))
    return Layout(
        tuple(Section(part.name, part.heading, part.number, tuple(part.lines), part.machine) for part in sections), tuple(notes)
    )


# --- One line ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Decoration:
    level: int = 0
    """Of a Markdown heading; 0 for none."""
    emoji: str = ""


def _read(raw: str, number: int, gap: bool, notes: list[str]) -> tuple[Line, _Decoration]:
    """A line without its decoration, and what the decoration was."""
    text = raw.strip()
    if ("|" in text and text.count("|") >= 2) or "\t" in text:  # a table row keeps its bars
        plain, links = _inline(text.replace("\t", " \t "), number, notes) if "](" in text or "*" in text else (text, ())
        return Line(number, plain.strip(), links=links, gap=gap, raw=raw[:500]), _Decoration(
            emoji="" if text[0] == "|" else _emoji_of(text)
        )
    level = len(text) - len(text.lstrip("#"))
    if level and level <= 6 and text[level : level + 1] in (" ", "\t"):
        text = text[level:].strip().rstrip("#").strip()
    else:
        level = 0
    if text.startswith(">"):
        text = text.lstrip("> ")
    bullet = _BULLET.match(text)
    is_bullet = bool(bullet and bullet.end() < len(text) and not text.startswith("**") and not re.match(r"\*\S", text))
    if bullet and is_bullet:
        text = text[bullet.end() :]
    strong = bool(re.fullmatch(r"(\*\*|__)[^*_]{1,300}\1[:：]?", text))
    if re.fullmatch(r"[-*_=~\s|]{3,}", text):
        return Line(number, "", gap=gap), _Decoration()
    plain, links = _inline(text, number, notes)
    emoji = _emoji_of(plain)
    return Line(number, plain.strip(), is_bullet, strong, links, gap, raw[:500]), _Decoration(level, emoji)


def _emoji_of(text: str) -> str:
    return text[0] if text and _EMOJI.match(text) else ""


def _any_link(url: str) -> bool:
    """Every address is a link to the parser; which are kept is judged where they are read, with a note."""
    return bool(url)


@cache
def _markdown() -> MarkdownIt:
    reader = MarkdownIt("zero", {"maxNesting": 30}).enable(
        ["emphasis", "link", "image", "autolink", "backticks", "escape", "strikethrough"]
    )
    reader.validateLink = _any_link  # type: ignore[method-assign]
    return reader


def _inline(text: str, number: int, notes: list[str]) -> tuple[str, tuple[str, ...]]:
    """Text without Markdown, and the web addresses of its links. Links of other kinds are dropped with a note."""
    if not any(mark in text for mark in ("[", "**", "__", "`", "<http", "*", "_", "~~", "\\")):
        return text, ()
    words: list[str] = []
    links: list[str] = []
    for token in _flat(_markdown().parseInline(text)):
        words.append(token.content if token.type in ("text", "code_inline") else " " if token.type.endswith("break") else "")
        address = token.attrGet("href") or token.attrGet("src")
        if isinstance(address, str):
            if re.match(r"https?://", address, re.IGNORECASE):
                links.append(address)
            else:
                notes.append(f"line {number}: a link to '{address[:60]}' is left out; only http and https links are kept")
    return "".join(words), tuple(links)


def _flat(tokens: Iterable[Token]) -> Iterator[Token]:
    for token in tokens:
        if token.type != "inline":
            yield token
        if token.children:
            yield from _flat(token.children)


# --- Headings ---------------------------------------------------------------------------------------------------------


def _heading(line: Line, decoration: _Decoration, inside: str) -> tuple[str, str, str] | None:
    """Section, heading and what stands behind it on the same line; `None` where the line is no heading."""
    start = _SYMBOLS.match(line.text)
    text = line.text[start.end() :] if start else line.text
    marked = bool(decoration.level or decoration.emoji or line.strong)
    if found := _known_heading(text, marked=marked, bullet=line.bullet):
        return found
    if decoration.emoji == "💡" and text and inside == "preamble":
        return "lead", "", text
    if decoration.emoji == "📰" and not text:
        return "recap", "", ""
    if inside == "preamble" and (decoration.level == 1 or not decoration.level):
        return None
    words = len(text.split())
    if decoration.level or (line.strong and not line.bullet and inside not in ("timeline", "predictions")):
        return ("other", text, "") if not text[:1].isdigit() or inside != "timeline" else None
    if decoration.emoji and not line.bullet and 0 < words <= 6 and text[-1] not in ".!?…" and inside not in ("related-updates",):
        return "other", text, ""
    return None


def _known_heading(text: str, *, marked: bool, bullet: bool) -> tuple[str, str, str] | None:
    folded = text[:120].casefold().replace("’", "'")
    before = _BEFORE.match(folded)
    starts = (0, before.end()) if before and before.end() else (0,)
    for start in starts:
        for section, names in _NAMES:
            for name in names:
                if folded.startswith(name, start):
                    end = start + len(name)
                    rest = _behind(text[end:], name, marked=marked)
                    if rest is None or (bullet and not marked and not re.match(r"\s*[:：]", text[end:]) and rest):
                        continue
                    return section, text[:end], rest
    return None


def _behind(tail: str, name: str, *, marked: bool) -> str | None:
    """What follows a heading's name on its line; `None` where the words are no heading after all."""
    stripped = tail.strip()
    if tail[:1].islower():
        return None
    if not stripped or stripped in (":", "："):
        return ""
    if label := re.match(r"\s*(?:[:：]|[-–—]\s)\s*", tail):
        return tail[label.end() :].strip()
    if re.match(r"\s*[▸▾▼►▶⌄+]", tail):
        return ""
    bare = stripped.strip("()[] ·•|-–—")
    if _is_marker(bare):
        return bare
    if name in _LABELLED_ONLY and not marked:
        return None
    if tail[0] == "(" or (tail[0] == " " and stripped[0] == "("):
        return ""
    if not tail[0].isspace() and stripped[0].isalpha():
        return stripped
    if marked and len(stripped.split()) <= 4 and stripped[-1] not in ".!?":
        return ""
    return None


def _is_marker(text: str) -> bool:
    """Whether the line says that a machine wrote what stands here: "AI-generated analysis for this event."."""
    if len(text) > 200 or len(text.split()) > _MOST_MARKER_WORDS:
        return False
    start = _SYMBOLS.match(text)
    found = _MACHINE.match(text, start.end() if start else 0)
    return bool(found and _AFTER_MACHINE.match(found["rest"]))


# --- Rows and bullets -------------------------------------------------------------------------------------------------


def cells_of(text: str) -> list[str] | None:
    """The cells of a table row, with bars or tabs between them; `[]` for a separator row, `None` where it is no row."""
    if "\t" in text and "|" not in text:
        return [cell.strip() for cell in text.split("\t")]
    if "|" not in text:
        return None
    if re.fullmatch(r"[\s|:+=-]+", text):
        return []
    inner = text.strip()
    inner = inner.removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    return [cell.strip().replace("\\|", "|") for cell in re.split(r"(?<!\\)\|", inner)]
