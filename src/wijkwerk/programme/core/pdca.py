"""Is the loop closed: planned, done, checked, acted? Per project and for the whole.

See docs/method/programme-portfolio.md.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from wijkwerk.shared.dates import days_between

STEPS = ("planned", "done", "checked", "acted")


@dataclass(frozen=True)
class Mark:
    """``project`` came through ``step`` (one of STEPS) on ``day`` (ISO date)."""

    project: str
    step: str
    day: str

    def __post_init__(self) -> None:
        if self.step not in STEPS:
            raise ValueError(f"a step is one of {', '.join(STEPS)}, not {self.step!r}")


@dataclass(frozen=True)
class Turn:
    """One time around: the day of each step that was marked; ``closed`` with all four of them."""

    days: dict[str, str]

    @property
    def closed(self) -> bool:
        """Whether it came round with every step."""
        return len(self.days) == len(STEPS)

    @property
    def last(self) -> str:
        """The furthest step that it came to."""
        return max(self.days, key=STEPS.index)


@dataclass(frozen=True)
class PdcaCycle:
    """A project's turns on a day.

    ``closed`` turns came round. ``at`` is the furthest step of the turn it is in now (None: nothing
    was ever marked), ``waits_for`` the first step after it, for ``waiting`` days; both None after
    a turn that ended. ``skipped`` are earlier steps of this turn that nobody marked.
    """

    project: str
    turns: tuple[Turn, ...]
    closed: int
    at: str | None
    waits_for: str | None
    waiting: int | None
    skipped: tuple[str, ...]


@dataclass(frozen=True)
class PdcaTotals:
    """All projects together.

    ``reached``: how many ever came to each step; ``standing_at``: how many stand at each step now
    ('nothing' where nothing was ever marked), which adds up to ``projects``. ``days``: the median
    days from a step to the next one, None where it never happened. ``stops_at``: the step that most
    projects wait for; None when none waits. ``closed``: projects with at least a closed turn.
    """

    projects: int
    closed: int
    reached: dict[str, int]
    standing_at: dict[str, int]
    days: dict[str, float | None]
    stops_at: str | None


def loops(projects: Iterable[str], marks: Iterable[Mark], today: str) -> tuple[PdcaCycle, ...]:
    """The loop of each of ``projects`` on ``today``, in their order. Later marks don't count yet.

    Marks of one day go in the order of the steps. A new turn begins with 'planned', or with any
    step after 'acted'; a step that comes again in the same turn keeps its first day.
    """
    of: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        if mark.day <= today:
            of[mark.project].append(mark)
    return tuple(_loop(project, of[project], today) for project in projects)


def _loop(project: str, marks: list[Mark], today: str) -> PdcaCycle:
    turns: list[dict[str, str]] = []
    for mark in sorted(marks, key=lambda mark: (mark.day, STEPS.index(mark.step))):
        ended = not turns or STEPS[-1] in turns[-1]
        if ended or (mark.step == STEPS[0] and STEPS[0] in turns[-1]):
            turns.append({})
        turns[-1].setdefault(mark.step, mark.day)
    turns_made = tuple(
        Turn(dict(sorted(turn.items(), key=lambda step: STEPS.index(step[0])))) for turn in turns
    )
    closed = sum(turn.closed for turn in turns_made)
    if not turns_made:
        return PdcaCycle(project, (), 0, None, STEPS[0], None, ())
    now = turns_made[-1]
    furthest = STEPS.index(now.last)
    skipped = tuple(step for step in STEPS[:furthest] if step not in now.days)
    if now.last == STEPS[-1]:
        return PdcaCycle(project, turns_made, closed, now.last, None, None, skipped)
    waiting = days_between(max(now.days.values()), today)
    return PdcaCycle(project, turns_made, closed, now.last, STEPS[furthest + 1], waiting, skipped)


def pdca_totals(pdca_cycles: Sequence[PdcaCycle]) -> PdcaTotals:
    """All ``pdca_cycles`` together."""
    standing_at = dict.fromkeys(("nothing", *STEPS), 0)
    between: dict[str, list[int]] = {f"{a}-{b}": [] for a, b in pairwise(STEPS)}
    waits = dict.fromkeys(STEPS, 0)
    for pdca_cycle in pdca_cycles:
        standing_at[pdca_cycle.at or "nothing"] += 1
        if pdca_cycle.waits_for is not None:
            waits[pdca_cycle.waits_for] += 1
        for turn in pdca_cycle.turns:
            for a, b in pairwise(STEPS):
                if a in turn.days and b in turn.days:
                    between[f"{a}-{b}"].append(days_between(turn.days[a], turn.days[b]))
    most = max(waits.values(), default=0)
    return PdcaTotals(
        len(pdca_cycles),
        sum(pdca_cycle.closed > 0 for pdca_cycle in pdca_cycles),
        {
            step: sum(
                any(step in turn.days for turn in pdca_cycle.turns) for pdca_cycle in pdca_cycles
            )
            for step in STEPS
        },
        standing_at,
        {name: float(median(days)) if days else None for name, days in between.items()},
        next((step for step in STEPS if waits[step] == most), None) if most else None,
    )
