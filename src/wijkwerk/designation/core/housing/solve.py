"""One integer programme through HiGHS (by scipy), with an honest answer about how it ended.

HiGHS works with floating-point numbers and tolerances. All coefficients here are whole, so what it
finds is rounded to whole numbers and held against every row exactly; an answer that fails that is
never given.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import scipy
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array

from wijkwerk.designation.core.housing.programme import Programme, Row

SOLVER = f"HiGHS (scipy {scipy.__version__})"


class Status(StrEnum):
    """How a search ended."""

    OPTIMAL = "optimal"  # proven: nothing better exists
    FEASIBLE = "feasible"  # a plan, but time ran out before it was proven to be the best
    INFEASIBLE = "infeasible"  # proven: there is no plan
    UNKNOWN = "unknown"  # time ran out before anything was found


class SolverError(RuntimeError):
    """HiGHS gave an answer that doesn't hold, or none for another reason than time."""


@dataclass(frozen=True)
class Answer:
    """How a search ended: ``values`` per variable (None without a plan), the value of what was
    minimised, and ``gap``, the share by which it might still be lower (0 when proven, infinite
    when nothing is known of it)."""

    status: Status
    values: tuple[int, ...] | None = None
    least: int | None = None
    gap: float = 0.0


def solve(
    problem: Programme,
    objective: Sequence[int],
    *,
    also: Sequence[Row] = (),
    without: frozenset[str] = frozenset(),
    extra: int = 0,
    seconds: float | None = None,
) -> Answer:
    """The whole numbers that make ``objective`` least within the rows of ``problem`` and ``also``.

    ``without`` names groups of limits that don't count here. ``extra`` further variables, from 0
    up without an end, stand behind those of the problem (for slack); ``objective`` and ``also``
    may use them. ``seconds`` bounds the search; None: as long as it takes. Raises SolverError
    when the solver fails.
    """
    rows = [row for row in (*problem.rows, *also) if row.group not in without]
    size = len(problem.variables) + extra
    upper = [
        math.inf if f"capacity:{variable.offer.method}" in without else variable.offer.capacity
        for variable in problem.variables
    ] + [math.inf] * extra
    if size == 0:
        holds = all(row.at_most >= 0 for row in rows)
        return Answer(Status.OPTIMAL, (), 0) if holds else Answer(Status.INFEASIBLE)
    unit = math.gcd(*objective) or 1
    options: dict[str, float | bool] = {"mip_rel_gap": 0.0, "disp": False}
    if seconds is not None:
        options["time_limit"] = max(seconds, 0.01)
    optimum = milp(
        c=np.array(objective, dtype=float) / unit,
        integrality=np.ones(size),
        bounds=Bounds(np.zeros(size), np.array(upper, dtype=float)),
        constraints=_matrix(rows, size),
        options=options,
    )
    if optimum.status == 2:
        return Answer(Status.INFEASIBLE)
    if optimum.x is None:
        if optimum.status == 1:
            return Answer(Status.UNKNOWN)
        raise SolverError(f"HiGHS ended without an answer: {optimum.message}")
    values = tuple(round(float(number)) for number in optimum.x)
    _hold(values, rows, upper)
    least = sum(a * b for a, b in zip(objective, values, strict=True))
    if optimum.status == 0:
        return Answer(Status.OPTIMAL, values, least)
    gap = math.inf if optimum.mip_gap is None else float(optimum.mip_gap)
    return Answer(Status.FEASIBLE, values, least, gap if gap >= 0 else math.inf)


def _matrix(rows: Sequence[Row], size: int) -> list[LinearConstraint]:
    if not rows:
        return []
    at = [(number, column, value) for number, row in enumerate(rows) for column, value in row.terms]
    numbers, columns, values = zip(*at, strict=True) if at else ((), (), ())
    matrix = csr_array((np.array(values, dtype=float), (numbers, columns)), (len(rows), size))
    return [LinearConstraint(matrix, -np.inf, np.array([row.at_most for row in rows], dtype=float))]


def _hold(values: Sequence[int], rows: Sequence[Row], upper: Sequence[float]) -> None:
    """Hold the rounded values against every row, exactly."""
    inside = all(0 <= value <= most for value, most in zip(values, upper, strict=True))
    for row in rows:
        inside = inside and sum(values[at] * value for at, value in row.terms) <= row.at_most
    if not inside:
        raise SolverError("HiGHS gave numbers that don't keep to the limits when made whole.")
