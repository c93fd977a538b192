"""Is every file of a list as its manifest says?"""

from __future__ import annotations

from pathlib import Path

from wijkwerk.designation.lists.manifest import file_hash
from wijkwerk.designation.lists.reading import DesignationList


def changed_files(path: Path) -> list[str]:
    """Files of a list whose contents aren't what its manifest says."""
    found = DesignationList.open(path)
    return sorted(
        name
        for name, entry in found.manifest["outputs"].items()
        if (path / name).stat().st_size != entry["bytes"]
        or file_hash(path / name) != entry["sha256"]
    )
