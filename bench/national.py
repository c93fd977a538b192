"""The national edition's figures and changes: ours, beside DuckDB SQL and pandas written by hand.

    python bench/national.py --size small|medium|national
    python bench/national.py --rows 1000000 10000000 100000000 --skip duckdb pandas

All three read the same source and write the same two tables with every column: values with limits,
distances to the own municipality with and without the area itself and their limits, ranks with
intervals; changes with limits, class and evidence. The answers are compared first. Ours goes on to
groups, class counts and early warnings; printed is when figures and changes are there ("tables")
and when all is done. Each job runs in a process of its own. Seconds of processor time stand beside
seconds on the clock, since they say more on a machine that others use as well.
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
from collections.abc import Callable
from pathlib import Path

from national_by_hand import by_hand, with_pandas

SIZES = {
    "smoke": (2, 12, 60, 6, 3),
    "small": (12, 60, 300, 8, 20),
    "medium": (120, 1200, 5000, 10, 30),
}
KEYS = {"figures": ("area", "period", "indicator"), "changes": ("area", "indicator")}


def make(folder: Path, size: str | int) -> None:
    """A simulated country of a size by name, or of at least so many observations."""
    from wijkwerk.monitor.sources.simulate.country import NATIONAL, Size, simulate

    if isinstance(size, int):
        per_indicator = NATIONAL.neighbourhoods * NATIONAL.years
        indicators = max(1, round(size / per_indicator))
        chosen = Size(342, 3400, NATIONAL.neighbourhoods, NATIONAL.years, indicators, False)
    else:
        chosen = NATIONAL if size == "national" else Size(*SIZES[size], specials=False)
    simulate(folder, chosen, seed=3)


def ours(folder: Path, work: Path) -> None:
    started = time.perf_counter(), time.process_time()
    from wijkwerk.monitor.engine import connect
    from wijkwerk.monitor.pipeline import compute
    from wijkwerk.monitor.sources.read import read_source

    def tell(step: str, _: float) -> None:
        if step == "groups":  # what comes before it are figures, changes and class counts
            print(
                json.dumps(
                    {
                        "seconds": time.perf_counter() - started[0],
                        "processor": time.process_time() - started[1],
                    }
                )
            )

    compute(read_source(folder, work), connect("duckdb", work), tell)
    for name in KEYS:
        (work / f"{name}.step.parquet").rename(work / f"{name}.parquet")


def disclose(folder: Path, work: Path) -> None:
    """Only the disclosure plan, timed apart from the computation around it."""
    from wijkwerk.monitor import disclosure
    from wijkwerk.monitor.engine import connect
    from wijkwerk.monitor.pipeline import compute
    from wijkwerk.monitor.sources.read import read_source

    engine = connect("duckdb", work)
    source = read_source(folder, work)
    cells = compute(source, engine).computed
    start = time.perf_counter(), time.process_time()
    disclosure.plan(cells, source, engine)
    print(
        json.dumps(
            {
                "plan_seconds": time.perf_counter() - start[0],
                "plan_processor": time.process_time() - start[1],
            }
        )
    )


JOBS: dict[str, Callable[[Path, Path], None]] = {
    "ours": ours,
    "duckdb": by_hand,
    "pandas": with_pandas,
    "plan": disclose,
}


def measured(job: str, folder: Path, work: Path) -> dict[str, float]:
    """Seconds, processor seconds and peak memory (GB) of a job in a process of its own."""
    command = [sys.executable, __file__, "--job", job, "--folder", str(folder), "--work", str(work)]
    before, start = os.times(), time.perf_counter()
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    seconds, after = time.perf_counter() - start, os.times()
    processor = (after.children_user + after.children_system) - (
        before.children_user + before.children_system
    )
    *lines, last = done.stdout.strip().splitlines()
    found = {"all": seconds, "all processor": processor, "peak": float(last) / 1024 / 1024}
    for line in lines:
        found |= json.loads(line)
    return {"seconds": seconds, "processor": processor} | found


def compared(path: Path, other: Path) -> str:
    """Rows that differ by more than the last digits, in both tables; raises when there are any."""
    import duckdb

    told = []
    con = duckdb.connect()
    con.execute("SET memory_limit = '3GB'")
    con.execute(f"SET temp_directory = '{path / 'spill'}'")
    for name, keys in KEYS.items():
        first, second = (f"read_parquet('{part / name}.parquet')" for part in (path, other))
        kinds = dict(row[:2] for row in con.execute(f"DESCRIBE FROM {second}").fetchall())
        have = {row[0] for row in con.execute(f"DESCRIBE FROM {first}").fetchall()}
        same = []
        for column in (have & set(kinds)) - set(keys):
            a, b = f'a."{column}"', f'b."{column}"'
            same.append(
                f"({a} IS NOT DISTINCT FROM {b} OR abs({a} - {b}) <= 1e-7)"
                if kinds[column] == "DOUBLE"
                else f"{a}::VARCHAR IS NOT DISTINCT FROM {b}::VARCHAR"
            )
        on = " AND ".join(f"a.{key}::VARCHAR = b.{key}::VARCHAR" for key in keys)
        query = f"SELECT count(*), count(*) FILTER (WHERE {' AND '.join(same)}) FROM {first} a JOIN {second} b ON {on}"
        rows, alike = con.execute(query).fetchall()[0]
        sizes = [
            con.execute(f"SELECT count(*) FROM {part}").fetchall()[0][0] for part in (first, second)
        ]
        told.append(f"{name} {alike:,} of {sizes[0]:,} rows the same")
        if not rows == alike == sizes[0] == sizes[1]:
            raise SystemExit(f"the answers differ: {name} {sizes} {rows} {alike}")
    return ", ".join(told)


def one_size(size: str | int, skip: list[str], check: bool) -> None:
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "country"
        make(folder, size)
        found: dict[str, dict[str, float]] = {}
        for job in JOBS:
            if job in skip:
                continue
            work = Path(scratch) / job
            work.mkdir()
            one = found[job] = measured(job, folder, work)
            plan = f"   plan {one['plan_seconds']:.1f} s" if job == "plan" else ""
            print(
                f"{size!s:>10} {job:8} tables {one['seconds']:8.1f} s (processor {one['processor']:7.1f} s)   "
                f"all {one['all']:8.1f} s ({one['all processor']:7.1f} s)   peak {one['peak']:5.2f} GB{plan}",
                flush=True,
            )
            if check and job in ("duckdb", "pandas") and "ours" in found:
                print(f"{'':10} {job}: {compared(Path(scratch) / 'ours', work)}", flush=True)
        for peer in ("duckdb", "pandas"):
            if peer in found and "ours" in found:
                clock, processor = (
                    found["ours"][key] / found[peer][key] for key in ("seconds", "processor")
                )
                print(f"ours / {peer}: {clock:.2f} (processor {processor:.2f})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=[*SIZES, "national"], default="small")
    parser.add_argument("--rows", type=int, nargs="*", help="numbers of observations, instead")
    parser.add_argument("--job", choices=JOBS)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--work", type=Path)
    parser.add_argument("--skip", nargs="*", default=[])
    parser.add_argument("--no-check", action="store_true", help="don't compare the answers")
    chosen = parser.parse_args()
    if chosen.job:
        JOBS[chosen.job](chosen.folder, chosen.work)
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
        return
    for size in chosen.rows or [chosen.size]:
        one_size(size, chosen.skip, not chosen.no_check)


if __name__ == "__main__":
    main()
