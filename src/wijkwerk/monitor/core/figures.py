"""Values with base, status and interval, for every area on every level.

Counts are added up along the hierarchy before anything is withheld. An area's own figure goes
before the sum of its parts: publishers' city totals are often not the sum of the neighbourhoods
(rounding, people without an address).
"""

from __future__ import annotations

import ibis
import ibis.expr.types as ir

from wijkwerk.monitor.core import interval_expressions as limits
from wijkwerk.monitor.core.definitions import RESPONDENTS, Kind

# A sum over parts stands for the whole only when nearly all parts are there; what is missing makes
# it an estimate.
LEAST_COVERAGE = 0.8
_MILLIONTH = 1_000_000
CELL = ("area", "period", "indicator")
STRATA = ("age", "sex")
ORIGIN = "origin"  # of cells that aren't on the source's boundaries yet; see vintage_chains
# Kinds that are a count over another number: persons over persons, or events over expected events.
COUNTED_KINDS = ("rate", "indirect")


def keys_of(cells: ir.Table) -> tuple[str, ...]:
    """What tells the rows of ``cells`` apart: area, period, indicator, the strata if it has them
    (never null: where a stratum isn't split by sex, sex is an empty text), and their origin."""
    strata = STRATA if "age" in cells.columns else ()
    return (*CELL, *strata, *_origin_of(cells))


def _origin_of(cells: ir.Table) -> tuple[str, ...]:
    return (ORIGIN,) if ORIGIN in cells.columns else ()


def exact_sum(column: ir.NumericColumn, parts: int = _MILLIONTH) -> ir.NumericScalar:
    """A sum that doesn't depend on the order of rows or threads: whole millionths (one over
    ``parts``) are added.

    Wholes and millionths apart, so that the sum may go up to nine times 10^18.
    """
    whole_part = column.floor().cast("int64")
    part = ((column - whole_part.cast("float64")) * parts).round().cast("int64")
    return whole_part.sum().cast("float64") + part.sum().cast("float64") / parts


def wide_sum(column: ir.NumericColumn) -> ir.NumericScalar:
    """As ``exact_sum`` for numbers that outgrow 64 bits, such as squares of counts times euros."""
    # Not by rounding: Ibis makes an integer of 64 bits of a rounded number.
    return column.cast("decimal(38, 6)").sum().cast("float64")


def counts(observations: ir.Table, meta: ir.Table) -> ir.Table:
    """Observations as counts: ``CELL``, age, sex, numerator, denominator, value, variance,
    obs_status, and ``origin`` if they have it.

    A value with a base becomes numerator and denominator, so that it can be added up, and stays a
    value as it was given; where both counts are given, the value follows from them. Respondents of
    surveys are no counts and are left out.
    """
    joined = observations.join(meta, "indicator")
    joined = joined.filter(~joined.kind.isin([*RESPONDENTS, Kind.INDEX, Kind.COMPOSITE]))
    denominator = ibis.coalesce(joined.denominator, joined.base)
    unit = ibis.ifelse(joined.kind == "rate", joined.scale, 1.0)
    numerator = ibis.coalesce(joined.numerator, joined.value / unit * denominator)
    withheld = joined.status.isin(["N", "C", "D"])
    hidden = ibis.null("float64")
    follows = (joined.numerator.notnull() & (denominator > 0)).fill_null(False)
    return joined.select(
        *CELL,
        *STRATA,
        *_origin_of(observations),
        numerator=ibis.ifelse(withheld, hidden, numerator),
        denominator=ibis.ifelse(withheld, hidden, denominator),
        value=ibis.ifelse(withheld | follows, hidden, joined.value),
        variance=ibis.ifelse(withheld, hidden, joined.variance),
        obs_status=ibis.ifelse(withheld, "N", ibis.coalesce(joined.status, "A")),
    )


def without_strata(cells: ir.Table) -> ir.Table:
    """``cells`` with their strata added up; a total that is given goes first."""
    cell = (*CELL, *_origin_of(cells))
    stratified = cells.age.notnull() | cells.sex.notnull()
    totals = cells.filter(~stratified).drop(*STRATA)
    strata = cells.filter(stratified)
    summed = strata.group_by(*cell).aggregate(
        numerator=exact_sum(strata.numerator),
        denominator=exact_sum(strata.denominator),
        value=ibis.null("float64"),
        variance=ibis.null("float64"),
        # One withheld stratum makes the total unknown.
        obs_status=ibis.ifelse((strata.obs_status == "N").any(), "N", "A"),
        unknown=(strata.numerator.isnull() | strata.denominator.isnull()).any(),
    )
    empty = ibis.null("float64")
    summed = summed.mutate(
        numerator=ibis.ifelse(summed.unknown, empty, summed.numerator),
        denominator=ibis.ifelse(summed.unknown, empty, summed.denominator),
    ).drop("unknown")
    missing = summed.anti_join(totals.select(*cell), list(cell))
    return totals.union(missing.select(totals.columns))


def rolled_up(cells: ir.Table, children: ir.Table, counted: ir.Table) -> ir.Table:
    """The sums over children for parents that have no figure of their own.

    ``cells`` has one row per area, period, indicator and, for strata, age and sex. ``children``
    holds parent, area for the parents of one depth; ``counted`` their number of children as
    parent, parts. Gives rows like ``cells``, status A when all parts are there, E when at least
    ``LEAST_COVERAGE`` of them is, and none below that. The variance of a mean is carried along as
    sum of squared counts times variances.
    """
    cell = keys_of(cells)[1:]
    pieces = cells.join(children, "area").filter(
        lambda t: t.numerator.notnull() & t.denominator.notnull()
    )
    squared = pieces.variance * pieces.denominator * pieces.denominator
    summed = pieces.group_by("parent", *cell).aggregate(
        numerator=exact_sum(pieces.numerator),
        denominator=exact_sum(pieces.denominator),
        squared=wide_sum(squared),
        measured=pieces.count(),
        with_variance=pieces.variance.count(),
        estimated=(pieces.obs_status == "E").any(),
        broken=(pieces.obs_status == "B").any(),
    )
    summed = summed.join(counted, "parent")
    summed = summed.filter(summed.measured >= summed.parts * LEAST_COVERAGE)
    # Few of the cells are of parents; telling them apart first keeps the comparison small.
    own = cells.join(counted.select(area="parent"), "area").select(*cell, parent="area")
    summed = summed.anti_join(own, ["parent", *cell])
    return summed.select(
        *cell,
        area=summed.parent,
        numerator=summed.numerator,
        denominator=summed.denominator,
        value=ibis.null("float64"),
        variance=ibis.ifelse(
            (summed.with_variance == summed.measured) & (summed.denominator > 0),
            summed.squared / summed.denominator / summed.denominator,
            ibis.null("float64"),
        ),
        obs_status=ibis.cases(
            (summed.broken, "B"),
            ((summed.measured < summed.parts) | summed.estimated, "E"),
            else_="A",
        ),
    ).select(cells.columns)


def with_values(cells: ir.Table, meta: ir.Table) -> ir.Table:
    """``cells`` (no strata) with value, variance and limits in the indicator's unit.

    Rates: Wilson where the unit is a share, Poisson limits for events. Means: normal limits when a
    variance is known. Values without a base keep a given variance, or get no interval. A value
    that is there already stays; sums have none.
    """
    t = cells.join(meta, "indicator")
    based = t.numerator.notnull() & (t.denominator > 0)
    # Step by step: what a step gives is computed once, however often the next one uses it.
    t = t.mutate(based=based.fill_null(False))
    t = t.mutate(is_rate=t.kind.isin(COUNTED_KINDS) & t.based)
    # A value that was given is kept as it was given, to the last digit.
    value = ibis.cases(
        (t.value.notnull(), t.value),
        (t.is_rate, t.numerator / t.denominator * t.scale),
        (t.based, t.numerator / t.denominator),
        else_=t.value,
    )
    t = t.mutate(value=value, share=t.is_rate & t.shares & (t.numerator <= t.denominator))
    t = t.mutate(by_variance=~t.is_rate & t.variance.notnull() & t.value.notnull())
    low_share, high_share = limits.wilson(t.numerator, t.denominator)
    low_count, high_count = limits.poisson(t.numerator)
    low_normal, high_normal = limits.normal(t.value, t.variance)
    empty = ibis.null("float64")
    t = t.mutate(
        lower=ibis.cases(
            (t.share, low_share * t.scale),
            (t.is_rate, low_count / t.denominator * t.scale),
            (t.by_variance, low_normal),
            else_=empty,
        ),
        upper=ibis.cases(
            (t.share, high_share * t.scale),
            (t.is_rate, high_count / t.denominator * t.scale),
            (t.by_variance, high_normal),
            else_=empty,
        ),
    )
    t = t.mutate(spread=(t.upper - t.lower) / (2 * limits.Z))
    few = (t.numerator < 10) & (t.numerator == t.numerator.floor())
    return t.select(
        *CELL,
        "numerator",
        "denominator",
        "value",
        variance=ibis.ifelse(t.is_rate, t.spread * t.spread, t.variance),
        lower=t.lower,
        upper=t.upper,
        interval_method=ibis.cases(
            (t.share, "wilson"),
            (t.is_rate & few, "exact"),
            (t.is_rate, "byar"),
            (t.by_variance, "normal"),
            else_="none",
        ),
        base=t.denominator,
        obs_status=ibis.ifelse(t.value.notnull() | (t.obs_status == "N"), t.obs_status, "M"),
    )


def as_index(figures: ir.Table, pairs: ir.Table) -> ir.Table:
    """Index series: ``pairs`` has indicator (the index), of, base_period; 100 at the base period.

    The limits follow from the logarithm's delta method, with the two moments independent; at the
    base period itself the index is 100 without error.
    """
    original = figures.join(pairs.rename(index="indicator"), figures.indicator == pairs.of)
    start = figures.select(
        "area",
        period="period",
        of="indicator",
        start_value="value",
        start_variance="variance",
    )
    t = original.join(
        start,
        [
            original.area == start.area,
            original.of == start.of,
            original.base_period == start.period,
        ],
        rname="start_{name}",
    )
    value = ibis.ifelse(t.start_value != 0, t.value / t.start_value * 100, ibis.null("float64"))
    relative = t.variance / (t.value * t.value) + t.start_variance / (t.start_value * t.start_value)
    at_base = t.period == t.base_period
    variance = ibis.ifelse(at_base, 0.0, value * value * relative)
    factor = (limits.Z * relative.sqrt()).exp()
    has_variance = variance.notnull() & ~at_base
    return t.select(
        "area",
        "period",
        indicator=t["index"],
        numerator=ibis.null("float64"),
        denominator=ibis.null("float64"),
        value=value,
        variance=variance,
        lower=ibis.cases(
            (at_base, value), (has_variance, value / factor), else_=ibis.null("float64")
        ),
        upper=ibis.cases(
            (at_base, value), (has_variance, value * factor), else_=ibis.null("float64")
        ),
        interval_method=ibis.ifelse(has_variance, "delta", "none"),
        base=t.base,
        obs_status=ibis.ifelse(value.isnull() & (t.obs_status != "N"), "M", t.obs_status),
    )
