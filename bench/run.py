"""All benchmarks in a row: `python bench/run.py --size small` is what CI runs."""

from __future__ import annotations

import argparse
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--size", choices=["small", "medium", "national"], default="small")
    size = parser.parse_args().size
    rows = "small" if size == "small" else "full"
    for command in (
        ["national.py", "--size", size],
        ["check_source.py", "--size", rows],
        ["estimators.py"],
        ["warning.py"],
        ["disclosure.py"],
        ["housing.py", "--size", "small"],
        ["designation.py", "--size", "national" if size == "national" else "small"],
        ["programme_course.py", "--size", rows],
        ["programme_site.py", "--size", "small", "--times", "5"],
        ["site.py", "--size", "small"],
    ):
        print(f"--- {' '.join(command)}", flush=True)
        subprocess.run([sys.executable, str(HERE / command[0]), *command[1:]], check=True)


if __name__ == "__main__":
    main()
