"""Where the files of a recipe may lie: within the data folder."""

from __future__ import annotations

from pathlib import Path

from wijkwerk.areas.api import suggest
from wijkwerk.shared.problems import InputError, Problem


def within(folder: Path, path: str, recipe: str, place: str) -> Path:
    """``path`` inside ``folder``; InputError when it lies outside (also by a link) or isn't there."""
    root = folder.resolve()
    # A backslash is a separator on Windows: refused, so that a recipe means the same everywhere.
    wrong = "\\" in path or "\0" in path or Path(path).is_absolute()
    target = root if wrong else (root / path).resolve()
    if wrong or not target.is_relative_to(root):
        raise InputError(
            [
                Problem(
                    recipe,
                    None,
                    f"{place}.path",
                    "path leads out of the data folder",
                    path,
                    "a file inside the folder that --data names, with / between folders",
                )
            ]
        )
    if not target.is_file():
        near = suggest(Path(path).name, _names_in(target.parent, root))
        raise InputError(
            [
                Problem(
                    recipe,
                    None,
                    f"{place}.path",
                    "file is missing",
                    path,
                    f"a file {path} in the folder that --data names",
                    f"Did you mean {near}?" if near else None,
                )
            ]
        )
    return target


def _names_in(folder: Path, root: Path) -> list[str]:
    if not folder.is_dir():
        return []
    return [str(path.relative_to(root)) for path in sorted(folder.iterdir()) if path.is_file()]
