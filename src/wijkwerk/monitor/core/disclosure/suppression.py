"""Taking withheld cells out of tables: what stands there becomes null, never zero."""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core.groups import same_members_code

OWN = (
    "value", "lower", "upper", "base", "distance", "distance_lower", "distance_upper",
    "distance_relative", "distance_excluding",
)  # fmt: skip
AGAINST = (
    "reference_value", "distance", "distance_lower", "distance_upper", "distance_relative",
    "distance_excluding",
)  # fmt: skip
DISTANCES = ("distance", "distance_lower", "distance_upper")
# Published for every withheld cell: 'not for publication'. Which of them are too small by
# themselves and which protect others isn't told: that would say of a cell that it lies below the
# limit.
NOT_FOR_PUBLICATION = "N"


def _with_withheld(t: ir.Table, area: str, withheld: ir.Table) -> ir.Table:
    """``t`` with ``own_c`` and ``ref_c``: the status of a cell that is withheld as the row's own (its
    column ``area``) or as its reference's; null where it isn't."""
    own = withheld.select(
        w_area="area", w_period="period", w_indicator="indicator", own_c="conf_status"
    )
    other = withheld.select(
        o_area="area", o_period="period", o_indicator="indicator", ref_c="conf_status"
    )
    t = t.join(
        own,
        [t[area] == own.w_area, t.period == own.w_period, t.indicator == own.w_indicator],
        how="left",
    )
    return t.join(
        other,
        [t.reference == other.o_area, t.period == other.o_period, t.indicator == other.o_indicator],
        how="left",
    )


def apply_suppression(figures: ir.Table, withheld: ir.Table) -> ir.Table:
    """``figures`` (one row per reference) without what ``withheld`` (tables.WITHHELD) names: as an
    area's own figure and as the figure that others are held against."""
    columns = figures.columns
    t = _with_withheld(figures, "area", withheld)
    hidden, against = t.own_c.notnull(), t.ref_c.notnull()
    both = set(OWN) & set(AGAINST)

    def null_where(name: str) -> ir.Value:
        when = hidden | against if name in both else (hidden if name in OWN else against)
        return ibis.ifelse(when, ibis.null(t[name].type()), t[name])

    return t.mutate(
        **{name: null_where(name) for name in dict.fromkeys((*OWN, *AGAINST))},
        conf_status=ibis.ifelse(hidden, NOT_FOR_PUBLICATION, t.conf_status),
        interval_method=ibis.ifelse(hidden, "none", t.interval_method),
    ).select(*columns)


def apply_suppression_to_groups(groups: ir.Table, withheld: ir.Table) -> ir.Table:
    """``groups`` without the pooled values that are withheld and without withheld references."""
    columns = groups.columns
    same = groups.method == "pooled_same"
    called = ibis.ifelse(same, groups.group + same_members_code(""), groups.group)
    groups = groups.mutate(called=called)
    t = _with_withheld(groups, "called", withheld)
    # The other rows are made of published figures alone.
    closed = t.own_c.notnull() & t.method.isin(["pooled", "pooled_same"])
    against = closed | t.ref_c.notnull()
    empty = ibis.null("float64")
    return t.mutate(
        value=ibis.ifelse(closed, empty, t.value),
        lower=ibis.ifelse(closed, empty, t.lower),
        upper=ibis.ifelse(closed, empty, t.upper),
        interval_method=ibis.ifelse(closed, "none", t.interval_method),
        **{name: ibis.ifelse(against, empty, t[name]) for name in DISTANCES},
        reference_value=ibis.ifelse(t.ref_c.notnull(), empty, t.reference_value),
        conf_status=ibis.ifelse(closed, NOT_FOR_PUBLICATION, t.conf_status),
    ).select(*columns)
