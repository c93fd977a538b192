"""TOML from plain data: what a recipe says of a source, written down as the source's own files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any


def toml_text(document: Mapping[str, Any]) -> str:
    """``document`` (texts, numbers, booleans, lists, tables) as TOML, in its own order."""
    return "\n".join(_tables((), document)).strip() + "\n"


def _tables(path: tuple[str, ...], table: Mapping[str, Any]) -> list[str]:
    lines = [
        f"{_key(key)} = {toml_value(value)}"
        for key, value in table.items()
        if not _is_table(value, path) and not _is_tables(value)
    ]
    for key, value in table.items():
        full_path = (*path, key)
        name = ".".join(_key(part) for part in full_path)
        if _is_tables(value):
            for entry in value:
                lines += ["", f"[[{name}]]", *_tables(full_path, entry)]
        elif _is_table(value, path):
            lines += ["", f"[{name}]", *_tables(full_path, value)]
    return lines


def _is_table(value: Any, path: tuple[str, ...]) -> bool:
    # Below the top a mapping (name = { nl = …, en = … }) reads best on its own line.
    return isinstance(value, Mapping) and not path


def _is_tables(value: Any) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], Mapping)


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else toml_value(key)


def toml_value(value: Any) -> str:
    """A value as TOML writes it on one line. Raises TypeError for a value that TOML hasn't got."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int | float):
        return repr(value)
    if isinstance(value, str):
        # JSON's escapes are TOML's; JSON leaves DEL as it is, TOML doesn't allow it.
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, list | tuple):
        return "[" + ", ".join(toml_value(member) for member in value) + "]"
    if isinstance(value, Mapping):
        inner = ", ".join(f"{_key(key)} = {toml_value(member)}" for key, member in value.items())
        return "{ " + inner + " }"
    raise TypeError(f"TOML has no {type(value).__name__}")
