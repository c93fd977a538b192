"""Distance to a reference, signed as lag: positive means worse than the reference."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core import interval_expressions as limits


def with_distances(
    figures: ir.Table, anchors: ir.Table, links: ir.Table, rules: ir.Table, meta: ir.Table
) -> ir.Table:
    """``figures`` (COMPUTED) once per reference, with reference_value and the distance columns.

    ``anchors`` are areas and groups that serve as reference (area, period, indicator, numerator,
    denominator, value, lower, upper); ``links`` says area, rule → reference, inside; ``rules`` says
    indicator → rule, main.

    An area that is part of its reference is compared with the rest of it: with share w of the
    reference's base, area minus reference is (1 - w) times area minus rest, and area and rest are
    independent. Without counts, area and reference are treated as independent, which makes the
    interval too wide rather than too narrow.
    """
    wanted = figures.join(rules, "indicator").join(links, ["rule", "area"], how="left")
    anchor = anchors.select(
        reference=anchors.area,
        period=anchors.period,
        indicator=anchors.indicator,
        r_numerator=anchors.numerator,
        r_denominator=anchors.denominator,
        r_value=anchors.value,
        r_lower=anchors.lower,
        r_upper=anchors.upper,
    )
    t = wanted.join(anchor, ["reference", "period", "indicator"], how="left")
    t = t.drop([name for name in t.columns if name.endswith("_right")])
    t = t.join(meta.select("indicator", "sign", "scale", "shares", "additive", "kind"), "indicator")
    itself = t.area == t.reference
    rest_base = t.r_denominator - t.denominator
    nested = (t.inside & t.additive & (rest_base > 0) & ~itself).fill_null(False)
    rest_count = t.r_numerator - t.numerator
    # The city's own figure can be smaller than the area's where publishers round: then no rest.
    nested = nested & (rest_count >= 0).fill_null(False)
    is_rate = t.kind == "rate"
    scale = ibis.ifelse(is_rate, t.scale, 1.0)
    rest = rest_count / rest_base * scale
    share = t.shares & (rest_count <= rest_base)
    low_share, high_share = limits.wilson(rest_count, rest_base)
    low_count, high_count = limits.poisson(rest_count)
    rest_low = ibis.ifelse(share, low_share * scale, low_count / rest_base * scale)
    rest_high = ibis.ifelse(share, high_share * scale, high_count / rest_base * scale)
    in_rest = nested & is_rate
    outside = 1 - t.denominator / t.r_denominator
    low_nested, high_nested = limits.difference(
        (t.value, t.lower, t.upper), (rest, rest_low, rest_high)
    )
    low_apart, high_apart = limits.difference(
        (t.value, t.lower, t.upper), (t.r_value, t.r_lower, t.r_upper)
    )
    # The city total needn't be the sum of its areas, so centre on what was published.
    shift = (t.value - t.r_value) - (t.value - rest) * outside
    low = ibis.ifelse(in_rest, low_nested * outside + shift, low_apart)
    high = ibis.ifelse(in_rest, high_nested * outside + shift, high_apart)
    empty = ibis.null("float64")
    distance = ibis.ifelse(itself, empty, (t.value - t.r_value) * t.sign)
    better_up = t.sign < 0
    return t.select(
        *figures.columns,
        "main",
        "reference",
        reference_value=t.r_value,
        distance=distance,
        distance_lower=ibis.ifelse(itself, empty, ibis.ifelse(better_up, -high, low)),
        distance_upper=ibis.ifelse(itself, empty, ibis.ifelse(better_up, -low, high)),
        distance_relative=ibis.ifelse(t.r_value != 0, distance / t.r_value.abs(), empty),
        distance_excluding=ibis.ifelse(nested, (t.value - rest) * t.sign, empty),
    )
