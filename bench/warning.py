"""How often early warning cries wolf, and how often it sees a true turn, by simulation.

Run: python bench/warning.py [--rate 0.05] [--runs 400]. Prints a table in Markdown: without any turn, the share of
indicators with any signal and of areas with one; with a tenth of the areas truly turned by five
standard deviations, the share of signals that are false and the share of turns that are seen.
"""

from __future__ import annotations

import argparse
import time

import numpy as np
import polars as pl

from wijkwerk.monitor.core.warning import early_warning

TURN = 5.0


def simulated(
    seed: int, runs: int, areas: int, periods: int, wobble: float, drift: float, turned: int
) -> pl.DataFrame:
    """Distances of areas with sampling error 0.3-2 known, and wobble and drift that aren't."""
    draw = np.random.default_rng(seed)
    shape = (runs, areas, periods)
    error = np.broadcast_to(draw.uniform(0.3, 2, (runs, areas, 1)), shape)
    values = draw.normal(0, 3, (runs, areas, 1)) + error * draw.normal(size=shape)
    values = values + wobble * draw.normal(size=shape)
    values = values + np.cumsum(drift * draw.normal(size=shape), axis=2)
    values[:, :turned, -1] += np.hypot(error, wobble)[:, :turned, -1] * TURN
    run, area, period = (part.ravel().astype(np.int32) for part in np.indices(shape))
    return pl.DataFrame(
        {
            "indicator": run,
            "area": area,
            "period": period,
            "distance": values.ravel(),
            "variance": (error**2).ravel(),
        }
    ).with_columns(
        pl.format("i{}", pl.col("indicator").cast(pl.String).str.zfill(4)).alias("indicator"),
        pl.format("a{}", pl.col("area").cast(pl.String).str.zfill(5)).alias("area"),
        pl.format("{}", pl.col("period") + 2000).alias("period"),
    )


def measured(rate: float, runs: int, areas: int, periods: int, wobble: float, drift: float) -> str:
    """One row of the table, of ``runs`` indicators without any turn and half as many with turns."""
    calm = early_warning(simulated(1, runs, areas, periods, wobble, drift, 0), rate)
    if calm.is_empty():
        return "too few gaps to tell | | | "
    alarmed = calm.group_by("indicator").agg(pl.col("signal").any())["signal"].to_numpy().mean()
    turned = max(1, areas // 10)
    warning = early_warning(simulated(2, runs // 2, areas, periods, wobble, drift, turned), rate)
    true = warning["area"].str.slice(1).cast(pl.Int64).to_numpy() < turned
    per = (
        warning.with_columns(true=pl.Series(true))
        .group_by("indicator")
        .agg(
            signals=pl.col("signal").sum(),
            false=(pl.col("signal") & ~pl.col("true")).sum(),
            seen=(pl.col("signal") & pl.col("true")).sum(),
        )
    )
    share = (per["false"] / per["signals"].clip(1)).to_numpy().mean()
    seen = per["seen"].sum() / (runs // 2 * turned)
    areas_alarmed = calm["signal"].to_numpy().mean()
    return f"{alarmed:.3f} | {areas_alarmed:.5f} | {share:.3f} | {seen:.2f}"


def main() -> None:
    """Print the table, and the time at national size."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rate", type=float, default=0.05)
    parser.add_argument("--runs", type=int, default=400, help="indicators per row of the table")
    chosen = parser.parse_args()
    rate, runs = chosen.rate, chosen.runs
    print(f"Stated rate {rate}; {runs} indicators a row.\n")
    print(
        "| areas | periods | wobble | drift | any signal, no turn | areas alarmed, no turn "
        "| false among signals | turns seen |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for areas in (12, 44, 150):
        for periods in (4, 8, 14):
            for wobble, drift in ((0.0, 0.0), (1.0, 0.0), (0.0, 0.7)):
                row = measured(rate, runs, areas, periods, wobble, drift)
                print(f"| {areas} | {periods} | {wobble} | {drift} | {row} |", flush=True)
    start = time.perf_counter()
    table = simulated(3, 10, 14_500, 18, 1.0, 0.0, 100)
    made = time.perf_counter()
    early_warning(table, rate)
    print(
        f"\n14,500 areas x 18 periods: {(time.perf_counter() - made) / 10:.2f} s an indicator"
        f" (making them took {made - start:.1f} s)."
    )


if __name__ == "__main__":
    main()
