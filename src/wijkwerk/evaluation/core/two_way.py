"""Second opinions on a difference-in-differences: imputation, and the two-way regression with what it
is made of (a diagnosis, never the answer)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from wijkwerk.evaluation.core.panel import Mask, Numbers, Panel, clustered_sums, solve_two_way


@dataclass(frozen=True)
class Imputed:
    """The mean effect over treated cells, its standard error (None with fewer than two treated
    areas), and how many cells were imputed."""

    estimate: float
    standard_error: float | None
    cells: int


def imputation(panel: Panel) -> Imputed | None:
    """What treated cells would have been by area and period, fitted to cells that aren't treated.

    Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91; the standard error is their
    conservative one, with the mean effect of a cohort and period in place of each area's own. None
    when no treated cell can be imputed.
    """
    measured = ~np.isnan(panel.values)
    is_treated = np.arange(panel.periods)[None, :] >= panel.start[:, None]
    used = measured & ~is_treated
    area, period = solve_two_way(panel.values, used)
    gap = panel.values - area[:, None] - period[None, :]
    imputed = measured & is_treated & ~np.isnan(gap)
    number = int(imputed.sum())
    if number == 0:
        return None
    estimate = float(gap[imputed].mean())
    if len(set(np.flatnonzero(imputed.any(axis=1)))) < 2:
        return Imputed(estimate, None, number)
    weight = np.where(imputed, 1.0 / number, 0.0)
    # The weight of an untreated cell in the estimate: minus what the fit hands on of each cell.
    weight = np.where(used, -_handed_on(weight, used), weight)
    mean = np.zeros_like(panel.values)
    for cohort in panel.cohorts:
        inside = (panel.start == cohort)[:, None] & imputed
        number_of = inside.sum(axis=0)
        total = np.where(inside, gap, 0.0).sum(axis=0)
        mean += np.where(
            inside, np.divide(total, number_of, out=np.zeros_like(total), where=number_of > 0), 0.0
        )
    rest = np.where(imputed | used, np.nan_to_num(gap) - mean, 0.0)
    sums = clustered_sums((weight * rest).sum(axis=1), panel.cluster)
    return Imputed(estimate, float(np.sqrt((sums**2).sum())), number)


def _handed_on(weight: Numbers, used: Mask) -> Numbers:
    """For each cell used in a two-way fit, what it adds to the fitted values that ``weight`` sums."""
    cells = used.astype(float)
    number = cells.sum(axis=1)
    inverse = np.divide(1.0, number, out=np.zeros(len(number)), where=number > 0)
    by_area, by_period = weight.sum(axis=1), weight.sum(axis=0)
    normal = np.diag(cells.sum(axis=0)) - cells.T @ (cells * inverse[:, None])
    right = by_period - cells.T @ (by_area * inverse)
    period = np.linalg.pinv(normal) @ right
    area = (by_area - cells @ period) * inverse
    result: Numbers = (area[:, None] + period[None, :]) * cells
    return result


@dataclass(frozen=True)
class TwoWay:
    """The coefficient of a two-way fixed-effects regression and its clustered standard error."""

    estimate: float
    standard_error: float


def two_way_regression(panel: Panel) -> TwoWay:
    """The coefficient of 'treated' beside effects of area and period, over cells with a figure.

    With staggered starts it compares late areas with early ones that are treated already: ``bacon``
    says how much. Standard error clustered by area (or cluster), with the usual small-sample
    factor. Raises ValueError when 'treated' is one with the effects.
    """
    used = ~np.isnan(panel.values)
    treated = (np.arange(panel.periods)[None, :] >= panel.start[:, None]).astype(float)
    rest = _residual(treated, used)
    size = float((rest**2).sum())
    if size < 1e-12:
        raise ValueError(
            "no treated area can be told apart from its own effect and that of its periods"
        )
    estimate = float((rest * np.where(used, panel.values, 0.0)).sum() / size)
    noise = _residual(panel.values, used) - estimate * rest
    sums = clustered_sums((rest * noise).sum(axis=1), panel.cluster)
    clusters, cells = len(sums), int(used.sum())
    # As fixest: effects of areas are nested in the clusters and don't count.
    free = 1 + panel.periods
    factor = clusters / (clusters - 1) * (cells - 1) / (cells - free)
    return TwoWay(estimate, float(np.sqrt(factor * (sums**2).sum()) / size))


def _residual(values: Numbers, used: Mask) -> Numbers:
    area, period = solve_two_way(values, used)
    return np.where(used, values - area[:, None] - np.nan_to_num(period)[None, :], 0.0)


@dataclass(frozen=True)
class Comparison:
    """A kind of comparison inside a two-way regression: its share of the weight (0 to 1), and the
    mean estimate of it."""

    kind: str  # treated_never, earlier_later, later_earlier
    weight: float
    estimate: float


def bacon(panel: Panel) -> list[Comparison]:
    """What the two-way coefficient of a panel without gaps is made of (Goodman-Bacon 2021, Journal of
    Econometrics 225). The weights sum to one, and weight times estimate to the coefficient.

    Raises ValueError when a figure is missing.
    """
    if np.isnan(panel.values).any():
        raise ValueError("the parts of a two-way regression need a figure in every cell")
    columns = np.arange(panel.periods)
    groups = [*panel.cohorts, *([None] if (~panel.treated).any() else [])]
    share = {
        at: float(((panel.start == at) if at is not None else ~panel.treated).mean())
        for at in groups
    }
    line = {
        at: panel.values[(panel.start == at) if at is not None else ~panel.treated].mean(axis=0)
        for at in groups
    }
    time = {at: 0.0 if at is None else float((columns >= at).mean()) for at in groups}
    parts: list[tuple[str, float, float]] = []
    for early in panel.cohorts:
        if None in share:
            both = share[early] + share[None]
            of = share[early] / both
            weight = both**2 * of * (1 - of) * time[early] * (1 - time[early])
            gap = line[early] - line[None]
            change = gap[early:].mean() - gap[:early].mean()
            parts.append(("treated_never", weight, float(change)))
        for late in (at for at in panel.cohorts if at > early):
            both = share[early] + share[late]
            of = share[early] / both
            first, second = time[early], time[late]
            gap = line[early] - line[late]
            weight = (both * (1 - second)) ** 2 * of * (1 - of)
            weight *= (first - second) / (1 - second) * (1 - first) / (1 - second)
            change = gap[early:late].mean() - gap[:early].mean()
            parts.append(("earlier_later", weight, float(change)))
            weight = (both * first) ** 2 * of * (1 - of)
            weight *= second / first * (first - second) / first
            change = gap[early:late].mean() - gap[late:].mean()
            parts.append(("later_earlier", weight, float(change)))
    total = sum(weight for _, weight, _ in parts)
    comparisons = []
    for kind in ("treated_never", "earlier_later", "later_earlier"):
        own = [(weight, change) for name, weight, change in parts if name == kind]
        weight = sum(weight_of_pair for weight_of_pair, _ in own)
        if weight > 0:
            mean = sum(weight_of_pair * change for weight_of_pair, change in own) / weight
            comparisons.append(Comparison(kind, weight / total, mean))
    return comparisons
