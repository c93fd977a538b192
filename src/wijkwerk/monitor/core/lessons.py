"""Made-up figures that show what chance does: the same every time, so that words can point at them.

Each lesson is an experiment with a known truth and a fixed seed; nothing in it is about a place.
"""

from __future__ import annotations

import numpy as np
import polars as pl

from wijkwerk.monitor.core.intervals import wilson

TRUTH = 0.10
YEARS = tuple(str(year) for year in range(2013, 2023))


def sizes() -> pl.DataFrame:
    """``size``, ``share``: 60 areas per size, all with the same truth; small ones spread most."""
    random = np.random.default_rng(11)
    parts = []
    for size in (50, 500, 5000):
        shares = random.binomial(size, TRUTH, 60) / size * 100
        parts.append(pl.DataFrame({"size": [size] * 60, "share": shares}))
    return pl.concat(parts)


def jumps() -> pl.DataFrame:
    """``year``, ``size``, ``share``: a small and a large area in which nothing ever changes."""
    random = np.random.default_rng(5)
    rows = [
        (year, size, float(random.binomial(size, TRUTH)) / size * 100)
        for size in (80, 8000)
        for year in YEARS
    ]
    return pl.DataFrame(rows, schema=["year", "size", "share"], orient="row")


def margins() -> pl.DataFrame:
    """``draw``, ``share``, ``lower``, ``upper``, ``holds``: 20 surveys of 200 people with their
    Wilson intervals, and whether each holds the truth. On average 19 do, and so it is here: a
    picture without any miss would teach that there are none."""
    random = np.random.default_rng(8)
    counts = random.binomial(200, TRUTH, 20)
    lower, upper = wilson(counts, np.full(20, 200))
    return pl.DataFrame(
        {
            "draw": list(range(1, 21)),
            "share": counts / 2.0,
            "lower": lower * 100,
            "upper": upper * 100,
            "holds": (lower <= TRUTH) & (upper >= TRUTH),
        }
    )


def ranks() -> pl.DataFrame:
    """``area``, ``rank``, ``lower``, ``upper``: ranks of 12 areas of 150 people, and the range in
    which 95 of 100 repetitions put them."""
    random = np.random.default_rng(7)
    truth = np.linspace(0.06, 0.16, 12)
    observed = random.binomial(150, truth)
    again = random.binomial(150, observed / 150, (2000, 12))
    placed = again.argsort(axis=1, kind="stable").argsort(axis=1, kind="stable") + 1
    lower, upper = np.quantile(placed, [0.025, 0.975], axis=0, method="closest_observation")
    rank = observed.argsort(kind="stable").argsort(kind="stable") + 1
    frame = pl.DataFrame(
        {"area": list("ABCDEFGHIJKL"), "rank": rank, "lower": lower, "upper": upper}
    )
    return frame.sort("rank")


def back_to_the_middle() -> pl.DataFrame:
    """``area``, ``year``, ``share``: the ten worst of 200 areas in one year, and a year later,
    while nothing was done and nothing changed."""
    random = np.random.default_rng(23)
    truth = np.clip(random.normal(0.12, 0.02, 200), 0.04, None)
    before, after = (random.binomial(120, truth) / 120 * 100 for _ in range(2))
    worst = before.argsort(kind="stable")[-10:][::-1]
    rows = [
        (f"{place + 1}", year, float(shares[area]))
        for place, area in enumerate(worst)
        for year, shares in (("1", before), ("2", after))
    ]
    return pl.DataFrame(rows, schema=["area", "year", "share"], orient="row")
