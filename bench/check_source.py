"""Checking a source of ten million rows: ours, beside pandas and frictionless.

    python bench/check_source.py [--rows 10000000 | --size small|full] [--peer-share 0.01]

Makes a source (all neighbourhoods of a country, 18 years, 60 indicators at full size) with a few
faults in a temporary folder, as CSV and as Parquet, and checks it. Beside it, on the same CSV:
pandas reading it whole and looking for unknown codes, doubles and numerators above denominators
only; and `frictionless validate` with a schema (types, required, primary key) on a share of the rows. Each job runs in a
process of its own; printed are seconds, rows a second, peak memory and what was found.
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

SIZES = {"small": 100_000, "full": 10_000_000}
YEARS = 18
SOURCE = """[source]
id = "bench"
title = { nl = "Meting", en = "Benchmark" }
publisher = "Wijkwerk"
licence = "CC0-1.0"
base_period = "2005"
simulated = true
"""
INDICATOR = """
[[indicator]]
id = "ind_%02d"
name = { nl = "Cijfer", en = "Figure" }
theme = "all"
unit = "%%"
kind = "rate"
direction = "lower_is_better"
"""


def make(folder: Path, rows: int) -> None:
    """The source: a neighbourhood, year and indicator a row; four faulty rows."""
    import duckdb

    places = min(14_500, max(50, rows // YEARS // 10))
    indicators = -(-rows // (places * YEARS))
    folder.mkdir(parents=True)
    (folder / "source.toml").write_text(SOURCE)
    (folder / "indicators.toml").write_text(
        '[[theme]]\nid = "all"\nname = { nl = "Alles", en = "All" }\n'
        + "".join(INDICATOR % number for number in range(indicators))
    )
    con = duckdb.connect()
    con.execute("SET memory_limit = '1GB'")
    code = "'BU' || lpad((({one} // 10 // 10) % 10000)::VARCHAR, 4, '0') || lpad(({one} // 10 % 10)::VARCHAR, 2, '0') || lpad(({one} % 10)::VARCHAR, 2, '0')"
    con.execute(f"""COPY (
      SELECT 'GM' || lpad(g::VARCHAR, 4, '0') AS code, 'Stad ' || g AS name, 'municipality' AS level, NULL AS parent
      FROM range({-(-places // 100)}) t(g) UNION ALL
      SELECT {code.format(one="i")}, 'Buurt ' || i, 'neighbourhood', 'GM' || lpad((i // 100)::VARCHAR, 4, '0')
      FROM range({places}) t(i)) TO '{folder}/areas.csv' (HEADER)""")
    con.execute(f"""COPY (SELECT CASE r WHEN 777 THEN 'BU99999999' ELSE {code.format(one="(r % " + str(places) + ")")} END AS area,
      CASE r WHEN 888 THEN '20099' ELSE (2005 + r // {places} % {YEARS})::VARCHAR END AS period,
      'ind_' || lpad((r // {places * YEARS})::VARCHAR, 2, '0') AS indicator,
      CASE r WHEN 999 THEN 90000 ELSE 20 + hash(r % {places}) % 40 + hash(r) % 9 END AS numerator,
      400 + hash(r % {places}, 1) % 600 AS denominator
      FROM (SELECT range AS r FROM range({rows}) UNION ALL SELECT 555)) TO '{folder}/observations.csv' (HEADER)""")


def as_parquet(old: Path, new: Path) -> None:
    import shutil

    import duckdb

    new.mkdir()
    for path in old.iterdir():
        if path.name != "observations.csv":
            shutil.copy(path, new / path.name)
    con = duckdb.connect()
    con.execute("SET memory_limit = '1GB'")
    con.execute(
        f"COPY (SELECT area, period, indicator, numerator::DOUBLE AS numerator, denominator::DOUBLE AS denominator FROM "
        f"read_csv('{old}/observations.csv', all_varchar = true)) TO '{new}/observations.parquet' (FORMAT parquet)"
    )


def first_rows(old: Path, new: Path, rows: int) -> None:
    """The same source with the first ``rows`` rows."""
    import shutil

    shutil.copytree(old, new, ignore=shutil.ignore_patterns("observations*"))
    with (old / "observations.csv").open() as source, (new / "observations.csv").open("w") as out:
        for _, line in zip(range(rows + 1), source, strict=False):
            out.write(line)


def ours(folder: Path) -> int:
    from wijkwerk.monitor.sources.check import check_source

    return len(check_source(folder))


def with_pandas(folder: Path) -> int:
    """Three of our checks only; the rest would cost it more."""
    import pandas as pd

    areas = set(pd.read_csv(folder / "areas.csv", dtype=str)["code"])
    rows = pd.read_csv(
        folder / "observations.csv", dtype={"area": str, "period": str, "indicator": str}
    )
    unknown = ~rows["area"].isin(areas)
    above = rows["numerator"] > rows["denominator"]
    doubled = rows.duplicated(["area", "period", "indicator"])
    malformed = ~rows["period"].str.fullmatch(r"\d{4}")
    return int(unknown.sum() + above.sum() + doubled.sum() + malformed.sum())


def with_frictionless(folder: Path) -> int:
    from frictionless import Resource, Schema

    schema = Schema.from_descriptor(
        {
            "fields": [
                {"name": "area", "type": "string", "constraints": {"required": True}},
                {"name": "period", "type": "string", "constraints": {"pattern": r"\d{4}"}},
                {"name": "indicator", "type": "string", "constraints": {"required": True}},
                {"name": "numerator", "type": "integer", "constraints": {"minimum": 0}},
                {"name": "denominator", "type": "integer", "constraints": {"minimum": 0}},
            ],
            "primaryKey": ["area", "period", "indicator"],
        }
    )
    report = Resource(path="observations.csv", basepath=str(folder), schema=schema).validate()
    return len(report.flatten(["rowNumber"]))


JOBS = {"ours": ours, "pandas": with_pandas, "frictionless": with_frictionless}


def run(job: str, folder: Path) -> dict[str, float]:
    """Seconds, peak memory in MB and problems of ``job`` in a process of its own."""
    found = subprocess.run(
        [sys.executable, __file__, "--job", job, "--folder", str(folder)],
        check=True,
        capture_output=True,
        text=True,
    )
    answer: dict[str, float] = json.loads(found.stdout.splitlines()[-1])
    return answer


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("--size", choices=SIZES, default="small")
    parser.add_argument("--rows", type=int)
    parser.add_argument(
        "--peer-share", type=float, default=0.01, help="share of the rows for frictionless"
    )
    parser.add_argument("--job", choices=JOBS)
    parser.add_argument("--folder", type=Path)
    given = parser.parse_args()
    if given.job:
        start = time.perf_counter()
        problems = JOBS[given.job](given.folder)
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        seconds, cpu = time.perf_counter() - start, time.process_time()
        print(json.dumps({"seconds": seconds, "cpu": cpu, "peak": peak, "problems": problems}))
        return
    rows = given.rows or SIZES[given.size]
    with tempfile.TemporaryDirectory(prefix="wijkwerk-bench-") as scratch:
        text, columns, part = (Path(scratch) / name for name in ("csv", "parquet", "part"))
        make(text, rows)
        as_parquet(text, columns)
        few = max(1000, int(rows * given.peer_share))
        first_rows(text, part, few)
        size = (text / "observations.csv").stat().st_size / 1e6
        print(f"{rows:,} rows, {size:,.0f} MB of CSV\n")
        print("| job | rows | seconds | processor (s) | rows a second | peak (MB) | problems |")
        print("|---|---|---|---|---|---|---|")
        for name, job, folder, count in (
            ("ours, CSV, every check", "ours", text, rows),
            ("ours, Parquet, every check", "ours", columns, rows),
            ("pandas, CSV, four checks", "pandas", text, rows),
            ("frictionless, CSV, types and key", "frictionless", part, few),
            ("ours on the same part", "ours", part, few),
        ):
            found = run(job, folder)
            print(
                f"| {name} | {count:,} | {found['seconds']:.1f} | {found['cpu']:.1f} | {count / found['seconds']:,.0f} "
                f"| {found['peak']:,.0f} | {found['problems']:.0f} |",
                flush=True,
            )


if __name__ == "__main__":
    main()
