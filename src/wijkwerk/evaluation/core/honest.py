"""How far may trends have differed before a conclusion falls? Bounds instead of an assumption.

Rambachan and Roth (2023), Review of Economic Studies 90. Relative magnitudes: the difference in trend
after the start is at most so many times the largest one before it. Smoothness: a difference in trend
changes at most so much from one period to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations
from math import comb

import numpy as np
from scipy import optimize, special, stats

from wijkwerk.evaluation.core.panel import Numbers

_ALPHA = 0.05
_KAPPA = _ALPHA / 10  # of it, what the first stage of the hybrid test uses
_DRAWS = 10_000
_GRID = 1000
_REACH = 20  # standard errors to both sides
_WIDER = 8  # times that it is doubled at most
MOST_LATER = 7  # periods after the start for which relative magnitudes are worked out


@dataclass(frozen=True)
class EventStudy:
    """Effects before the start (all but the last period before it, oldest first) and after it, with
    their covariance in that order."""

    before: Numbers
    after: Numbers
    covariance: Numbers

    @property
    def effects(self) -> Numbers:
        """All of them."""
        return np.concatenate([self.before, self.after])


def interval_as_if_parallel(study: EventStudy, weights: Numbers) -> tuple[float, float]:
    """The usual interval of ``weights`` · after: with trends that were wholly alike."""
    later = study.covariance[len(study.before) :, len(study.before) :]
    reach = float(stats.norm.ppf(1 - _ALPHA / 2) * np.sqrt(weights @ later @ weights))
    middle = float(weights @ study.after)
    return middle - reach, middle + reach


def smoothness(study: EventStudy, weights: Numbers, bend: float) -> tuple[float, float]:
    """The interval of ``weights`` · after when a difference in trend bends at most ``bend`` a period.

    The shortest interval of fixed length: an estimate that is linear in all effects, right for any
    straight difference in trend, with its largest bias added. Needs two effects or more.
    """
    early, later = len(study.before), len(study.after)
    line, bends = _trends(early, later)
    aim = np.concatenate([np.zeros(early), weights])
    # An estimate is ``aim`` plus ``free`` on the effects before; a straight line must give nothing.
    particular = np.zeros(early)
    if early:
        particular = -line[:early] * float(aim @ line) / float(line[:early] @ line[:early])
    elif abs(float(aim @ line)) > 0:
        return -np.inf, np.inf
    basis = _orthogonal(line[:early])
    number = bends.shape[1]

    def all_weights(free: Numbers) -> Numbers:
        return np.concatenate([particular + basis @ free, weights])

    def half(stacked: Numbers) -> float:
        chosen = all_weights(stacked[: basis.shape[1]])
        error = float(np.sqrt(chosen @ study.covariance @ chosen))
        return error * folded_quantile(bend * float(stacked[basis.shape[1] :].sum()) / error)

    scale = float(np.sqrt(np.diag(study.covariance).max()))
    start = _start(study, weights, particular, basis)
    # |bias| as slack: s ≥ w and s ≥ −w.
    of_free = bends[:early].T @ basis
    fixed = bends.T @ all_weights(np.zeros(basis.shape[1]))
    upper = np.hstack([-of_free, np.eye(number)])
    lower = np.hstack([of_free, np.eye(number)])
    constraint = {
        "type": "ineq",
        "fun": lambda x: np.concatenate([upper @ x - fixed, lower @ x + fixed]),
        "jac": lambda _x: np.vstack([upper, lower]),
    }
    best: tuple[float, Numbers] | None = None
    for first in (start, np.zeros(basis.shape[1])):
        sizes = np.abs(bends.T @ all_weights(first))
        solved = optimize.minimize(
            lambda x: half(x) / scale,
            np.concatenate([first, sizes + 1e-6]),
            constraints=[constraint],
            method="SLSQP",
            options={"maxiter": 500, "ftol": 1e-12},
        )
        free = solved.x[: basis.shape[1]]
        length = half(np.concatenate([free, np.abs(bends.T @ all_weights(free))]))
        if best is None or length < best[0]:
            best = (length, free)
    assert best is not None
    middle = float(all_weights(best[1]) @ study.effects)
    return middle - best[0], middle + best[0]


def _start(study: EventStudy, weights: Numbers, particular: Numbers, basis: Numbers) -> Numbers:
    """The least variance among estimates that a straight line doesn't move."""
    early = len(particular)
    inside, across = study.covariance[:early, :early], study.covariance[:early, early:]
    matrix = basis.T @ inside @ basis
    right = -basis.T @ (inside @ particular + across @ weights)
    return np.asarray(np.linalg.lstsq(matrix, right, rcond=None)[0], dtype=np.float64)


def _trends(early: int, later: int) -> tuple[Numbers, Numbers]:
    """A straight difference in trend (early + later), and what each bend adds (× early + later − 1):
    differences are zero in the last period before the start."""
    times = np.concatenate([np.arange(-early, 0), np.arange(1, later + 1)])
    line = times.astype(float)
    columns = []
    for at in range(-early + 1, later):  # a bend in a period changes all that lies beyond it
        if at > 0:
            columns.append(np.maximum(times - at, 0.0))
        else:
            columns.append(np.maximum(at - times, 0.0))
    # A bend in the period before the start itself is told on the side of what came before.
    return line, np.array(columns, dtype=float).T.reshape(len(times), -1)


def _orthogonal(line: Numbers) -> Numbers:
    """A basis (n × n − 1) of what is at right angles with ``line``."""
    if len(line) < 2:
        return np.zeros((len(line), 0))
    full, _ = np.linalg.qr(np.column_stack([line, np.eye(len(line))]))
    return np.asarray(full[:, 1 : len(line)], dtype=float)


def folded_quantile(bias: float, level: float = 1 - _ALPHA) -> float:
    """The quantile of the absolute value of a normal number with this mean and variance one."""
    bias = abs(bias)

    def missing(at: float) -> float:
        return float(special.ndtr(at - bias) - special.ndtr(-at - bias)) - level

    return float(optimize.brentq(missing, 0.0, bias + 8.0, xtol=1e-12))


def relative_magnitudes(
    study: EventStudy, weights: Numbers, times: float, seed: int = 0
) -> tuple[float, float]:
    """The interval of ``weights`` · after when trends differ after the start at most ``times`` as much
    from one period to the next as the most that they did before it.

    The hybrid of a conditional and a least favourable test (Andrews, Roth and Pakes 2023), inverted on
    a grid of a thousand effects up to twenty standard errors from nothing (further when the interval
    reaches its edge); the outermost that aren't rejected. The dual's corners don't depend on the
    effect, so all are laid down once and the conditional test is exact. Infinite when nothing is
    bounded. Raises ValueError with more than MOST_LATER periods after the start.
    """
    early, later = len(study.before), len(study.after)
    if later > MOST_LATER:
        raise ValueError(f"relative magnitudes are worked out for at most {MOST_LATER} periods")
    error = float(np.sqrt(weights @ study.covariance[early:, early:] @ weights))
    reach = _REACH * error
    for _ in range(_WIDER):
        grid = np.linspace(-reach, reach, _GRID)
        accepted = np.zeros(len(grid), dtype=bool)
        for largest in range(early):
            for sign in (1.0, -1.0):
                rows = _relative_rows(early, later, times, largest, sign)
                accepted |= _accepted(rows, study, weights, grid, seed)
        inside = grid[accepted]
        if len(inside) and not accepted[0] and not accepted[-1]:
            return float(inside[0]), float(inside[-1])
        reach *= 2
    return -np.inf, np.inf


def _relative_rows(early: int, later: int, times: float, largest: int, sign: float) -> Numbers:
    """Inequalities (rows · differences ≤ 0) when the step ``largest`` before the start, of this sign,
    is the largest of those: those rows that are about what came after."""
    steps = np.diff(np.eye(early + 1 + later), axis=0)
    bound = sign * steps[largest]
    after = steps[early:]
    rows = np.vstack([after - times * bound, -after - times * bound])
    return np.delete(rows, early, axis=1)


def _accepted(
    rows: Numbers, study: EventStudy, weights: Numbers, grid: Numbers, seed: int
) -> Numbers:
    """Mask of the grid: effects that the hybrid test doesn't reject under these inequalities."""
    early = len(study.before)
    covariance = rows @ study.covariance @ rows.T
    deviation = np.sqrt(np.diag(covariance))
    change = _with_first_row(weights)
    nuisance = rows[:, early:] @ np.linalg.inv(change)
    corners = _corners(nuisance[:, 1:], deviation)
    noise = np.random.default_rng(seed).multivariate_normal(
        np.zeros(len(rows)), covariance, size=_DRAWS, method="svd"
    )
    limit = float(np.quantile((noise @ corners.T).max(axis=1), 1 - _KAPPA))
    moments = (rows @ study.effects)[None, :] - np.outer(grid, nuisance[:, 0])
    heights = moments @ corners.T
    best = heights.argmax(axis=1)
    height = heights[np.arange(len(grid)), best]
    size = (_ALPHA - _KAPPA) / (1 - _KAPPA)
    accepted = np.zeros(len(grid), dtype=bool)
    spread = corners @ covariance @ corners.T
    for corner in np.unique(best):
        at = best == corner
        own = float(spread[corner, corner])
        if own <= 1e-15:
            accepted[at] = height[at] <= 0
            continue
        slope = spread[:, corner] / own
        # Where the other corners are lower, along the line that moves this one alone.
        rest = heights[at] - np.outer(height[at], slope)
        above, below = slope < 1 - 1e-9, slope > 1 + 1e-9
        low = (rest[:, above] / (1 - slope[above])).max(axis=1, initial=-np.inf)
        high = (rest[:, below] / (1 - slope[below])).min(axis=1, initial=np.inf)
        high = np.minimum(high, limit)
        sd = np.sqrt(own)
        cut = _truncated_quantile(1 - size, low / sd, high / sd)
        accepted[at] = (height[at] <= limit) & (height[at] / sd <= np.maximum(cut, 0.0))
    return accepted


def _with_first_row(weights: Numbers) -> Numbers:
    """An invertible matrix with ``weights`` as its first row."""
    full = np.eye(len(weights))
    swap = int(np.abs(weights).argmax())
    others = np.delete(full, swap, axis=0)
    return np.vstack([weights, others])


def _corners(nuisance: Numbers, deviation: Numbers) -> Numbers:
    """The corners (× m) of {g ≥ 0: g · nuisance = 0, g · deviation = 1}: every test statistic is the
    highest of these times the moments."""
    m, k = nuisance.shape
    equations = np.vstack([deviation, nuisance.T])
    right = np.zeros(k + 1)
    right[0] = 1.0
    chosen = np.array(list(combinations(range(m), k + 1)))
    assert len(chosen) == comb(m, k + 1)
    systems = equations[:, chosen].transpose(1, 0, 2)
    solvable = np.abs(np.linalg.det(systems / np.abs(equations).max())) > 1e-12
    solved = np.linalg.solve(
        systems[solvable], np.tile(right[:, None], (int(solvable.sum()), 1, 1))
    )[..., 0]
    feasible = (solved >= -1e-10).all(axis=1)
    corners = np.zeros((int(feasible.sum()), m))
    np.put_along_axis(
        corners, chosen[solvable][feasible], np.maximum(solved[feasible], 0.0), axis=1
    )
    return np.asarray(np.unique(corners.round(12), axis=0), dtype=np.float64)


def _truncated_quantile(level: float, low: Numbers, high: Numbers) -> Numbers:
    """The quantile of a standard normal number between ``low`` and ``high``, exact in both tails."""
    flip = low > 0  # the lower tail has more digits
    a, b = np.where(flip, -high, low), np.where(flip, -low, high)
    share = np.where(flip, 1 - level, level)
    first, last = special.log_ndtr(a), special.log_ndtr(b)
    with np.errstate(divide="ignore", invalid="ignore"):
        mixed = np.logaddexp(first + np.log1p(-share), last + np.log(share))
        quantile = special.ndtri_exp(mixed)
    quantile = np.clip(quantile, a, b)
    return np.asarray(np.where(flip, -quantile, quantile), dtype=np.float64)


def breakdown(
    interval: Callable[[float], tuple[float, float]], most: float, steps: int = 12
) -> float | None:
    """The largest difference in trend (up to ``most``) with which zero stays outside the interval; None
    when it is inside already without any, ``most`` when it stays outside throughout."""

    def excludes(at: float) -> bool:
        low, high = interval(at)
        return low > 0 or high < 0

    if not excludes(0.0):
        return None
    if excludes(most):
        return most
    low, high = 0.0, most
    for _ in range(steps):
        middle = (low + high) / 2
        low, high = (middle, high) if excludes(middle) else (low, middle)
    return low
