"""A changed scheme on the same figures, in memory: what-if and sensitivity.

The same rules as ``evaluate`` and ``runs``, on arrays whose axes begin with area and year. A whole
country answers within a tenth of a second (bench/designation.py).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wijkwerk.designation.core.logic import (
    MET,
    UNKNOWN,
    Floats,
    Truth,
    all_,
    exact,
    in_a_row,
    k_of_n,
    truth,
)
from wijkwerk.designation.core.moments import status_order
from wijkwerk.designation.core.scheme import Criterion, Rules, Scheme, Status
from wijkwerk.designation.core.succession import inherit_arrays
from wijkwerk.shared.comparing import comparable

STEPS = (-0.2, -0.1, -0.05, 0.05, 0.1, 0.2)  # of a threshold, as a share of it
_CODES = {"met": 1, "not_met": 0, "unknown": -1}


@dataclass(frozen=True)
class Figures:
    """What a list's criteria were decided on, as arrays (area, year).

    ``compared``: the figure or ratio that is held against the threshold, NaN when unknown;
    ``results``: what came out. ``levels``: level of each area, as a number. ``exists``: whether the
    area was there in the year.
    """

    scheme: Scheme
    codes: list[str]
    years: list[int]
    levels: NDArray[np.int64]
    level_names: list[str]
    exists: NDArray[np.bool_]
    compared: dict[str, Floats]
    results: dict[str, Truth]
    made_of: pl.DataFrame


@dataclass(frozen=True)
class Changes:
    """What is changed in every version: thresholds and tops of criteria, how many criteria of a
    status must be met, and criteria or gates that are dropped."""

    thresholds: Mapping[str, float] = field(default_factory=dict)
    tops: Mapping[str, int] = field(default_factory=dict)
    at_least: Mapping[str, int] = field(default_factory=dict)
    dropped: frozenset[str] = frozenset()


def figures_of(scheme: Scheme, criteria: pl.DataFrame, made_of: pl.DataFrame) -> Figures:
    """The arrays of a list's table of criteria (tables.CRITERIA: area, level, year, criterion,
    compared, result, reason_unknown). Rows may come in any order."""
    codes, area = _numbers(criteria["area"])
    years_found, year = _numbers(criteria["year"])
    years = [int(year) for year in years_found]
    level_names, level = _numbers(criteria["level"])
    levels = np.zeros(len(codes), np.int64)
    levels[area] = level
    exists = np.ones((len(codes), len(years)), bool)
    absent = (criteria["reason_unknown"] == "no_area").to_numpy()
    exists[area[absent], year[absent]] = False
    names, number = _numbers(criteria["criterion"])
    compared = criteria["compared"].cast(pl.Float64).fill_null(float("nan")).to_numpy()
    result = criteria["result"].replace_strict(_CODES, return_dtype=pl.Int8).to_numpy()
    values: dict[str, Floats] = {}
    results: dict[str, Truth] = {}
    for at, name in enumerate(names):
        rows = number == at
        values[name] = np.full((len(codes), len(years)), np.nan)
        values[name][area[rows], year[rows]] = compared[rows]
        results[name] = np.full((len(codes), len(years)), UNKNOWN, np.int8)
        results[name][area[rows], year[rows]] = result[rows]
    return Figures(scheme, codes, years, levels, level_names, exists, values, results, made_of)


def _numbers(column: pl.Series) -> tuple[list[Any], NDArray[np.int64]]:
    """The sorted distinct values of a column, and per row the number of its value."""
    distinct = column.unique().sort()
    order = pl.DataFrame({"value": distinct}).with_row_index("number")
    rows = pl.DataFrame({"value": column}).join(
        order, on="value", how="left", maintain_order="left"
    )
    return distinct.to_list(), rows["number"].cast(pl.Int64).to_numpy()


def changed(scheme: Scheme, changes: Changes) -> Scheme:
    """``scheme`` with ``changes``. A status of which nothing is left to meet goes, with what is
    nested in it; so does its use elsewhere."""
    return replace(
        scheme, versions=tuple(_changed(version, changes) for version in scheme.versions)
    )


def _changed(rules: Rules, changes: Changes) -> Rules:
    criteria = tuple(
        replace(
            criterion,
            threshold=changes.thresholds.get(criterion.code, criterion.threshold)
            if criterion.threshold is not None
            else None,
            top=changes.tops.get(criterion.code, criterion.top)
            if criterion.top is not None
            else None,
        )
        for criterion in rules.criteria
    )
    gone: set[str] = set()
    statuses = []
    for status in rules.nested():
        of = tuple(code for code in status.of if code not in changes.dropped)
        gates = tuple(code for code in status.gates if code not in changes.dropped)
        wanted = changes.at_least.get(status.code, status.at_least)
        if status.within in gone or not (of or gates or status.within):
            gone.add(status.code)
            continue
        statuses.append(replace(status, of=of, gates=gates, at_least=min(wanted, len(of))))
    return replace(rules, criteria=criteria, statuses=tuple(statuses))


def what_if(figures: Figures, changes: Changes) -> dict[str, Truth]:
    """Result of every status (area, year) under ``changes``."""
    scheme = changed(figures.scheme, changes)
    results = dict(figures.results)
    wanted = {*changes.thresholds, *changes.tops} - changes.dropped
    # Another gate, or none, lets other areas count among the highest.
    wanted |= {
        criterion.code
        for rules in scheme.versions
        for criterion in rules.criteria
        if criterion.top is not None and (changes.thresholds or changes.dropped)
    }
    places = {
        criterion.code
        for rules in scheme.versions
        for criterion in rules.criteria
        if criterion.top is not None
    }
    for code in sorted(wanted, key=lambda code: (code in places, code)):
        if code in results:
            results[code] = decided(replace(figures, results=results), scheme, code)
    return statuses(scheme, figures.codes, figures.years, results, figures.made_of, figures.exists)


def decided(figures: Figures, scheme: Scheme, code: str) -> Truth:
    """Result (area, year) of the criterion ``code`` as ``scheme`` has it."""
    values = figures.compared[code]
    results_found = np.full(values.shape, UNKNOWN, np.int8)
    for rules, span in spans(scheme, figures.years):
        criterion = {criterion.code: criterion for criterion in rules.criteria}.get(code)
        if criterion is not None:
            passing = np.ones(values[:, span].shape, bool)
            for gate in rules.gates_before(code) if criterion.top is not None else ():
                passing &= figures.results[gate][:, span] == MET
            results_found[:, span] = _met(criterion, values[:, span], figures.levels, passing)
    return results_found


def _met(
    criterion: Criterion, values: Floats, levels: NDArray[np.int64], passing: NDArray[np.bool_]
) -> Truth:
    """Result per value; of a ``top`` by the n-th highest of those that are ``passing`` its gates."""
    has_value = ~np.isnan(values)
    values = comparable(values)
    limit: Floats = np.full(
        values.shape, criterion.threshold if criterion.threshold is not None else np.nan
    )
    if criterion.top is not None:
        for level in np.unique(levels):
            inside = levels == level
            among = np.where(passing[inside], values[inside], np.nan)
            limit[inside] = nth_highest(among, criterion.top)
    limit = comparable(limit)
    margin = values - limit if criterion.op.upward else limit - values
    with np.errstate(invalid="ignore"):
        met = margin > 0 if criterion.op.strict else margin >= 0
    return truth(met, has_value)


def nth_highest(values: Floats, number: int) -> Floats:
    """The ``number``-th highest known value along axis 0, or the lowest when there are fewer."""
    filled = np.sort(np.where(np.isnan(values), -np.inf, values), axis=0)[::-1]
    known_values = (~np.isnan(values)).sum(axis=0)
    at = np.clip(np.minimum(number, known_values) - 1, 0, None)
    nth = np.take_along_axis(filled, at[None, ...], axis=0)[0]
    return np.asarray(np.where(known_values > 0, nth, np.nan))


def spans(scheme: Scheme, years: list[int]) -> Iterator[tuple[Rules, slice]]:
    """The versions with the stretch of ``years`` (contiguous) that each is used for."""
    start = 0
    while start < len(years):
        rules, end = scheme.at(years[start]), start
        while end < len(years) and scheme.at(years[end]) is rules:
            end += 1
        yield rules, slice(start, end)
        start = end


def statuses(
    scheme: Scheme,
    codes: list[str],
    years: list[int],
    results: Mapping[str, Truth],
    made_of: pl.DataFrame,
    exists: NDArray[np.bool_],
) -> dict[str, Truth]:
    """Result of every evaluated status out of the criteria's: arrays whose first axes are areas and
    years, as those of ``results`` and ``exists`` are. ``made_of`` says what areas were made of."""
    return evaluated(scheme, codes, years, results, made_of, exists)[1]


def evaluated(
    scheme: Scheme,
    codes: list[str],
    years: list[int],
    results: Mapping[str, Truth],
    made_of: pl.DataFrame,
    exists: NDArray[np.bool_],
) -> tuple[dict[str, Truth], dict[str, Truth]]:
    """Condition of every evaluated status (the year alone) and its result (years in a row)."""
    shape = next(iter(results.values())).shape
    stretches = list(spans(scheme, years))
    conditions: dict[str, Truth] = {}
    results_by_status: dict[str, Truth] = {}
    for code in (code for depth in status_order(scheme) for code in depth):
        condition = np.zeros(shape, np.int8)
        status_spans = [
            (status, span)
            for rules, span in stretches
            for status in rules.active()
            if status.code == code
        ]
        for status, span in status_spans:
            condition[:, span] = all_(list(_parts(status, span, results, results_by_status)))
        condition = inherit_arrays(condition, codes, years, made_of, exists)
        conditions[code] = results_by_status[code] = condition
        if any(status.years_in_a_row > 1 for status, _ in status_spans):
            result = np.zeros(shape, np.int8)
            for status, span in status_spans:
                result[:, span] = in_a_row(condition[:, : span.stop], status.years_in_a_row)[
                    :, span
                ]
            results_by_status[code] = result
    return conditions, results_by_status


def _parts(
    status: Status,
    span: slice,
    results: Mapping[str, Truth],
    results_by_status: Mapping[str, Truth],
) -> Iterator[Truth]:
    if status.of:
        yield k_of_n([results[code][:, span] for code in status.of], status.at_least)
    for code in status.gates:
        yield results[code][:, span]
    if status.within:
        yield results_by_status[status.within][:, span]


def sensitivity(figures: Figures, steps: Iterable[float] = STEPS) -> pl.DataFrame:
    """``tables.SENSITIVITY``: each threshold and top by each step, each criterion dropped."""
    base = what_if(figures, Changes())
    rows: list[tuple[object, ...]] = []
    used = {
        code: criterion
        for version in figures.scheme.versions
        for code in sorted(version.needed())
        for criterion in version.criteria
        if criterion.code == code
    }
    for code, criterion in sorted(used.items()):
        if criterion.threshold is not None:
            for step in steps:
                rows += _threshold_rows(figures, base, code, step)
        elif criterion.top is not None:
            for step in steps:
                top = max(1, criterion.top + _away(step * criterion.top))
                after = what_if(figures, Changes(tops={code: top}))
                rows += _rows(figures, base, after, "top", code, top, step)
        after = what_if(figures, Changes(dropped=frozenset({code})))
        rows += _rows(figures, base, after, "dropped", code, None, None)
    schema = {
        "year": pl.Int64,
        "level": pl.String,
        "status": pl.String,
        "change": pl.String,
        "criterion": pl.String,
        "setting": pl.Float64,
        "step": pl.Float64,
        "have_it": pl.Int64,
        "enter": pl.Int64,
        "leave": pl.Int64,
        "entering": pl.String,
        "leaving": pl.String,
    }
    return pl.DataFrame(rows, schema=schema, orient="row").sort(
        "year", "level", "status", "change", "criterion", "setting", nulls_last=True
    )


def _away(step: float) -> int:
    """At least one place up or down."""
    return max(1, round(step)) if step > 0 else min(-1, round(step))


def _threshold_rows(
    figures: Figures, base: dict[str, Truth], code: str, step: float
) -> list[tuple[object, ...]]:
    """A step is a share of the year's own threshold, which may differ between versions."""
    rows: list[tuple[object, ...]] = []
    settings: dict[float, list[int]] = {}
    for rules, span in spans(figures.scheme, figures.years):
        criterion = {criterion.code: criterion for criterion in rules.criteria}.get(code)
        if criterion is not None and criterion.threshold is not None:
            setting = float(exact(np.array(criterion.threshold * (1 + step))))
            settings.setdefault(setting, []).extend(range(len(figures.years))[span])
    for setting, at in settings.items():
        after = what_if(figures, Changes(thresholds={code: setting}))
        rows += _rows(figures, base, after, "threshold", code, setting, step, at)
    return rows


def _rows(
    figures: Figures,
    base: dict[str, Truth],
    after: dict[str, Truth],
    change: str,
    code: str,
    setting: float | None,
    step: float | None,
    at: list[int] | None = None,
) -> Iterator[tuple[object, ...]]:
    names = np.array(figures.codes, dtype=object)
    for status, before in base.items():
        now = after.get(status)
        if now is None:
            continue  # nothing was left to meet
        enter, leave = (now == MET) & (before != MET), (now != MET) & (before == MET)
        for number in at if at is not None else range(len(figures.years)):
            rules = figures.scheme.at(figures.years[number])
            if code not in rules.needed() or status not in {other.code for other in rules.active()}:
                continue
            for level, name in enumerate(figures.level_names):
                at_level = (figures.levels == level) & figures.exists[:, number]
                coming, going = at_level & enter[:, number], at_level & leave[:, number]
                yield (
                    figures.years[number],
                    name,
                    status,
                    change,
                    code,
                    setting,
                    step,
                    int((at_level & (now[:, number] == MET)).sum()),
                    int(coming.sum()),
                    int(going.sum()),
                    ";".join(names[coming]),
                    ";".join(names[going]),
                )
