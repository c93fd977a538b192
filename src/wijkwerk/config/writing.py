"""A document as people write it in TOML, and what they typed as a file."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from wijkwerk.config.toml_file import Document


def toml_text(document: Document) -> str:
    """The whole document: plain keys, then each table, then each entry of a list of tables."""
    plain = {key: value for key, value in document.items() if not _is_table(value)}
    parts = [_lines(plain)]
    for key, value in document.items():
        if isinstance(value, dict):
            parts.append(f"[{key}]\n{_lines(value)}")
        elif _is_table(value):
            parts += [f"[[{key}]]\n{_lines(entry)}" for entry in value]
    return "\n".join(parts)


@contextmanager
def typed_file(text: str, name: str) -> Iterator[Path]:
    """What somebody typed in a page, as a file that is gone afterwards."""
    with tempfile.TemporaryDirectory() as scratch:
        path = Path(scratch) / name
        path.write_text(text.replace("\r\n", "\n"), "utf-8")
        yield path


def _lines(table: Document) -> str:
    """Keys with their values, each on a line; tables within it stand in braces."""
    return "".join(f"{key} = {_value(value)}\n" for key, value in table.items())


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
