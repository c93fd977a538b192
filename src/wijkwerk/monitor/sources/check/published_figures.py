"""Checks of what a publication says of a group against its own figures: directions and classes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import duckdb

from wijkwerk.monitor.core import published as published_rules
from wijkwerk.monitor.core.definitions import RESPONDENTS, Indicator
from wijkwerk.monitor.sources.check.problem_reporting import Limit
from wijkwerk.monitor.sources.read import Reading
from wijkwerk.shared.problems import Problem, Severity

Figures = Mapping[tuple[str, str, str], float]  # area, indicator, period


def check_published_figures(con: duckdb.DuckDBPyConnection, reading: Reading) -> Iterator[Problem]:
    """Rows of published.csv about a group as a whole that figures in view ``rows`` deny.

    Figures are rounded, so differences count from one unit of their last decimal on; a difference of
    two differences that is less than two units is a warning.
    """
    table, definitions = reading.tables.get("published"), reading.definitions
    if table is None or definitions is None:
        return
    totals = [row for row in table.iter_rows(named=True) if row["scope"] == "total"]
    if not totals:
        return
    indicators = {indicator.id: indicator for indicator in definitions.indicators}
    references = {name: _reference(reading, indicator) for name, indicator in indicators.items()}
    named_areas = {
        str(row[column]) for row in totals for column in ("group", "reference") if row[column]
    }
    figures = _figures(con, sorted(named_areas | {*filter(None, references.values())}))
    name = reading.table_name("published")
    limit = Limit(name)
    for row in totals:
        indicator = indicators.get(row["indicator"])
        if indicator is not None:
            reference = row["reference"] or references[indicator.id]
            yield from _denied(name, limit, row, indicator, reference, figures)
    yield from limit.rest()


def _reference(reading: Reading, indicator: Indicator) -> str | None:
    rule = None if reading.settings is None else reading.settings.reference
    common = rule.code if rule is not None and rule.rule in ("area", "group") else None
    return indicator.reference or common


def _figures(con: duckdb.DuckDBPyConnection, areas: list[str]) -> Figures:
    kinds = tuple(map(str, RESPONDENTS))  # their rows are single answers
    rows = con.execute(
        "SELECT area, indicator, period, coalesce(value, numerator / denominator * scale) AS figure "
        "FROM rows JOIN indicators ON rows.indicator = indicators.id "
        f"WHERE kind NOT IN {kinds} AND list_contains(?, area) "
        "AND age IS NULL AND sex IS NULL AND figure IS NOT NULL",
        [areas],
    ).fetchall()
    return {(area, indicator, period): figure for area, indicator, period, figure in rows}


def _denied(
    name: str,
    limit: Limit,
    row: dict[str, Any],
    indicator: Indicator,
    reference: str | None,
    figures: Figures,
) -> Iterator[Problem]:
    own = _ends(figures, row["group"], row)
    beside = None if reference is None else _ends(figures, reference, row)
    for whose, area, ends in (("own", row["group"], own), ("reference", reference, beside)):
        at_end = figures.get((area or "", row["indicator"], row["period_to"]))
        yield from _outside(limit, row, whose, at_end)
        column = f"{whose}_direction"
        went, sign = row[column], indicator.direction.sign
        if ends is None or went is None:
            continue
        gain = (ends[1] - ends[0]) * (sign or 1)
        meant = published_rules.direction_of(gain, judged=sign != 0)
        least = max(_unit(*ends), indicator.tolerance if went == "unchanged" else 0.0)
        if meant != went and abs(gain) >= least - 1e-9:
            yield from limit.problem(
                row["line"],
                column,
                "contradiction",
                f"{went}, while {ends[0]:g} became {ends[1]:g}",
                f"{meant}, as the observations say",
            )
    yield from _wrong_side(limit, row, reference, figures)
    kind, prefix = row["class"], "" if indicator.direction.sign else "difference_"
    moved = [f"{prefix}{way}" for way in ("smaller", "larger", "equal")]
    if own is None or beside is None or row["group"] == reference or kind not in moved:
        return
    closer = _closer(own, beside, indicator.direction.sign)
    meant = moved[0] if closer > 0 else moved[1]
    unit = _unit(*own, *beside)
    least = 2 * unit + indicator.tolerance if kind == moved[2] else unit
    if kind != meant and abs(closer) >= least - 1e-9 and limit.more("class", "contradiction"):
        yield Problem(
            name,
            row["line"],
            "class",
            "contradiction",
            f"{kind}, while the distance went from {abs(own[0] - beside[0]):g} to "
            f"{abs(own[1] - beside[1]):g}",
            f"{meant}, as the observations say",
            severity=Severity.ERROR if abs(closer) >= 2 * unit - 1e-9 else Severity.WARNING,
        )


def _wrong_side(
    limit: Limit, row: dict[str, Any], reference: str | None, figures: Figures
) -> Iterator[Problem]:
    """A group that is said to be below or above its reference, and stands on the other side of it."""
    side = {"below": -1, "above": 1}.get(row["class"])
    own = figures.get((row["group"], row["indicator"], row["period_to"]))
    beside = figures.get((reference or "", row["indicator"], row["period_to"]))
    if side is None or own is None or beside is None or (own - beside) * side >= 0:
        return
    yield from limit.problem(
        row["line"],
        "class",
        "contradiction",
        f"{row['class']}, while the figure is {own:g} and that of the reference {beside:g}",
        "below or above, as the observations say",
    )


def _closer(own: tuple[float, float], beside: tuple[float, float], sign: int) -> float:
    """How much nearer to its reference (``beside``) a figure came between two moments: by the lag, or
    without a better side (``sign`` 0) by the difference whichever side it is on."""
    if sign:
        return ((own[1] - own[0]) - (beside[1] - beside[0])) * sign
    return abs(own[0] - beside[0]) - abs(own[1] - beside[1])


def _outside(
    limit: Limit, row: dict[str, Any], whose: str, figure: float | None
) -> Iterator[Problem]:
    """A range of the areas inside a group that doesn't hold the group's own ``figure``."""
    lowest, highest = row[f"{whose}_lowest"], row[f"{whose}_highest"]
    if None in (figure, lowest, highest) or lowest <= figure <= highest:
        return
    yield from limit.problem(
        row["line"],
        f"{whose}_lowest",
        "contradiction",
        f"{lowest:g} to {highest:g}, while the figure of the whole is {figure:g}",
        "a range around the figure in the observations",
    )


def _ends(figures: Figures, area: str, row: Mapping[str, Any]) -> tuple[float, float] | None:
    """The figures of ``area`` at both moments of ``row``, None when one of them isn't there."""
    ends = [figures.get((area, row["indicator"], row[f"period_{end}"])) for end in ("from", "to")]
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


def _unit(*figures: float) -> float:
    """One of the last decimal that any of ``figures`` has."""
    decimals = [len(f"{figure:.6f}".rstrip("0").partition(".")[2]) for figure in figures]
    return float(10 ** -max(decimals))
