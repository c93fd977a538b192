"""What was done beside what was promised to be done: commitments kept, due and of an unknown
outcome, added up by day."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Output:
    """A commitment: the day by which it was promised at first, and that on which it was kept (ISO dates,
    None: not kept). ``unknown``: nobody knows what became of it."""

    promised_for: str
    kept_on: str | None = None
    unknown: bool = False


@dataclass(frozen=True)
class OutputRow:
    """On a day: how many should have been done by then, how many were, and of how many of those that
    should nobody knows whether they were (None: that day is to come)."""

    day: str
    promised: int
    done: int | None
    unknown: int | None


def outputs_by_day(outputs: Iterable[Output], today: str) -> list[OutputRow]:
    """A row per day on which one was promised or kept, and for ``today`` (ISO date), in order of time.
    Nothing without commitments."""
    rows = list(outputs)
    if not rows:
        return []
    days_kept = [row.kept_on for row in rows if row.kept_on is not None and row.kept_on <= today]
    days = sorted({row.promised_for for row in rows} | set(days_kept) | {today})
    return [
        OutputRow(
            day,
            sum(row.promised_for <= day for row in rows),
            sum(day_kept <= day for day_kept in days_kept) if day <= today else None,
            sum(row.unknown and row.promised_for <= day for row in rows) if day <= today else None,
        )
        for day in days
    ]
