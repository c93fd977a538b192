"""Withholding in a table of 300 areas x 12 years: ours beside pytauargus (tau-Argus on HiGHS).

    python bench/disclosure.py [--areas 300 --periods 12]

A country of 12 cities of neighbourhoods, a table a year. Too few is fewer than 5 for both.
tau-Argus looks for the cheapest cells (optimal suppression), for counts alone, with each small cell
free to be off by its whole amount. Ours is a rule of thumb by comparison, and protects more: those
without the property and the bases too, against an intruder who knows every base. Each job runs in a
process of its own; printed are seconds, peak memory, and the cells and counts that are withheld.
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

import numpy as np

CITIES = 12
# Fewer than 5 is too few; each such cell may be off by its whole amount either way.
RULE = "FREQ(5,100)"


def table(areas: int, periods: int) -> tuple[list[str], list[str], np.ndarray, np.ndarray]:
    """Codes, city of each, counts and bases (areas, periods); many counts are small."""
    rng = np.random.default_rng(7)
    codes = [f"B{number:04d}" for number in range(areas)]
    city = [f"C{number % CITIES:02d}" for number in range(areas)]
    base = np.maximum(rng.lognormal(6.6, 0.7, areas), 20).round()[:, None].repeat(periods, axis=1)
    share = np.clip(rng.beta(2, 30, areas), 0.003, 0.5)[:, None]
    return codes, city, rng.binomial(base.astype(int), share).astype(float), base


def ours(areas: int, periods: int) -> dict[str, float]:
    import polars as pl

    from wijkwerk.monitor.core.disclosure.cells import Cells, Limits, Tree, primary
    from wijkwerk.monitor.core.disclosure.tree import secondary

    codes, city, count, base = table(areas, periods)
    pairs = [*zip(codes, city, strict=True), *((one, "NL") for one in sorted(set(city)))]
    tree = Tree.of(pl.DataFrame([*pairs, ("NL", None)], schema=["code", "parent"], orient="row"))
    place = {code: number for number, code in enumerate(tree.codes)}
    shape = (len(tree.codes), periods)
    counts, bases = np.zeros(shape), np.zeros(shape)
    for part, values in ((counts, count), (bases, base)):
        for number, (code, above) in enumerate(zip(codes, city, strict=True)):
            for one in (code, above, "NL"):
                part[place[one]] += values[number]
    cells = Cells(counts, bases - counts, bases, np.ones(shape, dtype=bool))
    start = time.perf_counter()
    limits = Limits(base=10, count=5)
    small = primary(cells, limits)
    withheld = secondary(tree, cells, small, limits)
    taken = time.perf_counter() - start
    return said(taken, int(small.sum()), withheld, counts)


def said(taken: float, small: int, withheld: np.ndarray, counts: np.ndarray) -> dict[str, float]:
    return {
        "seconds": round(taken, 3),
        "too small": small,
        "withheld besides": int(withheld.sum()) - small,
        "count withheld": float(counts[withheld].sum()),
    }


def peer(areas: int, periods: int) -> dict[str, float]:
    from pytauargus import protect

    codes, city, count, _ = table(areas, periods)
    taken, small, besides, amount = 0.0, 0, 0, 0.0
    with tempfile.TemporaryDirectory() as folder:
        hierarchy = Path(folder) / "area.hrc"
        lines = []
        for above in sorted(set(city)):
            lines.append(above)
            lines += [f"@{code}" for code, own in zip(codes, city, strict=True) if own == above]
        hierarchy.write_text("\n".join(lines) + "\n")
        for period in range(periods):
            # A row per person with the property: tau-Argus makes its tables from persons.
            people = [
                code for code, n in zip(codes, count[:, period], strict=True) for _ in range(int(n))
            ]
            start = time.perf_counter()
            found = protect(
                {"area": people, "n": [1] * len(people)},
                ["area"],
                "n",
                safety_rules=RULE,
                suppress="OPT(1)",
                hrc={"area": str(hierarchy)},
                hierleadstring="@",
                workdir=folder,
            ).tables[0]
            taken += time.perf_counter() - start
            for status, row in zip(found.status(), found.rows, strict=True):
                small += status == "U"
                besides += status == "M"
                amount += row["freq"] if status in "UM" else 0
    return {
        "seconds": round(taken, 3),
        "too small": small,
        "withheld besides": besides,
        "count withheld": amount,
    }


JOBS = {"ours": ours, "pytauargus": peer}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--areas", type=int, default=300)
    parser.add_argument("--periods", type=int, default=12)
    parser.add_argument("--job", choices=JOBS)
    chosen = parser.parse_args()
    if chosen.job:
        found = JOBS[chosen.job](chosen.areas, chosen.periods)
        found["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(json.dumps(found))
        return
    size = ["--areas", str(chosen.areas), "--periods", str(chosen.periods)]
    results = {}
    for job in JOBS:
        done = subprocess.run(
            [sys.executable, __file__, "--job", job, *size],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        results[job] = json.loads(done.stdout.strip().splitlines()[-1])
        print(f"{job:11} {results[job]}", flush=True)
    ratio = results["pytauargus"]["seconds"] / results["ours"]["seconds"]
    print(f"pytauargus / ours, seconds: {ratio:.0f}")


if __name__ == "__main__":
    main()
