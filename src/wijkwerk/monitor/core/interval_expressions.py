"""The formulas of ``intervals`` as Ibis column expressions, for tables of any size.

Each takes float64 columns and gives a pair (lower, upper); null where an input is null.
"""

from __future__ import annotations

from typing import Any, TypeAlias

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core import intervals

Z = intervals.z_of(0.95)
Column: TypeAlias = ir.NumericValue
Limits: TypeAlias = tuple[Any, Any]


def wilson(k: Column, n: Column, z: float = Z) -> Limits:
    """As ``intervals.wilson``, as a share of 1."""
    share = k / n
    middle = share + z * z / (2 * n)
    inside = share * (1 - share) / n + z * z / (4 * n * n)
    # A share a hair above 1 (redistributed counts) must not give the root of a negative.
    half = z * ibis.greatest(inside, ibis.literal(0.0)).sqrt()
    scale = 1 + z * z / n
    # GREATEST and LEAST skip nulls, so nulls are told apart first.
    unknown = k.isnull() | n.isnull() | (n <= 0)
    lower = ibis.cases(
        (unknown, ibis.null("float64")),
        (k <= 0, ibis.literal(0.0)),
        else_=ibis.greatest((middle - half) / scale, ibis.literal(0.0)),
    )
    upper = ibis.cases(
        (unknown, ibis.null("float64")),
        (k >= n, ibis.literal(1.0)),
        else_=ibis.least((middle + half) / scale, ibis.literal(1.0)),
    )
    return lower, upper


def poisson(count: Column, z: float = Z) -> Limits:
    """As ``intervals.poisson``: exact for whole counts below 10 by a table of ten, else Byar's."""
    confidence = intervals.confidence_of(z)
    few = list(range(intervals.EXACT_BELOW))
    low, high = intervals.exact_poisson(few, confidence)
    safe = ibis.greatest(count, ibis.literal(1e-9))
    root = 1 - 1 / (9 * safe) - z / (3 * safe.sqrt())
    byar_low = ibis.greatest(safe * root * root * root, ibis.literal(0.0))
    more = count + 1
    root_more = 1 - 1 / (9 * more) + z / (3 * more.sqrt())
    byar_high = more * root_more * root_more * root_more
    unknown = (count.isnull(), ibis.null("float64"))
    lower = ibis.cases(
        unknown, *((count == number, float(low[number])) for number in few), else_=byar_low
    )
    upper = ibis.cases(
        unknown, *((count == number, float(high[number])) for number in few), else_=byar_high
    )
    return lower, upper


def rate(count: Column, base: Column, per: float = 1.0, z: float = Z) -> Limits:
    """As ``intervals.rate``; null where the base isn't above zero."""
    lower, upper = poisson(count, z)
    safe = ibis.ifelse(base > 0, base, ibis.null("float64"))
    return lower / safe * per, upper / safe * per


def dobson(value: Column, variance: Column, events: Column, z: float = Z) -> Limits:
    """As ``intervals.dobson``; null where there are no events."""
    low, high = poisson(events, z)
    total = ibis.ifelse(events > 0, events, ibis.null("float64"))
    stretch = (variance / total).sqrt()
    return value + stretch * (low - total), value + stretch * (high - total)


def normal(value: Column, variance: Column, z: float = Z) -> Limits:
    """As ``intervals.normal``."""
    half = z * variance.sqrt()
    return value - half, value + half


def difference(
    first: tuple[Column, Column, Column], second: tuple[Column, Column, Column]
) -> Limits:
    """As ``intervals.difference`` (MOVER)."""
    (a, a_low, a_high), (b, b_low, b_high) = first, second
    gap = a - b

    def root(column: Column, two: Column) -> Column:
        return (column * column + two * two).sqrt()

    return gap - root(a - a_low, b_high - b), gap + root(a_high - a, b - b_low)
