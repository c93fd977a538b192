"""What changed between two editions, figure by figure, and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import polars as pl

from wijkwerk.monitor.core.tables import EDITION_TABLES
from wijkwerk.monitor.editions.edition import Edition, collect
from wijkwerk.monitor.editions.reasons import ALL, TOUCHES, Reasons, reasons

_TOLERANCE = 1e-9
# A row of the answer. ``area`` is a group in groups and classes; ``period`` is the latest moment
# in changes and classes; ``columns`` are those that differ, separated by spaces.
RESULT = {
    "table": pl.String, "indicator": pl.String, "period": pl.String, "level": pl.String,
    "area": pl.String, "reference": pl.String, "part": pl.String, "change": pl.String,
    "columns": pl.String, "value_old": pl.Float64, "value_new": pl.Float64, "cause": pl.String,
}  # fmt: skip


@dataclass(frozen=True)
class _Table:
    """How a table of results is held against itself: what tells its rows apart, its figure, and
    where the columns of the answer come from when they have another name."""

    key: tuple[str, ...]
    value: str
    names: dict[str, str]


_TABLES = {
    "figures": _Table(("indicator", "period", "level", "area", "reference"), "value", {}),
    "changes": _Table(
        ("indicator", "level", "area", "reference"), "distance_change", {"period": "period_to"}
    ),
    "groups": _Table(
        ("indicator", "period", "group", "method"), "value", {"area": "group", "part": "method"}
    ),
    "group_changes": _Table(
        ("indicator", "group", "method"), "own_change",
        {"area": "group", "period": "period_to", "part": "method"},
    ),
    "classes": _Table(
        ("indicator", "group", "reference", "period_from", "period_to", "origin", "class"),
        "count",
        {"area": "group", "period": "period_to", "part": "class"},
    ),
    "warnings": _Table(("indicator", "period", "area"), "score", {}),
    "liveability": _Table(
        ("composite", "period", "area", "dimension"), "score",
        {"indicator": "composite", "part": "dimension"},
    ),
}  # fmt: skip


def diff_editions(old: Path, new: Path) -> pl.DataFrame:
    """A row (``RESULT``) per figure that differs, in any table; see ``differences``."""
    first, second = Edition.open(old), Edition.open(new)
    frames = list(differences(first, second, reasons(first, second)))
    return pl.concat(frames) if frames else pl.DataFrame(schema=RESULT)


def differences(old: Edition, new: Edition, why: Reasons) -> Iterator[pl.DataFrame]:
    """Rows (``RESULT``) that differ, a table and an indicator at a time, so that memory stays small.

    ``change`` is appeared, disappeared, withheld, released or changed. ``cause`` names what
    accounts for it, of ``reasons.MEANING``: one where the editions prove it, several (joined by +)
    where each may have had a hand in it.
    """
    for name in EDITION_TABLES:
        table = _TABLES[name]
        left, right = old.table_if_there(name), new.table_if_there(name)
        column = table.names.get("indicator", "indicator")
        listed = pl.concat([left.select(column), right.select(column)]).unique().sort(column)
        for indicator in collect(new, listed).get_column(column):
            of_indicator = pl.col(column) == indicator
            rows = _compared(name, old, new, left.filter(of_indicator), right.filter(of_indicator))
            if rows.height:
                yield _explained(name, rows, indicator, old, new, why)


def _compared(
    name: str, old: Edition, new: Edition, left: pl.LazyFrame, right: pl.LazyFrame
) -> pl.DataFrame:
    """Rows of either edition that the other doesn't have just so."""
    table = _TABLES[name]
    before = collect(old, left).with_columns(was=pl.lit(True))
    after = collect(new, right).with_columns(now=pl.lit(True))
    # A column that came with a later version isn't compared.
    both_have = set(before.columns) & set(after.columns)
    compared = [
        column for column in EDITION_TABLES[name] if column not in table.key and column in both_have
    ]
    joined = before.join(
        after, on=list(table.key), how="full", suffix="_new", nulls_equal=True, coalesce=True
    )
    both = pl.col("was").is_not_null() & pl.col("now").is_not_null()
    differ = [
        pl.when(both & _differs(column, before.schema[column])).then(pl.lit(column))
        for column in compared
    ]
    return joined.with_columns(
        columns=pl.concat_str(differ, separator=" ", ignore_nulls=True)
    ).filter(~both | (pl.col("columns") != ""))


def _differs(column: str, kind: pl.DataType) -> pl.Expr:
    """Other than before; a float that moved by less than anything published is the same."""
    old_value, other = pl.col(column), pl.col(f"{column}_new")
    if not kind.is_float():
        return old_value.ne_missing(other)
    near = (
        (old_value - other).abs() <= _TOLERANCE * pl.max_horizontal(old_value.abs(), 1.0)
    ).fill_null(False)
    return old_value.ne_missing(other) & ~near


def _explained(
    name: str, rows: pl.DataFrame, indicator: str, old: Edition, new: Edition, why: Reasons
) -> pl.DataFrame:
    table = _TABLES[name]
    has_status = "conf_status" in rows.columns
    was, now = pl.col("was").is_not_null(), pl.col("now").is_not_null()
    hidden, hidden_now = (
        (pl.col("conf_status") != "F", pl.col("conf_status_new") != "F")
        if has_status
        else (pl.lit(False), pl.lit(False))
    )
    change = (
        pl.when(~was)
        .then(pl.lit("appeared"))
        .when(~now)
        .then(pl.lit("disappeared"))
        .when(~hidden & hidden_now)
        .then(pl.lit("withheld"))
        .when(hidden & ~hidden_now)
        .then(pl.lit("released"))
        .otherwise(pl.lit("changed"))
    )
    # A moment that isn't part of the key may differ too; the later edition's is told.
    moment = table.names.get("period", "period")
    if f"{moment}_new" in rows.columns:
        rows = rows.with_columns(pl.coalesce(f"{moment}_new", moment).alias(moment))
    rows = rows.with_columns(change=change)
    rows = rows.with_columns(cause=_cause(name, rows, indicator, old, new, why))
    picked = {
        column: pl.col(table.names.get(column, column))
        if table.names.get(column, column) in rows.columns
        else pl.lit(None)
        for column in RESULT
    }
    picked["table"] = pl.lit(name)
    picked["value_old"], picked["value_new"] = pl.col(table.value), pl.col(f"{table.value}_new")
    return rows.select(
        **{column: picked[column].cast(kind) for column, kind in RESULT.items()}
    ).sort("table", "indicator", "period", "level", "area", "reference", "part", nulls_last=True)


def _cause(
    name: str, rows: pl.DataFrame, indicator: str, old: Edition, new: Edition, why: Reasons
) -> pl.Expr:
    """The cause of each row: what proves itself first, then all that may have had a hand in it."""
    known_before, known_now = (
        {
            definition["id"]
            for definition in (*e.definitions["indicators"], *e.definitions["composites"])
        }
        for e in (old, new)
    )
    if indicator not in known_before or indicator not in known_now:
        return pl.lit("definition")
    changed, limited = why.fields.get(indicator, ()), indicator in why.limits
    came_or_went = pl.col("change").is_in(["appeared", "disappeared"])
    veiled = pl.col("change").is_in(["withheld", "released"])
    expression: Any = pl.when(pl.lit(False)).then(pl.lit(""))
    # Proof by the figures themselves: nothing else gives exactly this.
    if name == "figures":
        if indicator in why.scales:
            exact = _same(pl.col("value") * why.scales[indicator], pl.col("value_new"))
            expression = expression.when(exact).then(pl.lit("definition"))
        if indicator in why.flipped:
            turned = _same(pl.col("value"), pl.col("value_new")) & _same(
                -pl.col("distance"), pl.col("distance_new")
            )
            expression = expression.when(turned).then(pl.lit("definition"))
        if limited or why.rounding:
            expression = expression.when(pl.col("columns") == "base").then(pl.lit("disclosure"))
    if "area" in rows.columns:
        codes = [set(collect(e, e.table("areas").select("code"))["code"]) for e in (old, new)]
        moved = sorted(codes[0] ^ codes[1])
        if moved:
            expression = expression.when(came_or_went & pl.col("area").is_in(moved)).then(
                pl.lit("areas")
            )
    if "reference" in changed and "reference" in _TABLES[name].key:
        # The same cell is in both; only what it is held against came or went.
        own = [key for key in _TABLES[name].key if key != "reference"]
        in_both = _both_have(name, rows, own, old, new, indicator)
        expression = expression.when(came_or_went & in_both).then(pl.lit("definition"))
    hands = [
        pl.when(
            _touched(changed, came_or_went)
            | pl.lit(why.told and name in ("groups", "classes", "warnings"))
        ).then(pl.lit("definition")),
        pl.when(pl.lit(why.areas or name in why.groups)).then(pl.lit("areas")),
        pl.when(pl.lit(why.input)).then(pl.lit("input")),
        # Protection has a hand where something is veiled, whatever moved it to.
        pl.when(veiled | ((pl.lit(limited) | _rounded(why)) & ~_same_limits(name))).then(
            pl.lit("disclosure")
        ),
        pl.when(pl.lit(why.method)).then(pl.lit("method")),
    ]
    joined = pl.concat_str(hands, separator="+", ignore_nulls=True)
    # Other libraries give the same figures as far as published: suspect them only of the rest.
    rest = "software" if why.software else "unexplained"
    explained: pl.Expr = expression.otherwise(
        pl.when(joined == "").then(pl.lit(rest)).otherwise(joined)
    )
    return explained


def _same(old_value: pl.Expr, other: pl.Expr) -> pl.Expr:
    near = (old_value - other).abs() <= 1e-7 * pl.max_horizontal(old_value.abs(), other.abs(), 1.0)
    return near.fill_null(False)


def _same_limits(name: str) -> pl.Expr:
    """Other limits can't have had a hand in it: the figure itself is published and moved."""
    if name != "figures":
        return pl.lit(False)
    published = (pl.col("conf_status") == "F") & (pl.col("conf_status_new") == "F")
    moved = pl.col("value").is_not_null() & pl.col("value_new").is_not_null()
    return (published & moved & ~_same(pl.col("value"), pl.col("value_new"))).fill_null(False)


def _rounded(why: Reasons) -> pl.Expr:
    """Did a base move beside other columns while bases are rounded otherwise?"""
    moved = pl.col("columns").str.split(" ").list.contains("base").fill_null(False)
    return pl.lit(why.rounding) & moved


def _touched(fields: tuple[str, ...], came_or_went: pl.Expr) -> pl.Expr:
    """Has a changed part of the definition a say in a column that differs?"""
    if not fields:
        return pl.lit(False)
    touched: set[str] = set()
    for field in fields:
        columns = TOUCHES.get(field, ALL)
        if columns == ALL:
            return pl.lit(True)
        touched.update(columns)
    if {"class", "own_change"} & touched:
        touched |= {"period_from", "period_to", "conf_status"} if "own_change" in touched else set()
    say = pl.col("columns").str.split(" ").list.set_intersection(sorted(touched)).list.len() > 0
    return say | came_or_went


def _both_have(
    name: str, rows: pl.DataFrame, own: list[str], old: Edition, new: Edition, indicator: str
) -> pl.Expr:
    """Is the cell of a row (without its reference) in both editions?"""
    of_indicator = pl.col("indicator") == indicator
    cells = [
        collect(e, e.table(name).filter(of_indicator).select(pl.struct(own).alias("cell"))).unique()
        for e in (old, new)
    ]
    both = cells[0].join(cells[1], on="cell", how="inner")["cell"]
    return pl.struct(own).is_in(both.implode())
