"""Distance to a reference, signed as lag: positive means worse than the reference."""

from __future__ import annotations

from typing import TypeAlias

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core import interval_expressions as limits
from wijkwerk.monitor.core.figures import COUNTED_KINDS
from wijkwerk.shared.comparing import comparable

_OF_REFERENCE = ("numerator", "denominator", "value", "lower", "upper")


Column: TypeAlias = ir.NumericValue


def lag(
    own: tuple[Column, Column, Column], other: tuple[Column, Column, Column], sign: Column
) -> tuple[ir.Value, ir.Value, ir.Value]:
    """How far ``own`` (value, lower, upper) is behind ``other``, with its limits; independent."""
    low, high = limits.difference(own, other)
    up = sign < 0
    return (
        (own[0] - other[0]) * sign,
        ibis.ifelse(up, -high, low),
        ibis.ifelse(up, -low, high),
    )


def with_distances(
    figures: ir.Table,
    anchors: ir.Table,
    links: ir.Table,
    rules: ir.Table,
    meta: ir.Table,
    members: ir.Table | None = None,
) -> ir.Table:
    """``figures`` (COMPUTED) once per reference, with reference_value and the distance columns.

    ``anchors`` are areas and groups that serve as reference (area, period, indicator, numerator,
    denominator, value, lower, upper); ``links`` says area, rule → reference, inside; ``rules`` says
    indicator → rule, main; ``members`` lists reference, area, period of groups: who has left a
    group is no part of it any more.

    An area that is part of its reference is compared with the rest of it: with share w of the
    reference's base, area minus reference is (1 - w) times area minus rest, and area and rest are
    independent. Without counts, area and reference are treated as independent, which makes the
    interval too wide rather than too narrow.
    """
    wanted = figures.join(rules, "indicator").join(
        links, ["rule", "area"], how="left", rname="l_{name}"
    )
    if members is not None:
        belongs = members.select("reference", "area", "period", member=ibis.literal(True))
        belongs = belongs.distinct()
        wanted = wanted.join(belongs, ["reference", "area", "period"], how="left", rname="m_{name}")
        wanted = wanted.mutate(inside=wanted.inside | wanted.member.fill_null(False))
    anchor = anchors.select(
        "period",
        "indicator",
        reference="area",
        **{f"r_{name}": anchors[name] for name in _OF_REFERENCE},
    )
    key = ["reference", "period", "indicator"]
    t = wanted.join(anchor, key, how="left", rname="a_{name}")
    t = t.join(meta.select("indicator", "sign", "scale", "shares", "additive", "kind"), "indicator")
    # Step by step: what a step gives is computed once, however often the next one uses it.
    t = t.mutate(
        itself=t.area == t.reference,
        rest_base=t.r_denominator - t.denominator,
        rest_count=t.r_numerator - t.numerator,
        unit=ibis.ifelse(t.kind.isin(COUNTED_KINDS), t.scale, 1.0),
    )
    # The city's own figure can be smaller than the area's where publishers round: then no rest.
    nested = t.inside & t.additive & ~t.itself & (t.rest_base > 0) & (t.rest_count >= 0)
    t = t.mutate(nested=nested.fill_null(False))
    t = t.mutate(
        in_rest=t.nested & t.kind.isin(COUNTED_KINDS),
        rest=t.rest_count / t.rest_base * t.unit,
        outside=1 - t.denominator / t.r_denominator,
    )
    share = t.shares & (t.rest_count <= t.rest_base)
    low_share, high_share = limits.wilson(t.rest_count, t.rest_base)
    low_count, high_count = limits.poisson(t.rest_count)
    empty = ibis.null("float64")

    def of_rest(by_share: ir.Value, by_count: ir.Value) -> ir.Value:
        return ibis.cases(
            (~t.in_rest, empty),
            (share, by_share * t.unit),
            else_=by_count / t.rest_base * t.unit,
        )

    t = t.mutate(rest_low=of_rest(low_share, low_count), rest_high=of_rest(high_share, high_count))
    own = (t.value, t.lower, t.upper)
    low_nested, high_nested = limits.difference(own, (t.rest, t.rest_low, t.rest_high))
    low_apart, high_apart = limits.difference(own, (t.r_value, t.r_lower, t.r_upper))
    # The city total needn't be the sum of its areas, so centre on what was published.
    shift = (t.value - t.r_value) - (t.value - t.rest) * t.outside
    t = t.mutate(
        # What differs by what computing left over is no distance.
        gap=ibis.cases(
            (t.itself, empty),
            (comparable(t.value - t.r_value) == 0, ibis.literal(0.0)),
            else_=t.value - t.r_value,
        ),
        low=ibis.cases(
            (t.itself, empty), (t.in_rest, low_nested * t.outside + shift), else_=low_apart
        ),
        high=ibis.cases(
            (t.itself, empty), (t.in_rest, high_nested * t.outside + shift), else_=high_apart
        ),
    )
    up = t.sign < 0
    return t.select(
        *figures.columns,
        "main",
        "reference",
        reference_value=t.r_value,
        distance=t.gap * t.sign,
        distance_lower=ibis.ifelse(up, -t.high, t.low),
        distance_upper=ibis.ifelse(up, -t.low, t.high),
        distance_relative=ibis.ifelse(t.r_value != 0, t.gap * t.sign / t.r_value.abs(), empty),
        distance_excluding=ibis.ifelse(t.nested, (t.value - t.rest) * t.sign, empty),
    )
