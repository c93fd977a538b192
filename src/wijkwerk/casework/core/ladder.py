"""The ladder of escalation: each rung only after the one before it was tried, and by a day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Rung(StrEnum):
    """Who is asked to break a deadlock, the nearest first."""

    LOCAL = "local"
    REGIONAL = "regional"
    NATIONAL_DESK = "national_desk"
    NATIONAL_TEAM = "national_team"


@dataclass(frozen=True)
class Step:
    """A rung that was asked: ``solved`` None while there is no answer; ``answer_by`` its last day."""

    rung: Rung
    answer_by: date
    solved: bool | None = None


def next_rung(steps: Sequence[Step], today: date) -> Rung | None:
    """Which rung may be asked now; None while the last one may still answer, when it solved it, or at the top.

    A rung was tried when it answered without a solution, or let its term pass.
    """
    if not steps:
        return Rung.LOCAL
    last = steps[-1]
    was_tried = last.solved is False or (last.solved is None and last.answer_by < today)
    rungs = list(Rung)
    if not was_tried or last.rung is rungs[-1]:
        return None
    return rungs[rungs.index(last.rung) + 1]


def first_way_failed(steps: Sequence[Step], time_outs: Sequence[date], today: date) -> bool:
    """Whether a deadlock may go to a steering group: a rung was tried without a solution, or a time-out (by its last
    day) passed without one."""
    return bool(steps and (len(steps) > 1 or next_rung(steps, today))) or any(
        last_day < today for last_day in time_outs
    )
