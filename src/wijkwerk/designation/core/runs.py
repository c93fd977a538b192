"""Years in a row, entries, exits, near misses; across boundaries that changed.

In the years before an area existed it counts as what it was made of: see ``succession``, which has
the same on arrays, and docs/method/years-in-a-row.md.
"""

from __future__ import annotations

from typing import Any

import ibis
import ibis.expr.types as ir


def inherit(conditions: ir.Table, made_of: ir.Table, year: int) -> ir.Table:
    """``conditions`` (area, year, status, condition, exists and more) with the years before ``year``
    of areas that ``made_of`` (year, area, before) says began then, from their predecessors.

    Call it for each year of change, the earliest first, so that several changes go on each other.
    """
    successors = made_of.filter(made_of.year == year).select(heir="area", before="before")
    old = conditions.select(
        before_area="area", before_year="year", before_status="status", before_condition="condition"
    )
    joined = successors.join(old, successors.before == old.before_area).filter(
        lambda t: t.before_year < year
    )
    # As numbers that 'and' is the least of: not met 0, unknown 1, met 2.
    order = ibis.cases(
        (joined.before_condition == 0, 0), (joined.before_condition == -1, 1), else_=2
    )
    worst = (
        joined.mutate(order=order)
        .group_by("heir", "before_year", "before_status")
        .aggregate(least=lambda t: t.order.min())
    )
    t = conditions.left_join(
        worst,
        [
            conditions.area == worst.heir,
            conditions.year == worst.before_year,
            conditions.status == worst.before_status,
        ],
    )
    taken = ibis.cases((t.least == 0, 0), (t.least == 1, -1), else_=1).cast("int8")
    use = t.least.notnull() & ~t.exists
    return t.mutate(condition=ibis.ifelse(use, taken, t.condition)).drop(
        "heir", "before_year", "before_status", "least"
    )


def runs(conditions: ir.Table) -> ir.Table:
    """``conditions`` with years_in_a_row, years_possible and result (with the years in a row).

    Every year of the list must be there for every area and status: they are counted one by one,
    whether they are calendar years or rounds. The years before the first are unknown.
    """
    order = ibis.window(group_by=["area", "status"], order_by="year")
    before = ibis.window(group_by=["area", "status"], order_by="year", preceding=None, following=0)
    t = conditions.mutate(place=ibis.row_number().over(order))
    year = t.place.cast("int64")
    none = ibis.null("int64")
    broken = ibis.ifelse(t.condition != 1, year, none).max().over(before)
    excluded = ibis.ifelse(t.condition == 0, year, none).max().over(before)
    certain = year - ibis.coalesce(broken, ibis.literal(-1))
    possible = year - ibis.coalesce(excluded, ibis.literal(-1))
    t = t.mutate(years_in_a_row=certain, years_possible=possible, open=excluded.isnull())
    t = t.drop("place")
    result = ibis.cases(
        (t.years_in_a_row >= t.years, 1), ((t.years_possible < t.years) & ~t.open, 0), else_=-1
    )
    return t.mutate(result=result.cast("int8"))


def status_changes(results: ir.Table) -> ir.Table:
    """``tables.STATUSES``: results (with ``runs``' columns) with entries, exits and near misses, of the
    areas that existed in the year."""
    t = results
    order = ibis.window(group_by=["area", "status"], order_by="year")
    was: Any = t.result.lag(1).over(order)
    # With this year's condition met as well, would the years in a row do?
    lasted = t.years_in_a_row.lag(1).over(order).fill_null(0) + 1 >= t.years
    t = t.mutate(was=was, lasted=lasted)
    now_in, now_out = t.result == 1, t.result == 0
    null = ibis.null("boolean")
    entered = ibis.cases(
        (~now_in, ibis.ifelse(now_out | (t.was == 1), False, null)),
        (t.was == 0, True),
        (t.was == 1, False),
        else_=null,
    )
    left = ibis.cases(
        (~now_out, ibis.ifelse(now_in | (t.was == 0), False, null)),
        (t.was == 1, True),
        (t.was == 0, False),
        else_=null,
    )
    out, failed = now_out, t.condition == 0
    parts = [
        ibis.ifelse(out & failed & t.lasted & (t.needed == 1), "one_short;", ""),
        ibis.ifelse(
            out & (t.condition == 1) & (t.years_in_a_row == t.years - 1), "one_year_short;", ""
        ),
        ibis.ifelse(out & failed & t.lasted & t.hopeful, "within_interval;", ""),
    ]
    near = parts[0] + parts[1] + parts[2]
    return t.filter(t.applies & t.exists).select(
        "year",
        "level",
        "area",
        "status",
        "version",
        "in_force",
        result=_name(t.result),
        condition=_name(t.condition),
        years_in_a_row=t.years_in_a_row,
        years_possible=t.years_possible,
        entered=entered,
        left=left,
        near_miss=ibis.ifelse(near == "", "", near.substr(0, near.length() - 1)),
        short=t.short,
        missing=t.missing,
    )


def _name(result: Any) -> Any:
    return ibis.cases((result == 1, "met"), (result == 0, "not_met"), else_="unknown")


def highest_statuses(statuses: ir.Table, ranks: ir.Table, existing: ir.Table) -> ir.Table:
    """``tables.HELD``: the highest status of each area that existed in the year.

    ``ranks`` has year, status, rank; ``existing`` area, level, year.
    """
    of = ranks.select(r_year="year", r_status="status", rank="rank")
    t = statuses.join(of, [statuses.year == of.r_year, statuses.status == of.r_status])
    best = t.group_by("area", "year").aggregate(
        highest=t.rank.max(where=t.result == "met"), hoped=t.rank.max(where=t.result == "unknown")
    )
    best = best.rename(b_area="area", b_year="year")
    highest = existing.left_join(
        best, [existing.area == best.b_area, existing.year == best.b_year]
    ).drop("b_area", "b_year")
    for column, name in (("highest", "of_highest"), ("hoped", "of_hoped")):
        names = of.select(n_year="r_year", n_rank="rank", **{name: "r_status"}).filter(
            lambda n: n.n_rank > 0
        )
        highest = highest.left_join(
            names, [highest.year == names.n_year, highest[column] == names.n_rank]
        ).drop("n_year", "n_rank")
    above = highest.of_hoped.notnull() & (highest.hoped > highest.highest.fill_null(0))
    highest = highest.mutate(
        status=ibis.cases(
            (highest.of_highest.notnull(), highest.of_highest),
            (highest.of_hoped.notnull(), "unknown"),
            else_="",
        ),
        possible=ibis.ifelse(above, highest.of_hoped, ""),
    )
    order = ibis.window(group_by="area", order_by="year")
    return highest.select(
        "year", "level", "area", "status", "possible", before=highest.status.lag(1).over(order)
    )
