"""Why there is no plan: which limits clash, and how far each alone would have to give.

Which clash: a deletion filter. Every limit is left out in turn; when there is still no plan without
it, it stays out. What is left clashes as a whole, and without any one of them there would be a
plan (for the limits that are left; it is a smallest set in that sense, there may be others).

How far: for each limit alone, with all others kept, the least by which it must give for a plan to
exist, or that giving on it alone doesn't help.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from wijkwerk.designation.core.housing.obligation import (
    REMOVING,
    Obligation,
    all_dwellings,
    family_dwellings,
    weight_below,
)
from wijkwerk.designation.core.housing.programme import Programme, Row, as_integers, programme
from wijkwerk.designation.core.housing.solve import Answer, Status, solve

LATEST = 15  # years later than the deadline that are tried
# The order in which limits are left out: what is left at the end is what one would name first.
_ORDER = ("capacity", "milestone", "protected", "kept", "limit", "share")

# The order in which limits are kept when not all can be: what residents and the law ask first.
_KEEP = ("share", "kept", "protected", "milestone", "capacity", "limit")


@dataclass(frozen=True)
class Giving:
    """How far one limit alone must give.

    ``enough``: whether that helps; None when time ran out. ``by`` is the least amount: for 'share'
    the lowest share that can be reached; for a limit in its own unit, in whole euros, households
    or dwellings; for 'milestone', 'kept', 'protected' and a capacity in dwellings. ``proven``:
    less isn't possible.
    """

    group: str
    enough: bool | None
    by: Fraction | None = None
    proven: bool = True


@dataclass(frozen=True)
class Explanation:
    """Everything that can be told of a question without a plan.

    ``clash``: limits that can't be kept together, () when time ran out. ``givings``: each limit
    alone. ``together``: limits that, when all of them are left out, make a plan possible; no part
    of them is enough, and the share is among them only when nothing else helps. ``later``: the
    first deadline that would do, None when none up to ``LATEST`` years later does;
    ``later_known`` says whether that was settled in time.
    """

    clash: tuple[str, ...]
    givings: tuple[Giving, ...]
    together: tuple[str, ...]
    later: int | None
    later_known: bool


def explain(obligation: Obligation, seconds: float | None = None) -> Explanation:
    """Why ``obligation`` has no plan; ``seconds`` for each of the searches.

    Raises ValueError when there is a plan.
    """
    problem = programme(obligation)
    first = _feasible(problem, frozenset(), seconds)
    if first.status in (Status.OPTIMAL, Status.FEASIBLE):
        raise ValueError("there is a plan: nothing to explain")
    clash = _clash(problem, seconds) if first.status is Status.INFEASIBLE else ()
    givings = tuple(_giving(problem, group, seconds) for group in _ordered(problem.groups()))
    later, proven = _later(obligation, seconds)
    return Explanation(clash, givings, _together(problem, seconds), later, proven)


def lowest_share(
    problem: Programme, without: frozenset[str] = frozenset(), seconds: float | None = None
) -> tuple[Fraction | None, bool]:
    """The lowest share at the deadline within all other limits, and whether that is proven.

    None when there is no plan even without a share to reach. By Dinkelbach: look for the plan
    that is furthest below a share, take its share, until none is below.
    """
    obligation = problem.obligation
    dropped = without | {"share"}
    share = Fraction(family_dwellings(obligation)) / (all_dwellings(obligation) or Fraction(1))
    reached: Fraction | None = None
    while True:
        objective, _ = as_integers(
            [
                Fraction(-1 if variable.offer.method in REMOVING else 0)
                - share * weight_below(obligation, variable.offer)
                for variable in problem.variables
            ]
        )
        answer = solve(problem, objective, without=dropped, seconds=seconds)
        if answer.values is None or answer.least is None:
            return reached, answer.status is Status.INFEASIBLE
        family, total = Fraction(family_dwellings(obligation)), all_dwellings(obligation)
        for variable, number in zip(problem.variables, answer.values, strict=True):
            family -= number if variable.offer.method in REMOVING else 0
            total += number * weight_below(obligation, variable.offer)
        share_here = family / total if total else Fraction(0)
        if reached is not None and share_here >= reached:
            return reached, answer.status is Status.OPTIMAL
        reached = share = share_here


def _feasible(problem: Programme, without: frozenset[str], seconds: float | None) -> Answer:
    return solve(problem, [0] * len(problem.variables), without=without, seconds=seconds)


def _ordered(groups: Sequence[str]) -> list[str]:
    return sorted(groups, key=lambda group: (_ORDER.index(group.split(":")[0]), group))


def _clash(problem: Programme, seconds: float | None) -> tuple[str, ...]:
    out: frozenset[str] = frozenset()
    for group in _ordered(problem.groups()):
        if _feasible(problem, out | {group}, seconds).status is Status.INFEASIBLE:
            out |= {group}
    return tuple(reversed([group for group in _ordered(problem.groups()) if group not in out]))


def _together(problem: Programme, seconds: float | None) -> tuple[str, ...]:
    """What is left over when as many limits are kept as go together, the share first."""
    every = frozenset(problem.groups())
    dropped: frozenset[str] = frozenset()
    for group in sorted(
        every, key=lambda group_name_of: (_KEEP.index(group_name_of.split(":")[0]), group_name_of)
    ):
        answer = _feasible(problem, every - dropped - {group}, seconds)
        if answer.values is not None:
            dropped |= {group}
    return tuple(sorted(every - dropped))


def _giving(problem: Programme, group: str, seconds: float | None) -> Giving:
    if group == "share":
        share, proven = lowest_share(problem, seconds=seconds)
        if share is None:
            return Giving(group, False if proven else None)
        return Giving(group, True, share, proven)
    size = len(problem.variables)
    slack, rows = (
        _capacity_slack(problem, group, size)
        if group.startswith("capacity:")
        else _row_slack(problem, group, size)
    )
    answer = solve(
        problem,
        [0] * size + [1] * slack,
        also=rows,
        without=frozenset({group}),
        extra=slack,
        seconds=seconds,
    )
    if answer.least is None:
        return Giving(group, False if answer.status is Status.INFEASIBLE else None)
    return Giving(group, True, Fraction(answer.least), answer.status is Status.OPTIMAL)


def _row_slack(problem: Programme, group: str, size: int) -> tuple[int, list[Row]]:
    """The rows of a group, each with slack in whole units; one slack for all years of a limit."""
    own = [row for row in problem.rows if row.group == group]
    shared = group.startswith("limit:")
    rows = [
        Row("slack", (*row.terms, (size + (0 if shared else at), -row.scale)), row.at_most)
        for at, row in enumerate(own)
    ]
    return (1 if shared else len(own)), rows


def _capacity_slack(problem: Programme, group: str, size: int) -> tuple[int, list[Row]]:
    """What each offer of a method would have to do more than it can."""
    own = [
        at
        for at, variable in enumerate(problem.variables)
        if f"capacity:{variable.offer.method}" == group
    ]
    rows = [
        Row("slack", ((at, 1), (size + number, -1)), problem.variables[at].offer.capacity)
        for number, at in enumerate(own)
    ]
    return len(own), rows


def _later(obligation: Obligation, seconds: float | None) -> tuple[int | None, bool]:
    """The first deadline that would do, and whether that was settled.

    Work that is done by a deadline is done by a later one: what can be by one can be by all after.
    """
    proven = True
    for years in range(1, LATEST + 1):
        moved = replace(obligation, deadline=obligation.deadline + years)
        answer = _feasible(programme(moved), frozenset(), seconds)
        if answer.values is not None:
            return moved.deadline, proven
        proven = proven and answer.status is Status.INFEASIBLE
    return None, proven
