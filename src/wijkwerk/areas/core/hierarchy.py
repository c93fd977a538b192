"""The hierarchy of areas: each has at most one parent, and following parents ends at a top."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl


@dataclass(frozen=True)
class HierarchyFault:
    """A fault in row ``row`` (0-based) of a table of areas: ``kind`` is double, orphan or loop."""

    row: int
    kind: str
    code: str
    detail: str


def parents(areas: pl.DataFrame) -> dict[str, str | None]:
    """Parent by code, None without one. ``areas`` has ``code`` and ``parent``; a repeated code keeps its
    last."""
    return dict(zip(areas["code"].to_list(), areas["parent"].to_list(), strict=True))


def ancestors(code: str, parent: Mapping[str, str | None]) -> list[str]:
    """Codes above ``code``, nearest first; stops at the first repetition, so loops end."""
    result: list[str] = []
    above = parent.get(code)
    while above is not None and above not in result and above != code:
        result.append(above)
        above = parent.get(above)
    return result


def hierarchy_faults(areas: pl.DataFrame) -> list[HierarchyFault]:
    """Double codes, parents that are no area, and loops; each loop is told once, at its first row.

    ``areas`` has ``code`` and ``parent``, and optionally ``valid_from``/``valid_to``: a code may
    come back when the periods of its rows don't overlap (``validity`` checks that).
    """
    parent = parents(areas)
    dated = {"valid_from", "valid_to"} <= set(areas.columns)
    faults: list[HierarchyFault] = []
    seen_keys: set[tuple[str, str | None, str | None]] = set()
    reported: set[str] = set()
    for row, area in enumerate(areas.iter_rows(named=True)):
        code = area["code"]
        validity = (area["valid_from"], area["valid_to"]) if dated else (None, None)
        if (code, *validity) in seen_keys:
            faults.append(HierarchyFault(row, "double", code, code))
        seen_keys.add((code, *validity))
        above = area["parent"]
        if above is not None and above not in parent:
            faults.append(HierarchyFault(row, "orphan", code, above))
        loop = _loop_through(code, parent)
        if loop and not reported.intersection(loop):
            reported.update(loop)
            faults.append(HierarchyFault(row, "loop", code, " > ".join([*loop, loop[0]])))
    return faults


def _loop_through(code: str, parent: Mapping[str, str | None]) -> list[str]:
    """The loop that ``code`` itself is part of, from ``code`` on; empty when there is none."""
    path = [code]
    above = parent.get(code)
    while above is not None and above not in path:
        path.append(above)
        above = parent.get(above)
    return path if above == code else []
