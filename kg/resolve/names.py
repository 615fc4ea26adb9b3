"""Names made comparable: `X-ai`, `xAI` and `x.AI Inc.` have one key."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

_LEGAL_FORMS = re.compile(
    r"[\s,]+(?:incorporated|inc|corporation|corp|company|co|limited|ltd|llc|llp|plc|pbc|gmbh|ag|sa|sas|sarl|bv|nv|oy|ab|asa|spa|srl|kk|pte|pty)\.?$"
)


@lru_cache(maxsize=200_000)
def name_key(name: str) -> str:
    """What two spellings of one name share: no case, marks, blanks, punctuation or legal form.

    Digits keep the dot between them, so that `Claude 3.5` and `Claude 35` stay two names; `+` stays as well.

    >>> name_key("X-ai") == name_key("xAI"), name_key("Clément Delangue") == name_key("Clement Delangue")
    (True, True)
    >>> name_key("Nvidia Corporation"), name_key("Claude 3.5"), name_key("钛媒体")
    ('nvidia', 'claude3.5', '钛媒体')
    """
    folded = unicodedata.normalize("NFKD", name.strip()).casefold()
    folded = "".join(character for character in folded if not unicodedata.combining(character))
    bare = folded
    while (shorter := _LEGAL_FORMS.sub("", bare)) != bare:
        bare = shorter
    spoken = (bare or folded).replace("&", " and ")
    spoken = re.sub(r"(?<!\d)\.|\.(?!\d)", " ", spoken)
    key = re.sub(r"[^\w.+]|_", "", spoken)
    return unicodedata.normalize("NFC", key) or folded


def clearest(names: frozenset[str]) -> str:
    """The name to show, of several spellings of one: with capitals but not all capitals, then the shortest."""
    return min(names, key=lambda name: (name.islower(), name.isupper() and len(name) > 4, len(name), name))
