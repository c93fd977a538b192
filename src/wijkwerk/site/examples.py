"""Builds the example editions for ``make run``; what is there already is left as it is."""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

from rich.console import Console

from wijkwerk.monitor.api import build_edition, simulate

EXAMPLES = Path("examples")


def build_examples(out: Path) -> list[Path]:
    """Build every shipped example and the simulated country into ``out``; gives the editions."""
    console = Console(highlight=False)
    out.mkdir(parents=True, exist_ok=True)
    editions = []
    with tempfile.TemporaryDirectory() as scratch:
        country = Path(scratch) / "simulated"
        console.print("Simulating a country ...")
        simulate(country)
        shipped = sorted(path.parent for path in EXAMPLES.glob("*/source.toml"))
        for source in [*shipped, country]:
            console.print(f"Building {source.name} ...")
            editions.append(build_edition(source, out))
    for edition in editions:
        console.print(f"Report: {edition / 'report.html'}", soft_wrap=True)
    return editions


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    build_examples(parser.parse_args().out)
