"""Confidence intervals of shares, counts and means, as numpy functions; two-sided.

``interval_expressions`` holds the same formulas as column expressions for big tables; the tests
hold the two against each other and against published results.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy import special  # scipy.stats gives the same bits, and takes seconds to import

Floats = NDArray[np.float64]
EXACT_BELOW = 10  # counts below this get exact Poisson limits, as PHE's method does


def z_of(confidence: float) -> float:
    """The two-sided normal quantile of ``confidence`` (0.95 → 1.959964); ValueError outside 0-1."""
    if not 0 < confidence < 1:
        raise ValueError("confidence lies between 0 and 1")
    return float(special.ndtri(0.5 + confidence / 2))


def confidence_of(z: float) -> float:
    """The two-sided confidence that goes with a normal quantile; the inverse of ``z_of``."""
    return float(2 * special.ndtr(z) - 1)


def wilson(k: ArrayLike, n: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Wilson score limits of the share ``k / n`` (Wilson 1927); within [0, 1], nan where n <= 0.

    ``k`` may be 0 or n; both may be fractional (redistributed counts). Arrays are broadcast.
    """
    return wilson_at(k, n, z_of(confidence))


def wilson_at(k: ArrayLike, n: ArrayLike, quantile: ArrayLike) -> tuple[Floats, Floats]:
    """As ``wilson`` for a given quantile, as Student's t where a design has few clusters."""
    count, base, z = np.broadcast_arrays(
        np.asarray(k, float), np.asarray(n, float), np.asarray(quantile, float)
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        share = np.clip(count / base, 0, 1)
        middle = share + z * z / (2 * base)
        half = z * np.sqrt(share * (1 - share) / base + z * z / (4 * base * base))
        scale = 1 + z * z / base
        lower, upper = (middle - half) / scale, (middle + half) / scale
    # At the ends the formula gives 0 and 1 but for rounding; say so exactly.
    lower = np.where(count <= 0, 0.0, np.clip(lower, 0, 1))
    upper = np.where(count >= base, 1.0, np.clip(upper, 0, 1))
    usable = (base > 0) & ~np.isnan(count)
    return np.where(usable, lower, np.nan), np.where(usable, upper, np.nan)


def byar(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Byar's approximation to the limits of a Poisson count (Breslow & Day 1987)."""
    z = z_of(confidence)
    events = np.asarray(count, float)
    with np.errstate(divide="ignore", invalid="ignore"):
        # A billionth of an event keeps the cube finite; its limit is cut off at zero all the same.
        safe = np.maximum(events, 1e-9)
        lower = safe * (1 - 1 / (9 * safe) - z / (3 * np.sqrt(safe))) ** 3
        more = events + 1
        upper = more * (1 - 1 / (9 * more) + z / (3 * np.sqrt(more))) ** 3
    # For a fraction of an event the cube turns negative; a count has no negative limit.
    return np.where(events > 0, np.maximum(lower, 0.0), 0.0), upper


def exact_poisson(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Exact limits of a Poisson count through the chi-square distribution (Garwood 1936)."""
    z_of(confidence)  # raises for a confidence that can't be
    tail = (1 - confidence) / 2
    events = np.asarray(count, float)
    lower = np.where(events > 0, special.gammaincinv(np.maximum(events, 1e-12), tail), 0.0)
    return lower, np.asarray(special.gammaincinv(events + 1, 1 - tail))


def poisson(count: ArrayLike, confidence: float = 0.95) -> tuple[Floats, Floats]:
    """Limits of a count: exact for whole counts below 10, Byar's from there on.

    The rule of Public Health England (now OHID). A count that isn't whole has been redistributed;
    exact limits don't exist for it and Byar's are used.
    """
    events = np.asarray(count, float)
    few = (events < EXACT_BELOW) & (events == np.floor(events))
    exact, approximate = exact_poisson(events, confidence), byar(events, confidence)
    return np.where(few, exact[0], approximate[0]), np.where(few, exact[1], approximate[1])


def rate(
    count: ArrayLike, base: ArrayLike, per: float = 1.0, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Limits of ``count / base * per`` where the count is Poisson and may exceed the base."""
    lower, upper = poisson(count, confidence)
    return lower / np.asarray(base, float) * per, upper / np.asarray(base, float) * per


def normal(
    value: ArrayLike, variance: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Limits of an estimate with a known variance, from the normal distribution."""
    half = z_of(confidence) * np.sqrt(np.asarray(variance, float))
    middle = np.asarray(value, float)
    return middle - half, middle + half


def dobson(
    value: ArrayLike, variance: ArrayLike, events: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Limits of a weighted sum of counts, as a directly standardised rate (Dobson et al. 1991).

    The Poisson limits of the total ``events`` are stretched by the ratio of standard deviations;
    ``value`` and ``variance`` are the rate's, in any one unit. nan where there are no events.
    """
    total = np.asarray(events, float)
    low, high = poisson(total, confidence)
    with np.errstate(divide="ignore", invalid="ignore"):
        stretch = np.where(total > 0, np.sqrt(np.asarray(variance, float) / total), np.nan)
    middle = np.asarray(value, float)
    return middle + stretch * (low - total), middle + stretch * (high - total)


def fay_feuer(
    value: ArrayLike, variance: ArrayLike, heaviest: ArrayLike, confidence: float = 0.95
) -> tuple[Floats, Floats]:
    """Gamma limits of a weighted sum of counts, as a directly standardised rate (Fay & Feuer 1997).

    ``heaviest`` is the largest weight that a single event has, in the unit of ``value``: the upper
    limit leaves room for one event more just there, which limits that stretch those of the total
    (``dobson``) don't see. They hold at least the stated confidence, whatever the weights. The lower
    limit is 0 where there are no events. Arrays of one shape; nan where a value is unknown.
    """
    middle, spread, most = (np.asarray(part, float) for part in (value, variance, heaviest))
    tail = (1 - confidence) / 2
    with np.errstate(divide="ignore", invalid="ignore"):
        low = spread / middle * special.gammaincinv(middle**2 / spread, tail)
        more, wider = middle + most, spread + most**2
        high = wider / more * special.gammaincinv(more**2 / wider, 1 - tail)
    return np.where(middle > 0, low, np.where(np.isnan(middle), np.nan, 0.0)), np.asarray(high)


def difference(
    first: tuple[ArrayLike, ArrayLike, ArrayLike], second: tuple[ArrayLike, ArrayLike, ArrayLike]
) -> tuple[Floats, Floats]:
    """Limits of ``first - second`` from each one's (value, lower, upper), independent estimates.

    MOVER (Zou & Donner 2008); with Wilson limits it is Newcombe's hybrid score interval (1998).
    """
    a, a_low, a_high = (np.asarray(part, float) for part in first)
    b, b_low, b_high = (np.asarray(part, float) for part in second)
    gap = a - b
    return (
        gap - np.sqrt((a - a_low) ** 2 + (b_high - b) ** 2),
        gap + np.sqrt((a_high - a) ** 2 + (b - b_low) ** 2),
    )
