"""Our statistics beside a peer's in one run: seconds, their ratio and peak memory.

Run: python bench/estimators.py [--size smoke]. Every job runs in a process of its own, so that peak memory is its
own, and both answers are compared before a time is believed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np

Answer = np.ndarray
BANDS = (*(f"{low}-{low + 4}" for low in range(0, 90, 5)), "90+")
# The jobs' own processes get the same arguments.
SMOKE = sys.argv[1:] == ["--size", "smoke"]
PAIRS = 500 if SMOKE else 20_000  # shares and rates; the peer goes row by row
AREAS = 50 if SMOKE else 2_000  # areas of 19 strata
RESPONDENTS, DISTRICTS, NEIGHBOURHOODS = (1_000, 20, 100) if SMOKE else (20_000, 200, 2_000)
RUNS = 1 if SMOKE else 3
LARGEST_GAP = 1e-9


def _pairs() -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(1)
    base = draw.integers(50, 5000, PAIRS)
    return draw.binomial(base, 0.2) + 10, base + 10


def wilson_ours() -> tuple[float, Answer]:
    """Wilson limits through numpy."""
    from wijkwerk.monitor.core import intervals

    k, n = _pairs()
    return _timed(lambda: np.column_stack(intervals.wilson(k, n)))


def wilson_peer() -> tuple[float, Answer]:
    """Wilson limits through phstatsmethods' table function."""
    import pandas as pd
    import PHStatsMethods

    k, n = _pairs()
    frame = pd.DataFrame({"k": k, "n": n, "area": np.arange(PAIRS)})
    return _timed(
        lambda: _limits(PHStatsMethods.ph_proportion(frame, "k", "n", "area").sort_values("area"))
    )


def rates_ours() -> tuple[float, Answer]:
    """Exact and Byar limits of rates through numpy."""
    from wijkwerk.monitor.core import intervals

    k, n = _pairs()
    return _timed(lambda: np.column_stack(intervals.rate(k, n, 100_000)))


def rates_peer() -> tuple[float, Answer]:
    """Byar limits of rates through phstatsmethods' table function."""
    import pandas as pd
    import PHStatsMethods

    k, n = _pairs()
    frame = pd.DataFrame({"k": k, "n": n, "area": np.arange(PAIRS)})
    return _timed(
        lambda: _limits(PHStatsMethods.ph_rate(frame, "k", "n", "area").sort_values("area"))
    )


def _strata() -> tuple[np.ndarray, np.ndarray]:
    draw = np.random.default_rng(2)
    people = draw.integers(50, 800, (AREAS, 19))
    return draw.binomial(people, 0.1), people


def standardised_ours() -> tuple[float, Answer]:
    """Standardised rates with Dobson limits through the engine (DuckDB)."""
    import ibis
    import polars as pl

    from wijkwerk.monitor.core.standardise import standard_population, standardised

    events, people = _strata()
    strata = pl.DataFrame(
        {
            "area": np.repeat([f"a{number:05d}" for number in range(AREAS)], 19),
            "period": ["2020"] * events.size,
            "indicator": ["x"] * events.size,
            "age": list(BANDS) * AREAS,
            "numerator": events.ravel().astype(float),
            "denominator": people.ravel().astype(float),
            "obs_status": ["A"] * events.size,
        }
    ).with_columns(sex=pl.lit(None, pl.String))
    meta = pl.DataFrame({"indicator": ["x"], "scale": [100_000.0]})
    connection = ibis.duckdb.connect()

    def run() -> Answer:
        table = standardised(
            ibis.memtable(strata.to_arrow()),
            ibis.memtable(standard_population().to_arrow()),
            ibis.memtable(meta.to_arrow()),
        )
        arrow = pl.from_arrow(connection.to_pyarrow(table))
        assert isinstance(arrow, pl.DataFrame)
        return arrow.sort("area").select("lower", "upper").to_numpy()

    return _timed(run)


def standardised_peer() -> tuple[float, Answer]:
    """Standardised rates with Dobson limits through phstatsmethods."""
    import contextlib
    import io

    import pandas as pd
    import PHStatsMethods

    events, people = _strata()
    frame = pd.DataFrame(
        {
            "area": np.repeat(np.arange(AREAS), 19),
            "age": list(BANDS) * AREAS,
            "n": events.ravel(),
            "people": people.ravel(),
        }
    )

    def run() -> Answer:
        with contextlib.redirect_stdout(io.StringIO()):
            return _limits(
                PHStatsMethods.ph_dsr(frame, "n", "people", "age", "area").sort_values("area")
            )

    return _timed(run)


def _survey(areas: int = DISTRICTS) -> dict[str, np.ndarray]:
    draw = np.random.default_rng(3)
    stratum = draw.integers(0, 30, RESPONDENTS)
    return {
        "area": draw.integers(0, areas, RESPONDENTS),
        "value": draw.integers(0, 2, RESPONDENTS).astype(float),
        "weight": draw.uniform(0.5, 3, RESPONDENTS),
        "stratum": stratum,
        "psu": stratum * 1000 + draw.integers(0, 40, RESPONDENTS),
    }


def survey_ours() -> tuple[float, Answer]:
    """Survey shares of all districts."""
    return _through_ours(DISTRICTS)


def survey_many_ours() -> tuple[float, Answer]:
    """Survey shares of many areas of a few respondents each."""
    return _through_ours(NEIGHBOURHOODS)


def survey_many_svy() -> tuple[float, Answer]:
    """The same through svy."""
    return _through_svy(NEIGHBOURHOODS)


def _through_ours(areas: int) -> tuple[float, Answer]:
    import polars as pl

    from wijkwerk.monitor.core.taylor import taylor_means

    rows = pl.DataFrame(_survey(areas)).with_columns(
        area=pl.format("a{}", pl.col("area").cast(pl.String).str.zfill(5)),
        period=pl.lit("2020"),
        indicator=pl.lit("x"),
        stratum=pl.col("stratum").cast(pl.String),
        psu=pl.col("psu").cast(pl.String),
    )

    def run() -> Answer:
        means = taylor_means(rows)
        return np.column_stack([means["mean"], means["variance"].sqrt()])

    return _timed(run)


def survey_samplics() -> tuple[float, Answer]:
    """The same through samplics, with the districts as its domains."""
    from samplics import PopParam, TaylorEstimator

    data = _survey()

    def run() -> Answer:
        peer = TaylorEstimator(PopParam.mean)
        peer.estimate(
            y=data["value"],
            samp_weight=data["weight"],
            stratum=data["stratum"],
            psu=data["psu"],
            domain=data["area"],
        )
        keys = sorted(peer.point_est)
        return np.array([[float(peer.point_est[key]), float(peer.stderror[key])] for key in keys])

    return _timed(run)


def survey_svy() -> tuple[float, Answer]:
    """The same through svy."""
    return _through_svy(DISTRICTS)


def _through_svy(areas: int) -> tuple[float, Answer]:
    import polars as pl
    import svy

    rows = pl.DataFrame(_survey(areas))
    sample = svy.Sample(rows, svy.Design(wgt="weight", stratum="stratum", psu="psu"))

    def run() -> Answer:
        polars = sample.estimation.mean("value", by="area").to_polars()
        polars = polars.with_columns(pl.col("area").cast(pl.Int64)).sort("area")
        return np.asarray(polars.select("est", "se").to_numpy())

    return _timed(run)


def _limits(frame: Any) -> Answer:
    names = [name for name in frame.columns if name.lower().startswith(("lower", "upper"))]
    return np.asarray(frame[names].to_numpy(dtype=float))


def _timed(job: Callable[[], Answer]) -> tuple[float, Answer]:
    """Seconds of the fastest of the runs (of one that takes over ten), and the answer."""
    best = float("inf")
    for _ in range(RUNS):
        start = time.perf_counter()
        answer = job()
        best = min(best, time.perf_counter() - start)
        if best > 10:
            break
    return best, answer


def _child(job: Callable[[], tuple[float, Answer]], queue: Any) -> None:
    warnings.simplefilter("ignore")
    seconds, answer = job()
    queue.put((seconds, answer, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def apart(job: Callable[[], tuple[float, Answer]]) -> tuple[float, Answer, float]:
    """Seconds, answer and peak memory in MB of a job in a fresh process."""
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=_child, args=(job, queue))
    process.start()
    found: tuple[float, Answer, float] = queue.get(timeout=600)
    process.join()
    return found


def main() -> None:
    """Print a table in Markdown: ours, the peer, how many times faster, both peaks."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", choices=["smoke", "small"], default="small")
    parser.parse_args()
    jobs = [
        (f"Wilson limits, {PAIRS:,} shares", wilson_ours, "phstatsmethods", wilson_peer),
        (f"limits of {PAIRS:,} rates", rates_ours, "phstatsmethods", rates_peer),
        (
            f"standardised, {AREAS:,} areas x 19",
            standardised_ours,
            "phstatsmethods",
            standardised_peer,
        ),
        (
            f"survey, {RESPONDENTS:,} people, {DISTRICTS} areas",
            survey_ours,
            "samplics",
            survey_samplics,
        ),
        (f"survey, {RESPONDENTS:,} people, {DISTRICTS} areas", survey_ours, "svy", survey_svy),
        (
            f"survey, {RESPONDENTS:,} people, {NEIGHBOURHOODS:,} areas",
            survey_many_ours,
            "svy",
            survey_many_svy,
        ),
    ]
    print(
        "| job | ours (s) | peer | peer (s) | times faster | ours (MB) | peer (MB) | largest gap |"
    )
    print("|---|---|---|---|---|---|---|---|")
    for name, ours, label, peer in jobs:
        seconds, answer, peak = apart(ours)
        other_seconds, other, other_peak = apart(peer)
        gap = float(np.nanmax(np.abs(answer - other) / np.maximum(np.abs(other), 1e-12)))
        assert gap < LARGEST_GAP, f"{name}: the answers differ by {gap}"
        print(
            f"| {name} | {seconds:.3f} | {label} | {other_seconds:.3f} "
            f"| {other_seconds / seconds:.0f} | {peak:.0f} | {other_peak:.0f} | {gap:.1e} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
