"""Early warning: false alarms stay below the stated share, true turns are seen."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wijkwerk.monitor.core import tables
from wijkwerk.monitor.core.warning import RESULT, benjamini_hochberg, early_warning, wobble

RATE = 0.05


def _series(
    seed: int,
    indicators: int,
    areas: int,
    periods: int,
    wobbles: float = 0.0,
    drift: float = 0.0,
    turned: int = 0,
    size: float = 6.0,
    creeping: bool = False,
) -> pl.DataFrame:
    """Distances of known sampling variance; the first ``turned`` areas truly get worse at last."""
    draw = np.random.default_rng(seed)
    shape = (indicators, areas, periods)
    error = np.broadcast_to(draw.uniform(0.3, 2, (indicators, areas, 1)), shape)
    values = draw.normal(0, 3, (indicators, areas, 1)) + error * draw.normal(size=shape)
    values = values + wobbles * draw.normal(size=shape)
    values = values + np.cumsum(drift * draw.normal(size=shape), axis=2)
    steps = np.array([1 / 3, 2 / 3, 1.0]) if creeping else np.array([0.0, 0.0, 1.0])
    if turned:
        values[:, :turned, -3:] += np.hypot(error, wobbles)[:, :turned, -3:] * size * steps
    which, area, period = np.indices(shape)
    return pl.DataFrame(
        {
            "area": [f"a{number:05d}" for number in area.ravel()],
            "indicator": [f"i{number:04d}" for number in which.ravel()],
            "period": [str(2000 + number) for number in period.ravel()],
            "distance": values.ravel(),
            "variance": (error**2).ravel(),
        }
    )


@pytest.mark.parametrize(
    ("areas", "periods", "wobbles", "drift"),
    [
        (12, 8, 0.0, 0.0),
        (40, 6, 0.0, 0.0),
        (40, 6, 1.0, 0.0),
        (40, 12, 1.0, 0.0),
        (60, 10, 0.0, 0.7),
    ],
)
def test_without_any_turn_few_indicators_give_a_signal(
    areas: int, periods: int, wobbles: float, drift: float
) -> None:
    warning = early_warning(_series(1, 300, areas, periods, wobbles, drift), RATE)
    alarmed = warning.group_by("indicator").agg(pl.col("signal").any())["signal"].mean()
    # Three standard errors of 300 draws above the rate that is stated.
    assert alarmed is not None and alarmed <= RATE + 3 * np.sqrt(RATE * (1 - RATE) / 300)
    assert warning.height == 300 * areas


@pytest.mark.parametrize(("wobbles", "creeping"), [(0.0, False), (1.0, False), (0.0, True)])
def test_the_share_of_false_alarms_stays_below_the_stated_rate(
    wobbles: float, creeping: bool
) -> None:
    turned, areas = 6, 60
    columns = early_warning(
        _series(2, 150, areas, 9, wobbles, turned=turned, creeping=creeping), RATE
    ).with_columns(true=pl.col("area").str.slice(1).cast(pl.Int64) < turned)
    per = columns.group_by("indicator").agg(
        signals=pl.col("signal").sum(),
        false=(pl.col("signal") & ~pl.col("true")).sum(),
        caught=(pl.col("signal") & pl.col("true")).sum(),
    )
    share = (per["false"] / per["signals"].clip(1)).mean()
    assert isinstance(share, float) and share <= RATE
    caught = per["caught"].sum() / (150 * turned)
    assert caught > 0.7


def test_a_jump_is_seen_at_once_and_stands_out() -> None:
    warning = early_warning(_series(3, 1, 40, 8, turned=1, size=9), RATE)
    first = warning.row(0, named=True)
    assert (first["area"], first["signal"]) == ("a00000", True)
    assert first["score"] > first["threshold"]
    assert first["period"] == "2007"


def test_an_area_that_gets_better_gives_no_signal() -> None:
    warning = early_warning(_series(4, 1, 40, 8, turned=1, size=-12), RATE)
    assert not warning["signal"].any()
    # No sign of a turn for the worse is a score of zero, never minus infinity.
    assert warning["score"][0] == 0
    assert warning["score"].is_finite().all()


def test_a_signal_is_a_score_at_or_above_the_threshold() -> None:
    warning = early_warning(_series(5, 20, 30, 7, turned=4), RATE)
    assert ((warning["score"] >= warning["threshold"]) == warning["signal"]).all()
    assert warning["signal"].any() and not warning["signal"].all()
    assert warning.columns == list(tables.WARNINGS)


def test_short_series_few_gaps_and_absent_areas_get_no_row() -> None:
    assert early_warning(_series(6, 1, 40, 2), RATE).is_empty()
    assert early_warning(_series(6, 1, 5, 4), RATE).is_empty()
    series = _series(6, 1, 40, 6)
    last = (pl.col("area") == "a00003") & (pl.col("period") == "2005")
    unknown = series.with_columns(
        distance=pl.when(last).then(None).otherwise("distance"),
        variance=pl.when(pl.col("area") == "a00004").then(None).otherwise("variance"),
    )
    found = early_warning(unknown, RATE)["area"].to_list()
    assert len(found) == 38
    assert not {"a00003", "a00004"} & set(found)


def test_no_distances_give_no_warnings() -> None:
    assert early_warning(_series(7, 1, 2, 2).clear(), RATE).equals(pl.DataFrame(schema=RESULT))


@pytest.mark.parametrize("rate", [0.0, 1.0, 5.0])
def test_a_rate_that_cannot_be_is_refused(rate: float) -> None:
    with pytest.raises(ValueError, match="between 0 and 1"):
        early_warning(_series(8, 1, 2, 2), rate)


def test_a_lower_rate_never_gives_more_signals() -> None:
    series = _series(9, 30, 40, 7, turned=3, size=4)
    counts = [early_warning(series, rate)["signal"].sum() for rate in (0.01, 0.05, 0.2)]
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]


def test_the_wobble_is_found_even_when_some_areas_turned() -> None:
    draw = np.random.default_rng(10)
    sampling = draw.uniform(0.5, 2, 20_000)
    gap = draw.normal(0, np.sqrt(sampling + 1.5 * 4.0))
    assert wobble(gap, sampling, np.full(20_000, 1.5)) == pytest.approx(4.0, rel=0.06)
    gap[:1000] += 100
    assert wobble(gap, sampling, np.full(20_000, 1.5)) == pytest.approx(4.0, rel=0.2)
    assert wobble(gap * 0.01, sampling, np.full(20_000, 1.5)) == 0


def test_benjamini_and_hochbergs_own_example_gives_four_signals() -> None:
    p = np.array(
        [
            0.0001,
            0.0004,
            0.0019,
            0.0095,
            0.0201,
            0.0278,
            0.0298,
            0.0344,
            0.0459,
            0.3240,
            0.4262,
            0.5719,
            0.6528,
            0.7590,
            1.0,
        ]
    )
    assert (p <= benjamini_hochberg(p, 0.05)).sum() == 4
    assert benjamini_hochberg(np.array([0.5, 0.9]), 0.05) == 0.025


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000))
def test_shuffled_rows_change_nothing(seed: int) -> None:
    series = _series(seed, 3, 25, 6, turned=2)
    shuffled = series.sample(fraction=1.0, shuffle=True, seed=seed)
    assert early_warning(shuffled, RATE).equals(early_warning(series, RATE))


@pytest.mark.parametrize(("place", "counts"), [(2, False), (3, True)])
def test_what_lies_before_the_window_says_nothing_of_a_turn_now(place: int, counts: bool) -> None:
    # Of twelve distances the last three stand against at most six before: the fourth to the ninth.
    plain = _series(5, 1, 40, 12).sort("area", "period")
    first = pl.col("area") == "a00000"

    def score(value: float) -> float:
        there = first & (pl.col("period") == str(2000 + place))
        # Both values lie far beyond any other, so what distances wobble by usually stays the same.
        changed = plain.with_columns(
            distance=pl.when(there).then(value).otherwise(pl.col("distance"))
        )
        return float(early_warning(changed, RATE).filter(first)["score"][0])

    assert (abs(score(-60.0) - score(-120.0)) > 1e-6) is counts
