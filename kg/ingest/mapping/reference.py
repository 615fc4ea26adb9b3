"""The reference of mappings, from their model: tables in docs/mapping.md and a JSON Schema for editors.

`python -m kg.ingest.mapping.reference` writes both anew.
"""

from __future__ import annotations

import json
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel

from kg.ingest.mapping.model import (
    Check,
    Claim,
    DateValue,
    Entity,
    Event,
    Join,
    MoneyValue,
    Recognise,
    Rows,
    Sentence,
    Source,
    TableMapping,
    Value,
)
from kg.ingest.rows import Layout
from kg.ingest.values import NULLS
from kg.paths import MAPPINGS

SCHEMA = MAPPINGS / "mapping.schema.json"
GUIDE = Path(__file__).resolve().parents[3] / "docs" / "mapping.md"
_BEGIN, _END = "<!-- reference: begin, written by python -m kg.ingest.mapping.reference -->", "<!-- reference: end -->"

_OF_RULES = ("when", "unless", "each", "id", "label", "source")
"""Fields that every rule has, told once with the events."""
_LIKE_VALUES = "Also all of [a value](#a-value)."
_LIKE_EVENTS = "Also `when`, `unless`, `each`, `id`, `label` and `source`, as in `[[event]]`."
_PARTS: tuple[tuple[str, type[BaseModel], tuple[str, ...], str], ...] = (
    ("The file as a whole", TableMapping, (), ""),
    ("`[file]`: how the rows lie", Layout, (), ""),
    ("`[rows]`: which rows count", Rows, (), ""),
    ("`[source]`: who says it", Source, (), ""),
    ("`[[join]]`: a second file", Join, (), ""),
    ("A value", Value, (), ""),
    ("A date", DateValue, tuple(Value.model_fields), _LIKE_VALUES),
    ("An amount", MoneyValue, tuple(Value.model_fields), _LIKE_VALUES),
    ("A test", Check, (), ""),
    ("`[[event]]`", Event, (), ""),
    ("`[[entity]]`", Entity, _OF_RULES, _LIKE_EVENTS),
    ("`[[claim]]`", Claim, _OF_RULES, _LIKE_EVENTS),
    ("`[[sentence]]`", Sentence, _OF_RULES, _LIKE_EVENTS),
    ("`[recognise]`: only in mappings that ship", Recognise, (), ""),
)
"""Heading, part, fields that are told elsewhere, and a line that says where."""


def schema() -> dict[str, Any]:
    """The JSON Schema of a mapping file."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **TableMapping.model_json_schema()}


def reference() -> str:
    """Every field of every part in Markdown, with what it takes and what it means."""
    return "\n".join([*(line for part in _PARTS for line in _section(*part)), *_nulls()])


def _nulls() -> Iterator[str]:
    yield from (
        "### Words for nothing",
        "",
        "Known everywhere, whatever their capitals; an empty cell too. `nulls` adds to them.",
        "",
    )
    yield from (", ".join(f"`{word}`" for word in sorted(NULLS) if word) + ".", "")


def _section(title: str, part: type[BaseModel], elsewhere: tuple[str, ...], where: str) -> Iterator[str]:
    yield from (f"### {title}", "", f"{_words(part.__doc__ or '')} {where}".strip(), "")
    yield from ("| Field | Takes | Default | Meaning |", "| --- | --- | --- | --- |")
    for name, info in part.model_fields.items():
        if name not in elsewhere:
            default = "needed" if info.is_required() else _default(info.default)
            meaning = _cell(info.description or _part_line(info.annotation))
            yield f"| `{name}` | {_takes(info.annotation)} | {default} | {meaning} |"
    yield ""


def _default(value: object) -> str:
    if value in ("", (), None) or value == {} or isinstance(value, BaseModel):
        return ""
    return f"`{json.dumps(value, ensure_ascii=False)}`"


def _takes(annotation: Any) -> str:
    """What a field takes, in the words of the guide."""
    origin = get_origin(annotation)
    if origin is Annotated:
        return _takes(get_args(annotation)[0])
    if origin is Literal:
        return " ".join(f"`{word}`" for word in get_args(annotation) if word != "")
    if origin in (Union, types.UnionType):
        return " or ".join(dict.fromkeys(_takes(branch) for branch in get_args(annotation) if branch is not type(None)))
    if origin is tuple:
        return f"list of {_takes(get_args(annotation)[0])}"
    if origin is dict:
        return f"table of {_takes(get_args(annotation)[1])}"
    plain = {str: "text", bool: "true or false", int: "figure", float: "figure"}
    return plain.get(annotation) or _NAMES.get(annotation, annotation.__name__)


_NAMES: dict[type, str] = {
    Value: "[value](#a-value)", DateValue: "[date](#a-date)", MoneyValue: "[amount](#an-amount)", Check: "[test](#a-condition)",
}  # fmt: skip


def _part_line(annotation: Any) -> str:
    """What a part is, for a field that is nothing but that part."""
    for candidate in (annotation, *get_args(annotation)):
        if isinstance(candidate, type) and issubclass(candidate, BaseModel):
            return (candidate.__doc__ or "").splitlines()[0]
    return ""


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _cell(text: str) -> str:
    return _words(text).replace("|", "\\|")


def guide_with_reference(guide: str) -> str:
    """The guide's text with its reference written anew."""
    before, _, rest = guide.partition(_BEGIN)
    after = rest.partition(_END)[2]
    return f"{before}{_BEGIN}\n\n{reference()}\n{_END}{after}"


if __name__ == "__main__":
    SCHEMA.write_text(json.dumps(schema(), indent=2, ensure_ascii=False) + "\n", "utf-8")
    GUIDE.write_text(guide_with_reference(GUIDE.read_text("utf-8")), "utf-8")
