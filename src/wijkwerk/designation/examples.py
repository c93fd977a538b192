"""The lists of ``make run``: of the example editions that have a rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wijkwerk.designation.lists.build import Options, build_list

# Series of an edition, and the schemes whose lists are made of it.
EXAMPLE_RULES = {
    "simulated-country": ("denmark",),
    "denhaag-2009-2022": ("examples/schemes/beside-the-city.toml",),
}
_DRAWS = 500  # enough to see which status is firm; a list that counts takes 2,000


def build_lists(editions: Sequence[Path], out: Path, tell: Callable[[str], None]) -> list[Path]:
    """Build the example lists of those ``editions`` that have one; gives their folders in ``out``."""
    lists = []
    for edition in editions:
        for scheme in EXAMPLE_RULES.get(edition.name.rsplit("-", 1)[0], ()):
            tell(f"Making a list of {edition.name} by {Path(scheme).stem} ...")
            lists.append(build_list(scheme, edition, out, Options(draws=_DRAWS)))
    return lists
