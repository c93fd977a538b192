"""From a list to the files that the site reads: rows in the order that pages ask, and arrays."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np

from wijkwerk.designation.lists.reading import DesignationList
from wijkwerk.designation.serving.extras import write_extras
from wijkwerk.publication.api import changed_files, is_intact, remove_sealed, write_whole
from wijkwerk.served.api import making, new_store, served_path
from wijkwerk.shared.problems import InputError

Progress = Callable[[str], None]
# Part of the folder's name: raised when what is written below changes.
LAYOUT = 4
MEMORY_LIMIT = "1GB"
ROWS = "rows.duckdb"
ARRAYS = "arrays"
REGISTER = "served.json"

# Each table with its order; DuckDB keeps the extremes of each block, so an order is an index.
_TABLES = {
    "criteria": ("criteria", "area, year, criterion"),
    "criteria_by_year": ("criteria", "year, area, criterion"),
    "statuses": ("statuses", "year, level, area, status"),
    "statuses_by_area": ("statuses", "area, year, status"),
    "held": ("held", "year, level, area"),
    "firmness": ("firmness", "year, level, area, status"),
    "firmness_by_area": ("firmness", "area, year, status"),
    "population": ("population", "year, area"),
    "sensitivity": ("sensitivity", "year, level, status, change, criterion, setting"),
}


def serving_folder(designation_list: DesignationList, cache: Path) -> Path:
    """Where the serving files of a list lie in ``cache``; other contents, another name."""
    return served_path(designation_list, cache, LAYOUT)


def prepare_lists(folder: Path, cache: Path, tell: Progress = lambda _label: None) -> list[str]:
    """Make the serving files of every list in ``folder``; gives the ids of the lists.

    A list that isn't whole is told and left out; the others go on. Who takes a list out of the folder
    withdraws it. A folder that isn't there says nothing about any list: what is served stays, and that
    is told. A list that is there but can't be read isn't withdrawn either.
    """
    cache.mkdir(parents=True, exist_ok=True)
    register = read_register(cache)
    if not folder.is_dir():
        served = sorted(name for name, entry in register.items() if entry["serving"])
        if served:
            tell(
                f"No folder with lists at {folder}: nothing changes for the lists that are served "
                f"({', '.join(served)}). Give it with --lists or WIJKWERK_LISTS."
            )
        else:
            write_extras(folder, cache)
        return served
    write_extras(folder, cache)
    wanted: set[Path] = set()
    present: list[str] = []
    unread: set[str] = set()
    for path in sorted(folder.iterdir()):
        if not path.is_dir() or path.name.startswith("."):
            continue
        try:
            designation_list = DesignationList.open(path)
            if designation_list.id != path.name:
                raise InputError.of(
                    str(path), "wrong folder name", designation_list.id, value=path.name
                )
            if not is_intact(serving_folder(designation_list, cache)):
                tell(f"Preparing list {designation_list.id} ...")
            ready = prepare(designation_list, cache)
        except (InputError, OSError) as fault:
            tell(f"Not served: {path.name} ({str(fault).splitlines()[0]})")
            unread.add(path.name)
            continue
        wanted.add(ready)
        present.append(designation_list.id)
        register[designation_list.id] = {"folder": str(path.resolve()), "serving": ready.name}
    wanted |= {cache / register[name]["serving"] for name in unread & register.keys()}
    for name in register.keys() - set(present) - unread:
        register[name] = {"folder": "", "serving": ""}  # its address says that it is gone
    write_whole(cache / REGISTER, json.dumps(register, ensure_ascii=False, sort_keys=True).encode())
    for old in cache.glob("*.v*"):
        if old.is_dir() and old not in wanted:
            remove_sealed(old)
    return present


def read_register(cache: Path) -> dict[str, dict[str, str]]:
    """Per list that was ever served: ``folder`` and ``serving``, '' when it is gone."""
    try:
        register: dict[str, dict[str, str]] = json.loads((cache / REGISTER).read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return register


def prepare(designation_list: DesignationList, cache: Path) -> Path:
    """Write the serving files of a list unless they are there, intact; gives their folder.

    Every file is held against the manifest first: what is published is what was computed. Raises
    InputError when the list was changed.
    """
    final = serving_folder(designation_list, cache)
    if is_intact(final):
        return final
    remove_sealed(final)
    from wijkwerk.designation.lists.sensitive import load_figures

    if changed := changed_files(designation_list):
        raise InputError.of(
            designation_list.id,
            "contents changed",
            "what the manifest says",
            value=", ".join(changed),
            suggestion="Copy the list again.",
        )
    with making(final) as (building, scratch):
        (building / ARRAYS).mkdir(parents=True)
        _write_rows(designation_list, building / ROWS, scratch)
        figures = load_figures(designation_list)
        np.save(building / ARRAYS / "levels.npy", figures.levels)
        np.save(building / ARRAYS / "exists.npy", figures.exists)
        for code in figures.compared:
            np.save(building / ARRAYS / f"compared-{code}.npy", figures.compared[code])
            np.save(building / ARRAYS / f"results-{code}.npy", figures.results[code])
        figures.made_of.write_parquet(building / ARRAYS / "made_of.parquet")
        (building / ARRAYS / "axes.json").write_text(
            json.dumps(
                {
                    "codes": figures.codes,
                    "years": figures.years,
                    "level_names": figures.level_names,
                    "criteria": sorted(figures.compared),
                }
            ),
            "utf-8",
        )
    return final


def _write_rows(designation_list: DesignationList, path: Path, scratch: Path) -> None:
    with new_store(path, scratch, MEMORY_LIMIT) as con:
        con.execute("SET threads = 2")
        for name, (source, order) in _TABLES.items():
            con.execute(
                f"CREATE TABLE {name} AS SELECT * FROM read_parquet(?) ORDER BY {order}",
                [str(designation_list.path / f"{source}.parquet")],
            )
        con.execute(
            "CREATE TABLE areas AS SELECT * FROM read_parquet(?) "
            "QUALIFY row_number() OVER (PARTITION BY code ORDER BY valid_from DESC NULLS LAST) = 1 "
            "ORDER BY code",
            [str(designation_list.path / "areas.parquet")],
        )
        con.execute(
            "CREATE TABLE counts AS SELECT year, level, status, "
            "any_value(version) AS version, bool_or(in_force) AS in_force, "
            "count(*) FILTER (result = 'met') AS met, "
            "count(*) FILTER (result = 'unknown') AS unknown, "
            "count(*) FILTER (near_miss <> '') AS near, "
            'count(*) FILTER (entered) AS entered, count(*) FILTER ("left") AS gone, '
            "count(*) AS areas FROM statuses GROUP BY ALL ORDER BY year, level, status"
        )
        con.execute(
            "CREATE TABLE on_list AS SELECT year, level, "
            "count(*) FILTER (status NOT IN ('', 'unknown')) AS listed, "
            "count(*) FILTER (status = 'unknown' OR possible <> '') AS unsure, "
            "count(*) AS areas FROM held GROUP BY ALL ORDER BY year, level"
        )
