"""The back-test: targets in a simulated country, judged with what was known, looked at years later.

What is measured, and what came out: docs/method/programme-on-course.md.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from wijkwerk.monitor.api import SimulatedSize, simulate
from wijkwerk.programme.core.back_test import Judgement, Score, score
from wijkwerk.programme.core.case import Case
from wijkwerk.programme.core.course import courses
from wijkwerk.programme.core.measurement import Measurement, Scale
from wijkwerk.programme.core.thresholds import Thresholds

AHEAD = 5  # years from the judgement to the target's day
MEASURED = (5, 6, 8, 11)  # figures, one a year, that a judgement rests on
# A target asks a tenth to a third less than the baseline, drawn without a look at the figures.
EASIEST, HARDEST = 0.1, 1 / 3
Floats = NDArray[np.float64]


@dataclass(frozen=True)
class BackTest:
    """Scores of all judgements, per number of measurements, and with and without the programme.

    ``bending``: areas where the simulated programme works, so that trends bend for good.
    """

    all: Score
    measured: dict[int, Score]
    bending: Score | None
    steady: Score


@dataclass(frozen=True)
class _Register:
    """Rates (rows, years) in percent: as registered with standard errors, and as they truly are."""

    rows: list[tuple[str, str]]  # indicator, area
    first_year: int
    seen: Floats
    error: Floats
    true: Floats
    treated: NDArray[np.bool_]


def back_test(
    areas: int,
    indicators: int,
    years: int,
    seed: int,
    thresholds: Thresholds,
    tell: Callable[[str, float], None],
) -> BackTest:
    """Judge targets in a simulated country of ``areas`` and ``years``; the same seed, the same answer.

    ``years`` must leave room for ``AHEAD`` years after the shortest of ``MEASURED``.
    """
    with tempfile.TemporaryDirectory() as folder:
        districts = max(1, areas // 5)
        size = SimulatedSize(
            max(1, districts // 5), districts, areas, years, indicators, specials=False
        )
        country = simulate(
            Path(folder) / "country", size, seed, lambda step, done: tell(step, done * 0.2)
        )
        register = _register(country)
    judged: list[tuple[int, bool, Judgement]] = []
    starts = [
        (measured_years, start)
        for measured_years in MEASURED
        for start in range(years - measured_years - AHEAD + 1)
    ]
    for done, (measured, start) in enumerate(starts):
        draw = np.random.default_rng([seed, 11, measured, start])
        judged += [
            (measured, treated, judgement)
            for treated, judgement in _judged(register, measured, start, draw, thresholds)
        ]
        tell("judging", 0.2 + 0.8 * (done + 1) / len(starts))
    bending = [judgement for _, treated, judgement in judged if treated]
    return BackTest(
        score([judgement for _, _, judgement in judged]),
        {
            number: score([judgement for measured, _, judgement in judged if measured == number])
            for number in MEASURED
            if any(measured == number for measured, _, _ in judged)
        },
        score(bending) if bending else None,
        score([judgement for _, treated, judgement in judged if not treated]),
    )


def _register(country: Path) -> _Register:
    keys = ("indicator", "area", "period")
    both = [
        pl.read_parquet(path).with_columns(pl.col(keys).cast(pl.String))
        for path in (country / "observations-register.parquet", country / "truth/figures.parquet")
    ]
    areas = pl.read_parquet(country / "truth/areas.parquet").select("area", "treated")
    table = both[0].join(both[1], on=keys).join(areas, on="area").sort(keys)
    periods = table["period"].unique().sort()

    def wide(column: str) -> Floats:
        return table[column].to_numpy().astype(np.float64).reshape(-1, len(periods))

    count, base = wide("numerator"), wide("denominator")
    # One more with and one more without: the error of no cases at all isn't nought.
    share = (count + 1) / (base + 2)
    first = table.filter(pl.col("period") == periods[0])
    return _Register(
        list(first.select("indicator", "area").iter_rows()),
        int(periods[0]),
        100 * count / base,
        100 * np.sqrt(share * (1 - share) / base),
        wide("truth"),
        first["treated"].to_numpy(),
    )


def _judged(
    register: _Register,
    measured: int,
    start: int,
    draw: np.random.Generator,
    thresholds: Thresholds,
) -> Iterator[tuple[bool, Judgement]]:
    span = range(start, start + measured)
    days = [f"{register.first_year + year}-12-31" for year in span]
    last = span.stop - 1 + AHEAD
    by = f"{register.first_year + last}-12-31"
    factors = 1 - draw.uniform(EASIEST, HARDEST, len(register.rows))
    seen_values, error = register.seen.tolist(), register.error.tolist()
    rows = [row for row in range(len(seen_values)) if seen_values[row][start] > 0]
    targets = [seen_values[row][start] * float(factors[row]) for row in rows]
    cases = [
        Case(
            "|".join(register.rows[row]),
            tuple(
                Measurement(day, seen_values[row][year], error[row][year])
                for day, year in zip(days, span, strict=True)
            ),
            by,
            target,
            scale=Scale.SHARE,
        )
        for row, target in zip(rows, targets, strict=True)
    ]
    for row, target, course in zip(
        rows, targets, courses(cases, days[-1], thresholds), strict=True
    ):
        figure, drawn = seen_values[row][last], course.projection
        yield (
            bool(register.treated[row]),
            Judgement(
                course.answer,
                course.probability,
                figure <= target,
                bool(register.true[row, last] <= target),
                None if drawn is None else drawn.low80 <= figure <= drawn.high80,
                None if drawn is None else drawn.low95 <= figure <= drawn.high95,
            ),
        )
