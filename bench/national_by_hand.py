"""The peers of bench/national.py: the same figures and changes in SQL and in pandas, by hand.

Both know what our job has to find out: that every indicator is a rate in percent where lower is
better, which levels there are, that all counts are whole and none is missing or withheld. Both use
the quickest way to ranks that we know of; neither can lose a row to a null.
"""

from __future__ import annotations

from pathlib import Path

Z = 1.959963984540054
TOLERANCE, MINIMUM = 0.3, 10

MACROS = f"""
CREATE MACRO wilson_low(k, n) AS CASE WHEN k <= 0 THEN 0.0 ELSE greatest(0.0,
  (k/n + {Z * Z}/(2*n) - {Z}*sqrt(greatest(k/n*(1-k/n)/n + {Z * Z}/(4*n*n), 0.0)))/(1+{Z * Z}/n)) END;
CREATE MACRO wilson_high(k, n) AS CASE WHEN k >= n THEN 1.0 ELSE least(1.0,
  (k/n + {Z * Z}/(2*n) + {Z}*sqrt(greatest(k/n*(1-k/n)/n + {Z * Z}/(4*n*n), 0.0)))/(1+{Z * Z}/n)) END;
"""

CELLS = """
COPY (WITH obs AS (
  SELECT area::VARCHAR AS area, period::VARCHAR AS period, indicator::VARCHAR AS indicator, numerator, denominator
  FROM read_parquet('{folder}/observations-register.parquet')),
wk AS (SELECT a.parent AS area, period, indicator, sum(numerator) AS numerator, sum(denominator) AS denominator
  FROM obs JOIN areas a ON a.code = obs.area GROUP BY ALL),
gm AS (SELECT a.parent AS area, period, indicator, sum(numerator) AS numerator, sum(denominator) AS denominator
  FROM wk JOIN areas a ON a.code = wk.area GROUP BY ALL),
nl AS (SELECT a.parent AS area, period, indicator, sum(numerator) AS numerator, sum(denominator) AS denominator
  FROM gm JOIN areas a ON a.code = gm.area GROUP BY ALL),
every AS (FROM obs UNION ALL FROM wk UNION ALL FROM gm UNION ALL FROM nl)
SELECT a.level, links.reference, every.*, 100*numerator/denominator AS value,
  100*wilson_low(numerator, denominator) AS lower, 100*wilson_high(numerator, denominator) AS upper
FROM every JOIN areas a ON a.code = every.area JOIN links ON links.area = every.area
) TO '{work}/cells.parquet' (FORMAT parquet)"""

RANKS = """
COPY (WITH v AS (SELECT level, period, indicator, area, lower, upper,
    rank() OVER (PARTITION BY level, period, indicator ORDER BY value) AS rank,
    rank() OVER (PARTITION BY level, period, indicator ORDER BY lower) AS among_starts,
    rank() OVER (PARTITION BY level, period, indicator ORDER BY upper) AS among_ends
  FROM read_parquet('{work}/cells.parquet')),
line AS (SELECT level, period, indicator, area, rank, lower AS spot, 0 AS kind, among_starts AS alike FROM v
  UNION ALL SELECT level, period, indicator, area, rank, upper, 1, among_ends FROM v),
seen AS (SELECT *, rank() OVER (PARTITION BY level, period, indicator ORDER BY spot, kind) - alike AS others FROM line)
SELECT period, indicator, area, max(rank) AS rank, 1 + max(others) FILTER (WHERE kind = 0) AS rank_lower,
  max(others) FILTER (WHERE kind = 1) AS rank_upper
FROM seen GROUP BY period, indicator, area
) TO '{work}/ranks.parquet' (FORMAT parquet)"""

FIGURES = """
COPY (WITH v AS (FROM read_parquet('{work}/cells.parquet')),
r AS (FROM v WHERE level IN ('municipality', 'country')),
held AS (SELECT v.*, r.value AS reference_value, r.lower AS r_lower, r.upper AS r_upper,
    r.numerator - v.numerator AS k, r.denominator - v.denominator AS n,
    1 - v.denominator / r.denominator AS outside
  FROM v JOIN r ON r.area = v.reference AND r.period = v.period AND r.indicator = v.indicator),
rest AS (SELECT *, value - reference_value AS distance, area <> reference AND n > 0 AND k >= 0 AS nested,
    100*k/n AS rest, 100*wilson_low(k, n) AS rest_low, 100*wilson_high(k, n) AS rest_high FROM held),
gaps AS (SELECT *, (value - reference_value) - (value - rest)*outside AS shift FROM rest)
SELECT area, level, period, indicator, value, lower, upper, 'wilson' AS interval_method, denominator AS base,
  'A' AS obs_status, 'F' AS conf_status, reference, reference_value,
  CASE WHEN area <> reference THEN distance END AS distance,
  CASE WHEN area = reference THEN NULL
    WHEN nested THEN (value - rest - sqrt((value-lower)**2 + (rest_high-rest)**2))*outside + shift
    ELSE distance - sqrt((value-lower)**2 + (r_upper-reference_value)**2) END AS distance_lower,
  CASE WHEN area = reference THEN NULL
    WHEN nested THEN (value - rest + sqrt((upper-value)**2 + (rest-rest_low)**2))*outside + shift
    ELSE distance + sqrt((upper-value)**2 + (reference_value-r_lower)**2) END AS distance_upper,
  CASE WHEN area <> reference AND reference_value <> 0 THEN distance/abs(reference_value) END AS distance_relative,
  CASE WHEN nested THEN value - rest END AS distance_excluding,
  rank, rank_lower, rank_upper
FROM gaps JOIN read_parquet('{work}/ranks.parquet') USING (period, indicator, area)
) TO '{work}/figures.parquet' (FORMAT parquet)"""

CHANGES = """
COPY (WITH f AS (FROM read_parquet('{work}/figures.parquet')),
m AS (SELECT indicator, min(period) AS a, max(period) AS b FROM f GROUP BY indicator),
pairs AS (SELECT x.area, x.level, x.indicator, x.reference, m.a AS period_from, m.b AS period_to,
    y.value - x.value AS own_change, y.reference_value - x.reference_value AS reference_change,
    y.distance - x.distance AS distance_change,
    y.distance - x.distance - sqrt((y.distance-y.distance_lower)**2 + (x.distance_upper-x.distance)**2) AS lower,
    y.distance - x.distance + sqrt((y.distance_upper-y.distance)**2 + (x.distance-x.distance_lower)**2) AS upper,
    least(x.base, y.base) AS base, y.distance AS lag, y.distance_upper AS lag_upper
  FROM f x JOIN m ON m.indicator = x.indicator AND m.a = x.period
  JOIN f y ON y.area = x.area AND y.indicator = x.indicator AND y.period = m.b
  WHERE x.area <> x.reference),
classed AS (SELECT *, CASE WHEN base < {minimum} OR distance_change IS NULL THEN 'too_few'
  WHEN lag <= 1e-9 THEN 'at_or_better' WHEN abs(distance_change) <= {tolerance} + 1e-6 THEN 'equal'
  WHEN distance_change > 0 THEN 'larger' ELSE 'smaller' END AS class FROM pairs)
SELECT area, level, indicator, reference, period_from, period_to, own_change, reference_change, distance_change,
  lower, upper, class, CASE WHEN CASE class WHEN 'at_or_better' THEN lag_upper <= 0
    WHEN 'equal' THEN lower >= -{tolerance} AND upper <= {tolerance} WHEN 'larger' THEN lower > 0
    WHEN 'smaller' THEN upper < 0 ELSE false END THEN 'firm' ELSE 'cannot_tell' END AS evidence,
  false AS broken, 'F' AS conf_status
FROM classed
) TO '{work}/changes.parquet' (FORMAT parquet)"""


def by_hand(folder: Path, work: Path) -> None:
    """SQL for DuckDB, with the same memory limit as ours."""
    import duckdb

    con = duckdb.connect()
    con.execute("SET memory_limit = '3GB'")
    con.execute(f"SET temp_directory = '{work}/spill'")
    con.execute("SET preserve_insertion_order = false")
    con.execute("SET enable_progress_bar = false")
    con.execute(f"CREATE TABLE areas AS FROM read_csv('{folder}/areas.csv')")
    con.execute("""CREATE TABLE links AS SELECT a.code AS area, CASE a.level WHEN 'neighbourhood' THEN w.parent
      WHEN 'district' THEN a.parent ELSE 'NL00' END AS reference
      FROM areas a LEFT JOIN areas w ON w.code = a.parent""")
    con.execute(MACROS)
    for statement in (CELLS, RANKS, FIGURES, CHANGES):
        con.execute(
            statement.format(folder=folder, work=work, tolerance=TOLERANCE, minimum=MINIMUM)
        )


def with_pandas(folder: Path, work: Path) -> None:
    """pandas, with categories for keys and an indicator at a time, so that it fits in memory."""
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    areas = pd.read_csv(folder / "areas.csv").set_index("code")
    kind = pd.CategoricalDtype(sorted(areas.index))
    place = pd.Series(range(len(kind.categories)), index=kind.categories)
    parent = (
        place.reindex(areas["parent"].reindex(kind.categories))
        .fillna(-1)
        .to_numpy()
        .astype("int64")
    )
    level = areas["level"].reindex(kind.categories)
    number = {"neighbourhood": 3, "district": 2, "municipality": 1, "country": 0}
    depth = level.map(number).to_numpy()
    top = int(place["NL00"])
    city = [
        parent[parent[one]] if depth[one] == 3 else parent[one] if depth[one] == 2 else top
        for one in range(len(depth))
    ]
    file = pq.ParquetFile(folder / "observations-register.parquet")
    indicators = sorted(
        {
            one
            for group in range(file.num_row_groups)
            for one in file.read_row_group(group, ["indicator"])["indicator"]
            .cast(pa.string())
            .unique()
            .to_pylist()
        }
    )
    writers: dict[str, pq.ParquetWriter] = {}
    for indicator in indicators:
        obs = pd.read_parquet(
            folder / "observations-register.parquet",
            columns=["area", "period", "numerator", "denominator"],
            filters=[("indicator", "==", indicator)],
        )
        found = _one_indicator(obs, indicator, kind, parent, depth, city)
        for name, frame in zip(("figures", "changes"), found, strict=True):
            frame["area"] = pd.Categorical.from_codes(frame["area"], dtype=kind)
            frame["reference"] = pd.Categorical.from_codes(frame["reference"], dtype=kind)
            frame["level"] = level.to_numpy()[frame["area"].cat.codes]
            table = pa.Table.from_pandas(frame, preserve_index=False)
            if name not in writers:
                writers[name] = pq.ParquetWriter(work / f"{name}.parquet", table.schema)
            writers[name].write_table(table.cast(writers[name].schema))
    for writer in writers.values():
        writer.close()


def _wilson(k, n):  # type: ignore[no-untyped-def]
    import numpy as np

    p = k / n
    half = Z * np.sqrt(np.maximum(p * (1 - p) / n + Z * Z / (4 * n * n), 0))
    middle, scale = p + Z * Z / (2 * n), 1 + Z * Z / n
    low = np.where(k <= 0, 0.0, np.maximum((middle - half) / scale, 0.0))
    return 100 * low, 100 * np.where(k >= n, 1.0, np.minimum((middle + half) / scale, 1.0))


def _one_indicator(obs, indicator, kind, parent, depth, city):  # type: ignore[no-untyped-def]
    import numpy as np
    import pandas as pd

    obs["area"] = kind.categories.get_indexer(obs["area"].astype(str)).astype("int64")
    obs["period"] = obs["period"].astype(str)
    parts = [obs]
    for _ in range(3):
        up = parts[-1].assign(area=parent[parts[-1]["area"]])
        parts.append(
            up.groupby(["area", "period"])[["numerator", "denominator"]].sum().reset_index()
        )
    f = pd.concat(parts, ignore_index=True)
    f["indicator"] = indicator
    f["depth"] = depth[f["area"]]
    k, n = f["numerator"], f["denominator"]
    f["value"] = 100 * k / n
    f["lower"], f["upper"] = _wilson(k, n)
    f["interval_method"], f["base"], f["obs_status"], f["conf_status"] = "wilson", n, "A", "F"
    f["reference"] = np.asarray(city)[f["area"]]
    anchor = f.loc[
        f["depth"] < 2, ["area", "period", "numerator", "denominator", "value", "lower", "upper"]
    ]
    anchor = anchor.rename(columns={"area": "reference"}).rename(
        columns={one: f"r_{one}" for one in ("numerator", "denominator", "value", "lower", "upper")}
    )
    f = f.merge(anchor, on=["reference", "period"])
    itself = f["area"] == f["reference"]
    rest_k, rest_n = f["r_numerator"] - f["numerator"], f["r_denominator"] - f["denominator"]
    nested = ~itself & (rest_n > 0) & (rest_k >= 0)
    safe = rest_n.where(nested)
    rest = 100 * rest_k / safe
    rest_low, rest_high = _wilson(rest_k.where(nested), safe)
    gap = (f["value"] - f["r_value"]).mask(itself)
    outside = 1 - f["denominator"] / f["r_denominator"]
    shift = gap - (f["value"] - rest) * outside
    down, up = f["value"] - f["lower"], f["upper"] - f["value"]
    f["reference_value"], f["distance"] = f["r_value"], gap
    f["distance_lower"] = np.where(
        nested,
        (f["value"] - rest - np.hypot(down, rest_high - rest)) * outside + shift,
        gap - np.hypot(down, f["r_upper"] - f["r_value"]),
    )
    f["distance_upper"] = np.where(
        nested,
        (f["value"] - rest + np.hypot(up, rest - rest_low)) * outside + shift,
        gap + np.hypot(up, f["r_value"] - f["r_lower"]),
    )
    f["distance_relative"] = (gap / f["r_value"].abs()).where(f["r_value"] != 0)
    f["distance_excluding"] = (f["value"] - rest).where(nested)
    cells = f.groupby(["depth", "period"])
    f["rank"] = cells["value"].rank(method="min").astype("int64")
    f["rank_lower"], f["rank_upper"] = 0, 0
    low, high = f["lower"].to_numpy(), f["upper"].to_numpy()
    first, last = np.zeros(len(f), "int64"), np.zeros(len(f), "int64")
    for rows in cells.indices.values():
        first[rows] = 1 + np.searchsorted(np.sort(high[rows]), low[rows], "left")
        last[rows] = np.searchsorted(np.sort(low[rows]), high[rows], "right")
    f["rank_lower"], f["rank_upper"] = first, last
    figures = f.drop(
        columns=["numerator", "denominator", "depth", *[one for one in f if one.startswith("r_")]]
    )
    return figures, _changes(figures[~itself])


def _changes(f):  # type: ignore[no-untyped-def]
    import numpy as np
    import pandas as pd

    start, end = f["period"].min(), f["period"].max()
    columns = [
        "area",
        "reference",
        "indicator",
        "value",
        "base",
        "reference_value",
        "distance",
        "distance_lower",
        "distance_upper",
    ]
    t = f.loc[f["period"] == start, columns].merge(
        f.loc[f["period"] == end, columns],
        on=["area", "reference", "indicator"],
        suffixes=("_0", "_1"),
    )
    change = t["distance_1"] - t["distance_0"]
    low = change - np.hypot(
        t["distance_1"] - t["distance_lower_1"], t["distance_upper_0"] - t["distance_0"]
    )
    high = change + np.hypot(
        t["distance_upper_1"] - t["distance_1"], t["distance_0"] - t["distance_lower_0"]
    )
    kind = np.select(
        [
            (t["base_0"] < MINIMUM) | (t["base_1"] < MINIMUM) | change.isna(),
            t["distance_1"] <= 1e-9,
            change.abs() <= TOLERANCE + 1e-6,
            change > 0,
        ],
        ["too_few", "at_or_better", "equal", "larger"],
        "smaller",
    )
    firm = np.select(
        [kind == "at_or_better", kind == "equal", kind == "larger", kind == "smaller"],
        [t["distance_upper_1"] <= 0, (low >= -TOLERANCE) & (high <= TOLERANCE), low > 0, high < 0],
        False,
    )
    return pd.DataFrame(
        {
            "area": t["area"],
            "indicator": t["indicator"],
            "reference": t["reference"],
            "period_from": start,
            "period_to": end,
            "own_change": t["value_1"] - t["value_0"],
            "reference_change": t["reference_value_1"] - t["reference_value_0"],
            "distance_change": change,
            "lower": low,
            "upper": high,
            "class": kind,
            "evidence": np.where(firm, "firm", "cannot_tell"),
            "broken": False,
            "conf_status": "F",
        }
    )
