"""Standardised rates: direct, with Dobson's or Fay and Feuer's limits, and indirect.

rate = Σ w·(O/n) / Σ w over strata, with w the standard population. Dobson's limits stretch the
Poisson limits of the total count by the ratio of standard deviations (Dobson et al. 1991); those of
Fay & Feuer (1997) follow a gamma distribution and leave room for one event more in the stratum where
an event weighs most. Fewer than ten events give no rate: Dobson's approximation doesn't hold there,
and a rate says little. Strata without events count as zero, not as missing; strata without
inhabitants say nothing and leave their weight to the others.

Where a single stratum decides, the method's name says so (``ONE_STRATUM``): when one event more in
it moves the rate further than the margin by Dobson reaches, or when it holds fewer than ten events
and yet more than half of the variance.

The indirect method asks how many events an area would have with the reference's rates per stratum;
the ratio of observed to expected has the Poisson limits of the observed.
"""

from __future__ import annotations

from dataclasses import dataclass

import ibis
import ibis.expr.types as ir
import numpy as np
import polars as pl
from numpy.typing import ArrayLike, NDArray

from wijkwerk.monitor.core import interval_expressions as limits
from wijkwerk.monitor.core import intervals
from wijkwerk.monitor.core.figures import exact_sum
from wijkwerk.monitor.core.intervals import Floats
from wijkwerk.monitor.core.standard_populations import standard_population, standard_table
from wijkwerk.monitor.core.tables import ONE_STRATUM

__all__ = [
    "FEWEST_EVENTS",
    "LEAST_WEIGHT",
    "ONE_STRATUM",
    "StandardisedRate",
    "expected_events",
    "gamma_limits",
    "standard_population",
    "standard_table",
    "standardised",
    "standardised_rate",
]

FEWEST_EVENTS = 10
# Strata without inhabitants may hold at most this much of the standard population together; beyond
# that the rate would rest on too few ages to be comparable.
LEAST_WEIGHT = 0.9
_MOST_OF_VARIANCE = 0.5
TOTALS = ("total", "Total", "totaal", "Totaal", "T", "_T")
_CELL = ["area", "period", "indicator"]
_FINE = 10**15  # whole parts in which shares are added up, see exact_sum
_FINEST = 10**18
_MILLION = 10**6
METHODS = ("dobson", "gamma")


@dataclass(frozen=True)
class StandardisedRate:
    """Rates per ``per`` with limits and variance, arrays over areas; nan where there is no rate."""

    value: Floats
    lower: Floats
    upper: Floats
    variance: Floats
    events: Floats
    one_stratum: NDArray[np.bool_]  # whether one stratum decides; False where there is no rate


def standardised_rate(
    events: ArrayLike,
    population: ArrayLike,
    standard: ArrayLike,
    per: float = 100_000,
    confidence: float = 0.95,
    method: str = "dobson",
) -> StandardisedRate:
    """Directly standardised rates per area; ``method`` is 'dobson' or 'gamma' (Fay & Feuer).

    ``events`` and ``population`` have the shape (…, strata), ``standard`` (strata). The result is
    nan with fewer than ten events, or where inhabited strata hold less than ``LEAST_WEIGHT`` of the
    standard population. Raises ValueError for shapes that don't fit, numbers below zero, events in a
    stratum without inhabitants, or another method.
    """
    if method not in METHODS:
        raise ValueError(f"no method {method!r}: {', '.join(METHODS)}")
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
    weight_used = used.sum(axis=-1)
    safe = np.where(inhabited, base, 1.0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share = used / weight_used[..., None]
        value = (share * count / safe).sum(axis=-1)
        parts = (share / safe) ** 2 * count
        variance = parts.sum(axis=-1)
        heaviest = (share / safe).max(axis=-1, initial=0.0)
        few = np.where(count < FEWEST_EVENTS, parts, 0.0).max(axis=-1, initial=0.0)
    enough = (total >= FEWEST_EVENTS) & (weight_used >= LEAST_WEIGHT * weight.sum())
    lower, upper = intervals.dobson(value, variance, total, confidence)
    usual = intervals.dobson(value, variance, total)[1]
    one_stratum = (heaviest > usual - value) | (few > _MOST_OF_VARIANCE * variance)
    if method == "gamma":
        lower, upper = intervals.fay_feuer(value, variance, heaviest, confidence)
    return StandardisedRate(
        value=np.where(enough, value * per, np.nan),
        lower=np.where(enough, lower * per, np.nan),
        upper=np.where(enough, upper * per, np.nan),
        variance=np.where(enough, variance * per * per, np.nan),
        events=total,
        one_stratum=enough & one_stratum,
    )


def gamma_limits(figures: pl.DataFrame) -> pl.DataFrame:
    """``standardised``'s rows with the limits of Fay & Feuer in place of Dobson's, where there are
    limits; the caveat on one stratum stays."""
    value, variance, heaviest = (
        figures[name].cast(pl.Float64).to_numpy() for name in ("value", "variance", "heaviest")
    )
    lower, upper = intervals.fay_feuer(value, variance, heaviest)
    has_value = pl.col("value").is_not_null()
    return figures.with_columns(
        lower=pl.when(has_value).then(pl.Series(lower)),
        upper=pl.when(has_value).then(pl.Series(upper)),
        interval_method=pl.col("interval_method").str.replace("^dobson", "gamma"),
    )


def expected_events(strata: ir.Table, references: ir.Table) -> ir.Table:
    """Observed and expected events per cell (``_CELL``), as rows of ``figures.counts`` without
    strata: numerator is the observed number, denominator the expected one, base the inhabitants.

    ``strata`` has ``_CELL``, age, sex, numerator, denominator, obs_status, also of the references;
    ``references`` says indicator → reference, the area whose rates per stratum apply. A stratum of
    the area needs inhabitants, and its events only as far as they make up the total. A cell has
    no expected number (status M) where the reference lacks a rate for a stratum with inhabitants;
    it is withheld (N) when a stratum is, and an estimate (E) when one is.
    """
    t = strata.filter(strata.age.notnull() & ~strata.age.isin(TOTALS))
    t = t.mutate(sex=ibis.ifelse(t.sex.isin(TOTALS), ibis.null("string"), t.sex))
    t = t.mutate(sexed=t.sex.notnull().any().over(ibis.window(group_by=_CELL)))
    t = t.filter(~t.sexed | t.sex.notnull()).mutate(sex=t.sex.fill_null(""))
    named = references.select(of="indicator", reference="reference")
    of = t.join(named, [t.indicator == named.of, t.area == named.reference])
    rates = of.filter(of.denominator > 0).select(
        r_indicator="indicator",
        r_period="period",
        r_age="age",
        r_sex="sex",
        r_rate=of.numerator / of.denominator,
    )
    match = [
        t.indicator == rates.r_indicator,
        t.period == rates.r_period,
        t.age == rates.r_age,
        t.sex == rates.r_sex,
    ]
    t = t.left_join(rates, match)
    nobody = (t.denominator == 0).fill_null(False)
    each = ibis.ifelse(nobody, 0.0, t.denominator * t.r_rate)
    summed = t.group_by(*_CELL).aggregate(
        observed=exact_sum(t.numerator),
        expected=_fine_sum(each, _MILLION),
        base=exact_sum(t.denominator),
        known=(each.notnull() & t.numerator.notnull()).all(),
        withheld=(t.obs_status == "N").any(),
        broken=(t.obs_status == "B").any(),
        estimated=(t.obs_status == "E").any(),
    )
    empty = ibis.null("float64")
    sound = (summed.known & ~summed.withheld).fill_null(False)
    return summed.select(
        *_CELL,
        numerator=ibis.ifelse(sound, summed.observed, empty),
        denominator=ibis.ifelse(sound, summed.expected, empty),
        value=empty,
        variance=empty,
        base=ibis.ifelse(sound, summed.base, empty),
        obs_status=ibis.cases(
            (summed.withheld, "N"),
            (~sound, "M"),
            (summed.broken, "B"),
            (summed.estimated, "E"),
            else_="A",
        ),
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
    Columns as ``figures.with_values``; numerator is the events, denominator the population. Beside
    them ``heaviest``: what one event more would add where it weighs most (``gamma_limits``).
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
    heaviest = summed.heaviest / summed.weights * per
    one_stratum = (heaviest > upper - value) | (summed.few > summed.squared * _MOST_OF_VARIANCE)

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
        interval_method=ibis.cases(
            (~shown, "none"), (one_stratum.fill_null(False), f"dobson{ONE_STRATUM}"), else_="dobson"
        ),
        base=summed.denominator,
        obs_status=ibis.cases(
            (summed.withheld, "N"),
            (~shown, "M"),
            (summed.broken, "B"),
            (summed.estimated | summed.lacking, "E"),
            else_="A",
        ),
        heaviest=when_shown(heaviest),
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
            heaviest=ibis.ifelse(t.usable, t.weight / t.denominator, zero).max(),
            few=ibis.ifelse(t.usable & (t.numerator < FEWEST_EVENTS), spread, zero).max(),
            sexes=t.sex.nunique().cast("float64"),
            sound=t.sound.all(),
            withheld=(t.obs_status == "N").any(),
            broken=(t.obs_status == "B").any(),
            estimated=(t.obs_status == "E").any(),
        )
        .mutate(sexes=lambda totals: ibis.greatest(totals.sexes, ibis.literal(1.0)))
    )


def _fine_sum(column: ir.Value, parts: int) -> ir.Value:
    """As ``figures.exact_sum`` for small numbers: added in whole ``1 / parts``, in any order."""
    return (column * parts).round().cast("int64").sum().cast("float64") / parts
