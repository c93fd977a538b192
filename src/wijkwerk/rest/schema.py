"""What answers look like, as JSON Schema: rows of columns, pages of rows, faults.

Names: paths in kebab-case, operations in camelCase, columns as they are called in what is published.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

Schema = dict[str, Any]
TEXT: Schema = {
    "type": "object",
    "properties": {"nl": {"type": "string"}, "en": {"type": "string"}},
    "required": ["nl", "en"],
    "additionalProperties": False,
}
KINDS: dict[str, Schema] = {
    "string": {"type": ["string", "null"]},
    "float64": {"type": ["number", "null"]},
    "int64": {"type": ["integer", "null"]},
    "boolean": {"type": ["boolean", "null"]},
    "text": {"$ref": "#/components/schemas/Text"},
    "strings": {"type": "array", "items": {"type": "string"}},
    "json": {},  # anything that a field of JSON holds
    "object": {"type": "object"},
    "objects": {"type": "array", "items": {"type": "object"}},
}
PROBLEM: Schema = {
    "type": "object",
    "description": "What went wrong (RFC 9457).",
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer", "minimum": 400, "maximum": 599},
        "detail": {"type": "string", "description": "In a sentence, for people."},
        "parameter": {"type": "string", "description": "The parameter that is wrong."},
    },
    "required": ["type", "title", "status"],
    "additionalProperties": False,
}
# What every description has.
COMPONENTS: dict[str, Schema] = {"Text": TEXT, "Problem": PROBLEM}


def row(
    columns: Mapping[str, str], descriptions: Mapping[str, str], *, complete: bool = False
) -> Schema:
    """A row of columns of these kinds, each with its ``descriptions`` (a text is told once, as Text); none
    is required unless it is ``complete``: ``fields`` may ask less."""
    properties = {
        name: KINDS[kind] if kind == "text" else {**KINDS[kind], "description": descriptions[name]}
        for name, kind in columns.items()
    }
    return row_of(properties, complete)


def row_of(properties: Mapping[str, Schema], complete: bool) -> Schema:
    """A row with these properties; all are required when it is ``complete``."""
    schema: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": list(properties)} if complete else schema


def items_of(item: str) -> Schema:
    """The whole of a short list, which has no pages."""
    return {"type": "object", "properties": {"items": _items(item)}}


def _items(item: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{item}"}}


def pages(items: Iterable[str]) -> dict[str, Schema]:
    """The component of a page of each of these."""
    return {f"{item}Page": _page(item) for item in items}


def _page(item: str) -> Schema:
    return {
        "type": "object",
        "properties": {
            "items": _items(item),
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": "Address of the next page; null on the last one.",
            },
        },
        "required": ["items", "next"],
        "additionalProperties": False,
    }
