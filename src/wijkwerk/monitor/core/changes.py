"""What happened between two moments: own change, reference's change, and the distance's.

An area can improve while its distance grows, because its city improved faster; so both are told.
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core import interval_expressions as limits
from wijkwerk.monitor.core import tables
from wijkwerk.shared.comparing import comparable

_SHOWN = (
    "value",
    "base",
    "reference_value",
    "distance",
    "distance_lower",
    "distance_upper",
    "withheld",
)


def changes(
    figures: ir.Table, moments: ir.Table, expected: ir.Table, meta: ir.Table, breaks: ir.Table
) -> ir.Table:
    """One row (CHANGES, and main) per expected area, indicator and reference.

    ``figures`` has the columns of FIGURES; ``moments`` says indicator → period_from, period_to;
    ``expected`` lists area, level, indicator, reference, main, so that an area without figures
    is counted as too few rather than forgotten; ``breaks`` lists indicator, period.

    Class, in this order: too_few (the area's own figure or base is missing at a moment, or a base
    is below the minimum), no_reference (the reference has no published figure at a moment),
    one_moment (there is one moment only), not_judged (the indicator has no better side),
    at_or_better (no lag at the latest moment), equal (the distance changed no more than the
    tolerance), larger, smaller. Evidence is firm when the 95% interval of the change leaves no
    doubt about the class, else cannot_tell. What is held against what is compared as
    ``shared.comparing`` says: 33 - 27.4 isn't more than 5.6.
    """
    t = expected.join(moments, "indicator")
    key = ["area", "indicator", "reference"]
    for end, moment in enumerate(("period_from", "period_to")):
        cells = _at(figures, moments, moment)
        cells = cells.rename({f"{name}_{end}": name for name in _SHOWN})
        t = t.join(cells, key, how="left", rname="right_{name}").drop(
            *(f"right_{name}" for name in key)
        )
    t = t.join(meta.select("indicator", "judged", "tolerance", "minimum_base"), "indicator")
    t = t.join(_break_flags(moments, breaks), "indicator", how="left", rname="b_{name}")
    t = t.join(_area_breaks(figures, moments), ["area", "indicator"], how="left", rname="a_{name}")
    # Step by step: what a step gives is computed once, however often the next one uses it.
    low, high = limits.difference(
        (t.distance_1, t.distance_lower_1, t.distance_upper_1),
        (t.distance_0, t.distance_lower_0, t.distance_upper_0),
    )
    t = t.mutate(change=t.distance_1 - t.distance_0, low=low, high=high)
    least = comparable(t.minimum_base)
    small = (comparable(t.base_0) < least) | (comparable(t.base_1) < least)
    one_moment = t.period_from == t.period_to
    own_missing = t.value_0.isnull() | t.value_1.isnull() | small.fill_null(False)
    no_reference = t.reference_value_0.isnull() | t.reference_value_1.isnull()
    t = t.mutate(one_moment=one_moment, own_missing=own_missing, no_reference=no_reference)
    t = classified(t.mutate(untold=untold(t)))
    one_moment = t.one_moment
    hidden = (t.withheld_0.fill_null(False)) | (t.withheld_1.fill_null(False))
    empty = ibis.null("float64")
    return t.select(
        "area",
        "level",
        "indicator",
        "reference",
        "main",
        "period_from",
        "period_to",
        own_change=ibis.ifelse(one_moment, empty, t.value_1 - t.value_0),
        reference_change=ibis.ifelse(one_moment, empty, t.reference_value_1 - t.reference_value_0),
        distance_change=ibis.ifelse(one_moment, empty, t.change),
        lower=ibis.ifelse(one_moment, empty, t.low),
        upper=ibis.ifelse(one_moment, empty, t.high),
        **{"class": t["class"]},
        evidence=t.evidence,
        broken=t.broken.fill_null(False) | t.area_broken.fill_null(False),
        conf_status=ibis.ifelse(hidden, "N", "F"),
    )


def untold(t: ir.Table) -> ir.StringValue:
    """Why of a change nothing can be told, null where it can: by the booleans ``own_missing``,
    ``no_reference``, ``one_moment`` and ``judged`` of ``t``, and its ``change``."""
    return ibis.cases(
        (t.own_missing, "too_few"),
        (t.no_reference, "no_reference"),
        (t.one_moment, "one_moment"),
        (t.change.isnull(), "too_few"),
        (~t.judged, "not_judged"),
        else_=ibis.null("string"),
    )


def classified(t: ir.Table) -> ir.Table:
    """``t`` with ``class`` and ``evidence``, by the rules of ``changes``, out of ``change`` of the
    distance with its limits ``low`` and ``high``, the latest ``distance_1`` and
    ``distance_upper_1``, ``tolerance``, and ``untold``: the class where nothing can be told, else
    null."""
    change, low, high = comparable(t.change), comparable(t.low), comparable(t.high)
    tolerance = comparable(t.tolerance)
    kind = ibis.cases(
        (t.untold.notnull(), t.untold),
        (comparable(t.distance_1) <= 0, "at_or_better"),
        (change.abs() <= tolerance, "equal"),
        (change > 0, "larger"),
        else_="smaller",
    )
    t = t.mutate(**{"class": kind})
    kind = t["class"]
    firm = ibis.cases(
        (kind == "at_or_better", comparable(t.distance_upper_1) <= 0),
        (kind == "equal", (low >= -tolerance) & (high <= tolerance)),
        (kind == "larger", low > 0),
        (kind == "smaller", high < 0),
        else_=ibis.literal(False),
    ).fill_null(False)
    return t.mutate(evidence=ibis.ifelse(firm, "firm", "cannot_tell"))


def _at(figures: ir.Table, moments: ir.Table, moment: str) -> ir.Table:
    """``area``, ``indicator``, ``reference`` and ``_SHOWN`` at each indicator's ``moment``."""
    when = moments.select(of="indicator", at=moment)
    t = figures.join(when, [figures.indicator == when.of, figures.period == when["at"]])
    t = t.mutate(withheld=t.conf_status == "N")
    return t.select("area", "indicator", "reference", *_SHOWN)


def _break_flags(moments: ir.Table, breaks: ir.Table) -> ir.Table:
    """``indicator``, ``broken``: a defined break lies between the moments."""
    t = breaks.join(moments, "indicator")
    between = (t.period > t.period_from) & (t.period <= t.period_to)
    return t.group_by("indicator").aggregate(broken=between.any())


def _area_breaks(figures: ir.Table, moments: ir.Table) -> ir.Table:
    """``area``, ``indicator``, ``area_broken``: an observation with status B lies between."""
    t = figures.filter(figures.obs_status == "B").join(moments, "indicator")
    between = (t.period > t.period_from) & (t.period <= t.period_to)
    return t.group_by("area", "indicator").aggregate(area_broken=between.any())


def class_counts(change: ir.Table, members: ir.Table, classes: ir.Table) -> ir.Table:
    """Areas per class for each of ``members`` (group, area); counts always add up to the number of
    areas. ``classes`` (a table with ``class`` and ``always``) says which have a row, and which of
    them also at 0."""
    # Under '' each area counts against its own main reference, so that counts add up to all areas.
    own = change.filter(change.main).mutate(reference=ibis.literal(""))
    t = change.union(own).join(members, "area")
    keys = ["group", "indicator", "reference", "period_from", "period_to"]
    every = t.select(*keys).distinct().cross_join(classes)
    counted = t.group_by(*keys, "class").aggregate(
        count=t.count(), firm=(t.evidence == "firm").sum()
    )
    joined = every.join(counted, [*keys, "class"], how="left")
    joined = joined.filter(joined.always | joined["count"].notnull())
    return joined.select(
        *keys,
        "class",
        count=joined["count"].fill_null(0).cast("int64"),
        firm=joined.firm.fill_null(0).cast("int64"),
        origin=ibis.literal("computed"),
        areas=ibis.null("string"),
        **{name: ibis.null(tables.CLASS_COUNTS[name]) for name in tables.STATED},
    )
