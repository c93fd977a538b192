"""Directly standardised rates with Dobson's limits.

rate = Σ w·(O/n) / Σ w over strata, with w the standard population; the limits stretch the Poisson
limits of the total count by the ratio of standard deviations (Dobson et al. 1991). Fewer than ten
events give no rate: the approximation doesn't hold there. Strata without events count as zero, not
as missing; strata without inhabitants say nothing and leave their weight to the others.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
from numpy.typing import ArrayLike

from wijkwerk.monitor.core import interval_expressions as limits
from wijkwerk.monitor.core import intervals
from wijkwerk.monitor.core.figures import exact_sum
from wijkwerk.monitor.core.intervals import Floats
from wijkwerk.monitor.core.standard_populations import standard_population, standard_table

__all__ = [
    "FEWEST_EVENTS",
    "LEAST_WEIGHT",
    "StandardisedRate",
    "standard_population",
    "standard_table",
    "standardised",
    "standardised_rate",
]

FEWEST_EVENTS = 10
# Strata without inhabitants may hold at most this much of the standard population together; beyond
# that the rate would rest on too few ages to be comparable.
LEAST_WEIGHT = 0.9
TOTALS = ("total", "Total", "totaal", "Totaal", "T", "_T")
_CELL = ["area", "period", "indicator"]
_FINE = 10**15  # whole parts in which shares are added up, see exact_sum
_FINEST = 10**18


@dataclass(frozen=True)
class StandardisedRate:
    """Rates per ``per`` with limits and variance, arrays over areas; nan where there is no rate."""

    value: Floats
    lower: Floats
    upper: Floats
    variance: Floats
    events: Floats


def standardised_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000,
    confidence: float = 0.95,
) -> StandardisedRate:
    """Directly standardised rates per area.

    ``events`` and ``population`` have the shape (…, strata), ``standard`` (strata). The result is
    nan with fewer than ten events, or where inhabited strata hold less than ``LEAST_WEIGHT`` of the
    standard population. Raises ValueError for shapes that don't fit, numbers below zero, or events
    in a stratum without inhabitants.
    """
    count, base, weight = (np.asarray(part, float) for part in (events, population, standard))
    if count.shape != base.shape or weight.shape != count.shape[-1:]:
        raise ValueError("events and population need the same shape, standard one number a stratum")
    if (count < 0).any() or (base < 0).any() or (weight < 0).any():
        raise ValueError("events, population and standard are zero or more")
    inhabited = base > 0
    if (count[~inhabited] > 0).any():
        raise ValueError("events in a stratum without inhabitants")
    total = count.sum(axis=-1)
    used = np.where(inhabited, weight, 0.0)
    held = used.sum(axis=-1)
    safe = np.where(inhabited, base, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = used / held[..., None]
        value = (share * count / safe).sum(axis=-1)
        variance = ((share / safe) ** 2 * count).sum(axis=-1)
    known = (total >= FEWEST_EVENTS) & (held >= LEAST_WEIGHT * weight.sum())
    lower, upper = intervals.dobson(value, variance, total, confidence)
    return StandardisedRate(
        value=np.where(known, value * per, np.nan),
        lower=np.where(known, lower * per, np.nan),
        upper=np.where(known, upper * per, np.nan),
        variance=np.where(known, variance * per * per, np.nan),
        events=total,
    )


def standardised(strata: ir.Table, standard: ir.Table, meta: ir.Table) -> ir.Table:
    """Standardised figures of every area from strata (``KEYS`` with numerator, denominator).

    ``standard`` is ``standard_population``'s table (one standard for all) or ``standard_table``'s
    (one per indicator). Ages that no area has fall outside the comparison: the standard is then cut
    to the ages there are. With sexes given, each gets the same weights; totals over ages or sexes
    beside their parts are left out. A cell gives no rate (status M) when a stratum is missing its
    numbers, has an age that the standard doesn't know, overlaps another or has events without
    inhabitants, when strata without inhabitants weigh too much, or below ten events. It is withheld
    (N) when a stratum is, and an estimate (E) when a stratum is or when weight is missing.
    Columns as ``figures.with_values``; numerator is the events, denominator the population.
    """
    summed = _added_up(_weighed(strata, standard, meta))
    most = summed.weights.max().over(ibis.window(group_by="indicator"))
    summed = summed.mutate(lacking=summed.weights < most * (1 - 1e-9), expected=most)
    # The weights of a sex add up to at most the standard population; more means bands overlap.
    overlapping = summed.weights > summed.sexes * (1 + 1e-9)
    shown = (
        summed.sound
        & ~overlapping
        & (summed.weights >= summed.expected * LEAST_WEIGHT)
        & (summed.numerator >= FEWEST_EVENTS)
    ).fill_null(False)
    per = summed.scale
    value = summed.weighted / summed.weights * per
    variance = summed.squared / summed.weights / summed.weights * per * per
    lower, upper = limits.dobson(value, variance, summed.numerator)

    def when_shown(column: ir.Value) -> ir.Value:
        return ibis.ifelse(shown, column, ibis.null("float64"))

    return summed.select(
        *_CELL,
        numerator=summed.numerator,
        denominator=summed.denominator,
        value=when_shown(value),
        variance=when_shown(variance),
        lower=when_shown(lower),
        upper=when_shown(upper),
        interval_method=ibis.ifelse(shown, "dobson", "none"),
        base=summed.denominator,
        obs_status=ibis.cases(
            (summed.withheld, "N"),
            (~shown, "M"),
            (summed.broken, "B"),
            (summed.estimated | summed.lacking, "E"),
            else_="A",
        ),
    )


def _weighed(strata: ir.Table, standard: ir.Table, meta: ir.Table) -> ir.Table:
    """Strata with their weight as share of the standard population; whether they are sound."""
    t = strata.join(meta.select("indicator", "scale"), "indicator")
    t = t.filter(t.age.notnull() & ~t.age.isin(TOTALS))
    t = t.mutate(sex=ibis.ifelse(t.sex.isin(TOTALS), ibis.null("string"), t.sex))
    sexed = t.sex.notnull().any().over(ibis.window(group_by=_CELL))
    t = t.mutate(sexed=sexed)
    t = t.filter(~t.sexed | t.sex.notnull())
    names = {"label": standard.age, "weight": standard.weight / standard.total}
    if "indicator" in standard.columns:
        names["of"] = standard.indicator
    weights = standard.select(**names)
    match = [t.age == weights.label]
    if "of" in names:
        match.append(t.indicator == weights.of)
    t = t.left_join(weights, match)
    usable = (t.numerator.notnull() & (t.denominator > 0) & t.weight.notnull()).fill_null(False)
    nobody = ((t.denominator == 0) & (t.numerator.fill_null(0.0) == 0)).fill_null(False)
    return t.mutate(usable=usable, sound=usable | (nobody & t.weight.notnull()))


def _added_up(t: ir.Table) -> ir.Table:
    """One row per cell: events, population, weights and weighted sums over its usable strata."""
    zero = ibis.literal(0.0)
    rate = t.numerator / t.denominator
    spread = t.weight * t.weight * rate / t.denominator
    return (
        t.group_by(*_CELL, "scale")
        .aggregate(
            numerator=exact_sum(t.numerator),
            denominator=exact_sum(t.denominator),
            weights=_fine_sum(ibis.ifelse(t.usable, t.weight, zero), _FINE),
            weighted=_fine_sum(ibis.ifelse(t.usable, t.weight * rate, zero), _FINE),
            # Nine is far above any such variance; it keeps the sum within an integer.
            squared=_fine_sum(
                ibis.ifelse(t.usable, ibis.least(spread, ibis.literal(9.0)), zero), _FINEST
            ),
            sexes=t.sex.nunique().cast("float64"),
            sound=t.sound.all(),
            withheld=(t.obs_status == "N").any(),
            broken=(t.obs_status == "B").any(),
            estimated=(t.obs_status == "E").any(),
        )
        .mutate(sexes=lambda one: ibis.greatest(one.sexes, ibis.literal(1.0)))
    )


def _fine_sum(column: ir.Value, parts: int) -> ir.Value:
    """As ``figures.exact_sum`` for small numbers: added in whole ``1 / parts``, in any order."""
    return (column * parts).round().cast("int64").sum().cast("float64") / parts
