"""Who speaks independently: sister pages, mirrors and copies of one publisher count as one voice.

Sources are one voice where they share a registrable domain, a publisher's name, or a title word for word, where one is a
card and the other the original that it names, or where several are copies of one text. A chain of such ties is one voice.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import ip_address
from urllib.parse import urlsplit

from tldextract import TLDExtract

from kg.records import SourceRecord
from kg.resolve.names import name_key

_PLATFORMS = (
    "medium.com", "substack.com", "wordpress.com", "tumblr.com", "ghost.io", "beehiiv.com", "hashnode.dev", "dev.to", "x.com",
    "twitter.com", "youtube.com", "linkedin.com", "facebook.com", "reddit.com", "threads.net", "bsky.app", "github.com",
    "raw.githubusercontent.com", "gitlab.com", "huggingface.co", "telegra.ph", "t.me", "news.ycombinator.com", "archive.org",
    "docs.google.com",
)  # fmt: skip
"""Domains where everyone publishes: pages on them are not one publisher's. Many more are in the public suffix list."""

_EXTRACT = TLDExtract(suffix_list_urls=(), cache_dir=None, include_psl_private_domains=True, extra_suffixes=_PLATFORMS)
_HOST = re.compile(r"[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}", re.IGNORECASE)
_DISTINCTIVE_TITLE = 16
"""Letters from which on a title is hardly given twice by chance."""

_COPIES_AFTER = re.compile(
    r"\b(?:cop(?:y|ies) of|(?:quoted|reprinted|republished|syndicated) from|quoting|summary of)\s+", re.IGNORECASE
)
_COPIED_BEFORE = re.compile(r"\s+(?:via|(?:quoted|reprinted|republished|syndicated) (?:on|by|in|at))\s+", re.IGNORECASE)
_TEXT_OF = re.compile(r"\s+(?:text|copy|summary|transcript|reprint)$", re.IGNORECASE)
_FILLER = re.compile(
    r"^(?:(?:an?|the|news|newsroom|feed|rss|text|copy|article|summary|mirror|transcript|podcast|page|original|via|from)\b[\s,]*)+$",
    re.IGNORECASE,
)
_AROUND = re.compile(
    r"^(?:an?|the)\s+|\s+(?:articles?|(?:newsroom )?feed|newsroom|mirror|text|copy|summary|transcript)$", re.IGNORECASE
)


def count_independent(sources: Iterable[SourceRecord]) -> int:
    """How many voices these sources are. The order of the sources does not matter.

    >>> papers = ["Reuters (via The Star)", "The Star", "Reuters text (copy)", "Bloomberg"]
    >>> count_independent(SourceRecord(publisher=name) for name in papers)
    3
    """
    voices: list[frozenset[str]] = []
    for traits in {_traits(source) for source in sources}:
        tied = [voice for voice in voices if voice & traits]
        voices = [voice for voice in voices if not voice & traits]
        voices.append(traits.union(*tied))
    return len(voices)


@lru_cache(maxsize=100_000)
def _traits(source: SourceRecord) -> frozenset[str]:
    """What makes two sources one voice where they share any of it."""
    names, copied = _names_in(source.publisher)
    traits = {f"name {name_key(name)}" for name in names} | {site for name in names if (site := _site_named(name))}
    if not copied and source.url:  # a copy speaks with the voice of what it copies, wherever it stands
        traits |= _site(source.url)
    if source.original:
        traits |= {f"name {name_key(name)}" for name in _names_in(source.original)[0]}
    if source.original_url:
        traits |= _site(source.original_url)
    if len(title := name_key(source.title)) >= _DISTINCTIVE_TITLE:
        traits.add(f"title {title}")
    return frozenset(traits) or frozenset({f"source {source.key}"})


def _names_in(publisher: str) -> tuple[list[str], bool]:
    """Whose voice a publisher's name tells of, and whether it says that the text is a copy of theirs.

    >>> _names_in("CNBC (via NBC San Diego)"), _names_in("usaemall.com (CNBC copy)"), _names_in("CNA (Reuters)")
    ((['CNBC'], True), (['CNBC'], True), (['CNA', 'Reuters'], False))
    """
    pieces: list[str] = []
    copied: list[str] = []
    for piece in filter(None, (part.strip() for part in re.split(r"[()\[\]]|\s+[/|]\s+", _via_apart(publisher)))):
        before, *_hosts = _COPIED_BEFORE.split(f" {piece} ", maxsplit=1)
        if _hosts:
            copied.append(before.strip() or (pieces.pop() if pieces else ""))
            continue
        _, *originals = _COPIES_AFTER.split(piece, maxsplit=1)
        if originals:
            copied.append(originals[0])
        elif _TEXT_OF.search(piece):
            copied.append(piece)
        else:
            pieces.append(piece)
    told = [bare for name in copied if (bare := _bare(name))]
    return (told, True) if told else ([bare for name in pieces if (bare := _bare(name))], False)


def _via_apart(publisher: str) -> str:
    """`CNBC (via NBC)` as `CNBC via NBC`, so that both spellings read alike."""
    return re.sub(r"\s*\(\s*(via\b[^()]*)\)", r" \1", publisher, flags=re.IGNORECASE)


def _bare(name: str) -> str:
    """A publisher's name without the words that say what kind of text it is; empty where nothing else is left."""
    name = name.strip(" ,;:-")
    if _FILLER.match(name):
        return ""
    while (shorter := _AROUND.sub("", name)) != name:
        name = shorter
    return name.strip()


def _site_named(name: str) -> str:
    """The site that a publisher's name is the address of: `thecoli.com`."""
    return next(iter(_site(f"https://{name}")), "") if _HOST.fullmatch(name) else ""


@lru_cache(maxsize=100_000)
def _site(url: str) -> frozenset[str]:
    """The registrable domain of an address; nothing for a platform's own."""
    try:
        host = (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:  # an unclosed bracket
        return frozenset()
    host = re.sub(r"^(?:www\d?|m|mobile|amp)\.", "", host)
    found = _EXTRACT.extract_str(host)
    if found.suffix:
        domain = found.top_domain_under_public_suffix
    else:
        domain = host if _is_address(host) else ".".join(host.split(".")[-2:])
    return frozenset({f"site {domain}"}) if domain else frozenset()


def _is_address(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
