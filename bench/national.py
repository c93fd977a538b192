"""The national edition's figures and changes: ours, beside DuckDB SQL and pandas written by hand.

    python bench/national.py --size small|national

All three read the same observations and give, for every neighbourhood, district, municipality and
the country: value with Wilson limits, distance to the municipality, and the change of the distance
with its class. Ours also gives distance intervals that account for the area being part of its city,
rank intervals, groups and warnings; `--size` chooses the country. Each job runs in a process of its
own; printed are seconds, peak memory and ratios.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SIZES = {"small": (12, 60, 300, 8, 20), "medium": (120, 1200, 5000, 10, 30)}
Z = 1.959963984540054


def make(folder: Path, size: str) -> None:
    from wijkwerk.monitor.sources.simulate.country import NATIONAL, Size, simulate

    chosen = NATIONAL if size == "national" else Size(*SIZES[size], specials=False)
    simulate(folder, chosen, seed=3)


def ours(folder: Path, work: Path) -> None:
    from wijkwerk.monitor.engine import connect
    from wijkwerk.monitor.pipeline import compute
    from wijkwerk.monitor.sources.read import read_source

    engine = connect("duckdb", work)
    result = compute(read_source(folder, work), engine)
    engine.materialise(result.figures, "bench_figures")
    engine.materialise(result.changes, "bench_changes")


WILSON = """
 (p + {z2}/(2*n) - {z}*sqrt(greatest(p*(1-p)/n + {z2}/(4*n*n), 0)))/(1+{z2}/n) AS lower,
 (p + {z2}/(2*n) + {z}*sqrt(greatest(p*(1-p)/n + {z2}/(4*n*n), 0)))/(1+{z2}/n) AS upper
""".format(z=Z, z2=Z * Z)


def by_hand(folder: Path, work: Path) -> None:
    import duckdb

    con = duckdb.connect()
    con.execute("SET memory_limit = '3GB'")
    con.execute(f"SET temp_directory = '{work}/spill'")
    con.execute("SET preserve_insertion_order = false")
    con.execute(f"CREATE TABLE areas AS FROM read_csv('{folder}/areas.csv')")
    con.execute(f"""
CREATE TABLE cells AS WITH obs AS (
  SELECT area::VARCHAR AS area, period::VARCHAR AS period, indicator::VARCHAR AS indicator, numerator, denominator
  FROM read_parquet('{folder}/observations-register.parquet')),
wk AS (SELECT a.parent AS area, period, indicator, sum(numerator) AS numerator, sum(denominator) AS denominator
  FROM obs JOIN areas a ON a.code = obs.area GROUP BY ALL),
gm AS (SELECT a.parent AS area, period, indicator, sum(numerator) AS numerator, sum(denominator) AS denominator
  FROM wk JOIN areas a ON a.code = wk.area GROUP BY ALL),
nl AS (SELECT a.parent AS area, period, indicator, sum(numerator) AS numerator, sum(denominator) AS denominator
  FROM gm JOIN areas a ON a.code = gm.area GROUP BY ALL)
SELECT *, numerator/denominator AS p, denominator AS n FROM (
  FROM obs UNION ALL FROM wk UNION ALL FROM gm UNION ALL FROM nl)""")
    con.execute(f"""
COPY (WITH v AS (SELECT *, {WILSON} FROM cells),
linked AS (SELECT v.*, a.level, CASE a.level WHEN 'neighbourhood' THEN w.parent WHEN 'district' THEN a.parent
  WHEN 'municipality' THEN 'NL00' ELSE 'NL00' END AS reference
  FROM v JOIN areas a ON a.code = v.area LEFT JOIN areas w ON w.code = a.parent),
held AS (SELECT l.*, r.p*100 AS reference_value, (l.p - r.p)*100 AS distance,
  (l.p-r.p)*100 - 100*sqrt((l.p-l.lower)**2 + (r.upper-r.p)**2) AS distance_lower,
  (l.p-r.p)*100 + 100*sqrt((l.upper-l.p)**2 + (r.p-r.lower)**2) AS distance_upper,
  (l.p-r.p)/abs(r.p) AS distance_relative,
  (l.p - (r.numerator-l.numerator)/nullif(r.denominator-l.denominator,0))*100 AS distance_excluding
  FROM linked l JOIN v r ON r.area = l.reference AND r.period = l.period AND r.indicator = l.indicator),
ends AS (SELECT level, period, indicator, area, upper AS spot, 1 AS kind FROM held
  UNION ALL SELECT level, period, indicator, area, lower, 0 FROM held),
line AS (SELECT *, sum(kind) OVER w AS ended, row_number() OVER w AS seen FROM ends
  WINDOW w AS (PARTITION BY level, period, indicator ORDER BY spot, kind, area ROWS UNBOUNDED PRECEDING)),
better AS (SELECT level, period, indicator, area, ended + 1 AS rank_lower FROM line WHERE kind = 0),
worse AS (SELECT level, period, indicator, area, seen - ended AS rank_upper FROM line WHERE kind = 1)
SELECT held.*, rank() OVER (PARTITION BY level, period, indicator ORDER BY p) AS rank, rank_lower, rank_upper
FROM held JOIN better USING (level, period, indicator, area) JOIN worse USING (level, period, indicator, area)
) TO '{work}/figures.parquet' (FORMAT parquet)""")
    con.execute(f"""
COPY (WITH f AS (FROM read_parquet('{work}/figures.parquet')), m AS (SELECT min(period) AS a, max(period) AS b FROM f)
SELECT x.area, x.indicator, x.reference, y.p - x.p AS own_change, y.distance - x.distance AS distance_change,
  y.distance - x.distance - sqrt((y.distance-y.distance_lower)**2 + (x.distance_upper-x.distance)**2) AS lower,
  y.distance - x.distance + sqrt((y.distance_upper-y.distance)**2 + (x.distance-x.distance_lower)**2) AS upper,
  CASE WHEN x.n < 10 OR y.n < 10 THEN 'too_few' WHEN y.distance <= 0 THEN 'at_or_better'
    WHEN abs(y.distance - x.distance) <= 0.3 THEN 'equal' WHEN y.distance > x.distance THEN 'larger' ELSE 'smaller' END AS class
FROM f x JOIN f y ON x.area = y.area AND x.indicator = y.indicator, m WHERE x.period = m.a AND y.period = m.b
) TO '{work}/changes.parquet' (FORMAT parquet)""")


def with_pandas(folder: Path, work: Path) -> None:
    import numpy as np
    import pandas as pd

    areas = pd.read_csv(folder / "areas.csv").set_index("code")
    obs = pd.read_parquet(folder / "observations-register.parquet")
    for column in ("area", "period", "indicator"):
        obs[column] = obs[column].astype(str).astype("category")
    parts = [obs]
    key = ["area", "period", "indicator"]
    for _ in range(3):
        up = parts[-1].copy()
        up["area"] = up["area"].astype(str).map(areas["parent"]).astype("category")
        parts.append(
            up.groupby(key, observed=True)[["numerator", "denominator"]].sum().reset_index()
        )
    every = pd.concat(
        [part.astype({name: str for name in key}) for part in parts], ignore_index=True
    )
    every["level"] = every["area"].map(areas["level"])
    p, n = every["numerator"] / every["denominator"], every["denominator"]
    half = Z * np.sqrt(np.maximum(p * (1 - p) / n + Z * Z / (4 * n * n), 0))
    every["p"] = p
    every["lower"] = (p + Z * Z / (2 * n) - half) / (1 + Z * Z / n)
    every["upper"] = (p + Z * Z / (2 * n) + half) / (1 + Z * Z / n)
    parent = areas["parent"].to_dict()
    city = {
        code: parent[parent[code]] if level == "neighbourhood"
        else parent[code] if level == "district" else "NL00"
        for code, level in areas["level"].items()
    }  # fmt: skip
    every["reference"] = every["area"].map(city)
    anchor = every.loc[
        every["level"].isin(["municipality", "country"]),
        [*key, "numerator", "denominator", "p", "lower", "upper"],
    ].rename(
        columns={
            "area": "reference",
            **{c: f"r_{c}" for c in ("numerator", "denominator", "p", "lower", "upper")},
        }
    )
    held = every.merge(anchor, on=["reference", "period", "indicator"])
    held["distance"] = (held["p"] - held["r_p"]) * 100
    held["distance_lower"] = held["distance"] - 100 * np.hypot(
        held["p"] - held["lower"], held["r_upper"] - held["r_p"]
    )
    held["distance_upper"] = held["distance"] + 100 * np.hypot(
        held["upper"] - held["p"], held["r_p"] - held["r_lower"]
    )
    held["distance_relative"] = held["distance"] / held["r_p"].abs() / 100
    rest = (held["r_numerator"] - held["numerator"]) / (
        held["r_denominator"] - held["denominator"]
    ).replace(0, np.nan)
    held["distance_excluding"] = (held["p"] - rest) * 100
    cell = ["level", "period", "indicator"]
    held["rank"] = held.groupby(cell)["p"].rank(method="min")

    def places(part: pd.DataFrame) -> pd.DataFrame:
        low, high = np.sort(part["lower"].to_numpy()), np.sort(part["upper"].to_numpy())
        return pd.DataFrame(
            {
                "rank_lower": 1 + np.searchsorted(high, part["lower"].to_numpy(), "left"),
                "rank_upper": np.searchsorted(low, part["upper"].to_numpy(), "right"),
            },
            index=part.index,
        )

    held = held.join(held.groupby(cell, group_keys=False)[["lower", "upper"]].apply(places))
    held.to_parquet(work / "figures.parquet")
    first, last = held["period"].min(), held["period"].max()
    columns = [
        "area",
        "indicator",
        "denominator",
        "p",
        "distance",
        "distance_lower",
        "distance_upper",
    ]
    both = held.loc[held["period"] == first, columns].merge(
        held.loc[held["period"] == last, columns], on=["area", "indicator"]
    )
    change = both["distance_y"] - both["distance_x"]
    both["lower"] = change - np.hypot(
        both["distance_y"] - both["distance_lower_y"], both["distance_upper_x"] - both["distance_x"]
    )
    both["upper"] = change + np.hypot(
        both["distance_upper_y"] - both["distance_y"], both["distance_x"] - both["distance_lower_x"]
    )
    both["class"] = np.select(
        [(both["denominator_x"] < 10) | (both["denominator_y"] < 10), both["distance_y"] <= 0,
         change.abs() <= 0.3, change > 0],
        ["too_few", "at_or_better", "equal", "larger"], "smaller",
    )  # fmt: skip
    both.to_parquet(work / "changes.parquet")


def disclose(folder: Path, work: Path) -> None:
    """Only the disclosure plan, timed apart from the computation before it."""
    from wijkwerk.monitor import disclosure
    from wijkwerk.monitor.engine import connect
    from wijkwerk.monitor.pipeline import compute
    from wijkwerk.monitor.sources.read import read_source

    engine = connect("duckdb", work)
    source = read_source(folder, work)
    result = compute(source, engine)
    start = time.perf_counter()
    disclosure.plan(result.computed, source, engine)
    print(json.dumps({"plan_seconds": time.perf_counter() - start}))


JOBS = {"ours": ours, "duckdb": by_hand, "pandas": with_pandas, "plan": disclose}


def measured(job: str, folder: Path) -> tuple[float, float, str]:
    """Seconds, peak memory in GB and output of a job in a process of its own."""
    with tempfile.TemporaryDirectory() as work:
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, __file__, "--job", job, "--folder", str(folder), "--work", work],
            check=True, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        seconds = time.perf_counter() - start
    *lines, last = done.stdout.strip().splitlines()
    return seconds, float(last) / 1024 / 1024, "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=[*SIZES, "national"], default="small")
    parser.add_argument("--job", choices=JOBS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--skip", nargs="*", default=[])
    chosen = parser.parse_args()
    if chosen.job:
        JOBS[chosen.job](chosen.folder, chosen.work)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "country"
        make(folder, chosen.size)
        seconds = {}
        for job in JOBS:
            if job in chosen.skip:
                continue
            taken, memory, said = measured(job, folder)
            seconds[job] = taken
            print(f"{job:8} {taken:8.1f} s   peak {memory:5.2f} GB   {said}", flush=True)
        for peer in ("duckdb", "pandas"):
            if peer in seconds:
                print(f"ours / {peer}: {seconds['ours'] / seconds[peer]:.2f}")


if __name__ == "__main__":
    main()
