"""The bytes of a timeline, read as the browser reads them."""

from __future__ import annotations

import json
from typing import Any

import numpy as np

TYPES = {"u8": np.uint8, "u16": np.uint16, "u32": np.uint32, "i32": np.int32, "f32": np.float32}


def read_wire(content: bytes) -> tuple[dict[str, Any], dict[str, Any]]:
    """The header, and by name the arrays; texts as lists."""
    length = int.from_bytes(content[:4], "little")
    header = json.loads(content[4 : 4 + length])
    start = -(-(4 + length) // 8) * 8
    found: dict[str, Any] = {}
    for name, told in header["columns"].items():
        assert told["offset"] % 8 == 0
        if told["type"] != "utf8":
            found[name] = np.frombuffer(content, TYPES[told["type"]], told["length"], start + told["offset"])
            continue
        ends = np.frombuffer(content, np.uint32, header["marks"] + 1, start + told["ends"])
        text = content[start + told["offset"] :][: told["length"]]
        found[name] = [text[ends[mark] : ends[mark + 1]].decode() for mark in range(header["marks"])]
    return header, found
