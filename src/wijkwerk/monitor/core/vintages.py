"""Series across changed boundaries: counts are redistributed, rates are never averaged."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core.figures import exact_sum, keys_of


def to_vintage(cells: ir.Table, correspondence: ir.Table, current: ir.Table) -> ir.Table:
    """``cells`` of areas that are not ``current`` (a table of ``area``) moved to those that are.

    ``correspondence`` has area_from, area_to, weight. Numerators and denominators are multiplied
    by the weight and added up; a value without a base can't be redistributed and is carried only
    where an area went over whole (weight 1 into an area that nothing else went to), with a break.
    What was redistributed has status E. A part that the publisher withheld makes the whole unknown.
    """
    keys = keys_of(cells)
    kept = cells.semi_join(current, "area")
    moved = cells.anti_join(current, "area").join(
        correspondence, [cells.area == correspondence.area_from]
    )
    expected = correspondence.group_by("area_to").aggregate(sources=correspondence.count())
    moved = moved.join(expected, "area_to")
    empty = ibis.null("float64")
    whole = (moved.weight > 1 - 1e-9) & (moved.sources == 1)
    pieces = moved.mutate(
        numerator=moved.numerator * moved.weight,
        denominator=moved.denominator * moved.weight,
        value=ibis.ifelse(whole, moved.value, empty),
        variance=ibis.ifelse(whole, moved.variance, empty),
        withheld=moved.obs_status == "N",
        area=moved.area_to,
    )
    summed = pieces.group_by(*keys).aggregate(
        numerator=exact_sum(pieces.numerator),
        denominator=exact_sum(pieces.denominator),
        value=pieces.value.max(),
        variance=pieces.variance.max(),
        parts=pieces.count(),
        with_counts=(pieces.numerator.notnull() & pieces.denominator.notnull()).sum(),
        sources=pieces.sources.max(),
        withheld=pieces.withheld.any(),
    )
    # An area that got only some of its old parts has no sum to speak of.
    complete = (summed.with_counts == summed.sources) & ~summed.withheld
    known = summed.select(
        *keys,
        numerator=ibis.ifelse(complete, summed.numerator, empty),
        denominator=ibis.ifelse(complete, summed.denominator, empty),
        value=ibis.ifelse(complete, empty, summed.value),
        variance=summed.variance,
        obs_status=ibis.cases(
            (summed.withheld, "N"), (complete, "E"), (summed.value.notnull(), "B"), else_="M"
        ),
    )
    # The publisher's own figure on the new boundaries goes before what was redistributed.
    fresh = known.anti_join(kept.select(*keys), list(keys))
    return kept.union(fresh.select(kept.columns))
