"""The figures of a question, out of a published edition: through the monitor's door, so that what is
withheld there is withheld here. It then counts as lost, and what can be seen is told with the rest."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from wijkwerk.config.api import hint
from wijkwerk.evaluation.core.comparing import Match, match, rings
from wijkwerk.evaluation.core.panel import NEVER, Mask, Numbers, Panel
from wijkwerk.evaluation.question import Outcome, Question
from wijkwerk.monitor.api import Edition
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.shared.text import Text

_NEAR = 1e-6  # degrees: borders that touch but for rounding


@dataclass(frozen=True)
class Measure:
    """An indicator of the edition, as far as an evaluation needs it."""

    id: str
    name: Text
    unit: str
    decimals: int
    direction: str
    breaks: tuple[str, ...]


@dataclass(frozen=True)
class Series:
    """An outcome in the areas of a question: ``values`` and ``bases`` n × t (NaN where there is none),
    ``withheld`` n × t; ``start`` n, the column in which an area began."""

    outcome: Outcome
    measure: Measure
    periods: tuple[str, ...]
    values: Numbers
    bases: Numbers
    withheld: Mask
    start: Numbers

    @property
    def better(self) -> int:
        """1 when more is better, −1 when less is."""
        side = self.outcome.better or self.measure.direction
        return 1 if side.startswith("higher") else -1


@dataclass(frozen=True)
class Data:
    """Areas of a question (treated ones and all they may be compared with) with their figures."""

    edition: Edition
    areas: tuple[str, ...]
    names: dict[str, str]
    level: str
    treated: Mask
    clusters: np.ndarray[Any, np.dtype[np.int64]] | None
    ring: Numbers | None
    series: tuple[Series, ...]
    chosen_figure: Numbers | None
    make_up: dict[str, Numbers]
    matched: Match | None

    @property
    def simulated(self) -> bool:
        """Whether no figure is about a real place."""
        return bool(self.edition.definitions["source"]["simulated"])


def gather(question: Question, edition: Edition, *, before_only: bool = False) -> Data:
    """The data of ``question`` in ``edition``; ``before_only``: nothing from the start on, for who may
    not see yet what came of it.

    Raises InputError when areas or indicators aren't there, a neutral indicator has no better side, or
    nothing is left to compare with.
    """
    measures = _measures(edition)
    _must_be_there(question, edition, measures)
    table = (
        edition.table("areas").select("code", "name", "level", "parent").unique("code", keep="last")
    )
    rows = {row[0]: row for row in table.sort("code").collect().iter_rows()}
    level = _level(question, rows)
    codes = [code for code in sorted(rows) if rows[code][2] == level]
    inside = _inside(question.within, rows)
    treated_codes = set(question.treated)
    areas_kept = [
        code
        for code in codes
        if code in treated_codes or (inside(code) and code not in question.exclude)
    ]
    treated = np.array([code in treated_codes for code in areas_kept])
    ring = _rings(edition, areas_kept, treated)
    if question.neighbours == "exclude":
        if ring is None:
            raise InputError.of(
                "comparison.neighbours",
                "the edition has no boundaries",
                "keep",
                value="exclude",
                suggestion="Without boundaries nobody knows who the neighbours are.",
            )
        far = np.isnan(ring) | (ring != 1)
        areas_kept = [code for code, stays in zip(areas_kept, far, strict=True) if stays]
        treated, ring = treated[far], ring[far]
    if not (~treated).any():
        raise InputError.of(
            "comparison", "no area is left to compare with", f"other areas of level {level}"
        )
    wanted = {outcome.indicator for outcome in question.outcomes} | set(question.match)
    wanted |= {question.composition, question.chosen_indicator} - {""}
    cells = _cells(edition, sorted(wanted), level, areas_kept)
    if before_only:
        cells = cells.filter(pl.col("period") < question.first_start)
    series = tuple(
        _series(question, outcome, measures[outcome.indicator], cells, areas_kept, treated)
        for outcome in question.outcomes
    )
    chosen = None
    if question.chosen_how == "bad_figure":
        chosen = _at(cells, question.chosen_indicator, question.chosen_period, areas_kept)
    make_up = {}
    if question.composition:
        make_up = {
            own_series.measure.id: _matrix(
                cells.filter(pl.col("indicator") == question.composition),
                areas_kept,
                own_series.periods,
                "value",
            )
            for own_series in series
        }
    return Data(
        edition=edition,
        areas=tuple(areas_kept),
        names={code: rows[code][1] or code for code in areas_kept},
        level=level,
        treated=treated,
        clusters=_clusters(question, areas_kept),
        ring=ring,
        series=series,
        chosen_figure=None if chosen is None or np.isnan(chosen).all() else chosen,
        make_up=make_up,
        matched=_matched(question, cells, areas_kept, treated, measures),
    )


def _measures(edition: Edition) -> dict[str, Measure]:
    result = {}
    for entry in (*edition.definitions["indicators"], *edition.definitions.get("composites", ())):
        result[entry["id"]] = Measure(
            entry["id"],
            Text(**entry["name"]),
            entry.get("unit", "score"),
            entry["decimals"],
            entry.get("direction", "higher_is_better"),
            tuple(series_break["period"] for series_break in entry.get("breaks", ())),
        )
    return result


def _must_be_there(question: Question, edition: Edition, measures: dict[str, Measure]) -> None:
    areas = set(edition.table("areas").select("code").collect()["code"].to_list())
    named = [(f"outcome.{outcome.indicator}", outcome.indicator) for outcome in question.outcomes]
    named += [("comparison.match", indicator) for indicator in question.match]
    named += [
        ("composition", question.composition),
        ("choice.indicator", question.chosen_indicator),
    ]
    expected = "an indicator of the edition"
    problems = [
        Problem(
            edition.id,
            None,
            at,
            "no such indicator",
            indicator,
            expected,
            hint(indicator, [*measures]),
        )
        for at, indicator in named
        if indicator and indicator not in measures
    ]
    codes = [*question.treated, *question.within, *question.exclude, *question.second]
    problems += [
        Problem(edition.id, None, "areas", "no such area", code, "an area of the edition")
        for code in dict.fromkeys(codes)
        if code not in areas
    ]
    side = 'better = "higher" or "lower"'
    problems += [
        Problem(
            edition.id, None, f"outcome.{outcome.indicator}", "neither side is better", None, side
        )
        for outcome in question.outcomes
        if outcome.indicator in measures
        and measures[outcome.indicator].direction == "neutral"
        and not outcome.better
    ]
    if problems:
        raise InputError(problems)


def _level(question: Question, rows: dict[str, tuple[Any, ...]]) -> str:
    levels = {rows[code][2] for code in question.treated}
    if len(levels) > 1:
        raise InputError.of(
            "areas.treated",
            "areas of different levels",
            "one level",
            value=", ".join(sorted(levels)),
        )
    return str(levels.pop())


def _inside(within: Iterable[str], rows: dict[str, tuple[Any, ...]]) -> Any:
    above = set(within)

    def lies(code: str | None) -> bool:
        for _ in range(10):
            if code is None or code not in rows:
                return False
            if code in above:
                return True
            code = rows[code][3]
        return False

    return lies if above else lambda _code: True


def _cells(edition: Edition, wanted: list[str], level: str, areas_kept: list[str]) -> pl.DataFrame:
    table = edition.table("figures").filter(
        pl.col("indicator").is_in(wanted) & (pl.col("level") == level)
    )
    return (
        table.select("area", "indicator", "period", "value", "base", "conf_status")
        .unique(["area", "indicator", "period"], keep="first", maintain_order=False)
        .filter(pl.col("area").is_in(areas_kept))
        .sort("indicator", "period", "area")
        .collect()
    )


def _series(
    question: Question,
    outcome: Outcome,
    measure: Measure,
    cells: pl.DataFrame,
    areas_kept: list[str],
    treated: Mask,
) -> Series:
    own = cells.filter(pl.col("indicator") == outcome.indicator)
    periods = [
        period for period in own["period"].unique().sort().to_list() if _counts(question, period)
    ]
    start = np.full(len(areas_kept), NEVER)
    for place in np.flatnonzero(treated):
        begin = question.start_of(areas_kept[place])
        column = next((at for at, period in enumerate(periods) if period >= begin), len(periods))
        start[place] = column
    withheld = own.filter(pl.col("conf_status") != "F").with_columns(one=pl.lit(1.0))
    return Series(
        outcome,
        measure,
        tuple(periods),
        _matrix(own, areas_kept, periods, "value"),
        _matrix(own, areas_kept, periods, "base"),
        _matrix(withheld, areas_kept, periods, "one") == 1,
        start,
    )  # fmt: skip


def series_of(question: Question, data: Data, series: Series) -> Series:
    """The same outcome in the same areas by another question.

    Values are areas × periods, in the order of ``data.areas``.
    """
    cells = _cells(data.edition, [series.measure.id], data.level, list(data.areas))
    return _series(question, series.outcome, series.measure, cells, list(data.areas), data.treated)


def periods_of(question: Question, edition: Edition, indicator: str) -> list[str]:
    """The periods with figures of an indicator that count, whatever they say."""
    table = edition.table("figures").filter(pl.col("indicator") == indicator)
    own = table.select("period").unique().sort("period").collect()["period"].to_list()
    return [period for period in own if _counts(question, period)]


def _counts(question: Question, period: str) -> bool:
    """Whether a period counts: not between the earliest and the latest start that people name (there
    nobody knows whether it had begun), nor after the latest end."""
    if question.end is not None and period[: len(question.end[1])] > question.end[1]:
        return False
    return not (not question.starts and question.start[0] <= period < question.start[1])


def _matrix(
    cells: pl.DataFrame, areas_kept: list[str], periods: Iterable[str], column: str
) -> Numbers:
    row = {code: place for place, code in enumerate(areas_kept)}
    at = {period: place for place, period in enumerate(periods)}
    result = np.full((len(row), len(at)), np.nan)
    cells_in_periods = cells.filter(pl.col("period").is_in(list(at)))
    rows = np.array([row[code] for code in cells_in_periods["area"].to_list()], dtype=np.int64)
    columns = np.array(
        [at[period] for period in cells_in_periods["period"].to_list()], dtype=np.int64
    )
    if len(rows):
        result[rows, columns] = (
            cells_in_periods[column].cast(pl.Float64).fill_null(np.nan).to_numpy()
        )
    return result


def _at(cells: pl.DataFrame, indicator: str, period: str, areas_kept: list[str]) -> Numbers:
    own = cells.filter(pl.col("indicator") == indicator)
    return np.asarray(_matrix(own, areas_kept, [period], "value")[:, 0], dtype=np.float64)


def _clusters(question: Question, areas_kept: list[str]) -> Any:
    if not question.units:
        return None
    names: dict[str, int] = {}
    return np.array(
        [
            names.setdefault(question.units.get(code, f"\0{code}"), len(names))
            for code in areas_kept
        ],
        dtype=np.int64,
    )


def _matched(
    question: Question,
    cells: pl.DataFrame,
    areas_kept: list[str],
    treated: Mask,
    measures: dict[str, Measure],
) -> Match | None:
    """The areas that are alike before the start: by the last figure before it of each characteristic,
    and how that moved since its first."""
    if not question.match:
        return None
    columns, names = [], []
    for indicator in question.match:
        own = cells.filter(
            (pl.col("indicator") == indicator) & (pl.col("period") < question.first_start)
        )
        periods = own["period"].unique().sort().to_list()
        if not periods:
            raise InputError.of(
                "comparison.match",
                "no figure before the start",
                "an indicator that was measured before it",
                value=indicator,
            )
        values = _matrix(own, areas_kept, periods, "value")
        columns.append(values[:, -1])
        names.append(indicator)
        if len(periods) > 1:
            columns.append((values[:, -1] - values[:, 0]) / (len(periods) - 1))
            names.append(f"{indicator}:trend")
    try:
        return match(np.column_stack(columns), tuple(names), treated, ~treated, question.each)
    except ValueError as fault:
        raise InputError.of("comparison.match", str(fault), "areas with these figures") from fault


def _rings(edition: Edition, areas_kept: list[str], treated: Mask) -> Numbers | None:
    """Borders from a treated area; None when the edition has no boundaries of them."""
    path = edition.path / "geometry.geojson"
    if not path.is_file():
        return None
    import shapely

    place = {code: at for at, code in enumerate(areas_kept)}
    shapes: list[Any] = []
    owners: list[int] = []
    for feature in json.loads(path.read_text("utf-8"))["features"]:
        code = feature.get("properties", {}).get("code", feature.get("id"))
        if code in place and feature.get("geometry"):
            shapes.append(shapely.make_valid(shapely.geometry.shape(feature["geometry"])))
            owners.append(place[code])
    if not set(np.flatnonzero(treated).tolist()) <= set(owners):
        return None
    tree = shapely.STRtree(shapes)
    first, second = tree.query(shapes, predicate="dwithin", distance=_NEAR)
    neighbours: dict[int, set[int]] = {}
    for first_owner, other in zip(first.tolist(), second.tolist(), strict=True):
        if first_owner != other:
            neighbours.setdefault(owners[first_owner], set()).add(owners[other])
    return rings(neighbours, treated)


def panel_of(series: Series, data: Data) -> Panel:
    """The panel of an outcome. Its values are areas × periods, NaN where there is no figure."""
    return Panel(series.values, series.start, data.clusters)
