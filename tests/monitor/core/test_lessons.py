"""What chance does, shown with a known truth: the made-up figures teach what the pages say of them."""

import math

import numpy as np
import polars as pl
import pytest

from wijkwerk.monitor.core.lessons import (
    TRUTH,
    YEARS,
    back_to_the_middle,
    jumps,
    margins,
    ranks,
    sizes,
)


def test_shares_of_small_areas_spread_as_chance_says() -> None:
    frame = sizes()
    assert set(frame["size"]) == {50, 500, 5000}
    for (size,), areas in frame.group_by("size"):
        shares = areas["share"].to_numpy() / 100
        # The standard error of a share of so many: of 60 areas, within a third of it.
        expected = math.sqrt(TRUTH * (1 - TRUTH) / int(size))
        assert len(shares) == 60
        assert shares.std(ddof=1) == pytest.approx(expected, rel=1 / 3)
        assert shares.mean() == pytest.approx(TRUTH, abs=4 * expected / math.sqrt(60))
        # Shares of so many people and of no other number.
        assert np.allclose(shares * int(size), np.round(shares * int(size)))


def test_nothing_changes_and_the_small_area_jumps() -> None:
    frame = jumps()
    ranges = dict(
        frame.group_by("size").agg(pl.col("share").max() - pl.col("share").min()).iter_rows()
    )
    assert frame["year"].to_list() == [*YEARS, *YEARS]
    assert set(ranges) == {80, 8000}
    assert ranges[80] > 5 * ranges[8000]
    for (size,), years in frame.group_by("size"):
        counts = years["share"].to_numpy() / 100 * int(size)
        assert np.allclose(counts, np.round(counts))


def test_nineteen_of_twenty_margins_hold_the_truth() -> None:
    frame = margins()
    assert frame["draw"].to_list() == list(range(1, 21))
    assert frame["holds"].sum() == 19
    inside = (frame["lower"] <= 100 * TRUTH) & (frame["upper"] >= 100 * TRUTH)
    assert inside.to_list() == frame["holds"].to_list()
    assert ((frame["lower"] < frame["share"]) & (frame["share"] < frame["upper"])).all()


def test_a_rank_lies_within_its_range_and_hardly_any_is_sure() -> None:
    frame = ranks()
    assert sorted(frame["rank"].to_list()) == list(range(1, 13))
    assert ((frame["lower"] <= frame["rank"]) & (frame["rank"] <= frame["upper"])).all()
    assert (frame["upper"] - frame["lower"]).mean() > 3


def test_the_ten_worst_fall_back_to_the_middle() -> None:
    frame = back_to_the_middle()
    before, after = (frame.filter(pl.col("year") == year)["share"] for year in ("1", "2"))
    assert frame.height == 20
    assert before.to_list() == sorted(before, reverse=True)
    # A true share of about 12: the worst were partly unlucky, and are nearer to it a year later.
    assert before.mean() - 12 > 2 * abs(after.mean() - 12)
    counts = frame["share"].to_numpy() / 100 * 120
    assert np.allclose(counts, np.round(counts))
