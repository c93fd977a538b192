"""Synthetic control: a weighted mean of other areas that went like the treated one before it began.

Abadie, Diamond and Hainmueller (2010), JASA 105, on the outcome alone: weights are zero or more, sum
to one, and are the exact minimum (Wolfe 1976, Mathematical Programming 11), not one that a general
optimiser stopped near.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from wijkwerk.evaluation.core.panel import Numbers

_SMALL = 1e-12
_MOST_STEPS = 10_000


def simplex_weights(target: Numbers, donors: Numbers) -> Numbers:
    """Weights (k) with the least squares of ``target`` (t) minus ``donors`` (k × t) weighted: each
    zero or more, together one. Raises ValueError without donors."""
    if not len(donors):
        raise ValueError("there is no donor")
    points = donors - target
    # Numbers of size one, so that 'small' means the same for any unit.
    points = points / max(float(np.abs(points).max()), _SMALL)
    return nearest_to_zero(points @ points.T)


def nearest_to_zero(products: Numbers) -> Numbers:
    """Weights of the point nearest to zero in the hull of k points, out of their inner ``products``
    (k × k)."""
    size = np.diag(products)
    tolerance = _SMALL * max(float(size.max()), 1.0)
    corral = [int(size.argmin())]
    weight: Numbers = np.array([1.0])
    for _ in range(_MOST_STEPS):
        gradient = products[:, corral] @ weight
        best = int(gradient.argmin())
        if gradient[best] > float(weight @ gradient[corral]) - tolerance or best in corral:
            break
        corral.append(best)
        weight = np.append(weight, 0.0)
        while True:
            wanted = _affine_minimum(products[np.ix_(corral, corral)])
            if (wanted > _SMALL).all():
                weight = wanted
                break
            falls = wanted <= _SMALL
            room = weight[falls] - wanted[falls]
            steps = np.divide(weight[falls], room, out=np.zeros(len(room)), where=room > 0)
            weight = np.asarray(weight + min(1.0, float(steps.min())) * (wanted - weight))
            stays = weight > _SMALL
            if stays.all():  # rounding: let go of the least
                stays[weight.argmin()] = False
            corral = [donor for donor, stay in zip(corral, stays, strict=True) if stay]
            weight = np.asarray(weight[stays] / weight[stays].sum())
    result = np.zeros(len(products))
    result[corral] = weight / weight.sum()
    return result


def _affine_minimum(products: Numbers) -> Numbers:
    """Weights that sum to one (of any sign) of the point nearest to zero."""
    k = len(products)
    bordered = np.zeros((k + 1, k + 1))
    bordered[0, 1:] = bordered[1:, 0] = 1.0
    bordered[1:, 1:] = products
    right = np.zeros(k + 1)
    right[0] = 1.0
    try:
        solved = np.linalg.solve(bordered, right)
    except np.linalg.LinAlgError:
        solved = np.linalg.lstsq(bordered, right, rcond=None)[0]
    return np.asarray(solved[1:], dtype=np.float64)


@dataclass(frozen=True)
class SyntheticControl:
    """``weights`` (k) of the donors; ``gap`` (t) is the treated area minus its synthetic one; the
    errors are root mean squares of it before and after; ``effect`` the mean after."""

    weights: Numbers
    gap: Numbers
    effect: float
    error_before: float
    error_after: float

    @property
    def ratio(self) -> float:
        """The error after over that before: large when the areas parted at the start. A perfect fit
        before gives infinity."""
        return self.error_after / self.error_before if self.error_before > 0 else float("inf")


def synthetic_control(target: Numbers, donors: Numbers, start: int) -> SyntheticControl:
    """The synthetic control of an area (t) out of donors (k × t), treated from column ``start``.

    Raises ValueError with a missing figure, or without a period before or after.
    """
    if not 0 < start < len(target):
        raise ValueError("there must be a period before the start and one after it")
    if np.isnan(target).any() or np.isnan(donors).any():
        raise ValueError("a synthetic control needs a figure of every area in every period")
    weights = simplex_weights(target[:start], donors[:, :start])
    gap = target - weights @ donors
    before, after = (float(np.sqrt((part**2).mean())) for part in (gap[:start], gap[start:]))
    return SyntheticControl(weights, gap, float(gap[start:].mean()), before, after)


@dataclass(frozen=True)
class Placebos:
    """What the same calculation finds in areas where nothing began.

    ``ratios`` and ``effects``: k, of each donor; ``p`` is the share of all areas, the treated one
    included, whose ratio is at least as large; ``rank`` 1 is the largest.
    """

    ratios: Numbers
    effects: Numbers
    p: float
    rank: int


def placebos_in_space(target: Numbers, donors: Numbers, start: int) -> Placebos:
    """Each donor in turn as if it were the treated area, out of the others (the treated one isn't
    among them: what was treated is no comparison). Raises ValueError with fewer than two donors."""
    if len(donors) < 2:
        raise ValueError("a placebo needs two donors or more")
    own = synthetic_control(target, donors, start)
    ratios, effects = [], []
    for donor in range(len(donors)):
        control = synthetic_control(donors[donor], np.delete(donors, donor, axis=0), start)
        ratios.append(control.ratio)
        effects.append(control.effect)
    ratio = np.array(ratios)
    rank = 1 + int((ratio > own.ratio).sum())
    p = (1 + int((ratio >= own.ratio).sum())) / (1 + len(ratio))
    return Placebos(ratio, np.array(effects), p, rank)


@dataclass(frozen=True)
class PlaceboInTime:
    """The effect that is found when the start is put earlier, in column ``start``, and its ratio."""

    start: int
    effect: float
    ratio: float


def placebos_in_time(
    target: Numbers, donors: Numbers, start: int, least: int = 3
) -> list[PlaceboInTime]:
    """The start put earlier, to every column with ``least`` periods before it; what came after the
    real start isn't looked at. None of them when the history is too short."""
    placebos = []
    for earlier in range(least, start):
        control = synthetic_control(target[:start], donors[:, :start], earlier)
        placebos.append(PlaceboInTime(earlier, control.effect, control.ratio))
    return placebos


def leave_one_out(target: Numbers, donors: Numbers, start: int) -> list[tuple[int, float]]:
    """For each donor with weight, the effect without it, as (donor, effect)."""
    own = synthetic_control(target, donors, start)
    if len(donors) < 2:
        return []
    return [
        (int(donor), synthetic_control(target, np.delete(donors, donor, axis=0), start).effect)
        for donor in np.flatnonzero(own.weights > _SMALL)
    ]


def mean_of(values: Numbers, areas: Sequence[int]) -> Numbers:
    """The unweighted mean line of some areas: several treated areas as one."""
    result: Numbers = values[list(areas)].mean(axis=0)
    return result
