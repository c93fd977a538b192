"""The best plan: least cost or least displaced households, ties settled in one way.

First what is asked for; then, at that value, as little as can be of the other. Of the plan so found
nothing that could be left out stays, and everything starts as early as can be. Which of methods that
come out equal is taken follows from the order of the codes: the same question gives the same plan.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from wijkwerk.designation.core.housing.obligation import Action, Obligation, Offer, present_value
from wijkwerk.designation.core.housing.programme import Programme, Row, programme
from wijkwerk.designation.core.housing.recount import Recount, recount
from wijkwerk.designation.core.housing.solve import Answer, SolverError, Status, solve

Aim = Literal["cost", "displaced"]
OTHER: dict[Aim, Aim] = {"cost": "displaced", "displaced": "cost"}


@dataclass(frozen=True)
class Plan:
    """A plan that keeps to everything, or the news that there is none.

    ``status`` and ``gap`` are of the search for ``aim``; ``second`` tells how the search among
    the equals ended, None when it wasn't held. ``cost`` is in euros, discounted when the
    obligation says so; ``recount.cost`` is as paid.
    """

    aim: Aim
    status: Status
    gap: float
    second: Status | None = None
    actions: tuple[Action, ...] = ()
    cost: int = 0
    displaced: Fraction = Fraction(0)
    recount: Recount | None = None

    @property
    def exists(self) -> bool:
        """Whether there is a plan to show."""
        return self.recount is not None


def best_plan(obligation: Obligation, aim: Aim = "cost", seconds: float | None = None) -> Plan:
    """The plan with least ``aim``; at most ``seconds`` for each of the three searches."""
    problem = programme(obligation)
    search = lexicographic(problem, aim, seconds=seconds)
    if search.values is None:
        return Plan(aim, search.status, 0.0)
    values = search.values
    # Leaving a dwelling out counts for more than any gain of years: all years of all dwellings.
    outweighs = len(obligation.years()) * sum(values) + 1
    early = [outweighs + variable.year - obligation.start for variable in problem.variables]
    rows = [*_at(problem, values), *_no_more(problem, values)]
    settled = solve(problem, early, also=rows, seconds=seconds)
    return plan_of(
        problem,
        aim,
        Lexicographic(search.status, search.gap, search.second, settled.values or values),
    )


@dataclass(frozen=True)
class Lexicographic:
    """How the searches for an aim, and among its equals for the other, ended."""

    status: Status
    gap: float
    second: Status | None
    values: tuple[int, ...] | None


def lexicographic(
    problem: Programme, aim: Aim, also: Sequence[Row] = (), seconds: float | None = None
) -> Lexicographic:
    """Least ``aim``, then least of the other at that value, within ``also``. ``seconds`` bounds each of
    the two searches. Raises SolverError when the solver contradicts itself."""
    first = solve(problem, _weights(problem, aim), also=also, seconds=seconds)
    if first.values is None:
        return Lexicographic(first.status, 0.0, None, None)
    assert first.least is not None
    first_row = at_most(problem, aim, first.least)
    second: Answer = solve(
        problem, _weights(problem, OTHER[aim]), also=[*also, first_row], seconds=seconds
    )
    if second.status is Status.INFEASIBLE:
        raise SolverError("HiGHS found a plan and then none with the same limits.")
    return Lexicographic(first.status, first.gap, second.status, second.values or first.values)


def at_most(problem: Programme, aim: Aim, value: int) -> Row:
    """The row that keeps ``aim`` at ``value`` or less; displaced in the programme's whole units."""
    return Row("aim", _terms(_weights(problem, aim)), value)


def plan_of(problem: Programme, aim: Aim, search: Lexicographic) -> Plan:
    """The plan of what a search found, recounted; raises SolverError when the recount objects."""
    assert search.values is not None
    obligation = problem.obligation
    actions = tuple(
        sorted(
            Action(
                variable.year,
                variable.offer.estate,
                variable.offer.type,
                variable.offer.method,
                number,
            )
            for variable, number in zip(problem.variables, search.values, strict=True)
            if number
        )
    )
    counted = recount(obligation, actions)
    if counted.breaks:
        raise SolverError(f"the recount of a plan found: {counted.breaks[0]}")
    paired = list(zip(problem.variables, search.values, strict=True))
    cost = sum(
        number
        * present_value(variable.offer.cost, obligation.discount, variable.year - obligation.start)
        for variable, number in paired
    )
    return Plan(
        aim, search.status, search.gap, search.second, actions, cost, counted.displaced, counted
    )


def _no_more(problem: Programme, values: Sequence[int]) -> list[Row]:
    """Rows that hold each offer, over all years, at what ``values`` take of it."""
    taken: dict[Offer, list[int]] = {}
    for at, variable in enumerate(problem.variables):
        taken.setdefault(variable.offer, []).append(at)
    return [
        Row("taken", tuple((at, 1) for at in places), sum(values[at] for at in places))
        for places in taken.values()
    ]


def _weights(problem: Programme, aim: Aim) -> list[int]:
    return problem.costs() if aim == "cost" else problem.displacements()[0]


def _terms(weights: Sequence[int]) -> tuple[tuple[int, int], ...]:
    return tuple((at, value) for at, value in enumerate(weights) if value)


def _at(problem: Programme, values: Sequence[int]) -> list[Row]:
    """Rows that hold both aims at what ``values`` reach."""
    rows = []
    for aim in OTHER:
        weights = _weights(problem, aim)
        reached = sum(a * b for a, b in zip(weights, values, strict=True))
        rows.append(at_most(problem, aim, reached))
    return rows
