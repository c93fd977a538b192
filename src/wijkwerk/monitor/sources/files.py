"""Which files of a source folder are read, and what is odd about the folder itself."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from wijkwerk.areas.api import suggest
from wijkwerk.monitor.sources.small_tables import unreadable
from wijkwerk.shared.problems import InputError, Problem, Severity

SUFFIXES = (".csv", ".parquet")
_GEOMETRY = (".geojson", ".gpkg", ".parquet")
_CONTEXT = "context.geojson"
_DUTCH = {
    "areas": ("gebied", "regio", "wijken"),
    "observations": ("waarneming", "observatie", "cijfers", "data"),
}
_OTHER_TABLES = (".xlsx", ".xls", ".ods", ".tsv", ".txt", ".sav", ".json")


@dataclass(frozen=True)
class Inventory:
    """The files of a source folder, by what is in them."""

    tables: dict[str, Path] = field(default_factory=dict)  # areas, groups, published, postcodes
    correspondence: tuple[Path, ...] = ()
    observations: tuple[Path, ...] = ()
    geometry: Path | None = None
    context: Path | None = None


def inventory(folder: Path, problems: list[Problem]) -> Inventory:
    """What there is in ``folder``; what is odd goes to ``problems``.

    Raises InputError when there is no such folder or it can't be listed.
    """
    if not folder.is_dir():
        what = "this is a file" if folder.exists() else "no such folder"
        raise InputError([Problem(str(folder), None, None, what, None, "a source folder")])
    try:
        files = sorted(folder.iterdir())
        correspondence = sorted((folder / "correspondence").glob("*.csv"))
    except OSError as fault:
        raise InputError([unreadable(str(folder), fault)]) from None
    inside = [file for file in files if _may_be_read(folder, file, problems)]
    tables = {
        name: path
        for name in ("areas", "groups", "published", "postcodes")
        if (path := _one_of(name, inside, problems)) is not None
    }
    if "areas" not in tables:
        problems.append(_missing("areas.csv", "areas", files))
    observations = [
        path for path in inside if path.stem.startswith("observations") and path.suffix in SUFFIXES
    ]
    stems = sorted({observation.stem for observation in observations})
    candidates = [_one_of(stem, observations, problems) for stem in stems]
    observations = [candidate for candidate in candidates if candidate is not None]
    if not observations:
        problems.append(_missing("observations.csv", "observations", files))
    geometries = [path for path in inside if path.stem == "geometry" and path.suffix in _GEOMETRY]
    contexts = [path for path in inside if path.name == _CONTEXT]
    read = {*tables.values(), *observations, *geometries, *contexts}
    problems += _nearly(folder, [file for file in files if file not in read])
    return Inventory(
        tables,
        tuple(path for path in correspondence if _may_be_read(folder, path, problems)),
        tuple(observations),
        min(geometries, key=lambda geometry: _GEOMETRY.index(geometry.suffix), default=None),
        next(iter(contexts), None),
    )


def _may_be_read(folder: Path, path: Path, problems: list[Problem]) -> bool:
    """Whether ``path`` is a file inside ``folder``; one that should be and isn't is a problem."""
    name = str(path.relative_to(folder))
    ours = path.suffix in (*SUFFIXES, ".toml", *_GEOMETRY)
    if not ours or path.name.startswith((".", "~")):
        return False
    if path.is_symlink():
        target = path.resolve()
        if not target.exists():
            problems.append(
                Problem(
                    name,
                    None,
                    None,
                    "link leads nowhere",
                    str(path.readlink()),
                    "a file",
                    "Copy the file itself into the folder.",
                )
            )
            return False
        if not target.is_relative_to(folder.resolve()):
            problems.append(
                Problem(
                    name,
                    None,
                    None,
                    "link leads out of the folder",
                    str(path.readlink()),
                    "a file inside the source folder",
                    "Copy the file itself into the folder: a source must be whole by itself.",
                )
            )
            return False
    if not path.is_file():
        is_named = path.stem in (
            "areas", "groups", "published", "postcodes", "source", "indicators"
        )  # fmt: skip
        if is_named or path.stem.startswith("observations"):
            problems.append(Problem(name, None, None, "this is a folder", None, "a file"))
        return False
    return True


def _one_of(stem: str, files: list[Path], problems: list[Problem]) -> Path | None:
    """The file of table ``stem``; that there are two is a problem."""
    candidates = [file for file in files if file.stem == stem and file.suffix in SUFFIXES]
    if len(candidates) > 1:
        problems.append(
            Problem(
                candidates[0].name,
                None,
                None,
                "table is there twice",
                candidates[1].name,
                f"either {candidates[0].name} or {candidates[1].name}",
                "Take one of them out of the folder, or every row counts double.",
            )
        )
    return candidates[0] if candidates else None


def _missing(name: str, stem: str, files: list[Path]) -> Problem:
    expected = f"{stem}*.csv or .parquet" if stem == "observations" else f"{name} or .parquet"
    near = next(
        (
            file.name
            for file in files
            if file.suffix.lower() in (*SUFFIXES, *_OTHER_TABLES)
            and file.stem.lower().startswith((stem.rstrip("s"), *_DUTCH.get(stem, ())))
        ),
        None,
    )
    advice = None
    if near is not None:
        advice = (
            f"Rename {near} to {name}."
            if near.lower().endswith(SUFFIXES)
            else f"Save {near} as {name}."
        )
    return Problem(name, None, None, "file is missing", None, expected, advice)


def _nearly(folder: Path, others: list[Path]) -> list[Problem]:
    """Warnings for files whose names are almost those of files that are read."""
    stems = (
        "areas", "groups", "published", "postcodes", "observations", "geometry", "correspondence"
    )  # fmt: skip
    problems = []
    for path in others:
        table = path.suffix.lower() in SUFFIXES and path.is_file()
        near = suggest(path.stem.lower(), stems) if table else None
        if near is not None and path.stem != near:
            problems.append(
                Problem(
                    path.name,
                    None,
                    None,
                    "file is not read",
                    path.name,
                    f"{near}.csv",
                    f"Rename it to {near}{path.suffix.lower()} if it belongs to the source.",
                    Severity.WARNING,
                )
            )
    return problems
