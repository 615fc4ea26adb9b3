"""Typed columns as bytes: the one form in which a timeline is sent to the browser.

    uint32, little-endian   length H of the header
    H bytes                 header in JSON, UTF-8
    zeros                   up to a multiple of 8
    arrays                  each at a multiple of 8, counted from there

The header's `columns` tells of each array its type (u8, u16, u32, i32, f32, utf8), offset and length. A utf8 column's length
is in bytes, and `ends` is the offset of its n + 1 ends (uint32).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

_NAMES = {"uint8": "u8", "uint16": "u16", "uint32": "u32", "int32": "i32", "float32": "f32"}
_ALIGNED = 8


def encode(header: Mapping[str, Any], columns: Mapping[str, npt.NDArray[Any] | pa.StringArray]) -> bytes:
    """A header and arrays as bytes. Arrays are of one of the types above."""
    described: dict[str, dict[str, Any]] = {}
    pieces: list[npt.NDArray[Any]] = []
    length = 0

    def put(values: npt.NDArray[Any]) -> int:
        nonlocal length
        begin = length
        pieces.append(values)
        length += _padded(values.nbytes)
        return begin

    for name, values in columns.items():
        if isinstance(values, np.ndarray):
            described[name] = {"type": _NAMES[values.dtype.name], "offset": put(values), "length": len(values)}
        else:
            ends, text = _text(values)
            described[name] = {"type": "utf8", "offset": put(text), "length": len(text), "ends": put(ends)}
    head = json.dumps({**header, "columns": described}, ensure_ascii=False, separators=(",", ":")).encode()
    start = _padded(4 + len(head))
    whole = bytearray(start + length)
    whole[:4] = len(head).to_bytes(4, "little")
    whole[4 : 4 + len(head)] = head
    filled = np.frombuffer(whole, np.uint8)
    for piece in pieces:
        filled[start : start + piece.nbytes] = np.ascontiguousarray(piece).view(np.uint8)
        start += _padded(piece.nbytes)
    return bytes(whole)


def _padded(length: int) -> int:
    return -(-length // _ALIGNED) * _ALIGNED


def _text(values: pa.StringArray) -> tuple[npt.NDArray[np.uint32], npt.NDArray[np.uint8]]:
    """Ends and letters of texts, as Arrow holds them."""
    whole = values.take(pa.array(np.arange(len(values), dtype=np.int32))) if values.offset else values
    _, ends, text = whole.buffers()
    offsets = np.frombuffer(ends, np.uint32, len(whole) + 1) if len(whole) else np.zeros(1, np.uint32)
    letters = np.frombuffer(text, np.uint8, int(offsets[-1])) if text is not None else np.empty(0, np.uint8)
    return offsets, letters
