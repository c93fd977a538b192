"""What happens by itself: areas that were chosen for a bad figure improve anyway.

A figure is partly lasting and partly luck of the year; who is chosen for the worst ones is chosen for
bad luck as well (Barnett, van der Pols and Dobson 2005, International Journal of Epidemiology 34).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from wijkwerk.evaluation.core.panel import Numbers, Panel


def expected_fall_beyond(limit: float, between: float, within: float) -> float:
    """The mean fall of areas whose figure was above ``limit`` (its distance from the mean), where
    areas differ by a standard deviation ``between`` and years by ``within``."""
    total = float(np.hypot(between, within))
    cut = limit / total
    hazard = float(np.exp(stats.norm.logpdf(cut) - stats.norm.logsf(cut)))
    return within**2 / total * hazard


def expected_fall_of_worst(share: float, reliability: float, deviation: float = 1.0) -> float:
    """The mean fall of the worst ``share`` (0 to 1) of areas, in the unit of ``deviation``;
    ``reliability`` is the share of the variance that lasts.

    Raises ValueError for another share.
    """
    if not 0 < share < 1:
        raise ValueError("a share of areas lies between 0 and 1")
    cut = float(stats.norm.ppf(1 - share))
    return (1 - reliability) * float(stats.norm.pdf(cut)) / share * deviation


@dataclass(frozen=True)
class Regression:
    """``expected``: how much more the chosen areas would have changed by themselves than the others,
    between before and after; ``estimate`` is what remains of the difference, with its interval.
    """

    expected: float
    estimate: float
    lower: float
    upper: float
    p: float


def apart_from_regression(
    panel: Panel, figure: Numbers, chosen_in: int | None = None, level: float = 0.95
) -> Regression | None:
    """The effect when areas were chosen by their ``figure`` (n), of before the start.

    The year of choosing (column ``chosen_in``, when it is one of the panel) is left out of what is
    compared: its bad luck isn't there in other years. As luck may last a while, the change is then
    fitted to that figure and to being treated as well, which takes out what is left when that lies on a
    line. None with fewer than three areas on a side, or without another period before the start. All
    treated areas begin together. Standard error HC2, degrees of freedom as the smaller side has them.
    """
    cohorts = panel.cohorts
    if len(cohorts) != 1:
        return None
    start = cohorts[0]
    early = [column for column in range(start) if column != chosen_in]
    if not early:
        return None
    with np.errstate(invalid="ignore"):
        later = panel.values[:, start:].mean(axis=1)
        change = later - panel.values[:, early].mean(axis=1)
        naive = later - panel.values[:, :start].mean(axis=1)
    present = ~np.isnan(change) & ~np.isnan(figure) & ~np.isnan(naive)
    treated = panel.treated[present].astype(float)
    own, other = int(treated.sum()), int((1 - treated).sum())
    if min(own, other) < 3 or float(figure[present].std()) == 0:
        return None
    change, figure, naive = change[present], figure[present], naive[present]
    design = np.column_stack([np.ones(len(change)), treated, figure - figure.mean()])
    inverse = np.linalg.pinv(design.T @ design)
    solved = inverse @ design.T @ change
    rest = change - design @ solved
    leverage = np.einsum("ij,jk,ik->i", design, inverse, design)
    meat = (design * (rest**2 / np.clip(1 - leverage, 1e-9, None))[:, None]).T @ design
    error = float(np.sqrt((inverse @ meat @ inverse)[1, 1]))
    freedom = min(own, other) - 1
    reach = float(stats.t.ppf((1 + level) / 2, freedom)) * error
    estimate = float(solved[1])
    plain = float(naive[treated == 1].mean() - naive[treated == 0].mean())
    p = float(2 * stats.t.sf(abs(estimate) / error, freedom)) if error > 0 else 1.0
    return Regression(plain - estimate, estimate, estimate - reach, estimate + reach, p)
