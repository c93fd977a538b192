"""Carry out a recipe: files of a publisher in, a source folder out, whole or not at all."""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path

import polars as pl

from wijkwerk.monitor.engine import open_duckdb
from wijkwerk.monitor.sources.recipes import figures
from wijkwerk.monitor.sources.recipes.area_table import area_table
from wijkwerk.monitor.sources.recipes.boundaries import (
    correspondence_tables,
    left_out,
    write_geometry,
)
from wijkwerk.monitor.sources.recipes.recipe import Recipe, read_recipe
from wijkwerk.monitor.sources.recipes.remarks import MADE_BY
from wijkwerk.monitor.sources.recipes.rows import Workshop, read_rows
from wijkwerk.monitor.sources.recipes.toml_text import toml_text
from wijkwerk.monitor.sources.recipes.totals import remark_on_totals
from wijkwerk.monitor.sources.recipes.twins import remark_on_twins
from wijkwerk.publication.api import file_hash
from wijkwerk.shared.problems import InputError, Problem
from wijkwerk.tables.api import quoted

# Up to here a table is something that people open in a spreadsheet; beyond, Parquet is kinder.
MOST_ROWS_AS_CSV = 200_000
Progress = Callable[[str, float], None]


def build_source(
    recipe: Path, data: Path, out: Path, overwrite: bool = False, progress: Progress | None = None
) -> Path:
    """Build the source folder ``out`` from ``recipe`` and the files under ``data``.

    Raises InputError with file, row and column of what is wrong; then nothing is written. The same
    files give the same folder, byte for byte. An existing folder is replaced only with
    ``overwrite`` and only when a recipe made it.
    """
    tell = progress or (lambda step, share: None)
    read = read_recipe(recipe)
    if not data.is_dir():
        raise InputError(
            [Problem(str(data), None, None, "no such folder", None, "the folder with the data")]
        )
    _may_write(out, overwrite)
    out.parent.mkdir(parents=True, exist_ok=True)
    hidden = Path(tempfile.mkdtemp(prefix=f".recipe-{os.getpid()}-", dir=out.parent))
    try:
        staged = hidden / "source"
        staged.mkdir()
        with tempfile.TemporaryDirectory(dir=hidden) as scratch, open_duckdb(Path(scratch)) as con:
            # Rows keep the order of their file, so that a message can name the row.
            con.execute("SET preserve_insertion_order = true")
            # What comes out depends on the files alone, not on where this machine stands.
            con.execute("SET TimeZone = 'UTC'")
            shop = Workshop(data, read, con, Path(scratch))
            _fill(shop, staged, recipe, tell)
        if out.exists():
            old = hidden / "old"
            out.rename(old)
        staged.rename(out)
    finally:
        shutil.rmtree(hidden, ignore_errors=True)
    tell("done", 1.0)
    return out


def _may_write(out: Path, overwrite: bool) -> None:
    if not out.exists():
        return
    made_by_recipe = out.is_dir() and ((out / MADE_BY).is_file() or not any(out.iterdir()))
    if not (overwrite and made_by_recipe):
        advice = (
            "Take another folder, or add --overwrite to replace it."
            if made_by_recipe
            else "Take another folder: this one wasn't made by a recipe and is left as it is."
        )
        raise InputError(
            [Problem(str(out), None, None, "folder is there already", None, "a new folder", advice)]
        )


def _fill(shop: Workshop, folder: Path, recipe_file: Path, tell: Progress) -> None:
    recipe = shop.recipe
    every = []
    for number, file in enumerate(recipe.files):
        tell(f"reading {Path(file.reading.path).name}", 0.6 * number / len(recipe.files))
        every.append(read_rows(shop, file, number))
    tell("figures", 0.6)
    observations = raw = figures.take_figures(shop, every)
    figures.remark_on_left_out(shop, observations)
    tell("areas", 0.8)
    tables = correspondence_tables(shop)
    areas = area_table(shop, every)
    observations = left_out(shop, every, observations, areas, tables)
    figures.account_for_rows(shop, every, raw, observations)
    figures.count_absent(shop, recipe, observations)
    remark_on_totals(shop, observations, areas)
    remark_on_twins(shop, observations)
    tell("writing", 0.85)
    (folder / "source.toml").write_text(toml_text(recipe.settings), "utf-8")
    (folder / "indicators.toml").write_text(toml_text(recipe.definitions), "utf-8")
    areas.write_csv(folder / "areas.csv", float_precision=0)
    _write_groups(recipe, folder)
    for name, table in tables.items():
        (folder / "correspondence").mkdir(exist_ok=True)
        table.write_csv(folder / "correspondence" / f"{name}.csv")
    _write_observations(shop, observations, folder)
    write_geometry(shop, areas["code"].to_list(), folder)
    _write_origin(shop, folder, recipe_file)


def _write_groups(recipe: Recipe, folder: Path) -> None:
    rows = [
        (entry["group"], area, entry.get("valid_from"), entry.get("valid_to"))
        for entry in recipe.groups
        for area in entry["areas"]
    ]
    if rows:
        schema = dict.fromkeys(("group", "area", "valid_from", "valid_to"), pl.String)
        pl.DataFrame(rows, schema=schema, orient="row").write_csv(folder / "groups.csv")


def _write_observations(shop: Workshop, observations: Path, folder: Path) -> None:
    """Sorted, written in one thread: the same figures give the same bytes."""
    table = f"read_parquet({quoted(str(observations))})"
    counted = shop.con.execute(f"SELECT count(*) FROM {table}").fetchone()
    small = counted is not None and counted[0] <= MOST_ROWS_AS_CSV
    out = folder / f"observations.{'csv' if small else 'parquet'}"
    form = "FORMAT csv, HEADER" if small else "FORMAT parquet, COMPRESSION zstd"
    shop.con.execute("SET threads = 1")
    try:
        shop.con.execute(
            f"COPY (SELECT {', '.join(_used(shop, table))} FROM {table} "
            "ORDER BY indicator, period, area, age, sex) "
            f"TO {quoted(str(out))} ({form})"
        )
    finally:
        shop.con.execute("RESET threads")


def _used(shop: Workshop, table: str) -> list[str]:
    """The columns that hold anything; the keys and the status always do."""
    always = ("area", "period", "indicator", "status")
    maybe = [name for name in figures.COLUMNS if name not in always]
    counts = shop.con.execute(
        f"SELECT {', '.join(f'count({name})' for name in maybe)} FROM {table}"
    ).fetchone()
    assert counts is not None
    filled = {name for name, count in zip(maybe, counts, strict=True) if count}
    return [name for name in figures.COLUMNS if name in always or name in filled]


def _write_origin(shop: Workshop, folder: Path, recipe_file: Path) -> None:
    """What the folder was made of, and the remarks that ``source check`` shows as warnings."""
    contents = {
        "recipe": recipe_file.name,
        "recipe_sha256": file_hash(recipe_file),
        "inputs": {name: file_hash(path) for name, path in sorted(shop.inputs.items())},
        "account": [asdict(account) for account in shop.accounts],
        "remarks": [
            asdict(remark) for remark in sorted({*shop.remarks, *shop.recipe.questions}, key=str)
        ],
    }
    text = json.dumps(contents, indent=1, ensure_ascii=False)
    (folder / MADE_BY).write_text(text + "\n", "utf-8")
