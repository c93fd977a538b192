"""Directly standardised rates with Dobson's limits.

rate = Σ w·(O/n) / Σ w over strata, with w the standard population; the limits scale the Poisson
limits of the total count by the ratio of standard deviations (Dobson et al. 1991). Fewer than ten
events give no rate: the approximation doesn't hold there. Strata without events count as zero, not
as missing.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import polars as pl
from numpy.typing import ArrayLike

from wijkwerk.monitor.core import interval_expressions as limits
from wijkwerk.monitor.core import intervals
from wijkwerk.monitor.core.figures import exact_sum

FEWEST_EVENTS = 10
AGE_BANDS = (*(f"{low}-{low + 4}" for low in range(0, 90, 5)), "90+")
# European Standard Population 2013 (Eurostat), persons per 100,000 by five-year band.
ESP2013 = (
    5000, 5500, 5500, 5500, 6000, 6000, 6500, 7000, 7000, 7000,
    7000, 6500, 6000, 5500, 5000, 4000, 2500, 1500, 1000,
)  # fmt: skip


@dataclass(frozen=True)
class StandardisedRate:
    """A rate per ``per`` with its limits and variance; all nan below ``FEWEST_EVENTS`` events."""

    value: float
    lower: float
    upper: float
    variance: float
    events: float


def standardised_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000,
    confidence: float = 0.95,
) -> StandardisedRate:
    """The directly standardised rate over strata (arrays of equal length).

    Raises ValueError for a population that isn't positive or lengths that differ.
    """
    count, base, weight = (np.asarray(part, float) for part in (events, population, standard))
    if not count.shape == base.shape == weight.shape:
        raise ValueError("events, population and standard need the same length")
    if (base <= 0).any():
        raise ValueError("every stratum needs a population above zero")
    total = float(count.sum())
    if total < FEWEST_EVENTS:
        return StandardisedRate(*(float("nan"),) * 4, events=total)
    share = weight / weight.sum()
    value = float((share * count / base).sum())
    variance = float((share**2 * count / base**2).sum())
    low, high = intervals.byar(total, confidence)
    stretch = np.sqrt(variance / total)
    return StandardisedRate(
        value=value * per,
        lower=(value + stretch * (float(low) - total)) * per,
        upper=(value + stretch * (float(high) - total)) * per,
        variance=variance * per * per,
        events=total,
    )


def standard_population(name: str | None) -> pl.DataFrame:
    """``age``, ``weight`` of a standard population; ValueError for a name that isn't known."""
    if name not in (None, "esp2013"):
        raise ValueError(f"no standard population {name!r}: esp2013")
    return pl.DataFrame({"age": AGE_BANDS, "weight": [float(number) for number in ESP2013]})


def standardised(strata: ir.Table, standard: ir.Table, meta: ir.Table) -> ir.Table:
    """Standardised figures of every area from strata (``KEYS`` with numerator, denominator).

    ``standard`` has age, weight; each sex gets the same weights. A cell with a stratum that is
    missing or withheld, or has no population, gives no rate. Columns as ``figures.with_values``;
    numerator is the number of events, denominator the population.
    """
    t = strata.join(standard, "age").join(meta.select("indicator", "scale"), "indicator")
    t = t.filter(t.scale.notnull())
    usable = t.numerator.notnull() & (t.denominator > 0)
    rate = t.numerator / t.denominator
    summed = t.group_by("area", "period", "indicator", "scale").aggregate(
        numerator=exact_sum(t.numerator),
        denominator=exact_sum(t.denominator),
        weights=exact_sum(t.weight),
        # In billionths of the weight: shares are small and their sum must not depend on order.
        weighted=exact_sum(t.weight * rate * 1000) / 1000,
        squared=exact_sum(t.weight * t.weight * rate / t.denominator * 1000) / 1000,
        complete=usable.all(),
        withheld=(t.obs_status == "N").any(),
        estimated=(t.obs_status == "E").any(),
    )
    shown = summed.complete & (summed.numerator >= FEWEST_EVENTS)
    value = summed.weighted / summed.weights
    variance = summed.squared / summed.weights / summed.weights
    low, high = _byar(summed.numerator)
    stretch = (variance / summed.numerator).sqrt()
    empty = ibis.null("float64")

    def when_shown(column: ir.NumericValue) -> ir.NumericValue:
        return ibis.ifelse(shown, column, empty)

    return summed.select(
        "area",
        "period",
        "indicator",
        numerator=summed.numerator,
        denominator=summed.denominator,
        value=when_shown(value * summed.scale),
        variance=when_shown(variance * summed.scale * summed.scale),
        lower=when_shown((value + stretch * (low - summed.numerator)) * summed.scale),
        upper=when_shown((value + stretch * (high - summed.numerator)) * summed.scale),
        interval_method=ibis.ifelse(shown, "dobson", "none"),
        base=summed.denominator,
        obs_status=ibis.cases(
            (summed.withheld, "N"), (~shown, "M"), (summed.estimated, "E"), else_="A"
        ),
    )


def _byar(count: ir.NumericColumn) -> limits.Limits:
    """Byar's limits for counts that are known to be ten or more."""
    z = limits.Z
    safe = ibis.greatest(count, ibis.literal(1.0))
    low = 1 - 1 / (9 * safe) - z / (3 * safe.sqrt())
    more = safe + 1
    high = 1 - 1 / (9 * more) + z / (3 * more.sqrt())
    return safe * low * low * low, more * high * high * high
