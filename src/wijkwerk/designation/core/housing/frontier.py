"""The frontier between cost and displaced households: what a household spared costs.

A point is on it when no plan is cheaper without displacing more, and none displaces fewer without
costing more. Found by the epsilon-constraint: the cheapest plan, then the cheapest that displaces
less than that one, and so on. Points that no weighing of the two would find are found too.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from wijkwerk.designation.core.housing.obligation import Obligation
from wijkwerk.designation.core.housing.plans import Plan, at_most, lexicographic, plan_of
from wijkwerk.designation.core.housing.programme import Programme, programme
from wijkwerk.designation.core.housing.solve import Status


@dataclass(frozen=True)
class Frontier:
    """Plans from cheap to sparing. ``complete``: no further point exists between or beyond them.

    ``status`` is OPTIMAL when every point was proven, FEASIBLE when some weren't (their ``gap``
    says how far off they may be), INFEASIBLE or UNKNOWN when there are none.
    """

    points: tuple[Plan, ...]
    complete: bool
    status: Status


def frontier(
    obligation: Obligation,
    most: int | None = 25,
    seconds: float | None = None,
    go_on: Callable[[int], bool] = lambda points_found: True,
) -> Frontier:
    """All points of the frontier, or ``most`` of them spread over it when there may be more.

    ``seconds`` bounds each of the searches. ``go_on`` is asked before each point, with the number
    of searches done, whether to look for another; the answer then isn't complete. Raises ValueError
    when ``most`` is less than two.
    """
    if most is not None and most < 2:
        raise ValueError("a frontier has two ends: ask for two points or more")
    problem = programme(obligation)
    cheap = lexicographic(problem, "cost", seconds=seconds)
    if cheap.values is None:
        return Frontier((), cheap.status is Status.INFEASIBLE, cheap.status)
    sparing = lexicographic(problem, "displaced", seconds=seconds)
    weights, _ = problem.displacements()

    def displaced(values: tuple[int, ...]) -> int:
        return sum(a * b for a, b in zip(weights, values, strict=True))

    points = [plan_of(problem, "cost", cheap)]
    if sparing.values is None:
        return Frontier(tuple(points), False, Status.FEASIBLE)
    points.append(plan_of(problem, "displaced", sparing))
    high, low = displaced(cheap.values), displaced(sparing.values)
    every = most is None or high - low + 1 <= most
    steps = None if every else _spread(high, low, most or 2)
    walked_all = _walk(problem, points, displaced, high, low, steps, seconds, go_on)
    undominated = _undominated(points)
    proven = all(
        point.status is Status.OPTIMAL and point.second is Status.OPTIMAL for point in undominated
    )
    complete = proven and walked_all and (every or high == low)
    return Frontier(undominated, complete, Status.OPTIMAL if proven else Status.FEASIBLE)


def _walk(
    problem: Programme,
    plans: list[Plan],
    displaced: Callable[[tuple[int, ...]], int],
    high: int,
    low: int,
    steps: list[int] | None,
    seconds: float | None,
    go_on: Callable[[int], bool],
) -> bool:
    """Add the points between the two ends to ``plans``; whether it came to the end.

    Without ``steps`` each search asks for less than the point before; with them it asks for at
    most a step, passing over steps that a point found already keeps to.
    """
    reached, searches = high, 2
    while True:
        level = reached - 1
        if steps is not None:
            level = next((step for step in steps if step < reached), low)
        if level <= low:
            return True
        if not go_on(searches):
            return False
        point = lexicographic(
            problem, "cost", [at_most(problem, "displaced", level)], seconds=seconds
        )
        searches += 1
        if point.values is None:
            # The sparing end keeps to every level above it, so only time can be the reason.
            reached = level
            if steps is None:
                return False
            continue
        plans.append(plan_of(problem, "cost", point))
        reached = displaced(point.values)


def _spread(high: int, low: int, most: int) -> list[int]:
    """``most`` levels from ``high`` down to ``low``, at equal distances."""
    return [high - (high - low) * at // (most - 1) for at in range(most)]


def _undominated(plans: list[Plan]) -> tuple[Plan, ...]:
    """Points that no other beats, cheap ones first, each pair of values once."""
    undominated: list[Plan] = []
    for plan in sorted(
        plans, key=lambda plan_of_point: (plan_of_point.cost, plan_of_point.displaced)
    ):
        if not undominated or plan.displaced < undominated[-1].displaced:
            undominated.append(plan)
    return tuple(undominated)
