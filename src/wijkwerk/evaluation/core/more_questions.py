"""Questions beside the main one: neighbours, dose, two measures together, who lives there, and count
beside rate. Each rests on the change of an area: mean after the start minus mean before it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from wijkwerk.evaluation.core.panel import Mask, Numbers, Panel


@dataclass(frozen=True)
class Difference:
    """An estimate with its interval (None with fewer than two areas in a group) and the number of
    areas that it is about."""

    estimate: float
    lower: float | None
    upper: float | None
    areas: int


def changes(panel: Panel, start: int) -> Numbers:
    """The change of each area (n): mean from column ``start`` on minus mean before it, NaN where either
    side has no figure."""
    return _mean(panel.values[:, start:]) - _mean(panel.values[:, :start])


def _mean(values: Numbers) -> Numbers:
    number = (~np.isnan(values)).sum(axis=1)
    total = np.nansum(values, axis=1)
    result: Numbers = np.divide(total, number, out=np.full(len(values), np.nan), where=number > 0)
    return result


def contrast(
    change: Numbers, groups: list[tuple[Mask, float]], level: float = 0.95
) -> Difference | None:
    """The sum of group means times their weights, with Welch's interval; None with an empty group."""
    estimate, variance, below, sizes = 0.0, 0.0, 0.0, []
    for mask, weight in groups:
        own = change[mask & ~np.isnan(change)]
        if not len(own):
            return None
        sizes.append(len(own))
        estimate += weight * float(own.mean())
        if len(own) > 1:
            part = weight**2 * float(own.var(ddof=1)) / len(own)
            variance += part
            below += part**2 / (len(own) - 1)
    if min(sizes) < 2 or variance == 0:
        return Difference(estimate, None, None, sizes[0])
    reach = float(stats.t.ppf((1 + level) / 2, variance**2 / below)) * float(np.sqrt(variance))
    return Difference(estimate, estimate - reach, estimate + reach, sizes[0])


@dataclass(frozen=True)
class SpillOver:
    """``own``: the effect against areas far away; ``naive``: against all; ``rings``: the effect in areas
    one, two … borders away; ``displaced``: the share of what was won that the rings lost (None when it
    can't be told)."""

    own: Difference
    naive: Difference
    rings: tuple[Difference, ...]
    displaced: float | None


def spill_over(change: Numbers, ring: Numbers) -> SpillOver | None:
    """What neighbours of treated areas did; ``ring`` as ``comparing.rings`` gives it. None when no area
    lies far away."""
    far, treated = np.isnan(ring), ring == 0
    own = contrast(change, [(treated, 1.0), (far, -1.0)])
    naive = contrast(change, [(treated, 1.0), (~treated, -1.0)])
    if own is None or naive is None:
        return None
    number = int(np.nanmax(ring)) if (~far).any() else 0
    ring_contrasts = [
        ring_contrast
        for distance in range(1, number + 1)
        if (ring_contrast := contrast(change, [(ring == distance, 1.0), (far, -1.0)])) is not None
    ]
    moved = sum(ring_contrast.estimate * ring_contrast.areas for ring_contrast in ring_contrasts)
    own_total = own.estimate * own.areas
    displaced = -moved / own_total if ring_contrasts and own_total else None
    return SpillOver(own, naive, tuple(ring_contrasts), displaced)


def dose(change: Numbers, amount: Numbers, level: float = 0.95) -> Difference | None:
    """How much more an area changed for each unit more of what it got (HC2). None with fewer than four
    areas or without difference in amount."""
    present = ~np.isnan(change) & ~np.isnan(amount)
    x, y = amount[present], change[present]
    if len(x) < 4 or float(x.std()) == 0:
        return None
    design = np.column_stack([np.ones(len(x)), x])
    inverse = np.linalg.inv(design.T @ design)
    solved = inverse @ design.T @ y
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    weight = (y - design @ solved) ** 2 / np.clip(1 - leverage, 1e-9, None)
    error = float(np.sqrt((inverse @ ((design * weight[:, None]).T @ design) @ inverse)[1, 1]))
    reach = float(stats.t.ppf((1 + level) / 2, len(x) - 2)) * error
    slope = float(solved[1])
    return Difference(slope, slope - reach, slope + reach, len(x))


def interaction(change: Numbers, first: Mask, second: Mask) -> Difference | None:
    """How much more two measures did together than the sum of each alone (both − first − second +
    neither). None when one of the four groups is empty: then it can't be known."""
    groups = [
        (first & second, 1.0),
        (first & ~second, -1.0),
        (~first & second, -1.0),
        (~first & ~second, 1.0),
    ]
    return contrast(change, groups)


@dataclass(frozen=True)
class Composition:
    """``moved``: how much more the make-up of the treated areas changed than that of others;
    ``explained``: what of the effect goes with that where nothing began; ``remains``: the rest."""

    moved: float
    explained: float
    remains: float


def composition(change: Numbers, make_up: Numbers, treated: Mask) -> Composition | None:
    """What of an effect goes with a change in who lives there (``make_up``: n, the change of a share).

    In areas where nothing began the change of the outcome is fitted to that of the share. None with
    fewer than ten of them or when their share didn't change: then it can't be known.
    """
    present = ~np.isnan(change) & ~np.isnan(make_up)
    own, other = present & treated, present & ~treated
    if not own.any() or int(other.sum()) < 10 or float(make_up[other].std()) == 0:
        return None
    slope = float(np.polyfit(make_up[other], change[other], 1)[0])
    moved = float(make_up[own].mean() - make_up[other].mean())
    effect = float(change[own].mean() - change[other].mean())
    return Composition(moved, slope * moved, effect - slope * moved)


@dataclass(frozen=True)
class CountAndRate:
    """The relative change of a number (−0.025 is 2.5% fewer) and the change of its rate; ``apart``:
    they point in different directions."""

    count: float
    rate: float
    apart: bool


def count_and_rate(counts: tuple[float, float], rates: tuple[float, float]) -> CountAndRate:
    """Both, of two moments: a number can fall while the rate rises, as there are fewer people."""
    count = (counts[1] - counts[0]) / counts[0]
    rate = rates[1] - rates[0]
    return CountAndRate(count, rate, count * rate < 0)


def ever_reached(
    values: Numbers, reference: Numbers, gap: float, width: float, sign: float
) -> tuple[int, int]:
    """Of areas that once lay about as far behind (``gap`` ± ``width``) a reference (t), how many ever
    reached it afterwards: (reached, areas). ``sign`` 1: lower is better, −1: higher is better."""
    behind = sign * (values - reference[None, :])
    reached = areas = 0
    for line in behind:
        near = np.flatnonzero(np.abs(line - gap) <= width)
        if not len(near) or near[0] == len(line) - 1:
            continue
        areas += 1
        reached += bool(np.nanmin(np.append(line[near[0] + 1 :], np.inf)) <= 0)
    return reached, areas
