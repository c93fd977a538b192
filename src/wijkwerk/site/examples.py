"""Builds the editions, lists and programmes for ``make run``; what is there already is left as it is."""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from rich.console import Console

from wijkwerk.designation.api import Options, build_list
from wijkwerk.monitor.api import Edition, build_edition, build_source_by_recipe, simulate
from wijkwerk.programme.api import read_programme
from wijkwerk.shared.problems import InputError

EXAMPLES = Path("examples")
# Figures that others published, beside the checkout.
PUBLISHED = Path(os.environ.get("WIJKWERK_PUBLISHED", "../shared/data"))


def build_examples(out: Path, data: Path = PUBLISHED) -> list[Path]:
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
    """An edition of ``recipe`` that is younger than it and that this version can read: reading
    gigabytes of published data again at each start would only tell that they haven't changed."""
    manifests = out.glob(f"{recipe.stem}-*/manifest.json")
    young = [one.parent for one in manifests if one.stat().st_mtime > recipe.stat().st_mtime]
    return max((one for one in young if _opens(one)), default=None)


def _opens(edition: Path) -> bool:
    try:
        Edition.open(edition)
    except InputError:
        return False
    return True


# Series of an edition, and the schemes whose lists are made of it.
EXAMPLE_RULES = {
    "simulated-country": ("denmark",),
    "denhaag-2009-2022": ("examples/schemes/beside-the-city.toml",),
}
_DRAWS = 500  # enough to see which status is firm; a list that counts takes 2,000


def build_lists(editions: list[Path], out: Path) -> list[Path]:
    """Build the example lists of those ``editions`` that have one; gives the lists."""
    console = Console(highlight=False, emoji=False)
    found = []
    for edition in editions:
        for scheme in EXAMPLE_RULES.get(edition.name.rsplit("-", 1)[0], ()):
            console.print(f"Making a list of {edition.name} by {Path(scheme).stem} ...")
            found.append(build_list(scheme, edition, out, Options(draws=_DRAWS)))
    return found


def read_programmes(editions: Sequence[Path] = ()) -> list[str]:
    """Put the example programmes in the database that the site will use (WIJKWERK_DATA); one that
    is there is left as it is, since somebody may be trying things out with it.

    A programme follows the one of ``editions`` that has its series: ids differ from publisher to
    publisher, and from version to version.
    """
    console = Console(highlight=False, emoji=False)
    found = []
    for path in sorted((EXAMPLES / "programmes").glob("*.json")):
        with tempfile.TemporaryDirectory() as scratch:
            here = Path(scratch) / path.name
            here.write_text(_of_editions_here(path.read_text("utf-8"), editions), "utf-8")
            outcome = read_programme(here, datetime.now(UTC), only_new=True)
        if outcome is not None:
            console.print(f"Made the programme {outcome.title} ({outcome.slug}).")
            found.append(outcome.slug)
    return found


def _of_editions_here(document: str, editions: Sequence[Path]) -> str:
    for edition in editions:
        series = re.escape(edition.name.rsplit("-", 1)[0])
        document = re.sub(rf'"{series}-[0-9a-f]{{10}}"', f'"{edition.name}"', document)
    return document


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--lists", type=Path, help="default: lists beside --out")
    asked = parser.parse_args()
    made = build_examples(asked.out)
    build_lists(made, asked.lists or asked.out.parent / "lists")
    read_programmes(made)
