"""Synthetic difference-in-differences: areas and periods weighted so that treated and others went
alike before the start, then a difference-in-differences.

Arkhangelsky, Athey, Hirshberg, Imbens and Wager (2021), American Economic Review 111; weights by
Frank and Wolfe's steps with the settings of the authors' synthdid, so that their numbers come out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkwerk.evaluation.core.panel import Numbers
from wijkwerk.evaluation.core.synthetic import nearest_to_zero

_FIRST_STEPS, _STEPS = 100, 10_000


@dataclass(frozen=True)
class SyntheticDifferences:
    """The effect, the weights of donors (k) and of periods before the start."""

    effect: float
    area_weights: Numbers
    period_weights: Numbers


def synthetic_differences(
    treated: Numbers, donors: Numbers, start: int, *, exact: bool = False
) -> SyntheticDifferences:
    """The effect in ``treated`` (m × t) out of ``donors`` (k × t), all from column ``start``.

    ``exact`` goes on to the very minimum, quicker than the authors' steps come near it. Raises
    ValueError with a missing figure, with fewer than two donors, or fewer than two periods before the
    start or none after.
    """
    periods = treated.shape[1]
    if not 2 <= start < periods or len(donors) < 2:
        raise ValueError("needs two donors, two periods before the start and one after it")
    if np.isnan(treated).any() or np.isnan(donors).any():
        raise ValueError("needs a figure of every area in every period")
    later = periods - start
    noise = float(np.diff(donors[:, :start], axis=1).std(ddof=1))
    strength = (len(treated) * later) ** 0.25
    least = 1e-5 * noise
    line = treated.mean(axis=0)
    before, after = donors[:, :start], donors[:, start:].mean(axis=1)
    weights = _exact if exact else _weights
    by_area = weights(before.T, line[:start], strength * noise, least)
    by_period = weights(before, after, 1e-6 * noise, least)
    gap = line - by_area @ donors
    effect = float(gap[start:].mean() - by_period @ gap[:start])
    return SyntheticDifferences(effect, by_area, by_period)


def _weights(columns: Numbers, target: Numbers, ridge: float, least: float) -> Numbers:
    """Simplex weights of columns, an intercept beside them, with ``ridge`` on their squares: a first
    look, then again from those that count."""
    centred = columns - columns.mean(axis=0)
    aim = target - target.mean()
    first = np.full(columns.shape[1], 1.0 / columns.shape[1])
    looked = _steps(centred, aim, first, ridge, least, _FIRST_STEPS)
    sparse = np.where(looked <= looked.max() / 4, 0.0, looked)
    return _steps(centred, aim, sparse / sparse.sum(), ridge, least, _STEPS)


def _exact(columns: Numbers, target: Numbers, ridge: float, _least: float) -> Numbers:
    """The weights of ``_weights`` at the minimum: a nearest point, as weights sum to one."""
    centred = columns - columns.mean(axis=0) - (target - target.mean())[:, None]
    products = centred.T @ centred + len(columns) * ridge**2 * np.eye(columns.shape[1])
    return nearest_to_zero(products / max(float(np.diag(products).max()), 1e-300))


def _steps(
    columns: Numbers, aim: Numbers, weight: Numbers, ridge: float, least: float, most: int
) -> Numbers:
    rows = len(columns)
    strength = rows * ridge**2
    last = np.inf
    # Products once: a step then costs as many sums as there are columns.
    products = columns.T @ columns
    towards = columns.T @ aim
    length = float(aim @ aim)
    for _ in range(most):
        fitted = products @ weight
        half = fitted - towards + strength * weight
        best = int(half.argmin())
        move = -weight
        move[best] += 1.0
        if not move.any():
            break
        bent = float(products[best, best] - 2 * fitted[best] + weight @ fitted)
        down = bent + strength * float(move @ move)
        step = min(1.0, max(0.0, -float(half @ move) / down)) if down > 0 else 0.0
        weight = weight + step * move
        fitted = products @ weight
        error = float(weight @ fitted - 2 * towards @ weight) + length
        value = ridge**2 * float(weight @ weight) + error / rows
        if last - value <= least**2:
            break
        last = value
    return weight


def placebo_error(donors: Numbers, treated: int, start: int, draws: int, seed: int) -> float | None:
    """The standard error out of placebos: ``draws`` times ``treated`` donors as if they were treated.

    None (refused) when there are no more donors than treated areas.
    """
    if len(donors) <= treated + 1:
        return None
    chance = np.random.default_rng(seed)
    effects = []
    for _ in range(draws):
        order = chance.permutation(len(donors))
        chosen, others = donors[order[:treated]], donors[order[treated:]]
        effects.append(synthetic_differences(chosen, others, start, exact=True).effect)
    return float(np.std(effects))
