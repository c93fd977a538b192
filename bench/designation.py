"""A list of a whole country: chances by simulation and what-if, ours beside pandas and numpy.

    python bench/designation.py --size small|national

National: 18,000 areas, 15 years, four criteria (two of them means of two years, two against a
country or a region), a status of two out of four, one nested in it, one of four years in a row;
2,000 draws. Ours is the tables of the list (DuckDB), the chances, and a what-if in memory. The peer is
what an analyst would write: pandas for the list, numpy for the draws, a draw at a time for all areas
and years. It draws on the same scales (log-odds, normal), so both must agree; that is checked. Each job
runs in a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import polars as pl

SIZES = {"small": (1_000, 8, 200), "national": (18_000, 15, 2_000)}
REGIONS = 12
FIRST = 2005
RATES = {"work": (-1.27, 0.55, 700), "crime": (-4.6, 0.8, 900), "schooling": (-0.85, 0.7, 500)}
SCHEME = """
[scheme]
id = "bench"
from = "2000-01-01"
title = { nl = "Bench", en = "Bench" }
[[measure]]
code = "work"
name = { nl = "w", en = "w" }
indicator = "work"
unit = "%"
period = { mean = 2 }
[[measure]]
code = "crime"
name = { nl = "c", en = "c" }
indicator = "crime"
unit = "%"
period = { mean = 2 }
[[measure]]
code = "schooling"
name = { nl = "s", en = "s" }
indicator = "schooling"
unit = "%"
[[measure]]
code = "income"
name = { nl = "i", en = "i" }
indicator = "income"
[[criterion]]
code = "work"
name = { nl = "w", en = "w" }
measure = "work"
op = ">"
threshold = 40
[[criterion]]
code = "crime"
name = { nl = "c", en = "c" }
measure = "crime"
op = ">="
threshold = 3
relative_to = "country"
[[criterion]]
code = "schooling"
name = { nl = "s", en = "s" }
measure = "schooling"
op = ">"
threshold = 60
[[criterion]]
code = "income"
name = { nl = "i", en = "i" }
measure = "income"
op = "<"
threshold = 0.55
relative_to = "region"
[[status]]
code = "vulnerable"
label = { nl = "v", en = "v" }
rank = 1
at_least = 2
of = ["work", "crime", "schooling", "income"]
[[status]]
code = "lasting"
label = { nl = "l", en = "l" }
rank = 2
within = "vulnerable"
years_in_a_row = 4
"""


def make(folder: Path, areas: int, years: int) -> None:
    """``cells.parquet`` (area, indicator, period, value, lower, upper, method, reason)."""
    rng = np.random.default_rng(3)
    depth = rng.normal(0, 0.7, areas) + 2 * (rng.random(areas) < 0.08)
    codes = [f"BU{number:08d}" for number in range(areas)]
    parts = []
    for year in range(years):
        for name, (level, weight, base) in RATES.items():
            odds = level + weight * (depth + rng.normal(0, 0.15, areas))
            size = np.maximum(base * rng.lognormal(0, 0.6, areas), 20).round()
            count = rng.binomial(size.astype(int), 1 / (1 + np.exp(-odds)))
            parts.append(_share(codes, name, year, count, size))
            parts.append(_share(["NL"], name, year, count.sum()[None], size.sum()[None]))
        income = 310_000 * np.exp(-0.35 * depth + rng.normal(0, 0.05, areas))
        error = 0.4 * income / np.sqrt(600 * rng.lognormal(0, 0.6, areas))
        parts.append(_normal(codes, year, income, error))
        region = np.arange(areas) % REGIONS
        means = np.array([income[region == one].mean() for one in range(REGIONS)])
        names = [f"REGION{one}" for one in range(REGIONS)]
        parts.append(_normal(names, year, means, means * 0.002))
    pl.concat(parts).write_parquet(folder / "cells.parquet")


def _share(codes, name, year, count, size):
    z, share = 1.959963984540054, count / size
    middle, scale = share + z * z / (2 * size), 1 + z * z / size
    half = z * np.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    low = np.where(count == 0, 0, (middle - half) / scale)
    return _cells(
        codes, name, year, 100 * share, 100 * low, 100 * (middle + half) / scale, "wilson"
    )


def _normal(codes, year, value, error):
    z = 1.959963984540054
    return _cells(codes, "income", year, value, value - z * error, value + z * error, "normal")


def _cells(codes, name, year, value, low, high, method):
    return pl.DataFrame(
        {
            "area": codes,
            "indicator": name,
            "period": str(FIRST + year),
            "value": value,
            "lower": low,
            "upper": high,
            "method": method,
            "reason": "",
        }
    )


def ours(folder: Path, work: Path, draws: int) -> None:
    from wijkwerk.designation.api import Changes, read_scheme, what_if
    from wijkwerk.designation.core.succession import SUCCESSION
    from wijkwerk.designation.core.whatif import figures_of
    from wijkwerk.designation.lists.compute import compute
    from wijkwerk.designation.lists.firm import firmness_of
    from wijkwerk.designation.lists.inputs import Inputs
    from wijkwerk.monitor.api import connect

    (work / "bench.toml").write_text(SCHEME)
    scheme = read_scheme(work / "bench.toml")
    told: dict[str, float] = {}
    start = time.perf_counter()
    engine = connect("duckdb", work)
    cells = engine.read([folder / "cells.parquet"])
    frame = pl.read_parquet(folder / "cells.parquet", columns=["area", "indicator", "period"])
    codes = frame.filter(pl.col("area").str.starts_with("BU"))["area"].unique().sort().to_list()
    moments = sorted(frame.select("indicator", "period").unique().iter_rows())
    years = sorted({int(period) for _, period in moments})
    regions = [f"REGION{one}" for one in range(REGIONS)]
    places = pl.DataFrame(
        {
            "area": [*codes, "NL", *regions],
            "level": "neighbourhood",
            "listed": [True] * len(codes) + [False] * (1 + REGIONS),
            "exists": True,
        }
    ).join(pl.DataFrame({"year": years}), how="cross")
    references = pl.DataFrame(
        {
            "place": codes * 2,
            "relative": ["country"] * len(codes) + ["region"] * len(codes),
            "reference": ["NL"] * len(codes) + [regions[int(code[2:]) % REGIONS] for code in codes],
        }
    )
    inputs = Inputs(
        pl.DataFrame({"code": codes, "level": "neighbourhood"}),
        places,
        references,
        pl.DataFrame(schema=SUCCESSION),
        cells,
        years,
        moments,
        dict.fromkeys(RATES, "%"),
    )
    found = compute(scheme, inputs, engine)
    engine.write(found.criteria, work / "criteria.parquet", ("year", "area", "criterion"))
    engine.write(found.statuses, work / "statuses.parquet", ("year", "area", "status"))
    told["tables"] = time.perf_counter() - start
    criteria = pl.read_parquet(work / "criteria.parquet")
    start = time.perf_counter()
    firm = firmness_of(scheme, inputs, engine, criteria, draws, 1)
    told["firmness"] = time.perf_counter() - start
    firm.write_parquet(work / "ours.parquet")
    figures = figures_of(scheme, criteria, inputs.made_of)
    times = []
    for threshold in (38, 39, 41, 42, 44):
        start = time.perf_counter()
        what_if(figures, Changes(thresholds={"work": threshold}))
        times.append(time.perf_counter() - start)
    told["what_if"] = sorted(times)[2]
    print(json.dumps(told))


def peer(folder: Path, work: Path, draws: int) -> None:
    """What an analyst would write: pivot with pandas, then a draw at a time with numpy."""
    import pandas as pd

    start = time.perf_counter()
    cells = pd.read_parquet(folder / "cells.parquet")
    z = 1.959963984540054
    tables = {
        name: {
            column: part.pivot(index="area", columns="period", values=column)
            for column in ("value", "lower", "upper")
        }
        for name, part in cells.groupby("indicator")
    }
    codes = [code for code in tables["work"]["value"].index if code.startswith("BU")]
    region = np.array([int(code[2:]) % REGIONS for code in codes])

    def parts(name, rows):
        value, low, high = (
            tables[name][one].loc[rows].to_numpy() for one in ("value", "lower", "upper")
        )
        if name == "income":
            return value, (high - low) / 2 / z, None
        with np.errstate(divide="ignore"):
            odds = np.log(value / (100 - value))
            error = (np.log(high / (100 - high)) - np.log(low / (100 - low))) / 2 / z
        flat = ~np.isfinite(odds) | ~np.isfinite(error)
        return np.where(flat, -20, odds), np.where(flat, 0, error), flat

    own = {name: parts(name, codes) for name in (*RATES, "income")}
    nation = {name: parts(name, ["NL"]) for name in ("crime",)}
    regional = parts("income", [f"REGION{one}" for one in range(REGIONS)])

    def statuses(values, country, regions):
        mean = {
            name: (values[name][:, 1:] + values[name][:, :-1]) / 2 for name in ("work", "crime")
        }
        national = (country[:, 1:] + country[:, :-1]) / 2
        met = (mean["work"] > 40).astype(np.int8)
        met += mean["crime"] >= 3 * national
        met += values["schooling"][:, 1:] > 60
        met += values["income"][:, 1:] < 0.55 * regions[region][:, 1:]
        vulnerable = met >= 2
        lasting = vulnerable.copy()
        lasting[:, :3] = False
        for back in (1, 2, 3):
            lasting[:, back:] &= vulnerable[:, :-back]
        return vulnerable, lasting

    rng = np.random.default_rng(1)

    def drawn(middle, error, share):
        found = middle + error * rng.standard_normal(middle.shape)
        return found if share is None else 100 / (1 + np.exp(-found))

    shape = (len(codes), own["work"][0].shape[1] - 1)
    totals = [np.zeros(shape, np.int32) for _ in range(2)]
    for _ in range(draws):
        values = {name: drawn(*one) for name, one in own.items()}
        outcome = statuses(values, drawn(*nation["crime"]), drawn(*regional))
        for total, one in zip(totals, outcome, strict=True):
            total += one
    years = tables["work"]["value"].columns[1:]
    pd.concat(
        [
            pd.DataFrame(total / draws, index=codes, columns=years).stack().rename(name)
            for name, total in zip(("vulnerable", "lasting"), totals, strict=True)
        ],
        axis=1,
    ).to_parquet(work / "peer.parquet")
    print(json.dumps({"firmness": time.perf_counter() - start}))


def measured(job: str, folder: Path, work: Path, draws: int) -> dict[str, float]:
    """Seconds on the clock and of the processor, and peak memory (GB), in a process of its own."""
    command = [
        sys.executable,
        __file__,
        "--job",
        job,
        "--folder",
        str(folder),
        "--work",
        str(work),
        "--draws",
        str(draws),
    ]
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, after = time.perf_counter() - start, os.times()
    processor = (
        after.children_user
        + after.children_system
        - (before.children_user + before.children_system)
    )
    *lines, peak = done.stdout.strip().splitlines()
    return {
        **json.loads(lines[-1]),
        "all": seconds,
        "processor": processor,
        "peak": float(peak) / 1024 / 1024,
    }


def agree(work: Path, draws: int) -> str:
    """The largest difference between the two, in standard errors of the draws."""
    import pandas as pd

    theirs = pd.read_parquet(work / "peer.parquet").reset_index()
    theirs.columns = ["area", "period", "vulnerable", "lasting"]
    both = pl.DataFrame(theirs.to_dict("list")).with_columns(year=pl.col("period").cast(pl.Int64))
    mine = pl.read_parquet(work / "ours.parquet")
    told = []
    for status in ("vulnerable", "lasting"):
        part = mine.filter(pl.col("status") == status).join(both, on=["area", "year"])
        # A share of 0 or 100% has another distribution with the peer: near none of these counts.
        a, b = part["probability"].to_numpy(), part[status].to_numpy()
        first = part["year"].to_numpy() > FIRST + (4 if status == "lasting" else 0)
        a, b = a[first], b[first]
        middle = np.clip((a + b) / 2, 1 / draws, 1 - 1 / draws)
        apart = np.abs(a - b) / np.sqrt(2 * middle * (1 - middle) / draws)
        share = float((apart < 4).mean())
        told.append(
            f"{status}: {share:.2%} within four standard errors, mean {a.mean():.4f} and {b.mean():.4f}"
        )
        if share < 0.995:
            raise SystemExit(f"the answers differ: {told[-1]}")
    return "; ".join(told)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--job", choices=["ours", "peer"])
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--draws", type=int)
    parser.add_argument("--skip-peer", action="store_true")
    chosen = parser.parse_args()
    if chosen.job:
        {"ours": ours, "peer": peer}[chosen.job](chosen.folder, chosen.work, chosen.draws)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    areas, years, draws = SIZES[chosen.size]
    draws = chosen.draws or draws
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        make(folder, areas, years)
        print(f"{areas:,} areas, {years} years, {draws:,} draws")
        mine = measured("ours", folder, folder, draws)
        print(
            f"ours: tables {mine['tables']:.1f} s, chances {mine['firmness']:.1f} s, what-if "
            f"{1000 * mine['what_if']:.0f} ms; all {mine['all']:.1f} s (processor "
            f"{mine['processor']:.1f} s), peak {mine['peak']:.2f} GB",
            flush=True,
        )
        if chosen.skip_peer:
            return
        other = measured("peer", folder, folder, draws)
        print(
            f"pandas and numpy: chances {other['firmness']:.1f} s; all {other['all']:.1f} s "
            f"(processor {other['processor']:.1f} s), peak {other['peak']:.2f} GB"
        )
        print(
            f"ours / peer: chances {mine['firmness'] / other['firmness']:.2f}, memory "
            f"{mine['peak'] / other['peak']:.2f}"
        )
        print(agree(folder, draws))


if __name__ == "__main__":
    main()
