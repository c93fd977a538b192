"""What flows over the years return: internal rates, ratio, and when they are paid back. Always out of the
flows themselves: a rate of a part isn't a part of the rate."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy.optimize import brentq

from wijkwerk.finance.core.discounting import Floats, Rates

_LEAST, _MOST = -0.95, 100.0  # rates that are looked at
_GRID = np.concatenate([np.linspace(_LEAST, 1.0, 3_000), np.geomspace(1.0, _MOST, 400)[1:]])


def internal_rates(flows: Sequence[float] | Floats) -> tuple[float, ...]:
    """Every rate at which ``flows`` (by year from year 0) are worth nothing, rising; () when there is none
    between -95% and 10,000%. Flows that change sign more than once may have several: then none of them
    says whether it pays."""
    amounts = np.trim_zeros(np.asarray(flows, dtype=float), "b")
    if not (amounts > 0).any() or not (amounts < 0).any():
        return ()
    amounts = amounts / np.abs(amounts).max()
    values = _worths(amounts, _GRID)
    rates: list[float] = []
    for place in range(len(_GRID) - 1):
        if values[place] == 0:
            rates.append(float(_GRID[place]))
        elif values[place] * values[place + 1] < 0:
            rates.append(
                float(
                    brentq(
                        lambda rate: float(_worths(amounts, np.array([rate]))[0]),
                        _GRID[place],
                        _GRID[place + 1],
                    )
                )
            )
    return tuple(rates)


def _worths(amounts: Floats, rates: Floats) -> Floats:
    """What flows are worth at each of ``rates``, by Horner's rule; below a rate of 0 multiplied by a power of one plus
    the rate, so that no number grows too large: signs and roots are the same."""
    scale = 1 / (1 + rates)
    worths = np.zeros_like(rates)
    is_small = scale <= 1
    for amount in amounts[::-1]:
        worths[is_small] = worths[is_small] * scale[is_small] + amount
    for amount in amounts:
        worths[~is_small] = worths[~is_small] / scale[~is_small] + amount
    return worths


def ratio(benefits: float, costs: float) -> float | None:
    """Benefits for each euro of costs; None when there are no costs."""
    return benefits / costs if costs > 0 else None


def payback_year(flows: Sequence[float] | Floats, rates: Rates) -> int | None:
    """The first year from which the discounted sum of ``flows`` is never below nothing again; None when that
    year doesn't come."""
    amounts = np.asarray(flows, dtype=float)
    sums = np.cumsum(amounts * rates.factors(len(amounts) - 1))
    below = np.flatnonzero(sums < -1e-9 * max(1.0, float(np.abs(amounts).max())))
    year = int(below[-1]) + 1 if len(below) else 0
    return year if year < len(amounts) else None


def value_of_public_funds(willingness_to_pay: float, public_cost: float) -> float | None:
    """The marginal value of public funds (Hendren and Sprung-Keyser 2020): what those who gain would pay for
    it, for each euro that it costs the public purse on balance. Infinite when it costs the purse nothing and
    somebody gains; None when it costs nothing and nobody gains."""
    if public_cost > 0:
        return willingness_to_pay / public_cost
    return math.inf if willingness_to_pay > 0 else None
