"""Is every file of an edition as its manifest says?"""

from __future__ import annotations

from pathlib import Path

from wijkwerk.monitor.editions.edition import Edition
from wijkwerk.monitor.editions.manifest import file_hash


def changed_files(path: Path) -> list[str]:
    """Files of an edition whose contents aren't what its manifest says."""
    edition = Edition.open(path)
    return sorted(
        name
        for name, entry in edition.manifest["outputs"].items()
        if (path / name).stat().st_size != entry["bytes"]
        or file_hash(path / name) != entry["sha256"]
    )
