"""From figures to criteria to statuses, as Ibis expressions: one table per step, any engine.

Results are int8 here (1 met, 0 not met, -1 unknown). Nothing depends on the order of rows: sums
are of whole billionths, and what is compared is rounded to those. See docs/method/designation.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ibis
import ibis.expr.types as ir

from wijkwerk.designation.core.logic import BILLION
from wijkwerk.shared.comparing import comparable

_NO_NUMBER = ibis.null("float64")


def exact(value: Any) -> Any:
    """As ``logic.exact``, of a column."""
    return _whole(value).cast("float64") / BILLION


def _whole(value: Any) -> Any:
    """Billionths, as whole numbers."""
    return (value * BILLION + 0.5).floor().cast("int64")


def _sum_of_squares(value: Any) -> Any:
    """As decimals, so that the order of rows has no say; wide enough for squares of prices."""
    return (value * value).cast("decimal(38, 6)").sum().cast("float64")


def measured(cells: ir.Table, places: ir.Table, terms: ir.Table) -> ir.Table:
    """Measures per area and year: area, level, listed, year, measure, value, lower, upper, reason.

    ``cells`` has area, indicator, period, value, lower, upper, reason; ``places`` area, level,
    listed, year, exists; ``terms`` as ``moments.TERMS``. The mean of several moments is known when
    as many of them are as the rule asks; its interval takes them as independent.
    """
    wanted = places.join(terms, "year")
    figures = cells.rename(cell_area="area", cell_indicator="indicator", cell_period="period")
    t = wanted.left_join(
        figures,
        [
            wanted.area == figures.cell_area,
            wanted.indicator == figures.cell_indicator,
            wanted.period == figures.cell_period,
        ],
    )
    below, above = t.value - t.lower, t.upper - t.value
    summed = t.group_by("area", "level", "listed", "year", "measure").aggregate(
        number=t.value.count(),
        total=_whole(t.value).sum(),
        below=_sum_of_squares(below),
        above=_sum_of_squares(above),
        least=t.known.max(),
        exists=t.exists.any(),
        withheld=(t.reason == "withheld").any(),
        special=t.reason.max(),
    )
    enough = (summed.number >= summed.least) & (summed.number > 0) & summed.exists
    mean = exact(summed.total.cast("float64") / BILLION / summed.number)
    half = {name: summed[name].sqrt() / summed.number for name in ("below", "above")}
    return summed.select(
        "area",
        "level",
        "listed",
        "year",
        "measure",
        value=ibis.ifelse(enough, mean, _NO_NUMBER),
        lower=ibis.ifelse(enough, exact(mean - half["below"]), _NO_NUMBER),
        upper=ibis.ifelse(enough, exact(mean + half["above"]), _NO_NUMBER),
        reason=ibis.cases(
            (enough, ""),
            (~summed.exists, "no_area"),
            (summed.withheld.fill_null(False), "withheld"),
            else_=ibis.ifelse(summed.special.fill_null("") == "too_few", "too_few", "missing"),
        ),
    )


def scored(figures: ir.Table, parts: ir.Table) -> ir.Table:
    """Scores as rows of ``figures`` (``measured``'s columns) out of ``parts``
    (``moments.score_parts``): the weighted mean of the scaled parts that are known.

    Means, deviations and ranks are over the listed areas of a level and year that have the part.
    """
    of = parts.rename(part_year="year", score="measure")
    t = figures.filter(figures.listed).join(
        of, [figures.year == of.part_year, figures.measure == of.part]
    )
    group = ibis.window(group_by=["year", "level", "score", "part"])
    # As Decimals: exact, and wide enough for squares of prices.
    mean = t.value.cast("decimal(38, 9)").sum().over(group).cast("float64") / t.value.count().over(
        group
    )
    t = t.mutate(deviation=exact(t.value - exact(mean)))
    square = (t.deviation * t.deviation).cast("decimal(38, 6)").sum().over(group).cast("float64")
    spread = (square / t.value.count().over(group)).sqrt()
    t = t.mutate(alike=comparable(t.value))
    order = ibis.window(group_by=["year", "level", "score", "part"], order_by="alike")
    ties = ibis.window(group_by=["year", "level", "score", "part", "alike"])
    others = t.value.count().over(group) - 1
    # Areas with equal figures share the middle of their places.
    place = ibis.rank().over(order) + (t.count().over(ties) - 1) / 2
    scaled = ibis.cases(
        (t.value.isnull(), _NO_NUMBER),
        (t.scale == "none", t.value),
        (t.scale == "z", ibis.ifelse(spread > 0, t.deviation / spread, ibis.literal(0.0))),
        else_=ibis.ifelse(others > 0, 100.0 * place / others, ibis.literal(50.0)),
    )
    # The width of a part's interval on the score's scale; a rank has none.
    width = ibis.cases(
        (t.scale == "none", ibis.literal(1.0)),
        ((t.scale == "z") & (spread > 0), 1.0 / spread),
        else_=ibis.literal(0.0),
    )
    t = t.mutate(scaled=exact(scaled), width=width)
    turned = t.weight < 0
    down = ibis.ifelse(turned, t.upper - t.value, t.value - t.lower) * t.width * t.weight
    up = ibis.ifelse(turned, t.value - t.lower, t.upper - t.value) * t.width * t.weight
    has_value = t.value.notnull()
    summed = t.group_by("area", "level", "listed", "year", "score").aggregate(
        number=t.value.count(),
        least=t.least.max(),
        total=_whole(t.scaled * t.weight).sum(),
        weights=_whole(ibis.ifelse(has_value, t.weight.abs(), 0.0)).sum(),
        below=_sum_of_squares(down),
        above=_sum_of_squares(up),
        ranked=(t.scale == "rank").any(),
        withheld=(t.reason == "withheld").any(),
        absent=(t.reason == "no_area").any(),
    )
    enough = (summed.number >= summed.least) & (summed.number > 0)
    weights = summed.weights.cast("float64") / BILLION
    value = exact(summed.total.cast("float64") / BILLION / weights)
    half = {name: summed[name].sqrt() / weights for name in ("below", "above")}
    interval = enough & ~summed.ranked
    return summed.select(
        "area",
        "level",
        "listed",
        "year",
        measure=summed.score,
        value=ibis.ifelse(enough, value, _NO_NUMBER),
        lower=ibis.ifelse(interval, exact(value - half["below"]), _NO_NUMBER),
        upper=ibis.ifelse(interval, exact(value + half["above"]), _NO_NUMBER),
        reason=ibis.cases(
            (enough, ""), (summed.absent, "no_area"), (summed.withheld, "withheld"), else_="missing"
        ),
    )


def criteria(
    figures: ir.Table, rules: ir.Table, references: ir.Table, gates: ir.Table | None = None
) -> ir.Table:
    """``tables.CRITERIA`` (results as int8) of the listed areas.

    ``rules`` is ``moments.criterion_rules``; ``gates`` is ``moments.gates_of_tops`` (None: there are
    none); ``references`` has place (an area), relative and
    reference (the area that it is held against).
    """
    t = figures.filter(figures.listed).join(rules, ["year", "measure"])
    t = t.left_join(
        references, [t.area == references.place, t.relative == references.relative]
    ).drop("relative_right", "place")
    reference_figures = figures.select(
        held_area="area",
        held_year="year",
        held_measure="measure",
        reference_value="value",
        reference_lower="lower",
        reference_upper="upper",
    )
    t = t.left_join(
        reference_figures,
        [
            t.reference == reference_figures.held_area,
            t.year == reference_figures.held_year,
            t.measure == reference_figures.held_measure,
        ],
    ).drop("held_area", "held_year", "held_measure")
    own = t.relative == "none"
    usable = t.reference_value > 0
    ratio = exact(t.value / ibis.ifelse(usable, t.reference_value, _NO_NUMBER))
    compared = ibis.ifelse(own, t.value, ratio)
    low, high = _ratio_limits(t)
    t = t.mutate(
        compared=compared,
        compared_lower=ibis.ifelse(own, t.lower, exact(low)),
        compared_upper=ibis.ifelse(own, t.upper, exact(high)),
    )
    t = _with_top(t, gates)
    margin, result = _judged(t)
    crosses = (t.compared_lower <= t.threshold) & (t.compared_upper >= t.threshold)
    return t.select(
        "year",
        "level",
        "area",
        "criterion",
        "gate",
        "measure",
        "value",
        "lower",
        "upper",
        "reference",
        "reference_value",
        "compared",
        "compared_lower",
        "compared_upper",
        "threshold",
        margin=exact(margin),
        result=result.cast("int8"),
        close=crosses.fill_null(False),
        reason_unknown=ibis.cases(
            (t.value.isnull(), t.reason), (t.compared.isnull(), "no_reference"), else_=""
        ),
    )


def _ratio_limits(t: ir.Table) -> tuple[Any, Any]:
    """The interval of value / reference: relative half-widths of both, as independent."""
    value, reference = t.value, ibis.ifelse(t.reference_value > 0, t.reference_value, _NO_NUMBER)
    zero = ibis.literal(0.0)
    size, positive = value.abs(), value > 0
    down, up = (value - t.lower) / size, (t.upper - value) / size
    # A reference without an interval (a count of the whole country, say) counts as exact.
    reference_up = ((t.reference_upper - reference) / reference).fill_null(zero)
    reference_down = ((reference - t.reference_lower) / reference).fill_null(zero)
    # A larger reference brings a ratio nearer to zero, from either side.
    lower_by = ibis.ifelse(positive, reference_up, reference_down)
    higher_by = ibis.ifelse(positive, reference_down, reference_up)
    ratio, sign = size / reference, ibis.ifelse(positive, 1.0, -1.0)
    low = ratio * (sign - (down * down + lower_by * lower_by).sqrt())
    high = ratio * (sign + (up * up + higher_by * higher_by).sqrt())
    # Where the value is zero its own half-width is all there is.
    flat = value == 0
    return (
        # What can't be on the other side of zero isn't there as a ratio either.
        ibis.ifelse(flat, t.lower / reference, ibis.ifelse((t.lower >= 0) & (low < 0), zero, low)),
        ibis.ifelse(
            flat, t.upper / reference, ibis.ifelse((t.upper <= 0) & (high > 0), zero, high)
        ),
    )


def _judged(t: ir.Table) -> tuple[Any, Any]:
    """How far each figure lies beyond its threshold, and its result."""
    margin = ibis.ifelse(t.upward, t.compared - t.threshold, t.threshold - t.compared)
    own_figure, limit = comparable(t.compared), comparable(t.threshold)
    beyond = ibis.ifelse(t.upward, own_figure > limit, own_figure < limit)
    met = beyond | (~t.strict & (own_figure == limit))
    unknown = t.compared.isnull() | t.threshold.isnull()
    return margin, ibis.ifelse(unknown, -1, ibis.ifelse(met, 1, 0))


def _passing(t: ir.Table, among: ir.Table, gates: ir.Table) -> ir.Table:
    """The rows of ``among`` of areas that pass every gate before their criterion."""
    _, result = _judged(t)
    met = t.filter(t.top.isnull() & (result == 1)).select(
        met_year="year", met_area="area", met_gate="criterion"
    )
    gates_asked = gates.rename(of_year="year", of_criterion="criterion", asked="gate")
    passed = (
        met.join(
            gates_asked, [met.met_year == gates_asked.of_year, met.met_gate == gates_asked.asked]
        )
        .group_by("met_year", "met_area", "of_criterion", "wanted")
        .aggregate(passed=lambda passing: passing.count())
    )
    through = passed.filter(passed.passed == passed.wanted)
    with_gates = gates.select("year", "criterion").distinct()
    free = among.anti_join(with_gates, ["year", "criterion"])
    passing_all = among.semi_join(
        through,
        [
            among.year == through.met_year,
            among.area == through.met_area,
            among.criterion == through.of_criterion,
        ],
    )
    return free.union(passing_all)


def _with_top(t: ir.Table, gates: ir.Table | None) -> ir.Table:
    """The threshold of 'among the n highest': the figure of the n-th of those that pass the gates;
    ties with it are in."""
    group = ["year", "level", "criterion"]
    among = t.filter(t.top.notnull() & t.compared.notnull())
    if gates is not None:
        among = _passing(t, among, gates)
    highest = comparable(among.compared).desc()
    place = ibis.rank().over(ibis.window(group_by=group, order_by=highest))
    inside = among.mutate(place=place)
    last = (
        inside.filter(inside.place < inside.top)
        .group_by(*group)
        .aggregate(lowest=lambda passing: passing.compared.min())
    )
    last = last.rename(top_year="year", top_level="level", top_criterion="criterion")
    joined = t.left_join(
        last,
        [t.year == last.top_year, t.level == last.top_level, t.criterion == last.top_criterion],
    ).drop("top_year", "top_level", "top_criterion")
    return joined.mutate(threshold=ibis.coalesce(joined.threshold, joined.lowest)).drop("lowest")


def counted(table: ir.Table, parts: ir.Table, codes: Sequence[str]) -> ir.Table:
    """Per area, year and status, how many of its criteria and gates are what.

    ``table`` has ``criteria``; ``parts`` is ``moments.status_parts``; ``codes`` are all that occur
    in it. 'close' are those not met whose interval holds the threshold. short and missing name
    those that are not met and unknown, in the order of ``codes``.
    """
    wanted = parts.rename(part_year="year", part_criterion="criterion", as_gate="gate")
    t = table.join(
        wanted, [table.year == wanted.part_year, table.criterion == wanted.part_criterion]
    )
    of, gates = ~t.as_gate, t.as_gate
    near = (t.result == 0) & t.close
    # A column per code: to join texts in an order isn't something that every engine can do.
    lacking = {
        f"{name}_{at}": ((t.criterion == code) & (t.result == value)).any()
        for name, value in (("short", 0), ("missing", -1))
        for at, code in enumerate(codes)
    }
    counts = t.group_by("area", "level", "year", "status").aggregate(
        met=(of & (t.result == 1)).sum(),
        possible=(of & (t.result != 0)).sum(),
        near=(of & near).sum(),
        gates_met=(gates & (t.result == 1)).sum(),
        gates_possible=(gates & (t.result != 0)).sum(),
        gates_near=(gates & near).sum(),
        **lacking,
    )
    joined_codes = {}
    for name in ("short", "missing"):
        text: Any = ibis.literal("")
        for at, code in enumerate(codes):
            text = text + ibis.ifelse(counts[f"{name}_{at}"], f";{code}", "")
        joined_codes[name] = text.substr(1)
    return counts.mutate(**joined_codes).drop(*lacking)


def conditions(grid: ir.Table, counts: ir.Table, around: ir.Table | None) -> ir.Table:
    """The condition of each status per area and year, without the years in a row.

    ``grid`` has area, level, year and a row of ``moments.status_rules``; ``around`` area, year,
    status, result of the statuses that these are nested in (None when there are none). Gives
    ``grid`` with condition, hopeful (were everything close met), needed (criteria or gates that
    would have to change), short, missing.
    """
    of = counts.rename(c_area="area", c_year="year", c_status="status").drop("level")
    t = grid.left_join(
        of, [grid.area == of.c_area, grid.year == of.c_year, grid.status == of.c_status]
    ).drop("c_area", "c_year", "c_status")
    names = ("met", "possible", "near", "gates_met", "gates_possible", "gates_near")
    t = t.mutate(
        **{name: t[name].fill_null(0).cast("int64") for name in names},
        short=t.short.fill_null(""),
        missing=t.missing.fill_null(""),
    )
    if around is None:
        t = t.mutate(outer=ibis.literal(1, "int8"))
    else:
        outer = around.select(o_area="area", o_year="year", o_status="status", outer="result")
        t = t.left_join(
            outer, [t.area == outer.o_area, t.year == outer.o_year, t.within == outer.o_status]
        ).drop("o_area", "o_year", "o_status")
        t = t.mutate(outer=ibis.ifelse(t.within == "", 1, t.outer.fill_null(0)).cast("int8"))
    certain = (t.met >= t.at_least) & (t.gates_met == t.gates) & (t.outer == 1)
    excluded = (t.possible < t.at_least) | (t.gates_possible < t.gates) | (t.outer == 0)
    hopeful = (t.met + t.near >= t.at_least) & (t.gates_met + t.gates_near == t.gates)
    criteria_lacking = ibis.greatest(t.at_least - t.met, 0)
    # With a single criterion everybody who fails it is one short: that tells nothing.
    telling = (t.outer == 1) & ((criteria_lacking == 0) | (t.at_least > 1))
    lacking = criteria_lacking + (t.gates - t.gates_met)
    condition = ibis.cases((~t.applies, 0), (certain, 1), (excluded, 0), else_=-1)
    return t.mutate(
        condition=condition.cast("int8"),
        hopeful=t.applies & hopeful & (t.outer == 1),
        needed=ibis.ifelse(telling, lacking, 99),
    ).drop("outer", *names)
