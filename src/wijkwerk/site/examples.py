"""Builds the editions for ``make run``; what is there already is left as it is."""

from __future__ import annotations

import argparse
import os
import tempfile
from pathlib import Path

from rich.console import Console

from wijkwerk.monitor.api import build_edition, build_source_by_recipe, simulate

EXAMPLES = Path("examples")
DATA = Path(os.environ.get("WIJKWERK_DATA", "../shared/data"))


def build_examples(out: Path, data: Path = DATA) -> list[Path]:
    """Build every shipped example, the simulated country, and the real sources of
    ``examples/recipes`` when their data lie in ``data``; gives the editions."""
    console = Console(highlight=False, emoji=False)
    out.mkdir(parents=True, exist_ok=True)
    editions = []
    with tempfile.TemporaryDirectory() as scratch:
        country = Path(scratch) / "simulated"
        console.print("Simulating a country ...")
        simulate(country)
        for source in [*sorted(path.parent for path in EXAMPLES.glob("*/source.toml")), country]:
            console.print(f"Building {source.name} ...")
            editions.append(build_edition(source, out))
        if not data.is_dir():
            console.print(f"No real sources: {data} isn't there.", soft_wrap=True)
            return editions
        for recipe in sorted((EXAMPLES / "recipes").glob("*.toml")):
            built = _built_before(recipe, out)
            if built is None:
                console.print(f"Converting and building {recipe.stem} ...")
                source = build_source_by_recipe(recipe, data, Path(scratch) / recipe.stem)
                built = build_edition(source, out)
            editions.append(built)
    return editions


def _built_before(recipe: Path, out: Path) -> Path | None:
    """An edition of ``recipe`` that is younger than it: reading gigabytes of published data again
    at each start would only tell that they haven't changed."""
    manifests = out.glob(f"{recipe.stem}-*/manifest.json")
    young = [one.parent for one in manifests if one.stat().st_mtime > recipe.stat().st_mtime]
    return max(young, default=None)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    build_examples(parser.parse_args().out)
