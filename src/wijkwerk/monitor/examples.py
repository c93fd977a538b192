"""The editions of ``make run``: every shipped example, a simulated country, and the real sources of
``examples/recipes``."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from pathlib import Path

from wijkwerk.monitor.editions.build import build_edition
from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.sources.recipes.build import build_source
from wijkwerk.monitor.sources.simulate import simulate
from wijkwerk.shared.problems import InputError

EXAMPLES = Path("examples")


def build_examples(out: Path, published: Path, tell: Callable[[str], None]) -> list[Path]:
    """Build the example editions in ``out``; gives their folders.

    Real sources are built when the folder ``published`` has their data. Raises InputError.
    """
    out.mkdir(parents=True, exist_ok=True)
    editions = []
    with tempfile.TemporaryDirectory() as scratch:
        country = Path(scratch) / "simulated"
        tell("Simulating a country ...")
        simulate(country)
        for source in [*sorted(path.parent for path in EXAMPLES.glob("*/source.toml")), country]:
            tell(f"Building {source.name} ...")
            editions.append(build_edition(source, out))
        if not published.is_dir():
            tell(f"No real sources: {published} isn't there")
            return editions
        for recipe in sorted((EXAMPLES / "recipes").glob("*.toml")):
            edition = _built_before(recipe, out)
            if edition is None:
                tell(f"Converting and building {recipe.stem} ...")
                edition = build_edition(
                    build_source(recipe, published, Path(scratch) / recipe.stem), out
                )
            editions.append(edition)
    return editions


def _built_before(recipe: Path, out: Path) -> Path | None:
    """An edition of ``recipe`` that is younger than it and that this version can read: reading
    gigabytes of published data again at each start would only tell that they haven't changed."""
    manifests = out.glob(f"{recipe.stem}-*/manifest.json")
    young = [path.parent for path in manifests if path.stat().st_mtime > recipe.stat().st_mtime]
    return max((edition for edition in young if _opens(edition)), default=None)


def _opens(edition: Path) -> bool:
    try:
        Edition.open(edition)
    except InputError:
        return False
    return True
