"""Which rows a page wants, and the SQL conditions that say so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from wijkwerk.monitor.serving.edition import Serving

_FEW = 50  # areas up to which the copy sorted by area is the quicker one


@dataclass(frozen=True)
class Ask:
    """Which figures: None means all. ``limit`` bounds the number of rows."""

    areas: Sequence[str] | None = None
    indicators: Sequence[str] | None = None
    periods: Sequence[str] | None = None
    level: str | None = None
    against: str | None = None
    limit: int = 10_000


def is_stored(serving: Serving, code: str) -> bool:
    """Whether every figure was held against ``code`` when the edition was built."""
    reference = serving.catalogue.source["reference"]
    return code in reference["also"] or (
        reference["rule"] in ("area", "group") and code == reference["code"]
    )


def conditions(ask: Ask) -> tuple[list[str], list[object]]:
    """SQL conditions of ``ask`` with question marks, and the values for them."""
    where: list[str] = ["true"]
    values: list[object] = []
    for column, wanted in (
        ("area", ask.areas), ("indicator", ask.indicators), ("period", ask.periods),
    ):  # fmt: skip
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


def copy_for(name: str, ask: Ask, by_area: str, by_indicator: str) -> tuple[str, str]:
    """The copy of a table whose order suits the question, and that order."""
    few_areas = ask.areas is not None and len(ask.areas) <= _FEW
    return (name, by_area) if few_areas else (f"{name}_by_indicator", by_indicator)
