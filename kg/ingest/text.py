"""Bytes to text, whatever the encoding; what is no text is refused."""

from __future__ import annotations

import codecs
import unicodedata
from itertools import pairwise

from charset_normalizer import from_bytes

from kg.errors import BadInput

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SAMPLE = 200_000
_WESTERN = ("cp1252", "mac_roman")
"""Encodings in which nearly every byte is some letter, so that only the letters around it tell them apart."""


def decode(data: bytes, name: str, encoding: str = "") -> tuple[str, str]:
    """The text and the name of its encoding, which is taken as given or told from the bytes.

    UTF-8 is taken at its word; only what is not UTF-8 is guessed, on the first 200,000 bytes. Raises BadInput for what is
    empty or binary, and for what is not in the encoding given.
    """
    text, encoding = (_decoded_as(encoding, data, name), encoding) if encoding else _decoded(data, name)
    if "\x00" in text:
        raise BadInput(f"{name}: is a binary file; give text, CSV, JSON Lines or RDF")
    if not text.strip():
        raise BadInput(f"{name}: is empty; give a file with something in it")
    return text, encoding


def _decoded(data: bytes, name: str) -> tuple[str, str]:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decoded_as(encoding, data, name), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        if b"\x00" in data[:_SAMPLE]:
            raise BadInput(f"{name}: is a binary file; give text, CSV, JSON Lines or RDF") from None
        if (mixed := _mostly_utf_8(data)) is not None:
            return mixed, "a mixture of utf-8 and cp1252"
        guess = from_bytes(
            data[:_SAMPLE], cp_isolation=["cp1252", "mac_roman", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251"]
        ).best()
        if guess is None:
            raise BadInput(f"{name}: is in no encoding that can be told; save it as UTF-8") from None
        encoding = guess.encoding
        if encoding in _WESTERN:
            encoding = max(_WESTERN, key=lambda code: _likeness(data[:_SAMPLE], code))
        return data.decode(encoding, "replace"), encoding


def _mostly_utf_8(data: bytes) -> str | None:
    """The text where most lines beyond ASCII are UTF-8 and some are cp1252, as when a line was pasted in; else `None`."""
    lines = data.split(b"\n")
    beyond = [line for line in lines if not line.isascii()]
    if 2 * sum(_is_utf_8(line) for line in beyond) <= len(beyond):
        return None
    return "\n".join(line.decode("utf-8" if _is_utf_8(line) else "cp1252", "replace") for line in lines)


def _is_utf_8(line: bytes) -> bool:
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _likeness(data: bytes, encoding: str) -> int:
    """How much the text looks written: letters beyond ASCII fit the letters before them, and signs stand between words."""
    text = data.decode(encoding, "replace")
    found = 0
    for before, letter in pairwise(" " + text):
        if letter < "\x80":
            continue
        kind = unicodedata.category(letter)
        if letter == "\ufffd" or kind == "Cc":
            found -= 5
        elif kind == "Lu":
            found += -2 if before.islower() else 1
        elif kind in ("Ll", "Lo"):
            found += 1
        else:
            found += 1 if kind in ("Pi", "Pf", "Pd", "Zs", "Sc") else -1
    return found


def _decoded_as(encoding: str, data: bytes, name: str) -> str:
    try:
        return data.decode(encoding)
    except LookupError as error:
        raise BadInput(f"{name}: '{encoding}' is no encoding; write utf-8, cp1252, mac_roman or utf-16") from error
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: is not {encoding}: byte {error.start + 1} fits no letter; save it as UTF-8") from error
