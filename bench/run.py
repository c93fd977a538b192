"""All benchmarks in a row: `python bench/run.py --size smoke` is what CI runs.

In that size they prove in seconds that our answers are those of the peers; what they say of speed then is noise.
Each ends with its own seconds, and those of the processor: what other work on the machine doesn't change.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent
SMOKE = [
    ["national.py", "--size", "smoke", "--skip", "plan"],
    ["check_source.py", "--rows", "10000"],
    ["estimators.py", "--size", "smoke"],
    ["warning.py", "--runs", "4"],
    ["disclosure.py"],
    ["housing.py", "--size", "small"],
    ["designation.py", "--size", "small", "--draws", "50"],
    ["programme_course.py", "--size", "smoke"],
    ["programme_site.py", "--size", "small", "--times", "1"],
    ["participation.py", "--size", "smoke"],
    ["casework.py", "--size", "smoke"],
    ["finance.py", "--draws", "200", "--loop-draws", "2"],
    ["evaluation.py", "coverage", "--draws", "1"],
    ["learning.py", "--size", "smoke"],
]  # but for site.py: it only measures, and CI asks the same pages of `make run` and `wijkwerk demo`


def commands(size: str) -> list[list[str]]:
    """The benchmarks of a size, each with its options."""
    if size == "smoke":
        return SMOKE
    rows = "small" if size == "small" else "full"
    return [
        ["national.py", "--size", size],
        ["check_source.py", "--size", rows],
        ["estimators.py"],
        ["warning.py"],
        ["disclosure.py"],
        ["housing.py", "--size", "small"],
        ["designation.py", "--size", "national" if size == "national" else "small"],
        ["programme_course.py", "--size", rows],
        ["programme_site.py", "--size", "small", "--times", "5"],
        ["participation.py", "--size", "small"],
        ["casework.py", "--size", "small"],
        ["finance.py"],
        ["evaluation.py", "peers"],
        ["learning.py", "--size", "small"],
        ["site.py", "--size", "small"],
    ]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--size", choices=["smoke", "small", "medium", "national"], default="small")
    for command in commands(parser.parse_args().size):
        print(f"--- {' '.join(command)}", flush=True)
        start, before = time.perf_counter(), os.times()
        subprocess.run([sys.executable, str(HERE / command[0]), *command[1:]], check=True)
        after = os.times()
        used = sum(after[2:4]) - sum(before[2:4])
        print(
            f"{command[0]}: {time.perf_counter() - start:.0f} s (processor {used:.0f} s)",
            flush=True,
        )


if __name__ == "__main__":
    main()
