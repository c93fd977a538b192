"""Difference-in-differences with staggered starts: an effect for each cohort and period, added up.

Callaway and Sant'Anna (2021), Journal of Econometrics 225, without covariates: the change of a
cohort since the period before it began, minus the change of areas that aren't treated (yet). Their
influence functions give standard errors, clustered where areas were treated as one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from scipy import stats

from wijkwerk.evaluation.core.panel import Numbers, Panel, clustered_sums

Controls = Literal["never", "not_yet"]
Base = Literal["varying", "universal"]


@dataclass(frozen=True)
class Effect:
    """An estimate: ``influence`` (n) has mean zero, and the mean of its square over n is the variance.

    ``standard_error`` is that of the influence function, as published methods have it. The interval
    is wider with few areas: each cohort's part of the variance is corrected for its size, and its
    degrees of freedom are Welch and Satterthwaite's. None where it can't be told (a cohort of one).
    """

    estimate: float
    standard_error: float | None
    lower: float | None
    upper: float | None
    p: float | None
    influence: Numbers
    treated: int
    controls: int


@dataclass(frozen=True)
class GroupTime:
    """The effect in a cohort (column where it began) in a period (column)."""

    cohort: int
    period: int
    effect: float
    influence: Numbers
    treated: int
    controls: int


def group_time(
    panel: Panel, controls: Controls = "never", base: Base = "varying"
) -> list[GroupTime]:
    """The effect for every cohort and period that can be told.

    ``base`` is the period that periods before the start are compared with: the one before each
    (varying, as R's did) or the one before the start (universal, for an event study). Areas without
    a figure in one of the two periods are left out of that comparison.
    """
    group_times = []
    for cohort in panel.cohorts:
        for period in range(panel.periods):
            before = cohort - 1
            if period < cohort and base == "varying":
                before = period - 1
            if before < 0 or before == period:
                continue
            pair = _compared(panel, cohort, period, before, controls)
            if pair is not None:
                group_times.append(pair)
    return group_times


def _compared(
    panel: Panel, cohort: int, period: int, before: int, controls: Controls
) -> GroupTime | None:
    change = panel.values[:, period] - panel.values[:, before]
    present = ~np.isnan(change)
    inside = present & (panel.start == cohort)
    outside = present & ~panel.treated
    if controls == "not_yet":
        outside |= present & (panel.start > max(period, before)) & (panel.start != cohort)
    own, other = int(inside.sum()), int(outside.sum())
    if own == 0 or other == 0:
        return None
    gain, drift = change[inside].mean(), change[outside].mean()
    influence = np.zeros(panel.areas)
    influence[inside] += panel.areas / own * (change[inside] - gain)
    influence[outside] -= panel.areas / other * (change[outside] - drift)
    return GroupTime(cohort, period, float(gain - drift), influence, own, other)


def combined(panel: Panel, parts: Sequence[GroupTime], level: float = 0.95) -> Effect | None:
    """The mean of ``parts``, each cohort weighing as many areas as it has; None without parts."""
    if not parts:
        return None
    size = np.array([(panel.start == part.cohort).sum() for part in parts]) / panel.areas
    weight = size / size.sum()
    effects = np.array([part.effect for part in parts])
    influence = np.column_stack([part.influence for part in parts]) @ weight
    # The sizes of cohorts are estimates as well.
    belongs = np.column_stack([panel.start == part.cohort for part in parts]) - size
    influence += (belongs / size.sum()) @ effects
    influence -= belongs.sum(axis=1) * float(size @ effects) / size.sum() ** 2
    return effect_of(panel, float(weight @ effects), influence, parts, level)


def overall(panel: Panel, controls: Controls = "never", level: float = 0.95) -> Effect | None:
    """The effect over all cohorts and all periods since they began. None as ``combined``."""
    parts = [part for part in group_time(panel, controls) if part.period >= part.cohort]
    return combined(panel, parts, level)


def event_study(
    panel: Panel, controls: Controls = "never", base: Base = "varying", level: float = 0.95
) -> dict[int, Effect]:
    """The effect by periods since the start: negative ones are before it, 0 is the first with."""
    parts = group_time(panel, controls, base)
    result = {}
    for since in sorted({part.period - part.cohort for part in parts}):
        effect = combined(
            panel, [part for part in parts if part.period - part.cohort == since], level
        )
        if effect is not None:
            result[since] = effect
    return result


def two_by_two(panel: Panel, level: float = 0.95) -> Effect | None:
    """The plainest estimate: the mean since the start minus the mean before, of treated areas minus
    that of areas that never are. All treated areas begin together. None where that can't be told.

    Raises ValueError when they begin in different periods.
    """
    cohorts = panel.cohorts
    if len(cohorts) != 1:
        raise ValueError("two by two needs areas that all began in the same period")
    complete = panel.complete()
    before, after = complete.values[:, : cohorts[0]], complete.values[:, cohorts[0] :]
    pair = Panel(
        np.column_stack([before.mean(axis=1), after.mean(axis=1)]),
        np.where(complete.start == cohorts[0], 1.0, np.inf),
        complete.cluster,
    )
    return overall(pair, level=level)


def effect_of(
    panel: Panel,
    estimate: float,
    influence: Numbers,
    parts: Sequence[GroupTime],
    level: float = 0.95,
) -> Effect:
    """The estimate with its standard error, interval and p, out of its influence function."""
    treated, controls = min(part.treated for part in parts), min(part.controls for part in parts)
    variances = variance(panel, influence)
    if treated < 2 or controls < 2 or variances is None:
        return Effect(estimate, None, None, None, None, influence, treated, controls)
    plain, corrected, freedom = variances
    wide = float(np.sqrt(corrected))
    reach = float(stats.t.ppf((1 + level) / 2, freedom)) * wide
    p = float(2 * stats.t.sf(abs(estimate) / wide, freedom)) if wide > 0 else None
    return Effect(
        estimate,
        float(np.sqrt(plain)),
        estimate - reach,
        estimate + reach,
        p,
        influence,
        treated,
        controls,
    )


def variance(panel: Panel, influence: Numbers) -> tuple[float, float, float] | None:
    """The variance as published, that corrected for small cohorts, and its degrees of freedom; None
    with a cohort of one area or cluster: a printed standard error would be none."""
    n = panel.areas
    sums = clustered_sums(influence, panel.cluster)
    plain = float((sums**2).sum()) / n**2
    corrected, denominator = 0.0, 0.0
    begins = np.where(np.isfinite(panel.start), panel.start, -1.0)
    for begin in np.unique(begins):
        inside = begins == begin
        if not influence[inside].any():
            continue
        cluster = None if panel.cluster is None else panel.cluster[inside]
        part = clustered_sums(influence[inside], cluster)
        if len(part) < 2:
            return None
        own = float((part**2).sum()) / n**2 * len(part) / (len(part) - 1)
        corrected += own
        denominator += own**2 / (len(part) - 1)
    freedom = corrected**2 / denominator if denominator > 0 else float(n - 1)
    return plain, corrected, freedom


def covariance(panel: Panel, effects: Sequence[Effect]) -> Numbers:
    """The covariance (k × k) of k effects, corrected for small cohorts as their intervals are."""
    influence = np.column_stack([effect.influence for effect in effects])
    result = np.zeros((len(effects), len(effects)))
    begins = np.where(np.isfinite(panel.start), panel.start, -1.0)
    for begin in np.unique(begins):
        inside = begins == begin
        cluster = None if panel.cluster is None else panel.cluster[inside]
        part = clustered_sums(influence[inside], cluster)
        small = len(part) / (len(part) - 1) if len(part) > 1 else 1.0
        result += small * part.T @ part
    return result / panel.areas**2


@dataclass(frozen=True)
class JointTest:
    """Whether several effects are zero together: Wald's statistic, its degrees of freedom, and p."""

    statistic: float
    freedom: int
    p: float


def earlier_trends(
    panel: Panel, controls: Controls = "never", periods: Sequence[int] | None = None
) -> JointTest | None:
    """Whether treated and other areas went alike before the start: all effects before it together.

    ``periods`` chooses which (in periods before the start, negative); else all with the base before
    the start. None with none to test. The covariance has few areas behind it, so Hotelling's F is
    used rather than a chi-square.
    """
    effects = event_study(panel, controls, base="universal")
    early = [since for since in effects if since < -1 and (periods is None or since in periods)]
    treated = int(panel.treated.sum())
    if not early or treated < 3:
        return None
    vector = np.array([effects[since].estimate for since in early])
    matrix = covariance(panel, [effects[since] for since in early])
    rank = int(np.linalg.matrix_rank(matrix))
    if rank == 0:
        return None
    statistic = float(vector @ np.linalg.pinv(matrix) @ vector)
    clusters = panel.areas if panel.cluster is None else len(np.unique(panel.cluster))
    below = min(clusters - 2, max(treated - 1, 1))
    if below <= rank:
        return JointTest(statistic, rank, float(stats.chi2.sf(statistic, rank)))
    scaled = statistic * (below - rank + 1) / (below * rank)
    return JointTest(statistic, rank, float(stats.f.sf(scaled, rank, below - rank + 1)))
