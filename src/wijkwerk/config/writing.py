"""A document as people write it in TOML."""

from __future__ import annotations

import json
from typing import Any

from wijkwerk.config.toml_file import Document


def toml_lines(table: Document) -> str:
    """Keys of ``table`` with their values, each on a line; tables within it stand in braces."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


def toml_text(document: Document) -> str:
    """The whole document: plain keys, then each table, then each entry of a list of tables."""
    plain = {key: value for key, value in document.items() if not _is_table(value)}
    parts = [toml_lines(plain)]
    for key, value in document.items():
        if isinstance(value, dict):
            parts.append(f"[{key}]\n{toml_lines(value)}")
        elif _is_table(value):
            parts += [f"[[{key}]]\n{toml_lines(entry)}" for entry in value]
    return "\n".join(parts)


def _is_table(value: Any) -> bool:
    return isinstance(value, dict) or (
        isinstance(value, list) and bool(value) and all(isinstance(entry, dict) for entry in value)
    )


def _value(value: Any) -> str:
    if isinstance(value, dict):
        inside = ", ".join(f"{key} = {_value(part)}" for key, part in value.items())
        return f"{{ {inside} }}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(_value, value)) + "]"
    # A string of JSON is one of TOML, but for the sign DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
