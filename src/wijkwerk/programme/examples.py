"""The programmes of ``make run``: those of ``examples/programmes``, on the editions that were built."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from wijkwerk.programme.api import read_programme

EXAMPLES = Path("examples/programmes")


def read_programmes(editions: Sequence[Path], tell: Callable[[str], None]) -> list[str]:
    """Put the example programmes in the database that the site will use (WIJKWERK_DATA); gives the
    slugs of those that were new. One that is there is left as it is, since somebody may be trying
    things out with it.

    A programme follows the one of ``editions`` that has its series: ids differ from publisher to
    publisher, and from version to version.
    """
    added = []
    for path in sorted(EXAMPLES.glob("*.json")):
        with tempfile.TemporaryDirectory() as scratch:
            copy = Path(scratch) / path.name
            copy.write_text(of_editions_here(path.read_text("utf-8"), editions), "utf-8")
            outcome = read_programme(copy, datetime.now(UTC), only_new=True)
        if outcome is not None:
            tell(f"Made the programme {outcome.title} ({outcome.slug}).")
            added.append(outcome.slug)
    return added


def of_editions_here(document: str, editions: Sequence[Path]) -> str:
    """``document`` with the ids of ``editions`` in place of others of the same series."""
    for edition in editions:
        series = re.escape(edition.name.rsplit("-", 1)[0])
        document = re.sub(rf'"{series}-[0-9a-f]{{10}}"', f'"{edition.name}"', document)
    return document
