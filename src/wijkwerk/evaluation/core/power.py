"""Can it be seen? The smallest effect that these areas and years would show.

Closed form: Frison and Pocock (1992), Statistics in Medicine 11, for repeated measures with the same
correlation or one that dies out (AR(1)); by simulation: the same estimate in areas where nothing began.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from wijkwerk.evaluation.core.differences import two_by_two
from wijkwerk.evaluation.core.panel import NEVER, Mask, Numbers, Panel, solve_two_way

Pattern = Literal["constant", "ar1"]


@dataclass(frozen=True)
class Noise:
    """What areas do by themselves, without effects of area and period: standard deviation, the
    correlation of a period with the next, and in how many cells it was measured."""

    deviation: float
    correlation: float
    cells: int


def noise_of(panel: Panel) -> Noise | None:
    """The noise in cells that aren't treated; None with fewer than two periods or areas of them.

    The correlation is corrected for what taking out each area's mean does to it (Nickell's bias: with
    t periods, independent noise shows −1/(t − 1)).
    """
    used = ~np.isnan(panel.values) & (np.arange(panel.periods)[None, :] < panel.start[:, None])
    area, period = solve_two_way(panel.values, used)
    rest = np.where(used, panel.values - area[:, None] - period[None, :], 0.0)
    rows, columns = int(used.any(axis=1).sum()), int(used.any(axis=0).sum())
    free = int(used.sum()) - rows - columns + 1
    if free < 1:
        return None
    deviation = float(np.sqrt((rest**2).sum() / free))
    both = used[:, 1:] & used[:, :-1]
    first, second = rest[:, :-1][both], rest[:, 1:][both]
    size = float(np.sqrt((first**2).sum() * (second**2).sum()))
    raw = float(first @ second) / size if size > 0 else 0.0
    correlation = raw + (1 + raw) / max(columns - 1, 1)
    return Noise(deviation, float(np.clip(correlation, 0.0, 0.95)), int(used.sum()))


def contrast_variance(before: int, after: int, correlation: float, pattern: Pattern) -> float:
    """The variance of 'mean after minus mean before' of an area whose periods have variance one."""
    weights = np.concatenate([np.full(before, -1.0 / before), np.full(after, 1.0 / after)])
    apart = np.abs(np.subtract.outer(np.arange(before + after), np.arange(before + after)))
    matrix = correlation ** (apart if pattern == "ar1" else np.minimum(apart, 1))
    return float(weights @ matrix @ weights)


def standard_error(
    treated: int,
    controls: int,
    before: int,
    after: int,
    deviation: float = 1.0,
    correlation: float = 0.0,
    pattern: Pattern = "constant",
) -> float:
    """The standard error of a difference-in-differences. Raises ValueError for a number below one."""
    if min(treated, controls, before, after) < 1:
        raise ValueError("there must be an area and a period on both sides")
    variance = contrast_variance(before, after, correlation, pattern)
    return deviation * float(np.sqrt(variance * (1 / treated + 1 / controls)))


def detectable(error: float, power: float = 0.8, alpha: float = 0.05) -> float:
    """The smallest effect that an estimate with this standard error shows in ``power`` of cases."""
    return float(stats.norm.ppf(1 - alpha / 2) + stats.norm.ppf(power)) * error


def power_for(effect: float, error: float, alpha: float = 0.05) -> float:
    """The chance that an effect of this size is seen."""
    cut = float(stats.norm.ppf(1 - alpha / 2))
    shift = effect / error
    return float(stats.norm.sf(cut - shift) + stats.norm.cdf(-cut - shift))


@dataclass(frozen=True)
class Simulated:
    """What the estimate does where nothing began: the smallest effect that is seen in ``power`` of the
    ``draws``, and in which share of them an effect is seen that isn't there."""

    detectable: float
    false_alarms: float
    draws: int


def simulate(
    values: Numbers, treated: int, start: int, draws: int, seed: int, power: float = 0.8
) -> Simulated | None:
    """Draw ``treated`` of the areas (n × t, where nothing began) and estimate as if they began in
    column ``start``. As the estimate moves with the effect, the smallest one that is seen is read from
    the draws. None when no two areas would be left on a side."""
    complete = values[~np.isnan(values).any(axis=1)]
    if treated < 2 or len(complete) < treated + 2 or not 0 < start < values.shape[1]:
        return None
    chance = np.random.default_rng(seed)
    needed, alarms = [], 0
    for _ in range(draws):
        begins = np.full(len(complete), NEVER)
        begins[chance.choice(len(complete), treated, replace=False)] = start
        effect = two_by_two(Panel(complete, begins))
        if effect is None or effect.lower is None or effect.upper is None:
            continue
        reach = effect.estimate - effect.lower
        needed.append(reach - effect.estimate)
        alarms += abs(effect.estimate) > reach
    if not needed:
        return None
    return Simulated(float(np.quantile(needed, power)), alarms / len(needed), len(needed))


def permutation_p(panel: Panel, draws: int, seed: int, batch: int = 50) -> float | None:
    """The share of random choices of areas, the real one included, that shows an effect at least as
    large as the real one: never smaller than 1 / (draws + 1).

    Starts are dealt out anew over all areas, and the effect over all cohorts is estimated each time
    against those that never are. None when it can't be told. Gaps are left out of each comparison.
    """
    cohorts = panel.cohorts
    if not cohorts or not (~panel.treated).any():
        return None
    changes: list[tuple[int, Numbers, Mask]] = []
    for cohort in cohorts:
        for period in range(cohort, panel.periods):
            change = panel.values[:, period] - panel.values[:, cohort - 1]
            changes.append((cohort, np.nan_to_num(change), ~np.isnan(change)))
    own = _overall(panel.start[None, :], changes)
    if np.isnan(own[0]):
        return None
    chance = np.random.default_rng(seed)
    reached, dealt = 0, 0
    while dealt < draws:
        number = min(batch, draws - dealt)
        starts = np.array([chance.permutation(panel.start) for _ in range(number)])
        reached += int((np.abs(_overall(starts, changes)) >= abs(own[0]) - 1e-12).sum())
        dealt += number
    return (1 + reached) / (1 + draws)


def _overall(starts: Numbers, changes: list[tuple[int, Numbers, Mask]]) -> Numbers:
    """The effect over all cohorts for each row of ``starts`` (draws × n)."""
    never = (~np.isfinite(starts)).astype(np.float64)
    inside = {cohort: (starts == cohort).astype(np.float64) for cohort, _, _ in changes}
    total, weight = np.zeros(len(starts)), np.zeros(len(starts))
    with np.errstate(invalid="ignore", divide="ignore"):
        for cohort, change, present in changes:
            chosen, present_numbers = inside[cohort], present.astype(np.float64)
            gain = (chosen @ change) / (chosen @ present_numbers)
            drift = (never @ change) / (never @ present_numbers)
            size = chosen.sum(axis=1)
            comparable_draws = ~np.isnan(gain - drift)
            total += np.where(comparable_draws, size * (gain - drift), 0.0)
            weight += np.where(comparable_draws, size, 0.0)
        result: Numbers = total / weight
    return result
