"""On which line of a TOML text a key stands, which its parser doesn't say."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

Path = tuple[str | int, ...]


def nearest_line(lines: Mapping[Path, int], path: Sequence[str | int]) -> int | None:
    """The line of the key at ``path``, or the nearest above it; None when there is none."""
    parts = tuple(path)
    return next(
        (lines[parts[:length]] for length in range(len(parts), 0, -1) if parts[:length] in lines),
        None,
    )


def lines_of(text: str) -> dict[tuple[str | int, ...], int]:
    """The line of every header and key of a TOML text by its path.

    Follows ``[table]`` and ``[[array]]`` headers and skips texts of several lines; a key inside
    an inline table isn't in it (it stands on the line of the key that holds it, mostly).
    """
    lines: dict[tuple[str | int, ...], int] = {}
    table: list[str | int] = []
    counts: dict[tuple[str | int, ...], int] = {}
    open_text: str | None = None
    for number, line in enumerate(text.splitlines(), 1):
        if open_text is not None:
            if open_text in line:
                open_text = None
            continue
        for fence in ('"""', "'''"):
            if line.count(fence) % 2:
                open_text = fence
        header = re.match(r"\s*(\[\[?)\s*([\w\s.\"'-]+?)\s*\]", line)
        key = re.match(r"\s*([\w-]+(?:\s*\.\s*[\w-]+)*|\"[^\"]*\"|'[^']*')\s*=", line)
        if header:
            table = _header_path(_parts(header.group(2)), header.group(1) == "[[", counts)
            lines.setdefault(tuple(table), number)
        elif key:
            parts = _parts(key.group(1))
            for length in range(1, len(parts) + 1):
                lines.setdefault((*table, *parts[:length]), number)
    return lines


def _parts(dotted: str) -> list[str]:
    # A dot between quotation marks is a part of the key.
    return [part.strip("\"'") for part in re.findall(r"\"[^\"]*\"|'[^']*'|[^.\s]+", dotted)]


def _header_path(
    parts: list[str], array: bool, counts: dict[tuple[str | int, ...], int]
) -> list[str | int]:
    """The path of a table header, with the index of each array of tables on the way."""
    path: list[str | int] = []
    for position, raw in enumerate(parts):
        path.append(raw)
        key = tuple(path)
        if array and position == len(parts) - 1:
            counts[key] = counts.get(key, -1) + 1
        if key in counts:
            path.append(counts[key])
    return path
