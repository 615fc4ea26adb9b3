"""Bytes to text, whatever the encoding; what is no text is refused."""

from __future__ import annotations

import codecs

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


def decode(data: bytes, name: str) -> tuple[str, str]:
    """The text and the name of its encoding. Raises BadInput for what is empty or binary.

    UTF-8 is taken at its word; only what is not UTF-8 is guessed, on the first 200,000 bytes.
    """
    text, encoding = _decoded(data, name)
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
        guess = from_bytes(
            data[:_SAMPLE], cp_isolation=["cp1252", "mac_roman", "gb18030", "big5", "shift_jis", "euc_kr", "cp1251"]
        ).best()
        if guess is None:
            raise BadInput(f"{name}: is in no encoding that can be told; save it as UTF-8") from None
        return data.decode(guess.encoding, "replace"), guess.encoding


def _decoded_as(encoding: str, data: bytes, name: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        raise BadInput(f"{name}: begins as {encoding} but is not; save it as UTF-8") from error
