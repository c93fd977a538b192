"""Which rows a page wants, and the SQL conditions that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wijkwerk.monitor.serving.edition import Serving

_FEW = 50  # areas up to which the copy sorted by area is the quicker one
_FEW_FOR_SERIES = 200  # as one indicator of all years lies in a great many blocks
_FEW_PER_MOMENT = 3  # and one indicator of one year in two or three


@dataclass(frozen=True)
class FigureQuery:
    """Which figures: None means all. ``limit`` bounds the number of rows.

    ``columns`` are those that are needed: each one left out is a file block less to read per area.
    """

    areas: Sequence[str] | None = None
    indicators: Sequence[str] | None = None
    periods: Sequence[str] | None = None
    level: str | None = None
    against: str | None = None
    limit: int = 10_000
    columns: Sequence[str] | None = None


def is_stored(serving: Serving, code: str) -> bool:
    """Whether every figure was held against ``code`` when the edition was built."""
    reference = serving.catalogue.source["reference"]
    return code in reference["also"] or (
        reference["rule"] in ("area", "group") and code == reference["code"]
    )


def conditions(ask: FigureQuery) -> tuple[list[str], list[object]]:
    """SQL conditions of ``ask`` with question marks, and the values for them."""
    where: list[str] = ["true"]
    values: list[object] = []
    for column, wanted in (
        ("area", ask.areas),
        ("indicator", ask.indicators),
        ("period", ask.periods),
    ):
        if wanted is not None:
            where.append(f"{column} IN ({marks(wanted)})" if wanted else "false")
            values += list(wanted)
    if ask.level is not None:
        where.append("level = ?")
        values.append(ask.level)
    return where, values


def marks(values: Sequence[object]) -> str:
    """A question mark per value, with commas."""
    return ", ".join("?" * len(values))


def copy_for(name: str, ask: FigureQuery, by_area: str, by_indicator: str) -> tuple[str, str]:
    """The copy of a table whose order suits the question, and that order."""
    few_areas = ask.areas is not None and len(ask.areas) <= _few(name, ask)
    return (name, by_area) if few_areas else (f"{name}_by_indicator", by_indicator)


def _few(name: str, ask: FigureQuery) -> int:
    """Areas up to which reading those areas takes fewer blocks than reading the indicators."""
    if ask.indicators is None:
        return _FEW
    if name == "figures" and ask.periods is None:
        return _FEW_FOR_SERIES
    periods = len(ask.periods or ()) if name == "figures" else 1
    return min(_FEW, _FEW_PER_MOMENT * len(ask.indicators) * periods)


def selected(ask: FigureQuery, without: str) -> str:
    """The columns of ``ask`` for SELECT; all but those of ``without`` when it doesn't say."""
    if ask.columns is None:
        return f"* EXCLUDE ({without})"
    return ", ".join(ask.columns)
